"""One artist that replays a sheet on whichever matplotlib renderer.

No ``pyplot``: every figure is an object of its own, so pages may be drawn from several threads. Text goes to the
renderer as it is; matplotlib's mathematics, which would read ``$`` in a name, is never asked.
"""

from collections.abc import Iterable
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from ucjmap.classify import NO_DATA_LINES, NOT_APPLICABLE_COLOUR, NOT_APPLICABLE_LINES
from ucjmap.render.static.charts import draw_bars, draw_table, draw_trend
from ucjmap.render.static.fonts import ASCENT, MM_PER_PT, drawn_mm, font, line_mm
from ucjmap.render.static.items import Bars, Item, MapBlock, Picture, Polyline, Rectangle, Shapes, Table, Text, Trend
from ucjmap.render.static.sheet import Sheet
from ucjmap.render.static.tags import PageTags, Tag, TagKind, table_parts, tag_of

if TYPE_CHECKING:
    from matplotlib.backend_bases import GraphicsContextBase, RendererBase
    from matplotlib.path import Path as Outline

_HATCH: Final = "////"
_LINES: Final = "--"
_DOTS: Final = "...."


@lru_cache(maxsize=1)
def load_matplotlib() -> Any:
    """The library with the parts that are used here: loading it takes longer than all the rest of the app together."""
    import matplotlib as mpl
    import matplotlib.artist
    import matplotlib.backends.backend_agg
    import matplotlib.backends.backend_pdf
    import matplotlib.backends.backend_svg
    import matplotlib.figure
    import matplotlib.textpath

    # For the whole process, because matplotlib reads them while it draws, whichever thread does.
    mpl.rcParams.update({"svg.fonttype": "none", "pdf.fonttype": 42, "svg.hashsalt": "ucjmap", "hatch.linewidth": 0.5})
    # Hinted letters of a small picture are wider than measured and run out of their room.
    mpl.rcParams.update({"text.hinting": "no_hinting"})
    return mpl


