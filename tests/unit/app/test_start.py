"""A start that fails says so, once, and is tried again by the next visitor."""

from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from ucjmap import api
from ucjmap.app import start
from ucjmap.errors import StoreError

MAIN = Path(start.__file__).with_name("main.py")


@pytest.fixture
def attempts(monkeypatch: pytest.MonkeyPatch) -> list[Exception]:
    """Failures of the store that the next starts meet, the last of them first."""
    failures: list[Exception] = []

    def fail() -> api.Store:
        raise failures.pop()

    monkeypatch.setattr(start, "_current", [])
    monkeypatch.setattr(start, "share_memory", lambda: None)
    monkeypatch.setattr(api, "default_store", fail)
    return failures


def test_a_fault_of_the_program_ends_the_start_with_an_error(
    attempts: list[Exception], caplog: pytest.LogCaptureFixture
) -> None:
    attempts.append(ValueError("secret path"))
    loading = start.start_loading()
    assert loading.done.wait(20)
    assert isinstance(loading.error, StoreError)
    assert "secret" not in str(loading.error)
    assert "secret path" in caplog.text


def test_the_page_shows_what_the_start_met_and_each_look_tries_once(
    attempts: list[Exception], caplog: pytest.LogCaptureFixture
) -> None:
    attempts += [ValueError("a fault"), StoreError("store_busy", "The store is busy.")]
    page = AppTest.from_file(str(MAIN), default_timeout=60).run()
    assert [error.value for error in page.error] == ["The store is busy."]
    assert len(attempts) == 1
    page.run()
    assert [error.value[:30] for error in page.error] == ["Data belum dapat disiapkan kar"]
    assert attempts == []
    assert not page.exception
