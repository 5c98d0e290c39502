"""The tree of areas, searching it, and the prepared geometry of a view."""

import gzip
import json
from pathlib import Path

import pytest

from tests import boundary_files
from ucjmap import api
from ucjmap.errors import UsageError
from ucjmap.store import read_display


def test_a_path_leads_from_the_country_to_the_area(demo_store: api.Store) -> None:
    tree = api.area_tree(demo_store)
    assert tree.path("00") == ["00"]
    assert tree.path("61.04.01.2011") == ["00", "61", "61.04", "61.04.01", "61.04.01.2011"]
    assert tree.name("00") == "Indonesia"
    assert tree.name("61.04") == "Kabupaten Ketapang"
    assert tree.level("61.71") == "adm2"


def test_the_areas_below_are_those_whose_code_starts_so(demo_store: api.Store) -> None:
    tree = api.area_tree(demo_store)
    for area, level, length in (("61", "adm2", 5), ("61", "adm4", 13), ("61.04", "adm3", 8)):
        below = tree.below(area, level)
        codes = tree.areas["code"]
        expected = codes[codes.str.startswith(f"{area}.") & (codes.str.len() == length)]
        assert set(below["code"]) == set(expected)
        assert len(below)


def test_the_bounds_of_an_area_hold_the_areas_in_it(demo_store: api.Store) -> None:
    tree = api.area_tree(demo_store)
    country, province, regency = (tree.bounds(code) for code in ("00", "61", "61.04"))
    assert country
    assert province
    assert regency
    for outer, inner in ((country, province), (province, regency)):
        assert outer[0] <= inner[0] < inner[2] <= outer[2]
        assert outer[1] <= inner[1] < inner[3] <= outer[3]
    assert 94 < country[0] < country[2] < 142
    assert tree.extent("61.04") == regency


@pytest.mark.parametrize("code", ["99", "6101", "", "61.04.01.9999", "'; drop table units; --"])
def test_an_unknown_area_is_said_so(demo_store: api.Store, code: str) -> None:
    with pytest.raises(UsageError) as caught:
        api.area_tree(demo_store).level(code)
    assert caught.value.code == "unknown_area"


def test_an_empty_store_has_a_tree_without_areas(empty_store: api.Store) -> None:
    tree = api.area_tree(empty_store)
    assert tree.areas.empty
    assert tree.bounds("00") is None
    west, south, east, north = tree.extent("00")
    assert west < 95.1 < 141 < east
    assert south < -11 < 6 < north
    assert api.find_areas(empty_store, "ketapang") == []
    assert api.read_status(empty_store)["areas"] == {"adm1": 0, "adm2": 0, "adm3": 0, "adm4": 0}


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("ketapang", "61.04"),
        ("  KETAPANG ", "61.04"),
        ("kabupaten ketapang", "61.04"),
        ("61.04", "61.04"),
        ("61.04.01.2011", "61.04.01.2011"),
        ("bengkulu", "17"),
        ("pontianak", "61.71"),
        ("kota pontianak", "61.71"),
    ],
)
def test_what_an_official_types_finds_the_area_first(demo_store: api.Store, text: str, first: str) -> None:
    assert api.find_areas(demo_store, text)[0]["code"] == first


def test_a_hit_says_where_it_lies(demo_store: api.Store) -> None:
    found = api.find_areas(demo_store, "61.04.01.2011")[0]
    assert found["level"] == "adm4"
    assert found["within"].endswith("Kabupaten Ketapang, Kalimantan Barat")


@pytest.mark.parametrize("text", ["", "   ", ".*", "[", "(", "\\", "^61", "a" * 10_000, "🗺️", "%", "_", "\x00", "'"])
def test_any_text_may_be_typed(demo_store: api.Store, text: str) -> None:
    tree = api.area_tree(demo_store)
    for hit in api.find_areas(demo_store, text):
        assert text.strip().casefold() in tree.name(hit["code"]).casefold() or hit["code"].startswith(text.strip())


def test_no_more_hits_than_asked_for(demo_store: api.Store) -> None:
    assert len(api.find_areas(demo_store, "a", limit=7)) == 7


def features(display: api.Display) -> dict[str, dict]:
    content = json.loads(gzip.decompress(display.body))
    return {feature["properties"]["code"]: feature["geometry"] for feature in content["features"]}


def test_the_geometry_of_a_view_has_every_area_once(small_store: api.Store) -> None:
    for area, level, count in (("00", "adm1", 1), ("61", "adm2", 2), ("61", "adm4", 12), ("61.01.01", "adm4", 4)):
        drawn = features(api.display_geometry(small_store, area, level))
        assert set(drawn) == set(api.area_tree(small_store).below(area, level)["code"])
        assert len(drawn) == count


