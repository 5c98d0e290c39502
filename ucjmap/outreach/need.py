"""What is needed to reach a target by a date: people, how many a month, and what that costs."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

from ucjmap.errors import N_, UsageError
from ucjmap.indicators import measure_gaps
from ucjmap.outreach.premium import Premium, place_idr, split_cost


@dataclass(frozen=True)
class Need:
    """What reaching a target takes: people, of whom ``per_month`` each month, what they cost, and the rates.

    ``goal`` is the number of participants at the target.
    """

    people: int
    goal: int
    per_month: int
    months_left: int
    cost_idr: int
    by_payer: dict[str, int]
    rate: float
    new_rate: float


def need_for_target(
    numerator: int,
    denominator: int,
    *,
    target_rate: float | None = None,
    target_people: int | None = None,
    today: dt.date,
    by: dt.date,
    premium: Premium,
    payers: Mapping[str, float],
) -> Need:
    """People still to be covered to reach a rate, or a number of participants, by a date, and what that costs.

    Parameters
    ----------
    numerator, denominator
        Participants and workers of the area.
    target_rate
        The rate to reach, as a fraction; this or ``target_people``.
    target_people
        The number of participants to reach.
    today, by
        First and last day of the time that is left; months are counted by the calendar, one at least.
    premium
        Of one person.
    payers
        Shares by key of ``PAYERS``; they add up to 1.

    Raises
    ------
    UsageError
        No workers are known, the date has passed, not exactly one target is given, it is more people than there are
        workers, or the shares cannot be used.
    """
    _check_need(denominator, by, today, target_rate, target_people)
    if target_rate is None:
        people = max(0, (target_people or 0) - numerator)
    else:
        people = int(measure_gaps(target_rate, numerator, denominator)[1])
    months = max(1, (by.year - today.year) * 12 + by.month - today.month)
    place = place_idr(premium, payers)
    return Need(
        people=people,
        goal=numerator + people,
        per_month=-(-people // months),
        months_left=months,
        cost_idr=people * place,
        by_payer=split_cost(people * place, premium, payers),
        rate=numerator / denominator,
        new_rate=(numerator + people) / denominator,
    )


def _check_need(
    denominator: int, by: dt.date, today: dt.date, target_rate: float | None, target_people: int | None
) -> None:
    if denominator <= 0:
        raise UsageError(
            "no_workers",
            N_("What is needed cannot be told: no number of workers is known here."),
            N_("Load data of this area, or choose another one."),
        )
    if by <= today:
        raise UsageError(
            "date_passed",
            N_("The target cannot be reached by {date}: that day has passed."),
            N_("Choose a date to come."),
            date=by.isoformat(),
        )
    if (target_rate is None) == (target_people is None):
        raise UsageError(
            "bad_need", N_("One target is needed: a rate or a number of participants."), N_("Give one of the two.")
        )
    if target_people is not None and target_people > denominator:
        raise UsageError(
            "target_beyond_workers",
            N_("{wanted} participants are more than the {workers} workers there are."),
            N_("Give a smaller number of participants."),
            wanted=f"{target_people:,}".replace(",", "."),
            workers=f"{denominator:,}".replace(",", "."),
        )
