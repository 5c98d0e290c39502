"""What it costs, who pays, and what a budget reaches, for the areas of a place."""

import datetime as dt
from collections.abc import Collection, Mapping, Sequence
from functools import partial

import pandas as pd

from ucjmap.api.areas import AreaTree, area_tree, remember
from ucjmap.api.figures import AreaValues, area_values, get_indicator, rolled_up, target_in_force
from ucjmap.codes import LEVELS, Level, child_level, code_at
from ucjmap.errors import N_, UsageError
from ucjmap.indicators import Target
from ucjmap.outreach import (
    Allocation,
    Fairness,
    Group,
    Need,
    Outcome,
    Premium,
    Programme,
    allocate_budget,
    need_for_target,
    place_idr,
    simulate_programmes,
)
from ucjmap.schema import ALL_SEGMENTS
from ucjmap.store import Store

_DESA_KINDS = ("desa", "desa adat")
#: A target of so many years before may stand in where there is no later one, and is said to.
_OLDEST_TARGET = 5
#: More desa than the country has in any edition.
MOST_DESA = 100_000
#: Indicator that counts the people of a group.
GROUP_INDICATORS: Mapping[Group, str] = {"workers": "ucj", "aparat": "aparat", "bpd": "bpd"}


def money_areas(store: Store, code: str, level: Level, *, as_of: str | None = None) -> tuple[pd.DataFrame, AreaValues]:
    """Counts of the areas of ``level`` inside ``code`` as ``simulate_programmes`` takes them, and their provenance.

    Parameters
    ----------
    as_of
        ISO date: figures are the newest on or before it. None is the newest of all.

    Returns
    -------
    areas
        One row is one area, by code: name, numerator and denominator (workers), desa: the number of desa in the
        register (no kelurahan: they get no dana desa).
    values
        The figures that the counts are taken from.

    Raises
    ------
    UsageError
        Unknown area or level.
    """
    tree = area_tree(store)
    values = area_values(store, code, level, "ucj", as_of=as_of)
    areas = values.units[["name", "numerator", "denominator"]].copy()
    areas["desa"] = _desa_in(tree, tree.areas.loc[areas.index])
    return areas, values


def registered_desa(store: Store, code: str) -> int:
    """Number of desa that the register has in an area; kelurahan are not among them.

    Raises
    ------
    UsageError
        Unknown area, or a desa.
    """
    return int(_desa_in(area_tree(store), area_tree(store).below(code, "adm4")).sum())


def target_to_reach(store: Store, code: str, year: int) -> Target | None:
    """The target of workers in force or, where none reaches so far ahead, the newest of the years before.

    Parameters
    ----------
    year
        Year by whose end it is to be reached; the five years before it are looked at too.

    Returns
    -------
    Target | None
        Its ``year`` may be an earlier one, which has to be said.

    Raises
    ------
    UsageError
        Unknown area.
    """
    years = range(year, year - _OLDEST_TARGET - 1, -1)
    return next(filter(None, (target_in_force(store, code, "ucj", year=passing) for passing in years)), None)


def money_parts(
    store: Store, code: str, level: Level, groups: Collection[Group], *, as_of: str | None = None
) -> dict[Group, pd.DataFrame]:
    """What the areas of ``level`` inside ``code`` consist of, as ``simulate_programmes`` takes them.

    A part is a desa where desa have data; where only an area above has some, or nothing is known, it is that area. Desa
    whose officials or council nobody has (kelurahan) are not parts of those groups.

    Parameters
    ----------
    groups
        Groups of people that programmes are about.
    as_of
        ISO date: figures are the newest on or before it. None is the newest of all.

    Returns
    -------
    dict
        By group a frame in which one row is one part, by code: area (code of the area that it lies in), desa (number of
        desa, no kelurahan), registered and total (people; NaN is no data). Frames are shared: not to be written to.

    Raises
    ------
    UsageError
        Unknown area or level.
    """
    return {
        group: remember(
            store, ("money_parts", code, level, group, as_of), partial(_parts, store, code, level, group, as_of)
        )
        for group in groups
    }


