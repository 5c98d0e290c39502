import geopandas as gpd
import pytest
from shapely.geometry import box

from ucjmap.errors import MatchingError
from ucjmap.matching import CROSSWALK_COLUMNS, build_crosswalk


def areas(column: str, shapes: dict[str, tuple[float, float, float, float]]) -> gpd.GeoDataFrame:
    boxes = [box(110 + west, south, 110 + east, north) for west, south, east, north in shapes.values()]
    return gpd.GeoDataFrame({column: list(shapes), "name": list(shapes)}, geometry=boxes, crs="EPSG:4326")


OLD = {"same": (0, 0, 1, 1), "whole": (2, 0, 4, 1), "left": (5, 0, 6, 1), "right": (6, 0, 7, 1), "half": (8, 0, 10, 1)}
NEW = {"A": (0, 0, 1, 1.05), "B": (2, 0, 3, 1), "C": (3, 0, 4, 1), "D": (5, 0, 7, 1), "E": (9, 0, 11, 1)}


def test_relations() -> None:
    crosswalk = build_crosswalk(areas("bps_code", OLD), areas("code", NEW))
    assert tuple(crosswalk.columns) == CROSSWALK_COLUMNS
    relations = {(row.bps_code, row.code): row.relation for row in crosswalk.itertuples()}
    assert relations == {
        ("same", "A"): "same",
        ("whole", "B"): "split",
        ("whole", "C"): "split",
        ("left", "D"): "merged",
        ("right", "D"): "merged",
        ("half", "E"): "changed",
    }


def test_shares() -> None:
    crosswalk = build_crosswalk(areas("bps_code", OLD), areas("code", NEW)).set_index(["bps_code", "code"])
    assert crosswalk.loc[("whole", "B"), "share_from"] == pytest.approx(0.5)
    assert crosswalk.loc[("whole", "B"), "share_to"] == pytest.approx(1)
    assert crosswalk.loc[("half", "E"), "iou"] == pytest.approx(1 / 3)


def test_area_without_geometry_has_no_row() -> None:
    old = areas("bps_code", OLD)
    old.loc[0, "geometry"] = None
    assert "same" not in set(build_crosswalk(old, areas("code", NEW))["bps_code"])


def test_unusable_frames_are_refused() -> None:
    old, new = areas("bps_code", OLD), areas("code", NEW)
    with pytest.raises(MatchingError):
        build_crosswalk(old.drop(columns="bps_code"), new)
    with pytest.raises(MatchingError):
        build_crosswalk(gpd.GeoDataFrame(old.drop(columns="geometry"), geometry=list(old.geometry)), new)
