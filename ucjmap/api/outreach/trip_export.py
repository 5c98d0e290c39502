"""Trips on paper, on the phone and for other programs. Everything carries its provenance."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Final

import pandas as pd

from ucjmap.api.outreach.letter_batch import say_registered
from ucjmap.api.outreach.list_statements import (
    is_older,
    say_alarm,
    say_as_of,
    say_dated,
    say_decimal,
    say_origins,
    say_provenance,
    say_trip_basis,
)
from ucjmap.api.outreach.list_workbook import DATE_HEADINGS, TO_FILL_IN, field_sheets, records_of, say_cell
from ucjmap.api.outreach.lists import OutreachList, OutreachProvenance
from ucjmap.errors import N_
from ucjmap.files import CSV, GPX, HTML, KML, PDF, XLSX, format_of, make_csv, plain_text, whole_file, write_workbook
from ucjmap.levels import LEVEL_NAMES
from ucjmap.outreach import LEFT_OUT_REASONS, TripPlan, write_gpx, write_kml
from ucjmap.render import TripSheet, TripStop, make_trip_page
from ucjmap.render.documents import TablePage, make_table_document
from ucjmap.words import Lang, say, say_count

#: What a plan of trips is written as.
TRIP_FORMATS: Final = (
    HTML.named(N_("For the phone, without network (HTML)")),
    PDF.named(N_("Field sheets (PDF)")),
    XLSX.named(N_("Table (XLSX)")),
    GPX,
    KML,
    CSV,
)
#: Columns of a field sheet whose heading says the newest date -> the figure that they tell.
_DATED = {"officials": "aparat", "council": "bpd", "uncovered": "ucj"}
_TRIP_HEADINGS = {
    "trip": N_("Trip"),
    "order": N_("Stop"),
    "code": N_("Code"),
    "name": N_("Name"),
    "adm3_name": LEVEL_NAMES["adm3"],
    "officials": N_("Officials"),
    "council": N_("Council"),
    "uncovered": N_("Workers not covered"),
    **DATE_HEADINGS,
    "office": N_("Office"),
    "leg_km": N_("Km from the stop before"),
    "total_km": N_("Km so far"),
    "hours": N_("Hours so far"),
    "lon": N_("Longitude"),
    "lat": N_("Latitude"),
}


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
        **{column: areas[column].to_numpy() for column in DATE_HEADINGS},
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
    sheets = [_trip_sheet(listing, plan, trip, lang) for trip in records_of(plan.trips)]
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
        for stop in records_of(plan.stops[plan.stops["trip"] == trip["trip"]])
    ]
    place = (plain_text(office["name"]), float(office["lon"]), float(office["lat"]))
    return TripSheet(trip_title(lang, trip), place, tuple(stops))


def _stop_details(area: pd.Series, stop: Mapping[str, Any], lang: Lang) -> list[str]:
    leg, total, hours = (say_decimal(lang, stop[key]) for key in ("leg_km", "total_km", "hours"))
    belum = say_dated(lang, say_cell(lang, area["uncovered"], "uncovered"), area, "ucj")
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
    for trip in records_of(plan.trips):
        rows = stops[stops["trip"] == trip["trip"]]
        body = [
            [_dated_cell(lang, row, column, provenance) for column in columns] + [""] * len(TO_FILL_IN)
            for row in records_of(rows)
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
    words, name = say_cell(lang, row[column], column), _DATED.get(column, "")
    if not name or not is_older(row, name, provenance.figures[name]):
        return words
    return f"{words} ({say_as_of(lang, row[f'{name}_as_of'])})"
