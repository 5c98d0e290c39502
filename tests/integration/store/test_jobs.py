"""The queue of long work: done once, by one, whoever asks and whoever dies."""

import multiprocessing
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text

from tests import postgresql
from tests import store_processes as work
from tests.command import PROJECT, run_inside
from ucjmap import api
from ucjmap.access import READER
from ucjmap.api.jobs import working
from ucjmap.errors import StoreError, UsageError
from ucjmap.schema import Progress
from ucjmap.store import claim_job, drop_files, end_job, fetch_file, find_file, hear_of, keep_file, take_lease
from ucjmap.words import say_error

WAIT_S = 60
Performed = list[dict[str, Any]]


@pytest.fixture
def performed(monkeypatch: pytest.MonkeyPatch) -> Performed:
    """What the jobs of the kind ``test`` were done with."""
    done: Performed = []

    def perform(_store: api.Store, arguments: dict[str, Any], _progress: Progress) -> dict[str, Any]:
        done.append(arguments)
        return {"length": len(done)}

    monkeypatch.setitem(working._performers, "test", perform)
    return done


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(working, "_TELLS_EVERY_S", 0.02)


def ask(store: api.Store, number: int = 0) -> int:
    return api.ask_job(store, "test", {"number": number}, asked_by="AB")


def state(store: api.Store, number: int) -> tuple[str, int]:
    job = api.look_at_job(store, number)
    return job.state, job.tries


def wait_until(is_so: Callable[[], bool]) -> None:
    deadline = time.monotonic() + WAIT_S
    while not is_so():
        assert time.monotonic() < deadline
        time.sleep(0.01)


def test_the_same_is_done_once(empty_store: api.Store, performed: Performed) -> None:
    first, again, other = ask(empty_store), ask(empty_store), ask(empty_store, 1)
    assert first == again != other
    assert api.Worker(empty_store).work(stays=False) == 2
    assert performed == [{"number": 0}, {"number": 1}]
    job = api.look_at_job(empty_store, first)
    assert (job.state, job.fraction, job.result, job.error) == ("done", 1.0, {"length": 1}, None)
    assert (job.kind, job.asked_by, api.error_of(job)) == ("test", "AB", None)
    assert job.asked_at <= str(job.started_at) <= str(job.ended_at)
    assert ask(empty_store) not in (first, other), "what is over is done anew"


def test_each_job_is_done_by_one_of_several_processes(empty_store: api.Store) -> None:
    numbers = list(range(30))
    for number in numbers:
        ask(empty_store, number)
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["tests.store_processes"])
    start, pairs = context.Barrier(2), []
    for _ in range(2):
        here, there = context.Pipe(duplex=False)
        process = context.Process(target=work.do_all_jobs, args=(empty_store.url, start, there))
        process.start()
        there.close()
        pairs.append((process, here))
    done = []
    for process, here in pairs:
        assert here.poll(WAIT_S)
        done.append(here.recv())
        process.join(WAIT_S)
    assert sorted(done[0] + done[1]) == numbers
    assert {job.state for job in api.list_jobs(empty_store)} == {"done"}


def test_what_a_killed_process_did_is_done_anew(empty_store: api.Store, performed: Performed, quick: None) -> None:
    number = ask(empty_store)
    context = multiprocessing.get_context("forkserver")
    here, there = context.Pipe(duplex=False)
    process = context.Process(target=work.hold_a_job, args=(empty_store.url, there))
    process.start()
    assert here.poll(WAIT_S)
    wait_until(lambda: api.look_at_job(empty_store, number).fraction == 0.25)
    assert api.Worker(empty_store).work(stays=False) == 0, "whoever does it lives"
    process.kill()
    process.join(WAIT_S)
    assert api.Worker(empty_store).work(stays=False) == 1
    assert (state(empty_store, number), performed) == (("done", 2), [{"number": 0}])


def test_worker_of_another_machine_is_dead_after_its_lease(empty_store: api.Store, performed: Performed) -> None:
    number = ask(empty_store)
    with empty_store.noting() as connection:
        lost = claim_job(connection, "elsewhere:1:ab", ["test"])
    assert lost
    assert api.Worker(empty_store).work(stays=False) == 0
    assert api.Worker(empty_store, lease_s=-1).work(stays=False) == 1
    with empty_store.noting() as connection:
        assert not hear_of(connection, lost, 0.5, ""), "it has to stop"
        assert not end_job(connection, lost, "failed")
    assert state(empty_store, number) == ("done", 2)


