"""Tables of two columns, BPS code and Kemendagri code, as offices keep them."""

import re
from collections.abc import Sequence
from typing import Final

import pandas as pd

from ucjmap.errors import N_, IntakeError
from ucjmap.intake.reading import Cell, Sheet, text_of

#: One row is one filled row below the headings; both codes are the cells as they stand in the file.
CROSSWALK_ROW_COLUMNS: Final = ("sheet", "row", "bps_cell", "code_cell", "relation")

_SEARCHED_ROWS: Final = 50
# Headings of the two columns of codes: "KODE BPS", "idsls", "ADM4_PCODE"; "Kode Kemendagri", "Kode Dukcapil", "Kode".
_BPS = re.compile(r"bps|idsls|iddesa|wilkerstat|pcode", re.I)
_KEMENDAGRI = re.compile(
    r"kemendagri|kemdagri|mendagri|depdagri|dagri|dukcapil|^(kode|code|unit_code)$|kode\s+wilayah", re.I
)
_RELATION = re.compile(r"^(relation|hubungan)$", re.I)


def read_crosswalk_rows(sheets: Sequence[Sheet]) -> pd.DataFrame:
    """The filled rows of every sheet that has a heading for each of the two codes.

    Returns
    -------
    pandas.DataFrame
        One row is one row of a sheet in which either code is filled (``CROSSWALK_ROW_COLUMNS``); ``row`` counts as the
        spreadsheet program does, and the codes are the cells as they stand.

    Raises
    ------
    IntakeError
        No sheet has both headings.
    """
    pairs: list[tuple[str, int, Cell, Cell, str]] = []
    recognised = False
    for sheet in sheets:
        heading = next(
            (place for place in range(len(sheet.cells[:_SEARCHED_ROWS])) if _columns(sheet.cells[place])), None
        )
        if heading is None:
            continue
        recognised = True
        bps, code, relation = _columns(sheet.cells[heading]) or (0, 0, None)
        for number, cells in enumerate(sheet.cells[heading + 1 :], heading + 2):
            pair = _at(cells, bps), _at(cells, code)
            if any(cell is not None for cell in pair):
                pairs.append((sheet.name, number, *pair, text_of(_at(cells, relation)) if relation is not None else ""))
    if not recognised:
        raise IntakeError(
            "no_crosswalk_columns",
            N_("{file} has no two columns with the BPS code and the Kemendagri code."),
            N_("Give the columns headings such as Kode BPS and Kode Kemendagri, one pair of codes in each row."),
            file=next((sheet.file or sheet.name for sheet in sheets), ""),
        )
    return pd.DataFrame(pairs, columns=list(CROSSWALK_ROW_COLUMNS))


def _columns(cells: Sequence[Cell]) -> tuple[int, int, int | None] | None:
    """Columns of the BPS code, the Kemendagri code and the relation, where ``cells`` are their headings."""
    texts = [text_of(cell) for cell in cells]
    coded = [place for place, text in enumerate(texts) if not text.casefold().startswith(("nama", "name"))]
    bps = next((place for place in coded if _BPS.search(texts[place])), None)
    code = next((place for place in coded if place != bps and _KEMENDAGRI.search(texts[place])), None)
    relation = next((place for place in coded if _RELATION.search(texts[place])), None)
    return None if bps is None or code is None else (bps, code, relation)


def _at(cells: Sequence[Cell], column: int | None) -> Cell:
    return cells[column] if column is not None and column < len(cells) else None
