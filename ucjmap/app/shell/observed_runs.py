"""How long pages run, and how often a fault of the program ends one."""

import time
from collections.abc import Iterator
from contextlib import contextmanager

from ucjmap.app.shell.links import is_page
from ucjmap.app.shell.navigation import shown_page
from ucjmap.operation import PAGE_FAULTS, PAGE_SECONDS


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


def note_fault() -> None:
    """Count a fault of the program in the page that runs."""
    PAGE_FAULTS.labels(page_label()).inc()


def note_script_fault(_error: Exception) -> None:
    """Count a fault that no page caught, such as one in a callback; Streamlit shows and logs it as ever.

    Returns
    -------
    None
        Anything else would hide it.
    """
    note_fault()
