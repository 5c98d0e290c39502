"""Seams of a view: narrow ground between outlines of different files, which belongs to one of them and is drawn so."""

from typing import Final

import numpy as np
import numpy.typing as npt
import shapely

from ucjmap.boundaries.repair import keep_polygons

Shapes = npt.NDArray[np.object_]
#: Widest ground, in degrees (about 550 m), that is taken for a difference of two surveys; what is wider is left open:
#: it is a strait, or an outline that lies elsewhere, and the trial run lists it.
WIDEST: Final = 0.005
_CORNERS: Final = 2


def close_seams(shapes: Shapes, origins: npt.NDArray[np.object_]) -> Shapes:
    """``shapes`` (EPSG:4326) with the narrow ground between those of different ``origins`` given to what lies beside it.

    Nothing else changes: narrow ground between outlines of one file is as its issuer drew it.
    """
    beside = beside_another_origin(shapes, origins)
    if not len(beside):
        return shapes
    seams = ground_between(shapes, origins, beside)
    if shapely.is_empty(seams):
        return shapes
    closed = shapes.copy()
    for place in beside:
        own = shapely.intersection(seams, shapely.buffer(shapes[place], WIDEST, quad_segs=_CORNERS))
        if not shapely.is_empty(own):
            closed[place] = shapely.union(shapes[place], own)
            seams = shapely.difference(seams, own)
    closed[beside] = keep_polygons(closed[beside])
    return closed


def beside_another_origin(shapes: Shapes, origins: npt.NDArray[np.object_]) -> npt.NDArray[np.intp]:
    """Places of the shapes that lie within `WIDEST` of one of another origin."""
    if len(set(origins)) < 2:
        return np.zeros(0, dtype=np.intp)
    one, other = shapely.STRtree(shapes).query(shapes, predicate="dwithin", distance=WIDEST)
    return np.unique(one[origins[one] != origins[other]])


def ground_between(shapes: Shapes, origins: npt.NDArray[np.object_], beside: npt.NDArray[np.intp]) -> shapely.Geometry:
    """Ground without an outline, narrower than `WIDEST`, near outlines of two origins."""
    near_one = near_two = shapely.MultiPolygon()
    for origin in dict.fromkeys(origins[beside]):
        ground = shapely.union_all(shapes[beside[origins[beside] == origin]])
        near = shapely.buffer(ground, WIDEST, quad_segs=_CORNERS)
        near_two = shapely.union(near_two, shapely.intersection(near_one, near))
        near_one = shapely.union(near_one, near)
    taken = shapely.union_all(shapes[np.unique(shapely.STRtree(shapes).query(near_two, predicate="intersects"))])
    wide = shapely.buffer(taken, WIDEST / 2, quad_segs=_CORNERS)
    filled = shapely.buffer(wide, -WIDEST / 2, quad_segs=_CORNERS)
    return shapely.intersection(shapely.difference(filled, taken), near_two)
