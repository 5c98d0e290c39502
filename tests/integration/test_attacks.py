"""Files made to harm, and faults of our own: each costs its own import only, says so, and ends with its exit code."""

import http.server
import json
import sqlite3
import struct
import threading
import time
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from unittest import mock

import openpyxl
import pytest
from sqlalchemy import text

from tests import boundary_files as files
from tests.command import run_inside
from ucjmap import api
from ucjmap.app.shell.build_ahead import _Ahead
from ucjmap.boundaries import load_boundaries
from ucjmap.errors import BoundariesError, IntakeError, SettingsError, StoreError, UsageError
from ucjmap.intake import read_sheets
from ucjmap.intake.reading import sheets
from ucjmap.schema import no_progress
from ucjmap.settings import get_settings
from ucjmap.store import open_store
from ucjmap.web import area_routes as search_route

#: What a clean refusal of a small file may take at most, on a slow computer.
SOON_S = 20


@contextmanager
def refused(family: type[Exception], *codes: str) -> Iterator[None]:
    started = time.monotonic()
    with pytest.raises(family) as caught:
        yield
    assert getattr(caught.value, "code", None) in codes
    assert time.monotonic() - started < SOON_S


def write_cell(path: Path, *references: str) -> Path:
    """A workbook of a few kB with a figure in each of the cells."""
    book = openpyxl.Workbook()
    for reference in references:
        book.active[reference] = 7
    book.save(path)
    return path


@pytest.mark.parametrize("cell", ["ZZ1048576", "CV1048576", "XFD1048576", "Z1048576"])
def test_a_stray_cell_far_away_takes_no_gigabytes(tmp_path: Path, cell: str) -> None:
    with refused(IntakeError, "far_cells", "too_much_memory"):
        read_sheets(write_cell(tmp_path / "kecil.xlsx", "A1", cell))


def test_a_stray_cell_in_a_far_row_of_a_few_columns_is_read(tmp_path: Path) -> None:
    (sheet,) = read_sheets(write_cell(tmp_path / "kecil.xlsx", "A1", "B200000"))
    assert (sheet.cells[0][0], sheet.cells[199_999][1]) == (7, 7)


def legacy(path: Path) -> Path:
    import xlwt

    book = xlwt.Workbook()
    sheet = book.add_sheet("A")
    for row in range(200):
        for column in range(4):
            sheet.write(row, column, f"teks {row}" if column == 1 else row + column / 7)
    book.save(str(path))
    return path


def test_a_row_number_changed_in_a_legacy_workbook(tmp_path: Path) -> None:
    """Four bytes of a cell that say row 65,535 and column 65,535 have made the reader ask for all memory."""
    path = legacy(tmp_path / "lama.xls")
    content = bytearray(path.read_bytes())
    cell = content.rindex(struct.pack("<HHH", 0x0203, 14, 199))  # the last NUMBER record: row, column
    content[cell + 4 : cell + 8] = b"\xff\xff\xff\xff"
    path.write_bytes(content)
    with refused(IntakeError, "too_much_memory", "too_many_columns", "reader_failed", "damaged_file"):
        read_sheets(path)


def test_text_of_very_many_columns(tmp_path: Path) -> None:
    path = tmp_path / "lebar.csv"
    path.write_text(",".join(f"k{number}" for number in range(400_000)) + "\n" + "1," * 400_000)
    with refused(IntakeError, "too_many_columns"):
        read_sheets(path)


def test_a_field_longer_than_the_reader_of_text_expects(tmp_path: Path) -> None:
    path = tmp_path / "panjang.csv"
    path.write_text("Kode,Nama\n61.71,Pontianak\n61.72," + "x" * 300_000 + "\n")
    (sheet,) = read_sheets(path)
    assert len(str(sheet.cells[2][1])) == 300_000


def test_a_table_of_records_without_length(tmp_path: Path) -> None:
    """A .dbf of a few bytes that promises four billion records of no length."""
    path = files.good_shapefile(tmp_path)
    dbf = path.with_suffix(".dbf")
    content = bytearray(dbf.read_bytes())
    content[4:8], content[10:12] = b"\xff\xff\xff\xff", b"\0\0"
    dbf.write_bytes(content)
    with refused(BoundariesError, "truncated_dbf"):
        load_boundaries(path)


