"""Pages in millimetres: text fits, nothing overlaps, scale and projection are right."""

import dataclasses
import io
import itertools
import math
import re

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from ucjmap.classify import NOT_APPLICABLE_COLOUR
from ucjmap.render.static import (
    PAPERS,
    Bar,
    Figure,
    Frame,
    Label,
    Legend,
    LegendRow,
    Locator,
    MapContent,
    MapPage,
    NameList,
    Outlines,
    PaperName,
    TablePage,
    TextPage,
    Trend,
    add_locator,
    add_map,
    add_qr,
    compose,
    compose_map,
)
from ucjmap.render.static.box import Box
from ucjmap.render.static.charts import axis_steps, bar_layout, row_size
from ucjmap.render.static.circles import CircleScale
from ucjmap.render.static.fonts import ELLIPSIS, balance, clean, fit_block, fit_line, line_mm, width_mm, wrap
from ucjmap.render.static.items import Bars, MapBlock, Rectangle, Shapes, Table, Text
from ucjmap.render.static.map_outlines import Projection, round_length
from ucjmap.render.static.paint import to_png, to_svg
from ucjmap.render.static.sheet import Sheet
from ucjmap.render.static.tags import tag_of
from ucjmap.words import Lang

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
            ("Kelas", "Wilayah", "Orang"), tuple(LegendRow("#123456", False, name, ("1", "2")) for name in names[:5])
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


def test_an_address_too_long_for_a_qr_code_leaves_the_page_whole() -> None:
    page = page_of(("Mempawah", "Sambas"))
    link = f"{page.frame.link}&pick={','.join(f'61.02.01.{2000 + number}' for number in range(300))}"
    sheet = compose_map(dataclasses.replace(page, frame=dataclasses.replace(page.frame, link=link)), "a4")
    assert sheet.problems() == []
    assert "qr" not in {placed.name for placed in sheet.placed}
    assert [item.url for item in sheet.items if isinstance(item, Text) and item.url] == [link]


def test_a_qr_code_has_four_quiet_modules_on_each_side() -> None:
    sheet, box = Sheet(100, 100), Box(10, 20, 17, 17)
    add_qr(sheet, box, "https://ucj.kalbarprov.go.id/?area=61&indicator=ucj&as_of=2025-12-31")
    (modules,) = (item for item in sheet.items if isinstance(item, Shapes))
    side = np.ptp(modules.points[:5, 0])
    assert modules.points.min(axis=0) == pytest.approx((box.x + 4 * side, box.y + 4 * side))
    assert modules.points.max(axis=0) == pytest.approx((box.right - 4 * side, box.bottom - 4 * side))


def test_a_chart_is_read_with_the_dates_that_have_a_figure() -> None:
    dates, labels, texts = ("2023-12-31", "2024-12-31"), ("31 Desember 2023", "31 Desember 2024"), ("", "41,0%")
    trend = Trend("trend", Box(0, 0, 100, 50), "UCJ", dates, labels, (None, 0.41), texts, 0.5, "Target 50%")
    assert tag_of(trend) == ("Figure", "UCJ: 31 Desember 2024 41,0%; Target 50%")
    bars = Bars("ranking", Box(0, 0, 100, 50), "Peringkat", (Bar("Sambas", 0.41, "41,0%", "#fff"),))
    assert tag_of(bars) == ("Figure", "Peringkat: Sambas 41,0%")


def with_older(page: MapPage, caption: str) -> MapPage:
    older = dataclasses.replace(page.map, caption=caption)
    return dataclasses.replace(page, map=dataclasses.replace(page.map, caption=caption), older=older)


@pytest.mark.parametrize("paper", PAPERS)
def test_two_dates_stand_apart_whatever_the_names(paper: str) -> None:
    sheet = compose_map(with_older(page_of(HOSTILE), max(HOSTILE, key=len)), paper)  # type: ignore[arg-type]
    assert sheet.problems() == []
    older, newer = (item for item in sheet.items if isinstance(item, MapBlock) and item.name.startswith("map"))
    assert (older.name, newer.name) == ("map since", "map")
    assert (older.box.w, older.box.h) == pytest.approx((newer.box.w, newer.box.h))


def test_a_wide_land_stands_above_itself_and_a_high_one_beside() -> None:
    for outlines, is_stacked in ((squares(9), True), (squares(1), False)):
        page = small_page(5)
        shown = dataclasses.replace(page.map, outlines=outlines)
        sheet = compose_map(with_older(dataclasses.replace(page, map=shown), "31 Desember 2025"), "a4")
        older, newer = (item for item in sheet.items if isinstance(item, MapBlock) and item.name.startswith("map"))
        assert (older.box.x == newer.box.x) is is_stacked
        assert (older.box.y < newer.box.y) is is_stacked


