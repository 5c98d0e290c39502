"""Whether what a store holds belongs together: what the database finds itself, and what only this program knows."""

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd
import shapely
from sqlalchemy import Connection, Table, and_, func, select

from ucjmap.boundaries import compose
from ucjmap.errors import N_
from ucjmap.schema import Progress, no_progress
from ucjmap.store.dialects import integrity_errors, numbers_behind
from ucjmap.store.engine import connect_store, is_current, require_store
from ucjmap.store.field_notes import follow_ups
from ucjmap.store.outlines import read_file_rows, read_shapes_of
from ucjmap.store.tables import COMMITTED, UNDONE, imports, joins, metadata, outlines, scopes, units

_BATCH = 2_000


@dataclass(frozen=True)
class Fault:
    """One thing that is wrong with a store. ``text`` is an English template, ``details`` the values in it."""

    key: str
    text: str
    details: dict[str, object]


def check_store(url: str, *, progress: Progress = no_progress) -> list[Fault]:
    """What is wrong with a store, which is read in one state and not changed.

    Parameters
    ----------
    url
        SQLAlchemy URL; a store of an older version is not brought up to date.
    progress
        Told the checks that are done; may raise to cancel.

    Returns
    -------
    list
        Empty where all is well.

    Raises
    ------
    StoreError
        There is no such store, it cannot be read, is so damaged that its database gives up, or is of a newer version.
    """
    require_store(url)
    store, faults = connect_store(url), list[Fault]()
    try:
        with store.reading() as connection:
            for place, check in enumerate(_CHECKS):
                progress(place, len(_CHECKS), check.__name__.strip("_"))
                faults += check(connection, url)
                if any(fault.key in _LAST for fault in faults):
                    break
    finally:
        store.close()
    progress(1, 1, "")
    return faults


#: Where one of these is told, nothing further can be asked.
_LAST = ("schema_outdated", "schema_differs", "unreadable_shapes")


def _own_pages(connection: Connection, _url: str) -> Iterator[Fault]:
    for line in integrity_errors(connection):
        yield Fault("database_damaged", N_("The database reports: {reason}."), {"reason": line})


def _schema(connection: Connection, url: str) -> Iterator[Fault]:
    from alembic.autogenerate import compare_metadata
    from alembic.migration import MigrationContext

    if not is_current(connection, url):
        yield Fault(
            "schema_outdated", N_("The schema is that of an older version; it is brought up to date at the start."), {}
        )
        return
    context = MigrationContext.configure(connection, opts={"compare_type": True})
    for difference in compare_metadata(context, metadata):
        yield Fault(
            "schema_differs",
            N_("The tables are not those of this version: {reason}."),
            {"reason": str(difference)[:200]},
        )


def _references(connection: Connection, _url: str) -> Iterator[Fault]:
    pairs = [
        (table, [(part.parent, part.column) for part in key.elements])
        for table in metadata.sorted_tables
        for key in table.foreign_key_constraints
    ]
    pairs.append((follow_ups, [(follow_ups.c.withdraws, follow_ups.alias("withdrawn").c.id)]))
    for table, columns in pairs:
        yield from _orphans(connection, table, columns)


def _orphans(connection: Connection, table: Table, columns: list[tuple[Any, Any]]) -> Iterator[Fault]:
    """Rows of a table that refer to a row which is not there."""
    parent = columns[0][1].table
    named = and_(*(own.is_not(None) for own, _ in columns))
    query = (
        select(func.count(), func.min(columns[0][0]))
        .select_from(table.outerjoin(parent, and_(*(own == other for own, other in columns))))
        .where(named, columns[0][1].is_(None))
    )
    count, example = connection.execute(query).one()
    if count:
        details = {"count": count, "table": table.name, "other": parent.name, "example": example}
        yield Fault(
            "orphan_rows",
            N_("{count} rows of {table} belong to a row of {other} that is not there ({example})."),
            details,
        )


