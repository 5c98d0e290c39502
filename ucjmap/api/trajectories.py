"""Targets of an area, the way to them, and the areas of a level in the order of what is still to be done."""

import math
from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np
import pandas as pd

from ucjmap.api.areas import area_tree
from ucjmap.api.figures import targets_of
from ucjmap.api.trends import TREND_COLUMNS, area_trend, child_trends
from ucjmap.codes import COUNTRY, LEVELS, Level
from ucjmap.errors import N_, UsageError
from ucjmap.indicators import Gap, choose_target, gap_to_target
from ucjmap.indicators.trajectory import Pace, Trajectory, fit_paces, project, usable_dates
from ucjmap.schema import ALL_SEGMENTS
from ucjmap.store import Store

OTHER_DENOMINATOR = N_("Its denominator is another one, or is not stated, so that no gap to it can be measured.")
OTHER_SEGMENT = N_("It is for all segments together, not for this segment.")


@dataclass(frozen=True)
class TargetChoice:
    """A target that can be chosen for an area: its own, or one of an area that it lies in.

    ``key`` is ``YEAR@ISSUER``. ``reason`` says why no gap is measured to it (key of the catalogue), empty where one is.
    """

    key: str
    unit_code: str
    unit_name: str
    issuer: str
    year: int
    rate: float
    reason: str
    source: str
    inherited: bool

    @property
    def is_comparable(self) -> bool:
        """Whether a gap to it is measured."""
        return not self.reason


@dataclass(frozen=True)
class AreaTrajectory:
    """Where an area stands, to which target, and on which way. ``gap`` and ``way`` are None without data or target."""

    code: str
    name: str
    numerator: float
    denominator: float
    rate: float
    newest: str | None
    pace: Pace | None
    target: TargetChoice | None
    gap: Gap | None
    way: Trajectory | None


def target_key(year: int, issuer: str) -> str:
    """The word by which a target is named in an address."""
    return f"{year}@{issuer}"


def area_targets(store: Store, code: str, indicator: str, segment: str = ALL_SEGMENTS) -> list[TargetChoice]:
    """Targets that can be chosen for an area, by year and issuer; of two with the same, the nearest area's."""
    tree = area_tree(store)
    tree.level(code)
    targets = targets_of(store)
    targets = targets[targets["indicator"] == indicator]
    found: dict[str, TargetChoice] = {}
    for above in reversed(tree.path(code)):
        for row in targets[targets["unit_code"] == above].to_dict("records"):
            choice = _choice(row, tree.name(above), segment, inherited=above != code)
            found.setdefault(choice.key, choice)
    return sorted(found.values(), key=lambda choice: (choice.year, choice.issuer))


def _choice(row: dict[str, Any], unit_name: str, segment: str, *, inherited: bool) -> TargetChoice:
    reason = "" if row["comparable"] else OTHER_DENOMINATOR
    return TargetChoice(
        key=target_key(int(row["year"]), row["issuer"]),
        unit_code=row["unit_code"],
        unit_name=unit_name,
        issuer=row["issuer"],
        year=int(row["year"]),
        rate=float(row["rate"]),
        reason=reason or ("" if segment == ALL_SEGMENTS else OTHER_SEGMENT),
        source=row["source"],
        inherited=inherited,
    )


def default_target(
    store: Store, code: str, indicator: str, segment: str = ALL_SEGMENTS, *, year: int
) -> TargetChoice | None:
    """The target that applies by rule (``indicators.choose_target``), or None."""
    path = area_tree(store).path(code)[::-1]
    row = choose_target(targets_of(store), path, indicator, year) if segment == ALL_SEGMENTS else None
    if row is None:
        return None
    return _choice(row, area_tree(store).name(row["unit_code"]), segment, inherited=row["unit_code"] != code)


def find_target(
    store: Store, code: str, indicator: str, segment: str = ALL_SEGMENTS, *, target: str | None, year: int
) -> TargetChoice | None:
    """The target named ``target`` (``YEAR@ISSUER``), or by rule where that is None.

    Raises
    ------
    UsageError
        The area has no target of that name.
    """
    if target is None:
        return default_target(store, code, indicator, segment, year=year)
    choices = {choice.key: choice for choice in area_targets(store, code, indicator, segment)}
    if target not in choices:
        raise UsageError(
            "unknown_target",
            N_("The area {code} has no target {target}."),
            N_("Choose one of: {known}."),
            code=code,
            target=target,
            known=", ".join(choices) or "–",
        )
    return choices[target]


def area_trajectory(
    store: Store,
    code: str,
    indicator: str,
    segment: str = ALL_SEGMENTS,
    *,
    target: str | None = None,
    as_of: str | None = None,
) -> AreaTrajectory:
    """Where an area stands at ``as_of`` (newest date, if None) and when its present pace reaches a target.

    Raises
    ------
    UsageError
        Unknown area or indicator, or a target that the area does not have.
    """
    trend = area_trend(store, code, indicator, segment, as_of=as_of)
    chosen = find_target(store, code, indicator, segment, target=target, year=_year(trend, as_of))
    (standing,) = _standings(trend) or [Standing()]
    return _assess(code, area_tree(store).name(code), standing, chosen)


def _year(trend: pd.DataFrame, as_of: str | None) -> int:
    date = as_of or (trend["as_of"].iloc[-1] if len(trend) else "")
    return int(date[:4]) if date else 0


