"""``outreach scenario``: mixes of programmes that are kept under a name."""

from typing import Annotated

import typer

from ucjmap.api.outreach import export_comparison, kept_scenarios
from ucjmap.cli.console import RunOptions, print_frame, print_lines, show
from ucjmap.cli.money_options import MixOptions, PremiumOptions, TargetOption
from ucjmap.cli.option_groups import with_groups
from ucjmap.cli.outreach_options import AreaOption, WorkbookOption
from ucjmap.words import say

scenario_app = typer.Typer(help="Scenarios kept under a name.", no_args_is_help=True)


@scenario_app.command()
@with_groups
def keep(
    *,
    name: Annotated[str, typer.Argument(help="Name of the scenario.")],
    area: AreaOption,
    programmes: MixOptions,
    premium: PremiumOptions,
    target: TargetOption = None,
    by: Annotated[str, typer.Option("--by", help="Who keeps it.")] = "",
    replace: Annotated[bool, typer.Option("--replace", help="In place of one of the same name.")] = False,
    run: RunOptions,
) -> None:
    """Keep a mix under a name."""
    lang = run.begin()
    question = programmes.question(premium, target)
    question.programmes()  # one that cannot be answered is not kept
    kept_scenarios.keep_scenario(run.open_store(), name, area, question.to_dict(), by=by, replace=replace)
    show({"kept": name.strip()}, lambda: print_lines([say(lang, "The scenario {name} is kept.", name=name.strip())]))


@scenario_app.command("list")
@with_groups
def list_kept(run: RunOptions) -> None:
    """List the kept scenarios."""
    lang = run.begin()
    kept = kept_scenarios.list_scenarios(run.open_store())
    columns = ["name", "area_code", "created_at", "created_by"]
    show({"scenarios": kept}, lambda: print_frame(say(lang, "Kept scenarios"), kept[columns]))


@scenario_app.command()
@with_groups
def compare(
    *,
    names: Annotated[list[str], typer.Argument(help="Names of kept scenarios.")],
    out: WorkbookOption = None,
    run: RunOptions,
) -> None:
    """Put scenarios side by side, answered by the data as they are now."""
    lang = run.begin()
    opened = run.open_store()
    comparison = kept_scenarios.compare_scenarios(opened, names)
    if out is not None:
        export_comparison(opened, names, out, lang=lang)
    content = {
        "scenarios": {name: comparison[name].to_dict() for name in comparison},
        "file": str(out) if out else None,
    }
    show(content, lambda: print_frame(say(lang, "Compare scenarios"), comparison.rename_axis("figure").reset_index()))


@scenario_app.command()
@with_groups
def forget(
    *,
    name: Annotated[str, typer.Argument(help="Name of the scenario.")],
    run: RunOptions,
) -> None:
    """Remove a kept scenario."""
    run.begin()
    kept_scenarios.forget_scenario(run.open_store(), name)
    show({"forgotten": name}, lambda: None)
