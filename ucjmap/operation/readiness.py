"""Whether this process can answer visitors now; that it is alive is another question."""

import threading
from dataclasses import dataclass, field

from ucjmap import api
from ucjmap.errors import N_, StoreError, UCJMapError
from ucjmap.operation.ending import is_ending


@dataclass
class Loading:
    """How far the start is; ``error`` is set when it failed."""

    done: threading.Event = field(default_factory=threading.Event)
    fraction: float = 0.0
    error: UCJMapError | None = None


def find_hindrance(loading: Loading | None) -> UCJMapError | None:
    """What keeps this process from answering visitors at this moment.

    Parameters
    ----------
    loading
        The start of this process; None before it began.

    Returns
    -------
    UCJMapError
        Why it is not ready; None if it is. ``starting`` passes by itself, anything else is for the administrator.
    """
    if is_ending():
        return api.server_ends()
    if loading is None or not loading.done.is_set():
        return StoreError(
            "starting",
            N_("The data are being made ready for the first time: {percent} % done."),
            N_("Ask again in a few seconds."),
            percent=round(100 * min(loading.fraction, 1.0)) if loading else 0,
        )
    if loading.error is not None:
        return loading.error
    try:
        api.require_ready(api.default_store())
    except UCJMapError as error:
        return error
    return None
