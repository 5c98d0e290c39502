"""Where each village is taken to be: every village gets one place of its own, and a flag where that was guessed.

One row of a ``centres`` frame is one village: code, lon, lat (EPSG:4326) and flags (a tuple of words), sorted by code.
"""

from collections.abc import Iterator
from typing import Final

import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray
from scipy.spatial import cKDTree
from shapely.geometry.base import BaseGeometry

from ucjmap.codes import parent_of

#: Length of a degree. Along the parallel it is at most 2 % less within Indonesia (11° S), which the thresholds bear.
KM_PER_DEGREE: Final = 111.2

#: No kecamatan reaches this far: the farthest genuine village (Mapia) lies 216 km from its siblings.
IMPOSSIBLE_KM: Final = 250.0
#: A village so far off, amid villages of others and many times farther than any sibling, is taken to be misplaced;
#: remote islands (Pekajang, Runduma) are as far but have nobody near, and wide kecamatan have other far villages.
STRAY_KM, STRAY_TIMES, COMPANY_KM = 60.0, 10.0, 40.0

#: Centres nearer than this share a place: their cells could vanish on the grid of the coordinates.
SPACING_KM: Final = 0.1

_GOLDEN_ANGLE: Final = np.pi * (3 - np.sqrt(5))

Points = NDArray[np.float64]


def settle_centres(villages: pd.DataFrame, districts: pd.DataFrame) -> pd.DataFrame:
    """Centres of all villages: implausible ones and absent ones are put beside the centre of their kecamatan.

    ``villages`` and ``districts`` have code, lon and lat; a village without a centre has NaN. The places beside a
    kecamatan's centre lie on a spiral, its step a fifth of the usual distance of a village there.
    """
    centres = villages.sort_values("code", ignore_index=True)
    district = centres["code"].map(parent_of)
    absent = centres["lon"].isna()
    doubtful = find_doubtful(centres)
    centres.loc[doubtful, ["lon", "lat"]] = np.nan
    middle = districts.set_index("code").loc[district, ["lon", "lat"]].to_numpy()
    reach = pd.Series(np.hypot(*(centres[["lon", "lat"]].to_numpy() - middle).T)).groupby(district.to_numpy()).median()
    step = (reach / 5).fillna(0).clip(SPACING_KM * 2 / KM_PER_DEGREE, 1 / KM_PER_DEGREE).loc[district].to_numpy()
    homeless = (absent | doubtful).to_numpy()
    rank = pd.Series(homeless).groupby(district.to_numpy()).cumsum().to_numpy()
    beside = middle + spiral(rank, step)
    centres.loc[homeless, ["lon", "lat"]] = beside[homeless]
    centres["flags"] = [
        ("no_centre",) if no_centre else ("doubtful_centre",) if doubt else ()
        for no_centre, doubt in zip(absent, doubtful, strict=True)
    ]
    return centres


def spiral(rank: NDArray[np.int64], step: Points) -> Points:
    """Offsets of the given ranks (from 1) on a golden-angle spiral: near each other, and never the same twice."""
    angle, radius = rank * _GOLDEN_ANGLE, step * np.sqrt(rank)
    return np.column_stack([radius * np.cos(angle), radius * np.sin(angle)])


def find_doubtful(centres: pd.DataFrame) -> pd.Series:
    """Which villages have a centre that cannot be, by the distance from the middle of their kecamatan's villages."""
    doubtful = pd.Series(False, index=centres.index)
    known = centres[centres["lon"].notna()]
    places = known[["lon", "lat"]] * KM_PER_DEGREE
    by_district = places.groupby(known["code"].map(parent_of))
    away = pd.Series(np.hypot(*(places - by_district.transform("median")).to_numpy().T), index=known.index)
    siblings = away.groupby(known["code"].map(parent_of))
    second = siblings.transform(lambda group: group.nlargest(2).min() if len(group) > 1 else np.inf)
    nearest = cKDTree(places.to_numpy()).query(places.to_numpy(), k=2)[0][:, 1]
    stray = (away > STRAY_KM) & (away > STRAY_TIMES * second) & (nearest < COMPANY_KM)
    doubtful.loc[known.index] = stray | (away > IMPOSSIBLE_KM)
    return doubtful


def part_crowded(points: Points, land: BaseGeometry) -> tuple[Points, NDArray[np.bool_]]:
    """``points`` with those too near to an earlier one moved apart, on ``land``; and which ones were moved.

    Raises
    ------
    ValueError
        There is no room left on ``land`` near the point.
    """
    crowded = sorted({later for _, later in cKDTree(points).query_pairs(SPACING_KM / KM_PER_DEGREE)})
    apart, moved = points.copy(), np.zeros(len(points), dtype=bool)
    shapely.prepare(land)
    for index in crowded:
        others = np.delete(apart, index, axis=0)
        apart[index] = next(
            (place for place in _places_about(points[index]) if _is_free(place, others, land)), (np.nan, np.nan)
        )
        if np.isnan(apart[index, 0]):
            raise ValueError(f"no room for another village near {points[index]}")
        moved[index] = True
    return apart, moved


def _places_about(point: Points) -> Iterator[Points]:
    ranks = np.arange(400)
    yield from point + spiral(ranks, np.full(len(ranks), SPACING_KM / KM_PER_DEGREE))


def _is_free(place: Points, others: Points, land: BaseGeometry) -> bool:
    clear = np.hypot(*(others - place).T).min() >= SPACING_KM / KM_PER_DEGREE
    return bool(clear and shapely.intersects_xy(land, *place))
