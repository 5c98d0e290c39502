"""Briefings: every page in both formats, words that are figures of the store, batches that are whole or not there."""

import io
import zipfile
from pathlib import Path

import pypdf
import pytest
from pptx import Presentation

from tests.integration.command import run_inside
from ucjmap import api
from ucjmap.errors import UsageError
from ucjmap.render.static.sheet import Table
from ucjmap.words import say_count, say_rate

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
    assert "Catatan <b>kami</b>" in pages[1].extract_text()


def test_the_atlas_lists_every_desa_once(demo_store: api.Store, briefing: api.Briefing) -> None:
    text = "\n".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(briefing.content)).pages)
    desa = api.area_tree(demo_store).below(AREA, "adm4")
    assert [name for name in desa["name"] if name not in text] == []


def test_the_summary_says_the_figures_of_the_store(demo_store: api.Store) -> None:
    values = api.MapView("17").values(demo_store)
    sentences = " ".join(api.summary_sentences(demo_store, "id", values))
    assert say_rate("id", values.area["rate"]) in sentences
    assert say_count("id", values.area["numerator"]) in sentences
    gap = api.area_gap(demo_store, values)
    assert gap is not None
    assert say_count("id", gap.people) in sentences
    highest = values.units.loc[values.units["rate"].idxmax()]
    assert f"{highest['name']} ({say_rate('id', highest['rate'])})" in sentences


def test_no_figure_gives_no_sentence(small_store: api.Store) -> None:
    values = api.MapView("61").values(small_store)
    sentences = api.summary_sentences(small_store, "en", values)
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
    missing = api.MapView("61.09", "adm4").values(demo_store).without_data
    text = "\n".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(made.content)).pages)
    assert "Belum ada…" not in text
    assert text.count("Belum ada data") >= missing > 0


def test_the_table_of_desa_ends_with_their_sum(demo_store: api.Store) -> None:
    made = api.make_briefing(demo_store, api.BriefingPlan("61", parts=("desa",)), "pdf")
    (table,) = (item for item in made.sheets[-1].items if isinstance(item, Table))
    *rows, last = table.full
    assert last == ("Kalimantan Barat", "334", "2.047", "759", "2.047")
    counts = [[int(text) if text != "–" else 0 for text in row[1:]] for row in rows]
    assert [sum(column) for column in zip(*counts, strict=True)] == [334, 2047, 759, 2047]
    assert not [cell.text for cell in table.head if cell.text.endswith("…")]
