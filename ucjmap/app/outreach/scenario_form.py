"""Scenarios of money: keeping the one that is shown, opening one again, and several side by side."""

import datetime as dt
from functools import partial

import pandas as pd
import streamlit as st

from ucjmap import api
from ucjmap.api.outreach import FIGURES, MoneyQuestion, export_comparison, kept_scenarios, say_question, say_rupiah
from ucjmap.app.outreach.forms import KEPT, offer_file, start_with
from ucjmap.app.shell import ask_name, failures_told, plain, say_read_only
from ucjmap.codes import COUNTRY
from ucjmap.errors import UCJMapError
from ucjmap.outreach import PAYERS
from ucjmap.words import Lang, say, say_count, say_date, say_error, say_rate


def show_scenarios(store: api.Store, lang: Lang, code: str, question: MoneyQuestion) -> None:
    """Draw the form that keeps the scenario, and the comparison of those kept."""
    t = partial(say, lang)
    st.markdown(f"**{t('Scenarios')}**")
    kept = kept_scenarios.list_scenarios(store)
    if not say_read_only(store, lang) and _keep(store, lang, code, question, kept):
        kept = kept_scenarios.list_scenarios(store)
    if kept.empty:
        st.caption(t("No scenario is kept yet."))
        return
    _compare(store, lang, kept)
    _show_kept(store, lang, kept)


def _keep(store: api.Store, lang: Lang, code: str, question: MoneyQuestion, kept: pd.DataFrame) -> bool:
    """The form that keeps the scenario; whether it was kept just now."""
    t = partial(say, lang)
    with st.container(horizontal=True, vertical_alignment="bottom"):
        name = st.text_input(t("Name of this scenario"), key=start_with("scenario", ""), max_chars=80)
        who = ask_name(lang, "scenario")
        pressed = st.button(t("Keep the scenario"), icon=":material/bookmark_add:")
    taken = kept[kept["name"] == name.strip()]
    replaces = False
    if len(taken):
        old = taken.iloc[0]
        words = t(
            "Replace the scenario of this name, kept on {date} by {who}",
            date=say_date(lang, str(old["created_at"])[:10]),
            who=old["created_by"] or "–",
        )
        replaces = st.checkbox(plain(words), key=start_with("replace", False))
    if pressed:
        try:
            kept_scenarios.keep_scenario(store, name, code, question.to_dict(), by=who, replace=replaces)
            st.success(t("The scenario {name} is kept.", name=plain(name.strip())))
            _compare_too(name.strip())
            return True
        except UCJMapError as error:
            st.error(plain(say_error(lang, error)))
    return False


def _compare_too(name: str) -> None:
    """Select a scenario that was just kept for the comparison."""
    key = f"{KEPT}compared"
    if key in st.session_state:
        st.session_state[key] = list(dict.fromkeys([*st.session_state[key], name]))


def _describe(store: api.Store, kept: pd.DataFrame, name: str) -> str:
    tree, place = api.area_tree(store), str(kept.set_index("name").at[name, "area_code"])
    return f"{name} ({tree.name(place) if place == COUNTRY or place in tree.areas.index else place})"


def _compare(store: api.Store, lang: Lang, kept: pd.DataFrame) -> None:
    t = partial(say, lang)
    names = list(kept["name"])
    key = start_with("compared", names[:2])
    st.session_state[key] = [name for name in st.session_state[key] if name in names]
    chosen = st.multiselect(t("Compare scenarios"), names, key=key, format_func=partial(_describe, store, kept))
    if not chosen:
        return
    try:
        comparison = kept_scenarios.compare_scenarios(store, chosen)
        asked = {name: question for name, (_, question) in kept_scenarios.kept_questions(store, chosen).items()}
    except UCJMapError as error:
        st.error(plain(say_error(lang, error)))
        return
    st.dataframe(comparison_table(lang, comparison, asked), hide_index=True, height="content")
    st.caption(t("Answered by the data as they are now."))
    offer_file(
        t("Comparison (XLSX)"),
        "skenario.xlsx",
        lambda path: export_comparison(store, chosen, path, lang=lang),
        key="scenarios-xlsx",
    )


