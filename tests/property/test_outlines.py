"""Whatever parts were imported and taken back: each area has what the imports that remain give by themselves."""

import random
import shutil
from collections.abc import Callable
from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import shapely

from tests.outline_parts import PROVINCES, Part, country, make_part, take
from tests.stores import sqlite_url
from ucjmap import api
from ucjmap.api.areas import drawn_from
from ucjmap.codes import codes_at
from ucjmap.store import read_editions, read_province_units, undo_import

STEPS = 12


def state(store: api.Store) -> pd.DataFrame:
    """Each area with its outline, the names of the editions that it is drawn from, and its flags."""
    tree = api.area_tree(store)
    with store.reading() as connection:
        units = read_province_units(connection, list(PROVINCES)).set_index("code").sort_index()
        assert set(read_editions(connection)["province_code"]) <= set(PROVINCES)
    kept = units[["level", "parent_code", "name", "kind", "flags", "geometry", "overview", "area_km2", "west", "north"]]
    editions = [drawn_from(tree, code, tree.level(code))[0] for code in kept.index]
    return kept.assign(editions=editions)


def some_part(random_: random.Random, areas: gpd.GeoDataFrame, name: str) -> Part:
    """A desa, a kecamatan, a kabupaten, a province, or desa here and there; some files have areas of an upper level."""
    moved = areas.set_geometry(areas.translate(random_.uniform(-0.02, 0.02), random_.uniform(-0.02, 0.02)))
    chosen = random_.choice(areas["code"].tolist())
    level = random_.choice(["adm1", "adm2", "adm3", "adm4"])
    inside = codes_at(moved["code"], level) == codes_at(pd.Series([chosen]), level)[0]  # type: ignore[arg-type]
    rows = moved[inside]
    if random_.random() < 0.3 and len(rows) > 2:  # the file lacks a desa, and another one has its ground
        lost, heir = rows.index[0], rows.index[1]
        rows = rows.copy()
        rows.loc[heir, "geometry"] = shapely.union_all(rows.geometry[[lost, heir]].to_numpy())
        rows = rows.drop(index=lost)
    of = random_.choice(["adm4", "adm4", "adm4", "adm3", "adm2"])
    return make_part(name, rows, level=of if of >= level else "adm4")


@pytest.mark.parametrize("seed", [0, 1, *(pytest.param(seed, marks=pytest.mark.long) for seed in range(2, 12))])
def test_what_remains_is_what_the_remaining_imports_give(seed: int, new_store: Callable[[str], api.Store]) -> None:
    random_ = random.Random(seed)
    areas = country()
    parts = [make_part("model", areas, is_model=True)]
    store = new_store("walked")
    live = [(take(store, parts[0]), parts[0])]
    for step in range(STEPS):
        if len(live) > 1 and random_.random() < 0.35:
            number, _ = live.pop(random_.randrange(1, len(live)))
            with store.writing() as connection:
                undo_import(connection, number)
        else:
            part = some_part(random_, areas, f"file {step}")
            live.append((take(store, part), part))
    replayed = new_store("replayed")
    for _, part in live:
        take(replayed, part)
    pd.testing.assert_frame_equal(state(store), state(replayed))


@pytest.fixture(scope="module")
def empty_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store with its tables and nothing in them; only to be copied."""
    path = tmp_path_factory.mktemp("empty") / "empty.db"
    api.open_store(sqlite_url(path)).close()
    return path


@pytest.fixture
def new_store(empty_file: Path, tmp_path: Path, request: pytest.FixtureRequest) -> Callable[[str], api.Store]:
    def make(name: str) -> api.Store:
        shutil.copyfile(empty_file, tmp_path / f"{name}.db")
        store = api.open_store(sqlite_url(tmp_path / f"{name}.db"))
        request.addfinalizer(store.close)
        return store

    return make


def test_a_kabupaten_is_built_up_kecamatan_by_kecamatan(new_store: Callable[[str], api.Store]) -> None:
    areas = country()
    official = areas.set_geometry(areas.translate(0.004, 0.004))
    regency = official[official["code"].str.startswith("61.01")]
    store = new_store("parts")
    take(store, make_part("model", areas, is_model=True))
    for kecamatan in sorted(codes_at(regency["code"], "adm3").unique()):
        take(store, make_part(kecamatan, regency[regency["code"].str.startswith(kecamatan)]))
    tree = api.area_tree(store)
    assert drawn_from(tree, "61.01", "adm4") == (("61.01.01", "61.01.02"), False)
    assert drawn_from(tree, "61.01", "adm2") == (("61.01.01", "61.01.02"), False)
    assert drawn_from(tree, "61", "adm2") == (("model", "61.01.01", "61.01.02"), True)
    assert drawn_from(tree, "17", "adm1") == (("model",), True)
    whole = state(store)
    drawn = shapely.from_wkb(np.array([whole.at["61.01", "geometry"]], dtype=object))[0]
    assert drawn.symmetric_difference(shapely.union_all(regency.geometry.to_numpy())).area < 1e-12


def test_outlines_of_kecamatan_do_not_make_the_desa_official(new_store: Callable[[str], api.Store]) -> None:
    store = new_store("upper")
    areas = country()
    take(store, make_part("model", areas, is_model=True))
    take(store, make_part("BIG", areas[areas["code"].str.startswith("61")], level="adm3"))
    tree = api.area_tree(store)
    assert drawn_from(tree, "61", "adm3") == (("BIG",), False)
    assert drawn_from(tree, "61", "adm4") == (("model",), True)
    assert tree.areas.at["61.01.01.2001", "flags"] == "model"
    take(store, make_part("desa", areas[areas["code"].str.startswith("61.01.01")]))
    tree = api.area_tree(store)
    assert drawn_from(tree, "61.01.01", "adm3") == (("desa",), False)
    assert drawn_from(tree, "61.01.02", "adm3") == (("BIG",), False)
