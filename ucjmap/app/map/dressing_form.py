"""Whose name and logo stand on pictures and briefings: the installation's, or what the visitor gives for this visit."""

from functools import partial
from urllib.parse import urlsplit

import streamlit as st

from ucjmap import api
from ucjmap.app.shell import ask_file
from ucjmap.errors import N_, UCJMapError
from ucjmap.files import LOGO_FILES, PPTX
from ucjmap.settings import get_settings
from ucjmap.words import Lang, say, say_error

_OFFICE, _LOGO, _REFUSED = "own-office", "own-logo", "refused-logo"
_LONGEST_OFFICE = 200
_HERE_ONLY = {"localhost", "127.0.0.1", "::1", None}


def dressing_form(lang: Lang, key: str, *, title: str = "", note: str = "") -> api.Dressing:
    """Show the fields for office and logo; what was given on one page is known on the others.

    Parameters
    ----------
    key
        Tells the fields of one page from those of others.
    title, note
        Of the file that is made, taken over into the result as they are.

    Returns
    -------
    Dressing
        With a checked logo, or none where the file given is refused, and with the address for links on paper.
    """
    t = partial(say, lang)
    office = st.text_input(
        t("Name of the office"),
        st.session_state.get(_OFFICE, get_settings().office),
        max_chars=_LONGEST_OFFICE,
        key=f"office-{key}",
    )
    st.session_state[_OFFICE] = office
    logo_key = f"logo-{key}"
    ask_file(lang, t("Logo (PNG or JPEG)"), LOGO_FILES, key=logo_key, on_change=_take_logo, args=(logo_key,))
    if refused := st.session_state.get(_REFUSED):
        st.error(say_error(lang, refused))
    logo: bytes | None = st.session_state.get(_LOGO)
    if logo:
        with st.container(horizontal=True, vertical_alignment="center"):
            st.image(logo, width=60, alt=t("Logo (PNG or JPEG)"))
            st.button(t("Without this logo"), on_click=_drop_logo, key=f"drop-{logo_key}")
    return api.Dressing(title, note, office, logo, public_url())


def template_field(lang: Lang, key: str) -> bytes | None:
    """Ask for the office's own presentation, which slides take their size and look from.

    Parameters
    ----------
    key
        What the field's own key begins with.

    Returns
    -------
    bytes or None
        The file as it is; None where none was given.
    """
    words = say(lang, N_("Presentation of the office (PPTX), for its colours and letters"))
    own = ask_file(lang, words, [PPTX.suffix], most_mb=api.TEMPLATE_MB, key=f"{key}-template")
    st.caption(say(lang, N_("Slides are 16:9, or as large as this presentation.")))
    return own.getvalue() if own else None


def _take_logo(key: str) -> None:
    """Keep the logo in the session, since its field forgets it on other pages; what is not a logo is refused."""
    upload = st.session_state[key]
    _drop_logo()
    if upload is None:
        return
    try:
        st.session_state[_LOGO] = api.check_logo(upload.getvalue())[0]
    except UCJMapError as error:
        st.session_state[_REFUSED] = error


def _drop_logo() -> None:
    for key in (_LOGO, _REFUSED):
        st.session_state.pop(key, None)


def public_url() -> str:
    """Address for links on paper: the installation's, else the visitor's own if others can reach it; else none."""
    if given := get_settings().public_url:
        return given
    seen = urlsplit(st.context.url or "")
    if seen.hostname in _HERE_ONLY:
        return ""
    base = str(st.get_option("server.baseUrlPath")).strip("/")
    return f"{seen.scheme}://{seen.netloc}/{base}".rstrip("/")
