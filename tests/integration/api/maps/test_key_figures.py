"""The key figures beside the map: each can be found again from the counts, and what cannot be told is not made up."""

import math
from dataclasses import replace

import pytest

from ucjmap import api
from ucjmap.classify import Measure
from ucjmap.words import Lang, say_count, say_points, say_rate

View = api.MapView


def note_of(answer: api.MapAnswer, key: str) -> str:
    return next(note.text for note in answer.notes if note.key == key)


def test_each_figure_stands_once_and_in_order(demo_store: api.Store) -> None:
    rest = ["gap_points", "gap_people", "without_data", "aparat_registered", "bpd_registered"]
    measures: tuple[tuple[Measure, str], ...] = (("rate", "rate"), ("gap", "rate"), ("change", "change"))
    for measure, first in measures:
        answer = api.answer_map(demo_store, View("61", measure=measure))
        assert [figure.key for figure in answer.key_figures] == [first, *rest]


def test_the_missing_people_follow_from_the_target_as_it_is_printed(demo_store: api.Store) -> None:
    view = View("17", "adm2", lang="en")  # none of its kabupaten has a target of its own
    answer = api.answer_map(demo_store, view)
    points, people = answer.key_figure("gap_points"), answer.key_figure("gap_people")
    printed = float(points.caption.split("Target ")[1].split("%")[0]) / 100
    missing = math.ceil(round(printed * answer.row["denominator"] - answer.row["numerator"], 6))
    assert people.text == say_count("en", missing)
    assert people.figure is not None
    assert (people.figure.value, people.figure.unit) == (missing, "people")
    assert points.text == say_points("en", answer.row["rate"] - printed)
    gap = api.answer_map(demo_store, replace(view, measure="gap"))
    assert f"target {say_rate('en', printed, 2)} in" in gap.title


def test_beside_a_map_of_change_stands_the_change_of_the_area_itself(demo_store: api.Store) -> None:
    answer = api.answer_map(
        demo_store, View("61", "adm2", segment="jakon", measure="change", since="2024-12-31", lang="en")
    )
    row, figure = answer.row, answer.key_figure("change")
    assert figure.text == say_points("en", row["common_rate"] - row["common_rate_since"])
    from_to = f"{say_rate('en', row['common_rate_since'])} → {say_rate('en', row['common_rate'])}"
    common, every = say_count("en", row["common_desa"]), say_count("en", row["desa"])
    now = f"Now {say_count('en', row['numerator'])} of {say_count('en', row['denominator'])} people."
    assert figure.caption == f"{from_to}, over the {common} of {every} desa/kelurahan counted at both dates. {now}"
    assert "Change since" in figure.label
    entered = row["rate"] - row["rate_since"] - row["value"]
    assert row["entered_desa"] > 0
    assert note_of(answer, "entered") == (
        f"Beside this change the rate moved by {say_points('en', entered)} points because other desa/kelurahan are "
        f"counted now: {say_count('en', row['entered_desa'])} came in, {say_count('en', row['left_desa'])} went out."
    )


def test_a_change_that_cannot_be_told_leaves_the_rate(demo_store: api.Store) -> None:
    answer = api.answer_map(demo_store, View("61", "adm2", measure="change", since="2020-01-01", lang="en"))
    assert answer.key_figures[0].key == "rate"
    assert answer.key_figures[0].text == say_rate("en", answer.row["rate"])
    assert "entered" not in {note.key for note in answer.notes}


def test_a_kota_without_desa_is_not_said_to_lack_data(demo_store: api.Store) -> None:
    answer = api.answer_map(demo_store, View("61.71", "adm4", "aparat_registered", lang="en"))
    assert answer.key_figure("rate").text == "Does not apply here"
    without = answer.key_figure("without_data")
    assert (without.text, without.caption) == ("0", "of 0 on this map")
    for body in ("aparat_registered", "bpd_registered"):
        figure = answer.key_figure(body)
        assert (figure.text, figure.caption, figure.figure) == ("–", "There is no desa here.", None)
    assert not any("0 of 0" in str(line) for line in answer.provenance)


