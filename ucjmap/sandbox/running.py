"""Having a file read by a process of its own within limits; what comes back are plain values."""

import json
import logging
import pickle
import queue
import signal
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final, Literal, ParamSpec, TypeVar

import psutil

from ucjmap import errors
from ucjmap.errors import N_, UCJMapError
from ucjmap.sandbox.folders import bytes_in, reading_folder
from ucjmap.sandbox.limits import Limits, limits_for
from ucjmap.sandbox.messages import decode, encode, receive, send
from ucjmap.sandbox.processes import Process, start_process
from ucjmap.sandbox.worker import DISK, MEMORY, Request
from ucjmap.schema import Progress, no_progress

P = ParamSpec("P")
T = TypeVar("T")

#: How often memory, disk and clock are looked at.
_LOOK_EVERY_S: Final = 0.2
#: What the libraries take before a file is opened.
_LIBRARIES_MB: Final = 300
#: How libraries say that they got no memory, before they end the process.
_NO_MEMORY: Final = ("memory allocation", "bad_alloc", "MemoryError", "out of memory", "Cannot allocate")
_SECONDS_OVER: Final = frozenset({-int(getattr(signal, "SIGXCPU", 24)), -int(getattr(signal, "SIGALRM", 14))})
_LOG_SHOWN: Final = 4000
_log = logging.getLogger(__name__)

Excess = Literal["memory", "time", "disk"]


def isolated(
    work: Callable[P, Any],
    build: Callable[[Any], T],
    *,
    family: type[UCJMapError],
    limits: Callable[[Path], Limits] = limits_for,
) -> Callable[P, T]:
    """``work``, done by a process of its own each time.

    Parameters
    ----------
    work
        A function at the level of its module, whose first argument is the path of the file. Its keyword ``progress`` is
        called in this process, and may raise to cancel; so are other keywords that are functions of one value.
    build
        Makes the result from the plain form of what ``work`` returns (``messages.encode``).
    family
        Whose error it is when the reading needs too much or ends its reader.
    limits
        What the reading of a file may use.

    Returns
    -------
    Callable
        Takes what ``work`` takes.

    Raises
    ------
    UCJMapError
        What ``work`` raises; or, of ``family``: the file needs too much memory, time or disk, or ends its reader.
    """

    def run(*args: P.args, **kwargs: P.kwargs) -> T:
        path = Path(str(args[0]))
        progress: Any = kwargs.pop("progress", None)
        functions: dict[str, Any] = {name: kwargs.pop(name) for name in list(kwargs) if callable(kwargs[name])}
        with reading_folder() as folder:
            request = Request(
                module=work.__module__,
                name=work.__qualname__,
                args=(path.absolute(), *args[1:]),
                kwargs=dict(kwargs),
                reports_progress=progress is not None,
                asks=tuple(functions),
                limits=limits(path),
                folder=str(folder),
            )
            reading = _Reading(path.name, family, request, progress or no_progress, functions)
            return build(reading.run())

    run.__doc__ = work.__doc__
    run.__name__ = run.__qualname__ = work.__name__
    return run


