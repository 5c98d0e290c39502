"""Display geometry of what lies around an area: the areas of its own level beside it, without any figure."""

from typing import Final

import numpy as np
import pandas as pd
import shapely

from ucjmap.api.areas.tree import AreaTree, area_tree
from ucjmap.api.areas.view_geometry import Display, keep_display, version_in
from ucjmap.boundaries import encode_display
from ucjmap.codes import COUNTRY
from ucjmap.store import AROUND, Store, read_geometry

#: How far around the area others are drawn, as a part of its larger extent: what a map shows beside it at first.
_REACH: Final = 0.6
#: Pixels that the area itself takes: its neighbours are a quiet ground, and need no more detail.
_WIDTH_PX: Final = 1000


def surroundings(store: Store, code: str) -> Display:
    """Areas of the level of ``code`` that lie around it, as the browser draws them; built once, then kept.

    Empty for the country and for an area without a polygon.

    Raises
    ------
    UsageError
        Unknown area.
    """
    tree = area_tree(store)
    tree.level(code)
    # Of the country: neighbours may lie in another province.
    return keep_display(store, version_in(tree, COUNTRY), code, AROUND, lambda: _build(store, tree, code))


def _build(store: Store, tree: AreaTree, code: str) -> bytes:
    areas = tree.areas.iloc[:0]
    if code != COUNTRY and not pd.isna(tree.areas.at[code, "west"]):
        areas = areas_near(tree, code, _REACH * _span(tree.areas.loc[code]))
    if areas.empty:
        return encode_display([], [], [])
    with store.reading() as connection:
        shapes = read_geometry(connection, areas, overview=tree.level(code) == "adm1")
    codes, names = list(shapes["code"]), list(shapes["name"])
    geometries = np.asarray(shapely.from_wkb(shapes["geometry"].to_numpy(dtype=object)), dtype=object)
    west, south, east, north = shapely.total_bounds(geometries)
    width_px = round(_WIDTH_PX * max(east - west, north - south) / _span(areas.loc[code]))
    return encode_display(codes, names, geometries.tolist(), width_px=width_px, unwritten=(code,))


def areas_near(tree: AreaTree, code: str, reach: float) -> pd.DataFrame:
    """An area and those of its level whose extent comes near its own.

    Parameters
    ----------
    code
        Of an area with a polygon.
    reach
        Degrees that may lie between the two extents.

    Returns
    -------
    pandas.DataFrame
        Rows of ``AreaTree.areas``, the area itself among them.
    """
    own = tree.areas.loc[code]
    level = tree.areas[(tree.areas["level"] == own["level"]).to_numpy()]
    near = (level["west"] <= own["east"] + reach) & (level["east"] >= own["west"] - reach)
    near &= (level["south"] <= own["north"] + reach) & (level["north"] >= own["south"] - reach)
    return level[near.to_numpy()]


def _span(area: pd.Series) -> float:
    return float(max(area["east"] - area["west"], area["north"] - area["south"], 1e-6))
