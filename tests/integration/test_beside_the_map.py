"""Where figures stand without a map - profile, card, trend, targets, lists, letters - they are those of the map."""

import html
import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from unittest import mock

import docx
import numpy as np
import pandas as pd
import pypdf
import pytest
from streamlit.testing.v1 import AppTest

from tests.command import run_inside
from tests.integration import mixed_store
from tests.integration.mixed_store import COUNCILS, DESA, OFFICE, OLD, OLDEST, SISTER, TRIAL
from tests.integration.places.page import page_text
from tests.integration.places.told import assert_told, squeeze
from ucjmap import api
from ucjmap.api.maps.captions import dates_inside, desa_question, say_dates, yes_or_no
from ucjmap.api.outreach import export_letters, export_list, lists, priorities
from ucjmap.api.outreach.lists import FIGURES
from ucjmap.api.outreach.presets import preset_weights
from ucjmap.app.map.published_panel import comparison_line
from ucjmap.app.map.target_panel import trajectory_sentences
from ucjmap.codes import Level
from ucjmap.schema import ALL_SEGMENTS
from ucjmap.store import Provenance, add_import, add_published
from ucjmap.words import Lang, say_count, say_rate

AREAS = ("00", "61", "61.01", "61.02", "61.01.01", DESA, SISTER, "61.02.01.2001", "17", "17.71", "17.01.01", "51")
KEYS = ("ucj", "aparat_registered", "bpd_registered", "bpd", "aparat")
SIMULATED = {"id": "Data simulasi, bukan data resmi", "en": "Simulated data, not official"}


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[api.Store]:
    with mixed_store.mixed_store(tmp_path_factory.mktemp("beside")) as made:
        yield made


def answer_of(
    store: api.Store, area: str, indicator: str = "ucj", segment: str = ALL_SEGMENTS, **view: object
) -> api.MapAnswer:
    question = api.MapView(area, indicator=indicator, segment=segment)
    return api.answer_map(store, replace(question, **view))  # type: ignore[arg-type]


def indicators() -> Iterator[tuple[str, str]]:
    for key, indicator in api.load_indicators().items():
        for segment in indicator.segments or (ALL_SEGMENTS,):
            yield key, segment


def _profile_page() -> None:
    from ucjmap.app import profile_page

    profile_page.show()


def profile_text(store: api.Store, **params: str) -> tuple[str, list[str]]:
    """All words of the page of a profile, and those of each of its cards."""
    page = AppTest.from_function(_profile_page, default_timeout=60)
    page.query_params.update(params)
    with mock.patch.object(api, "default_store", return_value=store):
        page.run()
    assert not page.exception
    (cards,) = (part.proto.body for part in page.get("html") if 'class="ucj-profile"' in part.proto.body)
    each = re.findall(r"<div><dt>.*?</div>", cards)
    return page_text(page), [html.unescape(re.sub(r"<[^>]*>", " ", card)) for card in each]


@pytest.mark.parametrize(
    ("area", "lang"), [("00", "id"), ("61", "en"), ("61.01", "id"), (DESA, "en"), ("17.71", "id"), ("51", "en")]
)
def test_a_profile_says_what_the_maps_say(store: api.Store, area: str, lang: Lang) -> None:
    told, cards = profile_text(store, area=area, lang=lang)
    profile = api.area_profile(store, area)
    for (key, segment), card, own in zip(indicators(), cards, profile.rows, strict=True):
        answer = answer_of(store, area, key, segment, lang=lang)
        rate = answer.key_figures[0]
        if area == DESA and own.indicator.counts_desa:  # of a single desa it is said whether
            told_rate = yes_or_no(lang, answer.row["rate"])
            assert_told(card, [desa_question(lang, own.indicator), told_rate, dates_inside(lang, answer.row)])
            continue
        assert_told(card, [answer.name, rate.text])
        if rate.figure is None:
            continue
        assert answer.period != ""
        assert_told(card, [dates_inside(lang, answer.row), own.indicator.units[lang]])
        assert_told(card, [say_count(lang, answer.row["numerator"]), say_count(lang, answer.row["denominator"])])
        assert_told(told, [answer.origin.text])
        assert (": " in card.split(rate.text)[0]) == bool(answer.part)
        if answer.row["is_simulated"]:
            assert_told(told, [f"orange-badge[{SIMULATED[lang]}]"])


