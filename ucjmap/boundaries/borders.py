"""Borders that do not match: ground that two outlines claim, and narrow strips that no outline claims."""

from concurrent.futures import ThreadPoolExecutor
from typing import Final

import geopandas as gpd
import numpy as np
import numpy.typing as npt
import pandas as pd
import shapely

from ucjmap.boundaries.repair import THREADS, area_km2
from ucjmap.boundaries.seams import WIDEST, beside_another_origin, ground_between

#: One row is a pair of areas: ``kind`` is ``overlap`` or ``gap``; a gap inside one area has its code twice.
BORDER_COLUMNS: Final = ("kind", "code", "other_code", "area_km2")
#: Anything smaller comes from rounding, not from borders.
_LEAST_KM2: Final = 1e-4
#: Ground without an outline that is wider than this, in degrees (about 200 m), is a lake or a bay, not a gap.
_WIDEST: Final = 0.002
#: Outlines this near to a gap, in degrees, lie beside it.
_BESIDE: Final = 1e-6


def find_overlaps(areas: gpd.GeoDataFrame, asked: npt.NDArray[np.intp] | None = None) -> pd.DataFrame:
    """Ground that two of the areas claim.

    Parameters
    ----------
    areas
        One row is one area (EPSG:4326): code, geometry; valid polygons, of one level.
    asked
        Places of the areas whose overlaps with all others are looked for; by default all.

    Returns
    -------
    pandas.DataFrame
        One row is one pair (``BORDER_COLUMNS``), each once; below 100 m² it is left out.
    """
    shapes, codes = areas.geometry.to_numpy(), areas["code"].to_numpy(dtype=object)
    asked = np.arange(len(shapes)) if asked is None else asked
    # Neighbours only touch, but to ask for it takes longer than to intersect them.
    one, other = shapely.STRtree(shapes).query(shapes[asked], predicate="intersects")
    one = asked[one]
    one, other = one[(one < other) | ~np.isin(other, asked)], other[(one < other) | ~np.isin(other, asked)]
    sizes = area_km2(_intersect(shapes[one], shapes[other])) if len(one) else np.zeros(0)
    large = sizes > _LEAST_KM2
    return _pairs("overlap", codes[one[large]], codes[other[large]], sizes[large])


def _intersect(one: npt.NDArray[np.object_], other: npt.NDArray[np.object_]) -> npt.NDArray[np.object_]:
    """Intersections of pairs, on all processors: shapely computes without holding the others up."""
    with ThreadPoolExecutor(THREADS) as pool:
        parts = pool.map(shapely.intersection, np.array_split(one, THREADS), np.array_split(other, THREADS))
        return np.concatenate(list(parts))


def find_border_faults(
    areas: gpd.GeoDataFrame,
    beside: gpd.GeoDataFrame | None = None,
    *,
    overlaps: pd.DataFrame | None = None,
    whole: shapely.Geometry | None = None,
) -> pd.DataFrame:
    """Pairs of areas that overlap, or leave a narrow gap between them.

    Parameters
    ----------
    areas
        One row is one area (EPSG:4326): code, geometry; valid polygons, of one level.
    beside
        Areas of other files around them, in the same columns: each pair has one of ``areas`` in it. A border of two
        files is surveyed twice: the gap along it may be as wide as what is closed on the map (``seams.WIDEST``).
    overlaps
        What ``find_overlaps`` gave for ``areas``, where it was asked before.
    whole
        The outline of all ``areas`` together, where it is known: joining them takes long.

    Returns
    -------
    pandas.DataFrame
        One row is one pair and kind (``BORDER_COLUMNS``), the largest first; pieces below 100 m² are left out.
    """
    shapes, codes = areas.geometry.to_numpy(), areas["code"].to_numpy(dtype=object)
    faults = [find_overlaps(areas) if overlaps is None else overlaps]
    if len(shapes) > 1:
        faults.append(_find_gaps(shapes, codes, whole))
    if beside is not None and len(beside):
        theirs, their_codes = beside.geometry.to_numpy(), beside["code"].to_numpy(dtype=object)
        faults += [_find_shared(shapes, codes, theirs, their_codes), _find_seams(shapes, codes, theirs, their_codes)]
    pairs = pd.concat(faults, ignore_index=True).groupby(list(BORDER_COLUMNS[:3]), as_index=False)["area_km2"].sum()
    return pairs.sort_values("area_km2", ascending=False, kind="stable", ignore_index=True)


