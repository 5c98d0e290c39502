"""The answer to a map over HTTP: what the command line gives, kept by its tag, refused where it is not understood."""

import gzip
import json
import sys
from collections.abc import Iterator
from subprocess import run
from typing import Any
from urllib.parse import urlencode

import pandas as pd
import pytest
from starlette.applications import Starlette

from tests.command import PROJECT, run_inside
from tests.integration.test_tiles import Answer, Client
from ucjmap import api
from ucjmap.render.browser.assets import DRAWING_PATH, MAP_PATH
from ucjmap.settings import get_settings
from ucjmap.store import Provenance, add_import, add_observations
from ucjmap.web.operations import routes_of
from ucjmap.web.v1 import MAP_OPERATIONS

ASKED = [
    {"area": "61", "lang": "en"},
    {"area": "61", "since": "2023-12-31", "side": "1", "lang": "id"},
    {"area": "61.01.01.2001", "measure": "gap", "circles": "1", "lang": "id"},
    {"area": "33", "lang": "id"},
]


@pytest.fixture
def client(demo_store: api.Store, monkeypatch: pytest.MonkeyPatch) -> Iterator[Client]:
    """The route on the demonstration."""
    yield from clients_on(demo_store, monkeypatch)


@pytest.fixture
def writable(demo_copy: api.Store, monkeypatch: pytest.MonkeyPatch) -> Iterator[Client]:
    """The route on a copy of the demonstration that the test may write to."""
    yield from clients_on(demo_copy, monkeypatch)


def clients_on(store: api.Store, monkeypatch: pytest.MonkeyPatch) -> Iterator[Client]:
    monkeypatch.setenv("UCJMAP_STORE", store.url)
    monkeypatch.setenv("UCJMAP_LANG", "id")
    get_settings.cache_clear()
    monkeypatch.setattr(api, "default_store", lambda: store)
    yield Client(Starlette(routes=routes_of(MAP_OPERATIONS)))
    monkeypatch.undo()
    get_settings.cache_clear()


def ask(client: Client, params: dict[str, str], path: str = MAP_PATH, **headers: str) -> Answer:
    return client.get(path, urlencode(params), **headers)


def options_of(params: dict[str, str]) -> list[str]:
    """The same question as options of the command."""
    flags = {"side": "--side", "circles": "--circles"}
    pairs = ([flags[name]] if name in flags else [f"--{name}", text] for name, text in params.items())
    return [option for pair in pairs for option in pair]


@pytest.mark.parametrize("params", ASKED, ids=str)
def test_it_is_what_the_command_prints(client: Client, demo_store: api.Store, params: dict[str, str]) -> None:
    answer = ask(client, params)
    assert answer.status == 200
    assert answer.headers["content-type"] == "application/json"
    printed = run_inside("map", *options_of(params), "--store", demo_store.url, "--json")
    assert printed.code == 0, printed.err
    assert answer.content == printed.answer


@pytest.mark.parametrize("params", ASKED, ids=str)
def test_the_drawing_alone_is_that_of_the_whole(client: Client, params: dict[str, str]) -> None:
    whole, alone = ask(client, params), ask(client, params, DRAWING_PATH)
    assert alone.status == 200
    assert alone.content == {"version": whole.content["version"], "drawing": whole.content["drawing"]}
    assert alone.headers["etag"] == whole.headers["etag"]
    again = ask(client, params, DRAWING_PATH, if_none_match=alone.headers["etag"])
    assert (again.status, again.body) == (304, b"")


def test_no_data_is_null(client: Client) -> None:
    def refuse(text: str) -> None:
        raise AssertionError(text)

    body = gzip.decompress(ask(client, {"area": "33"}).body)
    content = json.loads(body, parse_constant=refuse)  # NaN and infinity are no JSON
    assert content["figure"]["value"] is None
    assert content["as_of"] is None
    for area in content["areas"]:
        told = [area[name] for name in ("class_id", "colour", "text", "rate", "gap_points", "gap_people")]
        assert told == [None] * 6
        assert (area["figure"]["value"], area["figure"]["numerator"]) == (None, None)