def test_circles_of_two_maps_have_one_scale() -> None:
    outlines = squares(2)
    page = small_page(5)
    content = dataclasses.replace(page.map, outlines=outlines, circles={"61.00": 25.0}, circle_label="Orang")

    def width(circle_max: float) -> float:
        sheet = compose_map(dataclasses.replace(page, map=dataclasses.replace(content, circle_max=circle_max)), "a4")
        (block,) = (item for item in sheet.items if isinstance(item, MapBlock) and item.name == "map")
        circles = [part for part in block.items if isinstance(part, Shapes) and part.fill == "#1f2933b8"]
        return float(np.ptp(circles[0].points[:, 0]))

    assert width(100.0) == pytest.approx(width(0.0) / 2)


@pytest.mark.parametrize("paper", PAPERS)
def test_the_legend_of_circles_lies_upon_no_area(paper: str) -> None:
    for rows in (1, 4, 30):  # a high land, one that fills its frame, a wide one
        outlines = squares(rows)
        numbers = dict.fromkeys(outlines.codes, 900.0)
        shown = dataclasses.replace(small_page(5).map, outlines=outlines, circles=numbers, circle_label="Orang lagi")
        sheet = compose_map(dataclasses.replace(small_page(5), map=shown), paper)  # type: ignore[arg-type]
        assert sheet.problems() == []
        (block,) = (item for item in sheet.items if isinstance(item, MapBlock) and item.name == "map")
        (legend,) = (each.box for each in sheet.placed if each.name == "circle legend")
        areas = next(part for part in block.items if isinstance(part, Shapes) and part.fill == "#123456")
        (west, north), (east, south) = areas.points.min(axis=0), areas.points.max(axis=0)
        assert not legend.overlaps(Box(west, north, east - west, south - north))


def test_circles_of_many_areas_leave_the_map_to_be_seen() -> None:
    numbers = {"61.00": 100.0, "61.01": 25.0}
    few, many = (CircleScale.of(numbers, areas, 1.0) for areas in (14, 2_145))
    assert few.radius(100.0) == CircleScale.of(numbers, 250, 1.0).radius(100.0) > 2.5 * many.radius(100.0)
    assert few.radius(25.0) == few.radius(100.0) / 2
    assert many.radius(100.0) > 2


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


@pytest.mark.parametrize("rows", [0, 3, 29, 60])
@pytest.mark.parametrize("count", [1, 35, 1200])
def test_names_without_a_row_stand_in_full_below_the_rows(rows: int, count: int) -> None:
    names = tuple(f"Simpang Tiga Hilir {number}" for number in range(count))
    table = tuple((f"Desa {number}", str(number)) for number in range(rows))
    lists = (NameList(f"Belum ada data, {count} desa", names), NameList("Tidak berlaku di sini, 1 desa", ("Kota",)))
    page = TablePage(Frame("Daftar"), ("Desa", "Nomor"), table, (3, 1), lists=lists)
    sheets = list(compose(page, "a4"))
    assert [problem for sheet in sheets for problem in sheet.problems()] == []
    told = [" ".join(item.lines) for sheet in sheets for item in sheet.items if getattr(item, "name", "")[:4] == "list"]
    assert " ".join(told) == " ".join(names.text for names in lists)
    assert len(sheets) == 1 or count > 35 or rows > 28
    tables = [item for sheet in sheets for item in sheet.items if isinstance(item, Table)]
    assert [row for table in tables for row in table.full] == list(table)


def test_no_name_is_cut_where_another_column_has_room() -> None:
    long = "Simpang Tiga Sembelangan Hilir Selatan"
    rows = (("", "Tayap", long, "5"), *(("", "Sandai", f"Desa {number}", "7") for number in range(90)))
    swatches = tuple(("#123456", False) for _ in rows)
    heads, shares = ("", "Kecamatan", "Wilayah", "Nomor"), (3, 30, 20, 39)
    page = TablePage(Frame("Daftar"), heads, rows, shares, swatches=swatches, columns=2)
    tables = [item for sheet in compose(page, "a4") for item in sheet.items if isinstance(item, Table)]
    assert {table.widths for table in tables} == {tables[0].widths}
    assert [cell.text for cell in tables[0].rows[0]] == list(rows[0])
    assert len({cell.size for table in tables for row in table.rows for cell in row if cell.text}) == 1
    assert tables[0].widths[0] == pytest.approx(3 / 92 * sum(tables[0].widths))


