"""Ways to a target, and joint figures as sums, for any numbers."""

import datetime as dt

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.long_run import examples
from ucjmap import api
from ucjmap.indicators.trajectory import Pace, project

RATES = st.floats(0, 1)


@given(RATES, RATES, st.floats(0.001, 1), st.integers(2025, 2045))
def test_a_positive_pace_arrives_where_the_line_meets_the_target(
    rate: float, target: float, slope: float, year: int
) -> None:
    way = project(rate, "2025-06-30", Pace(slope, "2024-06-30", "2025-06-30", 2), target, year)
    if way.arrives is None:
        assert (way.state == "reached" and rate >= target - 1e-9) or (
            way.state == "far" and (target - rate) / slope > 100
        )
        return
    days = (dt.date.fromisoformat(way.arrives) - dt.date(2025, 6, 30)).days
    assert abs(rate + slope * days / 365.25 - target) <= slope / 365.25 + 1e-9
    assert (way.state == "on_track") == (way.arrives <= way.deadline)


@settings(max_examples=examples(25))
@given(
    st.lists(st.sampled_from(["61", "61.01", "61.01.01", "61.01.01.2001", "17", "17.04", "51", "16.09"]), min_size=1)
)
def test_joint_figures_are_the_sum_of_the_desa_inside_counted_once(demo_store: api.Store, codes: list[str]) -> None:
    joint = api.joint_figures(demo_store, codes, "ucj")
    areas = api.area_tree(demo_store).areas
    desa = areas[areas["level"] == "adm4"]
    inside = desa[np.logical_or.reduce([desa["code"].str.startswith(code) for code in codes])]
    latest = api.area_values(demo_store, "00", "adm4", "ucj", as_of="2025-12-31").units.loc[inside["code"]]
    assert joint.desa == len(inside)
    assert joint.desa_with_data == latest["rate"].notna().sum()
    if joint.desa_with_data == 0:
        assert np.isnan(joint.rate)
    else:
        assert (joint.numerator, joint.denominator) == (latest["numerator"].sum(), latest["denominator"].sum())
    assert set(joint.codes) | {code for code, _ in joint.inside} == set(codes)
