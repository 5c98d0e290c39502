"""Slides are made for a room: large letters, native things with names and descriptions, an office's own master."""

import dataclasses
import io
import re
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from lxml import etree
from pptx import Presentation
from pptx.dml.color import RGBColor
from pptx.enum.shapes import MSO_SHAPE, MSO_SHAPE_TYPE, PP_PLACEHOLDER
from pptx.enum.text import PP_ALIGN
from pptx.util import Mm

from tests.command import run_inside
from ucjmap import api
from ucjmap.api.maps.printed_map import make_map_page, unregistered_names
from ucjmap.api.maps.sentences import say_headline
from ucjmap.errors import UsageError
from ucjmap.render.slides.map_slides import map_slides
from ucjmap.render.slides.stage import OWN_STAGE
from ucjmap.render.slides.surround import start_slide
from ucjmap.render.static import Frame, Text, width_mm
from ucjmap.render.static.sheet import Sheet
from ucjmap.render.tokens import COLOURS

KOTA = "17.71"  # few areas, so that all slides are quick
PARTS: tuple[api.Part, ...] = ("cover", "map", "trend", "ranking", "desa", "atlas")
LINK = "https://peta.example.go.id"


@pytest.fixture(scope="module")
def made(demo_store: api.Store) -> api.Briefing:
    return api.make_briefing(
        demo_store, api.BriefingPlan(KOTA, parts=PARTS), "pptx", dressing=api.Dressing(public_url=LINK)
    )


@pytest.fixture(scope="module")
def deck(made: api.Briefing) -> Any:
    return Presentation(io.BytesIO(made.content))


def shapes_of(deck: Any) -> Iterator[Any]:
    return (shape for slide in deck.slides for shape in slide.shapes)


def smallest_pt(deck: Any) -> float:
    """The smallest letters that a run, a field, a cell or a chart of any slide sets."""
    sizes = [
        int(size)
        for slide in deck.slides
        for size in slide._element.xpath(".//a:rPr/@sz | .//a:endParaRPr/@sz | .//a:defRPr/@sz")
    ]
    sizes += [
        int(size)
        for shape in shapes_of(deck)
        if shape.has_chart
        for size in shape.chart._chartSpace.xpath(".//a:rPr/@sz | .//a:defRPr/@sz")
    ]
    return min(sizes) / 100


def test_no_letters_are_smaller_than_14_points(deck: Any) -> None:
    assert smallest_pt(deck) >= 14


def test_nothing_leaves_its_slide_or_lies_upon_another_thing(made: api.Briefing, deck: Any) -> None:
    assert [problem for sheet in made.sheets for problem in sheet.problems()] == []
    for shape in shapes_of(deck):
        assert 0 <= shape.left <= shape.left + shape.width <= deck.slide_width + 1, shape.name
        assert 0 <= shape.top <= shape.top + shape.height <= deck.slide_height + 1, shape.name


def test_the_master_is_wide_and_its_layouts_are_named(deck: Any) -> None:
    assert deck.slide_width / deck.slide_height == pytest.approx(16 / 9, abs=1e-4)
    assert [layout.name for layout in deck.slide_layouts] == ["Sampul", "Judul dan butir", "Judul saja"]
    for layout in deck.slide_layouts:
        assert all(shape.left + shape.width <= deck.slide_width for shape in layout.placeholders)


def test_the_headline_is_what_the_map_says(demo_store: api.Store, deck: Any) -> None:
    answer = api.answer_map(demo_store, api.MapView(KOTA))
    titles = [slide.shapes.title.text_frame.text for slide in deck.slides]
    assert titles[0] == "Paparan: Kota Bengkulu"
    assert say_headline(answer) in titles
    assert answer.key_figures[0].text in say_headline(answer)
    figures = {run.font.size.pt for run in runs_of(deck, answer.key_figures[0].text)}
    assert 40 in figures


