"""Rows to counts: observations of areas, and a line of report for whatever cannot be one."""

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

import numpy as np
import pandas as pd

from ucjmap.codes import LEVELS, PLACE_COLUMNS, level_of
from ucjmap.intake.counting.reasons import ISSUE_COLUMNS, issue
from ucjmap.intake.counting.totals import check_totals
from ucjmap.intake.evidence import SEGMENTED, Context, Dates, row_periods, segment_of_cell
from ucjmap.intake.meaning import Column, Extract, Kind, Layout, Period, normalise_heading
from ucjmap.intake.reading import Reading, is_no_data, read_count, read_flag, read_rate, text_of
from ucjmap.schema import ALL_SEGMENTS, OBSERVATION_COLUMNS, Counted

COUNT_COLUMNS: Final = (*OBSERVATION_COLUMNS, "row", "sheet")
SEGMENTS: Final = ("pu", "bpu", "jakon", "pmi")
_PERSONS: Final = ("aparat", "bpd")
#: Printed rates are rounded to a whole or a tenth of a percent; half a point apart is still the same figure.
_RATE_TOLERANCE: Final = 0.006
#: A sheet can have hundreds of columns that concern nobody here.
_HEADINGS_SHOWN: Final = 8


@dataclass(frozen=True)
class Counts:
    """Observations (``OBSERVATION_COLUMNS`` with row and sheet) and the issues met on the way (``ISSUE_COLUMNS``).

    An observation is missing where a row has no data, and never zero in its place.
    """

    observations: pd.DataFrame
    issues: pd.DataFrame


@dataclass
class _Reader:
    rows: pd.DataFrame
    codes: pd.Series
    levels: np.ndarray[Any, Any]
    #: Segment of each row whose columns name none; None where the row names one that is not known.
    segments: np.ndarray[Any, Any]
    scales: Mapping[int, int]
    issues: list[dict[str, Any]] = field(default_factory=list)
    found: list[pd.DataFrame] = field(default_factory=list)
    #: Positions of rows whose figure or date was reported already as one that cannot be read.
    unread: set[int] = field(default_factory=set)

    def __post_init__(self) -> None:
        # Plain lists: a report may have a line for every row, and looking into a frame each time is slow.
        self.lines = self.rows[["row", "sheet", *reversed(PLACE_COLUMNS.values())]].to_dict("list")
        self.known = self.codes.where(self.codes.notna(), None).tolist()

    def note(self, index: int, reason: str, severity: str, **details: Any) -> None:
        """Report the data row at position ``index``."""
        self.issues.append(
            issue(
                self.lines["row"][index],
                reason,
                severity=severity,
                code=self.known[index],
                name=self.name_of(index),
                sheet=self.lines["sheet"][index],
                **details,
            )
        )

    def name_of(self, index: int) -> str:
        """Name of the smallest area that the row at position ``index`` tells."""
        names = (self.lines[place][index] for place in reversed(PLACE_COLUMNS.values()))
        return next((name for name in names if name), "")

    def note_file(self, reason: str, **details: Any) -> None:
        """Report something about the file as a whole."""
        self.issues.append(issue(None, reason, severity="warning", **details))

    def read(self, column: Column, read: Callable[[Any], Reading]) -> np.ndarray[Any, Any]:
        """Values of a column; NaN where a cell has none, with a line of report where it should have one."""
        cells = self.rows[column.key].to_numpy()
        scale = self.scales.get(column.index, 1) if read is read_count else 1
        readings = [read(cell) for cell in cells]
        for index, reading in enumerate(readings):
            if reading.problem:
                reason = (
                    "unreadable_rate"
                    if reading.problem == "unreadable_number" and read is read_rate
                    else reading.problem
                )
                self.note(index, reason, "error", column=column.heading, text=text_of(cells[index]))
                self.unread.add(index)
        values = np.array([np.nan if value is None else value for value, _ in readings], dtype=float)
        # 52.4 thousand is 52,400, and not 52,399.99999.
        return values if scale == 1 else np.round(values * scale, 6)

    def add(
        self, indicator: Any, segment: Any, numerator: Any, denominator: Any, where: Any, period: str | None = None
    ) -> None:
        """Keep an observation for the rows ``where``; ``period`` is the one that its headings name."""
        known = where & self.codes.notna().to_numpy()
        if isinstance(segment, str) and segment == ALL_SEGMENTS and indicator == SEGMENTED:
            segment = self.segments
            known &= np.array([name is not None for name in segment], dtype=bool)
        if not known.any():
            return
        self.found.append(
            pd.DataFrame(
                {
                    "position": np.flatnonzero(known),
                    "indicator": indicator if isinstance(indicator, str) else indicator[known],
                    "segment": segment if isinstance(segment, str) else segment[known],
                    "numerator": numerator[known],
                    "denominator": denominator[known],
                    "period": period,
                }
            )
        )


