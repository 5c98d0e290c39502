"""Every place that shows a map, read back as a person or a program reads it, and held against the answer to the map."""

import asyncio
import csv
import html
import io
import json
import math
import re
import sqlite3
import zipfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import closing
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Final
from unittest import mock
from urllib.parse import urlencode
from xml.etree import ElementTree as ET

import openpyxl
import pypdf
from pptx import Presentation
from starlette.requests import Request
from streamlit.testing.v1 import AppTest

from tests.integration.command import run_inside
from ucjmap import api
from ucjmap.api.maps.captions import short_name
from ucjmap.render.static.sheet import Bars, Item, MapBlock, Table, Text
from ucjmap.web.maps import map_routes
from ucjmap.words import say_count, say_points, say_rate

_PRINTED: Final = ("rate", "change", "gap_points", "gap_people", "without_data")


@dataclass(frozen=True)
class Asked:
    """A question to a store at an address, and a folder for what is written."""

    store: api.Store
    view: api.MapView
    folder: Path

    @property
    def answer(self) -> api.MapAnswer:
        return api.answer_map(self.store, self.view)

    def make(self, format_: str) -> api.MapFile:
        return api.make_map_file(self.store, self.view, format_, dpi=50)


# What has to be told -------------------------------------------------------------------------------------------------


def assert_told(told: str, words: Iterable[str]) -> None:
    """All of ``words`` stand in ``told``, each in one piece; where lines break does not matter."""
    whole = squeeze(told)
    missing = [each for each in words if squeeze(each) not in whole]
    assert not missing, f"{missing} not in: {' '.join(told.split())}"


def squeeze(text: str) -> str:
    return "".join(text.split())


def figures(answer: api.MapAnswer, *keys: str) -> list[str]:
    """Key figures with name, number and caption in one piece: a number alone could stand anywhere."""
    return [f"{key.label} {key.text} {key.caption}" for key in answer.key_figures if not keys or key.key in keys]


def around(answer: api.MapAnswer) -> Iterator[str]:
    """What no place may lose: title, dates, warnings, sources, completeness, boundaries."""
    yield from (answer.title, answer.subtitle)
    yield from (badge.text for badge in answer.badges)
    yield from map(str, answer.provenance)


def page_notes(answer: api.MapAnswer) -> list[str]:
    """What makes a figure one of a part, and what is beside a change."""
    return [note.text for note in answer.notes if note.is_grave or note.key == "entered"]


def on_paper(answer: api.MapAnswer) -> Iterator[str]:
    yield from around(answer)
    yield from figures(answer, *_PRINTED)
    yield from legend_on_paper(answer)
    yield from (*page_notes(answer), *answer.selection_words[:1], answer.credit)
    if answer.areas.is_registered_or_not:
        missing = [place for place, own in enumerate(answer.areas.classes) if own == 0]
        yield from (answer.areas.names[place] for place in missing)
    if answer.older is not None:
        yield from (answer.caption, answer.older.caption)


def bars(answer: api.MapAnswer) -> list[tuple[str, str]]:
    """Names and values of the highest five and lowest five areas; none on a map of yes and no."""
    areas = answer.areas
    ranked = [(rank, place) for rank, place in enumerate(areas.ranked, start=1) if areas.texts[place] is not None]
    shown = ranked if len(ranked) <= 10 else [*ranked[:5], *ranked[-5:]]
    named = [
        (f"{rank}. {short_name(areas.names[place])}{f' ({areas.groups[place]})' if areas.groups else ''}", place)
        for rank, place in shown
    ]
    return [] if areas.is_registered_or_not else [(name, str(areas.texts[place])) for name, place in named]


def legend_on_paper(answer: api.MapAnswer) -> Iterator[str]:
    """Each class with its numbers in one piece, of both dates where there are two, and how to read the classes."""
    for place, row in enumerate(answer.legend.rows):
        if answer.older is None:
            yield f"{row.label} {say_count(answer.lang, row.areas)} {'–' if row.span is None else say_count(answer.lang, row.people)}"
        elif [each.label for each in answer.older.legend.rows] == [each.label for each in answer.legend.rows]:
            yield f"{row.label} {_areas_and_people(answer.older, place)} {_areas_and_people(answer, place)}"
    yield from (note.rstrip(".") for note in answer.legend.notes)


