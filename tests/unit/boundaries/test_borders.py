"""Gaps and overlaps by pair of areas, against shapes whose sizes are known."""

import geopandas as gpd
import numpy as np
import pytest
import shapely
from shapely.geometry import box

from ucjmap.boundaries import area_km2, find_border_faults


def areas_of(**shapes: shapely.Geometry) -> gpd.GeoDataFrame:
    return gpd.GeoDataFrame({"code": list(shapes)}, geometry=list(shapes.values()), crs="EPSG:4326")


def km2(shape: shapely.Geometry) -> float:
    return float(area_km2(np.array([shape], dtype=object))[0])


def test_areas_that_fit_have_no_faults() -> None:
    assert find_border_faults(areas_of(a=box(0, 0, 1, 1), b=box(1, 0, 2, 1))).empty


def test_an_overlap_is_a_pair_with_its_size() -> None:
    faults = find_border_faults(areas_of(a=box(0, 0, 1.001, 1), b=box(1, 0, 2, 1), c=box(2, 0, 3, 1)))
    assert faults[["kind", "code", "other_code"]].to_numpy().tolist() == [["overlap", "a", "b"]]
    assert faults["area_km2"][0] == pytest.approx(float(area_km2([box(1, 0, 1.001, 1)])[0]))  # type: ignore[arg-type]


def test_an_area_inside_another_one_is_an_overlap() -> None:
    faults = find_border_faults(areas_of(a=box(0, 0, 1, 1), b=box(0.4, 0.4, 0.5, 0.5), c=box(1, 0, 2, 1)))
    assert faults[["kind", "code", "other_code"]].to_numpy().tolist() == [["overlap", "a", "b"]]
    assert faults["area_km2"][0] == pytest.approx(km2(box(0.4, 0.4, 0.5, 0.5)))


def test_a_narrow_hole_is_a_gap_and_a_lake_is_none() -> None:
    left = box(0, 0, 1, 1)
    right = box(1, 0, 2, 1) - box(1, 0.4, 1.001, 0.6)
    lake = box(1.5, 0.4, 1.7, 0.6)
    faults = find_border_faults(areas_of(a=left, b=right - lake))
    assert list(faults["kind"]) == ["gap"]
    assert {faults["code"][0], faults["other_code"][0]} == {"a", "b"}
    assert faults["area_km2"][0] == pytest.approx(float(area_km2([box(1, 0.4, 1.001, 0.6)])[0]))  # type: ignore[arg-type]


def test_borders_with_outlines_of_other_files_are_named_by_pair() -> None:
    own = areas_of(a=box(109, 0, 109.1, 0.1), b=box(109, 0.1, 109.1, 0.2))
    beside = areas_of(c=box(109.102, 0, 109.2, 0.1), d=box(109.098, 0.1, 109.2, 0.2), far=box(109.3, 0, 109.4, 0.2))
    faults = find_border_faults(own, beside).set_index(["kind", "code", "other_code"])["area_km2"]
    assert faults["gap", "a", "c"] == pytest.approx(km2(box(109.1, 0, 109.102, 0.1)), rel=0.05)
    assert faults["overlap", "b", "d"] == pytest.approx(km2(box(109.098, 0.1, 109.1, 0.2)))
    assert faults.drop([("gap", "a", "c"), ("overlap", "b", "d")]).sum() < 0.05 * faults["gap", "a", "c"]
    assert not {"far"} & {*faults.index.get_level_values("code"), *faults.index.get_level_values("other_code")}


def test_one_area_between_others_that_fit_has_no_faults() -> None:
    own = areas_of(b=box(109.1, 0, 109.2, 0.1))
    assert find_border_faults(own, areas_of(a=box(109, 0, 109.1, 0.1), c=box(109.2, 0, 109.3, 0.1))).empty
    assert find_border_faults(own).empty
