"""Small tables for the tests of the intake."""

from collections.abc import Mapping
from typing import Any, Final

import pandas as pd

from ucjmap.intake import Counts, Extract, Layout, Sheet, extract_rows, guess_layout, read_counts
from ucjmap.schema import Counted

INDICATORS: Final[dict[str, Counted]] = {
    "ucj": "people",
    "aparat": "people",
    "bpd": "people",
    "aparat_registered": "desa",
    "bpd_registered": "desa",
}
DATE = "2025-10-31"


def sheet(*rows: list[Any], name: str = "Rekap", **more: Any) -> Sheet:
    """A sheet of the given rows, padded to one width as a reader gives them."""
    width = max(len(row) for row in rows)
    cells = [[None if cell == "" else cell for cell in row] + [None] * (width - len(row)) for row in rows]
    return Sheet(name=name, cells=cells, **more)


def extract(*sheets: Sheet) -> tuple[Layout, Extract]:
    """Guessed layout and rows."""
    layout = guess_layout(list(sheets))
    return layout, extract_rows(list(sheets), layout)


def count(
    *rows: list[Any],
    codes: Mapping[int, str] | None = None,
    indicators: Mapping[str, Counted] = INDICATORS,
    **more: Any,
) -> Counts:
    """Counts of one sheet; each data row gets the code that its code column holds, or the one given by row."""
    layout, read = extract(sheet(*rows, **more))
    matched = read.rows["code"].copy()
    for row, code in (codes or {}).items():
        matched[read.rows.index[read.rows["row"] == row]] = code
    return read_counts(read, layout, matched, indicators=indicators, as_of=DATE)


def stored(counts: Counts) -> dict[tuple[int, str, str], tuple[float, float]]:
    """(row, indicator, segment) -> (numerator, denominator)."""
    return {
        (row.row, row.indicator, row.segment): (row.numerator, row.denominator)
        for row in counts.observations.itertuples()
    }


def reasons(counts: Counts) -> list[tuple[int | None, str, str]]:
    """(row, reason, severity) of every issue."""
    return [
        (None if pd.isna(row.row) else int(row.row), row.reason, row.severity) for row in counts.issues.itertuples()
    ]