def _parts(store: Store, code: str, level: Level, group: Group, as_of: str | None) -> pd.DataFrame:
    tree, about = area_tree(store), get_indicator(GROUP_INDICATORS[group])
    date = area_values(store, code, level, about.key, as_of=as_of).as_of
    totals = rolled_up(store, about, ALL_SEGMENTS, date).totals if date else None
    rows, pieces = tree.below(code, level), []
    for depth in LEVELS[LEVELS.index(level) :]:
        below = tree.areas[tree.areas["parent_code"].isin(rows.index)]
        known = below.index[totals.loc[below.index, "denominator"].notna()] if totals is not None else below.index[:0]
        divided = rows.index.isin(below.loc[known, "parent_code"])
        pieces.append(rows[~divided])
        rows = below[below["parent_code"].isin(rows.index[divided])]
        if depth == "adm4" or rows.empty:
            break
    parts = pd.concat(pieces)
    if about.applies_to:
        parts = parts[(parts["level"] != "adm4") | parts["kind"].isin(about.applies_to)]
    counts = totals.reindex(parts.index) if totals is not None else pd.DataFrame(index=parts.index)
    counts = counts.reindex(columns=["numerator", "denominator"]).astype(float)
    return pd.DataFrame(
        {
            "area": parts[level].astype(object),
            "desa": _desa_in(tree, parts),
            "registered": counts["numerator"],
            "total": counts["denominator"],
        }
    )


def _desa_in(tree: AreaTree, parts: pd.DataFrame) -> pd.Series:
    """Number of desa (no kelurahan: they get no dana desa) in each part."""
    desa = tree.areas[tree.areas["kind"].isin(_DESA_KINDS)]
    counts = [desa[level].astype(object).value_counts() for level in sorted(set(parts["level"].astype(str)))]
    return pd.concat(counts).reindex(parts.index).fillna(0).astype(int) if counts else pd.Series(dtype=int)


def simulate_outreach(
    store: Store,
    code: str,
    level: Level,
    programmes: Sequence[Programme],
    *,
    target: float | Target | None = None,
    as_of: str | None = None,
) -> tuple[Outcome, AreaValues]:
    """What a mix of programmes comes to in the areas of ``level`` inside ``code``; the sums are those of every level.

    Parameters
    ----------
    programmes
        Taken in order: each sees only those whom the ones before it left uncovered.
    target
        A rate (a fraction) that all gaps are measured to, or the ``Target`` in force for the place: then the gap of
        each area is measured to the one in force for it. None: there are no gaps.
    as_of
        ISO date: figures are the newest on or before it. None is the newest of all.

    Returns
    -------
    outcome
        What it comes to.
    values
        The figures of workers that it was told from.

    Raises
    ------
    UsageError
        Unknown area or level.
    """
    areas, values = money_areas(store, code, level, as_of=as_of)
    own = values.units["target"].map(_rate_of).astype(float) if isinstance(target, Target) else None
    parts = money_parts(store, code, level, sorted({programme.group for programme in programmes}), as_of=as_of)
    return simulate_programmes(areas, programmes, target=_rate_of(target), own_targets=own, parts=parts), values


def _rate_of(target: float | Target | None) -> float | None:
    return target.rate if isinstance(target, Target) else target


def simulate_count(
    store: Store,
    code: str,
    programmes: Sequence[Programme],
    desa: int,
    *,
    target: float | Target | None = None,
    as_of: str | None = None,
) -> tuple[Outcome, AreaValues]:
    """What programmes come to in the place as a whole, with a number of desa of the user's in place of the register's.

    The number of desa differs by edition and by what a plan counts as desa; the rate is that of the whole. Which desa
    they are is not known: nobody is counted as unused as long as the whole has so many uncovered workers.

    Parameters
    ----------
    programmes, target, as_of
        As in ``simulate_outreach``.
    desa
        From 1 to ``MOST_DESA``.

    Returns
    -------
    outcome
        Its only area is the place itself.
    values
        The figures of workers that it was told from.

    Raises
    ------
    UsageError
        Unknown area, or not a number of desa.
    """
    if not 0 < desa <= MOST_DESA:
        raise UsageError(
            "bad_desa_count",
            N_("{count} is not a number of desa."),
            N_("Give a whole number from 1 to {most}."),
            count=desa,
            most=f"{MOST_DESA:,}".replace(",", "."),
        )
    level = level_inside(store, code)
    values = area_values(store, code, level, "ucj", as_of=as_of)
    whole: dict[str, object] = {**values.area, "desa": desa}
    for group in ("aparat", "bpd"):
        people = area_values(store, code, level, group, as_of=as_of).area
        whole |= {f"{group}_registered": people["numerator"], f"{group}_total": people["denominator"]}
    return simulate_programmes(pd.DataFrame([whole], index=[code]), programmes, target=_rate_of(target)), values


