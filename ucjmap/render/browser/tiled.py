"""The specification of a choropleth of all desa, drawn from vector tiles; the browser looks classes up in a table."""

import base64
import gzip
from dataclasses import dataclass
from typing import Any, Final

import numpy as np

from ucjmap.classify import NOT_APPLICABLE_COLOUR
from ucjmap.errors import N_, RenderingError
from ucjmap.render.browser.assets import asset_url
from ucjmap.render.browser.specification import WORDS
from ucjmap.render.choropleth import Bounds, on_ground
from ucjmap.words import Lang, say

#: In ``classes``: an area without data, and one that is not on this map.
NO_DATA: Final = -1
OUTSIDE: Final = -2

# The numbers of tile_cells.js: what is no class lies above the highest class there can be.
_SLOTS: Final = {NO_DATA: 14, OUTSIDE: 15}
_MOST_COLOURS: Final = 13
_STEPS_PER_WHOLE: Final = 1000
_MISSING_RATE, _LARGEST_RATE = 0xFFFF, 0xFFFE
_MISSING_POINTS, _MOST_POINTS = -0x8000, 0x7FFF
_SMALL: Final = 16  # added to the class of an area whose rate stands on few people

_WORDS: Final = {**WORDS, "points": N_("points")}


@dataclass(frozen=True, kw_only=True, eq=False)
class TiledChoropleth:
    """What one map of tiles shows; the classes are assigned before.

    Parameters
    ----------
    view
        Key of what is shown, such as ``"00/adm4"``; comes back with every click.
    tiles_url, names_url
        Paths on the same server, see `ucjmap.render.browser.assets.tiles_url`. Their content never changes.
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
    points
        By number of the area what is measured where that is not the rate: a difference of rates, NaN without data.
    small
        By number of the area whether its rate stands on few people; drawn with dots.
    no_data_words
        What the tooltip says of an area without data.
    selected
        Code of the area that the page is about, drawn with a bold border.
    parent
        Value that the button "one level up" sends; None at the top.
    drillable
        Whether a click on an area does something.
    pins
        Whether that is to ask for its card, which sends ``{"pinned": code}``.
    attribution
        Origin of the boundaries as plain text, always to be read on the map.
    language
        Language of the map's own words.
    description
        The map in a sentence or two, for those who do not see it.
    dark
        Whether the page is dark.
    labels_on
        Whether names of provinces and kabupaten are seen before the user says anything.
    chosen
        Codes of areas that were chosen, drawn with a bold border like the selected one.
    picking
        Whether a click chooses an area (``{"picked": code}``) instead of opening it; a click with Shift always does.
    sync
        Name that the maps that move together share; None for a map that moves alone.
    locate
        Whether there is a button "find me", which sends ``{"at": [latitude, longitude], "accuracy": metres}``.

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
    small: np.ndarray
    no_data_words: str
    points: np.ndarray | None = None
    selected: str | None = None
    parent: str | None = None
    drillable: bool = False
    pins: bool = False
    attribution: str = ""
    language: Lang = "id"
    description: str = ""
    dark: bool = False
    labels_on: bool = True
    chosen: tuple[str, ...] = ()
    picking: bool = False
    sync: str | None = None
    locate: bool = False

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


def pack_values(classes: np.ndarray, rates: np.ndarray, small: np.ndarray, points: np.ndarray | None = None) -> str:
    """Base64 of the gzipped table: a byte of class for each area, its rate in two (little-endian), its points in two.

    A class with 16 added stands on few people. Rates are whole tenths of a percent; what has none is 65535, and what is
    larger than can be told 65534. Points, where there are any, are tenths of a percentage point with their sign, -32768
    where there are none.
    """
    slots = np.where(classes < 0, np.where(classes == OUTSIDE, _SLOTS[OUTSIDE], _SLOTS[NO_DATA]), classes)
    slots = slots + np.where((classes >= 0) & small, _SMALL, 0)
    steps = np.minimum(np.round(np.nan_to_num(rates, posinf=np.inf) * _STEPS_PER_WHOLE), _LARGEST_RATE)
    steps = np.where(np.isnan(rates), _MISSING_RATE, steps)
    table = slots.astype(np.uint8).tobytes() + steps.astype("<u2").tobytes()
    if points is not None:
        tenths = np.clip(np.round(np.nan_to_num(points) * _STEPS_PER_WHOLE), _MISSING_POINTS + 1, _MOST_POINTS)
        table += np.where(np.isnan(points), _MISSING_POINTS, tenths).astype("<i2").tobytes()
    return base64.b64encode(gzip.compress(table, mtime=0)).decode()


def tiled_specification(choropleth: TiledChoropleth) -> dict[str, Any]:
    """What the browser is told of a map of all desa.

    Returns
    -------
    dict
        Only JSON types; the map's own words are in the language of ``choropleth``, rates and classes packed by place.
    """
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
        "lined_colour": on_ground(NOT_APPLICABLE_COLOUR, dark=choropleth.dark),
        "values": pack_values(choropleth.classes, choropleth.rates, choropleth.small, choropleth.points),
        "in_points": choropleth.points is not None,
        "selected": choropleth.selected,
        "parent": choropleth.parent,
        "drillable": choropleth.drillable,
        "pins": choropleth.pins,
        "attribution": choropleth.attribution,
        "language": choropleth.language,
        "description": choropleth.description,
        "dark": choropleth.dark,
        "labels_on": choropleth.labels_on,
        "chosen": sorted(choropleth.chosen),
        "picking": choropleth.picking,
        "sync": choropleth.sync,
        "locate": choropleth.locate,
        "words": {key: say(choropleth.language, text) for key, text in _WORDS.items()}
        | {"no_data": choropleth.no_data_words},
    }
