"""A page of features: which areas are on it, and their text, made piece by piece so that memory stays flat."""

import json
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import numpy.typing as npt
import shapely

from ucjmap.api.areas import AreaTree, Bounds, area_tree, remember
from ucjmap.api.features.coordinate_systems import write_shapes
from ucjmap.api.features.feature_properties import feature_rows
from ucjmap.api.features.feature_question import FeatureQuestion
from ucjmap.api.figures import AreaValues, area_values, list_dates, load_indicators
from ucjmap.codes import COUNTRY, LEVELS, Level
from ucjmap.errors import N_, UsageError
from ucjmap.store import Store, read_geometry

Places = npt.NDArray[np.intp]
#: Areas whose outlines are in memory at once, by level: one outline of a province is as large as those of many desa.
_AT_ONCE: Final[dict[Level, int]] = dict(zip(LEVELS, (1, 8, 100, 500), strict=True))


@dataclass(frozen=True)
class FeaturePage:
    """One page of features. ``matched`` is the number of areas on all pages, ``next_after`` where the next one begins.

    ``next_after`` is None on the last page.
    """

    question: FeatureQuestion
    matched: int
    next_after: str | None
    _store: Store
    _tree: AreaTree
    _values: AreaValues
    _places: Places

    def __len__(self) -> int:
        return len(self._places)

    @property
    def codes(self) -> list[str]:
        """Codes of the areas on the page, in rising order."""
        return list(self._tree.texts("code")[self._places])

    def texts(self) -> Iterator[str]:
        """The features as GeoJSON, one text for each area.

        Yields
        ------
        str
            A ``Feature`` in the coordinate reference system of the question.
        """
        size = _AT_ONCE[self.question.level]
        for start in range(0, len(self._places), size):
            yield from self._piece(self._places[start : start + size])

    def _piece(self, places: Places) -> Iterator[str]:
        level = self._tree.places_below(COUNTRY, self.question.level)
        rows = feature_rows(
            self._tree, places, self._values, np.searchsorted(level, places), self.question.lang
        )  # fmt: skip
        shapes = write_shapes(_read_shapes(self._store, self._tree, places), self.question.crs)
        for properties, shape in zip(rows, shapes, strict=True):
            own = json.dumps(properties, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
            code = json.dumps(properties["code"])
            yield f'{{"type":"Feature","id":{code},"geometry":{shape or "null"},"properties":{own}}}'


def find_features(store: Store, question: FeatureQuestion) -> FeaturePage:
    """The page that a question asks for; nothing but the areas on it is found out yet.

    The figures are those of the map of the country at the level (``area_values``), so that a feature is the same
    whatever it was found by.

    Parameters
    ----------
    question
        Which areas, and which figures of them.

    Returns
    -------
    FeaturePage
        Its areas in the order of their codes.

    Raises
    ------
    UsageError
        Unknown area, indicator, segment or date, or a level that is above that of the area.
    """
    values = area_values(
        store, COUNTRY, question.level, question.indicator, segment=question.segment, as_of=question.as_of
    )
    tree = area_tree(store)
    if not np.array_equal(
        values.units["code"].to_numpy(), tree.texts("code")[tree.places_below(COUNTRY, question.level)]
    ):  # boundaries were imported in between: again
        return find_features(store, question)
    places = _find_places(store, tree, question)
    codes = tree.texts("code")
    first = bisect_right(places, question.after, key=lambda place: codes[place]) if question.after else 0
    page = places[first : first + question.limit]
    is_last = first + question.limit >= len(places)
    return FeaturePage(
        question=question,
        matched=len(places),
        next_after=None if is_last else str(codes[page[-1]]),
        _store=store,
        _tree=tree,
        _values=values,
        _places=page,
    )


def first_date(store: Store) -> str | None:
    """The day from which on there are figures of any indicator.

    Returns
    -------
    str or None
        ISO date; None where nothing was counted.
    """
    return min((day for key in load_indicators() for day in list_dates(store, key)), default=None)


def feature_text(store: Store, question: FeatureQuestion, code: str) -> str:
    """One feature as GeoJSON.

    Parameters
    ----------
    question
        Its level, the figures and the coordinate reference system; where to look for areas is not asked.
    code
        Of an area of that level.

    Raises
    ------
    UsageError
        There is no such area of that level.
    """
    tree = area_tree(store)
    if tree.level(code) != question.level:
        raise UsageError(
            "area_of_other_level",
            N_("The area {code} is not of the level {level}."),
            N_("Its level is {own}."),
            code=code,
            level=question.level,
            own=tree.level(code),
        )
    (text,) = find_features(store, _only(question, code)).texts()
    return text


def _only(question: FeatureQuestion, code: str) -> FeatureQuestion:
    figures = {name: getattr(question, name) for name in ("indicator", "segment", "as_of", "crs", "lang")}
    return FeatureQuestion(question.level, area=code, **figures)


def _find_places(store: Store, tree: AreaTree, question: FeatureQuestion) -> Places:
    """Positions in ``tree.areas`` of all areas that match, in rising order of their codes."""
    if question.area != COUNTRY and tree.level(question.area) == question.level:
        places = np.array([tree.place(question.area)])
    else:
        places = tree.places_below(question.area, question.level)
    for name, value in question.having:
        column = "parent_code" if name == "parent" else name
        places = places[tree.texts(column)[places] == value]
    if question.boxes is None:
        return places
    touching = remember(
        store,
        ("features in a box", question.level, question.boxes),
        lambda: _touching(store, tree, question.level, question.boxes or ()),
    )
    return places[np.isin(places, touching, assume_unique=True)]


def _touching(store: Store, tree: AreaTree, level: Level, boxes: tuple[Bounds, ...]) -> Places:
    """Areas of a level whose outline touches one of the rectangles.

    Bounds decide for all but those that reach over an edge of the rectangle: only of these the outlines are read.
    """
    places = tree.places_below(COUNTRY, level)
    bounds = tree.areas[["west", "south", "east", "north"]].to_numpy(dtype=float)[places]
    west, south, east, north = bounds.T
    found = np.zeros(len(places), dtype=bool)
    for box in boxes:
        near = (west <= box[2]) & (east >= box[0]) & (south <= box[3]) & (north >= box[1])
        inside = near & (west >= box[0]) & (east <= box[2]) & (south >= box[1]) & (north <= box[3])
        found |= inside
        open_ones = np.flatnonzero(near & ~found)
        size = _AT_ONCE[level]
        for start in range(0, len(open_ones), size):
            some = open_ones[start : start + size]
            found[some] = shapely.intersects(_read_shapes(store, tree, places[some]), shapely.box(*box))
    return places[found]


def _read_shapes(store: Store, tree: AreaTree, places: Places) -> npt.NDArray[np.object_]:
    """Polygons (EPSG:4326) of some areas as of the time of the tree, None where an area has none."""
    with store.reading() as connection:
        read = read_geometry(connection, tree.areas.iloc[places], overview=False)  # in the order of the codes
    stored: Any = read["geometry"].to_numpy(dtype=object)
    return np.asarray(shapely.from_wkb(np.where(read["geometry"].isna(), None, stored)), dtype=object)