def count_officials(
    store: Store, code: str, groups: Collection[Group], *, as_of: str | None = None
) -> tuple[AreaValues, ...]:
    """Figures of the officials and council members, whose dates and sources are not those of workers.

    Parameters
    ----------
    groups
        Groups that a plan covers; ``workers`` adds nothing.
    as_of
        ISO date: figures are the newest on or before it. None is the newest of all.

    Returns
    -------
    tuple
        Officials (aparat) first, then council members (bpd); only those among ``groups``.

    Raises
    ------
    UsageError
        Unknown area.
    """
    level = level_inside(store, code)
    keys = (GROUP_INDICATORS[group] for group in sorted(set(groups) - {"workers"}))
    return tuple(area_values(store, code, level, key, as_of=as_of) for key in keys)


def level_inside(store: Store, code: str) -> Level:
    """A level with which the figure of an area as a whole can be asked for.

    Returns
    -------
    Level
        The one right below the area; for a desa ``adm4``, which is refused where it is asked for.

    Raises
    ------
    UsageError
        Unknown area.
    """
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
    """What reaching a target takes in an area as a whole.

    Parameters
    ----------
    by
        Day by which it is to be reached.
    premium
        Of one person.
    payers
        Shares that add up to 1, by key of ``outreach.PAYERS``.
    target_rate
        A fraction. Without it and without ``target_people`` it is that of ``target_to_reach``.
    target_people
        A number of participants, in place of a rate.
    as_of
        ISO date: figures are the newest on or before it. None is the newest of all.
    today
        Months are counted from this day; None is the day on which it is asked.

    Returns
    -------
    need
        Of workers.
    values
        The figures that it was told from.

    Raises
    ------
    UsageError
        Unknown area, no data, no target or two, more participants than workers, or the date has passed.
    """
    values = area_values(store, code, level_inside(store, code), "ucj", as_of=as_of)
    if target_rate is None and target_people is None:
        aim = target_to_reach(store, code, by.year)
        if aim is None:
            raise UsageError(
                "no_target",
                N_("There is no target of {year} for {area}."),
                N_("Give a target rate or a number of participants."),
                year=by.year,
                area=area_tree(store).name(code),
            )
        target_rate = aim.rate
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

    Parameters
    ----------
    budget_idr
        Whole rupiah.
    premium
        Of one worker.
    payers
        Shares that add up to 1, by key of ``outreach.PAYERS``.
    fairness
        Rules to keep; None is none. Groups of its ``most_of_budget`` are the kabupaten and kota (the areas themselves,
        at that level).
    as_of
        ISO date: figures are the newest on or before it. None is the newest of all.

    Returns
    -------
    allocation
        Who is covered where.
    values
        The figures that it was made from.

    Raises
    ------
    UsageError
        Unknown area or level, a budget that does not pay for the least share of every area, or a number that cannot be
        used.
    """
    areas, values = money_areas(store, code, level, as_of=as_of)
    areas = areas.assign(price_idr=place_idr(premium, payers), group=[code_at(area, "adm2") for area in areas.index])
    allocation = allocate_budget(areas, budget_idr, fairness)
    return allocation, values


def spread_need(
    store: Store,
    code: str,
    level: Level,
    need: Need,
    premium: Premium,
    payers: Mapping[str, float],
    *,
    as_of: str | None = None,
) -> Allocation | None:
    """Where the people of a need may be covered: the lowest rates first.

    Parameters
    ----------
    need
        Of the area ``code`` as a whole; its cost is the budget.
    premium, payers, as_of
        Those that the need was told with.

    Returns
    -------
    Allocation | None
        None where nobody is missing.

    Raises
    ------
    UsageError
        Unknown area or level.
    """
    if not need.people:
        return None
    rules = Fairness(lowest_first=True)
    return allocate_outreach(store, code, level, need.cost_idr, premium, payers, fairness=rules, as_of=as_of)[0]
