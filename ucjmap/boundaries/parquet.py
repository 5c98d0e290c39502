"""Areas in Parquet: GeoParquet, and plain tables with outlines in a column as WKB or WKT."""

from pathlib import Path
from typing import Final

import geopandas as gpd
import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet
import shapely
from shapely.errors import ShapelyError

from ucjmap.boundaries.report import Report

#: Names that programs give to the outlines; the first that is there counts, else any column of bytes.
_USUAL: Final = ("geometry", "geom", "wkb_geometry", "the_geom", "wkb", "wkt", "geometry_wkb", "shape")
_SAMPLE: Final = 20


def is_geoparquet(path: Path) -> bool:
    """Whether the file says where its outlines are, and in what CRS."""
    return b"geo" in (pyarrow.parquet.read_schema(path).metadata or {})


def outline_column(path: Path) -> str | None:
    """The column of a plain Parquet file that holds outlines; None when none does."""
    schema = pyarrow.parquet.read_schema(path)
    byte_like = [field.name for field in schema if _is_bytes(field.type)]
    texts = [field.name for field in schema if pa.types.is_string(field.type) or pa.types.is_large_string(field.type)]
    usual = [name for known in _USUAL for name in (*byte_like, *texts) if name.lower() == known]
    for name in dict.fromkeys([*usual, *byte_like]):
        sample = next(pyarrow.parquet.ParquetFile(path).iter_batches(_SAMPLE, columns=[name]), None)
        if sample is not None and _holds_outlines(sample.column(0).to_numpy(zero_copy_only=False)):
            return str(name)
    return None


def read_plain(path: Path, column: str, report: Report) -> gpd.GeoDataFrame:
    """The table with ``column`` as outlines, without a CRS: a plain file does not say it."""
    table = pd.read_parquet(path)
    shapes = _parse(table[column].to_numpy(dtype=object))
    report.add("warnings", "no_geo_metadata", detail=column)
    return gpd.GeoDataFrame(table.drop(columns=column), geometry=shapes)


def _is_bytes(kind: pa.DataType) -> bool:
    return bool(pa.types.is_binary(kind) or pa.types.is_large_binary(kind) or pa.types.is_fixed_size_binary(kind))


def _holds_outlines(values: np.ndarray) -> bool:
    filled = values[[value is not None for value in values]]
    try:
        return bool(len(filled)) and not shapely.is_missing(_parse(filled)).any()
    except (ShapelyError, TypeError, ValueError):
        return False


def _parse(values: np.ndarray) -> np.ndarray:
    """Outlines of WKB (bytes, or their digits as text) or WKT; None where a value is none."""
    first = next((value for value in values if isinstance(value, bytes | str)), b"")
    is_wkt = isinstance(first, str) and first.lstrip()[:1].isalpha() and "(" in first
    read = shapely.from_wkt if is_wkt else shapely.from_wkb
    return np.asarray(read(values, on_invalid="ignore"))
