"""The language of the visitor: from the address bar, else the installation's."""

import streamlit as st

from ucjmap.settings import get_settings
from ucjmap.words import Lang


def page_lang() -> Lang:
    """Language of this run of the page, to which the session keeps.

    Returns
    -------
    Lang
        That of the address, else that of the visit so far, else the installation's; anything but ``en`` is ``id``.
    """
    chosen = st.query_params.get("lang", st.session_state.get("lang", get_settings().lang))
    lang: Lang = "en" if chosen == "en" else "id"
    st.session_state["lang"] = lang
    return lang


def set_lang(lang: Lang) -> None:
    """Change the language, on this page and on those opened from it; for callbacks.

    Parameters
    ----------
    lang
        Stands in the address from then on.
    """
    st.query_params["lang"] = lang
