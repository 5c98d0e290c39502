"""A PDF can be filed: bookmarks, contents with links, title and language; lists are whole; empty areas take one page."""

import io
import re
from typing import Any

import openpyxl
import pandas as pd
import pypdf
import pytest

from tests.command import run_inside
from ucjmap import api
from ucjmap.files import CsvDialect, make_csv

KOTA = "17.71"


@pytest.fixture(scope="module")
def briefing(demo_store: api.Store) -> api.Briefing:
    return api.make_briefing(demo_store, api.BriefingPlan(KOTA), "pdf")


@pytest.fixture(scope="module")
def reader(briefing: api.Briefing) -> pypdf.PdfReader:
    return pypdf.PdfReader(io.BytesIO(briefing.content))


def bookmarks(reader: pypdf.PdfReader) -> list[tuple[int, str, int]]:
    """Depth, words and page of each."""

    def walk(items: Any, depth: int) -> list[tuple[int, str, int]]:
        found = []
        for item in items:
            if isinstance(item, list):
                found += walk(item, depth + 1)
            else:
                found.append((depth, str(item.title), (reader.get_destination_page_number(item) or 0) + 1))
        return found

    return walk(reader.outline, 0)


def test_bookmarks_lead_to_the_pages_that_they_name(reader: pypdf.PdfReader) -> None:
    marks = bookmarks(reader)
    assert [title for depth, title, _ in marks if depth == 0] == ["Ringkasan", "Peta", "Tren", "Peringkat", "Atlas"]
    below = [(title, page) for depth, title, page in marks if depth == 1]
    assert len(below) == 2 * 9  # a map and a list of each kecamatan
    for title, page in below:
        assert "".join(title.split()) in "".join(reader.pages[page - 1].extract_text().split())


def test_the_contents_of_a_story_are_its_sentences(demo_copy: api.Store) -> None:
    key = api.begin_story(demo_copy, "Rapat")
    for area in ("17.71", "17.71.01", "17.71.02", "17.71.03", "17.71.04"):
        api.keep_view(demo_copy, key, api.MapView(area), sentence=f"Mulai dari {area}")
    made = api.make_story_file(demo_copy, key, "pdf", lang="id")
    titles = [title for _, title, _ in bookmarks(pypdf.PdfReader(io.BytesIO(made)))]
    assert titles[1:4] == ["1. Mulai dari 17.71", "2. Mulai dari 17.71.01", "3. Mulai dari 17.71.02"]


def test_contents_stand_behind_the_cover_and_are_links(reader: pypdf.PdfReader) -> None:
    text = reader.pages[1].extract_text()
    assert text.startswith("Daftar isi")
    targets = {
        reader.pages.index(note.get_object()["/Dest"][0].get_object()) + 1
        for note in reader.pages[1]["/Annots"].get_object()
        if "/Dest" in note.get_object()
    }
    assert targets == {page for _, _, page in bookmarks(reader)}


def test_the_file_tells_its_title_and_language(reader: pypdf.PdfReader) -> None:
    root = reader.trailer["/Root"].get_object()
    assert reader.metadata is not None
    assert reader.metadata.title == "Paparan: Kota Bengkulu"
    assert root["/Lang"] == "id-ID"
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]


def elements(node: Any) -> list[Any]:
    """All elements of the structure of a document, in the order in which they are read."""
    own = [node] if "/S" in node else []
    parts = node["/K"] if isinstance(node["/K"], list) else [node["/K"]]
    inner = [part.get_object() for part in parts if not isinstance(part, int)]
    return own + [element for part in inner for element in elements(part)]


def test_pages_have_a_structure_that_is_read_aloud(demo_store: api.Store, reader: pypdf.PdfReader) -> None:
    root = reader.trailer["/Root"].get_object()
    assert root["/MarkInfo"]["/Marked"]
    read = elements(root["/StructTreeRoot"].get_object())
    kinds = {str(element["/S"]) for element in read}
    assert kinds == {"/Document", "/H1", "/P", "/Figure", "/Table", "/TR", "/TH", "/TD"}
    figures = [element for element in read if element["/S"] == "/Figure"]
    assert all(element["/Alt"] for element in figures)
    assert api.answer_map(demo_store, api.MapView(KOTA)).alt in {element["/Alt"] for element in figures}
    for table in (element for element in read if element["/S"] == "/Table"):
        rows = [row.get_object() for row in table["/K"]]
        assert len({len(row["/K"]) for row in rows}) == 1


def test_every_mark_of_a_page_belongs_to_an_element(reader: pypdf.PdfReader) -> None:
    tree = reader.trailer["/Root"].get_object()["/StructTreeRoot"].get_object()
    numbers = tree["/ParentTree"].get_object()["/Nums"]
    owners = dict(zip(numbers[::2], numbers[1::2], strict=True))
    for number, page in enumerate(reader.pages):
        content = page.get_contents()
        assert content is not None
        marks = re.findall(rb"/MCID (\d+)", content.get_data())
        assert len(marks) == len(owners[page["/StructParents"]].get_object()) > 3, number
        assert content.get_data().count(b"BDC") + content.get_data().count(b"BMC") == content.get_data().count(b"EMC")