def test_work_that_kills_its_worker_is_given_up(empty_store: api.Store) -> None:
    number = ask(empty_store)
    for place in range(3):
        with empty_store.noting() as connection:
            assert claim_job(connection, f"elsewhere:1:{place}", ["test"], lease_s=-1)
    with empty_store.noting() as connection:
        assert claim_job(connection, "elsewhere:1:3", ["test"], lease_s=-1) is None
    error = api.error_of(api.look_at_job(empty_store, number))
    assert error
    assert error.code == "worker_died"
    assert "ended" in say_error("en", error)


@pytest.fixture
def holding(monkeypatch: pytest.MonkeyPatch, quick: None) -> threading.Event:
    """Set once a job of the kind ``test`` runs, which goes on until it is stopped."""
    began = threading.Event()

    def hold(_store: api.Store, _arguments: dict[str, Any], progress: Progress) -> dict[str, Any]:
        while True:
            progress(1, 2, "Desa [satu]")
            began.set()
            time.sleep(0.005)

    monkeypatch.setitem(working._performers, "test", hold)
    return began


@pytest.fixture
def worker(empty_store: api.Store) -> Iterator[api.Worker]:
    """A worker in a thread, which ends with the test."""
    worker = api.Worker(empty_store)
    thread = threading.Thread(target=worker.work)
    thread.start()
    yield worker
    worker.ending.set()
    worker.wake()
    thread.join(WAIT_S)
    assert not thread.is_alive()


def test_cancelled_job_ends_at_its_next_step(
    empty_store: api.Store, holding: threading.Event, worker: api.Worker
) -> None:
    running, waiting = ask(empty_store), ask(empty_store, 1)
    worker.wake()
    assert holding.wait(WAIT_S)
    wait_until(lambda: api.look_at_job(empty_store, running).words == "Desa [satu]")
    for number in (waiting, running):
        api.cancel_job(empty_store, number)
    wait_until(lambda: state(empty_store, running)[0] == "cancelled")
    assert state(empty_store, waiting) == ("cancelled", 0)
    with pytest.raises(UsageError, match="over"):
        api.cancel_job(empty_store, running)
    with pytest.raises(UsageError, match="no job"):
        api.cancel_job(empty_store, 99)


def test_worker_that_has_to_end_hands_its_job_back(empty_store: api.Store, holding: threading.Event) -> None:
    number = ask(empty_store)
    api.start_worker(empty_store)
    api.work_soon(empty_store)
    assert holding.wait(WAIT_S)
    api.stop_worker(empty_store)
    assert state(empty_store, number) == ("waiting", 0)
    assert api.look_at_job(empty_store, number).ended_at is None


def test_failure_is_told_to_who_asked(empty_store: api.Store, monkeypatch: pytest.MonkeyPatch) -> None:
    errors = [StoreError("no_room", "No room in {folder}.", "Make some.", folder=Path("/srv")), KeyError("secret")]

    def fail(_store: api.Store, _arguments: dict[str, Any], _progress: Progress) -> dict[str, Any]:
        raise errors.pop(0)

    monkeypatch.setitem(working._performers, "test", fail)
    numbers = [ask(empty_store, number) for number in range(2)]
    assert api.Worker(empty_store).work(stays=False) == 2
    known, fault = (api.error_of(api.look_at_job(empty_store, number)) for number in numbers)
    assert isinstance(known, StoreError)
    assert (known.code, str(known)) == ("no_room", "No room in /srv. Make some.")
    assert fault
    assert fault.code == "work_failed"
    assert "secret" not in str(fault)


def test_reader_may_ask_and_too_many_are_refused(empty_store: api.Store) -> None:
    reader = api.store_for(empty_store, READER)
    for number in range(200):
        ask(reader, number)
    with pytest.raises(StoreError) as refused:
        ask(reader, 200)
    assert refused.value.code == "queue_full"


