"""Change between two dates on common areas, against SQL that knows nothing of the roll-up."""

import sqlite3
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from tests.integration.api.test_api_figures import LENGTHS, SERIES
from tests.long_run import rest_long
from ucjmap import api
from ucjmap.api.figures.map_classes import reference_values
from ucjmap.api.figures.series import read_series
from ucjmap.api.maps import say_below_target
from ucjmap.app.map.trend_sentences import trend_sentences
from ucjmap.classify import Classing
from ucjmap.words import say_points

#: ``date`` is the number of a date, ``day`` the date itself.
NEWEST_ON_EACH_DATE = """
CREATE TEMP TABLE in_force AS
WITH counts AS (SELECT * FROM observations WHERE indicator = :indicator AND segment = :segment),
     dates AS (SELECT day, ROW_NUMBER() OVER (ORDER BY day) - 1 AS date FROM (SELECT DISTINCT as_of AS day FROM counts))
SELECT unit_code, date, day, as_of, numerator, denominator FROM (
    SELECT unit_code, date, day, as_of, numerator, denominator,
           ROW_NUMBER() OVER (PARTITION BY unit_code, date ORDER BY as_of DESC, import_id DESC) AS place
    FROM counts JOIN dates ON as_of <= day)
WHERE place = 1
"""
PAIRS_OF_DESA = """
CREATE TEMP TABLE pairs AS
SELECT now.unit_code AS code, since.date AS since, now.date AS date, now.as_of > since.day AS is_recounted,
       since.numerator AS old_part, since.denominator AS old_all, now.numerator AS part, now.denominator AS total
FROM in_force AS since JOIN in_force AS now ON now.unit_code = since.unit_code AND now.date > since.date
"""
ONE_LEVEL_UP = """
CREATE TEMP TABLE above AS
SELECT substr(code, 1, :length) AS code, since, date, MAX(is_recounted) AS is_recounted, SUM(old_part) AS old_part,
       SUM(old_all) AS old_all, SUM(part) AS part, SUM(total) AS total
FROM pairs GROUP BY 1, 2, 3
"""
CHANGES = """
SELECT code, since, date, 1.0 * part / total - 1.0 * old_part / old_all AS change
FROM pairs WHERE is_recounted AND total > 0 AND old_all > 0
"""


def changes_by_sql(file: Path, indicator: str, segment: str) -> dict[str, pd.DataFrame]:
    """By level; one row is one area and pair of dates that can be compared. The demonstration has counts of desa only."""
    with sqlite3.connect(file) as connection:
        connection.execute("PRAGMA temp_store = MEMORY")
        connection.execute(NEWEST_ON_EACH_DATE, {"indicator": indicator, "segment": segment})
        connection.execute("CREATE INDEX temp.by_unit ON in_force (unit_code, date)")
        connection.execute(PAIRS_OF_DESA)
        changes = {}
        for level in ("adm4", "adm3", "adm2", "adm1"):
            if level != "adm4":
                connection.execute(ONE_LEVEL_UP, {"length": LENGTHS[level]})
                connection.execute("DROP TABLE pairs")
                connection.execute("ALTER TABLE temp.above RENAME TO pairs")
            changes[level] = pd.read_sql(CHANGES, connection)
    connection.close()
    return changes


@pytest.mark.parametrize(("indicator", "segment"), rest_long(1, SERIES), ids=str)
def test_every_pair_of_dates_at_every_level_changes_as_sql_says(
    demo_store: api.Store, demo_file: Path, indicator: str, segment: str
) -> None:
    series = read_series(demo_store, indicator, segment)
    levels = api.area_tree(demo_store).areas["level"].reindex(series.codes).to_numpy(dtype=object)
    count = len(series.dates)
    for level, rows in changes_by_sql(demo_file, indicator, segment).items():
        assert len(rows)
        expected = np.full((count, count, len(series.codes)), np.nan)
        expected[rows["since"], rows["date"], series.codes.get_indexer(rows["code"])] = rows["change"]
        at_level = levels == level
        for since in range(count - 1):
            computed = series.changes_from(since)[:, at_level]
            np.testing.assert_allclose(computed, expected[since, since + 1 :, at_level].T, rtol=0, atol=1e-11)


