"""Areas and what is known of them as values of JSON, for other programs. No data is null, never 0."""

import math
from bisect import bisect_right
from typing import Any, Final

import pandas as pd

from ucjmap.api.areas import AreaTree, area_tree
from ucjmap.api.figures import area_profile, area_targets, area_trend, check_segment, get_indicator, target_in_force
from ucjmap.api.maps import Figure, figure_document, target_document
from ucjmap.codes import COUNTRY, LEVELS, Level, child_level
from ucjmap.errors import N_, UsageError
from ucjmap.indicators import target_year
from ucjmap.schema import ALL_SEGMENTS
from ucjmap.store import Store

_SERIES: Final = ("numerator", "denominator", "rate", "desa", "desa_with_data", "counted", "change", "fall", "partial")


def list_areas(store: Store, code: str, level: Level | None, *, after: str = "", limit: int) -> dict[str, Any]:
    """Areas inside an area, page by page in the order of their codes.

    Parameters
    ----------
    code
        The area to look inside; ``00`` is the country.
    level
        Level of the areas; None is the level right below.
    after, limit
        A page has at most ``limit`` areas whose codes come after ``after``.

    Returns
    -------
    dict
        ``area``, ``level``, ``matched`` (number on all pages), ``areas`` (as ``describe_area``, without ``below``) and
        ``next_after``, None on the last page.

    Raises
    ------
    UsageError
        Unknown area, or a level that is not below it.
    """
    tree = area_tree(store)
    chosen = level or child_level(tree.level(code))
    if chosen is None:
        raise UsageError("no_areas_below", N_("Nothing lies below the desa {code}."), "", code=code)
    places = tree.places_below(code, chosen)
    codes = tree.texts("code")[places]
    first = bisect_right(codes, after) if after else 0
    page = codes[first : first + limit]
    return {
        "area": _place(tree, code),
        "level": chosen,
        "matched": len(places),
        "areas": [_describe(tree, own) for own in page],
        "next_after": None if first + limit >= len(places) else str(page[-1]),
    }


def describe_area(store: Store, code: str) -> dict[str, Any]:
    """One area: where it lies, how large it is, and how many areas of each level it has (``below``).

    Raises
    ------
    UsageError
        Unknown area.
    """
    tree = area_tree(store)
    own = tree.level(code)
    below = {level: len(tree.places_below(code, level)) for level in LEVELS if level > own}
    return {**_describe(tree, code), "path": [_place(tree, above) for above in tree.path(code)], "below": below}


def _place(tree: AreaTree, code: str) -> dict[str, Any]:
    return {"code": code, "name": tree.name(code), "level": tree.level(code)}


def _describe(tree: AreaTree, code: str) -> dict[str, Any]:
    own: dict[str, Any] = {**_place(tree, code), "bounds": tree.bounds(code)}
    if code == COUNTRY:
        return {
            **own,
            "kind": "negara",
            "parent": None,
            "bps_code": None,
            "population": None,
            "area_km2": None,
            "point": None,
        }
    row = tree.areas.loc[code]
    population, point = _known(row["population"]), (_known(row["lon"]), _known(row["lat"]))
    return {
        **own,
        "kind": str(row["kind"]),
        "parent": str(row["parent_code"]),
        "bps_code": _known(row["bps_code"]),
        "population": None if population is None else int(population),
        "area_km2": _known(row["area_km2"]),
        "point": None if None in point else point,
    }


def series_document(store: Store, code: str, indicator: str, segment: str = ALL_SEGMENTS) -> dict[str, Any]:
    """The figures of one area at each date.

    Returns
    -------
    dict
        ``area``, ``indicator``, ``segment`` and ``dates``: one object for each as-of date, the oldest first, with the
        columns of ``area_trend``.

    Raises
    ------
    UsageError
        Unknown area, indicator or segment.
    """
    check_segment(get_indicator(indicator), segment)
    trend = area_trend(store, code, indicator, segment)
    rows = [
        {"as_of": row["as_of"], **{name: _known(row[name]) for name in _SERIES}} for row in trend.to_dict("records")
    ]
    return {"area": _place(area_tree(store), code), "indicator": indicator, "segment": segment, "dates": rows}


def profile_document(store: Store, code: str, as_of: str | None = None) -> dict[str, Any]:
    """Every indicator and segment of one area, with its rank among the areas of the same parent.

    Parameters
    ----------
    as_of
        ISO date; None is the newest.

    Returns
    -------
    dict
        ``area`` and ``figures``: for each indicator and segment its ``figure`` (as in the document of a map), whether it
        ``applies``, its ``target`` in force and its ``rank``.

    Raises
    ------
    UsageError
        Unknown area.
    """
    rows = []
    for row in area_profile(store, code, as_of=as_of).rows:
        key, segment, figure = row.indicator.key, row.segment, Figure.of(row.row, row.row["rate"], "fraction")
        target = target_in_force(store, code, key, segment, year=target_year(as_of or figure.newest))
        rank = None if row.rank is None else dict(vars(row.rank))
        told = {"indicator": key, "segment": segment, "applies": row.applies, "rank": rank}
        rows.append({**told, "figure": figure_document(figure), "target": target_document(target)})
    return {"area": _place(area_tree(store), code), "figures": rows}


def targets_document(store: Store, code: str, indicator: str) -> dict[str, Any]:
    """The targets that an area has: its own, and those of the areas that it lies in.

    Returns
    -------
    dict
        ``area``, ``indicator`` and ``targets``: each with ``inherited`` and ``is_compared``, whether a gap to it is
        measured.

    Raises
    ------
    UsageError
        Unknown area or indicator.
    """
    get_indicator(indicator)
    choices = [
        {**vars(choice.target), "inherited": choice.inherited, "is_compared": choice.is_comparable}
        for choice in area_targets(store, code, indicator)
    ]
    return {"area": _place(area_tree(store), code), "indicator": indicator, "targets": choices}


def _known(value: Any) -> Any:
    """A value of JSON: infinity and what is missing are null."""
    if pd.isna(value) or (isinstance(value, float) and math.isinf(value)):
        return None
    return value.item() if hasattr(value, "item") else value
