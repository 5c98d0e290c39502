"""A damaged store is told: each kind of damage by its own word, and a whole one as whole."""

import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import text

from tests import postgresql
from tests.command import Finished, run_inside
from tests.integration.store.lived_in import work_in
from tests.stores import sqlite_url
from ucjmap import api

DAMAGES = {
    "an import is gone": ("orphan_rows", "DELETE FROM imports WHERE id = 2"),
    "an edition is gone": ("orphan_rows", "DELETE FROM editions WHERE id = 2"),
    "what an entry takes back is gone": ("orphan_rows", "UPDATE follow_ups SET withdraws = 99"),
    "a state that is none": ("unknown_state", "UPDATE imports SET state = 'half' WHERE id = 1"),
    "an outcome that is none": ("unreadable_text", "UPDATE imports SET outcome = '{' WHERE id = 2"),
    "an outline without its end": ("unreadable_shapes", "UPDATE units SET geometry = substr(geometry, 1, 20)"),
    "an outline in force is gone": ("outlines_differ", "DELETE FROM outlines WHERE level = 'adm2'"),
    "an outline in force of another file": ("outlines_differ", "UPDATE outlines SET edition_id = 1"),
    "an area is gone": ("outlines_differ", "DELETE FROM units WHERE code = '61.02.01.2006'"),
    "what was put together is gone": ("joins_missing", "DELETE FROM joins"),
    "a column is gone": ("schema_differs", "ALTER TABLE imports DROP COLUMN note"),
    "an index is gone": ("schema_differs", "DROP INDEX ix_observations_import_id"),
    "of an older version": ("schema_outdated", "UPDATE alembic_version SET version_num = '0007'"),
}


def check(url: str) -> Finished:
    return run_inside("store", "check", "--json", "--lang", "en", "--store", url)


def faults(url: str) -> list[str]:
    done = check(url)
    assert done.code == 4
    assert done.answer["whole"] is False
    assert all("{" not in fault["message"].removesuffix("{") for fault in done.answer["faults"])
    return [fault["key"] for fault in done.answer["faults"]]


@pytest.fixture
def path(small_file: Path, tmp_path: Path) -> Path:
    """The file of a store with rows in all tables."""
    path = tmp_path / "worked_with.db"
    shutil.copyfile(small_file, path)
    with closing(api.open_store(sqlite_url(path))) as store:
        work_in(store, tmp_path)
    return path


def damage(path: Path, *statements: str) -> None:
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        for statement in statements:
            connection.execute(statement)


def test_store_that_was_worked_with_is_whole_until_it_is_damaged(path: Path) -> None:
    url = sqlite_url(path)
    kept = path.read_bytes()
    assert check(url).answer == {"whole": True, "faults": []}
    assert check(url).code == 0
    for key, statement in DAMAGES.values():
        damage(path, statement)
        assert key in faults(url), statement
        for part in path.parent.glob(f"{path.name}-*"):
            part.unlink()
        path.write_bytes(kept)


def test_damaged_pages_are_told(path: Path) -> None:
    url = sqlite_url(path)
    content = bytearray(path.read_bytes())
    content[len(content) // 2 : len(content) // 2 + 9000] = b"\xff" * 9000
    path.write_bytes(content)
    done = check(url)
    assert done.code == 4
    assert "database_damaged" in done.out or done.answer["error"] == "store_damaged"
    path.write_bytes(b"no database at all" * 100)
    assert check(url).answer["error"] == "store_damaged"


def test_slip_in_the_name_makes_no_store(tmp_path: Path) -> None:
    done = check(sqlite_url(tmp_path / "slip.db"))
    assert (done.code, done.answer["error"]) == (4, "no_store")
    assert list(tmp_path.iterdir()) == []


def test_demonstration_is_whole(demo_copy: api.Store) -> None:
    """It has areas without a file of their own: those of other provinces were taken out."""
    assert check(demo_copy.url).answer == {"whole": True, "faults": []}


def test_numbers_of_postgresql_that_are_taken_are_told(path: Path, postgresql_server: str) -> None:
    with postgresql.database(postgresql_server) as url:
        source = api.open_store(sqlite_url(path))
        api.copy_store(source, url)
        source.close()
        assert check(url).answer == {"whole": True, "faults": []}
        store = api.open_store(url)
        with store.writing() as connection:
            connection.execute(text("SELECT setval('imports_id_seq', 1)"))
        store.close()
        assert faults(url) == ["numbers_behind"]
