"""``outreach simulate``: what money reaches, and what a target takes."""

import dataclasses
from pathlib import Path
from typing import Annotated

import typer

from ucjmap import api
from ucjmap.api.outreach import (
    MoneyQuestion,
    export_allocation,
    export_need,
    export_outcome,
    export_shared,
    outreach_defaults,
    say_need,
    say_origins,
    scenarios,
    simulations,
)
from ucjmap.api.outreach import list_statements as outreach_words
from ucjmap.api.outreach import needs as outreach_money
from ucjmap.cli.console import (
    JsonOption,
    LangOption,
    StoreOption,
    begin,
    one_of,
    open_store,
    print_frame,
    print_lines,
    show,
)
from ucjmap.cli.money_options import (
    CostOptions,
    CountOption,
    MixOptions,
    MonthsOption,
    PerDesaOption,
    PremiumOption,
    PremiumOptions,
    TargetOption,
    WorkersOption,
)
from ucjmap.cli.option_groups import with_groups
from ucjmap.cli.outreach_options import (
    AreaOption,
    AsOfOption,
    LevelOption,
    WorkbookOption,
    read_date,
    read_level,
    value_provenance,
)
from ucjmap.codes import Level
from ucjmap.outreach import GROUP_COLUMNS, Fairness, Outcome, Programme
from ucjmap.words import Lang, say

simulate_app = typer.Typer(help="What money reaches, and what a target takes.", no_args_is_help=True)


@simulate_app.command()
@with_groups
def mix(
    *,
    area: AreaOption,
    level: LevelOption = "adm4",
    programmes: MixOptions,
    premium: PremiumOptions,
    target: TargetOption = None,
    as_of: AsOfOption = None,
    out: WorkbookOption = None,
    store: StoreOption = None,
    as_json: JsonOption = False,
    lang: LangOption = None,
) -> None:
    """Cover people from several purses, one after the other: dana desa, APBD, workers or companies, APBDes."""
    tongue = begin(lang, as_json)
    _answer(tongue, open_store(store), area, read_level(level), programmes.question(premium, target), as_of, out)


@simulate_app.command("dana-desa")
def dana_desa(
    area: AreaOption,
    level: LevelOption = "adm4",
    per_desa: PerDesaOption = None,
    workers_per_desa: WorkersOption = None,
    desa_count: CountOption = None,
    premium: PremiumOption = None,
    months: MonthsOption = None,
    target: TargetOption = None,
    as_of: AsOfOption = None,
    out: WorkbookOption = None,
    store: StoreOption = None,
    as_json: JsonOption = False,
    lang: LangOption = None,
) -> None:
    """Cover a number of workers in each desa from dana desa."""
    tongue = begin(lang, as_json)
    programmes = MixOptions(True, per_desa, workers_per_desa, desa_count)
    question = programmes.question(PremiumOptions(premium, months), target)
    _answer(tongue, open_store(store), area, read_level(level), question, as_of, out)


def _answer(
    lang: Lang, store: api.Store, area: str, level: Level, question: MoneyQuestion, as_of: str | None, out: Path | None
) -> None:
    outcome, values = scenarios.answer_question(store, area, level, question, as_of=as_of)
    if out is not None:
        export_outcome(store, question, outcome, values, out, lang=lang, as_of=as_of)
    _show_outcome(lang, store, area, outcome, values, as_of, out)


@simulate_app.command()
@with_groups
def shared(
    *,
    area: AreaOption,
    level: LevelOption = "adm2",
    share: Annotated[float, typer.Option("--share", min=0.0, max=1.0, help="Share of the uncovered to cover.")] = 1.0,
    group: Annotated[str, typer.Option("--group", help="workers, aparat or bpd.")] = "workers",
    cost: CostOptions,
    target: TargetOption = None,
    as_of: AsOfOption = None,
    out: WorkbookOption = None,
    store: StoreOption = None,
    as_json: JsonOption = False,
    lang: LangOption = None,
) -> None:
    """Cover a share of the uncovered workers, officials or council members; payers share the cost."""
    tongue = begin(lang, as_json)
    whom = one_of(GROUP_COLUMNS, group, "--group")
    question = cost.question()
    payers = cost.payers(None if whom == "workers" else {"apbdes": 1.0})
    programme = Programme(whom, question.premium(), payers, group=whom, share_of_uncovered=share)
    opened = open_store(store)
    outcome, values = simulations.simulate_outreach(
        opened, area, read_level(level), [programme], target=target, as_of=as_of
    )
    if out is not None:
        question = dataclasses.replace(question, target=target)
        export_shared(opened, question, programme, outcome, values, out, lang=tongue, as_of=as_of)
    _show_outcome(tongue, opened, area, outcome, values, as_of, out)


