"""Borders of a boundary file that do not match: between its own areas, and with the outlines in force beside them."""

from typing import Final

import geopandas as gpd
import pandas as pd
import shapely

from ucjmap.api.areas import AreaTree, read_shapes
from ucjmap.boundaries import SEAM_DEGREES, find_border_faults
from ucjmap.codes import PLACE_COLUMNS, Level
from ucjmap.store import Store

#: Borders are compared for as many areas, and so are before and after: one map shows no more, and a whole country takes
#: minutes.
MOST_COMPARED: Final = 10_000
#: One row is a pair of areas: ``kind`` is ``overlap`` or ``gap``.
FAULT_COLUMNS: Final = ("kind", "code", "name", "other_code", "other_name", "area_km2")


def list_border_faults(
    store: Store,
    tree: AreaTree,
    areas: gpd.GeoDataFrame,
    units: pd.DataFrame,
    lost: "pd.Series[str]",
    overlaps: pd.DataFrame,
) -> pd.DataFrame:
    """Gaps and overlaps by pair of areas, with their names.

    Parameters
    ----------
    areas
        Areas of the file (EPSG:4326), one row is one area of its finest level.
    units
        The same areas with those above them (``build_units``).
    lost
        Codes of areas whose outlines go with the file.
    overlaps
        What ``find_overlaps`` gave for the areas, and perhaps for some that were refused.

    Returns
    -------
    pandas.DataFrame
        One row is one pair (``FAULT_COLUMNS``), the largest first. The first area is one of the file; the other one may
        be of an earlier file.
    """
    level: Level = areas["level"].iloc[0]
    beside = _outlines_beside(store, tree, areas, lost)
    within = overlaps[overlaps["code"].isin(areas["code"]) & overlaps["other_code"].isin(areas["code"])]
    faults = find_border_faults(areas, beside, overlaps=within, whole=_join(units))
    names = pd.concat([tree.areas.loc[beside["code"], "name"], areas.set_index("code")[PLACE_COLUMNS[level]]])
    faults = faults.assign(name=faults["code"].map(names), other_name=faults["other_code"].map(names))
    return faults[list(FAULT_COLUMNS)]


def _join(units: pd.DataFrame) -> shapely.Geometry | None:
    """The outline of all areas of a file; None in a trial run, which joins none."""
    provinces = units.loc[units["level"] == units["level"].min(), "geometry"]
    if provinces.isna().any():
        return None
    shapes = shapely.from_wkb(provinces.to_numpy(dtype=object))
    return shapes[0] if len(shapes) == 1 else shapely.union_all(shapes)


def _outlines_beside(store: Store, tree: AreaTree, areas: gpd.GeoDataFrame, lost: "pd.Series[str]") -> gpd.GeoDataFrame:
    """Outlines of other files that stay in force beside those of the file; those of the model are no survey of a border."""
    known = tree.areas[(tree.areas["level"] == areas["level"].iloc[0]) & tree.areas["west"].notna()]
    known = known[~known.index.isin(areas["code"]) & ~known.index.isin(lost)]
    known = known[~known["flags"].fillna("").str.contains("model").to_numpy(dtype=bool)]
    extents = shapely.box(*(known[edge].to_numpy(dtype=float) for edge in ("west", "south", "east", "north")))
    near, _ = shapely.STRtree(areas.geometry.to_numpy()).query(extents, predicate="dwithin", distance=SEAM_DEGREES)
    codes = known.index[sorted(set(near))]
    return gpd.GeoDataFrame({"code": codes.to_numpy()}, geometry=read_shapes(store, codes), crs=areas.crs)
