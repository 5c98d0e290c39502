"""The areas of the register that a boundary file is held against: their names, places and distances."""

from dataclasses import dataclass
from typing import Final

import geopandas as gpd
import numpy as np
import numpy.typing as npt
import pandas as pd
import shapely

from ucjmap.api.areas import AreaTree
from ucjmap.api.loading.boundary_names import Names
from ucjmap.boundaries import Assumptions
from ucjmap.codes import LEVELS, Level, code_at

KM_PER_DEGREE: Final = 111.2
#: Provinces from which on a register is taken for one of the whole country.
_WHOLE_COUNTRY: Final = 34

Flags = npt.NDArray[np.bool_]
Floats = npt.NDArray[np.float64]


@dataclass(frozen=True)
class KnownAreas:
    """The register as it stands, and what a person said of the file."""

    tree: AreaTree
    names: Names
    assumptions: Assumptions

    def has_register(self, code: str) -> bool:
        """Whether the register can know an area of this code: it has its province, or the whole country."""
        provinces = self.tree.areas["adm1"].cat.categories
        return code_at(code, "adm1") in provinces or len(provinces) >= _WHOLE_COUNTRY

    def known_parents(self, areas: gpd.GeoDataFrame, level: Level) -> "pd.Series[str]":
        """The nearest area above that the names surely give, a kabupaten at least; None without one."""
        parents = pd.Series(None, index=areas.index, dtype=object)
        for upper in ("adm3", "adm2"):
            if LEVELS.index(upper) < LEVELS.index(level) and len(areas):
                parents = parents.where(parents.notna(), self.names.mean(areas, upper))
        return parents.where(parents.notna(), None)

    def at(self, codes: "pd.Series[str]", column: str) -> pd.Series:
        """A column of the register for each of ``codes``; same index, empty where the register lacks the area."""
        return self.tree.areas[column].reindex(codes.to_numpy()).set_axis(codes.index)

    def are_doubtful(self, codes: "pd.Series[str]") -> Flags:
        """Whether the register only guessed where the areas lie."""
        flags = self.at(codes, "flags").fillna("")
        return np.asarray(flags.str.contains("no_centre|doubtful_centre"), dtype=bool)

    def centres(self, level: Level) -> pd.DataFrame:
        """Places of all areas of ``level`` that were not guessed: lon and lat, by code."""
        areas = self.tree.areas
        codes = areas.index[(areas["level"] == level) & areas["lon"].notna()].to_series()
        return areas.loc[codes[~self.are_doubtful(codes)], ["lon", "lat"]].astype(float)

    def centres_in(self, level: Level, shapes: npt.NDArray[np.object_], codes: "pd.Series[str]") -> pd.DataFrame:
        """Centres of other areas of ``level`` in some outlines; one row is one: ``who`` (place in ``shapes``), ``code``."""
        places = self.centres(level)
        who, centre = shapely.STRtree(shapely.points(places.to_numpy())).query(shapes, predicate="contains")
        held = pd.DataFrame({"who": who, "code": places.index.to_numpy()[centre]})
        return held[held["code"].to_numpy() != codes.to_numpy()[who]]

    def gap_km(self, areas: gpd.GeoDataFrame, codes: "pd.Series[str]") -> Floats:
        """Kilometres between the extents of each outline and of the register's area, 0 where they meet; NaN: unknown."""
        theirs = self.tree.areas.reindex(codes.to_numpy())
        west, south, east, north = (theirs[edge].to_numpy(dtype=float) for edge in ("west", "south", "east", "north"))
        lon, lat = theirs["lon"].to_numpy(dtype=float), theirs["lat"].to_numpy(dtype=float)
        west, east = np.where(np.isnan(west), lon, west), np.where(np.isnan(east), lon, east)
        south, north = np.where(np.isnan(south), lat, south), np.where(np.isnan(north), lat, north)
        bounds = shapely.bounds(areas.geometry.to_numpy()).reshape(-1, 4)
        across = np.maximum(np.maximum(west - bounds[:, 2], bounds[:, 0] - east), 0.0)
        along = np.maximum(np.maximum(south - bounds[:, 3], bounds[:, 1] - north), 0.0)
        return np.asarray(np.hypot(across, along) * KM_PER_DEGREE)

    def distance_km(self, areas: gpd.GeoDataFrame, codes: "pd.Series[str]") -> Floats:
        """Kilometres from each outline to the register's centre of the area of ``codes``, 0 where it holds it."""
        theirs = self.tree.areas.reindex(codes.to_numpy())
        points = shapely.points(theirs["lon"].to_numpy(dtype=float), theirs["lat"].to_numpy(dtype=float))
        return np.asarray(shapely.distance(areas.geometry.to_numpy(), points) * KM_PER_DEGREE)

    def say(self, code: str) -> str:
        """Code and name of an area, as lines of a report show it."""
        return f"{code} {self.tree.areas['name'].get(code, '')}".strip()
