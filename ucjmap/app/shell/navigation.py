"""Going from one view to another: the address bar holds where the visitor is."""

import streamlit as st
from streamlit.errors import StreamlitAPIException

from ucjmap import api
from ucjmap.codes import COUNTRY


def navigate(view: api.MapView) -> None:
    """Have the next run of the page show ``view``; for callbacks, after which the page runs anyway."""
    st.query_params.from_dict(api.write_address(view))


def go(view: api.MapView) -> None:
    """Leave this run of the page and show ``view``."""
    navigate(view)
    try:
        st.rerun(scope="fragment")
    except StreamlitAPIException:  # all of the page is running, not its fragment alone
        st.rerun()


def open_area(view: api.MapView, code: str) -> None:
    """Show the area ``code`` with the figure of ``view``, if there is such an area."""
    tree = api.area_tree(api.default_store())
    if code == COUNTRY or code in tree.areas.index:
        navigate(view.go_to(tree, code))
