"""The outlines in force, rewritten for the provinces of an import that was added or undone."""

import numpy as np
import numpy.typing as npt
import pandas as pd
import shapely
from sqlalchemy import Connection, delete, select

from ucjmap.boundaries import ROW_COLUMNS, ReadShapes, build_joins, compose
from ucjmap.store.bulk import add_rows
from ucjmap.store.tables import COMMITTED, editions, imports, joins, outlines, scopes, units

_CHUNK = 5000  # below every database's limit of bound parameters


def settle(connection: Connection, provinces: list[str]) -> None:
    """Rewrite which outline each area of some provinces has, after the files in force have changed."""
    rows = read_file_rows(connection, provinces)
    connection.execute(delete(outlines).where(outlines.c.province_code.in_(provinces)))
    if rows.empty:
        return

    def read(wanted: pd.DataFrame) -> npt.NDArray[np.object_]:
        return read_shapes_of(connection, wanted)

    composed = compose(rows, read)
    _put_together(connection, composed, read)
    add_rows(connection, outlines, composed)


def settle_all(connection: Connection) -> None:
    """Settle all provinces of a store of an older version, which has no outlines in force yet."""
    provinces = list(connection.scalars(select(scopes.c.province_code).distinct()))
    if provinces and connection.scalar(select(outlines.c.code).limit(1)) is None:
        settle(connection, provinces)


def settle_import(connection: Connection, import_id: int) -> None:
    """Settle the provinces of one import."""
    ours = select(scopes.c.province_code).join(editions).where(editions.c.import_id == import_id).distinct()
    provinces = list(connection.scalars(ours))
    if provinces:
        settle(connection, provinces)


def read_file_rows(connection: Connection, provinces: list[str]) -> pd.DataFrame:
    """What the files in force have in some provinces, without geometry.

    Parameters
    ----------
    provinces
        Their codes.

    Returns
    -------
    pandas.DataFrame
        One row is one area of one file (``boundaries.ROW_COLUMNS``); bounds in degrees, null without an outline.
    """
    query = (
        select(*(units.c[name] for name in ROW_COLUMNS))
        .join(editions, editions.c.id == units.c.edition_id)
        .join(imports, imports.c.id == editions.c.import_id)
        .where(imports.c.state == COMMITTED, units.c.province_code.in_(provinces))
    )
    rows = pd.read_sql(query, connection)
    texts = ["code", "level", "parent_code", "province_code", "flags"]
    return rows.astype(dict.fromkeys(texts, object) | {"joined": bool})


def _put_together(connection: Connection, composed: pd.DataFrame, read: ReadShapes) -> None:
    mixed = composed[composed["join_version"].notna()]
    wanted = set(zip(mixed["code"], mixed["join_version"], strict=True))
    if wanted:
        made = build_joins(composed, wanted - _known_joins(connection, list(mixed["code"])), read)
        add_rows(connection, joins, made)


def _known_joins(connection: Connection, codes: list[str]) -> set[tuple[str, str]]:
    known: set[tuple[str, str]] = set()
    for start in range(0, len(codes), _CHUNK):
        query = select(joins.c.code, joins.c.join_version).where(joins.c.code.in_(codes[start : start + _CHUNK]))
        known.update((str(code), str(version)) for code, version in connection.execute(query))
    return known


def read_shapes_of(connection: Connection, wanted: pd.DataFrame) -> npt.NDArray[np.object_]:
    """Outlines of some areas, each as one file has it or as it was put together from several.

    Parameters
    ----------
    wanted
        One row is one outline: edition_id, code, join_version (null: the file's own).

    Returns
    -------
    numpy.ndarray
        Geometries (EPSG:4326) in the order of the rows; None where a row has none.
    """
    shapes: npt.NDArray[np.object_] = shapely.from_wkb(read_wkb(connection, wanted, overview=False))
    return shapes


def read_wkb(connection: Connection, wanted: pd.DataFrame, *, overview: bool) -> npt.NDArray[np.object_]:
    """Outlines of some rows as WKB (``read_shapes_of``); ``overview`` takes the simplified ones where there are any."""
    is_join = wanted["join_version"].notna()
    known: dict[tuple[object, str], bytes] = {}
    for edition_id, group in wanted[~is_join].groupby("edition_id"):
        known.update(_read_units(connection, int(str(edition_id)), list(group["code"]), overview=overview))
    known.update(_read_joins(connection, wanted[is_join], overview=overview))
    keys = wanted["join_version"].where(is_join, wanted["edition_id"])
    return np.array([known.get(key) for key in zip(keys, wanted["code"], strict=True)] + [None], dtype=object)[:-1]


def _read_units(
    connection: Connection, edition_id: int, codes: list[str], *, overview: bool
) -> dict[tuple[object, str], bytes]:
    read: dict[tuple[object, str], bytes] = {}
    for start in range(0, len(codes), _CHUNK):
        chunk = codes[start : start + _CHUNK]
        query = select(units.c.code, units.c.geometry, *([units.c.overview] if overview else []))
        for row in connection.execute(query.where(units.c.edition_id == edition_id, units.c.code.in_(chunk))):
            read[edition_id, str(row.code)] = (row.overview if overview else None) or row.geometry
    return read


def _read_joins(connection: Connection, wanted: pd.DataFrame, *, overview: bool) -> dict[tuple[object, str], bytes]:
    read: dict[tuple[object, str], bytes] = {}
    versions = set(zip(wanted["join_version"], wanted["code"], strict=True))
    codes = list(wanted["code"])
    for start in range(0, len(codes), _CHUNK):
        column = joins.c.overview if overview else joins.c.geometry
        query = select(joins.c.code, joins.c.join_version, column.label("shape"))
        chunk = joins.c.code.in_(codes[start : start + _CHUNK])
        wanted_versions = joins.c.join_version.in_(list(wanted["join_version"].iloc[start : start + _CHUNK]))
        for row in connection.execute(query.where(chunk, wanted_versions)):
            if (row.join_version, row.code) in versions:
                read[row.join_version, str(row.code)] = row.shape
    return read