class Painter:
    """Draws the items of a sheet, first ones lowest."""

    def __init__(self, sheet: Sheet, *, as_outlines: bool = False, tags: PageTags | None = None) -> None:
        self._sheet, self._tags = sheet, tags
        self._as_outlines = as_outlines
        self._mpl = load_matplotlib()
        self._outlines = self._mpl.textpath.TextToPath()

    def draw(self, renderer: "RendererBase") -> None:
        """Replay the sheet."""
        width, height = renderer.get_canvas_width_height()
        self._scale = width / self._sheet.width
        place = self._mpl.transforms.Affine2D().translate(-self._sheet.left, -self._sheet.top)
        self._to_page = place.scale(self._scale, -self._scale).translate(0, height)
        self._height = height
        for item in self._sheet.items:
            if self._tags is None:
                self._draw(renderer, item)
            elif isinstance(item, Table):
                self._draw_tagged_table(renderer, item, self._tags)
            else:
                with self._tags.mark(renderer, *tag_of(item)):
                    self._draw(renderer, item)

    def _draw_tagged_table(self, renderer: "RendererBase", table: Table, tags: PageTags) -> None:
        rows = [Tag("TR") for _ in range(len(table.rows) + bool(table.head))]
        tags.tags.append(Tag("Table", parts=rows))
        for part, column, row in table_parts(table):
            if column is None:
                with tags.mark(renderer, None):
                    self._draw(renderer, part)
                continue
            cells: list[Tag] = rows[row].parts
            kind: TagKind = "TH" if table.head and row == 0 else "TD"
            cells += [Tag(kind) for _ in range(column - len(cells))]  # those before it that are empty
            own: list[Tag] = [] if len(cells) == column else cells[column].parts
            with tags.mark(renderer, kind, into=cells if len(cells) == column else own):
                self._draw(renderer, part)
        for number, row_tag in enumerate(rows):
            last: TagKind = "TH" if table.head and number == 0 else "TD"
            row_tag.parts += [Tag(last) for _ in range(len(table.widths) - len(row_tag.parts))]

    def _draw(self, renderer: "RendererBase", item: Item) -> None:
        match item:
            case Text():
                self._draw_text(renderer, item)
            case Rectangle():
                self._draw_rectangle(renderer, item)
            case Shapes():
                self._draw_shapes(renderer, item)
            case Polyline():
                self._draw_line(renderer, item)
            case MapBlock(items=parts):
                self._draw_map(renderer, parts)
            case Table():
                self._draw_all(renderer, draw_table(item))
            case Bars():
                self._draw_all(renderer, draw_bars(item))
            case Trend():
                self._draw_all(renderer, draw_trend(item))
            case Picture():
                pass  # an image of the figure, added beside this artist

    def _draw_map(self, renderer: "RendererBase", parts: tuple[Item, ...]) -> None:
        """Edges of all labels before the first letter, so that none covers the letters of its neighbour."""
        labels = [part for part in parts if isinstance(part, Text) and part.halo]
        for part in parts:
            if labels and part is labels[0]:
                for label in labels:
                    self._draw_halo(renderer, label)
            self._draw(renderer, part)

    def _draw_halo(self, renderer: "RendererBase", item: Text) -> None:
        for number, line in enumerate(item.lines):
            self._draw_letters(renderer, item, line, *self._line_start(item, line, number), "#ffffff", item.size * 0.28)

    def _draw_all(self, renderer: "RendererBase", items: Iterable[Item]) -> None:
        for item in items:
            self._draw(renderer, item)

    def _pixels(self, points: float) -> float:
        return points * MM_PER_PT * self._scale

    def _context(self, renderer: "RendererBase", colour: str, line_pt: float = 0.0) -> "GraphicsContextBase":
        context = renderer.new_gc()
        context.set_foreground(colour)
        context.set_linewidth(line_pt)  # in points: the renderers turn them into pixels
        context.set_antialiased(True)
        context.set_joinstyle("round")
        return context

    def _draw_shapes(self, renderer: "RendererBase", item: Shapes) -> None:
        if not len(item.points):
            return
        path = _path(item)
        context = self._context(renderer, item.line or "#ffffff", item.line_pt if item.line else 0.0)
        if item.hatched or item.fill == NOT_APPLICABLE_COLOUR:
            _hatch(context, item.fill)
        elif item.dotted:
            _dot(context, item.fill or "#ffffff")
        renderer.draw_path(context, path, self._to_page, self._mpl.colors.to_rgba(item.fill) if item.fill else None)
        context.restore()

    def _draw_rectangle(self, renderer: "RendererBase", item: Rectangle) -> None:
        context = self._context(renderer, item.line or "#ffffff", 0.5 if item.line else 0.0)
        if item.hatched or item.fill == NOT_APPLICABLE_COLOUR:
            _hatch(context, item.fill)
        box = item.box
        corners = [(box.x, box.y), (box.right, box.y), (box.right, box.bottom), (box.x, box.bottom), (box.x, box.y)]
        path = self._mpl.path.Path(corners, closed=True)
        renderer.draw_path(context, path, self._to_page, self._mpl.colors.to_rgba(item.fill) if item.fill else None)
        context.restore()

    def _draw_line(self, renderer: "RendererBase", item: Polyline) -> None:
        context = self._context(renderer, item.colour, item.line_pt)
        if item.dashed:
            context.set_dashes(0, [3, 2])
        renderer.draw_path(context, self._mpl.path.Path(list(item.points)), self._to_page, None)
        context.restore()

    def _draw_text(self, renderer: "RendererBase", item: Text) -> None:
        properties = font(bold=item.bold, size=item.size)
        for number, line in enumerate(item.lines):
            x, y = self._line_start(item, line, number)
            if self._as_outlines:
                self._draw_letters(renderer, item, line, x, y, item.colour, 0.0)
                continue
            context = self._context(renderer, item.colour)
            if item.url:
                context.set_url(item.url)
            top = self._height - y if renderer.flipy() else y
            renderer.draw_text(context, x, top, line, properties, 0, ismath=False)
            context.restore()

    def _line_start(self, item: Text, line: str, number: int) -> tuple[float, float]:
        room = item.box
        x = room.x
        if item.align != "left":
            spare = room.w - drawn_mm(line, item.size, bold=item.bold)
            x += spare / 2 if item.align == "center" else spare
        y = room.y + number * line_mm(item.size) + ASCENT * item.size * MM_PER_PT
        across, up = self._to_page.transform((x, y))
        return float(across), float(up)

    def _draw_letters(
        self, renderer: "RendererBase", item: Text, line: str, x: float, y: float, colour: str, line_pt: float
    ) -> None:
        """Letters as outlines; with a line they make the white edge by which a label reads on every colour."""
        size = self._outlines.FONT_SCALE
        vertices, codes = self._outlines.get_text_path(font(bold=item.bold, size=size), line, ismath=False)
        if not len(vertices):
            return
        context = self._context(renderer, colour, line_pt)
        place = self._mpl.transforms.Affine2D().scale(self._pixels(item.size) / size).translate(x, y)
        renderer.draw_path(context, self._mpl.path.Path(vertices, codes), place, self._mpl.colors.to_rgba(colour))
        context.restore()


def _path(item: Shapes) -> "Outline":
    from matplotlib.path import Path as Outline

    codes = np.full(len(item.points), Outline.LINETO, dtype=Outline.code_type)
    codes[item.starts] = Outline.MOVETO
    codes[np.append(item.starts[1:], len(item.points)) - 1] = Outline.CLOSEPOLY
    return Outline(item.points, codes)


def _hatch(context: "GraphicsContextBase", ground: str | None) -> None:
    applies = ground != NOT_APPLICABLE_COLOUR
    context.set_hatch(_HATCH if applies else _LINES)
    context.set_hatch_color(NO_DATA_LINES if applies else NOT_APPLICABLE_LINES)


def _dot(context: "GraphicsContextBase", ground: str) -> None:
    context.set_hatch(_DOTS)
    context.set_hatch_color(dots_on(ground))


def dots_on(ground: str) -> str:
    """Colour of dots, dark or light, whichever is seen better on a ground, as on the screen.

    Parameters
    ----------
    ground
        ``#rrggbb``.

    Returns
    -------
    str
        ``#rrggbb``.

    References
    ----------
    WCAG 2.1, relative luminance: above 0.18 a dark colour has the higher contrast, below it a light one.
    """
    from matplotlib.colors import to_rgba

    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in to_rgba(ground)[:3]
    )
    return "#111827" if 0.2126 * red + 0.7152 * green + 0.0722 * blue > 0.18 else "#ffffff"
