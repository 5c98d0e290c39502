"""Areas of the current boundaries: the tree, its names, and the geometry of a view."""

import hashlib
import sys
from collections import OrderedDict
from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass, field, fields, is_dataclass
from threading import Lock
from typing import Any, TypeVar

import numpy as np
import numpy.typing as npt
import pandas as pd
import shapely

from ucjmap.boundaries import encode_display
from ucjmap.codes import ALL_LEVELS, COUNTRY, LEVELS, Level, child_level
from ucjmap.errors import N_, UsageError
from ucjmap.indicators import Hierarchy
from ucjmap.store import (
    Store,
    read_areas,
    read_boundary_revision,
    read_display,
    read_editions,
    read_geometry,
    write_display,
)

T = TypeVar("T")
Places = npt.NDArray[np.intp]
Flags = npt.NDArray[np.bool_]
Bounds = tuple[float, float, float, float]
#: Of each kind of thing so many are kept, of those that hold figures of every area fewer.
_REMEMBERED = 48
_REMEMBERED_OF = {"rolled_up": 24, "answers": 600, "documents": 600}
#: And so many bytes of each kind; series are few, and every trend of every visitor is read from them.
_ROOM = 64_000_000
_ROOM_OF = {"rolled_up": 200_000_000, "series": 600_000_000}
_memory_lock = Lock()
#: Views this far above their areas are drawn from the simplified geometry that an import prepares.
_OVERVIEW_OF: dict[Level, tuple[Level, ...]] = {"adm0": ("adm1", "adm2", "adm3"), "adm1": ("adm2",)}
_WHOLE_COUNTRY: Bounds = (95.0, -11.1, 141.1, 6.1)
#: How the extent of an area comes from those of the areas in it.
_EDGES: dict[str, str] = {"west": "min", "south": "min", "east": "max", "north": "max"}


@dataclass
class _Entry:
    """A thing that is remembered. Whoever holds the lock computes it, the others wait for what comes out."""

    lock: Lock = field(default_factory=Lock)
    is_known: bool = False
    value: Any = None
    weight: int = 0


def remember(store: Store, key: Hashable, compute: Callable[[], T]) -> T:
    """``compute()``, or what it gave last time if nothing was imported or undone since.

    Things of one kind (the key, or the first part of a key of several) push out only each other, those used longest
    ago first; the last one stays, whatever it weighs.
    """
    kind = key[0] if isinstance(key, tuple) else key
    entries, entry = _find_entry(store, store.revision(), kind, key)
    if not entry.is_known:
        with entry.lock:
            if not entry.is_known:
                entry.value = compute()
                entry.weight = 0 if kind == key else _weigh(entry.value)
                entry.is_known = True
        _make_room(entries, str(kind))
    known: T = entry.value
    return known


def _find_entry(
    store: Store, revision: tuple[int, int], kind: Hashable, key: Hashable
) -> tuple[OrderedDict[Hashable, _Entry], _Entry]:
    with _memory_lock:
        if not any(known >= revision for known in store.memory):
            store.memory.clear()  # nobody will ask for what was before
            store.memory[revision] = {}
        kinds = store.memory.get(revision, {})  # who was overtaken by an import computes for themselves
        entries: OrderedDict[Hashable, _Entry] = kinds.setdefault(kind, OrderedDict())
        entry = entries.setdefault(key, _Entry())
        entries.move_to_end(key)
    return entries, entry


def _make_room(entries: OrderedDict[Hashable, _Entry], kind: str) -> None:
    number, room = _REMEMBERED_OF.get(kind, _REMEMBERED), _ROOM_OF.get(kind, _ROOM)
    with _memory_lock:
        weight = sum(entry.weight for entry in entries.values())
        while len(entries) > 1 and (len(entries) > number or weight > room):
            weight -= entries.popitem(last=False)[1].weight


