"""Stores that tests share: an empty one, and the embedded demonstration read-only or as a copy to write to."""

import fcntl
import os
import shutil
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import hypothesis
import pytest

from tests import boundary_files, long_run
from tests.command import run_process
from ucjmap import api

_TESTS = Path(__file__).parent
_SHARED = _TESTS.parent / ".." / "shared"
#: Folders by how long their files take: with the short ones at the end no worker waits for another one.
_LONGEST_FIRST = ("browser", "integration", "property", "unit", "meta")

# The same examples on every machine and at every run: a failure is found again by whoever looks for it.
hypothesis.settings.register_profile("seeded", derandomize=True, deadline=None)
hypothesis.settings.load_profile("seeded")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--long", action="store_true", help="also what repeats a check many more times")


def pytest_configure(config: pytest.Config) -> None:
    long_run.begin(is_long=bool(config.getoption("--long")))
    # Before any test imports them: else pytest does not show what differs where these modules assert.
    pytest.register_assert_rewrite("tests.integration.places")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave the long ones out of a quick run; run what takes long first, within a folder the order stays."""
    if not config.getoption("--long"):
        left = [item for item in items if item.get_closest_marker("long")]
        config.hook.pytest_deselected(items=left)
        items[:] = [item for item in items if not item.get_closest_marker("long")]
    items.sort(key=lambda item: _LONGEST_FIRST.index(item.path.relative_to(_TESTS).parts[0]))


def sqlite_url(path: Path) -> str:
    return f"sqlite:///{path.as_posix()}"


@pytest.fixture(scope="session")
def is_long() -> bool:
    """Whether this is the long run: what repeats a check does it as often as anybody ever asked for."""
    return long_run.is_running()


@pytest.fixture(autouse=True)
def _main_module() -> Iterator[None]:
    """The main module as it was: a page that Streamlit runs in a test takes its place, and no process can start then."""
    kept = sys.modules["__main__"]
    yield
    sys.modules["__main__"] = kept


@pytest.fixture
def empty_store(tmp_path: Path) -> Iterator[api.Store]:
    """A new store with its tables and nothing in them."""
    store = api.open_store(sqlite_url(tmp_path / "empty.db"))
    yield store
    store.close()


@pytest.fixture(scope="session")
def demo_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The SQLite file of a store with the embedded demonstration; only to be copied. All workers of a run share it.

    ``ucjmap init --demo`` makes it, as an office does; what it said lies beside it (``demo.json``).
    """
    folder = tmp_path_factory.getbasetemp()
    if "PYTEST_XDIST_WORKER" in os.environ:
        folder = folder.parent  # each worker has its own folder in that of the run
    path = folder / "demo.db"
    with (folder / "demo.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)  # given back also by a worker that dies
        if not path.exists():
            made = tmp_path_factory.mktemp("demo") / "demo.db"
            done = run_process("init", "--demo", "--json", env={"UCJMAP_STORE": sqlite_url(made)})
            assert done.code == 0, done.err
            assert not made.with_name("demo.db-wal").exists(), "the last connection empties the log into the file"
            path.with_suffix(".json").write_text(done.out)
            made.rename(path)
    return path


@pytest.fixture(scope="session")
def demo_store(demo_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[api.Store]:
    """The embedded demonstration, shared by all tests: read only."""
    path = tmp_path_factory.mktemp("shared_demo") / "demo.db"
    shutil.copyfile(demo_file, path)
    store = api.open_store(sqlite_url(path))
    yield store
    store.close()


@pytest.fixture
def demo_copy(demo_file: Path, tmp_path: Path) -> Iterator[api.Store]:
    """A copy of the embedded demonstration that this test may write to."""
    path = tmp_path / "demo_copy.db"
    shutil.copyfile(demo_file, path)
    store = api.open_store(sqlite_url(path))
    yield store
    store.close()
    path.unlink()  # 70 MB that pytest would keep


@pytest.fixture(scope="module")
def kept_copy(demo_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[[], api.Store]]:
    """Function that gives a copy of the demonstration which the tests of a module share once it is written to."""
    stores: list[api.Store] = []
    folder = tmp_path_factory.mktemp("kept")

    def copy() -> api.Store:
        path = folder / f"demo{len(stores)}.db"
        shutil.copyfile(demo_file, path)
        stores.append(api.open_store(sqlite_url(path)))
        return stores[-1]

    yield copy
    for store in stores:
        store.close()
    shutil.rmtree(folder)  # 70 MB each that pytest would keep


@pytest.fixture(scope="session")
def shared_folder() -> Path:
    """Real files beside the repository, which the project does not contain."""
    if not _SHARED.is_dir():
        pytest.skip("the folder ../shared with real boundary files is not there")
    return _SHARED.resolve()


@pytest.fixture(scope="session")
def small_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The SQLite file of a store with twelve desa in two kabupaten; only to be copied."""
    folder = tmp_path_factory.mktemp("small")
    store = api.open_store(sqlite_url(folder / "small.db"))
    areas = boundary_files.write(boundary_files.lay_out(boundary_files.make_areas(), "big"), folder, "gpkg")
    assert api.import_boundaries(store, areas, edition="Uji 2025").import_id
    store.close()
    return folder / "small.db"


@pytest.fixture
def small_store(small_file: Path, tmp_path: Path) -> Iterator[api.Store]:
    """Twelve desa in two kabupaten, to write to; no counts."""
    shutil.copyfile(small_file, tmp_path / "small.db")
    store = api.open_store(sqlite_url(tmp_path / "small.db"))
    yield store
    store.close()
