"""What a shapefile says about itself, read from its headers before GDAL sees it.

References
----------
ESRI Shapefile Technical Description, 1998; dBASE III file structure.
"""

import struct
from pathlib import Path
from typing import Final

from ucjmap.errors import N_, BoundariesError

_MAGIC: Final = 9994
_HEADER_BYTES: Final = 100
_INDEX_BYTES: Final = 8
#: A .dbf describes its fields from byte 32 on, each in 32 bytes that begin with the name, to a byte 13.
_FIELDS_FROM, _FIELD_BYTES, _NAME_BYTES, _FIELDS_END = 32, 32, 11, 13
_MOST_HEADER: Final = 2**16


def check_shapefile(shp: Path) -> None:
    """Refuse a shapefile that is cut off, incomplete or not a shapefile.

    Raises
    ------
    BoundariesError
        Naming the part that is bad.
    """
    _check_geometry_file(shp)
    _check_table(shp)


def count_records(dbf: Path) -> int:
    """Number of records that the header of a .dbf states."""
    with dbf.open("rb") as stream:
        return int(struct.unpack("<xxxxI", stream.read(8))[0])


def count_shapes(shx: Path) -> int:
    """Number of shapes that the index .shx lists."""
    return (shx.stat().st_size - _HEADER_BYTES) // _INDEX_BYTES


def separate_fields(dbf: Path) -> dict[str, str]:
    """Give fields of one name names of their own in the header of ``dbf``; the name that each new one stands for."""
    content = bytearray(dbf.read_bytes()[:_MOST_HEADER])
    (end,) = struct.unpack("<8xH", content[:10])
    seen: set[bytes] = set()
    given: dict[str, str] = {}
    for place in range(_FIELDS_FROM, min(end, len(content)) - _FIELD_BYTES, _FIELD_BYTES):
        if content[place] == _FIELDS_END:
            break
        name = bytes(content[place : place + _NAME_BYTES]).partition(b"\0")[0]
        if name.upper() in seen:
            own = f"DOUBLE{len(given):03}"
            given[own] = name.decode("latin-1")
            content[place : place + _NAME_BYTES] = struct.pack(f"{_NAME_BYTES}s", own.encode())
        seen.add(name.upper())
    if given:
        with dbf.open("r+b") as stream:
            stream.write(content)
    return given


def guess_encoding(shp: Path) -> str | None:
    """Encoding of the names when the .cpg is absent or contradicted by the bytes; None when GDAL may decide.

    Old desktop programs write cp1252 without saying so, newer ones UTF-8.
    """
    declared = shp.with_suffix(".cpg")
    said = declared.read_text("latin-1").strip().upper() if declared.exists() else ""
    if said and said not in {"UTF-8", "UTF8", "65001"}:
        return None
    table = shp.with_suffix(".dbf").read_bytes()
    (start,) = struct.unpack("<8xH", table[:10])
    try:
        table[start:].decode("utf-8")
    except UnicodeDecodeError:
        return "CP1252"
    return "UTF-8"


def _check_geometry_file(shp: Path) -> None:
    size = shp.stat().st_size
    with shp.open("rb") as stream:
        header = stream.read(_HEADER_BYTES)
    if len(header) < 4 or struct.unpack(">i", header[:4])[0] != _MAGIC:
        raise BoundariesError(
            "not_a_shapefile",
            N_("The file {file} is not a shapefile, whatever its name says."),
            N_("Export the layer again as a shapefile."),
            file=shp.name,
        )
    promised = 2 * struct.unpack(">i", header[24:28])[0] if len(header) >= 28 else _HEADER_BYTES
    if size < max(promised, _HEADER_BYTES):
        raise BoundariesError(
            "truncated_shapefile",
            N_("The file {file} is cut off: it has {size} of {promised} bytes."),
            N_("Copy or download it again."),
            file=shp.name,
            size=size,
            promised=promised,
        )


def _check_table(shp: Path) -> None:
    dbf = shp.with_suffix(".dbf")
    if not dbf.exists():
        raise BoundariesError(
            "missing_dbf",
            N_("The shapefile {file} has no .dbf: codes and names are missing."),
            N_("Put the files .shp, .shx, .dbf and .prj of the same name into one zip."),
            file=shp.name,
        )
    size = dbf.stat().st_size
    with dbf.open("rb") as stream:
        header = stream.read(12)
    if len(header) < 12:
        promised = 12
    else:
        records, start, length = struct.unpack("<4xIHH", header)
        # A record has at least the mark of deletion: a header that promises records of zero length is an attack.
        promised = start + records * max(length, 1)
    if size < promised:
        raise BoundariesError(
            "truncated_dbf",
            N_("The file {file} is cut off: it has {size} of {promised} bytes."),
            N_("Copy or download it again."),
            file=dbf.name,
            size=size,
            promised=promised,
        )
