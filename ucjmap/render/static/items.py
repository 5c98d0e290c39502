"""What can stand on a page, each in millimetres of it: texts, shapes, pictures, tables, charts, maps; and their colours."""

from dataclasses import dataclass
from typing import Final, Literal

import numpy as np
import numpy.typing as npt

from ucjmap.render.static.box import Box

Align = Literal["left", "center", "right"]
INK: Final = "#1f2933"
PALE: Final = "#52606d"
RULE: Final = "#cbd2d9"
ACCENT: Final = "#1d4f91"
WARNING: Final = "#9a3412"
#: Ground of a key figure.
CARD: Final = "#eef2f7"


@dataclass(frozen=True)
class Text:
    """Lines that fit their box; ``box`` is the room they really take.

    ``paragraphs`` is the same text before it was broken into lines, for programs that break it themselves; ``bulleted``
    says that each is a point of a list. ``page`` is the page of the same file that the text leads to, 0 for none.
    """

    name: str
    box: Box
    room: Box
    lines: tuple[str, ...]
    size: float
    bold: bool = False
    colour: str = INK
    align: Align = "left"
    url: str = ""
    halo: bool = False
    paragraphs: tuple[str, ...] = ()
    bulleted: bool = False
    page: int = 0


@dataclass(frozen=True)
class Rectangle:
    """A filled or outlined rectangle."""

    box: Box
    fill: str | None = None
    line: str | None = None
    hatched: bool = False


@dataclass(frozen=True)
class Shapes:
    """Rings in page millimetres, filled together. ``points`` is n x 2; ``starts`` are the first points of the rings.

    Over the colour lie lines (``hatched``) or dots (``dotted``), or neither. ``name`` is what an office program calls the
    shape; empty where it is not one of its own.
    """

    points: npt.NDArray[np.float64]
    starts: npt.NDArray[np.int64]
    fill: str | None
    line: str | None = "#4a5560"
    line_pt: float = 0.4
    hatched: bool = False
    dotted: bool = False
    name: str = ""


@dataclass(frozen=True)
class Polyline:
    """A line through points in millimetres."""

    points: tuple[tuple[float, float], ...]
    colour: str = RULE
    line_pt: float = 0.5
    dashed: bool = False


@dataclass(frozen=True)
class Picture:
    """An image file (PNG or JPEG, checked before) that fills a box."""

    name: str
    box: Box
    content: bytes
    alt: str = ""


@dataclass(frozen=True)
class Cell:
    """Fitted text of one cell of a table."""

    text: str
    size: float


@dataclass(frozen=True)
class Table:
    """A table whose cells fit; ``swatches`` fill the first column of a row (a colour and whether it is hatched).

    A heading may have several lines, divided by line breaks, in a first row of ``head_mm``, by default that of the others.
    """

    name: str
    box: Box
    widths: tuple[float, ...]
    aligns: tuple[Align, ...]
    head: tuple[Cell, ...]
    rows: tuple[tuple[Cell, ...], ...]
    row_mm: float
    swatches: tuple[tuple[str, bool] | None, ...] = ()
    full: tuple[tuple[str, ...], ...] = ()
    head_mm: float = 0.0


@dataclass(frozen=True)
class Bar:
    """One bar: name, value as fraction of the axis, its text and colour."""

    label: str
    value: float
    text: str
    colour: str


@dataclass(frozen=True)
class Bars:
    """A bar chart; native in a presentation, drawn by its parts elsewhere.

    ``in_points``: the values are differences in percentage points, else shares. ``scale`` is the factor of all sizes.
    """

    name: str
    box: Box
    title: str
    bars: tuple[Bar, ...]
    in_points: bool = False
    scale: float = 1.0

    @property
    def alt(self) -> str:
        """What is read instead of the chart: its title, then name and figure of each bar."""
        return f"{self.title}: {'; '.join(f'{bar.label} {bar.text}' for bar in self.bars)}"


@dataclass(frozen=True)
class Trend:
    """A line chart over dates (ISO), rates as fractions, and the target as a level line; None is no data."""

    name: str
    box: Box
    title: str
    dates: tuple[str, ...]
    labels: tuple[str, ...]
    rates: tuple[float | None, ...]
    texts: tuple[str, ...]
    target: float | None = None
    target_text: str = ""
    scale: float = 1.0
    target_colour: str = WARNING

    @property
    def alt(self) -> str:
        """What is read instead of the chart: its title, each date that has a figure with that figure, and the target."""
        pairs = (f"{label} {text}" for label, text in zip(self.labels, self.texts, strict=True) if text)
        return "; ".join(filter(None, (f"{self.title}: {'; '.join(pairs)}", self.target_text)))


@dataclass(frozen=True)
class MapBlock:
    """The room of a map and what is drawn in it; in a presentation its shapes if ``is_native``, else one picture."""

    name: str
    box: Box
    items: tuple["Item", ...]
    alt: str = ""
    is_native: bool = False


Item = Text | Rectangle | Shapes | Polyline | Picture | Table | Bars | Trend | MapBlock
