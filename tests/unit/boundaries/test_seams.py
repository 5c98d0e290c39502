"""Narrow ground between outlines of different files is given to one of them, and nothing else changes."""

import numpy as np
import pytest
import shapely
from shapely.geometry import box

from ucjmap.boundaries.seams import WIDEST, close_seams

WEST, EAST, BEYOND = box(109, 0, 109.1, 0.1), box(109.1 + WIDEST / 2, 0, 109.2, 0.1), box(109.2, 0, 109.3, 0.1)


def closed(*origins: str, east: shapely.Geometry = EAST) -> np.ndarray:
    return close_seams(np.array([WEST, east, BEYOND], dtype=object), np.array(origins, dtype=object))


def test_a_seam_between_two_files_is_closed_without_overlap() -> None:
    shapes = closed("a", "b", "b")
    joined = shapely.union_all(shapes)
    # The corners of its two open ends are rounded.
    assert joined.area == pytest.approx(box(109, 0, 109.3, 0.1).area, rel=1e-3)
    assert joined.covers(box(109.05, 0.003, 109.15, 0.097))
    assert shapely.area(shapes).sum() == pytest.approx(joined.area, rel=1e-9)
    assert joined.geom_type == "Polygon"
    lost = shapely.difference(np.array([WEST, EAST, BEYOND], dtype=object), shapes)
    assert shapely.area(lost).sum() == pytest.approx(0, abs=1e-12)


def test_ground_between_outlines_of_one_file_stays_as_it_is() -> None:
    assert shapely.equals_exact(closed("a", "a", "a"), [WEST, EAST, BEYOND], 0).all()
    assert shapely.equals_exact(closed("a", "a", "b"), [WEST, EAST, BEYOND], 0).all()


def test_what_is_wider_stays_open() -> None:
    far = box(109.1 + 1.5 * WIDEST, 0, 109.2, 0.1)
    assert shapely.equals_exact(closed("a", "b", "b", east=far), [WEST, far, BEYOND], 0).all()
