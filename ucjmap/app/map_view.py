"""The map itself: from the figures of a view to the specification that the browser draws, and what comes back from it."""

import uuid
from dataclasses import replace
from functools import partial
from typing import Any

import streamlit as st
from streamlit_folium import st_folium

from ucjmap import api
from ucjmap.app.country_map import tiled_choropleth, wait_for_tiles
from ucjmap.app.navigation import navigate
from ucjmap.app.state import View, levels_below
from ucjmap.classify import NOT_APPLICABLE_COLOUR
from ucjmap.codes import COUNTRY, child_level, is_all_desa
from ucjmap.render.assets import geometry_url, next_map_url
from ucjmap.render.choropleth import Choropleth, Frame, no_data_colour
from ucjmap.render.interactive import ChoroplethLayer, OfflineMap
from ucjmap.render.interactive_tiles import TiledLayer
from ucjmap.render.specification import next_specification
from ucjmap.settings import get_settings
from ucjmap.words import say_date

HEIGHT = 560


def view_values(store: api.Store, tree: api.AreaTree, view: View) -> api.AreaValues:
    """Figures and classes of the map of ``view``."""
    return view.map_view(tree).values(store)


def comparable(store: api.Store, tree: api.AreaTree, view: View) -> tuple[View, api.AreaValues]:
    """The view without a date to compare with that is not before its own, and its figures."""
    values = view_values(store, tree, view)
    if view.since and values.as_of and view.since >= values.as_of:
        view = replace(view, since=None, side=False)
        values = view_values(store, tree, view)
    return view, values


def draw_map(
    view: View,
    values: api.AreaValues,
    *,
    key: str = "map",
    beside: api.AreaValues | None = None,
    play: bool = False,
) -> None:
    """Draw ``values``; with the map of ``beside`` it moves and shares its circles, ``play`` adds the dates to play.

    All desa of the country come as vector tiles, everything else as one file of the view's geometry.
    """
    store = api.default_store()
    dark, picking = is_dark(), bool(st.session_state.get("picking"))
    together = _visit() if beside else None
    layer: TiledLayer | ChoroplethLayer
    if is_all_desa(values.area["code"], values.level):
        if not wait_for_tiles(store, view.lang):
            return
        tiled = tiled_choropleth(
            store,
            view.lang,
            values,
            selected=_selected(view, values),
            dark=dark,
            labels_on=view.labels,
            chosen=view.chosen,
            picking=picking,
            sync=together,
        )
        layer = TiledLayer(tiled)
    else:
        choropleth = make_choropleth(store, view, values, dark=dark)
        frames = _frames(view, values) if play else ()
        frame = values.as_of if play else None
        if not (beside or play or picking):  # these stay as they are only while the page makes each map
            choropleth = replace(choropleth, next_map=_offer_next(view, dark=dark))
        if beside and view.people:
            circles = (api.gap_circles(view.lang, each) for each in (values, beside))
            largest = max((number for drawn in circles for number, _ in drawn.values()), default=None)
            choropleth = replace(choropleth, circle_max=largest)
        layer = ChoroplethLayer(replace(choropleth, picking=picking, sync=together, frames=frames, frame=frame))
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
        on_change=partial(_take_answer, view, _name(values), key),
    )


def _name(values: api.AreaValues) -> str:
    """Name of a map, which comes back with every answer of it."""
    return f"{values.area['code']}/{values.level}"


def _selected(view: View, values: api.AreaValues) -> str | None:
    return view.area if view.area != values.area["code"] else None


def is_dark() -> bool:
    """Whether the visitor's page is dark."""
    return st.context.theme.type == "dark"


def _visit() -> str:
    """A name for this visit, so that two tabs of one browser do not move each other's maps."""
    name: str = st.session_state.setdefault("visit", uuid.uuid4().hex)
    return name


def make_choropleth(store: api.Store, view: View, values: api.AreaValues, *, dark: bool) -> Choropleth:
    """The map of ``values`` as ``view`` wants it, by itself: with nothing that is played, picked or moved together."""
    tree = api.area_tree(store)
    area = values.area["code"]
    texts = api.value_texts(view.lang, values)
    return Choropleth(
        view=_name(values),
        geometry_url=geometry_url(api.display_version(store, area), area, values.level)
        if values.units["has_shape"].any()
        else None,
        bounds=tree.extent(area),
        colours=(*values.breaks.colours, NOT_APPLICABLE_COLOUR),
        no_data_colour=no_data_colour(dark=dark),
        units=api.tooltips(view.lang, values, texts),
        drillable=values.level != "adm4",
        selected=_selected(view, values),
        parent=_parent(tree, view),
        next_geometry=_next_geometry(store, tree, view, values),
        scale=repr(values.breaks),
        attribution=api.boundary_words(view.lang, values.editions, is_model=values.is_model),
        language=view.lang,
        description=api.alt_text(view.lang, values),
        dark=dark,
        small=api.small_codes(values),
        labels=api.label_texts(view.lang, values),
        labels_on=view.labels,
        circles=api.gap_circles(view.lang, values) if view.people else {},
        circle_label=api.circle_label(view.lang, values),
        chosen=view.chosen,
        locate=True,
    )


def _parent(tree: api.AreaTree, view: View) -> str | None:
    return None if view.area == COUNTRY else tree.path(view.area)[-2]


def _next_geometry(store: api.Store, tree: api.AreaTree, view: View, values: api.AreaValues) -> dict[str, str]:
    """Where the browser finds the boundaries of what a click on each area, or on "one level up", opens."""
    below, parent = child_level(values.level), _parent(tree, view)
    next_levels = {} if below is None else dict.fromkeys(values.units["code"][values.units["has_shape"]], below)
    if parent:
        next_levels[parent] = levels_below(tree, parent)[0]
    return {code: geometry_url(api.display_version(store, code), code, level) for code, level in next_levels.items()}


def _offer_next(view: View, *, dark: bool) -> str:
    """Address of the maps that follow. It stays the same from area to area, so that the browser may keep what it has."""
    terms = {name: text for name, text in view.to_params().items() if name not in {"area", "level", "pick"}}
    token = api.offer_next_maps(repr((sorted(terms.items()), dark)), partial(_next_map, view, dark=dark))
    return next_map_url(token)


def _next_map(view: View, code: str, *, dark: bool) -> dict[str, Any]:
    """The map that opening the area ``code`` shows, as the page itself will make it."""
    store = api.default_store()
    tree = api.area_tree(store)
    after, values = comparable(store, tree, view.go_to(tree, code))
    made = make_choropleth(store, after, values, dark=dark)
    return next_specification(replace(made, next_map=_offer_next(after, dark=dark)))


def at_its_target(view: View, values: api.AreaValues) -> View:
    """The view with the target that its map has, for the same map at other dates: by rule each year has its own."""
    aim = values.target
    return replace(view, target=f"{aim['year']}@{aim['issuer']}") if aim else view


def _frames(view: View, values: api.AreaValues) -> list[Frame]:
    """The same map on every date there is, in the classes of the map that is shown."""
    store, view = api.default_store(), at_its_target(view, values)
    tree = api.area_tree(store)
    dates = sorted({*api.list_dates(store, view.indicator, values.area["code"], view.segment), values.as_of} - {""})
    frames = []
    for date in dates:
        then = view_values(store, tree, replace(view, as_of=date, since=values.since))
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


def _toggled(chosen: tuple[str, ...], code: str) -> tuple[str, ...]:
    return tuple(each for each in chosen if each != code) if code in chosen else (*chosen, code)
