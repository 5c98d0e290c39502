"""The outreach page: from the map to the desa to visit, what it costs, and what became of it."""

from collections.abc import Callable
from dataclasses import replace
from functools import partial

import streamlit as st

from ucjmap import api
from ucjmap.api.maps import say_badges
from ucjmap.app.outreach.choice import Place
from ucjmap.app.outreach.clusters_tab import show_clusters
from ucjmap.app.outreach.followup_tab import show_follow_up
from ucjmap.app.outreach.forms import keep_fields
from ucjmap.app.outreach.list_tab import show_list
from ucjmap.app.outreach.money_tab import reset_level, show_money
from ucjmap.app.outreach.status_form import clear_noted
from ucjmap.app.outreach.trips_tab import show_trips
from ucjmap.app.shell import (
    area_search,
    asked_store,
    badge_marks,
    failures_told,
    go,
    navigate,
    page_lang,
    plain,
    seen_address,
)
from ucjmap.codes import COUNTRY
from ucjmap.errors import N_, UCJMapError
from ucjmap.levels import level_name
from ucjmap.words import Lang, say, say_error

_SECTIONS = (N_("Priority list"), N_("Clusters"), N_("Trips"), N_("Money"), N_("Follow-up"))
_MAKERS: tuple[Callable[[api.Store, Place], None], ...] = (
    show_list,
    show_clusters,
    show_trips,
    show_money,
    show_follow_up,
)


@st.fragment
def show() -> None:
    """Draw the page; a click reruns this part only."""
    with failures_told(page_lang()):
        _draw()


def _draw() -> None:
    clear_noted()
    keep_fields()
    store = asked_store()
    tree = api.area_tree(store)
    if tree.areas.empty:
        st.info(say(page_lang(), "There are no boundaries yet. Load a boundary file on the page “Load data”."))
        return
    view, strange = _view(tree)
    t = partial(say, view.lang)
    if strange:
        parts = plain(", ".join(strange))
        st.warning(t("The link has parts that are not known here and were left out: {parts}.", parts=parts))
    _head(store, tree, view)
    place = Place(view.lang, view.area, view.at_level(tree))
    reset_level(place.code)
    tabs = st.tabs([t(name) for name in _SECTIONS], key="outreach_sections", on_change="rerun")
    for tab, make in zip(tabs, _MAKERS, strict=True):
        if tab.open:
            with tab:
                _make(view.lang, make, store, place)


def _make(lang: Lang, make: Callable[[api.Store, Place], None], store: api.Store, place: Place) -> None:
    """One section; what it cannot do is said in its place, and the others stay usable."""
    try:
        make(store, place)
    except UCJMapError as error:
        st.error(say_error(lang, error))


def _view(tree: api.AreaTree) -> tuple[api.MapView, list[str]]:
    """Area and level of the address; without an area, the one that the map showed last. A desa gives its kecamatan."""
    asked = seen_address()
    view, strange = api.read_address(asked, tree, default_lang=page_lang())
    area = api.map_area(tree, view.area)
    if "level" not in st.query_params or view.level not in api.levels_below(tree, area):
        view = replace(view, level="adm2" if area == COUNTRY else "adm4")
    return replace(view, area=area), strange


def _head(store: api.Store, tree: api.AreaTree, view: api.MapView) -> None:
    t = partial(say, view.lang)
    with st.container(key="head"):
        with st.container(horizontal=True, gap="small", vertical_alignment="center", key="breadcrumb"):
            for code in tree.path(view.area)[:-1]:
                name = plain(f"{tree.name(code)} ›")
                st.button(name, key=f"crumb-{code}", type="tertiary", on_click=_open, args=(view, code))
        st.header(f"{t('Outreach')} — {plain(tree.name(view.area))}", anchor=False)
        answer = api.answer_map(store, api.MapView(view.area, lang=view.lang))
        is_simulated = any(key.figure and key.figure.is_simulated for key in answer.key_figures)
        badges = say_badges(view.lang, is_simulated=is_simulated, is_model=answer.is_model)
        st.markdown(" ".join([f"**{plain(f'{answer.name}: {answer.period}')}**", *badge_marks(badges)]))
        search, level = st.columns([3, 2])
        with search:
            area_search(view.lang, key="outreach_search", near=view.area, go_to=partial(_open, view))
        with level:
            levels = api.levels_below(tree, view.area)
            chosen = st.selectbox(
                t("Show by"),
                levels,
                levels.index(view.at_level(tree)),
                format_func=lambda option: level_name(view.lang, option, several=True),
            )
            if chosen != view.level:
                go(replace(view, level=chosen))


def _open(view: api.MapView, code: str) -> None:
    """Show another area by its desa; the country by its kabupaten."""
    tree = api.area_tree(asked_store())
    if code == COUNTRY or code in tree.areas.index:
        area = api.map_area(tree, code)
        navigate(replace(view, area=area, level="adm2" if area == COUNTRY else "adm4", chosen=()))
