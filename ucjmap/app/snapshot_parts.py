"""The map as a file: what the popover "Download" of the map page holds."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any, Final

import streamlit as st

from ucjmap import api
from ucjmap.app.dressing_form import dressing_form
from ucjmap.app.state import View
from ucjmap.errors import N_, UCJMapError
from ucjmap.files import FORMATS
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


#: What a map is written as, pictures and pages first.
_KINDS: Final = {
    key: form
    for written in (api.SNAPSHOT_FORMATS, api.DOWNLOAD_FORMATS)
    for key, form in FORMATS.items()
    if form.suffix in written
}


@dataclass(frozen=True)
class _Ready:
    """A file that was made, and what it was made from."""

    made_from: tuple[Any, ...]
    name: str
    content: bytes


@st.fragment
def show_snapshot(store: api.Store, view: View, values: api.AreaValues) -> None:
    """Choice of the kind of file, the button that makes it, and the one that downloads it; the map is not drawn anew."""
    t = partial(say, view.lang)
    kind = st.selectbox(t("Kind of file"), list(_KINDS), format_func=lambda key: t(_KINDS[key].name), key="file-kind")
    paper: PaperName | None = None
    dressing = api.Dressing(view.lang)
    if _KINDS[kind].has_paper:
        papers = list(PAPERS)
        usual = papers.index("16:9") if kind == "pptx" else 0
        paper = st.selectbox(t("Page"), papers, usual, format_func=lambda key: t(PAPER_NAMES[key]), key=f"paper-{kind}")
    if not _KINDS[kind].holds_rows:
        with st.expander(t("Own title, note, office and logo")):
            title = st.text_input(t("Title"), max_chars=200, key="file-title", placeholder=t("the usual one"))
            note = st.text_area(t("Own words on the page"), max_chars=_LONGEST_NOTE, key="file-note")
            dressing = dressing_form(view.lang, "file", title=title.strip(), note=note.strip())
    since = values.since if view.side or view.measure == "change" else None
    name = api.map_file_name(view.lang, values, _KINDS[kind].suffix, since=since)
    made_from = (store.url, store.revision(), tuple(view.to_params().items()), values.as_of, kind, paper, dressing)
    if st.button(t("Prepare the file"), type="primary", icon=":material/build:", key="make-file"):
        _prepare(view.lang, made_from, name, partial(_make, store, view, kind, paper, dressing))
    ready: _Ready | None = st.session_state.get(_KEPT)
    if ready is not None and ready.made_from == made_from:
        st.download_button(
            t("Download {name}", name=ready.name),
            ready.content,
            ready.name,
            _KINDS[kind].media_type,
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


def _make(store: api.Store, view: View, kind: str, paper: PaperName | None, dressing: api.Dressing) -> bytes:
    asked = view.map_view(api.area_tree(store))
    for rows_form in api.DOWNLOAD_FORMATS:
        if rows_form == kind:
            older, shown = asked.both_values(store)
            return api.make_download(store, shown, rows_form, view.lang, older=older)
    form = next(known for known in api.SNAPSHOT_FORMATS if known == _KINDS[kind].suffix)
    return api.make_snapshot(store, asked, form, paper=paper, dpi=_KINDS[kind].dpi, dressing=dressing).content
