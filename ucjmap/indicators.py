"""Indicators: their definitions, and roll-up, gap and trend of their counts. Never touches disk or store."""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from ucjmap.codes import COUNTRY, LEVELS
from ucjmap.words import Lang


@dataclass(frozen=True)
class Indicator:
    """One indicator as ``data/indicators.toml`` defines it; words are in both languages.

    ``counts_desa`` says that a desa counts 0 or 1, so that on a map of desa there are two classes.
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
    frame = areas[["code", "level", "parent_code", "kind"]].merge(latest, "left", left_on="code", right_on="unit_code")
    frame = frame.set_index("code")
    has_own = frame["numerator"].notna()
    applies = frame["kind"].isin(applies_to) if applies_to else pd.Series(True, index=frame.index)
    is_desa = frame["level"].eq("adm4") & (applies | has_own)
    totals = pd.DataFrame(
        {
            "numerator": frame["numerator"].astype(float),
            "denominator": frame["denominator"].astype(float),
            "desa": is_desa.astype(int),
            "desa_with_data": (is_desa & has_own).astype(int),
            "oldest": frame["as_of"],
            "newest": frame["as_of"],
            "own_numerator": frame["numerator"].astype(float),
            "own_denominator": frame["denominator"].astype(float),
        }
    )
    totals.loc[COUNTRY] = [np.nan, np.nan, 0, 0, None, None, np.nan, np.nan]
    for level in reversed(LEVELS):
        _add_to_parents(totals, frame.loc[frame["level"] == level, "parent_code"])
    return totals


def _add_to_parents(totals: pd.DataFrame, parents: pd.Series) -> None:
    children = totals.loc[parents.index].groupby(parents.to_numpy())
    summed = children[["numerator", "denominator"]].sum(min_count=1)
    known = summed.index.intersection(totals.index)
    summed = summed.loc[known]
    counted = children[["desa", "desa_with_data"]].sum().loc[known]
    totals.loc[known, "desa"] += counted["desa"].to_numpy()
    totals.loc[known, "desa_with_data"] += counted["desa_with_data"].to_numpy()
    dated = totals.loc[parents.index, ["oldest", "newest"]].assign(parent=parents).dropna()
    with_data = summed.index[summed["numerator"].notna()]
    totals.loc[with_data, ["numerator", "denominator"]] = summed.loc[with_data]
    dates = dated.groupby("parent").agg(oldest=("oldest", "min"), newest=("newest", "max"))
    totals.loc[with_data, ["oldest", "newest"]] = dates.loc[with_data]


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
    differ the first in alphabetical order is taken, so that the choice is stable; the page names the issuer.
    """
    fits = (targets["indicator"] == indicator) & (targets["year"] >= year) & targets["comparable"].astype(bool)
    of_indicator = targets[fits]
    for code in codes:
        found = of_indicator[of_indicator["unit_code"] == code].sort_values(["year", "issuer"])
        if len(found):
            return {str(key): value for key, value in found.iloc[0].to_dict().items()}
    return None
