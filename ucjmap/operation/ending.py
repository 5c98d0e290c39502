"""The end of the process: what was begun is ended or taken back, no file stays behind, and all of it within a bound.

The server hears SIGTERM, takes no new connections and waits for open requests. Beside it a thread of ours stops work that
goes on beside the pages and waits for imports: their threads would die with the process.
"""

import logging
import os
import shutil
import signal
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType
from typing import Final, Protocol

from ucjmap import api, sandbox

#: Part of the bound that is left to the server, to close its connections.
_FOR_THE_SERVER: Final = 0.8
_TRIES: Final = 5
_log = logging.getLogger(__name__)


class Stoppable(Protocol):
    """Work beside the pages: told to stop by the one event, it sets the other when it has ended."""

    stopped: threading.Event
    finished: threading.Event


class _Ending:
    """The state of this process: what runs, and whether its end has begun."""

    def __init__(self) -> None:
        self.lock = threading.Lock()
        self.begun = threading.Event()
        self.quiet = threading.Event()
        self.running: dict[int, Stoppable] = {}
        self.folder: Path | None = None

    def end_within(self, seconds: float) -> None:
        until = time.monotonic() + seconds
        api.close_imports()
        with self.lock:
            running = list(self.running.values())
        _log.warning("the end has begun: work to stop: %d", len(running), extra={"fields": {"work": len(running)}})
        for work in running:
            work.stopped.set()
        patience = until - (1 - _FOR_THE_SERVER) * seconds
        is_done = api.wait_for_imports(patience - time.monotonic())
        for work in running:
            is_done &= work.finished.wait(max(0.0, patience - time.monotonic()))
        if not is_done:
            _log.warning("not all work has ended in time; what it was storing is taken back")
        self.quiet.set()
        time.sleep(max(0.0, until - time.monotonic()))
        _log.error("the process is ended by force: open requests did not end in time")
        self.leave_no_file()
        os._exit(1)

    def leave_no_file(self) -> None:
        """Delete the folder of this process, also while a thread still writes into it."""
        for _ in range(_TRIES):
            if self.folder is not None and self.folder.exists():
                shutil.rmtree(self.folder, ignore_errors=True)


_ending = _Ending()


def is_ending() -> bool:
    """Whether the end of the process has begun.

    Returns
    -------
    bool
        Then nothing new is begun.
    """
    return _ending.begun.is_set()


def count_work() -> int:
    """How much work beside the pages runs or waits for its turn."""
    with _ending.lock:
        return len(_ending.running)


@contextmanager
def work_beside(work: Stoppable) -> Iterator[None]:
    """Have work stopped, and waited for, when the process is to end within the block.

    Parameters
    ----------
    work
        It sets its ``finished`` at its end, after the block.

    Raises
    ------
    StoreError
        The end has begun: nothing new is.
    """
    with _ending.lock:
        if is_ending():
            raise api.server_ends()
        _ending.running[id(work)] = work
    try:
        yield
    finally:
        with _ending.lock:
            del _ending.running[id(work)]


def prepare_end(seconds: float) -> None:
    """Have all temporary files of this process in one folder, and its end heard; once, in the main thread.

    Parameters
    ----------
    seconds
        Within which the process ends after it was told to.
    """
    _ending.folder = sandbox.serving_folder()
    tempfile.tempdir = os.environ["TMPDIR"] = str(_ending.folder)
    if threading.current_thread() is threading.main_thread():
        for number in (signal.SIGTERM, signal.SIGINT):
            _hear(number, seconds)


def _hear(number: signal.Signals, seconds: float) -> None:
    server = signal.getsignal(number)

    def handle(heard: int, frame: FrameType | None) -> None:
        if not _ending.begun.is_set():
            _ending.begun.set()
            threading.Thread(target=_ending.end_within, args=(seconds,), name="ucjmap-end", daemon=True).start()
        if callable(server):
            server(heard, frame)

    signal.signal(number, handle)


def finish_end() -> None:
    """Wait until work and imports have ended, at most as long as the bound allows; then delete temporary files."""
    if is_ending():
        _ending.quiet.wait()
    _ending.leave_no_file()
