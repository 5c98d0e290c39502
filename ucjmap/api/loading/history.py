"""The history of imports, taking one back, and bringing it back again."""

from typing import Any

import pandas as pd

from ucjmap.api.loading.running_imports import counted_import
from ucjmap.errors import N_, UsageError
from ucjmap.store import Store, count_only_in, read_imports
from ucjmap.store import redo_import as redo_in_store
from ucjmap.store import undo_import as undo_in_store


def list_imports(store: Store) -> pd.DataFrame:
    """All imports, newest first, undone ones included.

    Returns
    -------
    pandas.DataFrame
        One row is one import: ``id``, ``kind``, ``created_at`` (UTC, ISO), ``created_by``, file, source, ``state``, and
        ``outcome``, a dict of counts. Who did it is told to those alone who signed in, where people do.
    """
    with store.reading() as connection:
        entries = read_imports(connection)
    if store.scope is not None and not store.scope.view:
        entries = entries.assign(created_by="", undone_by=None, redone_by=None)
    return entries


def show_import(store: Store, import_id: int) -> dict[str, Any]:
    """One import.

    Returns
    -------
    dict
        Its row of ``list_imports``, by column.

    Raises
    ------
    UsageError
        There is no import of that number.
    """
    entries = list_imports(store)
    entry = entries[entries["id"] == import_id]
    if entry.empty:
        raise UsageError(
            "no_such_import",
            N_("There is no import number {number}."),
            N_("The list of imports shows the numbers."),
            number=import_id,
        )
    return {str(key): value for key, value in entry.iloc[0].to_dict().items()}


def areas_lost_by_undo(store: Store, import_id: int) -> int:
    """How many areas the register would not have any more: no other import in force has them.

    Their figures stay in the store, and nothing shows them until the areas are there again.

    Parameters
    ----------
    import_id
        Of an import of boundaries; another one has no areas.
    """
    with store.reading() as connection:
        return count_only_in(connection, import_id)


@counted_import("undo")
def undo_import(store: Store, import_id: int, *, undone_by: str = "") -> None:
    """Take an import back; what it superseded counts again.

    Parameters
    ----------
    import_id
        Number of the import; it stays in the history.
    undone_by
        Who takes it back, as the history shows it.

    Raises
    ------
    UsageError
        There is no such import, or it is undone already.
    """
    with store.writing() as connection:
        undo_in_store(connection, import_id, undone_by=undone_by)


@counted_import("redo")
def redo_import(store: Store, import_id: int, *, redone_by: str = "") -> None:
    """Bring back an import that was undone; figures and outlines are those of before the undo.

    Raises
    ------
    UsageError
        There is no such import, or it is in force.
    """
    with store.writing() as connection:
        redo_in_store(connection, import_id, redone_by=redone_by)