def list_of(groups: int, each: int) -> MapPage:
    """A map with names in groups, whose words have their counts as those of the program do."""
    names = tuple(
        (f"Kabupaten {group} ({each})", f"Sungai Panjang {group}.{name}")
        for group in range(groups)
        for name in range(each)
    )
    return dataclasses.replace(page_of(("Sambas", "Landak")), names_title="Belum terdaftar", names=names, bars=())


def texts_named(sheets: list[Sheet], name: str) -> list[Text]:
    return [item for sheet in sheets for item in sheet.items if isinstance(item, Text) and item.name == name]


@pytest.mark.parametrize("paper", ["a4", "a3-portrait"])
def test_names_without_room_follow_in_full_under_their_groups(paper: PaperName) -> None:
    content = list_of(14, 60)
    beside, *behind = compose(content, paper)
    (counts,) = texts_named([beside], "names")
    assert counts.size >= 7
    assert all(f"Kabupaten {group} (60)" in " ".join(counts.lines) for group in range(14))
    assert "Sungai Panjang" not in " ".join(counts.lines)
    assert all(sheet.problems() == [] for sheet in (beside, *behind))
    lines = texts_named(behind, "names")
    names = [name for text in lines if not text.bold for name in " ".join(text.lines).split(", ")]
    assert names == [name for _, name in content.names]
    headings = [" ".join(text.lines) for text in lines if text.bold]
    assert [heading for heading in headings if "lanjutan" not in heading] == [f"Kabupaten {n} (60)" for n in range(14)]
    assert {text.size for text in lines} == {lines[0].size}


def test_names_that_fill_but_one_page_are_written_larger() -> None:
    few, many = (texts_named(list(compose(list_of(groups, 30), "a4"))[1:], "names") for groups in (8, 60))
    assert {text.size for text in many} == {8.5}
    assert len({text.size for text in few}) == 1
    assert 8.5 < few[0].size <= 11


def test_where_an_area_lies_is_told_in_full_below_a_narrow_picture() -> None:
    sheet, words = Sheet(100, 100), "Kabupaten Ketapang di Kalimantan Barat"
    add_locator(sheet, Box(10, 10, 62, 50), Locator(squares(9), "61.04", words), least_pt=14)
    (caption,) = (item for item in sheet.items if isinstance(item, Text))
    assert (" ".join(caption.lines), caption.size) == (words, 14)
    assert sheet.problems() == []


def test_few_names_stand_beside_the_map_and_need_no_page() -> None:
    (sheet,) = compose(list_of(3, 4), "a4")
    (names,) = texts_named([sheet], "names")
    assert names.size >= 6.5
    assert " ".join(names.lines).count("Sungai Panjang") == 12


def test_sentences_of_a_cover_stand_apart_and_beside_their_marks() -> None:
    sentences = tuple(f"Kalimat {number}: {'kata ' * 30}akhir {number}." for number in range(8))
    (sheet,) = compose(TextPage(Frame("Sampul"), (), sentences), "a4")
    assert sheet.problems() == []
    points, marks = texts_named([sheet], "point"), texts_named([sheet], "bullet")
    assert [" ".join(point.lines) for point in points] == [" ".join(sentence.split()) for sentence in sentences]
    assert all(mark.box.right <= point.box.x + 0.01 for mark, point in zip(marks, points, strict=True))
    gaps = [low.box.y - high.box.bottom for high, low in itertools.pairwise(points)]
    assert min(gaps) > 0.2 * line_mm(points[0].size)
    assert len({point.size for point in points}) == 1


@pytest.mark.parametrize("latitude", [0.0, -8.0, 60.0])
def test_the_scale_counts_kilometres_at_the_latitude_of_the_map(latitude: float) -> None:
    box = Box(0, 0, 100, 100)
    projection = Projection.fit((110.0, latitude - 0.5, 111.0, latitude + 0.5), box)
    east = np.ptp(projection.to_page([(110.0, latitude), (111.0, latitude)])[:, 0])
    kilometres = 111.32 * math.cos(math.radians(latitude))
    assert east / projection.mm_per_km(box) == pytest.approx(kilometres, rel=0.01)


