"""One story: its views in order, each with its figures then and now, and what can be done with it."""

from collections.abc import Callable, Iterator
from functools import partial
from typing import Any, Final

import streamlit as st

from ucjmap import api
from ucjmap.app.map import keep_address
from ucjmap.app.shell import STORY, line_markdown, link_to_map, plain, say_read_only
from ucjmap.app.stories.story_export import show_export
from ucjmap.app.stories.view_editing import show_editing
from ucjmap.errors import N_, UCJMapError
from ucjmap.words import Lang, say, say_count, say_date, say_error

_TOLD: Final = "story-told"


def show_story(store: api.Store, story: api.Story, lang: Lang) -> None:
    """Draw a story."""
    t = partial(say, lang)
    told = api.tell_story(store, story, lang=lang)
    st.title(plain(story.name), anchor=False)
    with st.container(horizontal=True, key="story-tools", vertical_alignment="center"):
        keep_address(lang, {STORY: story.key, "lang": lang}, f"{story.name} · UCJMap", buttons=["copy"])
        _tools(store, story, told, lang)
    if message := st.session_state.pop(_TOLD, ""):
        st.error(plain(message))
    if not story.views:
        st.info(t(N_("This story has no views yet. Open the map and press “Save this view to a story”.")))
        link_to_map(t(N_("Open the map")), {"lang": lang, STORY: story.key})
    for place, view in enumerate(told):
        with st.container(border=True, key=f"story-view-{view.view.number}"):
            _show_view(store, story, view, place, lang)
    if not say_read_only(store, lang):
        _show_removed(store, story, lang)
    st.button(t(N_("All stories")), key="all-stories", icon=":material/list:", type="tertiary", on_click=_go_to_list)


def _go_to_list() -> None:
    st.query_params.pop(STORY, None)


def act(lang: Lang, change: Callable[[], Any]) -> None:
    """Make a change; for callbacks: an error is shown by the next run."""
    try:
        change()
    except UCJMapError as error:
        st.session_state[_TOLD] = say_error(lang, error)


def _tools(store: api.Store, story: api.Story, told: tuple[api.ToldView, ...], lang: Lang) -> None:
    t = partial(say, lang)
    shown = [view for view in told if view.answer is not None]
    if shown:
        address = api.step_address(store, story, shown[0].view, lang=lang)
        link_to_map(t(N_("Present")), {**address, "present": "1"}, icon=":material/slideshow:")
        with st.popover(t(N_("Export")), icon=":material/download:", key="story-export"):
            show_export(store, story, lang)
    if store.is_read_only:
        return
    with st.popover(t(N_("Rename")), icon=":material/edit:", key="story-rename"):
        name = st.text_input(
            t(N_("Name of the story")), story.name, max_chars=api.LONGEST_NAME, key=f"rename-{story.version}"
        )
        change = partial(_rename, store, story, lang, name)
        st.button(t(N_("Save")), key="rename-save", type="primary", on_click=change)
    with st.popover(t(N_("Remove")), icon=":material/delete:", key="story-remove"):
        count = say_count(lang, len(story.views))
        st.markdown(t(N_("Remove this story with its {count} views? Its link will lead nowhere."), count=count))
        st.button(t(N_("Yes, remove the story")), key="remove-yes", on_click=partial(_remove, store, story, lang))


def _rename(store: api.Store, story: api.Story, lang: Lang, name: str) -> None:
    act(lang, partial(api.rename_story, store, story.key, name, version=story.version))


def _remove(store: api.Store, story: api.Story, lang: Lang) -> None:
    act(lang, partial(api.forget_story, store, story.key, version=story.version))
    if _TOLD not in st.session_state:
        _go_to_list()


def _show_view(store: api.Store, story: api.Story, told: api.ToldView, place: int, lang: Lang) -> None:
    view = told.view
    st.subheader(plain(f"{say_count(lang, place + 1)}. {told.title}"), anchor=False)
    if told.answer is None:
        st.warning(plain(told.problem))
    else:
        figures = [told.answer.title, *told.answer.subtitle.split(" · ")[:1], *api.own_figure(told.answer)]
        st.markdown(plain(" · ".join(figures)))
    if told.remarks:
        st.warning(plain(told.summary))
    if told.answer is not None and told.remarks:
        st.markdown("\n".join(f"- {plain(words)}" for words in told.remarks))
    if lines := list(_behind(told)):
        st.caption("  \n".join(lines))
    with st.container(horizontal=True, key=f"view-tools-{view.number}", vertical_alignment="center"):
        _view_tools(store, story, told, place, lang)


def _view_tools(store: api.Store, story: api.Story, told: api.ToldView, place: int, lang: Lang) -> None:
    t, view, move, key = partial(say, lang), told.view, partial(act, lang), told.view.number
    is_open, changes = told.answer is not None, not store.is_read_only
    if changes:
        up, down = (partial(api.move_story_view, store, story.key, view.number, by) for by in (-1, 1))
        st.button(
            t(N_("Up")),
            key=f"up-{key}",
            icon=":material/arrow_upward:",
            disabled=place == 0,
            on_click=partial(move, up),
        )
        is_last = place == len(story.views) - 1
        st.button(
            t(N_("Down")), key=f"down-{key}", icon=":material/arrow_downward:", disabled=is_last,
            on_click=partial(move, down),
        )  # fmt: skip
    if is_open:
        link_to_map(t(N_("Open on the map")), api.step_address(store, story, view, lang=lang))
    if not changes:
        return
    if is_open:
        edit = st.popover(t(N_("Edit")), icon=":material/edit:", key=f"edit-{key}", on_change="rerun")
        if edit.open:
            with edit:
                show_editing(store, story, told, lang)
    remove = partial(api.forget_story_view, store, story.key, view.number, version=view.version)
    st.button(
        t(N_("Take out")), key=f"remove-{key}", icon=":material/delete:", on_click=partial(move, remove),
        help=t(N_("It can be brought back below.")),
    )  # fmt: skip


def _behind(told: api.ToldView) -> Iterator[str]:
    """What stands behind a view, as Markdown: the sources of today and of the day it was written, its marks in words."""
    if told.answer is not None:
        yield line_markdown(told.answer.origin)
    if told.origin_then is not None:
        yield line_markdown(told.origin_then)
    if not told.remarks:
        yield plain(told.summary)
    if marks := api.say_marks(told):
        yield plain(marks)


def _show_removed(store: api.Store, story: api.Story, lang: Lang) -> None:
    t = partial(say, lang)
    if not story.removed:
        return
    label = t(N_("Views that were taken out: {count}"), count=say_count(lang, len(story.removed)))
    with st.expander(label, key="story-removed"):
        for view in story.removed:
            name = view.sentence or view.figures[0].name
            with st.container(horizontal=True, vertical_alignment="center", key=f"removed-{view.number}"):
                st.markdown(plain(f"{name} ({say_date(lang, view.written_on)})"))
                restore = partial(api.restore_view, store, story.key, view.number)
                st.button(
                    t(N_("Bring back")), key=f"restore-{view.number}", icon=":material/undo:",
                    on_click=partial(act, lang, restore),
                )  # fmt: skip