def test_many_records_without_shapes_are_counted_and_not_listed_one_by_one(tmp_path: Path) -> None:
    path = files.good_shapefile(tmp_path)
    dbf = path.with_suffix(".dbf")
    content = bytearray(dbf.read_bytes())
    start, length = struct.unpack("<HH", content[8:12])
    content[4:8] = struct.pack("<I", 60_000)
    dbf.write_bytes(bytes(content[: start + files.COUNT * length]) + b" " * (length * (60_000 - files.COUNT)))
    loaded = load_boundaries(path)
    assert len(loaded.areas) == files.COUNT
    assert len(loaded.refused) == 1_000
    assert loaded.warnings["detail"].str.contains("60000 records").any()


@contextmanager
def counting_server() -> Iterator[tuple[str, list[str]]]:
    """A server of this computer and the requests that reach it."""
    asked: list[str] = []

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(self.path)
            self.send_response(404)
            self.end_headers()

        def log_message(self, *_: object) -> None:
            pass

    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{server.server_address[1]}", asked
        server.shutdown()
        thread.join()


@pytest.mark.parametrize(
    "crs",
    [
        {"type": "link", "properties": {"href": "{url}/crs", "type": "proj4"}},
        {"type": "link", "properties": {"href": "{url}/crs.wkt", "type": "ogcwkt"}},
        {"type": "url", "properties": {"url": "{url}/crs"}},
        {"type": "name", "properties": {"name": "{url}/crs"}},
    ],
)
def test_no_request_leaves_through_a_file(tmp_path: Path, crs: dict[str, object]) -> None:
    path = files.write(files.lay_out(files.make_areas(), "big"), tmp_path, "geojson")
    with counting_server() as (url, asked):
        content = json.loads(path.read_text())
        content["crs"] = json.loads(json.dumps(crs).replace("{url}", url))
        path.write_text(json.dumps(content))
        started = time.monotonic()
        try:
            assert len(load_boundaries(path).areas) == files.COUNT
        except BoundariesError as error:
            assert error.code in ("unreadable_file", "unknown_crs")  # noqa: PT017 - either is fine, a request is not
        assert asked == []
    assert time.monotonic() - started < SOON_S


def test_a_layer_that_is_a_query_without_end(tmp_path: Path) -> None:
    path = files.write(files.lay_out(files.make_areas(), "big"), tmp_path, "gpkg")
    with sqlite3.connect(path) as connection:
        connection.execute(
            "CREATE VIEW tanpa_akhir AS WITH RECURSIVE n(fid) AS (SELECT 1 UNION ALL SELECT fid + 1 FROM n) "
            "SELECT n.fid, d.geom, d.KDEPUM FROM n, desa d"
        )
        for table, columns in (("gpkg_contents", "table_name, identifier"), ("gpkg_geometry_columns", "table_name")):
            names = [row[1] for row in connection.execute(f"PRAGMA table_info({table})")]
            values = ", ".join("'tanpa_akhir'" if name in columns else name for name in names)
            connection.execute(f"INSERT INTO {table} SELECT {values} FROM {table} WHERE table_name = 'desa'")
    connection.close()
    with refused(BoundariesError, "layer_is_query"):
        load_boundaries(path)


def test_an_archive_damaged_inside_is_refused_in_words(tmp_path: Path) -> None:
    zipped = files.write(files.lay_out(files.make_areas(), "big"), tmp_path, "zip")
    workbook = write_cell(tmp_path / "tabel.xlsx", *(f"A{row}" for row in range(1, 400)))
    for path, name in ((zipped, "desa.shp"), (workbook, "xl/worksheets/sheet1.xml")):
        content = bytearray(path.read_bytes())
        with zipfile.ZipFile(path) as archive:
            start = archive.getinfo(name).header_offset + 30 + len(name)
        content[start + 20 : start + 60] = b"\xff" * 40
        path.write_bytes(content)
    with refused(BoundariesError, "bad_archive"):
        load_boundaries(zipped)
    with refused(IntakeError, "damaged_file"):
        read_sheets(workbook)