@pytest.mark.parametrize(("lang", "words"), [("id", "0 – 0,2 km"), ("en", "0 – 0.2 km")])
def test_a_scale_below_a_kilometre_is_written_as_the_language_does(lang: Lang, words: str) -> None:
    outlines = squares(1)
    small = dataclasses.replace(outlines, points=outlines.points * 0.01)
    sheet = Sheet(297, 210)
    add_map(sheet, Box(10, 10, 240, 180), MapContent(small, {}, (), "#e6e6e6", lang=lang))
    assert [" ".join(item.lines) for item in sheet.items if isinstance(item, Text) and item.name == "scale"] == [words]


@pytest.mark.parametrize(("limit", "length"), [(1.0, 1.0), (1.9, 1.0), (47.0, 20.0), (99.0, 50.0), (0.3, 0.2)])
def test_scale_bars_have_round_lengths(limit: float, length: float) -> None:
    assert round_length(limit) == pytest.approx(length)


def small_page(classes: int, note: str = "") -> MapPage:
    """A map of one class of areas with as many rows of a legend, ten bars and a locator."""
    outlines = squares(3)
    return MapPage(
        frame=Frame("Cakupan UCJ", "Per desa", provenance=("Sumber: uji",)),
        map=MapContent(outlines, dict.fromkeys(outlines.codes, 0), ("#123456",), "#e6e6e6"),
        legend=Legend(
            ("Kelas", "Wilayah", "Orang"),
            tuple(LegendRow("#123456", False, f"{row}% - {row + 1}%", ("1", "2")) for row in range(classes)),
            note,
        ),
        figures=tuple(Figure(str(place), "1") for place in range(4)),
        bars_title="Lima tertinggi dan lima terendah",
        bars=tuple(Bar(f"{place}. Desa", 0.1 * place, "50%", "#123456") for place in range(10)),
        locator=Locator(squares(9), "61.04", "Letak"),
    )


def bars_of(sheet: Sheet) -> Bars:
    (bars,) = (item for item in sheet.items if isinstance(item, Bars))
    return bars


@pytest.mark.parametrize("paper", PAPERS)
@pytest.mark.parametrize("classes", [5, 9, 13])
def test_many_classes_leave_bars_that_are_read_and_a_locator(paper: str, classes: int) -> None:
    note = (
        "Batas kelas sama untuk setiap tanggal, tingkat, dan wilayah: diambil dari semua kabupaten pada semua tanggal. "
    )
    sheet = compose_map(small_page(classes, note * 2), paper)  # type: ignore[arg-type]
    assert sheet.problems() == []
    bars = bars_of(sheet)
    scale = min(sheet.width, sheet.height) / 210
    assert row_size(bar_layout(bars)[1], bars.scale) >= 6 * scale
    assert "locator" in {each.name for each in sheet.placed}
    (words,) = (item for item in sheet.items if isinstance(item, Text) and item.name == "legend note")
    assert " ".join(words.lines) == clean(note * 2)


def islands(width: float, height: float) -> MapPage:
    """A map of two small islands in the corners of a land of so many degrees, as a country of islands is."""
    ring = np.array([(0, 0), (1, 0), (1, 1), (0, 1), (0, 0)], dtype=float)
    points = np.concatenate([ring, ring + (width - 1, height - 1)])
    outlines = Outlines(("61", "62"), points, np.array([0, 5]), np.array([0, 1]))
    page = small_page(5)
    return dataclasses.replace(page, map=dataclasses.replace(page.map, outlines=outlines), locator=None)


def frame_of(sheet: Sheet) -> Box:
    (block,) = (item for item in sheet.items if isinstance(item, MapBlock))
    return block.box


@pytest.mark.parametrize("paper", ["a4", "a3"])
def test_a_wide_land_has_the_width_of_the_page_and_fills_its_frame(paper: PaperName) -> None:
    wide, high = (compose_map(islands(*size), paper) for size in ((46, 17), (17, 17)))
    assert wide.problems() == high.problems() == []
    assert frame_of(wide).w > 0.9 * wide.width > 1.3 * frame_of(high).w
    land = Projection.fit((0, 0, 46, 17), frame_of(wide).shrink(2.5)).mm_per_degree
    assert 46 * land * 17 * land > 0.6 * frame_of(wide).w * frame_of(wide).h
    assert {"legend", "ranking", "figure 3"} <= {placed.name for placed in wide.placed}
    assert row_size(bar_layout(bars_of(wide))[1], bars_of(wide).scale) >= 6


