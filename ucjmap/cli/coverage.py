"""``coverage import``, ``targets import``, ``match`` and ``aliases``."""

import datetime as dt
from pathlib import Path
from typing import Annotated, get_args

import typer
from rich.markup import escape

from ucjmap import api
from ucjmap.cli.console import (
    DONE_WITH_REFUSALS,
    REFUSED,
    RunOptions,
    messages,
    one_of,
    print_frame,
    print_values,
    progress_bar,
    show,
    user_name,
    write_table,
)
from ucjmap.cli.option_groups import with_groups
from ucjmap.files import write_csv
from ucjmap.intake import ListOf
from ucjmap.words import say

app = typer.Typer(help="Coverage data.", no_args_is_help=True)
targets_app = typer.Typer(help="Targets by area, year and issuer.", no_args_is_help=True)
aliases_app = typer.Typer(help="Names confirmed to mean an area.", no_args_is_help=True)
FileArgument = Annotated[Path, typer.Argument(help="XLSX, XLS, ODS or CSV.")]
SourceOption = Annotated[str, typer.Option("--source", help="Who gave the data, as printed on maps.")]


@app.callback()
def _coverage() -> None:
    """Coverage data."""


@targets_app.callback()
def _targets() -> None:
    """Targets by area, year and issuer."""


def _check_date(text: str) -> str:
    try:
        return dt.date.fromisoformat(text).isoformat()
    except ValueError as error:
        raise typer.BadParameter(f"{text!r} is not a date such as 2025-12-31.", param_hint="--as-of") from error


def _read_assumption(text: str) -> tuple[str, str]:
    key, sign, value = text.partition("=")
    if not sign:
        raise typer.BadParameter(f"{text!r} is not KEY=VALUE, such as restriction=none.", param_hint="--assume")
    return key.strip(), value.strip()


@app.command("import")
@with_groups
def import_coverage(
    *,
    file: FileArgument,
    as_of: Annotated[str, typer.Option("--as-of", help="Date of the counts, e.g. 2025-12-31.")],
    indicator: Annotated[
        str | None, typer.Option("--indicator", help="Indicator of columns that do not state one.")
    ] = None,
    source: SourceOption = "",
    note: Annotated[str, typer.Option("--note", help="Note kept with the import.")] = "",
    on_unmatched: Annotated[
        str, typer.Option("--on-unmatched", help="report: store the other rows; raise: store nothing.")
    ] = "report",
    expect: Annotated[int | None, typer.Option("--expect", help="For a list of desa: how many it should name.")] = None,
    list_of: Annotated[
        str | None, typer.Option("--list-of", help="For a list of desa: registered or unregistered.")
    ] = None,
    scope: Annotated[
        str | None, typer.Option("--scope", help="For a list of desa: code of the area that it covers.")
    ] = None,
    segment: Annotated[
        str | None, typer.Option("--segment", help="Segment of figures that state none: all, pu, bpu, jakon or pmi.")
    ] = None,
    as_of_from: Annotated[
        str | None,
        typer.Option("--as-of-from", help="Which date counts where the file states another: title, column or typed."),
    ] = None,
    assume: Annotated[
        list[str] | None,
        typer.Option("--assume", help="Answer to an open claim, KEY=VALUE; may be given several times."),
    ] = None,
    mapping: Annotated[
        Path | None, typer.Option("--mapping", help="File with columns and answers settled for such a table.")
    ] = None,
    keep_mapping: Annotated[
        Path | None, typer.Option("--keep-mapping", help="Write columns and answers to this file, for the next table.")
    ] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Show what would change, store nothing.")] = False,
    report: Annotated[
        Path | None, typer.Option("--report", help="Write a workbook with every row and its status.")
    ] = None,
    run: RunOptions,
) -> None:
    """Import a coverage table; uncertain rows are reported and not stored.

    Nothing is stored (exit code 3) while a claim of the file about its figures is open.
    """
    lang = run.begin()
    one_of(("report", "raise"), on_unmatched, "--on-unmatched")
    stated: ListOf | None = None if list_of is None else one_of(get_args(ListOf), list_of, "--list-of")
    if as_of_from is not None:
        one_of(api.AS_OF_FROM, as_of_from, "--as-of-from")
    if indicator is not None:
        api.get_indicator(indicator)
    if segment is not None:
        one_of(api.load_indicators()["ucj"].segments, segment, "--segment")
    opened = run.open_store()
    known = api.TableMapping() if mapping is None else api.read_mapping(mapping)
    given = dict(map(_read_assumption, assume or []))
    if scope is not None:
        api.area_tree(opened).level(scope)
    with progress_bar() as progress:
        draft = api.draft_coverage(
            opened,
            file,
            as_of=_check_date(as_of),
            indicator=indicator,
            expected_count=expect,
            list_of=stated,
            scope=scope,
            segment=segment,
            as_of_from=as_of_from,
            assume=given,
            mapping=known,
            progress=progress,
        )
    if keep_mapping is not None:
        settled = api.TableMapping(
            {}, segment or known.segment, as_of_from or known.as_of_from, {**known.assume, **given}
        )
        api.write_mapping(keep_mapping, draft.layout, settled)
    counts = draft.counts()
    if report is not None:
        api.write_report(draft, report, lang=lang)
    is_open = counts["refused"] + counts["proposed"] > 0
    import_id = None
    unsettled = draft.ledger.open
    refuse = bool(unsettled) or (on_unmatched == "raise" and is_open)
    if not (dry_run or refuse):
        import_id = api.commit_coverage(opened, draft, source=source, note=note, created_by=user_name())

    def human() -> None:
        print_values(counts)
        messages.print(api.say_account(lang, counts), markup=False)
        if recognised := api.say_source(lang, draft):
            messages.print(recognised, markup=False)
        print_frame(say(lang, "Report"), api.issues_table(lang, draft))
        if import_id is not None:
            messages.print(say(lang, "Stored as import number {number}.", number=import_id))
        elif unsettled:
            messages.print(say(lang, "Nothing was stored: the file says something that is not settled."))
            for claim in unsettled:
                messages.print(
                    f"{claim.key}: {api.say_reason(lang, claim.question, claim.detail)} ({claim.answer})",
                    markup=False,
                )
        elif refuse:
            messages.print(say(lang, "Nothing was stored, because some rows are not sure."))
        elif not dry_run:
            messages.print(say(lang, "Everything in this file is in the store already; nothing was changed."))

    ledger = [claim.to_dict() for claim in draft.ledger.claims]
    show({**counts, "import_id": import_id, "ledger": ledger, "issues": draft.issues}, human)
    if refuse:
        raise typer.Exit(REFUSED)
    if is_open:
        raise typer.Exit(DONE_WITH_REFUSALS)


