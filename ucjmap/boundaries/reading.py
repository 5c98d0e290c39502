"""Layers of a delivery as one frame with geometry in its own CRS: one row is one feature, nothing judged yet."""

import codecs
import sqlite3
import warnings
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path
from typing import Any, Final

import geopandas as gpd
import numpy as np
import pandas as pd
import pyarrow
import pyarrow.parquet
import pyogrio
import shapely
from pyogrio.errors import DataLayerError, DataSourceError, GeometryError
from pyproj import CRS

from ucjmap.boundaries.layers import Layer, check_apart
from ucjmap.boundaries.layouts import LAYOUTS
from ucjmap.boundaries.parquet import is_geoparquet, outline_column, read_plain
from ucjmap.boundaries.report import Report
from ucjmap.boundaries.shapefile import check_shapefile, count_records, count_shapes, guess_encoding, separate_fields
from ucjmap.errors import N_, BoundariesError
from ucjmap.files import BOUNDARY_FILES, GEODATABASE, PARQUET_FILES, SHAPEFILE_PARTS

# GDAL picks the driver by content: a file named .json may be a recipe that makes it open other files of this machine.
_RECIPES: Final = (b"<OGRVRT", b"<VRTDataset", b"gdal_streamed_alg", b"<GDALTileIndex", b"<OGRWF")
_STARTS: Final = {
    ".gpkg": (b"SQLite format 3\x00",),
    ".fgb": (b"fgb",),
    ".geojson": (b"{",),
    ".json": (b"{",),
    ".topojson": (b"{",),
    ".kml": (b"<",),
    ".parquet": (b"PAR1",),
    ".geoparquet": (b"PAR1",),
}
#: Formats that are written as text.
_TEXTS: Final = (".geojson", ".json", ".topojson", ".kml")
_SNIFFED_BYTES: Final = 65_536
#: Names that a database gives to what a file does not say.
_NO_CRS: Final = ("undefined", "unknown")
#: Lines of the report on rows that the two files of a shapefile do not share; what is beyond them is only counted.
_MOST_LINES: Final = 1_000


def list_layers(folder: Path, file: str) -> list[Layer]:
    """Spatial layers of the files in ``folder``; ``file`` is the name that messages show.

    Raises
    ------
    BoundariesError
        A file is damaged, or there is none.
    """
    layers: list[Layer] = []
    for path in sorted(folder.iterdir()):
        if path.suffix == ".shp":
            check_shapefile(path)
            layers.append(_describe(path, None))
        elif path.suffix in PARQUET_FILES:
            _check_start(path)
            layers.append(_describe_parquet(path))
        elif path.suffix == GEODATABASE:
            layers.extend(_describe(path, name) for name in _names_of(path))
        elif path.suffix in BOUNDARY_FILES:
            _check_start(path)
            layers.extend(_describe(path, name) for name in _names_of(path))
    if not layers:
        _refuse_without_layers(folder, file)
    return layers


def read_layers(layers: Sequence[Layer], report: Report) -> gpd.GeoDataFrame:
    """All features of ``layers``, one layer after the other, in the CRS of the first.

    Raises
    ------
    BoundariesError
        None has rows, one cannot be read, or they show the same place several times.
    """
    if len(layers) == 1:
        return _refuse_empty(layers, read_layer(layers[0], report))
    report.add("warnings", "layers_joined", detail=", ".join(layer.name for layer in layers))
    parts = [(layer, features) for layer in layers if len(features := read_layer(layer, report))]
    read = [features if features.crs == parts[0][1].crs else _moved(features, parts) for _, features in parts]
    check_apart([layer for layer, _ in parts], read)
    return _refuse_empty(layers, pd.concat(read, ignore_index=True) if read else gpd.GeoDataFrame())


def _moved(features: gpd.GeoDataFrame, parts: Sequence[tuple[Layer, gpd.GeoDataFrame]]) -> gpd.GeoDataFrame:
    """A layer in the CRS of the first one; where one of them says none, it is taken as it stands."""
    first = parts[0][1].crs
    if features.crs is None or first is None:
        return features.set_crs(first, allow_override=True)
    return features.to_crs(first)