def runs_of(deck: Any, text: str) -> Iterator[Any]:
    frames = (shape.text_frame for shape in shapes_of(deck) if shape.has_text_frame)
    return (run for frame in frames for line in frame.paragraphs for run in line.runs if run.text == text)


def test_headings_are_no_sentences_with_a_full_stop(made: api.Briefing) -> None:
    titles = [
        " ".join(item.lines) for sheet in made.sheets for item in sheet.items if getattr(item, "name", "") == "title"
    ]
    assert len(titles) == len(made.sheets)
    assert [title for title in titles if title.endswith(".") and ". " not in title] == []


def test_few_bars_leave_room_for_the_figures_on_their_slide(demo_store: api.Store) -> None:
    """Of Indonesia three provinces have data; its cards are high, and stand below these bars."""
    made = api.make_briefing(demo_store, api.BriefingPlan("00", parts=("map",)), "pptx")
    names = [{getattr(item, "name", "") for item in sheet.items} for sheet in made.sheets]
    (beside,) = (found for found in names if "ranking" in found)
    assert {"figure 1", "figure 2", "figure 3"} <= beside
    assert [problem for sheet in made.sheets for problem in sheet.problems()] == []


def lowest(sheet: Sheet) -> float:
    """Where the content of a slide ends, above its foot, as a part of the slide."""
    foot = {"badges", "source", "see", "number", "title", "kicker"}
    return max(placed.box.bottom for placed in sheet.placed if placed.name not in foot) / sheet.height


@pytest.mark.parametrize("code", ["61.04", "00"])
def test_no_slide_of_maps_is_nearly_empty(demo_store: api.Store, code: str) -> None:
    """Few figures that find no room beside their map stand above what they are about."""
    made = api.make_briefing(demo_store, api.BriefingPlan(code, parts=("map", "desa")), "pptx")
    assert [problem for sheet in made.sheets for problem in sheet.problems()] == []
    cards = [sheet for sheet in made.sheets if any(placed.name.startswith("figure") for placed in sheet.placed)]
    assert len(cards) >= 3
    assert [sheet.title for sheet in cards if lowest(sheet) < 0.5] == []


def test_below_the_figures_stands_in_which_kecamatan_the_desa_are(demo_store: api.Store) -> None:
    view = api.MapView("61.04", "adm4", "aparat_registered")
    made = api.make_map_file(demo_store, view, "pptx")
    words = next(shape for shape in shapes_of(Presentation(io.BytesIO(made.content))) if shape.name == "groups")
    _, names = unregistered_names(made.answer)
    assert [group for group, _ in names if group not in " ".join(words.text_frame.text.split())] == []
    assert words.text_frame.paragraphs[0].runs[0].font.size.pt >= 14


def test_a_wide_land_stands_across_its_slide_with_its_classes_below(demo_store: api.Store) -> None:
    made = api.make_map_file(demo_store, api.MapView(), "pptx")
    deck = Presentation(io.BytesIO(made.content))
    first, second = list(deck.slides)[:2]
    assert next(shape.width for shape in first.shapes if shape.name == "map") > 0.9 * deck.slide_width
    told = {shape.text_frame.text for shape in first.shapes if shape.has_text_frame}
    assert [row.label for row in made.answer.legend.rows if row.label not in told] == []
    assert {"legend", "figure 0", "ranking"} <= {shape.name for shape in second.shapes}


def test_a_view_of_a_wide_land_in_a_story_stays_one_slide(demo_store: api.Store) -> None:
    answer = api.answer_map(demo_store, api.MapView())
    page = make_map_page(demo_store, answer, api.Dressing())
    (sheet,) = map_slides(dataclasses.replace(page, figures=page.figures[:1], bars=()), OWN_STAGE)
    assert {"map", "legend", "figure 0"} <= {placed.name for placed in sheet.placed}
    assert sheet.problems() == []


