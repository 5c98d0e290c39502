"""All desa of the country in one map: waiting for its tiles, and its drawing with what only the page knows."""

from dataclasses import replace

import streamlit as st

from ucjmap import api
from ucjmap.render import colours_on_ground, no_data_colour
from ucjmap.render.browser import TiledChoropleth
from ucjmap.words import Lang, say, say_error


def wait_for_tiles(store: api.Store, lang: Lang) -> bool:
    """Show how far the tiles of all desa are until they are there, or why they could not be made.

    Parameters
    ----------
    store
        Whose boundaries the tiles are of; they are begun where there are none yet.
    lang
        Language of the messages.

    Returns
    -------
    bool
        Whether the map can be drawn.
    """
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


def draw_country(
    store: api.Store, answer: api.MapAnswer, *, dark: bool, picking: bool = False, sync: str | None = None
) -> TiledChoropleth:
    """The map of ``answer``, which is of all desa; `api.tiles_progress` tells when its tiles are there."""
    drawn = api.draw_tiled(store, answer)
    colours = colours_on_ground(drawn.colours, dark=dark)
    return replace(
        drawn,
        dark=dark,
        colours=colours,
        no_data_colour=no_data_colour(dark=dark),
        picking=picking,
        sync=sync,
        locate=True,
    )
