"""Outreach where something is lacking: shapes, data, desa to choose from."""

from pathlib import Path

import pyogrio
import pytest
from sqlalchemy import text

from ucjmap import api
from ucjmap.api.outreach import list_export as outreach_export
from ucjmap.api.outreach import lists as outreach
from ucjmap.api.outreach import priorities, trip_export
from ucjmap.api.outreach.presets import preset_weights
from ucjmap.errors import UsageError
from ucjmap.outreach import TripLimits


def test_a_kabupaten_without_polygons_is_listed_and_written_all_the_same(demo_copy: api.Store, tmp_path: Path) -> None:
    whole, _ = api.outreach_clusters(demo_copy, "61", "adm3")
    with demo_copy.writing() as connection:
        connection.execute(text("UPDATE units SET geometry = NULL WHERE code LIKE '61.71.%'"))
    store = api.open_store(demo_copy.url)
    found = outreach.outreach_list(store, "61.71", "adm4")
    ranked = priorities.rank_outreach(found, preset_weights("balanced"))
    outreach_export.export_list(store, found, ranked, {}, tmp_path / "a.gpkg", lang="id")
    written = pyogrio.read_dataframe(tmp_path / "a.gpkg", layer="priority")
    assert list(written["code"]) == list(ranked.index)
    assert written.geometry.isna().all()
    assert pyogrio.read_dataframe(tmp_path / "a.gpkg", layer="provenance")["text"].str.contains("2025").any()
    clusters, _ = api.outreach_clusters(store, "61", "adm3")
    without = clusters.areas.index.str.startswith("61.71.")
    assert set(clusters.areas.loc[without, "moran_spot"]) == {"no_shape"}
    assert clusters.tested == whole.tested - without.sum()
    store.close()


def test_a_province_without_data_is_said_so_instead_of_ranked(demo_store: api.Store) -> None:
    found = outreach.outreach_list(demo_store, "33", "adm4")
    ranked = priorities.rank_outreach(found, preset_weights("balanced"))
    assert len(ranked) > 8000
    assert not ranked["has_figures"].any()
    with pytest.raises(UsageError) as caught:
        api.outreach_clusters(demo_store, "33", "adm4")
    assert caught.value.code == "nothing_for_clusters"


@pytest.mark.parametrize("count", [0, 1])
def test_trips_to_nobody_and_to_one_desa_are_files_as_well(demo_store: api.Store, tmp_path: Path, count: int) -> None:
    found = outreach.remembered_list(demo_store, "61.04", "adm4")
    plan = api.outreach_trips(found, found.areas.index[:count], TripLimits())
    assert len(plan.stops) == count
    for suffix in trip_export.TRIP_FORMATS:
        trip_export.export_trips(found, plan, tmp_path / f"t.{suffix}", lang="id")
        assert (tmp_path / f"t.{suffix}").stat().st_size > 0
