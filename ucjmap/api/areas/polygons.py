"""Polygons of areas as they are stored."""

import numpy as np
import numpy.typing as npt
import pandas as pd
import shapely

from ucjmap.api.areas.tree import area_tree
from ucjmap.store import Store, read_geometry


def read_shapes(store: Store, codes: pd.Index) -> npt.NDArray[np.object_]:
    """Polygons of some areas in the order of their codes.

    Parameters
    ----------
    codes
        Codes of current areas.

    Returns
    -------
    numpy.ndarray
        Shapely polygons (EPSG:4326) at full detail, None where an area has none.

    Raises
    ------
    KeyError
        The tree has no area of one of the codes.
    """
    areas = area_tree(store).areas.loc[codes]
    with store.reading() as connection:
        read = read_geometry(connection, areas, overview=False).set_index("code")["geometry"]
    known = read.reindex(codes).to_numpy(dtype=object)
    # What is not there comes as NaN, which shapely takes for no geometry at all.
    return np.asarray(shapely.from_wkb(np.where(pd.isna(known), None, known)), dtype=object)
