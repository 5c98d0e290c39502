"""The map itself: from the figures of a view to the specification that the browser draws, and what comes back from it."""

import uuid
from dataclasses import replace
from functools import partial
from typing import Any

import streamlit as st
from streamlit_folium import st_folium

from ucjmap import api
from ucjmap.app import map_parts
from ucjmap.app.country_map import tiled_choropleth
from ucjmap.app.navigation import navigate
from ucjmap.app.state import View
from ucjmap.classify import NOT_APPLICABLE_COLOUR
from ucjmap.codes import COUNTRY, child_level
from ucjmap.render.assets import geometry_url
from ucjmap.render.choropleth import Choropleth, Frame, no_data_colour
from ucjmap.render.interactive import ChoroplethLayer, OfflineMap
from ucjmap.render.interactive_tiles import TiledLayer
from ucjmap.settings import get_settings
from ucjmap.words import say, say_date, say_error

HEIGHT = 560
_ANSWERED = "map-answered"
_WHOLE_COUNTRY = (95.0, -11.1, 141.1, 6.1)


def draw_map(view: View, values: api.AreaValues, *, key: str = "map", sync: bool = False, play: bool = False) -> None:
    """Draw ``values``; ``sync`` moves the map with the others of this visit, ``play`` adds the dates to play.

    All desa of the country come as vector tiles, everything else as one file of the view's geometry.
    """
    store = api.default_store()
    tree = api.area_tree(store)
    shown = f"{values.area['code']}/{values.level}"
    parent = None if view.area == COUNTRY else tree.path(view.area)[-2]
    selected = view.area if view.area != values.area["code"] else None
    layer: TiledLayer | ChoroplethLayer
    if values.area["code"] == COUNTRY and values.level == "adm4":
        if not _wait_for_tiles(store, view):
            return
        tiled = tiled_choropleth(
            store,
            view.lang,
            values,
            selected=selected,
            dark=is_dark(),
            labels_on=view.labels,
            chosen=view.chosen,
            picking=bool(st.session_state.get("picking")),
            sync=_visit() if sync else None,
        )
        layer = TiledLayer(tiled)
    else:
        choropleth = _choropleth(store, tree, view, values, shown)
        layer = ChoroplethLayer(
            replace(
                choropleth,
                parent=parent,
                selected=selected,
                sync=_visit() if sync else None,
                frames=_frames(view, values) if play else (),
                frame=values.as_of if play else None,
            )
        )
    drawn = OfflineMap(language=view.lang)
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
        on_change=partial(_take_answer, view, shown, key),
    )


def is_dark() -> bool:
    """Whether the visitor's page is dark."""
    return st.context.theme.type == "dark"


def _visit() -> str:
    """A name for this visit, so that two tabs of one browser do not move each other's maps."""
    name: str = st.session_state.setdefault("visit", uuid.uuid4().hex)
    return name


def _wait_for_tiles(store: api.Store, view: View) -> bool:
    building = api.tiles_progress(store)
    if not building.done.is_set():
        words = say(view.lang, "The map of all desa is being prepared, once for these boundaries…")
        bar = st.progress(0.0, words)
        while not building.done.wait(0.3):
            bar.progress(min(building.fraction, 1.0), words)
        bar.empty()
    if building.error is not None:
        st.error(say_error(view.lang, building.error))
    return building.error is None


def _choropleth(store: api.Store, tree: api.AreaTree, view: View, values: api.AreaValues, shown: str) -> Choropleth:
    area = values.area["code"]
    units = values.units
    texts = api.value_texts(view.lang, values)
    return Choropleth(
        view=shown,
        geometry_url=geometry_url(api.display_version(store, area), area, values.level)
        if units["has_shape"].any()
        else None,
        bounds=tree.bounds(area) or _WHOLE_COUNTRY,
        colours=(*values.breaks.colours, NOT_APPLICABLE_COLOUR),
        no_data_colour=no_data_colour(dark=is_dark()),
        units=api.tooltips(view.lang, values, texts),
        drillable=values.level != "adm4",
        below_urls=_below_urls(store, values),
        attribution=map_parts.attribution(view.lang, values),
        language=view.lang,
        description=api.alt_text(view.lang, values),
        dark=is_dark(),
        small=api.small_codes(values),
        labels=api.label_texts(view.lang, values),
        labels_on=view.labels,
        circles=api.gap_circles(view.lang, values) if view.people else {},
        circle_label=api.circle_label(view.lang, values),
        chosen=view.chosen,
        picking=bool(st.session_state.get("picking")),
        locate=True,
    )


def _below_urls(store: api.Store, values: api.AreaValues) -> dict[str, str]:
    """Where the browser finds the boundaries of what a click on each area opens."""
    below = child_level(values.level)
    if below is None:
        return {}
    drawn = values.units["code"][values.units["has_shape"]]
    return {code: geometry_url(api.display_version(store, code), code, below) for code in drawn}


def at_its_target(view: View, values: api.AreaValues) -> View:
    """The view with the target that its map has, for the same map at other dates: by rule each year has its own."""
    aim = values.target
    return replace(view, target=f"{aim['year']}@{aim['issuer']}") if aim else view


def _frames(view: View, values: api.AreaValues) -> list[Frame]:
    """The same map on every date there is, in the classes of the map that is shown."""
    store, view = api.default_store(), at_its_target(view, values)
    area = values.area["code"]
    dates = sorted({*api.list_dates(store, view.indicator, area, view.segment), values.as_of} - {""})
    frames = []
    for date in dates:
        then = api.area_values(
            store,
            area,
            values.level,
            view.indicator,
            segment=view.segment,
            as_of=date,
            classing=view.classing,
            measure=view.measure,
            target=view.target,
            since=values.since,
        )
        then = replace(then, units=then.units.assign(class_id=values.breaks.assign(then.units["value"])))
        texts = api.value_texts(view.lang, then)
        frames.append(
            Frame(
                date=date,
                label=say_date(view.lang, date),
                units=api.tooltips(view.lang, then, texts),
                small=api.small_codes(then),
            )
        )
    return frames


def _take_answer(view: View, shown: str, key: str) -> None:
    """What the map says: an area was opened, chosen or stands where the visitor is, or playback stopped on a date."""
    answer: dict[str, Any] = st.session_state.get(key) or {}
    # An answer of a view that has gone by the time it arrives would lead from the wrong place.
    if answer.get("view") != shown:
        return
    st.session_state[_ANSWERED] = True
    store = api.default_store()
    tree = api.area_tree(store)
    if code := answer.get("code"):
        if code == COUNTRY or code in tree.areas.index:
            navigate(view.go_to(tree, str(code)))
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


def take_answered() -> bool:
    """Whether this run of the map follows an answer of it, so that the rest of the page is of the view before; asked once."""
    return bool(st.session_state.pop(_ANSWERED, False))


def _toggled(chosen: tuple[str, ...], code: str) -> tuple[str, ...]:
    return tuple(each for each in chosen if each != code) if code in chosen else (*chosen, code)
