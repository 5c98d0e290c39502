"""One map has one answer: page, pictures, slides, tables, layers, documents, commands and HTTP all say the same."""

import io
import itertools
import random
import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Any, Final

import numpy as np
import pandas as pd
import pypdf
import pytest

from tests.integration import mixed_store
from tests.integration.mixed_store import DESA, MIDDLE, OFFICE, OLD, OLDEST, SISTER, TRIAL
from tests.integration.places.all_places import ON_PAPER, PLACES
from tests.integration.places.page import map_specs, open_page, page_text, ranking_of
from tests.integration.places.paper import slide_text, svg_text
from tests.integration.places.programs import read_document
from tests.integration.places.tables import read_csv, read_lines, workbook_notes
from tests.integration.places.told import Asked, assert_told
from ucjmap import api
from ucjmap.api.outreach.lists import outreach_list
from ucjmap.errors import UsageError
from ucjmap.words import Lang

#: The grid. Areas of every level with a target of their own, an inherited one and none; a kota to which lists of desa
#: do not apply, a province without data; the newest date, one at which real counts begin, one before all counts.
GRID: Final[dict[str, Sequence[Any]]] = {
    "place": list(PLACES),
    "area": ["00", "61", "61.01", "61.02", "61.01.01", DESA, SISTER, "17.71", "17.01.01", "51"],
    "figure": [("ucj", "all"), ("aparat_registered", "all"), ("bpd", "all"), ("ucj", "bpu")],
    "measure": ["rate", "gap", "change", "rate at two dates", "gap at two dates"],
    "as_of": [None, MIDDLE, OLDEST],
    "level": ["below", "desa"],
    "marks": ["none", "circles", "chosen", "both"],
    "target": [None, "2026@Gubernur"],
    "lang": ["id", "en"],
}
_CHOSEN: Final = (DESA, "61.02.01", "17.01.02.2005")


def cover_pairs(factors: Mapping[str, Sequence[Any]], seed: int) -> Iterator[dict[str, Any]]:
    """Choices of one value of each factor, in which every two values of two factors come together at least once."""
    chance = random.Random(seed)
    pairs = itertools.combinations(factors.items(), 2)
    missing = {((one, a), (two, b)) for (one, of_one), (two, of_two) in pairs for a in of_one for b in of_two}
    while missing:
        chosen = dict(chance.choice(sorted(missing, key=repr)))
        for name in chance.sample(sorted(set(factors) - set(chosen)), len(factors) - len(chosen)):
            values = chance.sample(list(factors[name]), len(factors[name]))
            chosen[name] = max(values, key=lambda value: len(_pairs(factors, chosen | {name: value}) & missing))
        missing -= _pairs(factors, chosen)
        yield chosen


def _pairs(factors: Mapping[str, Sequence[Any]], chosen: Mapping[str, Any]) -> set[Any]:
    return set(itertools.combinations([(name, chosen[name]) for name in factors if name in chosen], 2))


def view_of(choice: Mapping[str, Any]) -> api.MapView:
    """The question that a choice stands for."""
    (indicator, segment), marks = choice["figure"], choice["marks"]
    measure, _, beside = choice["measure"].partition(" at ")
    before = "2023-12-31" if choice["as_of"] == OLDEST else OLD
    return api.MapView(
        area=choice["area"],
        level="adm4" if choice["level"] == "desa" else None,
        indicator=indicator,
        segment=segment,
        as_of=choice["as_of"],
        measure=measure,
        target=choice["target"],
        since=before if beside or measure == "change" else None,
        circles=marks in ("circles", "both"),
        chosen=_CHOSEN if marks in ("chosen", "both") else (),
        side=bool(beside),
        lang=choice["lang"],
    )


def name_of(choice: Mapping[str, Any]) -> str:
    """Name of a test: the values of ``GRID``, in its order."""
    return " ".join(str(choice[factor]) for factor in GRID)


CHOICES: Final = list(cover_pairs(GRID, seed=11))


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[api.Store]:
    with mixed_store.mixed_store(tmp_path_factory.mktemp("mixed")) as made:
        yield made


@pytest.mark.parametrize("choice", CHOICES, ids=name_of)
def test_every_place_says_the_answer(store: api.Store, tmp_path: Path, choice: dict[str, Any]) -> None:
    asked, place = Asked(store, view_of(choice), tmp_path), choice["place"]
    if asked.answer.is_whole_country and place in ON_PAPER:
        with pytest.raises(UsageError):
            asked.make("svg")
        return
    PLACES[place](asked)


