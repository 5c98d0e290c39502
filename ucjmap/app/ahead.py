"""Geometry that the visitor is likely to ask for next, built while they still look at the map.

A view is built once in the life of its boundaries; building the views below the one on screen in the background means
that even the first visitor does not wait for it.
"""

import queue
import threading
import time

from ucjmap import api
from ucjmap.codes import child_level
from ucjmap.errors import UCJMapError

#: The page at hand comes first: the background starts after its answers have gone out.
_PAUSE_S = 0.3
_asked: queue.SimpleQueue[str] = queue.SimpleQueue()
_seen: set[tuple[str, str]] = set()
_start = threading.Lock()
_threads: list[threading.Thread] = []


def build_ahead(store: api.Store, code: str) -> None:
    """Have the views of the areas below ``code`` built soon; returns at once."""
    key = (api.display_version(store, code), code)
    if key in _seen:
        return
    _seen.add(key)
    _asked.put(code)
    with _start:
        if not _threads:
            _threads.append(threading.Thread(target=_work, args=(store,), name="ucjmap-ahead", daemon=True))
            _threads[0].start()


def _work(store: api.Store) -> None:
    while True:
        code = _asked.get()
        time.sleep(_PAUSE_S)
        try:
            _build_below(store, code)
        except UCJMapError:
            continue  # whoever opens that view gets the message


def _build_below(store: api.Store, code: str) -> None:
    tree = api.area_tree(store)
    below = child_level(tree.level(code))
    shown = child_level(below) if below else None
    if below is None or shown is None:
        return
    for child in tree.below(code, below)["code"]:
        api.display_geometry(store, child, shown)
        time.sleep(0.005)  # lets the threads of the pages in
