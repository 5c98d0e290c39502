"""What imports come to is counted by kind, also where they are refused or only tried."""

from pathlib import Path

import pytest

from tests import boundary_files
from ucjmap import api
from ucjmap.api.loading import running_imports
from ucjmap.errors import StoreError, UCJMapError


def test_each_import_is_counted_by_what_it_came_to(small_store: api.Store, tmp_path: Path) -> None:
    before = api.import_outcomes()
    areas = boundary_files.write(boundary_files.lay_out(boundary_files.make_areas(), "big"), tmp_path, "gpkg")
    report = api.import_boundaries(small_store, areas, edition="Uji 2026", dry_run=True)
    assert report.import_id is None
    api.undo_import(small_store, 1)
    with pytest.raises(UCJMapError):
        api.undo_import(small_store, 1)
    with pytest.raises(UCJMapError):
        api.redo_import(small_store, 99)
    grown = {key: number - before.get(key, 0) for key, number in api.import_outcomes().items()}
    assert {key: number for key, number in grown.items() if number} == {
        ("boundaries", "tried"): 1,
        ("undo", "done"): 1,
        ("undo", "refused"): 1,
        ("redo", "refused"): 1,
    }


def test_what_is_remembered_is_a_hit_and_what_has_to_be_computed_a_miss(small_store: api.Store) -> None:
    before = api.memory_uses()
    for _ in range(3):
        api.all_targets(small_store)
    grown = {key: number - before.get(key, 0) for key, number in api.memory_uses().items()}
    assert (grown["targets", "miss"], grown["targets", "hit"]) == (1, 2)


def test_none_is_begun_while_the_process_ends(small_store: api.Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(running_imports._imports, "is_closed", False)
    assert api.wait_for_imports(0)
    api.close_imports()
    with pytest.raises(StoreError, match="being stopped"):
        api.undo_import(small_store, 1)
    assert api.show_import(small_store, 1)["state"] == "committed"
