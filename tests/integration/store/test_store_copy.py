"""A store is moved with its history from one database to another: all of it, or nothing."""

import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pandas as pd
import pytest
from sqlalchemy import inspect

from tests import postgresql
from tests.command import close_store, run_inside
from tests.integration.store.lived_in import everything, rows_of, work_in
from tests.stores import sqlite_url
from ucjmap import api
from ucjmap.errors import StoreError
from ucjmap.store.engine import connect_store

DISTRICT = "61.01.01"


@pytest.fixture
def database(postgresql_server: str) -> Iterator[str]:
    with postgresql.database(postgresql_server) as url:
        yield url
        close_store(url)


def copy(source: str, target: str) -> dict[str, object]:
    done = run_inside("store", "copy", source, target, "--json")
    assert done.code == 0, done.err
    return done.answer


def exported(store: api.Store, folder: Path) -> list[bytes]:
    """What an office gets out of a store: tables and a layer of areas, the history, names, notes, stories."""
    files = []
    for level, name in (("adm2", "a.csv"), ("adm4", "b.csv"), ("adm4", "c.geojson")):
        api.export_areas(store, folder / name, code="61", level=level, lang="id")
        files.append((folder / name).read_bytes())
    tables = [api.list_imports(store), api.export_aliases(store), api.read_follow_up(store, "61").history]
    return files + [table.to_json().encode() for table in tables] + [repr(api.list_stories(store)).encode()]


def test_all_of_a_store_comes_back_from_postgresql(small_store: api.Store, tmp_path: Path, database: str) -> None:
    undone = work_in(small_store, tmp_path)
    before, files = everything(small_store), exported(small_store, tmp_path)
    answer = copy(small_store.url, database)
    assert answer["rows"] == sum(rows_of(small_store).values())
    there = api.open_store(database)
    assert (everything(there), exported(there, tmp_path)) == (before, files)
    back = sqlite_url(tmp_path / "back.db")
    assert copy(database, back)["tables"] == answer["tables"]
    here = api.open_store(back)
    assert (everything(here), exported(here, tmp_path)) == (before, files)
    for store in (there, here):
        api.redo_import(store, undone)
        api.undo_import(store, undone)
        assert len(api.list_imports(store)) == rows_of(small_store)["imports"]
        store.close()


@pytest.mark.long
def test_demonstration_moves_with_undo(demo_file: Path, tmp_path: Path, database: str) -> None:
    path = tmp_path / "demo.db"
    shutil.copyfile(demo_file, path)
    source = api.open_store(sqlite_url(path))
    table = tmp_path / "satu.csv"
    desa = api.area_values(source, DISTRICT, "adm4", "ucj").units["numerator"].dropna().index[0]

    def commit(store: api.Store, count: int) -> int:
        table.write_text(f"kode;indikator;pembilang;penyebut\n{desa};ucj;{count};400\n", encoding="utf-8")
        number = api.commit_coverage(store, api.draft_coverage(store, table, as_of="2026-01-31"))
        assert number is not None
        return number

    def registered(store: api.Store) -> float:
        values = api.area_values(store, DISTRICT, "adm4", "ucj", as_of="2026-01-31")
        return float(values.units.loc[desa, "numerator"])

    first = registered(source)
    numbers = [commit(source, 111), commit(source, 222)]
    api.undo_import(source, numbers[-1])
    files = exported(source, tmp_path)
    copy(source.url, database)
    copy(database, sqlite_url(tmp_path / "back.db"))
    for url in (database, sqlite_url(tmp_path / "back.db")):
        store = api.open_store(url)
        assert exported(store, tmp_path) == files
        assert registered(store) == 111
        api.redo_import(store, numbers[-1])
        assert registered(store) == 222
        assert commit(store, 333) == numbers[-1] + 1, "numbers go on"
        for number in (numbers[-1] + 1, *reversed(numbers)):
            api.undo_import(store, number)
        assert registered(store) == first
        store.close()
    source.close()


