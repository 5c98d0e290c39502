"""Briefings: every page in both formats, words that are figures of the store, batches that are whole or not there."""

import io
import zipfile
from pathlib import Path

import pandas as pd
import pypdf
import pytest
from pptx import Presentation

from tests.command import run_inside
from tests.long_run import every
from ucjmap import api
from ucjmap.errors import UsageError
from ucjmap.render.static.items import Table, Text
from ucjmap.render.static.sheet import Sheet
from ucjmap.store import Provenance, add_import, add_observations
from ucjmap.words import Lang, say_count, say_rate

AREA = "17.71"  # Kota Bengkulu: few areas, so that all pages are quick


@pytest.fixture(scope="module")
def briefing(demo_store: api.Store) -> api.Briefing:
    plan = api.BriefingPlan(AREA, parts=("cover", "map", "desa", "atlas"), notes={"map": "Catatan <b>kami</b>"})
    return api.make_briefing(demo_store, plan, "pdf")


def test_every_page_is_numbered_and_clean(briefing: api.Briefing) -> None:
    pages = pypdf.PdfReader(io.BytesIO(briefing.content)).pages
    assert len(pages) == len(briefing.sheets) > 6
    for number, (page, sheet) in enumerate(zip(pages, briefing.sheets, strict=True), start=1):
        text = page.extract_text()
        assert f"{number}" in text
        assert sheet.problems() == []
        assert "simulasi" in text.lower()
    assert "Catatan <b>kami</b>" in pages[2].extract_text()  # behind the cover and the contents


def test_the_atlas_lists_every_desa_once(demo_store: api.Store, briefing: api.Briefing) -> None:
    text = "\n".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(briefing.content)).pages)
    desa = api.area_tree(demo_store).below(AREA, "adm4")
    assert [name for name in desa["name"] if name not in text] == []


def test_the_summary_says_the_figures_of_the_store(demo_store: api.Store) -> None:
    values = api.area_values(demo_store, "17", "adm2", "ucj")
    sentences = " ".join(api.summary_sentences(demo_store, api.answer_map(demo_store, api.MapView("17"))))
    assert say_rate("id", values.area["rate"]) in sentences
    assert say_count("id", values.area["numerator"]) in sentences
    assert values.area["gap_people"] > 0
    assert say_count("id", values.area["gap_people"]) in sentences
    highest = values.units.loc[values.units["rate"].idxmax()]
    assert f"{highest['name']} ({say_rate('id', highest['rate'])})" in sentences


def test_a_country_with_little_data_names_the_rest_on_the_page_of_its_ranking(demo_store: api.Store) -> None:
    made = api.make_briefing(demo_store, api.BriefingPlan("00", parts=("ranking",)), "pdf")
    (page,) = pypdf.PdfReader(io.BytesIO(made.content)).pages
    text = " ".join(page.extract_text().split())
    assert "Belum ada data, 35 provinsi: " in text
    assert [name for name in api.area_tree(demo_store).below("00", "adm1")["name"] if name not in text] == []


def test_no_figure_gives_no_sentence(small_store: api.Store) -> None:
    sentences = api.summary_sentences(small_store, api.answer_map(small_store, api.MapView("61", lang="en")))
    assert len(sentences) == 1
    assert "no data yet" in sentences[0]


def test_slides_hold_the_same_pages(demo_store: api.Store) -> None:
    plan = api.BriefingPlan("17", parts=("cover", "map", "trend", "ranking"))
    made = api.make_briefing(demo_store, plan, "pptx")
    deck = Presentation(io.BytesIO(made.content))
    assert len(deck.slides) == len(made.sheets)
    kinds = {
        "table" if shape.has_table else "chart" if shape.has_chart else ""
        for slide in deck.slides
        for shape in slide.shapes
    }
    assert {"table", "chart"} <= kinds
    assert all(slide.shapes.title.text_frame.text for slide in deck.slides)
    assert all(slide.notes_slide.notes_text_frame.text for slide in deck.slides)


