"""One page in millimetres: what stands where. Every format is written from it, and it can be checked by itself."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final, Literal

from ucjmap.render.static.box import Box
from ucjmap.render.static.fonts import clean, fit_block, fit_line, line_mm, width_mm
from ucjmap.render.static.items import INK, Align, Cell, Item, Table, Text

SlideLayout = Literal["cover", "bullets", "title"]
PaperName = Literal["a4", "a4-portrait", "a3", "a3-portrait", "16:9"]
#: Width and height of each page in millimetres.
PAPERS: Final[dict[PaperName, tuple[float, float]]] = {
    "a4": (297.0, 210.0),
    "a4-portrait": (210.0, 297.0),
    "a3": (420.0, 297.0),
    "a3-portrait": (297.0, 420.0),
    "16:9": (338.667, 190.5),
}


@dataclass(frozen=True)
class Placed:
    """A box that must stay on the page (or inside the map) and apart from all others of its layer."""

    name: str
    box: Box
    layer: str = "page"


@dataclass
class Sheet:
    """A page that is being filled. ``left`` and ``top`` are the coordinates of its upper left corner, which a cutting
    of a page has from that page.

    ``layout`` is the kind of slide that it is; paper has none. ``left_out`` are the names that found no room on its maps.
    """

    width: float
    height: float
    left: float = 0.0
    top: float = 0.0
    title: str = ""
    notes: str = ""
    items: list[Item] = field(default_factory=list)
    placed: list[Placed] = field(default_factory=list)
    number_room: Box | None = None
    layout: SlideLayout = "title"
    left_out: list[str] = field(default_factory=list)

    @property
    def page(self) -> Box:
        """The whole page."""
        return Box(0.0, 0.0, self.width, self.height)

    def add(self, item: Item) -> None:
        """Put something on the page that needs no room of its own.

        Parameters
        ----------
        item
            Placed in millimetres of the page; it lies upon the items that were added before.
        """
        self.items.append(item)

    def reserve(self, name: str, box: Box, layer: str = "page") -> None:
        """Note the room that something takes, for `problems` to check.

        Parameters
        ----------
        name
            By which `problems` speaks of it. On the layer ``page`` it is also the layer of what stands inside.
        box
            The room in millimetres of the page.
        layer
            ``page``, or the name of the map inside which it has to stay and on which nothing else may lie upon it.
        """
        self.placed.append(Placed(name, box, layer))

    def add_text(
        self,
        name: str,
        room: Box,
        text: str,
        size: float,
        *,
        least: float = 5.0,
        bold: bool = False,
        colour: str = INK,
        align: Align = "left",
        middle: bool = False,
        url: str = "",
        page: int = 0,
    ) -> float:
        """Fit a text into its room: wrapped, then in smaller letters, and shortened at last.

        Parameters
        ----------
        name
            By which `problems` speaks of it. ``title`` becomes the heading of a page of a PDF; on a slide ``title``,
            ``subtitle``, ``points`` and ``page`` go where its layout has a place for them.
        room
            Millimetres of the page. Less than two lines of ``size`` take one line.
        text
            Lines end at line breaks; in a room of one line these are spaces.
        size
            Of the letters in points, where there is room.
        least
            The size in points below which words are left out, with an ellipsis, rather than made smaller.
        align
            Side of the room on which the lines stand.
        middle
            Whether they stand in the middle of the height; else at the top.
        url
            Web address that the text leads to; empty for none.
        page
            Page of the same file that it leads to, from 1; 0 for none.

        Returns
        -------
        float
            Height of the lines in millimetres; 0 where there is nothing to write, and then nothing is added.
        """
        if room.h < line_mm(size) * 1.9:
            line, size = fit_line(text, room.w, min(size, room.h / line_mm(1.0)), least=least, bold=bold)
            lines = [line] if line else []
        else:
            lines, size = fit_block(text, room.w, room.h, size, least=least, bold=bold)
        if not lines:
            return 0.0
        height = len(lines) * line_mm(size)
        width = max(width_mm(line, size, bold=bold) for line in lines)
        x = room.x + {"left": 0.0, "center": (room.w - width) / 2, "right": room.w - width}[align]
        box = Box(x, room.y + (max(0.0, room.h - height) / 2 if middle else 0.0), width, height)
        own = [clean(part) for part in text.split("\n")] if len(lines) > 1 else lines
        # What had to be cut is written as it was cut.
        paragraphs = tuple(filter(None, own)) if " ".join(lines) == " ".join(filter(None, own)) else tuple(lines)
        self.items.append(
            Text(name, box, room, tuple(lines), size, bold, colour, align, url, paragraphs=paragraphs, page=page)
        )
        self.reserve(name, box)
        return height

    def add_table(
        self,
        name: str,
        room: Box,
        head: Sequence[str],
        rows: Sequence[Sequence[str]],
        shares: Sequence[float],
        *,
        aligns: Sequence[Align] = (),
        size: float = 7.5,
        row_mm: float | None = None,
        swatches: Sequence[tuple[str, bool] | None] = (),
    ) -> float:
        """Add a table across the width of a room; each cell is one line, made smaller and then shortened to fit.

        Parameters
        ----------
        name
            By which `problems` speaks of it.
        room
            Millimetres of the page, of which the table takes the whole width. It may grow out of the lower edge: rows
            that find no room are the caller's to count before.
        head
            Headings of the columns; empty for a table without.
        rows
            One row is a row of the table, with a text for each column.
        shares
            Width of each column, in whatever unit: only their proportion counts.
        aligns
            Side on which each column stands. Columns without stand right, but the first column of a table without any
            left.
        size
            Of the letters in points; they shrink to four fifths of it at most.
        row_mm
            Height of a row in millimetres; None: as the letters need.
        swatches
            For each row the colour of its first column and whether it is hatched; None in a row without. Empty: none at
            all.

        Returns
        -------
        float
            Height of the table in millimetres, its head included.

        Raises
        ------
        ValueError
            A row or the head has not as many cells as there are columns.
        """
        height = row_mm or line_mm(size) * 1.25
        widths = tuple(room.w * share / sum(shares) for share in shares)
        sides: list[Align] = list(aligns) or ["left"]
        sides += ["right"] * (len(widths) - len(sides))
        pad = 1.0

        def cells(texts: Sequence[str], bold: bool) -> tuple[Cell, ...]:
            return tuple(
                Cell(*fit_line(text, width - 2 * pad, size, least=size * 0.8, bold=bold))
                for text, width in zip(texts, widths, strict=True)
            )

        lines = ((cells(head, True),) if head else ()) + tuple(cells(row, False) for row in rows)
        box = Box(room.x, room.y, room.w, len(lines) * height)
        self.items.append(
            Table(
                name,
                box,
                widths,
                tuple(sides),
                lines[0] if head else (),
                lines[1:] if head else lines,
                height,
                tuple(swatches),
                tuple(tuple(row) for row in rows),
            )
        )
        self.reserve(name, box)
        return box.h

    def add_number(self, text: str) -> None:
        """Write the number of the page where the footer keeps room for it; nothing on a page that keeps none.

        Parameters
        ----------
        text
            The number in words, which is known only when all pages are composed.
        """
        if self.number_room is not None:
            size = self.number_room.h / line_mm(1.0)
            self.add_text("page", self.number_room, text, size, align="right")

    def problems(self) -> list[str]:
        """What overlaps or leaves its page or map.

        Returns
        -------
        list of str
            One text for each fault, with the names of what is involved; empty on a good page. In English, for tests.
        """
        problems = []
        frames = {placed.name: placed.box for placed in self.placed if placed.layer == "page"}
        for place, one in enumerate(self.placed):
            frame = self.page if one.layer == "page" else frames[one.layer]
            if not frame.holds(one.box):
                problems.append(f"{one.name} leaves {one.layer}")
            for other in self.placed[place + 1 :]:
                if other.layer == one.layer and one.box.overlaps(other.box):
                    problems.append(f"{one.name} overlaps {other.name}")
        return problems


def cut_out(item: Item, box: Box) -> Sheet:
    """A sheet of its own that shows one item of a page.

    Parameters
    ----------
    item
        In millimetres of the page that it comes from.
    box
        The cutting, in millimetres of that page; it is the size of the new sheet.
    """
    return Sheet(box.w, box.h, box.x, box.y, items=[item])


def paper_size(name: PaperName) -> tuple[float, float]:
    """Width and height of a page in millimetres."""
    return PAPERS[name]