def test_a_heading_is_not_said_twice() -> None:
    sheet, _ = start_slide(Frame("Mulai dari sana.", "Kalimantan Barat", headline="Mulai dari sana."), OWN_STAGE)
    texts = {item.name: item.lines for item in sheet.items if isinstance(item, Text)}
    assert (texts["title"], texts["kicker"]) == (("Mulai dari sana",), ("Kalimantan Barat",))


def test_areas_without_data_are_named_where_they_have_no_row(demo_store: api.Store) -> None:
    plan = api.BriefingPlan("00", parts=("ranking", "desa", "atlas"))
    made = api.make_briefing(demo_store, plan, "pptx")
    provinces = api.area_tree(demo_store).below("00", "adm1")["name"]
    slides = list(Presentation(io.BytesIO(made.content)).slides)
    for start in ("Tertinggi: ", "1.975 dari 6.212 desa", "35 dari 38 provinsi"):
        slide = next(slide for slide in slides if slide.shapes.title.text_frame.text.startswith(start))
        cells = [
            cell.text for shape in slide.shapes if shape.has_table for row in shape.table.rows for cell in row.cells
        ]
        texts = [shape.text_frame.text for shape in slide.shapes if shape.has_text_frame]
        told = " ".join(" ".join([*cells, *texts]).split())
        known = {"Kalimantan Barat", "Bengkulu", "Sumatera Selatan"} if start.startswith("35") else set()
        assert [name for name in provinces if name not in told and name not in known] == []
        assert "Belum ada data" in told or "belum mempunyai data" in told


def test_a_table_of_the_talk_has_eight_rows_and_leads_to_the_rest(demo_store: api.Store, deck: Any) -> None:
    slides = list(deck.slides)
    ways = [
        (number, shape.click_action.target_slide)
        for number, slide in enumerate(slides, start=1)
        for shape in slide.shapes
        if shape.name == "see"
    ]
    assert ways
    first_annex = min(slides.index(target) + 1 for _, target in ways)
    for number, target in ways:
        assert slides.index(target) + 1 > number
        assert target.shapes.title.text_frame.text.startswith("Lampiran: ")
    for slide in slides[: first_annex - 1]:
        tables = [shape.table for shape in slide.shapes if shape.has_table and shape.name != "legend"]
        assert all(len(table.rows) <= 8 + 2 for table in tables)  # headings, and dates below them
    cells = " ".join(
        cell.text for shape in shapes_of(deck) if shape.has_table for row in shape.table.rows for cell in row.cells
    )
    desa = api.area_tree(demo_store).below(KOTA, "adm4")["name"]
    assert [name for name in desa if name not in cells] == []


def test_areas_are_shapes_with_code_and_name_in_one_group(demo_store: api.Store, deck: Any) -> None:
    group = next(shape for shape in shapes_of(deck) if shape.name == "map")
    assert group.shape_type == MSO_SHAPE_TYPE.GROUP
    answer = api.answer_map(demo_store, api.MapView(KOTA))
    wanted = {f"{code} {name}" for code, name in zip(answer.areas.codes, answer.areas.names, strict=True)}
    drawn = {shape.name: shape for shape in group.shapes if re.match(r"\d\d\.", shape.name)}
    assert drawn.keys() == wanted
    for shape in drawn.values():
        assert shape._element.xpath("./p:spPr/a:ln/a:solidFill")
        assert len(shape._element.xpath(".//a:path/a:moveTo")) >= 1


def test_more_than_300_areas_are_one_picture(demo_store: api.Store) -> None:
    made = api.make_map_file(demo_store, api.MapView("17", "adm4"), "pptx")
    slide = Presentation(io.BytesIO(made.content)).slides[0]
    (drawn,) = (shape for shape in slide.shapes if shape.name == "map")
    assert drawn.shape_type == MSO_SHAPE_TYPE.PICTURE
    assert drawn._element.xpath(".//p:cNvPr/@descr") == [made.answer.alt]


