"""What the answer to a map says where nothing is known, where dates differ, and where origins are the same."""

import pandas as pd
import pytest

from ucjmap import api
from ucjmap.classify import Measure
from ucjmap.store import Provenance, add_import, add_observations

BALI = "51"  # no counts in the demonstration


@pytest.mark.parametrize("measure", ["rate", "gap", "change"])
@pytest.mark.parametrize(("since", "side"), [(None, False), ("2024-12-31", False), ("2024-12-31", True)])
def test_an_area_without_data_has_a_map(demo_store: api.Store, measure: Measure, since: str | None, side: bool) -> None:
    view = api.MapView(BALI, "adm2", measure=measure, since=since, side=side, circles=True)
    answer = api.answer_map(demo_store, view)
    assert answer.older is None
    assert (answer.caption, answer.period) == ("Belum ada data", "Belum ada data")
    assert answer.key_figure("rate").text == "Belum ada data"
    assert {line.label: line.text for line in answer.provenance}["Sumber"] == "Belum ada data."
    drawn = api.draw_answer(answer)
    assert {class_id for class_id, _ in drawn.units.values()} == {None}
    assert drawn.circles == {}
    assert api.write_document(demo_store, view)


def test_two_dates_side_by_side_show_rates_and_the_view_says_so(demo_store: api.Store) -> None:
    asked = api.MapView("61", measure="change", since="2024-12-31", side=True)
    view, left_out = api.settle_dates(demo_store, asked)
    assert (view.measure, view.side, left_out) == ("rate", True, [])


@pytest.mark.parametrize(
    ("measure", "area", "key"), [("rate", "61", "rate"), ("gap", "61", "gap_points"), ("gap", BALI, "rate")]
)
def test_the_main_figure_is_what_the_map_is_about(demo_store: api.Store, measure: Measure, area: str, key: str) -> None:
    answer = api.answer_map(demo_store, api.MapView(area, measure=measure))
    assert answer.main_figure.key == key


def test_a_main_figure_in_points_says_so(demo_store: api.Store) -> None:
    """On the page it stands without the label that names its unit."""
    gap = api.answer_map(demo_store, api.MapView("61", measure="gap")).main_figure
    change = api.answer_map(demo_store, api.MapView("61", measure="change", since="2024-12-31")).main_figure
    assert gap.measured == f"{gap.text} poin persen"
    assert change.measured == f"{change.text} poin persen"
    answer = api.answer_map(demo_store, api.MapView("61"))
    assert answer.main_figure.measured == answer.main_figure.text == "37,0%"
    assert answer.key_figure("gap_people").measured.endswith(" orang")


def test_the_date_beside_the_name_is_that_of_the_desa(demo_copy: api.Store) -> None:
    """On the map of a kecamatan whose desa were counted on two dates."""
    desa, other, date = "61.04.01.2011", "61.04.01.2012", "2026-03-31"
    counted = {"indicator": "ucj", "segment": "all", "as_of": date, "numerator": 500, "denominator": 831}
    with demo_copy.writing() as connection:
        number = add_import(connection, Provenance("coverage", source="BPJS", as_of=date))
        add_observations(connection, number, pd.DataFrame([{"unit_code": desa, **counted}]))
    of_desa, of_other, of_both = (
        api.answer_map(demo_copy, api.MapView(code)).period for code in (desa, other, "61.04.01")
    )
    assert (of_desa, of_other) == ("Per 31 Maret 2026", "Per 31 Desember 2025")
    assert of_both == "Per 31 Desember 2025 sampai 31 Maret 2026"