@pytest.mark.parametrize("choice", CHOICES[::2], ids=name_of)
def test_the_answer_is_what_was_loaded(store: api.Store, choice: dict[str, Any]) -> None:
    """Counts, dates, sources and gaps of every area, added up from the rows of the store by other means."""
    answer = api.answer_map(store, view_of(choice))
    observations = _counts_in_force(store, answer)
    rows = [answer.areas.row(code) for code in answer.areas.codes] + [dict(answer.row)]
    for row in rows:
        own = observations[observations["unit_code"].str.startswith("" if row["code"] == "00" else row["code"])]
        numerator, denominator = (own[name].sum(min_count=1) for name in ("numerator", "denominator"))
        told = [row[name] for name in ("numerator", "denominator", "desa_with_data", "rate")]
        assert told == pytest.approx([numerator, denominator, len(own), numerator / denominator], nan_ok=True)
        if answer.areas.measure != "change":  # the origin of a change is that of both dates
            assert set(row["sources"]) == set(own["source"])
            assert row["is_simulated"] == own["simulated"].any()
            newest = row["newest"] if isinstance(row["newest"], str) else None
            assert newest == (own["as_of"].max() if len(own) else None)
        target = _target_of(answer, row["code"])
        missing = np.nan if target is None else np.maximum(0, np.ceil(round(target * denominator - numerator, 6)))
        assert row["gap_people"] == pytest.approx(missing, nan_ok=True)


def _counts_in_force(store: api.Store, answer: api.MapAnswer) -> pd.DataFrame:
    """The newest count of every desa on or before the date of the answer, one row a desa."""
    query = """
        SELECT unit_code, max(observations.as_of) AS as_of, numerator, denominator, source, simulated
        FROM observations JOIN imports ON imports.id = import_id
        WHERE indicator = ? AND segment = ? AND observations.as_of <= ? AND length(unit_code) = 13
        GROUP BY unit_code
    """
    view = answer.view
    with closing(sqlite3.connect(store.url.removeprefix("sqlite:///"))) as connection:
        return pd.read_sql(query, connection, params=(view.indicator, view.segment, answer.as_of))


def _target_of(answer: api.MapAnswer, code: str) -> float | None:
    """Rate of the target in force: that of the area itself, else of the nearest above it; a segment has none."""
    if answer.view.segment != "all":
        return None
    above = [code[:length] for length in (13, 8, 5, 2) if len(code) >= length]
    for unit in above:
        for unit_code, indicator, year, issuer, rate, is_comparable in mixed_store.TARGETS:
            is_asked_for = answer.view.target in (None, f"{year}@{issuer}")
            if (unit_code, indicator, is_comparable) == (unit, answer.view.indicator, True) and is_asked_for:
                return rate
    return None


@pytest.mark.parametrize("choice", CHOICES[::3], ids=name_of)
def test_no_sentence_is_the_same_in_both_languages(store: api.Store, choice: dict[str, Any]) -> None:
    """A text without a translation would stand in English on an Indonesian page."""
    indonesian, english = (
        _sentences(api.answer_map(store, replace(view_of(choice), lang=lang))) for lang in ("id", "en")
    )
    assert indonesian
    assert indonesian & english == set()


def _sentences(answer: api.MapAnswer) -> set[str]:
    told = {key.caption for key in answer.key_figures} | {note.text for note in answer.notes}
    told |= {answer.title, answer.subtitle, *answer.legend.notes, *answer.selection_words, *map(str, answer.provenance)}
    return told


def test_a_desa_with_a_target_of_its_own_lacks_50_people_everywhere(store: api.Store, tmp_path: Path) -> None:
    """80 % of 100 workers are 80, and 30 are registered: never the 20 that its kabupaten's 50 % would give."""
    asked = Asked(store, api.MapView(DESA, circles=True, lang="en"), tmp_path)
    document = read_document(asked)
    (spec,) = map_specs(page := open_page(asked))
    (row,) = (row for row in read_csv(asked.make("csv").content) if row["code"] == DESA)
    (area,) = (area for area in document["areas"] if area["code"] == DESA)
    key_figures = {key["key"]: key for key in document["key_figures"]}
    card = "Gap to target, people 50 still to be registered"
    assert_told(page_text(page), [card, "Target 80.00% in 2026: Kades"])
    assert_told(svg_text(asked.make("svg").content), [card, "Target 80.00% in 2026: Kades"])
    assert {
        "list": outreach_list(store, "61.01", "adm4").areas.at[DESA, "gap_people"],
        "ranking": float(ranking_of(page)[DESA][6]),
        "circle": spec["circles"][DESA][0],
        "CSV": float(row["gap_people"]),
        "JSON": area["gap_people"],
        "JSON card": key_figures["gap_people"]["figure"]["value"],
    } == dict.fromkeys(("list", "ranking", "circle", "CSV", "JSON", "JSON card"), 50)
    assert (row["target_rate"], row["target_issuer"], area["target"]["issuer"]) == ("0.8", "Kades", "Kades")


