"""Where the stores of the tests are: SQLite files, or with ``--store postgresql`` databases of a server of their own.

A store is made as an SQLite file; on PostgreSQL each such file is copied once into a template, and a copy of it is a
copy of that database.
"""

import fcntl
import hashlib
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import make_url

from tests import postgresql
from ucjmap import api


def sqlite_url(path: Path) -> str:
    """Address of the store in a file."""
    return f"sqlite:///{path.as_posix()}"


@dataclass(frozen=True)
class Stores:
    """Makes stores for tests, and takes them away again; ``server`` is the address of a PostgreSQL, if they are there.

    ``folder`` is that of the run.
    """

    folder: Path
    server: str | None

    @contextmanager
    def new(self, folder: Path, name: str = "store") -> Iterator[str]:
        """Address of a new store; where it is a file, in ``folder``."""
        if self.server is None:
            yield sqlite_url(folder / f"{name}.db")
            return
        with postgresql.database(self.server) as url:
            yield url

    @contextmanager
    def copy_of(self, file: Path, folder: Path, name: str = "store") -> Iterator[str]:
        """Address of a store with what the SQLite file of another has."""
        if self.server is None:
            path = folder / f"{name}.db"
            shutil.copyfile(file, path)
            yield sqlite_url(path)
            path.unlink()  # up to 70 MB that pytest would keep
            return
        with postgresql.database(self.server, template=self._template(file)) as url:
            yield url

    def _template(self, file: Path) -> str:
        assert self.server is not None
        name = f"template_{hashlib.sha256(str(file).encode()).hexdigest()[:16]}"
        with (self.folder / f"{name}.lock").open("a") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            if name not in postgresql.list_databases(self.server):
                postgresql.create_database(self.server, name)
                source = api.open_store(sqlite_url(file))
                url = make_url(self.server).set(database=name).render_as_string(hide_password=False)
                api.copy_store(source, url)
                source.close()
        return name
