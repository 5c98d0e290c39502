"""Vector tiles: what an independent reader (GDAL) finds in them, and how the file comes to be."""

import gzip
from pathlib import Path

import geopandas as gpd
import numpy as np
import pyogrio
import pytest
import shapely
from shapely.geometry import MultiPolygon, Polygon, box

from ucjmap.tiles.mvt import GridRings, encode_tile
from ucjmap.tiles.pyramid import MAX_ZOOM, MIN_ZOOM, TileFile, build_tiles

STEP = 0.01  # degrees, about 1.1 km
COLUMNS, ROWS = 12, 9
TINY, ENCLAVE, AROUND, FAR, MISSING = range(COLUMNS * ROWS, COLUMNS * ROWS + 5)


def _cells() -> list[Polygon]:
    """Neighbours with crooked borders, which they share vertex by vertex."""
    generator = np.random.default_rng(61)
    shake = generator.uniform(-0.3, 0.3, (ROWS + 1, COLUMNS + 1, 2)) * STEP
    corner = shake + np.stack(np.meshgrid(np.arange(COLUMNS + 1), np.arange(ROWS + 1)), axis=-1) * STEP + [109.0, -0.05]
    return [
        Polygon([corner[row, column], corner[row, column + 1], corner[row + 1, column + 1], corner[row + 1, column]])
        for row in range(ROWS)
        for column in range(COLUMNS)
    ]


@pytest.fixture(scope="module")
def shapes() -> np.ndarray:
    tiny = box(109.5, 0.2, 109.50001, 0.20001)
    enclave = box(110.02, 0.02, 110.04, 0.04)
    around = box(110.0, 0.0, 110.06, 0.06).difference(enclave)
    far = MultiPolygon([box(117, -4, 117.1, -3.9), box(128, 2, 128.3, 2.1)])
    return np.array([*_cells(), tiny, enclave, around, far, None], dtype=object)


@pytest.fixture(scope="module")
def path(shapes: np.ndarray, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("tiles") / "made.pmtiles"
    report = build_tiles(shapes.copy(), np.array(["61"] * (MISSING - 1) + ["64"] * 2), path)
    assert (report.areas, report.bytes) == (MISSING, path.stat().st_size)
    return path


def read_by_gdal(path: Path, zoom: int) -> gpd.GeoDataFrame:
    """What GDAL reads, one row an area, in degrees."""
    pieces = pyogrio.read_dataframe(path, layer="desa", ZOOM_LEVEL=str(zoom))
    pieces["geometry"] = shapely.make_valid(pieces.geometry.to_numpy())
    return pieces.dissolve("mvt_id").to_crs(4326)


@pytest.mark.parametrize("zoom", range(MIN_ZOOM, MAX_ZOOM + 1))
def test_every_area_is_at_every_zoom(path: Path, zoom: int) -> None:
    assert sorted(read_by_gdal(path, zoom).index) == list(range(MISSING))


def test_areas_are_those_of_the_boundaries(path: Path, shapes: np.ndarray) -> None:
    found = read_by_gdal(path, MAX_ZOOM)
    for number in (*range(COLUMNS * ROWS), ENCLAVE, AROUND, FAR):
        shape = found.geometry.loc[number]
        assert shape.symmetric_difference(shapes[number]).area < 0.02 * shapes[number].area, number


@pytest.mark.parametrize("zoom", [6, 8, MAX_ZOOM])
def test_neighbours_leave_no_gap_and_do_not_overlap(path: Path, zoom: int) -> None:
    found = read_by_gdal(path, zoom).to_crs(3857)
    cells = found.geometry.loc[range(COLUMNS * ROWS)].to_numpy()
    joined = shapely.union_all(cells, grid_size=0.01)
    assert joined.geom_type == "Polygon"
    # Where three meet on a straight line, the projection there and back leaves a hair's breadth.
    assert sum(Polygon(hole).area for hole in joined.interiors) < 1e-6 * joined.area
    assert shapely.area(cells).sum() == pytest.approx(joined.area, rel=1e-3)


def test_rings_wind_as_the_specification_asks(shapes: np.ndarray) -> None:
    rings = GridRings.of(shapes[[AROUND, ENCLAVE]], MAX_ZOOM, 4096)
    areas = []
    for start, end in zip(rings.start[:-1], rings.start[1:], strict=True):
        x, y = rings.points[start:end].T.astype(float)
        areas.append(float(np.sum(x * np.roll(y, -1) - np.roll(x, -1) * y)) / 2)
    assert list(rings.is_hole) == [False, True, False]
    assert [area > 0 for area in areas] == [True, False, True]


def test_an_area_below_the_grid_keeps_a_triangle(shapes: np.ndarray) -> None:
    rings = GridRings.of(shapes[[TINY]], MIN_ZOOM, 1024)
    assert np.ptp(rings.points, axis=0).tolist() == [1, 1]
    assert list(rings.area) == [0]


def test_a_spike_is_cleaned_away() -> None:
    spiked = Polygon([(109, 0), (110, 0), (110, 2), (110, 0), (110, -1), (109, -1)])
    rings = GridRings.of(np.array([spiked], dtype=object), 8, 1024)
    assert len(rings.points) == 4


def test_tile_bytes_are_those_of_the_specification() -> None:
    """The polygon of the example in 4.3.5.4, but closed on the grid of a tile: (3, 6), (8, 12), (20, 34)."""
    points = np.array([[3, 6], [8, 12], [20, 34]], np.int32)
    rings = GridRings(points, np.array([0, 3]), np.array([7]), np.array([False]))
    body = encode_tile(rings, np.array([0]), (0, 0), 4096)
    assert bytes([9, 6, 12, 18, 10, 12, 24, 44, 15]) in body
    assert body.startswith(b"\x1a")
    assert b"desa" in body


def test_numbers_of_more_than_one_byte() -> None:
    points = np.array([[0, 0], [300, 0], [300, 70_000]], np.int32)
    rings = GridRings(points, np.array([0, 3]), np.array([83_761]), np.array([False]))
    body = encode_tile(rings, np.array([0]), (0, 0), 4096)
    assert bytes([0x08, 0xB1, 0x8E, 0x05]) in body  # the id
    assert bytes([0xD8, 0x04, 0x00, 0x00, 0xE0, 0xC5, 0x08]) in body  # 600, 0, 0, 140000: zigzag of the steps


def test_the_same_boundaries_give_the_same_bytes(shapes: np.ndarray, path: Path, tmp_path: Path) -> None:
    again = tmp_path / "again.pmtiles"
    build_tiles(shapes.copy(), np.array(["61"] * (MISSING - 1) + ["64"] * 2), again)
    assert again.read_bytes() == path.read_bytes()


def test_tiles_are_found_by_place(path: Path) -> None:
    with TileFile(path) as tiles:
        tile = tiles.tile(3, 6, 3)
        assert tile is not None
        assert b"desa" in gzip.decompress(tile)
        assert tiles.tile(3, 0, 0) is None
        assert tiles.tile(MAX_ZOOM + 1, 0, 0) is None
        assert tiles.tile(3, -1, 9) is None


def test_a_building_that_is_stopped_leaves_nothing(shapes: np.ndarray, tmp_path: Path) -> None:
    def stop(done: int, _total: int, _what: str) -> None:
        if done == 2:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        build_tiles(shapes.copy(), np.full(len(shapes), "61"), tmp_path / "tiles" / "x.pmtiles", progress=stop)
    assert list((tmp_path / "tiles").iterdir()) == []
