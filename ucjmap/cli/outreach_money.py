"""``outreach simulate``: what money reaches, and what a target takes."""

import dataclasses
from typing import Annotated

import typer

from ucjmap import api
from ucjmap.api.outreach import (
    MoneyQuestion,
    export_allocation,
    export_need,
    export_outcome,
    export_shared,
    list_statements,
    needs,
    outreach_defaults,
    say_need,
    say_origins,
    scenarios,
    simulations,
)
from ucjmap.cli.console import (
    RunOptions,
    one_of,
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
    LevelOption,
    ResultOptions,
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
    result: ResultOptions,
    run: RunOptions,
) -> None:
    """Cover people from several purses, one after the other: dana desa, APBD, workers or companies, APBDes."""
    lang = run.begin()
    _answer(lang, run.open_store(), area, read_level(level), programmes.question(premium, target), result)


@simulate_app.command("dana-desa")
@with_groups
def dana_desa(
    *,
    area: AreaOption,
    level: LevelOption = "adm4",
    per_desa: PerDesaOption = None,
    workers_per_desa: WorkersOption = None,
    desa_count: CountOption = None,
    premium: PremiumOption = None,
    months: MonthsOption = None,
    target: TargetOption = None,
    result: ResultOptions,
    run: RunOptions,
) -> None:
    """Cover a number of workers in each desa from dana desa."""
    lang = run.begin()
    programmes = MixOptions(True, per_desa, workers_per_desa, desa_count)
    question = programmes.question(PremiumOptions(premium, months), target)
    _answer(lang, run.open_store(), area, read_level(level), question, result)


def _answer(
    lang: Lang, store: api.Store, area: str, level: Level, question: MoneyQuestion, result: ResultOptions
) -> None:
    outcome, values = scenarios.answer_question(store, area, level, question, as_of=result.as_of)
    if result.out is not None:
        export_outcome(store, question, outcome, values, result.out, lang=lang, as_of=result.as_of)
    _show_outcome(lang, store, area, outcome, values, result)


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
    result: ResultOptions,
    run: RunOptions,
) -> None:
    """Cover a share of the uncovered workers, officials or council members; payers share the cost."""
    lang = run.begin()
    whom = one_of(GROUP_COLUMNS, group, "--group")
    question = cost.question()
    payers = cost.payers(None if whom == "workers" else {"apbdes": 1.0})
    programme = Programme(whom, question.premium(), payers, group=whom, share_of_uncovered=share)
    opened = run.open_store()
    outcome, values = simulations.simulate_outreach(
        opened, area, read_level(level), [programme], target=target, as_of=result.as_of
    )
    if result.out is not None:
        question = dataclasses.replace(question, target=target)
        export_shared(opened, question, programme, outcome, values, result.out, lang=lang, as_of=result.as_of)
    _show_outcome(lang, opened, area, outcome, values, result)


def _show_outcome(
    lang: Lang,
    store: api.Store,
    area: str,
    outcome: Outcome,
    values: api.AreaValues,
    result: ResultOptions,
) -> None:
    officials = simulations.count_officials(store, area, outcome.groups, as_of=result.as_of)
    content = {
        "area": area,
        **outcome.totals,
        "by_payer": outcome.by_payer,
        "programmes": outcome.programmes,
        "units": outcome.areas.rename_axis("code").reset_index().astype(object),
        **value_provenance(values),
        "officials": {counts.indicator.key: value_provenance(counts) for counts in officials},
        "defaults": dict(outreach_defaults().sources),
        "file": result.file,
    }
    lines = [*list_statements.say_outcome(lang, outcome), *list_statements.say_costs(lang, outcome)]
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
    result: ResultOptions,
    run: RunOptions,
) -> None:
    """Tell what reaching a target by a date takes, and where the workers may be covered."""
    lang = run.begin()
    opened = run.open_store()
    question, payers, day = cost.question(), cost.payers(), read_date(by, "--by")
    needed, values = needs.need_of_area(
        opened,
        area,
        by=day,
        premium=question.premium(),
        payers=payers,
        target_rate=target,
        target_people=target_people,
        as_of=result.as_of,
    )
    inside = read_level(level) if level else simulations.level_inside(opened, area)
    spread = needs.spread_need(opened, area, inside, needed, question.premium(), payers, as_of=result.as_of)
    names = api.area_values(opened, area, inside, "ucj", as_of=result.as_of)
    if result.out is not None:
        export_need(question, payers, needed, spread, day.isoformat(), values, result.out, lang=lang, names=names)
    units = spread.areas.join(names.units["name"]).rename_axis("code").reset_index().astype(object) if spread else []
    origins = map(str, say_origins(lang, [values]))
    content = {"area": area, **dataclasses.asdict(needed), "units": units, **value_provenance(values)}
    show({**content, "file": result.file}, lambda: print_lines([say_need(lang, needed), *origins]))


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
    result: ResultOptions,
    run: RunOptions,
) -> None:
    """Find the best use of a fixed budget under rules of fairness."""
    lang = run.begin()
    rules = Fairness(least_share, lowest_first, stop_at_rate, most_of_budget)
    question, payers = cost.question(), cost.payers()
    allocation, values = needs.allocate_outreach(
        run.open_store(),
        area,
        read_level(level),
        amount,
        question.premium(),
        payers,
        fairness=rules,
        as_of=result.as_of,
    )
    if result.out is not None:
        export_allocation(question, payers, rules, amount, allocation, values, result.out, lang=lang)
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
        "file": result.file,
    }
    columns = ["code", "name", "uncovered", "covered", "cost_idr", "rate", "new_rate"]

    def human() -> None:
        print_frame(say(lang, "Workers covered"), units[columns].round(4))
        print_lines(map(str, say_origins(lang, [values])))

    show(content, human)
