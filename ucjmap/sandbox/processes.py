"""Starting the processes that read files: copies of a fork server on Linux, processes of their own elsewhere."""

import atexit
import os
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from typing import IO, Final, Protocol

from ucjmap.sandbox.forkserver import NUMBER
from ucjmap.sandbox.isolation import GDAL_WITHOUT_NETWORK

#: What nearly every file needs, loaded once.
_LOADED: Final = (
    "geopandas",
    "pyogrio",
    "pyarrow.parquet",
    "ucjmap.boundaries.loading",
    "ucjmap.intake.reading.sheets",
)
#: One thread and one memory arena: the limit of address space is meant for what a file needs.
_FRUGAL: Final[Mapping[str, str]] = {
    "OPENBLAS_NUM_THREADS": "1",
    "OMP_NUM_THREADS": "1",
    "MALLOC_ARENA_MAX": "2",
    "ARROW_DEFAULT_MEMORY_POOL": "system",
    "PYTHONFAULTHANDLER": "",
    "RUST_BACKTRACE": "0",  # to write one down takes memory, and waits for ever where there is none
}
#: On other systems there is no fork, or it is not safe once the system's own libraries are loaded.
_FORKS: Final = sys.platform == "linux"
_GONE: Final = -int(signal.SIGKILL) if sys.platform != "win32" else 1


class Process(Protocol):
    """A process that reads one file."""

    pid: int
    reader: IO[bytes]
    writer: IO[bytes]

    def kill(self) -> None:
        """End it at once; one that has ended is left alone."""

    def wait(self) -> int:
        """Its exit code, negative the signal that ended it; closes the streams."""


@dataclass
class _Copy:
    """A copy of the fork server; ``handle`` means this process even after its number is given to another one."""

    pid: int
    handle: int
    reader: IO[bytes]
    writer: IO[bytes]
    end: int

    def kill(self) -> None:
        with suppress(ProcessLookupError):
            signal.pidfd_send_signal(self.handle, signal.SIGKILL)

    def wait(self) -> int:
        number = os.read(self.end, NUMBER.size)
        os.close(self.end)
        os.close(self.handle)
        for stream in (self.reader, self.writer):
            with suppress(OSError):
                stream.close()
        return int(NUMBER.unpack(number)[0]) if len(number) == NUMBER.size else _GONE


@dataclass
class _Own:
    """A process of its own, for systems without a safe fork."""

    process: subprocess.Popen[bytes]
    pid: int
    reader: IO[bytes]
    writer: IO[bytes]

    def kill(self) -> None:
        self.process.kill()

    def wait(self) -> int:
        code = self.process.wait()
        for stream in (self.reader, self.writer):
            with suppress(OSError):
                stream.close()
        return code


@dataclass
class _ForkServer:
    """The fork server of this process, started with the first file."""

    lock: threading.Lock = field(default_factory=threading.Lock)
    owner: int = 0
    process: subprocess.Popen[bytes] | None = None
    control: socket.socket | None = None

    def start_copy(self, module: str) -> _Copy:
        with self.lock:
            try:
                return self._ask(module)
            except OSError:  # it was ended, for want of memory for example
                self._close()
                return self._ask(module)

    def warm_up(self) -> None:
        with self.lock:
            self._open()

    def _ask(self, module: str) -> _Copy:
        control = self._open()
        ours, its = socket.socketpair()
        reading, writing = os.pipe()
        try:
            socket.send_fds(control, [module.encode()], [its.fileno(), writing])
            os.close(writing)
            number = os.read(reading, NUMBER.size)
            if len(number) < NUMBER.size:
                raise ConnectionError("the fork server has gone")
            pid = NUMBER.unpack(number)[0]
            handle = os.pidfd_open(pid)  # it waits for its request, which it has not been sent yet
        except OSError:
            ours.close()
            os.close(reading)
            raise
        finally:
            its.close()
        with ours:
            return _Copy(pid, handle, ours.makefile("rb"), ours.makefile("wb"), reading)

    def _open(self) -> socket.socket:
        if self.owner != os.getpid():  # a fork of this process must not talk to the server of the other one
            self.control = self.process = None
            self.owner = os.getpid()
        if self.control is None:
            ours, its = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
            with its:
                self.process = subprocess.Popen(
                    [*_python("ucjmap.sandbox.forkserver"), str(its.fileno()), *_LOADED],
                    pass_fds=(its.fileno(),), stdin=subprocess.DEVNULL, env=_environment(), start_new_session=True,
                )  # fmt: skip
            self.control = ours
        return self.control

    def _close(self) -> None:
        if self.control is not None and self.owner == os.getpid():
            self.control.close()
            if self.process is not None:
                self.process.kill()
                self.process.wait()
        self.control = self.process = None


_server = _ForkServer()


def start_process(module: str) -> Process:
    """A process that waits for a request about a function of ``module``."""
    if _FORKS:
        return _server.start_copy(module)
    process = subprocess.Popen(
        _python("ucjmap.sandbox.worker"), stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=_environment()
    )
    if process.stdin is None or process.stdout is None:
        raise OSError("no pipes")
    return _Own(process, process.pid, process.stdout, process.stdin)


def warm_up() -> None:
    """Start loading what the first file will need; returns at once."""
    if _FORKS:
        _server.warm_up()


@atexit.register
def _stop_server() -> None:
    with suppress(OSError):
        _server._close()


def _python(module: str) -> list[str]:
    return [sys.executable, "-P", "-c", f"from {module} import main; main()"]


def _environment() -> dict[str, str]:
    """The environment of this process, with its module path and the settings above."""
    return {
        **os.environ,
        **_FRUGAL,
        **GDAL_WITHOUT_NETWORK,
        "PYTHONPATH": os.pathsep.join(filter(None, sys.path)),
    }