@dataclass(frozen=True)
class Standing:
    """The last figure of an area and the pace that led to it; NaN and None without data."""

    numerator: float = math.nan
    denominator: float = math.nan
    rate: float = math.nan
    newest: str | None = None
    pace: Pace | None = None


def _standings(trend: pd.DataFrame) -> list[Standing]:
    """Standing of each area of a trend, in its order."""
    dates = list(trend["as_of"].unique())
    if not dates:
        return []
    arrays = {name: trend[name].to_numpy().reshape(-1, len(dates)) for name in TREND_COLUMNS[2:9]}
    rates, counted = arrays["rate"], arrays["counted"]
    paces = fit_paces(dates, rates, usable_dates(rates, counted, arrays["desa_with_data"]))
    newest = [dates[place] for place in len(dates) - 1 - (counted[:, ::-1] > 0).argmax(axis=1)]
    last = zip(*(arrays[name][:, -1].tolist() for name in ("numerator", "denominator", "rate")), strict=True)
    return [
        Standing(numerator, denominator, rate, date if has_counts else None, pace)
        for (numerator, denominator, rate), date, has_counts, pace in zip(
            last, newest, counted.any(axis=1), paces, strict=True
        )
    ]


def _assess(code: str, name: str, standing: Standing, target: TargetChoice | None) -> AreaTrajectory:
    gap = way = None
    if target is not None and target.is_comparable:
        gap = gap_to_target(standing.numerator, standing.denominator, target.rate)
        way = project(standing.rate, standing.newest, standing.pace, target.rate, target.year)
    return AreaTrajectory(code=code, name=name, target=target, gap=gap, way=way, **standing.__dict__)


def rank_trajectories(
    store: Store,
    code: str,
    level: Level,
    indicator: str,
    segment: str = ALL_SEGMENTS,
    *,
    target: str | None = None,
    as_of: str | None = None,
) -> pd.DataFrame:
    """Areas of ``level`` inside ``code``, those with the longest way first.

    One row is one area, by code: name, rate, target, issuer, year, points, people (gap), pace and the number of dates
    that it rests on, needed (a year), arrives and years_late (exact, to sort by), arrival (as it is told), state
    (``trajectory.State``, ``no_target`` without one), and place. ``target`` is one of ``code``; None
    takes for each area the target that applies to it. First come areas that never arrive, then by years late, then by
    the pace needed; those that have arrived, have no data or no target come last and have no place.
    """
    trend = child_trends(store, code, level, indicator, segment, as_of=as_of)
    children = area_tree(store).below(code, level)
    year = _year(trend, as_of)
    shared = find_target(store, code, indicator, segment, target=target, year=year) if target else None
    with_targets = set(targets_of(store)["unit_code"])

    @cache
    def by_rule(nearest: str) -> TargetChoice | None:
        return default_target(store, nearest, indicator, segment, year=year)

    above = children[list(LEVELS[: LEVELS.index(level) + 1])].to_numpy(dtype=object)
    standings = _standings(trend) or [Standing()] * len(children)
    rows = []
    for child, name, line, standing in zip(children["code"], children["name"], above, standings, strict=True):
        # Areas without a target of their own share the one above: looked up once, not once a desa.
        chosen = shared or by_rule(next((each for each in line[::-1] if each in with_targets), COUNTRY))
        rows.append(_ranking_row(_assess(child, name, standing, chosen)))
    return _in_order(pd.DataFrame(rows, columns=list(RANKING_COLUMNS)))


RANKING_COLUMNS = (
    "code",
    "name",
    "rate",
    "target",
    "issuer",
    "year",
    "points",
    "people",
    "pace",
    "dates",
    "needed",
    "arrives",
    "arrival",
    "years_late",
    "state",
)
_OPEN_STATES = ("never", "far", "late", "on_track", "no_pace")


def _ranking_row(found: AreaTrajectory) -> dict[str, Any]:
    target, gap, way = found.target, found.gap, found.way
    return {
        "code": found.code,
        "name": found.name,
        "rate": found.rate,
        "target": target.rate if target else np.nan,
        "issuer": target.issuer if target else None,
        "year": target.year if target else None,
        "points": gap.points if gap else np.nan,
        "people": gap.people if gap else np.nan,
        "pace": found.pace.per_year if found.pace else np.nan,
        "dates": found.pace.dates if found.pace else np.nan,
        "needed": np.nan if way is None or way.needed is None else way.needed,
        "arrives": way.arrives if way else None,
        "arrival": way.arrival if way else None,
        "years_late": np.nan if way is None or way.years_late is None else way.years_late,
        "state": way.state if way else "no_target",
    }


def _in_order(areas: pd.DataFrame) -> pd.DataFrame:
    order = areas["state"].map({"never": 0, "far": 1}).fillna(2).where(areas["state"].isin(_OPEN_STATES), 3)
    sortable = areas.assign(_order=order, _gap=areas["points"].fillna(0))
    sortable = sortable.sort_values(
        ["_order", "years_late", "needed", "_gap", "code"], ascending=[True, False, False, False, True]
    )
    is_open = sortable["state"].isin(_OPEN_STATES)
    ordered = sortable.drop(columns=["_order", "_gap"]).assign(place=is_open.cumsum().where(is_open))
    return ordered.set_index("code", drop=False).rename_axis(None)
