"""Pace of coverage over time, falls, and when a target is reached. Never touches disk or store.

Rates and paces are fractions (0.20 is 20 points); a pace is per year of 365.25 days.
"""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Literal

import numpy as np
import numpy.typing as npt

from ucjmap.errors import N_

Floats = npt.NDArray[np.float64]

YEAR_DAYS: Final = 365.25
#: Counts that lie closer together say little about a year.
MIN_SPAN_DAYS: Final = 90
#: A date takes part in the fit where at least this share of the desa of the last date already had data: a sum over
#: fewer areas measures something else.
SAME_BASE: Final = 0.9
#: A rate that falls by more than this from one date to the next is marked.
FALL_POINTS: Final = 0.005
#: An arrival further ahead is not given as a date: no pace lasts that long.
HORIZON_YEARS: Final = 100.0
#: An arrival within this many years of the last count is given to the month, a later one to the year: a line through a
#: few counts knows no day, and the further it is drawn the less it knows.
MONTHS_TOLD_YEARS: Final = 2.0
#: Why a pace from this few dates says little; there is no caution from four dates on.
_CAUTIONS: Final = {
    2: N_("Only 2 dates: the line between them, not a trend."),
    3: N_("Only 3 dates: a single further count may change this pace a good deal."),
}

State = Literal["no_data", "reached", "no_pace", "never", "far", "on_track", "late"]
Precision = Literal["month", "year"]


@dataclass(frozen=True)
class Pace:
    """Change of the rate a year by a straight line through ``dates`` counts, the first and the last of them."""

    per_year: float
    first: str
    last: str
    dates: int

    @property
    def caution(self) -> str:
        """Why it says little (key of the catalogue); empty where it rests on four dates or more."""
        return _CAUTIONS.get(self.dates, "")


@dataclass(frozen=True)
class Trajectory:
    """The course of an area towards a target.

    ``needed`` is the pace that reaches the target by the end of its year; None where the target is reached or the year
    is over. ``arrives`` is the date at which the present pace reaches it; None where it never does, not within a
    hundred years (``far``), or where there is no pace. ``years_late`` counts from the end of the target's year, 0
    for an arrival in time, and is None without an arrival.

    ``arrives`` and ``years_late`` are exact, to draw and to sort by. People are told ``arrival`` and ``delay``.
    """

    state: State
    rate: float
    target: float
    last: str
    deadline: str
    pace: Pace | None
    needed: float | None
    arrives: str | None
    years_late: float | None

    @property
    def precision(self) -> Precision:
        """How exactly the arrival is known, see ``MONTHS_TOLD_YEARS``."""
        days = (dt.date.fromisoformat(self.arrives) - dt.date.fromisoformat(self.last)).days if self.arrives else 0
        return "month" if days <= MONTHS_TOLD_YEARS * YEAR_DAYS else "year"

    @property
    def arrival(self) -> str | None:
        """The arrival as precise as it is known: ``2027-05`` or ``2039`` (ISO 8601); None without one."""
        return self.arrives[: 7 if self.precision == "month" else 4] if self.arrives else None

    @property
    def delay(self) -> int | None:
        """Whole months or years (``precision``) after the target's year, rounded; None in time or without arrival.

        0 is late by less than half of one.
        """
        if self.state != "late" or self.years_late is None:
            return None
        return round(self.years_late * (12 if self.precision == "month" else 1))


def usable_dates(rates: npt.ArrayLike, counted: npt.ArrayLike, with_data: npt.ArrayLike) -> npt.NDArray[np.bool_]:
    """Which figures take part in a pace.

    A figure takes part where something was counted on its date (what is only carried forward would flatten the line)
    and where it rests on nearly the same areas as the last one (``SAME_BASE``).

    Parameters
    ----------
    rates
        Fractions, NaN without data; the last axis is time, in order.
    counted
        Number of counts of the very date.
    with_data
        Number of desa with data by that date.

    Returns
    -------
    numpy.ndarray
        Of the shape of ``rates``.
    """
    base = np.asarray(with_data, dtype=float)
    enough = base >= SAME_BASE * base[..., -1:]
    usable: npt.NDArray[np.bool_] = np.isfinite(np.asarray(rates, dtype=float)) & (np.asarray(counted) > 0) & enough
    return usable