@dataclass
class _Reading:
    """The reading of one file, watched."""

    file: str
    family: type[UCJMapError]
    request: Request
    progress: Progress
    functions: Mapping[str, Callable[[Any], Any]]
    messages: "queue.SimpleQueue[tuple[bytes, bytes] | None]" = field(default_factory=queue.SimpleQueue)

    @property
    def limits(self) -> Limits:
        return self.request.limits

    def run(self) -> Any:
        process = start_process(self.request.module)
        listener = threading.Thread(target=self._listen, args=(process,), daemon=True)
        listener.start()
        try:
            answer, excess = self._wait(process)
        finally:
            process.kill()
            listener.join()
            status = process.wait()
        if answer is None or answer[0] == b"F":
            raise self._refusal(excess or self._excess_of(status, answer), answer)
        if answer[0] == b"O":
            raise OSError(*json.loads(answer[1]))
        if answer[0] == b"E":
            raise _error_of(answer[1])
        try:
            return decode(answer[1])
        except Exception as error:  # a reader that a file has taken over may send anything
            raise self._refusal(None, None) from error

    def _listen(self, process: Process) -> None:
        """Send the request and pass on what comes back, to the end."""
        try:
            send(process.writer, b"Q", pickle.dumps(self.request))
            while message := receive(process.reader, most_bytes=self.limits.memory_mb * 2**20):
                self.messages.put(message)
        except (OSError, ValueError):
            pass  # it has ended, and its status says how
        finally:
            self.messages.put(None)

    def _wait(self, process: Process) -> tuple[tuple[bytes, bytes] | None, Excess | None]:
        """The answer, or the limit that was exceeded."""
        until = time.monotonic() + self.limits.clock_s
        while True:
            try:
                message = self.messages.get(timeout=_LOOK_EVERY_S)
            except queue.Empty:
                if excess := self._look(process, until):
                    return None, excess
                continue
            if message is not None and message[0] == b"C":
                self._answer(process, message[1])
                continue
            if message is None or message[0] != b"P":
                return message, None
            done, total, what = json.loads(message[1])
            self.progress(int(done), int(total), str(what))

    def _answer(self, process: Process, question: bytes) -> None:
        """Answer a question of the reader by calling the function that it names."""
        name, value = decode(question)
        send(process.writer, b"A", encode(self.functions[name](value)))

    def _look(self, process: Process, until: float) -> Excess | None:
        # A library that got no memory may hang before it ends, as one does that writes down where it was.
        if _got_no_memory(self._report(None)):
            return "memory"
        if _memory_of(process.pid) > (self.limits.memory_mb + _LIBRARIES_MB) * 2**20:
            return "memory"
        if bytes_in(Path(self.request.folder)) > self.limits.disk_mb * 2**20:
            return "disk"
        return "time" if time.monotonic() > until else None

    def _excess_of(self, status: int, answer: tuple[bytes, bytes] | None) -> Excess | None:
        if status in _SECONDS_OVER:
            return "time"
        if status == DISK:
            return "disk"
        return "memory" if status == MEMORY or _got_no_memory(self._report(answer)) else None

    def _report(self, answer: tuple[bytes, bytes] | None) -> str:
        """The error that the process reported, or else the end of what its libraries printed."""
        if answer:
            return answer[1].decode(errors="replace")
        log = Path(self.request.folder) / "log"
        try:
            with log.open("rb") as printed:
                printed.seek(max(0, log.stat().st_size - _LOG_SHOWN))
                return printed.read().decode(errors="replace")
        except FileNotFoundError:
            return ""

    def _refusal(self, excess: Excess | None, answer: tuple[bytes, bytes] | None) -> UCJMapError:
        _log.warning("the reader of %s ended (%s): %s", self.file, excess or "unforeseen", self._report(answer))
        code, message, hint = _REFUSALS[excess]
        limit = {"memory": self.limits.memory_mb, "time": self.limits.seconds, "disk": self.limits.disk_mb, None: 0}
        return self.family(code, message, hint, file=self.file, limit=limit[excess])


_REFUSALS: Final[dict[Excess | None, tuple[str, str, str]]] = {
    "memory": (
        "too_much_memory",
        N_("The file {file} needs too much memory: more than {limit} MB."),
        N_(
            "Often one stray cell far outside the table, or damage, is the cause: copy only the table or the layer into a "
            "new file. For a file that is really so large, the administrator can raise UCJMAP_MAX_READING_MB."
        ),
    ),
    "time": (
        "too_much_time",
        N_("Reading the file {file} takes too long: more than {limit} seconds."),
        N_(
            "Open it in the program that made it and save the table or the layer as a new file. For a file that is really "
            "so large, the administrator can raise UCJMAP_MAX_READING_S."
        ),
    ),
    "disk": (
        "too_much_disk",
        N_("The file {file} unpacks to more than {limit} MB."),
        N_("Give only the table or the layer of areas, or have the limit raised (UCJMAP_MAX_UNPACKED_MB)."),
    ),
    None: (
        "reader_failed",
        N_("The file {file} is damaged in a way that its reader cannot cope with."),
        N_("Open it in the program that made it, save it as a new file, and try that one."),
    ),
}


def _got_no_memory(report: str) -> bool:
    return any(word in report for word in _NO_MEMORY)


def _memory_of(pid: int) -> int:
    try:
        return int(psutil.Process(pid).memory_info().rss)
    except psutil.Error:
        return 0  # it has ended


def _error_of(content: bytes) -> UCJMapError:
    plain = json.loads(content)
    if "questions" in plain:
        return errors.OpenQuestionError(
            *(errors.Question(**{**question, "assume": tuple(question["assume"])}) for question in plain["questions"])
        )
    family = getattr(errors, plain["family"], UCJMapError)
    if not (isinstance(family, type) and issubclass(family, UCJMapError)):
        family = UCJMapError
    return family(plain["code"], plain["message"], plain["hint"], **plain["details"])
