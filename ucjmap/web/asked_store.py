"""The store for the routes, as whoever asks may use it."""

from starlette.requests import Request

from ucjmap import api
from ucjmap.access import ASKER_HEADER, asker_of


def asked_store(request: Request) -> api.Store:
    """The store of this installation for the sender of a request; one that did not pass the entrance only reads."""
    return api.store_for(api.default_store(), asker_of(request.headers.get(ASKER_HEADER)))


def own_store() -> api.Store:
    """The store of this installation, for a sign-in alone: nobody is known yet who could be asked."""
    return api.default_store()
