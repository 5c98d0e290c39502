"""The geometry of a view as the browser draws it, and the version that its address carries."""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass

import pandas as pd
import shapely

from ucjmap.api.areas.tree import AreaTree, area_tree
from ucjmap.boundaries import encode_display
from ucjmap.codes import COUNTRY, Level
from ucjmap.store import Store, read_display, read_geometry, write_display

#: Views this far above their areas are drawn from the simplified geometry that an import prepares.
_OVERVIEW_OF: dict[Level, tuple[Level, ...]] = {"adm0": ("adm1", "adm2", "adm3"), "adm1": ("adm2",)}


@dataclass(frozen=True)
class Display:
    """Display geometry of one view: gzipped GeoJSON and the version that its address carries."""

    version: str
    body: bytes


def display_version(store: Store, code: str) -> str:
    """The version of an area's map, as in the addresses of its geometry.

    Returns
    -------
    str
        Sixteen hexadecimal digits. They change when an outline of the province (for the country: any) changes, and with
        nothing else.

    Raises
    ------
    UsageError
        The store has no area of that code.
    """
    return version_in(area_tree(store), code)


def version_in(tree: AreaTree, code: str) -> str:
    """`display_version` by the areas of a tree."""
    province = tree.path(code)[:2][-1]
    return tree.keep(("version", province), lambda: _version(tree, province))


def _version(tree: AreaTree, province: str) -> str:
    """A checksum of which outline each area has; names and codes come with the edition."""
    areas = tree.areas if province == COUNTRY else tree.areas[(tree.areas["adm1"] == province).to_numpy()]
    outlines = areas[["code", "edition_id", "join_version"]].assign(drawn=areas["west"].notna())
    editions = tree.editions[tree.editions["id"].isin(areas["edition_id"].unique())].drop_duplicates("id")
    digest = hashlib.sha256("|".join(f"{row.id}:{row.sha256}" for row in editions.itertuples()).encode())
    digest.update(pd.util.hash_pandas_object(outlines.astype({"code": object}), index=False).to_numpy().tobytes())
    if areas["edition_id"].nunique() > 1:
        digest.update(b"seams")  # what was drawn of several files before seams were closed is not shown again
    return digest.hexdigest()[:16]


def display_geometry(store: Store, code: str, level: Level) -> Display:
    """Geometry of the areas of ``level`` inside ``code`` as the browser draws it; built once, then kept in the store.

    Returns
    -------
    Display
        One feature is one area with a polygon (EPSG:4326), simplified to what the pixels of this view can show.

    Raises
    ------
    UsageError
        Unknown area, or a level that is not below it.
    """
    tree = area_tree(store)
    return keep_display(store, version_in(tree, code), code, level, lambda: _build_display(store, tree, code, level))


def keep_display(store: Store, version: str, code: str, name: str, build: Callable[[], bytes]) -> Display:
    """What ``build`` gives, built once for a version and then kept in the store.

    ``version`` and ``build`` are of one and the same tree: an import may come between two looks at the store, and what is
    kept under a version is never built again. ``name`` tells it from other geometry about the same area.
    """
    with store.reading() as connection:
        body = read_display(connection, version, code, name)
    if body is None:
        body = built = build()
        store.keep(lambda connection: write_display(connection, version, code, name, built))
    return Display(version, body)


def _build_display(store: Store, tree: AreaTree, code: str, level: Level) -> bytes:
    children = tree.below(code, level)
    overview = level in _OVERVIEW_OF.get(tree.level(code), ())
    with store.reading() as connection:
        shapes = read_geometry(connection, children, overview=overview)
    geometries = shapely.from_wkb(shapes["geometry"].to_numpy(dtype=object))
    # What was put together from several files is of an origin of its own.
    origin = children["join_version"].where(children["join_version"].notna(), children["edition_id"].astype(object))
    origins = origin.set_axis(children["code"]).reindex(shapes["code"])
    return encode_display(list(shapes["code"]), list(shapes["name"]), geometries, origins=list(origins))
