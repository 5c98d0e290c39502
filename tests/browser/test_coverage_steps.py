"""A person loads a messy workbook: corrects a column, confirms two desa, looks, stores, sees the map change, undoes."""

import re
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import PROJECT, WAIT_MS, MapView, Visit
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
def store_url(tmp_path_factory: pytest.TempPathFactory) -> str:
    return f"sqlite:///{(tmp_path_factory.mktemp('store') / 'ucjmap.db').as_posix()}"


@pytest.fixture(scope="module")
def app_url(start_app: Callable[..., str], store_url: str) -> str:
    return start_app(PROJECT / "streamlit_app.py", env={"UCJMAP_STORE": store_url})


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
    page.locator(f".st-key-next-{step} button").click()


def fill_first_step(page: Page, workbook: Path) -> None:
    page.locator("input[type=file]").first.set_input_files(workbook)
    expect(page.get_by_role("button", name=f"Remove {workbook.name}")).to_be_visible(timeout=WAIT_MS)
    page.get_by_label("Sumber").first.fill("Dinas PMD Ketapang")
    page.get_by_test_id("stDateInput").first.get_by_role("spinbutton").first.click()
    page.keyboard.type("31012026")
    page.keyboard.press("Escape")
    page.get_by_role("button", name="Lanjut").first.click()


def registered(url: str) -> dict[str, tuple[float, float]]:
    """Registered aparat and all aparat of the desa that the workbook names, as the store has them."""
    units = api.area_values(api.open_store(url), DISTRICT, "adm4", "aparat").units
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
    page.get_by_role("button", name="Simpan").click()
    expect(page.get_by_text("Peta sudah menampilkannya", exact=False)).to_be_visible(timeout=WAIT_MS)
    assert registered(store_url) == {code: (row[2], row[1]) for code, row in zip(CODES, ROWS, strict=True)}

    map_page.reload()
    changed = MapView.of(map_page).fills
    assert changed != fills
    units = api.area_values(api.open_store(store_url), DISTRICT, "adm4", "aparat_registered").units
    assert units.loc["61.04.01.2014", "numerator"] == 0
    assert changed["61.04.01.2014"] == units.loc["61.04.01.2014", "colour"]

    page.get_by_role("button", name=re.compile("Batalkan")).last.click()
    expect(page.get_by_role("heading", name=re.compile("Uji coba"))).to_be_visible(timeout=WAIT_MS)
    assert registered(store_url) == before
    map_page.reload()
    assert MapView.of(map_page).fills == fills
    assert visit.dialogs == []
    assert visit.foreign_urls == []


def test_a_careless_first_step_is_answered_in_words(
    app_url: str, open_page: Callable[[str], Visit], tmp_path: Path
) -> None:
    page = open_page(f"{app_url}/data?lang=id").page
    page.get_by_role("button", name="Lanjut").first.click()
    expect(page.get_by_text("Pilih berkas", exact=False).first).to_be_visible(timeout=WAIT_MS)
    picture = tmp_path / "foto ketapang.xlsx"
    picture.write_bytes(b"\xff\xd8\xff\xe0" + bytes(2000))
    fill_first_step(page, picture)
    expect(page.get_by_role("alert").filter(has_text="foto ketapang")).to_be_visible(timeout=WAIT_MS)
