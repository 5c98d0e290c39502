"""Maps of the outreach page: areas in classes that the page chose, with a legend, and marks or lines above them."""

import html
import math
from collections.abc import Collection, Mapping
from dataclasses import dataclass

import numpy as np
import streamlit as st
from streamlit_folium import st_folium

from ucjmap import api
from ucjmap.app.map import is_dark, wait_for_tiles
from ucjmap.app.shell import asked_store
from ucjmap.classify import NOT_APPLICABLE_COLOUR
from ucjmap.codes import Level, is_all_desa, level_between
from ucjmap.render import Choropleth, class_ground, colours_on_ground, no_data_colour, no_data_hatch
from ucjmap.render.browser import (
    NO_DATA,
    TiledChoropleth,
    geometry_url,
    tile_names_url,
    tiles_url,
)
from ucjmap.render.interactive import ChoroplethLayer, MarkLayer, OfflineMap, TiledLayer
from ucjmap.tiles import MAX_ZOOM, MIN_ZOOM
from ucjmap.words import Lang, say, say_count

_HEIGHT = 440


@dataclass(frozen=True)
class ClassedMap:
    """Areas of ``level`` inside ``code``: class (None: no data) and text of each, colour and words of each class.

    ``bounds`` (west, south, east, north in degrees) is what the map shows at first; None is the whole area.
    """

    code: str
    level: Level
    units: Mapping[str, tuple[int | None, str]]
    colours: tuple[str, ...]
    labels: tuple[str, ...]
    description: str
    attribution: str
    chosen: Collection[str] = ()
    bounds: tuple[float, float, float, float] | None = None


def draw_classes(lang: Lang, drawn: ClassedMap, *, key: str, marks: MarkLayer | None = None) -> None:
    """Legend and map. All desa of the country come as vector tiles, everything else with the geometry of its view."""
    store = asked_store()
    dark = is_dark()
    st.html(class_legend(lang, drawn, dark=dark))
    layer: ChoroplethLayer | TiledLayer
    if is_all_desa(drawn.code, drawn.level):
        if not wait_for_tiles(store, lang):
            return
        layer = TiledLayer(tiled_classes(store, lang, drawn, dark=dark))
    else:
        layer = ChoroplethLayer(_choropleth(store, lang, drawn, dark=dark))
    st_folium(
        OfflineMap(language=lang),
        feature_group_to_add=[layer, *([marks] if marks else [])],
        returned_objects=[],
        key=key,
        height=_HEIGHT,
        use_container_width=True,
    )


def _choropleth(store: api.Store, lang: Lang, drawn: ClassedMap, *, dark: bool) -> Choropleth:
    tree = api.area_tree(store)
    # An area that the boundary file lacked has no extent; where none has one, there is nothing to fetch.
    has_shapes = bool(tree.areas["west"].reindex(list(drawn.units)).notna().any())
    version, between = api.display_version(store, drawn.code), level_between(tree.level(drawn.code), drawn.level)
    address = geometry_url(version, drawn.code, drawn.level)
    return Choropleth(
        view=f"{drawn.code}/{drawn.level}",
        geometry_url=address if has_shapes else None,
        borders_url=geometry_url(version, drawn.code, between) if has_shapes and between else None,
        bounds=drawn.bounds or tree.extent(drawn.code),
        colours=colours_on_ground(drawn.colours, dark=dark),
        no_data_colour=no_data_colour(dark=dark),
        units=drawn.units,
        attribution=drawn.attribution,
        language=lang,
        description=drawn.description,
        dark=dark,
        labels={},
        labels_on=False,
        chosen=drawn.chosen,
    )


def tiled_classes(store: api.Store, lang: Lang, drawn: ClassedMap, *, dark: bool = False) -> TiledChoropleth:
    """All desa of the country in their classes; a tooltip has the words of the class."""
    tiled, version = api.tiled_areas(store), api.tiles_version(store)
    given = [drawn.units.get(code, (None, ""))[0] for code in tiled.areas["code"].tolist()]
    classes = np.array([NO_DATA if class_id is None else class_id for class_id in given], dtype=np.int16)
    return TiledChoropleth(
        view=f"{drawn.code}/{drawn.level}",
        tiles_url=tiles_url(version),
        names_url=tile_names_url(version),
        native=(MIN_ZOOM, MAX_ZOOM),
        bounds=drawn.bounds or api.area_tree(store).extent(drawn.code),
        regencies=tiled.regencies,
        provinces=tiled.provinces,
        colours=colours_on_ground(drawn.colours, dark=dark),
        class_words=drawn.labels,
        no_data_colour=no_data_colour(dark=dark),
        classes=classes,
        rates=np.full(len(classes), np.nan),
        small=np.zeros(len(classes), dtype=bool),
        no_data_words=say(lang, "No data yet"),
        attribution=drawn.attribution,
        language=lang,
        description=drawn.description,
        dark=dark,
        labels_on=False,
    )


def class_legend(lang: Lang, drawn: ClassedMap, *, dark: bool = False) -> str:
    """Classes with the number of areas in each, and those without data; everything escaped."""
    counts = [0] * len(drawn.colours)
    without = 0
    for class_id, _ in drawn.units.values():
        if class_id is None:
            without += 1
        else:
            counts[class_id] += 1
    rows = [
        (class_ground(colour, dark=dark), label, count)
        for colour, label, count in zip(drawn.colours, drawn.labels, counts, strict=True)
        if count or colour != NOT_APPLICABLE_COLOUR  # an empty rest needs no explanation
    ]
    rows += [(no_data_hatch(dark=dark), say(lang, "No data yet"), without)] if without else []
    items = "".join(
        f'<span role="listitem"><i aria-hidden="true" style="background:{html.escape(colour)}"></i>'
        f"{html.escape(label)}: <b>{say_count(lang, count)}</b></span>"
        for colour, label, count in rows
    )
    return f'<div class="ucj-legend" role="list" aria-label="{html.escape(say(lang, "Legend"))}">{items}</div>'


def steps(low: float, high: float, count: int) -> tuple[float, ...]:
    """Inner limits of ``count`` classes of one width between two values, in whole numbers where these differ."""
    if not high > low:
        return ()
    limits = [low + (high - low) * step / count for step in range(1, count)]
    whole = [float(math.floor(limit)) for limit in limits]
    return tuple(whole if len(set(whole)) == len(whole) and whole[0] > low else limits)
