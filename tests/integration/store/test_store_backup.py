"""A backup is one file, whole and checked; a restore is all of it or nothing."""

import shutil
import sqlite3
import threading
from contextlib import closing
from pathlib import Path

import pytest

from tests import postgresql
from tests.command import Finished, close_store, run_inside
from tests.integration.store.lived_in import everything, rows_of, work_in
from tests.stores import sqlite_url
from ucjmap import api

OLD_STORE = Path(__file__).parents[1] / "store_0001.sql"


def run(command: str, file: Path, url: str, *more: str) -> Finished:
    return run_inside("store", command, file, "--json", "--store", url, *more)


@pytest.fixture
def backup(small_store: api.Store, tmp_path: Path) -> Path:
    """The backup of a store with rows in all tables."""
    work_in(small_store, tmp_path)
    file = tmp_path / "backup" / "b.db"
    done = run("backup", file, small_store.url)
    assert done.code == 0, done.err
    assert done.answer == {"file": str(file), "bytes": file.stat().st_size}
    assert [path.name for path in file.parent.iterdir()] == ["b.db"]
    return file


def content_of(url: str) -> object:
    store = api.open_store(url)
    try:
        return everything(store)
    finally:
        store.close()


def test_new_store_gets_all_of_a_backup(small_store: api.Store, backup: Path, tmp_path: Path) -> None:
    kept, url = backup.read_bytes(), sqlite_url(tmp_path / "new.db")
    assert run("restore", backup, url).answer == {"restored": str(backup)}
    assert content_of(url) == everything(small_store)
    assert backup.read_bytes() == kept


def test_backup_serves_both_databases(
    small_store: api.Store, backup: Path, tmp_path: Path, postgresql_server: str
) -> None:
    with postgresql.database(postgresql_server) as url:
        assert run("restore", backup, url).code == 0
        second = tmp_path / "second.db"
        assert run("backup", second, url).code == 0
        close_store(url)
        assert content_of(sqlite_url(second)) == content_of(url) == everything(small_store)


def test_backup_is_of_one_moment_while_others_write(small_store: api.Store, tmp_path: Path) -> None:
    before, out = everything(small_store), tmp_path / "b.db"
    written = threading.Event()

    def write() -> None:
        api.begin_story(small_store, "Sementara")
        written.set()

    def write_once(_done: int, _total: int, _what: str) -> None:
        if not written.is_set():
            other = threading.Thread(target=write)
            other.start()
            assert written.wait(60), "a backup keeps nobody from writing"
            other.join()

    api.write_backup(small_store, out, progress=write_once)
    assert written.is_set()
    assert content_of(sqlite_url(out)) == before
    assert everything(small_store) != before


def test_store_with_data_is_replaced_only_if_that_is_said(backup: Path, demo_copy: api.Store) -> None:
    before = rows_of(demo_copy)
    done = run("restore", backup, demo_copy.url)
    assert (done.code, done.answer["error"]) == (4, "store_not_empty")
    assert rows_of(demo_copy) == before
    assert run("restore", backup, demo_copy.url, "--replace").code == 0
    assert everything(demo_copy) == content_of(sqlite_url(backup))


def test_cancelled_restore_leaves_the_store_as_it_was(backup: Path, demo_copy: api.Store) -> None:
    before = rows_of(demo_copy)

    def cancel(done: int, total: int, _what: str) -> None:
        if done == total:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        api.restore_backup(backup, demo_copy.url, replace=True, progress=cancel)
    assert rows_of(demo_copy) == before


@pytest.mark.parametrize("content", [b"", b"no database" * 1000], ids=["emptied", "overwritten"])
def test_damaged_store_is_replaced_and_kept(backup: Path, tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "damaged.db"
    path.write_bytes(content)
    url = sqlite_url(path)
    done = run("restore", backup, url)
    assert (done.code, path.read_bytes()) == (4, content)
    assert run("restore", backup, url, "--replace").code == 0
    assert content_of(url) == content_of(sqlite_url(backup))
    assert (tmp_path / "damaged.db.damaged").read_bytes() == content


def _cut(path: Path) -> None:
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])


def _spoil(path: Path) -> None:
    content = bytearray(path.read_bytes())
    content[len(content) // 2 : len(content) // 2 + 9000] = b"\xff" * 9000
    path.write_bytes(content)


def _orphan(path: Path) -> None:
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("DELETE FROM imports WHERE id = 1")
        connection.commit()


def _add_trigger(path: Path) -> None:
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("CREATE TRIGGER t AFTER DELETE ON imports BEGIN DELETE FROM units; END")


def _other_database(path: Path) -> None:
    path.unlink()
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("CREATE TABLE other (id integer)")


BAD = {
    "backup_damaged": [_cut, _spoil, _orphan, lambda path: path.write_bytes(b"text" * 500)],
    "not_a_backup": [_add_trigger, _other_database],
    "no_backup": [Path.unlink],
}


@pytest.mark.parametrize(("code", "spoil"), [(code, spoil) for code, ways in BAD.items() for spoil in ways])
def test_bad_backup_is_refused_before_anything_is_written(
    code: str, spoil: object, small_file: Path, tmp_path: Path
) -> None:
    bad, path = tmp_path / "bad.db", tmp_path / "store.db"
    for copy in (bad, path):
        shutil.copyfile(small_file, copy)
    kept = path.read_bytes()
    spoil(bad)  # type: ignore[operator]
    done = run("restore", bad, sqlite_url(path), "--replace")
    assert (done.code, done.answer["error"]) == (4, code), done.err
    assert path.read_bytes() == kept
    assert [each.name for each in tmp_path.glob("*.damaged")] == []


def test_backup_of_an_older_version_is_brought_up_to_date(tmp_path: Path) -> None:
    old, url = tmp_path / "old.db", sqlite_url(tmp_path / "new.db")
    with closing(sqlite3.connect(old)) as connection:
        connection.executescript(OLD_STORE.read_text(encoding="utf-8"))
    kept = old.read_bytes()
    assert run("restore", old, url).code == 0
    assert old.read_bytes() == kept
    store = api.open_store(url)
    assert (api.area_tree(store).areas["level"] == "adm4").sum() == 12
    store.close()


@pytest.mark.sqlite
def test_backup_over_the_store_itself_is_refused(small_store: api.Store) -> None:
    path = Path(small_store.url.removeprefix("sqlite:///"))
    done = run("backup", path, small_store.url)
    assert (done.code, done.answer["error"]) == (4, "backup_is_store")
    assert api.check_store(small_store.url) == []