@pytest.mark.parametrize(
    ("area", "as_of"), [*((area, None) for area in AREAS), ("61", OLD), (DESA, OLD), ("17", "2030-01-01")]
)
def test_a_profile_has_the_figures_and_ranks_of_the_maps(store: api.Store, area: str, as_of: str | None) -> None:
    for row in api.area_profile(store, area, as_of=as_of).rows:
        answer = answer_of(store, area, row.indicator.key, row.segment, as_of=as_of)
        for name in ("numerator", "denominator", "rate", "desa", "desa_with_data", "is_simulated", "sources"):
            assert row.row[name] == pytest.approx(answer.row[name], nan_ok=True) if name == "rate" else True
            assert row.row[name] == answer.row[name] or np.isnan(answer.row[name]), name
        assert say_dates("id", row.row) == answer.period
        if answer.parent is None:
            assert row.rank is None
            continue
        around = answer_of(store, answer.parent, row.indicator.key, row.segment, as_of=as_of or "2030-01-01")
        place = around.areas.places[area]
        rank = None if row.rank is None else row.rank.place
        assert rank == around.areas.ranks[place]


@pytest.mark.parametrize("area", AREAS)
def test_a_card_names_every_date_and_source(store: api.Store, area: str) -> None:
    card = api.area_card(store, api.MapView(lang="en"), area)
    origins = " ".join(line.text for line in card.origins)
    rows = {row.label.rpartition(": ")[2]: row for row in card.rows}
    simulated = False
    for key, segment in indicators():
        answer = answer_of(store, area, key, segment, lang="en")
        if answer.key_figures[0].figure is None or (api.load_indicators()[key].counts_desa and card.is_desa):
            continue
        assert rows[answer.name].text == answer.key_figures[0].text
        assert_told(rows[answer.name].detail, [dates_inside("en", answer.row)])
        assert_told(origins, [answer.origin.text])
        simulated |= answer.row["is_simulated"]
    assert any(badge.kind == "simulated" for badge in card.badges) >= simulated


def test_picked_areas_are_told_with_the_dates_and_sources_of_their_own_counts(store: api.Store) -> None:
    """A real count of June and simulated ones of December, and a desa of a province that the map does not show."""
    answer = answer_of(store, "61", chosen=(DESA, "61.02.01", "17.01.02.2005"), lang="en")
    first = answer.selection_words[0]
    assert f"as of 30 June 2025 to 31 December 2025. Source: {OFFICE}; {TRIAL}. {SIMULATED['en']}." in first
    alone = answer_of(store, "61.02", chosen=(DESA,), lang="en")
    assert alone.selection_words[0].endswith(f"30 of 100 people, as of 30 June 2025. Source: {OFFICE}.")


@pytest.mark.parametrize("area", AREAS)
@pytest.mark.parametrize("as_of", [None, OLD, OLDEST])
def test_the_way_to_a_target_begins_at_the_figure_of_the_map(store: api.Store, area: str, as_of: str | None) -> None:
    for key in KEYS:
        answer, way = answer_of(store, area, key, as_of=as_of), api.area_trajectory(store, area, key, as_of=as_of)
        row = answer.row
        assert (way.rate, way.numerator) == pytest.approx((row["rate"], row["numerator"]), nan_ok=True)
        assert (way.target.target if way.target else None) == (row["target"])
        if np.isfinite(row["gap_people"]):
            assert way.gap is not None
            assert way.way is not None
            assert (way.gap.people, way.gap.points) == (row["gap_people"], row["gap_points"])
            assert (way.way.state == "reached") == (row["gap_people"] == 0)
        else:
            assert way.gap is None
        if np.isfinite(row["rate"]):
            said = trajectory_sentences("id", way, "orang")[0]
            assert said == f"{way.name}: {say_rate('id', row['rate'])}, {dates_inside('id', row)}."


@pytest.mark.parametrize("area", AREAS)
def test_the_last_of_a_trend_is_the_figure_of_the_map(store: api.Store, area: str) -> None:
    for key, segment in indicators():
        trend, row = api.area_trend(store, area, key, segment), answer_of(store, area, key, segment).row
        if trend.empty:
            assert np.isnan(row["rate"])
            continue
        last = trend.iloc[-1]
        for name in ("rate", "numerator", "denominator", "desa", "desa_with_data"):
            assert last[name] == pytest.approx(row[name], nan_ok=True), name
        origin = api.trend_origin(store, trend, key, segment)
        assert set(row["sources"]) <= set(origin["sources"])
        assert origin["newest"] == (row["newest"] if np.isfinite(row["rate"]) else None)


def test_a_trend_names_the_sources_of_its_earlier_dates(store: api.Store) -> None:
    """Officials: a trial of 2024, then a list of the councils' office."""
    told, _ = profile_text(store, area="61.01", indicator="aparat_registered", lang="en")
    assert_told(told, [f"Trend: as of 31 December 2024 to 10 October 2025. Source: {TRIAL}; {COUNCILS}"])
    plan = api.BriefingPlan(DESA.rpartition(".")[0], "aparat_registered", parts=("cover", "trend"), lang="en")
    content = api.make_briefing(store, plan, "pdf").content
    (path := Path(store.url.removeprefix("sqlite:///")).parent / "trend.pdf").write_bytes(content)
    cover, trend = (page.extract_text() for page in pypdf.PdfReader(path).pages)
    for page in (cover, trend):
        assert TRIAL in " ".join(page.split())
        assert_told(page, [SIMULATED["en"]])


