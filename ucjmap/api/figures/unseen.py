"""Areas whose figures are not shown to whoever asks."""

import numpy as np
import numpy.typing as npt
import pandas as pd

from ucjmap.api.areas import area_tree, remember
from ucjmap.store import Store


def all_unseen(store: Store) -> npt.NDArray[np.bool_]:
    """``unseen`` for all areas of the register, found once between two imports.

    Returns
    -------
    numpy.ndarray
        One element is one area, the country last. It is shared: not to be written to.
    """
    return remember(store, "unseen", lambda: unseen(store, area_tree(store).hierarchy.index))


def unseen(store: Store, codes: "pd.Index[str]") -> npt.NDArray[np.bool_]:
    """Whether the figures of areas lie outside what is shown to whoever holds the store.

    Parameters
    ----------
    codes
        Of areas of any level, the country among them.

    Returns
    -------
    numpy.ndarray
        One element is one code, in the same order; all False where there is no limit.
    """
    scope = store.scope
    return np.array([scope is not None and not scope.sees(str(code)) for code in codes], dtype=bool)
