"""The letters that a drawing uses, embedded in its SVG, so that it looks the same where the font is not installed."""

import base64
import io
from collections.abc import Iterable

from ucjmap.render.static.charts import parts_of
from ucjmap.render.static.fonts import font_file
from ucjmap.render.static.items import Item, MapBlock, Text


def used_letters(items: Iterable[Item]) -> dict[bool, set[str]]:
    """Characters by weight (True: bold)."""
    used: dict[bool, set[str]] = {False: set(), True: set()}
    for item in items:
        for part in parts_of(item):
            if isinstance(part, Text):
                used[part.bold].update(*part.lines)
            elif isinstance(part, MapBlock):
                for bold, letters in used_letters(part.items).items():
                    used[bold] |= letters
    return used


def embed_fonts(svg: bytes, letters: dict[bool, set[str]]) -> bytes:
    """The SVG with a style that carries the fonts, cut down to ``letters``."""
    rules = [_font_face(bold, used) for bold, used in letters.items() if used]
    style = f'<style type="text/css">{"".join(rules)}</style>'.encode()
    place = svg.index(b"<defs>") + len(b"<defs>")
    return svg[:place] + style + svg[place:]


def _font_face(bold: bool, letters: set[str]) -> str:
    from fontTools import subset  # type: ignore[import-untyped]  # slow to load, and only drawings embed fonts
    from fontTools.ttLib import TTFont  # type: ignore[import-untyped]

    options = subset.Options(legacy_kern=True)
    stream = io.BytesIO()
    # With its timestamp the font would hold the time of the drawing, and the same map not give the same bytes.
    with TTFont(font_file(bold=bold), lazy=True, recalcTimestamp=False) as face:
        cutter = subset.Subsetter(options)
        cutter.populate(text="".join(letters))
        cutter.subset(face)
        face.flavor = "woff"
        face.save(stream)
    content = base64.b64encode(stream.getvalue()).decode()
    weight = 700 if bold else 400
    source = f"url(data:font/woff;base64,{content})"
    return f"@font-face{{font-family:'DejaVu Sans';font-weight:{weight};src:{source} format('woff')}}"
