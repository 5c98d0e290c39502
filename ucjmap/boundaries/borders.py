"""Borders that do not match: ground that two outlines claim, and narrow strips that no outline claims."""

from typing import Final

import geopandas as gpd
import numpy as np
import numpy.typing as npt
import pandas as pd
import shapely

from ucjmap.boundaries.repair import area_km2

#: One row is a pair of areas: ``kind`` is ``overlap`` or ``gap``; a gap inside one area has its code twice.
BORDER_COLUMNS: Final = ("kind", "code", "other_code", "area_km2")
#: Anything smaller comes from rounding, not from borders.
_LEAST_KM2: Final = 1e-4
#: Ground without an outline that is wider than this, in degrees (about 200 m), is a lake or a bay, not a gap.
_WIDEST: Final = 0.002
#: Outlines this near to a gap, in degrees, lie beside it.
_BESIDE: Final = 1e-6


def find_border_faults(areas: gpd.GeoDataFrame) -> pd.DataFrame:
    """Pairs of areas that overlap, or leave a narrow gap between them.

    Parameters
    ----------
    areas
        One row is one area (EPSG:4326): code, geometry; valid polygons, of one level.

    Returns
    -------
    pandas.DataFrame
        One row is one fault (``BORDER_COLUMNS``), the largest first; what is below 100 m² is left out.
    """
    shapes, codes = areas.geometry.to_numpy(), areas["code"].to_numpy(dtype=object)
    if len(shapes) < 2:
        return pd.DataFrame(columns=list(BORDER_COLUMNS))
    faults = pd.concat([_find_overlaps(shapes, codes), _find_gaps(shapes, codes)], ignore_index=True)
    return faults.sort_values("area_km2", ascending=False, kind="stable", ignore_index=True)


def _find_overlaps(shapes: npt.NDArray[np.object_], codes: npt.NDArray[np.object_]) -> pd.DataFrame:
    mismatched = np.flatnonzero(~shapely.is_empty(shapely.coverage_invalid_edges(shapes)))
    tree = shapely.STRtree(shapes[mismatched])
    one, other = (mismatched[place] for place in tree.query(shapes[mismatched], predicate="intersects"))
    one, other = one[one < other], other[one < other]
    sizes = area_km2(shapely.intersection(shapes[one], shapes[other])) if len(one) else np.zeros(0)
    large = sizes > _LEAST_KM2
    return _pairs("overlap", codes[one[large]], codes[other[large]], sizes[large])


def _find_gaps(shapes: npt.NDArray[np.object_], codes: npt.NDArray[np.object_]) -> pd.DataFrame:
    parts = shapely.get_parts(shapely.union_all(shapes))
    rings = np.concatenate([np.asarray(part.interiors, dtype=object) for part in parts] or [np.zeros(0, dtype=object)])
    holes = shapely.polygons(rings) if len(rings) else np.zeros(0, dtype=object)
    narrow = holes[2 * shapely.area(holes) < _WIDEST * shapely.length(holes)]
    sizes = area_km2(narrow)
    narrow, sizes = narrow[sizes > _LEAST_KM2], sizes[sizes > _LEAST_KM2]
    tree = shapely.STRtree(shapes)
    beside = [_two_beside(hole, shapes, tree) for hole in narrow]
    return _pairs("gap", codes[[one for one, _ in beside]], codes[[other for _, other in beside]], sizes)


def _two_beside(hole: shapely.Geometry, shapes: npt.NDArray[np.object_], tree: shapely.STRtree) -> tuple[int, int]:
    """The two areas with the longest border on a gap; the same one twice where it lies inside one area."""
    rim = hole.buffer(_BESIDE)
    near = tree.query(rim, predicate="intersects")
    longest = near[np.argsort(-shapely.area(shapely.intersection(shapes[near], rim)), kind="stable")]
    return int(longest[0]), int(longest[1] if len(longest) > 1 else longest[0])


def _pairs(
    kind: str, one: npt.NDArray[np.object_], other: npt.NDArray[np.object_], sizes: npt.NDArray[np.float64]
) -> pd.DataFrame:
    pairs = pd.DataFrame({"kind": kind, "code": one, "other_code": other, "area_km2": sizes})
    return pairs[list(BORDER_COLUMNS)]
