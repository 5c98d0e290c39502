"""The desa in which a place lies."""

import shapely

from ucjmap.api.areas.tree import area_tree
from ucjmap.codes import LEVELS
from ucjmap.store import Store, read_geometry


def find_desa_at(store: Store, *, latitude: float, longitude: float) -> str | None:
    """The desa or kelurahan whose polygon holds a point.

    Parameters
    ----------
    latitude, longitude
        Degrees, EPSG:4326.

    Returns
    -------
    str or None
        Its code; on a shared border the lowest of the codes. None where no polygon holds the point.
    """
    areas = area_tree(store).areas
    near = areas[
        (areas["level"] == LEVELS[-1])
        & areas["west"].le(longitude)
        & areas["east"].ge(longitude)
        & areas["south"].le(latitude)
        & areas["north"].ge(latitude)
    ]
    if near.empty:
        return None
    with store.reading() as connection:
        shapes = read_geometry(connection, near, overview=False)
    held = shapely.covers(
        shapely.from_wkb(shapes["geometry"].to_numpy(dtype=object)), shapely.Point(longitude, latitude)
    )
    return str(shapes["code"].to_numpy(dtype=object)[held][0]) if held.any() else None
