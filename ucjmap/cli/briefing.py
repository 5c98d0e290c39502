"""``map`` and ``briefing``: pictures and documents, also without a screen (cron)."""

from pathlib import Path
from typing import Annotated, Any

import typer
from rich.markup import escape

from ucjmap.api import batch, briefing, downloads, snapshot
from ucjmap.api.map_page import read_logo
from ucjmap.api.map_view import MapView
from ucjmap.api.map_words import Dressing
from ucjmap.cli.console import (
    DONE_WITH_REFUSALS,
    JsonOption,
    LangOption,
    StoreOption,
    begin,
    messages,
    one_of,
    open_store,
    progress_bar,
    show,
)
from ucjmap.cli.map_options import (
    MEASURES,
    AreaOption,
    BreaksOption,
    CountOption,
    DateOption,
    FrozenOption,
    FullOption,
    IndicatorOption,
    LevelOption,
    MeasureOption,
    SchemeOption,
    SegmentOption,
    SideOption,
    SinceOption,
    TargetOption,
    ZeroOption,
    read_classing,
)
from ucjmap.cli.store import check_level
from ucjmap.codes import COUNTRY
from ucjmap.render.static import PAPERS
from ucjmap.schema import ALL_SEGMENTS
from ucjmap.words import Lang

PaperOption = Annotated[str | None, typer.Option("--paper", help="Page: " + ", ".join(PAPERS) + ".")]
TitleOption = Annotated[str, typer.Option("--title", help="Title in place of the usual one.")]
OfficeOption = Annotated[str, typer.Option("--office", help="Name of the office; by default UCJMAP_OFFICE.")]
LogoOption = Annotated[Path | None, typer.Option("--logo", help="PNG or JPEG; by default UCJMAP_LOGO.")]
LinkOption = Annotated[str, typer.Option("--public-url", help="Address of the app; by default UCJMAP_PUBLIC_URL.")]


def register(app: typer.Typer) -> None:
    """Add the commands."""
    app.command("map")(draw_map)
    app.command("briefing")(make_briefing)


def _dress(lang: Lang, title: str, note: str, office: str, logo: Path | None, public_url: str) -> Dressing:
    return Dressing(lang, title, note, office, read_logo(logo) if logo else None, public_url)


def draw_map(
    out: Annotated[
        Path, typer.Option("--out", help="File: .png, .svg, .pdf, .pptx, .html, .xlsx, .csv, .geojson, .gpkg.")
    ],
    area: AreaOption = COUNTRY,
    level: LevelOption = None,
    indicator: IndicatorOption = "ucj",
    segment: SegmentOption = ALL_SEGMENTS,
    as_of: DateOption = None,
    scheme: SchemeOption = "bands",
    k: CountOption = 5,
    breaks: BreaksOption = "",
    measure: MeasureOption = "rate",
    target: TargetOption = None,
    since: SinceOption = None,
    side: SideOption = False,
    isolate_zero: ZeroOption = False,
    isolate_full: FullOption = False,
    frozen: FrozenOption = True,
    circles: Annotated[bool, typer.Option("--circles", help="Circles: people still missing to the target.")] = False,
    nameless: Annotated[bool, typer.Option("--no-labels", help="Leave the names out of the map.")] = False,
    paper: PaperOption = None,
    dpi: Annotated[float, typer.Option("--dpi", help="Dots an inch of a PNG.")] = 300,
    title: TitleOption = "",
    note: Annotated[str, typer.Option("--note", help="Own words on the page.")] = "",
    office: OfficeOption = "",
    logo: LogoOption = None,
    public_url: LinkOption = "",
    store: StoreOption = None,
    as_json: JsonOption = False,
    lang: LangOption = None,
) -> None:
    """Write one map as a picture, page, slide, standalone page or table."""
    tongue = begin(lang, as_json)
    if side and since is None:
        raise typer.BadParameter("It needs the other date.", param_hint="--since")
    classing = read_classing(scheme, k, breaks, isolate_zero=isolate_zero, isolate_full=isolate_full, frozen=frozen)
    view = MapView(
        area,
        check_level(level),
        indicator,
        segment,
        as_of,
        measure=one_of(MEASURES, measure, "--measure"),
        classing=classing,
        target=target,
        since=since,
        circles=circles,
        labels=not nameless,
        side=side,
    )
    opened = open_store(store)
    suffix = out.suffix.lower().lstrip(".")
    if suffix in downloads.DOWNLOAD_FORMATS:
        older, values = view.both_values(opened)
        form = one_of(downloads.DOWNLOAD_FORMATS, suffix, "--out")
        snapshot.write_whole(out, downloads.make_download(opened, values, form, tongue, older=older))
    else:
        page = one_of(PAPERS, paper, "--paper") if paper else None
        dressing = _dress(tongue, title, note, office, logo, public_url)
        values = snapshot.write_snapshot(opened, view, out, paper=page, dpi=dpi, dressing=dressing).values
    content = {
        "file": str(out),
        "bytes": out.stat().st_size,
        "areas": len(values.units),
        "with_data": values.with_data,
        "as_of": values.as_of or None,
        "simulated": values.is_simulated,
        "model_boundaries": values.is_model,
    }
    show(content, lambda: messages.print(escape(f"{out}: {len(values.units)}")))


def make_briefing(
    out: Annotated[Path, typer.Option("--out", help="File .pdf or .pptx; with --per a folder or a .zip.")],
    area: AreaOption = COUNTRY,
    per: Annotated[str | None, typer.Option("--per", help="A file for each area of this level (adm1 to adm3).")] = None,
    format_: Annotated[str, typer.Option("--format", help="With --per: pdf or pptx.")] = "pdf",
    indicator: IndicatorOption = "ucj",
    segment: SegmentOption = ALL_SEGMENTS,
    as_of: DateOption = None,
    parts: Annotated[str, typer.Option("--parts", help=", ".join(briefing.PARTS))] = ",".join(briefing.PARTS),
    note: Annotated[list[str] | None, typer.Option("--note", help="PART=TEXT or CODE=TEXT, more than once.")] = None,
    paper: PaperOption = None,
    title: TitleOption = "",
    office: OfficeOption = "",
    logo: LogoOption = None,
    public_url: LinkOption = "",
    store: StoreOption = None,
    as_json: JsonOption = False,
    lang: LangOption = None,
) -> None:
    """Write a briefing about an area, or one for each area of a level."""
    tongue = begin(lang, as_json)
    plan = briefing.BriefingPlan(
        area,
        indicator,
        segment,
        as_of,
        tuple(one_of(briefing.PARTS, part.strip(), "--parts") for part in parts.split(",")),
        _read_notes(note or []),
        one_of(PAPERS, paper, "--paper") if paper else None,
    )
    dressing = _dress(tongue, title, "", office, logo, public_url)
    opened = open_store(store)
    with progress_bar() as progress:
        if per is None:
            form = one_of(briefing.BRIEFING_FORMATS, out.suffix.lower().lstrip("."), "--out")
            made = briefing.make_briefing(opened, plan, form, dressing=dressing, progress=progress)
            snapshot.write_whole(out, made.content)
            files: list[dict[str, Any]] = [{"code": area, "file": str(out), "has_data": made.has_data}]
        else:
            below = check_level(per) or "adm2"
            form = one_of(briefing.BRIEFING_FORMATS, format_, "--format")
            found = batch.write_briefings(opened, plan, below, out, format_=form, dressing=dressing, progress=progress)
            files = [{"code": file.code, "file": file.name, "has_data": file.has_data} for file in found]
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