def test_a_desa_is_told_apart_from_the_mixed_map_that_it_is_on(store: api.Store, tmp_path: Path) -> None:
    asked = Asked(store, api.MapView(DESA, lang="en"), tmp_path)
    own = f"Desa 00 Kal: as of 30 June 2025. Source: {OFFICE}."
    of_map = f"Source: {OFFICE}; {TRIAL} (Simulated data, not official). As of 30 June 2025 to 31 December 2025."
    opened = open_page(asked)
    page = page_text(opened)
    (figure,) = [each.proto.body for each in opened.get("html") if 'class="ucj-key"' in each.proto.body]
    assert "<strong>As of 30 June 2025</strong>" in figure
    assert any(":orange-badge[Simulated data, not official]" in each.value for each in opened.markdown)
    for told in (page, svg_text(asked.make("svg").content), " ".join(map(str, read_lines(asked)))):
        assert_told(told, [own, of_map])


def test_the_gaps_of_the_parts_are_not_that_of_the_whole(store: api.Store, tmp_path: Path) -> None:
    """61.01 lacks 33 to its own 50 %, 61.02 lacks 116 to the 70.56 % of Kalbar, which lacks 227."""
    asked = Asked(store, api.MapView("61"), tmp_path)
    line = (
        "Jumlah kekurangan wilayah dalam daftar ini 149 orang, sedangkan kekurangan seluruh wilayah 227: kelebihan wilayah "
        "yang sudah melampaui target tidak menutup kekurangan wilayah lain, dan wilayah dapat mempunyai target sendiri."
    )
    plan = api.BriefingPlan("61", parts=("ranking",))
    ranking = pypdf.PdfReader(io.BytesIO(api.make_briefing(store, plan, "pdf").content)).pages[0].extract_text()
    for told in (page_text(open_page(asked)), workbook_notes(asked), ranking, read_document(asked)["gap_sum"]):
        assert_told(told, [line])


@pytest.mark.parametrize(
    ("lang", "words"), [("id", "Kelas bawaan, belum ditetapkan."), ("en", "Default classes, not set")]
)
def test_nobody_has_set_the_bands(store: api.Store, tmp_path: Path, lang: Lang, words: str) -> None:
    asked = Asked(store, api.MapView("61", lang=lang), tmp_path)
    slide, page = slide_text(asked.make("pptx").content), asked.make("html").content.decode()
    for told in (page_text(open_page(asked)), svg_text(asked.make("svg").content), slide, page):
        assert_told(told, [words])


def test_part_of_a_kabupaten_gives_its_name_to_no_figure(store: api.Store) -> None:
    """One of the twelve desa of Kalbar has counts of this segment: its kabupaten has data, and five other desa."""
    answer = api.answer_map(store, api.MapView("61", segment="bpu", lang="en"))
    assert (answer.with_data, answer.row["desa_with_data"]) == (1, 1)
    assert answer.key_figures[0].label.startswith("1 desa/kelurahan with data: UCJ coverage")


def test_jakon_in_kalbar_rose_by_one_point_and_three_came_in(demo_store: api.Store, tmp_path: Path) -> None:
    view = api.MapView("61", segment="jakon", measure="change", since=OLD)
    asked = Asked(demo_store, view, tmp_path)
    card = "Jasa konstruksi (Jakon) · Perubahan sejak 31 Desember 2024, poin +1,1 34,6% → 35,7%"
    entered = "Di luar perubahan ini, cakupan bergeser +3,0 poin karena desa/kelurahan yang dihitung berbeda: 276 baru berdata"
    for told in (page_text(open_page(asked)), svg_text(asked.make("svg").content)):
        assert_told(told, [card, entered])
    document = read_document(asked)
    assert round(100 * document["figure"]["value"], 1) == 1.1
    assert any(entered in note["text"] for note in document["notes"])
    rows = read_csv(Asked(demo_store, replace(view, area="00", level="adm1"), tmp_path).make("csv").content)
    (kalbar,) = (row for row in rows if row["code"] == "61")
    assert [round(100 * float(kalbar[name]), 1) for name in ("value", "entry_points")] == [1.1, 3.0]


def test_three_provinces_are_not_indonesia(demo_store: api.Store, tmp_path: Path) -> None:
    asked = Asked(demo_store, api.MapView(), tmp_path)
    words = ["3 provinsi yang berdata: Cakupan UCJ", "33,9%", "Data untuk 6.864 dari 83.762 desa/kelurahan (8,2%)."]
    svg, slide = svg_text(asked.make("svg").content), slide_text(asked.make("pptx").content)
    for told in (page_text(open_page(asked)), svg, slide, workbook_notes(asked), asked.make("html").content.decode()):
        assert_told(told, words)


def test_a_cover_has_one_target(demo_store: api.Store) -> None:
    plan = api.BriefingPlan("61", parts=("cover",))
    cover = pypdf.PdfReader(io.BytesIO(api.make_briefing(demo_store, plan, "pdf").content)).pages[0].extract_text()
    assert "59,56%" in cover
    assert "59,6%" not in cover


def test_a_province_without_data_has_a_page(store: api.Store, tmp_path: Path) -> None:
    asked = Asked(store, api.MapView("51", since=OLD, side=True, lang="en"), tmp_path)
    assert_told(
        page_text(open_page(asked)), ["Source: No data yet.", "UCJ coverage No data yet No counts were loaded."]
    )
