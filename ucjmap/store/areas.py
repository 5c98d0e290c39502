"""Editions of boundaries and their areas in the store.

An outline belongs to its area: of each, the newest committed edition that has it counts (``outlines``), so that an
edition replaces only what it has itself.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

import pandas as pd
from sqlalchemy import ColumnElement, Connection, Select, case, delete, func, select

from ucjmap.codes import COUNTRY
from ucjmap.schema import UNIT_COLUMNS
from ucjmap.store.bulk import add_rows
from ucjmap.store.outlines import read_wkb, settle
from ucjmap.store.scope import require_edit
from ucjmap.store.tables import COMMITTED, displays, editions, imports, joins, outlines, scopes, units

#: Stands where the level of a display does, for what lies around an area: its version is always that of the country.
AROUND: Final = "near"
_BATCHES = 20


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
    progress: Callable[[int, int], None] = lambda _done, _total: None,
) -> int:
    """Store an edition with its areas; it becomes the current one of every area that it has.

    Outlines above the finest level that it has in a province are marked as those of the areas below (``mark_joined``).

    Parameters
    ----------
    import_id
        The import that brings it (``add_import``).
    edition
        Its name, issuer and date, and the file that it comes from.
    areas
        One row is one area: ``UNIT_COLUMNS``, province_code, and perhaps overview (WKB, EPSG:4326).
    progress
        Called with the number of batches stored, and of all; may raise to stop: the transaction then leaves nothing.

    Returns
    -------
    int
        Number of the edition.
    """
    require_edit(connection, areas["province_code"].unique())
    values = {**edition.__dict__, "import_id": import_id}
    edition_id = int(connection.execute(editions.insert().values(**values).returning(editions.c.id)).scalar_one())
    provinces = sorted(areas["province_code"].unique())
    connection.execute(scopes.insert(), [{"edition_id": edition_id, "province_code": code} for code in provinces])
    rows = areas.reindex(columns=[*UNIT_COLUMNS, "province_code", "overview", "joined"])
    rows["joined"] = mark_joined(areas)
    size = max(1, -(-len(rows) // _BATCHES))
    for start in range(0, len(rows), size):
        add_rows(connection, units, rows.iloc[start : start + size], edition_id=edition_id)
        progress(start // size + 1, _BATCHES)
    settle(connection, provinces)
    return edition_id


def mark_joined(areas: pd.DataFrame) -> "pd.Series[bool]":
    """Which outlines of a file are those of the areas below: all above the finest level that it has in a province.

    Parameters
    ----------
    areas
        One row is one area of one file: level, province_code.

    Returns
    -------
    pandas.Series
        With the index of ``areas``.
    """
    finest = areas.groupby("province_code")["level"].transform("max")
    return areas["level"] < finest


def read_boundary_revision(connection: Connection) -> tuple[int, int]:
    """Newest import of boundaries, and how often one was undone or brought back: it grows with each, and with nothing else."""
    turns = func.coalesce(func.sum(imports.c.turns), 0)
    query = select(func.coalesce(func.max(imports.c.id), 0), turns).where(imports.c.kind == "boundaries")
    newest, number = connection.execute(query).one()
    return int(newest), int(number)


def count_only_in(connection: Connection, import_id: int) -> int:
    """How many areas no other import in force has: they leave the register when it is undone.

    Parameters
    ----------
    import_id
        Of an import of boundaries; another one has no areas.
    """
    of_import = units.join(editions, editions.c.id == units.c.edition_id).join(
        imports, imports.c.id == editions.c.import_id
    )
    in_force = select(units.c.code).select_from(of_import).where(imports.c.state == COMMITTED)
    own = in_force.where(imports.c.id == import_id).distinct().subquery()
    others = in_force.where(imports.c.id != import_id)
    return int(connection.scalar(select(func.count()).select_from(own).where(own.c.code.not_in(others))) or 0)


def read_editions(connection: Connection) -> pd.DataFrame:
    """Editions in force: those from which areas are drawn.

    Returns
    -------
    pandas.DataFrame
        One row is one edition in one province in which an area is drawn from it: province_code, and the columns of the
        table ``editions``; by province, then in the order of their import.
    """
    drawn = select(outlines.c.province_code, outlines.c.edition_id).where(~outlines.c.flags.contains("no_geometry"))
    current = drawn.distinct().subquery()
    query = select(current.c.province_code, editions).join(editions, editions.c.id == current.c.edition_id)
    return pd.read_sql(query.order_by(current.c.province_code, editions.c.id), connection)


def read_boundary_editions(connection: Connection) -> pd.DataFrame:
    """All editions that are not undone, current or not, the newest first.

    Returns
    -------
    pandas.DataFrame
        One row is one province of one edition: province_code, and the columns of the table ``editions``.
    """
    query = (
        select(scopes.c.province_code, editions)
        .join(editions, editions.c.id == scopes.c.edition_id)
        .join(imports, imports.c.id == editions.c.import_id)
        .where(imports.c.state == COMMITTED)
    )
    return pd.read_sql(query.order_by(editions.c.id.desc(), scopes.c.province_code), connection)


def read_edition_units(connection: Connection, edition_id: int, provinces: list[str]) -> pd.DataFrame:
    """Areas of one edition with the geometry that it has itself, whatever is in force.

    Parameters
    ----------
    edition_id
        Its number, undone or not.
    provinces
        Codes of the provinces to read.

    Returns
    -------
    pandas.DataFrame
        One row is one area with an outline: ``UNIT_COLUMNS``, province_code; geometry is WKB (EPSG:4326).
    """
    query = select(units).where(units.c.edition_id == edition_id, units.c.province_code.in_(provinces))
    return pd.read_sql(query.where(units.c.geometry.is_not(None)), connection).drop(
        columns=["edition_id", "overview", "joined"]
    )


def _shape_column(name: str) -> ColumnElement[Any]:
    """A measure of the outline in force, the file's own or one put together; null where there is none."""
    is_drawn = ~outlines.c.flags.contains("no_geometry")
    return case((is_drawn, func.coalesce(joins.c[name], units.c[name]))).label(name)


