"""Names of contents, by which a browser or a GIS program asks whether what it has still holds."""

import hashlib

import ucjmap
from ucjmap.api.figures.definitions import definitions_version
from ucjmap.settings import get_settings
from ucjmap.store import Store


def content_tag(store: Store, *terms: object) -> str:
    """Names what follows from the store and some terms, without making it.

    Parameters
    ----------
    terms
        All that the content depends on besides: what was asked, the version of its form. Each has to look the same
        (``repr``) in every process.

    Returns
    -------
    str
        32 hexadecimal digits. They change with every import and undo, and differ between stores, releases, lists of
        indicators, settings of ``whole_from`` and the areas that whoever asks may see.
    """
    told = (*terms, ucjmap.__version__, definitions_version(), get_settings().whole_from, store.name)
    shown = store.scope and store.scope.shown
    return hashlib.sha256(repr((*told, store.revision(), shown)).encode()).hexdigest()[:32]
