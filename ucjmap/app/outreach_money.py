"""Section "money" of the outreach page: what programmes come to, what a target takes, the best use of a budget."""

import datetime as dt
from collections.abc import Mapping
from functools import partial
from itertools import pairwise
from typing import Any

import pandas as pd
import streamlit as st

from ucjmap import api
from ucjmap.api import outreach_money, scenarios
from ucjmap.api.amounts import say_rupiah
from ucjmap.api.outreach_defaults import outreach_defaults
from ucjmap.api.outreach_words import say_outcome
from ucjmap.api.scenarios import MoneyQuestion
from ucjmap.app.map_parts import LEVEL_NAMES, plain
from ucjmap.app.outreach_choice import Place
from ucjmap.app.outreach_forms import KEPT, ask_people, ask_percent, ask_rupiah, start_with, was_typed
from ucjmap.app.outreach_map import ClassedMap, boundary_words, draw_classes
from ucjmap.app.outreach_scenarios import show_scenarios
from ucjmap.app.state import levels_below
from ucjmap.classify import ClassBreaks, make_breaks
from ucjmap.codes import Level
from ucjmap.errors import N_
from ucjmap.outreach.allocation import Allocation, Fairness
from ucjmap.outreach.money import Outcome
from ucjmap.outreach.premium import PAYERS
from ucjmap.words import Lang, say, say_count, say_date, say_rate

_SECTORS = {"none": N_("None"), "transport": N_("Transport"), "other": N_("Other sectors")}
_APBDES = {"aparat": N_("Desa officials"), "bpd": N_("Council members (BPD)")}
_QUESTIONS = {
    "mix": N_("What do programmes reach?"),
    "need": N_("What does the target take?"),
    "budget": N_("What is the best use of a budget?"),
}


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
    level = None if asked == "need" else _ask_level(store, place)
    question = _ask_premium(place.lang)
    if question is None:
        return
    if level is None:
        _need(store, place, question)
    elif asked == "mix":
        _mix(store, place, level, question)
    else:
        _budget(store, place, level, question)


def _ask_level(store: api.Store, place: Place) -> Level:
    levels = levels_below(api.area_tree(store), place.code)
    key = start_with("money-level", levels[0])
    if st.session_state[key] not in levels:
        st.session_state[key] = levels[0]
    level: Level = st.selectbox(
        say(place.lang, "Result by"), levels, key=key, format_func=lambda each: say(place.lang, LEVEL_NAMES[each])
    )
    return level


