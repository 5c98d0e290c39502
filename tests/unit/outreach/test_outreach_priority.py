"""Priority: score and parts, ties, what is missing, reasons, and stability."""

import numpy as np
import pandas as pd
import pytest

from ucjmap.errors import UsageError
from ucjmap.outreach import CRITERIA, explain_rank, rank_areas, rank_stability, scale_measures
from ucjmap.outreach.distance import haversine_km, nearest_office

CODES = ["61.01.01.2001", "61.01.01.2002", "61.01.01.2003", "61.01.01.2004"]


def measures(**columns: list[float | None]) -> pd.DataFrame:
    return pd.DataFrame(columns, index=CODES, dtype=float)


def test_score_is_the_sum_of_its_parts_and_parts_follow_the_weights() -> None:
    scale = scale_measures(measures(desa_without_aparat=[1, 0, 1, 0], uncovered=[300, 100, 200, 400]))
    ranked = rank_areas(scale, {"no_aparat": 3, "uncovered": 1})
    parts = ranked[[column for column in ranked if column.startswith("part_")]]
    assert parts.sum(axis=1).tolist() == pytest.approx(ranked["score"].tolist(), abs=1e-6)
    # Not registered: 75 points. 300 uncovered: two of the three others have fewer, two thirds of 25.
    assert ranked.loc[CODES[0], "part_no_aparat"] == 75
    assert ranked.loc[CODES[0], "score"] == pytest.approx(75 + 25 * 2 / 3, abs=1e-6)
    assert list(ranked.index) == [CODES[0], CODES[2], CODES[3], CODES[1]]
    assert list(ranked["rank"]) == [1, 2, 3, 4]


def test_a_low_rate_and_a_short_way_are_urgent_and_the_far_end_is_too_when_asked() -> None:
    scale = scale_measures(measures(rate=[0.5, 0.1, 0.9, 0.3], distance_km=[5, 50, 10, 20]))
    assert rank_areas(scale, {"low_rate": 1}).index[0] == CODES[1]
    assert rank_areas(scale, {"near": 1}).index[0] == CODES[0]
    assert rank_areas(scale, {"remote": 1}).index[0] == CODES[1]


def test_equal_areas_share_a_rank_in_the_order_of_codes() -> None:
    scale = scale_measures(measures(desa_without_bpd=[0, 1, 1, 0]))
    ranked = rank_areas(scale, {"no_bpd": 2})
    assert list(ranked.index) == [CODES[1], CODES[2], CODES[0], CODES[3]]
    assert list(ranked["rank"]) == [1, 1, 3, 3]
    assert ranked["tied"].all()


def test_missing_data_give_nothing_and_are_named() -> None:
    scale = scale_measures(measures(desa_without_aparat=[1, None, 1, 0], uncovered=[None, None, 10, 20]))
    ranked = rank_areas(scale, {"no_aparat": 1, "uncovered": 1, "gap": 2})
    assert ranked["missing"].to_dict() == {
        CODES[0]: "uncovered|gap",
        CODES[1]: "no_aparat|uncovered|gap",
        CODES[2]: "gap",
        CODES[3]: "gap",
    }
    assert ranked.loc[CODES[1], "score"] == 0
    assert ranked["known"].to_dict() == {CODES[0]: 0.25, CODES[1]: 0.0, CODES[2]: 0.5, CODES[3]: 0.5}
    assert ranked.loc[CODES[0], ["part_uncovered", "part_gap"]].isna().all()


def test_an_area_of_which_nothing_was_counted_is_told_apart_from_one_without_urgency() -> None:
    scale = scale_measures(measures(uncovered=[None, 100, 200, 300], not_visited=[1, 1, 1, 0]))
    ranked = rank_areas(scale, {"uncovered": 1, "not_visited": 1})
    assert ranked["has_figures"].to_dict() == {code: code != CODES[0] for code in CODES}
    assert ranked.loc[CODES[0], "score"] > 0, "it was not visited, which says nothing about its coverage"
    assert rank_areas(scale, {"not_visited": 1})["has_figures"].all()


