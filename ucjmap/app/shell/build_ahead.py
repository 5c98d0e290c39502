"""Maps that the visitor is likely to ask for next, made while they still look at the one before.

Geometry is built once in the life of its boundaries, the drawing of a map once until something is imported; making those
below the map on screen in the background means that even the first visitor does not wait for them.
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
#: Maps that wait at most. With many visitors it is rarely quiet, and the first of them have moved on.
_WAITING = 32


class _Ahead:
    """Maps whose areas may be opened next, the newest first, and a thread that makes the maps of these while it is quiet."""

    def __init__(self) -> None:
        self.waiting: OrderedDict[api.MapView, api.Store] = OrderedDict()
        self.drawn: set[tuple[str, str]] = set()  # areas below which all geometry is kept, with its version
        self.asked_at = 0.0
        self.changed = threading.Condition()
        self.thread: threading.Thread | None = None

    def ask(self, store: api.Store, view: api.MapView) -> None:
        with self.changed:
            self.asked_at = time.monotonic()
            self.waiting[view] = store
            self.waiting.move_to_end(view)
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
                view, store = self.waiting.popitem()
            try:
                self.build_below(store, view)
            except UCJMapError:
                continue  # who opens that view gets the message
            except Exception:  # the thread must outlive it: nobody would start another one
                _log.exception("the maps below %s could not be made ahead", view.area)

    def build_below(self, store: api.Store, view: api.MapView) -> None:
        tree = api.area_tree(store)
        below = child_level(tree.level(view.area))
        shown = child_level(below) if below else None
        if below is None or shown is None:
            return
        own = (api.display_version(store, view.area), view.area)
        is_opened = view.at_level(tree) == below  # else a click opens an area further down
        for child in tree.below(view.area, below)["code"]:
            self.wait_for_quiet()
            if own not in self.drawn:
                api.display_geometry(store, child, shown)
            if is_opened:
                api.write_drawing(store, view.go_to(tree, child))
        self.drawn.add(own)

    def wait_for_quiet(self) -> None:
        while (rest := self.asked_at + _QUIET_S - time.monotonic()) > 0:
            time.sleep(rest)


_ahead = _Ahead()


def build_ahead(store: api.Store, view: api.MapView) -> None:
    """Have the maps that a visitor may open next made soon; returns at once.

    Parameters
    ----------
    store
        Where boundaries and figures are.
    view
        What is shown: geometry and drawings of the areas directly below its area are made, while no page is asked for.
    """
    _ahead.ask(store, view)


def wait_for_quiet() -> None:
    """Return when no page has been asked for in the last moments."""
    _ahead.wait_for_quiet()