@pytest.mark.parametrize(
    ("area", "level"), [("61", "adm2"), ("61", "adm4"), ("61.01.01", "adm4"), ("17", "adm4"), ("51", "adm4")]
)
def test_a_list_of_outreach_has_the_figures_of_the_map(store: api.Store, area: str, level: Level) -> None:
    listing = lists.outreach_list(store, area, level)
    for name, key in FIGURES.items():
        answer = answer_of(store, area, key, level=level)
        figure = listing.provenance.figures[name]
        assert (figure.oldest, figure.newest) == (answer.figure.oldest, answer.figure.newest)
        assert (figure.sources, figure.is_simulated) == (answer.sources, answer.is_simulated)
        for code in answer.areas.codes:
            row, own = answer.areas.row(code), listing.areas.loc[code]
            dates = "/".join(dict.fromkeys(filter(lambda date: isinstance(date, str), (row["oldest"], row["newest"]))))
            assert (own[f"{name}_as_of"] or "") == dates
            if key == "ucj":
                names = ("numerator", "denominator", "rate", "gap_people", "uncovered")
                assert [own[each] for each in names] == pytest.approx([row[each] for each in names], nan_ok=True)


def test_letters_and_lists_print_the_figures_of_the_map(store: api.Store, tmp_path: Path) -> None:
    listing = lists.outreach_list(store, "61", "adm4")
    ranked = priorities.rank_outreach(listing, preset_weights("balanced"))
    export_letters(listing, ranked, tmp_path / "letters.docx", lang="id")
    export_letters(listing, ranked, tmp_path / "letters.pdf", lang="id")
    export_list(store, listing, ranked, {}, tmp_path / "list.pdf", lang="id")
    document = docx.Document(str(tmp_path / "letters.docx"))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    word = squeeze(" ".join([*(part.text for part in document.paragraphs), *cells]))
    pdf = squeeze(" ".join(page.extract_text() for page in pypdf.PdfReader(tmp_path / "letters.pdf").pages))
    areas = answer_of(store, "61", level="adm4").areas
    for code in areas.codes:
        row = areas.row(code)
        assert squeeze(f"(kode {code})") in word
        if np.isfinite(row["rate"]):
            simulated = "; data simulasi" if row["is_simulated"] else ""
            said = squeeze(f"{say_rate('id', row['rate'])} ({dates_inside('id', row)}{simulated})")
            assert said in word
            assert said in pdf


@pytest.mark.parametrize(
    "command",
    [
        ["outreach", "rank", "--area", "61.01"],
        ["outreach", "clusters", "--area", "61"],
        ["outreach", "simulate", "need", "--area", "61", "--by", "2030-12-31", "--target", "0.9"],
        ["outreach", "simulate", "budget", "--area", "61", "--amount", "2000000"],
        ["values", "--area", "61"],
    ],
    ids=lambda command: command[-3] if command[0] == "values" else " ".join(command[:3]),
)
def test_a_command_says_where_its_figures_come_from(store: api.Store, command: list[str]) -> None:
    done = run_inside(*command, "--lang", "en", "--store", store.url)
    assert done.code == 0, done.err
    assert_told(done.out, [f"{OFFICE}; {TRIAL}", SIMULATED["en"]])


def test_a_printed_figure_is_the_same_on_the_map_and_beside_the_computed_one(store: api.Store) -> None:
    columns = [
        *("unit_code", "indicator", "segment", "as_of", "value", "numerator", "denominator"),
        "source",
        "note",
        "counts",
    ]
    rows = [
        ("61.02", "ucj", "all", "2025-11-30", None, 9, 148, "desa.nu", "", "people"),
        ("61.02", "ucj", "all", "2025-10-31", None, 80_101, None, "harian", "", "people"),
    ]
    with store.writing() as connection:
        number = add_import(connection, Provenance("published"))
        add_published(connection, number, pd.DataFrame(rows, columns=columns))
    told = [line.text for line in answer_of(store, "61.02").references]
    beside = [
        comparison_line("id", "ucj", one).replace("\\", "") for one in api.compare_published(store, "61.02", "ucj")
    ]
    for words in ("9 dari 148 = 6,08% (orang)", "80.101 (orang)"):
        assert any(text.startswith(words) for text in told)
        assert any(f"diterbitkan {words}," in text for text in beside), beside
