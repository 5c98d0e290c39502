"""What officials note on their visits, and the scenarios that they keep. Entries are added, never changed."""

import datetime as dt
import json
from typing import Any

import pandas as pd
from sqlalchemy import Column, Connection, Index, Integer, String, Table, Text, delete, select

from ucjmap.store.tables import metadata

#: One row is one entry on one desa; the newest by date counts, the others are its history. An entry that takes another
#: back names it in ``withdraws``.
follow_ups = Table(
    "follow_ups",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("campaign", String(80), nullable=False, default=""),
    Column("unit_code", String(24), nullable=False),
    Column("indicator", String(32), nullable=False),
    Column("status", String(12), nullable=False),
    Column("date", String(10), nullable=False),
    Column("note", Text, nullable=False, default=""),
    Column("initials", String(12), nullable=False, default=""),
    Column("created_at", String(32), nullable=False),
    Column("withdraws", Integer),
    Index(None, "campaign", "unit_code"),
)

#: One row is one scenario of money under a name: what was asked (JSON), not what came out, which later data change.
scenarios = Table(
    "scenarios",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("name", String(120), nullable=False),
    Column("area_code", String(24), nullable=False),
    Column("question", Text, nullable=False),
    Column("created_at", String(32), nullable=False),
    Column("created_by", Text, nullable=False, default=""),
    Index(None, "name", unique=True),
)


def _now() -> str:
    return dt.datetime.now(dt.UTC).isoformat(timespec="seconds")


def add_follow_ups(connection: Connection, entries: list[dict[str, Any]]) -> list[int]:
    """Note entries (campaign, unit_code, indicator, status, date, note, initials, perhaps withdraws); gives their ids."""
    if not entries:
        return []
    rows = [{"withdraws": None, **entry, "created_at": _now()} for entry in entries]
    return list(connection.execute(follow_ups.insert().returning(follow_ups.c.id), rows).scalars())


def read_follow_ups(connection: Connection, campaign: str | None = None) -> pd.DataFrame:
    """All entries (of one campaign), oldest first; one row is one entry."""
    query = select(follow_ups).order_by(follow_ups.c.id)
    if campaign is not None:
        query = query.where(follow_ups.c.campaign == campaign)
    return pd.read_sql(query, connection)


def write_scenario(
    connection: Connection, name: str, area_code: str, question: dict[str, Any], *, by: str = ""
) -> None:
    """Keep a scenario; one of the same name is replaced."""
    connection.execute(delete(scenarios).where(scenarios.c.name == name))
    row = {"name": name, "area_code": area_code, "question": json.dumps(question), "created_by": by}
    connection.execute(scenarios.insert().values(**row, created_at=_now()))


def read_scenarios(connection: Connection) -> pd.DataFrame:
    """Scenarios by name; one row is one, ``question`` a dict."""
    rows = pd.read_sql(select(scenarios).order_by(scenarios.c.name), connection)
    rows["question"] = [json.loads(text) for text in rows["question"]]
    return rows


def remove_scenario(connection: Connection, name: str) -> bool:
    """Forget a scenario; False where there is none of that name."""
    return connection.execute(delete(scenarios).where(scenarios.c.name == name)).rowcount > 0
