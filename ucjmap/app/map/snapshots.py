"""The map as a file: what the popover "Download" of the map page holds."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial
from typing import Any, Final

import streamlit as st

from ucjmap import api
from ucjmap.app.map.dressing_form import dressing_form, template_field
from ucjmap.errors import N_, UCJMapError
from ucjmap.files import PPTX
from ucjmap.render.static import PAPERS, PaperName
from ucjmap.words import Lang, say, say_error

PAPER_NAMES: Final[dict[PaperName, str]] = {
    "a4": N_("A4 landscape"),
    "a4-portrait": N_("A4 portrait"),
    "a3": N_("A3 landscape"),
    "a3-portrait": N_("A3 portrait"),
    "16:9": N_("16:9 (screen)"),
}
_KEPT: Final = "ready-file"
_LONGEST_NOTE: Final = 600


_FORMATS: Final = {format_.key: format_ for format_ in api.MAP_FORMATS}


@dataclass(frozen=True)
class _Ready:
    """A file that was made, and what it was made from."""

    made_from: tuple[Any, ...]
    name: str
    content: bytes


@st.fragment
def show_snapshot(store: api.Store, answer: api.MapAnswer) -> None:
    """Choice of the kind of file, the button that makes it, and the one that downloads it; the map is not drawn anew."""
    t, view = partial(say, answer.lang), answer.view
    key = st.selectbox(
        t("Kind of file"), list(_FORMATS), format_func=lambda key: t(_FORMATS[key].name), key="file-kind"
    )
    form, paper, dressing = _FORMATS[key], None, api.Dressing()
    if form.has_paper:
        papers: list[PaperName] = list(PAPERS)
        paper = st.selectbox(t("Page"), papers, format_func=lambda name: t(PAPER_NAMES[name]), key=f"paper-{key}")
    if form not in api.ROW_FORMATS:
        with st.expander(t("Own title, note, office and logo"), key="file-words"):
            title = st.text_input(t("Title"), max_chars=200, key="file-title", placeholder=t("the usual one"))
            note = st.text_area(t("Own words on the page"), max_chars=_LONGEST_NOTE, key="file-note")
            dressing = dressing_form(view.lang, "file", title=title.strip(), note=note.strip())
            if form == PPTX:
                dressing = replace(dressing, template=template_field(view.lang, "file"))
    name = api.map_file_name(answer, form)
    made_from = (store.url, answer.revision, view, key, paper, dressing)
    if st.button(t("Prepare the file"), type="primary", icon=":material/build:", key="make-file"):
        make = partial(api.make_map_file, store, view, form, paper=paper, dressing=dressing)
        _prepare(view.lang, made_from, name, lambda: make().content)
    ready: _Ready | None = st.session_state.get(_KEPT)
    if ready is not None and ready.made_from == made_from:
        st.download_button(
            t("Download {name}", name=ready.name),
            ready.content,
            ready.name,
            form.media_type,
            on_click="ignore",
            icon=":material/download:",
            key="get-file",
        )


def _prepare(lang: Lang, made_from: tuple[Any, ...], name: str, make: Callable[[], bytes]) -> None:
    """Make the file and keep it for this visit in place of the one before."""
    st.session_state.pop(_KEPT, None)
    try:
        with st.spinner(say(lang, "Drawing the map… this takes a few seconds.")):
            st.session_state[_KEPT] = _Ready(made_from, name, make())
    except UCJMapError as error:
        st.error(say_error(lang, error))
