"""What a page says when it cannot go on: never a stack trace, never silence."""

from collections.abc import Iterator
from contextlib import contextmanager

import streamlit as st

from ucjmap.app.shell.observed_runs import log_fault
from ucjmap.errors import UCJMapError
from ucjmap.words import Lang, say, say_error


@contextmanager
def failures_told(lang: Lang) -> Iterator[None]:
    """Say in the page what went wrong inside the block, instead of passing it on.

    An error that the user can mend is shown with its next step; a fault of the program is logged and owned up to. Each
    fragment needs its own: one that runs by itself has nobody above it.

    Parameters
    ----------
    lang
        Language of the message.
    """
    try:
        yield
    except UCJMapError as error:
        st.error(say_error(lang, error))
    except Exception as error:
        log_fault(error)
        with st.container(key="fault"):
            st.error(
                say(
                    lang,
                    "This page cannot be shown because of a fault in the program. The data are as they were. Load the page anew; "
                    "if it fails again, tell your administrator: the log has the details.",
                )
            )
