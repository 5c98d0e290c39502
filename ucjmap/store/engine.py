"""Opening the store: an SQLAlchemy URL (SQLite by default, or PostgreSQL), migrated to the newest schema."""

import logging
import sqlite3
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection, Engine, create_engine, func, select
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError, SQLAlchemyError

from ucjmap.errors import N_, READ_ONLY, AccessError, StoreError
from ucjmap.store.dialects import BESIDE, PATIENCE, WRITER, store_file, tune
from ucjmap.store.outlines import settle_all
from ucjmap.store.scope import SCOPE, Scope
from ucjmap.store.tables import imports

if TYPE_CHECKING:
    from alembic.config import Config

_log = logging.getLogger(__name__)
#: What can be recomputed at any time does not wait for another writer.
_SHORT_PATIENCE_MS = 50
#: How long a file of zero bytes is waited for: another process may be creating it.
_NEW_FOR_S = 2.0
#: So many scopes keep what was computed for them; one that was not asked for longest is computed again.
_SCOPES = 24
#: A page asks for the revision some thirty times while it is drawn.
_REVISION_HOLDS_S = 0.1
_MIGRATIONS = Path(__file__).parent / "migrations"
#: Alembic keeps its state in its module: two threads that open stores at once would disturb each other.
_MIGRATING = threading.Lock()
_LIMITING = threading.Lock()


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

    ``allows`` says whether whoever holds it may write at this moment; without it they may. ``scope`` is what they may see
    and change; None is all. Every connection carries it.
    ``memory`` keeps what was computed from it, by revision, so that nothing is computed twice between two imports;
    ``trees`` keeps the areas by the revision of the boundaries, since most imports bring counts alone.
    """

    engine: Engine
    url: str
    allows: Callable[[], bool] | None = field(default=None, compare=False, repr=False)
    memory: dict[Any, Any] = field(default_factory=dict, repr=False)
    trees: dict[tuple[int, int], Any] = field(default_factory=dict, repr=False)
    scope: Scope | None = field(default=None, compare=False)
    _memories: dict[Any, dict[Any, Any]] = field(default_factory=dict, repr=False, compare=False)
    _all: "Store | None" = field(default=None, repr=False, compare=False)
    _seen: _Seen = field(default_factory=_Seen, repr=False, compare=False)

    @property
    def name(self) -> str:
        """The address of the store without a password."""
        return self.engine.url.render_as_string(hide_password=True)

    @property
    def is_read_only(self) -> bool:
        """Whether whoever holds it may change nothing at this moment."""
        return self.allows is not None and not self.allows()

    def guarded_by(self, allows: Callable[[], bool]) -> "Store":
        """The same store for somebody who may change what it holds only while ``allows`` says so.

        Parameters
        ----------
        allows
            Asked at the beginning of each transaction that writes, in whatever thread.

        Returns
        -------
        Store
            It shares all that was computed. What can be recomputed at any time is kept for a reader, too.
        """
        before = self.allows  # what was refused once is not allowed by a second guard
        return replace(self, allows=allows if before is None else lambda: before() and allows())

    def limited_to(self, scope: Scope) -> "Store":
        """The same store for somebody who may see and change no more than ``scope``.

        Parameters
        ----------
        scope
            Theirs.

        Returns
        -------
        Store
            What was computed is shared with all who are shown the same, and with nobody else.
        """
        if self._all is not None:
            raise ValueError("the limit of a store is given once")
        with _LIMITING:
            memory = self._memories.pop(scope.shown, {})
            self._memories[scope.shown] = memory  # the last is the one that was asked for last
            while len(self._memories) > _SCOPES:
                del self._memories[next(iter(self._memories))]
        return replace(self, scope=scope, memory=memory, _all=self)

    @property
    def whole(self) -> "Store":
        """The store without the limit of what is shown: for whoever computes figures once and then leaves out some."""
        return self if self._all is None else replace(self._all, allows=self.allows)

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """A connection that sees one consistent state.

        Yields
        ------
        sqlalchemy.Connection
            Valid until the block ends. PostgreSQL refuses to write over it, SQLite does not.

        Raises
        ------
        StoreError
            The store cannot be read; whatever the database raises within the block comes out as this.
        """
        options = {SCOPE: self.scope}
        with (
            _store_errors(self.url),
            self.engine.connect().execution_options(**options) as connection,
            connection.begin(),
        ):
            yield connection

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """One transaction: all of it is in the store afterwards, or nothing.

        Yields
        ------
        sqlalchemy.Connection
            Committed at the end of the block, rolled back where the block raises. A second writer waits until then.

        Raises
        ------
        AccessError
            Whoever holds the store may not write, or not any more.
        StoreError
            The store cannot be written, or another writer does not end.
        """
        if self.is_read_only:
            raise AccessError("read_only", *READ_ONLY)
        with (
            _store_errors(self.url),
            self.engine.connect().execution_options(**{WRITER: True, SCOPE: self.scope}) as connection,
            connection.begin(),
        ):
            yield connection
        self._seen.writes = object()

    @contextmanager
    def noting(self) -> Iterator[Connection]:
        """One transaction on what is no data (jobs, their files, leases); open to readers, too.

        Yields
        ------
        sqlalchemy.Connection
            Committed at the end of the block, rolled back where the block raises. On PostgreSQL it does not wait for
            whoever writes data; on SQLite there is one writer at a time.

        Raises
        ------
        StoreError
            The store cannot be written.
        """
        with (
            _store_errors(self.url),
            self.engine.connect().execution_options(**{BESIDE: True}) as connection,
            connection.begin(),
        ):
            yield connection

    def keep(self, write: Callable[[Connection], object]) -> None:
        """Write what can be recomputed at any time; gives up at once while somebody else writes.

        That nothing could be kept (a full disk, a read-only store) is logged and not raised.

        Parameters
        ----------
        write
            Does the writing over the connection that it is given; what it returns is dropped.
        """
        options = {WRITER: True, PATIENCE: _SHORT_PATIENCE_MS}
        try:
            with self.engine.connect().execution_options(**options) as connection, connection.begin():
                write(connection)
        except SQLAlchemyError as error:
            _log.info("nothing was kept in %s: %s", self.name, error)

    def revision(self) -> tuple[int, int]:
        """Grows with every import, every undo and every redo, and with nothing else.

        What this process writes is seen at once, what another process writes within a tenth of a second.

        Returns
        -------
        tuple
            Number of the newest import (0 before the first), and how many are undone.

        Raises
        ------
        StoreError
            The store cannot be read.
        """
        writes = self._seen.writes  # taken first: what is written meanwhile makes the answer outdated
        as_of, until, revision = self._seen.last
        if as_of is writes and time.monotonic() < until:
            return revision
        with self.reading() as connection:
            turns = func.coalesce(func.sum(imports.c.turns), 0)
            row = connection.execute(select(func.coalesce(func.max(imports.c.id), 0), turns)).one()
        revision = int(row[0]), int(row[1])
        self._seen.last = writes, time.monotonic() + _REVISION_HOLDS_S, revision
        return revision

    def is_current(self) -> bool:
        """Whether the schema in the store is, at this moment, that of this version.

        Returns
        -------
        bool
            False where it has to be migrated first.

        Raises
        ------
        StoreError
            The store cannot be read, or a newer version wrote it.
        """
        with self.reading() as connection:
            return is_current(connection, self.url)

    def close(self) -> None:
        """Give back the connections."""
        self.engine.dispose()


@contextmanager
def _store_errors(url: str) -> Iterator[None]:
    try:
        yield
    except SQLAlchemyError as error:
        raise _explain(error, url) from error


def _explain(error: SQLAlchemyError, url: str) -> StoreError:
    """What went wrong, without SQL; the log has the rest."""
    _log.info("the store failed: %s", error)
    name, cause = _name_of(url), getattr(error, "orig", None) or error
    code = getattr(cause, "sqlite_errorcode", 0) & 0xFF
    if code in (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB):
        return StoreError(
            "store_damaged",
            N_("The store {store} is damaged."),
            N_(
                "Stop the app, put the newest backup in its place, and start again; do not load data into a damaged one."
            ),
            store=name,
        )
    if code in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
        return StoreError(
            "store_busy",
            N_("Something else is being written to the store {store}."),
            N_("Wait until the other import has ended, and try again."),
            store=name,
        )
    return StoreError(
        "store_failed",
        N_("The store {store} could not be used: {reason}."),
        N_("Check that it can be reached, that there is space on the disk and that you may write there."),
        store=name,
        reason=str(cause).splitlines()[0],
    )


def _name_of(url: str) -> str:
    """The file of a store without the folders above it, or the address of a server without its password."""
    shown = _hide_password(url)
    return shown.rpartition("/")[2] if shown.startswith("sqlite") else shown


def _hide_password(url: str) -> str:
    try:
        return make_url(url).render_as_string(hide_password=True)
    except ArgumentError:
        return url.partition("@")[2] or url


def open_store(url: str) -> Store:
    """Open the store at ``url``, create it if it is new, and bring its schema up to date.

    Parameters
    ----------
    url
        SQLAlchemy URL of an SQLite file, whose folder is made, or of a PostgreSQL database, which has to be there.

    Raises
    ------
    StoreError
        The URL is no SQLAlchemy URL, the database cannot be reached or written, it was written by a newer version, or
        its file has lost all of its bytes.
    """
    store = connect_store(url)
    with store.reading() as connection:
        current = is_current(connection, url)
    if not current:  # an up-to-date store is opened without writing: it may be read-only, or busy
        with store.writing() as connection:
            bring_up_to_date(connection)
    return store


def require_store(url: str) -> None:
    """Raise where the file of a store is not there: a slip in its name shall not make a new one.

    Parameters
    ----------
    url
        SQLAlchemy URL; a database server is not asked.

    Raises
    ------
    StoreError
        There is no such file, or the URL is no SQLAlchemy URL.
    """
    with _url_errors(url):
        path = store_file(url)
    if path is not None and not path.exists():
        raise StoreError("no_store", N_("There is no store {store}."), N_("Check its address."), store=path.name)


@contextmanager
def _url_errors(url: str) -> Iterator[None]:
    try:
        yield
    except (ArgumentError, ImportError, OSError, SQLAlchemyError) as error:
        raise StoreError(
            "bad_store_url",
            N_("The store address {store} cannot be used: {reason}."),
            N_("Set UCJMAP_STORE or --store to an address such as sqlite:///var/ucjmap.db."),
            store=_hide_password(url),
            reason=error,
        ) from error


def connect_store(url: str) -> Store:
    """The store at ``url`` as it is, whatever its schema; one that is new gets its file, and no tables.

    Raises
    ------
    StoreError
        The URL is no SQLAlchemy URL, or its file has lost all of its bytes.
    """
    with _url_errors(url):
        if path := store_file(url):
            path.parent.mkdir(parents=True, exist_ok=True)
        engine = create_engine(url, pool_pre_ping=True)
    tune(engine)
    if path:
        _refuse_emptied(path)
    return Store(engine, url)


def _refuse_emptied(path: Path) -> None:
    """Refuse a file of zero bytes: a store emptied by a full disk or a failed copy is not silently filled again."""
    until = time.monotonic() + _NEW_FOR_S
    while path.exists() and path.stat().st_size == 0:
        if time.monotonic() > until:
            raise StoreError(
                "store_emptied",
                N_("The store {store} is a file of no bytes: its content is lost."),
                N_("Put the newest backup in its place. For a new, empty store delete the file."),
                store=path.name,
            )
        time.sleep(0.05)


def _config() -> "Config":
    from alembic.config import Config  # slow to load, and the help texts of the command line do not need it

    config = Config()
    config.set_main_option("script_location", _MIGRATIONS.as_posix())
    return config


def is_current(connection: Connection, url: str) -> bool:
    """Whether the schema is the newest one.

    Raises
    ------
    StoreError
        It is one that this version does not know.
    """
    from alembic.migration import MigrationContext
    from alembic.script import ScriptDirectory

    scripts = ScriptDirectory.from_config(_config())
    current = MigrationContext.configure(connection).get_current_revision()
    known = {script.revision for script in scripts.walk_revisions()}
    if current is not None and current not in known:
        raise StoreError(
            "store_newer",
            N_("The store {store} was written by a newer version of this program."),
            N_("Install that version, or use a store of this one."),
            store=_name_of(url),
        )
    return current == scripts.get_current_head()


def bring_up_to_date(connection: Connection) -> None:
    """Make the tables of this version, whatever there is of an older one."""
    from alembic import command

    config = _config()
    config.attributes["connection"] = connection
    with _MIGRATING:
        command.upgrade(config, "head")
    settle_all(connection)
