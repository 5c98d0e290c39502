"""Rows of a frame into a table: as SQLAlchemy itself would write them, and plain values only."""

import numpy as np
import pandas as pd
from sqlalchemy import select

from ucjmap.store import Provenance, Store, add_import
from ucjmap.store.bulk import add_rows
from ucjmap.store.tables import targets


def test_rows_are_stored_with_defaults_and_plain_values(empty_store: Store) -> None:
    rows = pd.DataFrame(
        {
            "unit_code": pd.array(["61", "62"], dtype="string"),
            "indicator": "ucj",
            "year": np.array([2025, 2026], dtype=np.int64),
            "issuer": ["Gubernur", "O'Neil; DROP TABLE"],
            "rate": pd.Series([np.float64(0.5), 1], dtype=object),
        }
    )
    with empty_store.writing() as connection:
        import_id = add_import(connection, Provenance("targets"))
        add_rows(connection, targets, rows, import_id=import_id)
        stored = connection.execute(select(targets).order_by(targets.c.unit_code)).mappings().all()
    assert [dict(row) for row in stored] == [
        {"unit_code": "61", "indicator": "ucj", "year": 2025, "issuer": "Gubernur", "import_id": import_id, "rate": 0.5}
        | {"comparable": True, "source": ""},
        {
            "unit_code": "62",
            "indicator": "ucj",
            "year": 2026,
            "issuer": "O'Neil; DROP TABLE",
            "import_id": import_id,
            "rate": 1.0,
        }
        | {"comparable": True, "source": ""},
    ]
