"""All that is known of one area: every indicator with its trend and rank."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

import pandas as pd

from ucjmap.api.areas import area_tree, drawn_from
from ucjmap.api.figures.definitions import load_indicators
from ucjmap.api.figures.rollups import RolledUp, rolled_up
from ucjmap.api.figures.trends import area_trend
from ucjmap.codes import COUNTRY, Level
from ucjmap.indicators import Indicator, rank_values
from ucjmap.schema import ALL_SEGMENTS
from ucjmap.store import Store

#: After every count.
_NEWEST: Final = "9999-12-31"


@dataclass(frozen=True)
class Rank:
    """Place among the areas of the same parent that have data (1: highest rate, or lowest where less is better).

    ``tied`` is the number of others with the very same rate; ``place`` is None for an area without data.
    """

    place: int | None
    with_data: int
    tied: int
    siblings: int


@dataclass(frozen=True)
class IndicatorProfile:
    """One indicator and segment of an area.

    ``row`` has its figures, their dates and their sources by column of ``RolledUp.totals`` (NaN without data), the same
    that every map has. ``trend`` has one row a date.
    """

    indicator: Indicator
    segment: str
    row: Mapping[str, Any]
    rank: Rank | None
    trend: pd.DataFrame

    @property
    def applies(self) -> bool:
        """Whether the indicator is about anything in the area (a kelurahan has no aparat desa)."""
        return bool(self.row["desa"] > 0)


@dataclass(frozen=True)
class AreaProfile:
    """What is known of one area. ``path`` goes from the country down to the area itself."""

    code: str
    name: str
    level: Level
    kind: str
    bps_code: str | None
    area_km2: float
    flags: tuple[str, ...]
    path: tuple[str, ...]
    editions: tuple[str, ...]
    is_model: bool
    rows: tuple[IndicatorProfile, ...]


def area_profile(store: Store, code: str, *, as_of: str | None = None) -> AreaProfile:
    """Every indicator with its segments for one area.

    Parameters
    ----------
    as_of
        ISO date; of each indicator the newest counts on or before it are taken. None is the newest of all.

    Raises
    ------
    UsageError
        Unknown area.
    """
    tree = area_tree(store)
    level = tree.level(code)
    row = None if code == COUNTRY else tree.areas.loc[code]
    editions, is_model = drawn_from(tree, code, "adm1" if code == COUNTRY else level)
    return AreaProfile(
        code=code,
        name=tree.name(code),
        level=level,
        kind="negara" if row is None else str(row["kind"]),
        bps_code=None if row is None or pd.isna(row["bps_code"]) else str(row["bps_code"]),
        area_km2=float("nan") if row is None or pd.isna(row["area_km2"]) else float(row["area_km2"]),
        flags=() if row is None else tuple(filter(None, row["flags"].split("|"))),
        path=tuple(tree.path(code)),
        editions=editions,
        is_model=is_model,
        rows=tuple(
            _indicator_profile(store, code, indicator, segment, as_of)
            for indicator in load_indicators().values()
            for segment in indicator.segments or (ALL_SEGMENTS,)
        ),
    )


def _indicator_profile(
    store: Store, code: str, indicator: Indicator, segment: str, as_of: str | None
) -> IndicatorProfile:
    rolled = rolled_up(store, indicator, segment, as_of or _NEWEST)
    trend = area_trend(store, code, indicator.key, segment, as_of=as_of)
    return IndicatorProfile(indicator, segment, rolled.row(code), _rank(rolled, code, indicator), trend)


def _rank(rolled: RolledUp, code: str, indicator: Indicator) -> Rank | None:
    if code == COUNTRY:
        return None
    parents = rolled.tree.areas["parent_code"]
    siblings = rolled.totals.loc[parents.index[parents == parents[code]]]
    rates = siblings.loc[siblings["desa"] > 0, "rate"]
    ranks = pd.Series(rank_values(rates, sign=indicator.sign), rates.index)
    own, with_data = ranks.get(code, float("nan")), int(ranks.notna().sum())
    if pd.isna(own):
        return Rank(None, with_data, 0, len(rates))
    return Rank(int(own), with_data, int((ranks == own).sum()) - 1, len(rates))
