"""A store that an earlier version wrote opens with everything in it.

``store_0001.sql`` is the dump of a store with the tables of revision 0001: twelve desa in two kabupaten, three imports of
counts of which the last is undone, a target, a confirmed name and the layout of a file.
"""

import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.stores import sqlite_url
from ucjmap import api
from ucjmap.store import read_latest

_DUMP = Path(__file__).with_name("store_0001.sql")
_DESA = "61.01.01.2001"


@pytest.fixture
def old_store(tmp_path: Path) -> Iterator[api.Store]:
    """The dump, opened by the code of today."""
    path = tmp_path / "old.db"
    with sqlite3.connect(path) as database:
        database.executescript(_DUMP.read_text(encoding="utf-8"))
        assert database.execute("SELECT version_num FROM alembic_version").fetchall() == [("0001",)]
    database.close()
    store = api.open_store(sqlite_url(path))
    yield store
    store.close()


def count_at(store: api.Store, date: str) -> tuple[int, int]:
    with store.reading() as connection:
        row = read_latest(connection, "ucj", "all", date).set_index("unit_code").loc[_DESA]
    return row["numerator"], row["denominator"]


def test_everything_of_an_old_store_is_there(old_store: api.Store) -> None:
    assert (api.area_tree(old_store).areas["level"] == "adm4").sum() == 12
    assert count_at(old_store, "2025-07-01") == (5, 10)
    assert count_at(old_store, "2026-01-01") == (6, 10)
    assert [target.rate for target in api.all_targets(old_store)] == [0.55]
    names = api.export_aliases(old_store)
    assert names[["name", "code"]].to_numpy().tolist() == [["dalam kaum lama", _DESA]]
    assert names["import_id"].isna().all()
    assert len(api.known_layouts(old_store)) == 1
    assert api.list_imports(old_store)["state"].tolist() == [
        "committed",
        "undone",
        "committed",
        "committed",
        "committed",
    ]


def test_an_old_store_goes_on_as_a_new_one(old_store: api.Store, tmp_path: Path) -> None:
    path = tmp_path / "cakupan.csv"
    path.write_text("Desa;Kecamatan;Peserta aktif;Pekerja\nDalam Kaum Lama;Kecamatan 0;8;10\n", encoding="utf-8")
    draft = api.draft_coverage(old_store, path, as_of="2026-01-31", confirmed={("cakupan", 2): _DESA})
    number = api.commit_coverage(old_store, draft, created_by="RN")
    assert number == 6
    assert count_at(old_store, "2026-02-01") == (8, 10)
    api.undo_import(old_store, number)
    assert count_at(old_store, "2026-02-01") == (6, 10)
    assert api.export_aliases(old_store)["name"].tolist() == ["dalam kaum lama"]  # it came with no import to undo
    table = tmp_path / "bps.csv"
    table.write_text(f"kode_bps;kode_kemendagri\n6101010001;{_DESA}\n", encoding="utf-8")
    assert api.import_crosswalk(old_store, table).import_id == 7
    assert len(api.show_crosswalk(old_store)) == 1


def test_a_published_figure_of_an_old_store_learns_what_it_counts(tmp_path: Path) -> None:
    path = tmp_path / "old.db"
    row = "INSERT INTO published (import_id, unit_code, indicator, segment, as_of, value, source, note) VALUES "
    with sqlite3.connect(path) as database:
        database.executescript(_DUMP.read_text(encoding="utf-8"))
        for indicator in ("ucj", "bpd_registered", "bpd"):
            database.execute(f"{row} (1, '61', '{indicator}', 'all', '2025-10-10', 0.63, 'berita', '')")
    database.close()
    store = api.open_store(sqlite_url(path))
    printed = api.published_figures(store, "61").set_index("indicator")["counts"]
    assert printed.dropna().to_dict() == {"ucj": "people", "bpd_registered": "desa"}
    assert "bpd" in printed.index
    store.close()