def _areas_and_people(answer: api.MapAnswer, place: int) -> str:
    row = answer.legend.rows[place]
    people = f" ({say_count(answer.lang, row.people)})" if row.kind == "class" and row.areas else ""
    return f"{say_count(answer.lang, row.areas)}{'' if answer.legend.counts_desa else people}"


# Pictures, pages and slides ------------------------------------------------------------------------------------------


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
    (page,) = pypdf.PdfReader(io.BytesIO(asked.make("pdf").content)).pages
    assert_told(page.extract_text(), (*on_paper(asked.answer), *map(" ".join, bars(asked.answer))))


def check_pptx(asked: Asked) -> None:
    answer, content = asked.answer, asked.make("pptx").content
    assert_told(slide_text(content), on_paper(answer))
    (slide,) = Presentation(io.BytesIO(content)).slides
    charts = [shape.chart for shape in slide.shapes if shape.has_chart]
    pairs = [pair for chart in charts for pair in zip(chart.plots[0].categories, chart.series[0].values, strict=True)]
    is_rate = answer.areas.measure == "rate"
    texts = [say_rate(answer.lang, value) if is_rate else say_points(answer.lang, value / 100) for _, value in pairs]
    assert list(zip((name for name, _ in pairs), texts, strict=True)) == bars(answer)
    drawn = {
        shape.name: shape._element.xpath(".//p:cNvPr/@descr")[0]
        for shape in slide.shapes
        if shape.name[:3] == "map" and not shape.has_text_frame
    }
    assert drawn["map"] == answer.alt


def slide_text(content: bytes) -> str:
    (slide,) = Presentation(io.BytesIO(content)).slides
    told = []
    for shape in slide.shapes:
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
    _check_drawing(told["spec"], answer)
    if answer.older is not None:
        assert (told["beside"]["newer_caption"], told["beside"]["caption"]) == (answer.caption, answer.older.caption)
        _check_drawing(told["beside"]["spec"], answer.older)
        assert told["beside"]["spec"]["units"] == {
            code: list(each) for code, each in answer.older.areas.tooltips.items()
        }


def _check_drawing(spec: dict[str, Any], answer: api.MapAnswer) -> None:
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
    for rank, place in enumerate(answer.areas.ranked, start=1):
        row = answer.areas.row(answer.areas.codes[place])
        if not math.isnan(row["rate"]):
            counts = (row["numerator"], row["denominator"], row["denominator"] - row["numerator"], row["gap_people"])
            texts = ("–" if math.isnan(count) else say_count(answer.lang, count) for count in counts)
            yield f"{rank} {row['name']} {say_rate(answer.lang, row['rate'])} {' '.join(texts)}"


# Tables and layers ---------------------------------------------------------------------------------------------------


def check_csv(asked: Asked) -> None:
    _check_rows(read_csv(asked.make("csv").content), asked.answer)


def check_zip(asked: Asked) -> None:
    with zipfile.ZipFile(io.BytesIO(asked.make("zip").content)) as archive:
        package = json.loads(archive.read("datapackage.json"))
        (resource,) = package["resources"]
        _check_rows(read_csv(archive.read(resource["path"])), asked.answer)
    assert package["title"] == asked.answer.title
    assert [source["title"] for source in package["sources"]] == list(asked.answer.sources)
    _check_metadata([(line["name"], line["text"]) for line in package["provenance"]], asked.answer)


def check_xlsx(asked: Asked) -> None:
    book = openpyxl.load_workbook(io.BytesIO(asked.make("xlsx").content))
    heads, *rows = book.worksheets[0].values
    _check_rows([dict(zip(map(str, heads), row, strict=True)) for row in rows], asked.answer)
    assert book.worksheets[1]["A1"].value == asked.answer.title
    assert_told(workbook_notes(asked), map(": ".join, _metadata(asked.answer)))