def test_a_wide_land_leaves_the_foot_of_an_upright_page_to_its_figures() -> None:
    wide, high = (frame_of(compose_map(islands(*size), "a4-portrait")) for size in ((46, 17), (17, 17)))
    assert wide.w == high.w
    assert wide.h < 0.7 * high.h
    assert wide.h == pytest.approx(wide.w * 17 / 46, rel=0.15)


def test_bars_are_as_large_as_their_page_is_read() -> None:
    """A large sheet is read from as near as a small one: its letters are hardly larger."""
    small, large = (bars_of(compose_map(small_page(5), paper)) for paper in ("a4", "a3"))
    assert large.scale / small.scale == pytest.approx(1.15)
    assert bar_layout(large)[1] >= 1.15 * bar_layout(small)[1]


def numbers_of(key: Text, name: str) -> list[str]:
    """The number by which a key tells a name."""
    return [line.split(" ", 1)[0] for line in key.lines if line.partition(" ")[2] == name]


def test_a_label_names_the_area_that_it_is_nearest_to_and_stands_apart_from_others() -> None:
    outlines = squares(30)
    labels = tuple(Label(code, f"Kecamatan panjang {place}") for place, code in enumerate(outlines.codes))
    page = dataclasses.replace(small_page(4), map=dataclasses.replace(small_page(4).map, outlines=outlines))
    page = dataclasses.replace(page, map=dataclasses.replace(page.map, labels=labels))
    (block,) = (item for item in compose_map(page, "a4").items if isinstance(item, MapBlock) and item.name == "map")
    projection = Projection.fit(outlines.bounds, block.box.shrink(2.5))
    spots = {code: projection.to_page([spot])[0] for code, spot in outlines.anchors(set(outlines.codes)).items()}
    all_texts = [item for item in block.items if isinstance(item, Text)]
    texts = {item.name.removeprefix("label "): item for item in all_texts if item.name.startswith("label ")}
    key = texts.pop("key")
    placed = {code: item.box for code, item in texts.items()}
    assert len(placed) > 5
    # None is dropped in silence: a name that finds no room is a number, and the key tells its name.
    names = {label.code: label.name for label in labels}
    told = {code: item.lines[0] for code, item in texts.items()}
    assert [told[code] for code in placed if told[code] not in (names[code], *numbers_of(key, names[code]))] == []
    assert len(placed) == 30 or f"{30 - len(placed)} nama tidak termuat" in key.lines
    for code, box in placed.items():
        far = {other: math.hypot(box.x + box.w / 2 - x, box.y + box.h / 2 - y) for other, (x, y) in spots.items()}
        assert far[code] == pytest.approx(min(far.values()), abs=1e-3)
        wide = Box(box.x - 0.9, box.y, box.w + 1.8, box.h)
        assert [other for other, each in placed.items() if other != code and wide.overlaps(each, slack=0.3)] == []


def test_a_long_name_stands_on_its_area_in_two_lines() -> None:
    outlines, name = squares(3), "Simpang Tiga Sembelangan"
    labels = (Label(outlines.codes[1], name, "62,8%"),)
    page = dataclasses.replace(small_page(4).map, outlines=outlines, labels=labels)
    sheet = Sheet(340, 190)
    add_map(sheet, Box(10, 10, 300, 150), page, scale=1.4, least_pt=14)
    (block,) = (item for item in sheet.items if isinstance(item, MapBlock))
    (label,) = (item for item in block.items if isinstance(item, Text))
    assert (" ".join(label.lines), len(label.lines)) == (f"{name} 62,8%", 3)
    assert sheet.problems() == []


@pytest.mark.parametrize("width", range(60, 200, 20))
def test_a_key_without_room_is_no_silence(width: int) -> None:
    """In the large letters of a slide, where a key of many names finds no corner."""
    outlines = squares(16)
    labels = tuple(Label(code, f"Kecamatan panjang {place}") for place, code in enumerate(outlines.codes))
    sheet = Sheet(240, 100)
    content = MapContent(outlines, {}, (), "#e6e6e6", labels=labels)
    add_map(sheet, Box(10, 10, width, 60), content, scale=1.4, least_pt=14)
    (block,) = (item for item in sheet.items if isinstance(item, MapBlock))
    texts = {item.name.removeprefix("label "): item.lines for item in block.items if isinstance(item, Text)}
    key = texts.pop("key", ())
    named = {code for code, lines in texts.items() if lines[0].startswith("Kecamatan")}
    assert len(named) == 16 or key
    counted = sum(int(line.split()[0]) for line in key if line.endswith("nama tidak termuat"))
    assert len(texts) + counted == 16


