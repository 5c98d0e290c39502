"""The document of an answer: it says what the answer says, and draws the map that the page draws."""

import gzip
import json
import math
from dataclasses import fields, replace
from typing import Any

import pytest

from ucjmap import api
from ucjmap.api.maps.address import write_next_address
from ucjmap.app.map.map_view import page_drawing
from ucjmap.classify import Classing
from ucjmap.codes import Level
from ucjmap.render import on_ground
from ucjmap.render.browser.specification import specification

TERMS = (
    api.MapView(),
    api.MapView(indicator="bpd_registered", labels=False, lang="en"),
    api.MapView(measure="gap", circles=True),
    api.MapView(measure="change", classing=Classing("quantile", k=7, frozen=False)),
    api.MapView(segment="bpu", since="2025-06-30", side=True),
)
STEPS: tuple[tuple[str, Level, str], ...] = (
    ("00", "adm1", "61"),
    ("61", "adm2", "61.04"),
    ("61.04", "adm3", "61"),
    ("61.01.01", "adm4", "61.01.01.2001"),
)
#: What a page knows and an answer does not: its colours, that it can find the visitor, and the map's own words.
OF_THE_PAGE = ("dark", "no_data_colour", "lined_colour", "locate", "words")


def read(packed: bytes) -> dict[str, Any]:
    document: dict[str, Any] = json.loads(gzip.decompress(packed))
    return document


def told(choropleth: Any) -> dict[str, Any]:
    """What the page tells the browser, without what only the page knows."""
    spec: dict[str, Any] = json.loads(json.dumps(specification(choropleth)))
    return {name: value for name, value in spec.items() if name not in OF_THE_PAGE}


@pytest.mark.parametrize("terms", TERMS)
@pytest.mark.parametrize(("area", "level", "opened"), STEPS)
def test_a_map_told_ahead_is_the_one_that_the_page_makes(
    demo_store: api.Store, terms: api.MapView, area: str, level: Level, opened: str
) -> None:
    """The browser asks with the address that the map before gives it; the page goes there by itself."""
    tree, view = api.area_tree(demo_store), replace(terms, area=area, level=level, chosen=("61.01",))
    after = view.go_to(tree, opened)
    page = page_drawing(api.answer_map(demo_store, after), dark=True)
    document = read(api.write_document(demo_store, after))
    drawn = document["drawing"]
    assert "words" not in drawn
    assert read(api.write_drawing(demo_store, after))["drawing"] == drawn
    # The last colour is that of what a figure is not about: on a dark page it is the page's, which the browser knows.
    assert page.colours[-1] == on_ground(drawn["colours"][-1], dark=True) != drawn["colours"][-1]
    on_page = drawn | {"colours": [*drawn["colours"][:-1], page.colours[-1]]}
    assert {name: value for name, value in on_page.items() if name not in OF_THE_PAGE} == told(page)
    assert (page.dark, page.locate, drawn["dark"], drawn["locate"]) == (True, True, False, False)
    assert drawn["view"] == f"{document['area']['code']}/{after.level}"
    assert drawn["selected"] == (None if document["subject"] == document["area"] else opened)
    assert drawn["next_map"] == api.draw_answer(api.answer_map(demo_store, view)).next_map
    assert drawn["next_map"].endswith(write_next_address(view))


def test_a_light_page_draws_the_colours_of_the_answer(demo_store: api.Store) -> None:
    answer = api.answer_map(demo_store, api.MapView("61"))
    assert replace(page_drawing(answer, dark=False), locate=False) == api.draw_answer(answer)


@pytest.mark.parametrize("terms", TERMS)
@pytest.mark.parametrize("area", ["00", "61", "61.04", "61.01.01.2001"])
def test_every_word_and_number_is_that_of_the_answer(demo_store: api.Store, terms: api.MapView, area: str) -> None:
    answer = api.answer_map(demo_store, replace(terms, area=area))
    document = read(api.write_document(demo_store, answer.view))
    for name in ("title", "subtitle", "caption", "alt", "level", "level_name", "part", "gap_sum"):
        assert document[name] == getattr(answer, name)
    assert document["question"] == api.write_address(answer.pinned)
    assert (document["as_of"], document["since"]) == (answer.as_of, answer.since)
    for name in ("provenance", "other_provenance", "references"):
        assert [f"{line['label']}: {line['text']}" for line in document[name]] == list(map(str, getattr(answer, name)))
    assert [note["text"] for note in document["notes"]] == [note.text for note in answer.notes]
    assert [badge["text"] for badge in document["badges"]] == [badge.text for badge in answer.badges]
    figures = zip(document["key_figures"], answer.key_figures, strict=True)
    assert all(
        figure[name] == getattr(own, name) for figure, own in figures for name in ("key", "label", "text", "caption")
    )
    assert [row["label"] for row in document["legend"]["rows"]] == [row.label for row in answer.legend.rows]
    for unit in document["areas"]:
        row = answer.areas.row(unit["code"])
        value = None if math.isnan(row["value"]) else row["value"]
        assert unit["figure"]["value"] == value
        assert (unit["name"], unit["colour"]) == (row["name"], row["colour"])
    assert document["ranking"] == [answer.areas.codes[place] for place in answer.areas.ranked]
    assert (document["older"] is None) == (answer.older is None) == (not answer.view.side)


def test_a_figure_carries_all_that_has_to_stand_beside_it(demo_store: api.Store) -> None:
    document = read(api.write_document(demo_store, api.MapView("61", "adm2")))
    known = {field.name for field in fields(api.Figure)} | {"share_with_data"}
    figures = [document["figure"], *(key["figure"] for key in document["key_figures"])]
    figures += [unit["figure"] for unit in document["areas"]]
    assert all(figure.keys() == known for figure in figures)
    assert all(figure["sources"] and figure["is_simulated"] and figure["editions"] for figure in figures)
    aparat = next(key["figure"] for key in document["key_figures"] if key["key"] == "aparat_registered")
    assert (document["figure"]["newest"], aparat["newest"]) == ("2025-12-31", "2025-10-10")


def test_the_question_of_an_answer_shows_the_same_later(demo_store: api.Store) -> None:
    document = read(api.write_document(demo_store, api.MapView("61", measure="change")))
    view, strange = api.read_address(document["question"], api.area_tree(demo_store), default_lang="en")
    assert (view.level, view.as_of, view.since, view.lang, strange) == ("adm2", "2025-12-31", "2024-12-31", "id", [])
    later = read(api.write_document(demo_store, view))
    later["drawing"]["next_map"] = document["drawing"]["next_map"]  # what follows keeps the dates that were filled in
    assert later == document


def test_the_tag_changes_with_the_question_and_with_every_import(small_store: api.Store) -> None:
    views = (api.MapView(), api.MapView("61"), api.MapView(lang="en"), api.MapView(as_of="2025-01-31"))
    tags = {api.document_tag(small_store, view) for view in views}
    assert len(tags) == len(views)
    assert {api.document_tag(small_store, view) for view in views} == tags
    packed = api.write_document(small_store, views[0])
    api.undo_import(small_store, int(api.list_imports(small_store)["id"].iloc[0]))
    assert not {api.document_tag(small_store, view) for view in views} & tags
    assert read(packed)["revision"] != list(small_store.revision())