@targets_app.command("import")
@with_groups
def import_targets(
    *,
    file: FileArgument,
    indicator: Annotated[
        str, typer.Option("--indicator", help="Indicator, where the table does not state it.")
    ] = "ucj",
    issuer: Annotated[str, typer.Option("--issuer", help="Issuer, where the table does not state it.")] = "",
    source: SourceOption = "",
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Check, store nothing.")] = False,
    run: RunOptions,
) -> None:
    """Import targets: area, year, issuer, rate."""
    lang = run.begin()
    api.get_indicator(indicator)
    with progress_bar() as progress:
        imported = api.import_targets(
            run.open_store(), file, indicator=indicator, issuer=issuer, source=source, dry_run=dry_run,
            created_by=user_name(), progress=progress,
        )  # fmt: skip
    counts = imported.counts()

    def human() -> None:
        print_values(counts)
        print_frame(say(lang, "Report"), api.issues_table(lang, imported))

    show({**counts, "issues": imported.issues}, human)
    if counts["refused"] or counts["proposed"]:
        raise typer.Exit(DONE_WITH_REFUSALS)


@with_groups
def match(
    *,
    file: FileArgument,
    out: Annotated[Path | None, typer.Option("--out", help="CSV to write.")] = None,
    run: RunOptions,
) -> None:
    """Match names or codes to areas; columns: method, score, code, candidates, reason."""
    run.begin()
    with progress_bar() as progress:
        table, counts = api.match_file(run.open_store(), file, progress=progress)
    if out is not None:
        write_csv(out, table, for_scripts=True)

    def human() -> None:
        if out is None:
            print_frame(escape(file.name), table)
        print_values(counts)

    show(counts, human)
    if counts["refused"] or counts["proposed"]:
        raise typer.Exit(DONE_WITH_REFUSALS)


@aliases_app.command("export")
@with_groups
def export_aliases(
    *,
    out: Annotated[Path, typer.Option("--out", help="CSV to write.")],
    run: RunOptions,
) -> None:
    """Write the confirmed names."""
    run.begin()
    entries = api.export_aliases(run.open_store())
    write_table(out, entries)


@aliases_app.command("import")
@with_groups
def import_aliases(
    *,
    file: Annotated[Path, typer.Argument(help="CSV as exported here.")],
    run: RunOptions,
) -> None:
    """Import confirmed names."""
    run.begin()
    count = api.import_aliases(run.open_store(), api.read_alias_file(file), file_name=file.name, created_by=user_name())
    show({"rows": count}, lambda: messages.print(f"{count}"))
