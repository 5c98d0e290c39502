"""The queue of long work, shared by all servers on a store: asked, claimed by one worker, and retried after a dead one.

Functions take a connection of ``Store.noting``: on PostgreSQL they go on beside an import.
"""

import json
from dataclasses import dataclass
from typing import Any

from sqlalchemy import (
    Boolean,
    Column,
    ColumnElement,
    Connection,
    Float,
    Index,
    Integer,
    Row,
    String,
    Table,
    Text,
    and_,
    delete,
    false,
    func,
    or_,
    select,
    update,
)

from ucjmap.store.dialects import database_time
from ucjmap.store.provenance import now_utc
from ucjmap.store.tables import metadata

WAITING, RUNNING, DONE, FAILED, CANCELLED = "waiting", "running", "done", "failed", "cancelled"
#: A worker that has not been heard of for so many seconds is dead; it tells of itself every ten.
LEASE_S = 60.0
#: Work that so many workers did not survive is not tried again.
_MOST_TRIES = 3

#: One row is one piece of work. ``arguments``, ``result`` and ``error`` are JSON; ``heard`` is the database's time in
#: seconds since 1970; ``stopping``: somebody has cancelled it, and its worker does not know yet.
jobs = Table(
    "jobs",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("kind", String(32), nullable=False),
    Column("arguments", Text, nullable=False),
    Column("asked_by", Text, nullable=False, default=""),
    Column("asked_at", String(32), nullable=False),
    Column("state", String(12), nullable=False, default=WAITING),
    Column("stopping", Boolean, nullable=False, default=False, server_default=false()),
    Column("fraction", Float, nullable=False, default=0.0),
    Column("words", Text, nullable=False, default=""),
    Column("tries", Integer, nullable=False, default=0),
    Column("worker", String(120), nullable=False, default=""),
    Column("heard", Float),
    Column("started_at", String(32)),
    Column("ended_at", String(32)),
    Column("result", Text),
    Column("error", Text),
    Index(None, "state", "kind"),
)


@dataclass(frozen=True)
class Job:
    """One piece of work. ``error`` has code, message, hint and details of a ``UCJMapError``."""

    id: int
    kind: str
    arguments: dict[str, Any]
    asked_by: str
    asked_at: str
    state: str
    fraction: float
    words: str
    tries: int
    worker: str
    started_at: str | None
    ended_at: str | None
    result: dict[str, Any] | None
    error: dict[str, Any] | None

    @property
    def is_over(self) -> bool:
        """Whether nothing more comes of it."""
        return self.state in (DONE, FAILED, CANCELLED)


_JOB = [jobs.c[name] for name in Job.__dataclass_fields__]


def _job(row: Row[Any]) -> Job:
    texts = {name: None if row._mapping[name] is None else json.loads(row._mapping[name]) for name in _JSON}
    return Job(**{**row._mapping, **texts})


_JSON = ("arguments", "result", "error")


def add_job(connection: Connection, kind: str, arguments: dict[str, Any], *, asked_by: str = "") -> int:
    """Ask for work; where the same is waiting or running already, that is the one.

    Parameters
    ----------
    kind
        What is to be done.
    arguments
        What it is done with, as JSON can hold it.
    asked_by
        Who asks.

    Returns
    -------
    int
        Number of the job. Two that ask at the very same moment on PostgreSQL may get one each.
    """
    text = json.dumps(arguments, sort_keys=True)
    same = and_(jobs.c.kind == kind, jobs.c.arguments == text, jobs.c.state.in_((WAITING, RUNNING)), ~jobs.c.stopping)
    if (number := connection.scalar(select(jobs.c.id).where(same).order_by(jobs.c.id))) is not None:
        return int(number)
    row = {"kind": kind, "arguments": text, "asked_by": asked_by, "asked_at": now_utc()}
    return int(connection.execute(jobs.insert().values(**row).returning(jobs.c.id)).scalar_one())


def count_waiting(connection: Connection) -> int:
    """How many jobs nobody has begun."""
    return connection.scalar(select(func.count()).where(jobs.c.state == WAITING)) or 0


def read_jobs(connection: Connection, number: int | None = None) -> list[Job]:
    """Jobs, the newest first.

    Parameters
    ----------
    number
        Of the only one that is asked for; the list is empty where there is none.
    """
    query = select(*_JOB).order_by(jobs.c.id.desc())
    if number is not None:
        query = query.where(jobs.c.id == number)
    return [_job(row) for row in connection.execute(query)]


def _free(now: float, kinds: list[str], lease_s: float) -> ColumnElement[bool]:
    is_dead = and_(jobs.c.state == RUNNING, jobs.c.heard < now - lease_s)
    return and_(jobs.c.kind.in_(kinds), or_(jobs.c.state == WAITING, is_dead))