def test_a_batch_is_cancelled_whole(demo_store: api.Store, tmp_path: Path) -> None:
    class CancelledError(Exception):
        pass

    def stop(done: int, total: int, what: str) -> None:
        if done > total // 2:
            raise CancelledError

    plan = api.BriefingPlan(AREA, parts=("map",))
    with pytest.raises(CancelledError):
        api.write_briefings(demo_store, plan, "adm3", tmp_path / "x.zip", progress=stop)
    assert list(tmp_path.iterdir()) == []


def test_a_batch_has_a_file_for_each_area_with_a_speaking_name(demo_store: api.Store, tmp_path: Path) -> None:
    seen: list[tuple[int, int]] = []
    plan = api.BriefingPlan(AREA, parts=("cover",))
    files = api.write_briefings(
        demo_store, plan, "adm3", tmp_path / "x.zip", progress=lambda done, total, what: seen.append((done, total))
    )
    areas = api.area_tree(demo_store).below(AREA, "adm3")
    assert [file.code for file in files] == list(areas["code"])
    with zipfile.ZipFile(tmp_path / "x.zip") as archive:
        assert archive.namelist() == [file.name for file in files]
        assert all(archive.read(name).startswith(b"%PDF") for name in archive.namelist())
    assert seen == sorted(seen)
    assert seen[-1][0] == seen[-1][1]


@pytest.mark.parametrize(
    ("name", "made"),
    [
        ("Kabupaten Kepulauan Tanimbar", "paparan-81.03-kabupaten-kepulauan-tanimbar-2025-12-31.pdf"),
        ("../../etc/passwd\x00", "paparan-81.03-etc-passwd-2025-12-31.pdf"),
        ("<img> مرحبا", "paparan-81.03-img-2025-12-31.pdf"),
    ],
)
def test_file_names_are_safe(name: str, made: str) -> None:
    assert api.file_name("81.03", name, "2025-12-31", "pdf") == made


def test_a_part_that_does_not_exist_is_refused(demo_store: api.Store) -> None:
    with pytest.raises(UsageError):
        api.make_briefing(demo_store, api.BriefingPlan(AREA, parts=("gossip",)), "pdf")  # type: ignore[arg-type]


def test_the_command_says_which_areas_have_no_data(small_store: api.Store, tmp_path: Path) -> None:
    out = tmp_path / "files"
    options = ("--area", "61", "--per", "adm2", "--out", out, "--parts", "cover", "--store", small_store.url, "--json")
    done = run_inside("briefing", *options)
    assert done.code == 1
    assert done.answer["without_data"] == ["61.01", "61.02"]
    assert sorted(path.name for path in out.iterdir()) == sorted(file["file"] for file in done.answer["files"])


def test_lists_of_desa_say_in_full_where_there_is_no_data(demo_store: api.Store) -> None:
    made = api.make_briefing(demo_store, api.BriefingPlan("61.09", parts=("atlas",)), "pdf")
    missing = api.area_values(demo_store, "61.09", "adm4", "ucj").without_data
    text = "\n".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(made.content)).pages)
    assert "Belum ada…" not in text
    assert text.count("Belum ada data") >= missing > 0


def test_the_table_of_desa_ends_with_their_sum(demo_store: api.Store) -> None:
    made = api.make_briefing(demo_store, api.BriefingPlan("61", parts=("desa",)), "pdf")
    (table,) = (item for item in made.sheets[-1].items if isinstance(item, Table))
    dates, *rows, last = table.full
    assert dates == ("", *["10 Okt 2025"] * 4)
    assert last == ("Kalimantan Barat", "334", "2.047", "759", "2.047")
    counts = [[int(text) if text != "–" else 0 for text in row[1:]] for row in rows]
    assert [sum(column) for column in zip(*counts, strict=True)] == [334, 2047, 759, 2047]
    assert not [cell.text for cell in table.head if cell.text.endswith("…")]


def words_of(sheet: Sheet, name: str) -> str:
    """The words of one text of a page, lines joined."""
    return " ".join(line for item in sheet.items if isinstance(item, Text) and item.name == name for line in item.lines)


