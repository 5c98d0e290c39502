"""Step 2 of loading a table: the office's own sheet, what it was taken for, and questions answered in their place."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import WAIT_MS, DemoApp, Visit
from tests.browser.test_coverage_steps import fill_first_step, go_on
from tests.intake_cases import table
from tests.table_files import write_table

#: Words and keys that no visitor of the Indonesian page is to read.
FOREIGN = ("as_of", "segment:", "ucj", "adm2", "None", "Which is right", "restriction", "title that")


def write(folder: Path, sheets: dict[str, list[list[Any]]]) -> Path:
    return write_table(folder, sheets, as_text=False, stem="rekap")


def open_step(page: Page, url: str, path: Path) -> None:
    page.goto(f"{url}/data?lang=id")
    fill_first_step(page, path)
    expect(page.locator(".ucj-sheet")).to_be_visible(timeout=WAIT_MS)


@pytest.mark.parametrize("width", [1366, pytest.param(360, marks=pytest.mark.long)])
def test_a_title_of_another_date_is_asked_in_place(
    demo_app: DemoApp, open_page: Callable[[str], Visit], tmp_path: Path, width: int
) -> None:
    visit = open_page(f"{demo_app.url}/data?lang=id")
    page = visit.page
    page.set_viewport_size({"width": width, "height": 800})
    open_step(page, demo_app.url, write(tmp_path, {"Rekap <b>": table(title="KEPESERTAAN BPU PER 31 DESEMBER 2022")}))
    sentence = page.locator(".st-key-sentence")
    expect(sentence).to_contain_text("4 Kabupaten/Kota · Kalimantan Barat")
    expect(sentence).to_contain_text("Bukan penerima upah (BPU)")
    picture = page.locator(".ucj-sheet")
    expect(picture.locator("td.open")).to_have_text("KEPESERTAAN BPU PER 31 DESEMBER 2022")
    expect(picture.locator("td.name").first).to_have_text("Kabupaten Sambas")
    question = page.locator(".st-key-claim-0")
    expect(question).to_contain_text("31 Januari 2026")  # what was typed, in words
    go_on_button = page.locator(".st-key-next-1 button")
    expect(go_on_button).to_be_disabled()
    shown = page.get_by_test_id("stMain").inner_text()
    assert not [word for word in FOREIGN if word in shown]
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    question.get_by_text("tanggal di sekitar tabel: 31 Desember 2022").click()
    expect(page.locator(".st-key-claim-0")).to_have_count(0, timeout=WAIT_MS)
    expect(sentence).to_contain_text("per 31 Desember 2022")
    expect(page.locator(".st-key-next-1 button:enabled")).to_have_count(1)  # while the page changes there may be two
    expect(page.locator(".st-key-next-1 button:disabled")).to_have_count(0)


@pytest.mark.long
def test_a_sheet_of_one_segment_can_be_changed_in_the_sentence(
    demo_app: DemoApp, open_page: Callable[[str], Visit], tmp_path: Path
) -> None:
    page = open_page(f"{demo_app.url}/data?lang=id").page
    open_step(page, demo_app.url, write(tmp_path, {"BPU": table()}))
    sentence = page.locator(".st-key-sentence")
    sentence.get_by_role("button", name="Bukan penerima upah (BPU)").click()
    page.get_by_role("radiogroup", name="Segmen").get_by_text("Semua segmen").click()
    expect(sentence).to_contain_text("Semua segmen", timeout=WAIT_MS)


def test_rows_of_one_cause_are_settled_by_one_answer(
    demo_app: DemoApp, open_page: Callable[[str], Visit], tmp_path: Path
) -> None:
    page = open_page(f"{demo_app.url}/data?lang=id").page
    names = ("Sungai Putri", "Tanjung Baik Budi", "Kuala Tolak", "Kuala Satong")
    codes = ("61.04.01.2012", "61.04.01.2011", "61.04.01.2014", "61.04.01.2013")  # two pairs of lines were exchanged
    rows: list[list[Any]] = [["Kode Desa", "Kecamatan", "Nama Desa", "Peserta Aktif", "Jumlah Pekerja"]]
    rows += [[code, "Matan Hilir Utara", name, 5, 50] for code, name in zip(codes, names, strict=True)]
    open_step(page, demo_app.url, write(tmp_path, {"Rekap": rows}))
    go_on(page, 1)
    group = page.locator("[class*=st-key-group-]")
    expect(group).to_contain_text("4 baris", timeout=WAIT_MS)
    group.get_by_role("button", name="Pakai wilayah yang namanya cocok (4 baris)").click()
    expect(group).to_have_count(0, timeout=WAIT_MS)
    expect(page.get_by_text("Baris yang wilayahnya perlu dikonfirmasi")).to_have_count(0)
    expect(page.get_by_test_id("stMetric").first).to_contain_text("4")
