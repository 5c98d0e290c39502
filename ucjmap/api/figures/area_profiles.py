"""All that is known of one area: every indicator with its trend and rank."""

from dataclasses import dataclass

import pandas as pd

from ucjmap.api.areas import AreaTree, area_tree, drawn_from
from ucjmap.api.figures.definitions import load_indicators
from ucjmap.api.figures.rollups import rolled_up
from ucjmap.api.figures.trends import area_trend, trends_of
from ucjmap.codes import COUNTRY, Level
from ucjmap.indicators import Indicator
from ucjmap.schema import ALL_SEGMENTS
from ucjmap.store import Store


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
    """One indicator and segment of an area; NaN and None without data.

    ``as_of`` is the newest date on which anything in it was counted. ``trend`` has one row a date. ``applies`` is
    false where the indicator is about nothing in the area (a kelurahan has no aparat desa). ``is_simulated`` tells
    whether any of the counts is made up for demonstration.
    """

    indicator: Indicator
    segment: str
    applies: bool
    as_of: str | None
    numerator: float
    denominator: float
    rate: float
    desa: int
    desa_with_data: int
    is_simulated: bool
    rank: Rank | None
    trend: pd.DataFrame


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
            _indicator_profile(store, tree, code, indicator, segment, as_of)
            for indicator in load_indicators().values()
            for segment in indicator.segments or (ALL_SEGMENTS,)
        ),
    )


def _indicator_profile(
    store: Store, tree: AreaTree, code: str, indicator: Indicator, segment: str, as_of: str | None
) -> IndicatorProfile:
    trend = area_trend(store, code, indicator.key, segment, as_of=as_of)
    if trend.empty:  # nothing was ever counted here: one row of no data tells how many desa there are
        trend = trends_of(store, [code], indicator.key, segment, until=as_of)
    counted = trend.loc[trend["counted"] > 0, "as_of"]
    last = trend.iloc[-1] if len(trend) else None
    desa = 0 if last is None else int(last["desa"])
    return IndicatorProfile(
        indicator=indicator,
        segment=segment,
        applies=last is None or desa > 0,
        as_of=str(counted.iloc[-1]) if len(counted) else None,
        numerator=float("nan") if last is None else float(last["numerator"]),
        denominator=float("nan") if last is None else float(last["denominator"]),
        rate=float("nan") if last is None else float(last["rate"]),
        desa=desa,
        desa_with_data=0 if last is None else int(last["desa_with_data"]),
        is_simulated=last is not None
        and rolled_up(store, indicator, segment, str(last["as_of"])).row(code)["is_simulated"],
        rank=None if last is None else _rank(store, tree, code, indicator, segment, str(last["as_of"])),
        trend=trend,
    )


def _rank(store: Store, tree: AreaTree, code: str, indicator: Indicator, segment: str, date: str) -> Rank | None:
    if code == COUNTRY:
        return None
    siblings = tree.areas.index[tree.areas["parent_code"] == tree.areas.at[code, "parent_code"]]
    figures = trends_of(store, list(siblings), indicator.key, segment, dates=[date])
    figures = figures[figures["desa"] > 0].set_index("code")
    return rank_among(figures["rate"] * indicator.sign, code)


def rank_among(rates: pd.Series, code: str) -> Rank:
    """Place of ``code`` among ``rates`` (by code, the higher the better, NaN without data); equal rates share the better place."""
    known = rates.dropna()
    if code not in known.index:
        return Rank(None, len(known), 0, len(rates))
    own = known[code]
    return Rank(1 + int((known > own).sum()), len(known), int((known == own).sum()) - 1, len(rates))
