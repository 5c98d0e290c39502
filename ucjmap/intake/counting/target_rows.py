"""Tables of targets: area by year by issuer, in one column each or a column for every year."""

import re
from typing import Any

import numpy as np
import pandas as pd

from ucjmap.intake.counting.reasons import ISSUE_COLUMNS, issue
from ucjmap.intake.meaning import Column, Extract, Layout
from ucjmap.intake.reading import is_no_data, read_count, read_rate, text_of
from ucjmap.schema import TARGET_COLUMNS

# "RPJMD 2025", where a table has no column for the year.
_YEAR = re.compile(r"\b(20\d{2})\b")


def read_targets(
    extract: Extract,
    layout: Layout,
    codes: pd.Series,
    *,
    indicator: str = "ucj",
    issuer: str = "",
    source: str = "",
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Targets of a target table, and issues for the rows that give none.

    Parameters
    ----------
    codes
        Code of the matched area for each row of ``extract.rows`` (same index); null where none was matched. Rows
        without a code give issues but no targets.
    indicator, issuer, source
        What the table does not say itself; ``source`` is never read from it.

    Returns
    -------
    targets
        One row is one target (``TARGET_COLUMNS``, ``row``, ``sheet``), its rate a fraction, ``comparable`` empty. A
        column in percent is divided by 100: above 1.5 nothing can be a fraction of all workers.
    issues
        One row is one issue (``ISSUE_COLUMNS``). A blank target has none.
    """
    rows = extract.data
    targets: list[dict[str, Any]] = []
    issues: list[dict[str, Any]] = []
    columns = layout.of_kind("target") or tuple(
        column for column in layout.of_kind("value") if column.meaning.part == "rate"
    )
    for column in columns:
        rates = _rates(rows, column)
        for position, (index, row) in enumerate(zip(rows.index, rows.to_dict("records"), strict=True)):
            code = codes.get(index)
            about = {
                "code": None if pd.isna(code) else str(code),
                "name": row["village"] or row["regency"] or "",
                "sheet": row["sheet"],
            }
            year = _year(row, column, layout)
            problem = _problem(row, column, rates[position], year, layout)
            if problem:
                issues.append(issue(row["row"], problem.pop("reason"), severity="error", **about, **problem))
            elif not pd.isna(code) and not np.isnan(rates[position]):
                targets.append(
                    {
                        "unit_code": code,
                        "indicator": _text(row, layout, "indicator") or indicator,
                        "year": year,
                        "issuer": _text(row, layout, "issuer") or issuer,
                        "rate": rates[position],
                        "source": source,
                        "row": row["row"],
                        "sheet": row["sheet"],
                    }
                )
    issues_frame = pd.DataFrame(issues, columns=list(ISSUE_COLUMNS)).astype({"row": "Int64"})
    return pd.DataFrame(targets, columns=[*TARGET_COLUMNS, "row", "sheet"]), issues_frame


def _rates(rows: pd.DataFrame, column: Column) -> np.ndarray[Any, Any]:
    cells = rows[column.key].to_numpy()
    rates = np.array([np.nan if (value := read_rate(cell).value) is None else value for cell in cells], dtype=float)
    bare = np.array([not text_of(cell).endswith("%") for cell in cells], dtype=bool)
    if bare.any() and np.nanmax(np.where(bare, rates, 0), initial=0) > 1.5:
        rates[bare] /= 100
    return rates


def _text(row: dict[str, Any], layout: Layout, kind: Any) -> str:
    return next((text_of(row[column.key]) for column in layout.of_kind(kind)), "")


def _year(row: dict[str, Any], column: Column, layout: Layout) -> int | None:
    for year_column in layout.of_kind("year"):
        value = read_count(row[year_column.key]).value if not isinstance(row[year_column.key], str) else None
        match = _YEAR.search(text_of(row[year_column.key])) if value is None else None
        number = int(match[1]) if match else int(value or 0)
        return number if 2000 <= number < 2100 else None
    match = _YEAR.search(column.heading.replace("_", " "))
    return int(match[1]) if match else None


def _problem(
    row: dict[str, Any], column: Column, rate: float, year: int | None, layout: Layout
) -> dict[str, Any] | None:
    cell = row[column.key]
    if np.isnan(rate):
        return (
            None if is_no_data(cell) else {"reason": "unreadable_rate", "column": column.heading, "text": text_of(cell)}
        )
    if not 0 <= rate <= 1:
        return {"reason": "target_out_of_range", "stated": text_of(cell)}
    if year is None:
        heading = next((item.heading for item in layout.of_kind("year")), column.heading)
        return {"reason": "bad_year", "column": heading, "text": _text(row, layout, "year")}
    return None