def test_a_short_document_has_no_contents(demo_store: api.Store) -> None:
    made = api.make_briefing(demo_store, api.BriefingPlan(KOTA, parts=("cover", "map")), "pdf")
    assert "Daftar isi" not in pypdf.PdfReader(io.BytesIO(made.content)).pages[1].extract_text()


def test_areas_without_data_take_one_page(demo_store: api.Store) -> None:
    made = api.make_briefing(
        demo_store, api.BriefingPlan("51", parts=("atlas",)), "pdf"
    )  # Bali, of which nothing is known
    (page,) = pypdf.PdfReader(io.BytesIO(made.content)).pages
    text = " ".join(page.extract_text().split())
    areas = api.area_tree(demo_store).below("51", "adm2")
    assert [name for name in areas["name"] if name not in text] == []
    assert f"{len(areas)} dari {len(areas)} kabupaten/kota belum mempunyai data" in text


def test_every_desa_that_is_not_registered_stands_in_the_file(demo_store: api.Store) -> None:
    made = api.make_map_file(demo_store, api.MapView("17", "adm4", "bpd_registered"), "pdf")
    pages = pypdf.PdfReader(io.BytesIO(made.content)).pages
    assert "Semua nama ada di halaman berikutnya" in " ".join(pages[0].extract_text().split())
    text = "".join("".join(page.extract_text() for page in list(pages)[1:]).split())
    units = made.answer.areas.frame()
    missing = units[units["class_id"] == 0]["name"]
    assert len(missing) > 900
    assert [name for name in missing if "".join(name.split()) not in text] == []


@pytest.mark.parametrize("paper", ["a4", "a3"])
def test_a_larger_sheet_has_more_names_in_letters_of_about_the_same_size(demo_store: api.Store, paper: str) -> None:
    made = api.make_map_file(demo_store, api.MapView("61", "adm3"), "png", paper=paper, dpi=50)  # type: ignore[arg-type]
    assert made.sheet is not None
    labels = [each for each in made.sheet.placed if each.name.startswith("label ") and each.name != "label key"]
    assert (len(labels) > 60) is (paper == "a3")
    assert made.sheet.problems() == []


def test_two_dates_have_a_table_of_the_change(demo_store: api.Store) -> None:
    view = api.MapView("61", since="2023-12-31", side=True)
    changed = api.answer_map(demo_store, api.MapView("61", measure="change", since="2023-12-31"))
    pages = pypdf.PdfReader(io.BytesIO(api.make_map_file(demo_store, view, "pdf").content)).pages
    text = " ".join(pages[1].extract_text().split())
    for place, name in enumerate(changed.areas.names):
        assert name in text
        assert str(changed.areas.texts[place]) in text
    table = pd.read_csv(io.BytesIO(api.make_map_file(demo_store, view, "csv").content), dtype={"code": str})
    assert table.set_index("code")["change"].to_dict() == pytest.approx(changed.areas.frame()["value"].to_dict())


def test_a_csv_opens_in_a_spreadsheet_set_to_indonesian(demo_store: api.Store, tmp_path: Any) -> None:
    made = api.make_map_file(demo_store, api.MapView("61"), "csv-id")
    lines = made.content.decode("utf-8-sig").splitlines()
    heads, first = lines[0].split(";"), lines[1].split(";")
    row = dict(zip(heads, first, strict=True))
    assert float(row["rate"].replace(",", ".")) == made.answer.areas.columns["rate"][0]
    assert row["numerator"] == str(int(made.answer.areas.columns["numerator"][0]))
    out = tmp_path / "x.csv"
    options = ("--area", "61", "--out", out, "--store", demo_store.url, "--delimiter", "semicolon")
    assert run_inside("map", *options, "--decimal", "comma").code == 0
    assert out.read_bytes() == made.content
    assert run_inside("map", *options[:-1], "comma", "--decimal", "comma").code == 2


def test_whole_numbers_have_no_decimals_and_gaps_stay_empty() -> None:
    table = pd.DataFrame({"count": [3.0, None, 1e6], "rate": [0.5, None, 1.0], "none": [None, None, float("nan")]})
    assert make_csv(table, for_scripts=True) == b"count,rate,none\n3,0.5,\n,,\n1000000,1.0,\n"
    assert make_csv(table, for_scripts=True, dialect=CsvDialect(";", ",")).splitlines()[1] == b"3;0,5;"


def test_a_workbook_is_read_by_people(demo_store: api.Store) -> None:
    made = api.make_map_file(demo_store, api.MapView("61"), "xlsx")
    book = openpyxl.load_workbook(io.BytesIO(made.content))
    heads, *rows = book["data"].values
    assert heads[:2] == ("Kode", "Wilayah")
    assert not [head for head in heads if "_" in str(head)]
    dates = [row[heads.index("Tanggal terbaru")] for row in rows]
    assert {date.date().isoformat() for date in dates} == {"2025-12-31"}
    assert rows[-1][:2] == ("61", "Seluruh Kalimantan Barat")
    assert 767_883 in rows[-1]
    assert book["data"].auto_filter.ref.endswith(str(len(rows)))  # the whole is not sorted among its parts
    units = {heading: unit for heading, unit, _ in book["Kolom"].values}
    assert units["Cakupan"] == "%"
