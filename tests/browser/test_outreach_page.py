"""Outreach as an official uses it: filter, weights, list, trip, files, status, and the status back on the map."""

import io
import re
import shutil
import zipfile
from collections.abc import Callable
from pathlib import Path

import gpxpy
import openpyxl
import pandas as pd
import pytest
from docx import Document
from playwright.sync_api import Page, expect

from tests.browser.conftest import PROJECT, WAIT_MS, MapView, Visit, give_file, settle
from ucjmap import api
from ucjmap.api.outreach import follow_ups as followup
from ucjmap.api.outreach import lists as outreach
from ucjmap.api.outreach import priorities, visit_notes
from ucjmap.api.outreach.presets import preset_weights
from ucjmap.store import Provenance, add_import, add_observations

VISITED = "#1d5fa8"


@pytest.fixture(scope="module")
def store_url(few_file: Path, tmp_path_factory: pytest.TempPathFactory) -> str:
    path = tmp_path_factory.mktemp("outreach") / "outreach.db"
    shutil.copyfile(few_file, path)
    return f"sqlite:///{path.as_posix()}"


@pytest.fixture(scope="module")
def app_url(start_app: Callable[..., str], store_url: str) -> str:
    return start_app(PROJECT / "streamlit_app.py", env={"UCJMAP_STORE": store_url})


@pytest.fixture(scope="module")
def store(app_url: str, store_url: str) -> api.Store:
    assert app_url
    return api.open_store(store_url)


def open_section(page: Page, name: str) -> None:
    page.get_by_role("tab", name=name).click()
    expect(page.get_by_role("tab", name=name)).to_have_attribute("aria-selected", "true")
    settle(page)  # until then the section before may still stand beside the new one


def choose(page: Page, label: str, option: str) -> None:
    page.get_by_role("combobox", name=label).click()
    page.get_by_role("option", name=option, exact=True).click()


def download(page: Page, name: str, folder: Path) -> Path:
    settle(page)  # a button that is drawn anew still makes the file of the answer before
    with page.expect_download(timeout=WAIT_MS) as started:
        page.get_by_role("button", name=name).click()
    path = folder / started.value.suggested_filename
    started.value.save_as(path)
    return path


