"""The map page: one view of one figure, from the country down to the desa."""

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import Any

import streamlit as st

from ucjmap import api
from ucjmap.api.maps.words import caption_words, gap_sum_words
from ucjmap.app import controls, map_parts, quality_parts, ranking, target_parts, trend_parts
from ucjmap.app.ahead import build_ahead
from ucjmap.app.failures import failures_told
from ucjmap.app.language import page_lang
from ucjmap.app.legend import legend
from ucjmap.app.map_view import HEIGHT, comparable, draw_map, is_dark, is_tiled
from ucjmap.app.navigation import go, navigate
from ucjmap.app.state import View
from ucjmap.errors import N_
from ucjmap.words import say, say_date

#: More rows than this take the browser a while, and nobody reads them: the table is offered as a file instead.
_ROWS_SHOWN = 10_000


@st.fragment
def show() -> None:
    """Draw the page; a click reruns this part only."""
    with failures_told(page_lang()):
        _draw()


def _draw() -> None:
    store = api.default_store()
    tree = api.area_tree(store)
    if "area" not in st.query_params and "view" in st.session_state:
        st.query_params.from_dict(st.session_state["view"])  # back from another page, which has no view in its address
    top = st.container()
    if tree.areas.empty:
        st.info(say(page_lang(), "There are no boundaries yet. Load a boundary file on the page “Load data”."))
        return
    view, values, strange = _asked_for(store, tree)
    t = partial(say, view.lang)
    with top:
        if strange:
            parts = map_parts.plain(", ".join(strange))
            st.warning(t("The link has parts that are not known here and were left out: {parts}.", parts=parts))
        if st.session_state.pop("not_found_here", False):
            st.warning(t("No desa of these boundaries lies where you are."))
    # Notes come and go. Each part has its own container, so that the map never changes its place in the page: moved,
    # it would be mounted anew and go blank. It is filled first, so that the browser draws while the rest is being made.
    head = st.container(key="head")
    # Two maps want the whole width.
    left, right = (st.container(), st.container()) if view.side and view.since else st.columns([3, 2], gap="medium")
    with left:
        _maps(store, tree, view, values)
        map_parts.provenance(store, view.lang, values)
    with head:
        controls.title(view, tree, values)
        controls.figure_row(view, tree, values)
        controls.display_row(view, tree, values)
    with right:
        map_parts.figures(store, tree, view, values)
        _joint_note(store, view, values)
        _panels(store, tree, view, values)
    quality_parts.quality_panel(
        store, view.lang, values.area["code"], view.indicator, view.segment, as_of=values.as_of or None
    )
    build_ahead(store, values.area["code"])
    st.session_state["view"] = view.to_params()


def _asked_for(store: api.Store, tree: api.AreaTree) -> tuple[View, api.AreaValues, list[str]]:
    """What the address asks for, with its figures, and the parts of the address that make no sense."""
    asked, strange = View.from_params(st.query_params, tree, default_lang=page_lang())
    view, values = comparable(store, tree, asked)
    if view.since != asked.since:
        strange.append(f"since={asked.since}")
    return view, values, strange


def _maps(store: api.Store, tree: api.AreaTree, view: View, values: api.AreaValues) -> None:
    if view.side and view.since:
        older, newer = view.map_view(tree).both_values(store)
        if older is not None:
            _both_dates(view, older, newer)
            return
    st.html(legend(view.lang, values, dark=is_dark()))
    tiled = is_tiled(values)
    plays = bool(st.session_state.get("play")) and not tiled
    if plays:
        date = say_date(view.lang, values.as_of)
        st.caption(say(view.lang, "While dates play, the legend keeps the counts of {date}.", date=date))
    draw_map(view, values, play=plays)
    help_text = N_("Shows the map at one date after the other, in the same classes.")
    if tiled:
        help_text = N_("On the map of all desa choose one date after the other in the field “Date”.")
    st.toggle(say(view.lang, "Play the dates"), key="play", disabled=tiled, help=say(view.lang, help_text))


