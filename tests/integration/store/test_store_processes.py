"""Several processes on one store, and processes that are killed: a store is as before or as after, never between."""

import multiprocessing
import os
import random
import signal
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from multiprocessing.connection import Connection
from multiprocessing.context import ForkServerContext
from multiprocessing.process import BaseProcess
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import func, select, text

from tests import store_processes as work
from tests.stores import Stores
from ucjmap import api
from ucjmap.store import Store, count_imports, open_store, read_current
from ucjmap.store.dialects import integrity_errors
from ucjmap.store.tables import editions, observations, units

PATIENCE = 120
KILLS_OF_A_COMMIT = {False: 10, True: 50}  # in the long run
KILLS_OF_A_FIRST_START = 4


@pytest.fixture(scope="module")
def processes() -> ForkServerContext:
    """Processes that start at once, because one that has loaded the libraries gives birth to them."""
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["tests.store_processes"])
    return context


def run_together(processes: ForkServerContext, target: Callable[..., None], url: str, *more: object) -> list[Any]:
    """What two processes answer that do the same to one store at the same time."""
    start, pairs, running = processes.Barrier(2), [], []
    for _ in range(2):
        here, there = processes.Pipe(duplex=False)
        process = processes.Process(target=target, args=(url, start, there, *more))
        process.start()
        there.close()
        pairs.append(here)
        running.append(process)
    try:
        assert all(here.poll(PATIENCE) for here in pairs)
        return [here.recv() for here in pairs]
    finally:
        for process in running:
            process.join(PATIENCE)
            process.kill()


def start(processes: ForkServerContext, target: Callable[..., None], *args: object) -> tuple[BaseProcess, Connection]:
    """A process that has opened its store and now begins to write."""
    here, there = processes.Pipe(duplex=False)
    process = processes.Process(target=target, args=(*args, there))
    process.start()
    there.close()
    assert here.poll(PATIENCE)
    assert here.recv() == "ready"
    return process, here


def kill_after(process: BaseProcess, seconds: float) -> None:
    process.join(seconds)
    if process.pid and process.is_alive():
        os.kill(process.pid, signal.SIGKILL)
    process.join(PATIENCE)


def has_said_done(answers: Connection) -> bool:
    """Whether a process that is no more had said that its write was done."""
    try:
        return answers.recv() == "done"
    except EOFError:
        return False


def state_of(url: str) -> tuple[int, int, int, int]:
    """Imports, observations, editions and areas of a store that is sound."""
    store = open_store(url)
    with store.reading() as connection:
        assert integrity_errors(connection) == []
        if connection.dialect.name == "sqlite":
            assert connection.execute(text("PRAGMA foreign_key_check")).all() == []
        tables = (observations, editions, units)
        counts = [int(connection.scalar(select(func.count()).select_from(table)) or 0) for table in tables]
        found = (count_imports(connection), *counts)
    store.close()
    return found


@pytest.fixture
def new_url(stores: Stores, tmp_path: Path) -> Iterator[str]:
    """Address of a store that nobody has opened yet."""
    with stores.new(tmp_path) as url:
        yield url


@pytest.mark.parametrize("attempt", range(8))
def test_processes_that_open_a_new_store_at_once(processes: ForkServerContext, new_url: str, attempt: int) -> None:
    assert run_together(processes, work.open_together, new_url) == ["", ""]
    assert state_of(new_url) == (0, 0, 0, 0)


def test_processes_that_start_at_once_load_the_demonstration_once(
    processes: ForkServerContext, new_url: str, demo_store: Store
) -> None:
    assert sorted(run_together(processes, work.load_demo_together, new_url)) == [False, True]
    assert state_of(new_url) == state_of(demo_store.url)


def test_no_import_of_two_writers_is_lost(processes: ForkServerContext, new_url: str) -> None:
    open_store(new_url).close()
    first, second = run_together(processes, work.import_often, new_url, 10)
    assert sorted(first + second) == list(range(1, 21))
    assert state_of(new_url) == (20, 100, 0, 0)


@pytest.fixture
def large_draft(small_store: Store, tmp_path: Path) -> api.CoverageDraft:
    """A draft that would store 30,000 counts."""
    table = tmp_path / "cakupan.csv"
    table.write_text("kode;indikator;pembilang;penyebut;tanggal\n61.01.01.2001;ucj;5;10;2025-12-31\n")
    draft = api.draft_coverage(small_store, table, as_of="2025-12-31")
    assert draft.counts()["new"] == 1
    changes = work.make_observations(30_000).assign(change="new")
    return replace(draft, observations=changes, changes=changes)


def recounted(draft: api.CoverageDraft, number: int) -> api.CoverageDraft:
    """The draft with other denominators: what is stored already would not be stored again."""
    observations = draft.observations.assign(denominator=draft.observations["denominator"] + number)
    return replace(draft, observations=observations, changes=observations)


def test_a_commit_that_is_killed_is_in_the_store_as_a_whole_or_not_at_all(
    processes: ForkServerContext, small_store: Store, large_draft: api.CoverageDraft, is_long: bool
) -> None:
    url, kills = small_store.url, KILLS_OF_A_COMMIT[is_long]
    before = state_of(url)
    process, answers = start(processes, work.commit_draft, url, large_draft)
    began = time.monotonic()
    assert answers.poll(PATIENCE)
    duration = time.monotonic() - began
    process.join(PATIENCE)
    after = state_of(url)
    assert after[:2] == (before[0] + 1, before[1] + 30_000)
    chance = random.Random(20251031)
    seen = []
    for number in range(1, kills + 1):
        start_of_round = state_of(url)
        process, answers = start(processes, work.commit_draft, url, recounted(large_draft, number))
        kill_after(process, chance.uniform(0, 1.1 * duration))
        found = state_of(url)
        seen.append(found != start_of_round)
        assert found in (start_of_round, (start_of_round[0] + 1, start_of_round[1] + 30_000, *start_of_round[2:]))
        assert seen[-1] or not has_said_done(answers)
    assert not all(seen), "no kill came before the end: nothing was tested"
    api.commit_coverage(small_store, recounted(large_draft, kills + 1))
    with small_store.reading() as connection:
        assert len(read_current(connection)) == 30_000


def test_a_first_start_that_is_killed_begins_anew(processes: ForkServerContext, new_url: str) -> None:
    chance = random.Random(17)
    for _ in range(KILLS_OF_A_FIRST_START):
        process, answers = start(processes, work.load_demo_alone, new_url)
        kill_after(process, chance.uniform(0.1, 1.5))
        assert not has_said_done(answers)
        assert state_of(new_url) == (0, 0, 0, 0)
