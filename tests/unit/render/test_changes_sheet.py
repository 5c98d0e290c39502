"""The map of before and after: as large as its ground, words only where it stands alone."""

import numpy as np
import pytest
import shapely
from shapely.geometry import box

from ucjmap.render.static import compose_changes
from ucjmap.render.static.items import Text


def shapes(*those: shapely.Geometry | None) -> np.ndarray:
    return np.array(those, dtype=object)


@pytest.mark.parametrize(
    ("ground", "ratio"),
    [(box(110, -0.5, 112, 0.5), 2.0), (box(110, -1, 110.5, 1), 0.25), (box(110, 0, 110.01, 0.01), 1)],
)
def test_the_sheet_has_the_form_of_the_ground(ground: shapely.Geometry, ratio: float) -> None:
    sheet = compose_changes(shapes(ground), {"#123456": shapes(None)})
    assert (sheet.width - 8) / (sheet.height - 8) == pytest.approx(ratio, rel=0.01)
    assert max(sheet.width, sheet.height) <= 240
    assert not [item for item in sheet.items if isinstance(item, Text)]


def test_alone_it_says_what_it_shows_below_a_narrow_map() -> None:
    narrow = shapes(box(110, -1, 110.2, 1))
    sheet = compose_changes(
        narrow, {"#123456": narrow}, title="Sebelum dan sesudah", legend=[("#123456", "Berubah: 1")]
    )
    words = {item.lines[0]: item.room for item in sheet.items if isinstance(item, Text)}
    assert list(words) == ["Sebelum dan sesudah", "Berubah: 1"]
    assert sheet.width >= 120
    assert words["Berubah: 1"].bottom <= sheet.height
