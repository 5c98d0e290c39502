"""The areas of a map: classes, words and order of each, and what cannot be told is not made up."""

import math

import numpy as np
import pytest

from ucjmap import api
from ucjmap.words import say_count


def test_an_area_without_data_has_no_class_and_says_so(small_store: api.Store) -> None:
    areas = api.answer_map(small_store, api.MapView("61", "adm2", lang="en")).areas
    assert areas.tooltips == dict.fromkeys(("61.01", "61.02"), (None, "No data yet"))
    assert (areas.texts, areas.labels, areas.circles, areas.extremes) == ((None, None), {}, {}, None)
    assert areas.figure("61.01").value is None


def test_nothing_of_an_answer_can_be_written_to(demo_store: api.Store) -> None:
    areas = api.answer_map(demo_store, api.MapView("61", "adm2")).areas
    with pytest.raises(ValueError, match="read-only"):
        areas.columns["rate"][0] = 0.0
    table = areas.frame()
    table.loc["61.01", "rate"] = -1.0
    assert areas.row("61.01")["rate"] > 0


def test_the_order_is_that_of_the_values_and_no_data_comes_last(demo_store: api.Store) -> None:
    areas = api.answer_map(demo_store, api.MapView("00", "adm2")).areas
    ordered = areas.columns["value"][list(areas.ranked)]
    known = int(np.isfinite(ordered).sum())
    assert 0 < known < len(areas)
    assert (np.diff(ordered[:known]) <= 0).all()
    assert np.isnan(ordered[known:]).all()
    assert sorted(areas.ranked) == list(range(len(areas)))
    assert areas.extremes is not None
    highest, lowest = areas.extremes
    assert (areas.columns["value"][highest], areas.columns["value"][lowest]) == (ordered[0], ordered[known - 1])


def test_circle_row_and_table_have_the_same_people(demo_store: api.Store) -> None:
    areas = api.answer_map(demo_store, api.MapView("61", "adm2", lang="en")).areas
    assert areas.circles
    for code in areas.codes:
        people = areas.row(code)["gap_people"]
        if math.isnan(people) or not people:
            assert code not in areas.circles
        else:
            number, text = areas.circles[code]
            assert number == people
            assert text.startswith(f"Gap to target, people: {say_count('en', people)}")


def test_an_area_with_a_target_of_its_own_names_both(demo_store: api.Store) -> None:
    answer = api.answer_map(demo_store, api.MapView(measure="gap", lang="en"))
    assert answer.target is not None
    row = answer.areas.row("17")
    assert row["target"] != answer.target
    told = answer.areas.tooltips["17"][1]
    missing = math.ceil(round(answer.target.rate * row["denominator"] - row["numerator"], 6))
    assert "Target 48.00% in 2025: dikutip pers Bengkulu; to Target 52.15% in 2025: dikutip pers nasional" in told
    assert f": {say_count('en', missing)} people · As of " in told


def test_every_area_is_named_as_the_legend_names_it(demo_store: api.Store) -> None:
    for view in (api.MapView("61", "adm2"), api.MapView("61.04", "adm4", "aparat_registered"), api.MapView()):
        answer = api.answer_map(demo_store, view)
        counted = {row.label: row.areas for row in answer.legend.rows if row.areas}
        labels = list(answer.areas.class_labels)
        assert {label: labels.count(label) for label in set(labels)} == counted


def test_the_table_has_the_columns_as_they_are(demo_store: api.Store) -> None:
    areas = api.answer_map(demo_store, api.MapView("00", "adm2")).areas
    table = areas.frame()
    for name, column in areas.columns.items():
        assert table[name].dtype == column.dtype
    without = table[table["value"].isna()]
    assert len(without)
    assert set(without["colour"]) == {None}


def test_equal_values_stand_by_name_from_either_end(demo_store: api.Store) -> None:
    areas = api.answer_map(demo_store, api.MapView("61.04", "adm4", "aparat_registered")).areas
    for order, ascending in ((areas.ranked, False), (areas.worst_first, True)):
        expected = areas.frame().sort_values(["value", "name"], ascending=[ascending, True], kind="stable")
        assert areas.codes[list(order)].tolist() == expected["code"].tolist()
