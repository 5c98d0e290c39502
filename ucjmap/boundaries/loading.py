"""A boundary file becomes accepted areas and a report: nothing is dropped without a line."""

import hashlib
from collections.abc import Hashable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from ucjmap.boundaries.attributes import clean_names, read_attributes
from ucjmap.boundaries.layer_choice import choose_layers, describe_layers
from ucjmap.boundaries.layouts import NAME_COLUMNS, CodeSystem, Issuer
from ucjmap.boundaries.name_cleaning import same_name_key
from ucjmap.boundaries.placing import NO_ASSUMPTIONS, Assumptions, Locate, check_place
from ucjmap.boundaries.reading import list_layers, read_layers
from ucjmap.boundaries.repair import THREADS, add_flag, keep_polygons, repair_geometries
from ucjmap.boundaries.report import REASONS, Report
from ucjmap.boundaries.unpacking import open_folder
from ucjmap.codes import LEVELS, Level, codes_at
from ucjmap.errors import N_, BoundariesError
from ucjmap.schema import Progress, no_progress

AREA_COLUMNS: Final = (
    "row", "level", "code", "bps_code", *NAME_COLUMNS, "adm1_code", "adm2_code", "adm3_code", "flags", "geometry",
)  # fmt: skip
#: Rows of one code whose outlines share more than this of the smallest one are not parts of one area.
_SAME_GROUND: Final = 0.1
#: From this share of the areas on, and so many of them, that have such rows, the file holds several editions.
_EDITIONS_SHARE, _FEWEST_TWICE = 0.2, 5


@dataclass(frozen=True)
class LoadedBoundaries:
    """Areas of one file after checks and repair, with the report on every row that was changed or left out.

    ``areas`` (EPSG:4326) has one row per accepted area of the finest level of the file, ``left_out`` (row, geometry) one
    per row whose outline can be drawn and is in none of them; ``read`` counts the rows of the file. The three reports
    have ``schema.REPORT_COLUMNS``; ``row`` counts features from 1. ``layer`` names what was read, ``layers`` all that one
    can choose among, with the level that each speaks of.
    """

    areas: gpd.GeoDataFrame
    left_out: gpd.GeoDataFrame
    issuer: Issuer
    code_system: CodeSystem
    read: int
    repaired: pd.DataFrame
    refused: pd.DataFrame
    warnings: pd.DataFrame
    source_crs: str | None
    layer: str
    layers: dict[str, str]
    sha256: str


def load_boundaries(
    path: Path,
    *,
    issuer: Issuer = "auto",
    layer: str | None = None,
    max_unpacked_mb: int = 4096,
    assumptions: Assumptions = NO_ASSUMPTIONS,
    locate: Locate | None = None,
    progress: Progress = no_progress,
) -> LoadedBoundaries:
    """Read, check and repair the boundaries in ``path``.

    Parameters
    ----------
    path
        Shapefile (zipped, plain, or its folder), GeoPackage, GeoJSON, FlatGeobuf, GeoParquet or KML, also zipped.
    issuer
        Whose field layout it is; ``auto`` recognises it by the names of the fields.
    layer
        Which layer, where the file has several.
    max_unpacked_mb
        Largest total size of an archive when unpacked.
    assumptions
        What a person said of the coordinates.
    locate
        Where the register has the areas that rows claim to be, by their codes and names; without it nobody asks
        whether the file lies in its place.
    progress
        Called between steps; may raise to cancel.

    Raises
    ------
    OpenQuestionError
        The file lies elsewhere than the register has its areas, and another way to read it fits.
    BoundariesError
        The file is refused whole; the error says what is wrong, where, and what to do.
    """
    path = Path(path)
    report = Report()
    progress(0, 4, "read")
    with open_folder(path, max_unpacked_mb=max_unpacked_mb) as folder:
        layers = list_layers(folder, path.name)
        chosen = choose_layers(layers, layer)
        left_out = [other.title for other in layers if other.may_be_areas and other not in chosen]
        if left_out and layer is None:
            report.add("warnings", "layers_left_out", detail=", ".join(left_out))
        features = read_layers(chosen, report)
    # Rows that could not even be read are in the report already.
    read = len(features) + len(report.frame("refused"))
    source_crs = None if features.crs is None else features.crs.to_string()
    attributes, recognised, system, level = read_attributes(pd.DataFrame(features), issuer)
    features = features.set_geometry(assumptions.move(features.geometry))
    areas = _with_attributes(features.geometry, attributes, level, report)
    del features, attributes
    progress(1, 4, "check")
    if locate is not None:
        rows, ask = pd.DataFrame(areas.drop(columns="geometry")), locate
        check_place(areas.geometry, ask(rows), lambda: ask(rows.assign(code=None)))
    coded = _drop_without_code(areas, system, report)
    uncoded = areas.drop(index=coded.index)
    repaired = repair_geometries(coded, report)
    progress(2, 4, "duplicates")
    areas = _merge_duplicates(repaired, system, report)
    areas = _drop_same_outlines(areas, report)
    left_out = _outlines_left_out(uncoded, repaired, areas)
    if areas.empty:
        raise BoundariesError(
            "no_usable_rows",
            N_("None of the {read} rows of {file} can be used. The most frequent reason:"),
            REASONS[report.frame("refused")["reason"].mode().iloc[0]],
            read=read,
            file=path.name,
        )
    areas = _with_upper_codes(areas, level)
    _report_topology(areas, report, progress)
    progress(4, 4, "done")
    return LoadedBoundaries(
        areas=areas[list(AREA_COLUMNS)],
        left_out=left_out,
        issuer=recognised,
        code_system=system,
        read=read,
        repaired=report.frame("repaired"),
        refused=report.frame("refused"),
        warnings=report.frame("warnings"),
        source_crs=source_crs,
        layer=", ".join(source.title for source in chosen),
        layers=describe_layers(layers),
        sha256=_checksum(path),
    )


