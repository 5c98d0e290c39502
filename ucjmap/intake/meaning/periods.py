"""Periods: a day, months, a year, from the first day to the last."""

import calendar
import datetime as dt
from dataclasses import dataclass
from typing import Final

#: The social security of workers began then, as Astek (PP 33/1977): an earlier year is another number.
_FIRST_YEAR: Final = 1977
_LAST_YEAR: Final = 2100


@dataclass(frozen=True, order=True)
class Period:
    """First and last day (ISO dates); a single day has both alike."""

    first: str
    last: str

    def holds(self, other: "Period") -> bool:
        """Whether ``other`` lies within this period.

        Returns
        -------
        bool
            True for the same period.
        """
        return self.first <= other.first and other.last <= self.last

    def meets(self, other: "Period") -> bool:
        """Whether both have a day in common.

        Returns
        -------
        bool
            True where one begins on the day that the other ends on.
        """
        return self.first <= other.last and other.first <= self.last

    def date_for(self, typed: str | None) -> str:
        """As-of date of figures of this period.

        Parameters
        ----------
        typed
            ISO date that the user typed for the file.

        Returns
        -------
        str
            The typed date where it lies in the period, else its last day.
        """
        return typed if typed is not None and self.first <= typed <= self.last else self.last


def day(iso: str) -> Period:
    """The period of a single day.

    Parameters
    ----------
    iso
        ISO date.

    Returns
    -------
    Period
        Its first and last day are the same.
    """
    return Period(iso, iso)


def months(year: int, first: int, last: int) -> Period:
    """Whole months of a year.

    Parameters
    ----------
    first, last
        Numbers of the months, 1 to 12; the same for one month.

    Returns
    -------
    Period
        From the first day of ``first`` to the last day of ``last``.
    """
    end = calendar.monthrange(year, last)[1]
    return Period(dt.date(year, first, 1).isoformat(), dt.date(year, last, end).isoformat())


def year_of(period: Period) -> int | None:
    """The year that a period is the whole of.

    Returns
    -------
    int or None
        None for any other period.
    """
    year = int(period.first[:4])
    return year if period == months(year, 1, 12) else None


def is_year(number: int) -> bool:
    """Whether a number can be the year of figures."""
    return _FIRST_YEAR <= number <= _LAST_YEAR
