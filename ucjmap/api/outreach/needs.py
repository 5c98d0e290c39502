"""What reaching a target takes in a place, and what a budget reaches there."""

import datetime as dt
from collections.abc import Mapping

from ucjmap.api.areas import area_tree
from ucjmap.api.figures import AreaValues, area_values, target_in_force
from ucjmap.api.outreach.simulations import level_inside, money_areas
from ucjmap.codes import Level, code_at
from ucjmap.errors import N_, UsageError
from ucjmap.indicators import Target
from ucjmap.outreach import Allocation, Fairness, Need, Premium, allocate_budget, need_for_target, place_idr
from ucjmap.store import Store

#: A target at most this many years older is used where there is no later one; its year is named.
_OLDEST_TARGET = 5


def target_to_reach(store: Store, code: str, year: int) -> Target | None:
    """The target of workers in force or, where none reaches so far ahead, the newest of the years before.

    Parameters
    ----------
    year
        Year by whose end it is to be reached; the five years before it are looked at too.

    Returns
    -------
    Target | None
        Its ``year`` may be an earlier one, which has to be said.

    Raises
    ------
    UsageError
        Unknown area.
    """
    years = range(year, year - _OLDEST_TARGET - 1, -1)
    return next(filter(None, (target_in_force(store, code, "ucj", year=passing) for passing in years)), None)


def need_of_area(
    store: Store,
    code: str,
    *,
    by: dt.date,
    premium: Premium,
    payers: Mapping[str, float],
    target_rate: float | None = None,
    target_people: int | None = None,
    as_of: str | None = None,
    today: dt.date | None = None,
) -> tuple[Need, AreaValues]:
    """What reaching a target takes in an area as a whole.

    Parameters
    ----------
    by
        Day by which it is to be reached.
    premium
        Of one person.
    payers
        Shares that add up to 1, by key of ``outreach.PAYERS``.
    target_rate
        A fraction. Without it and without ``target_people`` it is that of ``target_to_reach``.
    target_people
        A number of participants, in place of a rate.
    as_of
        ISO date: figures are the newest on or before it. None is the newest of all.
    today
        Months are counted from this day; None is the day on which it is asked.

    Returns
    -------
    need
        Of workers.
    values
        The figures that it was told from.

    Raises
    ------
    UsageError
        Unknown area, no data, no target or two, more participants than workers, or the date has passed.
    """
    values = area_values(store, code, level_inside(store, code), "ucj", as_of=as_of)
    if target_rate is None and target_people is None:
        aim = target_to_reach(store, code, by.year)
        if aim is None:
            raise UsageError(
                "no_target",
                N_("There is no target of {year} for {area}."),
                N_("Give a target rate or a number of participants."),
                year=by.year,
                area=area_tree(store).name(code),
            )
        target_rate = aim.rate
    known = values.area["denominator"] == values.area["denominator"]
    need = need_for_target(
        int(values.area["numerator"]) if known else 0,
        int(values.area["denominator"]) if known else 0,
        target_rate=target_rate,
        target_people=target_people,
        today=today or dt.date.today(),
        by=by,
        premium=premium,
        payers=payers,
    )
    return need, values


def allocate_outreach(
    store: Store,
    code: str,
    level: Level,
    budget_idr: int,
    premium: Premium,
    payers: Mapping[str, float],
    *,
    fairness: Fairness | None = None,
    as_of: str | None = None,
) -> tuple[Allocation, AreaValues]:
    """The best use of a budget among the areas of ``level`` inside ``code``.

    Parameters
    ----------
    budget_idr
        Whole rupiah.
    premium
        Of one worker.
    payers
        Shares that add up to 1, by key of ``outreach.PAYERS``.
    fairness
        Rules to keep; None is none. Groups of its ``most_of_budget`` are the kabupaten and kota (the areas themselves,
        at that level).
    as_of
        ISO date: figures are the newest on or before it. None is the newest of all.

    Returns
    -------
    allocation
        Who is covered where.
    values
        The figures that it was made from.

    Raises
    ------
    UsageError
        Unknown area or level, a budget that does not pay for the least share of every area, or a number that cannot be
        used.
    """
    areas, values = money_areas(store, code, level, as_of=as_of)
    areas = areas.assign(price_idr=place_idr(premium, payers), group=[code_at(area, "adm2") for area in areas.index])
    allocation = allocate_budget(areas, budget_idr, fairness)
    return allocation, values


def spread_need(
    store: Store,
    code: str,
    level: Level,
    need: Need,
    premium: Premium,
    payers: Mapping[str, float],
    *,
    as_of: str | None = None,
) -> Allocation | None:
    """Where the people of a need may be covered: the lowest rates first.

    Parameters
    ----------
    need
        Of the area ``code`` as a whole; its cost is the budget.
    premium, payers, as_of
        Those that the need was told with.

    Returns
    -------
    Allocation | None
        None where nobody is missing.

    Raises
    ------
    UsageError
        Unknown area or level.
    """
    if not need.people:
        return None
    rules = Fairness(lowest_first=True)
    return allocate_outreach(store, code, level, need.cost_idr, premium, payers, fairness=rules, as_of=as_of)[0]
