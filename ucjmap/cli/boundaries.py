"""``boundaries import``."""

from pathlib import Path
from typing import Annotated, get_args

import typer
from rich.markup import escape

from ucjmap import api
from ucjmap.boundaries import Issuer
from ucjmap.cli.console import (
    DONE_WITH_REFUSALS,
    JsonOption,
    LangOption,
    StoreOption,
    begin,
    messages,
    one_of,
    open_store,
    print_frame,
    progress_bar,
    show,
    user_name,
)
from ucjmap.errors import N_, UsageError
from ucjmap.words import say, say_count

#: Pairs of areas that the terminal shows; JSON and page have all.
_MOST_BORDERS = 10

app = typer.Typer(help="Boundaries of areas.", no_args_is_help=True)


@app.callback()
def _group() -> None:
    """Boundaries of areas."""


@app.command("import")
def import_file(
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
    store: StoreOption = None,
    as_json: JsonOption = False,
    lang: LangOption = None,
) -> None:
    """Check, repair and store a boundary file; it becomes the current edition of its provinces."""
    tongue = begin(lang, as_json)
    known: Issuer = one_of(get_args(Issuer), issuer, "--issuer")
    with progress_bar() as progress:
        report = api.import_boundaries(
            open_store(store),
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
        api.write_changes(changes, tongue, report.changes, report.edition)

    def human() -> None:
        if report.unchanged:
            messages.print(say(tongue, "This very file is the current edition already; nothing was changed."))
        stored = " · ".join(f"{level} {say_count(tongue, count)}" for level, count in report.stored.items())
        messages.print(escape(f"{report.edition} · {report.issuer} · {stored} · {report.seconds:.1f} s"))
        for title, lines in (
            (say(tongue, "Rows refused"), report.refused),
            (say(tongue, "Repaired"), report.repaired),
            (say(tongue, "Notes"), report.warnings),
            (say(tongue, "Areas that lose their outline"), report.without_polygon),
            (say(tongue, "Areas without a known Kemendagri code"), report.without_code),
        ):
            print_frame(title, api.boundaries_table(tongue, lines))

        if report.is_too_large_to_compare and dry_run:
            messages.print(say(tongue, api.TOO_LARGE_TO_COMPARE))
        if report.changes is not None:
            messages.print(escape(api.say_changes(tongue, report.changes)))
            print_frame(say(tongue, "The ten largest changes"), api.changes_table(tongue, report.changes))
        print_frame(say(tongue, "Gaps and overlaps"), api.borders_table(tongue, report.borders).head(_MOST_BORDERS))

    show(report.to_dict(), human)
    if len(report.refused):
        raise typer.Exit(DONE_WITH_REFUSALS)
