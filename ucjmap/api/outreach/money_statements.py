"""Money in words: what a scenario assumes, what a target takes, and what stands behind the figures."""

import datetime as dt
from collections.abc import Iterable, Sequence

from ucjmap.api.figures import AreaValues
from ucjmap.api.maps import Line, say_origin, say_target_rate, share_words
from ucjmap.api.outreach.amounts import say_percent, say_rupiah
from ucjmap.api.outreach.list_statements import say_simulated
from ucjmap.api.outreach.presets import outreach_defaults
from ucjmap.api.outreach.scenarios import MoneyQuestion
from ucjmap.errors import N_
from ucjmap.outreach import PAYERS, Fairness, Need, Premium, Programme
from ucjmap.words import Lang, say, say_count, say_date, say_rate

SECTORS = {"none": N_("None"), "transport": N_("Transport"), "other": N_("Other sectors")}
OFFICIALS = {"aparat": N_("Desa officials"), "bpd": N_("Council members (BPD)")}
#: Figure of a comparison -> its heading.
FIGURES = {
    "covered": N_("Workers covered"),
    "covered_aparat": N_("Desa officials covered"),
    "covered_bpd": N_("Council members covered"),
    "cost_idr": N_("Cost"),
    "rate": N_("Coverage before"),
    "new_rate": N_("Coverage afterwards"),
    "gap_people": N_("Workers short of the target"),
    "unused": N_("Places without anybody to cover"),
    "unknown": N_("Places in areas without data"),
    "areas_with_data": N_("Areas with data"),
}


def say_premium(lang: Lang, question: MoneyQuestion) -> list[tuple[str, str]]:
    """Premium, months, start and reduction."""
    start = dt.date.fromisoformat(question.start)
    return [
        (say(lang, "Premium of one worker a month"), say_rupiah(lang, question.monthly_idr)),
        (say(lang, "Months of cover"), say_count(lang, question.months)),
        (say(lang, "First month"), say_date(lang, start).partition(" ")[2]),
        (say(lang, "Reduction of PP 50/2025 for workers of"), say(lang, SECTORS[question.sector or "none"])),
    ]


def say_question(lang: Lang, question: MoneyQuestion) -> list[tuple[str, str]]:
    """What a scenario assumes.

    Returns
    -------
    list
        Pairs of a heading and its value, a dash where it is not part of the scenario.
    """
    dana = apbd = own = ""
    if question.workers_per_desa is not None:
        dana = say(
            lang,
            "{money} for {count} workers in each desa",
            money=say_rupiah(
                lang, question.dana_desa_idr or question.workers_per_desa * question.premium().cost_idr("dana_desa")
            ),
            count=say_count(lang, question.workers_per_desa),
        )
    if question.apbd_share is not None:
        apbd = say(
            lang,
            "{share} of those not covered; kabupaten/kota pays {own}, the province {rest}",
            share=say_percent(lang, question.apbd_share),
            own=say_percent(lang, question.kabupaten_share),
            rest=say_percent(lang, 1 - question.kabupaten_share),
        )
    if question.own_share is not None:
        own = say(
            lang,
            "{share} of those not covered; paid by: {payer}",
            share=say_percent(lang, question.own_share),
            payer=say(lang, PAYERS[question.own_payer]),
        )
    in_force = say(lang, "the target in force")
    register = say(lang, "as in the register")
    pairs = [
        *say_premium(lang, question),
        (say(lang, "Village fund (dana desa)"), dana),
        (say(lang, "Number of desa"), say_count(lang, question.desa_count) if question.desa_count else register),
        (say(lang, "APBD of kabupaten/kota and province"), apbd),
        (say(lang, "Workers themselves or companies (CSR)"), own),
        (say(lang, "Desa budget (APBDes) for"), ", ".join(say(lang, OFFICIALS[group]) for group in question.apbdes)),
        (say(lang, "Target"), in_force if question.target is None else say_target_rate(lang, question.target)),
    ]
    return [(heading, value or "–") for heading, value in pairs]


def say_share(lang: Lang, programme: Programme) -> tuple[str, str]:
    """Whom a programme covers that covers a share of people."""
    share = say_percent(lang, programme.share_of_uncovered or 0.0)
    heading = OFFICIALS.get(programme.group, N_("Workers"))
    return say(lang, heading), say(lang, "{share} of those not covered", share=share)


