"""Display geometry: the areas of one view, simplified to what its pixels can show, ready to be sent as it is."""

import gzip
import json
import math
from collections.abc import Collection, Sequence
from typing import Final

import numpy as np
import shapely

from ucjmap.boundaries.repair import keep_polygons
from ucjmap.boundaries.seams import close_seams

# Shares of the tolerance: what is nearer than the first is one vertex, what is narrower than the second is no gap
# but an accident of digitising. Without a snapping distance the cleaning takes five to ten times as long.
_SNAP: Final = 0.25
_GAP: Final = 1.0
# Coordinates are rounded to at most this share of a pixel.
_ROUNDING: Final = 0.25


def encode_display(
    codes: Sequence[str],
    names: Sequence[str],
    geometries: Sequence[shapely.Geometry | None],
    *,
    origins: Sequence[object] | None = None,
    width_px: int = 1600,
    unwritten: Collection[str] = (),
) -> bytes:
    """Gzipped GeoJSON of the areas of one view, shared borders kept, coordinates rounded to what a pixel needs.

    An area is never dropped: one that would vanish keeps a minimal polygon. The same input gives the same bytes.

    Parameters
    ----------
    codes, names
        Of each area; they become the properties ``code`` and ``name`` of its feature.
    geometries
        Polygons of each area (EPSG:4326); one that is null or empty is left out.
    origins
        Which outlines come from one file: narrow ground between those of different files is closed.
    width_px
        Pixels that the larger extent of the view fills: what is smaller than one is simplified away.
    unwritten
        Codes of areas that only keep their borders with the others in common.
    """
    shapes = np.array(list(geometries), dtype=object)
    kept = np.flatnonzero(~(shapely.is_missing(shapes) | shapely.is_empty(shapes))).tolist()
    shapes = shapes[kept]
    features = []
    if len(shapes):
        pixel = pixel_degrees(shapes, width_px)
        digits = max(0, math.ceil(-math.log10(pixel * _ROUNDING)))
        if origins is not None:
            shapes = close_seams(shapes, np.array(list(origins), dtype=object)[kept])
        drawn = round_shapes(simplify_view(shapes, pixel), shapes, digits)
        features = [
            _feature(codes[place], names[place], shape)
            for place, shape in zip(kept, drawn, strict=True)
            if codes[place] not in unwritten
        ]
    text = json.dumps({"type": "FeatureCollection", "features": features}, ensure_ascii=False, separators=(",", ":"))
    return gzip.compress(text.encode(), compresslevel=9, mtime=0)


def pixel_degrees(shapes: np.ndarray, width_px: int) -> float:
    """Size of a pixel in degrees where the larger extent of ``shapes`` fills ``width_px``."""
    west, south, east, north = shapely.total_bounds(shapes)
    return float(max(east - west, north - south, 1e-6)) / width_px


def simplify_view(shapes: np.ndarray, tolerance: float) -> np.ndarray:
    """Shapes simplified along their shared borders; ``tolerance`` is the square root of an area, in degrees.

    Real layers have slivers between neighbours: they are closed in between, so that both sides lose the same
    vertices. No shape comes back empty.
    """
    simple = _or_else(shapely.coverage_simplify(shapes, tolerance), shapes)
    if shapely.coverage_is_valid(shapes):
        return simple
    clean = shapely.coverage_clean(simple, snapping_distance=_SNAP * tolerance, gap_width=_GAP * tolerance)
    # Cleaning gives away an area that lies wholly on another one: it keeps its own shape.
    clean = _or_else(clean, simple)
    return _or_else(shapely.coverage_simplify(clean, tolerance), clean)


def _or_else(shapes: np.ndarray, fallback: np.ndarray) -> np.ndarray:
    """Polygonal part of each shape, or the fallback's shape where nothing is left."""
    kept = keep_polygons(shapes)
    return np.where(shapely.is_empty(kept), fallback, kept)


def round_shapes(simple: np.ndarray, originals: np.ndarray, digits: int) -> np.ndarray:
    """Coordinates rounded to ``digits``; rings that collapse are left out, but never the last one of an area."""
    rounded: np.ndarray = shapely.transform(simple, lambda points: np.round(points, digits))
    for place, shape in enumerate(rounded):
        rings = [part for part in shapely.get_parts(shape) if part.area > 0]
        cleaned = [
            shapely.Polygon(part.exterior, [hole for hole in part.interiors if shapely.Polygon(hole).area > 0])
            for part in rings
        ]
        if cleaned:
            rounded[place] = cleaned[0] if len(cleaned) == 1 else shapely.MultiPolygon(cleaned)
        else:
            rounded[place] = minimal_polygon(originals[place], digits)
    return rounded


def minimal_polygon(shape: shapely.Geometry, digits: int) -> shapely.Polygon:
    """Triangle of one rounding step at a point of ``shape``, so that a tiny island can still be seen and clicked."""
    step = 10.0**-digits
    point = shapely.point_on_surface(shape)
    x, y = round(point.x, digits), round(point.y, digits)
    corners = [(x, y), (x + step, y), (x, y + step)]
    return shapely.Polygon([(round(east, digits), round(north, digits)) for east, north in corners])


def _feature(code: str, name: str, shape: shapely.Geometry) -> dict[str, object]:
    return {
        "type": "Feature",
        "properties": {"code": code, "name": name},
        "geometry": json.loads(shapely.to_geojson(shape)),
    }
