"""The specification of a choropleth of all desa, drawn from vector tiles; the browser looks classes up in a table."""

import base64
import gzip
from dataclasses import dataclass
from typing import Any, Final

import numpy as np

from ucjmap.errors import N_, RenderingError
from ucjmap.render.assets import asset_url
from ucjmap.render.choropleth import Bounds
from ucjmap.words import Lang, say

#: In ``classes``: an area without data, and one that is not on this map.
NO_DATA: Final = -1
OUTSIDE: Final = -2

# The numbers of tile_layer.js: what is no class lies above the highest class there can be.
_SLOTS: Final = {NO_DATA: 14, OUTSIDE: 15}
_MOST_COLOURS: Final = 13
_STEPS_PER_WHOLE: Final = 1000
_MISSING_RATE, _LARGEST_RATE = 0xFFFF, 0xFFFE

_WORDS = {
    "map": N_("Map of the areas: arrow keys move it, plus and minus zoom"),
    "loading": N_("The map is loading"),
    "no_data": N_("No data yet"),
    "failed": N_("The boundaries could not be loaded. Check the connection to the server and try again."),
    "retry": N_("Try again"),
    "up": N_("One level up"),
}


@dataclass(frozen=True, kw_only=True, eq=False)
class TiledChoropleth:
    """What one map of tiles shows; the classes are assigned before.

    Parameters
    ----------
    view
        Key of what is shown, such as ``"00/adm4"``; comes back with every click.
    tiles_url, names_url
        Paths on the same server, see `ucjmap.render.assets.tiles_url`. Their content never changes.
    native
        First and last zoom that there are tiles of; beyond the last they are cut out and drawn larger.
    bounds
        West, south, east, north in degrees (EPSG:4326).
    regencies, provinces
        Numbers of the areas with which a kabupaten or province begins, for its borders.
    colours
        ``#rrggbb`` by class; the position is the ``class_id``.
    class_words
        By class, the words of the tooltip instead of the rate; None: the rate.
    no_data_colour
        Ground of the hatching of areas without data.
    classes
        By number of the area in the tiles its ``class_id``, `NO_DATA` or `OUTSIDE`.
    rates
        By number of the area its rate (a fraction), NaN without data. Sent in tenths of a percent.
    selected
        Code of the area that the page is about, drawn with a bold border.
    parent
        Value that the button "one level up" sends; None at the top.
    drillable
        Whether a click on an area does something.
    attribution
        Origin of the boundaries as plain text, always to be read on the map.
    language
        Language of the map's own words.
    dark
        Whether the page is dark.

    Raises
    ------
    RenderingError
        A class without a colour, or more colours than a map can have.
    """

    view: str
    tiles_url: str
    names_url: str
    native: tuple[int, int]
    bounds: Bounds
    regencies: tuple[int, ...]
    provinces: tuple[int, ...]
    colours: tuple[str, ...]
    class_words: tuple[str | None, ...]
    no_data_colour: str
    classes: np.ndarray
    rates: np.ndarray
    selected: str | None = None
    parent: str | None = None
    drillable: bool = False
    attribution: str = ""
    language: Lang = "id"
    dark: bool = False

    def __post_init__(self) -> None:
        most = min(len(self.colours), _MOST_COLOURS)
        strange = np.flatnonzero((self.classes >= most) | (self.classes < OUTSIDE))
        if len(strange):
            raise RenderingError(
                "class_without_colour",
                N_("{count} areas have a class for which the map has no colour, for example {unit}."),
                N_("Choose another classification or number of classes."),
                count=len(strange),
                unit=int(strange[0]),
            )


def pack_values(classes: np.ndarray, rates: np.ndarray) -> str:
    """Base64 of the gzipped table: a byte of class for each area, then its rate in two (little-endian).

    Rates are whole tenths of a percent; what has none is 65535, and what is larger than can be told 65534.
    """
    slots = np.where(classes < 0, np.where(classes == OUTSIDE, _SLOTS[OUTSIDE], _SLOTS[NO_DATA]), classes)
    steps = np.minimum(np.round(np.nan_to_num(rates, posinf=np.inf) * _STEPS_PER_WHOLE), _LARGEST_RATE)
    steps = np.where(np.isnan(rates), _MISSING_RATE, steps)
    table = slots.astype(np.uint8).tobytes() + steps.astype("<u2").tobytes()
    return base64.b64encode(gzip.compress(table, mtime=0)).decode()


def tiled_specification(choropleth: TiledChoropleth) -> dict[str, Any]:
    """What the browser is told: only JSON types, with the map's own words in the language of ``choropleth``."""
    return {
        "view": choropleth.view,
        "tiles_url": choropleth.tiles_url,
        "names_url": choropleth.names_url,
        "worker_url": asset_url("map/tile_worker.js"),
        "native": choropleth.native,
        "bounds": choropleth.bounds,
        "areas": len(choropleth.classes),
        "regencies": choropleth.regencies,
        "provinces": choropleth.provinces,
        "colours": choropleth.colours,
        "class_words": choropleth.class_words,
        "no_data_colour": choropleth.no_data_colour,
        "values": pack_values(choropleth.classes, choropleth.rates),
        "selected": choropleth.selected,
        "parent": choropleth.parent,
        "drillable": choropleth.drillable,
        "attribution": choropleth.attribution,
        "language": choropleth.language,
        "dark": choropleth.dark,
        "words": {key: say(choropleth.language, text) for key, text in _WORDS.items()},
    }
