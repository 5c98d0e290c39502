"""Trips: which chosen desa a team visits together, in which order, from and back to its office.

Every desa belongs to the office nearest to it. Distances are great circles times a road factor: no road network stands
behind them, and every plan says so. The default search does not depend on the clock: the same input gives the same
trips.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from typing import Any

import numpy as np
import pandas as pd

from ucjmap.errors import N_, UsageError
from ucjmap.outreach.distance import Floats, distance_matrix_km, nearest_office
from ucjmap.outreach.routing import TripLimits, check_limits, find_routes
from ucjmap.schema import Progress, no_progress

#: For more desa of one office no trips are found in time, and the distances alone fill the memory.
MOST_FROM_ONE_OFFICE = 2500
STOP_COLUMNS = ("trip", "order", "code", "name", "office", "lon", "lat", "leg_km", "total_km", "hours")
TRIP_COLUMNS = ("trip", "office", "stops", "km", "hours", "km_back")

#: Why a desa is on no trip, for people.
LEFT_OUT_REASONS = {
    "no_point": N_("No position is known."),
    "too_far": N_("Out and back alone is more than one trip may take."),
    "no_time": N_("No trip was found in the time allowed."),
}


@dataclass(frozen=True)
class TripPlan:
    """Trips, and the limits that they keep.

    ``stops`` has one row a visit (``STOP_COLUMNS``): leg_km is the road from the stop before (the office first),
    total_km and hours count from the office, the time spent in the desa included. ``trips`` has one row a trip
    (``TRIP_COLUMNS``), km and hours with the way back. ``left_out`` has one row a desa on no trip: code, name, reason.
    """

    stops: pd.DataFrame
    trips: pd.DataFrame
    left_out: pd.DataFrame
    limits: TripLimits

    @property
    def total_km(self) -> float:
        """Road of all trips."""
        return float(self.trips["km"].sum())


def plan_trips(
    desa: pd.DataFrame,
    offices: pd.DataFrame,
    limits: TripLimits,
    *,
    time_limit_s: float = 15.0,
    improve_s: float = 0.0,
    progress: Progress = no_progress,
) -> TripPlan:
    """Group desa into trips and order their stops.

    Parameters
    ----------
    desa
        One row is one desa, indexed by code: name, lon, lat, and adm3 for trips within a kecamatan.
    offices
        One row is one office: name, lon, lat.
    limits
        What a team manages on one trip.
    time_limit_s
        Bound on the search of all trips together; it ends by itself long before for a few hundred desa.
    improve_s
        Seconds of guided local search afterwards, for all trips together. Its result depends on the speed of the
        machine.
    progress
        Called before each start of the search with the number of desa planned so far; may raise to stop.

    Raises
    ------
    UsageError
        There is no office, a limit cannot be used, or one office has too many desa.
    """
    check_limits(limits)
    if offices.empty:
        raise UsageError(
            "no_office", N_("No office is given for the trips to start from."), N_("Give a name and a position.")
        )
    nearest = nearest_office(desa, offices)
    wanted = desa.sort_index().drop(columns=nearest.columns, errors="ignore").join(nearest)
    reasons = _reasons_to_leave_out(wanted, limits)
    kept = wanted[reasons == ""]
    share = {"time_limit_s": time_limit_s / max(1, len(kept)), "improve_s": improve_s / max(1, len(kept))}
    stops: list[pd.DataFrame] = []
    trips: list[dict[str, Any]] = []
    planned = 0
    groups = list(_groups(kept, limits))
    _check_sizes(groups)
    for group in groups:
        office = offices.iloc[int(group["office_row"].iloc[0])]
        seconds = {key: value * len(group) for key, value in share.items()}
        roads = _roads_km(group, office, limits)
        begun = partial(_tell, progress, planned, len(group), len(kept))
        routes = find_routes(roads, limits, **seconds, begun=begun)
        planned += len(group)
        if routes is None:
            reasons.loc[group.index] = "no_time"
            continue
        for route in sorted(_outward(route, roads) for route in routes if route):
            visits = _visits(len(trips) + 1, group, roads, route, limits)
            stops.append(visits)
            trips.append(_trip(visits, roads[route[-1], 0], limits))
    left = wanted.loc[reasons != "", ["name"]].assign(reason=reasons[reasons != ""])
    return TripPlan(
        stops=pd.concat(stops, ignore_index=True) if stops else pd.DataFrame(columns=list(STOP_COLUMNS)),
        trips=pd.DataFrame(trips, columns=list(TRIP_COLUMNS)),
        left_out=left.rename_axis("code").reset_index(),
        limits=limits,
    )


def _check_sizes(groups: list[pd.DataFrame]) -> None:
    largest = max(groups, key=len, default=None)
    if largest is not None and len(largest) > MOST_FROM_ONE_OFFICE:
        raise UsageError(
            "too_many_for_trips",
            N_("{count} desa belong to the office {office}: more than {most} cannot be planned at once."),
            N_("Choose fewer desa, give more offices, or keep each trip inside one kecamatan."),
            count=len(largest),
            office=largest["office"].iloc[0],
            most=MOST_FROM_ONE_OFFICE,
        )


def _tell(progress: Progress, planned: int, here: int, total: int, share: float) -> None:
    progress(round(planned + share * here), total, "")


def _reasons_to_leave_out(wanted: pd.DataFrame, limits: TripLimits) -> pd.Series:
    there = wanted["distance_km"] * limits.road_factor
    hours = 2 * there / limits.speed_kmh + limits.stop_hours
    too_far = (2 * there > (limits.max_km or np.inf)) | (hours > (limits.max_hours or np.inf))
    reasons = pd.Series("", index=wanted.index, dtype=object).mask(too_far, "too_far")
    return reasons.mask(wanted["office_row"] < 0, "no_point")


def _groups(kept: pd.DataFrame, limits: TripLimits) -> Iterator[pd.DataFrame]:
    keys = ["office_row", "adm3"] if limits.within_kecamatan else ["office_row"]
    for _, group in kept.groupby(keys, sort=True, observed=True):
        yield group


def _roads_km(group: pd.DataFrame, office: pd.Series, limits: TripLimits) -> Floats:
    lon = np.append(float(office["lon"]), group["lon"].to_numpy(dtype=float))
    lat = np.append(float(office["lat"]), group["lat"].to_numpy(dtype=float))
    return distance_matrix_km(lon, lat) * limits.road_factor


def _outward(route: list[int], roads: Floats) -> list[int]:
    """The round trip in the direction that reaches the nearer end first."""
    return route if roads[0, route[0]] <= roads[0, route[-1]] else route[::-1]


def _visits(number: int, group: pd.DataFrame, roads: Floats, route: list[int], limits: TripLimits) -> pd.DataFrame:
    rows = group.iloc[np.array(route) - 1]
    legs = roads[[0, *route[:-1]], route]
    total = np.cumsum(legs)
    order = np.arange(1, len(route) + 1)
    visits = rows.assign(
        trip=number,
        order=order,
        code=rows.index,
        leg_km=legs,
        total_km=total,
        hours=total / limits.speed_kmh + order * limits.stop_hours,
    )
    return visits[list(STOP_COLUMNS)]


def _trip(visits: pd.DataFrame, km_back: float, limits: TripLimits) -> dict[str, Any]:
    last = visits.iloc[-1]
    return {
        "trip": last["trip"],
        "office": last["office"],
        "stops": len(visits),
        "km": last["total_km"] + km_back,
        "hours": last["hours"] + km_back / limits.speed_kmh,
        "km_back": km_back,
    }
