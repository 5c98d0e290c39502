"""One map in every format: the same colours unit by unit, harmless names, editable slides, a page without requests."""

import dataclasses
import io
import json
import re
import threading
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import geopandas as gpd
import numpy as np
import openpyxl
import pandas as pd
import pypdf
import pytest
from matplotlib.colors import to_hex
from PIL import Image
from pptx import Presentation

from tests import boundary_files
from tests.command import run_inside
from ucjmap import api
from ucjmap.api.maps.captions import short_name
from ucjmap.api.maps.printed_map import make_map_page, outlines_of
from ucjmap.classify import Classing, Measure
from ucjmap.codes import Level
from ucjmap.errors import UsageError
from ucjmap.render.static import compose_map
from ucjmap.render.static.fonts import ELLIPSIS, clean
from ucjmap.render.static.items import Bars, MapBlock, Shapes, Text
from ucjmap.render.static.map_outlines import Projection
from ucjmap.render.static.paint import to_png
from ucjmap.render.static.sheet import Sheet
from ucjmap.store import Provenance, add_import, add_observations

HOSTILE = [
    "<img src=x onerror=alert(1)>",
    "</script><script>alert(1)</script>",
    "`${alert(1)}`",
    '=HYPERLINK("http://x","y")',
    "\u202egnuraC \u200fdesa\u202c",
    "harga $x^2$ dan $\\frac{1}{0}$",
    "W" * 120,
    "A & B 'c' \"d\"",
]
DRESSING = api.Dressing(office="Dinas <b>Uji</b>", public_url="https://peta.example.go.id")


def add_counts(store: api.Store, codes: list[str]) -> None:
    """A rate of its own for each desa, none for the last."""
    rows = pd.DataFrame({"unit_code": codes[:-1], "indicator": "ucj", "segment": "all", "as_of": "2025-12-31"})
    rows["denominator"] = 100
    rows["numerator"] = np.linspace(5, 95, len(rows)).round().astype(int)
    with store.writing() as connection:
        number = add_import(
            connection, Provenance("coverage", source="=1+1 <i>Sumber</i>", as_of="2025-12-31", simulated=True)
        )
        add_observations(connection, number, rows)


@pytest.fixture(scope="module")
def hostile_store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[api.Store]:
    """Twelve desa in two kabupaten whose names try everything, with counts."""
    folder = tmp_path_factory.mktemp("hostile")
    areas = boundary_files.make_areas()
    areas["village"] = [HOSTILE[place % len(HOSTILE)] for place in range(len(areas))]
    areas["regency"] = [
        "Kabupaten <svg onload=alert(1)> $a$" if code[3:5] == "01" else "K" * 120 for code in areas["code"]
    ]
    path = boundary_files.write(boundary_files.lay_out(areas, "big"), folder, "gpkg")
    store = api.open_store(f"sqlite:///{(folder / 'hostile.db').as_posix()}")
    assert api.import_boundaries(store, path, edition="Uji </script> 2025").import_id
    add_counts(store, sorted(areas["code"]))
    yield store
    store.close()


VIEW = api.MapView("61", "adm4")


def inner_points(store: api.Store, sheet: Sheet) -> dict[str, tuple[float, float]]:
    """A point in a corner of each square desa, away from its label, in millimetres."""
    outlines = outlines_of(store, "61", "adm4")
    frame = next(item.box for item in sheet.items if isinstance(item, MapBlock) and item.name == "map")
    projection = Projection.fit(outlines.bounds, frame.shrink(2.5 * min(sheet.width, sheet.height) / 210))
    found = {}
    for code, ring in outlines.largest_rings().items():
        west, south = ring.min(axis=0)
        x, y = projection.to_page([(west + 0.012, south + 0.012)])[0]
        found[code] = (float(x), float(y))
    return found


def expected(answer: api.MapAnswer) -> dict[str, str]:
    areas = answer.areas
    colours = zip(areas.codes.tolist(), areas.columns["class_id"], areas.columns["colour"], strict=True)
    return {code: colour for code, class_id, colour in colours if class_id >= 0}


