"""``crosswalk build``, ``import``, ``export`` and ``show``."""

from pathlib import Path
from typing import Annotated

import typer

from ucjmap import api
from ucjmap.cli.console import (
    DONE_WITH_REFUSALS,
    RunOptions,
    messages,
    print_frame,
    print_values,
    progress_bar,
    show,
    user_name,
    write_table,
)
from ucjmap.cli.option_groups import with_groups
from ucjmap.words import Lang, say

app = typer.Typer(help="The table from BPS codes to Kemendagri codes.", no_args_is_help=True)
DryRunOption = Annotated[bool, typer.Option("--dry-run", help="Compare and report, store nothing.")]


@app.command()
@with_groups
def build(
    *,
    file: Annotated[Path | None, typer.Argument(help="Boundary file with BPS codes; it is only read.")] = None,
    bps_edition: Annotated[
        str | None, typer.Option("--bps-edition", help="Without a file: name of a stored edition with BPS codes.")
    ] = None,
    edition: Annotated[
        str | None, typer.Option("--edition", help="Name of the stored edition with Kemendagri codes.")
    ] = None,
    dry_run: DryRunOption = False,
    run: RunOptions,
) -> None:
    """Build the table from boundaries of both editions, by the overlap of their polygons."""
    lang = run.begin()
    with progress_bar() as progress:
        report = api.build_crosswalk(
            run.open_store(), file, bps_edition=bps_edition, edition=edition, dry_run=dry_run,
            created_by=user_name(), progress=progress,
        )  # fmt: skip
    _show_report(lang, report, dry_run=dry_run)


@app.command("import")
@with_groups
def import_file(
    *,
    file: Annotated[
        Path, typer.Argument(help="XLSX, XLS, ODS or CSV with a BPS code and a Kemendagri code in each row.")
    ],
    source: Annotated[str, typer.Option("--source", help="Who gave the table.")] = "",
    dry_run: DryRunOption = False,
    run: RunOptions,
) -> None:
    """Import the table from a file."""
    lang = run.begin()
    with progress_bar() as progress:
        report = api.import_crosswalk(
            run.open_store(), file, source=source, dry_run=dry_run, created_by=user_name(), progress=progress
        )
    _show_report(lang, report, dry_run=dry_run)


def _show_report(lang: Lang, report: api.CrosswalkReport, *, dry_run: bool) -> None:
    counts = report.counts()

    def human() -> None:
        print_values(counts)
        print_frame(say(lang, "Report"), api.issues_table(lang, report))
        if report.import_id is not None:
            messages.print(say(lang, "Stored as import number {number}.", number=report.import_id))
        elif not dry_run:
            messages.print(say(lang, "Everything in this file is in the store already; nothing was changed."))

    show({**counts, "issues": report.issues}, human)
    if counts["refused"]:
        raise typer.Exit(DONE_WITH_REFUSALS)


@app.command()
@with_groups
def export(
    *,
    out: Annotated[Path, typer.Option("--out", help="CSV to write.")],
    run: RunOptions,
) -> None:
    """Write the table that is in force."""
    run.begin()
    pairs = api.show_crosswalk(run.open_store())
    write_table(out, pairs)


@app.command("show")
@with_groups
def show_codes(
    *,
    code: Annotated[str | None, typer.Argument(help="A BPS or Kemendagri code; without it all pairs.")] = None,
    run: RunOptions,
) -> None:
    """Show the pairs in force."""
    run.begin()
    pairs = api.show_crosswalk(run.open_store(), code=code)
    show({"pairs": pairs}, lambda: print_frame("crosswalk", pairs))
