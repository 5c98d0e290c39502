"""Links from one page to another that keep the view in the address and the session alive."""

from collections.abc import Mapping
from typing import Final

import streamlit as st
from streamlit.navigation.page import StreamlitPage

from ucjmap import api
from ucjmap.words import Lang

_KEPT: Final = "linked_pages"
_MAP, _PROFILE, _DATA, _STORIES, _SERVICE = "", "profil", "data", "cerita", "layanan"


def keep_pages(by_address: Mapping[str, StreamlitPage]) -> None:
    """Say which pages the links lead to; called where the pages are declared, at each run.

    Parameters
    ----------
    by_address
        Pages by the last part of their address, which is empty for the map.
    """
    st.session_state[_KEPT] = dict(by_address)


def is_page(name: str) -> bool:
    """Whether a last part of an address is that of a page.

    Returns
    -------
    bool
        False for what somebody typed that leads nowhere, and before the pages were declared.
    """
    return name in st.session_state.get(_KEPT, {})


def link_to_map(label: str, params: dict[str, str], *, icon: str = ":material/map:") -> None:
    """Show a link to a view of the map page.

    Parameters
    ----------
    label
        Markdown; what comes from outside has to be `plain`.
    params
        Of the address, as ``api.write_address`` gives them.
    icon
        Material icon before the label.
    """
    _link(_MAP, label, params, icon=icon)


def link_to_profile(view: api.MapView, label: str, code: str, *, icon: str | None = None) -> None:
    """Show a link to the profile of an area.

    Parameters
    ----------
    view
        Whose indicator, segment, date and language the profile shows.
    label
        Markdown; what comes from outside has to be `plain`.
    code
        Of the area.
    icon
        Material icon before the label; None: no icon.
    """
    _link(_PROFILE, label, profile_address(view, code), icon=icon)


def profile_address(view: api.MapView, code: str) -> dict[str, str]:
    """Parameters of the address that shows the profile of an area.

    Parameters
    ----------
    view
        Its indicator, segment, date and language are taken over, which are about any area; the rest is about one map.
    code
        Of the area.
    """
    asked = api.MapView(code, indicator=view.indicator, segment=view.segment, as_of=view.as_of, lang=view.lang)
    return api.write_address(asked)


def link_to_data(lang: Lang, label: str) -> None:
    """Show a link to where tables are loaded.

    Parameters
    ----------
    lang
        Language of the page that opens.
    label
        Markdown; what comes from outside has to be `plain`.
    """
    _link(_DATA, label, {"lang": lang}, icon=":material/upload_file:")


def link_to_service(lang: Lang, label: str) -> None:
    """Show a link to how the service is.

    Parameters
    ----------
    lang
        Language of the page that opens.
    label
        Markdown; what comes from outside has to be `plain`.
    """
    _link(_SERVICE, label, {"lang": lang}, icon=":material/monitor_heart:")


def link_to_stories(lang: Lang, label: str, key: str) -> None:
    """Show a link to a story.

    Parameters
    ----------
    lang
        Language of the page that opens.
    label
        Markdown; what comes from outside has to be `plain`.
    key
        Of the story.
    """
    _link(_STORIES, label, {"story": key, "lang": lang}, icon=":material/auto_stories:")


def _link(address: str, label: str, params: dict[str, str], *, icon: str | None) -> None:
    pages: dict[str, StreamlitPage] = st.session_state.get(_KEPT, {})
    if address in pages:
        st.page_link(pages[address], label=label, icon=icon, query_params=params)
    else:  # a page that runs by itself, as in a test, has no other pages
        st.markdown(label)
