"""``boundaries import``."""

from pathlib import Path
from typing import Annotated, get_args

import typer
from rich.markup import escape

from ucjmap import api
from ucjmap.boundaries import Issuer
from ucjmap.cli.console import (
    DONE_WITH_REFUSALS,
    RunOptions,
    messages,
    one_of,
    print_frame,
    progress_bar,
    show,
    user_name,
)
from ucjmap.cli.option_groups import with_groups
from ucjmap.errors import N_, UsageError
from ucjmap.words import say, say_count

#: Pairs of areas that the terminal shows; JSON and page have all.
_MOST_BORDERS = 10

app = typer.Typer(help="Boundaries of areas.", no_args_is_help=True)


@app.callback()
def _group() -> None:
    """Boundaries of areas."""


@app.command("import")
@with_groups
def import_file(
    *,
    file: Annotated[
        Path,
        typer.Argument(
            help="Shapefile or .gdb (zipped or not), GeoPackage, GeoJSON, TopoJSON, FlatGeobuf, GeoParquet, KML."
        ),
    ],
    issuer: Annotated[
        str, typer.Option("--issuer", help="Layout of the fields: " + ", ".join(get_args(Issuer)))
    ] = "auto",
    edition: Annotated[str | None, typer.Option("--edition", help="Name of the edition, as printed on maps.")] = None,
    layer: Annotated[str | None, typer.Option("--layer", help="Layer of a file with several.")] = None,
    licence: Annotated[str, typer.Option("--licence", help="Licence of the boundaries.")] = "",
    assume: Annotated[
        list[str] | None,
        typer.Option(
            "--assume",
            help="What is right where code, names and place contradict each other: swap, south, "
            "zone=49S, crs=EPSG:4326, names, codes, place.",
        ),
    ] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Check and report, store nothing.")] = False,
    changes: Annotated[
        Path | None,
        typer.Option(
            "--changes", help="Write a map of before and after (.html, .png); a trial run, nothing is stored."
        ),
    ] = None,
    run: RunOptions,
) -> None:
    """Check, repair and store a boundary file; it becomes the current edition of its provinces."""
    lang = run.begin()
    known: Issuer = one_of(get_args(Issuer), issuer, "--issuer")
    with progress_bar() as progress:
        report = api.import_boundaries(
            run.open_store(),
            file,
            issuer=known,
            edition=edition,
            layer=layer,
            licence=licence,
            assume=assume or (),
            dry_run=dry_run or changes is not None,
            created_by=user_name(),
            progress=progress,
        )

    if changes is not None and report.is_too_large_to_compare:
        raise UsageError(
            "too_large_to_compare",
            api.TOO_LARGE_TO_COMPARE,
            N_("Leave --changes out, or split the file by province first."),
        )
    if changes is not None and report.changes is not None:
        api.write_changes(changes, lang, report.changes, report.edition)

    def human() -> None:
        if report.unchanged:
            messages.print(say(lang, "This very file is the current edition already; nothing was changed."))
        stored = " · ".join(f"{level} {say_count(lang, count)}" for level, count in report.stored.items())
        messages.print(escape(f"{report.edition} · {report.issuer} · {stored} · {report.seconds:.1f} s"))
        for title, lines in (
            (say(lang, "Rows refused"), report.refused),
            (say(lang, "Repaired"), report.repaired),
            (say(lang, "Notes"), report.warnings),
            (say(lang, "Areas that lose their outline"), report.without_polygon),
            (say(lang, "Areas without a known Kemendagri code"), report.without_code),
        ):
            print_frame(title, api.boundaries_table(lang, lines))

        if report.is_too_large_to_compare and dry_run:
            messages.print(say(lang, api.TOO_LARGE_TO_COMPARE))
        if report.changes is not None:
            messages.print(escape(api.say_changes(lang, report.changes)))
            print_frame(say(lang, "The ten largest changes"), api.changes_table(lang, report.changes))
        print_frame(say(lang, "Gaps and overlaps"), api.borders_table(lang, report.borders).head(_MOST_BORDERS))

    show(report.to_dict(), human)
    if len(report.refused):
        raise typer.Exit(DONE_WITH_REFUSALS)
