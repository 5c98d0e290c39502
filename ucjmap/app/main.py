"""The pages' script: waits for the data at first start, then runs the chosen page."""

import streamlit as st
from streamlit.navigation.page import StreamlitPage

from ucjmap.app.pages import PAGES, Page
from ucjmap.app.shell import failures_told, keep_pages, lost_page, page_lang, set_lang, tell_lost, unknown_page
from ucjmap.app.start import start_loading
from ucjmap.words import Lang, say, say_error

#: The map belongs above the fold, so Streamlit's own air at the top is cut and the key figures share one row.
_STYLE = """<style>
[data-testid="stMainBlockContainer"] { padding-top: 3.9rem; padding-bottom: 2rem; }
.st-key-head, .st-key-profile-head { gap: .5rem; }
[data-testid="stHeading"] :is(h1, h2) { padding: .1rem 0 .3rem; font-size: 1.75rem; font-weight: 600; line-height: 1.3; }
:is(.st-key-breadcrumb, .st-key-profile-path) { row-gap: .1rem; }
.st-key-breadcrumb button { min-height: 1.5rem; padding: 0; }
/* The way down to the area: each link leads to this page, which is no reason to dress them all as the page that is open. */
.st-key-profile-path a { padding: 0; background: none; }
.st-key-profile-path a :is(p, span) { font-weight: 400; }
.st-key-profile-path a > span:has([data-testid="stIconMaterial"]) { display: none; }
.st-key-profile-path a:hover { text-decoration: underline; }
/* Out of sight and out of the row, so that it takes no space. */
[data-testid="stLayoutWrapper"]:has(> .st-key-tongue) { position: absolute; }
/* A middle tone, seen on a light and on a dark page; Streamlit shows the keyboard's place on some of its parts only. */
:is(a, button, summary, [role="tab"], [role="radio"]):focus-visible,
:is([data-testid="stSelectbox"], [data-testid="stMultiSelect"]) :has(> input:focus-visible),
label:has(input:is([type="checkbox"], [role="switch"]):focus-visible),
[data-testid="stDataFrame"]:has(canvas:focus-visible) { outline: 3px solid #2f86d1 !important; outline-offset: 1px; }
/* The menu of a phone, while it is shut, would be gone through by the Tab key out of sight. */
[data-testid="stSidebar"][data-collapsed="true"] { visibility: hidden; }
.st-key-language { position: fixed; top: .45rem; right: 1rem; z-index: 999991; width: auto; }
dl.ucj-cards { display: grid; grid-template-columns: repeat(3, minmax(0, 1fr)); gap: .5rem;
  margin: 0 !important; padding: 0 !important; }
.ucj-cards > div { border: 1px solid rgba(128, 128, 128, .35); border-radius: .5rem; padding: .4rem .6rem;
  container-type: inline-size; }
.ucj-cards dt { font-size: .8rem; line-height: 1.3; }
.ucj-cards dd { margin: 0; font-size: .75rem; line-height: 1.35; opacity: .85; overflow-wrap: anywhere; }
.ucj-cards dt + dd { font-size: clamp(.95rem, 14cqi, 1.4rem); font-weight: 600; opacity: 1; line-height: 1.4; }
ul.ucj-notes { list-style: none; margin: 0 !important; padding: 0 !important; display: grid; gap: .3rem; }
.ucj-notes li { margin: 0 !important; padding: .25rem .6rem; border-left: 4px solid #2a78c2; font-size: .85rem !important;
  line-height: 1.4; background: rgba(128, 128, 128, .12); }
.ucj-notes li.grave { border-left-color: #d0661b; font-weight: 600; }
.ucj-legend { display: flex; flex-wrap: wrap; gap: .2rem 1rem; align-items: center; font-size: .9rem; }
.ucj-legend > span { display: inline-flex; align-items: center; gap: .35rem; }
.ucj-legend.many { display: grid; grid-template-columns: repeat(auto-fill, minmax(11.5rem, 1fr)); font-size: .85rem; }
.ucj-legend i { width: 1.3rem; height: 1rem; border: 1px solid #4a5560; flex: none; }
[data-testid="stCaptionContainer"], [data-testid="stCaptionContainer"] p { color: inherit; opacity: .92; }
/* The colour of buttons is too dark for words on a dark page: what is chosen is told by its border and its ground. */
[data-testid="stApp"] :is([data-selected="true"], [data-selected="true"] *) { color: inherit !important; }
button:is([data-testid="stBaseButton-tertiary"], [data-testid="stBaseButton-secondary"], [data-testid="stPopoverButton"]):is(
  :hover, :focus, :active), [data-testid="stTab"]:is(:hover, :focus, :active) { color: inherit !important; }
@media (max-width: 640px) {
  [data-testid="stMainBlockContainer"] { padding-left: .8rem; padding-right: .8rem; }
  [data-testid="stHeading"] :is(h1, h2) { font-size: 1.35rem; }
  .st-key-display { row-gap: .5rem; }
  /* Legend and map together on one screen; the map itself takes the height of its frame. */
  iframe[title="streamlit_folium.st_folium"] { max-height: 26rem; }
  dl.ucj-cards { grid-template-columns: 1fr 1fr; }
  .st-key-figure [data-testid="stHorizontalBlock"] { display: grid; grid-template-columns: 1fr 1fr; gap: .4rem .6rem; }
  .st-key-figure [data-testid="stColumn"] { min-width: 0; width: auto; }
  .st-key-figure [data-testid="stColumn"]:first-child { grid-column: 1 / -1; }
}
</style>"""


_LANGUAGES: dict[Lang, str] = {"id": "Bahasa Indonesia", "en": "English"}


def wait_for_data() -> None:
    """Show how far the first start is, until the store is ready."""
    loading = start_loading()
    if not loading.done.is_set():
        lang = page_lang()
        with st.empty().container():
            st.subheader("UCJMap")
            bar = st.progress(0.0)
            while not loading.done.wait(0.2):
                bar.progress(min(loading.fraction, 1.0), say(lang, "Preparing the data for the first time…"))
        st.rerun()
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
    )


def run() -> None:
    """Build the pages and run one; an error that the user can mend is shown as such, never as a stack trace."""
    st.set_page_config(page_title="UCJMap", page_icon="🗺️", layout="wide", initial_sidebar_state="collapsed")
    st.html(_STYLE)
    lang = page_lang()
    with st.container(key="tongue"):  # of one of two known words, so nothing from outside can act
        st.html(f'<script>document.documentElement.lang = "{lang}"</script>', unsafe_allow_javascript=True)
    by_address = {page.address: declare(page, lang) for page in PAGES}
    keep_pages(by_address)
    pages = list(by_address.values())
    if name := unknown_page(st.context.url, by_address):
        pages.append(lost_page(name, by_address[""]))
    page = st.navigation(pages, position="top")  # before any waiting: a page that is not declared yet loses its address
    other: Lang = "en" if lang == "id" else "id"
    st.button(
        _LANGUAGES[other], key="language", type="tertiary", icon=":material/language:", on_click=set_lang, args=(other,)
    )
    wait_for_data()
    tell_lost(lang)
    with failures_told(lang):
        page.run()


run()
