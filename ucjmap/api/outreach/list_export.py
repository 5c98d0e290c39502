"""Outreach on paper and for other programs: lists, letters, field sheets, trips. Everything carries its provenance."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Final

import geopandas as gpd
import pandas as pd

from ucjmap.api.areas import read_shapes
from ucjmap.api.outreach.letter_batch import (
    check_letter_apart,
    fill_letters,
    fill_letters_apart,
    make_pdf_letters,
    say_registered,
)
from ucjmap.api.outreach.list_statements import (
    is_older,
    say_alarm,
    say_as_of,
    say_dated,
    say_decimal,
    say_older,
    say_origins,
    say_provenance,
    say_trip_basis,
)
from ucjmap.api.outreach.list_workbook import TO_FILL_IN, field_sheets
from ucjmap.api.outreach.lists import OutreachList, OutreachProvenance
from ucjmap.errors import N_, UsageError
from ucjmap.files import (
    CSV,
    DOCX,
    GPKG,
    GPX,
    HTML,
    KML,
    PDF,
    XLSX,
    ZIP,
    format_of,
    make_csv,
    plain_text,
    whole_file,
    write_layer,
    write_workbook,
)
from ucjmap.levels import LEVEL_NAMES
from ucjmap.outreach import CRITERIA, LEFT_OUT_REASONS, TripPlan, write_gpx, write_kml
from ucjmap.render import TripSheet, TripStop, make_trip_page
from ucjmap.render.documents import TablePage, make_table_document
from ucjmap.schema import Progress, no_progress
from ucjmap.settings import PROJECT
from ucjmap.store import Store
from ucjmap.words import Lang, say, say_count

#: What a list, a plan of trips and the letters are written as; letters are for desa alone.
LIST_FORMATS: Final = (
    XLSX.named(N_("List (XLSX)")),
    PDF.named(N_("Field sheet (PDF)")),
    GPKG.named(N_("For QGIS (GeoPackage)")),
    DOCX.named(N_("Letters (Word)")),
)
TRIP_FORMATS: Final = (
    HTML.named(N_("For the phone, without network (HTML)")),
    PDF.named(N_("Field sheets (PDF)")),
    XLSX.named(N_("Table (XLSX)")),
    GPX,
    KML,
    CSV,
)
LETTER_FORMATS: Final = (
    DOCX.named(N_("Letters (Word)")),
    PDF.named(N_("Letters (PDF)")),
    ZIP.named(N_("Letters, one file each (ZIP)")),
)
LETTER_TEMPLATE = PROJECT / "data" / "letter_template.docx"
#: A letter to one desa, to be changed by an office.
LETTER_SAMPLE = PROJECT / "data" / "letter_sample.docx"

#: Dates of an area's own figures, and whether they are made up for demonstration.
_DATE_HEADINGS = {
    "ucj_as_of": N_("Workers as of"),
    "ucj_simulated": N_("Workers simulated"),
    "aparat_as_of": N_("Officials as of"),
    "aparat_simulated": N_("Officials simulated"),
    "bpd_as_of": N_("Council as of"),
    "bpd_simulated": N_("Council simulated"),
}
#: Columns of a field sheet whose heading says the newest date -> the figure that they tell.
_DATED = {"officials": "aparat", "council": "bpd", "uncovered": "ucj"}
#: Column of a list -> its heading.
_LIST_HEADINGS = {
    "rank": N_("Rank"),
    "code": N_("Code"),
    "name": N_("Name"),
    "adm3_name": LEVEL_NAMES["adm3"],
    "adm2_name": LEVEL_NAMES["adm2"],
    "adm1_name": LEVEL_NAMES["adm1"],
    "score": N_("Score (0-100)"),
    "reasons": N_("Reasons"),
    "missing": N_("Criteria without data"),
    "rank_best": N_("Best rank when weights change by 10%"),
    "rank_worst": N_("Worst rank when weights change by 10%"),
    "aparat": N_("Desa whose officials are registered"),
    "bpd": N_("Desa whose council is registered"),
    "numerator": N_("Active participants"),
    "denominator": N_("Workers"),
    "uncovered": N_("Workers not covered"),
    "rate": N_("Coverage"),
    "target": N_("Target"),
    "target_issuer": N_("Issuer of the target"),
    "gap_people": N_("Workers short of the target"),
    **_DATE_HEADINGS,
    "office": N_("Nearest office"),
    "distance_km": N_("Straight line to it, km"),
    "lon": N_("Longitude"),
    "lat": N_("Latitude"),
}
_TRIP_HEADINGS = {
    "trip": N_("Trip"),
    "order": N_("Stop"),
    "code": N_("Code"),
    "name": N_("Name"),
    "adm3_name": LEVEL_NAMES["adm3"],
    "officials": N_("Officials"),
    "council": N_("Council"),
    "uncovered": N_("Workers not covered"),
    **_DATE_HEADINGS,
    "office": N_("Office"),
    "leg_km": N_("Km from the stop before"),
    "total_km": N_("Km so far"),
    "hours": N_("Hours so far"),
    "lon": N_("Longitude"),
    "lat": N_("Latitude"),
}


def export_list(
    store: Store,
    listing: OutreachList,
    ranked: pd.DataFrame,
    reasons: Mapping[str, Sequence[str]],
    out: Path,
    *,
    lang: Lang,
    template: Path | None = None,
    progress: Progress = no_progress,
) -> None:
    """Write a priority list.

    Parameters
    ----------
    listing
        The list that ``ranked`` is of: where its figures come from is printed.
    ranked
        Rows of ``rank_outreach`` in the order in which they are to be written.
    reasons
        Why each area stands where it stands, in words by code.
    out
        Its ending tells the format: XLSX, GeoPackage (EPSG:4326), letters (DOCX) or a field sheet (PDF).
    template
        An office's own letter that repeats ``letters``; None is the built-in one. It counts for letters.
    progress
        Told the rows of a workbook; may raise to stop.

    Raises
    ------
    UsageError
        Unknown format, or a template that is for one desa.
    IntakeError
        The template cannot be used.
    """
    suffix = format_of(out, LIST_FORMATS).suffix
    rows = ranked.rename_axis("code").reset_index()
    rows["reasons"] = ["; ".join(reasons.get(code, ())) for code in rows["code"]]
    names = {key: say(lang, criterion.name) for key, criterion in CRITERIA.items()}
    rows["missing"] = ["; ".join(names[key] for key in text.split("|") if key) for text in rows["missing"]]
    notes, alarm = say_provenance(lang, listing.provenance), say_alarm(lang, listing.provenance)
    short = [*filter(None, [alarm]), *say_origins(lang, listing.provenance)]
    if suffix == "xlsx":
        write_workbook(out, field_sheets(rows, _LIST_HEADINGS, notes, lang, alarm=alarm), progress=progress)
        return
    with whole_file(out) as path:
        match suffix:
            case "gpkg":
                _write_geopackage(store, rows, notes, short, path)
            case "docx":
                path.write_bytes(_word_letters(suffix, rows, notes, template, lang, alarm))
            case _:
                rows["reasons"] = _with_older_dates(rows, listing.provenance, lang)
                path.write_bytes(_list_sheet(rows, notes, lang, alarm))


def _with_older_dates(rows: pd.DataFrame, provenance: OutreachProvenance, lang: Lang) -> list[str]:
    """Reasons of each area, and of what other date than the newest its own figures are."""
    return ["; ".join([row["reasons"], *say_older(lang, row, provenance)]) for row in _records(rows)]


def export_letters(
    listing: OutreachList,
    ranked: pd.DataFrame,
    out: Path,
    *,
    lang: Lang,
    template: Path | None = None,
    progress: Progress = no_progress,
) -> None:
    """Write a letter to each desa.

    Parameters
    ----------
    listing
        The list that ``ranked`` is of: where its figures come from is printed.
    ranked
        Rows of ``rank_outreach``, each a desa.
    out
        Its ending tells the format: DOCX (all in one), ZIP (a DOCX for each desa) or PDF.
    template
        An office's own letter: one that repeats ``letters`` for a DOCX, one to a single desa for a ZIP. None is the
        built-in one; a PDF has no other.
    progress
        Told the letters of a ZIP; may raise to stop.

    Raises
    ------
    UsageError
        Unknown format, or one that the template is not for.
    IntakeError
        The template cannot be used.
    """
    suffix = format_of(out, LETTER_FORMATS).suffix
    rows = ranked.rename_axis("code").reset_index()
    notes, alarm = say_provenance(lang, listing.provenance), say_alarm(lang, listing.provenance)
    with whole_file(out) as path:
        match suffix:
            case "pdf":
                path.write_bytes(make_pdf_letters(rows, notes, lang, alarm))
            case _:
                path.write_bytes(_word_letters(suffix, rows, notes, template, lang, alarm, progress=progress))


def _word_letters(
    suffix: str,
    rows: pd.DataFrame,
    notes: list[str],
    template: Path | None,
    lang: Lang,
    alarm: str,
    *,
    progress: Progress = no_progress,
) -> bytes:
    fill = fill_letters if template is None else fill_letters_apart
    used = _template_for(suffix, template)
    return fill(used, rows, notes, lang, alarm, is_one_file=suffix == DOCX.suffix, progress=progress)


def _template_for(suffix: str, template: Path | None) -> Path:
    if template is None:
        return LETTER_TEMPLATE if suffix == "docx" else LETTER_SAMPLE
    kind, wanted = check_letter_apart(template), "all" if suffix == "docx" else "each"
    if kind != wanted:
        raise UsageError(
            "letter_of_other_kind",
            N_("The letter {file} cannot be written as {suffix}."),
            N_("A letter to one desa gives a .zip; one that repeats letters gives a .docx."),
            file=template.name,
            suffix=f".{suffix}",
        )
    return template


def export_trips(listing: OutreachList, plan: TripPlan, out: Path, *, lang: Lang) -> None:
    """Write trips with what a team wants to know at each stop.

    Parameters
    ----------
    listing
        The list that the trips were planned from.
    out
        Its ending tells the format: GPX, KML, XLSX, CSV, field sheets (PDF, one page a trip), or HTML, one file for the
        phone that needs no network.

    Raises
    ------
    UsageError
        Unknown format.
    """
    suffix = format_of(out, TRIP_FORMATS).suffix
    alarm = say_alarm(lang, listing.provenance)
    notes = [say_trip_basis(lang, plan.limits), *say_provenance(lang, listing.provenance)]
    notes += [
        f"{say(lang, 'On no trip')}: {row.code} {row.name} – {say(lang, LEFT_OUT_REASONS[str(row.reason)])}"
        for row in plan.left_out.itertuples()
    ]
    stops = _stops_with_facts(listing, plan, lang)
    if suffix == "xlsx":
        write_workbook(out, field_sheets(stops, _TRIP_HEADINGS, notes, lang, alarm=alarm))
        return
    with whole_file(out) as path:
        match suffix:
            case "gpx" | "kml":
                write = write_gpx if suffix == "gpx" else write_kml
                text = write(plan, listing.offices, description="\n".join(notes), word=say(lang, "Trip"))
                path.write_text(text, encoding="utf-8")
            case "csv":
                origin = " | ".join(say_origins(lang, listing.provenance))
                table = _headed(stops, _TRIP_HEADINGS, lang).assign(**{say(lang, "Origin of the figures"): origin})
                path.write_bytes(make_csv(table))
            case "html":
                path.write_bytes(_trip_page(listing, plan, notes, lang, alarm))
            case _:
                path.write_bytes(_trip_sheets(listing.provenance, plan, stops, notes, lang, alarm))


def _stops_with_facts(listing: OutreachList, plan: TripPlan, lang: Lang) -> pd.DataFrame:
    """The stops with what a team wants to know on the spot; one row is one stop."""
    areas = listing.areas.loc[plan.stops["code"]]
    return plan.stops.assign(
        adm3_name=areas["adm3_name"].to_numpy(),
        officials=_registered_words(areas, "aparat", lang),
        council=_registered_words(areas, "bpd", lang),
        uncovered=areas["uncovered"].to_numpy(),
        **{column: areas[column].to_numpy() for column in _DATE_HEADINGS},
    )


def _registered_words(areas: pd.DataFrame, of: str, lang: Lang) -> list[str]:
    """A kelurahan has neither aparat desa nor BPD: nothing is missing there."""
    return [
        "–" if kind == "kelurahan" and pd.isna(value) else say_registered(lang, value)
        for kind, value in zip(areas["kind"], areas[of], strict=True)
    ]


def _trip_page(listing: OutreachList, plan: TripPlan, notes: Sequence[str], lang: Lang, alarm: str) -> bytes:
    alarms = [alarm] if alarm else []
    words = {
        "visited": say(lang, "Visited"),
        "sketch": say(lang, "Order of the stops, north is up; straight lines, not roads. The square is the office."),
    }
    sheets = [_trip_sheet(listing, plan, trip, lang) for trip in _records(plan.trips)]
    title = say(lang, "Trips")
    return make_trip_page(sheets, title=title, warnings=alarms, notes=notes, words=words, lang=lang)


def _trip_sheet(listing: OutreachList, plan: TripPlan, trip: Mapping[str, Any], lang: Lang) -> TripSheet:
    office = listing.offices[listing.offices["name"] == trip["office"]].iloc[0]
    stops = [
        TripStop(
            code=stop["code"],
            name=plain_text(stop["name"]),
            details=tuple(_stop_details(listing.areas.loc[stop["code"]], stop, lang)),
            lon=float(stop["lon"]),
            lat=float(stop["lat"]),
        )
        for stop in _records(plan.stops[plan.stops["trip"] == trip["trip"]])
    ]
    place = (plain_text(office["name"]), float(office["lon"]), float(office["lat"]))
    return TripSheet(trip_title(lang, trip), place, tuple(stops))


def _stop_details(area: pd.Series, stop: Mapping[str, Any], lang: Lang) -> list[str]:
    leg, total, hours = (say_decimal(lang, stop[key]) for key in ("leg_km", "total_km", "hours"))
    belum = say_dated(lang, _cell(lang, area["uncovered"], "uncovered"), area, "ucj")
    position = f"{float(stop['lat']):.5f}, {float(stop['lon']):.5f}"
    return [
        f"{stop['code']} · {plain_text(area['adm3_name'])}",
        say(lang, "{leg} km from the stop before, {total} km and {hours} h so far", leg=leg, total=total, hours=hours),
        say(lang, "Workers not covered: {count}", count=belum),
        *_say_registered(area, lang),
        say(lang, "Latitude, longitude: {position}", position=position),
    ]


def _say_registered(area: pd.Series, lang: Lang) -> list[str]:
    if area["kind"] == "kelurahan":  # it has neither
        return []
    officials, council = (say_dated(lang, say_registered(lang, area[of]), area, of) for of in ("aparat", "bpd"))
    return [say(lang, "Officials: {officials}; council: {council}", officials=officials, council=council)]


def trip_title(lang: Lang, trip: Mapping[str, Any]) -> str:
    """A trip in one line.

    Parameters
    ----------
    trip
        A row of ``TripPlan.trips``.
    """
    return say(
        lang,
        "Trip {number} from {office}: {stops} desa, {km} km, {hours} hours with the way back",
        number=trip["trip"],
        office=plain_text(trip["office"]),
        stops=trip["stops"],
        km=say_count(lang, trip["km"]),
        hours=say_decimal(lang, float(trip["hours"])),
    )


def _headed(rows: pd.DataFrame, headings: Mapping[str, str], lang: Lang) -> pd.DataFrame:
    """The columns that have a heading, under it, and empty ones to be filled in by hand."""
    kept = [column for column in headings if column in rows]
    table = rows[kept].rename(columns={column: say(lang, headings[column]) for column in kept})
    return table.assign(**{say(lang, heading): None for heading in TO_FILL_IN})


def _write_geopackage(store: Store, rows: pd.DataFrame, notes: Sequence[str], short: Sequence[str], out: Path) -> None:
    geometry = read_shapes(store, pd.Index(rows["code"]))
    # Every row says in short where it is from, whatever becomes of the layer; all lines stand in a table of their own.
    table = gpd.GeoDataFrame(rows.assign(provenance=" | ".join(short)), geometry=geometry, crs="EPSG:4326")
    write_layer(out, table, GPKG, layer="priority", metadata=[("", note) for note in notes])


def _list_sheet(rows: pd.DataFrame, notes: Sequence[str], lang: Lang, alarm: str) -> bytes:
    headings = ["Rank", "Code", "Name", LEVEL_NAMES["adm3"], "Score (0-100)", "Reasons", *TO_FILL_IN]
    columns = ["rank", "code", "name", "adm3_name", "score", "reasons"]
    body = [[_cell(lang, row[column]) for column in columns] + [""] * len(TO_FILL_IN) for row in _records(rows)]
    shares = [0.08, 0.10, 0.12, 0.10, 0.07, 0.28, 0.08, 0.11, 0.06]
    page = TablePage(say(lang, "Priority list"), [say(lang, heading) for heading in headings], body, shares)
    return make_table_document([page], notes, alarm=alarm)


def _trip_sheets(
    provenance: OutreachProvenance, plan: TripPlan, stops: pd.DataFrame, notes: Sequence[str], lang: Lang, alarm: str
) -> bytes:
    columns = ["order", "code", "name", "adm3_name", "officials", "council", "uncovered", "total_km", "hours"]
    headings = [
        *(_dated_heading(lang, column, provenance) for column in columns),
        *(say(lang, heading) for heading in TO_FILL_IN),
    ]
    shares = [0.08, 0.10, 0.11, 0.09, 0.075, 0.075, 0.09, 0.06, 0.055, 0.08, 0.125, 0.06]
    pages = []
    for trip in _records(plan.trips):
        rows = stops[stops["trip"] == trip["trip"]]
        body = [
            [_dated_cell(lang, row, column, provenance) for column in columns] + [""] * len(TO_FILL_IN)
            for row in _records(rows)
        ]
        pages.append(TablePage(trip_title(lang, trip), headings, body, shares))
    return make_table_document(pages, notes, alarm=alarm)


def _dated_heading(lang: Lang, column: str, provenance: OutreachProvenance) -> str:
    """Heading of a column, with the newest date of its figures and whether they are simulated."""
    heading = say(lang, _TRIP_HEADINGS[column])
    if column not in _DATED:
        return heading
    name = _DATED[column]
    figure = provenance.figures[name]
    return say_dated(lang, heading, {f"{name}_as_of": figure.newest, f"{name}_simulated": figure.is_simulated}, name)


def _dated_cell(lang: Lang, row: Mapping[str, Any], column: str, provenance: OutreachProvenance) -> str:
    """What a cell says, with its own date where that is not the one of the heading."""
    words, name = _cell(lang, row[column], column), _DATED.get(column, "")
    if not name or not is_older(row, name, provenance.figures[name]):
        return words
    return f"{words} ({say_as_of(lang, row[f'{name}_as_of'])})"


def _records(table: pd.DataFrame) -> list[dict[str, Any]]:
    return [{str(key): value for key, value in row.items()} for row in table.to_dict("records")]


def _cell(lang: Lang, value: object, column: str = "") -> str:
    if column == "uncovered":
        return say_count(lang, float(str(value))) if pd.notna(value) else say(lang, "no data")
    if isinstance(value, float):
        return say_decimal(lang, value)
    return str(value)
