"""Long work beside the page: it goes on while the visitor looks elsewhere, and can be stopped.

One file is made at a time in a process, whatever the number of visitors: a briefing of a province takes most of a core
and some hundred megabytes. The others wait their turn.
"""

import logging
import shutil
import tempfile
import threading
import time
import weakref
from abc import ABC, abstractmethod
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import ClassVar

from ucjmap.errors import N_, RenderingError, UCJMapError
from ucjmap.operation import WORK, WORK_ENDED, work_beside
from ucjmap.schema import Progress

#: Seconds after which work that nobody looks at is stopped. Browsers poll rarely for a tab in the background.
ABANDONED_S = 900.0
_log = logging.getLogger(__name__)
_turn = threading.Lock()

#: Writes the file of the given path; reports progress, which raises when the work was stopped.
Make = Callable[[Path, Progress], object]


class StoppedError(Exception):
    """The visitor stopped the work, or left."""


@dataclass
class Task(ABC):
    """Something that is done in a thread of its own: how far it is, and how it ended."""

    #: What the visitor is told of a fault in the program, and what can be done then.
    FAULT: ClassVar[tuple[str, str]]

    name: str
    fraction: float = field(default=0.0, kw_only=True)
    what: str = field(default="", kw_only=True)
    error: UCJMapError | None = field(default=None, kw_only=True)
    stopped: threading.Event = field(default_factory=threading.Event, kw_only=True)
    finished: threading.Event = field(default_factory=threading.Event, kw_only=True)

    @abstractmethod
    def perform(self) -> None:
        """Do the work; called once, in the thread of the task.

        What it raises ends the task: a `UCJMapError` is kept for the visitor, anything else is a fault that is logged.

        Raises
        ------
        StoppedError
            The work was stopped: it has to call `report` now and then, which tells.
        """

    def report(self, done: int, total: int, what: str) -> None:
        """Note how far the work is.

        Parameters
        ----------
        done, total
            Steps done and steps there are; no total is no progress.
        what
            What is done now, for the visitor.

        Raises
        ------
        StoppedError
            The work was stopped.
        """
        if self.stopped.is_set():
            raise StoppedError
        self.fraction = min(1.0, done / total) if total else 0.0
        self.what = what

    def start(self) -> None:
        """Begin, in a thread of its own, and return at once; to be called once."""
        threading.Thread(target=self._run, name=f"ucjmap-{self.name}", daemon=True).start()

    def _run(self) -> None:
        outcome = "failed"
        try:
            with work_beside(self):
                self.perform()
            outcome = "finished"
        except StoppedError:
            self.stopped.set()
            outcome = "stopped"
        except UCJMapError as error:
            self.error = error
        except Exception:  # nobody is above this thread: the visitor is told, the administrator finds it in the log
            _log.exception("making %s failed", self.name)
            self.error = RenderingError("work_failed", *self.FAULT)
        finally:
            WORK_ENDED.labels(outcome).inc()
            self.finished.set()


@dataclass
class Job(Task):
    """Work on the file ``name``. The folder of the file is deleted with the job."""

    FAULT = (
        N_("The file could not be made because of a fault in the program."),
        N_("Try fewer parts or another format, and tell your administrator: the log has the details."),
    )

    make: Make
    folder: Path = field(default_factory=lambda: Path(tempfile.mkdtemp(prefix="ucjmap-")))
    started: bool = False
    last_seen: float = field(default_factory=time.monotonic)

    def __post_init__(self) -> None:
        weakref.finalize(self, shutil.rmtree, self.folder, ignore_errors=True)

    @property
    def path(self) -> Path:
        """Where the file is, or will be."""
        return self.folder / self.name

    def look(self) -> None:
        """Note that somebody is still waiting for it."""
        self.last_seen = time.monotonic()

    def report(self, done: int, total: int, what: str) -> None:
        """Note how far it is; what nobody has looked at for ``ABANDONED_S`` is stopped."""
        if time.monotonic() - self.last_seen > ABANDONED_S:
            self.stopped.set()
        super().report(done, total, what)

    def perform(self) -> None:
        """Wait for its turn, then make the file."""
        with WORK.labels("waiting").track_inprogress():
            while not _turn.acquire(timeout=0.5):
                self.report(0, 1, "")
        try:
            self.started = True
            with WORK.labels("running").track_inprogress():
                self.make(self.path, self.report)
        finally:
            _turn.release()


def start_job(name: str, make: Make) -> Job:
    """Begin to make a file in a thread of its own.

    Parameters
    ----------
    name
        Of the file, with its ending.
    make
        Called with the path to write to and with what to report progress to, when no other file is being made.

    Returns
    -------
    Job
        It waits for its turn. Call `look` while the file is wanted: work that nobody looks at is stopped.
    """
    job = Job(name, make)
    job.start()
    return job
