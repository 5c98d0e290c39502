"""Stores for commands, by their address."""

import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from tests.command import Finished, close_store, run_inside


@dataclass(frozen=True)
class Store:
    """A store as the command line knows it: by its address."""

    path: Path

    @property
    def url(self) -> str:
        return f"sqlite:///{self.path.as_posix()}"

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
def demo(demo_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """The embedded demonstration in a store that the tests of one module share."""
    path = tmp_path_factory.mktemp("cli") / "demo.db"
    shutil.copyfile(demo_file, path)
    store = Store(path)
    yield store
    close_store(store.url)
    path.unlink()  # 70 MB that pytest would keep
