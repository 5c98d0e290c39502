"""A person loads a messy workbook: corrects a column, confirms two desa, looks, stores, sees the map change, undoes."""

import re
import shutil
from collections.abc import Callable
from functools import cache
from pathlib import Path

import openpyxl
import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.browser.conftest import PROJECT, WAIT_MS, DemoApp, MapView, Visit, give_file, settle
from ucjmap import api

#: Names of kecamatan Matan Hilir Utara as an office wrote them; two of them could be either of two desa.
ROWS = (
    ("Sungai Putri", 12, 11),
    ("Tanjung Baik Budi", 9, 9),
    ("Tolak", 10, 3),
    ("Satong", 11, 0),
)
DISTRICT = "61.04.01"
CODES = ("61.04.01.2011", "61.04.01.2012", "61.04.01.2013", "61.04.01.2014")


@pytest.fixture(scope="module")
def store_url(demo_file: Path, tmp_path_factory: pytest.TempPathFactory, is_long: bool) -> str:
    """A store that holds the demonstration; in the long run a new one, which the app fills at its first start."""
    path = tmp_path_factory.mktemp("store") / "ucjmap.db"
    if not is_long:
        shutil.copyfile(demo_file, path)
    return f"sqlite:///{path.as_posix()}"


@pytest.fixture(scope="module")
def app_url(start_app: Callable[..., str], store_url: str, chromium: Browser) -> str:
    """The app once the map is there: where the store is new it loads the demonstration while somebody waits."""
    url = start_app(PROJECT / "streamlit_app.py", env={"UCJMAP_STORE": store_url})
    context = chromium.new_context()
    page = context.new_page()
    page.goto(url)
    expect(page.locator("iframe[title='streamlit_folium.st_folium']")).to_be_visible(timeout=3 * WAIT_MS)
    context.close()
    return url


@pytest.fixture
def workbook(tmp_path: Path) -> Path:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet
    sheet.title = "Rekap"
    sheet["A1"] = "REKAPITULASI KEPESERTAAN APARAT DESA"
    sheet["A2"] = "KABUPATEN KETAPANG PROVINSI KALIMANTAN BARAT"
    sheet.merge_cells("A1:F1")
    sheet.merge_cells("A2:F2")
    sheet.append([])
    sheet.append(["No", "Kecamatan", "Nama Desa", "Jumlah Aparat", "Ikut", "Ket."])
    for number, (name, everybody, registered) in enumerate(ROWS, 1):
        sheet.append([number, "Matan Hilir Utara" if number == 1 else None, name, everybody, registered, None])
    sheet.append([None, "JUMLAH", None, sum(row[1] for row in ROWS), sum(row[2] for row in ROWS), None])
    path = tmp_path / "rekap <b> ketapang.xlsx"
    book.save(path)
    return path


def choose(page: Page, label: str | re.Pattern[str], text: str) -> None:
    """Choose the option ``text`` of a select box, as a person who types does."""
    box = page.get_by_role("combobox", name=label)
    box.click()
    box.fill(text)
    page.get_by_role("option", name=text, exact=True).first.click()


def go_on(page: Page, step: int) -> None:
    """Press the button of this very step: the one of the step before may still be fading from the page."""
    button = page.locator(f".st-key-next-{step} button")
    expect(button).to_have_count(1, timeout=WAIT_MS)  # while a page is replaced the button may stand there twice
    button.click()


def fill_first_step(page: Page, workbook: Path) -> None:
    give_file(page, page.locator("input[type=file]").first, workbook)
    expect(page.get_by_role("button", name=f"Remove {workbook.name}")).to_be_visible(timeout=WAIT_MS)
    page.get_by_label("Sumber").first.fill("Dinas PMD Ketapang")
    page.get_by_test_id("stDateInput").first.get_by_role("spinbutton").first.click()
    page.keyboard.type("31012026")
    page.keyboard.press("Escape")
    page.get_by_role("button", name="Lanjut").first.click()


