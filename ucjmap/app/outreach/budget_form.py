"""Money asked the other way round: what a target takes, and the best use of a budget."""

import datetime as dt
from functools import partial

import streamlit as st

from ucjmap import api
from ucjmap.api.maps import say_target
from ucjmap.api.outreach import (
    MoneyQuestion,
    export_allocation,
    export_need,
    needs,
    say_need,
    say_percent,
    say_price,
    say_rupiah,
)
from ucjmap.app.outreach.choice import Place
from ucjmap.app.outreach.forms import (
    ask_day,
    ask_people,
    ask_percent,
    ask_rupiah,
    offer_file,
    start_with,
    was_typed,
)
from ucjmap.app.outreach.results import allocation_table, before_and_after, payer_table, show_basis
from ucjmap.app.shell import plain
from ucjmap.codes import Level
from ucjmap.errors import N_
from ucjmap.outreach import PAYERS, Allocation, Fairness
from ucjmap.words import Lang, say, say_count, say_rate

_SHARED = "shared"
#: One who pays it all; kabupaten and province share.
_PAYERS = {
    _SHARED: N_("APBD of kabupaten/kota and province"),
    **{payer: words for payer, words in PAYERS.items() if payer not in ("kabupaten", "provinsi", "apbdes")},
}


def show_need(store: api.Store, place: Place, level: Level, premium: MoneyQuestion) -> None:
    """Draw the form that asks what a target takes, and the answer."""
    t = partial(say, place.lang)
    left, middle, right = st.columns(3)
    with left:
        by = ask_day(t("Reach it by"), "need-by", _year_end(dt.date.today()))
    with middle:
        rate = ask_percent(place.lang, t("Target, percent (empty: the target in force)"), "need-rate")
    with right:
        people = ask_people(place.lang, t("Or a number of participants"), "need-people")
    payers = _ask_payers(place.lang, premium)
    if by is None:
        st.info(t("Give a day."))
        return
    if (was_typed("need-rate") and rate is None) or (was_typed("need-people") and people is None):
        return
    need, values = needs.need_of_area(
        store,
        place.code,
        by=by,
        premium=premium.premium(),
        payers=payers,
        target_rate=rate if people is None else None,
        target_people=people,
    )
    if rate is not None and people is not None:
        st.info(t("Both were given: the number of participants counts."))
    if rate is None and people is None:
        _say_aim(store, place, by.year)
    if not need.people:
        st.success(plain(say_need(place.lang, need)))
    else:
        more, month, cost = st.columns(3)
        more.metric(t("More workers"), say_count(place.lang, need.people))
        month.metric(t("Of them each month"), say_count(place.lang, need.per_month))
        cost.metric(t("Cost"), say_rupiah(place.lang, need.cost_idr))
        st.markdown(plain(say_need(place.lang, need)))
        st.dataframe(payer_table(place.lang, need.by_payer), hide_index=True)
    spread = needs.spread_need(store, place.code, level, need, premium.premium(), payers)
    by_area = api.area_values(store, place.code, level, "ucj")
    if spread is not None:
        st.markdown(f"**{t('Where they may be covered: the lowest rates first')}**")
        _show_allocation(place.lang, spread, by_area, key="need")
    show_basis(place.lang, [values])
    offer_file(
        t("Result (XLSX)"),
        f"target-{place.code}.xlsx",
        lambda path: export_need(
            premium, payers, need, spread, by.isoformat(), values, path, lang=place.lang, names=by_area
        ),
        key="need-xlsx",
    )


def _say_aim(store: api.Store, place: Place, year: int) -> None:
    """Say which target is meant where none was given, and when it is one of an earlier year."""
    aim = needs.target_to_reach(store, place.code, year)
    if aim is None:
        return
    words = plain(say_target(place.lang, aim))
    if aim.year < year:
        st.info(
            f"{say(place.lang, 'No target of {year} is known here; the newest there is counts.', year=year)} {words}"
        )
    else:
        st.caption(words)