def test_whoever_has_it_is_told_so_and_nothing_is_computed(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise AssertionError("an answer was made")

    params = {"area": "61", "lang": "id"}
    first = ask(client, params)
    assert first.headers["cache-control"] == "private, no-cache"
    for name in ("answer_map", "write_document", "map_document"):
        monkeypatch.setattr(api, name, refuse)
    again = ask(client, params, if_none_match=first.headers["etag"])
    assert (again.status, again.body, again.headers["etag"]) == (304, b"", first.headers["etag"])


def test_each_question_has_a_tag_of_its_own(client: Client) -> None:
    questions = [*ASKED, {"area": "61", "lang": "id"}, {"area": "61", "level": "adm3", "lang": "id"}]
    assert len({ask(client, params).headers["etag"] for params in questions}) == len(questions)


def test_an_import_and_its_undoing_change_the_tag(writable: Client, demo_copy: api.Store) -> None:
    params = {"area": "61.01.01", "lang": "id"}
    before = ask(writable, params)
    rows = pd.DataFrame(
        [("61.01.01.2001", "ucj", "all", "2026-01-31", 1, 2)],
        columns=["unit_code", "indicator", "segment", "as_of", "numerator", "denominator"],
    )
    with demo_copy.writing() as connection:
        number = add_import(connection, Provenance("coverage", "a.csv", source="Uji", as_of="2026-01-31"))
        add_observations(connection, number, rows)
    after = ask(writable, params, if_none_match=before.headers["etag"])
    assert after.status == 200
    assert after.headers["etag"] != before.headers["etag"]
    (area,) = (area for area in after.content["areas"] if area["code"] == "61.01.01.2001")
    assert (area["rate"], area["figure"]["sources"]) == (0.5, ["Uji"])
    api.undo_import(demo_copy, number)
    undone = ask(writable, params)
    assert undone.content["areas"] == before.content["areas"]
    assert undone.headers["etag"] not in {before.headers["etag"], after.headers["etag"]}


def test_every_process_gives_the_same_tag(client: Client, demo_store: api.Store) -> None:
    script = (
        "import sys; from ucjmap import api; store = api.open_store(sys.argv[1]); "
        "view, _ = api.read_address({'area': '61', 'lang': 'id'}, api.area_tree(store), default_lang='id'); "
        "print(api.document_tag(store, view))"
    )
    command = [sys.executable, "-c", script, demo_store.url]
    other = run(command, check=True, capture_output=True, text=True, cwd=PROJECT).stdout.strip()
    assert ask(client, {"area": "61", "lang": "id"}).headers["etag"] == f'"{other}"'


def test_who_takes_no_gzip_gets_the_same_under_another_tag(client: Client) -> None:
    packed, plain = ask(client, ASKED[0]), ask(client, ASKED[0], accept_encoding="identity")
    assert packed.headers["content-encoding"] == "gzip"
    assert "content-encoding" not in plain.headers
    assert plain.content == packed.content
    assert plain.headers["etag"] != packed.headers["etag"]


@pytest.mark.parametrize(
    "wrong",
    [
        {"area": "99"},
        {"level": "adm9"},
        {"indicator": "kepuasan"},
        {"segment": "petani"},
        {"date": "31/12/2025"},
        {"measure": "mood"},
        {"target": "soon"},
        {"scheme": "pelangi"},
        {"k": "40"},
        {"pick": "61.01,99"},
        {"lang": "jv"},
        {"colour": "<b>merah</b>"},
    ],
    ids=str,
)
def test_what_is_not_known_is_refused_with_its_name(client: Client, wrong: dict[str, str]) -> None:
    answer = ask(client, {"area": "61", **wrong})
    assert answer.status == 400
    assert answer.headers["cache-control"] == "no-store"
    content: dict[str, Any] = answer.content
    assert content["error"] == "bad_parameters"
    assert next(iter(wrong)) in content["message"]


def test_classes_that_do_not_fit_are_refused_too(client: Client) -> None:
    answer = ask(client, {"area": "61", "scheme": "registered"})
    assert answer.status == 400
    assert answer.content["message"]


@pytest.mark.parametrize("since", ["2025-12-31", "2026-03-01"])
def test_a_later_date_to_compare_with_is_left_out(client: Client, since: str) -> None:
    answer = ask(client, {"area": "61", "since": since, "side": "1", "lang": "id"})
    assert answer.status == 200
    assert (answer.content["since"], answer.content["older"]) == (None, None)
    assert answer.content == ask(client, {"area": "61", "lang": "id"}).content