def open_tab(page: Page, name: str) -> Locator:
    """Click a tab; gives its panel."""
    page.get_by_role("tab", name=name).click()
    panel = page.get_by_role("tabpanel", name=name)
    expect(panel).to_be_visible()
    return panel


def write_lines(path: Path, *lines: str) -> Path:
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


@cache
def opened(url: str) -> api.Store:
    """The store beside the app, opened once: its areas are read once."""
    return api.open_store(url)


def registered(url: str) -> dict[str, tuple[float, float]]:
    """Registered aparat and all aparat of the desa that the workbook names, as the store has them."""
    units = api.area_values(opened(url), DISTRICT, "adm4", "aparat").units
    return {code: (units.at[code, "numerator"], units.at[code, "denominator"]) for code in CODES}


def test_from_a_messy_workbook_to_the_map_and_back(
    app_url: str, store_url: str, open_page: Callable[[str], Visit], workbook: Path
) -> None:
    visit = open_page(f"{app_url}/data?lang=id")
    page = visit.page
    before = registered(store_url)
    map_page = open_page(f"{app_url}/?area={DISTRICT}&level=adm4&indicator=aparat_registered&lang=id").page
    fills = MapView.of(map_page).fills

    fill_first_step(page, workbook)
    expect(page.get_by_role("heading", name="Apa arti setiap kolom?")).to_be_visible(timeout=WAIT_MS)
    expect(page.locator(".stMarkdownBadge")).to_have_count(1)  # "Ikut" says too little and is asked about
    choose(page, "Ikut", "Aparat desa terdaftar · terdaftar")
    expect(page.locator(".stMarkdownBadge")).to_have_count(0)
    go_on(page, 1)

    expect(page.get_by_role("heading", name="Wilayah mana yang dimaksud setiap baris?")).to_be_visible(timeout=WAIT_MS)
    choose(
        page,
        re.compile("Tolak"),
        "Kuala Tolak — Matan Hilir Utara / Kabupaten Ketapang / Kalimantan Barat (61.04.01.2013)",
    )
    choose(
        page,
        re.compile(r"Baris 8: Satong"),
        "Kuala Satong — Matan Hilir Utara / Kabupaten Ketapang / Kalimantan Barat (61.04.01.2014)",
    )
    page.get_by_role("button", name=re.compile("Konfirmasi")).click()
    expect(page.get_by_text("Baris yang wilayahnya perlu dikonfirmasi")).to_have_count(0)
    go_on(page, 2)

    expect(page.get_by_role("heading", name="Pemeriksaan")).to_be_visible(timeout=WAIT_MS)
    accept = page.get_by_role("checkbox")
    if accept.count():
        page.get_by_role("textbox").last.fill("sudah dicek")
        page.keyboard.press("Tab")
        page.locator("[data-testid=stCheckbox] label").first.click()
    go_on(page, 3)

    expect(page.get_by_role("heading", name=re.compile("Uji coba"))).to_be_visible(timeout=WAIT_MS)
    assert registered(store_url) == before  # nothing is stored before the button is pressed
    page.get_by_role("textbox", name="Oleh").first.fill("Rina <b>")
    page.get_by_role("button", name="Simpan").click()
    expect(page.get_by_text("Peta sudah menampilkannya", exact=False)).to_be_visible(timeout=WAIT_MS)
    assert registered(store_url) == {code: (row[2], row[1]) for code, row in zip(CODES, ROWS, strict=True)}

    entry = api.list_imports(opened(store_url)).iloc[0]
    assert (entry["created_by"], entry["source"]) == ("Rina <b>", "Dinas PMD Ketapang")
    open_tab(page, "Nama terkonfirmasi")
    expect(page.get_by_role("button", name="Unduh daftar nama (CSV)")).to_be_visible(timeout=WAIT_MS)
    assert api.export_aliases(opened(store_url))["code"].tolist() == list(CODES[2:])
    open_tab(page, "Tabel cakupan")

    map_page.reload()
    changed = MapView.of(map_page).fills
    assert changed != fills
    units = api.area_values(opened(store_url), DISTRICT, "adm4", "aparat_registered").units
    assert units.loc["61.04.01.2014", "numerator"] == 0
    assert changed["61.04.01.2014"] == units.loc["61.04.01.2014", "colour"]

    page.get_by_role("button", name=re.compile("Batalkan")).last.click()
    expect(page.get_by_role("heading", name=re.compile("Uji coba"))).to_be_visible(timeout=WAIT_MS)
    assert registered(store_url) == before
    open_tab(page, "Nama terkonfirmasi")
    expect(page.get_by_text("Belum ada nama yang dikonfirmasi")).to_be_visible(timeout=WAIT_MS)
    map_page.reload()
    assert MapView.of(map_page).fills == fills
    assert visit.dialogs == []
    assert visit.foreign_urls == []


