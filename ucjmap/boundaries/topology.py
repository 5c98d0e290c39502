"""Areas of the finest level become units of all levels: upper levels are dissolved, never drawn anew."""

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor, as_completed
from functools import partial
from typing import Final

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from ucjmap.boundaries.display import simplify_view
from ucjmap.boundaries.layouts import NAME_COLUMNS
from ucjmap.boundaries.repair import THREADS, area_km2, keep_polygons
from ucjmap.codes import BPS_PREFIX, COUNTRY, LEVELS, Level, kind_of
from ucjmap.schema import UNIT_COLUMNS, Progress, no_progress

#: Tolerance of the overviews in degrees (square root of an area): a fraction of a pixel where the level is shown.
OVERVIEW_TOLERANCE: Final[dict[Level, float]] = {"adm1": 0.002, "adm2": 0.001, "adm3": 0.0005}
_SAME_AREA: Final = 1e-9
#: Joins each of several groups of shapes to one, in their order.
JoinGroups = Callable[[Sequence[np.ndarray]], list[shapely.Geometry]]


def build_units(areas: gpd.GeoDataFrame, *, joined: bool = True, progress: Progress = no_progress) -> pd.DataFrame:
    """Units of all levels from the areas of the finest one.

    Parameters
    ----------
    areas
        One row per area (EPSG:4326) with ``level``, ``code``, ``adm1_code`` .. ``adm3_code`` as far as the level
        has them (Kemendagri's, or ``bps:`` and digits), the four names, ``bps_code`` and ``flags``.
    joined
        Whether the outlines of the upper levels are joined. A trial run stores none of them: without, a unit above the
        finest level has its extent, and neither geometry, size nor centre.
    progress
        Called after each province, in the caller's thread; may raise to cancel.

    Returns
    -------
    pandas.DataFrame
        One row per unit with ``schema.UNIT_COLUMNS`` and ``overview``: WKB of a simplified shape for the levels
        above the desa, null for desa. Sorted by level and code.

    Raises
    ------
    ValueError
        A code is missing, or a province mixes levels.
    """
    _check_codes(areas)
    groups = {str(code): group for code, group in areas.groupby("adm1_code", sort=True)}
    frames: list[pd.DataFrame] = []
    # Each province waits for the joins of its areas: they have workers of their own, also where it is the only one.
    pool, joins = ThreadPoolExecutor(THREADS), ThreadPoolExecutor(THREADS)
    build = partial(_build_province, joins=joins) if joined else _outline_province
    try:
        # Progress is called here and not by the workers: a page may only be touched from its own thread.
        futures = {pool.submit(build, group): code for code, group in groups.items()}
        total = len(groups)
        groups.clear()
        for done, future in enumerate(as_completed(futures), start=1):
            frames.append(future.result())
            progress(done, total, futures.pop(future))
    finally:
        pool.shutdown(cancel_futures=True)
        joins.shutdown()
    units = pd.concat(frames, ignore_index=True)
    return units.sort_values(["level", "code"], kind="stable", ignore_index=True)


def _check_codes(areas: gpd.GeoDataFrame) -> None:
    """Raise for rows without a code, which grouping would silently leave out: they are a mistake of the caller."""
    for _, group in areas.groupby("adm1_code", dropna=False):
        levels = group["level"].unique()
        needed = ["code", *(f"{level}_code" for level in LEVELS[:3] if level <= levels[0])]
        if len(levels) > 1 or group[needed].isna().to_numpy().any():
            raise ValueError("all areas of a province need one level and the codes of it and of all levels above")


def _build_province(areas: gpd.GeoDataFrame, joins: ThreadPoolExecutor) -> pd.DataFrame:
    """Units of one province with all outlines; the overviews begin as soon as the kecamatan are joined."""
    frames: list[pd.DataFrame] = []
    simple: Future[np.ndarray] | None = None
    for frame in _levels(areas, lambda groups: list(joins.map(dissolve, groups))):
        frames.append(frame)
        level: Level = frame["level"].iloc[0]
        if simple is None and level in OVERVIEW_TOLERANCE:
            simple = joins.submit(simplify_view, frame["shape"].to_numpy(), OVERVIEW_TOLERANCE[level])
    if simple is not None:
        _add_overviews(frames, simple.result())
    return pd.concat([_finish(frame) for frame in frames], ignore_index=True)


def _outline_province(areas: gpd.GeoDataFrame) -> pd.DataFrame:
    """Units of one province, those above the finest level with their extent only."""
    frames = _levels(areas, lambda groups: [_extent_of(shapes) for shapes in groups])
    units = pd.concat([_finish(frame.assign(overview=None)) for frame in frames], ignore_index=True)
    units.loc[units["level"] != areas["level"].iloc[0], ["geometry", "area_km2", "lon", "lat"]] = None
    return units


def _levels(areas: gpd.GeoDataFrame, join: JoinGroups) -> Iterator[pd.DataFrame]:
    """One frame a level, from the finest up."""
    finest: Level = areas["level"].iloc[0]
    children = _leaves(areas, finest)
    yield children
    for upper in reversed(LEVELS[: LEVELS.index(finest)]):
        children = _join_level(areas, children, upper, join)
        yield children


