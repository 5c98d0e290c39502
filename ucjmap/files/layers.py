"""Areas with their shapes for other programs, each file with a table of what its figures rest on."""

import json
import re
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Final

import geopandas as gpd
import pandas as pd
import pyarrow.parquet
import pyogrio

from ucjmap.files.formats import GEOJSON, GPKG, PARQUET, FileFormat, unknown_format
from ucjmap.files.text import plain_text
from ucjmap.files.whole import whole_file

#: What a file rests on, as pairs of a name (may be empty) and a text.
Metadata = Sequence[tuple[str, str]]
#: Name of the table, key or member that holds it in a file.
PROVENANCE: Final = "provenance"
# The beginning of a GeoJSON file, behind which the provenance is written as a member of its own.
_COLLECTION: Final = re.compile(rb'"type":\s*"FeatureCollection",')


def metadata_table(metadata: Metadata) -> pd.DataFrame:
    """The metadata as a table.

    Parameters
    ----------
    metadata
        What the file rests on, in the order in which it is read.

    Returns
    -------
    pandas.DataFrame
        One row is one pair: line (from 1), name (may be empty), text; without what no XML file may hold.
    """
    names, texts = ([plain_text(pair[place]) for pair in metadata] for place in (0, 1))
    return pd.DataFrame({"line": range(1, len(metadata) + 1), "name": names, "text": texts})


def write_layer(out: Path, shapes: gpd.GeoDataFrame, format_: FileFormat, *, layer: str, metadata: Metadata) -> None:
    """Write a layer and its metadata; the file appears whole.

    A GeoPackage has the metadata as a second table, ``provenance``, a GeoParquet as the key of that name of its schema,
    and a GeoJSON as a member beside its features (RFC 7946, section 6.1), both a JSON list of names and texts.

    Parameters
    ----------
    out
        The file; its folder is made, one of that name is replaced.
    shapes
        One row is one feature; the CRS goes into the file.
    format_
        One of ``LAYER_FORMATS``.
    layer
        Name of the table of features in a GeoPackage; the others have none.
    metadata
        What the figures rest on.

    Raises
    ------
    UsageError
        None of ``LAYER_FORMATS``.
    """
    if format_ not in _WRITERS:
        raise unknown_format(format_.suffix, LAYER_FORMATS)
    with whole_file(out) as path:
        _WRITERS[format_](path, shapes, layer, metadata)


def _write_geopackage(path: Path, shapes: gpd.GeoDataFrame, layer: str, metadata: Metadata) -> None:
    shapes.to_file(path, driver="GPKG", layer=layer, engine="pyogrio")
    pyogrio.write_dataframe(metadata_table(metadata), path, driver="GPKG", layer=PROVENANCE, append=True)


def _write_geojson(path: Path, shapes: gpd.GeoDataFrame, _layer: str, metadata: Metadata) -> None:
    shapes.to_file(path, driver="GeoJSON", engine="pyogrio")
    # GDAL has no option for it. The member follows the type, by whose place at the head readers know the format.
    member = f' "{PROVENANCE}": {_to_json(metadata)},'.encode()
    path.write_bytes(_COLLECTION.sub(lambda type_: type_[0] + member, path.read_bytes(), count=1))


def _write_geoparquet(path: Path, shapes: gpd.GeoDataFrame, _layer: str, metadata: Metadata) -> None:
    shapes.to_parquet(path, index=False)
    table = pyarrow.parquet.read_table(path)
    keys = {**(table.schema.metadata or {}), PROVENANCE.encode(): _to_json(metadata).encode()}
    pyarrow.parquet.write_table(table.replace_schema_metadata(keys), path)


#: Formats of layers, each with what writes it; a choice lists them in this order.
_WRITERS: Final[dict[FileFormat, Callable[[Path, gpd.GeoDataFrame, str, Metadata], None]]] = {
    GPKG: _write_geopackage,
    GEOJSON: _write_geojson,
    PARQUET: _write_geoparquet,
}
LAYER_FORMATS: Final = tuple(_WRITERS)


def _to_json(metadata: Metadata) -> str:
    lines = [{"name": plain_text(name), "text": plain_text(text)} for name, text in metadata]
    return json.dumps(lines, ensure_ascii=False)
