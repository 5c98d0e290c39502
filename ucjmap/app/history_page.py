"""The history of imports, with a way to take one back and to bring it back again."""

from functools import partial

import pandas as pd
import streamlit as st

from ucjmap import api
from ucjmap.app.shell import ask_name, asked_store, link_to_service, page_lang, say_read_only
from ucjmap.errors import N_
from ucjmap.words import Lang, say, say_count, say_date

_KINDS = {
    "boundaries": N_("Boundaries"),
    "coverage": N_("Coverage table"),
    "targets": N_("Targets"),
    "published": N_("Published figures"),
    "aliases": N_("Confirmed names"),
    "crosswalk": N_("BPS codes"),
}
_BROUGHT_BACK = N_("Import number {number} was brought back.")
_STATES = {"committed": N_("in force"), "undone": N_("undone")}


def show() -> None:
    """Draw the page."""
    lang = page_lang()
    t = partial(say, lang)
    st.title(t("History"), anchor=False)
    st.markdown(t("Everything that was loaded, newest first. Undoing an import brings back what was there before."))
    store = asked_store()
    entries = api.list_imports(store)
    if entries.empty:
        st.info(t("Nothing was loaded yet."))
        return
    table = entries.assign(
        kind=[t(_KINDS.get(kind, kind)) for kind in entries["kind"]],
        state=[t(_STATES[state]) for state in entries["state"]],
        created_at=entries["created_at"].str.slice(0, 16).str.replace("T", " "),
        as_of=[say_date(lang, date) if date else "" for date in entries["as_of"]],
        undone=_who_when(entries, "undone"),
        redone=_who_when(entries, "redone"),
    )
    names = {
        "id": t("No."), "created_at": t("When (UTC)"), "created_by": t("Who"), "kind": t("What"), "file_name": t("File"),
        "as_of": t("As-of date"), "source": t("Source"), "note": t("Note"), "state": t("State"), "undone": t("Undone by, when (UTC)"),
        "redone": t("Brought back by, when (UTC)"),
    }  # fmt: skip
    _say_what_happened(lang)
    is_read_only = say_read_only(store, lang)
    shown = [name for name in names if (table[name].fillna("") != "").any()]
    st.dataframe(table[shown].rename(columns=names), hide_index=True)
    if is_read_only:
        return
    is_undone = entries["state"] == "undone"
    _undo(lang, store, table[~is_undone].set_index("id"))
    _redo(lang, store, table[is_undone].set_index("id"))
    link_to_service(lang, t("Service"))


def _say_what_happened(lang: Lang) -> None:
    """Above the table, where it is seen on a phone, too."""
    for key, told in (("undone", N_("Import number {number} was undone.")), ("redone", _BROUGHT_BACK)):
        if key in st.session_state:
            st.success(say(lang, told, number=st.session_state.pop(key)))


def _who_when(entries: pd.DataFrame, turn: str) -> list[str]:
    return [
        f"{who or ''} {when[:16].replace('T', ' ')}".strip() if isinstance(when, str) else ""
        for who, when in zip(entries[f"{turn}_by"], entries[f"{turn}_at"], strict=True)
    ]


def _ask_import(lang: Lang, label: str, entries: pd.DataFrame) -> int | None:
    """One of the imports, by number. Nothing is chosen beforehand: a hasty click would take what was loaded last."""
    number = st.selectbox(
        label,
        list(entries.index),
        None,
        format_func=partial(_describe, entries),
        placeholder=say(lang, "Choose an import"),
    )
    return None if number is None else int(number)


def _describe(entries: pd.DataFrame, number: int) -> str:
    entry = entries.loc[number]
    return " · ".join(filter(None, (str(number), entry["kind"], entry["file_name"], entry["created_at"])))


def _undo(lang: Lang, store: api.Store, entries: pd.DataFrame) -> None:
    """Ask for one of the imports in force, by number, and take it back; twice where areas leave the register by it."""
    t = partial(say, lang)
    if entries.empty:
        return
    with st.form("undo"):
        number = _ask_import(lang, t("Import to undo"), entries)
        who = ask_name(lang, "undo", in_form=True)
        # Ticked for this one: after each undo it is another box.
        sure = st.checkbox(t("Yes, take this import back"), key=f"undo-sure-{store.revision()}")
        loses = number is not None and st.session_state.get("undo_loses") == number
        if number is not None and loses:
            _warn_of_loss(lang, store, number)
            loses = not st.checkbox(t("Yes, these areas shall leave the register"))
        sent = st.form_submit_button(t("Undo"))
    if not sent:
        return
    if number is None:
        st.warning(t("Choose an import"))
    elif not sure or loses:
        st.warning(t("Tick the box to confirm."))
    elif st.session_state.get("undo_loses") != number and api.areas_lost_by_undo(store, number):
        st.session_state["undo_loses"] = number
        st.rerun()
    else:
        st.session_state.pop("undo_loses", None)
        api.undo_import(store, number, undone_by=who)
        st.session_state["undone"] = number
        st.rerun()


def _warn_of_loss(lang: Lang, store: api.Store, number: int) -> None:
    st.warning(
        say(
            lang,
            "Without import number {number} the register lacks {count} areas, and nothing shows their figures.",
            number=number,
            count=say_count(lang, api.areas_lost_by_undo(store, number)),
        )
    )


def _redo(lang: Lang, store: api.Store, entries: pd.DataFrame) -> None:
    """Ask for one of the imports that were undone, and bring it back."""
    t = partial(say, lang)
    if entries.empty:
        return
    with st.form("redo"):
        number = _ask_import(lang, t("Undone import to bring back"), entries)
        who = ask_name(lang, "redo", in_form=True)
        sent = st.form_submit_button(t("Bring back"))
    if not sent:
        return
    if number is None:
        st.warning(t("Choose an import"))
    else:
        api.redo_import(store, number, redone_by=who)
        st.session_state["redone"] = number
        st.rerun()
