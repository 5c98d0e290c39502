"""Pictures, pages, slides, the page in one file and briefings, read back and held against the answer."""

import io
import json
import math
import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Any
from xml.etree import ElementTree as ET

import pypdf
from pptx import Presentation
from pptx.enum.shapes import MSO_SHAPE_TYPE

from tests.integration.places.told import (
    Asked,
    around,
    assert_told,
    bars,
    figures,
    legend_on_paper,
    on_paper,
    page_notes,
    rank_of,
)
from ucjmap import api
from ucjmap.render.static.items import Bars, Item, MapBlock, Table, Text
from ucjmap.words import say_count, say_points, say_rate


def check_png(asked: Asked) -> None:
    made = asked.make("png")
    assert made.sheet is not None
    assert made.content.startswith(b"\x89PNG")
    told = " ".join(_sheet_texts(made.sheet.items))
    assert_told(told, (*on_paper(asked.answer), *map(" ".join, bars(asked.answer))))


def _sheet_texts(items: Iterable[Item]) -> Iterator[str]:
    for item in items:
        match item:
            case Text():
                yield from item.lines
            case Table():
                yield from (cell.text for row in (item.head, *item.rows) for cell in row)
            case Bars():
                yield from (item.title, *(f"{bar.label} {bar.text}" for bar in item.bars))
            case MapBlock():
                yield from _sheet_texts(item.items)


def check_svg(asked: Asked) -> None:
    check_svg_text(asked.make("svg").content, asked.answer)


def check_svg_text(content: bytes, answer: api.MapAnswer) -> None:
    assert_told(svg_text(content), (*on_paper(answer), *map(" ".join, bars(answer))))


def svg_text(content: bytes) -> str:
    return " ".join(element.text or "" for element in ET.fromstring(content).iter() if element.tag.endswith("}text"))


def check_pdf(asked: Asked) -> None:
    answer = asked.answer
    pages = [page.extract_text() for page in pypdf.PdfReader(io.BytesIO(asked.make("pdf").content)).pages]
    assert_told(" ".join(pages), (*on_paper(answer), *map(" ".join, bars(answer))))
    if answer.older is not None:  # two dates have a table of the change between them
        _check_change(" ".join(pages[1:]), asked)


def _check_change(told: str, asked: Asked) -> None:
    answer, older = asked.answer, asked.answer.older
    assert older is not None
    asked_for = {"measure": "change", "since": older.as_of or answer.since, "side": False, "target": None}
    changed = api.answer_map(asked.store, replace(answer.pinned, **asked_for))
    for place, name in enumerate(answer.areas.names):
        change = changed.areas.texts[changed.areas.places[answer.areas.codes[place]]] or "–"
        both = [_measured(older, place), _measured(answer, place)]
        assert_told(told, [" ".join([name, *both, change])])


def _measured(answer: api.MapAnswer, place: int) -> str:
    areas = answer.areas
    nothing = {"id": "Belum ada data", "en": "No data yet"}[answer.lang]
    return areas.class_labels[place] if areas.is_registered_or_not else areas.texts[place] or nothing


def check_pptx(asked: Asked) -> None:
    answer, content = asked.answer, asked.make("pptx").content
    assert_told(slide_text(content), on_paper(answer))
    slides = Presentation(io.BytesIO(content)).slides
    charts = [shape.chart for slide in slides for shape in slide.shapes if shape.has_chart]
    pairs = [pair for chart in charts for pair in zip(chart.plots[0].categories, chart.series[0].values, strict=True)]
    is_rate = answer.areas.measure == "rate"
    texts = [say_rate(answer.lang, value) if is_rate else say_points(answer.lang, value / 100) for _, value in pairs]
    assert list(zip((name for name, _ in pairs), texts, strict=True)) == bars(answer)
    drawn = {
        shape.name: shape._element.xpath(".//p:cNvPr/@descr")[0]
        for shape in slides[0].shapes
        if shape.name[:3] == "map" and not shape.has_text_frame
    }
    assert drawn["map"] == answer.alt
    _check_shapes(slides[0], answer)


def _check_shapes(slide: Any, answer: api.MapAnswer) -> None:
    """Each area that is drawn is a shape with its code, its name and the colour of its class."""
    groups = [shape for shape in slide.shapes if shape.shape_type == MSO_SHAPE_TYPE.GROUP and shape.name == "map"]
    areas = answer.areas
    assert bool(groups) == (0 < areas.columns["has_shape"].sum() <= 300)
    if groups:
        drawn = {shape.name: _colour_of(shape) for shape in groups[0].shapes if re.match(r"\d\d[. ]", shape.name)}
        colours = zip(areas.codes, areas.names, areas.columns["colour"], areas.columns["has_shape"], strict=True)
        wanted = {f"{code} {name}": colour for code, name, colour, has_shape in colours if has_shape}
        assert {name: drawn[name] for name, colour in wanted.items() if colour} == {
            name: colour for name, colour in wanted.items() if colour
        }
        assert set(drawn) == set(wanted)