def _show_outcome(
    lang: Lang,
    store: api.Store,
    area: str,
    outcome: Outcome,
    values: api.AreaValues,
    as_of: str | None,
    out: Path | None,
) -> None:
    officials = simulations.count_officials(store, area, outcome.groups, as_of=as_of)
    content = {
        "area": area,
        **outcome.totals,
        "by_payer": outcome.by_payer,
        "programmes": outcome.programmes,
        "units": outcome.areas.rename_axis("code").reset_index().astype(object),
        **value_provenance(values),
        "officials": {counts.indicator.key: value_provenance(counts) for counts in officials},
        "defaults": dict(outreach_defaults().sources),
        "file": str(out) if out else None,
    }
    lines = [*outreach_words.say_outcome(lang, outcome), *outreach_words.say_costs(lang, outcome)]
    lines += map(str, say_origins(lang, (values, *officials)))
    show(content, lambda: print_lines(lines))


@simulate_app.command()
@with_groups
def need(
    *,
    area: AreaOption,
    by: Annotated[str, typer.Option("--by", help="Date of the target, e.g. 2026-12-31.")],
    level: Annotated[str | None, typer.Option("--level", help="Where they may be covered: adm1 to adm4.")] = None,
    target: TargetOption = None,
    target_people: Annotated[
        int | None, typer.Option("--target-people", min=1, help="Number of participants, in place of a rate.")
    ] = None,
    cost: CostOptions,
    as_of: AsOfOption = None,
    out: WorkbookOption = None,
    store: StoreOption = None,
    as_json: JsonOption = False,
    lang: LangOption = None,
) -> None:
    """Tell what reaching a target by a date takes, and where the workers may be covered."""
    tongue = begin(lang, as_json)
    opened = open_store(store)
    question, payers, day = cost.question(), cost.payers(), read_date(by, "--by")
    needed, values = outreach_money.need_of_area(
        opened,
        area,
        by=day,
        premium=question.premium(),
        payers=payers,
        target_rate=target,
        target_people=target_people,
        as_of=as_of,
    )
    inside = read_level(level) if level else simulations.level_inside(opened, area)
    spread = outreach_money.spread_need(opened, area, inside, needed, question.premium(), payers, as_of=as_of)
    names = api.area_values(opened, area, inside, "ucj", as_of=as_of)
    if out is not None:
        export_need(question, payers, needed, spread, day.isoformat(), values, out, lang=tongue, names=names)
    units = spread.areas.join(names.units["name"]).rename_axis("code").reset_index().astype(object) if spread else []
    origins = map(str, say_origins(tongue, [values]))
    content = {"area": area, **dataclasses.asdict(needed), "units": units, **value_provenance(values)}
    show({**content, "file": str(out) if out else None}, lambda: print_lines([say_need(tongue, needed), *origins]))


@simulate_app.command()
@with_groups
def budget(
    *,
    area: AreaOption,
    amount: Annotated[int, typer.Option("--amount", min=0, max=10**15, help="Rupiah.")],
    level: LevelOption = "adm2",
    least_share: Annotated[
        float, typer.Option("--least-share", min=0.0, max=1.0, help="Of each area's uncovered workers.")
    ] = 0.0,
    lowest_first: Annotated[bool, typer.Option("--lowest-first", help="Raise the lowest rate first.")] = False,
    stop_at_rate: Annotated[
        float | None, typer.Option("--stop-at-rate", min=0.0, max=1.0, help="Nobody beyond this rate.")
    ] = None,
    most_of_budget: Annotated[
        float | None, typer.Option("--most-of-budget", min=0.0, max=1.0, help="Of the budget, for one kabupaten.")
    ] = None,
    cost: CostOptions,
    as_of: AsOfOption = None,
    out: WorkbookOption = None,
    store: StoreOption = None,
    as_json: JsonOption = False,
    lang: LangOption = None,
) -> None:
    """Find the best use of a fixed budget under rules of fairness."""
    tongue = begin(lang, as_json)
    rules = Fairness(least_share, lowest_first, stop_at_rate, most_of_budget)
    question, payers = cost.question(), cost.payers()
    allocation, values = outreach_money.allocate_outreach(
        open_store(store), area, read_level(level), amount, question.premium(), payers, fairness=rules, as_of=as_of
    )
    if out is not None:
        export_allocation(question, payers, rules, amount, allocation, values, out, lang=tongue)
    units = allocation.areas.join(values.units["name"]).rename_axis("code").reset_index().astype(object)
    content = {
        "area": area,
        "covered": allocation.covered,
        "cost_idr": allocation.cost_idr,
        "left_idr": amount - allocation.cost_idr,
        "lowest_rate": allocation.lowest_rate,
        "without_data": list(allocation.without_data),
        "units": units,
        **value_provenance(values),
        "file": str(out) if out else None,
    }
    columns = ["code", "name", "uncovered", "covered", "cost_idr", "rate", "new_rate"]

    def human() -> None:
        print_frame(say(tongue, "Workers covered"), units[columns].round(4))
        print_lines(map(str, say_origins(tongue, [values])))

    show(content, human)
