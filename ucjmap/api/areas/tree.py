"""Areas of the current boundaries: what lies in what, their names and extents."""

from collections.abc import Callable, Hashable
from dataclasses import dataclass, field
from typing import Any, ClassVar, TypeVar

import numpy as np
import numpy.typing as npt
import pandas as pd

from ucjmap.api.areas.memory import remember
from ucjmap.codes import ALL_LEVELS, COUNTRY, LEVELS, Level, child_level
from ucjmap.errors import N_, UsageError
from ucjmap.indicators import Hierarchy
from ucjmap.store import Store, read_areas, read_boundary_revision, read_editions

T = TypeVar("T")
Places = npt.NDArray[np.intp]
Bounds = tuple[float, float, float, float]
_WHOLE_COUNTRY: Bounds = (95.0, -11.1, 141.1, 6.1)
#: How the extent of an area comes from those of the areas in it.
_EDGES: dict[str, str] = {"west": "min", "south": "min", "east": "max", "north": "max"}


@dataclass(frozen=True)
class AreaTree:
    """All areas in force.

    ``areas`` has one row an area, indexed by code (columns of ``schema.UNIT_COLUMNS`` but the geometry, edition_id and
    join_version of its outline, and ``adm1``..``adm4``: the codes of the area's ancestors and its own). ``editions``
    has one row for each edition in each province that areas are drawn from.
    """

    #: What it counts among the things that are remembered: there is one tree for all of them.
    weight: ClassVar[int] = 0

    areas: pd.DataFrame
    editions: pd.DataFrame
    _kept: dict[Hashable, Any] = field(default_factory=dict, repr=False, compare=False)

    def keep(self, key: Hashable, compute: Callable[[], T]) -> T:
        """``compute()``, or what it gave before: what follows from these boundaries alone.

        Parameters
        ----------
        key
            Names the result; kept as long as the tree itself.
        compute
            Called without arguments, where the key is new.

        Returns
        -------
        object
            Shared by all who ask: it must not be changed.
        """
        if key not in self._kept:
            self._kept[key] = compute()
        kept: T = self._kept[key]
        return kept

    def level(self, code: str) -> Level:
        """Level of an area.

        Returns
        -------
        Level
            ``adm0`` for the country, ``adm1`` to ``adm4`` from province to desa.

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
        level: Level = self.texts("level")[self.place(code)]
        return level

    def below(self, code: str, level: Level) -> pd.DataFrame:
        """Areas of ``level`` inside the area ``code``.

        Returns
        -------
        pandas.DataFrame
            Rows of ``areas``: one row is one area, by code.

        Raises
        ------
        UsageError
            Unknown area, or a level that is not below it.
        """
        return self.areas.take(self.places_below(code, level))

    def places_below(self, code: str, level: Level) -> Places:
        """Positions in ``areas`` of the areas of ``level`` inside the area ``code``.

        Returns
        -------
        numpy.ndarray
            Positions in rising order; empty where the area has none of that level.

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
        """The ancestor of each area at one level, as a number.

        Parameters
        ----------
        level
            ``adm1``, ``adm2`` or ``adm3``.

        Returns
        -------
        numpy.ndarray
            For each of ``areas`` the number of its ancestor among the areas of ``level`` by code (an area of that level
            is its own); -1 where it has none.
        """
        return self.keep(("numbers", level), self.areas[level].cat.codes.to_numpy)

    def texts(self, column: str) -> npt.NDArray[np.object_]:
        """A column of ``areas`` as plain Python objects: Arrow creates its text again at each access.

        Returns
        -------
        numpy.ndarray
            One entry an area, in the order of ``areas``; shared, so not to be changed.
        """
        return self.keep(("texts", column), lambda: self.areas[column].to_numpy(dtype=object))

    def place(self, code: str) -> int:
        """Position of an area in ``areas``; that of the country is one after the last.

        Returns
        -------
        int
            Counted from 0.

        Raises
        ------
        KeyError
            The store has no area of that code; ``level`` says so to people.
        """
        return len(self.areas) if code == COUNTRY else int(self.areas.index.get_loc(code))

    @property
    def hierarchy(self) -> Hierarchy:
        """Who adds up to whom; its positions are those of ``areas``, then the country."""
        return self.keep("hierarchy", lambda: Hierarchy.of(self.areas))

    def path(self, code: str) -> list[str]:
        """Codes from the country down to the area itself.

        Returns
        -------
        list of str
            ``00``, then the codes of province, kabupaten, kecamatan and desa as far as the area goes.

        Raises
        ------
        UsageError
            The store has no area of that code.
        """
        own = self.level(code)
        if own == "adm0":
            return [COUNTRY]
        parents = self.keep("parents", lambda: dict(zip(self.texts("code"), self.texts("parent_code"), strict=True)))
        line = [code]
        while (above := parents.get(line[-1], COUNTRY)) != COUNTRY:
            line.append(above)
        return [COUNTRY, *reversed(line)]

    def name(self, code: str) -> str:
        """Name of an area as an official writes it.

        Returns
        -------
        str
            With its kind where the register has it so ("Kabupaten Sambas").

        Raises
        ------
        KeyError
            The store has no area of that code.
        """
        return "Indonesia" if code == COUNTRY else str(self.texts("name")[self.place(code)])

    def names_above(self, places: Places, level: Level) -> tuple[str, ...]:
        """Names of the areas that some areas lie in.

        Parameters
        ----------
        places
            Positions in ``areas``.
        level
            ``adm0`` to ``adm3``, at or above the level of every one of them: an area has no name at a level below its
            own.

        Returns
        -------
        tuple of str
            One name for each of ``places``, in their order; an area of ``level`` has its own, ``adm0`` is the country.
        """
        if level == "adm0":
            return ("Indonesia",) * len(places)
        names = self.keep(("names", level), lambda: self._names_of(level))
        return tuple(names[self.numbers(level)[places]].tolist())

    def _names_of(self, level: Level) -> npt.NDArray[np.object_]:
        """Names of the areas of a level (adm1 to adm3), by their ``numbers``."""
        places: Places = self.areas.index.get_indexer(self.areas[level].cat.categories)
        return self.texts("name")[places]

    def bounds(self, code: str) -> Bounds | None:
        """The rectangle around a desa, or around what is drawn one level below any other area.

        Returns
        -------
        tuple of float or None
            West, south, east, north in degrees (EPSG:4326); None where nothing has a polygon.

        Raises
        ------
        UsageError
            The store has no area of that code.
        """
        own = self.level(code)
        if child_level(own) is None:
            row = self.areas.iloc[self.place(code)]
            return None if np.isnan(row["west"]) else (row["west"], row["south"], row["east"], row["north"])
        return self.keep(("bounds", own), lambda: self._bounds_of(own)).get(code)

    def extent(self, code: str) -> Bounds:
        """What a map of the area shows at first: its bounds, the whole country where nothing has a polygon.

        Returns
        -------
        tuple of float
            West, south, east, north in degrees (EPSG:4326).

        Raises
        ------
        UsageError
            The store has no area of that code.
        """
        return self.bounds(code) or _WHOLE_COUNTRY

    def _bounds_of(self, own: Level) -> dict[str, Bounds]:
        """Extents of all areas of one level that have a drawn area in them."""
        rows = self.areas[(self.areas["level"] == child_level(own)) & self.areas["west"].notna()]
        key = np.zeros(len(rows)) if own == "adm0" else rows[own].astype(object)
        extents = rows.groupby(key)[list(_EDGES)].agg(_EDGES)
        codes = [COUNTRY] if own == "adm0" else [str(code) for code in extents.index]
        return dict(zip(codes, extents.itertuples(index=False, name=None), strict=False))


def area_tree(store: Store) -> AreaTree:
    """The tree of areas as it is now.

    Returns
    -------
    AreaTree
        The same object until boundaries are imported or undone: what is computed from one tree agrees with itself.
    """
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
    # Arrow creates its text again at each access, and every step of every visitor looks areas up.
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
    areas["level"] = areas["level"].astype("category")  # it is compared with one word at every step of every visitor
    return AreaTree(areas, editions)
