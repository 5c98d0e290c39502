"""Long work beside the page: it goes on while the visitor looks elsewhere, can be stopped, and leaves a file.

One piece of work runs at a time in a process, whatever the number of visitors: a briefing of a province takes most of
a core and some hundred megabytes. The others wait their turn.
"""

import logging
import tempfile
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from ucjmap.errors import N_, RenderingError, UCJMapError
from ucjmap.schema import Progress

#: Work that nobody has looked at for so long is stopped. A browser asks rarely for a page that is not in front.
ABANDONED_S = 900.0
_log = logging.getLogger(__name__)
_turn = threading.Lock()

#: Writes the file of the given path; reports progress, which raises when the work was stopped.
Make = Callable[[Path, Progress], object]


class StoppedError(Exception):
    """The visitor stopped the work, or left."""


@dataclass
class Job:
    """Work on one file. The folder of the file goes with the job."""

    name: str
    folder: tempfile.TemporaryDirectory[str] = field(
        default_factory=lambda: tempfile.TemporaryDirectory(prefix="ucjmap-")
    )
    fraction: float = 0.0
    what: str = ""
    started: bool = False
    error: UCJMapError | None = None
    stopped: threading.Event = field(default_factory=threading.Event)
    finished: threading.Event = field(default_factory=threading.Event)
    last_seen: float = field(default_factory=time.monotonic)

    @property
    def path(self) -> Path:
        """Where the file is, or will be."""
        return Path(self.folder.name) / self.name

    @property
    def is_ready(self) -> bool:
        """Whether the file is there."""
        return self.finished.is_set() and self.error is None and not self.stopped.is_set()

    def look(self) -> None:
        """Somebody is still waiting for it."""
        self.last_seen = time.monotonic()

    def report(self, done: int, total: int, what: str) -> None:
        """Note how far it is.

        Raises
        ------
        StoppedError
            It was stopped, or nobody has looked for ``ABANDONED_S``.
        """
        if time.monotonic() - self.last_seen > ABANDONED_S:
            self.stopped.set()
        if self.stopped.is_set():
            raise StoppedError
        self.fraction = min(1.0, done / total) if total else 0.0
        self.what = what


def start_job(name: str, make: Make) -> Job:
    """Begin to make the file ``name`` in a thread of its own."""
    job = Job(name)
    threading.Thread(target=_run, args=(job, make), name="ucjmap-job", daemon=True).start()
    return job


def _run(job: Job, make: Make) -> None:
    try:
        while not _turn.acquire(timeout=0.5):
            job.report(0, 1, "")
        try:
            job.started = True
            make(job.path, job.report)
        finally:
            _turn.release()
    except StoppedError:
        job.stopped.set()
    except UCJMapError as error:
        job.error = error
    except Exception:  # nobody is above this thread: the visitor is told, the administrator finds it in the log
        _log.exception("making %s failed", job.name)
        job.error = RenderingError(
            "work_failed",
            N_("The file could not be made because of a fault in the program."),
            N_("Try fewer parts or another format, and tell your administrator: the log has the details."),
        )
    finally:
        job.finished.set()
