"""What is checked before GDAL opens a file: that its content is what its ending says, and nothing else."""

import codecs
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Final

from ucjmap.errors import N_, BoundariesError

# GDAL picks the driver by content: a file named .json may be a recipe that makes it open other files on this machine.
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


def unreadable(path: Path, error: Exception) -> BoundariesError:
    """The error for a file that its library cannot read, without the folders above it."""
    if isinstance(error, UnicodeDecodeError) and path.suffix in _TEXTS:
        return _wrong_encoding(path)
    lines = str(error).partition("; It might help")[0].splitlines() or [type(error).__name__]
    return BoundariesError(
        "unreadable_file",
        N_("The file {file} is damaged or not what its name says: {reason}."),
        N_("Open it in QGIS to check it, and export it again."),
        file=path.name,
        reason=lines[0].replace(f"{path.parent}/", "").strip(" .")[:200],
    )


def _wrong_encoding(path: Path) -> BoundariesError:
    return BoundariesError(
        "wrong_encoding",
        N_("The file {file} is not written in UTF-8, as boundary files of text are."),
        N_("Open it in a text editor (Notepad: Save as, Encoding: UTF-8) and save it as UTF-8, or export it again."),
        file=path.name,
    )


def check_start(path: Path) -> None:
    """Refuse a file that does not begin as its ending promises, or that has GDAL open other files.

    Raises
    ------
    BoundariesError
        It is empty, damaged, of another kind, or its layers are queries.
    """
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
        raise _wrong_encoding(path)
    is_recipe = any(word.lower() in head.lower() for word in _RECIPES)
    is_kml = path.suffix != ".kml" or b"<kml" in head
    if is_recipe or not is_kml or not start.startswith(_STARTS[path.suffix]):
        raise unreadable(path, ValueError(f"no {path.suffix} content"))
    if path.suffix == ".gpkg":
        _check_database(path)


def _is_utf16(suffix: str, start: bytes) -> bool:
    """Whether a file of text has two bytes for each letter: it says so by its first bytes, or every other one is 0."""
    marks = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
    return suffix in _TEXTS and (start.startswith(marks) or start[:2] in (b"{\x00", b"\x00{", b"<\x00", b"\x00<"))


def _check_database(path: Path) -> None:
    """Refuse a GeoPackage whose layers are queries: a query can run for ever, or read outside of the file."""
    try:
        with closing(sqlite3.connect(f"{path.as_uri()}?mode=ro&immutable=1", uri=True)) as connection:
            views = connection.execute(
                "SELECT name FROM sqlite_master WHERE type = 'view' AND name IN (SELECT table_name FROM gpkg_contents)"
                " UNION ALL SELECT name FROM sqlite_master WHERE sql LIKE 'CREATE VIRTUAL TABLE%'"
                " AND sql NOT LIKE '%USING rtree%' AND sql NOT LIKE '%USING fts%'"
            ).fetchall()
    except (sqlite3.Error, UnicodeDecodeError) as error:  # damaged letters of a statement are no text
        raise unreadable(path, error) from error
    if views:
        raise BoundariesError(
            "layer_is_query",
            N_("The layer {layer} of {file} is a query (view), no table of areas."),
            N_("Export it in QGIS as a layer of its own and give that file."),
            file=path.name,
            layer=", ".join(str(name) for (name,) in views)[:200],
        )