def test_from_the_list_over_a_trip_to_a_status_on_the_map(
    app_url: str, store: api.Store, open_page: Callable[[str], Visit], tmp_path: Path
) -> None:
    visit = open_page(f"{app_url}/penjangkauan?area=61&lang=en")
    page = visit.page
    page.set_default_timeout(WAIT_MS)
    expect(page.get_by_text("25 of 2,145 areas.")).to_be_visible(timeout=WAIT_MS)
    choose(page, "Which areas", "Officials not registered")
    expect(page.get_by_text("25 of 334 areas.")).to_be_visible(timeout=WAIT_MS)
    choose(page, "What matters", "Most uncovered workers")
    weights = preset_weights("workers")
    found = outreach.outreach_list(store, "61", "adm4")
    ranked = priorities.rank_outreach(found, weights)
    expected = list(ranked.index[ranked["desa_without_aparat"] > 0][:25])
    rows = page.locator(".picks tbody tr")
    first = ranked.loc[expected[0]]
    reason = priorities.outreach_reasons(found, weights, expected[:1])[expected[0]][0]
    expect(rows.first).to_contain_text(str(first["name"]), timeout=WAIT_MS)
    expect(rows.first).to_contain_text(priorities.say_outreach_reason("en", reason).replace(" / ", "\u00a0/\u00a0"))
    drawn = MapView.of(page)
    assert len(drawn.fills) == 2145
    _choose_by_keys(page, expected)

    sheet, about = openpyxl.load_workbook(download(page, "List (XLSX)", tmp_path)).worksheets
    rows = list(sheet.iter_rows(min_row=2, values_only=True))
    assert [row[1] for row in rows] == expected
    assert any("Simulated data" in str(row[0].value) for row in about.iter_rows())

    open_section(page, "Trips")
    expect(page.get_by_text(re.compile(r"\d+ trips to 25 desa: "))).to_be_visible(timeout=2 * WAIT_MS)
    routes = gpxpy.parse(download(page, "Navigation (GPX)", tmp_path).read_text(encoding="utf-8")).routes
    codes = [re.search(r"\(([\d.]+)\)$", str(point.name)) for route in routes for point in route.points[1:-1]]
    assert sorted(code[1] for code in codes if code) == sorted(expected)
    lines = MapView.of(page).frame.locator(".leaflet-ucjmap-trips-pane path")
    expect(lines).to_have_count(2 * len(routes), timeout=WAIT_MS)  # each with its casing
    phone = download(page, "For the phone", tmp_path)

    open_section(page, "Follow-up")
    page.get_by_label("Desa", exact=True).fill(expected[0])
    page.get_by_role("option").first.click()
    page.get_by_label("Initials").fill("AB")
    page.get_by_role("button", name="Keep the status").click()
    expect(page.get_by_text("Noted for 1 desa.")).to_be_visible(timeout=WAIT_MS)
    status = MapView.of(page)
    assert status.fills[expected[0]] == VISITED
    assert list(status.fills.values()).count(VISITED) == 1
    assert followup.visited_codes(store) == {expected[0]}

    open_section(page, "Priority list")
    mark = MapView.of(page).frame.locator(".ucj-mark")
    expect(mark).to_have_text("●", timeout=WAIT_MS)
    settle(page)
    # Two sections further on, what was chosen still stands and still holds.
    expect(page.get_by_role("combobox", name="Which areas")).to_have_value("Officials not registered")
    expect(page.get_by_role("combobox", name="What matters")).to_have_value("Most uncovered workers")
    page.get_by_text("Only areas not visited yet").click()
    expect(page.get_by_text("25 of 333 areas.")).to_be_visible(timeout=WAIT_MS)
    # Streamlit looks for its server below the address of the page first, which answers 404.
    probes = [each for each in visit.failed if "/penjangkauan/_stcore/" in each]
    assert visit.failed == probes
    assert len(visit.errors) == len(probes)
    assert (visit.foreign_urls, visit.dialogs) == ([], [])
    _check_phone_page(open_page(phone.as_uri()), expected)


def _choose_by_keys(page: Page, codes: list[str]) -> None:
    """Tick the first row and the third, and take both back: nothing ticked means all."""
    boxes = page.locator(".picks tbody input")
    boxes.first.focus()
    for key in ("Space", "ArrowDown", "ArrowDown", "Space"):
        page.keyboard.press(key)
    expect(page.get_by_text("Files of the 2 chosen areas")).to_be_visible(timeout=WAIT_MS)
    checked = page.locator(".picks tbody input:checked")
    assert checked.evaluate_all("all => all.map((one) => one.value)") == [codes[0], codes[2]]
    page.get_by_role("checkbox", name="Choose all rows, or none").click()
    expect(page.get_by_text(f"Files of the {len(codes)} chosen areas")).to_be_visible(timeout=WAIT_MS)
    expect(checked).to_have_count(0)


def _check_phone_page(visit: Visit, codes: list[str]) -> None:
    """The file opens by itself, asks for nothing, and keeps its ticks."""
    page = visit.page
    boxes = page.locator("input[type=checkbox]")
    assert sorted(boxes.evaluate_all("all => all.map((one) => one.value)")) == sorted(codes)
    boxes.first.check()
    expect(page.locator("output").first).to_have_text(re.compile(r"^1 / \d+$"))
    expect(page.locator(".alarm")).to_contain_text("SIMULATED")
    page.reload()
    expect(boxes.first).to_be_checked()
    assert [url for url in visit.urls if not url.startswith("file:")] == []
    assert visit.errors == []


