"""Geometry of a layer made fit for use: WGS 84, two dimensions, valid polygons; what changed is reported."""

from typing import Final

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from pyproj import CRS, Transformer
from pyproj.exceptions import ProjError

from ucjmap.boundaries.report import Report
from ucjmap.errors import N_, BoundariesError

WGS84: Final = CRS.from_epsg(4326)
#: Indonesia with its sea: west, south, east, north.
INDONESIA: Final = (94.0, -12.0, 142.0, 7.0)
POLYGONAL: Final = (shapely.GeometryType.POLYGON, shapely.GeometryType.MULTIPOLYGON)
#: Pieces of work on geometry that run beside each other.
THREADS: Final = 2
_COLLECTION: Final = shapely.GeometryType.GEOMETRYCOLLECTION
_KM2_PER_M2: Final = 1e-6
#: What GDAL calls the systems 0 and -1 of a GeoPackage, which stand for an unknown one.
_UNDEFINED: Final = "Undefined"


def repair_geometries(areas: gpd.GeoDataFrame, report: Report) -> gpd.GeoDataFrame:
    """Rows of ``areas`` whose geometry can be used, as valid 2D polygons in EPSG:4326.

    Every row left out is a line in ``report``, and so is every change. ``flags`` gets the word ``repaired``.

    Raises
    ------
    BoundariesError
        The CRS is unknown, or most rows lie outside Indonesia.
    """
    areas = _drop_unusable(areas, report)
    areas = _flatten(areas, report)
    areas = _to_wgs84(areas, report)
    areas = _drop_outside(areas, report)
    return _make_valid(areas, report)


def _keep(areas: gpd.GeoDataFrame, bad: np.ndarray, reason: str, report: Report) -> gpd.GeoDataFrame:
    if not bad.any():
        return areas
    report.add_rows("refused", reason, areas[bad])
    return areas[~bad]


def _drop_unusable(areas: gpd.GeoDataFrame, report: Report) -> gpd.GeoDataFrame:
    shapes = areas.geometry.to_numpy()
    areas = _keep(areas, shapely.is_missing(shapes) | shapely.is_empty(shapes), "no_geometry", report)
    kinds = shapely.get_type_id(areas.geometry.to_numpy())
    areas = _keep(areas, ~np.isin(kinds, (*POLYGONAL, _COLLECTION)), "not_polygon", report)
    finite = np.isfinite(shapely.bounds(areas.geometry.to_numpy())).all(axis=1)
    # Bounds skip NaN, so every coordinate is checked.
    coordinates, index = shapely.get_coordinates(areas.geometry.to_numpy(), return_index=True)
    finite[index[~np.isfinite(coordinates).all(axis=1)]] = False
    del coordinates, index
    return _keep(areas, ~finite, "not_finite", report)


def _flatten(areas: gpd.GeoDataFrame, report: Report) -> gpd.GeoDataFrame:
    shapes = areas.geometry.to_numpy()
    deep = shapely.has_z(shapes) | shapely.has_m(shapes)
    if deep.any():
        report.add("warnings", "z_dropped", detail=f"{int(deep.sum())}")
        areas = areas.set_geometry(gpd.GeoSeries(shapely.force_2d(shapes), index=areas.index, crs=areas.crs))
    return areas


def _to_wgs84(areas: gpd.GeoDataFrame, report: Report) -> gpd.GeoDataFrame:
    if areas.empty:
        return areas
    if areas.crs is None or CRS.from_user_input(areas.crs).name.startswith(_UNDEFINED):
        if not _looks_like_degrees(areas):
            raise BoundariesError(
                "unknown_crs",
                N_("The file does not say its coordinate system (no .prj), and its coordinates are not degrees."),
                N_("Ask the issuer for the .prj, or set the CRS in QGIS and export again as EPSG:4326."),
            )
        report.add("warnings", "crs_assumed", detail="EPSG:4326")
        return areas.set_crs(WGS84, allow_override=True)
    crs = CRS.from_user_input(areas.crs)
    if crs.is_geographic and not crs.is_derived and crs.equals(WGS84, ignore_axis_order=True):
        return areas.set_crs(WGS84, allow_override=True)
    try:
        moved = areas.to_crs(WGS84)
    except ProjError as error:
        raise BoundariesError(
            "unknown_crs",
            N_("The coordinate system {crs} of the file cannot be converted to EPSG:4326."),
            N_("Set the right CRS in QGIS and export again as EPSG:4326."),
            crs=crs.name,
        ) from error
    coordinates, index = shapely.get_coordinates(moved.geometry.to_numpy(), return_index=True)
    bad = np.zeros(len(moved), dtype=bool)
    bad[index[~np.isfinite(coordinates).all(axis=1)]] = True
    return _keep(moved, bad, "not_in_crs", report)