def workbook_notes(asked: Asked) -> str:
    book = openpyxl.load_workbook(io.BytesIO(asked.make("xlsx").content))
    return "\n".join(str(line) for (line,) in book.worksheets[1].values)


def check_geojson(asked: Asked) -> None:
    content = json.loads(asked.make("geojson").content)
    _check_rows([feature["properties"] for feature in content["features"]], asked.answer)
    _check_metadata([(line["name"], line["text"]) for line in content["provenance"]], asked.answer)


def read_lines(asked: Asked) -> list[str]:
    """Lines of what a data package rests on."""
    with zipfile.ZipFile(io.BytesIO(asked.make("zip").content)) as archive:
        lines = json.loads(archive.read("datapackage.json"))["provenance"]
    return [": ".join(filter(None, (line["name"], line["text"]))) for line in lines]


def check_gpkg(asked: Asked) -> None:
    path = asked.folder / "map.gpkg"
    path.write_bytes(asked.make("gpkg").content)
    with closing(sqlite3.connect(path)) as connection:
        connection.row_factory = sqlite3.Row
        _check_rows([dict(row) for row in connection.execute("SELECT * FROM map")], asked.answer)
        lines = connection.execute("SELECT name, text FROM provenance ORDER BY line").fetchall()
    _check_metadata([(line["name"], line["text"]) for line in lines], asked.answer)


def read_csv(content: bytes) -> list[dict[str, Any]]:
    return list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"))))


def _metadata(answer: api.MapAnswer) -> Iterator[tuple[str, ...]]:
    """Names and texts that stand beside the rows, in one piece each."""
    yield from ((text,) for text in (answer.subtitle, answer.gap_sum) if text)
    yield from ((badge.text,) for badge in answer.badges)
    yield from ((key.label, f"{key.text} — {key.caption}") for key in answer.key_figures)
    yield from ((line.label, line.text) for line in (*answer.provenance, *answer.other_provenance, *answer.references))
    yield from ((note.text,) for note in answer.notes)
    yield from ((answer.legend.title, note) for note in answer.legend.notes)
    yield from ((sentence,) for sentence in answer.selection_words)


def _check_metadata(lines: Sequence[tuple[str, str]], answer: api.MapAnswer) -> None:
    told = [tuple(filter(None, line)) for line in lines]
    assert [line for line in _metadata(answer) if line not in told] == []


def _check_rows(rows: Sequence[dict[str, Any]], answer: api.MapAnswer) -> None:
    assert [row["code"] for row in rows] == list(answer.areas.codes)
    for row in rows:
        wanted = _row(answer, str(row["code"]))
        assert {name: _plain(row[name]) for name in wanted} == {name: _plain(value) for name, value in wanted.items()}


def _row(answer: api.MapAnswer, code: str) -> dict[str, Any]:
    """An area as a file has it, from the answer alone."""
    row, place = answer.areas.row(code), answer.areas.places[code]
    target = row["target"]
    told = {name: row[name] for name in (*_FIGURES, *_ORIGIN, "colour", "desa", "is_small")}
    told |= {"name": row["name"], "within": answer.areas.parents[place], "class": answer.areas.class_labels[place]}
    told |= {"source": "; ".join(row["sources"]), "boundary_edition": "; ".join(row["editions"])}
    told |= {"model_boundaries": row["is_model"]}
    told |= {f"target_{name}": target and getattr(target, name) for name in ("rate", "year", "issuer")}
    if answer.older is not None:
        before = _row(answer.older, code)
        told |= {f"{name}_since": before[name] for name in (*_FIGURES, *_ORIGIN, "class", "colour", "source")}
    elif answer.areas.measure == "change":
        told |= {name: row[name] for name in _OF_CHANGE}
    return told