def read_counts(
    extract: Extract,
    layout: Layout,
    codes: pd.Series,
    *,
    indicators: Mapping[str, Counted],
    as_of: str | None,
    context: Context | None = None,
) -> Counts:
    """Counts of every data row of ``extract``.

    Parameters
    ----------
    codes
        Code of the matched area for each row of ``extract.rows`` (same index); null where none was matched. Rows
        without a code give issues but no observations.
    indicators
        What each known indicator counts, by key. One that counts desa needs no total in a desa: it is 1.
    as_of
        ISO date of the rows that carry none of their own.
    context
        What holds for figures that do not say it themselves, by what the file says around its table.

    Notes
    -----
    Rates are never stored: they are compared with the counts. A total over segments is taken where the file has one
    and compared with the segments; otherwise it is their sum, where none of them is missing.
    """
    data = extract.data
    context = context or Context(Dates(as_of))
    reader = _reader(data, codes.reindex(data.index), layout, context)
    if layout.shape == "long":
        _read_long(reader, layout, indicators)
    else:
        _read_wide(reader, layout, indicators)
    observations = _finish(reader, layout, context.dates)
    issues = [*_about_rows(extract, layout), *reader.issues, *check_totals(extract, layout)]
    return Counts(observations, pd.DataFrame(issues, columns=list(ISSUE_COLUMNS)).astype({"row": "Int64"}))


def _reader(data: pd.DataFrame, codes: pd.Series, layout: Layout, context: Context) -> _Reader:
    levels = np.array([None if pd.isna(code) else level_of(code) for code in codes], dtype=object)
    rows = data.reset_index(drop=True)
    return _Reader(rows, codes.reset_index(drop=True), levels, _row_segments(rows, layout, context), context.scales)


def _row_segments(rows: pd.DataFrame, layout: Layout, context: Context) -> np.ndarray[Any, Any]:
    """Segment of each row by its own cell, else by its sheet, else all."""
    columns = layout.of_kind("segment")
    texts = [text_of(cell) for cell in rows[columns[0].key]] if columns else [""] * len(rows)
    known = {text: segment_of_cell(text) for text in {*texts} if text}
    by_sheet = [context.segments.get(sheet, ALL_SEGMENTS) for sheet in rows["sheet"]]
    return np.array([known[text] if text else other for text, other in zip(texts, by_sheet, strict=True)], dtype=object)


def _finish(reader: _Reader, layout: Layout, dates_of_file: Dates) -> pd.DataFrame:
    if not reader.found:
        return pd.DataFrame(columns=list(COUNT_COLUMNS)).astype(
            {"numerator": float, "denominator": float, "row": "int64"}
        )
    found = pd.concat(reader.found, ignore_index=True)
    dates = _dates(reader, layout, dates_of_file)
    position = found["position"].to_numpy()
    found["as_of"] = dates[position]
    if dates_of_file.own:
        for period, headed in found.groupby("period"):
            first, _, last = str(period).partition("/")
            found.loc[headed.index, "as_of"] = Period(first, last).date_for(dates_of_file.typed)
    found["unit_code"] = reader.codes.to_numpy(dtype=object)[position]
    found["row"] = reader.rows["row"].to_numpy()[position]
    found["sheet"] = reader.rows["sheet"].to_numpy()[position]
    for index in np.unique(position[found["as_of"].isna()]):
        if int(index) not in reader.unread:
            reader.note(int(index), "missing_date" if dates_of_file.typed is None else "blank_date", "error")
    dated = found[found["as_of"].notna()].sort_values("position", kind="stable")
    return dated[list(COUNT_COLUMNS)].reset_index(drop=True)


