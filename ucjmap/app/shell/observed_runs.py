"""How long pages run, and how often a fault of the program ends one."""

import logging
import time
from collections.abc import Iterator
from contextlib import contextmanager

import streamlit as st

from ucjmap.app.shell.links import is_page
from ucjmap.app.shell.navigation import shown_page
from ucjmap.operation import PAGE_FAULTS, PAGE_SECONDS, REQUEST_HEADER

_log = logging.getLogger(__name__)


def page_label() -> str:
    """The address of the page that runs; what a visitor typed that is no page has one label for all.

    Returns
    -------
    str
        Such as ``/profil``; the map is ``/``.
    """
    name = shown_page()
    return f"/{name}" if is_page(name) else "lost"


@contextmanager
def run_observed() -> Iterator[None]:
    """Note how long the run of the page within the block takes, also one that ends early."""
    begun = time.perf_counter()
    try:
        yield
    finally:
        PAGE_SECONDS.labels(page_label()).observe(time.perf_counter() - begun)


def log_fault(error: Exception) -> None:
    """Count and log a fault of the program in the page that runs, also one that no page caught, as in a callback.

    Parameters
    ----------
    error
        What was raised.
    """
    page = page_label()
    PAGE_FAULTS.labels(page).inc()
    fields = {"page": page, "request_id": st.context.headers.get(REQUEST_HEADER, "")}
    _log.error("a page failed", exc_info=error, extra={"fields": fields})