def test_bold_letters_are_bold_in_a_drawing_too() -> None:
    sheet = Sheet(100, 20)
    sheet.add_text("title", Box(5, 2, 90, 6), "Tebal", 10, bold=True)
    sheet.add_text("rest", Box(5, 10, 90, 6), "Biasa", 10)
    styles = dict(re.findall(r'<text style="([^"]*)"[^>]*>(\w+)<', to_svg(sheet).decode()))
    assert {text: "font-weight: 700" in style for style, text in styles.items()} == {"Tebal": True, "Biasa": False}


def test_the_same_page_gives_the_same_drawing_on_another_day(monkeypatch: pytest.MonkeyPatch) -> None:
    sheet = compose_map(page_of(("Mempawah", "Sambas")), "a4")
    days = iter(range(3_700_000_000, 3_800_000_000, 86_400))
    monkeypatch.setattr("fontTools.ttLib.tables._h_e_a_d.timestampNow", lambda: next(days))
    assert to_svg(sheet) == to_svg(sheet)


def test_lines_that_end_at_an_edge_end_there_although_letters_are_drawn_together() -> None:
    sheet = Sheet(120, 20)
    sheet.add_text("office", Box(10, 2, 100, 14), "AVAVAVAVAVAVAVAVAVAVAVAVAVAVAVAVAV\nHHHH", 12, align="right")
    dark = np.asarray(Image.open(io.BytesIO(to_png(sheet, dpi=254))).convert("L")) < 128
    middle = dark.shape[0] * 7 // 20
    ends = [int(np.flatnonzero(part.any(axis=0)).max()) for part in (dark[:middle], dark[middle:])]
    assert ends[0] == pytest.approx(ends[1], abs=6)  # tenths of a millimetre


@given(st.text(alphabet="abc de", min_size=1, max_size=80), st.floats(20, 80))
def test_balanced_lines_are_no_more_and_no_wider(text: str, width: float) -> None:
    narrow = balance(text, width, 8)
    assert narrow <= width
    assert len(wrap(clean(text), narrow, 8)) <= len(wrap(clean(text), width, 8))


@given(st.floats(0, 30))
def test_an_axis_ends_above_its_highest_value_in_few_round_steps(highest: float) -> None:
    steps = axis_steps(highest)
    assert steps[0] == 0
    assert steps[-1] >= highest
    assert 2 <= len(steps) <= 7
    assert np.allclose(np.diff(steps), steps[1])


def tables_of(count: int, columns: int) -> list[list[Table]]:
    rows = tuple((f"Desa {number}", str(number)) for number in range(count))
    sheets = list(compose(TablePage(Frame("Daftar"), ("Desa", "Nomor"), rows, (3, 1), columns=columns), "a4"))
    assert all(sheet.problems() == [] for sheet in sheets)
    found = [[item for item in sheet.items if isinstance(item, Table)] for sheet in sheets]
    assert [row for tables in found for table in tables for row in table.full] == list(rows)
    return found


def test_few_rows_of_two_columns_have_the_whole_width() -> None:
    ((wide,),) = tables_of(17, 2)
    ((narrow, _),) = tables_of(40, 2)
    assert wide.box.w > 1.9 * narrow.box.w
    assert wide.rows[0][0].size > narrow.rows[0][0].size


def test_a_short_table_is_written_large_and_no_page_holds_but_the_last_rows() -> None:
    ((short,),) = tables_of(14, 1)
    per_page = len(tables_of(500, 1)[0][0].rows)
    assert short.row_mm > tables_of(500, 1)[0][0].row_mm * 1.3
    assert [cell.text for row in short.rows for cell in row] == [text for row in short.full for text in row]
    assert len(tables_of(per_page + 2, 1)) == 1
    *_, last = tables_of(2 * per_page + 11, 2)
    assert [len(table.rows) for table in last] == [6, 5]


def test_where_a_figure_does_not_apply_a_picture_has_lines() -> None:
    """On a grey print the ground alone is taken for the lowest class."""
    sheet = Sheet(40, 40)
    sheet.add(Rectangle(Box(5, 5, 30, 30), fill=NOT_APPLICABLE_COLOUR))
    sheet.add(Rectangle(Box(5, 36, 30, 3), fill="#edf8b1"))
    seen = np.asarray(Image.open(io.BytesIO(to_png(sheet, dpi=254))).convert("L"))
    assert seen[60:340, 200].min() < 210 < 240 < seen[60:340, 200].max()
    assert np.ptp(seen[365:385, 200]) == 0