def _dates(reader: _Reader, layout: Layout, dates_of_file: Dates) -> np.ndarray[Any, Any]:
    dates = np.array([dates_of_file.of_sheet(sheet) for sheet in reader.rows["sheet"]], dtype=object)
    columns = layout.of_kind("date", "year")
    if not columns or not dates_of_file.own:
        return dates
    periods = row_periods(reader.rows, layout, dates_of_file.year)
    dated = any(periods)
    for index, period in enumerate(periods):
        cells = [reader.rows.at[index, column.key] for column in columns]
        if period is not None:
            dates[index] = period.date_for(dates_of_file.typed)
        elif dated and all(map(is_no_data, cells)):
            # The typed date is that of a file without dates: beside dated rows a blank may be the date above, or a slip.
            dates[index] = None
        elif not all(map(is_no_data, cells)):
            dates[index] = None
            headings = ", ".join(column.heading for column in columns)
            text = ", ".join(text_of(cell) for cell in cells)
            reader.note(index, "unreadable_date", "error", column=headings, text=text)
            reader.unread.add(index)
    return dates


def _about_rows(extract: Extract, layout: Layout) -> Iterable[dict[str, Any]]:
    """Lines about what was read although hidden, not read, or not understood."""
    rows = extract.rows
    for row in rows[rows["kind"] == "hidden"].to_dict("records"):
        yield issue(row["row"], "hidden_row", severity="warning", name=row["village"] or "", sheet=row["sheet"])
    read = {table.sheet for table in layout.tables}
    for sheet in rows.loc[~rows["sheet"].isin(read) & (rows["kind"] != "blank"), "sheet"].unique():
        yield issue(None, "sheet_not_read", severity="warning", sheet=sheet, title=sheet)
    unknown = [column for column in layout.of_kind("value") if column.meaning.indicator is None]
    if unknown and layout.shape == "wide":
        named = [column.heading or str(column.index + 1) for column in unknown]
        more = ["…"] if len(named) > _HEADINGS_SHOWN else []
        yield issue(
            None, "column_unknown", severity="warning", column=", ".join(named[:_HEADINGS_SHOWN] + more),
            count=len(named),
        )  # fmt: skip
    for columns in layout.alike():
        if columns[0].meaning.kind == "value":
            headings = ", ".join(column.heading or str(column.index + 1) for column in columns)
            yield issue(None, "columns_alike", severity="error", columns=headings)


# One table of parts per indicator and segment -------------------------------------------------------------------


@dataclass
class _Parts:
    """What a wide table gives for one indicator and segment; each an array over the data rows, or None."""

    numerator: np.ndarray[Any, Any] | None = None
    denominator: np.ndarray[Any, Any] | None = None
    complement: np.ndarray[Any, Any] | None = None
    flag: np.ndarray[Any, Any] | None = None
    rate: np.ndarray[Any, Any] | None = None
    rate_column: Column | None = None


def _read_wide(reader: _Reader, layout: Layout, indicators: Mapping[str, Counted]) -> None:
    periods = dict.fromkeys(column.meaning.period for column in layout.of_kind("value"))
    for period in periods:
        _read_period(reader, layout, indicators, period)
    _report_segments(reader, layout)


def _read_period(reader: _Reader, layout: Layout, indicators: Mapping[str, Counted], period: str | None) -> None:
    """Counts of the columns whose headings name ``period``, or none."""
    table: dict[tuple[str, str], _Parts] = {}
    alike = {column.index for columns in layout.alike() for column in columns}
    for column in layout.of_kind("value"):
        meaning = column.meaning
        if meaning.indicator is None or meaning.part is None or column.index in alike or meaning.period != period:
            continue
        if meaning.indicator not in indicators:
            reader.note_file("unknown_indicator", text=meaning.indicator, known=", ".join(sorted(indicators)))
            continue
        parts = table.setdefault((meaning.indicator, meaning.segment or ALL_SEGMENTS), _Parts())
        reading = {"rate": read_rate, "flag": read_flag}.get(meaning.part, read_count)
        setattr(parts, meaning.part, reader.read(column, reading))
        if meaning.part == "rate":
            parts.rate_column = column
    for (indicator, _), parts in table.items():
        if indicators[indicator] == "desa":
            _count_each_desa(reader, parts)
        _fill_from_complement(reader, indicator, parts)
    _sum_segments(reader, table)
    for (indicator, segment), parts in table.items():
        _check_rate(reader, parts)
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


def _count_each_desa(reader: _Reader, parts: _Parts) -> None:
    """A desa is one of one: a column that marks desa with 0 and 1 needs none for their total."""
    marks = [part for part in (parts.numerator, parts.complement) if part is not None]
    if marks and parts.denominator is None:
        is_marked = ~np.isnan(marks).all(axis=0)
        parts.denominator = np.where(is_marked & (reader.levels == "adm4"), 1.0, np.nan)


