"""Legend, histogram and the form of classes: what is said in words, and that nothing in it acts."""

import dataclasses
import re

import pytest
from streamlit.testing.v1 import AppTest

from ucjmap import api
from ucjmap.api.maps.legend import make_legend
from ucjmap.app.map.classing_form import SCHEME_NAMES, starting_breaks, typed_form
from ucjmap.app.map.legend_panel import histogram, legend
from ucjmap.classify import CHOICES, Classing, read_own_breaks
from ucjmap.words import Wording


def words(markup: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", markup))


def test_the_rule_at_a_break_and_the_people_of_a_class_are_said(demo_store: api.Store) -> None:
    answer = api.answer_map(demo_store, api.MapView("61", "adm2", as_of="2025-12-31"))
    text = words(legend(answer.legend, "id"))
    assert "Nilai yang tepat pada batas masuk ke kelas di atasnya." in text
    units = answer.areas.frame()
    inside = units[units["class_id"] == 1]
    thousands = f"{int(inside['denominator'].sum()):,}".replace(",", ".")
    assert f"Rendah (25% – 50%): {len(inside)} ({thousands} orang)" in text
    assert "Belum ada data: 0" in text


def test_frozen_or_not_is_said(demo_store: api.Store) -> None:
    for frozen, said in ((True, "all kabupaten/kota"), (False, "do not compare")):
        view = api.MapView("61", "adm2", classing=Classing("quantile", frozen=frozen), lang="en")
        assert any(said in note for note in api.answer_map(demo_store, view).legend.notes)


def test_one_area_and_no_value_have_a_legend(demo_store: api.Store, small_store: api.Store) -> None:
    for scheme in CHOICES:
        classing = Classing(scheme, own=(0.5,) if scheme == "own" else (), frozen=False)
        empty = api.answer_map(small_store, api.MapView("61", "adm2", classing=classing, lang="en"))
        assert "No data yet: 2" in words(legend(empty.legend, "en"))
        assert histogram(empty) == "<p>No data yet</p>"
        one = api.answer_map(demo_store, api.MapView("61.01.01", "adm4", classing=classing, lang="en"))
        values = api.area_values(demo_store, "61.01.01", "adm4", "ucj", classing=classing)
        single = make_legend(Wording("en"), dataclasses.replace(values, units=values.units.head(1)))
        assert sum(row.areas for row in single.rows) == 1
        assert "No data yet: 0" in words(legend(single, "en"))
        assert "image/svg+xml" in histogram(one)


def test_small_numbers_are_marked_and_counted(demo_store: api.Store) -> None:
    values = api.area_values(demo_store, "61", "adm4", "aparat", as_of="2025-12-31")
    few = values.units[values.units["is_small"]]
    assert (few["denominator"] < values.indicator.small_below).all()
    rest = values.units[~values.units["is_small"] & values.units["rate"].notna()]
    assert (rest["denominator"] >= values.indicator.small_below).all()
    strict = dataclasses.replace(values.indicator, small_below=10**9)
    marked = dataclasses.replace(values, indicator=strict, units=values.units.assign(is_small=True))
    notes = make_legend(Wording("en"), marked).notes
    assert any("rest on fewer than 1,000,000,000 people" in note for note in notes)


def test_a_target_from_outside_is_text(demo_store: api.Store) -> None:
    values = api.area_values(demo_store, "61", "adm2", "ucj", measure="gap")
    assert values.target is not None
    nasty = dataclasses.replace(
        values, target=dataclasses.replace(values.target, issuer="<img src=x onerror=alert(1)>")
    )
    markup = legend(make_legend(Wording("en"), nasty), "en")
    assert "<img" not in markup
    assert "&lt;img" in markup


def test_a_target_that_is_not_there_leaves_no_gap(demo_store: api.Store) -> None:
    for target in ("2026@Nobody", "2025@RPJMN 2025-2029"):  # the second has another denominator
        answer = api.answer_map(demo_store, api.MapView("61", "adm2", measure="gap", target=target, lang="en"))
        assert answer.target is None
        assert not answer.with_data
        assert answer.areas.frame()["gap_people"].isna().all()
        assert any("no such target" in note for note in answer.legend.notes)


def test_an_area_without_a_newer_count_has_no_change(demo_store: api.Store) -> None:
    values = api.area_values(demo_store, "61", "adm2", "ucj", measure="change", as_of="2025-12-31", since="2025-12-31")
    assert values.units["rate"].notna().any()
    assert values.units["value"].isna().all()
    assert "Cannot be compared: 14" in words(legend(make_legend(Wording("en"), values), "en"))


@pytest.mark.parametrize("lang", ["id", "en"])
def test_limits_of_the_form_come_back_as_typed(lang: str, demo_store: api.Store) -> None:
    own = (0.125, 0.4, 0.625)
    assert read_own_breaks(typed_form("id" if lang == "id" else "en", own), typed=True) == own
    answer = api.answer_map(demo_store, api.MapView("61", "adm2", classing=Classing("fisher", k=9)))
    assert Classing("own", own=starting_breaks(answer.breaks)).own
    assert answer.legend.rows[0].label.startswith("≤ ")
    assert set(SCHEME_NAMES) == set(CHOICES)


def form_page() -> None:
    import streamlit as st

    from ucjmap import api
    from ucjmap.app.map.classing_form import classing_form

    answer = api.answer_map(st.session_state["store"], st.session_state["view"])
    st.session_state["found"] = classing_form(answer)


def open_form(store: api.Store, view: api.MapView) -> AppTest:
    page = AppTest.from_function(form_page, default_timeout=120)
    page.session_state["store"], page.session_state["view"] = store, view
    return page.run()


def test_the_form_gives_the_view_back_until_something_is_changed(demo_store: api.Store) -> None:
    view = api.MapView("61", "adm2", lang="en")
    page = open_form(demo_store, view)
    assert not page.exception
    assert page.session_state["found"] == view
    page.selectbox[0].select("quantile").run()
    assert page.session_state["found"].classing == Classing("quantile")


@pytest.mark.parametrize("typed", ["20; dua", "140", "20,5", "<b>", ""])
def test_limits_that_make_no_sense_leave_the_old_map(demo_store: api.Store, typed: str) -> None:
    view = api.MapView("61", "adm2", classing=Classing("own", own=(0.2, 0.4)), lang="en")
    page = open_form(demo_store, view)
    page.text_input[0].input(typed).run()
    assert page.session_state["found"] == view
    assert len(page.error) == 1
    page.text_input[0].input("60 %; 20,5; 40").run()
    assert page.session_state["found"].classing.own == (0.205, 0.4, 0.6)
    assert not page.error
