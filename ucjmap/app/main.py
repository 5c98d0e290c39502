"""The pages' script: waits for the data at first start, then runs the chosen page."""

import streamlit as st

from ucjmap.app import briefing_page, data_page, history_page, map_page, outreach_page, profile_page
from ucjmap.app.failures import failures_told
from ucjmap.app.language import page_lang, set_lang
from ucjmap.app.links import keep_pages
from ucjmap.app.lost import lost_page, tell_lost, unknown_page
from ucjmap.app.navigation import note_page
from ucjmap.app.start import start_loading
from ucjmap.words import Lang, say, say_error

_LANGUAGES: dict[Lang, str] = {"id": "Bahasa Indonesia", "en": "English"}


def wait_for_data() -> None:
    """Show how far the first start is, until the store is ready."""
    loading = start_loading()
    if not loading.done.is_set():
        lang = page_lang()
        with st.empty().container(key="waiting"):
            st.subheader("UCJMap")
            bar = st.progress(0.0)
            while not loading.done.wait(0.2):
                bar.progress(min(loading.fraction, 1.0), say(lang, "Preparing the data for the first time…"))
        st.rerun()
    if loading.error is not None:
        st.error(say_error(page_lang(), loading.error))
        st.stop()


def run() -> None:
    """Build the pages and run one; an error that the user can mend is shown as such, never as a stack trace."""
    st.set_page_config(page_title="UCJMap", page_icon="🗺️", layout="wide", initial_sidebar_state="collapsed")
    lang = page_lang()
    with st.container(key="tongue"):  # of one of two known words, so nothing from outside can act
        st.html(f'<script>document.documentElement.lang = "{lang}"</script>', unsafe_allow_javascript=True)
    map_of_areas = st.Page(map_page.show, title=say(lang, "Map"), default=True, icon=":material/map:")
    profile = st.Page(
        profile_page.show, title=say(lang, "Area profile"), url_path="profil", icon=":material/location_city:"
    )
    data = st.Page(data_page.show, title=say(lang, "Load data"), url_path="data", icon=":material/upload_file:")
    keep_pages(map_page=map_of_areas, profile_page=profile, data_page=data)
    pages = [
        map_of_areas,
        profile,
        st.Page(briefing_page.show, title=say(lang, "Briefing"), url_path="briefing", icon=":material/slideshow:"),
        st.Page(outreach_page.show, title=say(lang, "Outreach"), url_path="penjangkauan", icon=":material/route:"),
        data,
        st.Page(history_page.show, title=say(lang, "History"), url_path="riwayat", icon=":material/history:"),
    ]
    known = {each.url_path for each in pages}
    if name := unknown_page(st.context.url, known):
        pages.append(lost_page(name, map_of_areas))
    page = st.navigation(pages, position="top")  # before any waiting: a page that is not declared yet loses its address
    note_page(page.url_path)
    other: Lang = "en" if lang == "id" else "id"
    st.button(
        _LANGUAGES[other], key="language", type="tertiary", icon=":material/language:", on_click=set_lang, args=(other,)
    )
    wait_for_data()
    tell_lost(lang)
    with failures_told(lang):
        page.run()


run()