def test_the_ranking_says_why_its_gaps_do_not_add_up(demo_store: api.Store) -> None:
    made = api.make_briefing(demo_store, api.BriefingPlan("61", parts=("ranking",)), "pdf")
    (table,) = (item for item in made.sheets[0].items if isinstance(item, Table))
    total = sum(int(row[-1].replace(".", "")) for row in table.full)
    assert api.area_values(demo_store, "61", "adm2", "ucj").area["gap_people"] == 466_867
    assert total == 451_251  # Ketapang is above its target, and Kota Pontianak has a lower one of its own
    assert f"{say_count('id', total)} orang, sedangkan kekurangan seluruh wilayah 466.867:" in words_of(
        made.sheets[0], "note"
    )


def test_a_target_is_written_alike_on_every_page(demo_store: api.Store) -> None:
    plan = api.BriefingPlan("61", parts=("cover", "map", "trend", "ranking"))
    made = api.make_briefing(demo_store, plan, "pdf")
    text = "\n".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(made.content)).pages)
    assert text.count("59,56%") >= 4
    assert "59,6%" not in text


@pytest.fixture
def real_officials(demo_copy: api.Store) -> api.Store:
    """The demonstration with officials of Kayong Utara of a real source beside simulated workers and councils."""
    desa = api.area_tree(demo_copy).below("61.11", "adm4")
    rows = [(code, "aparat_registered", "all", "2025-12-20", 1, 1) for code in desa.index[desa["kind"] == "desa"]]
    columns = ["unit_code", "indicator", "segment", "as_of", "numerator", "denominator"]
    with demo_copy.writing() as connection:
        number = add_import(connection, Provenance("coverage", "a.csv", source="DPMD <b>KU</b>", as_of="2025-12-20"))
        add_observations(connection, number, pd.DataFrame(rows, columns=columns))
    return demo_copy


ORIGINS: dict[Lang, tuple[str, str, str]] = {
    "id": (
        "Cakupan UCJ: per 31 Desember 2025. Sumber: Data simulasi UCJMap, bukan data resmi. Data simulasi",
        "Desa dengan aparat terdaftar: per 20 Desember 2025. Sumber: DPMD <b>KU</b>. ",
        "Desa dengan BPD terdaftar: per 10 Oktober 2025. Sumber: Data simulasi UCJMap, bukan data resmi. Data simulasi",
    ),
    "en": (
        "UCJ coverage: as of 31 December 2025. Source: Data simulasi UCJMap, bukan data resmi. Simulated data",
        "Desa with registered officials: as of 20 December 2025. Source: DPMD <b>KU</b>. ",
        "Desa with a registered council: as of 10 October 2025. Source: Data simulasi UCJMap, bukan data resmi. "
        "Simulated data",
    ),
}
DATES: dict[Lang, tuple[str, str, str]] = {
    "id": ("31 Des 2025", "20 Des 2025", "10 Okt 2025"),
    "en": ("31 Dec 2025", "20 Dec 2025", "10 Oct 2025"),
}


@pytest.mark.parametrize("lang", every(2, ["id", "en"]))
def test_pages_with_several_indicators_tell_each_date_and_source(real_officials: api.Store, lang: Lang) -> None:
    plan = api.BriefingPlan("61.11", parts=("cover", "desa", "atlas"), lang=lang)
    made = api.make_briefing(real_officials, plan, "pdf")
    cover, contents, *others = made.sheets
    assert contents.title in ("Daftar isi", "Contents")
    tables = [sheet for sheet in others if not words_of(sheet, "figure 0")]
    ucj, officials, council = ORIGINS[lang]
    assert all(origin in words_of(cover, "provenance") for origin in (ucj, officials, council))
    by_area, *lists = tables
    assert all(origin in words_of(by_area, "provenance") for origin in (officials, council))
    assert ucj not in words_of(by_area, "provenance")
    # The badge stands although the first indicator of the page is real.
    assert {"id": "Data simulasi", "en": "Simulated data"}[lang] in words_of(by_area, "badges")
    assert len(lists) >= 6
    for page in lists:
        assert all(origin in words_of(page, "provenance") for origin in (ucj, officials, council))
        for table in (item for item in page.items if isinstance(item, Table)):
            first = DATES[lang][0]
            assert table.full[0] == ("", "", "", first, first, *DATES[lang][1:])
            assert not [cell.text for cell in (*table.head, *table.rows[0]) if cell.text.endswith("…")]
    assert [problem for sheet in made.sheets for problem in sheet.problems()] == []
