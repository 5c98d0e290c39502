"""Gap of an area on a map to the other target that is worth naming beside its own."""

from collections.abc import Mapping
from typing import Any

from ucjmap.api.areas import area_tree
from ucjmap.api.figures.area_figures import AreaValues
from ucjmap.api.figures.targets_in_force import target_in_force
from ucjmap.codes import COUNTRY
from ucjmap.indicators import Gap, Target, measure_gap
from ucjmap.store import Store


def other_gap(store: Store, values: AreaValues, code: str | None = None) -> Gap | None:
    """Gap of the area of a map, or of one of its units, to the other target that is worth naming beside its own.

    For a unit that is the target in force for the map's area, for the map's area that of the area above it.

    Parameters
    ----------
    values
        Figures of the map.
    code
        One of its units; None or the code of the map's area is that area.

    Returns
    -------
    Gap | None
        None where it is the same target, where there is none to compare with, and without data.

    Raises
    ------
    KeyError
        The map has no such unit.
    """
    row = _row(values, code)
    other = values.target if row is not values.area else _target_above(store, values)
    return None if other == row["target"] else _gap_of(row, other)


def _row(values: AreaValues, code: str | None) -> Mapping[str, Any]:
    return values.area if code in (None, values.area["code"]) else values.units.loc[code].to_dict()


def _gap_of(row: Mapping[str, Any], target: Target | None) -> Gap | None:
    return None if target is None else measure_gap(target, row["numerator"], row["denominator"])


def _target_above(store: Store, values: AreaValues) -> Target | None:
    code = values.area["code"]
    if code == COUNTRY:
        return None
    return target_in_force(
        store,
        area_tree(store).path(code)[-2],
        values.indicator.key,
        values.segment,
        year=values.target_year,
        key=values.target_key,
    )
