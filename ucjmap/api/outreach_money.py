"""What it costs, who pays, and what a budget reaches, for the areas of a place."""

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

from ucjmap.api.areas import area_tree
from ucjmap.api.figures import AreaValues, area_values, targets_of
from ucjmap.codes import Level, child_level
from ucjmap.errors import N_, UsageError
from ucjmap.indicators import choose_target
from ucjmap.outreach.allocation import Allocation, Fairness, allocate_budget
from ucjmap.outreach.money import Need, Outcome, Programme, need_for_target, simulate_programmes
from ucjmap.outreach.premium import Premium, place_idr
from ucjmap.store import Store

_DESA_KINDS = ("desa", "desa adat")


def money_areas(store: Store, code: str, level: Level, *, as_of: str | None = None) -> tuple[pd.DataFrame, AreaValues]:
    """Counts of the areas of ``level`` inside ``code`` as ``simulate_programmes`` takes them, and their provenance.

    ``desa`` is the number of desa (no kelurahan: they get no dana desa) in the register.
    """
    tree = area_tree(store)
    values = area_values(store, code, level, "ucj", as_of=as_of)
    areas = values.units[["name", "numerator", "denominator"]].copy()
    desa = tree.areas[tree.areas["kind"].isin(_DESA_KINDS)]
    areas["desa"] = desa[level].astype(object).value_counts().reindex(areas.index).fillna(0).astype(int)
    for group in ("aparat", "bpd"):
        people = area_values(store, code, level, group, as_of=as_of).units
        areas[f"{group}_registered"], areas[f"{group}_total"] = people["numerator"], people["denominator"]
    return areas, values


def target_in_force(store: Store, code: str, year: int) -> dict[str, Any] | None:
    """Target of workers for an area and year: its own or that of the nearest area above it; None without one.

    It has rate, year and issuer.
    """
    return choose_target(targets_of(store), area_tree(store).path(code)[::-1], "ucj", year)


def target_of_area(store: Store, code: str, year: int) -> float | None:
    """Rate of the target in force."""
    target = target_in_force(store, code, year)
    return float(target["rate"]) if target else None


def simulate_outreach(
    store: Store,
    code: str,
    level: Level,
    programmes: Sequence[Programme],
    *,
    target: float | None = None,
    as_of: str | None = None,
) -> tuple[Outcome, AreaValues]:
    """What a mix of programmes comes to in the areas of ``level`` inside ``code``."""
    areas, values = money_areas(store, code, level, as_of=as_of)
    return simulate_programmes(areas, programmes, target=target), values


def simulate_count(
    store: Store, code: str, programme: Programme, desa: int, *, target: float | None = None, as_of: str | None = None
) -> tuple[Outcome, AreaValues]:
    """The same for the place as a whole, with a number of desa that the user gives instead of the register's.

    The number of desa differs by edition and by what a plan counts as desa; the rate is that of the whole.

    Raises
    ------
    UsageError
        Not a number of desa.
    """
    if desa <= 0:
        raise UsageError(
            "bad_desa_count", N_("{count} is not a number of desa."), N_("Give a whole number above 0."), count=desa
        )
    values = area_values(store, code, level_inside(store, code), "ucj", as_of=as_of)
    whole = pd.DataFrame([{**values.area, "desa": desa}], index=[code])[["name", "desa", "numerator", "denominator"]]
    return simulate_programmes(whole, [programme], target=target), values


def level_inside(store: Store, code: str) -> Level:
    """A level with which the figure of an area as a whole can be asked for."""
    # The figure of the whole is the same whatever level is asked for; a desa has none below it and is refused.
    return child_level(area_tree(store).level(code)) or "adm4"


def need_of_area(
    store: Store,
    code: str,
    *,
    by: dt.date,
    premium: Premium,
    payers: Mapping[str, float],
    target_rate: float | None = None,
    target_people: int | None = None,
    as_of: str | None = None,
    today: dt.date | None = None,
) -> tuple[Need, AreaValues]:
    """What reaching a target takes in an area as a whole; without a target, the one in force for the year of ``by``.

    Raises
    ------
    UsageError
        No data, no target, or the date has passed.
    """
    values = area_values(store, code, level_inside(store, code), "ucj", as_of=as_of)
    if target_rate is None and target_people is None:
        target_rate = target_of_area(store, code, by.year)
    if target_rate is None and target_people is None:
        raise UsageError(
            "no_target",
            N_("There is no target of {year} for the area {code}."),
            N_("Give a target rate or a number of participants."),
            year=by.year,
            code=code,
        )
    known = values.area["denominator"] == values.area["denominator"]
    need = need_for_target(
        int(values.area["numerator"]) if known else 0,
        int(values.area["denominator"]) if known else 0,
        target_rate=target_rate,
        target_people=target_people,
        today=today or dt.date.today(),
        by=by,
        premium=premium,
        payers=payers,
    )
    return need, values


def allocate_outreach(
    store: Store,
    code: str,
    level: Level,
    budget_idr: int,
    premium: Premium,
    payers: Mapping[str, float],
    *,
    fairness: Fairness | None = None,
    as_of: str | None = None,
) -> tuple[Allocation, AreaValues]:
    """The best use of a budget among the areas of ``level`` inside ``code``.

    Groups of ``fairness.most_of_budget`` are the kabupaten and kota (the areas themselves, at that level).
    """
    areas, values = money_areas(store, code, level, as_of=as_of)
    areas = areas.assign(price_idr=place_idr(premium, payers), group=areas.index.str[:5])
    allocation = allocate_budget(areas, budget_idr, fairness)
    return allocation, values
