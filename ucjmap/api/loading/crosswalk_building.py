"""The table from BPS codes to Kemendagri codes, built from boundaries of both editions."""

from pathlib import Path

import geopandas as gpd
import pandas as pd
import shapely

from ucjmap.api.loading.crosswalk_import import CrosswalkReport, keep_pairs
from ucjmap.boundaries import load_boundaries
from ucjmap.codes import LEVELS, PLACE_COLUMNS, Level, bps_codes_at
from ucjmap.errors import N_, MatchingError
from ucjmap.intake import ISSUE_COLUMNS
from ucjmap.matching import build_crosswalk as overlap_areas
from ucjmap.schema import Progress, no_progress
from ucjmap.settings import get_settings
from ucjmap.store import Store, read_boundary_editions, read_edition_units


def build_crosswalk(
    store: Store,
    path: Path | None = None,
    *,
    bps_edition: str | None = None,
    edition: str | None = None,
    dry_run: bool = False,
    created_by: str = "",
    progress: Progress = no_progress,
) -> CrosswalkReport:
    """Compare boundaries with BPS codes and with Kemendagri codes, level by level, and keep which codes share ground.

    Parameters
    ----------
    path
        Boundary file with BPS codes, which is only read; without it the newest stored edition with BPS codes, or
        ``bps_edition`` by its name. It need not be current.
    edition
        Name of the edition with Kemendagri codes; by default the newest of each province. Model boundaries are left
        out: nobody drew them, so their overlap says nothing.
    dry_run
        Whether to report only.
    progress
        Called between the steps; may raise to cancel, and then nothing is stored.

    Returns
    -------
    CrosswalkReport
        One pair for each BPS code and Kemendagri code of one level that share ground.

    Raises
    ------
    MatchingError
        Boundaries of one side are missing.
    BoundariesError
        The file at ``path`` cannot be read as boundaries.
    """
    villages, name_from, digest = _bps_villages(store, path, bps_edition, progress)
    targets, name_to = _kemendagri_areas(store, edition, villages)
    parts = []
    for level in reversed(LEVELS):
        own = targets[targets["level"] == level]
        if len(own):
            parts.append(overlap_areas(_dissolve(villages, level), own, progress=progress))
    pairs = pd.concat(parts, ignore_index=True).assign(method="polygons", edition_from=name_from, edition_to=name_to)
    pairs = pairs.drop(columns=["name_from", "name_to"])
    report = CrosswalkReport(len(villages), pairs, pd.DataFrame(columns=list(ISSUE_COLUMNS)))
    file_name = path.name if path else name_from
    return keep_pairs(store, report, file_name, digest, dry_run=dry_run, created_by=created_by)


def _bps_villages(
    store: Store, path: Path | None, edition: str | None, progress: Progress
) -> tuple[gpd.GeoDataFrame, str, str]:
    """Polygons with BPS codes and the names of all levels; the name of their edition; the checksum of the file."""
    if path is not None:
        loaded = load_boundaries(path, max_unpacked_mb=get_settings().max_unpacked_mb, progress=progress)
        areas = loaded.areas[loaded.areas["bps_code"].notna() & (loaded.areas["level"] == "adm4")]
        if areas.empty:
            raise _no_bps(path.name)
        return areas[["bps_code", *PLACE_COLUMNS.values(), "geometry"]], path.stem, loaded.sha256
    with store.reading() as connection:
        editions = read_boundary_editions(connection)
        chosen = editions[editions["code_system"] == "bps"]
        chosen = chosen[chosen["name"] == edition] if edition else chosen[chosen["id"] == chosen["id"].max()]
        if chosen.empty:
            raise _no_bps(edition or "UCJMap")
        units = read_edition_units(connection, int(chosen["id"].iloc[0]), list(chosen["province_code"]))
    names = units.set_index("code")["name"]
    villages = units[(units["level"] == "adm4") & units["bps_code"].notna()].copy()
    above = villages["code"]
    for level in reversed(LEVELS):
        villages[PLACE_COLUMNS[level]] = above.map(names)
        above = above.map(units.set_index("code")["parent_code"])
    shapes = shapely.from_wkb(villages["geometry"].to_numpy(dtype=object))
    columns = villages[["bps_code", *PLACE_COLUMNS.values()]]
    return gpd.GeoDataFrame(columns, geometry=shapes, crs="EPSG:4326"), str(chosen["name"].iloc[0]), ""


def _no_bps(where: str) -> MatchingError:
    return MatchingError(
        "no_bps_boundaries",
        N_("{where} has no desa boundaries with BPS codes."),
        N_("Give a boundary file of BPS or OCHA (COD-AB) with desa, for example the zipped shapefile as published."),
        where=where,
    )


def _kemendagri_areas(store: Store, edition: str | None, villages: gpd.GeoDataFrame) -> tuple[gpd.GeoDataFrame, str]:
    """Areas of the newest drawn edition of each province that lies near ``villages``; the names of these editions."""
    west, south, east, north = villages.total_bounds
    with store.reading() as connection:
        editions = read_boundary_editions(connection)
        drawn = editions[(editions["code_system"] == "kemendagri") & ~editions["is_model"].astype(bool)]
        drawn = drawn[drawn["name"] == edition] if edition else drawn.drop_duplicates("province_code")
        parts = [
            read_edition_units(connection, int(number), list(group["province_code"]))
            for number, group in drawn.groupby("id")
        ]
    units = pd.concat(parts, ignore_index=True) if parts else pd.DataFrame()
    if len(units):
        units = units[
            (units["west"] < east) & (units["east"] > west) & (units["south"] < north) & (units["north"] > south)
        ]
    if units.empty:
        raise MatchingError(
            "no_kemendagri_boundaries",
            N_("The store has no drawn boundaries with Kemendagri codes for the area of the BPS boundaries."),
            N_("Load them first (for example BIG's); the embedded model boundaries are too coarse for a comparison."),
        )
    names = sorted(drawn.loc[drawn["province_code"].isin(units["province_code"].unique()), "name"].unique())
    shapes = shapely.from_wkb(units["geometry"].to_numpy(dtype=object))
    return gpd.GeoDataFrame(units[["code", "name", "level"]], geometry=shapes, crs="EPSG:4326"), "; ".join(names)


def _dissolve(villages: gpd.GeoDataFrame, level: Level) -> gpd.GeoDataFrame:
    """Areas of ``level`` by the leading digits of the codes of their villages."""
    codes = bps_codes_at(villages["bps_code"], level)
    named = villages.assign(bps_code=codes, name=villages[PLACE_COLUMNS[level]])[["bps_code", "name", "geometry"]]
    if level == "adm4":
        return named
    groups = named.groupby("bps_code")
    return gpd.GeoDataFrame(
        {"bps_code": list(groups.groups), "name": list(groups["name"].first())},
        geometry=[shapely.union_all(shapes.to_numpy()) for _, shapes in groups["geometry"]],
        crs=villages.crs,
    )
