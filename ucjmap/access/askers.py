"""Who asks, and which requests are answered at all: decided by what nobody can claim about himself.

A web page of any site can reach a server on its visitor's machine, under a name of its own (DNS rebinding) or through a
websocket. So each request has to name a host that is known here, and one that comes from a page has to come from a page
of the same host. Names are compared, never looked up.
"""

import ipaddress
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Final, Literal
from urllib.parse import urlsplit

from ucjmap.access.sessions import SESSIONS, session_key

#: The cookie that holds the token of a session.
SESSION_COOKIE: Final = "ucjmap_session"
#: The header in which the entrance tells pages and routes who asks; whatever a client sends under this name is dropped.
ASKER_HEADER: Final = "x-ucjmap-asker"

#: What a proxy adds to a request that it passes on; any header that begins so, or is called so.
_PASSED_ON: Final = ("x-forwarded", "forwarded", "via", "x-real-ip", "x-client-ip", "x-original-", "cf-connecting-ip")
#: Names under this one belong to its owner, so that nobody else can let them lead elsewhere.
_HOSTING: Final = ".streamlit.app"
_SITE: Final = re.compile(r"https?://(\*\.)?[a-z0-9.-]+(:(\d{1,5}|\*))?")
_DEFAULT_PORTS: Final = {"http": 80, "https": 443}


@dataclass(frozen=True)
class Asked:
    """What is known of a request: names of its headers in lower case, and the address at the other end of the line."""

    hosts: tuple[str, ...]
    origin: str | None
    peer: str
    headers: frozenset[str]


@dataclass(frozen=True)
class Asker:
    """Who asks: ``machine`` sits at the machine that runs the app, ``office`` gave its password, ``reader`` did neither.

    A ``person`` shows the cookie of a session; whether it is open, and what they may, is for the store to say.
    ``session`` is the key of the session of an office or a person.
    """

    kind: Literal["machine", "office", "person", "reader"]
    session: str = ""

    def may_write(self) -> bool:
        """Whether they may change what the store holds now: a session may have ended since it was last asked.

        Returns
        -------
        bool
            False for whoever only reads, and for a person: theirs is a right in some areas.
        """
        return self.kind == "machine" or (self.kind == "office" and SESSIONS.is_open(self.session))


READER: Final = Asker("reader")


def asker_of(mark: str | None) -> Asker:
    """Who asks, by the mark that the entrance set.

    Parameters
    ----------
    mark
        Of the request, or of the handshake of a websocket, which may be hours old.

    Returns
    -------
    Asker
        A reader without a mark, or with one that is not known.
    """
    kind, _, key = (mark or "").partition(":")
    for known in ("office", "person"):
        if key and kind == known:
            return Asker(known, key)
    return Asker("machine") if mark == "machine" else READER


def mark_of(asked: Asked, public_url: str, access: str, token: str) -> str:
    """The mark of a request.

    Parameters
    ----------
    asked
        The request, as it came over the line.
    public_url, access
        The settings ``UCJMAP_PUBLIC_URL`` and ``UCJMAP_ACCESS``.
    token
        What the cookie of the session holds; empty if there is none.
    """
    if access == "password":  # then nobody is trusted for where they sit
        key = SESSIONS.find(token)
        return f"office:{key}" if key else "reader"
    if access == "oidc":
        return f"person:{session_key(token)}" if token else "reader"
    return "machine" if is_machine(asked, public_url) else "reader"


def is_machine(asked: Asked, public_url: str) -> bool:
    """Whether whoever sends a request sits at the machine that runs the app.

    Parameters
    ----------
    asked
        The request, as it came over the line.
    public_url
        The setting ``UCJMAP_PUBLIC_URL``. Where there is one, somebody else's requests may come from a proxy on this
        machine that says nothing about them: then nobody is the machine itself.

    Returns
    -------
    bool
        True only if the line begins on this machine, the page has a loopback address and no proxy is between.
    """
    is_here = is_loopback(asked.peer) and len(asked.hosts) == 1 and is_loopback(_name_of(asked.hosts[0]))
    is_passed_on = any(name.startswith(_PASSED_ON) for name in asked.headers)
    return is_here and not is_passed_on and not public_url


