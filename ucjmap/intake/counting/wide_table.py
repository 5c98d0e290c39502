"""Tables with a column for each part of a figure: counts by indicator and segment, totals over segments, marks."""

from collections.abc import Collection, Mapping
from typing import Any, Final

import numpy as np

from ucjmap.codes import LEVELS
from ucjmap.intake.counting.parts import Parts, fill_from_complement, plain, report_incomplete
from ucjmap.intake.counting.rates import check_rate
from ucjmap.intake.counting.row_reader import RowReader, report_segments
from ucjmap.intake.meaning import Layout
from ucjmap.intake.reading import read_count, read_flag, read_rate
from ucjmap.schema import ALL_SEGMENTS, Counted

SEGMENTS: Final = ("pu", "bpu", "jakon", "pmi")
_PERSONS: Final = ("aparat", "bpd")


def read_wide(reader: RowReader, layout: Layout, indicators: Mapping[str, Counted]) -> None:
    """Keep the counts of a table with a column for each part of a figure, and report the rows that give none."""
    periods = dict.fromkeys(column.meaning.period for column in layout.of_kind("value"))
    for period in periods:
        _read_period(reader, layout, indicators, period)
    report_segments(reader, layout)


def _read_period(reader: RowReader, layout: Layout, indicators: Mapping[str, Counted], period: str | None) -> None:
    """Counts of the columns whose headings name ``period``, or none."""
    table: dict[tuple[str, str], Parts] = {}
    alike = {column.index for columns in layout.alike() for column in columns}
    for column in layout.of_kind("value"):
        meaning = column.meaning
        if meaning.indicator is None or meaning.part is None or column.index in alike or meaning.period != period:
            continue
        if meaning.indicator not in indicators:
            reader.note_file("unknown_indicator", text=meaning.indicator, known=", ".join(sorted(indicators)))
            continue
        parts = table.setdefault((meaning.indicator, meaning.segment or ALL_SEGMENTS), Parts())
        reading = {"rate": read_rate, "flag": read_flag}.get(meaning.part, read_count)
        setattr(parts, meaning.part, reader.read(column, reading))
        if meaning.part == "rate":
            parts.rate_column = column
    for (indicator, _), parts in table.items():
        if indicators[indicator] == "desa":
            _count_each_desa(reader, parts)
        fill_from_complement(reader, indicator, parts)
    _sum_segments(reader, table)
    for (indicator, segment), parts in table.items():
        check_rate(reader, parts)
        if parts.numerator is not None or parts.denominator is not None or parts.rate is not None:
            _add_counts(reader, table, (indicator, segment), parts, period)
        if parts.flag is not None:
            _add_flags(
                reader,
                indicator,
                parts.flag,
                table.get((indicator.removesuffix("_registered"), ALL_SEGMENTS)),
                indicators,
                period,
            )
    _derive_registered(reader, table, indicators, period)


def _count_each_desa(reader: RowReader, parts: Parts) -> None:
    """A desa is one of one: a column that marks desa with 0 and 1 needs none for their total."""
    marks = [part for part in (parts.numerator, parts.complement) if part is not None]
    if marks and parts.denominator is None:
        is_marked = ~np.isnan(marks).all(axis=0)
        parts.denominator = np.where(is_marked & (reader.levels == "adm4"), 1.0, np.nan)


def _sum_segments(reader: RowReader, table: dict[tuple[str, str], Parts]) -> None:
    for indicator in dict.fromkeys(indicator for indicator, _ in table):
        segments = {
            segment: parts for (key, segment), parts in table.items() if key == indicator and segment in SEGMENTS
        }
        if not segments:
            continue
        whole = table.get((indicator, ALL_SEGMENTS))
        for part in ("numerator", "denominator"):
            given = {
                segment: getattr(parts, part) for segment, parts in segments.items() if getattr(parts, part) is not None
            }
            stated = getattr(whole, part) if whole else None
            # Wage earners and the self-employed together are what makes a total; one segment alone is not.
            if stated is None and not {"pu", "bpu"} <= set(given):
                if given and part == "numerator":
                    reader.note_file("no_total_from_segments", segment=", ".join(given))
                continue
            summed = _sum_of(reader, given, report=stated is None and part == "numerator")
            whole = table.setdefault((indicator, ALL_SEGMENTS), Parts())
            if stated is None:
                setattr(whole, part, summed)
            elif {"pu", "bpu"} <= set(given):
                _compare_total(reader, part, stated, summed)


