"""A table from BPS codes to Kemendagri codes by the overlap of polygons, and what it says about a single code."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final, Literal

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from ucjmap.codes import Level, bps_codes_at, codes_at
from ucjmap.errors import N_, MatchingError
from ucjmap.matching.names import read_name
from ucjmap.schema import Progress, no_progress

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
Relation = Literal["same", "split", "merged", "changed"]

#: World Cylindrical Equal Area: shares of areas need no more than equal areas.
_EQUAL_AREA: Final = "EPSG:6933"
#: Where both shares are smaller, the two only differ in how their border was drawn.
_LEAST_SHARE: Final = 0.1
_SAME: Final = 0.8
_MOSTLY: Final = 0.7
#: Pairs between two reports of progress: a whole country has half a million.
_BATCH: Final = 2000
#: Area within which a name is looked up, to tell a new desa from one drawn elsewhere.
_NEARBY: Final[Level] = "adm2"


@dataclass(frozen=True, slots=True)
class Conversion:
    """What a crosswalk says about one BPS code: the areas it can mean, best first; ``same`` has one, which is sure."""

    relation: Relation
    codes: tuple[str, ...]


def build_crosswalk(
    from_areas: gpd.GeoDataFrame, to_areas: gpd.GeoDataFrame, *, progress: Progress = no_progress
) -> pd.DataFrame:
    """Overlaps of areas of one level with BPS codes and areas of the same level with Kemendagri's.

    ``relation`` of a pair is

    - ``same``: the overlap is clear (``iou`` of 0.8), or polygons of one name overlap: two editions are often drawn so
      differently that polygons alone tell little, and neighbours of one name do not occur;
    - ``split``: one BPS area became several, of which the other edition did not know the new ones;
    - ``merged``: several became one;
    - ``changed``: anything else, for a person to judge.

    Parameters
    ----------
    from_areas
        One row is one area of BPS: bps_code (digits), name (may be lacking), geometry in any CRS.
    to_areas
        One row is one area of Kemendagri: code, name, geometry in any CRS.
    progress
        Called with the number of pairs intersected, and of all; may raise to cancel.

    Returns
    -------
    pandas.DataFrame
        One row is one pair of polygons that share at least a tenth of either (``CROSSWALK_COLUMNS``), by BPS code, the
        best of each first. ``iou`` is intersection over union, ``share_from`` the part of the BPS area that lies in the
        other, ``share_to`` the reverse. Areas without geometry have no row.

    Raises
    ------
    MatchingError
        A frame has no coordinate reference system or lacks its code.
    """
    old, new = _prepare(from_areas, "bps_code"), _prepare(to_areas, "code")
    left, right = shapely.STRtree(new.geometry.to_numpy()).query(old.geometry.to_numpy(), predicate="intersects")
    old_shapes, new_shapes = old.geometry.to_numpy()[left], new.geometry.to_numpy()[right]
    shared = _shared_areas(old_shapes, new_shapes, progress)
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
    kept["relation"] = _relations(kept, old, new)
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
    names = held["name"].fillna("") if "name" in held.columns else pd.Series("", index=held.index)
    shapes = held.geometry.to_crs(_EQUAL_AREA)
    valid = shapely.make_valid(shapes.to_numpy(), method="structure", keep_collapsed=False)
    return gpd.GeoDataFrame({code: held[code].astype(str), "name": names}, geometry=valid, crs=_EQUAL_AREA)


def _shared_areas(old: np.ndarray, new: np.ndarray, progress: Progress) -> np.ndarray:
    shared = np.zeros(len(old))
    for start in range(0, len(old), _BATCH):
        progress(start, len(old), "overlap")
        part = slice(start, start + _BATCH)
        shared[part] = shapely.area(shapely.intersection(old[part], new[part]))
    progress(len(old), len(old), "overlap")
    return shared


def _relations(pairs: pd.DataFrame, old: pd.DataFrame, new: pd.DataFrame) -> np.ndarray:
    """Relation of each pair; see ``build_crosswalk``."""
    same = _is_same(pairs)
    known_before = set(zip(bps_codes_at(old["bps_code"], _NEARBY), old["name"].map(_name_key), strict=True))
    known_after = set(zip(codes_at(new["code"], _NEARBY), new["name"].map(_name_key), strict=True))
    is_new = _is_unknown(bps_codes_at(pairs["bps_code"], _NEARBY), pairs["name_to"], known_before)
    is_gone = _is_unknown(codes_at(pairs["code"], _NEARBY), pairs["name_from"], known_after)
    has_same_code = pairs["code"].isin(pairs.loc[same, "code"])
    has_same_bps = pairs["bps_code"].isin(pairs.loc[same, "bps_code"])
    new_part = (pairs["share_to"] >= _MOSTLY) & ~has_same_code & is_new
    lost_part = (pairs["share_from"] >= _MOSTLY) & ~has_same_bps & is_gone
    parts_of_old = (new_part | same).groupby(pairs["bps_code"]).transform("sum")
    parts_of_new = (lost_part | same).groupby(pairs["code"]).transform("sum")
    split = new_part.groupby(pairs["bps_code"]).transform("any") & (new_part | same) & (parts_of_old > 1)
    merged = lost_part.groupby(pairs["code"]).transform("any") & (lost_part | same) & (parts_of_new > 1)
    return np.select([split, merged, same], ["split", "merged", "same"], default="changed")


def _is_unknown(regencies: pd.Series, names: pd.Series, known: set[tuple[str, str]]) -> np.ndarray:
    keys = zip(regencies, names.map(_name_key), strict=True)
    return np.array([key not in known for key in keys], dtype=bool)


def _is_same(pairs: pd.DataFrame) -> pd.Series:
    """Pairs of one name; pairs of different names only where the overlap is clear and neither name has its own pair."""
    keys = pairs["name_from"].map(_name_key), pairs["name_to"].map(_name_key)
    named = (keys[0] == keys[1]) & (keys[0] != "")
    named &= ~pairs["bps_code"].where(named).duplicated(keep=False) & ~pairs["code"].where(named).duplicated(keep=False)
    taken = pairs["bps_code"].isin(pairs.loc[named, "bps_code"]) | pairs["code"].isin(pairs.loc[named, "code"])
    return named | ((pairs["iou"] >= _SAME) & ~taken)


def _name_key(name: str) -> str:
    """A name as it sounds, with its numerals: ``Seruat II`` and ``Seruat Dua`` are one."""
    read = read_name(str(name))
    return f"{read.sound} {read.numbers}" if read.sound else ""


def relate_pairs(pairs: pd.DataFrame) -> pd.Series:
    """Relation of each pair of a table that gives only codes: by how often either side occurs.

    Parameters
    ----------
    pairs
        One row is one pair: bps_code, code.

    Returns
    -------
    pandas.Series
        ``Relation`` under the index of ``pairs``. A BPS code with several areas is split, also where one of these has
        several BPS codes.
    """
    several_new = pairs["bps_code"].duplicated(keep=False)
    several_old = pairs["code"].duplicated(keep=False)
    relations = np.select([several_new, several_old], ["split", "merged"], default="same")
    return pd.Series(relations, index=pairs.index)


def settle_conversions(pairs: pd.DataFrame) -> dict[str, Conversion]:
    """What to do with each BPS code.

    A code with any part of a split is split: the part that kept the name has not all of the old count.

    Parameters
    ----------
    pairs
        One row is one pair, the best of each BPS code first: bps_code, code, relation.

    Returns
    -------
    dict
        By BPS code; at most three areas each. A code that is the ``same`` as several areas is ``changed``: a person
        decides.
    """
    conversions = {}
    for bps_code, group in pairs.groupby("bps_code", sort=False):
        relation = _first_of(group["relation"])
        codes = group["code"] if relation == "changed" else group.loc[group["relation"] == relation, "code"]
        if relation == "same" and len(codes) > 1:
            relation = "changed"
        conversions[str(bps_code)] = Conversion(relation, tuple(codes.head(3)))
    return conversions


def _first_of(relations: Iterable[str]) -> Relation:
    held = set(relations)
    order: tuple[Relation, ...] = ("split", "merged", "same")
    return next((relation for relation in order if relation in held), "changed")
