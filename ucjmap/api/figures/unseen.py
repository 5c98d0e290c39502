"""Areas whose figures are not shown to whoever asks."""

import numpy as np
import numpy.typing as npt
import pandas as pd

from ucjmap.store import Store


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