def test_all_that_is_seen_is_described(deck: Any) -> None:
    seen = (MSO_SHAPE_TYPE.PICTURE, MSO_SHAPE_TYPE.GROUP, MSO_SHAPE_TYPE.CHART, MSO_SHAPE_TYPE.TABLE)
    described = [shape for shape in shapes_of(deck) if shape.shape_type in seen]
    assert len(described) > 10
    assert [shape.name for shape in described if not shape._element.xpath(".//p:cNvPr/@descr")[0]] == []


def test_points_are_points_and_numbers_count_by_themselves(deck: Any) -> None:
    slides = list(deck.slides)
    points = slides[1].placeholders[1].text_frame
    assert len(points.paragraphs) > 3
    assert not any(paragraph.text.startswith("•") for paragraph in points.paragraphs)
    for number, slide in enumerate(slides[1:], start=2):
        (field,) = slide._element.xpath(".//a:fld[@type='slidenum']")
        assert field.findtext("{*}t") == str(number)


def test_the_notes_say_what_to_say_and_where_it_comes_from(deck: Any) -> None:
    for slide in deck.slides:
        notes = slide.notes_slide.notes_text_frame.text
        assert "Yang disampaikan" in notes
        assert "Sumber dan batasan" in notes
        assert "Data simulasi" in notes


def test_where_a_figure_does_not_apply_a_slide_has_lines_on_map_and_in_legend(demo_store: api.Store) -> None:
    """On a grey print the ground alone is taken for the lowest class."""
    made = api.make_map_file(demo_store, api.MapView("17.02", "adm4", "aparat_registered"), "pptx")
    shapes = list(shapes_of(Presentation(io.BytesIO(made.content))))
    group = next(shape for shape in shapes if shape.name == "map")
    legend = next(shape for shape in shapes if shape.name == "legend")
    for part in (group, legend):
        assert part._element.xpath(".//a:pattFill[@prst='ltHorz']/a:bgClr/a:srgbClr/@val") != []


def test_colours_of_classes_in_a_line_are_hatched_as_the_map_is(demo_store: api.Store) -> None:
    made = api.make_map_file(demo_store, api.MapView(), "pptx")
    slide = Presentation(io.BytesIO(made.content)).slides[0]
    swatches = [shape._element for shape in slide.shapes if shape.name == "ground"]
    assert sum(bool(element.xpath("./p:spPr/a:pattFill")) for element in swatches) == 1


@pytest.mark.parametrize("code", ["00", "16"])
def test_no_name_of_a_map_is_lost(demo_store: api.Store, code: str) -> None:
    """It is on the map, in its key, or in the annex that the slide leads to."""
    made = api.make_map_file(demo_store, api.MapView(code), "pptx")
    deck = Presentation(io.BytesIO(made.content))
    group = next(shape for shape in deck.slides[0].shapes if shape.name == "map")
    texts = [shape.text_frame.text for shape in group.shapes if shape.name.startswith("label")]
    annex = [slide for slide in deck.slides if "tidak muat di peta" in slide.shapes.title.text_frame.text]
    texts += [shape.text_frame.text for shape in deck.slides[0].shapes if shape.name == "left out"]
    texts += [shape.text_frame.text for slide in annex for shape in slide.shapes if shape.name == "names"]
    told = " ".join(" ".join(texts).split())
    assert [name for name in made.answer.areas.names if name.removeprefix("Kabupaten ") not in told] == []
    targets = [shape.click_action.target_slide for shape in deck.slides[0].shapes if shape.name == "see"]
    assert [target.slide_id for target in targets] == [slide.slide_id for slide in annex[:1]]


def test_labels_of_a_map_read_on_every_colour(deck: Any) -> None:
    """A glow is not drawn by every office program: dark letters upon a dark class need a ground of their own."""
    group = next(shape for shape in shapes_of(deck) if shape.name == "map")
    labels = [shape for shape in group.shapes if re.match(r"label \d", shape.name)]
    assert labels
    for label in labels:
        assert label._element.xpath("./p:spPr/a:solidFill/a:srgbClr[@val='ffffff']/a:alpha"), label.name