def _sum_of(reader: RowReader, given: dict[str, np.ndarray[Any, Any]], *, report: bool) -> np.ndarray[Any, Any]:
    stacked = np.vstack(list(given.values())) if given else np.full((1, len(reader.rows)), np.nan)
    missing = np.isnan(stacked)
    if report:
        for index in np.flatnonzero(missing.any(axis=0) & ~missing.all(axis=0)):
            absent = ", ".join(segment for segment, cells in given.items() if np.isnan(cells[index]))
            reader.note(int(index), "segment_missing", "warning", segment=absent)
    return np.asarray(stacked.sum(axis=0))


def _compare_total(reader: RowReader, part: str, stated: np.ndarray[Any, Any], summed: np.ndarray[Any, Any]) -> None:
    for index in np.flatnonzero(~np.isnan(stated + summed) & (stated != summed)):
        reader.note(
            int(index), "total_differs_from_segments", "warning",
            part=part, stated=plain(stated[index]), computed=plain(summed[index]),
        )  # fmt: skip


def _add_counts(
    reader: RowReader, table: dict[tuple[str, str], Parts], key: tuple[str, str], parts: Parts, period: str | None
) -> None:
    indicator, segment = key
    numerator, denominator = parts.counts(len(reader.rows))
    complete = ~np.isnan(numerator) & ~np.isnan(denominator)
    reader.add(indicator, segment, numerator, denominator, complete, period)
    if segment != ALL_SEGMENTS and parts.denominator is None and (indicator, ALL_SEGMENTS) in table:
        reader.note_file("segment_without_denominator", segment=segment)
        return
    for index in np.flatnonzero(~complete):
        report_incomplete(reader, int(index), indicator, segment, parts)


def _add_flags(
    reader: RowReader,
    indicator: str,
    flags: np.ndarray[Any, Any],
    persons: Parts | None,
    indicators: Mapping[str, Counted],
    period: str | None,
) -> None:
    given = ~np.isnan(flags)
    if indicators[indicator] == "people":
        for index in np.flatnonzero(given):
            reader.note(int(index), "flag_of_people", "error", indicator=indicator)
        return
    above = given & np.isin(reader.levels, list(LEVELS[:3]))
    for index in np.flatnonzero(above):
        reader.note(int(index), "flag_above_desa", "error", indicator=indicator)
    taken = given & ~above
    if persons is not None and persons.numerator is not None and indicator in indicators:
        counted = ~np.isnan(persons.numerator)
        for index in np.flatnonzero(taken & counted & ((persons.numerator > 0) != (flags > 0))):
            reader.note(
                int(index), "flag_contradicts_counts", "warning", indicator=indicator, stated=plain(flags[index]),
                computed=int(persons.numerator[index] > 0),
            )  # fmt: skip
        taken &= ~counted
    reader.add(indicator, ALL_SEGMENTS, flags, np.ones(len(flags)), taken, period)


def _derive_registered(
    reader: RowReader, table: dict[tuple[str, str], Parts], indicators: Collection[str], period: str | None
) -> None:
    """A desa is registered where at least one of its aparat (or of its BPD) is; only desa, not larger areas."""
    for persons in _PERSONS:
        parts = table.get((persons, ALL_SEGMENTS))
        key = f"{persons}_registered"
        given = table.get((key, ALL_SEGMENTS))
        if parts is None or parts.numerator is None or key not in indicators or (given and given.numerator is not None):
            continue
        counted = ~np.isnan(parts.numerator) & (reader.levels == "adm4")
        reader.add(key, ALL_SEGMENTS, (parts.numerator > 0).astype(float), np.ones(len(counted)), counted, period)
