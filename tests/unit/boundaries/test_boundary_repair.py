"""Geometry repair, row by row, without any file."""

import geopandas as gpd
import pytest
import shapely
from shapely.geometry import GeometryCollection, LineString, Point, Polygon, box

from tests import boundary_files as files
from ucjmap.boundaries.repair import area_km2, keep_polygons, repair_geometries
from ucjmap.boundaries.report import Report


def _areas(*shapes: shapely.Geometry) -> gpd.GeoDataFrame:
    records = {"row": range(1, len(shapes) + 1), "code": "61.01.01.2001", "bps_code": None, "name": "Desa", "flags": ""}
    return gpd.GeoDataFrame(records, geometry=list(shapes), crs="EPSG:4326")


def test_a_crossing_ring_keeps_both_halves() -> None:
    report = Report()
    repaired = repair_geometries(_areas(files.bow_tie()), report)
    assert repaired.geometry.iloc[0].area == pytest.approx(0.005)
    assert repaired["flags"].tolist() == ["repaired"]
    (line,) = report.frame("repaired").to_dict("records")
    assert line["reason"] == "invalid_ring"
    assert line["detail"].startswith("Self-intersection")
    assert line["detail"].endswith("km2")


def test_an_area_without_size_is_refused() -> None:
    report = Report()
    flat = Polygon([(109, 0), (109.1, 0.1), (109, 0)])
    kept = repair_geometries(_areas(box(109, 0, 110, 1), flat, GeometryCollection([Point(109, 0)])), report)
    assert kept["row"].tolist() == [1]
    assert report.frame("refused")["reason"].tolist() == ["no_area", "no_area"]


def test_polygons_of_a_collection_are_kept() -> None:
    square = box(109, 0, 110, 1)
    mixed = GeometryCollection([LineString([(109, 0), (111, 1)]), GeometryCollection([square])])
    report = Report()
    kept = repair_geometries(_areas(mixed), report)
    assert kept.geometry.iloc[0].equals(square)
    assert report.frame("repaired")["row"].tolist() == [1]


def test_the_input_stays_as_it_was() -> None:
    areas = _areas(files.bow_tie())
    before = areas.copy(deep=True)
    repair_geometries(areas, Report())
    assert areas.equals(before)


def test_keep_polygons_of_a_line_is_empty() -> None:
    (kept,) = keep_polygons(shapely.from_wkt(["LINESTRING (0 0, 1 1)"]))
    assert kept.is_empty


def test_area_is_equal_area() -> None:
    # On the WGS 84 ellipsoid a degree square at the equator has 12,309 square kilometres, at 10 degrees 12,122 or so.
    near, far = area_km2(shapely.box([109, 109], [0, -11], [110, 110], [1, -10]))
    assert near == pytest.approx(12_308.8, abs=1)
    assert far < near
