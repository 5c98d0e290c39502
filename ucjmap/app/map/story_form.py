"""Saving the present view of the map into a story: what a popover of the map page holds."""

from functools import partial
from typing import Final

import streamlit as st

from ucjmap import api
from ucjmap.app.map.marks_form import area_names, marks_form
from ucjmap.app.shell import PINNED, STORY, ask_name, link_to_stories, plain, run_anew, say_read_only
from ucjmap.errors import N_, UCJMapError
from ucjmap.words import Lang, say, say_date, say_error

_SAVED: Final = "story-saved"
#: Story and view that were saved last: a second click saves nothing.
_KEPT: Final = "story-kept"
#: The story that was saved to last: the next view most likely goes there too.
_LAST: Final = "story-last"


@st.fragment
def show_story_form(store: api.Store, answer: api.MapAnswer) -> None:
    """Story, sentence, marks and the button that saves; the map is not drawn anew."""
    t, lang = partial(say, answer.lang), answer.lang
    if answer.is_whole_country:
        st.info(t("All desa of the country are too many for one map. Choose a province, or the level of kecamatan."))
        return
    if say_read_only(store, lang):
        return
    saved = st.session_state.pop(_SAVED, None)
    st.markdown(t(N_("A story keeps views of the map in order, each with a sentence, to be presented or exported.")))
    # After a save the fields are empty: each gets a new key.
    turn = f"story-{st.session_state.get('story-turn', 0)}"
    names = {story["key"]: story["name"] for story in api.list_stories(store)}
    told = st.session_state.get(_LAST) or st.query_params.get(STORY)
    options = ["", *names]
    key = st.selectbox(
        t(N_("Story")), options, options.index(told) if told in names else 0,  # nobody adds to the story of another unasked
        format_func=lambda key: names[key] if key else t(N_("A new story…")), key=f"{turn}-choice",
    )  # fmt: skip
    name = "" if key else st.text_input(t(N_("Name of the new story")), max_chars=api.LONGEST_NAME, key=f"{turn}-name")
    by = "" if key else ask_name(lang, "story-by")
    sentence = st.text_area(
        t(N_("Sentence: what should one see here?")), max_chars=api.LONGEST_SENTENCE, key=f"{turn}-sentence", height=80
    )
    first = st.query_params.get(PINNED) or answer.selected
    with st.expander(t(N_("Marks on the map")), key="story-marks"):
        given = marks_form(lang, area_names(answer), (), key=turn, first=first)
    stays = st.toggle(
        t(N_("Stay at the date {date}"), date=say_date(lang, answer.as_of) if answer.as_of else "–"),
        bool(answer.view.as_of),
        key=f"{turn}-stays",
        help=t(N_("Otherwise the view shows the newest data each time, and says what has changed.")),
    )
    messages = st.container()  # above the button: below it and at the head of the form they may be out of sight
    if saved:
        with messages:
            _say_saved(lang, *saved)
    if st.button(
        t(N_("Save this view to the story")), type="primary", icon=":material/bookmark_add:", key="story-save"
    ):
        try:
            marks = given.take_all()
            if not (sentence.strip() or marks) and st.session_state.get(_KEPT) == (key, answer.view):
                messages.warning(t(N_("This view is in the story already. Write a sentence or change the map first.")))
                return
            key = key or api.begin_story(store, name, by=by)
            api.keep_view(store, key, answer.view, sentence=sentence, marks=marks, stays=stays)
        except UCJMapError as error:
            messages.error(say_error(lang, error))
            return
        st.session_state[_LAST] = key
        st.session_state[_KEPT] = (key, answer.view)
        st.session_state[_SAVED] = (key, names.get(key, name))
        st.session_state["story-turn"] = st.session_state.get("story-turn", 0) + 1
        run_anew()


def _say_saved(lang: Lang, key: str, name: str) -> None:
    st.success(say(lang, N_("The view was saved to the story {name}."), name=plain(name)))
    link_to_stories(lang, say(lang, N_("Open the story")), key)
