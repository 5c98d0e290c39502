"""Links from one page to another that keep the view in the address and the session alive."""

import streamlit as st
from streamlit.navigation.page import StreamlitPage

from ucjmap.words import Lang

_KEPT = "linked_pages"


def keep_pages(*, map_page: StreamlitPage, profile_page: StreamlitPage) -> None:
    """Say which pages the links lead to; called where the pages are declared, at each run."""
    st.session_state[_KEPT] = {"map": map_page, "profile": profile_page}


def link_to_map(label: str, params: dict[str, str]) -> None:
    """Link to a view of the map page."""
    _link("map", label, params, icon=":material/map:")


def link_to_profile(lang: Lang, label: str, code: str, *, icon: str | None = None) -> None:
    """Link to the profile of an area."""
    _link("profile", label, {"area": code, "lang": lang}, icon=icon)


def _link(name: str, label: str, params: dict[str, str], *, icon: str | None) -> None:
    pages: dict[str, StreamlitPage] = st.session_state.get(_KEPT, {})
    if name in pages:
        st.page_link(pages[name], label=label, icon=icon, query_params=params)
    else:  # a page that is run by itself has nowhere to lead to
        st.markdown(label)