@pytest.mark.parametrize(("error", "code"), [(MemoryError(), "out_of_memory"), (KeyError("x"), "internal_error")])
def test_a_fault_of_the_program_has_an_exit_code_of_its_own(
    tmp_path: Path, error: Exception, code: str, caplog: pytest.LogCaptureFixture
) -> None:
    url = f"sqlite:///{(tmp_path / 'a.db').as_posix()}"
    with mock.patch.object(api, "read_status", side_effect=error):
        done = run_inside("status", "--json", "--store", url)
    assert done.code == 5
    assert done.answer["error"] == code
    assert ("Traceback" in caplog.text) == (code == "internal_error")


def test_a_file_that_ends_its_reader_is_exit_code_3_and_json(tmp_path: Path) -> None:
    path = write_cell(tmp_path / "kecil.xlsx", "A1", "Z1048576")
    url = f"sqlite:///{(tmp_path / 'a.db').as_posix()}"
    done = run_inside("coverage", "import", path, "--as-of", "2025-12-31", "--json", "--store", url)
    assert done.code == 3
    assert done.answer["error"] == "too_much_memory"


@pytest.mark.parametrize(
    ("said", "error"), [("PyObject pointer is null", MemoryError), ("index out of bounds", IntakeError)]
)
def test_where_the_reader_of_workbooks_panics_for_want_of_memory_the_file_is_not_damaged(
    tmp_path: Path, said: str, error: type[Exception]
) -> None:
    """Of twenty limits of memory around the need of one file two let it end so; the others end its process."""
    path = write_cell(tmp_path / "kecil.xlsx", "A1", "B2")
    panic = type("PanicException", (BaseException,), {})
    with mock.patch.object(sheets, "_read_sheet", side_effect=panic(said)), pytest.raises(error):
        sheets._read_workbook(path, {}, no_progress)


def test_a_store_of_a_newer_version(tmp_path: Path) -> None:
    url = f"sqlite:///{(tmp_path / 'a.db').as_posix()}"
    store = open_store(url)
    with store.writing() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    store.close()
    with refused(StoreError, "store_newer"):
        open_store(url)
    assert run_inside("status", "--json", "--store", url).answer["error"] == "store_newer"


def test_a_damaged_store_says_restore_the_backup_and_no_path(tmp_path: Path) -> None:
    path = tmp_path / "a.db"
    open_store(f"sqlite:///{path.as_posix()}").close()
    content = bytearray(path.read_bytes())
    content[4096:] = b"\xff" * (len(content) - 4096)
    path.write_bytes(content)
    with pytest.raises(StoreError, match="newest backup") as caught:
        api.read_status(open_store(f"sqlite:///{path.as_posix()}"))
    assert caught.value.code == "store_damaged"
    assert str(tmp_path) not in str(caught.value)


def test_a_store_of_no_bytes_is_not_filled_anew(tmp_path: Path) -> None:
    path = tmp_path / "a.db"
    path.touch()
    with refused(StoreError, "store_emptied"):
        open_store(f"sqlite:///{path.as_posix()}")
    assert path.stat().st_size == 0


def test_a_view_is_drawn_while_another_process_writes_and_on_a_full_disk(few_file: Path, tmp_path: Path) -> None:
    path = tmp_path / "demo.db"
    path.write_bytes(few_file.read_bytes())
    store = api.open_store(f"sqlite:///{path.as_posix()}")
    with sqlite3.connect(path, isolation_level=None) as other:
        other.execute("BEGIN IMMEDIATE")
        started = time.monotonic()
        drawn = api.display_geometry(store, "61", "adm2")
        again = api.open_store(store.url)  # one that is opened meanwhile has nothing to write
        assert api.display_geometry(again, "61", "adm2").body == drawn.body
        assert time.monotonic() - started < 10
        again.close()
        other.execute("ROLLBACK")
    other.close()
    store.close()
    full = api.open_store(f"sqlite:///{path.as_posix()}")
    with full.reading() as connection:
        connection.execute(text("PRAGMA max_page_count = 1"))  # no page can be added: as on a full disk
        connection.execute(text("PRAGMA query_only = ON"))
    assert api.display_geometry(full, "62", "adm2").body
    full.close()


