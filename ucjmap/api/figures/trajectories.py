"""The way of an area to its target, and the areas of a level by how far they still have to go."""

import math
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from ucjmap.api.areas import area_tree
from ucjmap.api.figures.targets_in_force import TargetChoice, find_choice, targets_in_force
from ucjmap.api.figures.trends import TREND_COLUMNS, area_trend, child_trends, trend_origin
from ucjmap.codes import Level
from ucjmap.indicators import (
    Gap,
    Pace,
    Target,
    Trajectory,
    fit_paces,
    measure_gap,
    measure_gaps,
    project,
    target_year,
    usable_dates,
)
from ucjmap.schema import ALL_SEGMENTS
from ucjmap.store import Store


@dataclass(frozen=True)
class AreaTrajectory:
    """Where an area stands, which target it is measured to, and when it gets there.

    ``oldest`` and ``newest`` are the ISO dates of the counts behind the figure, None without data.
    ``gap`` and ``way`` are None without data or target.
    """

    code: str
    name: str
    numerator: float
    denominator: float
    rate: float
    oldest: str | None
    newest: str | None
    pace: Pace | None
    target: TargetChoice | None
    gap: Gap | None
    way: Trajectory | None


def area_trajectory(
    store: Store,
    code: str,
    indicator: str,
    segment: str = ALL_SEGMENTS,
    *,
    target: str | None = None,
    as_of: str | None = None,
) -> AreaTrajectory:
    """Where an area stands and when its present pace reaches a target.

    Parameters
    ----------
    target
        ``"YEAR@ISSUER"`` of one that the area has (``area_targets``); None is the one in force.
    as_of
        ISO date of the figures; None is the newest.

    Raises
    ------
    UsageError
        Unknown area or indicator, or a target that the area does not have.
    """
    trend = area_trend(store, code, indicator, segment, as_of=as_of)
    choice = find_choice(store, code, indicator, segment, key=target, year=_aim_year(trend, as_of))
    (standing,) = _standings(trend) or [Standing()]
    comparable = choice.target if choice and choice.is_comparable else None
    return AreaTrajectory(
        code=code,
        name=area_tree(store).name(code),
        oldest=trend_origin(store, trend.tail(1), indicator, segment)["oldest"],
        target=choice,
        gap=None if comparable is None else measure_gap(comparable, standing.numerator, standing.denominator),
        way=_way(standing, comparable),
        **standing.__dict__,
    )


def _aim_year(trend: pd.DataFrame, as_of: str | None) -> int | None:
    """The year whose targets count for the last figures of a trend; None where nothing was ever counted."""
    return target_year(as_of or (trend["as_of"].iloc[-1] if len(trend) else None))


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


def _way(standing: Standing, target: Target | None) -> Trajectory | None:
    if target is None:
        return None
    return project(standing.rate, standing.newest, standing.pace, target.rate, target.year, sign=target.sign)


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
    """Areas of ``level`` inside ``code``, those with the longest way to their target first.

    Parameters
    ----------
    target
        ``"YEAR@ISSUER"`` of one that ``code`` has: each area is then measured to the one of that name. None is the
        target in force for each.
    as_of
        ISO date of the figures; None is the newest.

    Returns
    -------
    pandas.DataFrame
        One row is one area, by code: name, rate, target, issuer, year, points and people (the gap), pace (a year) and
        the number of dates that it rests on, needed (a year), arrives and years_late (exact, to sort by), arrival (as
        it is told), state (``trajectory.State``, ``no_target`` without one), and place. Rates, points and paces are
        fractions. First come areas that never arrive, then by years late, then by the pace needed; those that have
        arrived, have no data or no target come last and have no place.

    Raises
    ------
    UsageError
        Unknown area or indicator, a level that is not below the area, or a target that it does not have.
    """
    trend = child_trends(store, code, level, indicator, segment, as_of=as_of)
    year = _aim_year(trend, as_of)
    find_choice(store, code, indicator, segment, key=target, year=year)  # refuses the name of no target
    tree = area_tree(store)
    places = tree.places_below(code, level)
    in_force = targets_in_force(store, indicator, segment, year=year, key=target)
    standings = _standings(trend) or [Standing()] * len(places)
    ways = [_ranking_row(*row) for row in zip(standings, in_force.of(places), strict=True)]
    rows = pd.DataFrame(ways, columns=list(RANKING_COLUMNS))
    counts = ([getattr(standing, name) for standing in standings] for name in ("numerator", "denominator"))
    rows["points"], rows["people"] = measure_gaps(in_force.rates(places), *counts, sign=in_force.sign)
    rows["code"], rows["name"] = (tree.texts(column)[places] for column in ("code", "name"))
    return _in_order(rows)


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


def _ranking_row(standing: Standing, target: Target | None) -> dict[str, Any]:
    way = _way(standing, target)
    return {
        "rate": standing.rate,
        "target": target.rate if target else np.nan,
        "issuer": target.issuer if target else None,
        "year": target.year if target else None,
        "pace": standing.pace.per_year if standing.pace else np.nan,
        "dates": standing.pace.dates if standing.pace else np.nan,
        "needed": np.nan if way is None or way.needed is None else way.needed,
        "arrives": way.arrives if way else None,
        "arrival": way.arrival if way else None,
        "years_late": np.nan if way is None or way.years_late is None else way.years_late,
        "state": way.state if way else "no_target",
    }


def _in_order(areas: pd.DataFrame) -> pd.DataFrame:
    order = areas["state"].map({"never": 0, "far": 1}).fillna(2).where(areas["state"].isin(_OPEN_STATES), 3)
    sortable = areas.assign(_order=order, _gap=areas["points"].fillna(0), _needed=areas["needed"].abs())
    sortable = sortable.sort_values(
        ["_order", "years_late", "_needed", "_gap", "code"], ascending=[True, False, False, False, True]
    )
    is_open = sortable["state"].isin(_OPEN_STATES)
    ordered = sortable.drop(columns=["_order", "_gap", "_needed"]).assign(place=is_open.cumsum().where(is_open))
    return ordered.set_index("code", drop=False).rename_axis(None)