_FIGURES: Final = ("numerator", "denominator", "rate", "value", "gap_points", "gap_people")
_ORIGIN: Final = ("oldest", "newest", "is_simulated", "desa_with_data")
_OF_CHANGE: Final = (
    "rate_since",
    "common_rate_since",
    "common_rate",
    "common_desa",
    "entered_desa",
    "left_desa",
    "entry_points",
)


def _plain(value: Any) -> str | float | None:
    """A value as every kind of file has it: a number, nothing, or a text, before whose sign tables have an apostrophe."""
    if value is None or value == "" or (isinstance(value, float) and math.isnan(value)):
        return None
    if str(value) in ("True", "False"):
        return float(str(value) == "True")
    try:
        return round(float(value), 9)
    except ValueError:
        return str(value).removeprefix("'")


# Programs ------------------------------------------------------------------------------------------------------------


def check_http(asked: Asked) -> None:
    check_document(read_document(asked), asked.answer)


def read_document(asked: Asked) -> dict[str, Any]:
    """What ``GET /api/v1/map`` sends."""
    (route,) = map_routes()
    query = urlencode(api.write_address(asked.view)).encode()
    scope = {"type": "http", "method": "GET", "headers": [], "path": route.path, "query_string": query}
    with mock.patch.object(api, "default_store", return_value=asked.store):
        response = asyncio.run(route.endpoint(Request(scope)))
    assert response.status_code == 200
    content = json.loads(response.body)
    assert isinstance(content, dict)
    return content


def check_map_json(asked: Asked) -> None:
    done = run_inside("map", *_options(asked), "--json")
    assert done.code == 0, done.err
    check_document(done.answer, _without_picks(asked))


def check_map_out(asked: Asked) -> None:
    out = asked.folder / "map.svg"
    done, answer = run_inside("map", *_options(asked), "--out", out, "--json"), _without_picks(asked)
    assert done.code == 0, done.err
    told = {"areas": len(answer.areas), "with_data": answer.with_data, "as_of": answer.as_of or None}
    told |= {"simulated": answer.is_simulated, "model_boundaries": answer.is_model}
    assert told.items() <= done.answer.items()
    check_svg_text(out.read_bytes(), answer)


def check_values(asked: Asked) -> None:
    """The command has no second map beside the first."""
    answer = _without_picks(asked, side=False)
    done = run_inside(
        "values", *(option for option in _options(asked) if option not in ("--side", "--circles")), "--json"
    )
    assert done.code == 0, done.err
    told = done.answer
    names = ("numerator", "denominator", "rate")
    assert _plain_of(told["area"], names) == _plain_of(answer.row, names)
    assert (told["oldest"], told["newest"]) == (answer.figure.oldest, answer.figure.newest)
    assert (told["sources"], told["simulated"], told["editions"]) == (
        list(answer.sources),
        answer.is_simulated,
        list(answer.editions),
    )
    assert (told["as_of"], told["since"], told["with_data"]) == (answer.as_of or None, answer.since, answer.with_data)
    assert told["target"] == (None if answer.target is None else asdict(answer.target))
    assert [(row["label"], row["areas"], row["people"]) for row in told["legend"]] == _legend(answer)
    names = (*_FIGURES, *_OF_CHANGE, "name", "colour", "is_small")
    names = tuple(name for name in names if name != "gap_points")
    units = {unit["code"]: _plain_of(unit, names) for unit in told["units"]}
    assert units == {code: _plain_of(answer.areas.row(code), names) for code in answer.areas.codes}


def _plain_of(row: Any, names: Iterable[str]) -> dict[str, Any]:
    return {name: _plain(row[name]) for name in names}


def _options(asked: Asked) -> list[str]:
    view = asked.view
    named = {"area": view.area, "level": view.level, "indicator": view.indicator, "segment": view.segment}
    named |= {
        "as-of": view.as_of,
        "measure": view.measure,
        "target": view.target,
        "since": view.since,
        "lang": view.lang,
    }
    options = [text for name, value in named.items() if value for text in (f"--{name}", value)]
    switches = ["--side"] * view.side + ["--circles"] * view.circles
    return [*options, *switches, "--store", asked.store.url]


