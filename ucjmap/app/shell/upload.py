"""Files that a visitor uploads, who loads them, and a progress bar for work on them."""

import contextlib
import tempfile
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path, PurePath

import streamlit as st

from ucjmap.app.shell.asking import asked_store
from ucjmap.schema import Progress
from ucjmap.words import Lang, say

_WHO = "who"


@contextlib.contextmanager
def saved(name: str, content: bytes | memoryview) -> Iterator[Path]:
    """An upload as a file, deleted when the block ends.

    Parameters
    ----------
    name
        As the visitor's machine calls it. Only its last part is used, so that it cannot point elsewhere.
    content
        What was uploaded, within the limit for uploads.

    Yields
    ------
    Path
        The file, under its own name in a folder of its own.
    """
    with tempfile.TemporaryDirectory(prefix="ucjmap-") as folder:
        # The name comes from outside: only its last part is used, so that it cannot point elsewhere.
        path = Path(folder) / (PurePath(name.replace("\\", "/")).name or "file")
        path.write_bytes(content)
        yield path


@contextlib.contextmanager
def progress_bar(lang: Lang, *, on_cancel: Callable[[], None] | None = None) -> Iterator[Progress]:
    """Show a bar while the block works; leaving the page or pressing the button ends the work.

    Parameters
    ----------
    lang
        Language of the words beside the bar.
    on_cancel
        Called when the visitor presses the button that stops the work; None: no such button.

    Yields
    ------
    Progress
        To be called by the work with steps done and steps there are. Streamlit raises in it when the visitor has left,
        so nothing may be stored before all steps are done.
    """
    text = say(lang, "Working… Leaving the page cancels; nothing is stored until it is done.")
    place = st.empty()
    with place.container(horizontal=True, vertical_alignment="center"):
        bar = st.progress(0.0, text)
        if on_cancel is not None:
            st.button(say(lang, "Stop the work"), on_click=on_cancel, key="stop-work")

    def report(done: int, total: int, _what: str) -> None:
        bar.progress(min(done / total, 1.0) if total else 0.0, text)

    try:
        yield report
    finally:
        place.empty()


def known_name() -> str:
    """The name or initials that the visitor gave in this session; empty if none.

    Returns
    -------
    str
        From outside, without spaces around it.
    """
    return str(st.session_state.get(_WHO, ""))


def ask_name(lang: Lang, key: str, *, in_form: bool = False) -> str:
    """Show the field for name or initials, which go into the history; entered once, they fill all such fields.

    Parameters
    ----------
    key
        Tells the fields of one page apart.
    in_form
        Whether the field is in a form, which reports changes only when it is submitted.

    Returns
    -------
    str
        The text of the field, without spaces around it; may be empty.
    """
    t = partial(say, lang)
    scope = asked_store().scope
    if scope is not None and scope.who:  # whoever signed in is named so in the history, whatever is typed
        return str(st.text_input(t("Entered by"), scope.who, disabled=True, key=f"by-{key}-signed-in"))
    field = f"by-{key}"
    # Several fields of one page ask for it: what is typed in one of them fills all.
    if not in_form or not st.session_state.get(field):
        st.session_state[field] = known_name()
    given = st.text_input(
        t("Entered by"), placeholder=t("name or initials"), max_chars=60, key=field,
        on_change=None if in_form else partial(_remember, field),
        help=t("Kept in the history, so that colleagues know whom to ask."),
    )  # fmt: skip
    if in_form and given.strip():
        _remember(field)  # a form tells of a change only when it is sent
    return given.strip()


def _remember(field: str) -> None:
    st.session_state[_WHO] = st.session_state[field].strip()
