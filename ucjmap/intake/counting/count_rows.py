"""From rows to counts: observations of areas, and a line of the report for each row that gives none."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import pandas as pd

from ucjmap.codes import level_of
from ucjmap.intake.counting.long_table import read_long
from ucjmap.intake.counting.reasons import ISSUE_COLUMNS, issue
from ucjmap.intake.counting.row_reader import RateDoubt, RowReader
from ucjmap.intake.counting.totals import check_totals
from ucjmap.intake.counting.wide_table import read_wide
from ucjmap.intake.evidence import Context, Dates, row_periods, segment_of_cell
from ucjmap.intake.meaning import Extract, Layout, Period
from ucjmap.intake.reading import is_no_data, text_of
from ucjmap.schema import ALL_SEGMENTS, OBSERVATION_COLUMNS, Counted

COUNT_COLUMNS: Final = (*OBSERVATION_COLUMNS, "row", "sheet")
#: A sheet can have hundreds of columns without a figure of ours: the report names the first few.
_HEADINGS_SHOWN: Final = 8


@dataclass(frozen=True)
class Counts:
    """Observations (``OBSERVATION_COLUMNS`` with row and sheet) and the issues met on the way (``ISSUE_COLUMNS``).

    An observation is missing where a row has no data, and never zero in its place. ``doubts`` are the columns of rates
    that speak against the counts of the table as a whole.
    """

    observations: pd.DataFrame
    issues: pd.DataFrame
    doubts: tuple[RateDoubt, ...] = ()


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
    layout
        What the columns mean; two columns of one meaning are not read.
    codes
        Code of the matched area for each row of ``extract.rows`` (same index); null where none was matched. Rows
        without a code give issues but no observations.
    indicators
        What each known indicator counts, by key. In a wide table one that counts desa needs no column of totals:
        each desa is 1 of 1.
    as_of
        ISO date of the rows that carry none of their own; only read without ``context``, which has dates of its own.
    context
        What holds for figures that do not say it themselves, by what the file says around its table.

    Returns
    -------
    Counts
        One observation is one count of a data row, in persons or desa; the issues name the rows that give none.

    Notes
    -----
    Rates are never stored: they are compared with the counts. A total over segments is taken where the file has one
    and compared with the segments; otherwise it is their sum, where none of them is missing.
    """
    data = extract.data
    context = context or Context(Dates(as_of))
    reader = _reader(data, codes.reindex(data.index), layout, context)
    if layout.shape == "long":
        read_long(reader, layout, indicators)
    else:
        read_wide(reader, layout, indicators)
    observations = _finish(reader, layout, context.dates)
    issues = [*_about_rows(extract, layout), *reader.issues, *check_totals(extract, layout)]
    lines = pd.DataFrame(issues, columns=list(ISSUE_COLUMNS)).astype({"row": "Int64"})
    return Counts(observations, lines, tuple(dict.fromkeys(reader.doubts)))


def _reader(data: pd.DataFrame, codes: pd.Series, layout: Layout, context: Context) -> RowReader:
    levels = np.array([None if pd.isna(code) else level_of(code) for code in codes], dtype=object)
    rows = data.reset_index(drop=True)
    return RowReader(rows, codes.reset_index(drop=True), levels, _row_segments(rows, layout, context), context.scales)


def _row_segments(rows: pd.DataFrame, layout: Layout, context: Context) -> np.ndarray[Any, Any]:
    """Segment of each row by its own cell, else by its sheet, else all; None where that is not known."""
    columns = layout.of_kind("segment")
    texts = [text_of(cell) for cell in rows[columns[0].key]] if columns else [""] * len(rows)
    known = {text: segment_of_cell(text) for text in {*texts} if text}
    # Beside rows that name one, a blank may be the segment above, or a slip.
    lacking = None if known and layout.shape == "wide" else ALL_SEGMENTS
    by_sheet = [context.segments.get(sheet, lacking) for sheet in rows["sheet"]]
    return np.array([known[text] if text else other for text, other in zip(texts, by_sheet, strict=True)], dtype=object)


def _finish(reader: RowReader, layout: Layout, dates_of_file: Dates) -> pd.DataFrame:
    if not reader.observations:
        return pd.DataFrame(columns=list(COUNT_COLUMNS)).astype(
            {"numerator": float, "denominator": float, "row": "int64"}
        )
    observations = pd.concat(reader.observations, ignore_index=True)
    dates = _dates(reader, layout, dates_of_file)
    position = observations["position"].to_numpy()
    observations["as_of"] = dates[position]
    if dates_of_file.own:
        for period, headed in observations.groupby("period"):
            first, _, last = str(period).partition("/")
            observations.loc[headed.index, "as_of"] = Period(first, last).date_for(dates_of_file.typed)
    observations["unit_code"] = reader.codes.to_numpy(dtype=object)[position]
    observations["row"] = reader.rows["row"].to_numpy()[position]
    observations["sheet"] = reader.rows["sheet"].to_numpy()[position]
    for index in np.unique(position[observations["as_of"].isna()]):
        if int(index) not in reader.unread:
            reader.note(int(index), "missing_date" if dates_of_file.typed is None else "blank_date", "error")
    dated = observations[observations["as_of"].notna()].sort_values("position", kind="stable")
    return dated[list(COUNT_COLUMNS)].reset_index(drop=True)


def _dates(reader: RowReader, layout: Layout, dates_of_file: Dates) -> np.ndarray[Any, Any]:
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
    """Lines of the report on hidden rows that were read, sheets that were not, and columns that were not understood."""
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
