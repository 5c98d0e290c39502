"""Matching a table of names or codes by itself, and the aliases that make the next match surer."""

from collections.abc import Hashable, Sequence
from pathlib import Path
from typing import Any

import pandas as pd

from ucjmap.api.areas import area_tree, make_register
from ucjmap.api.loading.row_matches import match_extract
from ucjmap.api.loading.running_imports import counted_import
from ucjmap.codes import PLACE_COLUMNS, is_code
from ucjmap.errors import N_, MatchingError
from ucjmap.intake import Layout, Sheet, extract_rows, guess_layout, read_sheets, separate_tables
from ucjmap.matching import match_rows
from ucjmap.schema import Progress, no_progress
from ucjmap.settings import get_settings
from ucjmap.store import Provenance, Store, add_aliases, add_import, read_aliases

_PLACES = [*PLACE_COLUMNS.values(), "code"]
ANSWER_COLUMNS = ["method", "score", "code", "candidates", "reason"]


def match_file(store: Store, path: Path, *, progress: Progress = no_progress) -> tuple[pd.DataFrame, dict[str, Any]]:
    """Match every row of a table of names or codes; nothing is stored.

    Parameters
    ----------
    path
        A CSV with columns province, regency, district, village or code is taken as it is; any other table is guessed.
    progress
        Called between the steps; may raise to cancel.

    Returns
    -------
    table
        One row is one row of data, with its own columns and behind them ``method``, ``score``, ``code`` (only where the
        match is sure), ``candidates`` (codes, best first, joined by ``|``) and ``reason``. A column of the file that is
        named like one of these is called ``input_…``.
    counts
        ``rows``, ``matched``, ``proposed``, ``refused``, and ``by_method``.

    Raises
    ------
    IntakeError
        The file is no table of areas.
    """
    table = _plain_table(path)
    if table is None:
        sheets = separate_tables(read_sheets(path, max_unpacked_mb=get_settings().max_unpacked_mb, progress=progress))
        layout = guess_layout(sheets)
        rows = match_extract(store, extract_rows(sheets, layout), {}, progress=progress)
        rows = rows[rows["status"].notna()]
        table = _own_columns(sheets, layout, rows)
        matches = rows.rename(columns={"code": "given", "matched_code": "code"})
    else:
        matches = match_rows(
            table[[name for name in _PLACES if name in table]], make_register(store), progress=progress
        )
    answer = matches[["method", "score", "code", "reason"]].copy()
    answer["candidates"] = [
        "|".join(codes) if isinstance(codes, list | tuple) else "" for codes in matches["candidates"]
    ]
    answer = answer[ANSWER_COLUMNS]
    table = table.rename(columns={name: f"input_{name}" for name in table.columns if name in ANSWER_COLUMNS})
    status = matches["status"].value_counts()
    counts = {
        "rows": len(table),
        "matched": int(status.get("matched", 0)),
        "proposed": int(status.get("proposed", 0)),
        "refused": int(status.get("refused", 0)),
        "skipped": 0,
        "by_method": {str(key): int(value) for key, value in matches["method"].value_counts().items()},
        "import_id": None,
    }
    return pd.concat([table, answer], axis=1), counts


def _plain_table(path: Path) -> pd.DataFrame | None:
    """The table of a CSV whose columns are named province, regency, district, village or code: it needs no guessing."""
    if path.suffix.lower() != ".csv" or not path.is_file():
        return None
    try:
        table = pd.read_csv(path, dtype=str, keep_default_na=False, encoding="utf-8-sig")
    except (UnicodeDecodeError, pd.errors.ParserError, pd.errors.EmptyDataError):
        return None
    return table if set(_PLACES) & set(table.columns) else None


