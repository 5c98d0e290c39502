"""``map`` and ``briefing``: pictures and documents, also without a screen (cron)."""

from pathlib import Path
from typing import Annotated, Any, TypeVar

import typer
from rich.markup import escape

from ucjmap.api import batch, briefing, downloads, snapshot
from ucjmap.api.map_page import read_logo
from ucjmap.api.map_view import MapView
from ucjmap.api.map_words import Dressing
from ucjmap.classify import CHOICES, FEWEST, MOST, Classing, Measure, read_own_breaks
from ucjmap.cli.console import (
    DONE_WITH_REFUSALS,
    JsonOption,
    LangOption,
    StoreOption,
    begin,
    messages,
    open_store,
    progress_bar,
    show,
)
from ucjmap.cli.store import check_level
from ucjmap.codes import COUNTRY
from ucjmap.render.static import PAPERS
from ucjmap.schema import ALL_SEGMENTS
from ucjmap.words import Lang

T = TypeVar("T")
_MEASURES: tuple[Measure, ...] = ("rate", "gap", "change")

AreaOption = Annotated[str, typer.Option("--area", help="Code of the area, 00 for Indonesia.")]
IndicatorOption = Annotated[str, typer.Option("--indicator", help="Key of the indicator.")]
SegmentOption = Annotated[str, typer.Option("--segment", help="Key of the segment.")]
DateOption = Annotated[str | None, typer.Option("--as-of", help="Date, e.g. 2025-12-31; by default the newest.")]
PaperOption = Annotated[str | None, typer.Option("--paper", help="Page: " + ", ".join(PAPERS) + ".")]
TitleOption = Annotated[str, typer.Option("--title", help="Title in place of the usual one.")]
OfficeOption = Annotated[str, typer.Option("--office", help="Name of the office; by default UCJMAP_OFFICE.")]
LogoOption = Annotated[Path | None, typer.Option("--logo", help="PNG or JPEG; by default UCJMAP_LOGO.")]
LinkOption = Annotated[str, typer.Option("--public-url", help="Address of the app; by default UCJMAP_PUBLIC_URL.")]


def register(app: typer.Typer) -> None:
    """Add the commands."""
    app.command("map")(draw_map)
    app.command("briefing")(make_briefing)


def _one_of(known: tuple[T, ...], text: str, option: str) -> T:
    for each in known:
        if each == text:
            return each
    raise typer.BadParameter(", ".join(map(str, known)), param_hint=option)


def _dress(lang: Lang, title: str, note: str, office: str, logo: Path | None, public_url: str) -> Dressing:
    return Dressing(lang, title, note, office, read_logo(logo) if logo else None, public_url)


def draw_map(
    out: Annotated[
        Path, typer.Option("--out", help="File: .png, .svg, .pdf, .pptx, .html, .xlsx, .csv, .geojson, .gpkg.")
    ],
    area: AreaOption = COUNTRY,
    level: Annotated[str | None, typer.Option("--level", help="adm1 to adm4; by default the one below.")] = None,
    indicator: IndicatorOption = "ucj",
    segment: SegmentOption = ALL_SEGMENTS,
    as_of: DateOption = None,
    scheme: Annotated[str, typer.Option("--scheme", help="Classification: " + ", ".join(CHOICES) + ".")] = "bands",
    k: Annotated[int, typer.Option("--k", min=FEWEST, max=MOST, help="Classes of a statistical scheme.")] = 5,
    breaks: Annotated[str, typer.Option("--breaks", help="Own breaks in percent, e.g. 20,40,60.")] = "",
    measure: Annotated[str, typer.Option("--measure", help="rate, gap or change.")] = "rate",
    target: Annotated[str | None, typer.Option("--target", help="Target of a gap, YEAR@ISSUER.")] = None,
    since: Annotated[str | None, typer.Option("--since", help="Date that a change is measured from.")] = None,
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
    own = read_own_breaks(breaks) if breaks else ()
    classing = Classing(_one_of(CHOICES, "own" if own and scheme == "bands" else scheme, "--scheme"), k=k, own=own)
    view = MapView(
        area,
        check_level(level),
        indicator,
        segment,
        as_of,
        measure=_one_of(_MEASURES, measure, "--measure"),
        classing=classing,
        target=target,
        since=since,
        circles=circles,
        labels=not nameless,
    )
    opened = open_store(store)
    suffix = out.suffix.lower().lstrip(".")
    if suffix in downloads.DOWNLOAD_FORMATS:
        values = view.values(opened)
        form = _one_of(downloads.DOWNLOAD_FORMATS, suffix, "--out")
        snapshot.write_whole(out, downloads.make_download(opened, values, form, tongue))
    else:
        page = _one_of(tuple(PAPERS), paper, "--paper") if paper else None
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
        tuple(_one_of(briefing.PARTS, part.strip(), "--parts") for part in parts.split(",")),
        _read_notes(note or []),
        _one_of(tuple(PAPERS), paper, "--paper") if paper else None,
    )
    dressing = _dress(tongue, title, "", office, logo, public_url)
    opened = open_store(store)
    with progress_bar() as progress:
        if per is None:
            form = _one_of(briefing.BRIEFING_FORMATS, out.suffix.lower().lstrip("."), "--out")
            made = briefing.make_briefing(opened, plan, form, dressing=dressing, progress=progress)
            snapshot.write_whole(out, made.content)
            files: list[dict[str, Any]] = [{"code": area, "file": str(out), "has_data": made.has_data}]
        else:
            below = check_level(per) or "adm2"
            form = _one_of(briefing.BRIEFING_FORMATS, format_, "--format")
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
            raise typer.BadParameter("PART=TEXT", param_hint="--note")
        notes[key.strip()] = text.strip()
    return notes