def _fill_from_complement(reader: _Reader, indicator: str, parts: _Parts) -> None:
    """Registered = total - not registered, where the file gives the other two; and the total likewise."""
    if parts.complement is None:
        return
    size = len(reader.rows)
    numerator = np.full(size, np.nan) if parts.numerator is None else parts.numerator
    denominator = np.full(size, np.nan) if parts.denominator is None else parts.denominator
    wrong = ~np.isnan(numerator + denominator + parts.complement) & (numerator + parts.complement != denominator)
    for index in np.flatnonzero(wrong):
        reader.note(
            int(index), "parts_do_not_add_up", "warning", indicator=indicator, numerator=plain(numerator[index]),
            complement=plain(parts.complement[index]), denominator=plain(denominator[index]),
        )  # fmt: skip
    parts.numerator = np.where(np.isnan(numerator), denominator - parts.complement, numerator)
    parts.denominator = np.where(np.isnan(denominator), numerator + parts.complement, denominator)


def _sum_segments(reader: _Reader, table: dict[tuple[str, str], _Parts]) -> None:
    for indicator in {indicator for indicator, _ in table}:
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
            whole = table.setdefault((indicator, ALL_SEGMENTS), _Parts())
            if stated is None:
                setattr(whole, part, summed)
            elif {"pu", "bpu"} <= set(given):
                _compare_total(reader, part, stated, summed)


def _sum_of(reader: _Reader, given: dict[str, np.ndarray[Any, Any]], *, report: bool) -> np.ndarray[Any, Any]:
    stacked = np.vstack(list(given.values())) if given else np.full((1, len(reader.rows)), np.nan)
    missing = np.isnan(stacked)
    if report:
        for index in np.flatnonzero(missing.any(axis=0) & ~missing.all(axis=0)):
            absent = ", ".join(segment for segment, cells in given.items() if np.isnan(cells[index]))
            reader.note(int(index), "segment_missing", "warning", segment=absent)
    return np.asarray(stacked.sum(axis=0))


def _compare_total(reader: _Reader, part: str, stated: np.ndarray[Any, Any], summed: np.ndarray[Any, Any]) -> None:
    for index in np.flatnonzero(~np.isnan(stated + summed) & (stated != summed)):
        reader.note(
            int(index), "total_differs_from_segments", "warning",
            part=part, stated=plain(stated[index]), computed=plain(summed[index]),
        )  # fmt: skip


def _check_rate(reader: _Reader, parts: _Parts) -> None:
    if parts.rate is None or parts.numerator is None or parts.denominator is None:
        return
    with np.errstate(divide="ignore", invalid="ignore"):
        computed = np.where(parts.denominator > 0, parts.numerator / parts.denominator, np.nan)
    stated = _as_fractions(parts.rate, computed)
    wrong = ~np.isnan(stated + computed) & (np.abs(stated - computed) > _RATE_TOLERANCE)
    heading = parts.rate_column.heading if parts.rate_column else ""
    for index in np.flatnonzero(wrong):
        reader.note(
            int(index), "rate_contradicts_counts", "warning",
            column=heading, stated=round(float(stated[index]), 4), computed=round(float(computed[index]), 4),
        )  # fmt: skip


def _as_fractions(rates: np.ndarray[Any, Any], computed: np.ndarray[Any, Any]) -> np.ndarray[Any, Any]:
    """Rates as fractions: a column is in percent where that comes nearer to what its counts give."""
    both = ~np.isnan(rates + computed)
    if not both.any():
        known = rates[~np.isnan(rates)]
        return rates / 100 if known.size and np.median(known) > 1.5 else rates
    as_written = np.median(np.abs(rates[both] - computed[both]))
    as_percent = np.median(np.abs(rates[both] / 100 - computed[both]))
    return rates / 100 if as_percent < as_written else rates


def _add_counts(
    reader: _Reader, table: dict[tuple[str, str], _Parts], key: tuple[str, str], parts: _Parts, period: str | None
) -> None:
    indicator, segment = key
    size = len(reader.rows)
    numerator = np.full(size, np.nan) if parts.numerator is None else parts.numerator
    denominator = np.full(size, np.nan) if parts.denominator is None else parts.denominator
    complete = ~np.isnan(numerator) & ~np.isnan(denominator)
    reader.add(indicator, segment, numerator, denominator, complete, period)
    if segment != ALL_SEGMENTS and parts.denominator is None and (indicator, ALL_SEGMENTS) in table:
        reader.note_file("segment_without_denominator", segment=segment)
        return
    for index in np.flatnonzero(~complete):
        if parts.rate is not None and not np.isnan(parts.rate[index]):
            heading = parts.rate_column.heading if parts.rate_column else ""
            reader.note(int(index), "rate_without_counts", "error", column=heading, stated=plain(parts.rate[index]))
        elif index in reader.unread:
            continue
        elif not np.isnan(numerator[index]):
            reader.note(
                int(index),
                "missing_denominator",
                "error",
                indicator=indicator,
                segment=segment,
                value=plain(numerator[index]),
            )
        elif not np.isnan(denominator[index]):
            reader.note(
                int(index),
                "missing_numerator",
                "error",
                indicator=indicator,
                segment=segment,
                value=plain(denominator[index]),
            )


