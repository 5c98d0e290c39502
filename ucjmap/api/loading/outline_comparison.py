"""What an import changes: the outlines in force beside those of the file, area by area."""

from dataclasses import dataclass
from typing import Final

import geopandas as gpd
import numpy as np
import numpy.typing as npt
import pandas as pd
import shapely

from ucjmap.api.areas import AreaTree, read_shapes
from ucjmap.api.loading.boundary_known import KM_PER_DEGREE
from ucjmap.boundaries import area_km2
from ucjmap.codes import Level
from ucjmap.store import Store

#: Corners nearer than this (0.1 m, in degrees) are the same.
_SAME_DEGREES: Final = 1e-6
_WORST: Final = 10
_CHANGES: Final = ("same", "moved", "new", "unknown", "lost")
_REFUSALS: Final = ("unlisted", "refused")


@dataclass(frozen=True)
class OutlineChanges:
    """The finest level of a file before and after.

    ``areas`` has one row an area: code, name, ``change`` (``same``, ``moved``, ``new``, ``unknown`` or ``lost``), ``moved_km``
    (between the middles), ``before_km2``, ``after_km2``; ``before`` and ``after`` are its polygons (EPSG:4326, or None),
    ``borders`` the pairs of areas that overlap or leave a gap, as ``list_border_faults`` gives them. ``refused`` has one
    row a refused row of the file whose outline lies beside those areas: ``change`` (``unlisted``: its code is in no
    register, or ``refused``) and geometry (EPSG:4326).
    """

    level: Level
    areas: pd.DataFrame
    before: npt.NDArray[np.object_]
    after: npt.NDArray[np.object_]
    borders: pd.DataFrame
    refused: gpd.GeoDataFrame

    def counts(self) -> dict[str, int]:
        """How many areas there are of each class.

        Returns
        -------
        dict
            ``same``, ``moved``, ``new``, ``unknown`` (no area of the register so far) and ``lost``; then ``unlisted`` and
            ``refused``, rows that are refused and none of the areas compared.
        """
        counted = {change: int((self.areas["change"] == change).sum()) for change in _CHANGES}
        return counted | {change: int((self.refused["change"] == change).sum()) for change in _REFUSALS}

    def shapes(self, change: str) -> npt.NDArray[np.object_]:
        """The outlines of one class, to be drawn.

        Returns
        -------
        numpy.ndarray
            Polygons (EPSG:4326) of the file; for areas that lose theirs those in force.
        """
        if change in _REFUSALS:
            return np.array(self.refused.geometry[self.refused["change"] == change], dtype=object)
        shapes = self.before if change == "lost" else self.after
        return shapes[np.flatnonzero(self.areas["change"] == change)]

    def worst(self) -> pd.DataFrame:
        """The areas that lose their outline or whose outline changes most, ten at most.

        Returns
        -------
        pandas.DataFrame
            Rows of ``areas``: those that lose it first, then by the distance between the middles.
        """
        changed = self.areas[self.areas["change"].isin(["moved", "lost"])]
        order = changed.assign(is_lost=changed["change"] == "lost")
        return changed.loc[order.sort_values(["is_lost", "moved_km"], ascending=False, kind="stable").index[:_WORST]]


def compare_outlines(
    store: Store,
    tree: AreaTree,
    units: pd.DataFrame,
    lost: "pd.Series[str]",
    borders: pd.DataFrame,
    refused: gpd.GeoDataFrame,
) -> OutlineChanges:
    """Hold the finest level of ``units`` against the outlines in force.

    Parameters
    ----------
    lost
        Codes that would lose their outline.
    refused
        One row is one refused row of the file: ``reason`` and geometry (EPSG:4326).
    """
    finest = units[(units["level"] == units["level"].max()) & units["geometry"].notna()]
    gone = tree.areas.loc[lost[(tree.areas.index.get_indexer(lost) >= 0)], ["name"]]
    codes = pd.Index([*finest["code"], *gone.index])
    names = [*finest["name"], *gone["name"]]
    after = np.full(len(codes), None, dtype=object)
    after[: len(finest)] = shapely.from_wkb(finest["geometry"].to_numpy(dtype=object))
    before = np.full(len(codes), None, dtype=object)
    known = tree.areas.index.get_indexer(codes) >= 0
    before[known] = read_shapes(store, codes[known])
    areas = pd.DataFrame({"code": codes, "name": names, "change": _classify(before, after, known | tree.areas.empty)})
    areas["moved_km"] = shapely.distance(shapely.centroid(before), shapely.centroid(after)) * KM_PER_DEGREE
    areas["before_km2"], areas["after_km2"] = _sizes(before), _sizes(after)
    beside = _beside(refused, np.concatenate([before, after]))
    return OutlineChanges(finest["level"].iloc[0], areas, before, after, borders, beside)


def _classify(
    before: npt.NDArray[np.object_], after: npt.NDArray[np.object_], known: npt.NDArray[np.bool_]
) -> list[str]:
    had, has = ~shapely.is_missing(before), ~shapely.is_missing(after)
    same = shapely.equals_exact(before, after, _SAME_DEGREES, normalize=True)
    return [str(word) for word in np.select([~has, ~known, ~had, same], ["lost", "unknown", "new", "same"], "moved")]


def _beside(refused: gpd.GeoDataFrame, shapes: npt.NDArray[np.object_]) -> gpd.GeoDataFrame:
    """Refused rows near what is compared: an outline on the other side of the earth would make a dot of the map."""
    west, south, east, north = shapely.total_bounds(shapes[~shapely.is_missing(shapes)])
    around = max(east - west, north - south) / 2
    near = shapely.box(west - around, south - around, east + around, north + around)
    rows = refused[refused.geometry.notna() & refused.within(near)]
    change = np.where(rows["reason"] == "code_not_in_register", "unlisted", "refused")
    return rows[["geometry"]].assign(change=change)


def _sizes(shapes: npt.NDArray[np.object_]) -> npt.NDArray[np.float64]:
    there = ~shapely.is_missing(shapes)
    sizes = np.full(len(shapes), np.nan)
    sizes[there] = area_km2(shapes[there])
    return sizes
