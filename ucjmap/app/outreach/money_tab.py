"""Section "money" of the outreach page: premium and payers, and what a mix of programmes comes to."""

import datetime as dt
from dataclasses import replace
from functools import partial

import streamlit as st

from ucjmap import api
from ucjmap.api.maps import say_target
from ucjmap.api.outreach import (
    OFFICIALS,
    SECTORS,
    MoneyQuestion,
    export_outcome,
    outreach_defaults,
    say_outcome,
    say_price,
    say_rupiah,
    scenarios,
    simulations,
)
from ucjmap.app.outreach.budget_form import show_budget, show_need
from ucjmap.app.outreach.choice import Place
from ucjmap.app.outreach.forms import (
    ask_day,
    ask_people,
    ask_percent,
    ask_rupiah,
    forget_field,
    offer_file,
    start_with,
    was_typed,
)
from ucjmap.app.outreach.results import area_table, before_and_after, payer_table, show_basis
from ucjmap.app.outreach.scenario_form import show_scenarios
from ucjmap.app.shell import plain
from ucjmap.codes import Level
from ucjmap.errors import N_
from ucjmap.levels import level_name
from ucjmap.outreach import PAYERS, Outcome
from ucjmap.words import Lang, say, say_count, say_rate

_QUESTIONS = {"mix": N_("Programmes"), "need": N_("Target"), "budget": N_("Budget")}
_EXPLAINED = {
    "mix": N_("What do programmes reach?"),
    "need": N_("What does the target take?"),
    "budget": N_("What is the best use of a budget?"),
}
_OWN_PAYERS = ("workers", "csr")


def show_money(store: api.Store, place: Place) -> None:
    """Draw the section."""
    t = partial(say, place.lang)
    asked = st.segmented_control(
        t("Question"),
        list(_QUESTIONS),
        key=start_with("money-asked", "mix"),
        format_func=lambda key: t(_QUESTIONS[key]),
        label_visibility="collapsed",
        required=True,
    )
    st.markdown(f"**{t(_EXPLAINED[str(asked)])}**")
    level = _ask_level(store, place)
    question = _ask_premium(place.lang)
    if question is None:
        return
    if asked == "need":
        show_need(store, place, level, question)
    elif asked == "budget":
        show_budget(store, place, level, question)
    else:
        _mix(store, place, level, question)


def _ask_level(store: api.Store, place: Place) -> Level:
    levels = api.levels_below(api.area_tree(store), place.code)
    key = start_with("money-level", levels[0])
    if st.session_state[key] not in levels:
        st.session_state[key] = levels[0]
    level: Level = st.selectbox(
        say(place.lang, "Result by"),
        levels,
        key=key,
        format_func=lambda option: level_name(place.lang, option, several=True),
    )
    return level


def _ask_premium(lang: Lang) -> MoneyQuestion | None:
    """Premium, months, start and reduction, with their defaults and where these come from."""
    t = partial(say, lang)
    defaults = outreach_defaults()
    with st.expander(t("Premium and payers"), icon=":material/payments:", key="premium"):
        left, middle, right = st.columns(3)
        with left:
            monthly = ask_rupiah(
                lang, t("Premium of one worker a month"), "monthly", f"{defaults.monthly_idr:,}".replace(",", ".")
            )
        with middle:
            months = st.number_input(t("Months of cover"), 1, 60, key=start_with("months", defaults.months))
        with right:
            first = dt.date.today().replace(day=1)
            start = ask_day(t("First month"), "from", first)
        sector = st.selectbox(
            t("Reduction of PP 50/2025 for workers of"),
            list(SECTORS),
            key=start_with("sector", "none"),
            format_func=lambda key: t(SECTORS[key]),
            help=t("Halves the premium in some months of 2026 and 2027; not where APBN, APBD or dana desa pays."),
        )
        share = st.slider(
            t("Share of kabupaten/kota where APBD pays (the province pays the rest), percent"),
            0,
            100,
            key=start_with("kabupaten-share", round(defaults.apbd_payers["kabupaten"] * 100)),
        )
        for topic, words in (("premium", N_("Premium")), ("reduction", N_("Reduction")), ("apbd", N_("Sharing"))):
            st.caption(f"{t(words)}: {plain(defaults.sources[topic])}")
    if monthly is None or start is None:
        st.error(t("The premium or its first month is missing: open “Premium and payers” and give it."))
        return None
    reduced = None if sector == "none" else str(sector)
    return MoneyQuestion(monthly, int(months), start.isoformat(), reduced, kabupaten_share=share / 100)


def _mix(store: api.Store, place: Place, level: Level, premium: MoneyQuestion) -> None:
    t = partial(say, place.lang)
    question = _ask_programmes(place.lang, premium)
    if question is None:
        return
    outcome, values = scenarios.answer_question(store, place.code, level, question)
    _say_outcome(place.lang, outcome)
    st.dataframe(payer_table(place.lang, outcome.by_payer), hide_index=True)
    officials = simulations.count_officials(store, place.code, outcome.groups)
    further = [_target_words(store, place, question)] if question.target is None else []
    show_basis(place.lang, [values, *officials], *further)
    if question.desa_count is None:
        before_and_after(place.lang, values, outcome.areas["rate"], outcome.areas["new_rate"], key="mix")
        with st.expander(t("Result by area"), expanded=True, key="mix-areas"):
            st.dataframe(area_table(place.lang, outcome), hide_index=True, placeholder="–")
    else:
        count = say_count(place.lang, simulations.registered_desa(store, place.code))
        words = t("With a number of desa of your own only the area as a whole is told: which desa is not known.")
        st.info(f"{words} {t('The register has {count} desa here.', count=count)}")
    offer_file(
        t("Result (XLSX)"),
        f"biaya-{place.code}.xlsx",
        lambda path: export_outcome(store, question, outcome, values, path, lang=place.lang),
        key="mix-xlsx",
    )
    show_scenarios(store, place.lang, place.code, question)


