"""The interface for programs on the demonstration, asked inside this process."""

from collections.abc import Iterator

import pytest
from starlette.applications import Starlette

from tests.interface_client import Ask, app_on, asker
from ucjmap import api


@pytest.fixture
def app(demo_store: api.Store, monkeypatch: pytest.MonkeyPatch) -> Iterator[Starlette]:
    yield from app_on(demo_store, monkeypatch)


@pytest.fixture
def copied_app(demo_copy: api.Store, monkeypatch: pytest.MonkeyPatch) -> Iterator[Starlette]:
    """The same on a copy of four provinces that the test may write to."""
    yield from app_on(demo_copy, monkeypatch)


@pytest.fixture
def empty_app(empty_store: api.Store, monkeypatch: pytest.MonkeyPatch) -> Iterator[Starlette]:
    """The same on a store with nothing in it."""
    yield from app_on(empty_store, monkeypatch)


@pytest.fixture
def ask(app: Starlette) -> Ask:
    """Function that asks for a path with parameters; underscores of their names stand for hyphens."""
    return asker(app)