def test_kelurahan_do_not_stand_among_areas_that_lack_data(demo_store: api.Store) -> None:
    answer = api.answer_map(demo_store, View("61.04", "adm4", "aparat_registered", lang="en"))
    about = int(answer.areas.columns["applies"].sum())
    assert about < len(answer.areas)
    assert answer.key_figure("without_data").caption == f"of {about} on this map"
    assert any(str(line).startswith(f"Areas with data: {answer.with_data} of {about}.") for line in answer.provenance)


def test_the_two_bodies_of_a_desa_have_dates_and_sources_of_their_own(demo_store: api.Store) -> None:
    """334 desa of Kalbar without registered officials and 759 without a registered council, as printed."""
    answer = api.answer_map(demo_store, View("61", "adm2", lang="en"))
    told = [answer.key_figure(key) for key in ("aparat_registered", "bpd_registered")]
    assert [figure.text for figure in told] == ["334", "759"]
    for figure in told:
        assert figure.caption == "of 2,047 desa with data, as of 10 October 2025"
        assert figure.figure is not None
        assert (figure.figure.newest, figure.figure.unit, figure.figure.denominator) == ("2025-10-10", "desa", 2047)
    (line,) = answer.other_provenance  # of one date and one source
    assert line.label == "Desa with registered officials; Desa with a registered council"
    assert line.text.startswith("as of 10 October 2025. Source: ")
    assert answer.period == "As of 31 December 2025"


def test_a_figure_on_a_part_of_its_area_is_named_after_the_part(demo_store: api.Store) -> None:
    answer = api.answer_map(demo_store, View(lang="en"))
    assert answer.part == "3 provinces with data"
    labels = [answer.key_figure(key).label for key in ("rate", "gap_points", "gap_people")]
    assert all(label.startswith("3 provinces with data: ") for label in labels)
    assert [note.is_grave for note in answer.notes if note.key == "partial"] == [True]
    assert answer.key_figure("aparat_registered").label == (
        "6,212 desa/kelurahan with data: Desa without registered officials"
    )
    whole = api.answer_map(demo_store, View("61", lang="en"))
    assert whole.key_figure("aparat_registered").label == "Desa without registered officials"
    assert (whole.part, whole.key_figure("rate").label) == ("", "UCJ coverage")


@pytest.mark.parametrize("lang", ["id", "en"])
def test_a_segment_is_named_on_its_figure(demo_store: api.Store, lang: Lang) -> None:
    answer = api.answer_map(demo_store, View("61", "adm2", segment="bpu", lang=lang))
    assert "BPU" in answer.key_figure("rate").label


def test_a_segment_has_no_gap_and_it_is_said_why(demo_store: api.Store) -> None:
    answer = api.answer_map(demo_store, View("61", "adm2", segment="bpu", measure="gap", lang="en"))
    why = "Targets are for all segments together: one segment has no gap."
    gaps = [answer.key_figure(key) for key in ("gap_points", "gap_people")]
    assert [(figure.text, figure.caption, figure.figure) for figure in gaps] == [("–", why, None)] * 2
    assert why in answer.legend.notes


def test_a_store_without_counts_has_no_figure(small_store: api.Store) -> None:
    answer = api.answer_map(small_store, View("61", "adm2", lang="en"))
    rate = answer.key_figure("rate")
    assert (rate.text, rate.caption, rate.figure) == ("No data yet", "No counts were loaded.", None)
    assert [answer.key_figure(key).text for key in ("aparat_registered", "bpd_registered")] == ["–", "–"]
    assert (answer.figure.value, answer.figure.newest, answer.figure.sources) == (None, None, ())
    assert (answer.caption, answer.period) == ("No data yet", "No data yet")
    assert answer.key_figure("without_data").text == "2"
