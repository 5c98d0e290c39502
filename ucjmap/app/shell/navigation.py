"""Going from one view to another: the address bar holds where the visitor is."""

from typing import NoReturn

import streamlit as st
from streamlit.errors import StreamlitAPIException

from ucjmap import api
from ucjmap.app.shell.asking import asked_store
from ucjmap.codes import COUNTRY

#: The area whose card lies over the map.
PINNED = "pin"
#: The story that is told, and which of its views; they stay where a visitor looks around in between.
STORY, STEP = "story", "step"
_SHOWN, _CAME = "page_shown", "came_from_another_page"


def navigate(view: api.MapView, *, pinned: str | None = None) -> None:
    """Have the next run of the page show a view; for callbacks, after which the page runs anyway.

    A story that is told stays in the address.

    Parameters
    ----------
    view
        What the address says from then on.
    pinned
        Code of the area whose card is shown. None: the card that is shown stays while the map is of the same area.
    """
    if pinned is None and st.query_params.get("area") == view.area:
        pinned = st.query_params.get(PINNED)
    told = {name: st.query_params[name] for name in (STORY, STEP) if name in st.query_params}
    st.query_params.from_dict({**api.write_address(view), **told, **({PINNED: pinned} if pinned else {})})


def note_page(name: str) -> None:
    """Note which page is shown; called at each run of the whole page.

    Parameters
    ----------
    name
        Last part of its address.
    """
    if st.session_state.get(_SHOWN) != name:
        st.session_state[_CAME] = _SHOWN in st.session_state
        st.session_state[_SHOWN] = name


def shown_page() -> str:
    """Last part of the address of the page that is shown; from outside and unchecked.

    Returns
    -------
    str
        Empty for the map.
    """
    return str(st.session_state.get(_SHOWN, ""))


def seen_address() -> dict[str, str]:
    """What the address asks for; where a page was opened from the menu, which asks for nothing, the last view.

    A visit that begins with such an address has no last view: on the way back through the history it is shown as it
    was.

    Returns
    -------
    dict
        Parameters of the address, from outside and unchecked.
    """
    asked: dict[str, str] = st.query_params.to_dict()
    last: dict[str, str] = st.session_state.get("view", {})
    return {**last, **asked} if "area" not in asked and st.session_state.get(_CAME) else asked


def unpin() -> None:
    """Take the card away."""
    st.query_params.pop(PINNED, None)


def go(view: api.MapView) -> None:
    """Leave this run of the page and show a view; what stands behind the call is not run.

    Parameters
    ----------
    view
        What the address says from then on.
    """
    navigate(view)
    run_anew()


def run_anew() -> NoReturn:
    """End this run and start it again: that of the fragment if it runs alone, else that of the page."""
    try:
        st.rerun(scope="fragment")
    except StreamlitAPIException:  # all of the page is running, not its fragment alone
        st.rerun()


def go_step(address: dict[str, str]) -> None:
    """Have the next run of the page show a view of a story; for callbacks.

    Parameters
    ----------
    address
        All parameters, those of the story among them; whatever else the address said is gone.
    """
    st.query_params.from_dict(address)


def leave_story() -> None:
    """Go on looking at the map as one without a story."""
    for name in (STORY, STEP):
        st.query_params.pop(name, None)


def open_area(view: api.MapView, code: str) -> None:
    """Have the next run of the page show another area with the figure of a view; for callbacks.

    Parameters
    ----------
    view
        What is shown now.
    code
        Of the area, from outside: where there is no such area nothing happens.
    """
    tree = api.area_tree(asked_store())
    if code == COUNTRY or code in tree.areas.index:
        navigate(view.go_to(tree, code))
