"""The answer as the browser draws it: the table of classes and words that goes with the boundaries."""

from collections.abc import Iterator
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from ucjmap.api.areas import AROUND, tiled_areas, tiles_version
from ucjmap.api.maps.address import write_next_address
from ucjmap.api.maps.answer import MapAnswer
from ucjmap.api.maps.answering import areas_at
from ucjmap.classify import NO_DATA_COLOUR, NOT_APPLICABLE_COLOUR
from ucjmap.codes import COUNTRY, child_level, level_between
from ucjmap.render import Choropleth
from ucjmap.render.browser import (
    NO_DATA,
    OUTSIDE,
    TiledChoropleth,
    drawing_url,
    geometry_url,
    tile_names_url,
    tiles_url,
)
from ucjmap.store import Store
from ucjmap.tiles import MAX_ZOOM, MIN_ZOOM
from ucjmap.words import say


def draw_answer(answer: MapAnswer) -> Choropleth:
    """The map of an answer by itself, with nothing that is played, picked or moved together with another.

    Returns
    -------
    Choropleth
        Classes and words by code; the outlines stay at ``geometry_url``, which is None where no area has a polygon. Of
        two maps side by side it is the newer one: ``answer.older`` is drawn by itself.
    """
    area, areas = answer.area.code, answer.areas
    own = geometry_url(answer.versions[area], area, answer.level) if areas.has_shape else None
    between = level_between(answer.area.level, answer.level)
    return Choropleth(
        view=f"{area}/{answer.level}",
        geometry_url=own,
        borders_url=geometry_url(answer.versions[area], area, between) if own and between else None,
        around_url=geometry_url(answer.versions[COUNTRY], area, AROUND) if own and area != COUNTRY else None,
        bounds=answer.bounds,
        colours=(*answer.breaks.colours, NOT_APPLICABLE_COLOUR),
        no_data_colour=NO_DATA_COLOUR,
        units=areas.tooltips,
        drillable=answer.is_drillable,
        pins=True,
        within=areas.within(above) if (above := _names_above(answer)) or areas.groups else (),
        as_of=areas.dates,
        selected=answer.selected,
        parent=answer.parent,
        next_geometry=_next_geometry(answer),
        next_map=drawing_url(write_next_address(answer.view)),
        scale=repr(answer.breaks),
        attribution=answer.boundaries,
        language=answer.lang,
        description=answer.alt,
        small=areas.small,
        labels=areas.labels,
        labels_on=answer.view.labels,
        circles=areas.circles if answer.view.circles else {},
        circle_label=areas.circle_label,
        chosen=answer.view.chosen,
    )


def _names_above(answer: MapAnswer) -> list[str]:
    """The map's own area and those around it, the nearest first, without the country, which goes without saying."""
    inside = [place for place in answer.path if place.code not in (answer.selected, COUNTRY)]
    return [place.name for place in reversed(inside)]


def _next_geometry(answer: MapAnswer) -> dict[str, str]:
    """Where the browser finds the boundaries of what a click on each area, or on "one level up", opens."""
    below = child_level(answer.level)
    next_levels = {code: below for code in answer.versions if code in answer.areas.places}
    if answer.parent is not None:
        next_levels[answer.parent] = child_level(answer.path[-2].level)
    return {code: geometry_url(answer.versions[code], code, level) for code, level in next_levels.items() if level}


def draw_tiled(store: Store, answer: MapAnswer) -> TiledChoropleth:
    """The map of all desa of the country, for its vector tiles; ``tiles_progress`` tells when these are there.

    Parameters
    ----------
    answer
        One that ``is_whole_country``.

    Returns
    -------
    TiledChoropleth
        Its arrays have one element for each desa of the tiles, in the order of ``tiled_areas``; ``OUTSIDE`` is the
        class of a desa that the answer does not have.
    """
    areas, tiled, version = answer.areas, tiled_areas(store), tiles_version(store)
    places = pd.Index(areas.codes).get_indexer(pd.Index(tiled.areas["code"]))
    on_map = places >= 0

    def take(name: str, elsewhere: float) -> npt.NDArray[Any]:
        return np.where(on_map, areas.columns[name][places], elsewhere)

    own = take("class_id", OUTSIDE)
    apart = np.where(take("applies", False), NO_DATA, areas.breaks.k)
    words = areas.breaks.labels if areas.is_registered_or_not else (None,) * areas.breaks.k
    return TiledChoropleth(
        view=f"{answer.area.code}/{answer.level}",
        tiles_url=tiles_url(version),
        names_url=tile_names_url(version),
        native=(MIN_ZOOM, MAX_ZOOM),
        bounds=answer.bounds,
        regencies=tiled.regencies,
        provinces=tiled.provinces,
        colours=(*areas.breaks.colours, NOT_APPLICABLE_COLOUR),
        class_words=(*(word and say(answer.lang, word) for word in words), say(answer.lang, "Does not apply here")),
        no_data_colour=NO_DATA_COLOUR,
        classes=np.where(on_map & (own < 0), apart, own).astype(np.int16),
        rates=take("rate", np.nan).astype(float),
        points=None if areas.measure == "rate" else take("value", np.nan).astype(float),
        small=take("is_small", False).astype(bool),
        no_data_words=answer.legend.label_of(-1, applies=True),
        selected=answer.selected,
        parent=answer.parent,
        drillable=True,
        pins=True,
        attribution=answer.boundaries,
        language=answer.lang,
        description=answer.alt,
        labels_on=answer.view.labels,
        chosen=answer.view.chosen,
    )


def play_dates(
    store: Store, answer: MapAnswer
) -> Iterator[tuple[str, dict[str, tuple[int | None, str]], tuple[str, ...], str]]:
    """The areas of a map at each of its dates, in the classes and to the targets of the map.

    Yields
    ------
    date
        ISO date, the oldest first; the map's own is among them.
    units
        Class and words of every area by code, as ``MapAreas.tooltips`` has them.
    small
        Codes of the areas whose rate rests on few at that date.
    origin
        Dates and sources of the figures at that date, in one line.
    """
    for date in sorted({*answer.dates, answer.as_of} - {""}):
        areas, origin = areas_at(store, answer, date)
        yield date, areas.tooltips, areas.small, str(origin)
