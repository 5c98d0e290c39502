"""The process that reads one file: it takes a request, holds itself to the limits, does the work, answers, and ends."""

import errno
import faulthandler
import importlib
import json
import os
import pickle
import sys
import tempfile
import traceback
from dataclasses import asdict, dataclass
from functools import partial
from pathlib import Path
from typing import IO, Any, Final

from ucjmap.errors import OpenQuestionError, UCJMapError
from ucjmap.files import OUR_DISK
from ucjmap.sandbox.isolation import isolate
from ucjmap.sandbox.limits import Limits, apply_limits
from ucjmap.sandbox.messages import decode, encode, receive, send

#: Most bytes of a request: it may carry frames of our own, such as the register.
_MOST_REQUEST: Final = 2**31
#: Depth of calls at which Python gives up, so that recursive parsers are stopped before the stack is full.
_DEPTH: Final = 1000


@dataclass(frozen=True)
class Request:
    """What is to be done: a function by module and name, its arguments, limits, and a folder for what it writes.

    ``asks`` names the arguments that are functions of the process that asked: their answers come from there.
    """

    module: str
    name: str
    args: tuple[Any, ...]
    kwargs: dict[str, Any]
    reports_progress: bool
    asks: tuple[str, ...]
    limits: Limits
    folder: str


def serve(reader: IO[bytes], writer: IO[bytes]) -> None:
    """Answer the one request that arrives on ``reader``; whatever goes wrong is an answer, too."""
    message = receive(reader, most_bytes=_MOST_REQUEST)
    if message is None:
        return
    request: Request = pickle.loads(message[1])  # from the process that it serves, never from a file
    _settle(Path(request.folder))
    work = getattr(importlib.import_module(request.module), request.name)
    try:
        apply_limits(request.limits)
        isolate()
        kwargs = request.kwargs
        if request.reports_progress:
            kwargs = {**kwargs, "progress": lambda *steps: send(writer, b"P", json.dumps(steps).encode())}
        asked = {name: partial(_ask, reader, writer, name) for name in request.asks}
        kwargs = {**kwargs, **asked}
        send(writer, b"R", encode(work(*request.args, **kwargs)))
    except UCJMapError as error:
        send(writer, b"E", _describe(error))
    except MemoryError:
        os._exit(MEMORY)  # an answer would need memory, too
    except OSError as error:
        if error.errno == errno.EFBIG:
            os._exit(DISK)
        if error.errno in OUR_DISK:
            send(writer, b"O", json.dumps([error.errno, error.strerror]).encode())
        else:
            send(writer, b"F", traceback.format_exc().encode(errors="replace"))
    except Exception:
        send(writer, b"F", traceback.format_exc().encode(errors="replace"))


def _ask(reader: IO[bytes], writer: IO[bytes], name: str, value: Any) -> Any:
    """Have a function of the process that asked answer for ``value``."""
    send(writer, b"C", encode([name, value]))
    message = receive(reader, most_bytes=_MOST_REQUEST)
    if message is None:
        raise BrokenPipeError  # nobody waits for the file any more
    return decode(message[1])


#: Exit codes of a process that ran out of memory, or wrote a file beyond its limit, and could still say so.
MEMORY, DISK = 86, 87


def _settle(folder: Path) -> None:
    """Work in the folder that will be deleted, and write there what libraries print."""
    os.chdir(folder)
    tempfile.tempdir = str(folder)
    os.environ["TMPDIR"] = str(folder)
    log = os.open("log", os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    os.dup2(log, 1)
    os.dup2(log, 2)
    os.close(log)
    sys.setrecursionlimit(_DEPTH)
    faulthandler.enable(open(2, "w", closefd=False))  # noqa: SIM115 - for the life of the process


def _describe(error: UCJMapError) -> bytes:
    if isinstance(error, OpenQuestionError):
        return json.dumps({"questions": [asdict(question) for question in error.questions]}, default=str).encode()
    details = {
        name: value if isinstance(value, int | float | dict) else str(value) for name, value in error.details.items()
    }
    known = {"family": type(error).__name__, "code": error.code, "message": error.message, "hint": error.hint}
    return json.dumps({**known, "details": details}, default=str).encode()


def main() -> None:
    """Serve one request of the standard streams: for systems that cannot fork."""
    with os.fdopen(os.dup(0), "rb") as reader, os.fdopen(os.dup(1), "wb") as writer:
        serve(reader, writer)
