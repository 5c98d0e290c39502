import logging

import pytest
from streamlit.testing.v1 import AppTest


def failing_page() -> None:
    import streamlit as st

    from ucjmap.app.shell.failures import failures_told
    from ucjmap.errors import UsageError

    with failures_told("id"):
        if st.session_state.get("own"):
            raise UsageError("unknown_area", "There is no area with the code {code}.", "", code="61.99")
        raise ValueError("<b>secret path</b>")
    st.write("the rest of the page")


def test_a_fault_of_the_program_is_owned_up_to_and_logged(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.ERROR):
        page = AppTest.from_function(failing_page, default_timeout=120).run()
    assert [each.value[:36] for each in page.error] == ["Halaman ini tidak dapat ditampilkan "]
    assert "secret" not in page.error[0].value
    assert "secret path" in caplog.text
    assert [each.value for each in page.markdown] == ["the rest of the page"]


def test_an_error_that_can_be_mended_says_how() -> None:
    page = AppTest.from_function(failing_page, default_timeout=120)
    page.session_state["own"] = True
    assert [each.value for each in page.run().error] == ["Tidak ada wilayah dengan kode 61.99."]