def test_what_stands_below_the_title_of_the_cover_is_no_point_of_a_list(deck: Any) -> None:
    (holder,) = (
        shape
        for shape in deck.slide_layouts[0].placeholders
        if shape.placeholder_format.type == PP_PLACEHOLDER.SUBTITLE
    )
    assert holder._element.xpath(".//a:lstStyle/a:lvl1pPr/a:buNone")


def test_names_of_bars_have_the_width_that_they_need(deck: Any) -> None:
    """A name that is broken makes some programs leave out every second one."""
    frame = next(shape for shape in shapes_of(deck) if shape.name == "ranking")
    plot = frame.chart._chartSpace.find(".//{*}plotArea/{*}layout/{*}manualLayout")
    left = float(plot.find("{*}x").get("val")) * frame.width / Mm(1)
    size = frame.chart.font.size.pt
    assert max(width_mm(name, size) for name in frame.chart.plots[0].categories) <= left


def test_a_line_over_dates_keeps_its_first_figure_off_the_axis(deck: Any) -> None:
    chart = next(shape.chart for shape in shapes_of(deck) if shape.name == "trend")
    axis = chart.category_axis
    days = [float(day) for day in chart.plots[0].categories]
    assert axis.minimum_scale < days[0] < days[-1] < axis.maximum_scale


def test_sentences_of_several_lines_break_by_themselves(deck: Any) -> None:
    sources = [shape for shape in shapes_of(deck) if shape.name == "source"]
    assert len(sources) > 3
    for shape in sources:
        assert len(shape.text_frame.paragraphs) == 1
        assert shape.text_frame.word_wrap or shape.height < Mm(8)


def test_a_column_that_stands_left_keeps_off_the_figures_before_it(demo_store: api.Store) -> None:
    made = api.make_briefing(demo_store, api.BriefingPlan("17", parts=("ranking",)), "pptx")
    table = next(shape.table for shape in shapes_of(Presentation(io.BytesIO(made.content))) if shape.name == "table")
    assert table.cell(0, 1).text == "Urutan"
    assert table.cell(1, 2).margin_left >= Mm(4)


def office_template(*, width_mm: float = 338.667) -> bytes:
    """What an office has: an own colour, letters and a band on its master, and a slide of last year."""
    deck = Presentation()
    deck.slide_width = Mm(width_mm)
    master = deck.slide_master
    band = deck.slides.add_slide(deck.slide_layouts[5]).shapes.add_shape(MSO_SHAPE.RECTANGLE, 0, 0, Mm(200), Mm(5))
    band.name, band.fill.fore_color.rgb = "pita kantor", fill(band)
    master.shapes._spTree.append(band._element)
    deck.slides[0].shapes.title.text = "Rapat tahun lalu"
    stream = io.BytesIO()
    deck.save(stream)
    return rewrite(stream.getvalue(), {"ppt/theme/theme1.xml": (b"Calibri", b"Georgia")})


def briefing_on(store: api.Store, deck: Any) -> tuple[api.Briefing, Any]:
    """A briefing upon a template that was made by hand, and the presentation that it is."""
    stream = io.BytesIO()
    deck.save(stream)
    plan = api.BriefingPlan(KOTA, parts=("cover", "map", "trend", "ranking"))
    made = api.make_briefing(store, plan, "pptx", dressing=api.Dressing(template=stream.getvalue(), office="Dinas"))
    return made, Presentation(io.BytesIO(made.content))


def wide_template() -> Any:
    """The library's own presentation in 16:9, with room for a map on its layouts."""
    deck = Presentation()
    deck.slide_width = Mm(338.667)
    for layout in (deck.slide_master, deck.slide_layouts[1]):
        body = next(shape for shape in layout.placeholders if shape.placeholder_format.idx == 1)
        body.left, body.top, body.width, body.height = Mm(14), Mm(38), Mm(310), Mm(138)
    return deck


