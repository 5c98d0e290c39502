"""The maps that follow one: handed to the browser when a visitor is about to open them.

A page offers them under a token that nobody can guess, so that figures reach only whom the page was shown to, and only
in the terms of that page. A token lives in the process that gave it; where it is not known, the visitor waits for the
page as before.
"""

import hashlib
import secrets
from collections import OrderedDict
from collections.abc import Callable
from threading import Lock
from typing import Any, Final

from ucjmap.errors import N_, UsageError

#: From the code of an area to the specification of the map that opening it shows.
MakeMap = Callable[[str], dict[str, Any]]

_OFFERED_AT_MOST: Final = 2000
_secret = secrets.token_bytes(32)
_lock = Lock()
_offers: OrderedDict[str, MakeMap] = OrderedDict()


def offer_next_maps(terms: str, make: MakeMap) -> str:
    """The token under which ``make`` can be asked; the same ``terms`` (all that ``make`` depends on) have the same."""
    token = hashlib.blake2b(terms.encode(), key=_secret, digest_size=16).hexdigest()
    with _lock:
        _offers[token] = make
        _offers.move_to_end(token)
        if len(_offers) > _OFFERED_AT_MOST:
            _offers.popitem(last=False)
    return token


def next_map(token: str, code: str) -> dict[str, Any]:
    """The map that opening the area ``code`` shows.

    Raises
    ------
    UsageError
        The token is not known (any more), or there is no such area.
    """
    with _lock:
        make = _offers.get(token)
    if make is None:
        raise UsageError("page_is_old", N_("This page is no longer known here."), N_("Load the page again."))
    return make(code)
