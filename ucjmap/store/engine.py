"""Opening the store: one SQLAlchemy URL (SQLite in WAL mode by default, or PostgreSQL), migrated to the newest schema."""

import sqlite3
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, case, create_engine, event, func, select
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError, SQLAlchemyError

from ucjmap.errors import N_, StoreError
from ucjmap.store.outlines import settle_all
from ucjmap.store.tables import UNDONE, imports

_WRITER = "ucjmap_writer"
#: Any number that nobody else of the database takes: it spells UCJMap.
_WRITERS_LOCK = int.from_bytes(b"UCJMap")
_WAL_PATIENCE_S = 60.0
#: A page asks for the revision some thirty times while it is drawn.
_REVISION_HOLDS_S = 0.1
_MIGRATIONS = Path(__file__).parent / "migrations"
#: Alembic keeps what it works on in its module: two threads that open stores at once take it from each other.
_MIGRATING = threading.Lock()


@dataclass
class _Seen:
    """The revision that was seen last: as of which writes, until when it holds, and what it was.

    ``writes`` is another object after every transaction of this process.
    """

    writes: object = field(default_factory=object)
    last: tuple[object, float, tuple[int, int]] = (None, 0.0, (0, 0))


@dataclass(frozen=True)
class Store:
    """An open store.

    ``memory`` keeps what was computed from it, by revision, so that nothing is computed twice between two imports.
    """

    engine: Engine
    url: str
    memory: dict[Any, Any] = field(default_factory=dict, repr=False)
    _seen: _Seen = field(default_factory=_Seen, repr=False, compare=False)

    @property
    def name(self) -> str:
        """The address of the store without a password."""
        return self.engine.url.render_as_string(hide_password=True)

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """A connection that sees one consistent state."""
        with _store_errors(self.url), self.engine.connect() as connection, connection.begin():
            yield connection

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """One transaction: all of it is in the store afterwards, or nothing."""
        with (
            _store_errors(self.url),
            self.engine.connect().execution_options(**{_WRITER: True}) as connection,
            connection.begin(),
        ):
            yield connection
        self._seen.writes = object()

    def revision(self) -> tuple[int, int]:
        """Changes with every import and every undo, and with nothing else.

        What this process writes is seen at once, what another one writes within a tenth of a second.
        """
        writes = self._seen.writes  # before looking: what is written meanwhile makes the answer an old one
        as_of, until, revision = self._seen.last
        if as_of is writes and time.monotonic() < until:
            return revision
        with self.reading() as connection:
            undone = func.count(case((imports.c.state == UNDONE, 1)))
            row = connection.execute(select(func.coalesce(func.max(imports.c.id), 0), undone)).one()
        revision = int(row[0]), int(row[1])
        self._seen.last = writes, time.monotonic() + _REVISION_HOLDS_S, revision
        return revision

    def close(self) -> None:
        """Give back the connections."""
        self.engine.dispose()


@contextmanager
def _store_errors(url: str) -> Iterator[None]:
    try:
        yield
    except SQLAlchemyError as error:
        raise StoreError(
            "store_failed",
            N_("The store {store} could not be used: {reason}."),
            N_("Check that it can be reached, that there is space on the disk and that you may write there."),
            store=_hide_password(url),
            reason=str(getattr(error, "orig", None) or error).splitlines()[0],
        ) from error


def _hide_password(url: str) -> str:
    try:
        return make_url(url).render_as_string(hide_password=True)
    except ArgumentError:
        return url.partition("@")[2] or url


def open_store(url: str) -> Store:
    """Open the store at ``url``, create it if it is new, and bring its schema up to date.

    Raises
    ------
    StoreError
        The URL is no SQLAlchemy URL, or the database cannot be reached or written.
    """
    try:
        parsed = make_url(url)
        if parsed.get_backend_name() == "sqlite" and parsed.database not in (None, "", ":memory:"):
            Path(str(parsed.database)).parent.mkdir(parents=True, exist_ok=True)
        engine = create_engine(url, pool_pre_ping=True)
    except (ArgumentError, ImportError, OSError, SQLAlchemyError) as error:
        raise StoreError(
            "bad_store_url",
            N_("The store address {store} cannot be used: {reason}."),
            N_("Set UCJMAP_STORE or --store to an address such as sqlite:///var/ucjmap.db."),
            store=_hide_password(url),
            reason=error,
        ) from error
    if tune := _TUNINGS.get(engine.dialect.name):
        tune(engine)
    store = Store(engine, url)
    with store.writing() as connection:
        _migrate(connection)
        settle_all(connection)
    return store


def _migrate(connection: Connection) -> None:
    from alembic import command  # slow to load, and no help of the command line needs it
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", _MIGRATIONS.as_posix())
    config.attributes["connection"] = connection
    with _MIGRATING:
        command.upgrade(config, "head")


def _tune_sqlite(engine: Engine) -> None:
    """WAL, full syncing, and transactions that SQLAlchemy itself begins; what only SQLite understands stays here."""

    @event.listens_for(engine, "connect")
    def _configure(connection: sqlite3.Connection, _record: object) -> None:
        connection.isolation_level = None  # the driver would begin too late, only at the first write
        connection.execute("PRAGMA busy_timeout=60000")
        _enter_wal(connection)
        # Up to fifteen connections have a cache of their own; the system keeps the file in memory once for all.
        for pragma in ("foreign_keys=ON", "synchronous=FULL", "cache_size=-8192"):
            connection.execute(f"PRAGMA {pragma}")

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        # A writer takes its lock at once: two that both read first and write later would fail half-way.
        writer = connection.get_execution_options().get(_WRITER, False)
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writer else "BEGIN")


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
        if connection.get_execution_options().get(_WRITER, False):
            # Held to the end of the transaction. At the usual level each statement sees what the writer before left.
            connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({_WRITERS_LOCK})")
        else:
            connection.exec_driver_sql("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")


_TUNINGS: dict[str, Callable[[Engine], None]] = {"sqlite": _tune_sqlite, "postgresql": _tune_postgresql}


def store_bytes(connection: Connection) -> int:
    """Size of the store in bytes, as its database reports it."""
    queries = {
        "sqlite": "SELECT page_count * page_size FROM pragma_page_count(), pragma_page_size()",
        "postgresql": "SELECT pg_database_size(current_database())",
    }
    query = queries.get(connection.dialect.name)
    return int(connection.exec_driver_sql(query).scalar_one()) if query else 0
