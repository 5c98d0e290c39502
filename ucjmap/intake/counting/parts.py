"""The parts of one figure over all rows: registered, not registered, all, mark and rate, held against each other."""

from dataclasses import dataclass
from typing import Any

import numpy as np

from ucjmap.intake.counting.row_reader import RowReader
from ucjmap.intake.meaning import Column


@dataclass
class Parts:
    """What a table gives for one figure; each part an array over the data rows, NaN without data, or None.

    Of 100 workers (``denominator``) 60 are registered (``numerator``) and 40 are not (``complement``), a ``rate`` of
    60 %; a desa that is marked as registered has the ``flag`` 1.
    """

    numerator: np.ndarray[Any, Any] | None = None
    denominator: np.ndarray[Any, Any] | None = None
    complement: np.ndarray[Any, Any] | None = None
    flag: np.ndarray[Any, Any] | None = None
    rate: np.ndarray[Any, Any] | None = None
    rate_column: Column | None = None

    def counts(self, size: int) -> tuple[np.ndarray[Any, Any], np.ndarray[Any, Any]]:
        """Numerator and denominator of ``size`` rows; NaN all over where the table has no column for it."""
        nothing = np.full(size, np.nan)
        numerator, denominator = self.numerator, self.denominator
        return nothing if numerator is None else numerator, nothing if denominator is None else denominator


def fill_from_complement(reader: RowReader, indicator: str | np.ndarray[Any, Any], parts: Parts) -> None:
    """Registered = total - not registered, where the file gives the other two; and the total likewise.

    ``indicator`` is one for all rows or one for each.
    """
    if parts.complement is None:
        return
    numerator, denominator = parts.counts(len(reader.rows))
    wrong = ~np.isnan(numerator + denominator + parts.complement) & (numerator + parts.complement != denominator)
    named = np.broadcast_to(np.asarray(indicator, dtype=object), len(reader.rows))
    for index in np.flatnonzero(wrong):
        reader.note(
            int(index), "parts_do_not_add_up", "warning", indicator=named[index] or "", numerator=plain(numerator[index]),
            complement=plain(parts.complement[index]), denominator=plain(denominator[index]),
        )  # fmt: skip
    parts.numerator = np.where(np.isnan(numerator), denominator - parts.complement, numerator)
    parts.denominator = np.where(np.isnan(denominator), numerator + parts.complement, denominator)


def report_incomplete(reader: RowReader, index: int, indicator: str, segment: str, parts: Parts) -> None:
    """A line for a row that has a rate, or one of its two counts, and so gives no observation.

    A cell that cannot be read has its line already.
    """
    if parts.rate is not None and not np.isnan(parts.rate[index]):
        heading = parts.rate_column.heading if parts.rate_column else ""
        reader.note(index, "rate_without_counts", "error", column=heading, stated=plain(parts.rate[index]))
    elif index in reader.unread:
        return
    elif parts.numerator is not None and not np.isnan(parts.numerator[index]):
        value = plain(parts.numerator[index])
        reader.note(index, "missing_denominator", "error", indicator=indicator, segment=segment, value=value)
    elif parts.denominator is not None and not np.isnan(parts.denominator[index]):
        value = plain(parts.denominator[index])
        reader.note(index, "missing_numerator", "error", indicator=indicator, segment=segment, value=value)


def plain(value: float) -> float | int:
    """A figure as it is written: whole where it is whole."""
    return int(value) if float(value).is_integer() else round(float(value), 6)
