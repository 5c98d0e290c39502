"""Noting a status of desa, and withdrawing entries that were slips."""

import datetime as dt
from collections.abc import Sequence
from functools import partial

import streamlit as st

from ucjmap import api
from ucjmap.api.outreach import follow_ups, visit_notes
from ucjmap.app.outreach.choice import Place, current_choice, ticked_codes
from ucjmap.app.outreach.forms import KEPT, ask_day, drop_choices, start_with
from ucjmap.app.shell import plain
from ucjmap.errors import UCJMapError
from ucjmap.outreach import STATUSES
from ucjmap.words import Lang, say, say_count, say_date, say_error

#: A menu of more desa than this is slow and nobody reads it.
_MOST_OFFERED = 3000


def ask_status(store: api.Store, place: Place) -> None:
    """Show the form that notes a status of desa, and what was noted last."""
    t = partial(say, place.lang)
    tree = api.area_tree(store)
    _say_noted(store, place.lang)
    offered = _offered(store, place)
    ticked = list(ticked_codes(place)) if place.level == "adm4" else []
    if ticked:
        words = t("Take the {count} desa that are ticked in the list", count=say_count(place.lang, len(ticked)))
        st.button(words, icon=":material/checklist:", on_click=_take_ticked, args=(ticked,))
    with st.form("outreach_note", clear_on_submit=False):
        st.markdown(f"**{t('Note a status')}**")
        codes = st.multiselect(
            t("Desa"),
            offered,
            key=start_with("noted", []),
            format_func=lambda code: f"{tree.name(code)} ({tree.name(tree.path(code)[-2])}, {code})",
            placeholder=t("Type a name or a code"),
        )
        first, second, third = st.columns(3)
        with first:
            status = st.selectbox(
                t("Status"),
                list(STATUSES),
                key=start_with("status", "visited"),
                format_func=lambda option: t(STATUSES[option]),
            )
        with second:
            day = ask_day(t("Date"), "day", dt.date.today())
        with third:
            initials = st.text_input(t("Initials"), key=start_with("initials", ""), max_chars=12)
        about, campaign = st.columns(2)
        with about:
            indicators = api.load_indicators()
            indicator = st.selectbox(
                t("What was asked for"),
                followed := follow_ups.followed_indicators(),
                key=start_with("about", followed[0]),
                format_func=lambda key: indicators[key].name(place.lang),
            )
        with campaign:
            name = st.text_input(t("Campaign (may stay empty)"), key=start_with("campaign", ""), max_chars=80)
        note = st.text_area(t("Note"), key=start_with("note", ""), max_chars=2000, height=80)
        pressed = st.form_submit_button(t("Keep the status"), type="primary")
    if pressed:
        _keep(store, place.lang, codes, str(status), day, note, initials, name, str(indicator))


def _take_ticked(codes: list[str]) -> None:
    st.session_state[f"{KEPT}noted"] = codes


def _say_noted(store: api.Store, lang: Lang) -> None:
    """What was noted last, what the officer may not have meant, and a way to take it back."""
    noted: visit_notes.Noted | None = st.session_state.get("outreach_noted")
    if noted is None:
        return
    first, *warnings = visit_notes.say_noted(lang, noted)
    with st.container(horizontal=True, vertical_alignment="center"):
        st.success(plain(first))
        st.button(
            say(lang, "Take it back"),
            icon=":material/undo:",
            on_click=_withdraw,
            args=(store, lang, noted.entries, str(st.session_state.get(f"{KEPT}initials", ""))),
        )
    for words in warnings:
        st.warning(plain(words))


def _withdraw(store: api.Store, lang: Lang, entries: Sequence[int], initials: str) -> None:
    st.session_state.pop("outreach_noted", None)
    try:
        count = visit_notes.withdraw_entries(store, entries, initials=initials)
    except UCJMapError as error:
        st.session_state["outreach_taken_back"] = (False, say_error(lang, error))
        return
    words = say(lang, "{count} entries taken back.", count=say_count(lang, count))
    st.session_state["outreach_taken_back"] = (True, words)


def ask_to_take_back(store: api.Store, lang: Lang, follow_up: follow_ups.FollowUp) -> None:
    """Choose entries to withdraw, such as slips."""
    t = partial(say, lang)
    names = api.area_tree(store).areas["name"]
    rows = follow_up.history[follow_up.history["is_standing"]].iloc[::-1]
    words = {
        int(row.id): f"{say_date(lang, row.date)} · {names.get(row.unit_code, row.unit_code)} · "
        f"{t(STATUSES[row.status])} · {row.initials or '–'}"
        for row in rows.itertuples()
    }
    key = start_with("take-back", [])
    drop_choices("take-back", words)
    with st.form("outreach_take_back", border=False):
        chosen = st.multiselect(
            t("Entries to take back"),
            list(words),
            key=key,
            format_func=lambda entry: words[entry],
            placeholder=t("Choose"),
        )
        who = st.text_input(t("Your initials"), key=start_with("take-back-initials", ""), max_chars=12)
        pressed = st.form_submit_button(t("Take back"), icon=":material/undo:")
    if not pressed:
        return
    if not chosen or not who.strip():
        st.error(t("Choose at least one entry and write your initials."))
        return
    _withdraw(store, lang, chosen, who)
    st.rerun(scope="fragment")


def _offered(store: api.Store, place: Place) -> list[str]:
    """Desa to choose from: those of the list that are chosen first, then the others of the area."""
    tree = api.area_tree(store)
    first = list(current_choice(store, place).codes) if place.level == "adm4" else []
    known = set(first)
    others = [code for code in tree.below(place.code, "adm4").index if code not in known]
    noted = [code for code in st.session_state.get(f"{KEPT}noted", []) if code in others]
    offered = list(dict.fromkeys([*first, *noted, *others[: max(0, _MOST_OFFERED - len(first))]]))
    if len(offered) < len(first) + len(others):
        st.caption(say(place.lang, "Only a part of so many desa is offered here: open a province or kabupaten."))
    drop_choices("noted", set(offered))
    return offered


def _keep(
    store: api.Store,
    lang: Lang,
    codes: Sequence[str],
    status: str,
    day: dt.date | None,
    note: str,
    initials: str,
    campaign: str,
    indicator: str,
) -> None:
    t = partial(say, lang)
    if not codes or day is None:
        st.error(t("Choose at least one desa and a date."))
        return
    if not initials.strip():
        st.error(t("Write your initials, so that colleagues know whom to ask."))
        return
    try:
        noted = visit_notes.note_status(
            store,
            codes,
            status,
            date=day.isoformat(),
            note=note,
            initials=initials,
            campaign=campaign.strip(),
            indicator=indicator,
        )
    except UCJMapError as error:
        st.error(say_error(lang, error))
        return
    st.session_state["outreach_noted"] = noted
    st.session_state["outreach_clear"] = ("noted", "note")
    st.rerun(scope="fragment")


def clear_noted() -> None:
    """Empty the fields after a status was kept; called before any field is drawn."""
    for field in st.session_state.pop("outreach_clear", ()):
        st.session_state[f"{KEPT}{field}"] = [] if field == "noted" else ""
