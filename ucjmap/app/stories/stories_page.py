"""The page of stories: which there are, and the one that the address names."""

from functools import partial

import streamlit as st

from ucjmap import api
from ucjmap.app.map import keep_address
from ucjmap.app.shell import STORY, ask_name, asked_store, link_to_map, link_to_stories, page_lang, plain, say_read_only
from ucjmap.app.stories.one_story import show_story
from ucjmap.errors import N_, UCJMapError
from ucjmap.words import Lang, say, say_count, say_date, say_error


def show() -> None:
    """Draw the page."""
    lang, store = page_lang(), asked_store()
    key = st.query_params.get(STORY)
    if key is None:
        _show_list(store, lang)
        return
    try:
        story = api.read_story(store, key)
    except UCJMapError as error:
        st.warning(plain(say_error(lang, error)))
        _show_list(store, lang)
        return
    show_story(store, story, lang)


def _show_list(store: api.Store, lang: Lang) -> None:
    t = partial(say, lang)
    st.title(t("Stories"), anchor=False)
    keep_address(lang, {"lang": lang}, f"{t('Stories')} · UCJMap")
    st.markdown(t(N_("A story keeps views of the map in order, each with a sentence, to be presented or exported.")))
    is_read_only = say_read_only(store, lang)  # before it is told how a story is made
    stories = api.list_stories(store)
    if not stories:
        _explain(lang)
    for story in stories:
        with st.container(border=True, key=f"story-row-{story['key']}"):
            link_to_stories(lang, plain(story["name"]), story["key"])
            st.caption(plain(_describe(lang, story["views"], story["created_at"], story["created_by"])))
    if not is_read_only:
        _begin(store, lang)


def _explain(lang: Lang) -> None:
    """What a story is and how one is made, where there is none yet."""
    t = partial(say, lang)
    with st.container(border=True, key="no-stories"):
        st.markdown(t(N_("There is no story yet. This is how one is made:")))
        steps = (
            N_("Open the map and set what it should show: area, indicator, date."),
            N_("Press the button “Save this view to a story”, write a sentence and mark areas."),
            N_("Put the views in order here, present them full screen, or export them as slides or PDF."),
        )
        st.markdown("\n".join(f"{number}. {t(step)}" for number, step in enumerate(steps, start=1)))
        link_to_map(t(N_("Open the map")), {"lang": lang})


def _describe(lang: Lang, views: int, created_at: str, created_by: str) -> str:
    words = N_("{count} views · begun on {date}")
    begun = say(lang, words, count=say_count(lang, views), date=say_date(lang, created_at[:10]))
    return f"{begun} · {created_by}" if created_by else begun


def _begin(store: api.Store, lang: Lang) -> None:
    t = partial(say, lang)
    with st.expander(t(N_("Begin an empty story")), key="story-begin"):
        name = st.text_input(t(N_("Name of the new story")), max_chars=api.LONGEST_NAME, key="begin-name")
        by = ask_name(lang, "begin-story")
        if not st.button(t(N_("Begin the story")), key="begin-story", icon=":material/add:"):
            return
        try:
            st.query_params[STORY] = api.begin_story(store, name, by=by)
        except UCJMapError as error:
            st.error(plain(say_error(lang, error)))
            return
        st.rerun()