def say_price(lang: Lang, premium: Premium, payer: str) -> str:
    """What one person costs a payer for all months, and that it is reduced where it is.

    Parameters
    ----------
    payer
        Key of ``outreach.PAYERS``.
    """
    whole, cost = premium.monthly_idr * premium.months, premium.cost_idr(payer)
    words = N_("{payer}: {cost} a person for {months} months")
    if cost < whole:
        words = N_("{payer}: {cost} a person for {months} months (without the reduction {whole})")
    return say(
        lang,
        words,
        payer=say(lang, PAYERS[payer]),
        cost=say_rupiah(lang, cost),
        months=premium.months,
        whole=say_rupiah(lang, whole),
    )


def say_need(lang: Lang, need: Need) -> str:
    """What a target takes in one sentence; where it is reached, that it is.

    Parameters
    ----------
    need
        Of workers; its rates are fractions.
    """
    if not need.people:
        return say(
            lang,
            "The target is reached already: coverage is {rate}, {goal} participants.",
            rate=say_rate(lang, need.rate, 2),
            goal=say_count(lang, need.goal),
        )
    return say(
        lang,
        "{people} more workers, {per_month} a month, make {goal}: {rate} becomes {new_rate}; Rp{cost}.",
        people=say_count(lang, need.people),
        per_month=say_count(lang, need.per_month),
        goal=say_count(lang, need.goal),
        rate=say_rate(lang, need.rate, 2),
        new_rate=say_rate(lang, need.new_rate, 2),
        cost=say_count(lang, need.cost_idr),
    )


def say_fairness(lang: Lang, rules: Fairness) -> list[tuple[str, str]]:
    """The rules that an allocation kept."""
    is_on = say(lang, "switched on") if rules.lowest_first else say(lang, "switched off")
    none = say(lang, "no limit")
    return [
        (say(lang, "In each area at least this share of its uncovered workers"), say_percent(lang, rules.least_share)),
        (say(lang, "Raise the lowest rate first"), is_on),
        (
            say(lang, "Nobody beyond this rate"),
            none if rules.stop_at_rate is None else say_percent(lang, rules.stop_at_rate),
        ),
        (
            say(lang, "Of the budget for one kabupaten/kota at most"),
            none if rules.most_of_budget is None else say_percent(lang, rules.most_of_budget),
        ),
    ]


def say_origins(lang: Lang, counted: Iterable[AreaValues]) -> list[Line]:
    """Dates, sources, nature and completeness of the figures of each group that is counted.

    Parameters
    ----------
    counted
        Figures of workers, officials or council members.

    Returns
    -------
    list
        One line for each of ``counted``, in their order.
    """
    return [_say_origin(lang, values) for values in counted]


def _say_origin(lang: Lang, values: AreaValues) -> Line:
    area, name = values.area, values.indicator.name(lang)
    origin = say_origin(lang, name, area, values.sources, is_simulated=values.is_simulated)
    return Line(name, f"{origin.text} {share_words(lang, area['desa'], area['desa_with_data'])}")


def say_sources(lang: Lang, values: AreaValues, officials: Sequence[AreaValues] = ()) -> list[tuple[str, str]]:
    """Dates and sources of the figures, what they are not, and where the defaults of money come from.

    ``values`` are of workers, ``officials`` of the other groups that are counted.
    """
    area, sources, counted = values.area, outreach_defaults().sources, (values, *officials)
    pairs = [
        (say(lang, "Area"), f"{area['name']} ({area['code']})"),
        *((line.label, line.text) for line in say_origins(lang, counted)),
        (say(lang, "Boundaries"), "; ".join(values.editions)),
        (say(lang, "Made on"), say_date(lang, dt.date.today())),
        (say(lang, "Default premium"), sources["premium"]),
        (say(lang, "Default reduction"), sources["reduction"]),
        (say(lang, "Default of dana desa"), sources["dana_desa"]),
        (say(lang, "Default sharing of APBD"), sources["apbd"]),
        (
            say(lang, "Note"),
            say(lang, "No data is not zero: an area without data stays empty, and its places are of unknown effect."),
        ),
        (say(lang, "Note"), say(lang, "Workers at desa level are modelled: surveys stop at kabupaten/kota.")),
        (
            say(lang, "Note"),
            say(lang, "The premium of officials and council members is taken to be that of a worker without wage."),
        ),
        (
            say(lang, "Note"),
            say(lang, "Dana desa and APBDes come out of the state budget, so they are taken to pay in full."),
        ),
    ]
    if alarm := say_simulated(lang, [group.indicator.name(lang) for group in counted if group.is_simulated]):
        pairs.insert(0, (say(lang, "Attention"), alarm))
    if values.is_model:
        pairs.append((say(lang, "Note"), say(lang, "The boundaries are a model, not official ones.")))
    return [(heading, value or "–") for heading, value in pairs]
