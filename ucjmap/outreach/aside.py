"""Heavy work in a process of its own: it can be stopped at any moment, and the pages of others do not wait for it.

The solver of trips holds Python's global lock for seconds at a time: inside the server nobody else would get an answer
meanwhile. Another process costs no more than starting Python.
"""

import os
import pickle
import subprocess
import sys
import threading
from collections.abc import Callable
from queue import Empty, Queue
from typing import IO, Any, Final, TypeVar

from ucjmap.errors import N_, RenderingError, UCJMapError
from ucjmap.schema import Progress, no_progress
from ucjmap.settings import PROJECT

T = TypeVar("T")
_LOOK_EVERY_S: Final = 0.2
#: Pieces of work at once in one server: more would only slow each other down, and take memory.
_places = threading.BoundedSemaphore(2)


def run_aside(work: Callable[..., T], *arguments: Any, progress: Progress = no_progress) -> T:
    """``work(*arguments, progress=...)`` in another process.

    Parameters
    ----------
    work
        A function at the level of its module: it and its arguments and result travel as pickles between two processes
        of this program.
    *arguments
        Its arguments by position.
    progress
        Called in this process, several times a second, also while it waits for a place. When it raises, the other
        process is ended and the error propagates.

    Raises
    ------
    UCJMapError
        As ``work`` does.
    RenderingError
        The other process died, for example for lack of memory.
    """
    while not _places.acquire(timeout=_LOOK_EVERY_S):
        progress(0, 1, "")
    try:
        return _run(work, arguments, progress)
    finally:
        _places.release()


def _run(work: Callable[..., T], arguments: tuple[Any, ...], progress: Progress) -> T:
    path = os.pathsep.join([str(PROJECT), *filter(None, [os.environ.get("PYTHONPATH")])])
    child = subprocess.Popen(
        [sys.executable, "-m", "ucjmap.outreach.aside"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        env={**os.environ, "PYTHONPATH": path},
    )
    assert child.stdin is not None
    assert child.stdout is not None
    messages: Queue[tuple[str, Any]] = Queue()
    threading.Thread(target=_listen, args=(child.stdout, messages), name="ucjmap-aside", daemon=True).start()
    try:
        _send(child.stdin, (work, arguments))
        answer: T = _follow(messages, progress)
        return answer
    finally:
        child.kill()
        child.wait()
        child.stdin.close()


def _follow(messages: "Queue[tuple[str, Any]]", progress: Progress) -> Any:
    """Pass progress on until there is a result; called often, so that a stop is noticed while there is no news."""
    far: tuple[int, int, str] = (0, 1, "")
    while True:
        try:
            kind, content = messages.get(timeout=_LOOK_EVERY_S)
        except Empty:
            kind, content = "progress", far
        match kind:
            case "progress":
                far = content
                progress(*far)
            case "done":
                return content
            case "error":
                raise _revive(content)
            case _:
                raise RenderingError(
                    "work_ended",
                    N_("The work ended before it was done."),
                    N_("Choose fewer areas, and tell your administrator: the log has the details."),
                )


def _listen(stream: IO[bytes], messages: "Queue[tuple[str, Any]]") -> None:
    try:
        with stream:
            while True:
                messages.put(pickle.load(stream))
    except (EOFError, OSError, pickle.UnpicklingError, ValueError):
        messages.put(("ended", None))


def _revive(content: tuple[type[UCJMapError], str, str, str, dict[str, object]]) -> UCJMapError:
    family, code, message, hint, details = content
    return family(code, message, hint, **details)


def _send(stream: IO[bytes], content: object) -> None:
    try:
        pickle.dump(content, stream, protocol=pickle.HIGHEST_PROTOCOL)
        stream.flush()
    except OSError:
        return  # the other side is gone, and says so by its silence


def main() -> None:
    """The other process: one piece of work from standard input, progress and result to standard output."""
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # what a library prints must not get between the answers
    work, arguments = pickle.load(sys.stdin.buffer)
    try:
        result = work(*arguments, progress=lambda *far: _send(answers, ("progress", far)))
    except UCJMapError as error:
        content = (type(error), error.code, error.message, error.hint, error.details)
        _send(answers, ("error", content))
    else:
        _send(answers, ("done", result))


if __name__ == "__main__":
    main()
