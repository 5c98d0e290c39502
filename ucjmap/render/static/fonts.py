"""Measuring and fitting of text, so that a line is known to fit before anything is drawn.

The font is DejaVu Sans (``typefaces/LICENSE``), as ``tools/cut_typefaces.py`` cuts it down: it is embedded in PDF and
SVG. It is wider than the fonts that office programs put in its place, so what fits here fits there.
"""

import unicodedata
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from matplotlib.font_manager import FontProperties
    from matplotlib.ft2font import FT2Font

_TYPEFACES: Final = Path(__file__).parent / "typefaces"
MM_PER_PT: Final = 25.4 / 72
LINE_HEIGHT: Final = 1.22
ASCENT: Final = 0.93

# Hinting of the rasteriser moves the glyphs of small text by parts of a pixel.
_MARGIN = 1.02
_MEASURED_AT = 100.0
_STEP_PT = 0.25
ELLIPSIS: Final = "…"
_UNKNOWN: Final = "□"


def font_file(*, bold: bool) -> Path:
    """Where the font lies that everything is measured, drawn and embedded with.

    Parameters
    ----------
    bold
        Whether it is the bold one.
    """
    return _TYPEFACES / ("DejaVuSans-Bold.ttf" if bold else "DejaVuSans.ttf")


def _face(*, bold: bool) -> "FT2Font":
    from matplotlib.font_manager import get_font

    return get_font(str(font_file(bold=bold)))


def clean(text: str) -> str:
    """A text in one line without what is not seen (controls, marks that turn the direction, lone surrogates).

    A letter that the font lacks becomes an empty box, so that it is seen to be missing in every format.

    Parameters
    ----------
    text
        From anywhere. Line breaks and runs of spaces become one space.
    """
    if text.isascii() and text.isprintable():  # as nearly all names are: nothing to take out, and no letter unknown
        return " ".join(text.split())
    composed = unicodedata.normalize("NFC", text)
    shown = (
        " " if unicodedata.category(character) in {"Cc", "Zl", "Zp"} else character
        for character in composed
        if unicodedata.category(character) not in {"Cf", "Cs", "Co", "Cn"}
    )
    words = "".join(shown).split()
    return " ".join("".join(letter if _is_known(letter) else _UNKNOWN for letter in word) for word in words)


@lru_cache(maxsize=4096)
def _is_known(character: str) -> bool:
    return all(_face(bold=bold).get_char_index(ord(character)) for bold in (False, True))


def font(*, bold: bool = False, size: float) -> "FontProperties":
    """The font at a size in points."""
    from matplotlib.font_manager import FontProperties

    # The weight is only for SVG, which names the font instead of drawing from its file.
    return FontProperties(fname=str(font_file(bold=bold)), weight="bold" if bold else "normal", size=size)


@lru_cache(maxsize=4096)
def _advance(character: str, bold: bool) -> float:
    """Width of a letter in units of the font's size."""
    from matplotlib.ft2font import LoadFlags

    if not _is_known(character):
        character = _UNKNOWN
    face = _face(bold=bold)
    face.set_size(_MEASURED_AT, 72)
    glyph = face.load_char(ord(character), flags=LoadFlags.NO_HINTING)
    return float(glyph.linearHoriAdvance) / 65536 / _MEASURED_AT


@lru_cache(maxsize=16384)
def _word_advance(word: str, bold: bool) -> float:
    """Width of a word in units of the font's size; the same words come on every page."""
    return sum(_advance(character, bold) for character in word)


def natural_mm(text: str, size: float, *, bold: bool = False) -> float:
    """Width of one line of ``size`` points as it is drawn. Kerning, which only draws letters together, is left out:
    letter by letter is a hundred times as fast as setting the line."""
    words = text.split(" ")
    spaces = (len(words) - 1) * _advance(" ", bold)
    return (spaces + sum(_word_advance(word, bold) for word in words)) * size * MM_PER_PT


@lru_cache(maxsize=4096)
def drawn_mm(text: str, size: float, *, bold: bool = False) -> float:
    """Width of one line with its kerning: what a line that ends at an edge, or stands in the middle, is placed by."""
    from matplotlib.ft2font import LoadFlags

    face = _face(bold=bold)
    face.set_size(_MEASURED_AT, 72)
    face.set_text(text, 0, flags=LoadFlags.NO_HINTING)
    return float(face.get_width_height()[0]) / 64 / _MEASURED_AT * size * MM_PER_PT


