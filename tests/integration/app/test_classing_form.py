"""Own limits of the classes, as they are typed in the form."""

import pytest
from streamlit.testing.v1 import AppTest

from ucjmap import api


def form(store: "api.Store", own: tuple[float, ...], measure: str) -> None:
    """The form as a page of its own; what it gives is kept in the session."""
    import streamlit as st

    from ucjmap import api
    from ucjmap.app.map.classing_form import classing_form
    from ucjmap.classify import Classing

    view = api.MapView("61", "adm2", measure=measure, classing=Classing("own", own=own))  # type: ignore[arg-type]
    st.session_state["own"] = classing_form(api.answer_map(store, view)).classing.own


def shown(store: api.Store, *own: float, measure: str = "rate") -> AppTest:
    page = AppTest.from_function(form, args=(store, own, measure), default_timeout=120).run()
    assert not page.exception
    return page


@pytest.mark.parametrize("own", [(0.405,), (1 / 3,), (0.2, 0.405), (0.5,), (0.0001, 0.29)])
def test_limits_in_force_are_never_complained_of(demo_store: api.Store, own: tuple[float, ...]) -> None:
    page = shown(demo_store, *own)
    assert list(page.error) == []
    assert page.session_state["own"] == own


@pytest.mark.parametrize(
    ("typed", "own"),
    [("20;40,5", (0.2, 0.405)), ("90 10", (0.1, 0.9)), ("60,5 %;", (0.605,)), ("100", (1.0,))],
)
def test_what_is_typed_carelessly_is_taken(demo_store: api.Store, typed: str, own: tuple[float, ...]) -> None:
    page = shown(demo_store, 0.25)
    page.text_input[0].input(typed).run()
    assert page.session_state["own"] == own
    assert list(page.error) == []


@pytest.mark.parametrize("typed", ["a", "120", "20,40", "", "10 20 30 40 50 60 70 80 90", "-5; 20"])
def test_what_makes_no_sense_leaves_the_map_as_it_is_and_is_said(demo_store: api.Store, typed: str) -> None:
    page = shown(demo_store, 0.25)
    page.text_input[0].input(typed).run()
    assert page.session_state["own"] == (0.25,)
    assert len(page.error) == 1


def test_the_field_says_what_its_numbers_are(demo_store: api.Store) -> None:
    assert shown(demo_store, 0.25).text_input[0].label != shown(demo_store, 0.25, measure="gap").text_input[0].label


def counted(store: "api.Store", scheme: str, k: int, measure: str) -> None:
    """The form with a number of classes asked for."""

    from ucjmap import api
    from ucjmap.app.map.classing_form import classing_form
    from ucjmap.classify import Classing

    classing = Classing(scheme, k=k, isolate_zero=True, isolate_full=True)  # type: ignore[arg-type]
    view = api.MapView("61", "adm2", measure=measure, classing=classing, lang="en")  # type: ignore[arg-type]
    classing_form(api.answer_map(store, view))


@pytest.mark.parametrize(
    ("scheme", "k", "measure", "said"),
    [("quantile", 5, "rate", False), ("quantile", 9, "gap", True), ("quantile", 6, "change", False)],
)
def test_another_number_of_classes_than_asked_for_is_said(
    demo_store: api.Store, scheme: str, k: int, measure: str, said: bool
) -> None:
    page = AppTest.from_function(counted, args=(demo_store, scheme, k, measure), default_timeout=120).run()
    assert not page.exception
    captions = [caption.value for caption in page.caption if "classes are drawn" in caption.value]
    assert captions == (["8 classes are drawn: these values and limits do not make 9."] if said else [])
