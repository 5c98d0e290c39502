"""Who of several servers does what only one of them should: a lease with an end."""

from typing import Any

from sqlalchemy import Column, Connection, Float, String, Table, or_, select, text, update

from ucjmap.store.dialects import database_time
from ucjmap.store.tables import metadata

#: One row is one thing to be done by one only; ``until`` is the database's time in seconds since 1970.
leases = Table(
    "leases",
    metadata,
    Column("name", String(40), primary_key=True),
    Column("holder", String(120), nullable=False),
    Column("until", Float, nullable=False),
)


def take_lease(connection: Connection, name: str, holder: str, seconds: float) -> bool:
    """Take a lease, or keep the one that one has, for some time from now on.

    Parameters
    ----------
    name
        What is to be done.
    holder
        Who would do it.
    seconds
        For how long.

    Returns
    -------
    bool
        False where somebody else has it, and its time is not over.
    """
    now = database_time(connection)
    row: dict[str, Any] = {"holder": holder, "until": now + seconds}
    is_free = or_(leases.c.holder == holder, leases.c.until < now)
    if connection.execute(update(leases).where(leases.c.name == name, is_free).values(**row)).rowcount:
        return True
    if connection.scalar(select(leases.c.name).where(leases.c.name == name)) is not None:
        return False
    added = "INSERT INTO leases (name, holder, until) VALUES (:name, :holder, :until) ON CONFLICT DO NOTHING"
    return connection.execute(text(added), {"name": name, **row}).rowcount > 0
