"""Who looks at the page, and the store as they may use it."""

import html
from functools import partial
from urllib.parse import urlencode, urlsplit

import streamlit as st
from streamlit import runtime

from ucjmap import api
from ucjmap.access import ASKER_HEADER, SESSIONS, Asker, asker_of
from ucjmap.app.shell.cards import plain
from ucjmap.codes import COUNTRY
from ucjmap.errors import N_, READ_ONLY
from ucjmap.render.browser import SIGN_IN_PATH
from ucjmap.settings import get_settings
from ucjmap.words import Lang, say

_SIGN_IN = N_("Data are changed by whoever signs in and has that right in their areas.")
_GIVE_IT = N_("Data are changed by whoever gives the office's password.")


def read_only_words(lang: Lang) -> str:
    """What is said where nothing can be changed, and who can.

    Returns
    -------
    str
        Plain text of two sentences.
    """
    second = {"password": _GIVE_IT, "oidc": _SIGN_IN}.get(get_settings().access, READ_ONLY[1])
    told = (READ_ONLY[0], second)
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


def sign_in_address(lang: Lang) -> str:
    """Where somebody signs in who looks at the page, to come back to it.

    Parameters
    ----------
    lang
        Language of the page.
    """
    page = urlsplit(st.context.url or "").path.rpartition("/")[2]
    return f"{SIGN_IN_PATH}?{urlencode({'lang': lang, 'page': page})}"


def show_person(lang: Lang) -> None:
    """Where people sign in: who it is, what is theirs, and the way out; or the way in.

    Parameters
    ----------
    lang
        Language of the words.
    """
    if get_settings().access != "oidc":
        return
    store, asker, t = api.default_store(), page_asker(), partial(say, lang)
    signed_in = api.find_signed_in(store, asker.session) if asker.kind == "person" else None
    with st.container(key="person"):
        if signed_in is None:
            _link_to(sign_in_address(lang), t(N_("Sign in")))
            return
        name = plain(signed_in.name or signed_in.email)
        with st.popover(name, icon=":material/account_circle:", type="tertiary"):
            tree = api.area_tree(store)
            for label, areas in (
                (N_("You see the figures of: {areas}."), signed_in.scope.view),
                (N_("You may change: {areas}."), signed_in.scope.edit),
            ):
                names = ", ".join(tree.name(code) for code in areas if code == COUNTRY or code in tree.areas.index)
                st.markdown(plain(t(label, areas=names or "–")))
            st.button(t("Sign out"), key="leave", icon=":material/logout:", on_click=api.sign_out,
                      args=(store, asker.session))  # fmt: skip


def _link_to(address: str, label: str) -> None:
    """A link in the same window: the provider sends back to where it was begun."""
    st.html(f'<a href="{html.escape(address, quote=True)}" target="_self">{html.escape(label)}</a>')


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
            st.link_button(say(lang, N_("Sign in")), sign_in_address(lang), icon=":material/login:")
    elif asker.kind == "office":
        st.button(say(lang, N_("Sign out")), key="sign-out", icon=":material/logout:", type="tertiary",
                  on_click=SESSIONS.end, args=(asker.session,))  # fmt: skip
    return is_read_only
