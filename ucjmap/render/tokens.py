"""Colours, type and space of everything that is looked at: the page, its map, files in the browser, pictures, slides."""

from typing import Final

from ucjmap.render.marks import MARK_COLOUR

#: Colour on a light and on a dark ground.
COLOURS: Final[dict[str, tuple[str, str]]] = {
    "ground": ("#eef2f5", "#0e1117"),
    "paper": ("#ffffff", "#1c222b"),
    "ink": ("#1f2933", "#f3f5f7"),
    "quiet": ("#4a5560", "#c3cbd4"),
    "line": ("#6b7785", "#8a96a3"),
    "edge": ("#c9d1d9", "#3a444f"),
    "bar": ("#dfe5ea", "#323c47"),
    "accent": ("#1d4f91", "#8fbcff"),
    "on-accent": ("#ffffff", "#0e1117"),
    "veil": ("rgba(238, 242, 245, .88)", "rgba(14, 17, 23, .88)"),
    "grave": ("#b45309", "#f2a65a"),
    "mark": (MARK_COLOUR, MARK_COLOUR),
    "note": ("#2a78c2", "#6caee8"),
}
#: Sizes of type in the page, in rem.
TYPE: Final[dict[str, float]] = {"small": 0.75, "text": 0.85, "title": 1.15, "figure": 1.4}
#: Distances in the page, in rem.
SPACE: Final[dict[str, float]] = {"tight": 0.3, "gap": 0.6, "wide": 1.0}


def tokens_css() -> str:
    """The tokens as custom properties; a colour follows the ``color-scheme`` of the element that uses it.

    Returns
    -------
    str
        One rule on ``:root``: ``--ucjmap-NAME`` for colours, ``--ucjmap-type-NAME`` and ``--ucjmap-space-NAME`` in rem.
    """
    colours = [f"--ucjmap-{name}: light-dark({light}, {dark})" for name, (light, dark) in COLOURS.items()]
    sizes = [f"--ucjmap-type-{name}: {size}rem" for name, size in TYPE.items()]
    sizes += [f"--ucjmap-space-{name}: {size}rem" for name, size in SPACE.items()]
    return f":root {{ {'; '.join([*colours, *sizes])}; }}\n"
