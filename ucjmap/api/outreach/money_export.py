"""Answers about money as workbooks: figures by area, sums, and a sheet of what they assume and rest on."""

from collections.abc import Mapping, Sequence
from pathlib import Path

import pandas as pd

from ucjmap.api.figures import AreaValues
from ucjmap.api.maps import say_target, say_target_rate
from ucjmap.api.outreach.list_statements import say_outcome
from ucjmap.api.outreach.money_statements import (
    FIGURES,
    say_fairness,
    say_need,
    say_premium,
    say_price,
    say_question,
    say_share,
    say_sources,
)
from ucjmap.api.outreach.scenarios import MoneyQuestion, target_of_question
from ucjmap.api.outreach.simulations import count_officials
from ucjmap.errors import N_
from ucjmap.files import COUNT, RATE, RUPIAH, Sheet, write_workbook
from ucjmap.outreach import PAYERS, Allocation, Fairness, Need, Outcome, Programme
from ucjmap.store import Store
from ucjmap.words import Lang, say, say_date

Notes = Sequence[tuple[str, str]]
#: Column of the areas of an outcome -> heading and how it is shown.
_OUTCOME_COLUMNS = {
    "numerator": (N_("Active participants"), COUNT),
    "denominator": (N_("Workers"), COUNT),
    "rate": (N_("Coverage before"), RATE),
    "places": (N_("Places"), COUNT),
    "covered": (N_("Workers covered"), COUNT),
    "unused": (N_("Places without anybody to cover"), COUNT),
    "unknown": (N_("Places in areas without data"), COUNT),
    "new_rate": (N_("Coverage afterwards"), RATE),
    "gap_people": (N_("Workers short of the target"), COUNT),
    "covered_aparat": (N_("Desa officials covered"), COUNT),
    "covered_bpd": (N_("Council members covered"), COUNT),
    "cost_idr": (N_("Cost"), RUPIAH),
}
_ALLOCATION_COLUMNS = {
    "uncovered": (N_("Workers not covered before"), COUNT),
    "covered": (N_("Workers covered"), COUNT),
    "rate": (N_("Coverage before"), RATE),
    "new_rate": (N_("Coverage afterwards"), RATE),
    "cost_idr": (N_("Cost"), RUPIAH),
}
#: How the figures of ``FIGURES`` are shown that are no counts.
FIGURE_UNITS = {"rate": RATE, "new_rate": RATE, "cost_idr": RUPIAH}


def export_outcome(
    store: Store,
    question: MoneyQuestion,
    outcome: Outcome,
    values: AreaValues,
    out: Path,
    *,
    lang: Lang,
    as_of: str | None = None,
) -> None:
    """What programmes come to, as a workbook: sums, areas, assumptions.

    Parameters
    ----------
    question
        What was asked.
    outcome, values
        The answer to it, as ``answer_question`` gives it.
    out
        An XLSX file; it appears whole.
    as_of
        ISO date that the answer was asked for; None is the newest.
    """
    target = target_of_question(store, values.area["code"], question, as_of=values.as_of or None)
    aim = [(say(lang, "Target"), say_target(lang, target))] if target else []
    _write_outcome(store, outcome, values, [*say_question(lang, question), *aim], out, lang, as_of)


def export_shared(
    store: Store,
    question: MoneyQuestion,
    programme: Programme,
    outcome: Outcome,
    values: AreaValues,
    out: Path,
    *,
    lang: Lang,
    as_of: str | None = None,
) -> None:
    """What a programme for a share of people comes to, as a workbook: sums, areas, assumptions.

    Parameters
    ----------
    question
        Its premium and target; it has no other programmes.
    programme
        Who is covered, and who pays.
    outcome, values
        What it comes to, as ``simulations.simulate_outreach`` gives it.
    out
        An XLSX file; it appears whole.
    as_of
        ISO date that the answer was asked for; None is the newest.
    """
    notes = [
        *say_premium(lang, question),
        say_share(lang, programme),
        *_payers(lang, question, programme.payers),
        (say(lang, "Target"), "–" if question.target is None else say_target_rate(lang, question.target)),
    ]
    _write_outcome(store, outcome, values, notes, out, lang, as_of)


def _write_outcome(
    store: Store, outcome: Outcome, values: AreaValues, assumed: Notes, out: Path, lang: Lang, as_of: str | None
) -> None:
    officials = count_officials(store, values.area["code"], outcome.groups, as_of=as_of)
    notes = [*assumed, *say_sources(lang, values, officials)]
    sentences = [(say(lang, "Result"), line) for line in say_outcome(lang, outcome)]
    columns = dict(_OUTCOME_COLUMNS)
    for payer in outcome.by_payer:
        columns[f"payer_{payer}"] = (f"{say(lang, 'Cost')}: {say(lang, PAYERS[payer])}", RUPIAH)
    areas = outcome.areas.sort_values(["cost_idr", "name"], ascending=[False, True])
    # The gap of the whole is not a sum of gaps: it is in the summary.
    sums = {
        **outcome.totals,
        "gap_people": None,
        **{f"payer_{payer}": cost for payer, cost in outcome.by_payer.items()},
    }
    known = areas[areas["denominator"].notna()]
    sums |= {key: float(known[key].sum()) for key in ("numerator", "denominator")} if len(known) else {}
    sheets = [_figures(lang, outcome), _by_area(lang, areas, columns, sums), _notes(lang, [*sentences, *notes])]
    write_workbook(out, sheets)