def _extent_of(shapes: np.ndarray) -> shapely.Geometry:
    return shapely.box(*shapely.total_bounds(shapes))


def _leaves(areas: gpd.GeoDataFrame, finest: Level) -> pd.DataFrame:
    depth = LEVELS.index(finest)
    parents = areas[f"{LEVELS[depth - 1]}_code"] if depth else COUNTRY
    leaves = pd.DataFrame(
        {
            "code": areas["code"],
            "level": finest,
            "parent_code": parents,
            "name": areas[NAME_COLUMNS[depth]],
            "bps_code": areas["bps_code"],
            "flags": areas["flags"],
            "shape": areas.geometry.to_numpy(),
        }
    )
    return leaves.reset_index(drop=True)


def _join_level(areas: gpd.GeoDataFrame, children: pd.DataFrame, level: Level, join: JoinGroups) -> pd.DataFrame:
    depth = LEVELS.index(level)
    column = f"{level}_code"
    names = majority_names(areas[column], areas[NAME_COLUMNS[depth]])
    parents = areas.groupby(column)[f"{LEVELS[depth - 1]}_code"].first() if depth else None
    groups = children.groupby("parent_code", sort=True).indices
    shapes = children["shape"].to_numpy()
    codes = list(groups)
    return pd.DataFrame(
        {
            "code": codes,
            "level": level,
            "parent_code": [COUNTRY if parents is None else parents[code] for code in codes],
            "name": [names.get(code) for code in codes],
            "bps_code": [code.removeprefix(BPS_PREFIX) if code.startswith(BPS_PREFIX) else None for code in codes],
            "flags": "",
            "shape": join([shapes[groups[code]] for code in codes]),
        }
    )


def majority_names(codes: pd.Series, names: pd.Series) -> dict[str, str]:
    """Most frequent name for each code, of equally frequent ones the first by alphabet; none where all are missing."""
    counted = pd.DataFrame({"code": codes, "name": names}).dropna().value_counts().rename("count").reset_index()
    counted = counted.sort_values(["count", "name"], ascending=[False, True]).drop_duplicates("code")
    return dict(zip(counted["code"], counted["name"], strict=True))


def dissolve(shapes: np.ndarray) -> shapely.Geometry:
    """One geometry that covers all of ``shapes``: along shared borders where they match exactly, else a union."""
    if len(shapes) == 1:
        return shapes[0]
    if shapely.coverage_is_valid(shapes):
        joined = shapely.coverage_union_all(shapes)
        whole = float(shapely.area(shapes).sum())
        # The quick union trusts its input, so the area of its result is checked.
        if shapely.is_valid(joined) and abs(joined.area - whole) <= _SAME_AREA * whole:
            return keep_polygons(np.array([joined], dtype=object))[0]
    return keep_polygons(np.array([shapely.union_all(shapes)], dtype=object))[0]


def _finish(units: pd.DataFrame) -> pd.DataFrame:
    """Measures and WKB of the units of one level of one province."""
    shapes = units.pop("shape").to_numpy()
    level: Level = units["level"].iloc[0]
    bounds = shapely.bounds(shapes)
    inside = shapely.point_on_surface(shapes)
    units["name"] = [official_name(level, code, name) for code, name in zip(units["code"], units["name"], strict=True)]
    units["kind"] = units["code"].map(kind_of)
    units["population"] = None
    units["area_km2"] = area_km2(shapes)
    units["lon"], units["lat"] = shapely.get_x(inside), shapely.get_y(inside)
    units["west"], units["south"], units["east"], units["north"] = bounds.T
    units["geometry"] = shapely.to_wkb(shapes)
    return units[[*UNIT_COLUMNS, "overview"]]


def _add_overviews(frames: list[pd.DataFrame], simple: np.ndarray) -> None:
    """Column ``overview`` (WKB): the kecamatan are simplified together, and dissolved again for the levels above.

    So a border is drawn the same at all levels, and slivers between desa do not reach the upper ones. ``simple`` are the
    shapes of the lowest level that has an overview, simplified.
    """
    below: pd.DataFrame | None = None
    for frame in frames:
        level: Level = frame["level"].iloc[0]
        if level not in OVERVIEW_TOLERANCE:
            frame["overview"] = None
            continue
        if below is not None:
            groups = below.groupby("parent_code").indices
            parts = below["simple"].to_numpy()
            shapes = np.array([dissolve(parts[groups[code]]) for code in frame["code"]], dtype=object)
            simple = simplify_view(shapes, OVERVIEW_TOLERANCE[level])
        below = frame[["code", "parent_code"]].assign(simple=simple)
        frame["overview"] = shapely.to_wkb(simple)


def official_name(level: Level, code: str, name: str | None) -> str | None:
    """Name as officials write it: a kabupaten or kota carries that word (BIG writes ``Sambas``)."""
    if level != "adm2" or not name:
        return name
    words = name.split()
    first = words[0].casefold().rstrip(".")
    if first == "kab":
        return " ".join(["Kabupaten", *words[1:]])
    if first in {"kabupaten", "kota"}:
        return name
    return f"{kind_of(code).capitalize()} {name}"
