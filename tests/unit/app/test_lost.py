"""Addresses that lead to no page."""

import pytest
from streamlit.testing.v1 import AppTest

from ucjmap.app.shell.lost import unknown_page

PAGES = {"", "profil", "briefing"}


@pytest.mark.parametrize(
    ("url", "name"),
    [
        (None, None),
        ("", None),
        ("http://127.0.0.1:8501", None),
        ("http://127.0.0.1:8501/", None),
        ("http://127.0.0.1:8501/profil", None),
        ("http://127.0.0.1:8501/profil/", None),
        ("http://127.0.0.1:8501/peta", "peta"),
        ("http://127.0.0.1:8501/Profil", "Profil"),
        ("http://127.0.0.1:8501/peta%20lama?area=61#x", "peta lama"),
        ("http://127.0.0.1:8501/a/b", "b"),
    ],
)
def test_only_what_is_no_page_is_unknown(url: str | None, name: str | None) -> None:
    assert unknown_page(url, PAGES) == name


def _told() -> None:
    from ucjmap.app.shell.lost import tell_lost

    tell_lost("en")


def test_the_visitor_is_told_once_and_the_name_is_text() -> None:
    app = AppTest.from_function(_told)
    app.session_state["lost_page"] = "**bold**"
    app.run()
    assert [toast.value.split(".")[0] for toast in app.toast] == ["There is no page “\\*\\*bold\\*\\*”"]
    app.run()
    assert not app.toast
