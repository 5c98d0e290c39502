"""The store on PostgreSQL: the same figures as on SQLite, the same undo, writers in turn and readers of one state."""

import threading
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pandas as pd
import pytest
from sqlalchemy import text

from tests import postgresql
from tests.stores import sqlite_url
from ucjmap import api
from ucjmap.codes import Level

VIEWS = [
    ("00", "adm1", "ucj", "all"),
    ("61", "adm2", "ucj", "bpu"),
    ("61", "adm4", "aparat_registered", "all"),
    ("17", "adm3", "bpd", "all"),
]


@pytest.fixture(scope="module")
def url(postgresql_server: str) -> Iterator[str]:
    """A database of its own, dropped at the end."""
    with postgresql.database(postgresql_server) as url:
        yield url


@pytest.fixture(scope="module")
def store(few_file: Path, url: str) -> Iterator[api.Store]:
    """The demonstration of four provinces."""
    with closing(api.open_store(sqlite_url(few_file))) as few:
        api.copy_store(few, url)
    with closing(api.open_store(url)) as opened:
        yield opened


def assert_figures_are_those(
    ours: api.Store, theirs: api.Store, area: str, level: Level, indicator: str, segment: str
) -> None:
    one, other = (api.area_values(each, area, level, indicator, segment=segment).units for each in (ours, theirs))
    pd.testing.assert_frame_equal(one, other)
    assert one["denominator"].sum() > 0


@pytest.mark.parametrize("view", VIEWS)
def test_figures_are_those_of_sqlite(
    store: api.Store, kept_copy: Callable[[], api.Store], view: tuple[str, Level, str, str]
) -> None:
    assert_figures_are_those(store, kept_copy(), *view)


@pytest.mark.long
def test_demonstration_is_loaded_as_into_sqlite(postgresql_server: str, demo_store: api.Store) -> None:
    with postgresql.database(postgresql_server) as url, closing(api.open_store(url)) as loaded:
        assert api.load_demo(loaded)
        assert not api.load_demo(loaded)
        for view in VIEWS:
            assert_figures_are_those(loaded, demo_store, *view)


def test_what_is_undone_counts_no_more(store: api.Store, tmp_path: Path) -> None:
    def registered() -> pd.Series:
        units = api.area_values(store, "61.03.01", "adm4", "aparat_registered").units
        return units.loc[units["denominator"] == 1, "numerator"]

    before = registered()
    code = before.index[0]
    table = tmp_path / "aparat.csv"
    table.write_text(f"Kode;Aparat Terdaftar\n{code};{'Belum' if before[code] else 'Sudah'}\n", encoding="utf-8")
    number = api.commit_coverage(store, api.draft_coverage(store, table, as_of="2026-01-31"), created_by="AB")
    assert number is not None
    assert registered()[code] == 1 - before[code]
    api.undo_import(store, number)
    pd.testing.assert_series_equal(registered(), before)


def test_writers_take_turns_and_a_reader_sees_one_state(store: api.Store, url: str) -> None:
    count = text("SELECT count(*) FROM imports")
    add = text("INSERT INTO notes_of_test SELECT count(*) FROM notes_of_test")
    with store.writing() as connection:
        connection.execute(text("CREATE TABLE notes_of_test (number integer)"))

    def write() -> None:
        other = api.open_store(url)
        with other.writing() as connection:
            connection.execute(add)
        other.close()

    with store.reading() as connection:
        before = connection.execute(count).scalar_one()
        writers = [threading.Thread(target=write) for _ in range(4)]
        for writer in writers:
            writer.start()
        for writer in writers:
            writer.join()
        seen = connection.execute(text("SELECT count(*) FROM notes_of_test")).scalar_one()
        assert (connection.execute(count).scalar_one(), seen) == (before, 0)
    with store.reading() as connection:
        numbers = connection.execute(text("SELECT number FROM notes_of_test ORDER BY number")).scalars().all()
    assert list(numbers) == [0, 1, 2, 3]
