"""Changing the sentence and the marks of one view of a story."""

from functools import partial

import streamlit as st

from ucjmap import api
from ucjmap.app.map import area_names, marks_form
from ucjmap.app.shell import plain
from ucjmap.errors import N_, UCJMapError
from ucjmap.words import Lang, say, say_error


@st.fragment
def show_editing(store: api.Store, story: api.Story, told: api.ToldView, lang: Lang) -> None:
    """The form; the figures of the day on which the view was written stay as they are."""
    t, view = partial(say, lang), told.view
    if told.answer is None:
        return
    key = f"edit-{view.number}-{view.version}"
    sentence = st.text_area(
        t(N_("Sentence: what should one see here?")),
        view.sentence,
        max_chars=api.LONGEST_SENTENCE,
        key=f"{key}-sentence",
    )
    given = marks_form(lang, area_names(told.answer), view.marks, key=key)
    if st.button(t(N_("Save")), type="primary", key=f"{key}-save"):
        try:
            marks = given.take_all()
            api.edit_story_view(store, story.key, view.number, sentence=sentence, marks=marks, version=view.version)
        except UCJMapError as error:
            st.error(plain(say_error(lang, error)))
            return
        st.rerun()
