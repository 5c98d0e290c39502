"""What users settled before: names that mean an area, and layouts of files."""

import json
from typing import Any

import pandas as pd
from sqlalchemy import Connection, delete, or_, select

from ucjmap.codes import COUNTRY
from ucjmap.store.provenance import now_utc
from ucjmap.store.scope import require_edit
from ucjmap.store.tables import COMMITTED, aliases, imports, layouts

ALIAS_COLUMNS = ["level", "parent_code", "name", "code", "source"]
_KEY = ["level", "parent_code", "name"]


def add_aliases(
    connection: Connection, entries: list[dict[str, Any]], *, import_id: int | None = None, created_by: str = ""
) -> None:
    """Keep confirmed names; a later one for the same name and parent counts before the earlier.

    Parameters
    ----------
    entries
        One dictionary is one name (``ALIAS_COLUMNS``); an empty code takes the name out.
    import_id
        The import that brought them: they are in force as long as it is. None: always.
    created_by
        Who confirmed them.
    """
    require_edit(connection, {entry["code"] or entry["parent_code"] or COUNTRY for entry in entries})
    about = {"created_at": now_utc(), "created_by": created_by, "import_id": import_id}
    if entries:
        connection.execute(aliases.insert(), [{**entry, **about} for entry in entries])


def read_aliases(connection: Connection) -> pd.DataFrame:
    """Confirmed names in force.

    Returns
    -------
    pandas.DataFrame
        One row is one name of one level and parent: ``ALIAS_COLUMNS``, created_at (UTC), created_by, import_id.
    """
    columns = [*ALIAS_COLUMNS, "created_at", "created_by", "import_id"]
    query = (
        select(*(aliases.c[name] for name in columns))
        .outerjoin(imports, imports.c.id == aliases.c.import_id)
        .where(or_(aliases.c.import_id.is_(None), imports.c.state == COMMITTED))
        .order_by(aliases.c.id)
    )
    entries = pd.read_sql(query, connection).drop_duplicates(_KEY, keep="last")
    return entries[entries["code"] != ""].reset_index(drop=True)


def write_layout(connection: Connection, fingerprint: str, layout: dict[str, Any]) -> None:
    """Keep the layout for files of one shape, in place of the earlier one.

    Parameters
    ----------
    fingerprint
        Tells files of one shape by their headings.
    layout
        As JSON can hold it (``intake.Layout.to_dict``).
    """
    connection.execute(delete(layouts).where(layouts.c.fingerprint == fingerprint))
    connection.execute(layouts.insert().values(fingerprint=fingerprint, layout=json.dumps(layout)))


def read_layouts(connection: Connection) -> dict[str, dict[str, Any]]:
    """Layouts by the fingerprint of their headings.

    Returns
    -------
    dict
        As ``write_layout`` was given them.
    """
    return {row.fingerprint: json.loads(row.layout) for row in connection.execute(select(layouts))}
