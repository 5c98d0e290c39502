"""What the address of the map page says is in each file of it: area, level, figure, date, classes, target, marks."""

import dataclasses
import io
import json
import re
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import openpyxl
import pypdf
import pytest
from pptx import Presentation

from tests.command import run_inside
from tests.gaps import gap_of
from ucjmap import api
from ucjmap.api.maps.printed_map import make_map_page
from ucjmap.classify import Classing, Measure
from ucjmap.errors import UsageError
from ucjmap.words import say_count, say_points, say_rate

LIVE = "https://peta.example.go.id"
STATES = {
    "plain": {"area": "17.71", "level": "adm3", "lang": "id"},
    "date and own breaks": {"area": "17", "date": "2025-12-11", "breaks": "20,40", "scheme": "own", "lang": "en"},
    "segment and scheme": {
        "area": "17",
        "level": "adm3",
        "segment": "bpu",
        "scheme": "quantile",
        "k": "7",
        "frozen": "0",
        "zero": "1",
    },
    "another target": {"area": "61", "measure": "gap", "target": "2026@dikutip jurnalis.co.id", "circles": "1"},
    "another target of a rate": {"area": "61", "target": "2030@dikutip pers Kalimantan Barat", "circles": "1"},
    "change": {"area": "61", "measure": "change", "since": "2023-12-31", "labels": "0", "lang": "en"},
    "yes or no": {"area": "61.04", "level": "adm4", "indicator": "aparat_registered"},
    "picked": {"area": "17.71", "level": "adm3", "pick": "17.71.01,17.71.03"},
    "a desa on the map of its kecamatan": {"area": "17.71.01.1001"},
    "two dates": {"area": "61", "since": "2023-12-31", "side": "1", "circles": "1"},
    "two dates without the other": {"area": "61", "side": "1"},
}


@pytest.fixture(params=STATES, ids=str)
def view(request: pytest.FixtureRequest, demo_store: api.Store) -> api.MapView:
    asked, strange = api.read_address(STATES[request.param], api.area_tree(demo_store), default_lang="id")
    assert strange == []
    return asked


def shown(store: api.Store, view: api.MapView) -> api.AreaValues:
    """Figures as the page asks for them."""
    return api.area_values(
        store,
        api.map_area(api.area_tree(store), view.area),
        view.level,
        view.indicator,
        segment=view.segment,
        as_of=view.as_of,
        classing=view.classing,
        measure=view.measure,
        target=view.target,
        since=None if view.side else view.since,
    )


def test_the_picture_shows_what_the_page_shows(demo_store: api.Store, view: api.MapView) -> None:
    values = shown(demo_store, view)
    answer = api.answer_map(demo_store, view)
    page = make_map_page(demo_store, answer, api.Dressing())
    units = values.units
    known = units[units["class_id"] >= 0]
    assert {code: page.map.colours[number] for code, number in page.map.classes.items() if code in known.index} == (
        known["colour"].to_dict()
    )
    assert set(page.map.classes) == set(units.index)
    counts = [row.counts[0 if answer.older is None else 1].split(" ")[0] for row in page.legend.rows]
    assert [int(count.replace(".", "").replace(",", "")) for count in counts] == [
        row.areas for row in answer.legend.rows
    ]
    gaps = units["gap_people"].dropna()
    assert dict(page.map.circles) == (gaps[gaps > 0].to_dict() if view.circles else {})
    assert bool(page.map.labels) == view.labels
    marked = set(view.chosen) | ({view.area} if view.area in units.index else set())
    assert set(page.map.chosen) == marked
    assert ("2 wilayah bersama" in page.note or "2 areas together" in page.note) == (len(view.chosen) == 2)
    figures = {figure.label: figure.value for figure in page.figures}
    about = view.area if view.area in units.index else values.area["code"]
    assert api.area_tree(demo_store).name(about) in page.frame.title
    row = units.loc[about] if about in units.index else values.area
    if view.measure == "change":  # the rate of the areas that were counted at both dates
        assert page.figures[0].value == say_points(view.lang, row["value"])
        assert f" → {say_rate(view.lang, row['common_rate'])}," in page.figures[0].caption
    else:
        assert page.figures[0].value == say_rate(view.lang, row["rate"])
    gap = gap_of(row)
    if gap is not None:
        assert {say_points(view.lang, -gap.points), say_count(view.lang, gap.people)} <= set(figures.values())


