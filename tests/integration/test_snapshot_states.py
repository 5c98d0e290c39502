"""What the address of the map page says is in each file of it: area, level, figure, date, classes, target, marks."""

import io
import json
import re
from urllib.parse import parse_qs, urlsplit

import pypdf
import pytest

from ucjmap import api
from ucjmap.api.map_page import make_map_page
from ucjmap.app.state import View
from ucjmap.words import say_count, say_points

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
}


@pytest.fixture(params=STATES, ids=str)
def view(request: pytest.FixtureRequest, demo_store: api.Store) -> View:
    found, strange = View.from_params(STATES[request.param], api.area_tree(demo_store), default_lang="id")
    assert strange == []
    return found


def shown(store: api.Store, view: View) -> api.AreaValues:
    """Figures as the page asks for them."""
    return api.area_values(
        store,
        view.map_view(api.area_tree(store)).area,
        view.level,
        view.indicator,
        segment=view.segment,
        as_of=view.as_of,
        classing=view.classing,
        measure=view.measure,
        target=view.target,
        since=view.since,
    )


def test_the_picture_shows_what_the_page_shows(demo_store: api.Store, view: View) -> None:
    values = shown(demo_store, view)
    asked = view.map_view(api.area_tree(demo_store))
    page = make_map_page(demo_store, asked, asked.values(demo_store), api.Dressing(view.lang))
    units = values.units
    known = units[units["class_id"] >= 0]
    assert {code: page.map.colours[number] for code, number in page.map.classes.items() if code in known.index} == (
        known["colour"].to_dict()
    )
    assert set(page.map.classes) == set(units.index)
    assert [int(row.areas.replace(".", "").replace(",", "")) for row in page.legend.rows] == [
        row.areas for row in api.legend_rows(values)
    ]
    gaps = units["gap_people"].dropna()
    assert dict(page.map.circles) == (gaps[gaps > 0].to_dict() if view.people else {})
    assert bool(page.map.labels) == view.labels
    marked = set(view.chosen) | ({view.area} if view.area in units.index else set())
    assert set(page.map.chosen) == marked
    assert ("2 wilayah bersama" in page.note or "2 areas together" in page.note) == (len(view.chosen) == 2)
    figures = {figure.label: figure.value for figure in page.figures}
    gap = api.area_gap(demo_store, values, values.area["code"], target=view.target)
    if gap is not None:
        assert {say_points(view.lang, -gap[0].points), say_count(view.lang, gap[0].people)} <= set(figures.values())
    if view.measure == "change":
        assert say_points(view.lang, values.area["value"]) in figures.values()


@pytest.mark.parametrize("format_", ["svg", "pdf", "html"])
def test_each_file_links_to_the_same_state(demo_store: api.Store, view: View, format_: api.SnapshotFormat) -> None:
    asked = view.map_view(api.area_tree(demo_store))
    made = api.make_snapshot(demo_store, asked, format_, dressing=api.Dressing(view.lang, public_url=LIVE))
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
    again, strange = View.from_params(params, api.area_tree(demo_store), default_lang="id")
    assert strange == []
    assert shown(demo_store, again).units.equals(made.values.units)
    kept = ("lang", "area", "level", "indicator", "segment", "measure", "classing", "people", "labels", "chosen")
    assert {name: getattr(again, name) for name in kept} == {name: getattr(view, name) for name in kept}
