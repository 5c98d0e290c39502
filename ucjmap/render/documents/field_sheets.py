"""Field sheets: titled tables with room to write in, over as many pages as they take."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from ucjmap.render.documents.flow import A4, MM, build, gap, next_page, paragraph, text_style

_ACROSS: Final = (A4[1], A4[0])
_MARGIN: Final = 12 * MM
#: Points below the text of a row: high enough for a hand to write in.
_ROOM: Final = 12


@dataclass(frozen=True)
class TablePage:
    """A table under its title, on a page of its own; ``shares`` are the widths of its columns as parts of the page's."""

    title: str
    headings: Sequence[str]
    rows: Sequence[Sequence[str]]
    shares: Sequence[float]


def make_table_document(pages: Sequence[TablePage], notes: Sequence[str], *, alarm: str = "") -> bytes:
    """Tables to write in as one PDF of A4 pages across, each table on a page of its own.

    Parameters
    ----------
    pages
        One is one table; a long one runs over several pages with its headings. Without any the notes stand alone.
    notes
        Stand below each table: sources, dates and limits.
    alarm
        Stands in bold above each table, such as that the figures are simulated; empty for none.
    """
    said = [paragraph(note, text_style(8, leading=10.4)) for note in notes]
    flow: list[Any] = []
    for number, page in enumerate(pages):
        flow += [next_page()] if number else []
        flow += [paragraph(page.title, text_style(12, leading=15.6, is_bold=True))]
        flow += [paragraph(alarm, text_style(8, leading=10.4, is_bold=True))] if alarm else []
        flow += [gap(4), _make_table(page), gap(4), *said]
    return build(flow or said, _ACROSS, _MARGIN)


def _make_table(page: TablePage) -> Any:
    from reportlab.lib import colors
    from reportlab.platypus import Table, TableStyle

    head, text = (text_style(8, leading=10.4, is_bold=is_bold) for is_bold in (True, False))
    cells = [[paragraph(heading, head) for heading in page.headings]]
    cells += [[paragraph(cell, text) if cell else "" for cell in row] for row in page.rows]
    width = _ACROSS[0] - 2 * _MARGIN
    table = Table(cells, colWidths=[share * width for share in page.shares], repeatRows=1)
    table.setStyle(
        TableStyle(
            [
                ("GRID", (0, 0), (-1, -1), 0.4, colors.grey),
                ("VALIGN", (0, 0), (-1, -1), "TOP"),
                ("BOTTOMPADDING", (0, 1), (-1, -1), _ROOM),
                ("BACKGROUND", (0, 0), (-1, 0), colors.whitesmoke),
            ]
        )
    )
    return table
