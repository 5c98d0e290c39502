"""The map page: one view of one figure, from the country down to the desa."""

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import Any

import streamlit as st

from ucjmap import api
from ucjmap.app.map import controls, ranking
from ucjmap.app.map import quality_panel as quality_parts
from ucjmap.app.map import target_panel as target_parts
from ucjmap.app.map import trend_panel as trend_parts
from ucjmap.app.map.legend_panel import legend
from ucjmap.app.map.map_view import HEIGHT, draw_map, is_dark
from ucjmap.app.shell import build_ahead, failures_told, go, navigate, page_lang
from ucjmap.app.shell import cards as map_parts
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
    answer, strange = _asked_for(store, tree)
    view = answer.view
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
    left, right = (st.container(), st.container()) if answer.older else st.columns([3, 2], gap="medium")
    with left:
        _maps(answer)
        map_parts.provenance(answer)
    with head:
        controls.title(tree, answer)
        controls.figure_row(tree, answer)
        controls.display_row(answer)
    with right:
        map_parts.figures(answer)
        _panels(store, tree, answer)
    quality_parts.quality_panel(
        store, view.lang, answer.area.code, view.indicator, view.segment, as_of=answer.as_of or None
    )
    build_ahead(store, answer.area.code)
    st.session_state["view"] = api.write_address(view)


def _asked_for(store: api.Store, tree: api.AreaTree) -> tuple[api.MapAnswer, list[str]]:
    """The answer to what the address asks for, and the parts of the address that make no sense."""
    asked, strange = api.read_address(st.query_params, tree, default_lang=page_lang())
    view, left_out = api.settle_dates(store, asked)
    return api.answer_map(store, view), [*strange, *left_out]


def _maps(answer: api.MapAnswer) -> None:
    if answer.older is not None:
        _both_dates(answer, answer.older)
        return
    lang, tiled = answer.lang, answer.is_whole_country
    st.html(legend(answer.legend, lang, dark=is_dark()))
    plays = bool(st.session_state.get("play")) and not tiled
    if plays:
        date = say_date(lang, answer.as_of)
        st.caption(say(lang, "While dates play, the legend keeps the counts of {date}.", date=date))
    draw_map(answer, play=plays)
    help_text = N_("Shows the map at one date after the other, in the same classes.")
    if tiled:
        help_text = N_("On the map of all desa choose one date after the other in the field “Date”.")
    st.toggle(say(lang, "Play the dates"), key="play", disabled=tiled, help=say(lang, help_text))


def _both_dates(newer: api.MapAnswer, older: api.MapAnswer) -> None:
    """Two dates beside each other, as the files show them too."""
    maps = (older, newer, "map-since"), (newer, older, "map")
    for column, (shown, other, key) in zip(st.columns(2, gap="small"), maps, strict=True):
        with column:
            st.markdown(f"**{map_parts.plain(shown.caption)}**")
            draw_map(shown, key=key, beside=other)
            st.html(legend(shown.legend, newer.lang, dark=is_dark()))


_PANELS = (N_("Ranking"), N_("Trend"), N_("Targets"), N_("Selection"))


def _panels(store: api.Store, tree: api.AreaTree, answer: api.MapAnswer) -> None:
    """What is beside the map; only the panel that is open is made."""
    view = answer.view
    about: dict[str, Any] = {
        "lang": view.lang,
        "code": view.area,
        # A desa has its own trend and way; there is nothing below it.
        "level": None if answer.selected else answer.level,
        "indicator": view.indicator,
        "segment": view.segment,
        "as_of": answer.as_of or None,
        "target": view.target,
    }
    makers: tuple[Callable[[], None], ...] = (
        partial(_ranking, tree, answer),
        partial(trend_parts.show_trend, store, **about),
        partial(target_parts.show_targets, store, **about),
        partial(_selection, tree, answer),
    )
    tabs = st.tabs([say(view.lang, name) for name in _PANELS], key="panels", on_change="rerun")
    for tab, make in zip(tabs, makers, strict=True):
        if tab.open:
            with tab:
                make()


def _ranking(tree: api.AreaTree, answer: api.MapAnswer) -> None:
    t, view = partial(say, answer.lang), answer.view
    help_text = t("Click a heading to sort, and a name to open that area.")
    st.caption("  \n".join(filter(None, (help_text, map_parts.plain(answer.gap_sum)))))
    if len(answer.areas) > _ROWS_SHOWN:
        st.info(t("The table of so many desa is too long to be read here: open a province, or load it as a file."))
        return
    ranking.show_ranking(
        answer.lang,
        ranking.make_ranking(answer),
        key="ranking",
        opened=view.area,
        height=HEIGHT - 120,
        go_to=lambda code: navigate(view.go_to(tree, code)),
    )


def _selection(tree: api.AreaTree, answer: api.MapAnswer) -> None:
    t, view = partial(say, answer.lang), answer.view
    if answer.selection is None:
        st.write(t("No areas are selected. Switch on “Select several areas” and click them on the map."))
        return
    keep = st.multiselect(t("Selected areas"), view.chosen, view.chosen, format_func=tree.name)
    if tuple(keep) != view.chosen:
        go(replace(view, chosen=tuple(keep)))
    target_parts.show_joint(tree, answer)
