"""Who looks at the page, and the store as they may use it."""

from urllib.parse import urlencode, urlsplit

import streamlit as st
from streamlit import runtime

from ucjmap import api
from ucjmap.access import ASKER_HEADER, SESSIONS, Asker, asker_of
from ucjmap.errors import N_, READ_ONLY
from ucjmap.render.browser import SIGN_IN_PATH
from ucjmap.settings import get_settings
from ucjmap.words import Lang, say

_GIVE_IT = N_("Data are changed by whoever gives the office's password.")


def read_only_words(lang: Lang) -> str:
    """What is said where nothing can be changed, and who can.

    Returns
    -------
    str
        Plain text of two sentences.
    """
    told = (READ_ONLY[0], _GIVE_IT) if get_settings().access == "password" else READ_ONLY
    return " ".join(say(lang, part) for part in told)


def page_asker() -> Asker:
    """Who sent what this run answers.

    The entrance marked the handshake of the websocket. While it is interrupted there is none, and nobody may write.
    Without a server around it, as in a test of a page by itself, the script runs for whoever started it.
    """
    is_served = runtime.exists() and type(runtime.get_instance()) is runtime.Runtime
    return asker_of(st.context.headers.get(ASKER_HEADER)) if is_served else Asker("machine")


def asked_store() -> api.Store:
    """The store of this installation for who looks at the page."""
    return api.store_for(api.default_store(), page_asker())


def say_read_only(store: api.Store, lang: Lang) -> bool:
    """Say where nothing can be changed that it is so, and let somebody with the password sign in or out.

    Parameters
    ----------
    store
        As the page has it.
    lang
        Language of the words.

    Returns
    -------
    bool
        Whether it is so: then the page leaves out what would change something.
    """
    is_read_only, asker = store.is_read_only, page_asker()
    if is_read_only:
        st.info(read_only_words(lang), icon=":material/lock:")
        if get_settings().access == "password":
            page = urlsplit(st.context.url or "").path.rpartition("/")[2]
            address = f"{SIGN_IN_PATH}?{urlencode({'lang': lang, 'page': page})}"
            st.link_button(say(lang, N_("Sign in")), address, icon=":material/login:")
    elif asker.kind == "office":
        st.button(say(lang, N_("Sign out")), key="sign-out", icon=":material/logout:", type="tertiary",
                  on_click=SESSIONS.end, args=(asker.session,))  # fmt: skip
    return is_read_only
