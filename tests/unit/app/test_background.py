"""Work beside the page: one at a time, can be stopped, says what went wrong, leaves a file or nothing."""

import threading
from pathlib import Path

import pytest

from ucjmap.app.outreach.work import Work
from ucjmap.app.shell import background
from ucjmap.errors import UsageError
from ucjmap.schema import Progress

WAIT_S = 20


def finish(job: background.Job) -> background.Job:
    assert job.finished.wait(WAIT_S)
    return job


def test_work_leaves_its_file_and_tells_how_far_it_is() -> None:
    def make(path: Path, progress: Progress) -> None:
        progress(1, 4, "Halaman")
        path.write_text("isi")

    job = finish(background.start_job("a.txt", make))
    assert job.error is None
    assert not job.stopped.is_set()
    assert (job.fraction, job.what) == (0.25, "Halaman")
    assert job.path.read_text() == "isi"


def test_only_one_piece_of_work_runs_and_the_next_waits_its_turn() -> None:
    running, go = threading.Event(), threading.Event()

    def hold(path: Path, progress: Progress) -> None:
        running.set()
        go.wait(WAIT_S)

    first = background.start_job("a", hold)
    assert running.wait(WAIT_S)
    second = background.start_job("b", lambda path, progress: path.write_text("b"))
    assert not second.finished.wait(0.2)
    assert not second.started
    go.set()
    finish(first)
    assert finish(second).path.read_text() == "b"


def test_stopped_work_ends_where_it_reports_next() -> None:
    running, go = threading.Event(), threading.Event()

    def make(path: Path, progress: Progress) -> None:
        running.set()
        go.wait(WAIT_S)
        progress(1, 2, "")
        path.write_text("never")

    job = background.start_job("a", make)
    assert running.wait(WAIT_S)
    job.stopped.set()
    go.set()
    finish(job)
    assert job.stopped.is_set()
    assert job.error is None
    assert not job.path.exists()


def test_work_that_nobody_looks_at_ends(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(background, "ABANDONED_S", -1.0)
    job = finish(background.start_job("a", lambda path, progress: progress(0, 1, "")))
    assert job.stopped.is_set()


def test_a_refusal_and_a_fault_are_said_and_the_next_work_goes_on(caplog: pytest.LogCaptureFixture) -> None:
    def refuse(path: Path, progress: Progress) -> None:
        raise UsageError("no", "no such area")

    def fail(path: Path, progress: Progress) -> None:
        raise ZeroDivisionError

    assert getattr(finish(background.start_job("a", refuse)).error, "code", "") == "no"
    assert getattr(finish(background.start_job("a", fail)).error, "code", "") == "work_failed"
    assert "ZeroDivisionError" in caplog.text
    assert finish(background.start_job("a", lambda path, progress: path.touch())).path.exists()


def test_a_question_is_answered_or_what_went_wrong_is_said() -> None:
    def fail(progress: Progress) -> None:
        progress(3, 4, "")
        raise ZeroDivisionError

    answered, failed = Work("trips", 1, lambda progress: 42), Work("trips", 2, fail)
    for work in (answered, failed):
        work.start()
        assert work.finished.wait(WAIT_S)
    assert (answered.answer, answered.error) == (42, None)
    assert (failed.answer, failed.fraction) == (None, 0.75)
    assert failed.error is not None
    assert failed.error.hint.startswith("Choose fewer areas")
