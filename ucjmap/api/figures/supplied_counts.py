"""Counts as they were supplied, of one indicator and segment at all dates: read once between two imports."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from ucjmap.api.areas import area_tree, remember
from ucjmap.store import Store, read_history

Places = npt.NDArray[np.intp]


@dataclass(frozen=True)
class Counts:
    """``rows`` has one row an area and date, oldest first: unit_code, as_of (category), import_id, numerator, denominator.

    ``places`` is the position of the area in ``AreaTree.areas``. Counts of areas that the boundaries lack are left out.
    """

    rows: pd.DataFrame
    places: Places

    def latest(self, as_of: str) -> tuple[pd.DataFrame, Places]:
        """The newest count of every area on or before a date, and its place."""
        dates = self.rows["as_of"].cat
        number = int(np.searchsorted(dates.categories.to_numpy(dtype=object).astype(str), as_of, side="right"))
        end = int(np.searchsorted(dates.codes.to_numpy(), number))
        _, from_end = np.unique(self.places[:end][::-1], return_index=True)
        newest = np.sort(end - 1 - from_end)
        return self.rows.take(newest), self.places[newest]


def read_counts(store: Store, indicator: str, segment: str) -> Counts:
    """All counts of an indicator and segment that are in force."""
    return remember(store, ("counts", indicator, segment), lambda: _read(store, indicator, segment))


def _read(store: Store, indicator: str, segment: str) -> Counts:
    tree = area_tree(store)
    with store.reading() as connection:
        rows = read_history(connection, indicator, segment)
    places = tree.areas.index.get_indexer(rows["unit_code"].astype(object))
    rows, places = rows[places >= 0].reset_index(drop=True), places[places >= 0]
    # The query creates a text for the code of each row: those of the tree are in memory anyway.
    codes = pd.Series(tree.texts("code")[places], rows.index, dtype=object)
    return Counts(rows.assign(unit_code=codes, as_of=rows["as_of"].astype(object).astype("category")), places)