@pytest.mark.long
def test_letters_by_an_own_template_and_the_whole_list(
    app_url: str, open_page: Callable[[str], Visit], tmp_path: Path
) -> None:
    page = open_page(f"{app_url}/penjangkauan?area=61.04&lang=en").page
    page.set_default_timeout(WAIT_MS)
    page.get_by_text("Write letters by your own template").click()
    for name, field in (("salah.docx", "{{ nama }}"), ("surat.docx", "{{ desa }}")):
        document = Document()
        document.add_paragraph(f"Yth. {field}")
        document.save(str(tmp_path / name))
    upload = page.locator("input[type=file]")
    give_file(page, upload, tmp_path / "salah.docx")
    expect(page.get_by_text("uses the field nama, which does not exist")).to_be_visible(timeout=WAIT_MS)
    give_file(page, upload, tmp_path / "surat.docx")
    page.get_by_role("button", name="Letters by your template").click()
    letters = download(page, "Download ucjmap-letters", tmp_path)
    with zipfile.ZipFile(letters) as package:
        assert len(package.namelist()) == 25
        first = Document(io.BytesIO(package.read(package.namelist()[0])))
    assert first.paragraphs[0].text.startswith("SIMULATED")
    page.get_by_role("button", name="All rows (XLSX)").click()
    whole = download(page, "Download ucjmap-priority", tmp_path)
    assert openpyxl.load_workbook(whole, read_only=True).worksheets[0].max_row == 1 + 262


@pytest.mark.long
def test_money_understands_what_is_typed_and_keeps_a_scenario(
    app_url: str, open_page: Callable[[str], Visit], tmp_path: Path
) -> None:
    page = open_page(f"{app_url}/penjangkauan?area=17&lang=en").page
    page.set_default_timeout(WAIT_MS)
    open_section(page, "Money")
    cost = page.get_by_test_id("stMetric").filter(has_text="Cost")
    expect(cost).to_contain_text("Rp26.82 billion", timeout=WAIT_MS)  # 1,341 desa of the register, Rp20 million each
    field = page.get_by_label("Money in each desa")
    field.fill("dua puluh")
    field.press("Enter")
    expect(page.get_by_text("“dua puluh” is not an amount of money.")).to_be_visible(timeout=WAIT_MS)
    field.fill("Rp20,5jt")
    field.press("Enter")
    expect(page.get_by_text("Understood as Rp20.5 million.")).to_be_visible(timeout=WAIT_MS)
    expect(cost).to_contain_text("Rp27.49 billion", timeout=WAIT_MS)
    field.fill("20 juta")
    field.press("Enter")
    count = page.get_by_label("Number of desa (empty")
    count.fill("1.447")
    count.press("Enter")
    expect(cost).to_contain_text("Rp28.94 billion", timeout=WAIT_MS)
    covered = page.get_by_test_id("stMetric").filter(has_text="Workers covered")
    expect(covered).to_contain_text("144,700")
    book = openpyxl.load_workbook(download(page, "Result (XLSX)", tmp_path))
    assert [book.worksheets[0].cell(2, column).value for column in (1, 4)] == [144_700, 28_940_000_000]

    page.get_by_label("Name of this scenario").fill("Bengkulu <b>1</b>")
    page.get_by_role("button", name="Keep the scenario").click()
    expect(page.get_by_text("The scenario Bengkulu <b>1</b> is kept.")).to_be_visible(timeout=WAIT_MS)
    expect(page.get_by_text("Answered by the data as they are now.")).to_be_visible(timeout=WAIT_MS)
    book = openpyxl.load_workbook(download(page, "Comparison (XLSX)", tmp_path))
    assert book.worksheets[0]["A2"].value == "Bengkulu <b>1</b>"
    page.get_by_role("button", name="Keep the scenario").click()
    expect(page.get_by_text("There is a scenario Bengkulu <b>1</b> already.")).to_be_visible(timeout=WAIT_MS)
    expect(page.get_by_text(re.compile("Replace the scenario of this name"))).to_be_visible()
    count.fill("")
    count.press("Enter")
    expect(cost).to_contain_text("Rp26.82 billion", timeout=WAIT_MS)
    page.get_by_text("Kept scenarios").click()
    page.get_by_test_id("stBaseButton-secondary").filter(has_text="Open").click()
    expect(cost).to_contain_text("Rp28.94 billion", timeout=WAIT_MS)
    expect(count).to_have_value("1.447")


