"""The address of a map: what it says is shown, what makes no sense is named, and it comes back from its view."""

import dataclasses
from urllib.parse import parse_qs, parse_qsl, urlsplit

import pytest

from ucjmap import api
from ucjmap.api.maps.address import ADDRESS_NAMES, live_link, write_next_address
from ucjmap.classify import Classing

NASTY = ["<script>alert(1)</script>", "![x](https://example.org/x.png)", "'; drop table units; --", "{0}", "\x00", "🗺️"]
#: What an empty address shows.
COUNTRY_VIEW = api.MapView(level="adm1")


def read(params: dict[str, str], store: api.Store) -> tuple[api.MapView, list[str]]:
    return api.read_address(params, api.area_tree(store), default_lang="id")


def test_an_empty_address_is_the_country(small_store: api.Store) -> None:
    view, strange = read({}, small_store)
    assert view == COUNTRY_VIEW
    assert strange == []


@pytest.mark.parametrize(
    "params",
    [
        {"area": "00", "level": "adm3", "indicator": "bpd_registered", "lang": "en"},
        {"area": "61", "level": "adm4", "indicator": "ucj", "lang": "id", "segment": "bpu", "date": "2025-10-10"},
        {"area": "61.01.01", "level": "adm4", "indicator": "aparat", "lang": "id"},
        {"area": "61.01.01.2001", "level": "adm4", "indicator": "ucj", "lang": "id"},
        {"area": "61", "level": "adm2", "indicator": "ucj", "lang": "id", "measure": "gap", "target": "2026@RKP & <b>"},
        {"area": "61", "level": "adm2", "indicator": "ucj", "lang": "id", "measure": "change", "since": "2024-12-31"},
        {"area": "00", "level": "adm4", "indicator": "ucj", "lang": "id", "scheme": "own", "breaks": "20,40.5,60"},
        {"area": "00", "level": "adm1", "indicator": "ucj", "lang": "id", "scheme": "fisher", "k": "9", "frozen": "0"},
        {"area": "00", "level": "adm1", "indicator": "ucj", "lang": "id", "zero": "1", "full": "1", "labels": "0"},
        {
            "area": "61",
            "level": "adm2",
            "indicator": "ucj",
            "lang": "id",
            "circles": "1",
            "side": "1",
            "pick": "61.01,61",
        },
    ],
)
def test_an_address_comes_back_from_its_view(small_store: api.Store, params: dict[str, str]) -> None:
    view, strange = read(params, small_store)
    assert strange == []
    assert api.write_address(view) == params


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("area", "99"),
        ("area", "61.01.01.2999"),
        ("level", "adm0"),
        ("indicator", "gdp"),
        ("segment", "tni"),
        ("lang", "fr"),
        ("date", "2025-02-30"),
        ("date", "kemarin"),
        ("measure", "trend"),
        ("target", "2026"),
        ("since", "2024-13-01"),
        ("scheme", "registered"),
        ("scheme", "own"),
        ("k", "2"),
        ("k", "10"),
        ("breaks", "20,x"),
        ("breaks", "0,140"),
        ("zero", "yes"),
        ("frozen", "2"),
        ("pick", "61,99"),
        *((name, text) for name in ("area", "level", "indicator", "segment", "lang", "date") for text in NASTY),
    ],
)
def test_a_part_that_makes_no_sense_is_named_and_left_out(small_store: api.Store, name: str, text: str) -> None:
    view, strange = read({name: text}, small_store)
    assert strange == [f"{name}={text}"]
    assert view == COUNTRY_VIEW


def test_the_segment_of_another_indicator_makes_no_sense(small_store: api.Store) -> None:
    view, strange = read({"indicator": "bpd", "segment": "bpu"}, small_store)
    assert (view.indicator, view.segment) == ("bpd", "all")
    assert strange == ["segment=bpu"]


def test_any_view_of_an_address_can_be_shown(small_store: api.Store) -> None:
    tree = api.area_tree(small_store)
    for area in ["00", *tree.areas.index]:
        for level in api.levels_below(tree, area):
            view, strange = read({"area": area, "level": level}, small_store)
            assert strange == []
            answer = api.answer_map(small_store, view)
            assert (answer.subject.code, answer.area.code) == (area, api.map_area(tree, area))
            assert len(answer.areas)


