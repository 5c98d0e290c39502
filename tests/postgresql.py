"""A PostgreSQL of the tests' own, from the programs of the system: started, shared by the workers of a run, removed.

It listens on a socket in its folder only. As a program (``python -m tests.postgresql FOLDER``) it keeps the server
running until it is asked to end.
"""

import contextlib
import getpass
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import uuid
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, create_engine, make_url, text
from sqlalchemy.exc import OperationalError

#: Nothing has to survive a power cut here, and nobody waits for the disk.
_QUICK = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off", "wal_level": "minimal"}
_SETTINGS = {**_QUICK, "max_wal_senders": "0", "listen_addresses": "", "max_connections": "200", "max_wal_size": "2GB"}
_STARTS_WITHIN_S = 60


def programs() -> Path | None:
    """The folder of the newest server that is installed; None without one."""
    debian = sorted(Path("/usr/lib/postgresql").glob("*/bin/postgres"), key=lambda path: int(path.parts[-3]))
    found = [*map(str, debian[-1:]), shutil.which("postgres")]
    return next((Path(path).parent for path in found if path), None)


def begin() -> tuple[subprocess.Popen[bytes], str]:
    """Start a server; the process that keeps it, and the address of its own database."""
    folder = Path(tempfile.mkdtemp(prefix="ucjmap-postgresql-"))
    command = [sys.executable, "-m", "tests.postgresql", str(folder)]
    keeper = subprocess.Popen(command, cwd=Path(__file__).parents[1], stdout=subprocess.DEVNULL)
    url = f"postgresql+psycopg://{_user()}@/postgres?host={folder}"
    engine, until = create_engine(url), time.monotonic() + _STARTS_WITHIN_S
    while True:
        try:
            engine.connect().close()
        except OperationalError:
            assert keeper.poll() is None, "PostgreSQL did not start"
            assert time.monotonic() < until, "PostgreSQL does not answer"
            time.sleep(0.05)
        else:
            engine.dispose()
            return keeper, url


def _user() -> str:
    return "postgres" if os.geteuid() == 0 else getpass.getuser()


def _keep(folder: Path) -> None:
    """Run a server in a folder until a signal comes, and remove both."""
    found = programs()
    assert found
    signal.signal(signal.SIGTERM, lambda *_: sys.exit())
    other: dict[str, Any] = {}
    if os.geteuid() == 0:  # which PostgreSQL refuses to run as
        other = {"user": "postgres", "group": "postgres", "extra_groups": []}
        shutil.chown(folder, "postgres", "postgres")
    data = folder / "data"
    create = [found / "initdb", "--auth=trust", "--no-sync", "--encoding=UTF8", "--locale=C", "-U", _user(), "-D", data]
    options = [f"-c{name}={value}" for name, value in _SETTINGS.items()]
    with contextlib.ExitStack() as stack:
        stack.callback(shutil.rmtree, folder, ignore_errors=True)
        subprocess.run(create, check=True, stdout=subprocess.DEVNULL, cwd="/", **other)
        log = stack.enter_context((folder / "server.log").open("wb"))
        server = subprocess.Popen(
            [found / "postgres", "-D", data, "-k", folder, *options], stderr=log, stdout=log, cwd="/", **other
        )
        stack.callback(server.wait)
        stack.callback(server.send_signal, signal.SIGINT)  # ends without waiting for clients
        server.wait()


def _administer(server: str) -> Engine:
    return create_engine(server, isolation_level="AUTOCOMMIT")


@contextlib.contextmanager
def database(server: str, *, template: str = "template1") -> Iterator[str]:
    """Address of a new database, dropped at the end.

    ``template`` names the database that it is a copy of.
    """
    name = f"ucjmap_{uuid.uuid4().hex}"
    create_database(server, name, template=template)
    yield make_url(server).set(database=name).render_as_string(hide_password=False)
    engine = _administer(server)
    with engine.connect() as connection:
        connection.execute(text(f"DROP DATABASE {name} WITH (FORCE)"))
    engine.dispose()


def create_database(server: str, name: str, *, template: str = "template1") -> None:
    """A new database, as a copy of another one."""
    engine = _administer(server)
    with engine.connect() as connection:
        connection.execute(text(f"CREATE DATABASE {name} TEMPLATE {template} STRATEGY file_copy"))
    engine.dispose()


def list_databases(server: str) -> list[str]:
    """Names of the databases of a server."""
    engine = _administer(server)
    with engine.connect() as connection:
        names = list(connection.execute(text("SELECT datname FROM pg_database")).scalars())
    engine.dispose()
    return names


if __name__ == "__main__":
    _keep(Path(sys.argv[1]))
