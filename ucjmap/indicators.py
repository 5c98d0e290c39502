"""Indicators: their definitions, and roll-up, gap and trend of their counts. Never touches disk or store."""

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from ucjmap.codes import COUNTRY, LEVELS
from ucjmap.words import Lang


@dataclass(frozen=True)
class Indicator:
    """One indicator as ``data/indicators.toml`` defines it; words are in both languages.

    ``counts_desa`` says that a desa counts 0 or 1, so that on a map of desa there are two classes. ``bands`` are the
    official thresholds, ``bands_by_year`` those set for a year and the years after it. ``gap_bands`` and
    ``change_bands`` are distances from 0 in fractions. A rate on a denominator below ``small_below`` is marked.
    """

    key: str
    names: Mapping[str, str]
    units: Mapping[str, str]
    numerators: Mapping[str, str]
    denominators: Mapping[str, str]
    denominator_notes: Mapping[str, str]
    segments: Mapping[str, Mapping[str, str]]
    bands: tuple[float, ...]
    band_labels: Mapping[str, tuple[str, ...]]
    applies_to: tuple[str, ...]
    counts_desa: bool
    bands_by_year: Mapping[int, tuple[float, ...]] = field(default_factory=dict)
    gap_bands: tuple[float, ...] = (0.05, 0.10, 0.20)
    change_bands: tuple[float, ...] = (0.01, 0.05, 0.10)
    small_below: int = 0

    def bands_of(self, year: int) -> tuple[float, ...]:
        """Thresholds that are in force in a year."""
        set_for = [start for start in self.bands_by_year if start <= year]
        return self.bands_by_year[max(set_for)] if set_for else self.bands

    def name(self, lang: Lang) -> str:
        """Name for people."""
        return self.names[lang]


ROLLUP_COLUMNS = (
    "numerator",
    "denominator",
    "desa",
    "desa_with_data",
    "oldest",
    "newest",
    "own_numerator",
    "own_denominator",
)


def roll_up(areas: pd.DataFrame, latest: pd.DataFrame, *, applies_to: tuple[str, ...] = ()) -> pd.DataFrame:
    """Counts of every area from the counts below it; rates are never averaged.

    Parameters
    ----------
    areas
        One row is one area: code, level, parent_code, kind.
    latest
        One row is the count in force of one area: unit_code, as_of, numerator, denominator.
    applies_to
        Kinds of desa that the indicator is about (empty: all); others do not count as lacking data.

    Returns
    -------
    pandas.DataFrame
        One row is one area, indexed by code, the country included. ``numerator`` and ``denominator`` are NaN where
        neither the area nor anything below it has data. An area with data below it takes their sum; a count that was
        supplied for the area itself stands aside in ``own_numerator`` and ``own_denominator``. ``desa`` and
        ``desa_with_data`` count the desa and kelurahan to which the indicator applies; ``oldest`` and ``newest`` are
        the as-of dates behind the figure.
    """
    codes = areas["code"].to_numpy(dtype=object)
    country = len(codes)
    index = pd.Index([*codes, COUNTRY])
    place = index.get_indexer(latest["unit_code"])
    latest = latest[place >= 0]
    place = place[place >= 0]
    dates, date_numbers = np.unique(latest["as_of"].to_numpy(dtype=object).astype(str), return_inverse=True)
    own = np.full((2, country + 1), np.nan)
    own[:, place] = latest[["numerator", "denominator"]].to_numpy(dtype=float).T
    has_own = np.isfinite(own[0])
    applies = areas["kind"].isin(applies_to).to_numpy() if applies_to else np.ones(country, dtype=bool)
    is_desa = np.append(areas["level"].eq("adm4").to_numpy() & (applies | has_own[:country]), False)
    sums = _Sums(
        counts=own.copy(),
        desa=np.vstack([is_desa, is_desa & has_own]).astype(np.int64),
        oldest=np.full(country + 1, len(dates)),
        newest=np.full(country + 1, -1),
    )
    sums.oldest[place] = sums.newest[place] = date_numbers
    parents = index.get_indexer(areas["parent_code"])
    levels = areas["level"].to_numpy(dtype=object)
    for level in reversed(LEVELS):
        children = np.flatnonzero((levels == level) & (parents >= 0))
        sums.add_to_parents(children, parents[children])
    words = np.array([*dates, None], dtype=object)  # the last stands for no date
    return pd.DataFrame(
        {
            "numerator": sums.counts[0],
            "denominator": sums.counts[1],
            "desa": sums.desa[0],
            "desa_with_data": sums.desa[1],
            "oldest": words[np.where(sums.oldest < len(dates), sums.oldest, -1)],
            "newest": words[sums.newest],
            "own_numerator": own[0],
            "own_denominator": own[1],
        },
        index=index,
        columns=list(ROLLUP_COLUMNS),
    )


