"""Areas of a boundary file that only their names identify: the place has to agree with these."""

from typing import Final

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from ucjmap.api.loading.boundary_known import Flags, KnownAreas
from ucjmap.api.loading.boundary_rows import are_no_desa, at_level, levels_of_names, named
from ucjmap.boundaries import NEAR_KM, LoadedBoundaries, Report, area_km2
from ucjmap.codes import BPS_PREFIX, PLACE_COLUMNS, Level

_SAME_SIZE: Final = 5.0


def read_level(
    known: KnownAreas, areas: gpd.GeoDataFrame, loaded: LoadedBoundaries, report: Report
) -> gpd.GeoDataFrame:
    """Names without codes are of the level at which most names and sizes fit: provinces are no desa.

    That may be any level between the own names of the rows and those that stand above them.
    """
    own: Level = areas["level"].iloc[0]
    if loaded.code_system != "none":
        return areas
    fits = {level: int(_fit_level(known, areas, own, level).sum()) for level in levels_of_names(areas, own)}
    if len(fits) == 1:
        return areas
    best = max(fits, key=lambda level: (fits[level], level == own))
    if best == own or fits[best] < max(1, len(areas) / 2):
        return areas
    report.add("warnings", "level_by_names", detail=f"{best}: {fits[best]} / {len(areas)}")
    return at_level(areas, own, best)


def _fit_level(known: KnownAreas, areas: gpd.GeoDataFrame, own: Level, level: Level) -> Flags:
    meant = known.names.mean(at_level(areas, own, level), level)
    usual = known.tree.areas.reindex(meant.to_numpy())["area_km2"].to_numpy(dtype=float)
    sizes = area_km2(areas.geometry.to_numpy())
    alike = (sizes < _SAME_SIZE * usual) & (sizes > usual / _SAME_SIZE)
    return np.asarray(alike & (known.gap_km(areas, meant) <= NEAR_KM))


def judge_names(known: KnownAreas, areas: gpd.GeoDataFrame, report: Report) -> gpd.GeoDataFrame:
    """Kemendagri codes by names; what stays without one keeps its BPS code below a parent that the names give."""
    level: Level = areas["level"].iloc[0]
    areas["code"] = known.names.mean(areas, level)
    # Two polygons of the same names cannot both be the one area of the register: neither is sure then.
    areas["code"] = areas["code"].mask(areas["code"].duplicated(keep=False) & areas["code"].notna())
    areas["code"] = areas["code"].where(areas["code"].notna(), _settle_homonyms(known, areas[areas["code"].isna()]))
    areas["by_names"], areas["agreed"] = areas["code"].notna(), False
    unmatched = areas[areas["code"].isna()]
    parents = known.known_parents(unmatched, level)
    no_desa = are_no_desa(unmatched, unmatched["bps_code"])
    report.add_rows("refused", "no_desa", named(unmatched[no_desa]))
    kept = ~no_desa & unmatched["bps_code"].notna() & parents.notna()
    beside = pd.Series(known.gap_km(unmatched, parents) <= NEAR_KM, index=unmatched.index)
    report.add_rows("refused", "lies_elsewhere", named(unmatched[kept & ~beside]))
    report.add_rows("refused", "name_not_recognised", named(unmatched[~kept & ~no_desa]))
    kept &= beside
    areas = areas.drop(index=unmatched.index[~kept])
    places = unmatched.index[kept]
    areas.loc[places, "code"] = BPS_PREFIX + areas.loc[places, "bps_code"].astype(object)
    areas.loc[places, "above"] = parents[kept]
    return areas


def _settle_homonyms(known: KnownAreas, areas: gpd.GeoDataFrame) -> "pd.Series[str]":
    """Of several areas of one name the one whose centre lies in the outline, as far as the names above allow it."""
    if areas.empty:
        return pd.Series(dtype=object)
    level: Level = areas["level"].iloc[0]
    parents = known.known_parents(areas, level)
    chosen = [
        _held(known, shape, known.names.carriers(text, level, parent))
        for shape, text, parent in zip(areas.geometry, areas[PLACE_COLUMNS[level]], parents, strict=True)
    ]
    return pd.Series(chosen, index=areas.index, dtype=object)


def _held(known: KnownAreas, shape: shapely.Geometry, codes: list[str]) -> str | None:
    """The one of ``codes`` whose centre lies in ``shape``; None where none or several do."""
    places = known.tree.areas.loc[codes, ["lon", "lat"]].to_numpy(dtype=float)
    held = [code for code, place in zip(codes, places, strict=True) if shapely.contains_xy(shape, *place)]
    return held[0] if len(held) == 1 else None
