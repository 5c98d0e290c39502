"""The size of outlines of a boundary file, held against the register and against each other."""

from typing import Final

import geopandas as gpd
import numpy as np
import numpy.typing as npt
import pandas as pd

from ucjmap.api.loading.boundary_known import Flags, Floats, KnownAreas
from ucjmap.api.loading.boundary_rows import named
from ucjmap.boundaries import Report, area_km2, find_overlaps
from ucjmap.codes import LEVELS, Level
from ucjmap.errors import N_, OpenQuestionError, Question

#: An outline so many times as large as the register's that covers the centres of more other areas is not that area: of
#: 83,402 published desa none has more than six that is more than twice as large.
_TOO_LARGE: Final = 8.0
_MOST_CENTRES: Final = dict(zip(LEVELS, (2, 4, 6, 6), strict=True))
#: An outline so many times as large with so many centres of others gets a line: 34 of 83,402 published desa have three.
_LARGE, _MANY_CENTRES = 3.0, 3
#: Published outlines of a kabupaten are 0.4 to 1.9 times as large as those of the model, by the median of its desa.
_FEWEST_ROWS, _OTHER_SIZE = 5, 4.0
#: So many times larger or smaller than the register's an outline gets a line: one desa in three hundred, of the model.
_UNLIKELY: Final = dict(zip(LEVELS, (4.0, 5.0, 10.0, 20.0), strict=True))
#: From so much of the ground on that several outlines claim, the file is no coverage of areas.
_OVERLAPPING: Final = 0.2
#: So many outlines are looked at for that, spread over the file: a file of two editions shows it anywhere.
_MOST_ASKED: Final = 3000


def judge_sizes(known: KnownAreas, areas: gpd.GeoDataFrame, overlaps: pd.DataFrame | None, report: Report) -> pd.Index:
    """Rows that are far too large for their area, to be refused; what is unlikely has a line.

    ``overlaps`` are those of all areas (``find_overlaps``), or None where the file has too many to know them.

    Raises
    ------
    OpenQuestionError
        All outlines are too large or too small, or they lie on each other.
    """
    if areas.empty:
        return areas.index
    level: Level = areas["level"].iloc[0]
    sizes = area_km2(areas.geometry.to_numpy())
    usual = known.at(areas["code"], "area_km2").to_numpy(dtype=float)
    others = _count_centres(known, areas, level, sizes > _LARGE * usual)
    large = (sizes > _TOO_LARGE * usual) & (others > _MOST_CENTRES[level])
    report.add_rows("refused", "covers_many", named(areas[large]))
    many = ~large & (others >= _MANY_CENTRES)
    report.add_rows("warnings", "covers_others", named(areas[many]), [str(count) for count in others[many]])
    rest, own, theirs = areas[~large], sizes[~large], usual[~large]
    if len(rest) >= _FEWEST_ROWS and not known.assumptions.trusts("place"):
        _ask_about_sizes(own, theirs)
        _ask_about_overlaps(rest, own, overlaps)
    unlikely = are_unlikely(level, own, theirs)
    details = [f"{size:.3g} km2; {other:.3g} km2" for size, other in zip(own[unlikely], theirs[unlikely], strict=True)]
    report.add_rows("warnings", "size_unlike_register", named(rest[unlikely]), details)
    return areas.index[large]


def are_unlikely(level: Level, sizes: Floats, usual: Floats) -> Flags:
    """Which outlines are so much larger or smaller than the register's that this deserves a line; both in km2."""
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.asarray(np.abs(np.log(sizes / usual)) > np.log(_UNLIKELY[level]))


def _count_centres(known: KnownAreas, areas: gpd.GeoDataFrame, level: Level, suspected: Flags) -> npt.NDArray[np.intp]:
    """How many other areas' centres lie in each of the ``suspected`` outlines; 0 for the rest."""
    counts = np.zeros(len(areas), dtype=np.intp)
    suspects = np.flatnonzero(suspected)
    if len(suspects):
        held = known.centres_in(level, areas.geometry.to_numpy()[suspects], areas["code"].iloc[suspects])
        counts[suspects] = np.bincount(held["who"], minlength=len(suspects))
    return counts


def _ask_about_sizes(sizes: Floats, usual: Floats) -> None:
    known = np.isfinite(usual) & (usual > 0)
    if known.sum() < _FEWEST_ROWS:
        return
    middle = float(np.median(sizes[known] / usual[known]))
    whole = float(sizes[known].sum() / usual[known].sum())
    if min(middle, whole) > _OTHER_SIZE or max(middle, whole) < 1 / _OTHER_SIZE:
        counts: dict[str, object] = {"count": int(known.sum()), "times": f"{whole:.2g}"}
        text = N_("The {count} outlines together are {times} times as large as the register has their areas.")
        raise OpenQuestionError(Question("sizes_differ", text, counts, ("place",)))


def _ask_about_overlaps(areas: gpd.GeoDataFrame, sizes: Floats, overlaps: pd.DataFrame | None) -> None:
    asked = np.arange(len(areas))
    if overlaps is None:
        asked = asked[:: -(-len(areas) // _MOST_ASKED)]
        overlaps = find_overlaps(areas, asked)
    codes, known = areas["code"].iloc[asked], areas["code"]
    pairs = overlaps[overlaps["code"].isin(known) & overlaps["other_code"].isin(known)]
    # Each piece of ground is seen from both of its areas.
    seen = 0.5 * (pairs["code"].isin(codes).astype(float) + pairs["other_code"].isin(codes))
    shared = float((seen * pairs["area_km2"]).sum())
    if shared > _OVERLAPPING * float(sizes[asked].sum()):
        times = len(areas) / len(asked)
        counts: dict[str, object] = {"pairs": round(float(seen.sum()) * times), "shared": f"{shared * times:.3g}"}
        text = N_(
            "{pairs} pairs of outlines lie on each other ({shared} km2): these are several editions or levels in one file."
        )
        raise OpenQuestionError(Question("outlines_overlap", text, counts, ("place",)))