def is_known_host(hosts: tuple[str, ...], public_url: str) -> bool:
    """Whether a request names a host of this installation.

    Parameters
    ----------
    hosts
        Each ``Host`` header of the request; there has to be one.
    public_url
        The setting ``UCJMAP_PUBLIC_URL``.

    Returns
    -------
    bool
        True for ``localhost``, for any address in numbers (no name, so nobody can let it lead elsewhere) and for the
        host of ``public_url``, on any port.
    """
    name = _name_of(hosts[0]) if len(hosts) == 1 else ""
    known = {"localhost", urlsplit(public_url).hostname}
    return bool(name) and (name in known or _is_number(name) or name.endswith(_HOSTING))


def is_own_origin(origin: str, host: str, public_url: str) -> bool:
    """Whether the page that sends a request is one of this app.

    Parameters
    ----------
    origin
        The ``Origin`` header; ``null`` is nobody's.
    host
        The ``Host`` header, which is known here.
    public_url
        The setting ``UCJMAP_PUBLIC_URL``: behind a proxy on another port ``host`` has lost the port of the page.
    """
    page = _place(origin)
    if page is None:
        return False
    scheme = urlsplit(origin).scheme
    return page in {_place(f"{scheme}://{host}"), _place(public_url)}


def is_loopback(name: str) -> bool:
    """Whether a name or an address in numbers is one of the machine itself; nothing is looked up.

    Returns
    -------
    bool
        True for ``localhost``, ``127.0.0.0/8`` and ``::1``, also as IPv4 within IPv6.
    """
    return name == "localhost" or _is_number(name, lambda number: number.is_loopback)


def frame_sites(text: str) -> tuple[str, ...]:
    """The sites of the setting ``UCJMAP_EMBED_SITES``, each as a browser writes its origin.

    Raises
    ------
    ValueError
        One of them is no ``https://host`` or ``http://host``, with or without a port; ``*.`` before a host and ``*`` for
        a port stand for all of them.
    """
    sites = tuple(site.rstrip("/") for site in text.split())
    for site in sites:
        if not _SITE.fullmatch(site):
            raise ValueError(f"{site} is no site such as https://portal.example.go.id")
    return sites


def _place(url: str) -> tuple[str, int | None] | None:
    """Host and port of an address of http or https; None for anything else."""
    try:
        parts = urlsplit(url)
        port = parts.port or _DEFAULT_PORTS.get(parts.scheme)
    except ValueError:
        return None
    return (parts.hostname, port) if parts.scheme in _DEFAULT_PORTS and parts.hostname else None


def _name_of(host: str) -> str:
    """The name in a ``Host`` header without its port; empty if it is none."""
    try:
        parts = urlsplit(f"//{host}")
        _ = parts.port  # a ValueError unless it is a port
    except ValueError:
        return ""
    is_plain = parts.netloc == host and "@" not in host
    return (parts.hostname or "").rstrip(".") if is_plain else ""


def _is_number(name: str, holds: Callable[[ipaddress.IPv4Address | ipaddress.IPv6Address], bool] | None = None) -> bool:
    try:
        number = ipaddress.ip_address(name)
    except ValueError:
        return False
    inner = number.ipv4_mapped if isinstance(number, ipaddress.IPv6Address) else None
    return holds is None or holds(inner or number)


def names_of(headers: Iterable[tuple[bytes, bytes]]) -> frozenset[str]:
    """The names of a request's headers, in lower case.

    Returns
    -------
    frozenset
        Without their values.
    """
    return frozenset(name.decode("latin-1").lower() for name, _ in headers)
