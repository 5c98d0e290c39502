"""Total rows: their figures against the sums of the rows they stand for."""

from collections.abc import Iterator
from typing import Any

import numpy as np
import pandas as pd

from ucjmap.codes import LEVELS, PLACE_COLUMNS
from ucjmap.intake.counting.reasons import issue
from ucjmap.intake.meaning import DATA_KINDS, Column, Extract, Layout
from ucjmap.intake.reading import read_count, text_of


def check_totals(extract: Extract, layout: Layout) -> Iterator[dict[str, Any]]:
    """A line for each figure in a total row that equals none of the sums it may stand for.

    A total may stand for the rows since the last total or sub-heading, for all rows of its sheet so far, for all rows of
    the file so far, or, above its rows, for those up to the next total or to the end of the sheet; rates and averages
    are not checked.
    """
    columns = [column for column in layout.of_kind("value") if column.meaning.part not in {"rate", "flag"}]
    rows = extract.rows.reset_index(drop=True)
    totals = np.flatnonzero(rows["kind"] == "total")
    for column in columns if len(totals) else []:
        yield from _check_column(rows, totals, column)


def _check_column(rows: pd.DataFrame, totals: np.ndarray[Any, Any], column: Column) -> Iterator[dict[str, Any]]:
    data = rows["kind"].isin(DATA_KINDS).to_numpy()
    cells = rows[column.key].to_numpy()
    figures = np.array(
        [(read_count(cell).value or 0.0) if taken else 0.0 for cell, taken in zip(cells, data, strict=True)]
    )
    sums = np.concatenate([[0.0], np.cumsum(figures)])
    sheets = rows["sheet"].to_numpy()
    breaks = rows["kind"].isin(["total", "subheading", "heading"]).to_numpy()
    for position in totals:
        stated = read_count(cells[position]).value
        if stated is None:
            continue
        start_of_sheet = int(np.argmax(sheets == sheets[position]))
        before = np.flatnonzero(breaks[start_of_sheet:position])
        start_of_block = start_of_sheet + (int(before[-1]) + 1 if before.size else 0)
        subheads = np.flatnonzero((rows["kind"] == "subheading").to_numpy()[start_of_sheet:position])
        start_of_area = start_of_sheet + (int(subheads[-1]) + 1 if subheads.size else 0)
        possible = [sums[position] - sums[start] for start in (start_of_block, start_of_area, start_of_sheet, 0)]
        end_of_sheet = len(rows) - int(np.argmax(sheets[::-1] == sheets[position]))
        after = np.flatnonzero(totals > position)
        end_of_block = min(int(totals[after[0]]), end_of_sheet) if after.size else end_of_sheet
        if not data[start_of_sheet:position].any() or breaks[max(position - 1, 0)]:
            possible += [sums[end] - sums[position + 1] for end in (end_of_block, end_of_sheet)]
        if not any(abs(stated - value) < 1e-6 for value in possible):
            nearest = min(possible, key=lambda value: abs(stated - value))
            yield issue(
                int(rows.at[position, "row"]),
                "total_differs",
                severity="warning",
                sheet=sheets[position],
                name=_label(rows, position),
                column=column.heading,
                stated=stated,
                computed=float(nearest),
            )


def _label(rows: pd.DataFrame, position: int) -> str:
    places = [PLACE_COLUMNS[level] for level in reversed(LEVELS[1:])]
    return next((text_of(cell) for cell in rows.loc[position, places] if cell), "")
