"""``map`` and ``briefing``: pictures and documents, also without a screen (cron)."""

from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.markup import escape

from ucjmap.api import briefing
from ucjmap.api.maps import MAP_FORMATS, Dressing, answer_map, map_document, read_logo, read_template, write_map_file
from ucjmap.cli.console import (
    DONE_WITH_REFUSALS,
    RunOptions,
    check_level,
    messages,
    one_of,
    progress_bar,
    show,
)
from ucjmap.cli.map_options import (
    AreaOption,
    DateOption,
    IndicatorOption,
    MapChoices,
    MapOptions,
    MapSwitches,
    SegmentOption,
)
from ucjmap.cli.option_groups import with_groups
from ucjmap.codes import COUNTRY
from ucjmap.files import DECIMALS, DELIMITERS, PDF, ZIP, CsvDialect, format_of, list_suffixes, write_whole
from ucjmap.render.static import PAPERS, PaperName
from ucjmap.schema import ALL_SEGMENTS


@dataclass(frozen=True)
class PageOptions:
    """Title, office, logo and size of a page."""

    paper: Annotated[str | None, typer.Option("--paper", help="Page: " + ", ".join(PAPERS) + ".")] = None
    title: Annotated[str, typer.Option("--title", help="Title in place of the usual one.")] = ""
    office: Annotated[str, typer.Option("--office", help="Name of the office; by default UCJMAP_OFFICE.")] = ""
    logo: Annotated[Path | None, typer.Option("--logo", help="PNG or JPEG; by default UCJMAP_LOGO.")] = None
    public_url: Annotated[
        str, typer.Option("--public-url", help="Address of the app; by default UCJMAP_PUBLIC_URL.")
    ] = ""
    template: Annotated[
        Path | None,
        typer.Option("--template", help="PPTX of the office: slides take its master, colours and letters."),
    ] = None

    def read_paper(self) -> PaperName | None:
        """The kind of page; None is the usual one."""
        return one_of(PAPERS, self.paper, "--paper") if self.paper else None

    def dressing(self, note: str = "") -> Dressing:
        """Words and logo of the page."""
        logo = read_logo(self.logo) if self.logo else None
        template = read_template(self.template) if self.template else None
        return Dressing(self.title, note, self.office, logo, self.public_url, template)


def register(app: typer.Typer) -> None:
    """Add the commands."""
    app.command("map")(draw_map)
    app.command("briefing")(make_briefing)


@with_groups
def draw_map(
    *,
    out: Annotated[
        Path | None,
        typer.Option("--out", help=f"File: {list_suffixes(MAP_FORMATS)}; without it --json prints the answer."),
    ] = None,
    asked: MapOptions,
    chosen: MapChoices,
    shown: MapSwitches,
    page: PageOptions,
    dpi: Annotated[float, typer.Option("--dpi", help="Dots per inch of a PNG.")] = 300,
    delimiter: Annotated[
        str, typer.Option("--delimiter", help=f"Between cells of a CSV: {', '.join(DELIMITERS)}.")
    ] = "comma",
    decimal: Annotated[
        str, typer.Option("--decimal", help=f"Before decimals in a CSV: {', '.join(DECIMALS)}.")
    ] = "point",
    note: Annotated[str, typer.Option("--note", help="Your own words on the page.")] = "",
    run: RunOptions,
) -> None:
    """Write one map as a picture, page, slide, standalone page or table, or print it as JSON."""
    lang = run.begin()
    view = asked.view(lang).choose(chosen.chosen() | shown.chosen())
    if view.side and view.since is None:
        raise typer.BadParameter("It needs the other date.", param_hint="--since")
    opened = run.open_store()
    if out is None:
        if not run.as_json:
            raise typer.BadParameter("Name a file, or ask for --json.", param_hint="--out")
        show(map_document(answer_map(opened, view)), lambda: None)
        return
    dialect = CsvDialect(
        DELIMITERS[one_of(DELIMITERS, delimiter, "--delimiter")], DECIMALS[one_of(DECIMALS, decimal, "--decimal")]
    )
    dressing = page.dressing(note)
    made = write_map_file(opened, view, out, paper=page.read_paper(), dpi=dpi, dressing=dressing, dialect=dialect)
    answer = made.answer
    content = {
        "file": str(out),
        "bytes": out.stat().st_size,
        "areas": len(answer.areas),
        "with_data": answer.with_data,
        "as_of": answer.as_of or None,
        "simulated": answer.is_simulated,
        "model_boundaries": answer.is_model,
    }
    show(content, lambda: messages.print(escape(f"{out}: {len(answer.areas)}")))


@with_groups
def make_briefing(
    *,
    out: Annotated[
        Path,
        typer.Option(
            "--out", help=f"File {list_suffixes(briefing.BRIEFING_FORMATS)}; with --per a folder or a .{ZIP}."
        ),
    ],
    area: AreaOption = COUNTRY,
    per: Annotated[str | None, typer.Option("--per", help="A file for each area of this level (adm1 to adm3).")] = None,
    format_: Annotated[
        str, typer.Option("--format", help=f"With --per: {' or '.join(map(str, briefing.BRIEFING_FORMATS))}.")
    ] = PDF.key,
    indicator: IndicatorOption = "ucj",
    segment: SegmentOption = ALL_SEGMENTS,
    as_of: DateOption = None,
    parts: Annotated[str, typer.Option("--parts", help=", ".join(briefing.PARTS))] = ",".join(briefing.PARTS),
    note: Annotated[list[str] | None, typer.Option("--note", help="PART=TEXT or CODE=TEXT, more than once.")] = None,
    page: PageOptions,
    run: RunOptions,
) -> None:
    """Write a briefing about an area, or one for each area of a level."""
    lang = run.begin()
    plan = briefing.BriefingPlan(
        area,
        indicator,
        segment,
        as_of,
        tuple(one_of(briefing.PARTS, part.strip(), "--parts") for part in parts.split(",")),
        _read_notes(note or []),
        page.read_paper(),
        lang,
    )
    dressing = page.dressing()
    opened = run.open_store()
    with progress_bar() as progress:
        if per is None:
            form = format_of(out, briefing.BRIEFING_FORMATS).key
            made = briefing.make_briefing(opened, plan, form, dressing=dressing, progress=progress)
            write_whole(out, made.content)
            files: list[dict[str, Any]] = [{"code": area, "file": str(out), "has_data": made.has_data}]
        else:
            below = check_level(per) or "adm2"
            form = one_of([known.key for known in briefing.BRIEFING_FORMATS], format_, "--format")
            written = briefing.write_briefings(
                opened, plan, below, out, format_=form, dressing=dressing, progress=progress
            )
            files = [{"code": file.code, "file": file.name, "has_data": file.has_data} for file in written]
    without = [file["code"] for file in files if not file["has_data"]]
    content = {"out": str(out), "files": files, "without_data": without}
    show(content, lambda: messages.print(escape(f"{out}: {len(files)}")))
    if without:
        raise typer.Exit(DONE_WITH_REFUSALS)


def _read_notes(lines: list[str]) -> dict[str, str]:
    notes = {}
    for line in lines:
        key, sign, text = line.partition("=")
        if not sign:
            raise typer.BadParameter(f"{line!r} is not written as PART=TEXT.", param_hint="--note")
        notes[key.strip()] = text.strip()
    return notes
