"""A story as slides or PDF: the kind, office and logo, and the buttons that make and download the file."""

import datetime as dt
from dataclasses import replace
from functools import partial
from typing import Final

import streamlit as st

from ucjmap import api
from ucjmap.app.map import dressing_form, template_field
from ucjmap.app.shell import plain
from ucjmap.errors import N_, UCJMapError
from ucjmap.files import PPTX
from ucjmap.words import Lang, say, say_error

_KEPT: Final = "story-file"
_FORMATS: Final = {format_.key: format_ for format_ in api.STORY_FORMATS}


@st.fragment
def show_export(store: api.Store, story: api.Story, lang: Lang) -> None:
    """The form; a fragment, so that the rest of the page is not drawn again."""
    t = partial(say, lang)
    key = st.selectbox(
        t("Kind of file"), list(_FORMATS), format_func=lambda key: t(_FORMATS[key].name), key="story-kind"
    )
    with st.expander(t(N_("Office and logo")), key="story-office"):
        dressing = dressing_form(lang, "story")
        if key == PPTX.key:
            dressing = replace(dressing, template=template_field(lang, "story"))
    name = api.story_file_name(story, _FORMATS[key], dt.date.today().isoformat())
    views = tuple((view.number, view.version) for view in story.views)
    made_from = (story.key, story.version, views, key, dressing, lang, store.revision())
    if st.button(t("Prepare the file"), type="primary", icon=":material/build:", key="make-story-file"):
        st.session_state.pop(_KEPT, None)
        try:
            with st.spinner(t("Drawing the map… this takes a few seconds.")):
                content = api.make_story_file(store, story.key, key, lang=lang, dressing=dressing)
        except UCJMapError as error:
            st.error(plain(say_error(lang, error)))
            return
        st.session_state[_KEPT] = (made_from, content)
    kept = st.session_state.get(_KEPT)
    if kept is not None and kept[0] == made_from:
        st.download_button(
            t("Download {name}", name=name), kept[1], name, _FORMATS[key].media_type, on_click="ignore",
            icon=":material/download:", key="get-story-file",
        )  # fmt: skip