def test_what_does_not_apply_is_not_missing() -> None:
    flags = pd.DataFrame({"desa_without_aparat": [True, False, False, False]}, index=CODES)
    scale = scale_measures(measures(desa_without_aparat=[1, 1, 0, 0]), not_applicable=flags)
    ranked = rank_areas(scale, {"no_aparat": 1})
    assert ranked.loc[CODES[0], ["score", "known", "missing"]].tolist() == [0, 1, ""]
    assert explain_rank(scale, {"no_aparat": 1}, CODES)[CODES[0]][0].state == "not_applicable"


def test_reasons_say_what_counts_most_first_and_name_what_is_unknown() -> None:
    scale = scale_measures(
        measures(desa_without_aparat=[1, 0, 1, 0], uncovered=[300, 100, 200, 400], rate=[None, 0.2, 0.4, 0.6])
    )
    reasons = explain_rank(scale, {"no_aparat": 1, "uncovered": 3, "low_rate": 1}, [CODES[0], "99.99"])
    assert list(reasons) == [CODES[0]]
    keys = [(each.key, each.state) for each in reasons[CODES[0]]]
    assert keys == [("uncovered", "counts"), ("no_aparat", "counts"), ("low_rate", "no_data")]
    first, _, last = reasons[CODES[0]]
    assert (first.value, first.unit, first.possible) == (300, "people", 60)
    assert first.earned == pytest.approx(40)
    assert (last.value, last.earned) == (None, 0)
    assert all("{value}" in each.reason for each in CRITERIA.values())


@pytest.mark.parametrize("weights", [{}, {"gap": 0}, {"gap": -1, "near": 2}, {"gap": float("nan")}, {"colour": 1}])
def test_weights_without_meaning_are_refused(weights: dict[str, float]) -> None:
    with pytest.raises(UsageError):
        rank_areas(scale_measures(measures(rate=[0.1, 0.2, 0.3, 0.4])), weights)


def test_small_changes_of_weights_move_close_areas_and_leave_distant_ones() -> None:
    # 2002 and 2003 differ only by criteria that nearly balance; 2001 leads and 2004 trails by everything.
    scale = scale_measures(
        measures(desa_without_aparat=[3, 2, 1, 0], desa_without_bpd=[3, 1, 2, 0], not_visited=[1, 1, 1, 0])
    )
    weights = {"no_aparat": 1, "no_bpd": 1, "not_visited": 1}
    found = rank_stability(scale, weights, draws=50)
    assert found.loc[CODES[0]].tolist() == [1, 1]
    assert found.loc[CODES[3]].tolist() == [4, 4]
    assert found.loc[CODES[1]].tolist() == found.loc[CODES[2]].tolist() == [2, 3]
    pd.testing.assert_frame_equal(found, rank_stability(scale, weights, draws=50))
    assert rank_stability(scale, weights, spread=0).eq(rank_areas(scale, weights)["rank"], axis=0).all().all()


def test_an_area_must_not_stand_twice() -> None:
    twice = pd.DataFrame({"rate": [0.1, 0.2]}, index=[CODES[0]] * 2)
    with pytest.raises(ValueError, match="twice"):
        scale_measures(twice)


def test_distance_of_a_degree_and_the_nearest_of_two_offices() -> None:
    one = haversine_km(np.array([109.0]), np.array([0.0]), np.array([110.0]), np.array([0.0]))[0]
    assert one == pytest.approx(111.195, abs=0.01)
    offices = pd.DataFrame({"name": ["Barat", "Timur"], "lon": [109.0, 111.0], "lat": [0.0, 0.0]})
    areas = pd.DataFrame({"lon": [109.2, 110.8, np.nan], "lat": [0.0, 0.0, 0.0]}, index=CODES[:3])
    found = nearest_office(areas, offices)
    assert found["office"].tolist()[:2] == ["Barat", "Timur"]
    assert found["distance_km"].tolist()[:2] == pytest.approx([22.239, 22.239], abs=0.01)
    assert (found["office_row"].iloc[2], found["distance_km"].isna().iloc[2]) == (-1, True)
    assert nearest_office(areas, offices.iloc[:0])["distance_km"].isna().all()
