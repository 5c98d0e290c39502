"""All desa of the country, or of one province, in one map from vector tiles."""

from functools import partial

import numpy as np
import streamlit as st

from ucjmap import api
from ucjmap.boundaries.tiles import MAX_ZOOM, MIN_ZOOM
from ucjmap.classify import NOT_APPLICABLE_COLOUR
from ucjmap.render.assets import tile_names_url, tiles_url
from ucjmap.render.choropleth import no_data_colour
from ucjmap.render.tiled import NO_DATA, OUTSIDE, TiledChoropleth
from ucjmap.words import Lang, say, say_error


def wait_for_tiles(store: api.Store, lang: Lang) -> bool:
    """Show how far the tiles are until they are there, or why they could not be made; whether they can be drawn."""
    building = api.tiles_progress(store)
    if not building.done.is_set():
        words = say(lang, "The map of all desa is being prepared, once for these boundaries…")
        bar = st.progress(0.0, words)
        while not building.done.wait(0.3):
            bar.progress(min(building.fraction, 1.0), words)
        bar.empty()
    if building.error is not None:
        st.error(say_error(lang, building.error))
    return building.error is None


def tiled_choropleth(
    store: api.Store,
    lang: Lang,
    values: api.AreaValues,
    *,
    selected: str | None = None,
    parent: str | None = None,
    drillable: bool = True,
    dark: bool = False,
    labels_on: bool = True,
    chosen: tuple[str, ...] = (),
    picking: bool = False,
    sync: str | None = None,
) -> TiledChoropleth:
    """The map of ``values``, which are of desa; `api.tiles_progress` tells when its tiles are there."""
    t = partial(say, lang)
    area, tiled = values.area["code"], api.tiled_areas(store)
    units = values.units.reindex(tiled.areas["code"])
    own = units["class_id"].to_numpy(dtype=float)
    applies = units["applies"].to_numpy(dtype=object) == True  # noqa: E712 - None where the area is not on this map
    classes = np.where(own >= 0, own, np.where(applies, NO_DATA, values.breaks.k))
    words = values.breaks.labels if values.breaks.scheme == "registered" else (None,) * values.breaks.k
    version = api.tiles_version(store)
    return TiledChoropleth(
        view=f"{area}/{values.level}",
        tiles_url=tiles_url(version),
        names_url=tile_names_url(version),
        native=(MIN_ZOOM, MAX_ZOOM),
        bounds=api.area_tree(store).extent(area),
        regencies=tiled.regencies,
        provinces=tiled.provinces,
        colours=(*values.breaks.colours, NOT_APPLICABLE_COLOUR),
        class_words=(*(word and t(word) for word in words), t("Does not apply here")),
        no_data_colour=no_data_colour(dark=dark),
        classes=np.where(np.isnan(own), OUTSIDE, classes).astype(np.int16),
        rates=units["rate"].to_numpy(dtype=float),
        points=None if values.measure == "rate" else units["value"].to_numpy(dtype=float),
        small=units["is_small"].to_numpy(dtype=object) == True,  # noqa: E712 - as above
        no_data_words=api.no_data_words(lang, values),
        selected=selected,
        parent=parent,
        drillable=drillable,
        attribution=api.boundary_words(lang, values.editions, is_model=values.is_model),
        language=lang,
        description=api.alt_text(lang, values),
        dark=dark,
        labels_on=labels_on,
        chosen=chosen,
        picking=picking,
        sync=sync,
        locate=True,
    )
