"""Who may read figures about the running process."""

import hmac

from starlette.requests import Request

from ucjmap.access import ASKER_HEADER, asker_of
from ucjmap.settings import get_settings


def may_read_metrics(request: Request) -> bool:
    """Whether whoever sends a request sits at the machine itself, or has the token of the setting.

    Parameters
    ----------
    request
        It passed the entrance, which marked it.

    Returns
    -------
    bool
        Tokens are compared in the same time whatever is wrong with them.
    """
    if asker_of(request.headers.get(ASKER_HEADER)).kind == "machine":
        return True
    kind, _, given = request.headers.get("authorization", "").partition(" ")
    token = get_settings().metrics_token
    return bool(token) and kind.lower() == "bearer" and hmac.compare_digest(given.strip().encode(), token.encode())
