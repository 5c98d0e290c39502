"""The field that finds an area while its name or code is typed."""

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import streamlit as st
from streamlit.components import v2

from ucjmap.codes import ALL_LEVELS
from ucjmap.errors import N_
from ucjmap.levels import level_name
from ucjmap.render.browser import SEARCH_PATH
from ucjmap.words import Lang, say

_HERE = Path(__file__).parent
_HTML = """<div class="area-search">
<label for="area-search-field"></label>
<input id="area-search-field" type="text" role="combobox" autocomplete="off" spellcheck="false" maxlength="200"
 aria-autocomplete="list" aria-expanded="false" aria-controls="area-search-list">
<ul id="area-search-list" role="listbox" hidden></ul>
<p role="status"></p>
</div>"""
_WORDS = {
    "label": N_("Search an area"),
    "placeholder": N_("Name or code"),
    "searching": N_("Searching…"),
    "none": N_("Nothing found. Check the spelling, or type only the beginning."),
    "count": N_("{count} areas found"),
    "first": N_("The first {count} areas. Type more of the name, or its kecamatan or kabupaten too, to find others."),
    "failed": N_("The search did not answer. Check the connection and type again."),
}
_component = v2.component(
    "ucjmap_area_search",
    html=_HTML,
    css=(_HERE / "area_search.css").read_text("utf-8"),
    js=(_HERE / "area_search.js").read_text("utf-8"),
)


def area_search(lang: Lang, *, key: str, near: str, go_to: Callable[[str], None], is_bare: bool = False) -> None:
    """Show the field that finds an area while its name or code is typed.

    Parameters
    ----------
    key
        Of the field in the session, another one on each page.
    near
        Code of the area whose namesakes stand first among equals.
    go_to
        Called with the code of the area that the visitor chose, before the page runs again.
    is_bare
        Whether the label is only for those who listen.
    """
    words: dict[str, Any] = {name: say(lang, text) for name, text in _WORDS.items()}
    words["levels"] = {level: level_name(lang, level) for level in ALL_LEVELS}
    _component(
        data={"url": SEARCH_PATH, "near": near, "words": words, "is_bare": is_bare},
        key=key,
        on_chosen_change=partial(_take, key, go_to),
    )


def _take(key: str, go_to: Callable[[str], None]) -> None:
    if chosen := st.session_state[key].chosen:
        go_to(str(chosen))
