"""The map itself: the drawing of an answer with what only the page knows, and what comes back from it."""

import uuid
from collections.abc import Iterator
from dataclasses import replace
from functools import partial
from typing import Any

import streamlit as st
from streamlit_folium import st_folium

from ucjmap import api
from ucjmap.app.map.country_map import draw_country, wait_for_tiles
from ucjmap.app.shell import asked_store, navigate
from ucjmap.codes import COUNTRY
from ucjmap.render import Choropleth, Frame, colours_on_ground, no_data_colour
from ucjmap.render.interactive import ChoroplethLayer, OfflineMap, TiledLayer
from ucjmap.settings import get_settings
from ucjmap.words import say_date

HEIGHT = 560


def draw_map(
    answer: api.MapAnswer,
    *,
    key: str = "map",
    beside: api.MapAnswer | None = None,
    play: bool = False,
    marks: tuple[api.Mark, ...] = (),
) -> None:
    """Draw ``answer``; with the map of ``beside`` it moves and shares its circles, ``play`` adds the dates to play.

    ``marks`` are those of the view of a story that is told.

    All desa of the country come as vector tiles, everything else as one file of the view's geometry.
    """
    picking = bool(st.session_state.get("picking"))
    together = _visit() if beside else None
    layer: TiledLayer | ChoroplethLayer
    if answer.is_whole_country:
        store = asked_store()
        if not wait_for_tiles(store, answer.lang):
            return
        layer = TiledLayer(draw_country(store, answer, dark=is_dark(), picking=picking, sync=together))
    else:
        choropleth = replace(page_drawing(answer, dark=is_dark()), marks=marks)
        if beside or play or picking:  # the browser cannot draw any of these ahead of the page
            choropleth = replace(choropleth, next_map=None)
        if beside and answer.view.circles:
            largest = max(
                (number for one in (answer, beside) for number, _ in one.areas.circles.values()), default=None
            )
            choropleth = replace(choropleth, circle_max=largest)
        frames, frame = (list(_frames(answer)), answer.as_of) if play else ((), None)
        layer = ChoroplethLayer(replace(choropleth, picking=picking, sync=together, frames=frames, frame=frame))
    drawn = OfflineMap(language=answer.lang)
    settings = get_settings()
    if settings.basemap_url:
        drawn.with_basemap(settings.basemap_url, settings.basemap_attribution)
    st_folium(
        drawn,
        feature_group_to_add=layer,
        returned_objects=[],
        key=key,
        height=HEIGHT,
        use_container_width=True,
        on_change=partial(_take_answer, answer.view, f"{answer.area.code}/{answer.level}", key),
    )


def page_drawing(answer: api.MapAnswer, *, dark: bool) -> Choropleth:
    """The map of ``answer`` as the page shows it: light or dark, with the button that finds the visitor."""
    drawn = api.draw_answer(answer)
    colours = colours_on_ground(drawn.colours, dark=dark)
    return replace(drawn, dark=dark, colours=colours, no_data_colour=no_data_colour(dark=dark), locate=True)


def is_dark() -> bool:
    """Whether the visitor's page is dark.

    Returns
    -------
    bool
        False where the browser has not said it. In the first run of a visit Streamlit may tell it wrong.
    """
    return st.context.theme.type == "dark"


def _visit() -> str:
    """A name for this visit, so that two tabs of one browser do not move each other's maps."""
    name: str = st.session_state.setdefault("visit", uuid.uuid4().hex)
    return name


def _frames(answer: api.MapAnswer) -> Iterator[Frame]:
    """The same map on every date there is, in the classes of the map that is shown."""
    for date, units, small, origin in api.play_dates(asked_store(), answer):
        yield Frame(date=date, label=say_date(answer.lang, date), units=units, small=small, origin=origin)


def _take_answer(view: api.MapView, shown: str, key: str) -> None:
    """What the map says: an area was opened, chosen or stands where the visitor is, or playback stopped on a date."""
    answer: dict[str, Any] = st.session_state.get(key) or {}
    # An answer that arrives after its view is gone would navigate from the wrong area.
    if answer.get("view") != shown:
        return
    store = asked_store()
    tree = api.area_tree(store)
    if code := answer.get("code"):
        if code == COUNTRY or code in tree.areas.index:
            navigate(view.go_to(tree, str(code)))
    elif pinned := answer.get("pinned"):
        if pinned in tree.areas.index:
            navigate(view, pinned=str(pinned))
    elif picked := answer.get("picked"):
        if picked in tree.areas.index:
            navigate(replace(view, chosen=_toggled(view.chosen, str(picked))))
    elif at := answer.get("at"):
        if code := api.find_desa_at(store, latitude=float(at[0]), longitude=float(at[1])):
            navigate(view.go_to(tree, code))
        else:
            st.session_state["not_found_here"] = True
    elif date := answer.get("frame"):
        navigate(replace(view, as_of=str(date)))


def _toggled(chosen: tuple[str, ...], code: str) -> tuple[str, ...]:
    return tuple(other for other in chosen if other != code) if code in chosen else (*chosen, code)
