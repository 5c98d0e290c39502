"""Areas of the current boundaries: the tree, its names, and the geometry of a view."""

import hashlib
from collections.abc import Callable, Hashable
from dataclasses import dataclass
from threading import Lock
from typing import TypeVar

import pandas as pd
import shapely

from ucjmap.boundaries import encode_display
from ucjmap.codes import ALL_LEVELS, COUNTRY, LEVELS, Level, child_level
from ucjmap.errors import N_, UsageError
from ucjmap.store import Store, read_areas, read_display, read_editions, read_geometry, write_display

T = TypeVar("T")
_REMEMBERED = 48
_memory_lock = Lock()
#: Views this far above their areas are drawn from the simplified geometry that an import prepares.
_OVERVIEW_OF: dict[Level, tuple[Level, ...]] = {"adm0": ("adm1", "adm2", "adm3"), "adm1": ("adm2",)}


def remember(store: Store, key: Hashable, compute: Callable[[], T]) -> T:
    """``compute()``, or what it gave last time if nothing was imported or undone since."""
    full_key = (store.revision(), key)
    with _memory_lock:
        is_known = full_key in store.memory
        if is_known:
            # What was used last stands last: the tree of areas is used by every page and must not make room.
            store.memory[full_key] = store.memory.pop(full_key)
            known: T = store.memory[full_key]
    if is_known:
        return known
    value = compute()
    with _memory_lock:
        store.memory[full_key] = value
        while len(store.memory) > _REMEMBERED:
            store.memory.pop(next(iter(store.memory)))
    return value


@dataclass(frozen=True)
class AreaTree:
    """All areas of the current editions.

    ``areas`` has one row an area, indexed by code (columns of ``schema.UNIT_COLUMNS`` but the geometry, and
    ``adm1``..``adm4``: the codes of the area's ancestors and its own). ``editions`` has one row a province.
    """

    areas: pd.DataFrame
    editions: pd.DataFrame

    def level(self, code: str) -> Level:
        """Level of an area.

        Raises
        ------
        UsageError
            The store has no area of that code.
        """
        if code == COUNTRY:
            return "adm0"
        if code not in self.areas.index:
            raise UsageError(
                "unknown_area",
                N_("There is no area with the code {code}."),
                N_("Search by name, or start from Indonesia (code 00)."),
                code=code,
            )
        level: Level = self.areas.at[code, "level"]
        return level

    def below(self, code: str, level: Level) -> pd.DataFrame:
        """Areas of ``level`` inside ``code``, by code; one row is one area."""
        own = self.level(code)
        if ALL_LEVELS.index(level) <= ALL_LEVELS.index(own):
            raise UsageError(
                "level_not_below",
                N_("The level {level} is not below the area {code}."),
                N_("Choose a level further down."),
                level=level,
                code=code,
            )
        wanted = self.areas["level"] == level
        return self.areas[wanted if own == "adm0" else wanted & (self.areas[own] == code)]

    def path(self, code: str) -> list[str]:
        """Codes from the country down to the area itself."""
        own = self.level(code)
        if own == "adm0":
            return [COUNTRY]
        row = self.areas.loc[code]
        return [COUNTRY, *(row[level] for level in LEVELS[: LEVELS.index(own) + 1])]

    def name(self, code: str) -> str:
        """Name of an area as an official writes it."""
        return "Indonesia" if code == COUNTRY else str(self.areas.at[code, "name"])

    def editions_of(self, code: str) -> pd.DataFrame:
        """Editions that the map of an area is drawn from; one row is one province."""
        if code == COUNTRY:
            return self.editions
        return self.editions[self.editions["province_code"] == self.path(code)[1]]

    def bounds(self, code: str) -> tuple[float, float, float, float] | None:
        """West, south, east, north in degrees; None where nothing has a geometry."""
        own = self.level(code)
        level = child_level(own)
        rows = self.below(code, level) if level else self.areas.loc[[code]]
        rows = rows.dropna(subset=["west"])
        if rows.empty:
            return None
        return (
            float(rows["west"].min()),
            float(rows["south"].min()),
            float(rows["east"].max()),
            float(rows["north"].max()),
        )


def area_tree(store: Store) -> AreaTree:
    """The tree of areas as it is now."""
    return remember(store, "tree", lambda: _read_tree(store))


def _read_tree(store: Store) -> AreaTree:
    with store.reading() as connection:
        areas = read_areas(connection)
        editions = read_editions(connection)
    areas = areas.set_index("code", drop=False).rename_axis(None)
    parents = areas["parent_code"]
    for level in reversed(LEVELS):
        ancestors = areas["code"].where(areas["level"] == level)
        for below in LEVELS[LEVELS.index(level) + 1 :]:
            mask = areas["level"] == below
            chain = areas.loc[mask, "code"]
            for _ in range(LEVELS.index(below) - LEVELS.index(level)):
                chain = chain.map(parents)
            ancestors = ancestors.where(~mask, chain)
        areas[level] = ancestors
    for column in ("level", *LEVELS[:-1]):
        areas[column] = areas[column].astype("category")  # compared with one code at each step of each visitor
    return AreaTree(areas, editions)


@dataclass(frozen=True)
class Display:
    """Display geometry of one view: gzipped GeoJSON and the version that its address carries."""

    version: str
    body: bytes


def display_version(store: Store, code: str) -> str:
    """Changes when the boundaries behind the area's view change, and with nothing else."""
    editions = area_tree(store).editions_of(code)
    text = "|".join(f"{row.province_code}:{row.id}:{row.sha256}" for row in editions.itertuples())
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def display_geometry(store: Store, code: str, level: Level) -> Display:
    """Geometry of the areas of ``level`` inside ``code`` as the browser draws it; built once, then kept.

    Raises
    ------
    UsageError
        Unknown area, or a level that is not below it.
    """
    version = display_version(store, code)
    with store.reading() as connection:
        body = read_display(connection, version, code, level)
    if body is None:
        body = _build_display(store, code, level)
        with store.writing() as connection:
            write_display(connection, version, code, level, body)
    return Display(version, body)


def _build_display(store: Store, code: str, level: Level) -> bytes:
    tree = area_tree(store)
    children = tree.below(code, level)
    by_edition = {int(key): list(group["code"]) for key, group in children.groupby("edition_id")}
    overview = level in _OVERVIEW_OF.get(tree.level(code), ())
    with store.reading() as connection:
        shapes = read_geometry(connection, by_edition, overview=overview)
    geometries = shapely.from_wkb(shapes["geometry"].to_numpy(dtype=object))
    return encode_display(list(shapes["code"]), list(shapes["name"]), geometries)
