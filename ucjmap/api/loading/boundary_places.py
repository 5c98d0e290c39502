"""The place of outlines of a boundary file, held against where the register has their areas."""

from typing import Final

import geopandas as gpd
import numpy as np
import numpy.typing as npt
import pandas as pd
import shapely

from ucjmap.api.loading.boundary_codes import MANY_ROWS
from ucjmap.api.loading.boundary_known import KM_PER_DEGREE, Flags, Floats, KnownAreas
from ucjmap.api.loading.boundary_rows import named
from ucjmap.api.loading.boundary_sizes import are_unlikely, judge_sizes
from ucjmap.boundaries import NEAR_KM, Report, area_km2
from ucjmap.codes import Level, code_at
from ucjmap.errors import N_, BoundariesError, OpenQuestionError, Question

#: Where code and name agree, an outline this far from the register's place is stored with a line: two published
#: centres of the country are wrong by nearly as much. Beyond it, or with one witness only, the row is refused; so it is
#: where the outline lies among areas of another kabupaten, or where a file has more such rows than the whole country.
_FAR_KM, _MOST_FAR = 100.0, 2
#: From this distance on an outline gets a line: 8 of the published ones, where the centre was not guessed.
_ASIDE_KM: Final = 2.0
#: A centre that was guessed (``no_centre``, ``doubtful_centre``) only tells the kabupaten.
_DOUBTFUL_KM: Final = 300.0
#: A shift of the whole file is one where all rows moved alike.
_SHIFT_KM, _SHIFT_SPREAD, _FEWEST_ROWS = 1.0, 0.25, 5
#: From this share of outlines on that hold another's centre and not their own, the file is out of step: outlines of
#: 2020 held against the register of 2025 come to 15 %. ``_CLEARLY``: so far from its own centre, in its own width.
_MISPLACED_SHARE, _CLEARLY = 0.35, 0.25
_OUTLINES_OF_OTHERS: Final = N_(
    "{count} of {total} outlines hold the place of another area of the file: outlines and rows are out of step."
)


def drop_claimed_twice(areas: gpd.GeoDataFrame, report: Report) -> gpd.GeoDataFrame:
    """Areas that a single row claims; of two rows for one area nobody can tell which is right."""
    doubled = areas["code"].duplicated(keep=False)
    report.add_rows("refused", "claimed_twice", named(areas[doubled]))
    return areas[~doubled]


def judge_place(
    known: KnownAreas, areas: gpd.GeoDataFrame, overlaps: pd.DataFrame | None, report: Report
) -> gpd.GeoDataFrame:
    """Areas whose outlines lie where the register has them; what lies a little off has a line.

    ``overlaps`` are those of the areas (``find_overlaps``), or None where there are too many to know them.

    Raises
    ------
    OpenQuestionError
        The outlines as a whole are shifted, out of step with the rows, of another size, or lie on each other.
    BoundariesError
        Most of them lie elsewhere.
    """
    rows = areas[areas["code"].isin(known.tree.areas.index[known.tree.areas["lon"].notna()])]
    if rows.empty:
        return areas
    gap = known.gap_km(rows, rows["code"])
    agreed = rows["agreed"].to_numpy(dtype=bool)
    doubtful = known.are_doubtful(rows["code"])
    reach = np.where(doubtful, _DOUBTFUL_KM, np.where(agreed, _FAR_KM, NEAR_KM))
    elsewhere = gap > reach
    if elsewhere.mean() > 0.5:
        raise BoundariesError(
            "lies_elsewhere",
            N_("{count} of {total} areas lie elsewhere than the register has them; nothing was stored."),
            N_("Check the coordinate system, the codes and the names of the file."),
            count=int(elsewhere.sum()),
            total=len(areas),
        )
    far = (gap > NEAR_KM) & ~elsewhere
    elsewhere |= _are_not_excused(known, rows, far)
    far &= ~elsewhere
    report.add_rows("refused", "lies_elsewhere", named(rows[elsewhere]), _say_km(gap[elsewhere]))
    aside = far | ((gap > _ASIDE_KM) & ~doubtful & ~elsewhere)
    report.add_rows("warnings", "far_from_register", named(rows[aside]), _say_km(gap[aside]))
    large = judge_sizes(known, rows[~elsewhere], overlaps, report)
    areas = areas.drop(index=[*rows.index[elsewhere], *large])
    near = rows[~(elsewhere | far)]
    misplaced = _check_outlines(known, near.drop(index=near.index.intersection(large)), report)
    return areas.drop(index=misplaced)


def _are_not_excused(known: KnownAreas, rows: gpd.GeoDataFrame, far: Flags) -> Flags:
    """Which of the ``far`` outlines no wrong centre of the register excuses: they are many, or among strangers."""
    if not far.any() or far.sum() > _MOST_FAR:
        return far
    places, level = known.centres(rows["level"].iloc[0]), rows["level"].iloc[0]
    middles = shapely.centroid(rows.geometry.to_numpy()[far])
    nearest = shapely.STRtree(shapely.points(places.to_numpy())).nearest(middles)
    around: Level = "adm2" if level in ("adm3", "adm4") else "adm1"
    pairs = zip(rows["code"][far], places.index[nearest], strict=True)
    strangers = far.copy()
    strangers[far] = [code_at(own, around) != code_at(other, around) for own, other in pairs]
    return strangers