def _weigh(value: object) -> int:
    """About how many bytes go when ``value`` is forgotten; texts in columns are mostly those of the tree."""
    if isinstance(value, AreaTree):
        return 0  # one for all
    if isinstance(weight := getattr(value, "weight", None), int):
        return weight
    if isinstance(value, pd.DataFrame):
        return int(value.memory_usage().sum())
    if isinstance(value, np.ndarray | pd.Series | pd.Index):
        return int(value.nbytes)
    if isinstance(value, Mapping):
        return sys.getsizeof(value) + sum(map(_weigh, value.values()))
    if isinstance(value, tuple | list | set | frozenset):
        return sys.getsizeof(value) + sum(map(_weigh, value))
    if is_dataclass(value):
        return sum(_weigh(getattr(value, each.name)) for each in fields(value))
    return sys.getsizeof(value)


@dataclass(frozen=True)
class AreaTree:
    """All areas in force.

    ``areas`` has one row an area, indexed by code (columns of ``schema.UNIT_COLUMNS`` but the geometry, edition_id and
    join_version of its outline, and ``adm1``..``adm4``: the codes of the area's ancestors and its own). ``editions``
    has one row for each edition in each province that areas are drawn from.
    """

    areas: pd.DataFrame
    editions: pd.DataFrame
    _kept: dict[Hashable, Any] = field(default_factory=dict, repr=False, compare=False)

    def keep(self, key: Hashable, compute: Callable[[], T]) -> T:
        """``compute()``, or what it gave before: what follows from these boundaries alone."""
        if key not in self._kept:
            self._kept[key] = compute()
        kept: T = self._kept[key]
        return kept

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
        return self.areas.take(self.places_below(code, level))

    def places_below(self, code: str, level: Level) -> Places:
        """Positions in ``areas`` of the areas of ``level`` inside ``code``.

        Raises
        ------
        UsageError
            Unknown area, or a level that is not below it.
        """
        own = self.level(code)
        if ALL_LEVELS.index(level) <= ALL_LEVELS.index(own):
            raise UsageError(
                "level_not_below",
                N_("The level {level} is not below the area {code}."),
                N_("Choose a level further down."),
                level=level,
                code=code,
            )
        by_area = self.keep(("places", own, level), lambda: self._places(own, level))
        return by_area.get(code, np.empty(0, dtype=np.intp))

    def _places(self, own: Level, level: Level) -> dict[str, Places]:
        places = np.flatnonzero((self.areas["level"] == level).to_numpy())
        if own == "adm0":
            return {COUNTRY: places}
        numbers = self.numbers(own)[places]
        order = np.argsort(numbers, kind="stable")
        starts = np.searchsorted(numbers[order], np.arange(len(self.areas[own].cat.categories) + 1))
        return {
            code: places[order[start:end]]
            for code, start, end in zip(self.areas[own].cat.categories, starts[:-1], starts[1:], strict=True)
        }

    def numbers(self, level: Level) -> npt.NDArray[np.integer[Any]]:
        """For each of ``areas`` the number of its ancestor of ``level`` (adm1 to adm3); -1: it has none."""
        return self.keep(("numbers", level), self.areas[level].cat.codes.to_numpy)

    def texts(self, column: str) -> npt.NDArray[np.object_]:
        """A column of ``areas`` as plain Python objects: text of Arrow is made anew at each look."""
        return self.keep(("texts", column), lambda: self.areas[column].to_numpy(dtype=object))

    def place(self, code: str) -> int:
        """Position of an area in ``areas``; that of the country is one after the last."""
        return len(self.areas) if code == COUNTRY else int(self.areas.index.get_loc(code))

    @property
    def hierarchy(self) -> Hierarchy:
        """Who adds up to whom; its positions are those of ``areas``, then the country."""
        return self.keep("hierarchy", lambda: Hierarchy.of(self.areas))

    def path(self, code: str) -> list[str]:
        """Codes from the country down to the area itself."""
        own = self.level(code)
        if own == "adm0":
            return [COUNTRY]
        parents = self.keep("parents", lambda: dict(zip(self.texts("code"), self.texts("parent_code"), strict=True)))
        line = [code]
        while (above := parents.get(line[-1], COUNTRY)) != COUNTRY:
            line.append(above)
        return [COUNTRY, *reversed(line)]

    def name(self, code: str) -> str:
        """Name of an area as an official writes it."""
        return "Indonesia" if code == COUNTRY else str(self.texts("name")[self.place(code)])

    def names_above(self, places: Places, level: Level) -> tuple[str, ...]:
        """For each of the areas at ``places`` the name of the area of ``level`` that it lies in (adm0: the country)."""
        if level == "adm0":
            return ("Indonesia",) * len(places)
        names = self.keep(("names", level), lambda: self._names_of(level))
        return tuple(names[self.numbers(level)[places]].tolist())

    def _names_of(self, level: Level) -> npt.NDArray[np.object_]:
        """Names of the areas of a level (adm1 to adm3), by their ``numbers``."""
        places: Places = self.areas.index.get_indexer(self.areas[level].cat.categories)
        return self.texts("name")[places]

    def drawn_from(self, code: str, level: Level) -> tuple[tuple[str, ...], bool]:
        """Names of the editions that the outlines of ``level`` inside ``code`` are of, and whether any is a model.

        With the area's own level: those of its own outline.
        """
        if code != COUNTRY and level == self.level(code):
            places = np.array([self.place(code)])
        else:
            places = self.places_below(code, level)
        return self.keep(("drawn from", code, level), lambda: self._editions_at(places))

    def _editions_at(self, places: Places) -> tuple[tuple[str, ...], bool]:
        sets = self._edition_sets[places]
        return self._say_editions(frozenset[int]().union(*sets) if len(sets) else frozenset())

    def _say_editions(self, numbers: frozenset[int]) -> tuple[tuple[str, ...], bool]:
        """Names in order of import. Equal sets share one answer."""
        return self.keep(("say editions", numbers), lambda: self._name_editions(numbers))

    def _name_editions(self, numbers: frozenset[int]) -> tuple[tuple[str, ...], bool]:
        rows = self.editions[self.editions["id"].isin(numbers)].sort_values("id").drop_duplicates("id")
        return tuple(dict.fromkeys(rows["name"])), bool(rows["is_model"].any())

    @property
    def _edition_sets(self) -> npt.NDArray[np.object_]:
        """For each of ``areas`` the editions that its outline is of; an outline may be put together from several."""
        return self.keep("edition sets", self._find_edition_sets)

    def _find_edition_sets(self) -> npt.NDArray[np.object_]:
        known = {number: frozenset([number]) for number in self.areas["edition_id"].unique()}
        sets = np.array([known[number] for number in self.areas["edition_id"].tolist()] + [None], dtype=object)[:-1]
        is_drawn = self.areas["west"].notna().to_numpy()
        sets[~is_drawn] = frozenset[int]()
        is_joined = self.areas["join_version"].notna().to_numpy()
        levels = self.texts("level")
        for level in reversed(LEVELS[:-1]):
            for place in np.flatnonzero(is_joined & (levels == level)):
                below = self.places_below(str(self.texts("code")[place]), LEVELS[LEVELS.index(level) + 1])
                sets[place] = frozenset[int]().union(*sets[below])
        return sets

    @property
    def editions_by_area(self) -> dict[str, npt.NDArray[Any]]:
        """For each of ``areas``, then the country: names of its editions (``editions``: a tuple), any model (``is_model``).

        They are those of the area's own outline; of the country those of its provinces.
        """
        return self.keep("editions_by_area", self._editions_by_area)

    def _editions_by_area(self) -> dict[str, npt.NDArray[Any]]:
        said = [self._say_editions(numbers) for numbers in self._edition_sets]
        said.append(self.drawn_from(COUNTRY, "adm1"))
        names = np.empty(len(said), dtype=object)
        names[:] = [each[0] for each in said]
        return {"editions": names, "is_model": np.array([each[1] for each in said])}

    def bounds(self, code: str) -> Bounds | None:
        """West, south, east, north in degrees; None where nothing has a geometry."""
        own = self.level(code)
        if child_level(own) is None:
            row = self.areas.iloc[self.place(code)]
            return None if np.isnan(row["west"]) else (row["west"], row["south"], row["east"], row["north"])
        return self.keep(("bounds", own), lambda: self._bounds_of(own)).get(code)

    def extent(self, code: str) -> Bounds:
        """What a map of the area shows at first: its bounds, the whole country where nothing has a geometry."""
        return self.bounds(code) or _WHOLE_COUNTRY

    def _bounds_of(self, own: Level) -> dict[str, Bounds]:
        """Extents of all areas of one level that have a drawn area in them."""
        rows = self.areas[(self.areas["level"] == child_level(own)) & self.areas["west"].notna()]
        key = np.zeros(len(rows)) if own == "adm0" else rows[own].astype(object)
        extents = rows.groupby(key)[list(_EDGES)].agg(_EDGES)
        codes = [COUNTRY] if own == "adm0" else [str(code) for code in extents.index]
        return dict(zip(codes, extents.itertuples(index=False, name=None), strict=False))


