"""What a process that reads a file from outside cannot do on Linux: reach a network, start programs, signal others.

References
----------
Linux kernel, Seccomp BPF: https://docs.kernel.org/userspace-api/seccomp_filter.html
"""

import ctypes
import errno
import platform
import signal
import struct
import sys
from collections.abc import Iterable, Mapping
from typing import Final

#: GDAL asks a web server where a file says so (a GeoJSON whose ``crs`` is a ``link``). Where the system cannot forbid
#: that, GDAL is sent to a proxy that does not exist.
GDAL_WITHOUT_NETWORK: Final[Mapping[str, str]] = {
    "GDAL_HTTP_PROXY": "127.0.0.1:9",
    "GDAL_HTTPS_PROXY": "127.0.0.1:9",
    "GDAL_HTTP_CONNECTTIMEOUT": "1",
    "GDAL_HTTP_TIMEOUT": "2",
    "GDAL_HTTP_MAX_RETRY": "0",
    "CPL_VSIL_CURL_ALLOWED_EXTENSIONS": "none",
    "PROJ_NETWORK": "OFF",
}

_PR_SET_PDEATHSIG, _PR_SET_NO_NEW_PRIVS, _PR_SET_SECCOMP = 1, 38, 22
_SECCOMP_FILTER: Final = 2
_ALLOW, _DENY = 0x7FFF0000, 0x00050000 | errno.EACCES
_LOAD, _EQUAL, _AT_LEAST, _RETURN = 0x20, 0x15, 0x35, 0x06
_NUMBER, _ARCHITECTURE = 0, 4
#: System calls above belong to another interface of the same processor (x32), which nothing here uses.
_OTHER_INTERFACE: Final = 0x40000000
#: Machine -> its number, and the calls that are denied: socket, connect, accept, bind, listen, socketpair, accept4,
#: execve, execveat, ptrace, io_uring_setup, kill, pidfd_send_signal.
_MACHINES: Final[Mapping[str, tuple[int, tuple[int, ...]]]] = {
    "x86_64": (0xC000003E, (41, 42, 43, 49, 50, 53, 288, 59, 322, 101, 425, 62, 424)),
    "aarch64": (0xC00000B7, (198, 203, 202, 200, 201, 199, 242, 221, 281, 117, 425, 129, 424)),
}


class _Program(ctypes.Structure):
    _fields_ = (("length", ctypes.c_ushort), ("filter", ctypes.c_char_p))


def isolate() -> None:
    """Give up irrevocably what reading a file does not need. Does nothing on systems other than Linux."""
    if sys.platform != "linux":
        return
    libc = ctypes.CDLL(None, use_errno=True)
    libc.prctl(_PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)
    machine = _MACHINES.get(platform.machine())
    if machine is None:
        return
    instructions = b"".join(_instructions(*machine))
    program = _Program(len(instructions) // 8, instructions)
    libc.prctl(_PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0)
    # A kernel without filters refuses: the limits and the missing proxy remain.
    libc.prctl(_PR_SET_SECCOMP, _SECCOMP_FILTER, ctypes.byref(program), 0, 0)


def _instructions(machine: int, denied: tuple[int, ...]) -> Iterable[bytes]:
    """A filter that denies the calls of ``denied`` and those of other machines; a jump counts what it skips."""
    deny = len(denied) + 1
    yield _instruction(_LOAD, _ARCHITECTURE)
    yield _instruction(_EQUAL, machine, if_not=deny + 2)
    yield _instruction(_LOAD, _NUMBER)
    yield _instruction(_AT_LEAST, _OTHER_INTERFACE, if_so=deny)
    for place, number in enumerate(denied):
        yield _instruction(_EQUAL, number, if_so=deny - place - 1)
    yield _instruction(_RETURN, _ALLOW)
    yield _instruction(_RETURN, _DENY)


def _instruction(code: int, operand: int, *, if_so: int = 0, if_not: int = 0) -> bytes:
    return struct.pack("=HBBI", code, if_so, if_not, operand)
