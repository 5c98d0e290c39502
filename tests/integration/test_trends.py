"""Trend, targets, profile, neighbours and data quality on the embedded demonstration."""

import numpy as np
import pandas as pd
import pytest
from streamlit.testing.v1 import AppTest

from ucjmap import api
from ucjmap.app.map.published_panel import comparison_line
from ucjmap.errors import UsageError
from ucjmap.schema import PUBLISHED_COLUMNS
from ucjmap.store import Provenance, add_import, add_published


@pytest.mark.parametrize(("code", "level"), [("00", "adm1"), ("17", "adm2"), ("61.01", "adm3"), ("61.01.01", "adm4")])
@pytest.mark.parametrize("indicator", ["ucj", "aparat_registered"])
def test_a_trend_is_what_the_map_shows_at_each_date(
    demo_store: api.Store, code: str, level: str, indicator: str
) -> None:
    trends = api.child_trends(demo_store, code, level, indicator)
    own = api.area_trend(demo_store, code, indicator)
    names = ["numerator", "denominator", "rate", "desa", "desa_with_data"]
    for date in own["as_of"].iloc[[0, -1]]:
        values = api.area_values(demo_store, code, level, indicator, as_of=date)
        found = trends[trends["as_of"] == date].set_index("code").loc[values.units.index, names]
        np.testing.assert_array_equal(found.to_numpy(dtype=float), values.units[names].to_numpy(dtype=float))
        row = own[own["as_of"] == date].iloc[0]
        assert [row[name] for name in names] == [values.area[name] for name in names]


def test_oku_selatan_falls_from_39_to_25_77_percent(demo_store: api.Store) -> None:
    trend = api.area_trend(demo_store, "16.09", "ucj").set_index("as_of")
    assert round(trend.at["2024-12-31", "rate"], 4) == 0.39
    assert (round(trend.at["2025-04-30", "rate"], 4), trend.at["2025-04-30", "fall"]) == (0.2577, "fall")
    assert api.area_trajectory(demo_store, "16.09", "ucj").way.state == "never"


def test_bengkulu_in_july_2025_lacks_20_points(demo_store: api.Store) -> None:
    found = api.area_trajectory(demo_store, "17", "ucj", as_of="2025-07-05", target="2025@dikutip pers Bengkulu")
    assert (round(found.rate, 4), round(found.gap.points, 4)) == (0.28, 0.20)


def test_targets_say_why_nothing_is_compared_with_them(demo_store: api.Store) -> None:
    choices = {choice.target.key: choice for choice in api.area_targets(demo_store, "61.71", "ucj")}
    assert choices["2026@dikutip faktakalbar.id"].is_comparable
    assert not choices["2025@RPJMN 2025-2029"].is_comparable
    assert choices["2030@dikutip pers Kalimantan Barat"].inherited
    assert not any(choice.is_comparable for choice in api.area_targets(demo_store, "61.71", "ucj", "bpu"))
    with pytest.raises(UsageError):
        api.area_trajectory(demo_store, "61.71", "ucj", target="2031@nobody")


def test_the_ranking_puts_those_who_never_arrive_first_and_the_arrived_last(demo_store: api.Store) -> None:
    target = "2030@dikutip pers Kalimantan Barat"
    ranking = api.rank_trajectories(demo_store, "61", "adm2", "ucj", target=target)
    states = list(ranking["state"])
    assert len(ranking) == 14
    assert states == sorted(states, key=["never", "far", "late", "on_track", "reached"].index)
    assert ranking.loc["61.04", "state"] == "reached"
    assert np.isnan(ranking.loc["61.04", "place"])
    late = ranking[ranking["state"] == "late"]["years_late"]
    assert late.is_monotonic_decreasing


def test_bali_prints_a_rate_that_its_counts_do_not_give(demo_store: api.Store) -> None:
    (bali,) = api.compare_published(demo_store, "51", "ucj")
    assert np.isnan(bali.computed)
    assert {round(reason.details["rate"], 4) for reason in bali.reasons if "rate" in reason.details} == {0.4990}


@pytest.mark.parametrize(
    ("of_desa", "of_people", "printed"), [("aparat_registered", "aparat", 0.84), ("bpd_registered", "bpd", 0.63)]
)
def test_a_percentage_of_desa_and_one_of_people_are_compared_apart(
    demo_store: api.Store, of_desa: str, of_people: str, printed: float
) -> None:
    (desa,) = api.compare_published(demo_store, "61", of_desa)
    (people,) = api.compare_published(demo_store, "61", of_people)
    assert (desa.counts, people.counts) == ("desa", "people")
    assert desa.printed == people.printed == printed
    assert desa.agrees
    assert not people.agrees
    assert people.difference < -0.05
    assert r"\(desa\)" in comparison_line("id", of_desa, desa)
    assert r"\(orang\)" in comparison_line("id", of_people, people)


