"""Outlines cut to what a map shows of them."""

import numpy as np
import pytest

from ucjmap.render.static.map_outlines import Outlines, Projection
from ucjmap.render.static.sheet import Box


def square(west: float, south: float, size: float, *, hole: bool = False) -> np.ndarray:
    corners = np.array([(0, 0), (1, 0), (1, 1), (0, 1), (0, 0)]) * size + (west, south)
    return corners[::-1] if hole else corners


def outlines(*rings: np.ndarray, owners: list[int]) -> Outlines:
    starts = np.cumsum([0, *(len(ring) for ring in rings[:-1])]).astype(np.int64)
    return Outlines(("a", "b"), np.concatenate(rings), starts, np.array(owners, dtype=np.int64))


def enclosed(cut: Outlines) -> float:
    """Area inside all rings, holes taken away."""
    ends = np.append(cut.starts[1:], len(cut.points))
    rings = [cut.points[start:end] for start, end in zip(cut.starts, ends, strict=True)]
    return sum(float(np.sum(r[:-1, 0] * r[1:, 1] - r[1:, 0] * r[:-1, 1])) / 2 for r in rings)


def test_what_lies_inside_keeps_its_holes_and_its_owner() -> None:
    whole = outlines(square(0, 0, 10), square(2, 2, 4, hole=True), square(20, 0, 5), owners=[0, 0, 1])
    cut = whole.inside((0, 0, 4, 10))
    assert set(cut.owners.tolist()) == {0}
    assert enclosed(cut) == pytest.approx(40 - 8)
    assert cut.bounds == (0, 0, 4, 10)


def test_nothing_inside_is_empty() -> None:
    cut = outlines(square(0, 0, 1), square(5, 5, 1), owners=[0, 1]).inside((2, 2, 3, 3))
    assert (len(cut.points), len(cut.starts), cut.codes) == (0, 0, ("a", "b"))


def test_without_outlines_nothing_is_inside() -> None:
    nothing = Outlines((), np.empty((0, 2)), np.empty(0, dtype=np.int64), np.empty(0, dtype=np.int64))
    assert len(nothing.inside((0, 0, 1, 1)).points) == 0


def test_the_window_of_a_box_is_what_comes_to_lie_in_it() -> None:
    box = Box(10, 20, 120, 90)
    projection = Projection.fit((109.0, -2.0, 111.0, 1.0), box.shrink(5))
    west, south, east, north = projection.window(box)
    assert projection.to_page([(west, north), (east, south)]) == pytest.approx(np.array([(10, 20), (130, 110)]))
