"""An indicator whose low rates are the good ones, from its definition to map, ranking, trend and profile."""

from collections.abc import Iterator
from pathlib import Path

import pandas as pd
import pytest

from ucjmap import api
from ucjmap.api.figures import definitions
from ucjmap.api.maps import say_below_target, say_headline, say_own_target
from ucjmap.api.maps.printed_map import rank_bars
from ucjmap.app.map.ranking_table import make_ranking
from ucjmap.app.map.trend_sentences import trend_sentences
from ucjmap.classify import diverging, ramp
from ucjmap.schema import OBSERVATION_COLUMNS, TARGET_COLUMNS
from ucjmap.store import Provenance, add_import, add_observations, add_targets

_DEFINITION = """
[bands.labels]
id = ["sangat rendah", "rendah", "sedang", "tinggi"]
en = ["very low", "low", "medium", "high"]

[[indicators]]
key = "accidents"
name_id = "Kecelakaan kerja"
name_en = "Accidents at work"
unit_id = "orang"
unit_en = "people"
numerator_id = "Pekerja yang mengalami kecelakaan"
numerator_en = "Workers who had an accident"
denominator_id = "Pekerja"
denominator_en = "Workers"
counts = "people"
better = "lower"
applies_to = ["desa", "kelurahan", "desa adat"]
bands = [0.05, 0.10, 0.20]
gap_bands = [0.05]
change_bands = [0.01]
small_below = 0
"""
#: Accidents among a hundred workers at the two dates.
_ACCIDENTS = ((1, 2), (8, 7), (12, 30))
_DATES = ("2024-12-31", "2025-12-31")


@pytest.fixture
def store(small_store: api.Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[api.Store]:
    """Accidents in the first three desa of a store whose only indicator they are."""
    path = tmp_path / "indicators.toml"
    path.write_text(_DEFINITION, encoding="utf-8")
    monkeypatch.setattr(definitions, "_FILE", path)
    definitions.load_indicators.cache_clear()
    rows = [
        (code, "accidents", "all", date, count, 100)
        for code, counts in zip(desa_of(small_store), _ACCIDENTS, strict=False)
        for date, count in zip(_DATES, counts, strict=True)
    ]
    with small_store.writing() as connection:
        number = add_import(connection, Provenance("coverage"))
        add_observations(connection, number, pd.DataFrame(rows, columns=list(OBSERVATION_COLUMNS)))
    yield small_store
    monkeypatch.undo()
    definitions.load_indicators.cache_clear()


def desa_of(store: api.Store) -> list[str]:
    areas = api.area_tree(store).areas
    parent = areas.loc[areas["level"] == "adm4", "parent_code"].iloc[0]
    return list(areas.index[areas["parent_code"] == parent])[:3]


def values_of(store: api.Store, **options: str) -> api.AreaValues:
    parent = api.area_tree(store).areas.at[desa_of(store)[0], "parent_code"]
    return api.area_values(store, parent, "adm4", "accidents", **options)  # type: ignore[arg-type]


def answer_of(store: api.Store) -> api.MapAnswer:
    parent = api.area_tree(store).areas.at[desa_of(store)[0], "parent_code"]
    return api.answer_map(store, api.MapView(parent, "adm4", "accidents", lang="en"))


def test_the_worst_class_has_the_colour_that_is_worst_elsewhere(store: api.Store) -> None:
    values = values_of(store)
    assert values.breaks.colours == ramp(4)[::-1]
    best, middle, worst = values.units.loc[desa_of(store), "colour"]
    assert (best, middle, worst) == (ramp(4)[3], ramp(4)[2], ramp(4)[0])
    labels = [row.label for row in answer_of(store).legend.rows if row.kind == "class"]
    assert [label.split(" (")[0] for label in labels] == ["Very low", "Low", "Medium", "High"]


def test_a_rise_has_the_colour_of_a_loss(store: api.Store) -> None:
    values = values_of(store, measure="change")
    below, above = diverging(2)[0], diverging(2)[-1]
    risen_a_lot, fallen = values.units.loc[desa_of(store)[2]], values.units.loc[desa_of(store)[1]]
    assert risen_a_lot["value"] == pytest.approx(0.18)
    assert risen_a_lot["colour"] == below
    assert fallen["value"] == pytest.approx(-0.01)
    assert fallen["colour"] in diverging(2)[2:]
    assert values.breaks.colours[0] == above


def test_rankings_begin_with_what_they_are_about(store: api.Store) -> None:
    first, second, third = desa_of(store)
    answer = answer_of(store)
    assert make_ranking(api.area_tree(store), answer).codes[:3] == (third, second, first)
    assert [answer.areas.codes[place] for place in answer.areas.ranked[:3]] == [first, second, third]
    names = api.area_tree(store).areas["name"]
    assert f"Highest: {names[third]}" in answer.alt
    assert [bar.label.split(". ")[0] for bar in rank_bars(answer)[1]] == ["1", "2", "3"]


def test_the_best_place_of_a_profile_is_the_lowest_rate(store: api.Store) -> None:
    places = []
    for code in desa_of(store):
        (row,) = api.area_profile(store, code).rows
        assert row.rank is not None
        places.append(row.rank.place)
    assert places == [1, 2, 3]


def test_a_trend_marks_what_rose(store: api.Store) -> None:
    worst = desa_of(store)[2]
    trend = api.area_trend(store, worst, "accidents")
    assert list(trend["fall"]) == ["", "rise"]
    assert "Rise of 18.0 points to 30.0% on 31 December 2025." in trend_sentences("en", "Desa", trend)
    better = api.area_trend(store, desa_of(store)[1], "accidents")
    assert list(better["fall"]) == ["", ""]


def test_what_is_beyond_the_target_comes_last_and_is_said_to_be_above_it(store: api.Store) -> None:
    """At most 10 % were allowed: 2, 7 and 30 of a hundred had an accident, 39 of three hundred together."""
    first, second, third = desa_of(store)
    parent = str(api.area_tree(store).areas.at[first, "parent_code"])
    targets = pd.DataFrame([(parent, "accidents", 2026, "Dinas", 0.1, True, "")], columns=list(TARGET_COLUMNS))
    with store.writing() as connection:
        add_targets(connection, add_import(connection, Provenance("targets")), targets)
    answer = api.answer_map(store, api.MapView(parent, "adm4", "accidents", measure="gap", lang="en"))
    areas = answer.areas
    assert [areas.codes[place] for place in areas.ranked[:3]] == [first, second, third]
    assert [areas.ranks[areas.places[code]] for code in (first, second, third)] == [1, 2, 3]
    assert make_ranking(api.area_tree(store), answer).codes[:3] == (third, second, first)
    assert rank_bars(answer)[0] == "Ranking"
    assert "3.0 points above the target 10.00% for 2026" in say_headline(answer)
    assert list(say_below_target(answer)) == ["1 of 3 desa/kelurahan with data are above their target."]
    assert next(say_own_target(answer)) == (
        "The target 10.00% for 2026 (Dinas) is exceeded by 3.0 points, that is 9 people."
    )
    assert answer.key_figure("gap_people").caption == "more than the target allows"