@pytest.mark.long
def test_what_a_target_takes_and_what_a_budget_reaches_are_seen_on_maps(
    app_url: str, open_page: Callable[[str], Visit]
) -> None:
    page = open_page(f"{app_url}/penjangkauan?area=17&lang=en").page
    page.set_default_timeout(WAIT_MS)
    open_section(page, "Money")
    page.get_by_test_id("stButtonGroup").get_by_text("Target").click()
    expect(page.get_by_text(re.compile("No target of 20.. is known here"))).to_be_visible(timeout=WAIT_MS)
    more = page.get_by_test_id("stMetric").filter(has_text="More workers")
    expect(more).to_contain_text("88,840", timeout=WAIT_MS)  # 48 % of 708,000, less 251,000
    settle(page)  # until then the field of the run before may still stand beside the new one
    rate = page.get_by_label("Target, percent")
    rate.fill("20")
    rate.press("Enter")
    expect(page.get_by_text("The target is reached already")).to_be_visible(timeout=WAIT_MS)
    page.get_by_test_id("stButtonGroup").get_by_text("Budget").click()
    settle(page)
    budget = page.get_by_label("Budget", exact=True)
    for typed, words in (("0", "is not an amount"), ("-5", "is not an amount"), ("1 juta", "Left of the budget")):
        budget.fill(typed)
        budget.press("Enter")
        expect(page.get_by_text(re.compile(words)).first).to_be_visible(timeout=WAIT_MS)
    budget.fill("1000 triliun")
    budget.press("Enter")
    expect(page.get_by_text("Every uncovered worker of the areas with data is covered.")).to_be_visible(timeout=WAIT_MS)
    drawn = page.locator("iframe[title='streamlit_folium.st_folium']")
    expect(drawn).to_have_count(2, timeout=WAIT_MS)


@pytest.mark.long
def test_newer_data_contradict_a_status_which_is_then_taken_back(
    app_url: str, store: api.Store, open_page: Callable[[str], Visit]
) -> None:
    code = "17.01.01.2001"
    visit_notes.note_status(
        store,
        [code],
        "registered",
        date="2026-01-10",
        initials="AB",
        note="<img src=x onerror=alert(1)>",
        campaign="=A",
    )
    with store.writing() as connection:
        number = add_import(connection, Provenance("coverage", "uji.csv", as_of="2026-02-01"))
        row = (code, "aparat_registered", "all", "2026-02-01", 0, 1)
        columns = ["unit_code", "indicator", "segment", "as_of", "numerator", "denominator"]
        add_observations(connection, number, pd.DataFrame([row], columns=columns))
    visit = open_page(f"{app_url}/penjangkauan?area=17.01&lang=en")
    page = visit.page
    page.set_default_timeout(2 * WAIT_MS)  # the figures are computed anew after an import
    open_section(page, "Follow-up")
    warned = page.get_by_text("Noted as registered, but newer data say not registered")
    expect(warned).to_be_visible(timeout=WAIT_MS)
    expect(warned).to_contain_text(code)
    assert MapView.of(page).fills[code] == "#00695c"
    page.get_by_text("History: every entry").click()
    page.set_viewport_size({"width": 1100, "height": 2600})  # Streamlit shuts a list when anything scrolls
    settle(page)
    page.get_by_label("Entries to take back").press_sequentially("AB")
    page.get_by_role("option", name="Batu Ampar").click()
    page.get_by_label("Your initials").fill("CD")
    page.keyboard.press("Tab")
    page.get_by_role("button", name="Take back").click()
    expect(page.get_by_text("1 entries taken back.")).to_be_visible(timeout=WAIT_MS)
    expect(warned).not_to_be_visible(timeout=WAIT_MS)
    assert followup.read_follow_up(store, "17.01").history["status"].tolist() == ["registered", "withdrawn"]
    assert visit.dialogs == []
