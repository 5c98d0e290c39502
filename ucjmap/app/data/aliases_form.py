"""Names that were confirmed for an area: the list, saving and loading it as a file, and removing a name."""

from functools import partial

import pandas as pd
import streamlit as st

from ucjmap import api
from ucjmap.app.shell import ask_file, ask_name, asked_store, plain, saved
from ucjmap.errors import UCJMapError
from ucjmap.files import CSV, make_csv
from ucjmap.words import Lang, say, say_count, say_error


def show(lang: Lang) -> None:
    """Draw the list and what can be done with it."""
    t = partial(say, lang)
    st.markdown(
        t(
            "Names that were confirmed while loading a file. The next file with the same name needs no question. "
            "When an import is undone, the names that were confirmed in it are undone with it."
        )
    )
    if (number := st.session_state.pop("aliases_changed", None)) is not None:
        st.success(t("Stored as import number {number}.", number=number))
    if (count := st.session_state.pop("aliases_loaded", None)) is not None:
        st.success(t("{count} names were loaded.", count=say_count(lang, count)))
    store = asked_store()
    entries = api.export_aliases(store)
    if entries.empty:
        st.info(t("No name was confirmed yet."))
    else:
        st.dataframe(_in_words(lang, entries), hide_index=True)
        st.download_button(
            t("Download the names (CSV)"),
            make_csv(entries),
            file_name="nama-terkonfirmasi.csv",
        )
    if store.is_read_only:
        return
    _load(lang, store)
    if len(entries):
        _remove(lang, store, entries)


def _in_words(lang: Lang, entries: pd.DataFrame) -> pd.DataFrame:
    tree = api.area_tree(asked_store())

    def name_of(code: str | None) -> str:
        return tree.name(code) if code and code in tree.areas.index else str(code or "–")

    return pd.DataFrame(
        {
            say(lang, "Name in the files"): entries["name"],
            say(lang, "Within"): [name_of(code) for code in entries["parent_code"]],
            say(lang, "Area"): [name_of(code) for code in entries["code"]],
            say(lang, "Code"): entries["code"],
            say(lang, "Who"): entries["created_by"],
            say(lang, "When (UTC)"): entries["created_at"].str.slice(0, 16).str.replace("T", " "),
            say(lang, "Import number"): entries["import_id"].astype("Int64"),
        }
    )


def _load(lang: Lang, store: api.Store) -> None:
    t = partial(say, lang)
    with st.form("aliases"):
        upload = ask_file(lang, t("Confirmed names of another office (CSV, as downloaded here)"), [CSV.suffix])
        # Inside the form: leaving a field outside reruns the page, which may swallow the click on the button.
        who = ask_name(lang, "aliases", in_form=True)
        sent = st.form_submit_button(t("Load the names"))
    if not sent:
        return
    if upload is None:
        st.warning(t("Choose a file first."))
        return
    try:
        with saved(upload.name, upload.getvalue()) as path:
            table = api.read_alias_file(path)
        count = api.import_aliases(store, table, file_name=upload.name, created_by=who)
    except UCJMapError as error:
        st.error(say_error(lang, error))
        return
    st.session_state["aliases_loaded"] = count
    st.rerun()  # the list stands above the form


def _remove(lang: Lang, store: api.Store, entries: pd.DataFrame) -> None:
    t = partial(say, lang)
    with st.form("remove-alias"):
        chosen = st.selectbox(
            t("Name to take out"),
            range(len(entries)),
            format_func=lambda place: f"{plain(entries['name'].iloc[place])} → {entries['code'].iloc[place]}",
        )
        sure = st.checkbox(t("Yes, take this name out"))
        who = ask_name(lang, "remove-alias", in_form=True)
        sent = st.form_submit_button(t("Take out"))
    if sent and not sure:
        st.warning(t("Tick the box to confirm."))
    elif sent and chosen is not None:
        entry = entries.iloc[chosen]
        parent = entry["parent_code"] if isinstance(entry["parent_code"], str) else None
        st.session_state["aliases_changed"] = api.remove_alias(
            store, level=entry["level"], parent_code=parent, name=entry["name"], created_by=who
        )
        st.rerun()
