"""Trips for a phone or a navigation program: GPX and KML as text; the libraries that write them escape names."""

import pandas as pd

from ucjmap.files import plain_text
from ucjmap.outreach.trips import TripPlan


def write_gpx(plan: TripPlan, offices: pd.DataFrame, *, description: str, word: str) -> str:
    """GPX 1.1: one route a trip, from the office over its stops and back.

    Parameters
    ----------
    plan
        The trips; desa on no trip are not in the file.
    offices
        One row is one office: name, lon, lat (degrees). Of several of one name the first counts.
    description
        The provenance, as plain text.
    word
        Stands before the number of a trip, in the language of the reader.

    Returns
    -------
    str
        XML.
    """
    import gpxpy.gpx

    gpx = gpxpy.gpx.GPX()
    gpx.creator = "UCJMap"
    gpx.description = plain_text(description)
    for number, points in _routes(plan, offices):
        route = gpxpy.gpx.GPXRoute(name=f"{word} {number}", description=points[0][2])
        route.points = [gpxpy.gpx.GPXRoutePoint(lat, lon, name=name) for lon, lat, name in points]
        gpx.routes.append(route)
    return str(gpx.to_xml(version="1.1"))


def write_kml(plan: TripPlan, offices: pd.DataFrame, *, description: str, word: str) -> str:
    """KML: one folder a trip, with a point for every stop and the line between them.

    Parameters
    ----------
    plan, offices, description, word
        As for ``write_gpx``.

    Returns
    -------
    str
        XML.
    """
    import simplekml

    kml = simplekml.Kml(name="UCJMap", description=_literal(description))
    for number, points in _routes(plan, offices):
        folder = kml.newfolder(name=_literal(f"{word} {number}: {points[0][2]}"))
        for lon, lat, name in points[:-1]:
            folder.newpoint(name=_literal(name), coords=[(lon, lat)])
        folder.newlinestring(name=f"{word} {number}", coords=[(lon, lat) for lon, lat, _ in points], tessellate=1)
    return str(kml.kml())


def _literal(text: str) -> str:
    # simplekml passes a text that opens a CDATA section on unescaped.
    return plain_text(text).replace("<![CDATA[", "< ![CDATA[")


def _routes(plan: TripPlan, offices: pd.DataFrame) -> list[tuple[int, list[tuple[float, float, str]]]]:
    """Number and points (lon, lat, name) of every trip, the office first and last."""
    places = offices.drop_duplicates("name").set_index("name")
    routes = []
    for number, stops in plan.stops.groupby("trip", sort=True):
        office = str(stops["office"].iloc[0])
        lon, lat = places.loc[office, ["lon", "lat"]]
        home = (float(lon), float(lat), plain_text(office))
        visits = [
            (float(row.lon), float(row.lat), plain_text(f"{row.order}. {row.name_} ({row.code})"))
            for row in stops.rename(columns={"name": "name_"}).itertuples()
        ]
        routes.append((int(number), [home, *visits, home]))
    return routes
