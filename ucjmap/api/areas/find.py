"""Search of areas by name and code."""

from typing import Any

from ucjmap.api.areas.area_register import known_aliases
from ucjmap.api.areas.memory import remember
from ucjmap.api.areas.tree import area_tree
from ucjmap.codes import COUNTRY
from ucjmap.matching import AreaIndex
from ucjmap.store import Store

#: Fewer letters of the country's name begin too many others.
_COUNTRY_FROM = 4


def find_areas(store: Store, text: str, *, limit: int = 20, near: str = COUNTRY) -> list[dict[str, Any]]:
    """Areas that the beginning of a name or code may mean, best first.

    The country is found by its name as well.

    Parameters
    ----------
    text
        What was typed: a beginning of a code, or words in any order. Blank text finds nothing.
    limit
        At most so many areas.
    near
        Code of the area whose namesakes come first; the country prefers none.

    Returns
    -------
    list of dict
        ``code``, ``name``, ``level``, and ``within``: the names of the areas above but the country, the nearest first.
    """
    tree = area_tree(store)
    if tree.areas.empty or not text.strip():
        return []
    index = remember(store, "search", lambda: AreaIndex.of(tree.areas, known_aliases(store)))
    typed = " ".join(text.casefold().split())
    country = [COUNTRY] if len(typed) >= _COUNTRY_FROM and tree.name(COUNTRY).casefold().startswith(typed) else []
    codes = [*country, *index.find(text, limit=limit, near="" if near == COUNTRY else near)]
    return [
        {
            "code": code,
            "name": tree.name(code),
            "level": tree.level(code),
            "within": ", ".join(tree.name(above) for above in reversed(tree.path(code)[1:-1])),
        }
        for code in codes[:limit]
    ]
