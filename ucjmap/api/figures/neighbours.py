"""The areas beside an area."""

import numpy as np
import pandas as pd
import shapely

from ucjmap.api.areas import AreaTree, area_tree, areas_near
from ucjmap.codes import COUNTRY
from ucjmap.store import Store, read_geometry

#: Borders of two editions never meet exactly: areas closer than about a hundred metres count as touching.
_TOUCH_DEGREES = 0.001
_NEIGHBOURS_KEPT = 4000


def neighbours(store: Store, code: str) -> pd.DataFrame:
    """Areas of the same level whose polygon touches that of an area.

    Areas closer than about a hundred metres count as touching, so that a river or two editions do not part neighbours.

    Returns
    -------
    pandas.DataFrame
        One row is one area, by code: code, name, parent_code, parent (its name). Empty for the country and for an area
        without a polygon.

    Raises
    ------
    UsageError
        Unknown area.
    """
    tree = area_tree(store)
    tree.level(code)
    known: dict[str, list[str]] = tree.keep("neighbours", dict)
    if code not in known:
        if len(known) >= _NEIGHBOURS_KEPT:
            known.clear()
        known[code] = [] if code == COUNTRY else _touching(store, tree, code)
    touching = tree.areas.loc[known[code], ["code", "name", "parent_code"]]
    return touching.assign(parent=[tree.name(parent) for parent in touching["parent_code"]]).reset_index(drop=True)


def _touching(store: Store, tree: AreaTree, code: str) -> list[str]:
    if pd.isna(tree.areas.at[code, "west"]):
        return []
    around = areas_near(tree, code, _TOUCH_DEGREES)
    with store.reading() as connection:
        shapes = read_geometry(connection, around, overview=tree.level(code) == "adm1")
    geometries = shapely.from_wkb(shapes["geometry"].to_numpy(dtype=object))
    codes = shapes["code"].to_numpy(dtype=object)
    tree_of_shapes = shapely.STRtree(geometries)
    target = geometries[np.flatnonzero(codes == code)[0]]
    places = tree_of_shapes.query(target, predicate="dwithin", distance=_TOUCH_DEGREES)
    return sorted(set(codes[places]) - {code})
