"""Maps and tables of the outreach page: every class comes from the score, and no data is never a class."""

import datetime as dt
import math
import re
from dataclasses import replace

import pytest

from ucjmap import api
from ucjmap.api.outreach import follow_ups as followup
from ucjmap.api.outreach import kept_scenarios, priorities, scenarios, visit_notes
from ucjmap.api.outreach import lists as outreach
from ucjmap.api.outreach.amounts import read_people, read_percent, read_rupiah
from ucjmap.api.outreach.presets import preset_weights
from ucjmap.app.outreach import clusters_tab as outreach_clusters
from ucjmap.app.outreach import followup_tab as outreach_followup
from ucjmap.app.outreach import list_tab as outreach_list
from ucjmap.app.outreach import results as outreach_results
from ucjmap.app.outreach import scenario_form as outreach_scenarios
from ucjmap.app.outreach.choice import Chosen
from ucjmap.app.outreach.outreach_map import ClassedMap, class_legend, steps, tiled_classes
from ucjmap.app.outreach.trips_tab import only_trip, stops_table, trip_layer, trip_map
from ucjmap.outreach import Outcome, TripLimits
from ucjmap.outreach.clusters import SPOT_MEANINGS
from ucjmap.render.browser.tiled import NO_DATA
from ucjmap.render.choropleth import no_data_hatch
from ucjmap.words import Wording


@pytest.fixture(scope="module")
def choice(demo_store: api.Store) -> Chosen:
    weights = preset_weights("balanced")
    found = outreach.remembered_list(demo_store, "61.04", "adm4")
    ranked = priorities.remembered_ranking(demo_store, found, weights)
    left = ranked[ranked["desa_without_aparat"] > 0]
    return Chosen(found, left, left.head(6), tuple(left.index[:6]), weights)


def test_steps_are_limits_inside_the_values() -> None:
    assert steps(0, 100, 5) == (20, 40, 60, 80)
    assert steps(3, 3, 5) == ()
    assert steps(math.nan, 3, 5) == ()
    narrow = steps(10.1, 10.6, 5)
    assert list(narrow) == sorted(set(narrow))
    assert all(10.1 < limit < 10.6 for limit in narrow)


def test_the_map_of_scores_has_all_areas_and_leaves_out_what_the_filters_leave_out(choice: Chosen) -> None:
    drawn = outreach_list.score_map(Wording("id"), choice, "Mempawah")
    assert set(drawn.units) == set(choice.outreach_list.areas.index)
    rest = len(drawn.colours) - 1
    assert {code for code, (class_id, _) in drawn.units.items() if class_id == rest} == set(
        choice.outreach_list.areas.index
    ) - set(choice.ranked.index)
    classes = [drawn.units[code][0] for code in choice.ranked.index]
    known = [class_id for class_id in classes if class_id is not None]
    assert known == sorted(known, reverse=True), "the list falls in score, so its classes never rise"
    assert set(known) <= set(range(rest))
    assert len(drawn.labels) == len(drawn.colours)


def test_an_area_without_any_data_is_no_class(choice: Chosen) -> None:
    blind = choice.ranked.assign(has_figures=False)
    drawn = outreach_list.score_map(
        Wording("id"), Chosen(choice.outreach_list, blind, blind, (), choice.weights), "Mempawah"
    )
    assert {drawn.units[code][0] for code in blind.index} == {None}
    for dark in (False, True):
        assert no_data_hatch(dark=dark) in class_legend("id", drawn, dark=dark), "as the map hatches it"


def test_all_desa_of_the_country_are_in_the_tiles_in_their_classes(demo_store: api.Store) -> None:
    weights = preset_weights("balanced")
    found = outreach.remembered_list(demo_store, "00", "adm4")
    ranked = priorities.remembered_ranking(demo_store, found, weights)
    shown = ranked.head(25)
    drawn = outreach_list.score_map(
        Wording("id"), Chosen(found, ranked, shown, tuple(shown.index), weights), "Indonesia"
    )
    tiled = tiled_classes(demo_store, "id", drawn)
    order = api.tiled_areas(demo_store).areas["code"]
    assert len(tiled.classes) == len(ranked) == 83_762
    by_code = dict(zip(order, tiled.classes.tolist(), strict=True))
    assert {by_code[code] for code in shown.index} == {4}, "the first of the list are in the most urgent class"
    uncounted = found.areas[["rate", "aparat", "bpd"]].isna().all(axis=1)
    assert {by_code[code] for code in found.areas.index[uncounted]} == {NO_DATA}
    assert list(tiled.class_words) == list(drawn.labels)


def test_a_list_of_equal_scores_is_one_class(choice: Chosen) -> None:
    equal = choice.ranked.assign(score=50.0)
    drawn = outreach_list.score_map(
        Wording("en"), Chosen(choice.outreach_list, equal, equal, (), choice.weights), "Mempawah"
    )
    assert {drawn.units[code][0] for code in equal.index} == {0}