def test_a_headline_is_whole_where_its_place_is_low(demo_store: api.Store) -> None:
    deck = wide_template()
    title = deck.slide_layouts[5].placeholders[0]
    title.left, title.top, title.width, title.height = Mm(38), Mm(8), Mm(240), Mm(20)
    _, slides = briefing_on(demo_store, deck)
    titles = [slide.shapes.title.text_frame.text for slide in slides.slides]
    assert max(map(len, titles)) > 50
    assert [words for words in titles if "…" in words] == []


def test_what_an_office_writes_at_the_foot_of_its_layouts_is_on_its_slides(demo_store: api.Store) -> None:
    deck = wide_template()
    for layout in deck.slide_layouts:
        for holder in layout.placeholders:
            if holder.placeholder_format.type == PP_PLACEHOLDER.FOOTER:
                holder.text_frame.text = "Dinas · Rahasia"
    _, slides = briefing_on(demo_store, deck)
    for slide in slides.slides:
        assert [shape.text_frame.text for shape in slide.placeholders if shape.name == "footer"] == ["Dinas · Rahasia"]


@pytest.mark.parametrize("keeps_cover", [False, True])
def test_a_template_without_places_for_headlines_gets_them(demo_store: api.Store, keeps_cover: bool) -> None:
    deck = wide_template()
    for layout in list(deck.slide_layouts)[1 if keeps_cover else 0 :]:
        for holder in list(layout.placeholders):
            if holder.placeholder_format.idx == 0:
                holder._element.getparent().remove(holder._element)
    made, slides = briefing_on(demo_store, deck)
    assert [problem for sheet in made.sheets for problem in sheet.problems()] == []
    assert all(slide.shapes.title.text_frame.text for slide in slides.slides)
    for shape in shapes_of(slides):
        assert 0 <= shape.top <= shape.top + shape.height <= slides.slide_height + 1, shape.name


def test_the_cover_stands_in_the_middle_where_the_office_has_it_there(demo_store: api.Store) -> None:
    _, slides = briefing_on(demo_store, wide_template())
    words = {
        shape.name: shape.text_frame.paragraphs[0].alignment
        for shape in slides.slides[0].shapes
        if shape.has_text_frame
    }
    assert (words["office"], words["badges"]) == (PP_ALIGN.CENTER, PP_ALIGN.CENTER)


def test_a_warning_is_light_upon_a_dark_ground(demo_store: api.Store) -> None:
    stream = io.BytesIO()
    wide_template().save(stream)
    swapped = (
        b'<a:dk1><a:sysClr val="windowText" lastClr="000000"/>',
        b'<a:dk1><a:sysClr val="window" lastClr="FFFFFF"/>',
    )
    dark = rewrite(stream.getvalue(), {"ppt/theme/theme1.xml": swapped})
    dark = rewrite(
        dark,
        {
            "ppt/theme/theme1.xml": (
                b'<a:lt1><a:sysClr val="window" lastClr="FFFFFF"/>',
                b'<a:lt1><a:srgbClr val="0B1F33"/>',
            )
        },
    )
    _, slides = briefing_on(demo_store, Presentation(io.BytesIO(dark)))
    (colour, *_) = next(shape for shape in shapes_of(slides) if shape.name == "badges")._element.xpath(
        ".//a:srgbClr/@val"
    )
    assert colour == COLOURS["grave"][1].lstrip("#")
    chart = next(shape.chart for shape in shapes_of(slides) if shape.name == "trend")
    assert str(chart.plots[0].series[1].format.line.color.rgb) == colour.upper()


def fill(shape: Any) -> RGBColor:
    shape.fill.solid()
    return RGBColor(11, 110, 79)  # type: ignore[no-untyped-call]