def _in_force(*columns: ColumnElement[Any]) -> Select[Any]:
    is_row = (units.c.edition_id == outlines.c.edition_id) & (units.c.code == outlines.c.code)
    is_join = (joins.c.code == outlines.c.code) & (joins.c.join_version == outlines.c.join_version)
    return select(*columns).select_from(outlines).join(units, is_row).outerjoin(joins, is_join)


_STATE: dict[str, ColumnElement[Any]] = {name: outlines.c[name] for name in ("code", "level", "parent_code", "flags")}
_SHAPE = ("area_km2", "west", "south", "east", "north")
_ORIGIN = (outlines.c.edition_id, outlines.c.join_version)


def _unit_column(name: str) -> ColumnElement[Any]:
    if name in _STATE:
        return _STATE[name]
    return _shape_column(name) if name in _SHAPE else units.c[name]


def read_areas(connection: Connection) -> pd.DataFrame:
    """All areas in force, without geometry.

    Returns
    -------
    pandas.DataFrame
        One row is one area, by code: ``UNIT_COLUMNS`` but geometry, edition_id (whose row it is), join_version (null
        unless its outline was put together from several files). area_km2 and the bounds (degrees) are null where none
        is drawn.
    """
    query = _in_force(*(_unit_column(name) for name in UNIT_COLUMNS if name != "geometry"), *_ORIGIN)
    areas = pd.read_sql(query, connection)
    return areas.sort_values("code", ignore_index=True)


def read_province_units(connection: Connection, provinces: list[str]) -> pd.DataFrame:
    """Areas in force of some provinces, with their geometry.

    Parameters
    ----------
    provinces
        Codes of the provinces to read.

    Returns
    -------
    pandas.DataFrame
        One row is one area: ``UNIT_COLUMNS``, overview, province_code; geometry and overview (simplified) are WKB
        (EPSG:4326) or null.
    """
    columns = [_unit_column(name) for name in UNIT_COLUMNS if name != "geometry"]
    query = _in_force(*columns, _shape_column("geometry"), _shape_column("overview"), units.c.province_code)
    return pd.read_sql(query.where(outlines.c.province_code.in_(provinces)), connection)


def read_geometry(connection: Connection, areas: pd.DataFrame, *, overview: bool) -> pd.DataFrame:
    """Geometry of some areas, as of the time when these were read, whatever was imported since.

    Parameters
    ----------
    areas
        Rows of ``read_areas``: code, name, west, edition_id, join_version.
    overview
        Whether the simplified geometry is taken where there is one (above the desa).

    Returns
    -------
    pandas.DataFrame
        One row is one area, by code: code, name, geometry (WKB, EPSG:4326, or null).
    """
    shapes = areas[["code", "name"]].reset_index(drop=True)
    shapes["geometry"] = None
    drawn = areas["west"].notna().to_numpy()
    if drawn.any():
        shapes.loc[drawn, "geometry"] = read_wkb(connection, areas[drawn], overview=overview)
    return shapes.sort_values("code", ignore_index=True)


def read_display(connection: Connection, version: str, parent_code: str, level: str) -> bytes | None:
    """Display geometry that was built before, or None.

    Parameters
    ----------
    version
        Checksum of the outlines in the view.
    parent_code
        The area whose map it is; ``00`` for the whole country.
    level
        Level of the areas in it, or ``AROUND``.

    Returns
    -------
    bytes or None
        Gzipped GeoJSON (``boundaries.encode_display``).
    """
    query = select(displays.c.body).where(
        displays.c.version == version, displays.c.parent_code == parent_code, displays.c.level == level
    )
    return connection.scalar(query)


def write_display(connection: Connection, version: str, parent_code: str, level: str, body: bytes) -> None:
    """Keep display geometry for the next reader; what is of an older state of the whole country is dropped.

    Parameters
    ----------
    version, parent_code, level
        As for ``read_display``. What is kept under them already stays.
    body
        Gzipped GeoJSON.
    """
    if parent_code == COUNTRY or level == AROUND:
        stale = delete(displays).where(displays.c.level == level, displays.c.version != version)
        connection.execute(stale if level == AROUND else stale.where(displays.c.parent_code == COUNTRY))
    key = {"version": version, "parent_code": parent_code, "level": level}
    if read_display(connection, **key) is None:
        connection.execute(displays.insert().values(**key, body=body))
