"""Tables from BPS codes to Kemendagri codes in the store."""

import pandas as pd
from sqlalchemy import Connection, func, select

from ucjmap.store.bulk import add_rows
from ucjmap.store.scope import require_edit
from ucjmap.store.tables import COMMITTED, crosswalks, imports

_SHARES = ["iou", "share_from", "share_to"]
#: One row is one pair; ``method`` is polygons or file.
PAIR_COLUMNS = ["bps_code", "code", "relation", *_SHARES, "method", "edition_from", "edition_to"]


def add_crosswalk(connection: Connection, import_id: int, pairs: pd.DataFrame) -> None:
    """Store pairs; they count before what earlier imports say of the same BPS codes.

    Parameters
    ----------
    import_id
        The import that brings them.
    pairs
        One row is one pair (``PAIR_COLUMNS``): bps_code without prefix, code of Kemendagri, shares null where a file
        gave the pair.
    """
    require_edit(connection, pairs["code"].unique())
    rows = pairs[PAIR_COLUMNS].rename(columns={"code": "unit_code"})
    add_rows(connection, crosswalks, rows, import_id=import_id)


def read_crosswalk(connection: Connection) -> pd.DataFrame:
    """Pairs in force: of each BPS code those of the newest committed import.

    Returns
    -------
    pandas.DataFrame
        One row is one pair (``PAIR_COLUMNS``, import_id), by BPS code, the best of each first.
    """
    newest = (
        select(crosswalks.c.bps_code, func.max(crosswalks.c.import_id).label("import_id"))
        .join(imports, imports.c.id == crosswalks.c.import_id)
        .where(imports.c.state == COMMITTED)
        .group_by(crosswalks.c.bps_code)
    ).subquery()
    query = (
        select(crosswalks)
        .join(newest, (crosswalks.c.bps_code == newest.c.bps_code) & (crosswalks.c.import_id == newest.c.import_id))
        .order_by(crosswalks.c.bps_code, crosswalks.c.iou.desc(), crosswalks.c.unit_code)
    )
    return pd.read_sql(query, connection).rename(columns={"unit_code": "code"})[[*PAIR_COLUMNS, "import_id"]]
