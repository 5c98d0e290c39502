"""What programs are told, by HTTP and by the command line, held against the answer."""

import asyncio
import json
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict
from typing import Any
from unittest import mock
from urllib.parse import urlencode

from starlette.requests import Request

from tests.command import run_inside
from tests.integration.places.paper import check_drawing, check_svg_text
from tests.integration.places.tables import FIGURES, OF_CHANGE, plain
from tests.integration.places.told import Asked
from ucjmap import api
from ucjmap.web.operations import routes_of
from ucjmap.web.v1 import MAP_OPERATIONS


def check_http(asked: Asked) -> None:
    check_document(read_document(asked), asked.answer)


def read_document(asked: Asked) -> dict[str, Any]:
    """What ``GET /api/v1/map`` sends."""
    route, _drawing = routes_of(MAP_OPERATIONS)
    query = urlencode(api.write_address(asked.view)).encode()
    scope = {"type": "http", "method": "GET", "headers": [], "path": route.path, "query_string": query}
    # In a thread of its own: a browser test before this one leaves an event loop running in the main thread.
    with mock.patch.object(api, "default_store", return_value=asked.store), ThreadPoolExecutor(1) as pool:
        response = pool.submit(lambda: asyncio.run(route.endpoint(Request(scope)))).result()
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
    of_units = {*FIGURES, *OF_CHANGE, "name", "colour", "is_small"} - {"gap_points"}
    units = {unit["code"]: _plain_of(unit, of_units) for unit in told["units"]}
    assert units == {code: _plain_of(answer.areas.row(code), of_units) for code in answer.areas.codes}


def _plain_of(row: Any, names: Iterable[str]) -> dict[str, Any]:
    return {name: plain(row[name]) for name in names}


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
        check_drawing(document["drawing"], answer)
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