def test_the_legend_counts_and_escapes() -> None:
    units: dict[str, tuple[int | None, str]] = {"a": (0, ""), "b": (0, ""), "c": (None, "")}
    legend = class_legend("id", ClassedMap("61", "adm2", units, ("#123456",), ("<b>",), "", ""))
    assert "&lt;b&gt;: <b>2</b>" in legend
    assert ": <b>1</b>" in legend


def test_the_list_says_every_reason_whole_and_where_each_desa_is(demo_store: api.Store, choice: Chosen) -> None:
    table = outreach_list.list_table(demo_store, Wording("en"), choice)
    columns = {column.label: column for column in table.columns}
    assert table.codes == columns["Code"].texts == tuple(choice.shown.index)
    assert [text.split("\n") for text in columns["Area"].texts] == [
        [row.name_, row.adm3_name] for row in choice.shown.rename(columns={"name": "name_"}).itertuples()
    ]
    for code, text in zip(table.codes, columns["Reasons"].texts, strict=True):
        points = [float(each) for each in re.findall(r"\(([\d.]+)\xa0/", text)]
        assert len(text.split("\n")) == len(choice.weights)
        # Each reason is rounded to a tenth.
        assert sum(points) == pytest.approx(choice.shown.at[code, "score"], abs=0.05 * len(choice.weights))
    assert "Status" not in columns, "nothing was noted yet"


def test_the_list_says_how_firm_ranks_are_and_what_is_not_known(demo_store: api.Store, choice: Chosen) -> None:
    shown = choice.shown.assign(rank_best=[1, 1, 3, 2, 5, 6], rank_worst=[1, 2, 1200, 2, 5, 6])
    blind = shown.assign(uncovered=[math.nan, *shown["uncovered"][1:]])
    table = outreach_list.list_table(
        demo_store, Wording("en"), Chosen(choice.outreach_list, blind, blind, (), choice.weights)
    )
    columns = {column.label: column for column in table.columns}
    firm = columns["Rank if weights change by 10%"]
    assert firm.texts == ("1", "1–2", "3–1,200", "2", "5", "6")
    assert firm.places == (0, 1, 2, 0, 0, 0)
    uncovered = columns["Workers not covered"]
    assert uncovered.texts[0] == "–"
    assert uncovered.places is not None
    assert [place is None for place in uncovered.places] == [True, *[False] * 5]


def test_desa_that_the_boundary_file_lacks_are_counted(demo_store: api.Store, choice: Chosen) -> None:
    tree = api.area_tree(demo_store)
    assert outreach_list.without_polygon(tree, choice) == 0
    areas = tree.areas.copy()
    areas.loc[[choice.ranked.index[0], "61.01"], "west"] = math.nan
    assert outreach_list.without_polygon(replace(tree, areas=areas), choice) == 1


def test_trips_are_drawn_from_office_to_office(choice: Chosen) -> None:
    plan = api.outreach_trips(choice.outreach_list, choice.codes, TripLimits(max_stops=3))
    told = trip_layer("id", choice, plan).told
    assert len(told["lines"]) == len(plan.trips)
    for line in told["lines"]:
        assert line["points"][0] == line["points"][-1]
    assert len(told["marks"]) == len(plan.stops) + len(plan.trips)
    drawn = trip_map("id", choice, plan, "Mempawah")
    assert {code for code, (class_id, _) in drawn.units.items() if class_id == 0} == set(plan.stops["code"])
    assert set(drawn.units) == set(choice.outreach_list.areas.index)
    one = only_trip(plan, 1)
    assert set(one.stops["trip"]) == {1}
    assert list(stops_table("id", choice, one)["Kode"]) == list(one.stops["code"])


def test_spots_without_data_are_hatched(demo_store: api.Store) -> None:
    found, values = api.outreach_clusters(demo_store, "61", "adm3")
    drawn = outreach_clusters.spot_map("en", found, values)
    order = list(outreach_clusters._COLOURS)
    for code, spot in found.areas["moran_spot"].items():
        assert drawn.units[str(code)][0] == (None if spot == "no_data" else order.index(spot))
    table = outreach_clusters.spot_table("en", found, values)
    assert set(table["Pattern"]) <= set(SPOT_MEANINGS.values())
    words = outreach_clusters.method_words("en", found, values)
    assert "9,999 permutations" in words
    by_sums = outreach_clusters.spot_map("en", found, values, "gi")
    for code, spot in found.areas["gi_spot"].items():
        assert by_sums.units[str(code)][0] == (None if spot == "no_data" else order.index(spot))
    assert "Getis-Ord" in outreach_clusters.method_words("en", found, values, "gi")
    assert "Simulated data, not official" in words