@dataclass
class _Sums:
    """Columns of a roll-up by position of the area: counts, desa and desa with data, numbers of the as-of dates."""

    counts: npt.NDArray[np.float64]
    desa: npt.NDArray[np.int64]
    oldest: npt.NDArray[np.int64]
    newest: npt.NDArray[np.int64]

    def add_to_parents(self, children: npt.NDArray[np.int64], parents: npt.NDArray[np.int64]) -> None:
        """Add one level to the level above it."""
        size = self.counts.shape[1]
        for row in self.desa:
            row += np.bincount(parents, row[children], size).astype(np.int64)
        known = np.isfinite(self.counts[0, children])
        children, parents = children[known], parents[known]
        has_children = np.bincount(parents, minlength=size) > 0
        for row in self.counts:
            row[has_children] = np.bincount(parents, row[children], size)[has_children]
        # The dates of a sum are those of its parts; a count of the area itself is not in the sum.
        self.oldest[has_children], self.newest[has_children] = np.iinfo(np.int64).max, -1
        np.minimum.at(self.oldest, parents, self.oldest[children])
        np.maximum.at(self.newest, parents, self.newest[children])


def coverage_rate(numerator: pd.Series, denominator: pd.Series) -> pd.Series:
    """Numerator / denominator as fraction; NaN without data or with a denominator of 0. Above 1 is kept."""
    return numerator / denominator.where(denominator > 0)


@dataclass(frozen=True)
class Gap:
    """Distance of an area to a target: ``points`` as a fraction (0.20 is 20 points), ``people`` rounded up."""

    target: float
    points: float
    people: int


def gap_to_target(numerator: float, denominator: float, target: float) -> Gap | None:
    """Gap of counts to a target rate; None without data. A target that is reached leaves 0 people."""
    if not (math.isfinite(numerator) and math.isfinite(denominator)) or denominator <= 0:
        return None
    # The product of a printed rate and a count may miss a whole number by a rounding of the float.
    people = max(0, math.ceil(round(target * denominator - numerator, 6)))
    return Gap(target, target - numerator / denominator, people)


def choose_target(targets: pd.DataFrame, codes: list[str], indicator: str, year: int) -> dict[str, Any] | None:
    """The target that applies to an area: its own or its nearest ancestor's, of ``year`` or the first year after.

    ``codes`` are the area and its ancestors, nearest first; one row of ``targets`` is one target. Where issuers
    differ the highest rate is taken, so that a gap is never made to look smaller; the page names the issuer.
    """
    fits = (targets["indicator"] == indicator) & (targets["year"] >= year) & targets["comparable"].astype(bool)
    of_indicator = targets[fits]
    for code in codes:
        found = of_indicator[of_indicator["unit_code"] == code].sort_values(
            ["year", "rate", "issuer"], ascending=[True, False, True]
        )
        if len(found):
            return {str(key): value for key, value in found.iloc[0].to_dict().items()}
    return None
