"""Three witnesses for each outline of a boundary file: its code, its names with all above them, and its place.

Two have to agree. What the third says against them is a line of the report; where a file as a whole contradicts itself
it is asked which witness is right (``OpenQuestionError``), and nothing is stored until somebody says so.
"""

from dataclasses import dataclass

import geopandas as gpd
import numpy as np
import pandas as pd

from ucjmap.api.loading.boundary_borders import MOST_COMPARED
from ucjmap.api.loading.boundary_by_names import judge_names, read_level
from ucjmap.api.loading.boundary_codes import judge_codes
from ucjmap.api.loading.boundary_known import KM_PER_DEGREE, KnownAreas
from ucjmap.api.loading.boundary_places import drop_claimed_twice, judge_place
from ucjmap.api.loading.boundary_rows import at_level, is_one_column, with_ancestors
from ucjmap.boundaries import LoadedBoundaries, Report, find_overlaps
from ucjmap.codes import LEVELS, Level


@dataclass(frozen=True)
class Witnesses(KnownAreas):
    """The register as it stands, against which a file is held."""

    def locate(self, areas: pd.DataFrame) -> pd.DataFrame:
        """Where the register has the areas that rows claim to be: lon, lat, radius_km; no number where unknown."""
        level: Level = areas["level"].iloc[0]
        claimed = areas["code"].where(areas["code"].isin(self.tree.areas.index))
        if claimed.isna().all() or self.assumptions.trusts("names"):
            by_names = self._claim_by_names(areas.assign(code=None), level)
            claimed = by_names.where(by_names.notna(), claimed)
        known = self.tree.areas.reindex(claimed.to_numpy())
        size = np.hypot(known["east"] - known["west"], known["north"] - known["south"]) * KM_PER_DEGREE / 2
        places = pd.DataFrame({"lon": known["lon"], "lat": known["lat"], "radius_km": size.fillna(0.0)})
        return places.set_axis(areas.index)

    def _claim_by_names(self, areas: pd.DataFrame, own: Level) -> "pd.Series[str]":
        """What the names mean; one column of names alone at the level at which most of them are known."""
        if not is_one_column(areas, own):
            return self.names.mean(areas, own)
        by_level = [self.names.mean(at_level(areas, own, level), level) for level in reversed(LEVELS)]
        return max(by_level, key=lambda meant: int(meant.notna().sum()))

    def judge(self, loaded: LoadedBoundaries, report: Report) -> tuple[gpd.GeoDataFrame, pd.DataFrame | None]:
        """Areas of the file that two witnesses speak for, each with its code and those above it, and their overlaps.

        The overlaps are those that ``find_overlaps`` gives; None for a file of more than ``MOST_COMPARED`` areas.

        Raises
        ------
        OpenQuestionError
            The file as a whole contradicts itself.
        BoundariesError
            It is a file of areas that no register can know.
        """
        areas = loaded.areas.copy()
        if self.tree.areas.empty:
            report.add("warnings", "no_register")
        if loaded.code_system == "kemendagri":
            areas = judge_codes(self, areas, report)
        else:
            areas = read_level(self, areas, loaded, report)
            areas = judge_names(self, areas, report)
        areas = drop_claimed_twice(areas, report)
        overlaps = find_overlaps(areas) if len(areas) <= MOST_COMPARED else None
        areas = judge_place(self, areas, overlaps, report)
        return with_ancestors(areas), overlaps
