"""Trips: every desa once, limits kept, legs that add up, and files that other programs read."""

import itertools
import xml.etree.ElementTree as ET

import gpxpy
import numpy as np
import pandas as pd
import pytest

from ucjmap.errors import UsageError
from ucjmap.outreach import TripLimits, plan_trips
from ucjmap.outreach.distance import distance_matrix_km
from ucjmap.outreach.tracks import write_gpx, write_kml

OFFICES = pd.DataFrame({"name": ["Cabang A", "Cabang B"], "lon": [109.0, 112.0], "lat": [0.0, 0.0]})


def desa(count: int, seed: int = 1) -> pd.DataFrame:
    rng = np.random.default_rng(seed)
    codes = [f"61.01.{number % 3 + 1:02d}.{2001 + number}" for number in range(count)]
    return pd.DataFrame(
        {
            "name": [f"Desa {number}" for number in range(count)],
            "lon": rng.uniform(108.5, 112.5, count),
            "lat": rng.uniform(-0.5, 0.5, count),
            "adm3": [code[:8] for code in codes],
        },
        index=codes,
    )


def test_every_desa_is_visited_once_and_no_trip_has_too_many() -> None:
    chosen = desa(40)
    plan = plan_trips(chosen, OFFICES, TripLimits(max_stops=6))
    assert sorted(plan.stops["code"]) == sorted(chosen.index)
    assert plan.left_out.empty
    assert plan.trips["stops"].max() <= 6
    assert plan.trips["stops"].sum() == 40
    for _, stops in plan.stops.groupby("trip"):
        assert stops["order"].tolist() == list(range(1, len(stops) + 1))
        assert stops["office"].nunique() == 1
        assert ((stops["lon"] < 110.5) == (stops["office"] == "Cabang A")).all()


def test_legs_add_up_and_carry_the_road_factor_and_the_stated_times() -> None:
    limits = TripLimits(max_stops=5, road_factor=1.5, speed_kmh=40, stop_hours=0.5)
    plan = plan_trips(desa(12), OFFICES, limits)
    for number, stops in plan.stops.groupby("trip"):
        office = OFFICES.set_index("name").loc[stops["office"].iloc[0]]
        lon, lat = np.append(office["lon"], stops["lon"]), np.append(office["lat"], stops["lat"])
        roads = distance_matrix_km(lon, lat) * 1.5
        legs = [roads[here, here + 1] for here in range(len(stops))]
        trip = plan.trips.set_index("trip").loc[number]
        assert stops["leg_km"].tolist() == pytest.approx(legs)
        assert stops["total_km"].tolist() == pytest.approx(np.cumsum(legs).tolist())
        assert trip["km"] == pytest.approx(sum(legs) + roads[len(stops), 0])
        assert trip["hours"] == pytest.approx(trip["km"] / 40 + 0.5 * len(stops))
        assert stops["hours"].iloc[-1] == pytest.approx(sum(legs) / 40 + 0.5 * len(stops))
    assert plan.total_km == pytest.approx(plan.trips["km"].sum())


def test_a_small_round_is_the_shortest_of_all_orders() -> None:
    chosen, office = desa(7), OFFICES.iloc[:1]
    plan = plan_trips(chosen, office, TripLimits(max_stops=7))
    lon, lat = np.append(109.0, chosen["lon"]), np.append(0.0, chosen["lat"])
    roads = distance_matrix_km(lon, lat) * 1.4
    rounds = (np.array([0, *order, 0]) for order in itertools.permutations(range(1, 8)))
    assert len(plan.trips) == 1
    assert plan.total_km == pytest.approx(min(roads[each[:-1], each[1:]].sum() for each in rounds), rel=1e-3)


@pytest.mark.parametrize("limits", [TripLimits(max_km=300), TripLimits(max_hours=11, stop_hours=1.5)])
def test_what_is_too_far_for_one_trip_is_left_out_and_said(limits: TripLimits) -> None:
    chosen = desa(25)
    plan = plan_trips(chosen, OFFICES.iloc[:1], limits)
    assert (plan.trips["km"] <= (limits.max_km or np.inf) + 0.1).all()
    assert (plan.trips["hours"] <= (limits.max_hours or np.inf) + 0.01).all()
    assert set(plan.left_out["reason"]) == {"too_far"}
    assert sorted([*plan.left_out["code"], *plan.stops["code"]]) == sorted(chosen.index)