def _checksum(path: Path) -> str:
    """SHA-256 of the file; of a folder or loose shapefile, of all the parts in order of their names."""
    digest = hashlib.sha256()
    if path.is_dir():
        parts = sorted(part for part in path.iterdir() if part.is_file())
    elif path.suffix.lower() == ".shp":
        parts = sorted(part for part in path.parent.iterdir() if part.stem == path.stem)
    else:
        parts = [path]
    for part in parts:
        with part.open("rb") as stream:
            while chunk := stream.read(2**20):
                digest.update(chunk)
    return digest.hexdigest()


def _with_attributes(shapes: gpd.GeoSeries, attributes: pd.DataFrame, level: Level, report: Report) -> gpd.GeoDataFrame:
    changed = clean_names(attributes)
    areas = gpd.GeoDataFrame(attributes, geometry=shapes.to_numpy(), crs=shapes.crs)
    areas["row"] = np.arange(1, len(areas) + 1)
    areas["level"] = level
    areas["name"] = areas[NAME_COLUMNS[LEVELS.index(level)]]
    areas["flags"] = ""
    report.add_rows("repaired", "name_cleaned", areas[changed.to_numpy()])
    return areas.reset_index(drop=True)


def _drop_without_code(areas: gpd.GeoDataFrame, system: CodeSystem, report: Report) -> gpd.GeoDataFrame:
    if system == "none":
        report.add("warnings", "no_codes")
        return areas
    column = "code" if system == "kemendagri" else "bps_code"
    missing = areas["raw_code"].isna()
    malformed = areas[column].isna() & ~missing
    report.add_rows("refused", "missing_code", areas[missing])
    report.add_rows("refused", "malformed_code", areas[malformed], areas.loc[malformed, "raw_code"].tolist())
    return areas[~missing & ~malformed]


def _merge_duplicates(areas: gpd.GeoDataFrame, system: CodeSystem, report: Report) -> gpd.GeoDataFrame:
    """Parts of one area (same code, same name) become one row; a code with two names is refused row by row.

    Raises
    ------
    BoundariesError
        Many areas are there in two editions: what is left would be the parts that happen not to touch.
    """
    if system == "none" or areas.empty:
        return areas
    column = "code" if system == "kemendagri" else "bps_code"
    doubled = areas[areas[column].duplicated(keep=False)]
    if doubled.empty:
        return areas
    merged: dict[Hashable, shapely.Geometry] = {}
    dropped: list[Hashable] = []
    twice = 0
    for code, parts in doubled.groupby(column, sort=True):
        names = parts["name"].dropna().map(same_name_key).unique()
        if len(names) > 1:
            spellings = " / ".join(map(str, parts["name"].dropna().unique()))
            report.add_rows("refused", "code_of_two_names", parts, f"{code}: {spellings}")
            dropped.extend(parts.index)
            continue
        if _lie_on_each_other(parts.geometry.to_numpy()):
            twice += 1
            report.add_rows("refused", "parts_overlap", parts, str(code))
            dropped.extend(parts.index)
            continue
        first = parts.index[0]
        merged[first] = shapely.union_all(parts.geometry.to_numpy())
        report.add_rows("repaired", "parts_merged", parts.iloc[1:], f"row {parts['row'].iloc[0]}")
        dropped.extend(parts.index[1:])
    _refuse_editions(twice, areas[column].nunique())
    areas = areas.copy()
    if merged:
        places = list(merged)
        shapes = keep_polygons(np.array(list(merged.values()), dtype=object))
        areas.loc[places, "geometry"] = gpd.GeoSeries(shapes, index=places, crs=areas.crs)
        areas.loc[places, "flags"] = add_flag(areas.loc[places, "flags"], "merged")
    return areas.drop(index=dropped)


