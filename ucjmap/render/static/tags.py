"""What a PDF tells a screen reader: which marks of a page are headings, paragraphs, tables and pictures, in what order."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any, Literal

from ucjmap.render.static.charts import draw_table
from ucjmap.render.static.fonts import clean
from ucjmap.render.static.items import Bars, Item, MapBlock, Polyline, Table, Text, Trend

TagKind = Literal["H1", "P", "Figure", "Table", "TR", "TH", "TD"]


@dataclass
class Tag:
    """One element of a page. ``number`` is that of its marks in the content of the page; None where it has none."""

    kind: TagKind
    number: int | None = None
    alt: str = ""
    parts: list["Tag"] = field(default_factory=list)


class PageTags:
    """The elements of one page, made while it is drawn."""

    def __init__(self) -> None:
        self.tags: list[Tag] = []
        self.count = 0

    @contextmanager
    def mark(
        self, renderer: Any, kind: TagKind | None, alt: str = "", *, into: list[Tag] | None = None
    ) -> Iterator[None]:
        """Whatever is drawn meanwhile belongs to one element; None is ornament, which a reader leaves out."""
        if kind is None:
            _put(renderer, "/Artifact BMC")
        else:
            tag = Tag(kind, self.count, alt)
            (self.tags if into is None else into).append(tag)
            _put(renderer, f"/{kind} <</MCID {self.count}>> BDC")
            self.count += 1
        yield
        _put(renderer, "EMC")


def _put(renderer: Any, operators: str) -> None:
    """Write operators into the content of the page that is being drawn."""
    from matplotlib.backends import backend_pdf

    verbatim: Any = backend_pdf.Verbatim
    renderer.file.output(verbatim(operators.encode()))


def tag_of(item: Item) -> tuple[TagKind | None, str]:
    """Kind of an item of a page, and what is read instead of a picture."""
    match item:
        case Text(name="title"):
            return "H1", ""
        case Text(name="bullet"):
            return None, ""  # an ornament: what it marks is a paragraph of its own
        case Text():
            return "P", ""
        case MapBlock():
            return "Figure", item.alt or item.name
        case Bars() | Trend():
            return "Figure", clean(item.alt)
    return None, ""


def table_parts(table: Table) -> Iterator[tuple[Item, int | None, int]]:
    """What a table is drawn from, each with the number of its column (None for rules and colours) and of its row."""
    row, edges = 0, [table.box.x]
    for width in table.widths:
        edges.append(edges[-1] + width)
    for part in draw_table(table):
        if isinstance(part, Text):
            middle = part.room.x + part.room.w / 2
            yield part, max(place for place, edge in enumerate(edges[:-1]) if edge <= middle), row
        else:
            yield part, None, row
            row += isinstance(part, Polyline)
