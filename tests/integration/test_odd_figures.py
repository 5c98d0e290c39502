"""Counts and targets that nobody expects: every place says the same of them, and nothing is divided by zero."""

from collections.abc import Iterator

import numpy as np
import pandas as pd
import pytest

from tests.integration import mixed_store
from tests.integration.mixed_store import OFFICE
from tests.integration.places.page import open_page, page_text
from tests.integration.places.told import Asked, assert_told
from ucjmap import api
from ucjmap.api.maps import say_headline
from ucjmap.api.outreach import lists
from ucjmap.app.map.target_panel import trajectory_sentences
from ucjmap.schema import OBSERVATION_COLUMNS, TARGET_COLUMNS
from ucjmap.settings import get_settings
from ucjmap.store import Provenance, add_import, add_observations, add_targets

#: Kecamatan of Bali with three desa each: one in which nobody works, one with counts that contradict each other.
NOBODY, BEYOND = "51.01.01", "51.01.02"
TODAY, LATER = "2026-06-30", "2031-06-30"


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[api.Store]:
    with mixed_store.mixed_store(tmp_path_factory.mktemp("odd")) as made:
        _put_odd_figures(made)
        yield made


def _put_odd_figures(made: api.Store) -> None:
    nobody, beyond = ([*api.area_tree(made).below(code, "adm4")["code"]] for code in (NOBODY, BEYOND))
    counts = [(nobody[0], TODAY, 0, 0), (nobody[1], TODAY, 5, 0)]
    counts += [(beyond[0], TODAY, 110, 100), (beyond[1], TODAY, 80, 100), (beyond[1], LATER, 90, 100)]
    rows = [(code, "ucj", "all", as_of, part, whole) for code, as_of, part, whole in counts]
    targets = [
        ("51", "ucj", 2020, "Gubernur", 0.5, True, "lampau"),
        ("51.01", "ucj", 2026, "Bupati", 0.0, True, "nol"),
        (BEYOND, "ucj", 2027, "Camat", 1.5, True, "di atas semua"),
    ]
    with made.writing() as connection:
        number = add_import(connection, Provenance("coverage", source=OFFICE, as_of=TODAY))
        add_observations(connection, number, pd.DataFrame(rows, columns=list(OBSERVATION_COLUMNS)))
        frame = pd.DataFrame(targets, columns=list(TARGET_COLUMNS))
        add_targets(connection, add_import(connection, Provenance("targets")), frame)


def told(store: api.Store, area: str, as_of: str | None = TODAY) -> tuple[api.MapAnswer, list[str], str]:
    """The answer, the way to the target in words, and the words of the page."""
    view = api.MapView(area, as_of=as_of, lang="en")
    words = trajectory_sentences("en", api.area_trajectory(store, area, "ucj", as_of=as_of), "people")
    page = page_text(open_page(Asked(store, view, None)))  # type: ignore[arg-type]
    return api.answer_map(store, view), words, page


def test_where_nobody_works_there_is_no_rate_and_no_zero(store: api.Store) -> None:
    answer, words, page = told(store, NOBODY)
    assert np.isnan(answer.row["rate"])
    assert np.isnan(answer.row["gap_people"])
    assert say_headline(answer).endswith("no data yet.")
    assert words == [f"{answer.subject.name} has no data yet: no gap and no pace can be told."]
    assert_told(page, ["No data yet"])
    assert "nan" not in page.lower()
    listing = lists.outreach_list(store, NOBODY, "adm4")
    assert listing.areas["rate"].isna().all()
    assert listing.areas["gap_people"].isna().all()
    (row,) = (row for row in api.area_profile(store, NOBODY).rows if (row.indicator.key, row.segment) == ("ucj", "all"))
    assert row.rank is not None
    assert (np.isnan(row.row["rate"]), row.rank.place) == (True, None)


def test_a_target_of_nothing_is_reached_by_nobody_too(store: api.Store) -> None:
    answer, words, page = told(store, "51.01")
    assert answer.row["target"].rate == 0
    assert (answer.row["gap_people"], round(answer.row["gap_points"], 4)) == (0, -0.975)
    assert "the target 0.00% for 2026 is reached" in say_headline(answer)
    assert any(sentence.startswith("The target 2026: 0.00% · Bupati is reached") for sentence in words)
    assert_told(page, ["Gap to target, people 0 target reached"])


def test_a_target_above_everybody_is_never_reached(store: api.Store) -> None:
    """190 of 200 are covered, 300 are asked for: 110 more than there are uncovered, and no place says less."""
    answer, words, page = told(store, BEYOND)
    assert (answer.row["gap_people"], answer.row["uncovered"]) == (110, 10)
    assert_told(" ".join(words), ["Gap to the target 2027: 150.00% · Camat: 55.0 points, 110 people."])
    assert_told(page, ["Gap to target, people 110 still to be registered", "Target 150.00% in 2027: Camat"])
    listing = lists.outreach_list(store, BEYOND, "adm4", as_of=TODAY)
    assert listing.areas["gap_people"].tolist() == answer.areas.columns["gap_people"].tolist() == [40, 70]


def test_of_more_covered_than_there_are_nobody_is_left_and_the_rate_is_said_to_be_wrong(store: api.Store) -> None:
    desa = str(api.area_tree(store).below(BEYOND, "adm4")["code"].iloc[0])
    answer, _, page = told(store, desa)
    assert (answer.row["rate"], answer.row["uncovered"]) == (1.1, 0)
    assert_told(page, ["110.0%", "The rate is above 100 %: the counts contradict each other."])
    assert lists.outreach_list(store, BEYOND, "adm4").areas.at[desa, "uncovered"] == 0


def test_a_target_whose_year_is_over_is_in_force_only_for_its_years(store: api.Store) -> None:
    assert api.answer_map(store, api.MapView("51", as_of=TODAY)).row["target"] is None
    chosen = api.answer_map(store, api.MapView("51", as_of=TODAY, target="2020@Gubernur", lang="en"))
    way = api.area_trajectory(store, "51", "ucj", target="2020@Gubernur", as_of=TODAY)
    assert (chosen.row["gap_people"], way.gap and way.gap.people) == (0, 0)


def test_a_count_of_a_day_to_come_is_told_by_its_date_and_not_before(store: api.Store) -> None:
    now, later = (api.answer_map(store, api.MapView(BEYOND, as_of=as_of, lang="en")) for as_of in (TODAY, None))
    assert (now.row["numerator"], later.row["numerator"]) == (190, 200)
    assert (now.period, later.period) == ("As of 30 June 2026", "As of 30 June 2026 to 30 June 2031")
    assert later.target is None  # no target is set for 2031 or later
    _, words, page = told(store, BEYOND, None)
    assert_told(page, [later.period])
    assert_told(" ".join(words), ["100.0%, as of 30 June 2026 to 30 June 2031.", "No target applies to it."])


def test_an_area_is_whole_from_the_very_share_of_the_setting_on(
    store: api.Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    row = api.answer_map(store, api.MapView("51.01")).row
    known, desa = row["desa_with_data"], row["desa"]
    assert 0 < known < desa
    labels = []
    for share in (known / desa, known / desa + 1e-6):
        monkeypatch.setenv("UCJMAP_WHOLE_FROM", str(share))
        get_settings.cache_clear()
        again = api.open_store(store.url)  # the first one keeps its answers
        labels.append(api.answer_map(again, api.MapView("51.01", lang="en")).key_figures[0].label)
        again.close()
    monkeypatch.undo()
    get_settings.cache_clear()
    assert labels == ["UCJ coverage", "1 kecamatan with data: UCJ coverage"]
