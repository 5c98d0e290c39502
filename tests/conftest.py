"""Stores that tests share: an empty one, and the embedded demonstration read-only or as a copy to write to."""

import fcntl
import functools
import gc
import itertools
import os
import shutil
import sqlite3
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing
from pathlib import Path

import hypothesis
import pytest
from streamlit.components.v2 import manifest_scanner

from tests import app_server, boundary_files, long_run, postgresql
from tests.command import run_process
from tests.stores import Stores, sqlite_url
from ucjmap import api
from ucjmap.codes import COUNTRY
from ucjmap.settings import get_settings

_TESTS = Path(__file__).parent
_SHARED = _TESTS.parent / ".." / "shared"
#: Folders by how long their files take: with the short ones at the end no worker waits for another one.
_LONGEST_FIRST = ("browser", "integration", "property", "unit", "meta")

#: Provinces of the small demonstration: three with figures, one with the register alone.
FEW_PROVINCES = ("16", "17", "61", "62")
_BY_PROVINCE = {
    **dict.fromkeys(("units", "outlines", "scopes"), "province_code"),
    **dict.fromkeys(("observations", "published", "targets"), "substr(unit_code, 1, 2)"),
}

# The same examples on every machine and at every run: a failure is found again by whoever looks for it.
hypothesis.settings.register_profile("seeded", derandomize=True, deadline=None)
hypothesis.settings.load_profile("seeded")

# A worker holds stores, plans and drawings of hundreds of tests: looking through all of them for circles every 700 new
# objects took an eighth of the run. Files and connections close where their tests close them.
gc.set_threshold(50_000, 20, 50)
# Each run of a page in a test asks all installed packages whether they have a component; that does not change meanwhile.
manifest_scanner.scan_component_manifests = functools.cache(manifest_scanner.scan_component_manifests)


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--long", action="store_true", help="also what repeats a check many more times")
    parser.addoption("--store", choices=("sqlite", "postgresql"), default="sqlite", help="where stores of tests are")


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
    if config.getoption("--store") != "sqlite":
        of_a_file = pytest.mark.skip(reason="it is about the file of an SQLite store")
        for item in items:
            if item.get_closest_marker("sqlite"):
                item.add_marker(of_a_file)
    items.sort(key=lambda item: _LONGEST_FIRST.index(item.path.relative_to(_TESTS).parts[0]))


@pytest.hookimpl(trylast=True)
def pytest_sessionfinish(session: pytest.Session) -> None:
    """The run itself loads this file alone, its workers those of the folders too: so it stands here."""
    if not hasattr(session.config, "workerinput"):
        app_server.stop_shared(session.config._tmp_path_factory.getbasetemp())  # type: ignore[attr-defined]


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


@pytest.fixture(scope="session")
def postgresql_server(tmp_path_factory: pytest.TempPathFactory) -> str:
    """Address of a PostgreSQL that all workers of a run share; each test makes databases of its own there."""
    if postgresql.programs() is None:
        pytest.skip("PostgreSQL is not installed")
    return app_server.share(_folder_of_run(tmp_path_factory), "postgresql", postgresql.begin)


def _folder_of_run(tmp_path_factory: pytest.TempPathFactory) -> Path:
    own = tmp_path_factory.getbasetemp()
    return own.parent if "PYTEST_XDIST_WORKER" in os.environ else own  # each worker has its own in that of the run


@pytest.fixture(scope="session")
def stores(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Stores:
    """Makes the stores of the tests, where ``--store`` says."""
    is_file = request.config.getoption("--store") == "sqlite"
    if is_file:
        return Stores(_folder_of_run(tmp_path_factory), None)
    server = str(request.getfixturevalue("postgresql_server"))
    # Tiles of a store on a server lie in the project by default.
    os.environ["UCJMAP_TILES"] = (tmp_path_factory.mktemp("tiles") / "tiles").as_posix()
    get_settings.cache_clear()
    return Stores(_folder_of_run(tmp_path_factory), server)


@pytest.fixture
def empty_store(stores: Stores, tmp_path: Path) -> Iterator[api.Store]:
    """A new store with its tables and nothing in them."""
    with stores.new(tmp_path, "empty") as url, closing(api.open_store(url)) as store:
        yield store


@pytest.fixture(scope="session")
def demo_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The SQLite file of a store with the embedded demonstration; only to be copied. All workers of a run share it.

    ``ucjmap init --demo`` makes it, as an office does; what it said lies beside it (``demo.json``).
    """
    folder = _folder_of_run(tmp_path_factory)
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
def demo_store(stores: Stores, demo_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[api.Store]:
    """The embedded demonstration, shared by all tests: read only."""
    yield from _open_copy(stores, demo_file, tmp_path_factory.mktemp("shared_demo"))


@pytest.fixture(scope="session")
def few_file(demo_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The demonstration of four provinces, one of them without figures; only to be copied.

    A store is read whole by the first question that it is asked: this one has a tenth of the areas.
    """
    path = tmp_path_factory.mktemp("few") / "few.db"
    shutil.copyfile(demo_file, path)
    kept = ", ".join(f"'{code}'" for code in (COUNTRY, *FEW_PROVINCES))
    with closing(sqlite3.connect(path)) as connection:
        for table, code in _BY_PROVINCE.items():
            connection.execute(f"DELETE FROM {table} WHERE {code} NOT IN ({kept})")
        connection.commit()
        connection.execute("VACUUM")
    return path


@pytest.fixture
def demo_copy(stores: Stores, few_file: Path, tmp_path: Path) -> Iterator[api.Store]:
    """A copy of the demonstration of four provinces that this test may write to."""
    yield from _open_copy(stores, few_file, tmp_path)


@pytest.fixture
def whole_copy(stores: Stores, demo_file: Path, tmp_path: Path) -> Iterator[api.Store]:
    """A copy of the whole demonstration that this test may write to; for what few provinces do not show."""
    yield from _open_copy(stores, demo_file, tmp_path)


def _open_copy(stores: Stores, file: Path, folder: Path) -> Iterator[api.Store]:
    with stores.copy_of(file, folder, "demo_copy") as url, closing(api.open_store(url)) as store:
        yield store


@pytest.fixture(scope="module")
def kept_copy(
    stores: Stores, few_file: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Callable[[], api.Store]]:
    """Function that gives a copy of four provinces which the tests of a module share once it is written to."""
    with ExitStack() as stack:
        folder = tmp_path_factory.mktemp("kept")
        number = itertools.count()

        def copy() -> api.Store:
            url = stack.enter_context(stores.copy_of(few_file, folder, f"demo{next(number)}"))
            return stack.enter_context(closing(api.open_store(url)))

        yield copy


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
def small_store(stores: Stores, small_file: Path, tmp_path: Path) -> Iterator[api.Store]:
    """Twelve desa in two kabupaten, to write to; no counts."""
    with stores.copy_of(small_file, tmp_path, "small") as url, closing(api.open_store(url)) as store:
        yield store
