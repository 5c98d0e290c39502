"""Who gave the password a while ago, and how often others tried: in the memory of this process."""

import hashlib
import secrets
import threading
import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Final

#: Seconds without a request, and in all, after which the password has to be given again.
_IDLE_S: Final = 2 * 3600.0
_WHOLE_S: Final = 12 * 3600.0
#: Wrong passwords within so many seconds: of one address, and of all, who may share one password list.
_WINDOW_S: Final = 300.0
_MOST_OF_ONE: Final = 5
_MOST_OF_ALL: Final = 50

Clock = Callable[[], float]


@dataclass
class Sessions:
    """Open sessions by the hash of their token: whoever reads the memory or a log has no token by it."""

    clock: Clock = time.monotonic
    _open: dict[str, tuple[float, float]] = field(default_factory=dict)  # begun, seen last
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def begin(self) -> str:
        """A new session.

        Returns
        -------
        str
            Its token, for the cookie of the browser alone.
        """
        token, now = secrets.token_urlsafe(32), self.clock()
        with self._lock:
            self._open = {key: times for key, times in self._open.items() if self._is_alive(times, now)}
            self._open[session_key(token)] = (now, now)
        return token

    def find(self, token: str) -> str:
        """The key of the open session that a cookie names; empty if there is none.

        Returns
        -------
        str
            It names the session, and opens none.
        """
        key = session_key(token)
        return key if self.is_open(key) else ""

    def is_open(self, key: str) -> bool:
        """Whether a session is still open; that it was asked for keeps it so.

        Returns
        -------
        bool
            False two hours after it was asked for last, and twelve after it began.
        """
        now = self.clock()
        with self._lock:
            times = self._open.get(key)
            if times is None or not self._is_alive(times, now):
                self._open.pop(key, None)
                return False
            self._open[key] = (times[0], now)
            return True

    def end(self, key: str) -> None:
        """End a session: its cookie and its open pages are worth nothing from now on.

        Parameters
        ----------
        key
            Of the session; one that has ended already is no error.
        """
        with self._lock:
            self._open.pop(key, None)

    def _is_alive(self, times: tuple[float, float], now: float) -> bool:
        begun, seen = times
        return now - begun < _WHOLE_S and now - seen < _IDLE_S


@dataclass
class Tries:
    """Wrong passwords of late. What is counted here bounds what can be guessed, and the memory that guessing takes."""

    clock: Clock = time.monotonic
    _failed: deque[tuple[float, str]] = field(default_factory=deque)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def begin(self, address: str) -> bool:
        """Count a try before it is known whether it fails, so that many at once are counted too.

        Returns
        -------
        bool
            False if there were too many, from this address or from all: then it is not to be looked at.
        """
        now = self.clock()
        with self._lock:
            while self._failed and now - self._failed[0][0] >= _WINDOW_S:
                self._failed.popleft()
            own = sum(1 for _, by in self._failed if by == address)
            if own >= _MOST_OF_ONE or len(self._failed) >= _MOST_OF_ALL:
                return False
            self._failed.append((now, address))
            return True

    def forgive(self, address: str) -> None:
        """Forget the tries of an address that gave the right password.

        Parameters
        ----------
        address
            At the other end of the line, or as a proxy on this machine names it.
        """
        with self._lock:
            self._failed = deque(entry for entry in self._failed if entry[1] != address)


def session_key(token: str) -> str:
    """What names a session without opening it: the hash of its token.

    Parameters
    ----------
    token
        From the cookie of a browser.
    """
    return hashlib.sha256(token.encode()).hexdigest()


#: Those of this process. Another process knows nothing of them, and a restart ends them.
SESSIONS: Final = Sessions()
TRIES: Final = Tries()
#: Seconds after which somebody who tried too often may try again.
WAIT_S: Final = round(_WINDOW_S)
