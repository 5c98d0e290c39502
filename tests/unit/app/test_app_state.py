"""The address of the page: what it says is shown, what makes no sense is named, and nothing in it acts."""

import dataclasses

import pytest
from ucjmap.app.state import View, levels_below, map_area

from ucjmap import api
from ucjmap.app import map_parts
from ucjmap.app.map_parts import Card, plain
from ucjmap.indicators import Target
from ucjmap.render.choropleth import Choropleth
from ucjmap.render.interactive import ChoroplethLayer, OfflineMap

NASTY = ["<script>alert(1)</script>", "![x](https://example.org/x.png)", "'; drop table units; --", "{0}", "\x00", "🗺️"]


def read(params: dict[str, str], store: api.Store) -> tuple[View, list[str]]:
    return View.from_params(params, api.area_tree(store), default_lang="id")


def test_an_empty_address_is_the_country(small_store: api.Store) -> None:
    view, strange = read({}, small_store)
    assert view == View("id")
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
    assert view.to_params() == params


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
    assert view == View("id")


def test_the_segment_of_another_indicator_makes_no_sense(small_store: api.Store) -> None:
    view, strange = read({"indicator": "bpd", "segment": "bpu"}, small_store)
    assert (view.indicator, view.segment) == ("bpd", "all")
    assert strange == ["segment=bpu"]


def test_any_view_of_an_address_can_be_shown(small_store: api.Store) -> None:
    tree = api.area_tree(small_store)
    for area in ["00", *tree.areas.index]:
        for level in levels_below(tree, area):
            view, strange = read({"area": area, "level": level}, small_store)
            assert strange == []
            values = api.area_values(small_store, map_area(tree, view.area), view.level, view.indicator)
            assert len(values.units)


def test_going_down_shows_the_next_level_of_the_same_figure(small_store: api.Store) -> None:
    tree = api.area_tree(small_store)
    view = View("en", indicator="bpd", as_of="2025-12-31")
    for area, level in (("61", "adm2"), ("61.01", "adm3"), ("61.01.01", "adm4"), ("61.01.01.2001", "adm4")):
        view = view.go_to(tree, area)
        assert (view.area, view.level, view.indicator, view.as_of) == (area, level, "bpd", "2025-12-31")
    assert map_area(tree, view.area) == "61.01.01"


def test_every_level_below_an_area_can_be_shown(small_store: api.Store) -> None:
    tree = api.area_tree(small_store)
    assert levels_below(tree, "00") == ["adm1", "adm2", "adm3", "adm4"]
    assert levels_below(tree, "61") == ["adm2", "adm3", "adm4"]


def test_a_card_shows_markup_as_text() -> None:
    card = Card("<b>Desa</b>", "1 & 2", '"><img src=x onerror=alert(1)>').to_html()
    assert card == (
        "<div><dt>&lt;b&gt;Desa&lt;/b&gt;</dt><dd>1 &amp; 2</dd>"
        "<dd>&quot;&gt;&lt;img src=x onerror=alert(1)&gt;</dd></div>"
    )


@pytest.mark.parametrize(
    "text", ["*Desa*", "[a](http://x)", "![x](http://x)", "<b>", ":red[x]", "$x$", "# a", "`a`", "a_b_", "~a~"]
)
def test_no_mark_of_a_name_acts_in_markdown(text: str) -> None:
    escaped = plain(text)
    assert escaped.replace("\\", "") == text
    marks = [place for place, character in enumerate(escaped) if character in "*_[]()<>`#:$!~"]
    assert marks
    assert all(escaped[place - 1] == "\\" for place in marks)


def test_a_name_without_marks_stays_as_it_is() -> None:
    assert plain("Désa Ñusa 2, 'Uji'") == "Désa Ñusa 2, 'Uji'"


def test_a_name_cannot_leave_the_script_of_the_map() -> None:
    choropleth = Choropleth(
        view="61/adm2",
        geometry_url="/geo",
        bounds=(109, 0, 110, 1),
        colours=("#ffffff",),
        no_data_colour="#e6e6e6",
        units={"61.01": (0, "</script><script>alert(1)</script>"), "61.02": (0, "{% raw {{ 7*7 }} {#")},
        attribution="<img src=x onerror=alert(1)>",
    )
    page, layer = OfflineMap(language="id"), ChoroplethLayer(choropleth)
    layer.add_to(page)
    page.get_root().render()  # must not read the name as a template
    script = layer._template.module.script(layer)
    assert "<script>alert(1)" not in script
    assert "<img src=x" not in script
    assert "alert(1)" in script
    assert "{% raw {{ 7*7 }} {#" in script


def test_targets_from_outside_are_text(small_store: api.Store, monkeypatch: pytest.MonkeyPatch) -> None:
    values = api.area_values(small_store, "61", "adm2", "ucj")
    targets = (Target("61", "ucj", 2026, "![x](http://x)", 0.6),)
    monkeypatch.setattr(api, "own_targets", lambda store, code, indicator: targets)
    assert "![x]" not in map_parts.targets_text(small_store, "id", values)


def test_a_unit_without_data_has_no_class_and_says_so(small_store: api.Store) -> None:
    values = api.area_values(small_store, "61", "adm2", "ucj")
    assert api.tooltips("en", values, {}) == dict.fromkeys(("61.01", "61.02"), (None, "No data yet"))


def test_a_view_is_not_changed_by_going_elsewhere(small_store: api.Store) -> None:
    view = View("id")
    view.go_to(api.area_tree(small_store), "61")
    assert view == View("id")
    with pytest.raises(dataclasses.FrozenInstanceError):
        view.area = "61"
