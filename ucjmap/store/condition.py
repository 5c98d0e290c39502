"""Whether an open store can be used at this moment."""

from pathlib import Path

from ucjmap.errors import N_, StoreError
from ucjmap.store.engine import Store


def require_ready(store: Store) -> None:
    """Read the store once, now; nothing that was read before counts.

    Parameters
    ----------
    store
        Open; it may have been taken away, damaged or changed by another version since then.

    Raises
    ------
    StoreError
        Its file is gone, it cannot be read, or its schema is not that of this version.
    """
    url = store.engine.url
    if url.get_backend_name() == "sqlite" and url.database not in (None, "", ":memory:"):
        path = Path(str(url.database))
        if not path.exists():  # a connection that is open still reads what was deleted, a new one makes an empty file
            raise StoreError(
                "store_missing",
                N_("The file of the store {store} is gone."),
                N_("Put it back, or the newest backup in its place, and start again."),
                store=path.name,
            )
    if not store.is_current():
        raise StoreError(
            "store_outdated",
            N_("The schema of the store is not that of this version of the program."),
            N_("Start the app again: it brings the store up to date when it opens it."),
        )