def width_mm(text: str, size: float, *, bold: bool = False) -> float:
    """Width to keep free for one line: a little more than it is drawn with.

    Parameters
    ----------
    text
        What `clean` gives.
    size
        Points.

    Returns
    -------
    float
        Millimetres.
    """
    return natural_mm(text, size, bold=bold) * _MARGIN


def line_mm(size: float) -> float:
    """Height that one line takes.

    Parameters
    ----------
    size
        Of its letters in points.

    Returns
    -------
    float
        Millimetres.
    """
    return size * MM_PER_PT * LINE_HEIGHT


def balance(text: str, width: float, size: float, *, bold: bool = False) -> float:
    """The least width, at most ``width``, in which ``text`` takes no more lines: they are then about equally long."""
    lines = len(wrap(clean(text), width, size, bold=bold))
    low, high = 0.0, width
    while high - low > 0.5:
        middle = (low + high) / 2
        low, high = (low, middle) if len(wrap(clean(text), middle, size, bold=bold)) <= lines else (middle, high)
    return high


def shorten(text: str, width: float, size: float, *, bold: bool = False) -> str:
    """A text, or as much of its beginning as fits, with an ellipsis.

    Parameters
    ----------
    text
        What `clean` gives.
    width
        Millimetres. The ellipsis is given even where there is no room for it.
    size
        Points.
    """
    if width_mm(text, size, bold=bold) <= width * (1 + 1e-9):  # a size computed from the width misses it by a rounding
        return text
    low, high = 0, len(text)
    while low < high:
        middle = (low + high + 1) // 2
        if width_mm(text[:middle].rstrip() + ELLIPSIS, size, bold=bold) <= width:
            low = middle
        else:
            high = middle - 1
    return text[:low].rstrip() + ELLIPSIS


def fit_line(text: str, width: float, size: float, *, least: float, bold: bool = False) -> tuple[str, float]:
    """One line and its size: shrunk down to ``least`` points first, shortened then."""
    text = clean(text)
    natural = width_mm(text, size, bold=bold)
    if natural > width:
        size = max(least, size * width / natural)
    return shorten(text, width, size, bold=bold), size


def wrap(text: str, width: float, size: float, *, bold: bool = False) -> list[str]:
    """A text broken into lines at its spaces; a word that is longer than a line is broken.

    Parameters
    ----------
    text
        What `clean` gives.
    width
        Of a line at most, in millimetres.
    size
        Points.

    Returns
    -------
    list of str
        Lines from the top; none for an empty text.
    """
    lines: list[str] = []
    line, taken, space = "", 0.0, width_mm(" ", size, bold=bold)
    for word in text.split():
        wide = width_mm(word, size, bold=bold)
        if line and taken + space + wide <= width:
            line, taken = f"{line} {word}", taken + space + wide
            continue
        if line:
            lines.append(line)
        while wide > width and len(word) > 1:
            head = shorten(word, width, size, bold=bold).removesuffix(ELLIPSIS) or word[0]
            lines.append(head)
            word = word[len(head) :]
            wide = width_mm(word, size, bold=bold)
        line, taken = word, wide
    return [*lines, line] if line else lines


def block_fits(text: str, width: float, height: float, size: float) -> bool:
    """Whether ``text``, wrapped at ``size`` points, finds room as a whole."""
    lines = sum(len(wrap(clean(part), width, size)) for part in text.split("\n"))
    return lines * line_mm(size) <= height


def fit_block(
    text: str, width: float, height: float, size: float, *, least: float, bold: bool = False
) -> tuple[list[str], float]:
    """Lines that fit a box: wrapped, then in smaller letters, and shortened at last.

    Parameters
    ----------
    text
        It need not be clean; line breaks end a line.
    width, height
        Of the box in millimetres. One line is given even where there is no room for it.
    size
        Of the letters in points, where there is room.
    least
        The size in points below which the end is left out, with an ellipsis.

    Returns
    -------
    tuple
        The lines, none for an empty text, and the size of their letters in points.
    """
    paragraphs = [clean(part) for part in text.split("\n")]
    while True:
        lines = [line for part in paragraphs for line in wrap(part, width, size, bold=bold)]
        if len(lines) * line_mm(size) <= height or size <= least:
            break
        size = max(least, size - _STEP_PT)
    room = max(1, int(height / line_mm(size) + 1e-6))
    if len(lines) > room:
        rest = " ".join(lines[room - 1 :])
        lines = [*lines[: room - 1], shorten(rest, width, size, bold=bold)]
    return lines, size
