"""The desa of the vector tiles: their order, their names, and the version of the boundaries that they are of."""

import gzip
import json
from dataclasses import dataclass

import numpy as np
import pandas as pd

from ucjmap.api.areas.tree import AreaTree, area_tree
from ucjmap.api.areas.view_geometry import display_version
from ucjmap.codes import COUNTRY, LEVELS
from ucjmap.errors import N_, UsageError
from ucjmap.store import Store
from ucjmap.tiles import FORMAT


@dataclass(frozen=True)
class TiledAreas:
    """The desa in the order of the tiles: a feature's id is its place here.

    ``areas`` has one row a desa, those of one kecamatan, kabupaten and province beside each other. ``regencies`` and
    ``provinces`` are the places at which one begins.
    """

    areas: pd.DataFrame
    regencies: tuple[int, ...]
    provinces: tuple[int, ...]


def tiles_version(store: Store) -> str:
    """Part of the address of every tile; it changes when boundaries change, and with nothing else.

    Returns
    -------
    str
        ``display_version`` of the country, and behind it the version of the tile format.
    """
    return display_version(store, COUNTRY) + FORMAT


def tiled_areas(store: Store) -> TiledAreas:
    """All desa of the current editions in the order of the tiles.

    Returns
    -------
    TiledAreas
        Sorted by the codes of province, kabupaten and kecamatan, then by the desa's own; remembered until the
        next import of boundaries.
    """
    tree = area_tree(store)
    return tree.keep("tiled_areas", lambda: _order_areas(tree))


def _order_areas(tree: AreaTree) -> TiledAreas:
    areas = tree.areas[tree.areas["level"] == LEVELS[-1]].sort_values(["adm1", "adm2", "adm3", "code"])

    def begins(level: str) -> tuple[int, ...]:
        codes = areas[level].astype(str).to_numpy()
        return tuple(np.flatnonzero(np.append(True, codes[1:] != codes[:-1])[: len(codes)]).tolist())

    return TiledAreas(areas, begins("adm2"), begins("adm1"))


def tile_names(store: Store, version: str) -> bytes:
    """Codes and names in the order of the tiles, for tooltips.

    Parameters
    ----------
    version
        Of the boundaries that the map shows, as ``tiles_version`` gave it.

    Returns
    -------
    bytes
        Gzipped JSON. ``codes`` and ``names`` have one entry a desa, by place; ``parents`` tells for each the place in
        ``above`` of its kecamatan with what that lies in. ``places`` has name, longitude and latitude (degrees) of
        provinces (``adm1``) and of kabupaten and kota (``adm2``), the largest first.

    Raises
    ------
    UsageError
        The boundaries are of another version by now.
    """
    check_version(store, version)
    names = area_tree(store).keep("tile_names", lambda: _encode_names(store))
    check_version(store, version)  # an import may have come between: these names would be those of the next version
    return names


def _encode_names(store: Store) -> bytes:
    names = area_tree(store).areas["name"].to_dict()
    areas = tiled_areas(store).areas
    numbers, _ = pd.factorize(areas["adm3"].astype(str))  # in the order of first occurrence, like the next line
    ancestors = areas.drop_duplicates("adm3")[["adm3", "adm2", "adm1"]].itertuples(index=False)
    table = {
        "codes": list(areas["code"]),
        "names": [None if pd.isna(name) else str(name) for name in areas["name"]],
        "parents": numbers.tolist(),
        "above": [", ".join(str(names[code]) for code in row if code in names) for row in ancestors],
        "places": {level: _places(area_tree(store).areas, level) for level in ("adm1", "adm2")},
    }
    return gzip.compress(json.dumps(table, ensure_ascii=False, separators=(",", ":")).encode(), mtime=0)


def _places(areas: pd.DataFrame, level: str) -> list[list[str | float]]:
    own = areas[(areas["level"] == level) & areas["lon"].notna() & areas["name"].notna()]
    extent = (own["east"] - own["west"]) * (own["north"] - own["south"])
    own = own.loc[extent.sort_values(ascending=False, kind="stable").index]
    short = own["name"].astype(str).str.removeprefix("Kabupaten ")
    return [[name, round(lon, 3), round(lat, 3)] for name, lon, lat in zip(short, own["lon"], own["lat"], strict=True)]


def check_version(store: Store, version: str) -> None:
    """Refuse what is asked for boundaries that are not the current ones.

    Raises
    ------
    UsageError
        The boundaries are of another version by now.
    """
    if version != tiles_version(store):
        raise UsageError(
            "unknown_tiles",
            N_("There are no map tiles of the version {version}."),
            N_("The boundaries have changed: load the page again."),
            version=version,
        )
