"""Display geometry of what lies around an area: the areas of its own level beside it, without any figure."""

from typing import Final

import numpy as np
import pandas as pd
import shapely

from ucjmap.api.areas.tree import AreaTree, area_tree
from ucjmap.api.areas.view_geometry import Display, display_version
from ucjmap.boundaries import encode_display
from ucjmap.codes import COUNTRY
from ucjmap.store import Store, read_display, read_geometry, write_display

#: What such a geometry is called where the level of the areas of a view stands else.
AROUND: Final = "near"
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
    version = display_version(store, COUNTRY)  # neighbours may lie in another province
    with store.reading() as connection:
        body = read_display(connection, version, code, AROUND)
    if body is None:
        body = _build(store, tree, code)
        built = body
        store.keep(lambda connection: write_display(connection, version, code, AROUND, built))
    return Display(version, body)


def _build(store: Store, tree: AreaTree, code: str) -> bytes:
    areas = _areas_around(tree, code)
    if areas.empty:
        return encode_display([], [], [])
    with store.reading() as connection:
        shapes = read_geometry(connection, areas, overview=tree.level(code) == "adm1")
    codes, names = list(shapes["code"]), list(shapes["name"])
    geometries = np.asarray(shapely.from_wkb(shapes["geometry"].to_numpy(dtype=object)), dtype=object)
    west, south, east, north = shapely.total_bounds(geometries)
    width_px = round(_WIDTH_PX * max(east - west, north - south) / _span(areas.loc[code]))
    return encode_display(codes, names, geometries.tolist(), width_px=width_px, unwritten=(code,))


def _areas_around(tree: AreaTree, code: str) -> pd.DataFrame:
    """The area and those whose extent comes near it; one row is one area."""
    if code == COUNTRY or pd.isna(tree.areas.at[code, "west"]):
        return tree.areas.iloc[:0]
    own = tree.areas.loc[code]
    reach = _REACH * _span(own)
    level = tree.areas[(tree.areas["level"] == own["level"]).to_numpy()]
    near = (level["west"] <= own["east"] + reach) & (level["east"] >= own["west"] - reach)
    near &= (level["south"] <= own["north"] + reach) & (level["north"] >= own["south"] - reach)
    return level[near.to_numpy()]


def _span(area: pd.Series) -> float:
    return float(max(area["east"] - area["west"], area["north"] - area["south"], 1e-6))
