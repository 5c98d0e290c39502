"""What users settled before: names that stand for areas, and layouts of files."""

import json
from typing import Any

import pandas as pd
from sqlalchemy import Connection, delete, select

from ucjmap.store.tables import aliases, layouts

ALIAS_COLUMNS = ["level", "parent_code", "name", "code", "source"]


def add_aliases(connection: Connection, entries: list[dict[str, Any]]) -> None:
    """Keep confirmed names; a later one for the same name and parent replaces the earlier."""
    for entry in entries:
        same = (aliases.c.level == entry["level"]) & (aliases.c.name == entry["name"])
        parent = entry["parent_code"]
        same &= aliases.c.parent_code.is_(None) if parent is None else aliases.c.parent_code == parent
        connection.execute(delete(aliases).where(same))
        connection.execute(aliases.insert().values(**entry))


def read_aliases(connection: Connection) -> pd.DataFrame:
    """Confirmed names; one row is one alias (``ALIAS_COLUMNS``)."""
    return pd.read_sql(select(*(aliases.c[name] for name in ALIAS_COLUMNS)).order_by(aliases.c.id), connection)


def write_layout(connection: Connection, fingerprint: str, layout: dict[str, Any]) -> None:
    """Keep the layout of a shape of file, in place of the one kept before."""
    connection.execute(delete(layouts).where(layouts.c.fingerprint == fingerprint))
    connection.execute(layouts.insert().values(fingerprint=fingerprint, layout=json.dumps(layout)))


def read_layouts(connection: Connection) -> dict[str, dict[str, Any]]:
    """Layouts by the fingerprint of their headings."""
    return {row.fingerprint: json.loads(row.layout) for row in connection.execute(select(layouts))}