def area_tree(store: Store) -> AreaTree:
    """The tree of areas as it is now; the same object until boundaries are imported or undone."""
    return remember(store, "tree", lambda: _find_tree(store))


def _find_tree(store: Store) -> AreaTree:
    with store.reading() as connection:
        revision = read_boundary_revision(connection)
        tree: AreaTree | None = store.trees.get(revision)
        if tree is None:
            tree = _grow_tree(read_areas(connection), read_editions(connection))
            store.trees.clear()
            store.trees[revision] = tree
    return tree


def _grow_tree(areas: pd.DataFrame, editions: pd.DataFrame) -> AreaTree:
    codes = areas["code"].to_numpy(dtype=object)
    # Text of Arrow is made anew at each look, and every step of every visitor looks areas up.
    areas.index = pd.Index(codes, dtype=object)
    above = areas.index.get_indexer(areas["parent_code"].to_numpy(dtype=object))
    levels = areas["level"].to_numpy(dtype=object)
    for level in LEVELS:
        is_own = levels == level
        ancestors = np.where(is_own, np.arange(len(areas)), -1)
        for below in LEVELS[LEVELS.index(level) + 1 :]:
            places = np.flatnonzero((levels == below) & (above >= 0))
            ancestors[places] = ancestors[above[places]]
        numbers = np.append(np.cumsum(is_own) - 1, -1)[ancestors]
        areas[level] = pd.Categorical.from_codes(numbers, categories=codes[is_own])
    areas[LEVELS[-1]] = areas[LEVELS[-1]].astype(areas["code"].dtype)
    areas["level"] = areas["level"].astype("category")  # compared with one word at each step of each visitor
    return AreaTree(areas, editions)


@dataclass(frozen=True)
class Display:
    """Display geometry of one view: gzipped GeoJSON and the version that its address carries."""

    version: str
    body: bytes


def display_version(store: Store, code: str) -> str:
    """Changes when the boundaries behind the area's view change, and with nothing else."""
    return _version_in(area_tree(store), code)


def _version_in(tree: AreaTree, code: str) -> str:
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
    """Geometry of the areas of ``level`` inside ``code`` as the browser draws it; built once, then kept.

    Raises
    ------
    UsageError
        Unknown area, or a level that is not below it.
    """
    tree = area_tree(store)  # one for the version and the body: an import may come between two looks
    version = _version_in(tree, code)
    with store.reading() as connection:
        body = read_display(connection, version, code, level)
    if body is None:
        body = _build_display(store, tree, code, level)
        built = body
        store.keep(lambda connection: write_display(connection, version, code, level, built))
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
