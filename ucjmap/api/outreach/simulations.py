"""What programmes come to in the areas of a place, and the counts that this is told from."""

from collections.abc import Collection, Mapping, Sequence
from functools import partial

import pandas as pd

from ucjmap.api.areas import AreaTree, area_tree, remember
from ucjmap.api.figures import AreaValues, area_values, get_indicator, rolled_up
from ucjmap.codes import LEVELS, Level, child_level
from ucjmap.errors import N_, UsageError
from ucjmap.indicators import Target
from ucjmap.outreach import Group, Outcome, Programme, simulate_programmes
from ucjmap.schema import ALL_SEGMENTS
from ucjmap.store import Store

_DESA_KINDS = ("desa", "desa adat")
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