def _states(connection: Connection, _url: str) -> Iterator[Fault]:
    unknown = select(func.min(imports.c.id)).where(imports.c.state.not_in((COMMITTED, UNDONE)))
    if (number := connection.scalar(unknown)) is not None:
        yield Fault("unknown_state", N_("Import number {number} is neither in force nor undone."), {"number": number})


def _texts(connection: Connection, _url: str) -> Iterator[Fault]:
    """Texts that have to be JSON."""
    for name, column in _JSON:
        table = metadata.tables[name]
        for (text,) in connection.execute(select(table.c[column])):
            try:
                json.loads(text)
            except ValueError:
                details: dict[str, object] = {"table": name, "column": column, "text": str(text)[:40]}
                yield Fault("unreadable_text", N_("{table}.{column} cannot be read: {text}"), details)
                break


_JSON = (
    ("imports", "outcome"),
    ("layouts", "layout"),
    ("scenarios", "question"),
    ("story_views", "question"),
    ("story_views", "marks"),
    ("story_views", "figures"),
)


def _shapes(connection: Connection, _url: str) -> Iterator[Fault]:
    for table in (units, joins):
        for column in (table.c.geometry, table.c.overview):
            query = select(table.c.code, column).where(column.is_not(None))
            result = connection.execute(query, execution_options={"yield_per": _BATCH})
            broken = [str(code) for batch in result.partitions() for code in _unreadable(batch)]
            if broken:
                details: dict[str, object] = {"count": len(broken), "table": table.name, "example": broken[0]}
                yield Fault("unreadable_shapes", N_("{count} outlines of {table} cannot be read ({example})."), details)


def _unreadable(batch: Any) -> list[str]:
    shapes = shapely.from_wkb([row[1] for row in batch], on_invalid="ignore")
    return [row.code for row, shape in zip(batch, shapes, strict=True) if shape is None]


def _outlines(connection: Connection, _url: str) -> Iterator[Fault]:
    """Outlines in force, which have to be what the files in force give."""
    provinces = list(connection.scalars(select(scopes.c.province_code).distinct()))
    rows = read_file_rows(connection, provinces)

    def read(wanted: pd.DataFrame) -> npt.NDArray[np.object_]:
        return read_shapes_of(connection, wanted)

    kept = {tuple(row) for row in connection.execute(select(outlines))}
    due = set() if rows.empty else set(_plain_rows(compose(rows, read)))
    if wrong := sorted({str(row[0]) for row in kept ^ due}):
        details: dict[str, object] = {"count": len(wrong), "example": wrong[0]}
        yield Fault(
            "outlines_differ",
            N_("{count} outlines in force are not those of the files in force ({example})."),
            details,
        )
    made = {tuple(row) for row in connection.execute(select(joins.c.code, joins.c.join_version))}
    mixed = connection.execute(
        select(outlines.c.code, outlines.c.join_version).where(outlines.c.join_version.is_not(None))
    )
    if missing := sorted({str(row.code) for row in mixed if tuple(row) not in made}):
        details = {"count": len(missing), "example": missing[0]}
        yield Fault("joins_missing", N_("{count} outlines put together from files are missing ({example})."), details)


def _plain_rows(composed: pd.DataFrame) -> Iterator[tuple[object, ...]]:
    for row in composed[[column.name for column in outlines.columns]].itertuples(index=False, name=None):
        yield tuple(None if pd.isna(value) else value for value in row)


def _numbers(connection: Connection, _url: str) -> Iterator[Fault]:
    for name in numbers_behind(connection, metadata.sorted_tables):
        yield Fault("numbers_behind", N_("The next row of {table} would get a number that is taken."), {"table": name})


_CHECKS: tuple[Callable[[Connection, str], Iterator[Fault]], ...] = (
    _own_pages,
    _schema,
    _references,
    _states,
    _texts,
    _shapes,
    _outlines,
    _numbers,
)
