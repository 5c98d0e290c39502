"""Layers of a delivery as one frame with geometry in its own CRS: one row is one feature, nothing judged yet."""

import warnings
from collections.abc import Sequence
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

from ucjmap.boundaries.content import check_start, unreadable
from ucjmap.boundaries.layer_choice import Layer, check_apart, name_apart
from ucjmap.boundaries.layouts import LAYOUTS, plain_name
from ucjmap.boundaries.parquet import is_geoparquet, outline_column, read_plain
from ucjmap.boundaries.report import Report
from ucjmap.boundaries.shapefile import check_shapefile, count_records, count_shapes, guess_encoding, separate_fields
from ucjmap.errors import N_, BoundariesError
from ucjmap.files import BOUNDARY_FILES, GEODATABASE, PARQUET_FILES, SHAPEFILE_PARTS

#: How the names begin by which a coordinate system says that it is not known.
_NO_CRS: Final = ("undefined", "unknown")
#: Most lines of the report on rows that only one of the two files of a shapefile has; further ones are only counted.
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
            check_start(path)
            layers.append(_describe_parquet(path))
        elif path.suffix == GEODATABASE:
            layers.extend(_describe(path, name) for name in _names_of(path))
        elif path.suffix in BOUNDARY_FILES:
            check_start(path)
            layers.extend(_describe(path, name) for name in _names_of(path))
    if not layers:
        _refuse_without_layers(folder, file)
    return name_apart(layers)


def read_layers(layers: Sequence[Layer], report: Report) -> gpd.GeoDataFrame:
    """All features of ``layers``, one layer after the other, in the CRS of the first.

    Raises
    ------
    BoundariesError
        None has rows, one cannot be read, or they show the same place several times.
    """
    if len(layers) == 1:
        return _refuse_empty(layers, read_layer(layers[0], report))
    report.add("warnings", "layers_joined", detail=", ".join(layer.title for layer in layers))
    parts = [(layer, features) for layer in layers if len(features := read_layer(layer, report))]
    read = [features if features.crs == parts[0][1].crs else _moved(features, parts) for _, features in parts]
    check_apart([layer for layer, _ in parts], read)
    return _refuse_empty(layers, pd.concat(read, ignore_index=True) if read else gpd.GeoDataFrame())


def _moved(features: gpd.GeoDataFrame, parts: Sequence[tuple[Layer, gpd.GeoDataFrame]]) -> gpd.GeoDataFrame:
    """A layer in the CRS of the first one; where either does not say its CRS, both are taken to have the same."""
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
            layer=", ".join(layer.title for layer in layers),
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
        raise unreadable(layer.path, error) from error
    return _without_empty_crs(features)


def _without_empty_crs(features: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """A GeoPackage writes "undefined" (srs_id 0 and -1) where nothing is known: that is no CRS."""
    if features.crs is not None and CRS.from_user_input(features.crs).name.lower().startswith(_NO_CRS):
        return features.set_crs(None, allow_override=True)
    return features


def _names_of(path: Path) -> list[str]:
    try:
        listed = pyogrio.list_layers(path)
    except (DataSourceError, DataLayerError, UnicodeDecodeError) as error:
        raise unreadable(path, error) from error
    # A table without geometry (attributes of a GeoPackage) is no layer of areas.
    return [str(name) for name, kind in listed if kind is not None]


def _describe(path: Path, name: str | None) -> Layer:
    # A missing .shx is built again from the .shp, in the temporary folder.
    pyogrio.set_gdal_config_options({"SHAPE_RESTORE_SHX": True})
    try:
        info = pyogrio.read_info(path, layer=name)
    except (DataSourceError, DataLayerError, UnicodeDecodeError) as error:
        raise unreadable(path, error) from error
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
        raise unreadable(path, error) from error
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
    # GDAL looks fields up by name: of several of one name it would read the first each time.
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
    """Keep the first of several fields of one name; where codes or names would be in doubt, refuse the layer."""
    names = pd.Series([plain_name(str(name)) for name in features.columns])
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
    """Report shapes without a record and records without a shape: GDAL reads neither, without saying so."""
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