@pytest.mark.parametrize("format_", ["svg", "pdf", "html"])
def test_each_file_links_to_the_same_state(demo_store: api.Store, view: api.MapView, format_: str) -> None:
    made = api.make_map_file(demo_store, view, format_, dressing=api.Dressing(public_url=LIVE))
    if format_ == "pdf":
        notes = pypdf.PdfReader(io.BytesIO(made.content)).pages[0]["/Annots"]
        link = str(notes[0].get_object()["/A"]["/URI"])  # type: ignore[index]
    elif format_ == "html":
        inside = re.search(r'id="ucj-content">(.*?)</script>', made.content.decode(), re.DOTALL)
        assert inside
        link = json.loads(inside[1])["link"]
    else:
        found = re.search(r'xlink:href="(https[^"]*)"', made.content.decode())
        assert found
        link = found[1].replace("&amp;", "&")
    params = {name: texts[0] for name, texts in parse_qs(urlsplit(link).query).items()}
    again, strange = api.read_address(params, api.area_tree(demo_store), default_lang="id")
    assert strange == []
    assert shown(demo_store, again).units.equals(made.answer.areas.frame())
    kept = (
        "lang",
        "area",
        "level",
        "indicator",
        "segment",
        "measure",
        "classing",
        "circles",
        "labels",
        "chosen",
        "side",
    )
    assert {name: getattr(again, name) for name in kept} == {name: getattr(view, name) for name in kept}


CHANGE_COLUMNS = {
    "rate_since",
    "common_rate",
    "common_rate_since",
    "common_desa",
    "entered_desa",
    "left_desa",
    "entry_points",
}
TWO_DATES = api.MapView("61", since="2023-12-31", side=True)


@pytest.mark.parametrize("measure", ["rate", "gap", "change"])
def test_the_older_of_two_maps_has_classes_and_target_of_the_newer(demo_store: api.Store, measure: Measure) -> None:
    classing = Classing("quantile", frozen=False)  # the older map alone would have other limits
    view = dataclasses.replace(TWO_DATES, measure=measure, circles=True, classing=classing, lang="en")
    answer = api.answer_map(demo_store, view)
    assert answer.older is not None
    older, newer = answer.older.areas.frame(), answer.areas.frame()
    plain = "rate" if measure == "change" else measure
    alone = api.area_values(demo_store, "61", "adm2", "ucj", measure=plain, classing=classing)
    shared = [name for name in alone.units if name not in CHANGE_COLUMNS]
    assert newer[shared].equals(alone.units[shared])
    then = api.area_values(demo_store, "61", "adm2", "ucj", measure=plain, as_of="2023-12-31", aim_date="2025-12-31")
    assert older["value"].equals(then.units["value"])
    assert older["class_id"].tolist() == answer.breaks.assign(then.units["value"]).tolist()
    assert older["colour"].tolist() == [answer.breaks.colours[number] for number in older["class_id"]]
    page = make_map_page(demo_store, answer, api.Dressing())
    assert page.older is not None
    assert (page.older.caption, page.map.caption) == ("31 December 2023", "31 December 2025")
    assert page.older.classes == older["class_id"].to_dict() != page.map.classes
    gaps = older["gap_people"]
    assert page.older.circles == gaps[gaps > 0].to_dict() != page.map.circles
    assert page.older.circle_max == page.map.circle_max == max(gaps.max(), newer["gap_people"].max())
    for column, each in enumerate((answer.older, answer)):
        counted = [int(row.counts[column].split(" ")[0]) for row in page.legend.rows]
        assert counted == [row.areas for row in each.legend.rows]


