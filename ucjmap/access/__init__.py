"""Who asks, what they may do, and which requests are answered at all."""

from ucjmap.access.askers import (
    ASKER_HEADER,
    READER,
    SESSION_COOKIE,
    Asked,
    Asker,
    asker_of,
    frame_sites,
    is_known_host,
    is_loopback,
    is_machine,
    is_own_origin,
    mark_of,
    names_of,
)
from ucjmap.access.passwords import LONGEST, SHORTEST, hash_password, is_hash, is_password
from ucjmap.access.sessions import SESSIONS, TRIES, WAIT_S, Sessions, Tries, session_key

__all__ = [
    "ASKER_HEADER",
    "LONGEST",
    "READER",
    "SESSIONS",
    "SESSION_COOKIE",
    "SHORTEST",
    "TRIES",
    "WAIT_S",
    "Asked",
    "Asker",
    "Sessions",
    "Tries",
    "asker_of",
    "frame_sites",
    "hash_password",
    "is_hash",
    "is_known_host",
    "is_loopback",
    "is_machine",
    "is_own_origin",
    "is_password",
    "mark_of",
    "names_of",
    "session_key",
]
