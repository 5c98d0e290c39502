"""Marks of a view as they are set in the form: one that was begun is never lost in silence."""

import pytest
from streamlit.testing.v1 import AppTest

from ucjmap import api
from ucjmap.app.map.marks_form import MarksGiven
from ucjmap.errors import UsageError

NAMES = {"61.01": "Sambas", "61.02": "Mempawah"}


def form(names: dict[str, str], first: str | None) -> None:
    """The form as a page of its own; what it gives is kept in the session."""
    import streamlit as st

    from ucjmap.app.map.marks_form import marks_form

    @st.fragment
    def show() -> None:
        st.session_state["given"] = marks_form("en", names, (), key="form", first=first)

    show()


def shown(first: str | None = None) -> AppTest:
    page = AppTest.from_function(form, args=(NAMES, first), default_timeout=60).run()
    assert not page.exception
    return page


def given(page: AppTest) -> MarksGiven:
    assert not page.exception
    return page.session_state["given"]


def press(page: AppTest, label: str) -> AppTest:
    return next(button for button in page.button if button.label == label).click().run()


@pytest.mark.parametrize("first", [None, "61.02"])
def test_fields_as_they_were_offered_are_no_mark(first: str | None) -> None:
    page = shown(first)
    assert given(page) == MarksGiven((), None)
    page.selectbox[0].select("circle").run()
    assert given(page).take_all() == (() if first is None else (api.Mark("circle", "61.02"),))


def test_what_stands_in_the_fields_is_taken_without_being_added() -> None:
    page = shown()
    page.selectbox[1].select("61.01").run()
    page.text_input[0].input(" Here ").run()
    assert given(page).take_all() == (api.Mark("arrow", "61.01", "Here"),)
    assert [caption.value for caption in page.caption] == [
        "This mark is saved with the view, also without being added here."
    ]


def test_an_added_mark_is_taken_once_and_the_fields_are_empty_again() -> None:
    page = shown()
    page.selectbox[1].select("61.01").run()
    page.text_input[0].input("Here").run()
    page = press(page, "Add the mark")
    assert given(page).take_all() == (api.Mark("arrow", "61.01", "Here"),)
    assert (page.selectbox[1].value, page.text_input[0].value) == (None, "")


@pytest.mark.parametrize(("kind", "code", "text"), [("label", "61.01", ""), ("arrow", None, "Here")])
def test_one_that_is_not_finished_stops_the_saving_in_words(kind: str, code: str | None, text: str) -> None:
    page = shown()
    page.selectbox[0].select(kind).run()
    if code:
        page.selectbox[1].select(code).run()
    page.text_input[0].input(text).run()
    with pytest.raises(UsageError, match="Finish the mark or discard it"):
        given(page).take_all()
    page = press(page, "Discard the mark")
    assert given(page).take_all() == ()


def test_removing_one_leaves_the_others() -> None:
    page = shown("61.01")
    page = press(page, "Add the mark")
    page.selectbox[1].select("61.02").run()
    page = press(page, "Add the mark")
    page = press(page, "Remove mark")
    assert given(page).take_all() == (api.Mark("arrow", "61.02"),)
