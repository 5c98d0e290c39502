"""The key figures beside the map: each can be found again from the counts, and what cannot be told is not made up."""

import math
from dataclasses import replace

import pytest
from ucjmap.api.maps.words import provenance_lines, title_words
from ucjmap.app.state import View

from ucjmap import api
from ucjmap.app.map_parts import key_cards
from ucjmap.words import say_count, say_points, say_rate


def values_of(store: api.Store, view: View) -> api.AreaValues:
    return api.area_values(
        store, view.area, view.level, view.indicator, segment=view.segment, measure=view.measure, target=view.target
    )


def test_the_missing_people_follow_from_the_target_as_it_is_printed(demo_store: api.Store) -> None:
    view = View("en", "17", "adm2")  # none of its kabupaten has a target of its own
    values = values_of(demo_store, view)
    points, people = key_cards(demo_store, view, values)[1:3]
    printed = float(points.caption.split("Target ")[1].split("%")[0]) / 100
    missing = math.ceil(round(printed * values.area["denominator"] - values.area["numerator"], 6))
    assert people.value == say_count("en", missing)
    gap = values_of(demo_store, replace(view, measure="gap"))
    assert f"target {say_rate('en', printed, 2)} in" in title_words("en", gap)


def test_beside_a_map_of_change_stands_the_change_of_the_area_itself(demo_store: api.Store) -> None:
    view = View("en", "61", "adm2", measure="change")
    values = values_of(demo_store, view)
    card = key_cards(demo_store, view, values)[0]
    assert card.value == say_points("en", values.area["common_rate"] - values.area["common_rate_since"])
    from_to = f"{say_rate('en', values.area['common_rate_since'])} → {say_rate('en', values.area['common_rate'])}"
    assert from_to in card.caption
    assert f"{say_points('en', values.area['entry_points'])} points from areas that entered or left" in card.caption
    assert f"{say_rate('en', values.area['rate_since'])} → {say_rate('en', values.area['rate'])}: " in card.caption
    assert "Change since" in card.label


def test_a_change_that_cannot_be_told_leaves_the_rate(demo_store: api.Store) -> None:
    view = View("en", "61", "adm2", measure="change")
    values = api.area_values(demo_store, "61", "adm2", "ucj", measure="change", since="2020-01-01")
    assert key_cards(demo_store, view, values)[0].value == say_rate("en", values.area["rate"])


def test_a_kota_without_desa_is_not_said_to_lack_data(demo_store: api.Store) -> None:
    view = View("en", "61.71", "adm4", "aparat_registered")
    values = values_of(demo_store, view)
    rate, _, _, missing, desa = key_cards(demo_store, view, values)
    assert rate.value == "Does not apply here"
    assert (missing.value, missing.caption) == ("0", "of 0 on this map")
    assert desa.caption == "There is no desa here."
    assert not any("0 of 0" in line for line in provenance_lines("en", values))


def test_kelurahan_do_not_stand_among_areas_that_lack_data(demo_store: api.Store) -> None:
    view = View("en", "61.04", "adm4", "aparat_registered")
    values = values_of(demo_store, view)
    about = int(values.units["applies"].sum())
    assert about < len(values.units)
    assert key_cards(demo_store, view, values)[3].caption == f"of {about} on this map"
    assert any(f"Areas with data: {values.with_data} of {about};" in line for line in provenance_lines("en", values))


@pytest.mark.parametrize("lang", ["id", "en"])
def test_a_segment_is_named_on_its_figure(demo_store: api.Store, lang: str) -> None:
    view = View("en" if lang == "en" else "id", "61", "adm2", segment="bpu")
    values = values_of(demo_store, view)
    assert "BPU" in key_cards(demo_store, view, values)[0].label


def test_a_segment_has_no_gap_and_it_is_said_why(demo_store: api.Store) -> None:
    view = View("en", "61", "adm2", segment="bpu", measure="gap")
    values = values_of(demo_store, view)
    why = "Targets are for all segments together: one segment has no gap."
    assert [card.caption for card in key_cards(demo_store, view, values)[1:3]] == [why, why]
    assert why in api.legend_notes("en", values)
