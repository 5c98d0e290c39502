"""A process that has loaded the libraries and makes a copy of itself for each file: a copy starts in milliseconds.

``multiprocessing`` has such a server, too, but each of its processes reruns the main module, which is Streamlit's or
a visitor's page here.
"""

import gc
import importlib
import os
import select
import signal
import socket
import struct
import sys
from contextlib import suppress
from typing import Final

from ucjmap.sandbox.worker import serve

#: A number that is sent: the pid of a copy when it starts, its exit status when it has ended.
NUMBER: Final = struct.Struct("!i")
_MOST_NAME: Final = 1000


class _Copies:
    """The running copies, and the pipe on which the end of each is announced."""

    def __init__(self) -> None:
        self.ends: dict[int, int] = {}

    def add(self, control: socket.socket, connection: int, end: int) -> None:
        pid = os.fork()
        if pid == 0:
            self._become_one(control, connection)
        os.close(connection)
        self.ends[pid] = end
        with suppress(OSError):  # nobody waits for it any more
            os.write(end, NUMBER.pack(pid))

    def _become_one(self, control: socket.socket, connection: int) -> None:
        try:
            signal.set_wakeup_fd(-1)
            signal.signal(signal.SIGCHLD, signal.SIG_DFL)
            control.close()
            for end in self.ends.values():
                os.close(end)
            with socket.socket(fileno=connection) as channel:
                serve(channel.makefile("rb"), channel.makefile("wb"))
        except BrokenPipeError:
            pass  # the process that asked has ended
        finally:
            os._exit(0)

    def bury(self) -> None:
        """Announce the copies that have ended."""
        while self.ends:
            pid, status = os.waitpid(-1, os.WNOHANG)
            if pid == 0:
                return
            end = self.ends.pop(pid)
            with suppress(OSError):
                os.write(end, NUMBER.pack(os.waitstatus_to_exitcode(status)))
            os.close(end)

    def kill(self) -> None:
        for pid in self.ends:
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)


def main() -> None:
    """Serve until the other side closes. Arguments: descriptor of the control socket, modules to load at first."""
    control = socket.socket(fileno=int(sys.argv[1]))
    for module in sys.argv[2:]:
        importlib.import_module(module)
    gc.collect()
    gc.freeze()  # copies share this memory as long as nobody writes to it
    woken, waker = socket.socketpair()
    for end in (woken, waker):
        end.setblocking(False)
    signal.set_wakeup_fd(waker.fileno(), warn_on_full_buffer=False)
    signal.signal(signal.SIGCHLD, lambda *_: None)
    copies = _Copies()
    while True:
        ready, _, _ = select.select([control, woken], [], [])
        if woken in ready:
            woken.recv(4096)
            copies.bury()
        if control in ready:
            name, descriptors, _, _ = socket.recv_fds(control, _MOST_NAME, 2)
            if not name:
                signal.set_wakeup_fd(-1)  # the copies that end now have nobody to wake
                copies.kill()
                return
            importlib.import_module(name.decode())  # so that later copies have it already
            copies.add(control, *descriptors)
