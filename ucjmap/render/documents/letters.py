"""Letters as PDF, each on a page of its own."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from ucjmap.render.documents.flow import A4, build, gap, next_page, paragraph, text_style

_SIZE, _LEADING = 10.5, 15
#: An inch, in points.
_MARGIN: Final = 72


@dataclass(frozen=True)
class Letter:
    """The lines of one letter: before its points, the points, and after them. An empty line is left empty."""

    before: Sequence[str]
    points: Sequence[str]
    after: Sequence[str]


def make_letter_document(letters: Sequence[Letter], notes: Sequence[str], *, alarm: str = "") -> bytes:
    """Letters as one PDF of A4 pages, each letter on a page of its own.

    Parameters
    ----------
    letters
        In their order; a long one runs over several pages.
    notes
        Stand at the foot of each letter in small: sources, dates and limits.
    alarm
        Stands in bold at the top of each, such as that the figures are simulated; empty for none.
    """
    flow: list[Any] = []
    for number, letter in enumerate(letters):
        flow += [next_page()] if number else []
        flow += _lay_out(letter, notes, alarm)
    return build(flow, A4, _MARGIN)


def _lay_out(letter: Letter, notes: Sequence[str], alarm: str) -> list[Any]:
    text, bold = (text_style(_SIZE, leading=_LEADING, is_bold=is_bold) for is_bold in (False, True))
    point = text_style(_SIZE, leading=_LEADING, leftIndent=14, bulletIndent=2)
    small = text_style(7, leading=9.5)
    flow: list[Any] = [paragraph(alarm, bold), gap(4)] if alarm else []
    flow += [paragraph(line, text) for line in letter.before]
    flow += [paragraph(line, point, bullet="•") for line in letter.points]
    flow += [paragraph(line, text) for line in letter.after]
    return [*flow, gap(8), *(paragraph(note, small) for note in notes)]
