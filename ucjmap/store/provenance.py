"""Imports: who brought what from which file, taking one back, and bringing it back again."""

import datetime as dt
import json
from dataclasses import dataclass, field
from typing import Any

import pandas as pd
from sqlalchemy import Connection, func, select, update

from ucjmap.codes import COUNTRY
from ucjmap.errors import N_, UsageError
from ucjmap.store.audit import note_change
from ucjmap.store.outlines import settle_import
from ucjmap.store.scope import require_edit, scope_of
from ucjmap.store.tables import (
    COMMITTED,
    UNDONE,
    crosswalks,
    editions,
    imports,
    observations,
    published,
    scopes,
    targets,
)


@dataclass(frozen=True)
class Provenance:
    """Where an import comes from. ``kind`` is boundaries, coverage, targets, published, aliases or crosswalk."""

    kind: str
    file_name: str = ""
    file_sha256: str = ""
    source: str = ""
    as_of: str = ""
    note: str = ""
    created_by: str = ""
    simulated: bool = False
    outcome: dict[str, Any] = field(default_factory=dict)


#: Tables whose rows are about one area, by the import that brought them.
_ABOUT_AREAS = (observations, targets, published, crosswalks)


def now_utc() -> str:
    """The time of an entry, as the store keeps it."""
    return dt.datetime.now(dt.UTC).isoformat(timespec="seconds")


def add_import(connection: Connection, provenance: Provenance) -> int:
    """Record an import and return its number, which the rows that it brings carry.

    Parameters
    ----------
    provenance
        Where it comes from; the time is added here.
    """
    row = {
        **provenance.__dict__,
        "created_by": _who(connection, provenance.created_by),
        "outcome": json.dumps(provenance.outcome),
        "created_at": now_utc(),
        "state": COMMITTED,
    }
    number = int(connection.execute(imports.insert().values(**row).returning(imports.c.id)).scalar_one())
    about = {"import": number, "kind": provenance.kind, "sha256": provenance.file_sha256, "as_of": provenance.as_of}
    note_change(connection, row["created_at"], "import.stored", **about)
    return number


def count_imports(connection: Connection) -> int:
    """Number of imports, undone ones included."""
    return int(connection.scalar(select(func.count()).select_from(imports)) or 0)


def read_imports(connection: Connection) -> pd.DataFrame:
    """All imports, the newest first.

    Returns
    -------
    pandas.DataFrame
        One row is one import, undone ones included: the columns of the table ``imports``, outcome a dictionary of
        counts; times are UTC, ISO 8601.
    """
    entries = pd.read_sql(select(imports).order_by(imports.c.id.desc()), connection)
    entries["outcome"] = [json.loads(text) for text in entries["outcome"]]
    return entries


def undo_import(connection: Connection, import_id: int, *, undone_by: str = "") -> None:
    """Take an import back: what it superseded counts again, to the last row.

    Parameters
    ----------
    import_id
        Its number.
    undone_by
        Who takes it back.

    Raises
    ------
    UsageError
        No such import, or it is undone already.
    """
    if _state_of(connection, import_id) == UNDONE:
        raise UsageError(
            "already_undone",
            N_("Import number {number} is undone already."),
            N_("The list of imports shows which are undone."),
            number=import_id,
        )
    _turn(connection, import_id, state=UNDONE, undone_at=now_utc(), undone_by=_who(connection, undone_by))


def redo_import(connection: Connection, import_id: int, *, redone_by: str = "") -> None:
    """Bring an import back that was undone: all is as it was before, its place among the other imports too.

    Raises
    ------
    UsageError
        No such import, or it is in force.
    """
    if _state_of(connection, import_id) == COMMITTED:
        raise UsageError(
            "not_undone",
            N_("Import number {number} is in force: there is nothing to bring back."),
            N_("The list of imports shows which are undone."),
            number=import_id,
        )
    _turn(connection, import_id, state=COMMITTED, redone_at=now_utc(), redone_by=_who(connection, redone_by))


def _state_of(connection: Connection, import_id: int) -> str:
    state = connection.scalar(select(imports.c.state).where(imports.c.id == import_id))
    if state is None:
        raise UsageError(
            "no_such_import",
            N_("There is no import number {number}."),
            N_("The list of imports shows the numbers."),
            number=import_id,
        )
    return str(state)


def _turn(connection: Connection, import_id: int, **change: object) -> None:
    """Change the state of an import, and whatever follows from it."""
    if scope_of(connection) is not None:
        require_edit(connection, _areas_of(connection, import_id))
    state = {"before": _state_of(connection, import_id), "after": change["state"]}
    note_change(connection, now_utc(), "import.turned", **{"import": import_id}, state=state)
    turned = update(imports).where(imports.c.id == import_id).values(turns=imports.c.turns + 1, **change)
    connection.execute(turned)
    settle_import(connection, import_id)


def _areas_of(connection: Connection, import_id: int) -> set[str]:
    """Codes of the areas that an import is about; the country where it brought names or codes for everybody."""
    of_import = [select(table.c.unit_code).where(table.c.import_id == import_id) for table in _ABOUT_AREAS]
    provinces = select(scopes.c.province_code).join(editions, editions.c.id == scopes.c.edition_id)
    queries = [*of_import, provinces.where(editions.c.import_id == import_id)]
    areas = {str(code) for query in queries for code in connection.execute(query.distinct()).scalars()}
    return areas or {COUNTRY}


def _who(connection: Connection, given: str) -> str:
    """Who does it: whoever signed in by their own name, whatever was typed."""
    scope = scope_of(connection)
    return scope.who if scope and scope.who else given