def test_a_careless_first_step_is_answered_in_words(
    app_url: str, open_page: Callable[[str], Visit], tmp_path: Path
) -> None:
    page = open_page(f"{app_url}/data?lang=id").page
    page.get_by_role("button", name="Lanjut").first.click()
    expect(page.get_by_role("alert").filter(has_text="XLSX")).to_be_visible(timeout=WAIT_MS)
    picture = tmp_path / "foto ketapang.xlsx"
    picture.write_bytes(b"\xff\xd8\xff\xe0" + bytes(2000))
    fill_first_step(page, picture)
    expect(page.get_by_role("alert").filter(has_text="foto ketapang")).to_be_visible(timeout=WAIT_MS)


@pytest.mark.parametrize(
    ("tab", "lines"),
    [
        ("Target", ("kode;tahun;penerbit;target", "61.04;2031;Bupati;55 %", "61.99;2031;Bupati;40 %")),
        pytest.param(
            "Kode BPS",
            ("kode_bps;kode_kemendagri", "6106010001;61.04.01.2011", "abc;61.04.01.2013"),
            marks=pytest.mark.long,
        ),
    ],
)
def test_a_table_is_tried_before_it_is_stored(
    app_url: str, store_url: str, open_page: Callable[[str], Visit], tmp_path: Path, tab: str, lines: tuple[str, ...]
) -> None:
    store = opened(store_url)
    before = len(api.list_imports(store))
    page = open_page(f"{app_url}/data?lang=id").page
    panel = open_tab(page, tab)
    panel.get_by_role("button", name="Periksa berkas").click()
    expect(panel.get_by_text("Pilih berkas")).to_be_visible(timeout=WAIT_MS)
    give_file(page, panel.locator("input[type=file]"), write_lines(tmp_path / "tabel.csv", *lines))
    expect(panel.get_by_role("button", name="Remove tabel.csv")).to_be_visible(timeout=WAIT_MS)
    panel.get_by_role("button", name="Periksa berkas").click()
    expect(panel.get_by_text("belum ada yang disimpan")).to_be_visible(timeout=WAIT_MS)
    assert len(api.list_imports(store)) == before
    panel.get_by_role("textbox", name="Oleh").fill("Budi")
    panel.get_by_role("button", name="Simpan").click()
    expect(panel.get_by_text("Tersimpan sebagai impor nomor")).to_be_visible(timeout=WAIT_MS)
    assert api.list_imports(store).iloc[0]["created_by"] == "Budi"
    expect(open_tab(page, "Nama terkonfirmasi").get_by_role("textbox", name="Oleh")).to_have_value("Budi")


@pytest.mark.long
def test_one_meaning_for_two_columns_goes_no_further(
    app_url: str, open_page: Callable[[str], Visit], tmp_path: Path
) -> None:
    page = open_page(f"{app_url}/data?lang=id").page
    fill_first_step(page, write_lines(tmp_path / "dua.csv", "Kode;Peserta aktif;Pekerja", "61.04.01.2011;5;10"))
    go_on_button = page.locator(".st-key-next-1 button")
    expect(go_on_button).to_be_enabled(timeout=WAIT_MS)
    settle(page)
    page.set_viewport_size({"width": 1366, "height": 3000})  # Streamlit shuts a list when anything scrolls
    page.get_by_test_id("stExpander").get_by_text("Arti setiap kolom").click()
    settle(page)
    option = page.get_by_role("option", name="Cakupan UCJ · Semua segmen · terdaftar", exact=True)
    page.get_by_role("combobox", name="Pekerja").click()
    option.click()
    expect(page.get_by_role("alert").filter(has_text="Peserta aktif, Pekerja")).to_be_visible(timeout=WAIT_MS)
    expect(go_on_button).to_be_disabled()


