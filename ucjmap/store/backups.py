"""A backup: one SQLite file that holds all rows of a store, whatever the store's own database."""

import shutil
import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from ucjmap.errors import N_, StoreError
from ucjmap.files import whole_file
from ucjmap.schema import Progress, no_progress
from ucjmap.store.copying import copy_store
from ucjmap.store.dialects import file_parts, store_file
from ucjmap.store.engine import Store, open_store

#: Pages that are copied between two reports of progress: 4 MB.
_PAGES = 1000


def write_backup(store: Store, out: Path, *, progress: Progress = no_progress) -> None:
    """Write all of a store, as it is at one moment, to a file; others may go on reading and writing the store.

    Parameters
    ----------
    out
        Appears whole, and replaces a file of that name.
    progress
        May raise to cancel; there is no file then, or the one that was there.

    Raises
    ------
    StoreError
        The store cannot be read, the file is that of the store, or what was written is damaged.
    """
    own = store_file(store.url)
    if own is not None and out.exists() and out.samefile(own):
        raise StoreError(
            "backup_is_store",
            N_("{file} is the store itself."),
            N_("Name another file for the backup."),
            file=out.name,
        )
    with whole_file(out) as aside:
        if own is None:
            copy_store(store, _address(aside), progress=progress)
        else:
            _copy_pages(store, aside, progress)
        with closing(sqlite3.connect(aside)) as written:
            written.execute("PRAGMA journal_mode=DELETE")  # so that it is one file, also for who may only read it
        _verify(aside, out.name)


def _address(path: Path) -> str:
    return f"sqlite:///{path.resolve().as_posix()}"


def _copy_pages(store: Store, out: Path, progress: Progress) -> None:
    def report(_status: int, remaining: int, total: int) -> None:
        progress(total - remaining, max(total, 1), "")

    with store.reading() as connection, closing(sqlite3.connect(out)) as backup:
        connection.exec_driver_sql("SELECT 1 FROM sqlite_master").first()  # from here on it sees one state
        source = connection.connection.driver_connection
        assert isinstance(source, sqlite3.Connection)
        source.backup(backup, pages=_PAGES, progress=report)


def _verify(path: Path, name: str) -> None:
    """Raise unless a file is a whole SQLite database of this program's tables, and of nothing that could run."""
    is_ours, errors = True, list[str]()
    try:
        with closing(sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True)) as connection:
            connection.execute("PRAGMA trusted_schema=OFF")
            parts = connection.execute("SELECT type, name FROM sqlite_master").fetchall()
            is_ours = ("table", "alembic_version") in parts and {kind for kind, _ in parts} <= {"table", "index"}
            if is_ours:
                errors += [line for (line,) in connection.execute("PRAGMA integrity_check(1)") if line != "ok"]
                errors += [f"foreign key of {row[0]}" for row in connection.execute("PRAGMA foreign_key_check")]
    except sqlite3.Error as error:
        errors.append(str(error))
    if not is_ours:
        raise StoreError(
            "not_a_backup",
            N_("{file} is no backup of UCJMap."),
            N_("Name a file that ucjmap store backup has written."),
            file=name,
        )
    if errors:
        raise StoreError(
            "backup_damaged",
            N_("The backup {file} is damaged: {reason}."),
            N_("Take an older backup; this one cannot be restored."),
            file=name,
            reason=errors[0].splitlines()[0],
        )


@contextmanager
def _opened(path: Path) -> Iterator[Store]:
    """A backup as a store of the newest schema; the file itself is left as it is."""
    if not path.is_file():
        raise StoreError(
            "no_backup", N_("There is no backup {file}."), N_("Check the name of the file."), file=path.name
        )
    with tempfile.TemporaryDirectory(prefix="ucjmap-restore-") as folder:
        copy = Path(folder) / "backup.db"
        shutil.copyfile(path, copy)
        _verify(copy, path.name)
        backup = open_store(_address(copy))
        try:
            yield backup
        finally:
            backup.close()


def restore_backup(path: Path, url: str, *, replace: bool = False, progress: Progress = no_progress) -> None:
    """Fill a store with what a backup holds, all of it or nothing.

    Parameters
    ----------
    path
        The backup; checked before anything is written, and not changed.
    url
        SQLAlchemy URL of a store, of either kind. Nobody else should have it open: what they remember is of before.
    replace
        Also where the store has data, which are removed. A damaged SQLite file is kept beside the new one, its name
        ending in ``.damaged``.
    progress
        May raise to cancel; the store is then as it was.

    Raises
    ------
    StoreError
        The backup is damaged or none, the store has data and may not be replaced, or it cannot be written.
    """
    with _opened(path) as backup:
        try:
            copy_store(backup, url, replace=replace, progress=progress)
        except StoreError as error:
            own = store_file(url)
            if not replace or own is None or error.code not in ("store_damaged", "store_emptied"):
                raise
            with whole_file(own) as aside:
                copy_store(backup, _address(aside), progress=progress)
                for part in filter(Path.exists, file_parts(own)):
                    part.replace(part.with_name(part.name.replace(own.name, f"{own.name}.damaged", 1)))