def _find_shared(
    shapes: npt.NDArray[np.object_],
    codes: npt.NDArray[np.object_],
    theirs: npt.NDArray[np.object_],
    their_codes: npt.NDArray[np.object_],
) -> pd.DataFrame:
    """Ground that areas of two files claim."""
    one, other = shapely.STRtree(theirs).query(shapes, predicate="intersects")
    sizes = area_km2(shapely.intersection(shapes[one], theirs[other])) if len(one) else np.zeros(0)
    large = sizes > _LEAST_KM2
    return _pairs("overlap", codes[one[large]], their_codes[other[large]], sizes[large])


def _find_seams(
    shapes: npt.NDArray[np.object_],
    codes: npt.NDArray[np.object_],
    theirs: npt.NDArray[np.object_],
    their_codes: npt.NDArray[np.object_],
) -> pd.DataFrame:
    """Narrow ground between areas of two files, each piece with the pair that is nearest to it from both sides."""
    together = np.concatenate([shapes, theirs])
    origins = np.repeat(np.array(["own", "beside"], dtype=object), [len(shapes), len(theirs)])
    near = beside_another_origin(together, origins)
    if not len(near):
        return _pairs("gap", codes[:0], codes[:0], np.zeros(0))
    seams = shapely.get_parts(ground_between(together, origins, near))
    tree = shapely.STRtree(seams)
    one, other = shapely.STRtree(theirs).query(shapes, predicate="dwithin", distance=WIDEST)
    sizes = np.zeros(len(one))
    for pair, (own, their) in enumerate(zip(shapes[one], theirs[other], strict=True)):
        reach = shapely.intersection(shapely.buffer(own, WIDEST), shapely.buffer(their, WIDEST))
        touched = tree.query(reach, predicate="intersects")
        pieces = shapely.intersection(seams[touched], reach)
        sizes[pair] = area_km2(pieces).sum()
        seams[touched] = shapely.difference(seams[touched], reach)
    large = sizes > _LEAST_KM2
    return _pairs("gap", codes[one[large]], their_codes[other[large]], sizes[large])


def _find_gaps(
    shapes: npt.NDArray[np.object_], codes: npt.NDArray[np.object_], whole: shapely.Geometry | None
) -> pd.DataFrame:
    parts = shapely.get_parts(shapely.union_all(shapes) if whole is None else whole)
    rings = np.concatenate([np.asarray(part.interiors, dtype=object) for part in parts] or [np.zeros(0, dtype=object)])
    holes = shapely.polygons(rings) if len(rings) else np.zeros(0, dtype=object)
    narrow = holes[2 * shapely.area(holes) < _WIDEST * shapely.length(holes)]
    sizes = area_km2(narrow)
    narrow, sizes = narrow[sizes > _LEAST_KM2], sizes[sizes > _LEAST_KM2]
    one, other = _two_beside(narrow, shapes)
    return _pairs("gap", codes[np.minimum(one, other)], codes[np.maximum(one, other)], sizes)


def _two_beside(
    holes: npt.NDArray[np.object_], shapes: npt.NDArray[np.object_]
) -> tuple[npt.NDArray[np.intp], npt.NDArray[np.intp]]:
    """The two areas with the longest border on each gap; the same one twice where it lies inside one area.

    The areas are looked for beside the middle of each edge, on both sides: in the gap itself there is none.
    """
    corners, hole = shapely.get_coordinates(holes, return_index=True)
    edges = np.flatnonzero(hole[1:] == hole[:-1])
    step = corners[edges + 1] - corners[edges]
    length = np.hypot(*step.T)
    aside = np.column_stack([-step[:, 1], step[:, 0]]) * (_BESIDE / np.maximum(length, _BESIDE))[:, None]
    middle = (corners[edges + 1] + corners[edges]) / 2
    points = shapely.points(np.concatenate([middle + aside, middle - aside]))
    area, point = shapely.STRtree(points).query(shapes, predicate="contains")
    edge = point % max(len(edges), 1)
    borders = pd.DataFrame({"hole": hole[edges][edge], "area": area, "length": length[edge]})
    borders = borders.groupby(["hole", "area"], as_index=False)["length"].sum()
    borders = borders.sort_values("length", ascending=False, kind="stable")
    first = borders.drop_duplicates("hole").set_index("hole")["area"].reindex(range(len(holes))).fillna(0)
    rest = borders[borders.duplicated("hole")].drop_duplicates("hole").set_index("hole")["area"]
    second = rest.reindex(first.index).fillna(first)
    return first.to_numpy(dtype=np.intp), second.to_numpy(dtype=np.intp)


def _pairs(
    kind: str, one: npt.NDArray[np.object_], other: npt.NDArray[np.object_], sizes: npt.NDArray[np.float64]
) -> pd.DataFrame:
    pairs = pd.DataFrame({"kind": kind, "code": one, "other_code": other, "area_km2": sizes})
    return pairs[list(BORDER_COLUMNS)]