def _check_outlines(known: KnownAreas, areas: gpd.GeoDataFrame, report: Report) -> pd.Index:
    """Rows whose outlines are those of other areas, of the file or of the register: they are refused.

    Raises
    ------
    OpenQuestionError
        All outlines moved alike, or most of them are other rows'.
    """
    if areas.empty:
        return areas.index
    shapes = areas.geometry.to_numpy()
    lon, lat = (known.at(areas["code"], column).to_numpy(dtype=float) for column in ("lon", "lat"))
    outside = np.flatnonzero(~shapely.contains_xy(shapes, lon, lat))
    held = _centres_held(known, areas, outside)
    beside = held[(held["whose"] >= 0) & held["whose"].isin(outside)]
    who, whose = beside["who"].to_numpy(dtype=np.intp), beside["whose"].to_numpy(dtype=np.intp)
    if not known.assumptions.trusts("place") and len(areas) > 1:
        if len(areas) >= _FEWEST_ROWS:
            _refuse_shift(areas, lon, lat, len(outside))
        if len(np.unique(who)) >= max(MANY_ROWS, _MISPLACED_SHARE * len(areas)):
            counts: dict[str, object] = {"count": len(np.unique(who)), "total": len(areas)}
            raise OpenQuestionError(Question("outlines_of_others", _OUTLINES_OF_OTHERS, counts))
    clearly, other_size = _are_clearly_apart(known, areas), _are_of_other_size(known, areas)
    clear = (clearly | other_size)[who]
    on_cycle = _on_cycles(who[clear], whose[clear], len(areas))
    # Without a name that agrees the place is the second witness, and it speaks for another area; so do place and size
    # together. Of desa the published ones differ too much in size for that.
    unwitnessed = clearly & ~areas["agreed"].to_numpy(dtype=bool)
    if areas["level"].iloc[0] != "adm4":
        unwitnessed |= other_size
    alone = np.flatnonzero(unwitnessed & np.isin(np.arange(len(areas)), held["who"]))
    refused = areas.index[np.union1d(on_cycle, alone)]
    others = held.drop_duplicates("who").set_index("who")["code"]
    said = pd.Series([known.say(code) for code in others], index=areas.index[others.index.to_numpy(dtype=np.intp)])
    report.add_rows("refused", "outline_of_another", named(areas.loc[refused]), list(said.reindex(refused).fillna("")))
    doubted = areas.loc[said.index.difference(refused)]
    report.add_rows("warnings", "centre_of_another", named(doubted), list(said.reindex(doubted.index)))
    return refused


def _centres_held(known: KnownAreas, areas: gpd.GeoDataFrame, outside: npt.NDArray[np.intp]) -> pd.DataFrame:
    """Centres of other areas of the level in the outlines that do not hold their own.

    One row is one centre: ``who`` and ``whose`` are places in ``areas`` (-1: not in the file), ``code`` whose it is.
    """
    level: Level = areas["level"].iloc[0]
    held = known.centres_in(level, areas.geometry.to_numpy()[outside], areas["code"].iloc[outside])
    whose = pd.Index(areas["code"]).get_indexer(held["code"].to_numpy())
    return held.assign(who=outside[held["who"]], whose=whose).reset_index(drop=True)


def _are_clearly_apart(known: KnownAreas, areas: gpd.GeoDataFrame) -> Flags:
    """Which outlines lie away from the centre that the register has, measured by their own width."""
    widths = np.sqrt(shapely.area(areas.geometry.to_numpy())) * KM_PER_DEGREE
    return np.asarray(known.distance_km(areas, areas["code"]) > _CLEARLY * widths)


def _are_of_other_size(known: KnownAreas, areas: gpd.GeoDataFrame) -> Flags:
    usual = known.at(areas["code"], "area_km2").to_numpy(dtype=float)
    return are_unlikely(areas["level"].iloc[0], area_km2(areas.geometry.to_numpy()), usual)


def _on_cycles(who: npt.NDArray[np.intp], whose: npt.NDArray[np.intp], count: int) -> npt.NDArray[np.intp]:
    """Rows that hold the place of another one, which holds that of a third, and so on back to the first."""
    from scipy.sparse import csr_array  # slow to load, and few files need it
    from scipy.sparse.csgraph import connected_components

    steps = csr_array((np.ones(len(who), dtype=bool), (who, whose)), shape=(count, count))
    _, labels = connected_components(steps, directed=True, connection="strong")
    return np.flatnonzero(np.bincount(labels)[labels] > 1)


def _refuse_shift(areas: gpd.GeoDataFrame, lon: Floats, lat: Floats, outside: int) -> None:
    if outside < 0.5 * len(areas):
        return
    middles = shapely.centroid(areas.geometry.to_numpy())
    east, north = shapely.get_x(middles) - lon, shapely.get_y(middles) - lat
    shift = np.array([np.median(east), np.median(north)])
    length = float(np.hypot(*shift)) * KM_PER_DEGREE
    spread = float(np.median(np.hypot(east - shift[0], north - shift[1]))) * KM_PER_DEGREE
    if length > _SHIFT_KM and spread < _SHIFT_SPREAD * length:
        way = f"{abs(shift[0]) * KM_PER_DEGREE:.1f} km {'E' if shift[0] > 0 else 'W'}, "
        way += f"{abs(shift[1]) * KM_PER_DEGREE:.1f} km {'N' if shift[1] > 0 else 'S'}"
        text = N_("All outlines lie {where} of their place in the register: a datum or an offset is wrong.")
        raise OpenQuestionError(Question("shifted", text, {"where": way}, ("place",)))


def _say_km(distances: Floats) -> list[str]:
    return [f"{distance:.0f} km" for distance in distances]
