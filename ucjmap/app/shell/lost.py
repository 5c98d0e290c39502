"""Addresses that lead to no page: the visitor gets the page that is meant, or the map and a word about it."""

from collections.abc import Container
from functools import partial
from urllib.parse import unquote, urlsplit

import streamlit as st
from streamlit.navigation.page import StreamlitPage

from ucjmap.app.shell.cards import plain
from ucjmap.errors import N_
from ucjmap.words import Lang, say

_LOST = "lost_page"


def unknown_page(url: str | None, known: Container[str]) -> str | None:
    """Name of the page that an address asks for where there is no such page.

    Parameters
    ----------
    url
        What the browser asked for; None where nobody knows.
    known
        Last parts of the addresses of all pages.

    Returns
    -------
    str or None
        Last part of the address, from outside; None where it is that of a page or the app's own.
    """
    name = unquote(urlsplit(url or "").path).rstrip("/").rpartition("/")[2].strip()
    return name if name and name not in known else None


def lost_page(name: str, page: StreamlitPage, *, is_meant: bool) -> StreamlitPage:
    """A page that leads on to another, out of the menu; Streamlit's own word for a missing one is always English.

    Parameters
    ----------
    name
        What `unknown_page` gives: the address of the page.
    page
        Gets the parameters of the address.
    is_meant
        Whether ``page`` is the one that the name means: then nothing is said.
    """
    lead_on = partial(_lead_on, None if is_meant else name, page)
    return st.Page(lead_on, title="UCJMap", url_path=name, visibility="hidden")


def _lead_on(name: str | None, page: StreamlitPage) -> None:
    if name is not None:
        st.session_state[_LOST] = name
    st.switch_page(page, query_params=st.query_params.to_dict())


def tell_lost(lang: Lang) -> None:
    """Say once which page was not found, above the page, without moving its content.

    Parameters
    ----------
    lang
        Language of the message.
    """
    if name := st.session_state.pop(_LOST, None):
        text = N_("There is no page “{name}”. This is the map; the other pages are in the menu at the top.")
        st.toast(say(lang, text, name=plain(name[:80])), icon=":material/wrong_location:", duration="infinite")
