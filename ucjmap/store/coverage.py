"""Observations, targets and published figures in the store."""

from collections.abc import Collection

import pandas as pd
from sqlalchemy import Connection, func, select

from ucjmap.schema import OBSERVATION_COLUMNS, PUBLISHED_COLUMNS, TARGET_COLUMNS
from ucjmap.store.bulk import add_rows
from ucjmap.store.tables import COMMITTED, imports, observations, published, targets

#: So many areas are asked for one by one: a few parameters of a query.
_FEW = 400
_KEY = (observations.c.unit_code, observations.c.indicator, observations.c.segment, observations.c.as_of)


def add_observations(connection: Connection, import_id: int, rows: pd.DataFrame) -> None:
    """Store counts; one row is one observation (``OBSERVATION_COLUMNS``)."""
    ordered = rows.sort_values(list(OBSERVATION_COLUMNS[:4]))
    add_rows(connection, observations, ordered[list(OBSERVATION_COLUMNS)], import_id=import_id)


def add_targets(connection: Connection, import_id: int, rows: pd.DataFrame) -> None:
    """Store targets; one row is one target (``TARGET_COLUMNS``)."""
    add_rows(connection, targets, rows[list(TARGET_COLUMNS)], import_id=import_id)


def add_published(connection: Connection, import_id: int, rows: pd.DataFrame) -> None:
    """Store figures as printed; one row is one figure (``PUBLISHED_COLUMNS``)."""
    add_rows(connection, published, rows[list(PUBLISHED_COLUMNS)], import_id=import_id)


def read_latest(connection: Connection, indicator: str, segment: str, as_of: str) -> pd.DataFrame:
    """The newest count on or before ``as_of`` of every area that has one.

    One row is one area: unit_code, as_of (of that count), import_id, numerator, denominator.
    """
    newest_first = (
        func.row_number()
        .over(
            partition_by=observations.c.unit_code,
            order_by=(observations.c.as_of.desc(), observations.c.import_id.desc()),
        )
        .label("place")
    )
    ranked = (
        select(
            observations.c.unit_code,
            observations.c.as_of,
            observations.c.import_id,
            observations.c.numerator,
            observations.c.denominator,
            newest_first,
        )
        .join(imports, imports.c.id == observations.c.import_id)
        .where(imports.c.state == COMMITTED)
        .where(observations.c.indicator == indicator, observations.c.segment == segment)
        .where(observations.c.as_of <= as_of)
    ).subquery()
    columns = [column for column in ranked.c if column.name != "place"]
    return pd.read_sql(select(*columns).where(ranked.c.place == 1), connection)


def read_current(
    connection: Connection, *, indicator: str | None = None, unit_codes: Collection[str] | None = None
) -> pd.DataFrame:
    """All counts that are in force (the newest committed import of each key); ``OBSERVATION_COLUMNS``, import_id.

    Of many ``unit_codes`` those of all areas are read: that takes less time than asking for each.
    """
    newest = (
        select(*_KEY, func.max(observations.c.import_id).label("import_id"))
        .join(imports, imports.c.id == observations.c.import_id)
        .where(imports.c.state == COMMITTED)
        .group_by(*_KEY)
    )
    if indicator is not None:
        newest = newest.where(observations.c.indicator == indicator)
    if unit_codes is not None and len(unit_codes) <= _FEW:
        newest = newest.where(observations.c.unit_code.in_(sorted(unit_codes)))
    kept = newest.subquery()
    same = [
        observations.c[name] == kept.c[name] for name in ("unit_code", "indicator", "segment", "as_of", "import_id")
    ]
    query = select(observations).join(kept, same[0] & same[1] & same[2] & same[3] & same[4])
    return pd.read_sql(query, connection)


def read_history(connection: Connection, indicator: str, segment: str) -> pd.DataFrame:
    """Counts of one indicator and segment at all dates, by date; unit_code, as_of, import_id, numerator, denominator.

    One row is one area and date: the newest committed import of it.
    """
    names = ("unit_code", "as_of", "import_id", "numerator", "denominator")
    query = (
        select(*(observations.c[name] for name in names))
        .join(imports, imports.c.id == observations.c.import_id)
        .where(imports.c.state == COMMITTED)
        .where(observations.c.indicator == indicator, observations.c.segment == segment)
    )
    # Sorting here takes a fifth of what a grouping in the database takes, and the rows have to come over anyway.
    rows = pd.read_sql(query, connection).sort_values(["as_of", "import_id"], kind="stable")
    return rows.drop_duplicates(["unit_code", "as_of"], keep="last", ignore_index=True)


def read_dates(connection: Connection) -> pd.DataFrame:
    """As-of dates in force; one row is one indicator, segment and date of one province.

    The province is told by one of its areas (``unit_code``), whatever system its code is of.
    """
    start = func.substr(observations.c.unit_code, 1, 8)
    columns = (observations.c.indicator, observations.c.segment, observations.c.as_of)
    query = (
        select(*columns, func.min(observations.c.unit_code).label("unit_code"))
        .join(imports, imports.c.id == observations.c.import_id)
        .where(imports.c.state == COMMITTED)
        .group_by(*columns, start)
    )
    return pd.read_sql(query, connection)


def read_targets(connection: Connection) -> pd.DataFrame:
    """Targets in force (the newest committed import of each key); one row is one target (``TARGET_COLUMNS``)."""
    query = (
        select(targets)
        .join(imports, imports.c.id == targets.c.import_id)
        .where(imports.c.state == COMMITTED)
        .order_by(targets.c.import_id)
    )
    rows = pd.read_sql(query, connection)
    return rows.drop_duplicates(list(TARGET_COLUMNS[:4]), keep="last")[list(TARGET_COLUMNS)].reset_index(drop=True)


def read_published(connection: Connection) -> pd.DataFrame:
    """Figures as printed; one row is one figure."""
    query = select(published).join(imports, imports.c.id == published.c.import_id)
    return pd.read_sql(query.where(imports.c.state == COMMITTED), connection)
