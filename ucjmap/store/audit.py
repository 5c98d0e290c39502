"""What was changed, by whom and when: entries that are only added, each with the hash of the one before it.

An entry names people by their number and files by their import, so that it has no personal data. Whoever alters or takes
out an entry breaks the chain from there on; whoever can write the whole table can also write a whole new chain, so the
last hash belongs into somebody else's hands now and then (``ucjmap audit check`` prints it).
"""

import hashlib
import json
from dataclasses import dataclass
from typing import Any, Final

import pandas as pd
from sqlalchemy import Column, Connection, Integer, String, Table, Text, select

from ucjmap.store.scope import scope_of
from ucjmap.store.tables import metadata

#: One row is one change. ``about`` is JSON: what it was done to, and the values before and after. ``hash`` is that of the
#: other columns and of the entry before.
audit = Table(
    "audit",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("at", String(32), nullable=False),
    Column("who", String(40), nullable=False, default=""),
    Column("what", String(40), nullable=False),
    Column("about", Text, nullable=False),
    Column("hash", String(64), nullable=False),
)
#: What stands where the hash of an entry before does, for the first.
_BEGIN: Final = "0" * 64


@dataclass(frozen=True)
class ChainReport:
    """What a look through the chain found.

    ``entries`` is their number, ``last`` the hash of the last, ``broken_at`` the number of the first that does not fit;
    None where all do.
    """

    entries: int
    last: str
    broken_at: int | None


def note_change(connection: Connection, at: str, what: str, **about: Any) -> None:
    """Add an entry for a change, in the transaction of the change itself.

    Parameters
    ----------
    at
        UTC, ISO 8601.
    what
        The change, such as ``import.undone``.
    **about
        What it was done to, before and after, as JSON can hold it: numbers and codes, no names and no figures.
    """
    last = connection.execute(select(audit.c.hash).order_by(audit.c.id.desc()).limit(1)).scalar()
    scope = scope_of(connection)
    entry = {
        "at": at,
        "who": "" if scope is None else scope.key,
        "what": what,
        "about": json.dumps(about, sort_keys=True, ensure_ascii=False),
    }
    connection.execute(audit.insert().values(**entry, hash=_hash(last or _BEGIN, entry)))


def read_audit(connection: Connection) -> pd.DataFrame:
    """All entries, the newest first.

    Returns
    -------
    pandas.DataFrame
        One row is one change: id, at (UTC), who, what, about (a dictionary), hash.
    """
    entries = pd.read_sql(select(audit).order_by(audit.c.id.desc()), connection)
    entries["about"] = [json.loads(text) for text in entries["about"]]
    return entries


def check_audit(connection: Connection) -> ChainReport:
    """Compute the hash of each entry anew, from the first to the last.

    Returns
    -------
    ChainReport
        An entry that was changed, added in between or taken out from between breaks the chain; the last ones taken out do
        not, so compare ``last`` with what was noted before.
    """
    before, broken, count = _BEGIN, None, 0
    for row in connection.execute(select(audit).order_by(audit.c.id)).mappings():
        count += 1
        entry = {name: row[name] for name in ("at", "who", "what", "about")}
        if broken is None and row["hash"] != _hash(before, entry):
            broken = int(row["id"])
        before = str(row["hash"])
    return ChainReport(count, before if count else "", broken)


def _hash(before: str, entry: dict[str, Any]) -> str:
    text = json.dumps([before, *(entry[name] for name in ("at", "who", "what", "about"))], ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()