def test_going_down_shows_the_next_level_of_the_same_figure(small_store: api.Store) -> None:
    tree = api.area_tree(small_store)
    view = api.MapView(indicator="bpd", as_of="2025-12-31", lang="en")
    for area, level in (("61", "adm2"), ("61.01", "adm3"), ("61.01.01", "adm4"), ("61.01.01.2001", "adm4")):
        view = view.go_to(tree, area)
        assert (view.area, view.level, view.indicator, view.as_of) == (area, level, "bpd", "2025-12-31")
    assert api.map_area(tree, view.area) == "61.01.01"


def test_every_level_below_an_area_can_be_shown(small_store: api.Store) -> None:
    tree = api.area_tree(small_store)
    assert api.levels_below(tree, "00") == ["adm1", "adm2", "adm3", "adm4"]
    assert api.levels_below(tree, "61") == ["adm2", "adm3", "adm4"]


def test_a_view_is_not_changed_by_going_elsewhere(small_store: api.Store) -> None:
    view = api.MapView()
    view.go_to(api.area_tree(small_store), "61")
    assert view == api.MapView()
    with pytest.raises(dataclasses.FrozenInstanceError):
        view.area = "61"


#: Another value of each thing that can be asked for.
OTHERS = {
    "area": "61.01",
    "level": "adm3",
    "indicator": "bpd",
    "segment": "bpu",
    "as_of": "2025-10-10",
    "measure": "gap",
    "classing": Classing("own", own=(0.2, 0.405), isolate_zero=True, isolate_full=True, frozen=False),
    "target": "2026@RKP & <b>",
    "since": "2024-12-31",
    "circles": True,
    "labels": False,
    "chosen": ("61.01", "61"),
    "side": True,
    "lang": "en",
}


def test_nothing_that_can_be_asked_for_is_lost_in_the_address(small_store: api.Store) -> None:
    assert OTHERS.keys() == {field.name for field in dataclasses.fields(api.MapView)}
    plain = COUNTRY_VIEW
    for name, other in OTHERS.items():
        view = dataclasses.replace(plain, **{name: other})
        params = api.write_address(view)
        assert params != api.write_address(plain)
        assert params.keys() <= ADDRESS_NAMES
        if name == "area":
            params["level"] = "adm3"  # a kabupaten has no provinces
            view = dataclasses.replace(view, level="adm3")
        assert read(params, small_store) == (view, [])


def test_what_follows_is_the_same_figure_wherever_a_visitor_goes(small_store: api.Store) -> None:
    tree = api.area_tree(small_store)
    asked = api.MapView(**{**OTHERS, "indicator": "ucj"})  # only this indicator has segments
    view = dataclasses.replace(asked, area="61", level="adm3")
    for code in ("00", "61", "61.01", "61.01.01", "61.01.01.2001"):
        followed = dict(parse_qsl(write_next_address(view) + code))
        assert read(followed, small_store) == (view.go_to(tree, code), [])


def test_the_next_address_stays_from_area_to_area_and_changes_with_what_is_shown(small_store: api.Store) -> None:
    view, of_area = api.MapView(), {"area", "level", "chosen"}
    told = {name: write_next_address(dataclasses.replace(view, **{name: other})) for name, other in OTHERS.items()}
    assert {told[name] for name in of_area} == {write_next_address(view)}
    assert len({told[name] for name in told.keys() - of_area} | {write_next_address(view)}) == len(told) - 2


def test_a_link_opens_the_view_where_the_installation_has_an_address(small_store: api.Store) -> None:
    view = dataclasses.replace(api.MapView(**OTHERS), area="61")
    parts = urlsplit(live_link("https://example.org/ucj/", view))
    assert parts._replace(query="").geturl() == "https://example.org/ucj/"
    assert {name: text for name, [text] in parse_qs(parts.query).items()} == api.write_address(view)
    assert live_link("", view) == ""
