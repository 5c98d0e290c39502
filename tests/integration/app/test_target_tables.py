"""The way to a target in words, and areas in the order of theirs as a table for people."""

import re

import pytest

from ucjmap import api
from ucjmap.api.figures.trajectories import AreaTrajectory
from ucjmap.app.map.target_panel import trajectory_sentences, trajectory_table
from ucjmap.app.map.trend_chart import trend_chart
from ucjmap.indicators import Target, measure_gap
from ucjmap.indicators.trajectory import Pace, project
from ucjmap.words import Lang


def test_a_gap_has_the_sign_that_it_has_on_the_map(demo_store: api.Store) -> None:
    ranking = api.rank_trajectories(demo_store, "61", "adm2", "ucj", target="2025@dikutip pers Kalimantan Barat")
    table = trajectory_table("en", ranking, "people").data
    mapped = api.area_values(
        demo_store, "61", "adm2", "ucj", measure="gap", target="2025@dikutip pers Kalimantan Barat"
    ).units
    shown = table.set_index("Code")
    assert dict(shown["Gap to target, points"]) == pytest.approx(dict(mapped["value"]))
    assert (mapped["value"] < 0).any()
    assert dict(shown["Missing to the target, people"]) == dict(mapped["gap_people"])


def test_what_the_order_goes_by_stands_first(demo_store: api.Store) -> None:
    table = trajectory_table("en", api.rank_trajectories(demo_store, "61", "adm2", "ucj"), "people").data
    assert list(table.columns[:5]) == ["Place", "Area", "State", "Arrives", "Years late"]
    late = table["Years late"].dropna()
    assert late.is_monotonic_decreasing
    assert len(late) > 1
    assert (late % 1 > 0).any()  # ordered by what is known exactly, written in whole years


def on_the_way(pace: Pace, year: int) -> AreaTrajectory:
    """An area at 28 % at the end of 2025 whose target is 48 % at the end of ``year``."""
    target = Target("17", "ucj", year, "uji", 0.48)
    choice = api.TargetChoice(target, "Bengkulu", inherited=False, reason="")
    way = project(0.28, "2025-12-31", pace, target.rate, year)
    gap = measure_gap(target, 280, 1000)
    return AreaTrajectory("17", "Bengkulu", 280, 1000, 0.28, "2025-12-31", "2025-12-31", pace, choice, gap, way)


@pytest.mark.parametrize(
    ("lang", "pace", "year", "said"),
    [
        (
            "id",
            0.11,
            2027,
            "Dengan laju +11,0 poin per tahun dari 3 tanggal, target tercapai Oktober 2027: tepat waktu.",
        ),
        (
            "id",
            0.015,
            2026,
            "Dengan laju +1,5 poin per tahun dari 3 tanggal, target tercapai 2039: terlambat sekitar 12 tahun.",
        ),
        (
            "en",
            0.11,
            2026,
            "At +11.0 points a year from 3 dates the target is reached in October 2027: about 10 months late.",
        ),
        ("en", 0.10, 2027, "At +10.0 points a year from 3 dates the target is reached in 2028: less than a year late."),
        (
            "en",
            -0.01,
            2027,
            "At −1.0 points a year from 3 dates the target is never reached.",
        ),
    ],
)
def test_an_arrival_is_told_with_the_pace_it_rests_on(lang: Lang, pace: float, year: int, said: str) -> None:
    found = on_the_way(Pace(pace, "2023-12-31", "2025-12-31", 3), year)
    sentences = trajectory_sentences(lang, found, "orang")
    assert sentences[-1] == said
    assert any(re.search("Only 3 dates|Hanya 3 tanggal", sentence) for sentence in sentences)


def test_a_line_between_two_dates_is_called_that() -> None:
    found = on_the_way(Pace(0.11, "2024-12-31", "2025-12-31", 2), 2027)
    assert "Hanya 2 tanggal: garis antara keduanya, bukan kecenderungan." in trajectory_sentences("id", found, "orang")
    enough = on_the_way(Pace(0.11, "2021-12-31", "2025-12-31", 4), 2027)
    assert "Hanya" not in " ".join(trajectory_sentences("id", enough, "orang"))


def test_the_table_tells_no_day_and_how_many_dates_there_are(demo_store: api.Store) -> None:
    ranking = api.rank_trajectories(demo_store, "61", "adm2", "ucj")
    shown = trajectory_table("id", ranking, "orang").to_html()
    assert not set(ranking["arrives"].dropna()) & set(re.findall(r"\d{4}-\d\d-\d\d", shown))
    assert not re.search(r">\d{1,2} [A-Z][a-z]+ \d{4}<", shown)
    assert "Tanggal di balik laju" in shown
    table = trajectory_table("en", ranking, "people").data.set_index("Code")
    for code in ("61.01", "61.04"):
        pace = api.area_trajectory(demo_store, code, "ucj").pace
        assert pace is not None
        assert table.at[code, "Dates behind the pace"] == pace.dates


def test_the_line_of_the_chart_ends_at_the_arrival_as_it_is_told(demo_store: api.Store) -> None:
    found = on_the_way(Pace(0.11, "2023-12-31", "2025-12-31", 3), 2027)
    chart = trend_chart("en", api.area_trend(demo_store, "17", "ucj"), found.way).to_json()
    assert "Present pace (+11.0 points a year from 3 dates): 48.0%, October 2027" in chart
