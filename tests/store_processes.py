"""What other processes do to a store in the tests of concurrent and of killed writers."""

import time
from multiprocessing.connection import Connection
from multiprocessing.synchronize import Barrier
from pathlib import Path
from typing import Any

import pandas as pd

from tests.outline_parts import Part, take
from ucjmap import api
from ucjmap.api.jobs import performs
from ucjmap.schema import Progress
from ucjmap.store import Provenance, add_import, add_observations


def make_observations(count: int, *, numerator: int = 1, as_of: str = "2025-12-31") -> pd.DataFrame:
    """``count`` rows, one an area."""
    return pd.DataFrame(
        {
            "unit_code": [f"61.{place // 10_000 + 1:02}.01.{place % 10_000:04}" for place in range(count)],
            "indicator": "ucj",
            "segment": "all",
            "as_of": as_of,
            "numerator": numerator,
            "denominator": 10,
        }
    )


def load_demo_together(url: str, start: Barrier, answer: Connection) -> None:
    """Open a store and load the demonstration at the same moment as others do."""
    start.wait()
    store = api.open_store(url)
    answer.send(api.load_demo(store))
    store.close()


def open_together(url: str, start: Barrier, answer: Connection) -> None:
    """Open a store at the same moment as others do; answers with the error or nothing."""
    start.wait()
    try:
        api.open_store(url).close()
        answer.send("")
    except Exception as error:
        answer.send(repr(error))


def import_often(url: str, start: Barrier, answer: Connection, times: int) -> None:
    """Several small imports, each of which reads before it writes; answers with their numbers."""
    store = api.open_store(url)
    start.wait()
    numbers = []
    for _ in range(times):
        with store.writing() as connection:
            number = add_import(connection, Provenance("coverage"))
            add_observations(connection, number, make_observations(5))
        numbers.append(number)
    answer.send(numbers)
    store.close()


def commit_draft(url: str, draft: api.CoverageDraft, answer: Connection) -> None:
    """Say that it starts, commit, say that it is done."""
    store = api.open_store(url)
    answer.send("ready")
    api.commit_coverage(store, draft)
    answer.send("done")
    store.close()


def load_demo_alone(url: str, answer: Connection) -> None:
    """Say that it starts, load the demonstration, say that it is done."""
    store = api.open_store(url)
    answer.send("ready")
    api.load_demo(store)
    answer.send("done")
    store.close()


def take_part(url: str, part: Part, answer: Connection) -> None:
    """Say that it starts, store the part of a country that a file brings, say that it is done."""
    store = api.open_store(url)
    answer.send("ready")
    take(store, part)
    answer.send("done")
    store.close()


def import_file(url: str, path: Path, answer: Connection) -> None:
    """Say that it starts, import a boundary file as a whole, say that it is done."""
    store = api.open_store(url)
    answer.send("ready")
    api.import_boundaries(store, path)
    answer.send("done")
    store.close()


def turn_import(url: str, number: int, answer: Connection) -> None:
    """Say that it starts, undo an import or bring it back, say that it is done."""
    store = api.open_store(url)
    answer.send("ready")
    turn = api.undo_import if api.show_import(store, number)["state"] == "committed" else api.redo_import
    turn(store, number)
    answer.send("done")
    store.close()


def hold_a_job(url: str, answer: Connection) -> None:
    """Take a job and never end it."""
    store = api.open_store(url)

    def hold(_store: api.Store, _arguments: dict[str, Any], progress: Progress) -> dict[str, Any]:
        answer.send("ready")
        while True:
            progress(1, 4, "holding")
            time.sleep(0.01)

    performs("test")(hold)
    api.Worker(store).work(stays=False)


def do_all_jobs(url: str, start: Barrier, answer: Connection) -> None:
    """Do jobs at the same time as others; answers with what was done here."""
    done: list[int] = []

    def note(_store: api.Store, arguments: dict[str, Any], _progress: Progress) -> dict[str, Any]:
        done.append(arguments["number"])
        return {}

    performs("test")(note)
    worker = api.Worker(api.open_store(url))
    start.wait()
    worker.work(stays=False)
    answer.send(done)