def test_png_has_the_colour_of_each_desa(hostile_store: api.Store) -> None:
    made = api.make_map_file(hostile_store, VIEW, "png", dpi=150, dressing=DRESSING)
    assert made.sheet is not None
    image = Image.open(io.BytesIO(made.content)).convert("RGB")
    assert image.size == pytest.approx((297 / 25.4 * 150, 210 / 25.4 * 150), abs=1)
    points = inner_points(hostile_store, made.sheet)
    pixels = np.asarray(image)
    seen = {code: to_hex(pixels[int(y / 25.4 * 150), int(x / 25.4 * 150)] / 255) for code, (x, y) in points.items()}
    wanted = expected(made.answer)
    assert {code: seen[code] for code in wanted} == wanted
    assert len(set(wanted.values())) == 4
    (without,) = set(seen) - set(wanted)
    assert seen[without] not in wanted.values()


def test_svg_has_real_text_and_the_colours(hostile_store: api.Store) -> None:
    made = api.make_map_file(hostile_store, VIEW, "svg", dressing=DRESSING)
    root = ET.fromstring(made.content)
    tags = {element.tag.rpartition("}")[2] for element in root.iter()}
    assert "script" not in tags
    assert "image" not in tags
    words = " ".join(element.text or "" for element in root.iter() if element.tag.endswith("}text"))
    assert "Dinas <b>Uji</b>" in words
    assert b"@font-face" in made.content
    used = set(re.findall(r"fill: (#[0-9a-f]{6})", made.content.decode()))
    assert set(expected(made.answer).values()) <= used
    assert b"url(http" not in made.content


def test_pdf_is_vector_with_embedded_fonts_and_text(hostile_store: api.Store) -> None:
    made = api.make_map_file(hostile_store, VIEW, "pdf", dressing=DRESSING)
    page = pypdf.PdfReader(io.BytesIO(made.content)).pages[0]
    assert not page.images
    text = page.extract_text()
    assert "Dinas <b>Uji</b>" in text
    assert "Uji </script> 2025" in text
    fonts = [font.get_object() for font in page["/Resources"]["/Font"].values()]  # type: ignore[index]
    assert fonts
    for font in fonts:
        inner = font["/DescendantFonts"][0].get_object() if "/DescendantFonts" in font else font
        assert "/FontFile2" in inner["/FontDescriptor"].get_object()
    colours = re.findall(rb"([\d.]+) ([\d.]+) ([\d.]+) rg", page.get_contents().get_data())  # type: ignore[union-attr]
    assert set(expected(made.answer).values()) <= {
        to_hex((float(colour[0]), float(colour[1]), float(colour[2]))) for colour in colours
    }


def test_slides_are_native_and_open_again(hostile_store: api.Store) -> None:
    made = api.make_map_file(hostile_store, VIEW, "pptx", dressing=DRESSING)
    deck = Presentation(io.BytesIO(made.content))
    slide = deck.slides[0]
    assert "Kalimantan Barat" in slide.shapes.title.text_frame.text
    tables = [shape.table for shape in slide.shapes if shape.has_table]
    assert any(len(table.rows) == 6 for table in tables)
    assert max(chart_of(made.content).plots[0].series[0].values) == pytest.approx(0.95)
    assert "Data simulasi" in slide.notes_slide.notes_text_frame.text
    (group,) = (shape for shape in slide.shapes if shape.name == "map")
    assert group._element.xpath(".//p:cNvPr")[0].get("descr")
    names = {shape.name for shape in group.shapes}
    wanted = {f"{code} {name}" for code, name in api.area_tree(hostile_store).below("61", "adm4")["name"].items()}
    assert {clean(name) for name in wanted} <= names
    with zipfile.ZipFile(io.BytesIO(made.content)) as archive:
        for name in archive.namelist():
            if name.endswith((".xml", ".rels", ".svg")):
                ET.fromstring(archive.read(name))