def _both_dates(view: View, older: api.AreaValues, newer: api.AreaValues) -> None:
    """Two dates beside each other, as the files show them too."""
    maps = (older, newer, "map-since"), (newer, older, "map")
    for column, (shown, other, key) in zip(st.columns(2, gap="small"), maps, strict=True):
        with column:
            st.markdown(f"**{map_parts.plain(caption_words(view.lang, shown))}**")
            draw_map(view, shown, key=key, beside=other)
            st.html(legend(view.lang, shown, dark=is_dark()))
            st.caption(map_parts.areas_with_data(view.lang, shown))


def _joint_note(store: api.Store, view: View, values: api.AreaValues) -> None:
    """What the selected areas come to, seen while they are being selected."""
    if view.chosen:
        joint = _joint(store, view, values)
        unit = values.indicator.units[view.lang]
        sentences = target_parts.joint_sentences(view.lang, joint, unit)
        sentence = " ".join(sentences[: 2 if joint.without_data else 1])
        map_parts.show_notes([map_parts.Note(f"{sentence} {say(view.lang, 'More on the tab “Selection”.')}")])


def _joint(store: api.Store, view: View, values: api.AreaValues) -> api.JointFigures:
    return api.joint_figures(
        store, view.chosen, view.indicator, view.segment, as_of=values.as_of or None, target=view.target
    )


_PANELS = (N_("Ranking"), N_("Trend"), N_("Targets"), N_("Selection"))


def _panels(store: api.Store, tree: api.AreaTree, view: View, values: api.AreaValues) -> None:
    """What is beside the map; only the panel that is open is made."""
    is_desa = view.area != values.area["code"]  # its own trend and way; there is nothing below it
    about: dict[str, Any] = {
        "lang": view.lang,
        "code": view.area,
        "level": None if is_desa else view.level,
        "indicator": view.indicator,
        "segment": view.segment,
        "as_of": values.as_of or None,
        "target": view.target,
    }
    makers: tuple[Callable[[], None], ...] = (
        partial(_ranking, tree, view, values),
        partial(trend_parts.show_trend, store, **about),
        partial(target_parts.show_targets, store, **about),
        partial(_selection, store, tree, view, values),
    )
    tabs = st.tabs([say(view.lang, name) for name in _PANELS], key="panels", on_change="rerun")
    for tab, make in zip(tabs, makers, strict=True):
        if tab.open:
            with tab:
                make()


def _ranking(tree: api.AreaTree, view: View, values: api.AreaValues) -> None:
    t = partial(say, view.lang)
    unit = values.indicator.units[view.lang]
    sums = gap_sum_words(view.lang, values.units["gap_people"], values.area["gap_people"], unit)
    st.caption("  \n".join(filter(None, (t("Click a heading to sort, and a name to open that area."), sums))))
    if len(values.units) > _ROWS_SHOWN:
        st.info(t("The table of so many desa is too long to be read here: open a province, or load it as a file."))
        return
    ranking.show_ranking(
        view.lang,
        ranking.make_ranking(view.lang, values),
        key="ranking",
        opened=view.area,
        height=HEIGHT - 120,
        go_to=lambda code: navigate(view.go_to(tree, code)),
    )


def _selection(store: api.Store, tree: api.AreaTree, view: View, values: api.AreaValues) -> None:
    t = partial(say, view.lang)
    if not view.chosen:
        st.write(t("No areas are selected. Switch on “Select several areas” and click them on the map."))
        return
    keep = st.multiselect(t("Selected areas"), view.chosen, view.chosen, format_func=tree.name)
    if tuple(keep) != view.chosen:
        go(replace(view, chosen=tuple(keep)))
    target_parts.show_joint(store, view.lang, _joint(store, view, values), view.indicator)
