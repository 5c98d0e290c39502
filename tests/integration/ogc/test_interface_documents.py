"""Documents of /api/v1: areas, search, series, profile, targets, indicators, imports, descriptions of data sets."""

import re

import pytest
from starlette.applications import Starlette

from tests.interface_client import Ask, asker
from ucjmap import api
from ucjmap.web.described_routes import OPERATIONS


def test_areas_page_by_page(ask: Ask, demo_store: api.Store) -> None:
    seen, address = [], "/api/v1/areas?area=61&level=adm3&limit=60"
    while address:
        page = ask(address).content
        seen += [area["code"] for area in page["areas"]]
        address = page["next"]
    assert seen == list(api.area_tree(demo_store).below("61", "adm3")["code"])
    assert page["matched"] == len(seen) > 120


def test_one_area_says_where_it_lies_and_what_it_has(ask: Ask) -> None:
    own = ask("/api/v1/areas/61.01").content
    assert [place["code"] for place in own["path"]] == ["00", "61", "61.01"]
    assert own["below"] == {"adm3": 19, "adm4": 195}
    assert (own["kind"], own["parent"], own["level"]) == ("kabupaten", "61", "adm2")
    assert ask("/api/v1/areas/00").content["below"]["adm4"] == 83_762


def test_a_series_ends_with_the_figure_of_the_map(ask: Ask, demo_store: api.Store) -> None:
    days = ask("/api/v1/areas/61.01/series").content["dates"]
    assert [day["as_of"] for day in days] == api.list_dates(demo_store, "ucj", "61.01")
    own = api.area_values(demo_store, "61.01", "adm3", "ucj").area
    assert (days[-1]["numerator"], days[-1]["denominator"], days[-1]["rate"]) == (
        own["numerator"],
        own["denominator"],
        own["rate"],
    )


def test_a_series_without_data_has_nulls(ask: Ask) -> None:
    days = ask("/api/v1/areas/33/series").content["dates"]
    assert all(day["rate"] is None and day["numerator"] is None for day in days)


def test_a_profile_has_every_indicator_with_its_rank(ask: Ask, demo_store: api.Store) -> None:
    figures = ask("/api/v1/areas/61.01/profile").content["figures"]
    assert {own["indicator"] for own in figures} == set(api.load_indicators())
    for own, row in zip(figures, api.area_profile(demo_store, "61.01").rows, strict=True):
        assert (own["indicator"], own["segment"]) == (row.indicator.key, row.segment)
        assert own["rank"]["place"] == row.rank.place
        assert own["figure"]["numerator"] == (
            None if row.row["numerator"] != row.row["numerator"] else row.row["numerator"]
        )


def test_targets_of_the_areas_above_are_told_as_inherited(ask: Ask) -> None:
    targets = ask("/api/v1/areas/61.01/targets").content["targets"]
    assert {target["unit_code"] for target in targets} <= {"00", "61", "61.01"}
    assert all(target["inherited"] == (target["unit_code"] != "61.01") for target in targets)
    assert any(not target["is_compared"] for target in targets)


def test_search(ask: Ask) -> None:
    assert ask("/api/v1/search", q="sambas").content["areas"][0]["code"] == "61.01"
    assert ask("/api/v1/search").content == {"areas": []}


def test_imports_are_told_without_names_of_people(copied_app: Starlette, demo_copy: api.Store) -> None:
    ask = asker(copied_app)
    api.undo_import(demo_copy, 3, undone_by="Ibu Ratna")
    first = ask("/api/v1/imports?limit=2").content
    rest = ask(first["next"]).content
    assert [entry["id"] for entry in (*first["imports"], *rest["imports"])] == [4, 3, 2, 1]
    assert rest["next"] is None
    assert first["imports"][1]["state"] == "undone"
    assert b"Ratna" not in ask("/api/v1/imports", headers={"accept_encoding": "identity"}).body


@pytest.mark.parametrize("key", api.load_indicators())
def test_each_indicator_is_described_as_a_data_set(ask: Ask, demo_store: api.Store, key: str) -> None:
    own = ask(f"/api/v1/datasets/{key}").content
    assert own["@type"] == "dcat:Dataset"
    assert {text["@language"] for text in own["dct:title"]} == {"id", "en"}
    assert own["dct:description"]
    assert own["dcat:keyword"]
    dates = api.list_dates(demo_store, key)
    told = own.get("dct:temporal", {}).get("dcat:endDate", {}).get("@value")
    assert told == (dates[-1] if dates else None)
    for distribution in own["dcat:distribution"]:
        assert ask(distribution["dcat:accessURL"]["@id"]).status == 200
    listed = ask("/api/v1/datasets").content["dcat:dataset"]
    assert {**next(each for each in listed if each["dct:identifier"] == key), "@context": own["@context"]} == own


def test_made_up_figures_are_described_as_such(ask: Ask) -> None:
    own = ask("/api/v1/datasets/ucj").content
    assert own["schema:creativeWorkStatus"] == "simulated"
    assert any("ODbL" in text for text in own["dct:rights"])


@pytest.mark.parametrize(
    "path", ["areas/99", "areas/99/series", "areas/x/profile", "datasets/nope", "nope", "areas/61/nope"]
)
def test_what_is_not_there_is_a_problem_with_its_code(ask: Ask, path: str) -> None:
    answer = ask(f"/api/v1/{path}")
    assert (answer.status, answer.headers["content-type"]) == (404, "application/problem+json")
    assert (answer.content["status"], answer.content["title"]) == (404, "Not Found")
    assert re.fullmatch(r"[a-z_]+", answer.content["code"])


def test_the_page_shows_every_address_and_fetches_nothing(ask: Ask) -> None:
    page = ask("/api/v1/", headers={"accept_encoding": "identity"}).body.decode()
    assert all(operation.path in page for operation in OPERATIONS)
    assert not re.search(r"<script|<img|<link|src=|href=.https?:", page)
    assert ask("/api/v1").headers["location"] == "/api/v1/"