def test_page_holds_all_and_asks_nobody(hostile_store: api.Store) -> None:
    content = api.make_map_file(hostile_store, api.MapView("61"), "html", dressing=DRESSING).content.decode()
    assert content.count("<script") == 4  # three of its own and the JSON
    assert content.count("</script") == 4
    assert "<img src=x" not in content
    assert "default-src 'none'" in content
    assert "<link" not in content
    assert not re.findall(r"<\w+ [^>]*src=|url\(", content.partition('<div id="ucj">')[0])
    match = re.search(r'id="ucj-content">(.*?)</script>', content, re.DOTALL)
    assert match
    inside = json.loads(match[1])
    assert {"61", "61.01", "61.02"} <= set(inside["views"])
    names = {name for view in inside["views"].values() for _, name, _, _ in view["rows"]}
    assert any("Kecamatan" in name for name in names)


def read_names(content: bytes, suffix: str, folder: Path) -> pd.Series:
    """Names by code, as a program reads them from a download."""
    path = folder / f"x.{suffix}"
    path.write_bytes(content)
    if suffix == "xlsx":
        rows = pd.read_excel(path, sheet_name="data", dtype=str, engine="openpyxl")
        return rows.iloc[:-1].set_index("Kode")["Wilayah"]  # the last row is the whole
    if suffix == "csv":
        return pd.read_csv(path, dtype=str).set_index("code")["name"]
    return read_layer(path)["name"]


def read_layer(path: Path) -> gpd.GeoDataFrame:
    """Features by code."""
    areas = gpd.read_parquet(path) if path.suffix == ".parquet" else gpd.read_file(path, layer=0)
    return areas.set_index("code")


@pytest.mark.parametrize("suffix", ["xlsx", "csv", "geojson", "gpkg", "parquet"])
def test_downloads_are_of_what_is_shown_and_start_no_formula(
    hostile_store: api.Store, suffix: str, tmp_path: Path
) -> None:
    values = api.area_values(hostile_store, "61", "adm4", "ucj")
    made = api.make_map_file(hostile_store, VIEW, suffix)
    content = made.content
    names = read_names(content, suffix, tmp_path)
    wanted = values.units["name"]
    if suffix in {"xlsx", "csv"}:
        wanted = wanted.map(lambda name: f"'{name}" if name.startswith("=") else name)
    assert names.to_dict() == wanted.to_dict()
    if suffix == "xlsx":
        book = openpyxl.load_workbook(io.BytesIO(content))
        assert book["data"].freeze_panes == "C2"
        cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
        assert {cell.data_type for cell in cells} <= {"s", "n", "b", "d"}
        assert not [cell.value for cell in cells if str(cell.value).startswith(("=", "+", "@"))]
        assert "Data simulasi" in " ".join(str(cell.value) for (cell,) in book.worksheets[1].iter_rows())
    elif suffix == "csv":
        table = pd.read_csv(io.BytesIO(content), dtype={"code": str}).set_index("code")
        assert table["rate"].to_dict() == pytest.approx(values.units["rate"].to_dict(), nan_ok=True)
    else:
        layer = read_layer(tmp_path / f"x.{suffix}")
        assert layer["colour"].dropna().to_dict() == expected(made.answer)
        assert layer.geometry.is_valid.all()


def written(store: api.Store) -> dict[str, str]:
    """Names of the desa as they are drawn: hidden marks are gone already when boundaries are taken in."""
    return {code: clean(name) for code, name in api.area_tree(store).below("61", "adm4")["name"].items()}


def assert_readable(names: dict[str, str], text: str) -> None:
    """Each name stands in ``text``, a very long one with its beginning at least."""
    for code, name in names.items():
        beginnings = (f"{name[:length].rstrip()}{ELLIPSIS}" for length in range(8, len(name)))
        assert name in text or any(beginning in text for beginning in beginnings), code


