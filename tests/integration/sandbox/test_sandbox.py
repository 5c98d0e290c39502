"""A process of its own for each file: what comes back, what it may not do, and how it ends."""

import dataclasses
import datetime as dt
import json
import os
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pandas as pd
import psutil
import pytest

from tests.integration.sandbox import reading_work as work
from ucjmap.errors import IntakeError, UCJMapError
from ucjmap.sandbox import Limits, folders, isolated, limits_for, processes, running
from ucjmap.sandbox.messages import decode, encode

LIMITS = Limits(memory_mb=400, seconds=2, disk_mb=8)
#: For a process that loads the libraries first.
LOADING = dataclasses.replace(LIMITS, memory_mb=2000, seconds=60)
needs_linux = pytest.mark.skipif(sys.platform != "linux", reason="limits of the system are those of Linux")


def run(function: Callable[..., Any], *args: Any, limits: Limits = LIMITS, **kwargs: Any) -> Any:
    read = isolated(function, lambda value: value, family=IntakeError, limits=lambda _path: limits)
    return read(Path("kiriman.xlsx"), *args, **kwargs)


@pytest.fixture
def temporary(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A folder that stands in for the system's temporary one; nothing may be left in it."""
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    yield tmp_path
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    "value",
    [
        None,
        [1, 1.5, True, "teks \ud800", None],
        {"a": [{"b": dt.date(2025, 12, 31)}], "moment": dt.datetime(2025, 1, 2, 3, 4, 5)},
        b"\0bytes",
        10**30,
        float("inf"),
    ],
)
def test_plain_values_come_back_as_they_were(value: Any) -> None:
    assert run(work.give_back, value) == value


def test_frames_come_back_as_they_were() -> None:
    made, back = work.make_frames(Path()), run(work.make_frames)
    pd.testing.assert_frame_equal(back["areas"], made["areas"])
    pd.testing.assert_frame_equal(back["lines"], made["lines"])
    assert back["areas"].crs == made["areas"].crs
    assert back["areas"]["code"][1] is None
    assert (back["none"], back["day"], back["bytes"]) == (None, dt.date(2025, 1, 31), b"\0\xff")


def test_an_object_is_no_answer() -> None:
    with pytest.raises(TypeError):
        encode({"value": object()})
    with pytest.raises(ValueError, match=r".+"):
        decode(b"\0\0\0\0\0\0\0\1{")


@pytest.mark.usefixtures("temporary")
def test_an_error_that_the_user_can_mend_arrives_whole() -> None:
    with pytest.raises(IntakeError) as raised:
        run(work.refuse)
    assert (raised.value.code, str(raised.value)) == ("bad", "The file kiriman.xlsx is empty.")


@needs_linux
@pytest.mark.usefixtures("temporary")
@pytest.mark.parametrize(
    ("function", "code"),
    [
        (work.fill_memory, "too_much_memory"),
        (work.fill_memory_of_a_library, "too_much_memory"),
        (work.hang_without_memory, "too_much_memory"),
        (work.never_end, "too_much_time"),
        (work.fill_disk, "too_much_disk"),
        (work.die, "reader_failed"),
        (work.crash, "reader_failed"),
    ],
)
def test_whatever_happens_to_the_reader_is_a_refusal(function: Callable[..., Any], code: str) -> None:
    started = time.monotonic()
    with pytest.raises(IntakeError) as raised:
        run(function)
    assert raised.value.code == code
    assert "kiriman.xlsx" in str(raised.value)
    assert time.monotonic() - started < 20
    assert run(work.give_back, 1) == 1


def test_one_that_waits_for_ever_is_ended_by_the_clock() -> None:
    with pytest.raises(IntakeError) as raised:
        run(work.sleep_for_ever, limits=dataclasses.replace(LIMITS, seconds=0))
    assert raised.value.code == "too_much_time"


@needs_linux
def test_neither_network_nor_programs_nor_other_processes_are_in_reach() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server, subprocess.Popen(["sleep", "60"]) as other:
        tried = run(work.try_what_is_forbidden, server.getsockname()[1], other.pid)
        assert other.poll() is None
        other.kill()
    assert tried == dict.fromkeys(("connect", "start", "signal"), "PermissionError")


