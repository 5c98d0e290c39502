"""The map page: one view of one figure, from the country down to the desa."""

from dataclasses import replace
from functools import partial

import streamlit as st
from streamlit_folium import st_folium

from ucjmap import api
from ucjmap.app import map_parts
from ucjmap.app.ahead import build_ahead
from ucjmap.app.area_search import area_search
from ucjmap.app.language import page_lang
from ucjmap.app.legend import legend
from ucjmap.app.state import View, levels_below, map_area
from ucjmap.classify import NO_DATA_COLOUR, NOT_APPLICABLE_COLOUR
from ucjmap.codes import COUNTRY
from ucjmap.errors import UCJMapError
from ucjmap.render.assets import geometry_url
from ucjmap.render.choropleth import Choropleth
from ucjmap.render.interactive import ChoroplethLayer, OfflineMap
from ucjmap.schema import ALL_SEGMENTS
from ucjmap.settings import get_settings
from ucjmap.words import say, say_date, say_error

_HEIGHT = 560
_WHOLE_COUNTRY = (95.0, -11.1, 141.1, 6.1)


@st.fragment
def show() -> None:
    """Draw the page; a click reruns this part only."""
    try:
        _draw()
    except UCJMapError as error:  # a fragment that runs by itself has nobody above it to say so
        st.error(say_error(page_lang(), error))


def _draw() -> None:
    store = api.default_store()
    tree = api.area_tree(store)
    if "area" not in st.query_params and "view" in st.session_state:
        st.query_params.from_dict(st.session_state["view"])  # back from another page, which has no view in its address
    view, strange = View.from_params(st.query_params, tree, default_lang=page_lang())
    t = partial(say, view.lang)
    with st.container():
        if strange:
            parts = map_parts.plain(", ".join(strange))
            st.warning(t("The link has parts that are not known here and were left out: {parts}.", parts=parts))
    if tree.areas.empty:
        st.info(t("There are no boundaries yet. Load a boundary file on the page “Load data”."))
        return
    area = map_area(tree, view.area)
    values = api.area_values(store, area, view.level, view.indicator, segment=view.segment, as_of=view.as_of)
    # Notes come and go above the map. Each part has its own container, so that the map never changes its place in
    # the page: moved, it would be mounted anew and go blank.
    # It is filled first, so that the browser draws while the rest is still being made.
    head, cards = st.container(), st.container()
    left, right = st.columns([3, 2], gap="medium")
    with left:
        st.html(legend(view.lang, values))
        _map(store, tree, view, values)
    with head:
        _title(view, tree, values)
        _breadcrumb(view, tree)
        _controls(view, tree, values)
    with cards:
        map_parts.figures(store, tree, view, values)
    with right:
        _ranking(tree, view, values)
    map_parts.provenance(store, view.lang, values)
    build_ahead(store, area)
    st.session_state["view"] = view.to_params()


def _navigate(view: View) -> None:
    st.query_params.from_dict(view.to_params())


def _title(view: View, tree: api.AreaTree, values: api.AreaValues) -> None:
    t = partial(say, view.lang)
    figure = values.indicator.name(view.lang)
    if view.segment != ALL_SEGMENTS:
        figure += f" · {values.indicator.segments[view.segment][view.lang]}"
    st.header(f"{map_parts.plain(figure)} — {map_parts.plain(tree.name(view.area))}", anchor=False)
    parts = [map_parts.as_of_text(view.lang, values)]
    if values.is_simulated:
        parts.append(f":orange-badge[{t('Simulated data, not official')}]")
    if values.is_model:
        parts.append(f":gray-badge[{t('Model boundaries, not legal ones')}]")
    st.markdown(" ".join(parts))


def _breadcrumb(view: View, tree: api.AreaTree) -> None:
    with st.container(horizontal=True, gap="small", vertical_alignment="center", key="breadcrumb"):
        path = tree.path(view.area)
        for code in path:
            here = code == path[-1]
            st.button(
                map_parts.plain(tree.name(code)),
                key=f"crumb-{code}",
                type="primary" if here else "tertiary",
                disabled=here,
                on_click=_navigate,
                args=(view.go_to(tree, code),),
            )


