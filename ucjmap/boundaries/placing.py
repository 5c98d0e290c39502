"""Where a file puts its areas, compared with where the register has them; and what would put them right.

Three mistakes move a whole file: latitude and longitude in each other's place, the sign of the latitude lost, and a
coordinate system that is declared wrongly or not at all (zone 48S for 49S lies 6 degrees west). None of them is
corrected unasked: what fits is offered, as the word that ``assume`` takes.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any, Final

import geopandas as gpd
import numpy as np
import numpy.typing as npt
import pandas as pd
import shapely
from pyproj import CRS, Transformer
from pyproj.exceptions import CRSError, ProjError

from ucjmap.errors import N_, BoundariesError, OpenQuestionError, Question, UsageError

Floats = npt.NDArray[np.float64]
Flags = npt.NDArray[np.bool_]

#: One row is one feature: ``lon``, ``lat`` and ``radius_km`` of the area that it claims to be; not a number: unknown.
Locate = Callable[[pd.DataFrame], pd.DataFrame]

#: How far an outline may lie from the area of the register. Published centres of desa are at most 25 km off, but for a
#: handful in the country; HDX's outlines of 2020 lie within 24 km of those of 2025.
NEAR_KM: Final = 30.0
_KM_PER_DEGREE: Final = 111.2
#: Share of the areas that another reading of the coordinates has to put in their place.
_FITS: Final = 0.8
#: A longer distance, in degrees, is not worth telling.
_SAID_DEGREES: Final = 40.0
#: UTM zones of Indonesia, and the TM-3 zones of the land registry (DGN95), as EPSG codes.
_ZONES: Final = {
    **{f"zone={number}{half}": 32600 + 100 * (half == "S") + number for number in range(46, 55) for half in "SN"},
    **{f"crs=EPSG:{code}": code for code in range(23830, 23846)},
}
#: Outlines moved alike where the shifts of most differ by less than this share of the shift.
_ALIKE: Final = 0.25
PLACE_WITH_NAMES: Final = N_(
    "Code and names contradict each other in {count} of {total} rows; the place agrees with the names."
)
_WITNESSES: Final = ("names", "codes", "place")


@dataclass(frozen=True)
class Assumptions:
    """What a person said about a file: how its coordinates are to be read, and which witness to believe."""

    words: tuple[str, ...] = ()

    @staticmethod
    def read(words: Iterable[str]) -> "Assumptions":
        """Check what a person said.

        Parameters
        ----------
        words
            ``swap`` (latitude and longitude), ``south`` (of the equator), a zone or a system (``zone=49S``,
            ``crs=EPSG:4326``), or the witness to believe (``names``, ``codes``, ``place``). Blank ones are left out.

        Raises
        ------
        UsageError
            One of them is unknown.
        """
        read = tuple(dict.fromkeys(word.strip() for word in words if word.strip()))
        for word in read:
            if word not in (*_WITNESSES, "swap", "south") and _crs_of(word) is None:
                raise UsageError(
                    "unknown_assumption",
                    N_("Nothing can be assumed by the word {word}."),
                    N_("Words: swap, south, zone=49S, crs=EPSG:4326, names, codes, place."),
                    word=word,
                )
        return Assumptions(read)

    def trusts(self, witness: str) -> bool:
        """Whether ``names``, ``codes`` or ``place`` is to be believed where the others contradict it.

        Parameters
        ----------
        witness
            The one that is asked about.
        """
        return witness in self.words

    def move(self, shapes: gpd.GeoSeries) -> gpd.GeoSeries:
        """Outlines as they are under these assumptions; their CRS is the one assumed.

        Parameters
        ----------
        shapes
            Outlines as they were read, in the CRS of the file or without one.

        Returns
        -------
        geopandas.GeoSeries
            The same rows. A zone or ``crs`` changes what the coordinates mean, not the coordinates; words are taken in
            order.
        """
        for word in self.words:
            if word == "swap":
                shapes = _transformed(shapes, lambda x, y: (y, x))
            elif word == "south":
                shapes = _transformed(shapes, lambda x, y: (x, -np.abs(y)))
            elif (crs := _crs_of(word)) is not None:
                shapes = shapes.set_crs(crs, allow_override=True)
        return shapes


NO_ASSUMPTIONS: Final = Assumptions()


def _crs_of(word: str) -> CRS | None:
    """``zone=49S`` or ``crs=EPSG:23835``; None for any other word."""
    try:
        if word in _ZONES:
            return CRS.from_epsg(_ZONES[word])
        return CRS.from_user_input(word.removeprefix("crs=")) if word.startswith("crs=EPSG:") else None
    except CRSError:
        return None


def _transformed(shapes: gpd.GeoSeries, change: Callable[[Any, Any], tuple[Any, Any]]) -> gpd.GeoSeries:
    moved = shapely.transform(shapes.to_numpy(), change, interleaved=False)
    return gpd.GeoSeries(moved, index=shapes.index, crs=shapes.crs)


def check_place(shapes: gpd.GeoSeries, claimed: pd.DataFrame, claim_by_names: Callable[[], pd.DataFrame]) -> None:
    """Refuse a file most of whose areas do not lie where the areas that they claim to be lie.

    Parameters
    ----------
    shapes
        Outlines in the CRS of the file, as they were read.
    claimed
        What ``Locate`` gives, by the index of ``shapes``.
    claim_by_names
        The same by the names alone; asked only where the codes mean areas elsewhere.

    Raises
    ------
    OpenQuestionError
        Another way to read the coordinates puts them right, or the names mean areas that lie there.
    BoundariesError
        None does.
    """
    x, y = _middles(shapes)
    known = np.isfinite(claimed["lon"].to_numpy(dtype=float)) & np.isfinite(x) & np.isfinite(y)
    if not known.any():
        return
    x, y, claimed = x[known], y[known], claimed[known]
    own = CRS.from_user_input(shapes.crs) if shapes.crs is not None else None
    lon, lat = _to_degrees(x, y, own)
    near = are_near(lon, lat, claimed)
    if near.mean() >= 0.5:
        return
    mends = [
        (float(are_near(*moved, claimed).mean()), -_distance_degrees(*moved, claimed), word)
        for word, moved in _other_readings(x, y, own, lon, lat)
    ]
    share, _, word = max(mends, default=(0.0, 0.0, ""))
    if share >= _FITS:
        raise OpenQuestionError(_question(word, lon, lat, claimed, round(share * len(claimed))))
    by_names = are_near(lon, lat, claim_by_names()[known])
    if by_names.mean() >= _FITS:
        counts: dict[str, object] = {"count": int((by_names & ~near).sum()), "total": len(near)}
        raise OpenQuestionError(Question("codes_contradict", PLACE_WITH_NAMES, counts, ("names",)))
    raise BoundariesError(
        "lies_elsewhere",
        N_("{count} of {total} areas lie elsewhere than the register has the areas that they claim to be: {where}."),
        N_("Check the coordinate system, the codes and the names of the file; nothing was stored."),
        count=int((~near).sum()),
        total=len(near),
        where=_say_where(lon, lat, claimed),
    )


def _middles(shapes: gpd.GeoSeries) -> tuple[Floats, Floats]:
    bounds = shapely.bounds(shapes.to_numpy())
    return (bounds[:, 0] + bounds[:, 2]) / 2, (bounds[:, 1] + bounds[:, 3]) / 2


def _to_degrees(x: Floats, y: Floats, crs: CRS | None) -> tuple[Floats, Floats]:
    """Longitude and latitude; a file that does not say its CRS is read as degrees."""
    if crs is None or crs.is_geographic:
        return x, y
    try:
        lon, lat = Transformer.from_crs(crs, 4326, always_xy=True).transform(x, y)
    except ProjError:
        return np.full(len(x), np.inf), np.full(len(x), np.inf)
    return np.asarray(lon), np.asarray(lat)


def distances_km(lon: Floats, lat: Floats, claimed: pd.DataFrame) -> Floats:
    """Distance from each point to the area that it claims to be, in kilometres; 0 within its radius."""
    east = (lon - claimed["lon"].to_numpy(dtype=float)) * np.cos(np.radians(claimed["lat"].to_numpy(dtype=float)))
    north = lat - claimed["lat"].to_numpy(dtype=float)
    beyond = np.hypot(east, north) * _KM_PER_DEGREE - claimed["radius_km"].to_numpy(dtype=float)
    return np.asarray(np.maximum(beyond, 0.0))


def are_near(lon: Floats, lat: Floats, claimed: pd.DataFrame) -> Flags:
    """Which points lie where the register has the areas that they claim to be."""
    with np.errstate(invalid="ignore"):
        return np.asarray(distances_km(lon, lat, claimed) <= NEAR_KM)


def _distance_degrees(lon: Floats, lat: Floats, claimed: pd.DataFrame) -> float:
    east = lon - claimed["lon"].to_numpy(dtype=float)
    return float(np.median(np.hypot(east, lat - claimed["lat"].to_numpy(dtype=float))))


def _other_readings(
    x: Floats, y: Floats, crs: CRS | None, lon: Floats, lat: Floats
) -> Iterable[tuple[str, tuple[Floats, Floats]]]:
    yield "swap", _to_degrees(y, x, crs)
    if crs is None or crs.is_geographic:
        yield "south", (lon, -np.abs(lat))
    if (crs is not None and not crs.is_geographic) or np.abs(x).max() > 360:
        if np.abs(x).max() <= 180 and np.abs(y).max() <= 90:
            yield "crs=EPSG:4326", (x, y)
        for word, code in {**_ZONES, "crs=EPSG:3857": 3857}.items():
            moved = _to_degrees(x, y, CRS.from_epsg(code))
            if np.isfinite(moved).all():
                yield word, moved


def _question(word: str, lon: Floats, lat: Floats, claimed: pd.DataFrame, fitting: int) -> Question:
    counts: dict[str, object] = {"count": fitting, "total": len(claimed)}
    if word == "swap":
        text = N_("Latitude and longitude are swapped: the other way round {count} of {total} areas fit the register.")
        return Question("coordinates_swapped", text, counts, (word,))
    if word == "south":
        text = N_("The latitude has lost its sign: south of the equator {count} of {total} areas fit the register.")
        return Question("latitude_sign_lost", text, counts, (word,))
    name = word.partition("=")[2]
    ways = np.abs([lon - claimed["lon"].to_numpy(dtype=float), lat - claimed["lat"].to_numpy(dtype=float)])
    if np.isfinite(ways).all() and ways.max() <= _SAID_DEGREES:
        text = N_("Everything lies {where} of its place in the register: {name} fits, for {count} of {total} areas.")
        return Question("wrong_zone", text, {**counts, "where": say_shift(lon, lat, claimed), "name": name}, (word,))
    text = N_("The coordinate system is not said or wrong: {name} fits the register, for {count} of {total} areas.")
    return Question("unknown_zone", text, {**counts, "name": name}, (word,))


def _say_where(lon: Floats, lat: Floats, claimed: pd.DataFrame) -> str:
    """The shift where all moved alike, else how far they are off by the median."""
    east, north = lon - claimed["lon"].to_numpy(dtype=float), lat - claimed["lat"].to_numpy(dtype=float)
    spread = float(np.median(np.hypot(east - np.median(east), north - np.median(north))))
    length = float(np.hypot(np.median(east), np.median(north)))
    if not np.isfinite(spread) or spread <= _ALIKE * length:
        return say_shift(lon, lat, claimed)
    return f"~{_distance_degrees(lon, lat, claimed) * _KM_PER_DEGREE:.0f} km"


def say_shift(lon: Floats, lat: Floats, claimed: pd.DataFrame) -> str:
    """The median shift from the register's place to the file's: ``6.0° W``, ``2.5 km E, 1.0 km N``."""
    east = float(np.median(lon - claimed["lon"].to_numpy(dtype=float)))
    north = float(np.median(lat - claimed["lat"].to_numpy(dtype=float)))
    if not np.isfinite([east, north]).all() or max(abs(east), abs(north)) > 360:
        return "–"
    unit, factor = ("°", 1.0) if max(abs(east), abs(north)) >= 0.3 else (" km", _KM_PER_DEGREE)
    parts = [
        f"{abs(shift) * factor:.1f}{unit} {letter}"
        for shift, letter in ((east, "E" if east > 0 else "W"), (north, "N" if north > 0 else "S"))
        if abs(shift) * factor >= 0.05
    ]
    return ", ".join(parts) or "0"
