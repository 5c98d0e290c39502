"""The map page: one view of one figure, from the country down to the desa."""

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import Any

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from ucjmap import api
from ucjmap.app.map import controls, ranking_table
from ucjmap.app.map import quality_panel as quality_parts
from ucjmap.app.map import target_panel as target_parts
from ucjmap.app.map import trend_panel as trend_parts
from ucjmap.app.map.card_panel import show_card
from ucjmap.app.map.legend_panel import legend
from ucjmap.app.map.map_view import draw_map, is_dark
from ucjmap.app.map.page_frame import Stops, show_shell
from ucjmap.app.map.selection_panel import show_joint
from ucjmap.app.map.story_bar import ShownStory, find_story, show_step, story_bar
from ucjmap.app.shell import (
    PINNED,
    STEP,
    STORY,
    asked_store,
    build_ahead,
    failures_told,
    go,
    navigate,
    page_lang,
    seen_address,
)
from ucjmap.app.shell import cards as map_parts
from ucjmap.errors import N_
from ucjmap.words import Lang, say, say_date

#: More rows than this take the browser a while, and nobody reads them: the table is offered as a file instead.
_ROWS_SHOWN = 10_000
_TABLE_HEIGHT = 620


@st.fragment
def show() -> None:
    """Draw the page; a click reruns this part only."""
    with failures_told(page_lang()):
        _draw()


def _draw() -> None:
    store = asked_store()
    tree = api.area_tree(store)
    if tree.areas.empty:
        st.info(say(page_lang(), "There are no boundaries yet. Load a boundary file on the page “Load data”."))
        return
    answer, strange = _asked_for(store, tree)
    view = answer.view
    told, wrong = find_story(store, view.lang, answer)
    # All containers first, in the order in which they are read. Notes come and go, but the map never changes its place in
    # the page: moved, it would be mounted anew and go blank. It is filled first, so that the browser draws meanwhile.
    with st.container(key="shell"):
        show_shell(answer, _stops(store, answer, told), is_as_asked=not strange and not wrong)
    with st.container(key="stage"):
        title = st.container(key="title")
        strip = st.container(key="strip", horizontal=True)
        with st.container(key="maps"):
            older, newer = st.container(key="map-older"), st.container(key="map-newer")
        card, side = st.container(key="card"), st.container(key="side")
    _maps(answer, older, newer, marks=told.marks if told else ())
    with title:
        _warnings(view.lang, strange, wrong)
        controls.title(tree, answer)
        if told is not None:
            story_bar(store, told, view.lang)
    with strip:
        controls.choices(tree, answer)
    with card:
        _card(store, tree, answer)
    with side:
        with st.container(key="figures"):
            map_parts.figures(answer)
        _panels(store, tree, answer)
        with st.container(key="provenance"):
            map_parts.provenance(answer)
        quality_parts.quality_panel(
            store, view.lang, answer.area.code, view.indicator, view.segment, as_of=answer.as_of or None
        )
    build_ahead(store, answer.view)
    st.session_state["view"] = api.write_address(view)


def _asked_for(store: api.Store, tree: api.AreaTree) -> tuple[api.MapAnswer, list[str]]:
    """The answer to what the address asks for, and the parts of the address that make no sense."""
    asked, strange = api.read_address(seen_address(), tree, default_lang=page_lang())
    view, left_out = api.settle_dates(store, asked)
    return api.answer_map(store, view), [*strange, *left_out]


def _stops(store: api.Store, answer: api.MapAnswer, told: ShownStory | None) -> Stops:
    """What the arrow keys of a presentation step through: the views of a story that is told, else the dates."""
    if told is None:
        return Stops(answer.dates, answer.as_of, partial(_show_date, answer.view), {})
    show = partial(show_step, store, told.story, answer.lang)
    return Stops(told.numbers, told.now, show, {STORY: told.story.key, STEP: told.now})


def _show_date(view: api.MapView, date: str) -> None:
    navigate(replace(view, as_of=date))


def _warnings(lang: Lang, strange: list[str], wrong: str) -> None:
    t = partial(say, lang)
    if wrong:
        st.warning(map_parts.plain(wrong))
    if strange:
        parts = map_parts.plain(", ".join(strange))
        st.warning(t("The link has parts that are not known here and were left out: {parts}.", parts=parts))
    if st.session_state.pop("not_found_here", False):
        st.warning(t("No desa of these boundaries lies where you are."))


def _maps(answer: api.MapAnswer, older: DeltaGenerator, newer: DeltaGenerator, *, marks: tuple[api.Mark, ...]) -> None:
    """The map, or two dates beside each other as the files show them too; each with its legend."""
    if answer.older is not None:
        with older:
            draw_map(answer.older, key="map-since", beside=answer, marks=marks)
            _legend(answer.older, "legend-older", caption=answer.older.caption)
    with newer:
        if answer.older is not None:
            draw_map(answer, beside=answer.older, marks=marks)
            _legend(answer, "legend-newer", caption=answer.caption)
            return
        plays = bool(st.session_state.get("play")) and not answer.is_whole_country and bool(answer.dates)
        draw_map(answer, play=plays, marks=marks)
        _legend(answer, "legend-newer", caption=_say_played(answer) if plays else "")


def _say_played(answer: api.MapAnswer) -> str:
    date = say_date(answer.lang, answer.as_of)
    return say(answer.lang, "While dates play, the legend keeps the counts of {date}.", date=date)


def _legend(shown: api.MapAnswer, key: str, *, caption: str) -> None:
    with st.container(key=key):
        st.html(legend(shown.legend, shown.lang, dark=is_dark(), caption=caption))


def _card(store: api.Store, tree: api.AreaTree, answer: api.MapAnswer) -> None:
    code = st.query_params.get(PINNED)
    if code and code in tree.areas.index:
        show_card(store, answer, code)


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
    if len(answer.areas) > _ROWS_SHOWN:
        st.info(t("The table of so many desa is too long to be read here: open a province, or load it as a file."))
        return
    with st.container(key="table"):
        ranking_table.show_ranking(
            answer.lang,
            ranking_table.make_ranking(tree, answer, dark=is_dark()),
            key="ranking",
            opened=view.area,
            height=_TABLE_HEIGHT,
            go_to=lambda code: navigate(view.go_to(tree, code)),
            pin=lambda code: navigate(view, pinned=code),
        )
        help_text = t("Click a heading to sort, a name to open that area, and i for its facts.")
        st.caption("  \n".join(filter(None, (help_text, map_parts.plain(answer.gap_sum)))))


def _selection(tree: api.AreaTree, answer: api.MapAnswer) -> None:
    t, view = partial(say, answer.lang), answer.view
    if answer.selection is None:
        st.write(t("No areas are selected. Switch on “Select several areas” and click them on the map."))
        return
    keep = st.multiselect(t("Selected areas"), view.chosen, view.chosen, format_func=tree.name)
    if tuple(keep) != view.chosen:
        go(replace(view, chosen=tuple(keep)))
    show_joint(tree, answer)