def _refuse_empty(layers: Sequence[Layer], features: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    if features.empty:
        raise BoundariesError(
            "no_rows",
            N_("The layer {layer} has no rows."),
            N_("Check that the export was complete and not filtered."),
            layer=", ".join(layer.name for layer in layers),
        )
    return features


def read_layer(layer: Layer, report: Report) -> gpd.GeoDataFrame:
    """All features of ``layer``, geometry as in the file (None where it cannot be built).

    Raises
    ------
    BoundariesError
        The layer has no rows or cannot be read.
    """
    try:
        features = _read_parquet(layer, report) if layer.path.suffix in PARQUET_FILES else _read_ogr(layer, report)
    except (DataSourceError, DataLayerError, GeometryError, pyarrow.ArrowException, ValueError, OSError) as error:
        raise _unreadable(layer.path, error) from error
    return _without_empty_crs(features)


def _without_empty_crs(features: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """A GeoPackage writes "undefined" (srs_id 0 and -1) where nothing is known: that is no CRS."""
    if features.crs is not None and CRS.from_user_input(features.crs).name.lower().startswith(_NO_CRS):
        return features.set_crs(None, allow_override=True)
    return features


def _unreadable(path: Path, error: Exception) -> BoundariesError:
    told = str(error).splitlines() or [type(error).__name__]
    return BoundariesError(
        "unreadable_file",
        N_("The file {file} is damaged or not what its name says: {reason}."),
        N_("Open it in QGIS to check it, and export it again."),
        file=path.name,
        reason=told[0].replace(str(path.parent), "").strip(" .")[:200],
    )


def _check_start(path: Path) -> None:
    with path.open("rb") as stream:
        head = stream.read(_SNIFFED_BYTES)
    start = head.removeprefix(b"\xef\xbb\xbf").lstrip()
    if not start:
        raise BoundariesError(
            "empty_file",
            N_("The file {file} is empty (0 bytes)."),
            N_("Copy or download it again."),
            file=path.name,
        )
    if _is_utf16(path.suffix, start):
        raise BoundariesError(
            "wrong_encoding",
            N_("The file {file} is written in UTF-16; boundary files of text are read in UTF-8."),
            N_(
                "Open it in a text editor (Notepad: Save as, Encoding: UTF-8) and save it as UTF-8, or export it again."
            ),
            file=path.name,
        )
    is_recipe = any(word.lower() in head.lower() for word in _RECIPES)
    is_kml = path.suffix != ".kml" or b"<kml" in head
    if is_recipe or not is_kml or not start.startswith(_STARTS[path.suffix]):
        raise _unreadable(path, ValueError(f"no {path.suffix} content"))
    if path.suffix == ".gpkg":
        _check_database(path)


def _is_utf16(suffix: str, start: bytes) -> bool:
    """Whether a file of text has two bytes for each letter: it says so by its first bytes, or every other one is 0."""
    marks = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
    return suffix in _TEXTS and (start.startswith(marks) or start[:2] in (b"{\x00", b"\x00{", b"<\x00", b"\x00<"))


def _check_database(path: Path) -> None:
    """Refuse a GeoPackage whose layers are queries: a query can run for ever, or read what is no part of the file."""
    try:
        with closing(sqlite3.connect(f"{path.as_uri()}?mode=ro&immutable=1", uri=True)) as connection:
            views = connection.execute(
                "SELECT name FROM sqlite_master WHERE type = 'view' AND name IN (SELECT table_name FROM gpkg_contents)"
                " UNION ALL SELECT name FROM sqlite_master WHERE sql LIKE 'CREATE VIRTUAL TABLE%'"
                " AND sql NOT LIKE '%USING rtree%' AND sql NOT LIKE '%USING fts%'"
            ).fetchall()
    except sqlite3.Error as error:
        raise _unreadable(path, error) from error
    if views:
        raise BoundariesError(
            "layer_is_query",
            N_("The layer {layer} of {file} is a query (view), no table of areas."),
            N_("Export it in QGIS as a layer of its own and give that file."),
            file=path.name,
            layer=", ".join(str(name) for (name,) in views)[:200],
        )


def _names_of(path: Path) -> list[str]:
    try:
        listed = pyogrio.list_layers(path)
    except (DataSourceError, DataLayerError, UnicodeDecodeError) as error:
        raise _unreadable(path, error) from error
    # A table without geometry (attributes of a GeoPackage) is no layer of areas.
    return [str(name) for name, kind in listed if kind is not None]


def _describe(path: Path, name: str | None) -> Layer:
    # A missing .shx is built again from the .shp, in the temporary folder.
    pyogrio.set_gdal_config_options({"SHAPE_RESTORE_SHX": True})
    try:
        info = pyogrio.read_info(path, layer=name)
    except (DataSourceError, DataLayerError, UnicodeDecodeError) as error:
        raise _unreadable(path, error) from error
    finally:
        pyogrio.set_gdal_config_options({"SHAPE_RESTORE_SHX": None})
    return Layer(path, name or path.stem, tuple(map(str, info["fields"])), info["geometry_type"])


#: Fields by which areas are known, in all layouts.
_MEANT: Final = frozenset(
    field
    for layout in LAYOUTS
    for fields in (*layout.codes, *layout.names, *(layout.partial or ()), layout.any_level_code, layout.any_level_name)
    for field in fields
)


def _describe_parquet(path: Path) -> Layer:
    try:
        schema = pyarrow.parquet.read_schema(path)
        has_outlines = is_geoparquet(path) or outline_column(path) is not None
    except (pyarrow.ArrowException, OSError) as error:
        raise _unreadable(path, error) from error
    if not has_outlines:
        raise BoundariesError(
            "no_geometry_column",
            N_("The table {file} has no geometry."),
            N_("Give a GeoParquet file with polygons, or a Parquet table with a column of WKB named geometry."),
            file=path.name,
        )
    return Layer(path, path.stem, tuple(schema.names), None)


def _read_parquet(layer: Layer, report: Report) -> gpd.GeoDataFrame:
    # Coordinates that are no numbers get their line in the report; a warning on the console helps nobody.
    with np.errstate(invalid="ignore"):
        if is_geoparquet(layer.path):
            try:
                return _with_geometry(gpd.read_parquet(layer.path).reset_index(drop=True))
            except (ValueError, KeyError, TypeError, AttributeError) as error:  # metadata that say nothing of use
                if outline_column(layer.path) is None:
                    raise ValueError(str(error)) from error
        return read_plain(layer.path, outline_column(layer.path) or "geometry", report)


def _read_ogr(layer: Layer, report: Report) -> gpd.GeoDataFrame:
    options: dict[str, Any] = {}
    is_shapefile = layer.path.suffix == ".shp"
    if is_shapefile:
        encoding = guess_encoding(layer.path)
        if encoding is not None:
            options["encoding"] = encoding
        if encoding == "CP1252":
            report.add("warnings", "encoding_assumed", detail="cp1252")
    name = None if is_shapefile else layer.name
    # GDAL finds fields by their names: of several of one name it would read one again and again.
    own_names = separate_fields(layer.path.with_suffix(".dbf")) if is_shapefile else {}
    features = pyogrio.read_dataframe(layer.path, layer=name, on_invalid="ignore", datetime_as_string=True, **options)
    features = features.rename(columns=own_names)
    if not isinstance(features, gpd.GeoDataFrame):
        raise DataLayerError("no geometry")
    if is_shapefile:
        _compare_counts(layer.path, len(features), report)
    features = _drop_doubled(features, layer, report)
    return _close_rings(_with_geometry(features), layer.path, name, report)


def _drop_doubled(features: gpd.GeoDataFrame, layer: Layer, report: Report) -> gpd.GeoDataFrame:
    """Of several fields of one name the first stays; codes and names must not be in doubt."""
    names = pd.Series([str(name).upper() for name in features.columns])
    for name in names[names.duplicated()].unique():
        same = features.loc[:, (names == name).to_numpy()].astype(str)
        if name in _MEANT and not same.eq(same.iloc[:, 0], axis=0).all(axis=None):
            raise BoundariesError(
                "duplicate_field",
                N_("The layer {layer} has several fields named {field}, and they say different things."),
                N_("Rename or delete all but the right one in QGIS and export the layer again."),
                layer=layer.name,
                field=name,
            )
        report.add("warnings", "fields_of_one_name", detail=name)
    return features.loc[:, ~names.duplicated().to_numpy()]


def _close_rings(features: gpd.GeoDataFrame, path: Path, name: str | None, report: Report) -> gpd.GeoDataFrame:
    """Outlines that could not be built because a ring does not end where it began; they are closed and reported."""
    missing = shapely.is_missing(features.geometry.to_numpy())
    if not missing.any():
        return features
    with warnings.catch_warnings(action="ignore"):
        _, _, outlines, _ = pyogrio.raw.read(path, layer=name, columns=[])
    if outlines is None or len(outlines) != len(features):
        return features
    closed = np.full(len(features), None, dtype=object)
    closed[missing] = shapely.from_wkb(outlines[missing], on_invalid="fix")
    rows = np.flatnonzero(~shapely.is_missing(closed))
    for row in rows:
        report.add("repaired", "ring_closed", row=int(row) + 1)
    shapes = np.where(missing, closed, features.geometry.to_numpy())
    return features.set_geometry(gpd.GeoSeries(shapes, index=features.index, crs=features.crs))


def _with_geometry(features: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """The active geometry under the name ``geometry``, and no other column of that name or kind."""
    active = features.geometry.name
    others = [column for column in features.columns if column != active and column.lower() == "geometry"]
    features = features.drop(columns=others)
    return features if active == "geometry" else features.rename_geometry("geometry")


def _compare_counts(shp: Path, read: int, report: Report) -> None:
    """Report shapes without a record and records without a shape: GDAL reads neither, and says nothing."""
    shapes, records = count_shapes(shp.with_suffix(".shx")), count_records(shp.with_suffix(".dbf"))
    if shapes == records == read:
        return
    report.add("warnings", "record_counts_differ", detail=f"{shapes} shapes, {records} records")
    for row in range(read + 1, min(max(shapes, records), read + _MOST_LINES) + 1):
        report.add("refused", "record_without_shape" if records > shapes else "shape_without_record", row=row)


def _refuse_without_layers(folder: Path, file: str) -> None:
    parts = [path for path in folder.iterdir() if path.suffix in SHAPEFILE_PARTS]
    if parts:
        raise BoundariesError(
            "missing_shp",
            N_("{file} has parts of a shapefile but no .shp: the shapes are missing."),
            N_("Put the files .shp, .shx, .dbf and .prj of the same name into one zip."),
            file=file,
        )
    raise BoundariesError(
        "no_boundary_file",
        N_("{file} holds no boundary file."),
        N_("Give a zipped shapefile, GeoPackage, GeoJSON, FlatGeobuf, GeoParquet or KML."),
        file=file,
    )