def test_names_are_drawn_as_they_are_and_do_nothing_in_svg(hostile_store: api.Store) -> None:
    content = api.make_map_file(hostile_store, api.MapView("61.01.01", "adm4"), "svg", dressing=DRESSING).content
    root = ET.fromstring(content)
    for element in root.iter():
        assert element.tag.rpartition("}")[2] not in {"script", "foreignObject", "image", "img", "animate", "set"}
        for name, text in element.attrib.items():
            assert not name.rpartition("}")[2].lower().startswith("on")
            if name.endswith("href"):
                assert text.startswith(("#", "https://peta.example.go.id/"))
    words = " ".join("".join(element.itertext()) for element in root.iter() if element.tag.endswith("}text"))
    assert "Uji </script> 2025" in words
    assert {"<svg", "onload=alert(1)>"} <= set(words.split())


def test_names_are_drawn_as_they_are_and_do_nothing_in_pdf(hostile_store: api.Store) -> None:
    plan = api.BriefingPlan("61", parts=("cover", "map", "ranking", "atlas"))
    made = api.make_briefing(hostile_store, plan, "pdf", dressing=DRESSING)
    assert [sheet.problems() for sheet in made.sheets if sheet.problems()] == []
    for name in (b"/JavaScript", b"/JS", b"/Launch", b"/OpenAction", b"/EmbeddedFile"):
        assert name not in made.content
    text = "\n".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(made.content)).pages)
    assert_readable(written(hostile_store), text)


def test_names_are_text_in_slides(hostile_store: api.Store) -> None:
    plan = api.BriefingPlan("61", parts=("cover", "map", "ranking", "atlas"))
    made = api.make_briefing(hostile_store, plan, "pptx", dressing=DRESSING)
    deck = Presentation(io.BytesIO(made.content))
    cells = [
        cell.text
        for slide in deck.slides
        for shape in slide.shapes
        if shape.has_table
        for row in shape.table.rows
        for cell in row.cells
    ]
    assert_readable(written(hostile_store), "\n".join(cells))
    with zipfile.ZipFile(io.BytesIO(made.content)) as archive:
        for part in archive.namelist():
            if not part.endswith((".xml", ".rels", ".svg")):
                continue
            for element in ET.fromstring(archive.read(part)).iter():
                if element.get("TargetMode") == "External":
                    assert str(element.get("Target")).startswith("https://peta.example.go.id/")
                assert element.get("action") is None
        for part in archive.namelist():
            if part.endswith(".xlsx"):  # the numbers behind a chart
                book = openpyxl.load_workbook(io.BytesIO(archive.read(part)))
                assert not [cell for sheet in book for row in sheet for cell in row if cell.data_type == "f"]


def test_names_of_files_in_a_zip_are_plain(hostile_store: api.Store, tmp_path: Path) -> None:
    plan = api.BriefingPlan("61", parts=("cover",))
    files = api.write_briefings(hostile_store, plan, "adm2", tmp_path / "x.zip", format_="pdf")
    with zipfile.ZipFile(tmp_path / "x.zip") as archive:
        names = archive.namelist()
        assert archive.testzip() is None
    assert names == [file.name for file in files]
    assert len(set(names)) == 2
    assert all(re.fullmatch(r"paparan-61\.0[12]-[a-z0-9-]{1,60}-2025-12-31\.pdf", name) for name in names)


@pytest.mark.parametrize("paper", ["a4", "a4-portrait", "a3", "16:9"])
def test_no_page_has_text_over_text(hostile_store: api.Store, paper: str) -> None:
    made = api.make_map_file(hostile_store, api.MapView("61"), "png", paper=paper, dpi=50, dressing=DRESSING)  # type: ignore[arg-type]
    assert made.sheet is not None
    assert made.sheet.problems() == []