def _without_picks(asked: Asked, **changes: Any) -> api.MapAnswer:
    """The command line picks no areas."""
    return api.answer_map(asked.store, api.MapView(**{**vars(asked.view), "chosen": (), **changes}))


def check_document(document: dict[str, Any], answer: api.MapAnswer) -> None:
    """All members of the JSON answer; ``older`` has those of the earlier date."""
    areas = answer.areas
    for name in ("title", "subtitle", "caption", "alt", "level", "level_name", "since", "gap_sum", "period", "part"):
        assert document[name] == getattr(answer, name), name
    assert document["as_of"] == (answer.as_of or None)
    assert document["figure"] == _figure(answer.figure)
    told = [(key["key"], key["label"], key["text"], key["caption"], key["figure"]) for key in document["key_figures"]]
    assert told == [(key.key, key.label, key.text, key.caption, _figure(key.figure)) for key in answer.key_figures]
    for name in ("notes", "badges", "provenance", "other_provenance", "references"):
        assert document[name] == [asdict(each) for each in getattr(answer, name)], name
    assert document["origin"] == asdict(answer.origin)
    assert document["selection"] == list(answer.selection_words)
    assert [(row["label"], row["areas"], row["people"]) for row in document["legend"]["rows"]] == _legend(answer)
    assert document["legend"]["notes"] == list(answer.legend.notes)
    assert document["ranking"] == [areas.codes[place] for place in areas.ranked]
    for row in document["areas"]:
        code, place = row["code"], areas.places[row["code"]]
        known = areas.row(code)
        assert (row["text"], row["class"], row["within"]) == (
            areas.texts[place],
            areas.class_labels[place],
            areas.parents[place],
        )
        assert row["figure"] == _figure(areas.figure(code))
        names = ("name", "rate", "gap_points", "gap_people", "colour", "applies", "is_small")
        assert _plain_of(row, names) == _plain_of(known, names)
        assert row["target"] == (None if known["target"] is None else asdict(known["target"]))
    if "drawing" in document:
        _check_drawing(document["drawing"], answer)
    if answer.older is not None:
        check_document(document["older"], answer.older)


def _figure(figure: api.Figure | None) -> dict[str, Any] | None:
    if figure is None:
        return None
    share = figure.desa_with_data / figure.desa if figure.desa else None
    lists = {"sources": list(figure.sources), "editions": list(figure.editions)}
    return {**asdict(figure), **lists, "share_with_data": share}


def _legend(answer: api.MapAnswer) -> list[tuple[str, int, int]]:
    return [(row.label, row.areas, row.people) for row in answer.legend.rows]


# The page ------------------------------------------------------------------------------------------------------------


def _map_page() -> None:
    from ucjmap.app import map_page

    map_page.show()


def check_page(asked: Asked) -> None:
    answer, page = asked.answer, open_page(asked)
    assert [element.value for element in page.header] == [_escaped(f"{answer.subject.name} — {answer.name}")]
    told = page_text(page)
    assert_told(told, (answer.period, *(badge.text for badge in answer.badges), *figures(answer)))
    assert_told(told, (note.text for note in answer.notes))
    assert_told(told, (answer.gap_sum, *answer.selection_words[:1]))
    assert_told(told, map(str, (*answer.provenance, *answer.other_provenance, *answer.references)))
    for each in (answer,) if answer.older is None else (answer, answer.older):
        assert_told(told, _legend_on_page(each))
        assert answer.older is None or squeeze(each.caption) in squeeze(told)
    assert ranking_of(page) == _ranking(answer)
    if not answer.is_whole_country:
        maps = [answer] if answer.older is None else [answer.older, answer]
        for spec, each in zip(map_specs(page), maps, strict=True):
            _check_drawing(spec, each)
            assert spec["units"] == {code: list(unit) for code, unit in each.areas.tooltips.items()}


