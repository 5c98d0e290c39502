"""Rates beside the counts that they are of: compared row by row, and as a witness to the counts of a whole table."""

import re
from typing import Any, Final

import numpy as np

from ucjmap.intake.counting.parts import Parts
from ucjmap.intake.counting.row_reader import RateDoubt, RowReader
from ucjmap.intake.meaning import normalise_heading, vocabulary
from ucjmap.intake.reading import read_count

#: Figures over all rows, NaN without data.
Figures = np.ndarray[Any, Any]

#: Printed rates are rounded to a whole or a tenth of a percent; half a point apart is still the same figure.
_RATE_TOLERANCE: Final = 0.006
#: Rates cut off to whole percents are up to a point too small, and speak against nothing.
_CUT_OFF: Final = 0.0101
#: In fewer rows shares in a sum are shares by chance.
_FEWEST_SHARES: Final = 3
# "% Terdaftar", "Cakupan (%)": a rate that says itself that it is of the registered.
_OF_REGISTERED: Final = re.compile(
    r"\b(cakupan|coverage|kepesertaan|peserta|terdaftar|registered|terlindungi|covered|ucj|sudah|aktif)\b"
)
# "Capaian (%)": of a target, whether or not that stands in the table.
_OF_TARGET: Final = re.compile(r"\b(capaian|pencapaian|achievement|target)\b")


def check_rate(reader: RowReader, parts: Parts) -> None:
    """A line for each row whose rate is not what its counts give; where most are not, the counts are in doubt.

    "% Belum Terdaftar" states the share of those who are left. A column of the shares that the areas have in their sum
    ("Distribusi") is no rate of theirs.
    """
    if parts.rate is None or parts.numerator is None or parts.denominator is None:
        return
    heading = parts.rate_column.heading if parts.rate_column else ""
    computed = _divide(parts.numerator, parts.denominator)
    if "complement" in vocabulary().read(heading, heading=True).values("measure"):
        computed = 1 - computed
    stated = _as_fractions(parts.rate, computed)
    wrong = _differ(stated, computed)
    if wrong.any() and _is_of_else(reader, parts.rate, parts.numerator, parts.denominator):
        return
    if 2 * _differ(stated, computed, _CUT_OFF).sum() > (~np.isnan(stated + computed)).sum():
        of_rest = not _differ(_as_fractions(parts.rate, 1 - computed), 1 - computed, _CUT_OFF).any()
        if of_rest and parts.complement is not None and not _OF_REGISTERED.search(normalise_heading(heading)):
            # Beside a column of those who are not registered a lone "%" is theirs.
            return
        if of_rest or not _OF_TARGET.search(normalise_heading(heading)):
            reader.doubts.append(RateDoubt(heading, of_rest=of_rest))
    for index in np.flatnonzero(wrong):
        reader.note(
            int(index), "rate_contradicts_counts", "warning",
            column=heading, stated=round(float(stated[index]), 4), computed=round(float(computed[index]), 4),
        )  # fmt: skip


def _is_of_else(reader: RowReader, rates: Figures, numerator: Figures, denominator: Figures) -> bool:
    """Whether rates are shares in a sum, or of another column than the workers, such as a target."""
    if any(_are_shares(rates, counts) for counts in (numerator, denominator)):
        return True
    columns = (reader.rows[key].tolist() for key in reader.rows if key.startswith("column_"))
    others = [np.array([_figure(cell) for cell in cells]) for cells in columns]
    return any(_are_of(rates, numerator, other) for other in others if not np.array_equal(other, denominator, True))


def _figure(cell: Any) -> float:
    value = read_count(cell).value
    return np.nan if value is None else value


def _are_of(rates: Figures, numerator: Figures, whole: Figures) -> bool:
    quotients = _divide(numerator, whole)
    compared = ~np.isnan(quotients + rates)
    all_of_them = compared.sum() > 1 and compared.sum() == (~np.isnan(rates)).sum()
    is_varied = len(np.unique(quotients[compared])) > 1
    return bool(all_of_them and is_varied and not _differ(_as_fractions(rates, quotients), quotients).any())


def _divide(numerator: Figures, denominator: Figures) -> Figures:
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.asarray(np.where(denominator > 0, numerator / denominator, np.nan))


def _differ(stated: Figures, computed: Figures, tolerance: float = _RATE_TOLERANCE) -> Figures:
    return np.asarray(~np.isnan(stated + computed) & (np.abs(stated - computed) > tolerance))


def _are_shares(rates: Figures, counts: Figures) -> bool:
    """Whether rates are the shares of the rows in the sum of a column of counts."""
    both = ~np.isnan(rates + counts)
    if both.sum() < _FEWEST_SHARES or not counts[both].sum():
        return False
    shares = counts[both] / counts[both].sum()
    return not _differ(_as_fractions(rates[both], shares), shares).any()


def _as_fractions(rates: Figures, computed: Figures) -> Figures:
    """Rates as fractions: a column is in percent where that comes nearer to what its counts give."""
    both = ~np.isnan(rates + computed)
    if not both.any():
        known = rates[~np.isnan(rates)]
        return rates / 100 if known.size and np.median(known) > 1.5 else rates
    as_written = np.median(np.abs(rates[both] - computed[both]))
    as_percent = np.median(np.abs(rates[both] / 100 - computed[both]))
    return rates / 100 if as_percent < as_written else rates
