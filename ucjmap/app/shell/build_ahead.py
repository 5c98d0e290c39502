"""Geometry that the visitor is likely to ask for next, built while they still look at the map.

A view is built once in the life of its boundaries; building the views below the one on screen in the background means
that even the first visitor does not wait for it.
"""

import logging
import threading
import time
from collections import OrderedDict

from ucjmap import api
from ucjmap.codes import child_level
from ucjmap.errors import UCJMapError

_log = logging.getLogger(__name__)
#: Seconds without a request for a page before anything is built: pages come first.
_QUIET_S = 0.3
#: Areas that wait at most. With many visitors it is rarely quiet, and the first of them have moved on.
_WAITING = 32


class _Ahead:
    """Areas whose views below are to be built, the newest first, and a thread that builds them while it is quiet."""

    def __init__(self) -> None:
        self.waiting: OrderedDict[str, api.Store] = OrderedDict()
        self.done: set[tuple[str, str]] = set()
        self.asked_at = 0.0
        self.changed = threading.Condition()
        self.thread: threading.Thread | None = None

    def ask(self, store: api.Store, code: str) -> None:
        with self.changed:
            self.asked_at = time.monotonic()
            if (api.display_version(store, code), code) in self.done:
                return
            self.waiting[code] = store
            self.waiting.move_to_end(code)
            if len(self.waiting) > _WAITING:
                self.waiting.popitem(last=False)
            if self.thread is None:
                self.thread = threading.Thread(target=self.work, name="ucjmap-ahead", daemon=True)
                self.thread.start()
            self.changed.notify()

    def work(self) -> None:
        while True:
            with self.changed:
                self.changed.wait_for(lambda: self.waiting)
                code, store = self.waiting.popitem()
            try:
                self.build_below(store, code)
            except UCJMapError:
                continue  # who opens that view gets the message
            except Exception:  # the thread must outlive it: nobody would start another one
                _log.exception("the views below %s could not be built ahead", code)

    def build_below(self, store: api.Store, code: str) -> None:
        tree = api.area_tree(store)
        below = child_level(tree.level(code))
        shown = child_level(below) if below else None
        if below is None or shown is None:
            return
        for child in tree.below(code, below)["code"]:
            self.wait_for_quiet()
            api.display_geometry(store, child, shown)
        self.done.add((api.display_version(store, code), code))

    def wait_for_quiet(self) -> None:
        while (rest := self.asked_at + _QUIET_S - time.monotonic()) > 0:
            time.sleep(rest)


_ahead = _Ahead()


def build_ahead(store: api.Store, code: str) -> None:
    """Have the views that a visitor may open next built soon; returns at once.

    Parameters
    ----------
    store
        Where the boundaries are.
    code
        Of the area that is shown: the geometry of the areas directly below it is built, while no page is asked for.
    """
    _ahead.ask(store, code)


def wait_for_quiet() -> None:
    """Return when no page has been asked for in the last moments."""
    _ahead.wait_for_quiet()
