"""``audit``: the record of changes, and whether it was altered."""

import json
from pathlib import Path
from typing import Annotated

import typer

from ucjmap import api
from ucjmap.cli.console import RunOptions, messages, print_frame, show, write_table
from ucjmap.cli.option_groups import with_groups
from ucjmap.errors import N_
from ucjmap.words import say, say_count

app = typer.Typer(help="The record of changes: who changed what, when.", no_args_is_help=True)


@app.command("list")
@with_groups
def list_entries(run: RunOptions) -> None:
    """Every change, newest first."""
    run.begin()
    entries = api.list_changes(run.open_store())
    show({"changes": entries}, lambda: print_frame("audit", entries.drop(columns="hash")))


@app.command("export")
@with_groups
def export_entries(*, out: Annotated[Path, typer.Option("--out", help="CSV file to write.")], run: RunOptions) -> None:
    """Write the record, with the hash of each entry."""
    run.begin()
    entries = api.list_changes(run.open_store())
    write_table(out, entries.assign(about=[json.dumps(about, ensure_ascii=False) for about in entries["about"]]))


@app.command("check")
@with_groups
def check_entries(run: RunOptions) -> None:
    """Compute the chain anew; print the last hash, to be kept elsewhere."""
    lang = run.begin()
    report = api.check_changes(run.open_store())
    words = (
        N_("The record is as it was written: {count} changes, the last hash is {last}.")
        if report.broken_at is None
        else N_("The record was altered: entry {number} does not fit what stands before it.")
    )
    told = say(lang, words, count=say_count(lang, report.entries), last=report.last or "–", number=report.broken_at)
    content = {"entries": report.entries, "last": report.last, "broken_at": report.broken_at}
    show(content, lambda: messages.print(told, markup=False))
    if report.broken_at is not None:
        raise typer.Exit(4)