def test_files_that_come_and_go_while_the_folder_is_looked_at(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(running, "_LOOK_EVERY_S", 0.001)
    assert run(work.write_and_delete, limits=dataclasses.replace(LIMITS, seconds=20)) == "done"


@pytest.mark.usefixtures("temporary")
def test_what_it_leaves_behind_is_deleted() -> None:
    assert not Path(run(work.leave_a_file)).exists()


def test_progress_is_told_and_may_cancel() -> None:
    told: list[tuple[int, int, str]] = []
    assert run(work.tell_progress, progress=lambda *steps: told.append(steps)) == "done"
    assert told == [(step, 3, f"step {step}") for step in range(3)]

    def cancel(*_steps: object) -> None:
        raise KeyboardInterrupt

    before = _children()
    with pytest.raises(KeyboardInterrupt):
        run(work.tell_progress, progress=cancel)
    assert _children() <= before


def _children() -> set[int]:
    return {each.pid for each in psutil.Process().children(recursive=True)}


def test_many_at_once_do_not_get_each_others_answers() -> None:
    answers: dict[int, Any] = {}

    def ask(number: int) -> None:
        answers[number] = run(work.give_back, number)

    threads = [threading.Thread(target=ask, args=(number,)) for number in range(12)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert answers == {number: number for number in range(12)}


@needs_linux
def test_a_server_that_was_killed_is_started_anew() -> None:
    assert run(work.give_back, 1) == 1
    for child in psutil.Process().children():
        if "forkserver" in " ".join(child.cmdline()):
            child.kill()
            child.wait()
    assert run(work.give_back, 2) == 2


@needs_linux
def test_nothing_is_left_running_when_the_program_is_killed(tmp_path: Path) -> None:
    program = (
        "from pathlib import Path\n"
        "from tests.integration.sandbox import reading_work as work\n"
        "from ucjmap.errors import IntakeError\n"
        "from ucjmap.sandbox import Limits, isolated\n"
        "read = isolated(work.sleep_for_ever, str, family=IntakeError, limits=lambda _: Limits(400, 60, 8))\n"
        "read(Path('kiriman.xlsx'))\n"
    )
    with subprocess.Popen(
        [sys.executable, "-c", program],
        env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path), "TMPDIR": str(tmp_path)},
    ) as running:
        family = _wait_for_reader(running.pid)
        running.kill()
    _, alive = psutil.wait_procs(family, timeout=10)
    assert not alive


def _wait_for_reader(pid: int) -> list[psutil.Process]:
    until = time.monotonic() + 30
    while time.monotonic() < until:
        family = psutil.Process(pid).children(recursive=True)
        if len(family) == 2 and family[1].status() == psutil.STATUS_SLEEPING:
            return family
        time.sleep(0.05)
    raise AssertionError("no reader was started")


def test_limits_follow_the_size_of_the_file(tmp_path: Path) -> None:
    small, large = tmp_path / "kecil.xlsx", tmp_path / "besar.gpkg"
    small.write_bytes(b"PK")
    with large.open("wb") as sink:
        sink.truncate(300 * 2**20)
    assert limits_for(small).memory_mb < limits_for(large).memory_mb == 4096
    assert limits_for(small).seconds < limits_for(large).seconds == 600
    assert limits_for(tmp_path / "none.csv") == limits_for(small)


def test_an_error_of_a_family_that_does_not_exist_is_an_error_all_the_same() -> None:
    from ucjmap.sandbox.running import _error_of

    told = {"family": "N_", "code": "x", "message": "m", "hint": "", "details": {}}
    assert type(_error_of(json.dumps(told).encode())) is UCJMapError


def test_where_there_is_no_safe_fork_each_file_has_a_process_of_its_own(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(processes, "_FORKS", False)
    made, back = work.make_frames(Path()), run(work.make_frames, limits=LOADING)
    pd.testing.assert_frame_equal(back["areas"], made["areas"])
    with pytest.raises(IntakeError) as raised:
        run(work.die, limits=LOADING)
    assert raised.value.code == "reader_failed"


def test_folders_of_programs_that_were_killed_are_deleted(temporary: Path) -> None:
    with subprocess.Popen(["true"]) as ended:
        ended.wait()
    yesterday = time.time() - 90_000
    names = {
        "dead": f"ucjmap-reading-{ended.pid}-abc",
        "young": f"ucjmap-reading-{ended.pid}-young",
        "alive": f"ucjmap-reading-{os.getpid()}-abc",
        "other": "somebody-elses",
    }
    for name in names.values():
        (temporary / name).mkdir()
        (temporary / name / "isi").touch()
        os.utime(temporary / name, (time.time(), yesterday if name != names["young"] else time.time()))
    folders._remove_abandoned.cache_clear()
    run(work.give_back, 1)
    left = {each.name for each in temporary.iterdir()}
    assert left == {names["young"], names["alive"], names["other"]}
    for name in left:
        (temporary / name / "isi").unlink()
        (temporary / name).rmdir()