def test_a_status_is_told_by_map_mark_list_and_chart(demo_copy: api.Store) -> None:
    code = str(api.area_tree(demo_copy).below("61.04", "adm4").index[0])
    visit_notes.note_status(demo_copy, [code], "visited", date="2026-01-05", initials="AB", note="<b>=1+1")
    visit_notes.note_status(demo_copy, [code], "registered", date="2026-01-06", initials="AB", campaign="Uji")
    found = followup.read_follow_up(demo_copy, "61.04")
    drawn = outreach_followup.status_map(demo_copy, "en", "61.04", found)
    assert drawn.units[code][0] == 3
    assert [class_id for class_id, _ in drawn.units.values()].count(4) == len(drawn.units) - 1
    marks = outreach_followup.status_marks(demo_copy, "en", "61.04").told["marks"]
    assert [(mark["letters"], mark["colour"]) for mark in marks] == [("✓", drawn.colours[3])]
    assert drawn.labels[3].startswith("✓ ")
    assert outreach_followup.status_words(demo_copy, "en", "61.04", ["x", code])[0] == ""
    assert followup.list_campaigns(demo_copy) == ["", "Uji"]
    assert len(outreach_followup.latest_table("en", found)) == 2
    assert len(outreach_followup.history_table(demo_copy, "en", found)) == 2
    shown = outreach_followup.progress_chart("en", found.progress).to_dict()
    counts = [row for rows in shown["datasets"].values() for row in rows if row["count"]]
    assert {(row["date"], row["status"][:7], row["count"]) for row in counts} == {
        ("2026-01-05", "Visited", 1),
        ("2026-01-06", "Registe", 1),
    }
    assert counts[0]["until"] == "2026-01-06"  # a state lasts until the next entry, the last one until today
    assert counts[1]["until"] == max(dt.date.today(), dt.date(2026, 1, 7)).isoformat()


def test_rates_before_and_after_have_the_same_classes(demo_store: api.Store) -> None:
    question = scenarios.MoneyQuestion(16_800, 12, "2026-01-01", workers_per_desa=100, dana_desa_idr=20_000_000)
    outcome, values = scenarios.answer_question(demo_store, "61", "adm2", question)
    before, after = (outreach_results.rate_map("id", values, outcome.areas[name]) for name in ("rate", "new_rate"))
    assert (before.colours, before.labels) == (after.colours, after.labels)
    answer = api.answer_map(demo_store, api.MapView("61", "adm2"))
    assert list(before.labels) == [row.label for row in answer.legend.rows if row.kind == "class"]
    official = values.units["class_id"]
    assert {code: class_id for code, (class_id, _) in before.units.items()} == {
        code: int(class_id) if class_id >= 0 else None for code, class_id in official.items()
    }
    payers = outreach_results.payer_table("id", outcome.by_payer)
    assert payers.iloc[-1, 1] == "Rp40,92 miliar"  # 2,046 desa of the register, Rp20 million each
    unknown = outcome.areas.assign(covered=math.nan, rate=math.nan)
    table = outreach_results.area_table("id", Outcome(unknown, outcome.programmes, outcome.by_payer))
    assert "–" in table.to_html()


def test_a_comparison_writes_no_data_as_a_dash(demo_copy: api.Store) -> None:
    question = scenarios.MoneyQuestion(16_800, 12, "2026-01-01", apbd_share=1.0)
    for name, area in (("A", "61"), ("B", "62")):
        kept_scenarios.keep_scenario(demo_copy, name, area, question.to_dict())
    found = kept_scenarios.compare_scenarios(demo_copy, ["A", "B"])
    asked = {"A": question, "B": question}
    table = outreach_scenarios.comparison_table("en", found, asked).set_index("Figure")
    assert table.loc["Assumed: Months of cover"].tolist() == ["12", "12"]
    assert table.loc["Coverage before", "B"] == "–"
    assert table.loc["Coverage afterwards", "A"] == "100.0%"


def test_an_opened_scenario_fills_the_fields_with_what_was_asked() -> None:
    question = scenarios.MoneyQuestion(
        16_800,
        6,
        "2026-04-01",
        "other",
        workers_per_desa=50,
        dana_desa_idr=10_000_000,
        apbd_share=0.3,
        kabupaten_share=0.55,
        apbdes=("bpd",),
        target=0.4946,
        own_share=0.2,
        own_payer="csr",
        desa_count=1447,
    )
    fields = outreach_scenarios.fields_of(question)
    assert read_rupiah(str(fields["lump"])) == question.dana_desa_idr
    assert read_percent(str(fields["money-target"])) == question.target
    assert read_people(str(fields["desa-count"])) == question.desa_count
    assert read_people(str(fields["workers"])) == question.workers_per_desa
    assert [fields[key] for key in ("kabupaten-share", "apbd-share", "own-share", "own-payer")] == [55, 30, 20, "csr"]
    bare = outreach_scenarios.fields_of(scenarios.MoneyQuestion(16_800, 12, "2026-01-01"))
    assert not any(bare[key] for key in ("with-dana-desa", "with-apbd", "with-own", "money-target"))