def _refuse_editions(twice: int, total: int) -> None:
    if twice >= _FEWEST_TWICE and twice > _EDITIONS_SHARE * total:
        raise BoundariesError(
            "several_editions",
            N_("{count} of {total} areas are in the file twice, with different outlines of the same ground."),
            N_("These are several editions in one file: keep one outline of each area."),
            count=twice,
            total=total,
        )


def _lie_on_each_other(parts: np.ndarray) -> bool:
    """Whether rows of one area show the same ground in different ways; an exact repetition does no harm."""
    different = parts[np.unique(shapely.to_wkb(shapely.normalize(parts)), return_index=True)[1]]
    if len(different) < 2:
        return False
    sizes = shapely.area(different)
    return bool(sizes.sum() - shapely.union_all(different).area > _SAME_GROUND * sizes.min())


def _drop_same_outlines(areas: gpd.GeoDataFrame, report: Report) -> gpd.GeoDataFrame:
    """Different areas cannot have the very same outline; nobody can tell whose it is."""
    repeated = pd.Series(shapely.to_wkb(areas.geometry.to_numpy()), index=areas.index).duplicated(keep=False)
    report.add_rows("refused", "same_outline", areas[repeated])
    return areas[~repeated]


def _outlines_left_out(
    uncoded: gpd.GeoDataFrame, repaired: gpd.GeoDataFrame, kept: gpd.GeoDataFrame
) -> gpd.GeoDataFrame:
    """Row and geometry (EPSG:4326) of what is not kept; rows without a code were not repaired so far."""
    rows = [repaired[~repaired["row"].isin(kept["row"])]]
    if len(uncoded):
        with suppress(BoundariesError):  # they are refused anyway; why they cannot be drawn would be noise
            rows.append(repair_geometries(uncoded, Report()))
    return gpd.GeoDataFrame(pd.concat(rows)[["row", "geometry"]], crs=4326)


def _with_upper_codes(areas: gpd.GeoDataFrame, level: Level) -> gpd.GeoDataFrame:
    """Kemendagri codes of the levels from the province down to the row's own; None where the file has none."""
    areas = areas.reset_index(drop=True)
    for upper in LEVELS[:3]:
        known = areas["code"].notna() & (LEVELS.index(upper) <= LEVELS.index(level))
        prefix = codes_at(areas["code"], upper) if known.any() else areas["code"]
        areas[f"{upper}_code"] = prefix.astype(object).where(known, None)
    return areas


def _report_topology(areas: gpd.GeoDataFrame, report: Report, progress: Progress) -> None:
    """Count areas whose borders do not match their neighbours' (overlaps and narrow gaps), province by province."""
    codes = areas["code"].where(areas["code"].notna(), areas["bps_code"]).fillna("")
    provinces = codes_at(codes, "adm1").to_numpy()
    names = np.unique(provinces)
    shapes = areas.geometry.to_numpy()
    mismatched = 0
    with ThreadPoolExecutor(THREADS) as pool:
        counts = pool.map(_count_mismatched, [shapes[provinces == province] for province in names])
        for province, count in zip(names, counts, strict=True):
            mismatched += count
            progress(3, 4, f"topology {province}")
    if mismatched:
        report.add("warnings", "borders_differ", detail=f"{mismatched} of {len(areas)}")


def _count_mismatched(shapes: np.ndarray) -> int:
    return int((~shapely.is_empty(shapely.coverage_invalid_edges(shapes))).sum())
