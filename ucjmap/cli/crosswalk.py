"""``crosswalk build``, ``import``, ``export`` and ``show``."""

from pathlib import Path
from typing import Annotated

import typer

from ucjmap import api
from ucjmap.cli.console import (
    DONE_WITH_REFUSALS,
    JsonOption,
    LangOption,
    StoreOption,
    begin,
    messages,
    open_store,
    print_frame,
    progress_bar,
    show,
    user_name,
)
from ucjmap.files import write_csv
from ucjmap.words import Lang, say

app = typer.Typer(help="The table from BPS codes to Kemendagri codes.", no_args_is_help=True)
DryRunOption = Annotated[bool, typer.Option("--dry-run", help="Compare and report, store nothing.")]


@app.command()
def build(
    file: Annotated[Path | None, typer.Argument(help="Boundary file with BPS codes; it is only read.")] = None,
    bps_edition: Annotated[
        str | None, typer.Option("--bps-edition", help="Without a file: name of a stored edition with BPS codes.")
    ] = None,
    edition: Annotated[
        str | None, typer.Option("--edition", help="Name of the stored edition with Kemendagri codes.")
    ] = None,
    dry_run: DryRunOption = False,
    store: StoreOption = None,
    as_json: JsonOption = False,
    lang: LangOption = None,
) -> None:
    """Build the table from boundaries of both editions, by the overlap of their polygons."""
    tongue = begin(lang, as_json)
    with progress_bar() as progress:
        report = api.build_crosswalk(
            open_store(store), file, bps_edition=bps_edition, edition=edition, dry_run=dry_run,
            created_by=user_name(), progress=progress,
        )  # fmt: skip
    _show_report(tongue, report, dry_run=dry_run)


@app.command("import")
def import_file(
    file: Annotated[
        Path, typer.Argument(help="XLSX, XLS, ODS or CSV with a BPS code and a Kemendagri code in each row.")
    ],
    source: Annotated[str, typer.Option("--source", help="Who gave the table.")] = "",
    dry_run: DryRunOption = False,
    store: StoreOption = None,
    as_json: JsonOption = False,
    lang: LangOption = None,
) -> None:
    """Take in the table from a file."""
    tongue = begin(lang, as_json)
    with progress_bar() as progress:
        report = api.import_crosswalk(
            open_store(store), file, source=source, dry_run=dry_run, created_by=user_name(), progress=progress
        )
    _show_report(tongue, report, dry_run=dry_run)


def _show_report(tongue: Lang, report: api.CrosswalkReport, *, dry_run: bool) -> None:
    counts = report.counts()

    def human() -> None:
        for key, value in counts.items():
            messages.print(f"{key}: {value}", markup=False)
        print_frame(say(tongue, "Report"), api.issues_table(tongue, report))
        if report.import_id is not None:
            messages.print(say(tongue, "Stored as import number {number}.", number=report.import_id))
        elif not dry_run:
            messages.print(say(tongue, "Everything in this file is in the store already; nothing was changed."))

    show({**counts, "issues": report.issues}, human)
    if counts["refused"]:
        raise typer.Exit(DONE_WITH_REFUSALS)


@app.command()
def export(
    out: Annotated[Path, typer.Option("--out", help="CSV to write.")],
    store: StoreOption = None,
    as_json: JsonOption = False,
    lang: LangOption = None,
) -> None:
    """Write the table that is in force."""
    begin(lang, as_json)
    pairs = api.show_crosswalk(open_store(store))
    write_csv(out, pairs, for_scripts=True)
    show({"rows": len(pairs)}, lambda: messages.print(f"{len(pairs)}"))


@app.command("show")
def show_codes(
    code: Annotated[str | None, typer.Argument(help="A BPS or Kemendagri code; without it all pairs.")] = None,
    store: StoreOption = None,
    as_json: JsonOption = False,
    lang: LangOption = None,
) -> None:
    """Show the pairs in force."""
    begin(lang, as_json)
    pairs = api.show_crosswalk(open_store(store), code=code)
    show({"pairs": pairs}, lambda: print_frame("crosswalk", pairs))
