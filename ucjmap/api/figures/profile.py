"""All that is known of one area, its neighbours, and the joint figures of several areas."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
import shapely

from ucjmap.api.areas import AreaTree, area_tree, remember
from ucjmap.api.figures.definitions import load_indicators
from ucjmap.api.figures.rollups import list_dates, rolled_up
from ucjmap.api.figures.targets_in_force import target_in_force
from ucjmap.api.figures.trends import area_trend, trends_of
from ucjmap.codes import COUNTRY, Level
from ucjmap.errors import N_, UsageError
from ucjmap.indicators import Gap, Indicator, measure_gap
from ucjmap.schema import ALL_SEGMENTS
from ucjmap.store import Store, read_geometry

#: Borders of two editions never meet exactly: areas closer than about a hundred metres count as touching.
_TOUCH_DEGREES = 0.001
_NEIGHBOURS_KEPT = 4000


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
    editions, is_model = tree.drawn_from(code, "adm1" if code == COUNTRY else level)
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


def neighbours(store: Store, code: str) -> pd.DataFrame:
    """Areas of the same level whose polygon touches that of an area.

    Areas closer than about a hundred metres count as touching, so that a river or two editions do not part neighbours.

    Returns
    -------
    pandas.DataFrame
        One row is one area, by code: code, name, parent_code, parent (its name). Empty for the country and for an area
        without a polygon.

    Raises
    ------
    UsageError
        Unknown area.
    """
    tree = area_tree(store)
    tree.level(code)
    known: dict[str, list[str]] = remember(store, "neighbours", dict)
    if code not in known:
        if len(known) >= _NEIGHBOURS_KEPT:
            known.clear()
        known[code] = [] if code == COUNTRY else _touching(store, tree, code)
    touching = tree.areas.loc[known[code], ["code", "name", "parent_code"]]
    return touching.assign(parent=[tree.name(parent) for parent in touching["parent_code"]]).reset_index(drop=True)


def _touching(store: Store, tree: AreaTree, code: str) -> list[str]:
    own = tree.areas.loc[code]
    if pd.isna(own["west"]):
        return []
    around = tree.areas[tree.areas["level"] == own["level"]]
    near = (around["west"] <= own["east"] + _TOUCH_DEGREES) & (around["east"] >= own["west"] - _TOUCH_DEGREES)
    near &= (around["south"] <= own["north"] + _TOUCH_DEGREES) & (around["north"] >= own["south"] - _TOUCH_DEGREES)
    around = around[near]
    with store.reading() as connection:
        shapes = read_geometry(connection, around, overview=own["level"] == "adm1")
    geometries = shapely.from_wkb(shapes["geometry"].to_numpy(dtype=object))
    codes = shapes["code"].to_numpy(dtype=object)
    tree_of_shapes = shapely.STRtree(geometries)
    target = geometries[np.flatnonzero(codes == code)[0]]
    places = tree_of_shapes.query(target, predicate="dwithin", distance=_TOUCH_DEGREES)
    return sorted(set(codes[places]) - {code})


@dataclass(frozen=True)
class JointFigures:
    """Figures of several areas taken together.

    ``codes`` are the areas that were added up; ``inside`` pairs an area that was left out with the selected one that
    contains it, so that nobody is counted twice. ``without_data`` are areas of ``codes`` that add nothing.
    ``figures`` has one row an area of ``codes`` (code, name, numerator, denominator, rate, desa, desa_with_data).
    """

    codes: tuple[str, ...]
    inside: tuple[tuple[str, str], ...]
    without_data: tuple[str, ...]
    as_of: str | None
    numerator: float
    denominator: float
    rate: float
    desa: int
    desa_with_data: int
    gap: Gap | None
    figures: pd.DataFrame


def joint_figures(
    store: Store,
    codes: Sequence[str],
    indicator: str,
    segment: str = ALL_SEGMENTS,
    *,
    as_of: str | None = None,
    target: str | None = None,
) -> JointFigures:
    """Sums of counts over several areas, and their rate; never an average of rates.

    Areas inside another selected one are left out and named. The gap is measured to the target in force for the nearest
    area that all of them lie in.

    Parameters
    ----------
    codes
        Areas of any level, in any order.
    as_of
        ISO date; None is the newest on which anything in the provinces of the areas was counted.
    target
        ``"YEAR@ISSUER"``, as a visitor chose it; None is the target in force.

    Raises
    ------
    UsageError
        No area, or an unknown area or indicator.
    """
    tree = area_tree(store)
    if not codes:
        raise UsageError("no_areas", N_("No area is selected."), N_("Choose at least one area."))
    outer, inside = separate(list(dict.fromkeys(codes)), tree)
    date = as_of or max((list_dates(store, indicator, code, segment) or [""])[-1] for code in outer)
    figures = trends_of(store, outer, indicator, segment, until=date)
    figures = figures.drop_duplicates("code", keep="last")
    known = figures[figures["rate"].notna()]
    numerator, denominator = float(known["numerator"].sum()), float(known["denominator"].sum())
    has_data = denominator > 0
    common = _common_area(tree, outer)
    aim = target_in_force(store, common, indicator, segment, year=int(date[:4]) if date else None, key=target)
    return JointFigures(
        codes=tuple(outer),
        inside=tuple(inside),
        without_data=tuple(code for code in outer if code not in set(known["code"])),
        as_of=date or None,
        numerator=numerator if has_data else float("nan"),
        denominator=denominator if has_data else float("nan"),
        rate=numerator / denominator if has_data else float("nan"),
        desa=int(figures["desa"].sum()),
        desa_with_data=int(figures["desa_with_data"].sum()),
        gap=measure_gap(aim, numerator, denominator) if aim else None,
        figures=figures.assign(name=[tree.name(code) for code in figures["code"]])[
            ["code", "name", "numerator", "denominator", "rate", "desa", "desa_with_data"]
        ].reset_index(drop=True),
    )


def separate(codes: Sequence[str], tree: AreaTree) -> tuple[list[str], list[tuple[str, str]]]:
    """Areas that lie in none of the others, and those that do, each with the outermost selected one around it."""
    chosen = set(codes)
    outer, inside = [], []
    for code in codes:
        around = next((above for above in tree.path(code)[:-1] if above in chosen), None)
        if around is None:
            outer.append(code)
        else:
            inside.append((code, around))
    return outer, inside


def _common_area(tree: AreaTree, codes: Sequence[str]) -> str:
    """The nearest area that all of ``codes`` lie in; one code is its own."""
    common = COUNTRY
    for step in zip(*(tree.path(code) for code in codes), strict=False):
        if len(set(step)) > 1:
            break
        common = step[0]
    return common