def _add_flags(
    reader: _Reader,
    indicator: str,
    flags: np.ndarray[Any, Any],
    persons: _Parts | None,
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
    reader: _Reader, table: dict[tuple[str, str], _Parts], indicators: Collection[str], period: str | None
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


def plain(value: float) -> float | int:
    """A figure as it is written: whole where it is whole."""
    return int(value) if float(value).is_integer() else round(float(value), 6)


# Long tables ----------------------------------------------------------------------------------------------------


def _read_long(reader: _Reader, layout: Layout, indicators: Collection[str]) -> None:
    indicator = _indicators_of(reader, layout, indicators)
    segment = reader.segments
    parts = _Parts()
    for column in layout.of_kind("value"):
        part = column.meaning.part
        if part in {"numerator", "denominator", "complement", "rate"}:
            setattr(parts, part, reader.read(column, read_rate if part == "rate" else read_count))
            parts.rate_column = column if part == "rate" else parts.rate_column
    _fill_from_complement(reader, "", parts)
    _check_rate(reader, parts)
    known = np.array([word is not None for word in indicator]) & np.array([word is not None for word in segment])
    _report_words(reader, layout, "indicator", "unknown_indicator", indicator, indicators)
    _report_segments(reader, layout)
    size = len(reader.rows)
    numerator = np.full(size, np.nan) if parts.numerator is None else parts.numerator
    denominator = np.full(size, np.nan) if parts.denominator is None else parts.denominator
    complete = ~np.isnan(numerator) & ~np.isnan(denominator)
    reader.add(indicator, segment, numerator, denominator, known & complete)
    for index in np.flatnonzero(known & ~complete):
        _report_incomplete(reader, int(index), str(indicator[index]), str(segment[index]), parts)


def _report_incomplete(reader: _Reader, index: int, indicator: str, segment: str, parts: _Parts) -> None:
    if parts.rate is not None and not np.isnan(parts.rate[index]):
        heading = parts.rate_column.heading if parts.rate_column else ""
        reader.note(index, "rate_without_counts", "error", column=heading, stated=plain(parts.rate[index]))
    elif parts.numerator is not None and not np.isnan(parts.numerator[index]):
        value = plain(parts.numerator[index])
        reader.note(index, "missing_denominator", "error", indicator=indicator, segment=segment, value=value)
    elif parts.denominator is not None and not np.isnan(parts.denominator[index]):
        value = plain(parts.denominator[index])
        reader.note(index, "missing_numerator", "error", indicator=indicator, segment=segment, value=value)


def _known(text: str, indicators: Collection[str]) -> str | None:
    plain_text = normalise_heading(text).replace(" ", "_")
    return plain_text if plain_text in indicators else None


def _indicators_of(reader: _Reader, layout: Layout, indicators: Collection[str]) -> np.ndarray[Any, Any]:
    columns = layout.of_kind("indicator")
    if not columns:
        return np.full(len(reader.rows), None, dtype=object)
    texts = [text_of(cell) for cell in reader.rows[columns[0].key]]
    known = {text: text if text in indicators else _known(text, indicators) for text in {*texts}}
    return np.array([known[text] for text in texts], dtype=object)


def _report_segments(reader: _Reader, layout: Layout) -> None:
    _report_words(reader, layout, "segment", "unknown_segment", reader.segments)


def _report_words(
    reader: _Reader,
    layout: Layout,
    kind: Kind,
    reason: str,
    words: np.ndarray[Any, Any],
    known: Collection[str] = (),
) -> None:
    """A line for each row whose indicator or segment is a word that is not known."""
    for column in layout.of_kind(kind)[:1]:
        for index in [index for index, word in enumerate(words) if word is None]:
            text = text_of(reader.rows.at[index, column.key])
            reader.note(index, reason, "error", text=text, known=", ".join(sorted(known)))
