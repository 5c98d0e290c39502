"""What officials note on their visits, and the scenarios that they keep. Entries are added, never changed."""

import datetime as dt
import json
from typing import Any

import pandas as pd
from sqlalchemy import Column, Connection, Index, Integer, String, Table, Text, delete, select

from ucjmap.store.audit import note_change
from ucjmap.store.scope import require_edit, visible
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


#: Areas that an entry of the record names; the others are counted.
_NAMED = 20


def _now() -> str:
    return dt.datetime.now(dt.UTC).isoformat(timespec="seconds")


def add_follow_ups(connection: Connection, entries: list[dict[str, Any]]) -> list[int]:
    """Note entries on desa that officials visit.

    Parameters
    ----------
    entries
        One dictionary is one entry: campaign, unit_code, indicator, status, date (ISO), note, initials, and withdraws
        (the id of the entry that it takes back) where it takes one back. The time is added here.

    Returns
    -------
    list
        Their ids, in the same order.
    """
    if not entries:
        return []
    require_edit(connection, {entry["unit_code"] for entry in entries})
    rows = [{"withdraws": None, **entry, "created_at": _now()} for entry in entries]
    areas = sorted({entry["unit_code"] for entry in entries})
    note_change(
        connection,
        rows[0]["created_at"],
        "visits.noted",
        entries=len(rows),
        areas=areas[:_NAMED],
        more=len(areas[_NAMED:]),
    )
    return list(connection.execute(follow_ups.insert().returning(follow_ups.c.id), rows).scalars())


def read_follow_ups(connection: Connection, campaign: str | None = None) -> pd.DataFrame:
    """All entries, those that were taken back too, oldest first.

    Parameters
    ----------
    campaign
        The campaign whose entries are read; empty text is the one without a name, None all.

    Returns
    -------
    pandas.DataFrame
        One row is one entry (``outreach.ENTRY_COLUMNS``); dates are ISO text, created_at UTC.
    """
    query = select(follow_ups).where(visible(connection, follow_ups.c.unit_code)).order_by(follow_ups.c.id)
    if campaign is not None:
        query = query.where(follow_ups.c.campaign == campaign)
    return pd.read_sql(query, connection)


def write_scenario(
    connection: Connection, name: str, area_code: str, question: dict[str, Any], *, by: str = ""
) -> None:
    """Keep a scenario; one of the same name is replaced.

    Parameters
    ----------
    name
        The name under which it is found again; at most 120 characters.
    area_code
        The area that it is about.
    question
        What was asked, as JSON can hold it.
    by
        Who keeps it.
    """
    require_edit(connection, [area_code, *_areas_of(connection, name)])
    note_change(connection, _now(), "scenario.kept", area=area_code)
    connection.execute(delete(scenarios).where(scenarios.c.name == name))
    row = {"name": name, "area_code": area_code, "question": json.dumps(question), "created_by": by}
    connection.execute(scenarios.insert().values(**row, created_at=_now()))


def read_scenarios(connection: Connection) -> pd.DataFrame:
    """Scenarios that were kept.

    Returns
    -------
    pandas.DataFrame
        One row is one scenario, by name: id, name, area_code, question (a dictionary), created_at (UTC), created_by.
    """
    query = select(scenarios).where(visible(connection, scenarios.c.area_code)).order_by(scenarios.c.name)
    rows = pd.read_sql(query, connection)
    rows["question"] = [json.loads(text) for text in rows["question"]]
    return rows


def remove_scenario(connection: Connection, name: str) -> bool:
    """Forget a scenario; False where there is none of that name.

    Parameters
    ----------
    name
        Name of the scenario, written as it was kept.
    """
    areas = _areas_of(connection, name)
    require_edit(connection, areas)
    note_change(connection, _now(), "scenario.forgotten", areas=areas)
    return connection.execute(delete(scenarios).where(scenarios.c.name == name)).rowcount > 0


def _areas_of(connection: Connection, name: str) -> list[str]:
    """The area of the scenario of a name; none where there is no such scenario."""
    return list(connection.execute(select(scenarios.c.area_code).where(scenarios.c.name == name)).scalars())