def _colour_of(shape: Any) -> str:
    (colour,) = shape._element.xpath("./p:spPr/a:solidFill/a:srgbClr/@val | ./p:spPr/a:pattFill/a:bgClr/a:srgbClr/@val")
    return f"#{colour.lower()}"


def slide_text(content: bytes) -> str:
    """All words of a presentation: what finds no room on the slide of the map stands on the others."""
    shapes = [shape for slide in Presentation(io.BytesIO(content)).slides for shape in slide.shapes]
    told = []
    for shape in shapes:
        told += [shape.text_frame.text] if shape.has_text_frame else []
        told += [cell.text for row in shape.table.rows for cell in row.cells] if shape.has_table else []
    return " ".join(told)


def check_html(asked: Asked) -> None:
    """The file holds the maps below as well: each is an answer of its own."""
    page = asked.make("html").content.decode()
    found = re.search(r'id="ucj-content">(.*?)</script>', page, re.DOTALL)
    assert found
    content = json.loads(found[1])
    for code, told in content["views"].items():
        below = api.MapView(
            **{**vars(asked.answer.pinned), "area": code, "level": None, "since": asked.answer.since, "chosen": ()}
        )
        _check_view(told, asked.answer if code == content["first"] else api.answer_map(asked.store, below))


def _check_view(told: dict[str, Any], answer: api.MapAnswer) -> None:
    areas = answer.areas
    assert (told["title"], told["subtitle"]) == (answer.title, answer.subtitle)
    assert told["badges"] == [badge.text for badge in answer.badges]
    assert told["figures"] == [[key.label, key.text, key.caption] for key in answer.key_figures]
    lines = [str(line) for line in (*answer.provenance, *answer.other_provenance)]
    assert [line for line in told["provenance"] if line in lines] == lines
    assert told["remarks"] == [*page_notes(answer), *answer.selection_words[:1]]
    rows = " ".join(" ".join(map(str, row[2:])) for row in told["legend"])
    assert_told(f"{rows} {told['note']}", legend_on_paper(answer))
    words = {code: areas.tooltips[code] for code in areas.codes}
    assert {code: (own, text) for code, _, own, text in told["rows"]} == words
    assert [code for code, *_ in told["rows"]] == [areas.codes[place] for place in areas.ranked]
    check_drawing(told["spec"], answer)
    if answer.older is not None:
        assert (told["beside"]["newer_caption"], told["beside"]["caption"]) == (answer.caption, answer.older.caption)
        check_drawing(told["beside"]["spec"], answer.older)
        assert told["beside"]["spec"]["units"] == {
            code: list(each) for code, each in answer.older.areas.tooltips.items()
        }


def check_drawing(spec: dict[str, Any], answer: api.MapAnswer) -> None:
    circles = answer.areas.circles if answer.view.circles else {}
    assert {code: tuple(circle) for code, circle in spec["circles"].items()} == circles
    assert spec["labels"] == answer.areas.labels
    assert spec["description"] == answer.alt
    assert spec["colours"][:-1] == list(answer.breaks.colours)
    assert spec["small"] == sorted(answer.areas.small)
    assert spec["chosen"] == sorted(answer.view.chosen)


def check_briefing(asked: Asked) -> None:
    """Cover, map and ranking tell the rate of the plan's area, whatever else was asked for."""
    view = asked.view
    plan = api.BriefingPlan(
        view.area, view.indicator, view.segment, view.as_of, ("cover", "map", "ranking"), lang=view.lang
    )
    answer = api.answer_map(asked.store, plan.view())
    reader = pypdf.PdfReader(io.BytesIO(api.make_briefing(asked.store, plan, "pdf").content))
    told = [page.extract_text() for page in reader.pages]
    cover, drawn, ranking = told[0], told[1], " ".join(told[2:])
    notes = [note.text for note in answer.notes if note.is_grave]
    assert_told(cover, (*figures(answer), *notes, answer.period, *map(str, answer.other_provenance)))
    own = answer.origin if answer.other_provenance else answer.provenance[0]
    assert_told(cover, (str(own), *map(str, answer.provenance[1:]), *(badge.text for badge in answer.badges)))
    assert_told(cover, api.summary_sentences(asked.store, answer))
    assert_told(drawn, (*on_paper(answer), *map(" ".join, bars(answer))))
    assert_told(ranking, (*around(answer), *_ranking_rows(answer), answer.gap_sum))


def _ranking_rows(answer: api.MapAnswer) -> Iterator[str]:
    for place in answer.areas.ranked:
        rank = rank_of(answer, place)
        row = answer.areas.row(answer.areas.codes[place])
        if not math.isnan(row["rate"]):
            counts = (
                row["numerator"],
                row["denominator"],
                max(row["denominator"] - row["numerator"], 0),
                row["gap_people"],
            )
            texts = ("–" if math.isnan(count) else say_count(answer.lang, count) for count in counts)
            yield f"{rank} {row['name']} {say_rate(answer.lang, row['rate'])} {' '.join(texts)}"