def _controls(view: View, tree: api.AreaTree, values: api.AreaValues) -> None:
    t = partial(say, view.lang)
    store = api.default_store()
    indicators = api.load_indicators()
    dates = api.list_dates(store, view.indicator, view.area, view.segment)[::-1]
    search, indicator, segment, date, level = st.columns([2.2, 2, 1.7, 1.6, 1.5])
    with search:
        area_search(view.lang, key="search", near=view.area, go_to=partial(_open_area, view))
    with indicator:
        keys = list(indicators)
        chosen = st.selectbox(
            t("Indicator"), keys, keys.index(view.indicator), format_func=lambda key: indicators[key].name(view.lang)
        )
        if chosen != view.indicator:
            _go(replace(view, indicator=chosen, segment=ALL_SEGMENTS, as_of=None))
    with segment:
        segments = indicators[view.indicator].segments
        if segments:
            keys = list(segments)
            chosen = st.selectbox(
                t("Segment"), keys, keys.index(view.segment), format_func=lambda key: segments[key][view.lang]
            )
            if chosen != view.segment:
                _go(replace(view, segment=chosen, as_of=None))
    with date:
        options = dates if values.as_of in dates or not values.as_of else sorted({*dates, values.as_of}, reverse=True)
        if options:
            chosen = st.selectbox(
                t("Date"), options, options.index(values.as_of), format_func=partial(say_date, view.lang)
            )
            if chosen != values.as_of:
                _go(replace(view, as_of=chosen))
        else:
            st.selectbox(t("Date"), [t("No data yet")], disabled=True)
    with level:
        levels = levels_below(tree, view.area)
        chosen_level = st.selectbox(
            t("Show by"), levels, levels.index(view.level), format_func=lambda key: map_parts.level_name(view.lang, key)
        )
        if chosen_level != view.level:
            _go(replace(view, level=chosen_level))


def _go(view: View) -> None:
    _navigate(view)
    st.rerun(scope="fragment")


def _open_area(view: View, code: str) -> None:
    tree = api.area_tree(api.default_store())
    if code in tree.areas.index:
        _navigate(view.go_to(tree, code))


def _map(store: api.Store, tree: api.AreaTree, view: View, values: api.AreaValues) -> None:
    area = values.area["code"]
    settings = get_settings()
    key = f"{area}/{view.level}"
    choropleth = Choropleth(
        view=key,
        geometry_url=geometry_url(api.display_version(store, area), area, view.level)
        if values.units["has_shape"].any()
        else None,
        bounds=tree.bounds(area) or _WHOLE_COUNTRY,
        colours=(*values.breaks.colours, NOT_APPLICABLE_COLOUR),
        no_data_colour=NO_DATA_COLOUR,
        units=map_parts.tooltips(view.lang, values),
        drillable=view.level != "adm4",
        selected=view.area if view.area != area else None,
        parent=None if view.area == COUNTRY else tree.path(view.area)[-2],
        attribution=map_parts.attribution(view.lang, values),
        language=view.lang,
    )
    drawn = OfflineMap(language=view.lang)
    if settings.basemap_url:
        drawn.with_basemap(settings.basemap_url, settings.basemap_attribution)
    st_folium(
        drawn,
        feature_group_to_add=ChoroplethLayer(choropleth),
        returned_objects=[],
        key="map",
        height=_HEIGHT,
        use_container_width=True,
        on_change=partial(_take_click, view, key),
    )


def _take_click(view: View, shown: str) -> None:
    click = st.session_state.get("map") or {}
    code, clicked_view = click.get("code"), click.get("view")
    tree = api.area_tree(api.default_store())
    # A click on a view that has gone by the time it arrives would drill from the wrong place.
    if clicked_view == shown and (code == COUNTRY or code in tree.areas.index):
        _navigate(view.go_to(tree, str(code)))


def _ranking(tree: api.AreaTree, view: View, values: api.AreaValues) -> None:
    t = partial(say, view.lang)
    table = map_parts.ranking_table(view.lang, values)
    st.markdown(f"**{t('Ranking')}** :gray[{t('Click a heading to sort. Tick a row to open that area.')}]")
    selection = st.dataframe(
        table,
        hide_index=True,
        placeholder="–",
        height=_HEIGHT,
        on_select="rerun",
        selection_mode="single-row",
        key=f"ranking-{values.area['code']}-{view.level}-{view.indicator}-{view.segment}-{values.as_of}",
    )
    rows = selection["selection"]["rows"]
    if rows:
        code = map_parts.ranked(values).index[rows[0]]
        if code != view.area:
            _go(view.go_to(tree, code))
