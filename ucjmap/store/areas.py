"""Editions of boundaries and their areas in the store.

A province may be on another edition than its neighbour: the newest committed edition that covers a province is its
current one.
"""

from collections.abc import Callable
from dataclasses import dataclass

import pandas as pd
from sqlalchemy import Connection, Select, delete, func, select

from ucjmap.codes import COUNTRY
from ucjmap.schema import UNIT_COLUMNS
from ucjmap.store.tables import COMMITTED, displays, editions, imports, scopes, units

_BATCHES = 20
_WITHOUT_GEOMETRY = [units.c[name] for name in UNIT_COLUMNS if name != "geometry"]


@dataclass(frozen=True)
class Edition:
    """An edition of boundaries as it is to be stored."""

    name: str
    issuer: str
    code_system: str = "kemendagri"
    date: str = ""
    licence: str = ""
    source_file: str = ""
    sha256: str = ""
    is_model: bool = False


def add_edition(
    connection: Connection,
    import_id: int,
    edition: Edition,
    areas: pd.DataFrame,
    *,
    progress: Callable[[int, int], None] = lambda done, total: None,
) -> int:
    """Store an edition with its areas; one row of ``areas`` is one area (``UNIT_COLUMNS``, ``province_code``).

    Progress counts batches. The edition becomes the current one of every province that occurs in ``areas``.
    """
    values = {**edition.__dict__, "import_id": import_id}
    edition_id = int(connection.execute(editions.insert().values(**values).returning(editions.c.id)).scalar_one())
    provinces = sorted(areas["province_code"].unique())
    connection.execute(scopes.insert(), [{"edition_id": edition_id, "province_code": code} for code in provinces])
    rows = areas.reindex(columns=[*UNIT_COLUMNS, "province_code", "overview"])
    size = max(1, -(-len(rows) // _BATCHES))
    for start in range(0, len(rows), size):
        batch = rows.iloc[start : start + size].astype(object)
        batch = batch.where(batch.notna(), None).assign(edition_id=edition_id)
        connection.execute(units.insert(), batch.to_dict("records"))
        progress(start // size + 1, _BATCHES)
    return edition_id


def _current_scopes() -> Select[tuple[str, int]]:
    return (
        select(scopes.c.province_code, func.max(scopes.c.edition_id).label("edition_id"))
        .join(editions, editions.c.id == scopes.c.edition_id)
        .join(imports, imports.c.id == editions.c.import_id)
        .where(imports.c.state == COMMITTED)
        .group_by(scopes.c.province_code)
    )


def read_editions(connection: Connection) -> pd.DataFrame:
    """Current editions; one row is one province with the edition that it is on."""
    current = _current_scopes().subquery()
    query = select(current.c.province_code, editions).join(editions, editions.c.id == current.c.edition_id)
    return pd.read_sql(query.order_by(current.c.province_code), connection)


def read_boundary_editions(connection: Connection) -> pd.DataFrame:
    """All editions that are not undone, current or not; one row is one province of one edition, newest first."""
    query = (
        select(scopes.c.province_code, editions)
        .join(editions, editions.c.id == scopes.c.edition_id)
        .join(imports, imports.c.id == editions.c.import_id)
        .where(imports.c.state == COMMITTED)
    )
    return pd.read_sql(query.order_by(editions.c.id.desc(), scopes.c.province_code), connection)


def read_edition_units(connection: Connection, edition_id: int, provinces: list[str]) -> pd.DataFrame:
    """Areas of some provinces of one edition with the geometry that it has itself; one row is one area, as stored."""
    query = select(units).where(units.c.edition_id == edition_id, units.c.province_code.in_(provinces))
    own = units.c.geometry.is_not(None) & ~units.c.flags.contains("carried")
    return pd.read_sql(query.where(own), connection).drop(columns=["edition_id", "overview"])


def read_areas(connection: Connection) -> pd.DataFrame:
    """All areas of the current editions without geometry, by code; one row is one area (``UNIT_COLUMNS``)."""
    current = _current_scopes().subquery()
    query = select(*_WITHOUT_GEOMETRY, units.c.edition_id).join(
        current,
        (units.c.edition_id == current.c.edition_id) & (units.c.province_code == current.c.province_code),
    )
    areas = pd.read_sql(query, connection)
    return areas.sort_values("code", ignore_index=True)


def read_province_units(connection: Connection, provinces: list[str]) -> pd.DataFrame:
    """Areas of the current editions of some provinces with their geometry; one row is one area, as stored."""
    current = _current_scopes().subquery()
    same = (units.c.edition_id == current.c.edition_id) & (units.c.province_code == current.c.province_code)
    query = select(units).join(current, same).where(current.c.province_code.in_(provinces))
    return pd.read_sql(query, connection).drop(columns="edition_id")


def read_geometry(connection: Connection, codes_by_edition: dict[int, list[str]], *, overview: bool) -> pd.DataFrame:
    """Geometry of some areas; one row is one area (code, name, WKB geometry or null).

    ``overview`` takes the simplified geometry where the edition has one.
    """
    column = func.coalesce(units.c.overview, units.c.geometry) if overview else units.c.geometry
    parts = []
    for edition_id, codes in codes_by_edition.items():
        for start in range(0, len(codes), 5000):  # below every database's limit of bound parameters
            query = select(units.c.code, units.c.name, column.label("geometry"))
            chunk = codes[start : start + 5000]
            parts.append(
                pd.read_sql(query.where(units.c.edition_id == edition_id, units.c.code.in_(chunk)), connection)
            )
    if not parts:
        return pd.DataFrame(columns=["code", "name", "geometry"])
    return pd.concat(parts).sort_values("code", ignore_index=True)


def read_display(connection: Connection, version: str, parent_code: str, level: str) -> bytes | None:
    """Display geometry that was built before, or None."""
    query = select(displays.c.body).where(
        displays.c.version == version, displays.c.parent_code == parent_code, displays.c.level == level
    )
    return connection.scalar(query)


def write_display(connection: Connection, version: str, parent_code: str, level: str, body: bytes) -> None:
    """Keep display geometry for the next reader; views of the whole country of older editions are dropped."""
    if parent_code == COUNTRY:
        stale = displays.c.version != version
        connection.execute(delete(displays).where(displays.c.parent_code == COUNTRY, displays.c.level == level, stale))
    key = {"version": version, "parent_code": parent_code, "level": level}
    if read_display(connection, **key) is None:
        connection.execute(displays.insert().values(**key, body=body))
