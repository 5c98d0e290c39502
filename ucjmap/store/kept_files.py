"""Files that long work makes, in the store, so that every server finds what another one made."""

import hashlib
from pathlib import Path

from sqlalchemy import Column, Connection, ForeignKey, Integer, LargeBinary, String, Table, Text, delete, func, select

from ucjmap.errors import N_, StoreError
from ucjmap.store.provenance import now_utc
from ucjmap.store.tables import metadata

_CHUNK = 2**20

#: One row is one file; its content is in ``file_chunks``, a megabyte a row.
kept_files = Table(
    "kept_files",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("name", Text, nullable=False),
    Column("bytes", Integer, nullable=False),
    Column("sha256", String(64), nullable=False),
    Column("kept_at", String(32), nullable=False),
)
file_chunks = Table(
    "file_chunks",
    metadata,
    Column("file_id", ForeignKey("kept_files.id"), primary_key=True),
    Column("place", Integer, primary_key=True),
    Column("body", LargeBinary, nullable=False),
)


def keep_file(connection: Connection, name: str, path: Path) -> int:
    """Put a file into the store.

    Parameters
    ----------
    name
        Under which it is found again.
    path
        The file, read a megabyte at a time.

    Returns
    -------
    int
        Its number.
    """
    row = {"name": name, "bytes": 0, "sha256": "", "kept_at": now_utc()}
    number = int(connection.execute(kept_files.insert().values(**row).returning(kept_files.c.id)).scalar_one())
    digest, size, place = hashlib.sha256(), 0, 0
    with path.open("rb") as file:
        while body := file.read(_CHUNK):
            connection.execute(file_chunks.insert().values(file_id=number, place=place, body=body))
            digest.update(body)
            size, place = size + len(body), place + 1
    change = kept_files.update().where(kept_files.c.id == number)
    connection.execute(change.values(bytes=size, sha256=digest.hexdigest()))
    return number


def fetch_file(connection: Connection, number: int, out: Path) -> bool:
    """Write a file of the store to the disk.

    Parameters
    ----------
    number
        As ``keep_file`` gave it.
    out
        Written a megabyte at a time, and not whole at once.

    Returns
    -------
    bool
        False where there is no such file any more.

    Raises
    ------
    StoreError
        Its content is not what was kept.
    """
    row = connection.execute(select(kept_files).where(kept_files.c.id == number)).first()
    if row is None:
        return False
    chunks = select(file_chunks.c.body).where(file_chunks.c.file_id == number).order_by(file_chunks.c.place)
    digest = hashlib.sha256()
    with out.open("wb") as file, connection.execute(chunks, execution_options={"yield_per": 1}) as result:
        for body in result.scalars():
            digest.update(body)
            file.write(body)
    if digest.hexdigest() != row.sha256:
        raise StoreError(
            "file_damaged",
            N_("The file {file} in the store is damaged."),
            N_("Check the store: ucjmap store check."),
            file=row.name,
        )
    return True


def find_file(connection: Connection, name: str) -> int | None:
    """Number of the newest file of a name; None where there is none.

    Parameters
    ----------
    name
        As ``keep_file`` was given it.
    """
    number: int | None = connection.scalar(select(func.max(kept_files.c.id)).where(kept_files.c.name == name))
    return number


def drop_files(connection: Connection, start: str) -> None:
    """Remove files from the store.

    Parameters
    ----------
    start
        What their names begin with.
    """
    ours = select(kept_files.c.id).where(kept_files.c.name.startswith(start, autoescape=True))
    connection.execute(delete(file_chunks).where(file_chunks.c.file_id.in_(ours)))
    connection.execute(delete(kept_files).where(kept_files.c.id.in_(ours)))