@pytest.mark.long
def test_the_expected_number_of_a_list_is_read_as_people_write_it(
    app_url: str, open_page: Callable[[str], Visit], tmp_path: Path
) -> None:
    page = open_page(f"{app_url}/data?lang=id").page
    title = "DAFTAR DESA YANG APARATNYA BELUM TERDAFTAR KABUPATEN KETAPANG;;"
    fill_first_step(
        page, write_lines(tmp_path / "daftar.csv", title, "No;Kecamatan;Nama Desa", "1;Matan Hilir Utara;Sungai Putri")
    )
    field = page.get_by_role("textbox", name=re.compile("Berapa desa"))
    expect(field).to_be_visible(timeout=WAIT_MS)
    field.fill("tiga")
    field.press("Enter")
    expect(page.get_by_role("alert").filter(has_text="tiga")).to_be_visible(timeout=WAIT_MS)
    field.fill("334 dari 2.047")
    field.press("Enter")
    expect(page.get_by_role("alert").filter(has_text="tiga")).to_have_count(0, timeout=WAIT_MS)
    go_on(page, 1)
    go_on(page, 2)
    expect(page.get_by_role("heading", name="Pemeriksaan")).to_be_visible(timeout=WAIT_MS)
    expect(page.get_by_role("textbox", name=re.compile("Mengapa"))).to_be_visible()  # 1 desa, 334 expected: a warning


@pytest.mark.long
def test_an_import_is_taken_back_in_the_history(
    app_url: str, store_url: str, open_page: Callable[[str], Visit], tmp_path: Path
) -> None:
    store = opened(store_url)
    table = write_lines(tmp_path / "target <i>.csv", "kode;tahun;penerbit;target", "61.04;2032;Bupati;61 %")
    number = api.import_targets(store, table).import_id
    page = open_page(f"{app_url}/riwayat?lang=id").page
    undo = page.get_by_role("button", name="Batalkan")
    undo.click()
    expect(page.get_by_role("alert")).to_be_visible(timeout=WAIT_MS)  # no import is chosen beforehand
    page.get_by_test_id("stSelectbox").get_by_role("combobox").click()
    page.get_by_role("option", name=re.compile(rf"^{number} · Target · target <i>.csv")).click()
    page.get_by_role("textbox", name="Oleh").fill("Sari")
    page.locator("[data-testid=stCheckbox] label").click()
    undo.click()
    expect(page.get_by_text(f"Impor nomor {number}")).to_be_visible(timeout=WAIT_MS)
    entry = api.show_import(store, int(number or 0))
    assert (entry["state"], entry["undone_by"]) == ("undone", "Sari")


@pytest.mark.long
def test_why_a_file_was_not_taken_is_seen_in_the_language_of_the_page(
    demo_app: DemoApp, open_page: Callable[[str], Visit]
) -> None:
    page = open_page(f"{demo_app.url}/data?lang=id").page
    letter = {"name": "surat.docx", "mimeType": "application/octet-stream", "buffer": b"x"}
    give_file(page, page.get_by_test_id("stFileUploaderDropzoneInput").first, letter)
    told = page.get_by_test_id("stFileChip").get_by_role("alert")
    expect(told).to_be_visible()
    box = told.bounding_box()
    assert box
    assert box["width"] > 100, "only a screen reader is told"
    words, size = told.evaluate("e => [getComputedStyle(e, '::after').content, getComputedStyle(e).fontSize]")
    assert "Berkas tidak diterima" in words
    assert size == "0px", "the English words are seen too"