def _show_kept(store: api.Store, lang: Lang, kept: pd.DataFrame) -> None:
    t = partial(say, lang)
    with st.expander(t("Kept scenarios"), key="kept-scenarios"):
        for row in kept.itertuples(index=False):
            with st.container(horizontal=True, vertical_alignment="center"):
                when = say_date(lang, str(row.created_at)[:10])
                st.markdown(f"{plain(_describe(store, kept, str(row.name)))} · {when} · {plain(row.created_by or '–')}")
                st.button(t("Open"), key=f"open-{row.name}", on_click=_open, args=(store, str(row.name)))
                if not store.is_read_only:
                    st.button(t("Delete"), key=f"forget-{row.name}", on_click=_forget, args=(store, lang, row.name))


def _forget(store: api.Store, lang: Lang, name: str) -> None:
    with failures_told(lang):
        if name in set(kept_scenarios.list_scenarios(store)["name"]):  # another visitor may have been quicker
            kept_scenarios.forget_scenario(store, name)


def _open(store: api.Store, name: str) -> None:
    """Fill the fields with what was kept, and show its area."""
    try:
        code, question = kept_scenarios.kept_questions(store, [name])[name]
    except UCJMapError:  # gone, or strange: the comparison says so
        return
    tree = api.area_tree(store)
    if code == COUNTRY or code in tree.areas.index:
        st.query_params["area"] = code
    for key, value in fields_of(question).items():
        st.session_state[f"{KEPT}{key}"] = value
    st.session_state[f"{KEPT}scenario"] = name


def fields_of(question: MoneyQuestion) -> dict[str, object]:
    """The values of the page's fields that ask this question."""
    fields: dict[str, object] = {
        "money-asked": "mix",
        "monthly": _typed(question.monthly_idr),
        "months": question.months,
        "from": dt.date.fromisoformat(question.start),
        "sector": question.sector or "none",
        "kabupaten-share": round(question.kabupaten_share * 100),
        "with-dana-desa": question.workers_per_desa is not None,
        "desa-count": _typed(question.desa_count),
        "with-apbd": question.apbd_share is not None,
        "with-own": question.own_share is not None,
        "own-payer": question.own_payer,
        "apbdes": list(question.apbdes),
        "money-target": "" if question.target is None else f"{100 * question.target:.6g}".replace(".", ","),
    }
    if question.workers_per_desa is not None:
        fields |= {"workers": _typed(question.workers_per_desa), "lump": _typed(question.dana_desa_idr)}
    if question.apbd_share is not None:
        fields["apbd-share"] = round(question.apbd_share * 100)
    if question.own_share is not None:
        fields["own-share"] = round(question.own_share * 100)
    return fields


def _typed(number: int | None) -> str:
    return "" if number is None else f"{number:,}".replace(",", ".")


def comparison_table(lang: Lang, comparison: pd.DataFrame, asked: dict[str, MoneyQuestion]) -> pd.DataFrame:
    """One row a figure, then one a thing assumed; one column a scenario, everything written for people."""
    rows = {
        say(lang, words): [_write(lang, key, value) for value in comparison.loc[key]] for key, words in FIGURES.items()
    }
    for payer, words in PAYERS.items():
        if f"payer_{payer}" in comparison.index:
            written = [_write(lang, "cost_idr", value) for value in comparison.loc[f"payer_{payer}"]]
            rows[f"{say(lang, 'Cost')}: {say(lang, words)}"] = written
    assumed = {name: dict(say_question(lang, question)) for name, question in asked.items()}
    for heading in next(iter(assumed.values()), {}):
        rows[f"{say(lang, 'Assumed')}: {heading}"] = [assumed[name][heading] for name in comparison.columns]
    table = pd.DataFrame.from_dict(rows, orient="index", columns=list(comparison.columns))
    return table.rename_axis(say(lang, "Figure")).reset_index()


def _write(lang: Lang, key: str, value: float | None) -> str:
    if value is None or pd.isna(value):
        return "–"
    if key.endswith("idr"):
        return say_rupiah(lang, value)
    return say_rate(lang, value) if key.endswith("rate") else say_count(lang, value)
