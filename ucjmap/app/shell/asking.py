"""Who looks at the page, and the store as they may use it."""

import streamlit as st
from streamlit import runtime

from ucjmap import api
from ucjmap.access import ASKER_HEADER, Asker, asker_of
from ucjmap.errors import READ_ONLY
from ucjmap.words import Lang, say


def read_only_words(lang: Lang) -> str:
    """What is said where nothing can be changed, and who can.

    Returns
    -------
    str
        Plain text of two sentences.
    """
    return " ".join(say(lang, part) for part in READ_ONLY)


def page_asker() -> Asker:
    """Who sent what this run answers.

    The entrance marked the handshake of the websocket. While it is interrupted there is none, and nobody may write.
    Without a server around it, as in a test of a page by itself, the script runs for whoever started it.
    """
    is_served = runtime.exists() and type(runtime.get_instance()) is runtime.Runtime
    return asker_of(st.context.headers.get(ASKER_HEADER)) if is_served else "machine"


def asked_store() -> api.Store:
    """The store of this installation for who looks at the page."""
    return api.store_for(api.default_store(), page_asker())


def say_read_only(store: api.Store, lang: Lang) -> bool:
    """Say where nothing can be changed that it is so.

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
    if store.is_read_only:
        st.info(read_only_words(lang), icon=":material/lock:")
    return store.is_read_only
