"""Kabupaten put together from files of different surveys: on the map no gap between them is wider than a pixel."""

import gzip
import json
import random
import shutil
from collections.abc import Iterator
from pathlib import Path

import geopandas as gpd
import numpy as np
import pytest
import shapely

from tests import boundary_files
from tests.integration.test_damaged_boundaries import desa_of
from ucjmap import api
from ucjmap.boundaries.display import pixel_degrees
from ucjmap.codes import codes_at

#: Kabupaten and kota of all islands, with up to twenty kecamatan.
PLACES = (
    "16.72", "61.71", "33.22", "17.71", "73.72", "32.72", "51.03", "52.01", "71.71", "64.72",
    "12.71", "13.75", "18.72", "35.79", "34.02", "62.71", "74.71", "81.71", "82.72", "91.03",
)  # fmt: skip
SEEDS = [0, *(pytest.param(seed, marks=pytest.mark.long) for seed in range(1, len(PLACES)))]


def warped(areas: gpd.GeoDataFrame, random_: random.Random, degrees: float) -> gpd.GeoDataFrame:
    """The outlines as another survey has them: all borders bend, and neighbours keep theirs in common."""
    waves = [random_.uniform(40, 120) for _ in range(4)]

    def bend(x: np.ndarray, y: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        east = degrees * np.sin(waves[0] * y) + degrees / 2 * np.sin(waves[1] * x)
        return x + east, y + degrees * np.sin(waves[2] * x) + degrees / 2 * np.sin(waves[3] * y)

    shapes = shapely.transform(areas.geometry.to_numpy(), bend, interleaved=False)
    return areas.set_geometry(gpd.GeoSeries(shapes, index=areas.index, crs=4326))


def surveys(areas: gpd.GeoDataFrame, random_: random.Random) -> dict[str, gpd.GeoDataFrame]:
    """The same desa by four surveys, each without gaps of its own; the first is what the store has."""
    simple = shapely.coverage_simplify(areas.geometry.to_numpy(), 0.002)
    return {
        "in force": areas,
        "bent": warped(areas, random_, 0.001),
        "shifted": areas.set_geometry(areas.translate(0.0013, -0.0008)),
        "coarse": areas.set_geometry(gpd.GeoSeries(simple, index=areas.index, crs=4326)),
    }


def mix(store: api.Store, folder: Path, code: str, random_: random.Random) -> shapely.Geometry:
    """Give each kecamatan the outlines of one survey, a file for each survey; gives the ground that all surveys cover."""
    made = surveys(desa_of(store, code), random_)
    kecamatan = codes_at(made["in force"]["code"], "adm3")
    origin = {each: random_.choice(list(made)) for each in sorted(kecamatan.unique())}
    for name, areas in made.items():
        part = areas[(kecamatan.map(origin) == name).to_numpy()]
        if name != "in force" and len(part):
            (folder / name).mkdir()
            layer = boundary_files.lay_out(part.reset_index(drop=True), "big")
            report = api.import_boundaries(store, boundary_files.write(layer, folder / name, "gpkg"), edition=name)
            assert report.stored["adm4"] == len(part)
    return shapely.intersection_all([shapely.union_all(each.geometry.to_numpy()) for each in made.values()])


def drawn(store: api.Store, code: str, level: str) -> np.ndarray:
    document = json.loads(gzip.decompress(api.display_geometry(store, code, level).body))  # type: ignore[arg-type]
    return np.array([shapely.from_geojson(json.dumps(each["geometry"])) for each in document["features"]])


@pytest.mark.parametrize("seed", SEEDS)
def test_no_gap_between_files_is_wider_than_a_pixel(mixed: api.Store, tmp_path: Path, seed: int) -> None:
    code = PLACES[seed]
    ground = mix(mixed, tmp_path, code, random.Random(seed))
    for view, level in ((code, "adm4"), (code, "adm3"), (code[:2], "adm3")):
        shapes = drawn(mixed, view, level)
        pixel = pixel_degrees(shapes, 1600)
        inside = shapely.buffer(ground, -2 * pixel)  # coasts are simplified, and no matter here
        open_ground = shapely.difference(inside, shapely.union_all(shapely.make_valid(shapes)))
        wide = shapely.buffer(open_ground, -pixel / 2)
        assert shapely.area(wide) == 0, f"{view}/{level}: {shapely.get_num_geometries(wide)} gaps"


@pytest.fixture(scope="module")
def mixed(
    few_file: Path, demo_file: Path, is_long: bool, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[api.Store]:
    """Where all mixtures are put together; the places of a quick run lie in four provinces."""
    path = tmp_path_factory.mktemp("mixed") / "demo.db"
    shutil.copyfile(demo_file if is_long else few_file, path)
    store = api.open_store(f"sqlite:///{path.as_posix()}")
    yield store
    store.close()