def test_what_is_written_meanwhile_is_not_copied(small_store: api.Store, tmp_path: Path) -> None:
    seen = everything(small_store)

    def write(done: int, _total: int, _what: str) -> None:
        if not api.list_stories(small_store):
            api.begin_story(small_store, "Sementara")

    target = sqlite_url(tmp_path / "copy.db")
    api.copy_store(small_store, target, progress=write)
    assert api.list_stories(small_store)
    copied = api.open_store(target)
    assert everything(copied) == seen
    copied.close()


def test_store_with_data_is_refused(small_store: api.Store, demo_copy: api.Store) -> None:
    before = rows_of(demo_copy)
    done = run_inside("store", "copy", small_store.url, demo_copy.url, "--json")
    assert (done.code, done.answer["error"]) == (4, "store_not_empty")
    assert rows_of(demo_copy) == before
    assert run_inside("store", "copy", small_store.url, small_store.url, "--json").answer["error"] == "store_not_empty"


def test_slip_in_the_name_makes_no_store(tmp_path: Path) -> None:
    source, target = tmp_path / "slip.db", tmp_path / "new.db"
    done = run_inside("store", "copy", sqlite_url(source), sqlite_url(target), "--json")
    assert (done.code, done.answer["error"]) == (4, "no_store")
    assert run_inside("store", "copy", "slip", sqlite_url(target), "--json").answer["error"] == "bad_store_url"
    assert list(tmp_path.iterdir()) == []


def cancel_late(done: int, total: int, _what: str) -> None:
    if 2 * done > total:
        raise KeyboardInterrupt


def test_cancelled_copy_leaves_no_file(small_store: api.Store, tmp_path: Path) -> None:
    with pytest.raises(KeyboardInterrupt):
        api.copy_store(small_store, sqlite_url(tmp_path / "new" / "copy.db"), progress=cancel_late)
    assert list((tmp_path / "new").iterdir()) == []


def test_cancelled_copy_leaves_no_tables(small_store: api.Store, database: str) -> None:
    with pytest.raises(KeyboardInterrupt):
        api.copy_store(small_store, database, progress=cancel_late)
    target = connect_store(database)
    with target.reading() as connection:
        assert inspect(connection).get_table_names() == []
    target.close()


@pytest.mark.sqlite
def test_copy_that_differs_is_not_kept(small_store: api.Store, empty_store: api.Store) -> None:
    with closing(sqlite3.connect(empty_store.url.removeprefix("sqlite:///"))) as other:
        other.execute(
            "CREATE TRIGGER spoil AFTER INSERT ON units WHEN new.level = 'adm4'"
            " BEGIN UPDATE units SET name = 'x' WHERE code = new.code; END"
        )
    with pytest.raises(StoreError, match="units") as raised:
        api.copy_store(small_store, empty_store.url)
    assert raised.value.code == "copy_differs"
    assert set(rows_of(empty_store).values()) == {0}


@pytest.mark.sqlite
def test_order_of_rows_is_no_difference(small_store: api.Store, tmp_path: Path) -> None:
    path = tmp_path / "turned.db"
    shutil.copyfile(small_store.url.removeprefix("sqlite:///"), path)
    with closing(sqlite3.connect(path)) as other:
        rows = other.execute("SELECT * FROM outlines ORDER BY code DESC").fetchall()
        other.execute("DELETE FROM outlines")
        other.executemany(f"INSERT INTO outlines VALUES ({', '.join('?' * len(rows[0]))})", rows)
        other.commit()
    turned = api.open_store(sqlite_url(path))
    copies = [
        api.copy_store(each, sqlite_url(tmp_path / f"{name}.db")) for name, each in (("a", small_store), ("b", turned))
    ]
    assert copies[0] == copies[1]
    assert pd.DataFrame(copies[0]).set_index("name").loc["outlines", "rows"] > 1
    turned.close()