def test_pages_may_be_drawn_at_the_same_time(hostile_store: api.Store) -> None:
    alone = api.make_map_file(hostile_store, VIEW, "png", dpi=60).content
    found: list[bytes] = []
    threads = [
        threading.Thread(target=lambda: found.append(api.make_map_file(hostile_store, VIEW, "png", dpi=60).content))
        for _ in range(4)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == [alone] * 4


@pytest.mark.parametrize("format_", ["png", "svg", "pdf", "pptx", "html"])
@pytest.mark.parametrize("measure", ["gap", "change"])
def test_every_format_shows_gap_and_change(demo_store: api.Store, measure: Measure, format_: str) -> None:
    view = api.MapView("17.71", "adm3", measure=measure, circles=True, classing=Classing("own", own=(0.05, 0.1)))
    made = api.make_map_file(demo_store, view, format_, dpi=60, dressing=DRESSING)
    assert made.answer.with_data
    if made.sheet is not None:
        assert made.sheet.problems() == []
    links = {"measure": measure, "breaks": "5,10", "circles": "1", "date": made.answer.as_of, "level": "adm3"}
    assert links.items() <= api.write_address(made.answer.pinned).items()
    if format_ == "svg":
        used = set(re.findall(r"fill: (#[0-9a-f]{6})", made.content.decode()))
        assert set(expected(made.answer).values()) <= used
    if format_ == "html":
        text = made.content.decode()
        assert f"measure={measure}" in text
        assert all(label in text for label in made.answer.areas.labels.values())


def chart_of(content: bytes) -> Any:
    slides = Presentation(io.BytesIO(content)).slides
    (chart,) = (shape.chart for slide in slides for shape in slide.shapes if shape.has_chart)
    return chart


def test_a_slide_tells_points_from_shares(demo_store: api.Store) -> None:
    for measure, form in (("rate", "0.0%"), ("gap", "+0.0;\u22120.0;0.0")):
        made = api.make_map_file(demo_store, api.MapView("61", measure=measure), "pptx", dressing=DRESSING)  # type: ignore[arg-type]
        drawn = api.make_map_file(demo_store, made.answer.view, "png", dpi=50).sheet
        assert drawn is not None
        (bars,) = (item for item in drawn.items if isinstance(item, Bars))
        plot = chart_of(made.content).plots[0]
        factor = 1 if measure == "rate" else 100
        assert list(plot.series[0].values) == pytest.approx([bar.value * factor for bar in bars.bars])
        assert plot.data_labels.number_format == form
        kept = plot.series[0]._element.xpath("./c:dPt/c:invertIfNegative/@val")
        assert kept == ["0"] * len(bars.bars)


def test_a_line_of_dates_in_a_slide_is_true_to_time_and_its_target_has_no_points(demo_store: api.Store) -> None:
    made = api.make_briefing(demo_store, api.BriefingPlan("61", parts=("trend",)), "pptx")
    chart = chart_of(made.content)
    assert [str(date) for date in chart.plots[0].categories]
    assert chart._chartSpace.xpath(".//c:dateAx")
    line, target = chart.plots[0].series
    assert len(line.values) == len(api.list_dates(demo_store, "ucj", "61"))
    assert set(target.values) == {chart.plots[0].series[1].values[0]}
    assert target._element.xpath(".//c:marker/c:symbol/@val") == ["none"]
    assert chart.value_axis.maximum_scale >= max(*line.values, *target.values)


def test_few_people_are_dotted_and_circles_explained(demo_store: api.Store) -> None:
    view = api.MapView("17.71", "adm3", circles=True)
    answer = api.answer_map(demo_store, view)
    page = make_map_page(demo_store, answer, DRESSING)
    units = answer.areas.frame()
    code = str(units.index[0])
    marked = dataclasses.replace(page, map=dataclasses.replace(page.map, small={code}))
    sheet = compose_map(marked, "a4")
    (block,) = (item for item in sheet.items if isinstance(item, MapBlock) and item.name == "map")
    dotted = [part for part in block.items if isinstance(part, Shapes) and part.dotted]
    assert [part.fill for part in dotted] == [units.loc[code, "colour"]]
    assert "circle legend" in {each.name for each in sheet.placed}
    circled = {code for code, number in page.map.circles.items() if number > 0}
    assert circled == set(units.index[units["gap_people"] > 0])
    assert to_png(sheet, dpi=60) != to_png(compose_map(page, "a4"), dpi=60)


def test_a_list_says_how_many_names_it_leaves_out(demo_store: api.Store) -> None:
    made = api.make_map_file(demo_store, api.MapView("17", "adm4", "bpd_registered"), "png", dpi=50)
    assert made.sheet is not None
    (names,) = (item for item in made.sheet.items if isinstance(item, Text) and item.name == "names")
    units = made.answer.areas.frame()
    missing = units[units["class_id"] == 0]
    listed, _, rest = "\n".join(names.lines[1:]).partition(" … ")
    (left,) = re.findall(r"[\d.]+", rest)
    assert len(missing) > int(left.replace(".", "")) > 0
    tree = api.area_tree(demo_store)
    kabupaten = missing["code"].map(lambda code: tree.path(code)[2])
    wanted: list[str] = []
    for code, own in sorted(missing.groupby(kabupaten), key=lambda group: short_name(tree.name(group[0]))):
        group = f"{short_name(tree.name(code))} ({len(own)}): "
        wanted += [f", {name}" if place else f" {group}{name}" for place, name in enumerate(sorted(own["name"]))]
    shown = wanted[: len(missing) - int(left.replace(".", ""))]
    assert " ".join(listed.split()) == "".join(shown).strip()


def test_desa_of_a_province_are_named_with_their_kabupaten(demo_store: api.Store) -> None:
    tree = api.area_tree(demo_store)
    for area, level, depth in (("17", "adm4", 2), ("17.71", "adm4", 3), ("17.71", "adm3", None)):
        answer = api.answer_map(demo_store, api.MapView(area, level))  # type: ignore[arg-type]
        page = make_map_page(demo_store, answer, DRESSING)
        units = answer.areas.frame()
        highest = units.loc[units["value"].idxmax()]
        above = f" ({short_name(tree.name(tree.path(highest['code'])[depth]))})" if depth else ""
        assert page.bars[0].label == f"1. {short_name(highest['name'])}{above}"


#: Says in forty bytes that it is 40,000 pixels wide and high.
_BOMB = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\x9c\x40\0\0\x9c\x40\x08\x02\0\0\0"
_BOMB += zlib.crc32(_BOMB[12:]).to_bytes(4, "big") + b"\0\0\0\x01IDAT\0"


@pytest.mark.parametrize("content", [b"", b"GIF89a", b"<svg/>", b"x" * 6_000_000, _BOMB])
def test_a_logo_that_is_no_image_is_refused(content: bytes) -> None:
    with pytest.raises(UsageError):
        api.check_logo(content)


def test_a_logo_is_printed(hostile_store: api.Store) -> None:
    stream = io.BytesIO()
    Image.new("RGB", (40, 20), "#ff0000").save(stream, "PNG")
    made = api.make_map_file(hostile_store, VIEW, "png", dpi=60, dressing=api.Dressing(logo=stream.getvalue()))
    pixels = np.asarray(Image.open(io.BytesIO(made.content)).convert("RGB")).reshape(-1, 3)
    assert (pixels == (255, 0, 0)).all(axis=1).sum() > 100


def test_the_command_writes_and_refuses(hostile_store: api.Store, tmp_path: Path) -> None:
    url = hostile_store.url
    done = run_inside("map", "--area", "61", "--out", tmp_path / "x.svg", "--store", url, "--json")
    assert done.code == 0, done.err
    assert done.answer["areas"] == 2
    assert run_inside("map", "--area", "61", "--out", tmp_path / "x.gif", "--store", url).code == 2


@pytest.mark.parametrize(("level", "most"), [("adm2", 1_500_000), ("adm3", 1_500_000), ("adm4", 3_000_000)])
def test_a_page_of_a_province_is_small_enough_to_be_sent(demo_store: api.Store, level: Level, most: int) -> None:
    content = api.make_map_file(demo_store, api.MapView("61", level), "html", dressing=DRESSING).content
    assert len(content) <= most
    inside = re.search(r'id="ucj-content">(.*?)</script>', content.decode(), re.DOTALL)
    assert inside
    views = json.loads(inside[1])["views"]
    assert len(views["61"]["rows"]) == len(api.area_tree(demo_store).below("61", level))
    assert len(views) == (15 if level == "adm2" else 1)  # the province and its kabupaten, which a click opens
