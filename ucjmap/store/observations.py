"""Observations, targets and published figures in the store."""

from collections.abc import Collection

import pandas as pd
from sqlalchemy import Connection, func, select

from ucjmap.schema import OBSERVATION_COLUMNS, PUBLISHED_COLUMNS, TARGET_COLUMNS
from ucjmap.store.bulk import add_rows
from ucjmap.store.scope import require_edit, visible
from ucjmap.store.tables import COMMITTED, imports, observations, published, targets

#: Up to this many areas are named in the query; beyond that all are read.
_FEW = 400
_KEY = (observations.c.unit_code, observations.c.indicator, observations.c.segment, observations.c.as_of)


def add_observations(connection: Connection, import_id: int, rows: pd.DataFrame) -> None:
    """Store counts; they are in force before what earlier imports say of the same area, indicator, segment and date.

    Parameters
    ----------
    import_id
        The import that brings them.
    rows
        One row is one observation (``OBSERVATION_COLUMNS``); other columns are left out.
    """
    require_edit(connection, rows["unit_code"].unique())
    ordered = rows.sort_values(list(OBSERVATION_COLUMNS[:4]))
    add_rows(connection, observations, ordered[list(OBSERVATION_COLUMNS)], import_id=import_id)


def add_targets(connection: Connection, import_id: int, rows: pd.DataFrame) -> None:
    """Store targets; they are in force before what earlier imports say of the same area, indicator, year and issuer.

    Parameters
    ----------
    import_id
        The import that brings them.
    rows
        One row is one target (``TARGET_COLUMNS``); other columns are left out.
    """
    require_edit(connection, rows["unit_code"].unique())
    add_rows(connection, targets, rows[list(TARGET_COLUMNS)], import_id=import_id)


def add_published(connection: Connection, import_id: int, rows: pd.DataFrame) -> None:
    """Store figures as printed, beside all that earlier imports brought.

    Parameters
    ----------
    import_id
        The import that brings them.
    rows
        One row is one figure (``PUBLISHED_COLUMNS``); other columns are left out.
    """
    require_edit(connection, rows["unit_code"].unique())
    add_rows(connection, published, rows[list(PUBLISHED_COLUMNS)], import_id=import_id)


def read_latest(connection: Connection, indicator: str, segment: str, as_of: str) -> pd.DataFrame:
    """The newest count on or before a date of every area that has one.

    Parameters
    ----------
    indicator, segment
        Whose counts.
    as_of
        ISO date.

    Returns
    -------
    pandas.DataFrame
        One row is one area: unit_code, as_of (of that count), import_id, numerator, denominator. An area without such a
        count has no row.
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
        .where(observations.c.as_of <= as_of, visible(connection, observations.c.unit_code))
    ).subquery()
    columns = [column for column in ranked.c if column.name != "place"]
    return pd.read_sql(select(*columns).where(ranked.c.place == 1), connection)


def read_current(
    connection: Connection, *, indicator: str | None = None, unit_codes: Collection[str] | None = None
) -> pd.DataFrame:
    """All counts that are in force: the newest committed import of each area, indicator, segment and date.

    Parameters
    ----------
    indicator
        Whose counts; None: of all.
    unit_codes
        The areas asked for; None: all. Of more than 400 the counts of all areas are read: that takes less time than to
        ask for each.

    Returns
    -------
    pandas.DataFrame
        One row is one count: ``OBSERVATION_COLUMNS``, import_id.
    """
    newest = (
        select(*_KEY, func.max(observations.c.import_id).label("import_id"))
        .join(imports, imports.c.id == observations.c.import_id)
        .where(imports.c.state == COMMITTED, visible(connection, observations.c.unit_code))
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
    """Counts in force of one indicator and segment at all dates.

    Parameters
    ----------
    indicator, segment
        Whose counts.

    Returns
    -------
    pandas.DataFrame
        One row is one area and date, by date: unit_code, as_of, import_id, numerator, denominator.
    """
    names = ("unit_code", "as_of", "import_id", "numerator", "denominator")
    query = (
        select(*(observations.c[name] for name in names))
        .join(imports, imports.c.id == observations.c.import_id)
        .where(imports.c.state == COMMITTED)
        .where(observations.c.indicator == indicator, observations.c.segment == segment)
        .where(visible(connection, observations.c.unit_code))
    )
    # Sorting here takes a fifth of the time of grouping in the database, and all rows have to come over anyway.
    rows = pd.read_sql(query, connection).sort_values(["as_of", "import_id"], kind="stable")
    return rows.drop_duplicates(["unit_code", "as_of"], keep="last", ignore_index=True)


def read_dates(connection: Connection) -> pd.DataFrame:
    """As-of dates on which anything was counted.

    Returns
    -------
    pandas.DataFrame
        One row is one indicator, segment and date in one kecamatan (of BPS codes: kabupaten): indicator, segment,
        as_of, and unit_code, one of the areas counted there, from which the province follows.
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
    """Targets in force: the newest committed import of each area, indicator, year and issuer.

    Returns
    -------
    pandas.DataFrame
        One row is one target (``TARGET_COLUMNS``).
    """
    query = (
        select(targets)
        .join(imports, imports.c.id == targets.c.import_id)
        .where(imports.c.state == COMMITTED)
        .order_by(targets.c.import_id, *(targets.c[name] for name in TARGET_COLUMNS[:4]))
    )
    rows = pd.read_sql(query, connection)
    return rows.drop_duplicates(list(TARGET_COLUMNS[:4]), keep="last")[list(TARGET_COLUMNS)].reset_index(drop=True)


def read_published(connection: Connection) -> pd.DataFrame:
    """Figures as printed, of all imports that are not undone.

    Returns
    -------
    pandas.DataFrame
        One row is one figure: id, import_id, ``PUBLISHED_COLUMNS``.
    """
    query = select(published).join(imports, imports.c.id == published.c.import_id)
    in_force = query.where(imports.c.state == COMMITTED, visible(connection, published.c.unit_code))
    return pd.read_sql(in_force, connection)
