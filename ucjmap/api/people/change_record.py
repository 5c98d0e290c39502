"""The record of changes, and whether somebody altered it."""

import pandas as pd

from ucjmap.api.people.managing import require_administrator
from ucjmap.codes import COUNTRY
from ucjmap.store import ChainReport, Store, check_audit, read_audit


def list_changes(store: Store) -> pd.DataFrame:
    """Every change, the newest first.

    Returns
    -------
    pandas.DataFrame
        One row is one change: id, at (UTC), who (``person 3`` as the list of people numbers them; empty for the machine
        itself and the command line), what, about (a dictionary), hash.

    Raises
    ------
    AccessError
        Whoever holds the store is no administrator of the whole country: entries are about any area.
    """
    require_administrator(store, [COUNTRY])
    with store.reading() as connection:
        return read_audit(connection)


def check_changes(store: Store) -> ChainReport:
    """Whether the record is as it was written.

    Returns
    -------
    ChainReport
        With the hash of the last entry, to be kept elsewhere.

    Raises
    ------
    AccessError
        Whoever holds the store is no administrator of the whole country.
    """
    require_administrator(store, [COUNTRY])
    with store.reading() as connection:
        return check_audit(connection)