def open_page(asked: Asked) -> AppTest:
    """The map page, run without a browser."""
    page = AppTest.from_function(_map_page, default_timeout=60)
    page.query_params.update(api.write_address(asked.view))
    with mock.patch.object(api, "default_store", return_value=asked.store):
        page.run()
    assert not page.exception
    assert not page.error
    return page


def page_text(page: AppTest) -> str:
    """All words of the page, without marks."""
    marked = [element.value for kind in (page.markdown, page.caption) for element in kind]
    texts = [re.sub(r"\\(.)", r"\1", text.replace("**", "")) for text in marked]
    bodies = [element.proto.body for element in page.get("html")]
    return " ".join([*texts, *(html.unescape(re.sub(r"<[^>]*>", " ", body)) for body in bodies)])


def _escaped(text: str) -> str:
    return re.sub(r"([\\`*_{}\[\]<>()#+\-.!|~:$])", r"\\\1", text)


def _legend_on_page(answer: api.MapAnswer) -> Iterator[str]:
    legend, lang = answer.legend, answer.lang
    unit = "" if len(legend.rows) > 6 else f" {legend.unit}"
    yield legend.title
    for row in legend.rows:
        people = f" ({say_count(lang, row.people)}{unit})" if row.kind == "class" and row.areas else ""
        yield f"{row.label}: {say_count(lang, row.areas)}{'' if legend.counts_desa else people}"
    yield from legend.notes


def ranking_of(page: AppTest) -> dict[str, list[str]]:
    (told,) = (
        json.loads(each.proto.json)
        for each in page.get("bidi_component")
        if each.proto.component_name == "ucjmap_ranking"
    )
    rows = zip(*(column["texts"] for column in told["columns"]), strict=True)
    return {code: list(row) for code, row in zip(told["codes"], rows, strict=True)}


def _ranking(answer: api.MapAnswer) -> dict[str, list[str]]:
    return {code: list(_ranking_row(answer, code)) for code in answer.areas.codes}


def _ranking_row(answer: api.MapAnswer, code: str) -> Iterator[str]:
    areas, lang = answer.areas, answer.lang
    row, own = areas.row(code), areas.class_labels[areas.places[code]]
    yield row["name"]
    if not areas.is_registered_or_not:
        counts = [row["numerator"], row["denominator"], row["denominator"] - row["numerator"]]
        counts += [row["gap_people"]] if any(areas.columns["target"]) else []
        if areas.measure != "rate":
            yield "–" if math.isnan(row["value"]) else say_points(lang, row["value"])
        yield "–" if math.isnan(row["rate"]) else say_rate(lang, row["rate"])
        yield from ("–" if math.isnan(count) else say_count(lang, count) for count in counts)
    yield own
    if areas.small and not areas.is_registered_or_not:
        yield {"id": "sedikit orang", "en": "few people"}[lang] if row["is_small"] else ""
    yield code


def map_specs(page: AppTest) -> Iterator[dict[str, Any]]:
    for element in page.get("component_instance"):
        script = json.loads(element.proto.json_args)["feature_group"]
        spec, _ = json.JSONDecoder().raw_decode(script, script.index("ucjmap.choropleth(") + len("ucjmap.choropleth("))
        yield spec


#: What reads a place and holds it against the answer, by the name of the place.
PLACES: Final[dict[str, Callable[[Asked], None]]] = {
    "page": check_page,
    "png": check_png,
    "svg": check_svg,
    "pdf": check_pdf,
    "pptx": check_pptx,
    "html": check_html,
    "briefing": check_briefing,
    "xlsx": check_xlsx,
    "csv": check_csv,
    "zip": check_zip,
    "geojson": check_geojson,
    "gpkg": check_gpkg,
    "values": check_values,
    "map --json": check_map_json,
    "map --out": check_map_out,
    "http": check_http,
}
#: Places on paper, which refuse the map of all desa of the country.
ON_PAPER: Final = ("png", "svg", "pdf", "pptx", "html", "map --out")
