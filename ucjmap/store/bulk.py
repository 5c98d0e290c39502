"""Rows of a frame into a table, by the hundred thousand."""

from collections.abc import Sequence
from operator import itemgetter
from typing import Any

import numpy as np
import pandas as pd
from sqlalchemy import Connection, Table


def add_rows(connection: Connection, table: Table, rows: pd.DataFrame, **same: object) -> None:
    """Add rows to a table; one row is one row of it, missing values are null. ``same`` are columns equal in all rows."""
    if rows.empty:
        return
    frame = rows.assign(**same)
    usual = {column.name: column.default.arg for column in table.columns if column.default is not None}  # type: ignore[attr-defined]
    frame = frame.assign(**{name: value for name, value in usual.items() if name not in frame})
    names = [str(name) for name in frame.columns]
    add_records(connection, table, names, list(zip(*(_plain(frame[name]) for name in names), strict=True)))


def add_records(
    connection: Connection, table: Table, names: Sequence[str], records: Sequence[Sequence[object]]
) -> None:
    """Add records of plain values to a table, each with the columns ``names`` in their order.

    The statement is compiled once and the driver gets plain tuples: giving SQLAlchemy a dictionary for each row takes
    three times as long, and would be most of the time of a first start.
    """
    statement = table.insert().compile(dialect=connection.dialect, column_keys=list(names))
    if statement.positiontup is None:
        connection.exec_driver_sql(str(statement), [dict(zip(names, record, strict=True)) for record in records])
        return
    pick = itemgetter(*map(names.index, statement.positiontup))  # as the statement has them
    connection.exec_driver_sql(str(statement), [pick(record) for record in records])


def _plain(column: "pd.Series[Any]") -> list[object]:
    """The values of a column as a driver takes them: plain Python values, None for missing ones."""
    values = column.astype(object).to_numpy(copy=True)
    values[column.isna().to_numpy()] = None
    return [value.item() if isinstance(value, np.generic) else value for value in values]