@pytest.mark.parametrize(("indicator", "segment"), [("ucj", "jakon"), ("bpd_registered", "all")])
def test_a_map_of_change_shows_what_the_series_has(demo_store: api.Store, indicator: str, segment: str) -> None:
    series = read_series(demo_store, indicator, segment)
    for since, date in ((0, 1), (0, len(series.dates) - 1), (3, len(series.dates) - 1)):
        expected = pd.Series(series.changes_from(since)[date - since - 1], series.codes)
        days = {"since": series.dates[since], "as_of": series.dates[date]}
        for code, level in (("00", "adm1"), ("61", "adm2"), ("61.03", "adm3"), ("61.03.11", "adm4")):
            values = api.area_values(demo_store, code, level, indicator, segment=segment, measure="change", **days)
            np.testing.assert_array_equal(values.units["value"], expected.reindex(values.units.index))
            np.testing.assert_equal(values.area["value"], expected[code])


def test_three_of_the_four_points_of_jakon_in_kalbar_are_desa_that_came_in(demo_store: api.Store) -> None:
    """45,160 of 130,688 in 1,852 desa; a year later 46,602 of 130,688 there, and 55,570 of 143,673 in 2,128."""
    days = {"since": "2024-12-31", "as_of": "2025-12-31"}
    values = api.area_values(demo_store, "61", "adm2", "ucj", segment="jakon", measure="change", **days)
    area, ketapang = values.area, values.units.loc["61.04"]
    assert area["value"] == pytest.approx(0.011033912830558, abs=1e-12)
    assert area["entry_points"] == pytest.approx(0.030191352726328, abs=1e-12)
    assert area["rate"] - area["rate_since"] == pytest.approx(0.041225265556886, abs=1e-12)
    assert (area["common_rate_since"], area["common_rate"]) == (45160 / 130688, 46602 / 130688)
    assert (area["common_desa"], area["entered_desa"], area["left_desa"]) == (1852, 276, 0)
    assert (ketapang["common_desa"], ketapang["entered_desa"]) == (0, 262)
    assert np.isnan(ketapang["value"])


def test_tayan_hilir_did_not_fall(demo_store: api.Store) -> None:
    """2,967 of 12,986 in 14 desa became 3,032 of 12,986; a fifteenth made it 3,320 of 14,779."""
    days = {"since": "2024-12-31", "as_of": "2025-12-31"}
    values = api.area_values(demo_store, "61.03", "adm3", "ucj", measure="change", **days)
    row = values.units.loc["61.03.11"]
    assert row["rate"] - row["rate_since"] == pytest.approx(-0.003833746559362, abs=1e-12)
    assert row["value"] == pytest.approx(0.005005390420453, abs=1e-12)
    assert row["entry_points"] == pytest.approx(-0.008839136979581, abs=1e-12)
    assert (row["common_desa"], row["entered_desa"], row["left_desa"]) == (14, 1, 0)
    outreach = api.outreach_list(demo_store, "61.03", "adm3", as_of="2025-12-31")
    assert outreach.provenance.earlier is not None
    assert outreach.provenance.earlier.newest == "2024-12-31"
    assert outreach.areas.at["61.03.11", "fall_points"] == 0


def test_without_another_date_there_is_no_change(demo_store: api.Store) -> None:
    area = api.area_values(demo_store, "61", "adm2", "ucj").area
    assert np.isnan([area[name] for name in ("rate_since", "common_rate", "common_rate_since", "entry_points")]).all()
    assert (area["common_desa"], area["entered_desa"], area["left_desa"]) == (0, 0, 0)


def test_the_limits_of_a_frozen_map_of_change_come_from_common_changes(demo_store: api.Store, demo_file: Path) -> None:
    rows = changes_by_sql(demo_file, "bpd_registered", "all")["adm2"]
    classing = Classing("quantile", k=4, frozen=True)
    values = api.area_values(demo_store, "61", "adm2", "bpd_registered", measure="change", classing=classing)
    assert values.breaks_from == "reference"
    reference = reference_values(demo_store, "bpd_registered", "all", "change")
    np.testing.assert_allclose(np.sort(reference), np.sort(rows["change"]), rtol=0, atol=1e-11)


