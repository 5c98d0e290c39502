"""Routes of one office within limits: OR-Tools chooses which stops go together, and in which order."""

from collections.abc import Callable
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np

from ucjmap.errors import N_, UsageError
from ucjmap.outreach.distance import Floats

_STARTS = ("PARALLEL_CHEAPEST_INSERTION", "PATH_CHEAPEST_ARC", "SAVINGS")
_MOST_FACTOR = 10


@dataclass(frozen=True)
class TripLimits:
    """What a team manages on one trip; None is no limit.

    ``road_factor`` times the great circle is the road, ``speed_kmh`` the average on it, ``stop_hours`` the time in a
    desa. ``within_kecamatan`` keeps a trip inside one kecamatan.
    """

    max_stops: int = 8
    max_km: float | None = None
    max_hours: float | None = None
    road_factor: float = 1.4
    speed_kmh: float = 30.0
    stop_hours: float = 1.0
    within_kecamatan: bool = False


def check_limits(limits: TripLimits) -> None:
    """Refuse limits with which no trip can be made.

    Raises
    ------
    UsageError
        A limit of zero or below, or a road that is shorter than the straight line.
    """
    numbers = {key: value for key, value in asdict(limits).items() if value is not None and key != "stop_hours"}
    numbers.pop("within_kecamatan")
    bad = [key for key, value in numbers.items() if not 0 < value < np.inf]
    bad += [key for key in ("road_factor",) if not 1 <= limits.road_factor <= _MOST_FACTOR]
    bad += ["stop_hours"] if not 0 <= limits.stop_hours < np.inf else []
    if bad:
        raise UsageError(
            "bad_trip_limits",
            N_("The limit {name} of the trips cannot be used: {value}."),
            N_("Give a number above 0; the road factor is 1 to 10."),
            name=bad[0],
            value=getattr(limits, bad[0]),
        )


def find_routes(
    roads: Floats, limits: TripLimits, *, time_limit_s: float, improve_s: float, begun: Callable[[float], None]
) -> list[list[int]] | None:
    """Routes as positions of stops (1 is the first desa), or None if there was no time to find any."""
    count = len(roads) - 1
    if count == 1:
        return [[1]]
    best: tuple[float, list[list[int]]] | None = None
    for vehicles in dict.fromkeys((_enough(count, limits), count)):
        problem = _Problem(roads, limits, vehicles)
        for number, start in enumerate(_STARTS):
            begun(number / len(_STARTS))
            # The solver needs at least a second to finish a start at all.
            attempt = problem.solve(start, max(1.0, time_limit_s / len(_STARTS)))
            best = min((plan for plan in (best, attempt) if plan), key=lambda plan: plan[0], default=None)
        if best and improve_s > 0:
            best = min(best, problem.improve(best[1], improve_s), key=lambda plan: plan[0])
        if best:
            return best[1]
    return None


def _enough(count: int, limits: TripLimits) -> int:
    """Trips that the solver may use at first: a few more than the stops alone require."""
    fewest = -(-count // limits.max_stops)
    return min(count, fewest + 2 if limits.max_km is None and limits.max_hours is None else 2 * fewest + 5)


class _Problem:
    """A routing problem of OR-Tools: whole metres and seconds, because it counts in integers."""

    def __init__(self, roads: Floats, limits: TripLimits, vehicles: int) -> None:
        from ortools.constraint_solver import pywrapcp

        count = len(roads) - 1
        self._pywrapcp = pywrapcp
        self._manager = pywrapcp.RoutingIndexManager(count + 1, vehicles, 0)
        self._model = pywrapcp.RoutingModel(self._manager)
        metres = np.rint(roads * 1000).astype(np.int64)
        by_metres = self._model.RegisterTransitMatrix(metres.tolist())
        self._model.SetArcCostEvaluatorOfAllVehicles(by_metres)
        stops = self._model.RegisterUnaryTransitVector([0] + [1] * count)
        self._model.AddDimension(stops, 0, min(limits.max_stops, count), True, "stops")
        if limits.max_km is not None:
            self._model.AddDimension(by_metres, 0, int(limits.max_km * 1000), True, "metres")
        if limits.max_hours is not None:
            seconds = np.rint(roads / limits.speed_kmh * 3600).astype(np.int64)
            seconds[:, 1:] += round(limits.stop_hours * 3600)
            by_seconds = self._model.RegisterTransitMatrix(seconds.tolist())
            self._model.AddDimension(by_seconds, 0, int(limits.max_hours * 3600), True, "seconds")

    def _parameters(self, seconds: float) -> Any:
        parameters = self._pywrapcp.DefaultRoutingSearchParameters()
        parameters.time_limit.FromMilliseconds(int(seconds * 1000))
        return parameters

    def solve(self, start: str, seconds: float) -> tuple[float, list[list[int]]] | None:
        """Metres and routes of a local optimum, or None."""
        from ortools.constraint_solver import routing_enums_pb2

        parameters = self._parameters(seconds)
        parameters.first_solution_strategy = getattr(routing_enums_pb2.FirstSolutionStrategy, start)
        parameters.local_search_metaheuristic = routing_enums_pb2.LocalSearchMetaheuristic.GREEDY_DESCENT
        return self._read(self._model.SolveWithParameters(parameters))

    def improve(self, routes: list[list[int]], seconds: float) -> tuple[float, list[list[int]]]:
        """Metres and routes after guided local search from ``routes``."""
        from ortools.constraint_solver import routing_enums_pb2

        parameters = self._parameters(seconds)
        parameters.local_search_metaheuristic = routing_enums_pb2.LocalSearchMetaheuristic.GUIDED_LOCAL_SEARCH
        start = self._model.ReadAssignmentFromRoutes(routes, True)
        improved = self._read(self._model.SolveFromAssignmentWithParameters(start, parameters))
        return improved if improved else (np.inf, routes)

    def _read(self, solution: Any) -> tuple[float, list[list[int]]] | None:
        if solution is None:
            return None
        routes = []
        for vehicle in range(self._manager.GetNumberOfVehicles()):
            route, index = [], solution.Value(self._model.NextVar(self._model.Start(vehicle)))
            while not self._model.IsEnd(index):
                route.append(self._manager.IndexToNode(index))
                index = solution.Value(self._model.NextVar(index))
            routes.append(route)
        return float(solution.ObjectiveValue()), routes
