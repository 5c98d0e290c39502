"""The frame of the page: its buttons, its address, presentation and print, and what joins legend, table and map.

All of it happens in the browser (`page_frame.js`), without a run of the page.
"""

from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path
from typing import Any, Final
from urllib.parse import urlencode

import streamlit as st
from streamlit.components import v2

from ucjmap import api
from ucjmap.app.sharing import view_title
from ucjmap.app.shell import PINNED
from ucjmap.errors import N_
from ucjmap.words import Lang, say

_HERE = Path(__file__).parent
_WORDS: Final = {
    "choices": N_("Choices"),
    "panel": N_("Figures and table"),
    "present": N_("Full screen"),
    "leave": N_("Leave full screen (Esc)"),
    "copy": N_("Copy link"),
    "copied": N_("The link was copied."),
    "not_copied": N_("The link could not be copied: copy it from the address bar."),
    "steps": N_("Arrow keys: the date before, the next date. Esc: leave."),
}
_component = v2.component(
    "ucjmap_shell",
    html='<div class="shell" role="group"></div><p class="said" role="status"></p>',
    css=(_HERE / "page_frame.css").read_text("utf-8"),
    js=(_HERE / "page_frame.js").read_text("utf-8"),
)


def show_shell(answer: api.MapAnswer, *, is_as_asked: bool, show_date: Callable[[str], None]) -> None:
    """The frame of the map page; ``show_date`` is called with a date that the visitor steps to in a presentation.

    The address in the browser becomes that of the answer, unless parts of it make no sense, which the page still tells.
    """
    data: dict[str, Any] = {
        "words": _say_all(answer.lang),
        "buttons": ["choices", "panel", "present", "copy"],
        "address": urlencode(api.write_address(answer.view)) if is_as_asked else None,
        "title": view_title(answer.view),
        "dates": answer.dates,
        "date": answer.as_of,
        "pinned": st.query_params.get(PINNED),
    }
    _component(data=data, key="shell-parts", on_date_change=partial(_take_date, show_date))


def keep_address(lang: Lang, params: Mapping[str, str], title: str) -> None:
    """Have the address in the browser say ``params``: on pages without a map, which have nothing else of the frame."""
    data = {
        "words": _say_all(lang),
        "buttons": [],
        "address": urlencode(params),
        "title": title,
        "dates": [],
        "steps": True,
    }
    _component(data=data, key="shell-parts")


def _say_all(lang: Lang) -> dict[str, str]:
    return {name: say(lang, text) for name, text in _WORDS.items()}


def _take_date(show_date: Callable[[str], None]) -> None:
    if date := st.session_state["shell-parts"].date:
        show_date(str(date))
