"""The pages' script: waits for the data at first start, then runs the chosen page."""

import streamlit as st
from streamlit.navigation.page import StreamlitPage

from ucjmap.app.pages import PAGES, Page, page_called
from ucjmap.app.shell import (
    failures_told,
    keep_pages,
    lost_page,
    note_page,
    page_lang,
    run_observed,
    set_lang,
    show_person,
    tell_lost,
    unknown_page,
)
from ucjmap.app.start import start_loading
from ucjmap.words import Lang, say, say_error

_LANGUAGES: dict[Lang, str] = {"id": "Bahasa Indonesia", "en": "English"}


def wait_for_data() -> None:
    """Show how far the first start is, until the store is ready; what went wrong, where it failed."""
    loading = start_loading()
    if not loading.done.is_set():
        lang, room = page_lang(), st.empty()
        with room.container(key="waiting"):
            st.subheader("UCJMap")
            bar = st.progress(0.0)
            while not loading.done.wait(0.2):
                bar.progress(min(loading.fraction, 1.0), say(lang, "Preparing the data for the first time…"))
        if loading.error is None:
            st.rerun()
        room.empty()  # another run would begin another start, and never come to the error of this one
    if loading.error is not None:
        st.error(say_error(page_lang(), loading.error))
        st.stop()


def declare(page: Page, lang: Lang) -> StreamlitPage:
    """A page as Streamlit's menu takes it."""
    return st.Page(
        page.show,
        title=say(lang, page.title),
        url_path=page.address,
        default=not page.address,
        icon=f":material/{page.icon}:",
        visibility="visible" if page.in_menu else "hidden",
    )


def run() -> None:
    """Build the pages and run one; an error that the user can mend is shown as such, never as a stack trace."""
    st.set_page_config(page_title="UCJMap", page_icon="🗺️", layout="wide", initial_sidebar_state="collapsed")
    lang = page_lang()
    with st.container(key="tongue"):  # of one of two known words, so nothing from outside can act
        st.html(f'<script>document.documentElement.lang = "{lang}"</script>', unsafe_allow_javascript=True)
    by_address = {page.address: declare(page, lang) for page in PAGES}
    keep_pages(by_address)
    pages = list(by_address.values())
    if name := unknown_page(st.context.url, by_address):
        meant = page_called(name)
        pages.append(lost_page(name, by_address[meant or ""], is_meant=meant is not None))
    page = st.navigation(pages, position="top")  # before any waiting: a page that is not declared yet loses its address
    note_page(page.url_path)
    other: Lang = "en" if lang == "id" else "id"
    st.button(
        _LANGUAGES[other], key="language", type="tertiary", icon=":material/language:", on_click=set_lang, args=(other,)
    )
    wait_for_data()
    show_person(lang)
    tell_lost(lang)
    with run_observed(), failures_told(lang):
        page.run()


run()