def _ask_programmes(lang: Lang, premium: MoneyQuestion) -> MoneyQuestion | None:
    """The mix of programmes; None where there is none, or a field cannot be read."""
    t = partial(say, lang)
    with st.container(border=True):
        question = _ask_own(lang, _ask_apbd(lang, _ask_dana_desa(lang, premium)))
        groups = st.multiselect(
            t("Desa budget (APBDes) for"),
            list(OFFICIALS),
            key=start_with("apbdes", []),
            format_func=lambda key: t(OFFICIALS[key]),
            placeholder=t("Nobody"),
        )
        if groups:
            st.caption(t("The premium of officials and council members is taken to be that of a worker without wage."))
        target = ask_percent(lang, t("Target, percent (empty: the target in force)"), "money-target")
    if question is None or (was_typed("money-target") and target is None):
        return None
    question = replace(question, apbdes=tuple(groups), target=target)
    if question.workers_per_desa is question.apbd_share is question.own_share is None and not groups:
        st.info(t("Switch on at least one programme."))
        return None
    return question


def _ask_dana_desa(lang: Lang, premium: MoneyQuestion) -> MoneyQuestion | None:
    t = partial(say, lang)
    defaults = outreach_defaults()
    if not st.toggle(t("Village fund (dana desa)"), key=start_with("with-dana-desa", True)):
        return premium
    left, middle, right = st.columns(3)
    with left:
        lump = ask_rupiah(lang, t("Money in each desa"), "lump", say_rupiah(lang, defaults.dana_desa_idr))
    with middle:
        workers = ask_people(
            lang, t("Workers covered with it in each desa"), "workers", str(defaults.dana_desa_workers)
        )
    with right:
        count = ask_people(lang, t("Number of desa (empty: as in the register)"), "desa-count")
    st.caption(plain(defaults.sources["dana_desa"]))
    if not (was_typed("lump") and was_typed("workers")):
        st.error(t("Give both the money and the workers of each desa, or switch dana desa off."))
    if lump is None or workers is None or (count is None and was_typed("desa-count")):
        return None
    return replace(premium, workers_per_desa=workers, dana_desa_idr=lump, desa_count=count)


def _ask_apbd(lang: Lang, question: MoneyQuestion | None) -> MoneyQuestion | None:
    if not st.toggle(say(lang, "APBD of kabupaten/kota and province"), key=start_with("with-apbd", False)):
        return question
    share = st.slider(say(lang, "Share of the uncovered workers, percent"), 1, 100, key=start_with("apbd-share", 100))
    return question and replace(question, apbd_share=share / 100)


def _ask_own(lang: Lang, question: MoneyQuestion | None) -> MoneyQuestion | None:
    """The only ones for whom PP 50/2025 halves the premium."""
    t = partial(say, lang)
    if not st.toggle(t("Workers themselves or companies (CSR)"), key=start_with("with-own", False)):
        return question
    left, right = st.columns(2)
    with left:
        payer = st.selectbox(
            t("Who pays"), _OWN_PAYERS, key=start_with("own-payer", "workers"), format_func=lambda key: t(PAYERS[key])
        )
    with right:
        share = st.slider(t("Share of those still uncovered, percent"), 1, 100, key=start_with("own-share", 100))
    if question is None:
        return None
    st.caption(plain(say_price(lang, question.premium(), str(payer))))
    return replace(question, own_share=share / 100, own_payer=str(payer))


def _say_outcome(lang: Lang, outcome: Outcome) -> None:
    t = partial(say, lang)
    totals = outcome.totals
    covered, cost, rate = st.columns(3)
    officials = int(totals["covered_aparat"] or 0) + int(totals["covered_bpd"] or 0)
    if totals["places"] or not officials:
        known = totals["rate"] is not None
        covered.metric(t("Workers covered"), say_count(lang, totals["covered"] or 0) if known else t("No data yet"))
    else:
        covered.metric(t("Officials and council members covered"), say_count(lang, officials))
    cost.metric(t("Cost"), say_rupiah(lang, totals["cost_idr"] or 0))
    if totals["rate"] is not None and totals["new_rate"] is not None:
        rate.metric(
            t("Coverage afterwards"),
            say_rate(lang, totals["new_rate"]),
            t("before: {rate}", rate=say_rate(lang, totals["rate"])),
            delta_color="off",
            delta_arrow="off",
        )
    else:
        rate.metric(t("Coverage afterwards"), t("No data yet"))
    st.markdown("\n".join(f"- {plain(line)}" for line in say_outcome(lang, outcome)))


def _target_words(store: api.Store, place: Place, question: MoneyQuestion) -> str:
    target = scenarios.target_of_question(store, place.code, question)
    if target is None:
        return say(place.lang, "No target is in force here: the gap left is not told. Give a target above.")
    return say_target(place.lang, target)


def reset_level(code: str) -> None:
    """Forget the level of the result when the page turns to another area."""
    if st.session_state.get("outreach_money_area") != code:
        st.session_state["outreach_money_area"] = code
        forget_field("money-level")