def _ask_premium(lang: Lang) -> MoneyQuestion | None:
    """Premium, months, start and reduction, with their defaults and where these come from."""
    t = partial(say, lang)
    defaults = outreach_defaults()
    with st.expander(t("Premium and payers"), icon=":material/payments:"):
        left, middle, right = st.columns(3)
        with left:
            monthly = ask_rupiah(
                lang, t("Premium of one worker a month"), "monthly", f"{defaults.monthly_idr:,}".replace(",", ".")
            )
        with middle:
            months = st.number_input(t("Months of cover"), 1, 60, key=start_with("months", defaults.months))
        with right:
            first = dt.date.today().replace(day=1)
            start = st.date_input(t("First month"), key=start_with("from", first), format="DD/MM/YYYY")
        sector = st.selectbox(
            t("Reduction of PP 50/2025 for workers of"),
            list(_SECTORS),
            key=start_with("sector", "none"),
            format_func=lambda key: t(_SECTORS[key]),
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
    if monthly is None or not isinstance(start, dt.date):
        st.error(t("The premium is missing: open “Premium and payers” and give it."))
        return None
    return MoneyQuestion(
        monthly, int(months), start.isoformat(), None if sector == "none" else sector, kabupaten_share=share / 100
    )


def _mix(store: api.Store, place: Place, level: Level, premium: MoneyQuestion) -> None:
    t = partial(say, place.lang)
    question = _ask_programmes(place.lang, premium)
    if question is None:
        return
    outcome, values = scenarios.answer_question(store, place.code, level, question)
    _say_outcome(place.lang, outcome, values)
    if question.target is None:
        st.caption(plain(_target_words(store, place, question)))
    st.dataframe(payer_table(place.lang, outcome), hide_index=True)
    _before_and_after(place.lang, outcome, values)
    with st.expander(t("Result by area"), expanded=True):
        st.dataframe(area_table(place.lang, outcome), hide_index=True, placeholder="–")
    show_scenarios(store, place.lang, place.code, level, question)


def _ask_programmes(lang: Lang, premium: MoneyQuestion) -> MoneyQuestion | None:
    t = partial(say, lang)
    defaults = outreach_defaults()
    workers: int | None = None
    lump: int | None = None
    share: int | None = None
    with st.container(border=True):
        if st.toggle(t("Village fund (dana desa)"), key=start_with("with-dana-desa", True)):
            left, right = st.columns(2)
            with left:
                lump = ask_rupiah(lang, t("Money in each desa"), "lump", "Rp20 juta")
            with right:
                workers = st.number_input(
                    t("Workers covered with it in each desa"),
                    1,
                    10_000,
                    key=start_with("workers", defaults.dana_desa_workers),
                )
            st.caption(plain(defaults.sources["dana_desa"]))
            if lump is None:
                return None
        if st.toggle(t("APBD of kabupaten/kota and province"), key=start_with("with-apbd", False)):
            share = st.slider(t("Share of the uncovered workers, percent"), 1, 100, key=start_with("apbd-share", 100))
        groups = st.multiselect(
            t("Desa budget (APBDes) for"),
            list(_APBDES),
            key=start_with("apbdes", []),
            format_func=lambda key: t(_APBDES[key]),
            placeholder=t("Nobody"),
        )
        target = ask_percent(lang, t("Target, percent (empty: the target in force)"), "money-target")
    if was_typed("money-target") and target is None:
        return None
    if workers is None and share is None and not groups:
        st.info(t("Switch on at least one programme."))
        return None
    return MoneyQuestion(
        premium.monthly_idr,
        premium.months,
        premium.start,
        premium.sector,
        workers_per_desa=None if workers is None else int(workers),
        dana_desa_idr=lump,
        apbd_share=None if share is None else share / 100,
        kabupaten_share=premium.kabupaten_share,
        apbdes=tuple(groups),
        target=target,
    )


def _say_outcome(lang: Lang, outcome: Outcome, values: api.AreaValues) -> None:
    t = partial(say, lang)
    known = outcome.totals["rate"] is not None
    covered, cost, rate = st.columns(3)
    covered.metric(t("Workers covered"), say_count(lang, outcome.totals["covered"] or 0) if known else t("No data yet"))
    cost.metric(t("Cost"), say_rupiah(lang, outcome.totals["cost_idr"] or 0))
    if known:
        rate.metric(
            t("Coverage afterwards"),
            say_rate(lang, outcome.totals["new_rate"] or 0),
            t("before: {rate}", rate=say_rate(lang, outcome.totals["rate"] or 0)),
            delta_color="off",
            delta_arrow="off",
        )
    else:
        rate.metric(t("Coverage afterwards"), t("No data yet"))
    st.markdown("\n".join(f"- {plain(line.removeprefix('– '))}" for line in say_outcome(lang, outcome)))
    notes = [t("Data as of {date}.", date=say_date(lang, values.as_of))] if values.as_of else []
    notes += [t("SIMULATED DATA: not official figures.")] if values.is_simulated else []
    st.caption(" ".join(notes))


def _target_words(store: api.Store, place: Place, question: MoneyQuestion) -> str:
    target = scenarios.target_of_question(store, place.code, question)
    if target is None:
        return say(place.lang, "No target is in force here: the gap left is not told. Give a target above.")
    return _say_target(place.lang, target)


def _say_target(lang: Lang, target: Mapping[str, Any]) -> str:
    rate = say_rate(lang, target["rate"], 2)
    return say(lang, "Target {rate} in {year}: {issuer}", rate=rate, year=target["year"], issuer=target["issuer"])


def payer_table(lang: Lang, outcome: Outcome) -> pd.DataFrame:
    """Cost by payer in full rupiah and in words; the last row is the sum."""
    costs = {say(lang, PAYERS[payer]): cost for payer, cost in outcome.by_payer.items()}
    costs[say(lang, "Together")] = sum(outcome.by_payer.values())
    return pd.DataFrame(
        {
            say(lang, "Payer"): list(costs),
            say(lang, "Cost"): [say_rupiah(lang, cost) for cost in costs.values()],
            say(lang, "Whole rupiah"): [f"Rp{say_count(lang, cost)}" for cost in costs.values()],
        }
    )


def area_table(lang: Lang, outcome: Outcome) -> Any:
    """Result by area, the dearest first; one row is one area."""
    t = partial(say, lang)
    areas = outcome.areas.sort_values(["cost_idr", "name"], ascending=[False, True])
    count, rate, money = (
        partial(_or_dash, lang, say_count),
        partial(_or_dash, lang, say_rate),
        partial(_or_dash, lang, say_rupiah),
    )
    columns: dict[str, tuple[pd.Series, Any]] = {
        t("Workers covered"): (areas["covered"], count),
        t("Places without anybody to cover"): (areas["unused"], count),
        t("Coverage before"): (areas["rate"], rate),
        t("Coverage afterwards"): (areas["new_rate"], rate),
        t("Workers short of the target"): (areas["gap_people"], count),
        t("Cost"): (areas["cost_idr"], money),
    }
    for payer in outcome.by_payer:
        columns[f"{t('Cost')}: {t(PAYERS[payer])}"] = (areas[f"payer_{payer}"], money)
    table = pd.DataFrame({t("Name"): areas["name"], **{name: series for name, (series, _) in columns.items()}})
    table[t("Code")] = areas.index
    return table.style.format({name: write for name, (_, write) in columns.items()})


def _or_dash(lang: Lang, write: Any, value: float) -> str:
    return "–" if pd.isna(value) else str(write(lang, value))


def _before_and_after(lang: Lang, outcome: Outcome, values: api.AreaValues) -> None:
    bands = make_breaks(values.units["rate"], bands=values.indicator.bands)
    before, after = st.columns(2)
    for column, name, heading in ((before, "rate", N_("Before")), (after, "new_rate", N_("Afterwards"))):
        with column:
            st.markdown(f"**{say(lang, heading)}**")
            draw_classes(lang, rate_map(lang, values, outcome.areas[name], bands), key=f"outreach-map-{name}")


def rate_map(lang: Lang, values: api.AreaValues, rates: pd.Series, bands: ClassBreaks) -> ClassedMap:
    """Rates in the official classes, which are the same before and after."""
    classes = bands.assign(rates)
    units = {
        str(code): (int(class_id), say_rate(lang, rate)) if class_id >= 0 else (None, say(lang, "No data yet"))
        for code, class_id, rate in zip(rates.index, classes, rates, strict=True)
    }
    edges = [say_rate(lang, edge, 0) for edge in bands.edges]
    between = [f"{low} – <{high}" for low, high in pairwise(edges)]
    return ClassedMap(
        code=values.area["code"],
        level=values.level,
        units=units,
        colours=bands.colours,
        labels=(f"<{edges[0]}", *between, f"≥{edges[-1]}"),
        description=say(lang, "Coverage of {count} areas.", count=say_count(lang, int(rates.notna().sum()))),
        attribution=boundary_words(lang, values.editions, is_model=values.is_model),
    )


def _need(store: api.Store, place: Place, premium: MoneyQuestion) -> None:
    t = partial(say, place.lang)
    left, middle, right = st.columns(3)
    with left:
        by = st.date_input(t("Reach it by"), key=start_with("need-by", _year_end(dt.date.today())), format="DD/MM/YYYY")
    with middle:
        rate = ask_percent(place.lang, t("Target, percent (empty: the target in force)"), "need-rate")
    with right:
        people = ask_people(place.lang, t("Or a number of participants"), "need-people")
    if (was_typed("need-rate") and rate is None) or (was_typed("need-people") and people is None):
        return
    found, values = outreach_money.need_of_area(
        store,
        place.code,
        by=by,
        premium=premium.premium(),
        payers=premium.payers(),
        target_rate=rate if people is None else None,
        target_people=people,
    )
    if rate is not None and people is not None:
        st.info(t("Both were given: the number of participants counts."))
    more, month, cost = st.columns(3)
    more.metric(t("More workers"), say_count(place.lang, found.people))
    month.metric(t("Of them each month"), say_count(place.lang, found.per_month))
    cost.metric(t("Cost"), say_rupiah(place.lang, found.cost_idr))
    st.markdown(
        plain(
            t(
                "{people} more workers, {per_month} a month, make {goal}: {rate} becomes {new_rate}; Rp{cost}.",
                people=say_count(place.lang, found.people),
                per_month=say_count(place.lang, found.per_month),
                goal=say_count(place.lang, found.goal),
                rate=say_rate(place.lang, found.rate, 2),
                new_rate=say_rate(place.lang, found.new_rate, 2),
                cost=say_count(place.lang, found.cost_idr),
            )
        )
    )
    st.markdown(
        "\n".join(f"- {t(PAYERS[payer])}: {say_rupiah(place.lang, amount)}" for payer, amount in found.by_payer.items())
    )
    if rate is None and people is None and (target := outreach_money.target_in_force(store, place.code, by.year)):
        st.caption(plain(_say_target(place.lang, target)))
    _partial_note(place.lang, values)


def _year_end(today: dt.date) -> dt.date:
    """The end of this year; in December, when no month is left, that of the next."""
    return dt.date(today.year + (today.month == 12), 12, 31)


def _partial_note(lang: Lang, values: api.AreaValues) -> None:
    """Of how many desa the figure knows, and what it is."""
    t = partial(say, lang)
    known, whole = values.area["desa_with_data"], values.area["desa"]
    if known < whole:
        st.warning(
            t(
                "The figure rests on {known} of {all} desa/kelurahan ({share}); the others have no data yet.",
                known=say_count(lang, known),
                all=say_count(lang, whole),
                share=say_rate(lang, known / whole),
            )
        )
    notes = [t("Data as of {date}.", date=say_date(lang, values.as_of))] if values.as_of else []
    notes += [t("SIMULATED DATA: not official figures.")] if values.is_simulated else []
    st.caption(" ".join(notes))


def _budget(store: api.Store, place: Place, level: Level, premium: MoneyQuestion) -> None:
    t = partial(say, place.lang)
    budget = ask_rupiah(place.lang, t("Budget"), "budget", "Rp10 miliar")
    rules = _ask_fairness(place.lang)
    if budget is None:
        return
    with st.spinner(t("Looking for the best allocation…")):
        found, values = outreach_money.allocate_outreach(
            store, place.code, level, budget, premium.premium(), premium.payers(), fairness=rules
        )
    covered, cost, lowest = st.columns(3)
    covered.metric(t("Workers covered"), say_count(place.lang, found.covered))
    cost.metric(t("Cost"), say_rupiah(place.lang, found.cost_idr))
    lowest.metric(t("Lowest rate afterwards"), say_rate(place.lang, found.lowest_rate))
    left = budget - found.cost_idr
    if left:
        st.caption(t("Left of the budget: {money}.", money=say_rupiah(place.lang, left)))
    if found.without_data:
        st.warning(t("{count} areas without data take no part.", count=say_count(place.lang, len(found.without_data))))
    st.dataframe(allocation_table(place.lang, found, values), hide_index=True, placeholder="–")
    _partial_note(place.lang, values)


def _ask_fairness(lang: Lang) -> Fairness:
    t = partial(say, lang)
    with st.expander(t("Rules of fairness"), icon=":material/balance:"):
        least = st.slider(
            t("In each area at least this share of its uncovered workers, percent"),
            0,
            100,
            key=start_with("least-share", 0),
        )
        lowest = st.toggle(t("Raise the lowest rate first"), key=start_with("lowest-first", False))
        stop = st.slider(t("Nobody beyond this rate, percent"), 1, 100, key=start_with("stop-rate", 100))
        most = st.slider(
            t("Of the budget for one kabupaten/kota at most, percent"), 1, 100, key=start_with("most-share", 100)
        )
    return Fairness(
        least_share=least / 100,
        lowest_first=bool(lowest),
        stop_at_rate=None if stop == 100 else stop / 100,
        most_of_budget=None if most == 100 else most / 100,
    )


def allocation_table(lang: Lang, found: Allocation, values: api.AreaValues) -> Any:
    """Who is covered where; one row is one area that takes part."""
    t = partial(say, lang)
    areas = found.areas.join(values.units["name"]).sort_values(["covered", "name"], ascending=[False, True])
    count, rate, money = (
        partial(_or_dash, lang, say_count),
        partial(_or_dash, lang, say_rate),
        partial(_or_dash, lang, say_rupiah),
    )
    columns: dict[str, tuple[str, Any]] = {
        t("Workers covered"): ("covered", count),
        t("Workers not covered before"): ("uncovered", count),
        t("Coverage before"): ("rate", rate),
        t("Coverage afterwards"): ("new_rate", rate),
        t("Cost"): ("cost_idr", money),
    }
    table = pd.DataFrame({t("Name"): areas["name"], **{name: areas[column] for name, (column, _) in columns.items()}})
    table[t("Code")] = areas.index
    return table.style.format({name: write for name, (_, write) in columns.items()})


def reset_level(code: str) -> None:
    """Forget the level of the result when the page turns to another area."""
    if st.session_state.get("outreach_money_area") != code:
        st.session_state["outreach_money_area"] = code
        st.session_state.pop(f"{KEPT}money-level", None)
