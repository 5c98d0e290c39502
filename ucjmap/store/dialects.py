"""What only one database understands: SQLite in WAL mode, and PostgreSQL; transactions are the same on both."""

import sqlite3
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from sqlalchemy import Connection, Engine, Table, event, func, select, text
from sqlalchemy.engine import make_url

#: Option of a connection: whether it writes.
WRITER = "ucjmap_writer"
#: Option of a connection: whether it writes what is no data, and need not wait for a writer of data.
BESIDE = "ucjmap_beside"
#: Option of a connection: milliseconds that it waits for another writer.
PATIENCE = "ucjmap_patience"
_PATIENCE_MS = 60_000
_WAL_PATIENCE_S = 60.0
#: Any number that nothing else in the database uses: it spells UCJMap.
_WRITERS_LOCK = int.from_bytes(b"UCJMap")
#: Bytes of the write-ahead log that stay on disk after a large import.
_MOST_LOG = 64 * 2**20


def _tune_sqlite(engine: Engine) -> None:
    """WAL, full syncing, and transactions that SQLAlchemy itself begins."""

    @event.listens_for(engine, "connect")
    def _configure(connection: sqlite3.Connection, _record: object) -> None:
        connection.isolation_level = None  # the driver would begin too late, only at the first write
        connection.execute(f"PRAGMA busy_timeout={_PATIENCE_MS}")
        _enter_wal(connection)
        # Up to fifteen connections have a cache of their own; the system keeps the file in memory once for all.
        for pragma in ("foreign_keys=ON", "synchronous=FULL", "cache_size=-8192", f"journal_size_limit={_MOST_LOG}"):
            connection.execute(f"PRAGMA {pragma}")

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        # A writer takes its lock at once: two that both read first and write later would fail half-way.
        options = connection.get_execution_options()
        # Connections are used again: each transaction says how long it waits.
        connection.exec_driver_sql(f"PRAGMA busy_timeout={options.get(PATIENCE, _PATIENCE_MS)}")
        writes = options.get(WRITER, False) or options.get(BESIDE, False)
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


def _enter_wal(connection: sqlite3.Connection) -> None:
    """Switch to WAL. SQLite does not wait by itself while another process switches the same new file."""
    deadline = time.monotonic() + _WAL_PATIENCE_S
    while True:
        try:
            connection.execute("PRAGMA journal_mode=WAL")
            return
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode & 0xFF not in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
                raise
            if time.monotonic() > deadline:
                raise
        time.sleep(0.01)


def _tune_postgresql(engine: Engine) -> None:
    """Writers one after the other and readers that see one state, as in SQLite."""

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        options = connection.get_execution_options()
        if options.get(WRITER, False):
            connection.exec_driver_sql(f"SET LOCAL lock_timeout = {options.get(PATIENCE, 0)}")
            # Held to the end of the transaction. At the usual level each statement sees what the writer before left.
            connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({_WRITERS_LOCK})")
        elif not options.get(BESIDE, False):
            connection.exec_driver_sql("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")


_TUNINGS: dict[str, Callable[[Engine], None]] = {"sqlite": _tune_sqlite, "postgresql": _tune_postgresql}


def tune(engine: Engine) -> None:
    """Make transactions the same on every database that is known here; another one is left as it is."""
    if set_up := _TUNINGS.get(engine.dialect.name):
        set_up(engine)


def database_time(connection: Connection) -> float:
    """Seconds since 1970 by the clock that all servers on a store share."""
    if connection.dialect.name != "postgresql":
        return time.time()  # an SQLite file is on one machine
    return float(connection.exec_driver_sql("SELECT extract(epoch FROM clock_timestamp())").scalar_one())


def store_file(url: str) -> Path | None:
    """The file of a store at an SQLAlchemy URL; None for a store on a server or in memory."""
    parsed = make_url(url)
    is_file = parsed.get_backend_name() == "sqlite" and parsed.database not in (None, "", ":memory:")
    return Path(str(parsed.database)) if is_file else None


def is_file_store(url: str) -> bool:
    """Whether a store is a file, and all that use it are on one machine.

    Parameters
    ----------
    url
        SQLAlchemy URL.
    """
    return make_url(url).get_backend_name() == "sqlite"


def file_parts(path: Path) -> list[Path]:
    """An SQLite file and what may lie beside it while it is open."""
    return [path.with_name(path.name + suffix) for suffix in ("", "-wal", "-shm")]


def store_bytes(connection: Connection) -> int:
    """Size of the store in bytes, as its database reports it.

    Returns
    -------
    int
        0 where the database is one that cannot be asked.
    """
    queries = {
        "sqlite": "SELECT page_count * page_size FROM pragma_page_count(), pragma_page_size()",
        "postgresql": "SELECT pg_database_size(current_database())",
    }
    query = queries.get(connection.dialect.name)
    return int(connection.exec_driver_sql(query).scalar_one()) if query else 0


def continue_numbers(connection: Connection, tables: Sequence[Table]) -> None:
    """Let the numbers of new rows follow those that are there. SQLite looks for itself."""
    if connection.dialect.name != "postgresql":
        return
    for table in tables:
        if (column := table.autoincrement_column) is not None:
            sequence = func.pg_get_serial_sequence(table.name, column.name)
            last = func.max(column)
            connection.execute(select(func.setval(sequence, func.coalesce(last, 1), last.is_not(None))))


def numbers_behind(connection: Connection, tables: Sequence[Table]) -> list[str]:
    """Names of the tables whose next new row would get a number that is taken."""
    if connection.dialect.name != "postgresql":
        return []
    behind = []
    for table in tables:
        if (column := table.autoincrement_column) is None:
            continue
        sequence = connection.scalar(select(func.pg_get_serial_sequence(table.name, column.name)))
        last = connection.scalar(text(f"SELECT last_value FROM {sequence}")) if sequence else None  # noqa: S608
        if last is not None and last < (connection.scalar(select(func.max(column))) or 0):
            behind.append(table.name)
    return behind


def integrity_errors(connection: Connection) -> list[str]:
    """What the database itself finds wrong with its pages and indexes; PostgreSQL tells only where it reads them."""
    if connection.dialect.name != "sqlite":
        return []
    return [str(line) for line in connection.exec_driver_sql("PRAGMA integrity_check(20)").scalars() if line != "ok"]