def fit_paces(dates: Sequence[str], rates: Floats, usable: npt.NDArray[np.bool_]) -> list[Pace | None]:
    """Pace of each area by least squares through its usable dates.

    All counts take part, so that one odd first or last count does not decide alone.

    Parameters
    ----------
    dates
        ISO dates, rising.
    rates
        Fractions; one row is one area, one column one date.
    usable
        Which of them take part, see ``usable_dates``.

    Returns
    -------
    list
        One entry an area; None with fewer than two dates, or where the first and the last are less than
        ``MIN_SPAN_DAYS`` apart.
    """
    if not len(dates):
        return [None] * len(rates)
    days = np.array([dt.date.fromisoformat(date).toordinal() for date in dates], dtype=float)
    counts = usable.sum(axis=1)
    years = np.where(usable, (days - days[0]) / YEAR_DAYS, 0.0)
    known = np.where(usable, rates, 0.0)
    with np.errstate(invalid="ignore", divide="ignore"):
        year_distance = np.where(usable, years - (years.sum(axis=1) / counts)[:, None], 0.0)
        rate_distance = np.where(usable, known - (known.sum(axis=1) / counts)[:, None], 0.0)
        slopes = (year_distance * rate_distance).sum(axis=1) / (year_distance**2).sum(axis=1)
    first, last = usable.argmax(axis=1), len(dates) - 1 - usable[:, ::-1].argmax(axis=1)
    long_enough = (counts >= 2) & (days[last] - days[first] >= MIN_SPAN_DAYS)
    return [
        Pace(float(slopes[row]), dates[first[row]], dates[last[row]], int(counts[row])) if long_enough[row] else None
        for row in range(len(rates))
    ]


def project(rate: float, last: str | None, pace: Pace | None, target: float, year: int, *, sign: int = 1) -> Trajectory:
    """The course of an area from its last figure to a target.

    Parameters
    ----------
    rate
        Its rate as a fraction; NaN is no data.
    last
        ISO date of that figure; None is no data.
    pace
        What leads on from there; None where there is none.
    target
        The target rate as a fraction.
    year
        The year by whose end it is to be reached.
    sign
        -1 where less is better: then a pace below 0 leads to the target.

    Returns
    -------
    Trajectory
        Of the state ``no_data`` where there is no figure, ``reached`` where there is nothing left to do.
    """
    deadline = dt.date(year, 12, 31)
    if last is None or not np.isfinite(rate):
        return Trajectory("no_data", float("nan"), target, "", deadline.isoformat(), None, None, None, None)
    start = dt.date.fromisoformat(last)
    rest = round(sign * (target - rate), 12)  # the floats of two equal rates need not differ by exactly zero
    years_left = (deadline - start).days / YEAR_DAYS
    needed = sign * rest / years_left if rest > 0 and years_left > 0 else None
    state, arrival = _arrive(start, rest, sign * pace.per_year if pace else None, deadline)
    late = max(0.0, (arrival - deadline).days / YEAR_DAYS) if arrival else None
    return Trajectory(
        state=state,
        rate=float(rate),
        target=target,
        last=last,
        deadline=deadline.isoformat(),
        pace=pace,
        needed=needed,
        arrives=arrival.isoformat() if arrival else None,
        years_late=late,
    )


def _arrive(start: dt.date, rest: float, per_year: float | None, deadline: dt.date) -> tuple[State, dt.date | None]:
    if rest <= 0:
        return "reached", None
    if per_year is None:
        return "no_pace", None
    if per_year <= 0:
        return "never", None
    years = rest / per_year
    if years > HORIZON_YEARS:
        return "far", None
    arrival = start + dt.timedelta(days=int(np.ceil(round(years * YEAR_DAYS, 6))))
    return ("on_track" if arrival <= deadline else "late"), arrival


@dataclass(frozen=True)
class Marks:
    """What has to be said about each date; one row of each array is one area, one column one date.

    ``fall`` is ``"fall"`` where the change on common areas is down by more than ``FALL_POINTS``, ``"mix"`` where the
    rate is only because other areas entered or left, else empty; where less is better it is ``"rise"`` and
    ``"mix_rise"``, for what went up by as much. ``partial`` is true where fewer areas were counted than at the last
    date on which any were.
    """

    fall: npt.NDArray[np.object_]
    partial: npt.NDArray[np.bool_]


def mark_dates(change: Floats, entry_points: Floats, counted: npt.NDArray[np.int32], *, sign: int = 1) -> Marks:
    """Marks of each area along its dates.

    Parameters
    ----------
    change, entry_points
        From the date before (``indicators.Change``); one row is one area, one column one date, NaN without comparison.
    counted
        Number of counts of the very date.
    sign
        That of the indicator; -1 marks rises in place of falls.
    """
    limit = -(FALL_POINTS + 1e-9)  # floats: a difference equal to the limit may come out just beyond it
    whole = np.nan_to_num(change) + entry_points
    worse, mixed = ("fall", "mix") if sign > 0 else ("rise", "mix_rise")
    fall = np.where(sign * change < limit, worse, np.where(sign * whole < limit, mixed, "")).astype(object)
    dates = np.arange(counted.shape[1])
    newest = np.maximum.accumulate(np.where(counted > 0, dates, -1), axis=1)
    earlier = np.full(counted.shape, -1)
    earlier[:, 1:] = newest[:, :-1]
    counted_before = np.where(earlier >= 0, np.take_along_axis(counted, earlier.clip(0), axis=1), 0)
    return Marks(fall, (counted > 0) & (counted < counted_before))
