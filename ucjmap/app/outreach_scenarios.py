"""Scenarios of money: keeping the one that is shown, and those that were kept side by side."""

from functools import partial

import pandas as pd
import streamlit as st

from ucjmap import api
from ucjmap.api import followup, scenarios
from ucjmap.api.amounts import say_rupiah
from ucjmap.api.scenarios import MoneyQuestion
from ucjmap.app.map_parts import plain
from ucjmap.app.outreach_forms import start_with
from ucjmap.app.upload import ask_name
from ucjmap.codes import Level
from ucjmap.errors import N_, UCJMapError
from ucjmap.outreach.premium import PAYERS
from ucjmap.words import Lang, say, say_count, say_date, say_error, say_rate

#: Figure of a comparison -> heading and how it is written.
_FIGURES = {
    "covered": N_("Workers covered"),
    "cost_idr": N_("Cost"),
    "rate": N_("Coverage before"),
    "new_rate": N_("Coverage afterwards"),
    "gap_people": N_("Workers short of the target"),
    "unused": N_("Places without anybody to cover"),
    "unknown": N_("Places in areas without data"),
    "areas_with_data": N_("Areas with data"),
}


def show_scenarios(store: api.Store, lang: Lang, code: str, level: Level, question: MoneyQuestion) -> None:
    """Draw the form that keeps the scenario, and the comparison of those kept."""
    t = partial(say, lang)
    st.markdown(f"**{t('Scenarios')}**")
    with st.container(horizontal=True, vertical_alignment="bottom"):
        name = st.text_input(t("Name of this scenario"), key=start_with("scenario", ""), max_chars=80)
        who = ask_name(lang, "scenario")
        if st.button(t("Keep the scenario"), icon=":material/bookmark_add:"):
            try:
                followup.keep_scenario(store, name, code, question.to_dict(), by=who)
                st.success(t("The scenario {name} is kept.", name=plain(name.strip())))
            except UCJMapError as error:
                st.error(say_error(lang, error))
    kept = followup.list_scenarios(store)
    if kept.empty:
        st.caption(t("No scenario is kept yet."))
        return
    _compare(store, lang, level, kept)


def _compare(store: api.Store, lang: Lang, level: Level, kept: pd.DataFrame) -> None:
    t = partial(say, lang)
    tree = api.area_tree(store)
    names = list(kept["name"])
    places = dict(zip(kept["name"], kept["area_code"], strict=True))

    def describe(name: str) -> str:
        place = places[name]
        return f"{name} ({tree.name(place) if place == '00' or place in tree.areas.index else place})"

    key = start_with("compared", names[:2])
    st.session_state[key] = [name for name in st.session_state[key] if name in names]
    chosen = st.multiselect(t("Compare scenarios"), names, key=key, format_func=describe)
    if chosen:
        try:
            found = scenarios.compare_scenarios(store, chosen, level)
            st.dataframe(comparison_table(lang, found), hide_index=True)
            st.caption(t("Answered by the data as they are now."))
        except UCJMapError as error:
            st.error(say_error(lang, error))
    with st.expander(t("Kept scenarios")):
        for row in kept.itertuples(index=False):
            with st.container(horizontal=True, vertical_alignment="center"):
                when = say_date(lang, str(row.created_at)[:10])
                st.markdown(f"{plain(describe(row.name))} · {when} · {plain(row.created_by or '–')}")
                st.button(t("Delete"), key=f"forget-{row.name}", on_click=_forget, args=(store, row.name))


def _forget(store: api.Store, name: str) -> None:
    if name in set(followup.list_scenarios(store)["name"]):  # another visitor may have been quicker
        followup.forget_scenario(store, name)


def comparison_table(lang: Lang, found: pd.DataFrame) -> pd.DataFrame:
    """One row a figure, one column a scenario, everything written for people."""
    rows = {say(lang, words): [_write(lang, key, value) for value in found.loc[key]] for key, words in _FIGURES.items()}
    for payer, words in PAYERS.items():
        if f"payer_{payer}" in found.index:
            written = [_write(lang, "cost_idr", value) for value in found.loc[f"payer_{payer}"]]
            rows[f"{say(lang, 'Cost')}: {say(lang, words)}"] = written
    table = pd.DataFrame.from_dict(rows, orient="index", columns=list(found.columns))
    return table.rename_axis(say(lang, "Figure")).reset_index()


def _write(lang: Lang, key: str, value: float | None) -> str:
    if value is None or pd.isna(value):
        return "–"
    if key.endswith("idr"):
        return say_rupiah(lang, value)
    return say_rate(lang, value) if key.endswith("rate") else say_count(lang, value)
