"""Stores for commands, by their address."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from tests.command import Finished, close_store, run_inside
from tests.stores import Stores


@dataclass(frozen=True)
class Store:
    """A store as the command line knows it: by its address."""

    url: str

    def run(self, *arguments: object) -> Finished:
        """A command on this store, inside this process."""
        return run_inside(*arguments, "--store", self.url)

    def answer(self, *arguments: object) -> dict[str, Any]:
        """The JSON of a command that ends well."""
        done = self.run(*arguments, "--json")
        assert done.code == 0, done.err
        return done.answer

    def seen(self) -> list[dict[str, Any]]:
        """What a script sees of the store: status, figures, history."""
        asked = (["status"], ["values", "--area", "61.01.01"], ["imports", "list"])
        return [self.answer(*each) for each in asked]


@pytest.fixture(scope="module")
def demo(stores: Stores, few_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """The demonstration of four provinces in a store that the tests of one module share."""
    yield from _share_copy(stores, few_file, tmp_path_factory)


@pytest.fixture(scope="module")
def whole_demo(stores: Stores, demo_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """The whole demonstration in a store that the tests of one module share; for what few provinces do not show."""
    yield from _share_copy(stores, demo_file, tmp_path_factory)


def _share_copy(stores: Stores, file: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    with stores.copy_of(file, tmp_path_factory.mktemp("cli")) as url:
        yield Store(url)
        close_store(url)
