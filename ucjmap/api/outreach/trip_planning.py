"""Trips to some areas of a list, planned in a process of their own where there are many."""

from collections.abc import Collection
from functools import partial

from ucjmap.api.outreach.lists import OutreachList
from ucjmap.errors import N_, UsageError
from ucjmap.outreach import TripLimits, TripPlan, plan_trips, run_aside
from ucjmap.schema import Progress, no_progress

#: Up to so many the work is done sooner than another process would start.
_ASIDE_FROM_DESA = 60


def outreach_trips(
    listing: OutreachList,
    codes: Collection[str],
    limits: TripLimits,
    *,
    time_limit_s: float = 15.0,
    progress: Progress = no_progress,
    aside: bool = False,
) -> TripPlan:
    """Trips to some areas of a list from its offices.

    Parameters
    ----------
    codes
        Areas to go to; their order does not count.
    limits
        What a team manages on one trip.
    time_limit_s
        Bound in seconds on the search of all trips together.
    progress
        Told the areas whose trips are planned; may raise to stop.
    aside
        Whether to plan many in a process of its own, where a ``progress`` that raises stops them at once.

    Raises
    ------
    UsageError
        A code is not in the list, no office is given, or a limit cannot be used.
    RenderingError
        The process of its own died.
    """
    unknown = sorted(set(codes) - set(listing.areas.index))
    if unknown:
        raise UsageError(
            "not_in_list",
            N_("The area {code} is not in this list."),
            N_("Choose areas of the level and place that the list is about."),
            code=unknown[0],
        )
    desa = listing.areas.loc[sorted(codes), ["name", "lon", "lat", "adm3"]]
    if aside and len(desa) > _ASIDE_FROM_DESA:
        return run_aside(
            partial(plan_trips, time_limit_s=time_limit_s), desa, listing.offices, limits, progress=progress
        )
    return plan_trips(desa, listing.offices, limits, time_limit_s=time_limit_s, progress=progress)
