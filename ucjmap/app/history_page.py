"""The history of imports, with a way to take one back."""

from functools import partial

import streamlit as st

from ucjmap import api
from ucjmap.app.language import page_lang
from ucjmap.app.upload import known_name
from ucjmap.errors import N_
from ucjmap.words import Lang, say

_KINDS = {
    "boundaries": N_("Boundaries"),
    "coverage": N_("Coverage table"),
    "targets": N_("Targets"),
    "published": N_("Published figures"),
    "aliases": N_("Confirmed names"),
    "crosswalk": N_("BPS codes"),
}
_STATES = {"committed": N_("in force"), "undone": N_("undone")}


def show() -> None:
    """Draw the page."""
    lang = page_lang()
    t = partial(say, lang)
    st.title(t("History"), anchor=False)
    st.markdown(t("Everything that was loaded, newest first. Undoing an import brings back what was there before."))
    store = api.default_store()
    entries = api.list_imports(store)
    if entries.empty:
        st.info(t("Nothing was loaded yet."))
        return
    table = entries.assign(
        kind=[t(_KINDS.get(kind, kind)) for kind in entries["kind"]],
        state=[t(_STATES[state]) for state in entries["state"]],
        created_at=entries["created_at"].str.slice(0, 16).str.replace("T", " "),
    )
    names = {
        "id": t("No."), "created_at": t("When (UTC)"), "created_by": t("Who"), "kind": t("What"), "file_name": t("File"),
        "as_of": t("As-of date"), "source": t("Source"), "note": t("Note"), "state": t("State"),
    }  # fmt: skip
    st.dataframe(table[list(names)].rename(columns=names), hide_index=True)
    _undo(lang, store, [int(number) for number in entries.loc[entries["state"] == "committed", "id"]])


def _undo(lang: Lang, store: api.Store, numbers: list[int]) -> None:
    t = partial(say, lang)
    if not numbers:
        return
    with st.form("undo"):
        number = st.selectbox(t("Import number"), numbers)
        sure = st.checkbox(t("Yes, take this import back"))
        sent = st.form_submit_button(t("Undo"))
    if sent and not sure:
        st.warning(t("Tick the box to confirm."))
    elif sent:
        api.undo_import(store, int(number), undone_by=known_name())
        st.session_state["undone"] = int(number)
        st.rerun()
    if "undone" in st.session_state:
        st.success(t("Import number {number} was undone.", number=st.session_state.pop("undone")))