def test_sentences_tell_the_change_and_what_entered_apart(demo_store: api.Store) -> None:
    answer = api.answer_map(demo_store, api.MapView("61", segment="jakon", as_of="2025-12-31", lang="en"))
    sentences = api.summary_sentences(demo_store, answer)
    (place,) = [place for place, text in enumerate(sentences) if "since" in text]
    assert sentences[place : place + 2] == (
        "It rose by 1.1 points since 31 December 2024 (34.6% to 35.7%), over 1,852 desa/kelurahan counted at both dates.",
        "Beside this change the rate moved by +3.0 points because other desa/kelurahan are counted now: "
        "276 came in, 0 went out.",
    )
    trend = api.area_trend(demo_store, "61", "ucj", "jakon")
    trend = trend[trend["as_of"] >= "2024-12-31"]
    change = api.area_change(demo_store, "61", "ucj", "jakon", since="2024-12-31", as_of="2025-12-31")
    first, second = trend_sentences("en", "Kalbar", trend, change)[:2]
    assert first == "Kalbar: from 34.6% on 31 December 2024 to 38.7% on 31 December 2025."
    assert second.startswith(
        "In the 1,852 desa/kelurahan with data at both dates it changed by +1.1 points; another +3.0 points"
    )


def test_desa_that_came_in_without_moving_the_rate_are_no_movement(demo_store: api.Store) -> None:
    answer = api.answer_map(demo_store, api.MapView("00"))
    changed = api.answer_map(demo_store, api.MapView("00", measure="change", since="2024-12-31"))
    assert changed.row["entered_desa"] > 0
    assert say_points("id", changed.row["entry_points"]) == "0,0"
    said = [*api.summary_sentences(demo_store, answer), *(note.text for note in changed.notes)]
    assert any("sejak 31 Desember 2024" in sentence for sentence in said)
    assert [sentence for sentence in said if "0,0 poin" in sentence] == []


@pytest.mark.parametrize(
    ("points", "entry", "words"),
    [
        (0.02, 0.0, ["In the 5 desa/kelurahan with data at both dates it changed by +2.0 points."]),
        (
            0.0004,
            -0.01,
            [
                "In the 5 desa/kelurahan with data at both dates it is unchanged; "
                "−1.0 points come from those that entered or left."
            ],
        ),
        (0.0, 0.0004, []),
    ],
)
def test_a_trend_tells_of_no_movement_that_was_none(points: float, entry: float, words: list[str]) -> None:
    dates = {"as_of": ["2024-12-31", "2025-12-31"], "rate": [0.3, 0.3 + points + entry], "desa_with_data": [5, 5]}
    steps = {"fall": "", "partial": False, "change": [np.nan, points], "entry_points": [np.nan, entry]}
    change = {"change": points, "entry_points": entry, "common_desa": 5, "entered_desa": 1, "left_desa": 1}
    assert trend_sentences("en", "Kalbar", pd.DataFrame(dates | steps), change)[1:] == words


def test_areas_without_a_target_are_not_counted_as_below_it(demo_store: api.Store) -> None:
    """Of the kabupaten of three provinces only those of one have a target for this indicator."""
    answer = api.answer_map(demo_store, api.MapView("00", "adm2", "aparat_registered"))
    assert list(say_below_target(answer)) == [
        "12 dari 12 kabupaten/kota yang berdata dan bertarget masih di bawah targetnya.",
        "23 kabupaten/kota yang berdata belum bertarget.",
    ]


def test_where_all_have_reached_their_target_that_is_said(demo_store: api.Store) -> None:
    answer = api.answer_map(demo_store, api.MapView("61.04.01"))
    assert list(say_below_target(answer)) == [
        "Semua 5 desa/kelurahan yang berdata dan bertarget sudah mencapai targetnya."
    ]


def test_a_trend_of_the_same_areas_tells_its_points_itself(demo_store: api.Store) -> None:
    trend = api.area_trend(demo_store, "16.09", "ucj")
    assert (trend["entry_points"].dropna() == 0).all()
    assert trend_sentences("en", "OKU Selatan", trend)[0].endswith("points.")