def _looks_like_degrees(areas: gpd.GeoDataFrame) -> bool:
    return bool((~_is_outside(areas)).mean() > 0.5)


def _is_outside(areas: gpd.GeoDataFrame) -> np.ndarray:
    west, south, east, north = INDONESIA
    bounds = areas.bounds
    return np.asarray(
        (bounds["minx"] < west) | (bounds["maxx"] > east) | (bounds["miny"] < south) | (bounds["maxy"] > north)
    )


def _drop_outside(areas: gpd.GeoDataFrame, report: Report) -> gpd.GeoDataFrame:
    if areas.empty:
        return areas
    outside = _is_outside(areas)
    if outside.mean() > 0.5:
        west, south, east, north = areas.total_bounds
        raise BoundariesError(
            "outside_indonesia",
            N_("{count} of {total} areas lie outside Indonesia ({west} to {east} east, {south} to {north} north)."),
            N_("The coordinate system is probably wrong: set the right CRS in QGIS and export again as EPSG:4326."),
            count=int(outside.sum()),
            total=len(areas),
            west=f"{west:.4g}",
            east=f"{east:.4g}",
            south=f"{south:.4g}",
            north=f"{north:.4g}",
        )
    return _keep(areas, outside, "outside_indonesia", report)


def _make_valid(areas: gpd.GeoDataFrame, report: Report) -> gpd.GeoDataFrame:
    shapes = areas.geometry.to_numpy().copy()
    is_collection = shapely.get_type_id(shapes) == _COLLECTION
    todo = ~shapely.is_valid(shapes) | is_collection
    if not todo.any():
        return areas
    before = shapes[todo]
    reasons = shapely.is_valid_reason(before)
    # The default method raises on some real rings ("mixed-dimension"); "structure" does not.
    after = keep_polygons(shapely.make_valid(before, method="structure", keep_collapsed=False))
    shapes[todo] = after
    areas = areas.set_geometry(gpd.GeoSeries(shapes, index=areas.index, crs=areas.crs))
    areas.loc[todo, "flags"] = add_flag(areas.loc[todo, "flags"], "repaired")
    empty = shapely.is_empty(after)
    details = [
        f"{reason}; {_ring_km2(old):.6f} -> {_ring_km2(new):.6f} km2"
        for reason, old, new in zip(reasons[~empty], before[~empty], after[~empty], strict=True)
    ]
    rows = areas[todo]
    report.add_rows("repaired", "invalid_ring", rows[~empty], details)
    return _keep(areas, shapely.is_empty(shapes), "no_area", report)


def keep_polygons(shapes: np.ndarray) -> np.ndarray:
    """Polygonal part of each geometry; an empty MultiPolygon where there is none."""
    kept = np.array(shapes, dtype=object, copy=True)
    for place in np.flatnonzero(~np.isin(shapely.get_type_id(kept), POLYGONAL)):
        parts = shapely.get_parts(kept[place])
        while np.isin(shapely.get_type_id(parts), (_COLLECTION, shapely.GeometryType.MULTIPOLYGON)).any():
            parts = shapely.get_parts(parts)
        parts = parts[shapely.get_type_id(parts) == shapely.GeometryType.POLYGON]
        kept[place] = shapely.union_all(parts) if len(parts) else shapely.MultiPolygon()
    return kept


def add_flag(flags: pd.Series, word: str) -> pd.Series:
    """``flags`` with ``word`` added; words are joined by ``|``."""
    return flags.map(lambda text: "|".join(dict.fromkeys([*filter(None, text.split("|")), word])))


_EQUAL_AREA: Final = "EPSG:6933"


def equal_area(shapes: np.ndarray) -> np.ndarray:
    """The shapes in EPSG:6933 (metres); its areas add up exactly as those of their polygons do."""
    transformer = Transformer.from_crs(WGS84, _EQUAL_AREA, always_xy=True)
    moved: np.ndarray = shapely.transform(shapes, transformer.transform, interleaved=False)
    return moved


def area_km2(shapes: np.ndarray) -> np.ndarray:
    """Equal-area size of each geometry in square kilometres.

    Parameters
    ----------
    shapes
        Polygons (EPSG:4326) in an array; a missing one gives NaN.
    """
    sizes: np.ndarray = shapely.area(equal_area(shapes)) * _KM2_PER_M2
    return sizes


def _ring_km2(shape: shapely.Geometry) -> float:
    return float(area_km2(np.array([shape], dtype=object))[0])