def _year_end(today: dt.date) -> dt.date:
    """The end of this year; in December, when no month is left, that of the next."""
    return dt.date(today.year + (today.month == 12), 12, 31)


def _ask_payers(lang: Lang, premium: MoneyQuestion) -> dict[str, float]:
    """Who pays, and what one person costs each payer."""
    chosen = st.selectbox(
        say(lang, "Who pays"),
        list(_PAYERS),
        key=start_with("who-pays", _SHARED),
        format_func=lambda key: say(lang, _PAYERS[key]),
    )
    payers = premium.payers() if chosen == _SHARED else {str(chosen): 1.0}
    own = premium.premium()
    st.caption(
        plain(
            " · ".join(f"{say_percent(lang, share)} {say_price(lang, own, payer)}" for payer, share in payers.items())
        )
    )
    return payers


def show_budget(store: api.Store, place: Place, level: Level, premium: MoneyQuestion) -> None:
    """Draw the form that asks for the best use of a budget, and the answer."""
    t = partial(say, place.lang)
    budget = ask_rupiah(place.lang, t("Budget"), "budget", "Rp10 miliar")
    payers = _ask_payers(place.lang, premium)
    rules = _ask_fairness(place.lang)
    if budget is None:
        if not was_typed("budget"):
            st.info(t("Give a budget."))
        return
    with st.spinner(t("Looking for the best allocation…")):
        allocation, values = needs.allocate_outreach(
            store, place.code, level, budget, premium.premium(), payers, fairness=rules
        )
    covered, cost, lowest = st.columns(3)
    covered.metric(t("Workers covered"), say_count(place.lang, allocation.covered))
    cost.metric(t("Cost"), say_rupiah(place.lang, allocation.cost_idr))
    lowest.metric(t("Lowest rate afterwards"), say_rate(place.lang, allocation.lowest_rate))
    st.markdown("\n".join(f"- {plain(line)}" for line in _say_left(place.lang, allocation, budget)))
    _show_allocation(place.lang, allocation, values, key="budget")
    show_basis(place.lang, [values])
    offer_file(
        t("Result (XLSX)"),
        f"anggaran-{place.code}.xlsx",
        lambda path: export_allocation(premium, payers, rules, budget, allocation, values, path, lang=place.lang),
        key="budget-xlsx",
    )


def _say_left(lang: Lang, allocation: Allocation, budget: int) -> list[str]:
    """What the budget leaves, and who takes no part."""
    t = partial(say, lang)
    lines = [t("Left of the budget: {money}.", money=say_rupiah(lang, budget - allocation.cost_idr))]
    if allocation.covered == int(allocation.areas["uncovered"].sum()):
        lines.append(t("Every uncovered worker of the areas with data is covered."))
    elif not allocation.covered:
        lines.append(t("The budget does not pay for a single worker."))
    if allocation.without_data:
        lines.append(t("{count} areas without data take no part.", count=say_count(lang, len(allocation.without_data))))
    return lines


def _show_allocation(lang: Lang, allocation: Allocation, values: api.AreaValues, *, key: str) -> None:
    after = values.units["rate"].copy()
    after.update(allocation.areas["new_rate"])
    before_and_after(lang, values, values.units["rate"], after, key=key)
    with st.expander(say(lang, "Result by area"), expanded=True, key="budget-areas"):
        st.dataframe(allocation_table(lang, allocation, values), hide_index=True, placeholder="–")


def _ask_fairness(lang: Lang) -> Fairness:
    t = partial(say, lang)
    with st.expander(t("Rules of fairness"), icon=":material/balance:", key="fairness"):
        lowest = st.toggle(t("Raise the lowest rate first"), key=start_with("lowest-first", True))
        least = st.slider(
            t("In each area at least this share of its uncovered workers, percent"),
            0,
            100,
            key=start_with("least-share", 0),
        )
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