@pytest.mark.parametrize("format_", ["svg", "pdf", "pptx", "html"])
def test_each_file_has_both_maps_with_their_dates(demo_store: api.Store, format_: str) -> None:
    made = api.make_map_file(demo_store, TWO_DATES, format_)
    older, newer = made.answer.older, made.answer
    assert older is not None
    rates = [answer.areas.labels["61.04"] for answer in (older, newer)]
    assert rates[0] != rates[1]
    wanted = ["31 Desember 2023", "31 Desember 2025", *rates]
    if format_ == "pptx":
        shapes = Presentation(io.BytesIO(made.content)).slides[0].shapes
        assert {"map since", "map"} <= {shape.name for shape in shapes}
        texts = " ".join(shape.text_frame.text for shape in shapes if shape.has_text_frame)
        described = [shape._element.xpath(".//p:cNvPr")[0].get("descr") or "" for shape in shapes]
        assert all(date in texts and any(date in text for text in described) for date in wanted[:2])
    elif format_ == "html":
        inside = re.search(r'id="ucj-content">(.*?)</script>', made.content.decode(), re.DOTALL)
        assert inside
        views = json.loads(inside[1])["views"]
        assert {code for code, view in views.items() if view["beside"]} == set(views) >= {"61", "61.04"}
        beside = views["61"]["beside"]
        assert [beside["caption"], beside["newer_caption"]] == wanted[:2]
        classes = {code: class_id for code, (class_id, _) in beside["spec"]["units"].items()}
        assert classes == older.areas.frame()["class_id"].to_dict()
        assert beside["spec"]["geometry_url"] == views["61"]["spec"]["geometry_url"]
    else:
        pages = pypdf.PdfReader(io.BytesIO(made.content)).pages if format_ == "pdf" else ()
        words = pages[0].extract_text() if pages else made.content.decode()
        assert [word for word in wanted if word not in words] == []
    if made.sheet is not None:
        assert made.sheet.problems() == []


def test_a_table_of_two_maps_has_both_dates(demo_store: api.Store) -> None:
    answer = api.answer_map(demo_store, TWO_DATES)
    assert answer.older is not None
    older, newer = answer.older.areas.frame(), answer.areas.frame()
    table = api.map_table(answer).set_index("code")
    for column in ("numerator", "denominator", "rate", "colour"):
        assert table[column].to_dict() == newer[column].to_dict()
        assert table[f"{column}_since"].to_dict() == older[column].to_dict()
    book = openpyxl.load_workbook(io.BytesIO(api.make_map_file(demo_store, TWO_DATES, "xlsx").content))
    heads = [cell.value for cell in book["data"][1]]
    first = dict(zip(heads, book["data"][2], strict=True))
    assert first["Cakupan, 31 Desember 2023"].value == older["rate"].iloc[0]
    assert first["Cakupan, 31 Desember 2023"].number_format == "0.0%"
    notes = " ".join(str(cell.value) for (cell,) in book.worksheets[1].iter_rows())
    assert "31 Desember 2023" in notes


def test_a_table_of_a_change_has_the_rate_before(demo_store: api.Store) -> None:
    answer = api.answer_map(demo_store, api.MapView("61", measure="change", since="2023-12-31"))
    table = api.map_table(answer).set_index("code")
    for column in CHANGE_COLUMNS:
        assert table[column].to_dict() == answer.areas.frame()[column].to_dict()


@pytest.mark.parametrize("since", ["2025-12-31", "2026-01-31"])
def test_the_other_date_has_to_be_earlier(demo_store: api.Store, since: str) -> None:
    with pytest.raises(UsageError, match="not before"):
        api.answer_map(demo_store, dataclasses.replace(TWO_DATES, since=since))


def test_the_command_writes_two_dates(demo_store: api.Store, tmp_path: Path) -> None:
    common = ("map", "--area", "61", "--side", "--store", demo_store.url, "--json")
    assert run_inside(*common, "--out", tmp_path / "x.csv", "--since", "2023-12-31").code == 0
    assert "rate_since" in (tmp_path / "x.csv").read_text(encoding="utf-8-sig").splitlines()[0]
    refused = run_inside(*common, "--out", tmp_path / "y.csv")
    assert refused.code == 2
    assert "--since" in refused.message
    assert not (tmp_path / "y.csv").exists()