def test_an_import_between_version_and_body_changes_neither(few_file: Path, tmp_path: Path) -> None:
    """The body belongs to the version even where boundaries change while it is built."""
    path = tmp_path / "demo.db"
    path.write_bytes(few_file.read_bytes())
    store = api.open_store(f"sqlite:///{path.as_posix()}")
    trees = [api.area_tree(store)]

    def changed(_store: api.Store) -> object:
        trees.append(mock.Mock(name="a tree after an import"))
        return trees[-1] if len(trees) > 2 else trees[0]

    with mock.patch("ucjmap.api.areas.view_geometry.area_tree", side_effect=changed):
        display = api.display_geometry(store, "17", "adm2")
    assert len(trees) == 2  # it was looked at once
    assert api.display_geometry(store, "17", "adm2") == display
    store.close()


def test_a_search_of_a_hundred_words_costs_no_more_than_one_of_a_few(demo_store: api.Store) -> None:
    api.find_areas(demo_store, "pontianak")
    words = " ".join(f"{chr(97 + number % 26)}{chr(97 + number // 26)}" for number in range(104))
    started = time.process_time()
    api.find_areas(demo_store, words[:312])
    assert time.process_time() - started < 2


def test_searches_wait_for_each_other_and_not_for_maps() -> None:
    assert search_route._limiter().total_tokens == 2
    assert search_route._limiter() is search_route._limiter()


@pytest.mark.parametrize("address", ["javascript:alert(1)", "file:///etc/passwd", "https://", "peta.example.id"])
def test_an_address_on_paper_is_that_of_a_web_page(address: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("UCJMAP_PUBLIC_URL", address)
    get_settings.cache_clear()
    with pytest.raises(SettingsError):
        get_settings()
    monkeypatch.undo()
    get_settings.cache_clear()


def test_the_thread_that_builds_ahead_outlives_an_unexpected_error(demo_store: api.Store) -> None:
    ahead = _Ahead()
    with mock.patch.object(ahead, "build_below", side_effect=[KeyError("unforeseen"), None]) as build:
        ahead.ask(demo_store, api.MapView("61"))
        until = time.monotonic() + 10
        while build.call_count < 1 and time.monotonic() < until:
            time.sleep(0.01)
        ahead.ask(demo_store, api.MapView("17"))
        while build.call_count < 2 and time.monotonic() < until:
            time.sleep(0.01)
    assert [call.args[1].area for call in build.call_args_list] == ["61", "17"]


def test_names_of_tiles_are_not_those_of_the_next_version(demo_store: api.Store) -> None:
    version = api.tiles_version(demo_store)
    assert api.tile_names(demo_store, version)
    with (
        mock.patch("ucjmap.api.areas.tile_order.tiles_version", side_effect=[version, "later"]),
        pytest.raises(UsageError) as caught,
    ):
        api.tile_names(demo_store, version)
    assert caught.value.code == "unknown_tiles"


def test_characters_that_no_workbook_may_hold_do_not_end_a_report(few_file: Path, tmp_path: Path) -> None:
    (tmp_path / "demo.db").write_bytes(few_file.read_bytes())
    path = tmp_path / "aneh.csv"
    good = "".join(f"61.01.01.{2002 + number};Desa Anu;{number};100\n" for number in range(40))
    strange = "61.01.01.2001;Da\x0blam\x01 \ufffe=1+1;5;100\n;\x02\uffff;1;2\n"
    path.write_text(f"Kode;Nama Desa;Peserta aktif;Pekerja\n{strange}{good}", encoding="utf-8")
    done = run_inside(
        *(
            "coverage",
            "import",
            path,
            "--as-of",
            "2025-12-31",
            "--dry-run",
            "--json",
            "--report",
            tmp_path / "lap.xlsx",
        ),
        *("--store", f"sqlite:///{(tmp_path / 'demo.db').as_posix()}"),
    )
    assert done.code in (0, 1, 3)
    assert done.answer["rows"] == 42, done.answer
    assert openpyxl.load_workbook(tmp_path / "lap.xlsx").sheetnames
