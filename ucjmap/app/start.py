"""Opening the store and loading the embedded default, once a process and in the background."""

import ctypes
import gc
import logging
import os
import sys
import threading
from contextlib import suppress

import streamlit as st
from streamlit import config

from ucjmap import api, sandbox
from ucjmap.access import is_loopback
from ucjmap.app.shell import wait_for_quiet
from ucjmap.classify import Classing
from ucjmap.codes import COUNTRY
from ucjmap.errors import N_, StoreError, UCJMapError
from ucjmap.operation import Loading, write_json_lines
from ucjmap.schema import ALL_SEGMENTS
from ucjmap.settings import get_settings
from ucjmap.words import say

#: ``M_ARENA_MAX`` of glibc, and from how many arenas the threads may take their memory.
_M_ARENA_MAX, _ARENAS = -8, 2
_WILDCARDS = ("0.0.0.0", "::")
_OPENED = N_("Opened to the network: other machines can read, and change nothing.")
_WITH_PASSWORD = N_("Opened to the network: all can read, and change data with the office's password.")
_BEHIND = N_("With this address everybody reads only; data are loaded with the command line.")
_log = logging.getLogger(__name__)


_lock = threading.Lock()
_current: list[Loading] = []


def say_where() -> None:
    """Print where the app is, and what those may do who reach it over the network."""
    settings, address = get_settings(), str(st.get_option("server.address") or "0.0.0.0")
    scheme = "https" if st.get_option("server.sslCertFile") else "http"
    is_local = is_loopback(address)
    shown = "localhost" if is_local or address in _WILDCARDS else address
    print(f"\n  UCJMap: {scheme}://{shown}:{st.get_option('server.port')}")
    is_open = settings.access == "open-readonly"
    if not is_local:
        print(f"  {say(settings.lang, _OPENED if is_open else _WITH_PASSWORD)}")
    if settings.public_url and is_open:
        print(f"  {settings.public_url}: {say(settings.lang, _BEHIND)}")
    print(flush=True)


def set_up_log() -> None:
    """Have the log written as the setting says; with ``plain`` it stays as server and Streamlit write it."""
    if get_settings().log == "json":
        config.set_option("logger.enableRich", False)  # it draws faults as boxes, past all loggers
        write_json_lines(with_addresses=get_settings().log_addresses)


def start_loading() -> Loading:
    """Begin to open the store, or give the loading that runs or ran already; a failed one is tried again.

    Returns
    -------
    Loading
        The same for all visitors. When its ``done`` is set the store can be asked, unless there is an ``error``.
    """
    with _lock:
        if _current and _current[-1].error is None:
            return _current[-1]
        share_memory()
        loading = Loading()
        _current[:] = [loading]
        threading.Thread(target=_load, args=(loading,), name="ucjmap-start", daemon=True).start()
        return loading


def look_at_loading() -> Loading | None:
    """How far the start is, for whoever waits outside until this process is ready.

    Returns
    -------
    Loading
        As it is now; None before the first. One that failed is begun anew: no visitor is let in who would do so.
    """
    with _lock:
        seen = _current[-1] if _current else None
    if seen is None or seen.error is not None:
        start_loading()
    return seen


def stop_working() -> None:
    """Hand back to the queue what this process does of it; called when the process ends."""
    if _current and _current[-1].done.is_set() and _current[-1].error is None:
        api.stop_worker(api.default_store())


def share_memory() -> None:
    """Let all threads use the same memory again.

    Each answer to a visitor is made in a thread of its own. By default glibc has eight arenas for each core, and each
    of them keeps the memory of its peak. A number that was set for the process (``MALLOC_ARENA_MAX``) stays in force.
    """
    if sys.platform == "linux" and "MALLOC_ARENA_MAX" not in os.environ:
        with suppress(OSError, AttributeError):  # a C library that knows no such setting
            ctypes.CDLL(None).mallopt(_M_ARENA_MAX, _ARENAS)


def _load(loading: Loading) -> None:
    def progress(done: int, total: int, _what: str) -> None:
        loading.fraction = done / total

    try:
        store = api.default_store()
        if get_settings().demo:
            api.load_demo(store, progress=progress)
        # The first view of the country, so that the first visitor does not wait for it.
        if not api.area_tree(store).areas.empty:
            api.display_geometry(store, COUNTRY, "adm1")
            api.area_values(store, COUNTRY, "adm1", "ucj")
        api.start_worker(store)
    except UCJMapError as error:
        loading.error = error
        return
    except Exception:  # nobody is above this thread: every visitor is told, the administrator finds it in the log
        _log.exception("the start failed")
        loading.error = StoreError(
            "start_failed",
            N_("The data could not be made ready because of a fault in the program."),
            N_("Reload the page; if it fails again, tell your administrator: the log has the details."),
        )
        return
    finally:
        loading.done.set()
    if get_settings().warm_up:
        with suppress(OSError):
            sandbox.warm_up()
        with suppress(UCJMapError):  # who opens that view gets the message
            _warm_up(store)


def _warm_up(store: api.Store) -> None:
    """What visitors ask for next, while the first of them looks at the map."""
    api.find_areas(store, "a")
    tree = api.area_tree(store)
    for code in tree.areas["level"].drop_duplicates().index:  # the frames of all maps of a level are found at once
        tree.extent(code)
    for indicator in api.load_indicators().values():
        for segment in indicator.segments or (ALL_SEGMENTS,):
            wait_for_quiet()
            api.read_series(store, indicator.key, segment)
    # Statistical classes bring a large library with them: seconds that nobody should wait for at the first choice.
    api.area_values(store, COUNTRY, "adm1", "ucj", classing=Classing("equal"))
    # Objects that live as long as the process need not be scanned by the garbage collector again.
    gc.collect()
    gc.freeze()