def test_the_geometry_of_a_view_is_built_once(small_store: api.Store, monkeypatch: pytest.MonkeyPatch) -> None:
    first = api.display_geometry(small_store, "61", "adm2")
    with small_store.reading() as connection:
        assert read_display(connection, first.version, "61", "adm2") == first.body
    monkeypatch.setattr("ucjmap.api.areas.view_geometry.encode_display", None)
    assert api.display_geometry(small_store, "61", "adm2") == first
    with pytest.raises(TypeError):
        api.display_geometry(small_store, "61", "adm3")


def test_the_version_follows_the_boundaries_and_nothing_else(small_store: api.Store, tmp_path: Path) -> None:
    before = api.display_geometry(small_store, "61", "adm2")
    moved = boundary_files.make_areas()
    moved = moved.set_geometry(moved.translate(0.01, 0))
    path = boundary_files.write(boundary_files.lay_out(moved, "big"), tmp_path, "gpkg")
    report = api.import_boundaries(small_store, path)
    after = api.display_geometry(small_store, "61", "adm2")
    assert after.version != before.version
    assert features(after) != features(before)
    assert report.import_id
    api.undo_import(small_store, report.import_id)
    assert api.display_geometry(small_store, "61", "adm2") == before


def test_counts_do_not_change_the_version(small_store: api.Store, tmp_path: Path) -> None:
    before = api.display_version(small_store, "61")
    table = tmp_path / "cakupan.csv"
    table.write_text("kode;indikator;pembilang;penyebut;tanggal\n61.01.01.2001;ucj;5;10;2025-12-31\n")
    assert api.commit_coverage(small_store, api.draft_coverage(small_store, table, as_of="2025-12-31"))
    assert api.display_version(small_store, "61") == before


@pytest.mark.parametrize(("area", "level"), [("99", "adm2"), ("61", "adm1"), ("61.01.01.2001", "adm4")])
def test_no_geometry_of_what_does_not_exist(small_store: api.Store, area: str, level: str) -> None:
    with pytest.raises(UsageError):
        api.display_geometry(small_store, area, level)


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("kalbar", "61"),
        ("sei raya kubu", "61.12.01"),
        ("kubu raya sungai ra", "61.12.01"),
        ("Ketapag", "61.04"),
        ("kab. ketapang", "61.04"),
        ("6104012011", "61.04.01.2011"),
        ("Pontianak Kota", "61.71.05"),
    ],
)
def test_words_may_be_short_unfinished_misspelled_and_in_any_order(
    demo_store: api.Store, typed: str, first: str
) -> None:
    assert first in [hit["code"] for hit in api.find_areas(demo_store, typed, limit=3)]


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("pontianka", "61.71"),
        ("sambsa", "61.01"),
        ("kab sambsa", "61.01"),
        ("kota singkawnag", "61.72"),
        ("kalimantan brat", "61"),
        ("sambas kalimantan brat", "61.01"),
        ("sungai raya kubu ryaa", "61.12.01"),
        ("bengklu", "17"),
        ("sungai jawi dlm", "61.71.03.1002"),
        ("sungaijawi dalam", "61.71.03.1002"),
        ("kalimnatan bara", "61"),
    ],
)
def test_slips_of_the_keyboard_are_forgiven_in_every_word(demo_store: api.Store, typed: str, first: str) -> None:
    assert api.find_areas(demo_store, typed)[0]["code"] == first


def test_a_slip_that_begins_another_name_hides_neither(demo_store: api.Store) -> None:
    codes = [hit["code"] for hit in api.find_areas(demo_store, "papau")]
    assert "91" in codes[:3]  # Papua
    assert "15.06.09.2008" in codes[:3]  # Sungai Papauh


def test_a_name_written_with_a_space_too_many_follows_its_namesakes(demo_store: api.Store) -> None:
    names = [hit["name"] for hit in api.find_areas(demo_store, "sungai jawi")]
    assert names[0] == "Sungai Jawi"
    assert "Sungaijawi" in names


def test_what_is_written_right_brings_nothing_that_only_looks_alike(demo_store: api.Store) -> None:
    found = api.find_areas(demo_store, "ogan komering ulu selatan")
    assert found[0]["code"] == "16.09"
    assert all(hit["code"].startswith("16.0") for hit in found)
    assert api.find_areas(demo_store, "xqzvw") == []


@pytest.mark.parametrize("typed", ["Indonesia", "indo", " INDONESIA "])
def test_the_country_is_found_by_its_name(demo_store: api.Store, typed: str) -> None:
    found = api.find_areas(demo_store, typed)
    assert (found[0]["code"], found[0]["level"], found[0]["within"]) == ("00", "adm0", "")
    assert "00" not in [hit["code"] for hit in api.find_areas(demo_store, "ind")]


def test_namesakes_nearby_come_first(demo_store: api.Store) -> None:
    assert api.find_areas(demo_store, "sungai raya", near="61.12")[0]["code"].startswith("61.12")
    assert api.find_areas(demo_store, "sungai raya", near="11.03")[0]["code"].startswith("11.03")
