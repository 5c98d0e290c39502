"""Thiessen cells of the villages on each island: an edge-matched coverage that never leaves the land.

All coordinates are EPSG:4326. Cells are made by noding the bisectors with the coast on a fixed grid and giving every
face of that network to a village: neighbours share their border vertex by vertex because it is the same line.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray
from scipy.spatial import cKDTree
from shapely.geometry.base import BaseGeometry

from geodata.centres import KM_PER_DEGREE, Points, part_crowded

#: Grid of all coordinates in degrees, 11 m. The coastline is drawn to about 300 m.
GRID: Final = 1e-4
#: A centre at most this far from the drawn coast stands on it (a jetty, a stilt village, a coarse line); beyond, it is
#: on an island that the drawing leaves out, and gets an islet.
OFFSHORE_KM: Final = 4.0
ISLET_KM: Final = 1.0
#: How far behind the coast such a centre is put: on the line itself its neighbours would leave it hardly any land.
INLAND_KM: Final = 0.25
#: Land without any centre goes to a village only if all of it is this near.
REACH_KM: Final = 50.0

Polygons = NDArray[np.object_]


@dataclass(frozen=True)
class ThiessenCells:
    """Cells of all villages.

    ``cells`` has one polygon or multipolygon a village, in the order of ``centres``; ``centres`` as given with final
    places and flags; ``adopted`` has one row an island without a centre (owner, an index, and area in square degrees);
    ``unassigned`` are the islands that are nobody's.
    """

    cells: Polygons
    centres: pd.DataFrame
    adopted: pd.DataFrame
    unassigned: Polygons


def build_cells(
    centres: pd.DataFrame,
    land: BaseGeometry,
    *,
    foreign: BaseGeometry | None = None,
    islands: pd.DataFrame | None = None,
) -> ThiessenCells:
    """Thiessen cells of ``centres`` (code, lon, lat, flags) on ``land``.

    ``foreign`` is land on which no islet may lie. ``islands`` (regency, lon, lat) tells which kabupaten an island
    without a centre belongs to, where it is named.

    Raises
    ------
    ValueError
        A village would end without a cell.
    """
    pieces, off_land = add_islets(land, centres, foreign=foreign)
    home, points = place_on_pieces(pieces, centres)
    faces: list[list[BaseGeometry]] = [[] for _ in range(len(centres))]
    moved = np.zeros(len(centres), dtype=bool)
    for number in np.unique(home):
        members = np.flatnonzero(home == number)
        points[members], moved[members] = part_crowded(points[members], pieces[number])
        for member, cell in zip(members, split_piece(pieces[number], points[members]), strict=True):
            faces[member].append(cell)
    placed = _with_places(centres, points, {"off_land": off_land, "shared_centre": moved})
    empty = np.setdiff1d(np.arange(len(pieces)), home)
    adopters = adopt_islands(pieces[empty], placed, islands)
    for number, owner in zip(empty, adopters, strict=True):
        if owner >= 0:
            faces[owner].append(pieces[number])
    cells = np.array([parts[0] if len(parts) == 1 else shapely.multipolygons(_flat(parts)) for parts in faces])
    adopted = pd.DataFrame({"owner": adopters, "area": shapely.area(pieces[empty])})
    return ThiessenCells(
        cells=cells,
        centres=placed,
        adopted=adopted[adopted["owner"] >= 0].reset_index(drop=True),
        unassigned=pieces[empty][adopters < 0],
    )


def _flat(polygons: Sequence[BaseGeometry]) -> list[BaseGeometry]:
    return list(shapely.get_parts(np.array(polygons)))


def _with_places(centres: pd.DataFrame, points: Points, marks: dict[str, NDArray[np.bool_]]) -> pd.DataFrame:
    flags = [
        (*given, *(word for word, marked in marks.items() if marked[row])) for row, given in enumerate(centres["flags"])
    ]
    return centres.assign(lon=points[:, 0], lat=points[:, 1], flags=flags)


def add_islets(
    land: BaseGeometry, centres: pd.DataFrame, *, foreign: BaseGeometry | None = None
) -> tuple[Polygons, NDArray[np.bool_]]:
    """Islands of ``land`` and a model islet about every centre far from it; and which centres those are.

    Islets that overlap become one island, to be shared among its centres like any other.
    """
    points = shapely.points(centres["lon"], centres["lat"])
    pieces = _pieces(land)
    distance = shapely.STRtree(pieces).query_nearest(points, return_distance=True, all_matches=False)[1]
    off_land = distance * KM_PER_DEGREE > OFFSHORE_KM
    islets = shapely.union_all(shapely.buffer(points[off_land], ISLET_KM / KM_PER_DEGREE, quad_segs=4))
    if foreign is not None:
        abroad = [country for country in shapely.get_parts(foreign) if country.intersects(islets)]
        islets = shapely.difference(islets, shapely.union_all(abroad))
    return np.concatenate([pieces, _pieces(islets)]), off_land


def _pieces(land: BaseGeometry) -> Polygons:
    parts: Polygons = shapely.get_parts(shapely.union_all([land], grid_size=GRID))
    polygons: Polygons = parts[shapely.get_dimensions(parts) == 2]
    return polygons


def place_on_pieces(pieces: Polygons, centres: pd.DataFrame) -> tuple[NDArray[np.int64], Points]:
    """Island of every centre, the nearest one, and its place: as given, or just inside the coast if it lies outside."""
    points = shapely.points(centres["lon"], centres["lat"])
    nearest, distance = shapely.STRtree(pieces).query_nearest(points, return_distance=True, all_matches=False)
    home = nearest[1]
    places: Points = shapely.get_coordinates(points)
    outside = distance > 0
    for number in np.unique(home[outside]):
        members = np.flatnonzero(outside & (home == number))
        inland = shapely.buffer(pieces[number], -INLAND_KM / KM_PER_DEGREE)
        shortest = shapely.shortest_line(pieces[number] if inland.is_empty else inland, points[members])
        places[members] = shapely.get_coordinates(shapely.get_point(shortest, 0))
    return home, places


def split_piece(piece: BaseGeometry, points: Points) -> list[BaseGeometry]:
    """Thiessen cells of ``points`` on one island: one connected polygon a point, together the whole island.

    What a cell would have beyond a bay or strait of the island goes to the neighbour it shares the longest border with.

    Raises
    ------
    ValueError
        A point has no face of its own.
    """
    if len(points) == 1:
        return [piece]
    stretch = np.array([np.cos(np.radians(piece.centroid.y)), 1.0])
    bisectors = shapely.voronoi_polygons(
        shapely.multipoints(points * stretch), extend_to=_stretched(piece.envelope, stretch), only_edges=True
    )
    network = shapely.union_all([_stretched(bisectors, 1 / stretch), piece.boundary], grid_size=GRID)
    faces = shapely.get_parts(shapely.polygonize(shapely.get_parts(network)))
    inner = shapely.point_on_surface(faces)
    shapely.prepare(piece)
    within = shapely.contains_properly(piece, inner)
    faces, inner = faces[within], inner[within]
    owner = cKDTree(points * stretch).query(shapely.get_coordinates(inner) * stretch)[1]
    owner = join_orphans(faces, owner, points)
    return [shapely.coverage_union_all(faces[owner == index]) for index in range(len(points))]


def _stretched(geometry: BaseGeometry, stretch: Points) -> BaseGeometry:
    return shapely.transform(geometry, lambda coordinates: coordinates * stretch)


def join_orphans(faces: Polygons, owner: NDArray[np.int64], points: Points) -> NDArray[np.int64]:
    """Owner of each face when every point keeps only the face it stands in, and neighbours take the rest.

    Raises
    ------
    ValueError
        A point owns no face.
    """
    distance = shapely.distance(faces, shapely.points(points)[owner])
    order = np.lexsort((-shapely.area(faces), distance, owner))
    owners, first = np.unique(owner[order], return_index=True)
    if len(owners) < len(points):
        lost = np.setdiff1d(np.arange(len(points)), owners)
        raise ValueError(f"{len(lost)} of {len(points)} villages have no cell, e.g. at {points[lost[0]]}")
    settled = np.full(len(faces), -1)
    settled[order[first]] = owners
    tree = shapely.STRtree(faces)
    while (orphans := np.flatnonzero(settled < 0)).size:
        taken = {orphan: _longest_neighbour(orphan, faces, settled, tree) for orphan in orphans}
        if all(neighbour < 0 for neighbour in taken.values()):
            raise ValueError(f"{len(orphans)} faces touch no other face, e.g. {faces[orphans[0]].wkt}")
        for orphan, neighbour in taken.items():
            settled[orphan] = neighbour
    return settled


def _longest_neighbour(
    orphan: np.integer[Any], faces: Polygons, settled: NDArray[np.int64], tree: shapely.STRtree
) -> int:
    near = np.sort(tree.query(faces[orphan], predicate="intersects"))
    near = near[settled[near] >= 0]
    shared = shapely.length(shapely.intersection(shapely.boundary(faces[near]), faces[orphan].boundary))
    borders = pd.Series(shared).groupby(settled[near]).sum()
    return int(borders.idxmax()) if len(borders) and borders.max() > 0 else -1


def adopt_islands(pieces: Polygons, centres: pd.DataFrame, islands: pd.DataFrame | None) -> NDArray[np.int64]:
    """Row of the village that each island without a centre goes to, or -1: the nearest, if it is within reach.

    A village of the kabupaten that a named island lies in goes before others. The whole island must be within reach.
    """
    adopters = np.full(len(pieces), -1)
    regencies = centres["code"].str[:5].to_numpy()
    points = shapely.points(centres["lon"], centres["lat"])
    for number, piece in enumerate(pieces):
        near = np.flatnonzero(shapely.distance(points, piece) * KM_PER_DEGREE <= REACH_KM)
        near = near[shapely.hausdorff_distance(shapely.boundary(piece), points[near]) * KM_PER_DEGREE <= REACH_KM]
        if near.size:
            own = near[np.isin(regencies[near], list(_regencies_on(piece, islands)))]
            choice = own if own.size else near
            adopters[number] = choice[np.argmin(shapely.distance(points[choice], piece))]
    return adopters


def _regencies_on(piece: BaseGeometry, islands: pd.DataFrame | None) -> set[str]:
    if islands is None:
        return set()
    return set(islands["regency"][shapely.contains_xy(piece, islands["lon"], islands["lat"])])
