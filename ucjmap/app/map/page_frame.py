"""The frame of the page: its buttons, its address, presentation and print, and what joins legend, table and map.

All of it happens in the browser (`page_frame.js`), without a run of the page.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
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
    "views": N_("Arrow keys: the view before, the next view. Esc: leave."),
}
_component = v2.component(
    "ucjmap_shell",
    html='<div class="shell" role="group"></div><p class="said" role="status"></p>',
    css=(_HERE / "page_frame.css").read_text("utf-8"),
    js=(_HERE / "page_frame.js").read_text("utf-8"),
)


@dataclass(frozen=True)
class Stops:
    """Where the arrow keys of a presentation step: to dates, or to the views of a story, which its address names.

    ``show`` is called with the one that the visitor steps to.
    """

    names: Sequence[str]
    now: str
    show: Callable[[str], None]
    address: Mapping[str, str]


def show_shell(answer: api.MapAnswer, stops: Stops, *, is_as_asked: bool) -> None:
    """The frame of the map page.

    The address in the browser becomes that of the answer, unless parts of the old one made no sense: the page still
    warns of these.
    """
    words = _say_all(answer.lang)
    data: dict[str, Any] = {
        "words": {**words, "steps": words["views"]} if stops.address else words,
        "buttons": ["choices", "panel", "present", "copy"],
        "address": urlencode({**api.write_address(answer.view), **stops.address}) if is_as_asked else None,
        "title": view_title(answer.view),
        "stops": stops.names,
        "stop": stops.now,
        "pinned": st.query_params.get(PINNED),
        "present": "present" in st.query_params,
    }
    _component(data=data, key="shell-parts", on_stop_change=partial(_take_stop, stops.show))


def keep_address(lang: Lang, params: Mapping[str, str], title: str, *, buttons: Sequence[str] = ()) -> None:
    """Have the address in the browser say what a page without a map shows.

    Parameters
    ----------
    params
        Of the address.
    title
        Of the window.
    buttons
        Buttons of the frame that the page has, such as ``copy``; without any there are none.
    """
    data = {
        "words": _say_all(lang),
        "buttons": list(buttons),
        "address": urlencode(params),
        "title": title,
        "stops": [],
        "steps": True,
    }
    _component(data=data, key="shell-parts")


def _say_all(lang: Lang) -> dict[str, str]:
    return {name: say(lang, text) for name, text in _WORDS.items()}


def _take_stop(show: Callable[[str], None]) -> None:
    if stop := st.session_state["shell-parts"].stop:
        show(str(stop))
