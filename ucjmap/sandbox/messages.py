"""What passes between the process that reads a file and the one that asked for it: plain values and frames, no objects.

A result is JSON with frames beside it (Arrow IPC, geometry as WKB): nothing in it can act when it is read.
"""

import dataclasses
import datetime as dt
import io
import json
import struct
from collections.abc import Callable
from typing import IO, Any, Final, Literal

import geopandas as gpd
import pandas as pd
import pyarrow as pa
import shapely

#: Kinds of messages: request (Q), progress (P), question to the process that asked (C) and its answer (A), result (R),
#: an error that the user can put right (E), an error of our own disk (O), any other error (F).
Kind = Literal[b"Q", b"P", b"C", b"A", b"R", b"E", b"O", b"F"]
_HEAD: Final = struct.Struct("!cQ")
_LENGTH: Final = struct.Struct("!Q")


def send(stream: IO[bytes], kind: Kind, content: bytes) -> None:
    """Write one message."""
    stream.write(_HEAD.pack(kind, len(content)))
    stream.write(content)
    stream.flush()


def receive(stream: IO[bytes], *, most_bytes: int) -> tuple[bytes, bytes] | None:
    """Kind and content of the next message; None where the other side has gone, or sends more than it may."""
    head = stream.read(_HEAD.size)
    if len(head) < _HEAD.size:
        return None
    kind, length = _HEAD.unpack(head)
    if length > most_bytes:
        return None
    content = stream.read(length)
    return (kind, content) if len(content) == length else None


def encode(value: Any) -> bytes:
    """A value as bytes.

    It may hold dictionaries with text keys, lists, texts, numbers, dates, bytes, dataclasses and frames; tuples and
    sets arrive as lists, dataclasses as dictionaries of their fields.
    """
    parts: list[bytes] = []
    text = json.dumps(value, default=lambda other: _encode_other(other, parts))
    stream = io.BytesIO()
    for part in (text.encode(), *parts):
        stream.write(_LENGTH.pack(len(part)))
        stream.write(part)
    return stream.getvalue()


def decode(content: bytes) -> Any:
    """The value that ``encode`` was given.

    Raises
    ------
    ValueError
        ``content`` does not come from ``encode``.
    """
    view, parts = memoryview(content), []
    while view:
        (length,) = _LENGTH.unpack(view[: _LENGTH.size])
        parts.append(view[_LENGTH.size : _LENGTH.size + length])
        view = view[_LENGTH.size + length :]
    return json.loads(bytes(parts[0]), object_hook=lambda plain: _decode_other(plain, parts[1:]))


def _encode_other(value: Any, parts: list[bytes]) -> Any:
    if isinstance(value, pd.DataFrame):
        parts.append(_encode_frame(value))
        return {"$frame": len(parts) - 1, **_describe_frame(value)}
    if isinstance(value, bytes):
        parts.append(value)
        return {"$bytes": len(parts) - 1}
    if isinstance(value, dt.datetime):
        return {"$moment": value.isoformat()}
    if isinstance(value, dt.date):
        return {"$date": value.isoformat()}
    if isinstance(value, frozenset | set):
        return sorted(value)
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return {field.name: getattr(value, field.name) for field in dataclasses.fields(value)}
    if hasattr(value, "item"):
        return value.item()  # a number of numpy
    raise TypeError(type(value).__name__)


def _describe_frame(frame: pd.DataFrame) -> dict[str, Any]:
    objects = [name for name, dtype in frame.dtypes.items() if pd.api.types.is_object_dtype(dtype)]
    if not isinstance(frame, gpd.GeoDataFrame):
        return {"objects": objects}
    return {"objects": objects, "geometry": frame.geometry.name, "crs": _describe_crs(frame)}


def _describe_crs(frame: gpd.GeoDataFrame) -> str | None:
    if frame.crs is None:
        return None
    known = frame.crs.to_string()
    return str(known if known.startswith("EPSG:") else frame.crs.to_wkt())


def _encode_frame(frame: pd.DataFrame) -> bytes:
    plain = pd.DataFrame(frame)
    if isinstance(frame, gpd.GeoDataFrame):
        plain = plain.assign(**{frame.geometry.name: shapely.to_wkb(frame.geometry.to_numpy())})
    table = pa.Table.from_pandas(plain)
    sink = pa.BufferOutputStream()
    with pa.ipc.new_stream(sink, table.schema) as writer:
        writer.write_table(table)
    return bytes(sink.getvalue().to_pybytes())


def _decode_other(value: dict[str, Any], parts: list[memoryview]) -> Any:
    for key, read in _READERS.items():
        if key in value:
            return read(value, key, parts)
    return value


def _decode_frame(value: dict[str, Any], key: str, parts: list[memoryview]) -> pd.DataFrame:
    with pa.ipc.open_stream(pa.py_buffer(parts[value[key]])) as reader:
        table = reader.read_all()
    table.validate(full=True)
    frame = table.to_pandas()
    geometry = value.get("geometry")
    for column in value["objects"]:
        if column != geometry:
            frame[column] = frame[column].astype(object).where(frame[column].notna(), None)
    if geometry is None:
        return frame
    shapes = shapely.from_wkb(frame[geometry].to_numpy(dtype=object))
    return gpd.GeoDataFrame(frame.assign(**{geometry: shapes}), geometry=geometry, crs=value["crs"])


_READERS: Final[dict[str, Callable[[dict[str, Any], str, list[memoryview]], Any]]] = {
    "$frame": _decode_frame,
    "$bytes": lambda value, key, parts: bytes(parts[value[key]]),
    "$moment": lambda value, key, _parts: dt.datetime.fromisoformat(value[key]),
    "$date": lambda value, key, _parts: dt.date.fromisoformat(value[key]),
}
