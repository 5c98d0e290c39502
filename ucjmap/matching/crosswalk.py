"""A table from the codes of one edition to those of another, by the overlap of their polygons."""

from typing import Final

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from ucjmap.errors import N_, MatchingError

CROSSWALK_COLUMNS: Final = (
    "bps_code",
    "code",
    "iou",
    "share_from",
    "share_to",
    "name_from",
    "name_to",
    "relation",
)

#: World Cylindrical Equal Area: shares of areas need no more than equal areas.
_EQUAL_AREA: Final = "EPSG:6933"
#: Smaller shares of both sides are drawing differences along a border.
_LEAST_SHARE: Final = 0.1
_SAME: Final = 0.8
_MOSTLY: Final = 0.7


def build_crosswalk(from_areas: gpd.GeoDataFrame, to_areas: gpd.GeoDataFrame) -> pd.DataFrame:
    """Overlaps of areas with BPS codes (``bps_code``, ``name``) and with Kemendagri's (``code``, ``name``).

    One row of the result is one pair of polygons that share at least a tenth of either. ``iou`` is intersection over
    union, ``share_from`` the part of the BPS area that lies in the other, ``share_to`` the reverse. ``relation`` is
    ``same``, ``split`` (one BPS area became several), ``merged`` (several became one) or ``changed``. Areas without
    geometry have no row.

    Raises
    ------
    MatchingError
        A frame has no coordinate reference system or lacks its code.
    """
    old, new = _prepare(from_areas, "bps_code"), _prepare(to_areas, "code")
    left, right = shapely.STRtree(new.geometry.to_numpy()).query(old.geometry.to_numpy(), predicate="intersects")
    old_shapes, new_shapes = old.geometry.to_numpy()[left], new.geometry.to_numpy()[right]
    shared = shapely.area(shapely.intersection(old_shapes, new_shapes))
    old_size, new_size = shapely.area(old_shapes), shapely.area(new_shapes)
    pairs = pd.DataFrame(
        {
            "bps_code": old["bps_code"].to_numpy()[left],
            "code": new["code"].to_numpy()[right],
            "iou": shared / (old_size + new_size - shared),
            "share_from": shared / old_size,
            "share_to": shared / new_size,
            "name_from": old["name"].to_numpy()[left],
            "name_to": new["name"].to_numpy()[right],
        }
    )
    kept = pairs.loc[pairs[["share_from", "share_to"]].max(axis=1) >= _LEAST_SHARE].copy()
    kept["relation"] = _relations(kept)
    ordered = kept.sort_values(["bps_code", "iou", "code"], ascending=[True, False, True])
    return ordered.loc[:, list(CROSSWALK_COLUMNS)].reset_index(drop=True)


def _prepare(areas: gpd.GeoDataFrame, code: str) -> gpd.GeoDataFrame:
    if areas.crs is None or code not in areas.columns:
        raise MatchingError(
            "crosswalk_input",
            N_("The areas for the crosswalk lack {what}."),
            N_("Give boundaries of both editions with a coordinate reference system and the column {column}."),
            what="a coordinate reference system" if areas.crs is None else f"the column {code}",
            column=code,
        )
    held = areas.loc[areas.geometry.notna() & ~areas.geometry.is_empty]
    names = held["name"] if "name" in held.columns else pd.Series("", index=held.index)
    shapes = held.geometry.to_crs(_EQUAL_AREA)
    valid = shapely.make_valid(shapes.to_numpy(), method="structure", keep_collapsed=False)
    return gpd.GeoDataFrame({code: held[code].astype(str), "name": names}, geometry=valid, crs=_EQUAL_AREA)


def _relations(pairs: pd.DataFrame) -> np.ndarray:
    """A part is an area that lies mostly in one of the other edition; several parts make a split or a merger."""
    inside_old = pairs["share_to"] >= _MOSTLY
    inside_new = pairs["share_from"] >= _MOSTLY
    parts_of_old = inside_old.groupby(pairs["bps_code"]).transform("sum")
    parts_of_new = inside_new.groupby(pairs["code"]).transform("sum")
    conditions = [
        pairs["iou"] >= _SAME,
        inside_old & (parts_of_old > 1),
        inside_new & (parts_of_new > 1),
    ]
    return np.select(conditions, ["same", "split", "merged"], default="changed")
