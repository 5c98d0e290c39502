"""Editions that outlines are drawn from; an outline may be put together from those of several files."""

from typing import Any

import numpy as np
import numpy.typing as npt

from ucjmap.api.areas.tree import AreaTree, Places
from ucjmap.codes import COUNTRY, LEVELS, Level


def drawn_from(tree: AreaTree, code: str, level: Level) -> tuple[tuple[str, ...], bool]:
    """The editions that outlines are of.

    Parameters
    ----------
    code
        The area whose map is asked for.
    level
        Level of the outlines drawn inside it; with the area's own level, those of its own outline.

    Returns
    -------
    names
        Of the editions, in the order of their import.
    is_model
        Whether any of them is a model, which nobody surveyed.

    Raises
    ------
    UsageError
        Unknown area, or a level above it.
    """
    if code != COUNTRY and level == tree.level(code):
        places = np.array([tree.place(code)])
    else:
        places = tree.places_below(code, level)
    return tree.keep(("drawn from", code, level), lambda: _editions_at(tree, places))


def editions_by_area(tree: AreaTree) -> dict[str, npt.NDArray[Any]]:
    """For each of ``areas``, then the country: names of its editions (``editions``: a tuple), any model (``is_model``).

    Returns
    -------
    dict
        Of the area's own outline; of the country those of its provinces.
    """
    return tree.keep("editions by area", lambda: _find_editions_by_area(tree))


def _find_editions_by_area(tree: AreaTree) -> dict[str, npt.NDArray[Any]]:
    said = [_say_editions(tree, numbers) for numbers in _edition_sets(tree)]
    said.append(drawn_from(tree, COUNTRY, "adm1"))
    names = np.empty(len(said), dtype=object)
    names[:] = [editions for editions, _ in said]
    return {"editions": names, "is_model": np.array([is_model for _, is_model in said])}


def _editions_at(tree: AreaTree, places: Places) -> tuple[tuple[str, ...], bool]:
    sets = _edition_sets(tree)[places]
    return _say_editions(tree, frozenset[int]().union(*sets) if len(sets) else frozenset())


def _say_editions(tree: AreaTree, numbers: frozenset[int]) -> tuple[tuple[str, ...], bool]:
    """Names in order of import. Equal sets share one answer."""
    return tree.keep(("say editions", numbers), lambda: _name_editions(tree, numbers))


def _name_editions(tree: AreaTree, numbers: frozenset[int]) -> tuple[tuple[str, ...], bool]:
    rows = tree.editions[tree.editions["id"].isin(numbers)].sort_values("id").drop_duplicates("id")
    return tuple(dict.fromkeys(rows["name"])), bool(rows["is_model"].any())


def _edition_sets(tree: AreaTree) -> npt.NDArray[np.object_]:
    """For each of ``areas`` the editions that its outline is of."""
    return tree.keep("edition sets", lambda: _find_edition_sets(tree))


def _find_edition_sets(tree: AreaTree) -> npt.NDArray[np.object_]:
    areas = tree.areas
    known = {number: frozenset([number]) for number in areas["edition_id"].unique()}
    sets = np.array([known[number] for number in areas["edition_id"].tolist()] + [None], dtype=object)[:-1]
    is_drawn = areas["west"].notna().to_numpy()
    sets[~is_drawn] = frozenset[int]()
    is_joined = areas["join_version"].notna().to_numpy()
    levels = tree.texts("level")
    for level in reversed(LEVELS[:-1]):
        for place in np.flatnonzero(is_joined & (levels == level)):
            below = tree.places_below(str(tree.texts("code")[place]), LEVELS[LEVELS.index(level) + 1])
            sets[place] = frozenset[int]().union(*sets[below])
    return sets
