"""Pages in millimetres: text fits, nothing overlaps, scale and projection are right."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ucjmap.render.static import (
    PAPERS,
    Bar,
    Figure,
    Frame,
    Label,
    Legend,
    LegendRow,
    MapContent,
    MapPage,
    Outlines,
    TablePage,
    compose,
    compose_map,
)
from ucjmap.render.static.fonts import ELLIPSIS, clean, fit_block, fit_line, line_mm, width_mm
from ucjmap.render.static.shapes import Projection, round_length
from ucjmap.render.static.sheet import Box, Sheet, Table

HOSTILE = (
    "<img src=x onerror=alert(1)>",
    "</script><script>alert(1)</script>",
    "`${alert(1)}`",
    '=HYPERLINK("http://x","y")',
    "\u202egnuraC \u200fdesa\u202c",
    "harga $x^2$ dan $\\frac{1}{0}$",
    "a" * 120,
    "Desa " + "Sungai Panjang Sekali " * 6,
    "baris\nbaru\x00\x0b",
    "",
)


def squares(count: int) -> Outlines:
    """Areas in a row, each one degree wide, at the equator."""
    points, starts = [], []
    for place in range(count):
        starts.append(len(points))
        points += [(place, 0), (place + 1, 0), (place + 1, 1), (place, 1), (place, 0)]
    codes = tuple(f"61.{place:02}" for place in range(count))
    return Outlines(codes, np.array(points, dtype=float), np.array(starts), np.arange(count))


def page_of(names: tuple[str, ...]) -> MapPage:
    outlines = squares(len(names))
    frame = Frame(
        title=f"Cakupan {max(names, key=len)}",
        subtitle="per desa " + max(names, key=len),
        badges=("Data simulasi", "Batas model"),
        provenance=tuple(names[:4]),
        link="https://peta.example.go.id/?area=61&level=adm4&indicator=ucj",
        office="Dinas " + max(names, key=len),
    )
    labels = tuple(Label(code, name, "12,3%") for code, name in zip(outlines.codes, names, strict=True))
    return MapPage(
        frame=frame,
        map=MapContent(
            outlines, dict.fromkeys(outlines.codes, 0), ("#123456",), "#e6e6e6", labels=labels, credit=names[0]
        ),
        legend=Legend(
            ("Kelas", "Wilayah", "Orang"), tuple(LegendRow("#123456", False, name, "1", "2") for name in names[:5])
        ),
        figures=tuple(Figure(name, "1.234.567.890 %", name) for name in names[:4]),
        bars_title=names[0],
        bars=tuple(Bar(name, 0.5, "50%", "#123456") for name in names),
    )


@pytest.mark.parametrize("paper", PAPERS)
def test_no_text_overlaps_or_leaves_the_page_whatever_the_names(paper: str) -> None:
    sheet = compose_map(page_of(HOSTILE), paper)  # type: ignore[arg-type]
    sheet.add_number("Halaman 1 dari 100")
    assert sheet.problems() == []
    assert {"title", "provenance", "qr", "scale bar", "legend", "ranking", "page"} <= {
        each.name for each in sheet.placed
    }


def test_an_overlap_and_a_box_off_the_page_are_told() -> None:
    sheet = Sheet(100, 100)
    sheet.reserve("one", Box(0, 0, 50, 50))
    sheet.reserve("two", Box(40, 40, 20, 20))
    sheet.reserve("far", Box(90, 90, 20, 5))
    assert sheet.problems() == ["one overlaps two", "far leaves page"]


@given(st.text(max_size=200), st.floats(5, 200), st.floats(5, 60))
def test_fitted_text_is_never_wider_or_higher_than_its_room(text: str, width: float, height: float) -> None:
    lines, size = fit_block(text, width, height, 12, least=5)
    assert all(width_mm(line, size) <= width or line in {ELLIPSIS, line[:1]} for line in lines)
    assert len(lines) * line_mm(size) <= max(height, line_mm(size)) + 1e-6
    line, size = fit_line(text, width, 12, least=5)
    assert width_mm(line, size) <= width + 1e-6 or line == ELLIPSIS


def test_cleaning_keeps_words_and_drops_what_is_not_seen() -> None:
    assert clean("\u202eDesa\u200f  A\x00\nB\x0b") == "Desa A B"
    assert clean("<b> $x$") == "<b> $x$"


def test_a_table_goes_on_where_a_page_ends_and_loses_no_row() -> None:
    rows = tuple((f"Desa {number}", str(number)) for number in range(230))
    sheets = list(compose(TablePage(Frame("Daftar"), ("Desa", "Nomor"), rows, (3, 1), columns=2), "a4"))
    tables = [item for sheet in sheets for item in sheet.items if isinstance(item, Table)]
    assert [row for table in tables for row in table.full] == list(rows)
    assert len(sheets) > 1
    assert all(sheet.problems() == [] for sheet in sheets)


@pytest.mark.parametrize("latitude", [0.0, -8.0, 60.0])
def test_the_scale_counts_kilometres_at_the_latitude_of_the_map(latitude: float) -> None:
    box = Box(0, 0, 100, 100)
    projection = Projection.fit((110.0, latitude - 0.5, 111.0, latitude + 0.5), box)
    east = np.ptp(projection.to_page([(110.0, latitude), (111.0, latitude)])[:, 0])
    kilometres = 111.32 * math.cos(math.radians(latitude))
    assert east / projection.mm_per_km(box) == pytest.approx(kilometres, rel=0.01)


@pytest.mark.parametrize(("limit", "length"), [(1.0, 1.0), (1.9, 1.0), (47.0, 20.0), (99.0, 50.0), (0.3, 0.2)])
def test_scale_bars_have_round_lengths(limit: float, length: float) -> None:
    assert round_length(limit) == pytest.approx(length)