def rewrite(content: bytes, changes: dict[str, tuple[bytes, bytes]]) -> bytes:
    """The same file with words of some of its parts changed; an empty first word adds a part."""
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            before, after = changes.get(name, (b"\0", b""))
            part = old.read(name)
            assert name not in changes or before in part
            new.writestr(name, part.replace(before, after))
    return stream.getvalue()


@pytest.mark.parametrize("width_mm", [254.0, 338.667])
def test_an_office_keeps_its_master_and_its_letters(demo_store: api.Store, width_mm: float) -> None:
    template = office_template(width_mm=width_mm)
    plan = api.BriefingPlan(KOTA, parts=("cover", "map", "ranking"))
    made = api.make_briefing(demo_store, plan, "pptx", dressing=api.Dressing(template=template))
    deck = Presentation(io.BytesIO(made.content))
    assert deck.slide_width == Mm(width_mm)
    assert "pita kantor" in {shape.name for shape in deck.slide_master.shapes}
    texts = {shape.text_frame.text for shape in shapes_of(deck) if shape.has_text_frame}
    assert "Rapat tahun lalu" not in texts
    assert smallest_pt(deck) >= 14
    assert [problem for sheet in made.sheets for problem in sheet.problems()] == []
    with zipfile.ZipFile(io.BytesIO(made.content)) as archive:
        assert b"Georgia" in archive.read("ppt/theme/theme1.xml")
        slides = [name for name in archive.namelist() if re.fullmatch(r"ppt/slides/slide\d+\.xml", name)]
        assert len(slides) == len(deck.slides)
        # No letters of another font than the theme's.
        assert not [name for name in slides if etree.fromstring(archive.read(name)).xpath("//*[local-name()='latin']")]


def _bad_templates() -> dict[str, bytes]:
    good = office_template()
    types = "[Content_Types].xml"
    deck, macros = b"presentationml.presentation.main+xml", b"ms-powerpoint.presentation.macroEnabled.main+xml"
    rels = "ppt/slideMasters/_rels/slideMaster1.xml.rels"
    image = (
        b'<Relationship Id="rId99" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/image" '
    )
    outside = image + b'Target="file:///etc/passwd" TargetMode="External"/></Relationships>'
    return {
        "nothing": b"",
        "no archive": b"PK\x03\x04" + b"\0" * 100,
        "a workbook": rewrite(good, {types: (deck, b"spreadsheetml.sheet.main+xml")}),
        "macros": rewrite(good, {types: (b"vnd.openxmlformats-officedocument." + deck, b"vnd." + macros)}),
        "a linked picture": rewrite(good, {rels: (b"</Relationships>", outside)}),
        "an entity": rewrite(
            good, {"ppt/theme/theme1.xml": (b"<a:theme ", b'<!DOCTYPE x [<!ENTITY y "z">]><a:theme ')}
        ),
        "no room": office_template(width_mm=120.0),
    }


@pytest.mark.parametrize("name", _bad_templates())
def test_a_template_that_cannot_be_trusted_is_refused(demo_store: api.Store, name: str) -> None:
    dressing = api.Dressing(template=_bad_templates()[name] or b"x")
    with pytest.raises(UsageError):
        api.make_map_file(demo_store, api.MapView(KOTA), "pptx", dressing=dressing)


def test_the_command_takes_a_template(demo_store: api.Store, tmp_path: Path) -> None:
    (tmp_path / "kantor.pptx").write_bytes(office_template())
    out = tmp_path / "peta.pptx"
    options = ("--area", KOTA, "--out", out, "--template", tmp_path / "kantor.pptx", "--store", demo_store.url)
    assert run_inside("map", *options).code == 0
    assert "pita kantor" in {shape.name for shape in Presentation(str(out)).slide_master.shapes}
    assert run_inside("map", *options[:-3], tmp_path / "none.pptx", *options[-2:]).code == 2