def has_free_jobs(connection: Connection, kinds: list[str], *, lease_s: float = LEASE_S) -> bool:
    """Whether ``claim_job`` would find something; any connection can ask.

    Parameters
    ----------
    kinds, lease_s
        As there.
    """
    free = _free(database_time(connection), kinds, lease_s)
    return connection.scalar(select(jobs.c.id).where(free).limit(1)) is not None


def claim_job(connection: Connection, worker: str, kinds: list[str], *, lease_s: float = LEASE_S) -> Job | None:
    """Take the oldest work that nobody does, or whose worker is dead; no two workers get the same.

    Parameters
    ----------
    worker
        Who takes it; another name for each process and thread.
    kinds
        What this worker can do.
    lease_s
        Seconds after which a worker that was not heard of is dead.

    Returns
    -------
    Job or None
        It is running from now on. None where there is nothing to do.
    """
    now = database_time(connection)
    free = _free(now, kinds, lease_s)
    next_one = select(*_JOB, jobs.c.stopping).where(free).order_by(jobs.c.id).limit(1).with_for_update(skip_locked=True)
    while (row := connection.execute(next_one).first()) is not None:
        here = update(jobs).where(jobs.c.id == row.id)
        if row.stopping:
            connection.execute(here.values(state=CANCELLED, ended_at=now_utc()))
        elif row.tries >= _MOST_TRIES:
            connection.execute(here.values(state=FAILED, ended_at=now_utc(), error=json.dumps({"code": "worker_died"})))
        else:
            change = {"state": RUNNING, "worker": worker, "heard": now, "tries": row.tries + 1, "started_at": now_utc()}
            return _job(connection.execute(here.values(**change).returning(*_JOB)).one())
    return None


def _held(job: Job) -> Any:
    """The row of a job as long as the worker that claimed it has it."""
    own = and_(jobs.c.id == job.id, jobs.c.worker == job.worker, jobs.c.tries == job.tries, jobs.c.state == RUNNING)
    return update(jobs).where(own)


def release_jobs(connection: Connection, workers: list[str]) -> None:
    """Let others take at once what workers do that are known to be dead.

    Parameters
    ----------
    workers
        Their names.
    """
    connection.execute(update(jobs).where(jobs.c.state == RUNNING, jobs.c.worker.in_(workers)).values(heard=0.0))


def hear_of(connection: Connection, job: Job, fraction: float, words: str) -> bool:
    """Note that a worker lives, and how far it is.

    Parameters
    ----------
    job
        As it was claimed.
    fraction
        From 0 to 1.
    words
        What is done now.

    Returns
    -------
    bool
        Whether it should go on: false once the job was cancelled, or another worker has it.
    """
    change = {"heard": database_time(connection), "fraction": fraction, "words": words}
    row = connection.execute(_held(job).values(**change).returning(jobs.c.stopping)).first()
    return row is not None and not row.stopping


def end_job(
    connection: Connection, job: Job, state: str, *, result: dict[str, Any] | None = None, error: Any = None
) -> bool:
    """Note how a job ended; one that its worker gives back is ``waiting`` again, as if it had not been tried.

    Parameters
    ----------
    job
        As it was claimed.
    state
        Its new state.
    result, error
        What came of it, as JSON can hold it.

    Returns
    -------
    bool
        False where another worker has it by now: what was done then does not count.
    """
    change: dict[str, Any] = {"state": state, "ended_at": now_utc(), "words": ""}
    if state == WAITING:
        change |= {"ended_at": None, "tries": jobs.c.tries - 1, "fraction": 0.0}
    if state == DONE:
        change |= {"fraction": 1.0, "result": json.dumps(result or {})}
    if error is not None:
        change["error"] = json.dumps(error)
    return connection.execute(_held(job).values(**change)).rowcount > 0


def stop_job(connection: Connection, number: int) -> bool:
    """Cancel a job: one that waits at once, one that runs as soon as its worker hears of it.

    Parameters
    ----------
    number
        Of the job.

    Returns
    -------
    bool
        False where there is none of that number, or it is over.
    """
    waiting = update(jobs).where(jobs.c.id == number, jobs.c.state == WAITING)
    if connection.execute(waiting.values(state=CANCELLED, ended_at=now_utc())).rowcount:
        return True
    running = update(jobs).where(jobs.c.id == number, jobs.c.state == RUNNING)
    return connection.execute(running.values(stopping=True)).rowcount > 0


def drop_jobs(connection: Connection, before: str) -> int:
    """Forget jobs that ended before a time (UTC, ISO 8601).

    Parameters
    ----------
    before
        What ended at that very time stays.

    Returns
    -------
    int
        How many.
    """
    return connection.execute(delete(jobs).where(jobs.c.ended_at < before)).rowcount
