"""While the process ends nothing new is begun, and what runs is known."""

import threading

import pytest

from ucjmap import api
from ucjmap.app.shell import background
from ucjmap.errors import StoreError
from ucjmap.operation import Loading, ending, find_hindrance, is_ending


@pytest.fixture
def _at_the_end(monkeypatch: pytest.MonkeyPatch) -> None:
    begun = threading.Event()
    begun.set()
    monkeypatch.setattr(ending._ending, "begun", begun)


@pytest.mark.usefixtures("_at_the_end")
def test_nothing_new_is_begun() -> None:
    assert is_ending()
    job = background.start_job("a.txt", lambda path, progress: path.write_text("never"))
    assert job.finished.wait(20)
    assert isinstance(job.error, StoreError)
    assert job.error.code == "ending"
    assert not job.path.exists()
    loaded = Loading()
    loaded.done.set()
    assert getattr(find_hindrance(loaded), "code", "") == "ending"


def test_what_runs_is_known_until_it_has_ended() -> None:
    running, go = threading.Event(), threading.Event()

    def hold(*_: object) -> None:
        running.set()
        go.wait(20)

    before = len(ending._ending.running)
    job = background.start_job("a.txt", hold)
    assert running.wait(20)
    assert len(ending._ending.running) == before + 1
    go.set()
    assert job.finished.wait(20)
    assert len(ending._ending.running) == before
    assert api.wait_for_imports(0)