def test_queue_goes_on_beside_an_import_on_postgresql(postgresql_server: str, performed: Performed) -> None:
    with postgresql.database(postgresql_server) as url:
        store = api.open_store(url)
        with store.writing() as connection:
            connection.execute(text("DELETE FROM imports"))
            number = ask(store)
            assert api.Worker(store).work(stays=False) == 1
            assert state(store, number) == ("done", 1)
        store.close()


def test_one_holds_a_lease_until_it_ends(empty_store: api.Store) -> None:
    def take(holder: str, seconds: float) -> bool:
        with empty_store.noting() as connection:
            return take_lease(connection, "mail", holder, seconds)

    assert [take("a", 60), take("b", 60), take("a", -1), take("b", 60), take("a", 60)] == [
        True,
        False,
        True,
        True,
        False,
    ]


def test_old_jobs_are_forgotten_by_one_worker(empty_store: api.Store, performed: Performed) -> None:
    ask(empty_store)
    assert api.Worker(empty_store).work(stays=False) == 1
    with empty_store.noting() as connection:
        connection.execute(text("UPDATE jobs SET ended_at = '2025-01-01T00:00:00+00:00'"))
    number = ask(empty_store, 1)
    idle = api.Worker(empty_store)
    thread = threading.Thread(target=idle.work)
    thread.start()
    wait_until(lambda: [job.id for job in api.list_jobs(empty_store)] == [number])
    idle.ending.set()
    idle.wake()
    thread.join(WAIT_S)


def test_files_in_the_store_come_back_whole(empty_store: api.Store, tmp_path: Path) -> None:
    content = bytes(range(256)) * 10_000
    (tmp_path / "a").write_bytes(content)
    with empty_store.noting() as connection:
        keep_file(connection, "x_1", tmp_path / "a")
        number = keep_file(connection, "x_1", tmp_path / "a")
        keep_file(connection, "xy1", tmp_path / "a")
        assert find_file(connection, "x_1") == number
    with empty_store.reading() as connection:
        assert fetch_file(connection, number, tmp_path / "b")
        assert not fetch_file(connection, 99, tmp_path / "c")
    assert (tmp_path / "b").read_bytes() == content
    with empty_store.noting() as connection:
        connection.execute(text("DELETE FROM file_chunks WHERE place = 1"))
    with pytest.raises(StoreError) as damaged, empty_store.reading() as connection:
        fetch_file(connection, number, tmp_path / "b")
    assert damaged.value.code == "file_damaged"
    with empty_store.noting() as connection:
        drop_files(connection, "x_")
        assert (find_file(connection, "x_1"), find_file(connection, "xy1") is not None) == (None, True)


def test_commands_of_the_queue(small_store: api.Store) -> None:
    def run(*arguments: object) -> Any:
        return run_inside("jobs", *arguments, "--json", "--store", small_store.url).answer

    version = api.tiles_version(small_store)
    wanted = [api.ask_job(small_store, "tiles", {"version": each}) for each in ("old", version)]
    assert [(job["id"], job["state"]) for job in run("list")["jobs"]] == [
        (wanted[1], "waiting"),
        (wanted[0], "waiting"),
    ]
    assert run("cancel", wanted[0]) == {"cancelled": wanted[0]}
    assert run("cancel", 99)["error"] == "no_such_job"
    assert run("work", "--drain") == {"done": 1}
    assert run("list")["jobs"][0]["result"]["areas"] == 12
    assert api.tiles_path(small_store).exists()
    assert run_inside("jobs", "list", "--store", small_store.url).code == 0


def test_command_that_works_ends_when_it_is_told(empty_store: api.Store) -> None:
    command = [sys.executable, "-m", "ucjmap", "jobs", "work", "--json", "--store", empty_store.url]
    process = subprocess.Popen(command, cwd=PROJECT, stdout=subprocess.PIPE, text=True)

    def has_begun() -> bool:
        assert process.poll() is None
        with empty_store.reading() as connection:
            return bool(connection.scalar(text("SELECT count(*) FROM leases")))

    wait_until(has_begun)
    process.send_signal(signal.SIGTERM)
    out, _ = process.communicate(timeout=WAIT_S)
    assert (process.returncode, out) == (0, '{"done": 0}\n')
