"""All rows of one store in another one, whatever their databases: in one transaction, and compared before it ends."""

import marshal
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from hashlib import blake2b
from typing import Any

from sqlalchemy import Connection, Table, delete, func, select

from ucjmap.errors import N_, StoreError
from ucjmap.schema import Progress, no_progress
from ucjmap.store.bulk import add_records
from ucjmap.store.dialects import continue_numbers, file_parts, store_file
from ucjmap.store.engine import Store, bring_up_to_date, connect_store
from ucjmap.store.tables import metadata

_BATCH = 5_000
#: A table of outlines has megabytes in so many rows.
_BATCH_OF_SHAPES = 500
_DIGEST_BITS = 128


@dataclass(frozen=True)
class CopiedTable:
    """One table of a copy: how many rows it has, and a checksum of them that does not depend on their order."""

    name: str
    rows: int
    checksum: str


def copy_store(
    source: Store, url: str, *, replace: bool = False, progress: Progress = no_progress
) -> list[CopiedTable]:
    """Fill a store with all rows of another one; history, undo and numbers go on as they did there.

    Parameters
    ----------
    source
        Of the newest schema. It is read in one state, and may be written to meanwhile.
    url
        SQLAlchemy URL of the store to fill: new, or with empty tables. Its tables are made in the same transaction.
    replace
        Remove the rows that it has, in the same transaction.
    progress
        Told the rows that are copied, and the table; may raise to cancel.

    Returns
    -------
    list
        One item is one table, what others refer to first.

    Raises
    ------
    StoreError
        The store to fill has rows, one of both cannot be read or written, or what was written does not equal what was
        read. The store to fill is then as it was; a file that was not there is not there.
    """
    tables = metadata.sorted_tables
    with _filling(url) as target, source.reading() as here, target.writing() as there:
        bring_up_to_date(there)
        if replace:
            for table in reversed(tables):
                there.execute(delete(table))
        elif filled := _filled_tables(there):
            raise StoreError(
                "store_not_empty",
                N_("The store {store} has data already: {tables}."),
                N_("Name a new store, or an empty one."),
                store=target.name,
                tables=", ".join(filled),
            )
        steps = _Steps(2 * sum(_count(here, table) for table in tables), progress)
        copied = [_copy(here, there, table, steps) for table in tables]
        for table in copied:
            _compare(there, table, target.name, steps)
        continue_numbers(there, tables)
        steps.report(0, "")
    return copied


@contextmanager
def _filling(url: str) -> Iterator[Store]:
    """A store that is filled, whatever its schema; a file that was not there is removed where the block fails."""
    path = store_file(url)
    is_new = path is not None and not path.exists()
    target = connect_store(url)
    try:
        yield target
    except BaseException:
        target.close()
        if is_new and path is not None:
            for part in file_parts(path):
                part.unlink(missing_ok=True)
        raise
    target.close()


def _filled_tables(connection: Connection) -> list[str]:
    one = [(table, select(*table.primary_key).limit(1)) for table in metadata.sorted_tables]
    return [table.name for table, query in one if connection.execute(query).first() is not None]


@dataclass
class _Steps:
    total: int
    progress: Progress
    done: int = 0

    def report(self, rows: int, what: str) -> None:
        self.done += rows
        self.progress(self.done, max(self.total, 1), what)


def _count(connection: Connection, table: Table) -> int:
    return connection.scalar(select(func.count()).select_from(table)) or 0


def _copy(here: Connection, there: Connection, table: Table, steps: _Steps) -> CopiedTable:
    names = [column.name for column in table.columns]
    rows, checksum = 0, 0
    for batch in _batches(here, table):
        add_records(there, table, names, batch)
        rows, checksum = rows + len(batch), checksum + _sum(batch)
        steps.report(len(batch), table.name)
    return CopiedTable(table.name, rows, _written(checksum))


def _compare(there: Connection, copied: CopiedTable, store: str, steps: _Steps) -> None:
    rows, checksum = 0, 0
    for batch in _batches(there, metadata.tables[copied.name]):
        rows, checksum = rows + len(batch), checksum + _sum(batch)
        steps.report(len(batch), copied.name)
    if (rows, _written(checksum)) != (copied.rows, copied.checksum):
        raise StoreError(
            "copy_differs",
            N_("The rows of the table {table} in {store} do not equal those that were read; nothing was copied."),
            N_("Check the store that was to be copied: ucjmap store check."),
            table=copied.name,
            store=store,
        )


def _batches(connection: Connection, table: Table) -> Iterator[list[tuple[Any, ...]]]:
    """The rows of a table as plain values, in no certain order, some thousand at a time."""
    has_shapes = any(column.name in ("geometry", "body") for column in table.columns)
    size = _BATCH_OF_SHAPES if has_shapes else _BATCH
    with connection.execute(select(table), execution_options={"yield_per": size}) as result:
        for batch in result.partitions():
            yield [tuple(row) for row in batch]


def _sum(batch: list[tuple[Any, ...]]) -> int:
    """Sum of the digests of rows: the same in whatever order a database gives them.

    This form of marshal has no references, so that equal rows have equal bytes.
    """
    digests = (blake2b(marshal.dumps(row, 2), digest_size=_DIGEST_BITS // 8).digest() for row in batch)
    return sum(int.from_bytes(digest) for digest in digests)


def _written(checksum: int) -> str:
    return f"{checksum % 2**_DIGEST_BITS:0{_DIGEST_BITS // 4}x}"
