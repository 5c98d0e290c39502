"""Areas in the order of their way to a target, as a table for people."""

import pytest

from ucjmap import api
from ucjmap.app.target_parts import trajectory_table


def test_a_gap_has_the_sign_that_it_has_on_the_map(demo_store: api.Store) -> None:
    ranking = api.rank_trajectories(demo_store, "61", "adm2", "ucj", target="2025@dikutip pers Kalimantan Barat")
    table = trajectory_table("en", ranking, "people").data
    mapped = api.area_values(
        demo_store, "61", "adm2", "ucj", measure="gap", target="2025@dikutip pers Kalimantan Barat"
    ).units
    shown = table.set_index("Code")
    assert dict(shown["Gap to target, points"]) == pytest.approx(dict(mapped["value"]))
    assert (mapped["value"] < 0).any()
    assert dict(shown["Missing to the target, people"]) == dict(mapped["gap_people"])


def test_what_the_order_goes_by_stands_first(demo_store: api.Store) -> None:
    table = trajectory_table("en", api.rank_trajectories(demo_store, "61", "adm2", "ucj"), "people").data
    assert list(table.columns[:5]) == ["Place", "Area", "State", "Arrives", "Years late"]
    late = table["Years late"].dropna()
    assert late.is_monotonic_decreasing
    assert len(late) > 1