def export_allocation(
    question: MoneyQuestion,
    payers: Mapping[str, float],
    rules: Fairness,
    budget_idr: int,
    allocation: Allocation,
    values: AreaValues,
    out: Path,
    *,
    lang: Lang,
) -> None:
    """The best use of a budget, as a workbook: areas, rules, assumptions.

    Parameters
    ----------
    question
        Its premium.
    payers
        Shares that add up to 1, by key of ``outreach.PAYERS``.
    rules
        Those that the allocation kept.
    budget_idr
        Whole rupiah.
    allocation, values
        The allocation and the figures that it was made from, as ``needs.allocate_outreach`` gives them.
    out
        An XLSX file; it appears whole.
    """
    figures = [
        (say(lang, "Budget"), budget_idr, RUPIAH),
        (say(lang, "Workers covered"), allocation.covered, COUNT),
        (say(lang, "Cost"), allocation.cost_idr, RUPIAH),
        (say(lang, "Left of the budget"), budget_idr - allocation.cost_idr, RUPIAH),
        (say(lang, "Lowest rate afterwards"), allocation.lowest_rate, RATE),
        (say(lang, "Areas without data, which take no part"), len(allocation.without_data), COUNT),
    ]
    notes = [*say_fairness(lang, rules), *say_premium(lang, question), *_payers(lang, question, payers)]
    write_workbook(
        out,
        [
            _single_figures(lang, figures),
            _allocated(lang, allocation, values),
            _notes(lang, [*notes, *say_sources(lang, values)]),
        ],
    )


def export_need(
    question: MoneyQuestion,
    payers: Mapping[str, float],
    need: Need,
    spread: Allocation | None,
    by: str,
    values: AreaValues,
    out: Path,
    *,
    lang: Lang,
    names: AreaValues | None = None,
) -> None:
    """What a target takes, as a workbook: the figures, where the people may be covered, assumptions.

    Parameters
    ----------
    question
        Its premium.
    payers
        Shares that add up to 1, by key of ``outreach.PAYERS``.
    need, values
        What is needed and the figures that it was told from, as ``needs.need_of_area`` gives them.
    spread
        Where the people may be covered (``needs.spread_need``); None where nobody is missing.
    by
        ISO date by which the target is to be reached.
    out
        An XLSX file; it appears whole.
    names
        Figures of the areas of ``spread``, for their names; None where ``values`` has them.
    """
    figures = [
        (say(lang, "Coverage before"), need.rate, RATE),
        (say(lang, "Coverage afterwards"), need.new_rate, RATE),
        (say(lang, "Participants at the target"), need.goal, COUNT),
        (say(lang, "More workers"), need.people, COUNT),
        (say(lang, "Of them each month"), need.per_month, COUNT),
        (say(lang, "Cost"), need.cost_idr, RUPIAH),
        *((f"{say(lang, 'Cost')}: {say(lang, PAYERS[payer])}", cost, RUPIAH) for payer, cost in need.by_payer.items()),
    ]
    notes = [
        (say(lang, "Result"), say_need(lang, need)),
        (say(lang, "Reach it by"), say_date(lang, by)),
        *say_premium(lang, question),
        *_payers(lang, question, payers),
        *say_sources(lang, values),
    ]
    areas = [_allocated(lang, spread, names or values)] if spread else []
    write_workbook(out, [_single_figures(lang, figures), *areas, _notes(lang, notes)])


def _payers(lang: Lang, question: MoneyQuestion, payers: Mapping[str, float]) -> Notes:
    premium = question.premium()
    return [(f"{say(lang, 'Payer')} ({share:.0%})", say_price(lang, premium, payer)) for payer, share in payers.items()]


def _figures(lang: Lang, outcome: Outcome) -> Sheet:
    figures = [(say(lang, words), outcome.totals[key], FIGURE_UNITS.get(key, COUNT)) for key, words in FIGURES.items()]
    figures += [
        (f"{say(lang, 'Cost')}: {say(lang, PAYERS[payer])}", cost, RUPIAH) for payer, cost in outcome.by_payer.items()
    ]
    return _single_figures(lang, figures)


def _single_figures(lang: Lang, figures: Sequence[tuple[str, float | int | None, str]]) -> Sheet:
    """One row of figures, so that each column keeps its unit."""
    table = pd.DataFrame([{heading: value for heading, value, _ in figures}])
    return Sheet(say(lang, "Summary"), table, {heading: shown for heading, _, shown in figures})


def _allocated(lang: Lang, allocation: Allocation, values: AreaValues) -> Sheet:
    areas = allocation.areas.join(values.units["name"]).sort_values(["covered", "name"], ascending=[False, True])
    sums = {key: int(areas[key].sum()) for key in ("uncovered", "covered", "cost_idr")}
    return _by_area(lang, areas, _ALLOCATION_COLUMNS, sums)


def _by_area(
    lang: Lang, areas: pd.DataFrame, columns: Mapping[str, tuple[str, str]], sums: Mapping[str, float | int | None]
) -> Sheet:
    """One row an area and the sums beneath."""
    table = pd.DataFrame({say(lang, "Name"): areas["name"], say(lang, "Code"): areas.index})
    last: dict[str, object] = {say(lang, "Name"): say(lang, "Together"), say(lang, "Code"): None}
    for column, (words, _) in columns.items():
        table[say(lang, words)] = areas[column]
        last[say(lang, words)] = sums.get(column)
    whole = pd.DataFrame([last]).astype(object)
    table = pd.concat([table.astype(object), whole], ignore_index=True)
    for words, _ in columns.values():
        table[say(lang, words)] = pd.to_numeric(table[say(lang, words)])
    return Sheet(
        say(lang, "By area"), table, {say(lang, words): shown for words, shown in columns.values()}, has_sum=True
    )


def _notes(lang: Lang, notes: Notes) -> Sheet:
    table = pd.DataFrame(notes, columns=[say(lang, "Assumption or source"), say(lang, "Value")])
    return Sheet(say(lang, "Notes"), table)
