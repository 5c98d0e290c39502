"""The history of imports, with a way to take one back."""

from functools import partial

import pandas as pd
import streamlit as st

from ucjmap import api
from ucjmap.app.shell import ask_name, page_lang
from ucjmap.errors import N_
from ucjmap.words import Lang, say, say_date

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
        as_of=[say_date(lang, date) if date else "" for date in entries["as_of"]],
        undone=_undone(entries),
    )
    names = {
        "id": t("No."), "created_at": t("When (UTC)"), "created_by": t("Who"), "kind": t("What"), "file_name": t("File"),
        "as_of": t("As-of date"), "source": t("Source"), "note": t("Note"), "state": t("State"), "undone": t("Undone by, when (UTC)"),
    }  # fmt: skip
    st.dataframe(table[list(names)].rename(columns=names), hide_index=True)
    _undo(lang, store, table[table["state"] == t("in force")].set_index("id"))
    if "undone" in st.session_state:
        st.success(t("Import number {number} was undone.", number=st.session_state.pop("undone")))


def _undone(entries: pd.DataFrame) -> list[str]:
    return [
        f"{who} {when[:16].replace('T', ' ')}".strip() if isinstance(when, str) else ""
        for who, when in zip(entries["undone_by"], entries["undone_at"], strict=True)
    ]


def _undo(lang: Lang, store: api.Store, entries: pd.DataFrame) -> None:
    """Ask for one of the imports in force, by number, and take it back."""
    t = partial(say, lang)
    if entries.empty:
        return

    def describe(number: int) -> str:
        parts = (
            str(number),
            entries.at[number, "kind"],
            entries.at[number, "file_name"],
            entries.at[number, "created_at"],
        )
        return " · ".join(filter(None, parts))

    with st.form("undo"):
        # Nothing is chosen beforehand: a hasty click would take back what was loaded last.
        number = st.selectbox(
            t("Import to undo"), list(entries.index), None, format_func=describe, placeholder=t("Choose an import")
        )
        who = ask_name(lang, "undo", in_form=True)
        sure = st.checkbox(t("Yes, take this import back"))
        sent = st.form_submit_button(t("Undo"))
    if sent and number is None:
        st.warning(t("Choose an import"))
    elif sent and not sure:
        st.warning(t("Tick the box to confirm."))
    elif sent and number is not None:
        api.undo_import(store, int(number), undone_by=who)
        st.session_state["undone"] = int(number)
        st.rerun()