def test_a_desa_without_position_is_left_out_and_said() -> None:
    chosen = desa(4)
    chosen.iloc[2, 1] = np.nan
    plan = plan_trips(chosen, OFFICES, TripLimits())
    assert plan.left_out[["code", "reason"]].to_numpy().tolist() == [[chosen.index[2], "no_point"]]
    assert len(plan.stops) == 3


def test_trips_stay_in_a_kecamatan_when_asked() -> None:
    chosen = desa(30)
    plan = plan_trips(chosen, OFFICES, TripLimits(within_kecamatan=True))
    assert plan.stops.assign(adm3=plan.stops["code"].str[:8]).groupby("trip")["adm3"].nunique().max() == 1
    assert len(plan.stops) == 30


def test_the_order_of_the_input_does_not_matter_and_the_result_repeats() -> None:
    chosen = desa(30)
    first = plan_trips(chosen, OFFICES, TripLimits())
    again = plan_trips(chosen.iloc[::-1], OFFICES, TripLimits())
    pd.testing.assert_frame_equal(first.stops, again.stops)
    pd.testing.assert_frame_equal(first.trips, again.trips)


def test_further_search_is_never_worse() -> None:
    chosen, office = desa(40, seed=9), OFFICES.iloc[:1]
    plain = plan_trips(chosen, office, TripLimits(max_stops=6))
    longer = plan_trips(chosen, office, TripLimits(max_stops=6), improve_s=1)
    assert longer.total_km <= plain.total_km + 0.1
    assert sorted(longer.stops["code"]) == sorted(chosen.index)


def test_nothing_chosen_gives_no_trips() -> None:
    plan = plan_trips(desa(0), OFFICES, TripLimits())
    assert (len(plan.stops), len(plan.trips), plan.total_km) == (0, 0, 0)


@pytest.mark.parametrize(
    "limits",
    [
        TripLimits(max_stops=0),
        TripLimits(max_km=-1),
        TripLimits(road_factor=0.9),
        TripLimits(road_factor=1e9),
        TripLimits(road_factor=float("nan")),
        TripLimits(speed_kmh=0),
        TripLimits(speed_kmh=float("inf")),
        TripLimits(stop_hours=float("nan")),
    ],
)
def test_limits_without_meaning_are_refused(limits: TripLimits) -> None:
    with pytest.raises(UsageError):
        plan_trips(desa(3), OFFICES, limits)


def test_more_than_can_be_planned_from_one_office_is_said_before_anything_is_tried() -> None:
    with pytest.raises(UsageError) as caught:
        plan_trips(desa(2501), OFFICES.iloc[:1], TripLimits())
    assert caught.value.code == "too_many_for_trips"
    assert "Cabang A" in str(caught.value)


def test_one_desa_and_one_desa_a_trip() -> None:
    alone = plan_trips(desa(1), OFFICES, TripLimits())
    assert (len(alone.trips), alone.trips["stops"].tolist()) == (1, [1])
    each = plan_trips(desa(9), OFFICES, TripLimits(max_stops=1))
    assert each.trips["stops"].tolist() == [1] * 9


def test_without_an_office_there_is_no_trip() -> None:
    with pytest.raises(UsageError):
        plan_trips(desa(3), OFFICES.iloc[:0], TripLimits())


def test_gpx_and_kml_hold_every_stop_and_hostile_names_stay_text() -> None:
    chosen = desa(5)
    names = ["<b>\"A\" & 'B'</b>", "]]><script>alert(1)</script>", "<![CDATA[x", "nul\x00l", "&amp;"]
    chosen["name"] = names
    offices = OFFICES.assign(name=["<A&B>", "B"])
    plan = plan_trips(chosen, offices, TripLimits())
    gpx = gpxpy.parse(write_gpx(plan, offices, description="Per 2025 & <simulasi>", word="Trip"))
    assert gpx.description == "Per 2025 & <simulasi>"
    seen = {point.name for route in gpx.routes for point in route.points if point.name}
    for code, name in chosen["name"].items():
        assert any(str(code) in each and name.replace("\x00", "") in each for each in seen)
    for route in gpx.routes:
        assert route.points[0].name == route.points[-1].name
        assert route.points[0].name in ("<A&B>", "B")
    kml = ET.fromstring(write_kml(plan, offices, description="Per 2025 & <simulasi>", word="Trip").encode())
    texts = [each.text or "" for each in kml.iter("{http://www.opengis.net/kml/2.2}name")]
    assert sum("61.01" in text for text in texts) == 5
    assert any("]]><script>alert(1)</script>" in text for text in texts)
    assert not [each for each in kml.iter() if each.tag.endswith("}script")]
