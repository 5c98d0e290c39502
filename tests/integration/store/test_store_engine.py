"""Opening a store, its schema, and one transaction for each write."""

import threading
from pathlib import Path

import pandas as pd
import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import inspect, select, text

from tests.store_processes import make_observations
from ucjmap.errors import StoreError
from ucjmap.store import (
    Provenance,
    Store,
    add_import,
    add_observations,
    count_imports,
    open_store,
    read_current,
    redo_import,
    store_bytes,
    undo_import,
)
from ucjmap.store.tables import metadata, observations


def import_rows(store: Store, rows: pd.DataFrame) -> int:
    with store.writing() as connection:
        number = add_import(connection, Provenance("coverage"))
        add_observations(connection, number, rows)
    return number


def test_the_migrations_make_the_tables_of_the_code(empty_store: Store) -> None:
    with empty_store.reading() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True, "compare_server_default": True})
        assert compare_metadata(context, metadata) == []
        assert set(inspect(connection).get_table_names()) == {*metadata.tables, "alembic_version"}


@pytest.mark.sqlite
def test_foreign_keys_and_full_syncing_are_on(empty_store: Store) -> None:
    with empty_store.reading() as connection:
        facts = {
            key: connection.scalar(text(f"PRAGMA {key}"))
            for key in ("foreign_keys", "journal_mode", "synchronous", "journal_size_limit")
        }
    # A large import leaves a log of no more than this behind.
    assert facts == {"foreign_keys": 1, "journal_mode": "wal", "synchronous": 2, "journal_size_limit": 64 * 2**20}
    with pytest.raises(StoreError), empty_store.writing() as connection:
        add_observations(connection, 99, make_observations(1))


def test_opening_again_keeps_what_is_there(empty_store: Store) -> None:
    import_rows(empty_store, make_observations(3))
    again = open_store(empty_store.url)
    with again.reading() as connection:
        assert len(read_current(connection)) == 3
    again.close()


def test_threads_open_stores_at_the_same_time(tmp_path: Path) -> None:
    opened: list[Store] = []
    urls = [f"sqlite:///{(tmp_path / name).as_posix()}.db" for name in "abcaabbc"]
    threads = [threading.Thread(target=lambda url=url: opened.append(open_store(url))) for url in urls]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(store.url for store in opened) == sorted(urls)
    for store in opened:
        store.close()


def test_a_new_folder_is_made_for_the_file(tmp_path: Path) -> None:
    path = tmp_path / "a folder" / "ünder" / "new.db"
    open_store(f"sqlite:///{path.as_posix()}").close()
    assert path.exists()


@pytest.mark.parametrize(
    "url",
    ["", "no address", "sqlite://nowhere/x", "oracle://a/b", "mystery+driver://a", "sqlite:////proc/nowhere/new.db"],
)
def test_an_address_that_cannot_be_used_is_named(url: str) -> None:
    with pytest.raises(StoreError) as caught:
        open_store(url)
    assert "UCJMAP_STORE" in str(caught.value) or "disk" in str(caught.value)


def test_a_file_that_is_no_store_is_refused_and_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "letter.db"
    path.write_bytes(b"Dengan hormat, bersama ini kami sampaikan " * 30)
    before = path.read_bytes()
    with pytest.raises(StoreError):
        open_store(f"sqlite:///{path.as_posix()}")
    assert path.read_bytes() == before


def test_a_password_is_in_no_message() -> None:
    with pytest.raises(StoreError) as caught:
        open_store("mystery+driver://user:geheim@host/base")
    assert "geheim" not in str(caught.value)


def test_an_exception_leaves_nothing_of_the_write(empty_store: Store) -> None:
    def write_and_fail() -> None:
        with empty_store.writing() as connection:
            number = add_import(connection, Provenance("coverage"))
            add_observations(connection, number, make_observations(100))
            raise RuntimeError("the row after these is bad")

    before = empty_store.revision()
    with pytest.raises(RuntimeError, match="the row after these"):
        write_and_fail()
    with empty_store.reading() as connection:
        assert count_imports(connection) == 0
        assert connection.scalar(select(observations.c.unit_code)) is None
    assert empty_store.revision() == before


def test_a_reader_sees_one_state_while_another_writes(empty_store: Store) -> None:
    import_rows(empty_store, make_observations(5))
    with empty_store.reading() as reader:
        assert len(read_current(reader)) == 5
        import_rows(empty_store, make_observations(9, as_of="2026-01-31"))
        assert len(read_current(reader)) == 5
        assert count_imports(reader) == 1
    with empty_store.reading() as reader:
        assert len(read_current(reader)) == 14


def test_what_is_not_finished_is_not_seen(empty_store: Store) -> None:
    with empty_store.writing() as writer:
        add_observations(writer, add_import(writer, Provenance("coverage")), make_observations(5))
        with empty_store.reading() as reader:
            assert read_current(reader).empty
    with empty_store.reading() as reader:
        assert len(read_current(reader)) == 5


def test_the_second_writer_waits_for_the_first(empty_store: Store) -> None:
    inside, seen = threading.Event(), []

    def write_second() -> None:
        inside.wait()
        with empty_store.writing() as connection:
            seen.append(count_imports(connection))
            add_import(connection, Provenance("coverage", note="second"))

    second = threading.Thread(target=write_second)
    second.start()
    with empty_store.writing() as connection:
        add_import(connection, Provenance("coverage", note="first"))
        inside.set()
        second.join(timeout=0.2)
        assert second.is_alive()
        assert seen == []
    second.join(timeout=120)
    assert seen == [1]
    with empty_store.reading() as connection:
        assert count_imports(connection) == 2


def test_the_revision_grows_with_every_import_undo_and_redo(empty_store: Store) -> None:
    revisions = [empty_store.revision()]
    first = import_rows(empty_store, make_observations(1))
    revisions.append(empty_store.revision())
    second = import_rows(empty_store, make_observations(1))
    revisions.append(empty_store.revision())
    for number in (first, second):
        with empty_store.writing() as connection:
            undo_import(connection, number)
        revisions.append(empty_store.revision())
    for turn in (redo_import, undo_import, redo_import):
        with empty_store.writing() as connection:
            turn(connection, first)
        revisions.append(empty_store.revision())
    assert revisions == sorted(set(revisions))
    assert empty_store.revision() == revisions[-1]


def test_the_size_grows_with_what_is_stored(empty_store: Store) -> None:
    with empty_store.reading() as connection:
        before = store_bytes(connection)
    import_rows(empty_store, make_observations(5000))
    with empty_store.reading() as connection:
        assert store_bytes(connection) > before > 0