@pytest.mark.parametrize(
    ("counts", "words"), [(None, "does not say whether"), ("people", "counts people, this indicator desa")]
)
def test_nothing_is_compared_with_what_counts_something_else(
    demo_copy: api.Store, counts: str | None, words: str
) -> None:
    figure = ("61", "bpd_registered", "all", "2025-12-31", 0.63, None, None, "berita", "", counts)
    with demo_copy.writing() as connection:
        number = add_import(connection, Provenance("published"))
        add_published(connection, number, pd.DataFrame([figure], columns=list(PUBLISHED_COLUMNS)))
    newest = api.compare_published(demo_copy, "61", "bpd_registered")[0]
    assert newest.counts == counts
    assert np.isnan(newest.difference)
    assert not newest.agrees
    assert [words in reason.text for reason in newest.reasons] == [True]
    assert words in comparison_line("en", "bpd_registered", newest)


def test_what_was_published_for_indonesia_rests_on_other_areas(demo_store: api.Store) -> None:
    newest = api.compare_published(demo_store, "00", "ucj")[0]
    assert not newest.agrees
    assert {"known": 6852, "all": 83762} in [reason.details for reason in newest.reasons]


def test_singkawang_touches_its_neighbours_and_they_touch_it(demo_store: api.Store) -> None:
    found = list(api.neighbours(demo_store, "61.72")["code"])
    assert found
    assert all("61.72" in list(api.neighbours(demo_store, code)["code"]) for code in found)
    assert api.neighbours(demo_store, "00").empty


def test_a_kecamatan_inside_a_selected_kabupaten_is_not_counted_again(demo_store: api.Store) -> None:
    alone = api.joint_figures(demo_store, ["61.01", "61.71"], "ucj")
    with_part = api.joint_figures(demo_store, ["61.01.01", "61.01", "61.71"], "ucj")
    assert (alone.numerator, alone.denominator) == (with_part.numerator, with_part.denominator)
    assert with_part.inside == (("61.01.01", "61.01"),)


def test_the_quality_of_bengkulu(demo_store: api.Store) -> None:
    quality = api.data_quality(demo_store, "17", "ucj")
    assert (quality.desa, quality.desa_with_data, quality.finding("missing").count) == (1513, 1496, 17)
    assert quality.finding("simulated").count == 1496
    assert len(quality.finding("missing").areas) == 17


@pytest.mark.parametrize("code", ["00", "17", "61.01", "61.01.01", "61.01.01.2001", "16.71.01.1001", "51"])
def test_every_level_has_a_profile(demo_store: api.Store, code: str) -> None:
    profile = api.area_profile(demo_store, code)
    shown = sum(len(indicator.segments) or 1 for indicator in api.load_indicators().values())
    assert len(profile.rows) == shown
    assert all(np.isnan(row.row["rate"]) == (not row.row["sources"]) for row in profile.rows)
    # The demonstration is simulated wherever it has a count, whatever the page was opened for.
    assert all(row.row["is_simulated"] == (row.row["desa_with_data"] > 0) for row in profile.rows)
    if code.endswith("1001"):  # a kelurahan has no aparat desa
        assert not next(row.applies for row in profile.rows if row.indicator.key == "aparat")


def test_of_a_single_desa_it_is_said_whether_it_is_registered(demo_store: api.Store) -> None:
    from ucjmap.app.profile_page import indicator_cards

    registered, whole = (api.area_profile(demo_store, code) for code in ("61.04.02.2001", "61.04"))
    cards = indicator_cards("id", registered)
    assert '<dt>Aparat terdaftar</dt><dd class="rate">sudah</dd><dd>per 10 Oktober 2025</dd>' in cards
    assert "1 dari 1 desa" not in cards
    assert "0 desa/kelurahan tanpa data" not in cards
    assert "Data untuk 262 dari 262 desa/kelurahan (100,0%)." in indicator_cards("id", whole)


def _page() -> None:
    from ucjmap.app import profile_page

    profile_page.show()


def test_the_page_shows_every_section(demo_store: api.Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(api, "default_store", lambda: demo_store)
    app = AppTest.from_function(_page, default_timeout=120)
    app.query_params.update({"area": "17", "lang": "en"})
    app.run()
    assert [title.value for title in app.header] == ["Bengkulu"]
    for section in ("targets", "neighbours", "quality", "trend"):
        app.segmented_control(key="profile-section").set_value(section).run()
        assert not app.exception
    texts = " ".join(part.value for part in app.markdown)
    assert "Fall of 9\\.0 points to 28\\.0% on 5 July 2025" in texts
    assert "Simulated data, not official" in texts
