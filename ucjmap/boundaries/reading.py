"""One layer of one file, as a frame with geometry in its own CRS: one row is one feature, nothing judged yet."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import geopandas as gpd
import numpy as np
import pyarrow
import pyarrow.parquet
import pyogrio
from pyogrio.errors import DataLayerError, DataSourceError, GeometryError

from ucjmap.boundaries.layouts import finest_level
from ucjmap.boundaries.report import Report
from ucjmap.boundaries.shapefile import check_shapefile, count_records, count_shapes, guess_encoding
from ucjmap.errors import N_, BoundariesError
from ucjmap.files import BOUNDARY_FILES, PARQUET_FILES, SHAPEFILE_PARTS

# GDAL picks the driver by content: a file named .json may be a recipe that makes it open other files of this machine.
_RECIPES: Final = (b"<OGRVRT", b"<VRTDataset", b"gdal_streamed_alg", b"<GDALTileIndex", b"<OGRWF")
_STARTS: Final = {
    ".gpkg": (b"SQLite format 3\x00",),
    ".fgb": (b"fgb",),
    ".geojson": (b"{",),
    ".json": (b"{",),
    ".kml": (b"<",),
    ".parquet": (b"PAR1",),
    ".geoparquet": (b"PAR1",),
}
_SNIFFED_BYTES: Final = 65_536


@dataclass(frozen=True)
class Layer:
    """A layer that can be chosen: the file it lies in, its name and its fields."""

    path: Path
    name: str
    fields: tuple[str, ...]
    geometry_type: str | None

    @property
    def may_be_areas(self) -> bool:
        """Whether the layer can hold polygons."""
        kind = (self.geometry_type or "Unknown").lower()
        return "polygon" in kind or "surface" in kind or kind in {"unknown", "geometry", "geometrycollection"}


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
        elif path.suffix in BOUNDARY_FILES:
            _check_start(path)
            layers.extend(_describe(path, name) for name in _names_of(path))
    if not layers:
        _refuse_without_layers(folder, file)
    return layers


def choose_layer(layers: list[Layer], wanted: str | None) -> Layer:
    """The layer that was asked for, or else the only one of the finest administrative level.

    Raises
    ------
    BoundariesError
        The layer is not there, none is of areas, or several could be meant.
    """
    names = ", ".join(layer.name for layer in layers)
    if wanted is not None:
        for layer in layers:
            if layer.name.lower() == wanted.lower():
                return layer
        raise BoundariesError(
            "unknown_layer",
            N_("There is no layer {layer}. Layers of the file: {layers}."),
            N_("Choose one of them."),
            layer=wanted,
            layers=names,
        )
    areas = [layer for layer in layers if layer.may_be_areas]
    if not areas:
        raise BoundariesError(
            "not_polygons",
            N_("The layer {layer} holds {kind} features, not areas."),
            N_("Give the layer of areas (polygons); names often end in _AR."),
            layer=names,
            kind=layers[0].geometry_type,
        )
    if len(areas) == 1:
        return areas[0]
    levels = [finest_level(layer.fields) or 0 for layer in areas]
    best = [layer for layer, level in zip(areas, levels, strict=True) if level == max(levels)]
    if len(best) == 1 and max(levels) > 0:
        return best[0]
    raise BoundariesError(
        "several_layers",
        N_("The file holds several layers and it is not clear which one is meant: {layers}."),
        N_("Choose one of them (--layer)."),
        layers=names,
    )


def read_layer(layer: Layer, report: Report) -> gpd.GeoDataFrame:
    """All features of ``layer``, geometry as in the file (None where it cannot be built).

    Raises
    ------
    BoundariesError
        The layer has no rows or cannot be read.
    """
    try:
        features = _read_parquet(layer) if layer.path.suffix in PARQUET_FILES else _read_ogr(layer, report)
    except (DataSourceError, DataLayerError, GeometryError, pyarrow.ArrowException, ValueError, OSError) as error:
        raise _unreadable(layer.path, error) from error
    if features.empty:
        raise BoundariesError(
            "no_rows",
            N_("The layer {layer} has no rows."),
            N_("Check that the export was complete and not filtered."),
            layer=layer.name,
        )
    return features


def _unreadable(path: Path, error: Exception) -> BoundariesError:
    return BoundariesError(
        "unreadable_file",
        N_("The file {file} is damaged or not what its name says: {reason}."),
        N_("Open it in QGIS to check it, and export it again."),
        file=path.name,
        reason=str(error).splitlines()[0].replace(str(path.parent), "").strip(" .")[:200],
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
    is_recipe = any(word.lower() in head.lower() for word in _RECIPES)
    is_kml = path.suffix != ".kml" or b"<kml" in head
    if is_recipe or not is_kml or not start.startswith(_STARTS[path.suffix]):
        raise _unreadable(path, ValueError(f"no {path.suffix} content"))


def _names_of(path: Path) -> list[str]:
    try:
        listed = pyogrio.list_layers(path)
    except (DataSourceError, DataLayerError) as error:
        raise _unreadable(path, error) from error
    # A table without geometry (attributes of a GeoPackage) is no layer of areas.
    return [str(name) for name, kind in listed if kind is not None]


def _describe(path: Path, name: str | None) -> Layer:
    # A missing .shx is built again from the .shp, in the temporary folder.
    pyogrio.set_gdal_config_options({"SHAPE_RESTORE_SHX": True})
    try:
        info = pyogrio.read_info(path, layer=name)
    except (DataSourceError, DataLayerError) as error:
        raise _unreadable(path, error) from error
    finally:
        pyogrio.set_gdal_config_options({"SHAPE_RESTORE_SHX": None})
    return Layer(path, name or path.stem, tuple(map(str, info["fields"])), info["geometry_type"])


def _describe_parquet(path: Path) -> Layer:
    try:
        schema = pyarrow.parquet.read_schema(path)
    except (pyarrow.ArrowException, OSError) as error:
        raise _unreadable(path, error) from error
    if b"geo" not in (schema.metadata or {}):
        raise BoundariesError(
            "no_geometry_column",
            N_("The table {file} has no geometry."),
            N_("Give a GeoParquet file with polygons."),
            file=path.name,
        )
    return Layer(path, path.stem, tuple(schema.names), None)


def _read_parquet(layer: Layer) -> gpd.GeoDataFrame:
    # Coordinates that are no numbers get their line in the report; a warning on the console helps nobody.
    with np.errstate(invalid="ignore"):
        return _with_geometry(gpd.read_parquet(layer.path).reset_index(drop=True))


def _read_ogr(layer: Layer, report: Report) -> gpd.GeoDataFrame:
    options: dict[str, Any] = {}
    is_shapefile = layer.path.suffix == ".shp"
    if is_shapefile:
        encoding = guess_encoding(layer.path)
        if encoding is not None:
            options["encoding"] = encoding
        if encoding == "CP1252":
            report.add("warnings", "encoding_assumed", detail="cp1252")
    features = pyogrio.read_dataframe(
        layer.path, layer=None if is_shapefile else layer.name, on_invalid="ignore", datetime_as_string=True, **options
    )
    if not isinstance(features, gpd.GeoDataFrame):
        raise DataLayerError("no geometry")
    if is_shapefile:
        _compare_counts(layer.path, len(features), report)
    return _with_geometry(features)


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
    for row in range(read + 1, max(shapes, records) + 1):
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
