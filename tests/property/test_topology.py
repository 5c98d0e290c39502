"""Random coverages: dissolving keeps area, simplification keeps neighbours and every area."""

import gzip
import json
from itertools import pairwise

import geopandas as gpd
import hypothesis.strategies as st
import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from shapely.geometry import Polygon, shape

from tests.long_run import examples
from ucjmap.boundaries import build_units, encode_display
from ucjmap.boundaries.display import simplify_view
from ucjmap.boundaries.topology import dissolve

_STEP = 0.1


@st.composite
def coverages(draw: st.DrawFn) -> list[Polygon]:
    """Cells of a grid with shaken corners and wiggly, exactly shared edges."""
    rows, columns = draw(st.integers(1, 5)), draw(st.integers(1, 5))
    random = np.random.default_rng(draw(st.integers(0, 2**32 - 1)))
    shake = draw(st.floats(0, 0.3)) * _STEP
    corners = np.moveaxis(np.mgrid[0 : columns + 1, 0 : rows + 1] * _STEP, 0, -1) + (109.0, 0.0)
    corners = corners + random.uniform(-shake, shake, corners.shape)
    edges: dict[tuple[tuple[int, int], tuple[int, int]], list[tuple[float, float]]] = {}

    def edge(start: tuple[int, int], end: tuple[int, int]) -> list[tuple[float, float]]:
        if start > end:
            return edge(end, start)[::-1]
        if (start, end) not in edges:
            points = np.linspace(corners[start], corners[end], 6)
            points[1:-1] += random.uniform(-shake, shake, (4, 2)) * 0.1
            edges[start, end] = [tuple(point) for point in points.tolist()]
        return edges[start, end]

    cells = []
    for column in range(columns):
        for row in range(rows):
            ring = [(column, row), (column + 1, row), (column + 1, row + 1), (column, row + 1), (column, row)]
            cells.append(Polygon([point for a, b in pairwise(ring) for point in edge(a, b)[:-1]]))
    return cells


def _neighbours(shapes: np.ndarray) -> set[tuple[int, int]]:
    """Pairs that share a border, not only a corner."""
    pairs = set()
    for a in range(len(shapes)):
        for b in range(a + 1, len(shapes)):
            if shapely.length(shapely.intersection(shapes[a], shapes[b])) > 1e-9:
                pairs.add((a, b))
    return pairs


@given(coverages())
@settings(max_examples=examples(60), deadline=None)
def test_dissolving_keeps_area(cells: list[Polygon]) -> None:
    shapes = np.array(cells, dtype=object)
    whole = dissolve(shapes)
    assert whole.is_valid
    assert whole.area == pytest.approx(shapely.area(shapes).sum(), rel=1e-9)


@given(coverages(), st.sampled_from([0.001, 0.01, 0.05]))
@settings(max_examples=examples(60), deadline=None)
def test_simplifying_keeps_neighbours_and_areas(cells: list[Polygon], tolerance: float) -> None:
    shapes = np.array(cells, dtype=object)
    simple = simplify_view(shapes, tolerance)
    assert not shapely.is_empty(simple).any()
    assert shapely.coverage_is_valid(simple)
    assert _neighbours(simple) == _neighbours(shapes)


@given(coverages(), st.integers(1, 2000))
@settings(max_examples=examples(40), deadline=None)
def test_display_never_drops_an_area(cells: list[Polygon], width_px: int) -> None:
    codes = [str(place) for place in range(len(cells))]
    features = json.loads(gzip.decompress(encode_display(codes, codes, cells, width_px=width_px)))["features"]
    assert [feature["properties"]["code"] for feature in features] == codes
    assert all(shape(feature["geometry"]).area > 0 for feature in features)


@given(coverages(), st.data())
@settings(max_examples=examples(40), deadline=None)
def test_units_hold_the_codes_given_and_no_others(cells: list[Polygon], data: st.DataObject) -> None:
    kecamatan = data.draw(st.lists(st.integers(1, 3), min_size=len(cells), max_size=len(cells)))
    codes = [f"61.01.{number:02}.{2001 + place}" for place, number in enumerate(kecamatan)]
    areas = gpd.GeoDataFrame(
        {
            "level": "adm4", "code": codes, "bps_code": None, "flags": "",
            "adm3_code": [code[:8] for code in codes], "adm2_code": "61.01", "adm1_code": "61",
            "province": "P", "regency": "R", "district": "D", "village": codes,
        },
        geometry=cells,
        crs="EPSG:4326",
    )  # fmt: skip
    units = build_units(areas)
    assert sorted(units["code"]) == sorted({*codes, *(code[:8] for code in codes), "61.01", "61"})
    sizes = units.groupby("level")["area_km2"].sum()
    assert sizes.to_numpy() == pytest.approx(np.full(4, sizes["adm4"]), rel=1e-9)
