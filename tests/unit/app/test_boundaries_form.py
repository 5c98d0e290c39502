"""What the page asks about a boundary file that contradicts itself."""

from streamlit.testing.v1 import AppTest


def _page() -> None:
    from pathlib import Path

    import streamlit as st

    from ucjmap.app.data import boundaries_form, trial
    from ucjmap.errors import Question

    def run(path: Path, *, assume: tuple[str, ...] = (), **_: object) -> object:
        st.session_state["assumed"] = assume
        return boundaries_form._Asked((), assume)

    if "tried" not in st.session_state:
        st.session_state["tried"] = True
        question = Question(
            "swapped", "Latitude and longitude are swapped: {count} of {total}", {"count": 2, "total": 2}, ("swap",)
        )
        asked = boundaries_form._Asked((question,), ("zone=49S",))
        st.session_state["boundaries_trial"] = trial.Trial("desa.geojson", b"{}", run, asked)
    tried = trial.current("boundaries_trial")
    assert tried is not None
    boundaries_form._show_report("en", tried)


def test_a_question_has_a_button_that_tries_the_answer_beside_the_earlier_ones() -> None:
    page = AppTest.from_function(_page).run()
    assert not page.exception
    assert [warning.value.replace("\\", "") for warning in page.warning] == [
        "Latitude and longitude are swapped: 2 of 2"
    ]
    assert [button.label for button in page.button] == ["Read latitude and longitude the other way round"]
    page.button[0].click().run()
    assert not page.exception
    assert page.session_state["assumed"] == ("zone=49S", "swap")
    assert not page.warning
