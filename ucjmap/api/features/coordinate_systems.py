"""Coordinate reference systems in which features are asked for and given, by the names that OGC gives them."""

from collections.abc import Sequence
from functools import lru_cache
from typing import Final

import numpy as np
import numpy.typing as npt
import shapely
from pyproj import Transformer

from ucjmap.api.areas import Bounds
from ucjmap.errors import N_, UsageError

#: Longitude, latitude: that of the stored outlines, and of all that names no other.
CRS84: Final = "http://www.opengis.net/def/crs/OGC/1.3/CRS84"
#: Latitude, longitude.
WGS84: Final = "http://www.opengis.net/def/crs/EPSG/0/4326"
MERCATOR: Final = "http://www.opengis.net/def/crs/EPSG/0/3857"
CRS_NAMES: Final = (CRS84, WGS84, MERCATOR)

#: Decimals that are written: about a centimetre.
_DECIMALS: Final = {CRS84: 7, WGS84: 7, MERCATOR: 2}
#: Where the square of Web Mercator ends.
_MERCATOR_TOP: Final = 85.06


@lru_cache(maxsize=1)
def _to_mercator() -> Transformer:
    return Transformer.from_crs("OGC:CRS84", "EPSG:3857", always_xy=True)


def read_box(numbers: Sequence[float], crs: str) -> tuple[Bounds, ...]:
    """A rectangle in longitude and latitude.

    Parameters
    ----------
    numbers
        Four numbers, the lower left and the upper right corner, in the order of the axes of ``crs``.
    crs
        One of ``CRS_NAMES``.

    Returns
    -------
    tuple
        One rectangle (west, south, east, north; degrees), or two where it crosses the antimeridian: then its first
        longitude is greater than the second.

    Raises
    ------
    UsageError
        Its lower corner is above the upper one, or no place on Earth.
    """
    low, high = numbers[:2], numbers[2:]
    if crs == WGS84:
        low, high = low[::-1], high[::-1]
    elif crs == MERCATOR:
        low, high = (_to_mercator().transform(x, y, direction="INVERSE") for x, y in (low, high))
    (west, south), (east, north) = low, high
    if not (np.isfinite([west, south, east, north]).all() and south <= north):
        raise UsageError(
            "bad_box",
            N_("The numbers of the rectangle make none: {numbers}."),
            N_("Write the lower left corner, then the upper right one, each in the order of the axes."),
            numbers=", ".join(map(str, numbers)),
        )
    if west <= east:
        return ((west, south, east, north),)
    return (west, south, 180.0, north), (-180.0, south, east, north)


def write_shapes(shapes: npt.NDArray[np.object_], crs: str) -> npt.NDArray[np.object_]:
    """Outlines as GeoJSON geometries in a coordinate reference system.

    Parameters
    ----------
    shapes
        Polygons (EPSG:4326), None without one.
    crs
        One of ``CRS_NAMES``; its axes come in their own order.

    Returns
    -------
    numpy.ndarray
        Texts of JSON, None where there is no polygon. Outer rings run counterclockwise (RFC 7946, 3.1.6).
    """

    def convert(lon_lat: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
        if crs == WGS84:
            lon_lat = lon_lat[:, ::-1]
        elif crs == MERCATOR:
            lat = np.clip(lon_lat[:, 1], -_MERCATOR_TOP, _MERCATOR_TOP)
            lon_lat = np.column_stack(_to_mercator().transform(lon_lat[:, 0], lat))
        rounded: npt.NDArray[np.float64] = np.round(lon_lat, _DECIMALS[crs])
        return rounded

    wound = shapely.orient_polygons(shapes)
    texts: npt.NDArray[np.object_] = shapely.to_geojson(shapely.transform(wound, convert))
    return texts