def _own_columns(sheets: Sequence[Sheet], layout: Layout, rows: pd.DataFrame) -> pd.DataFrame:
    """The cells of ``rows`` as they stand in the file, under its own headings; one row is one row of ``rows``."""
    cells = {sheet.name: sheet.cells for sheet in sheets}
    headings: list[str] = []
    for column in layout.columns:
        heading = column.heading or column.key
        headings.append(heading if heading not in headings else f"{heading} ({column.index + 1})")
    own = []
    for sheet, number in zip(rows["sheet"], rows["row"], strict=True):
        row = cells[sheet][number - 1]
        own.append([row[column.index] if column.index < len(row) else None for column in layout.columns])
    return pd.DataFrame(own, columns=headings, index=rows.index, dtype=object)


def export_aliases(store: Store) -> pd.DataFrame:
    """Confirmed names in force.

    Returns
    -------
    pandas.DataFrame
        One row is one alias: ``level``, ``parent_code``, ``name``, ``code``, ``source``, ``created_at`` (UTC, ISO),
        ``created_by``, ``import_id``. The official ones, which come with the project, are not among them.
    """
    with store.reading() as connection:
        return read_aliases(connection)


def read_alias_file(path: Path) -> pd.DataFrame:
    """The table of an alias file.

    Parameters
    ----------
    path
        CSV in UTF-8 with a line of headings.

    Returns
    -------
    pandas.DataFrame
        One row is one alias, all cells text or missing; its columns are not checked before ``import_aliases``.

    Raises
    ------
    MatchingError
        The file is no CSV.
    """
    try:
        return pd.read_csv(path, dtype=str, encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError, pd.errors.ParserError, pd.errors.EmptyDataError) as error:
        raise MatchingError(
            "unreadable_aliases",
            N_("The alias file {file} cannot be read."),
            N_("Check its name; take a file that was exported here as a pattern."),
            file=path.name,
        ) from error


@counted_import("aliases")
def import_aliases(store: Store, entries: pd.DataFrame, *, file_name: str = "", created_by: str = "") -> int:
    """Take in confirmed names as one import.

    Parameters
    ----------
    entries
        One row is one alias: ``level``, ``parent_code``, ``name``, ``code``, ``source``; further columns are left out.

    Returns
    -------
    int
        How many names were taken in.

    Raises
    ------
    MatchingError
        A column is missing or a code is not in the register.
    """
    wanted = ["level", "parent_code", "name", "code", "source"]
    missing = [column for column in wanted if column not in entries]
    known = area_tree(store).areas.index
    unknown = [] if missing else [code for code in entries["code"] if not is_code(code) or code not in known]
    if missing or unknown:
        raise MatchingError(
            "bad_aliases",
            N_("The alias file cannot be used: missing columns {columns}; unknown codes {codes}."),
            N_("Take a file that was exported here as a pattern."),
            columns=", ".join(missing) or "–",
            codes=", ".join(unknown[:3]) or "–",
        )
    rows = entries[wanted].astype(object).where(entries[wanted].notna(), None)
    _add(store, [_alias(row) for row in rows.to_dict("records")], file_name=file_name, created_by=created_by)
    return len(rows)


def remove_alias(store: Store, *, level: str, parent_code: str | None, name: str, created_by: str = "") -> int:
    """Take a confirmed name out.

    Parameters
    ----------
    level
        Level of the area that the name stood for.
    parent_code
        Code of the area above it, as the alias has it.
    name
        As the alias has it.

    Returns
    -------
    int
        Number of the import; undoing it brings the name back.
    """
    entry = {"level": level, "parent_code": parent_code, "name": name, "code": "", "source": "removed"}
    return _add(store, [entry], file_name="", created_by=created_by, note=name)


def _add(store: Store, entries: list[dict[str, Any]], *, file_name: str, created_by: str, note: str = "") -> int:
    removed = sum(not entry["code"] for entry in entries)
    outcome = {"aliases": len(entries) - removed, "removed": removed}
    with store.writing() as connection:
        provenance = Provenance("aliases", file_name, note=note, created_by=created_by, outcome=outcome)
        import_id = add_import(connection, provenance)
        add_aliases(connection, entries, import_id=import_id, created_by=created_by)
    return import_id


def _alias(row: dict[Hashable, Any]) -> dict[str, Any]:
    return {str(key): value or (None if key == "parent_code" else "") for key, value in row.items()}
