"""Links from one page to another that keep the view in the address and the session alive."""

import streamlit as st
from streamlit.navigation.page import StreamlitPage

from ucjmap import api
from ucjmap.words import Lang

_KEPT = "linked_pages"


def keep_pages(*, map_page: StreamlitPage, profile_page: StreamlitPage, data_page: StreamlitPage) -> None:
    """Say which pages the links lead to; called where the pages are declared, at each run."""
    st.session_state[_KEPT] = {"map": map_page, "profile": profile_page, "data": data_page}


def link_to_map(label: str, params: dict[str, str]) -> None:
    """Link to a view of the map page."""
    _link("map", label, params, icon=":material/map:")


def link_to_profile(view: api.MapView, label: str, code: str, *, icon: str | None = None) -> None:
    """Link to the profile of an area, with the indicator and the date of ``view``."""
    _link("profile", label, profile_address(view, code), icon=icon)


def profile_address(view: api.MapView, code: str) -> dict[str, str]:
    """Parameters of the profile of an area: what of a view is about any area, and not about one map."""
    asked = api.MapView(code, indicator=view.indicator, segment=view.segment, as_of=view.as_of, lang=view.lang)
    return api.write_address(asked)


def link_to_data(lang: Lang, label: str) -> None:
    """Link to where tables are loaded."""
    _link("data", label, {"lang": lang}, icon=":material/upload_file:")


def _link(name: str, label: str, params: dict[str, str], *, icon: str | None) -> None:
    pages: dict[str, StreamlitPage] = st.session_state.get(_KEPT, {})
    if name in pages:
        st.page_link(pages[name], label=label, icon=icon, query_params=params)
    else:  # a page that is run by itself has nowhere to lead to
        st.markdown(label)
