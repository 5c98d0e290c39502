"""Drafts of the files that visitors are loading: kept between two answers, a few at a time.

A draft of the whole country holds hundreds of megabytes. When more visitors load files than there is room for, the
draft that was used longest ago is dropped, and its visitor's next answer reads the file again.
"""

import threading
from collections import OrderedDict

from ucjmap.api import CoverageDraft

_ROOM = 3


class OpenDrafts:
    """The drafts used last, by the key of the visitor's file."""

    def __init__(self, room: int = _ROOM) -> None:
        self._room = room
        self._drafts: OrderedDict[str, CoverageDraft] = OrderedDict()
        self._lock = threading.Lock()

    def get(self, key: str) -> CoverageDraft | None:
        """The draft of a file, None if it was dropped."""
        with self._lock:
            if key in self._drafts:
                self._drafts.move_to_end(key)
            return self._drafts.get(key)

    def keep(self, key: str, draft: CoverageDraft) -> None:
        """Keep the newest draft of a file, in place of its earlier one."""
        with self._lock:
            self._drafts[key] = draft
            self._drafts.move_to_end(key)
            while len(self._drafts) > self._room:
                self._drafts.popitem(last=False)

    def drop(self, key: str) -> None:
        """Forget a file that is done or was given up."""
        with self._lock:
            self._drafts.pop(key, None)


DRAFTS = OpenDrafts()
