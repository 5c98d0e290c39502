"""Outlines of upper levels that are put together from several files."""

from collections.abc import Callable

import numpy as np
import numpy.typing as npt
import pandas as pd
import shapely

from ucjmap.boundaries.display import simplify_view
from ucjmap.boundaries.repair import area_km2
from ucjmap.boundaries.topology import OVERVIEW_TOLERANCE, dissolve
from ucjmap.codes import LEVELS, Level

#: Outlines of some rows (edition_id, code, join_version), in their order; None where a row has none.
ReadShapes = Callable[[pd.DataFrame], npt.NDArray[np.object_]]


def build_joins(outlines: pd.DataFrame, missing: set[tuple[str, str]], read_shapes: ReadShapes) -> pd.DataFrame:
    """Outlines that are put together from several files, from the bottom up.

    Parameters
    ----------
    outlines
        One row is one area in force, what ``compose`` gives.
    missing
        The pairs (code, join_version) that nobody put together before.
    read_shapes
        Reads the parts that are not put together here.

    Returns
    -------
    pandas.DataFrame
        One row is one pair of ``missing``: code, join_version, area_km2, lon and lat (a point inside), bounds
        (degrees), geometry and overview (WKB, EPSG:4326). Without rows it has no columns either.
    """
    made: dict[tuple[str, str], dict[str, object]] = {}
    shapes: dict[tuple[str, str], shapely.Geometry] = {}
    drawn = outlines[~outlines["flags"].str.contains("no_geometry")]
    for level in reversed(LEVELS[:-1]):
        due = drawn[(drawn["level"] == level) & drawn["join_version"].notna()]
        pairs = zip(due["code"], due["join_version"], strict=True)
        due = due[np.array([pair in missing for pair in pairs], dtype=bool)]
        parts = drawn[drawn["parent_code"].isin(due["code"])]
        known = _part_shapes(parts, shapes, read_shapes)
        for code, version in zip(due["code"], due["join_version"], strict=True):
            shape = dissolve(known[(parts["parent_code"] == code).to_numpy()])
            shapes[code, version] = shape
            made[code, version] = {"code": code, "join_version": version, **_measure(shape, level)}
    return pd.DataFrame(made.values())


def _part_shapes(
    parts: pd.DataFrame, shapes: dict[tuple[str, str], shapely.Geometry], read_shapes: ReadShapes
) -> npt.NDArray[np.object_]:
    known = np.array(
        [shapes.get((code, str(version))) for code, version in zip(parts["code"], parts["join_version"], strict=True)],
        dtype=object,
    )
    unread = np.array([shape is None for shape in known], dtype=bool)
    if unread.any():
        known[unread] = read_shapes(parts[unread])
    return known


def _measure(shape: shapely.Geometry, level: Level) -> dict[str, object]:
    west, south, east, north = shapely.bounds(shape)
    inside = shapely.point_on_surface(shape)
    simple = simplify_view(np.array([shape], dtype=object), OVERVIEW_TOLERANCE[level])[0]
    return {
        "area_km2": float(area_km2(np.array([shape], dtype=object))[0]),
        "lon": inside.x, "lat": inside.y, "west": west, "south": south, "east": east, "north": north,
        "geometry": shapely.to_wkb(shape), "overview": shapely.to_wkb(simple),
    }  # fmt: skip
