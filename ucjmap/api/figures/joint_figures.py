"""Figures of several areas taken together."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from ucjmap.api.areas import AreaTree, area_tree
from ucjmap.api.figures.definitions import get_indicator
from ucjmap.api.figures.rollups import list_dates, rolled_up
from ucjmap.api.figures.targets_in_force import target_in_force
from ucjmap.codes import COUNTRY
from ucjmap.errors import N_, UsageError
from ucjmap.indicators import Gap, measure_gap, target_year
from ucjmap.schema import ALL_SEGMENTS
from ucjmap.store import Store


@dataclass(frozen=True)
class JointFigures:
    """Figures of several areas taken together.

    ``codes`` are the areas that were added up; ``inside`` pairs an area that was left out with the selected one that
    contains it, so that nobody is counted twice. ``without_data`` are areas of ``codes`` that add nothing.
    ``oldest`` and ``newest`` are the ISO dates of the counts behind them, None without data; ``sources`` and
    ``is_simulated`` tell where these come from. ``figures`` has one row an area of ``codes``: code, name, and the
    columns of ``RolledUp.totals``.
    """

    codes: tuple[str, ...]
    inside: tuple[tuple[str, str], ...]
    without_data: tuple[str, ...]
    oldest: str | None
    newest: str | None
    sources: tuple[str, ...]
    is_simulated: bool
    numerator: float
    denominator: float
    rate: float
    desa: int
    desa_with_data: int
    gap: Gap | None
    figures: pd.DataFrame


def joint_figures(
    store: Store,
    codes: Sequence[str],
    indicator: str,
    segment: str = ALL_SEGMENTS,
    *,
    as_of: str | None = None,
    target: str | None = None,
) -> JointFigures:
    """Sums of counts over several areas, and their rate; never an average of rates.

    Areas inside another selected one are left out and named. The gap is measured to the target in force for the nearest
    area that all of them lie in.

    Parameters
    ----------
    codes
        Areas of any level, in any order.
    as_of
        ISO date; None is the newest on which anything in the provinces of the areas was counted.
    target
        ``"YEAR@ISSUER"``, as a visitor chose it; None is the target in force.

    Raises
    ------
    UsageError
        No area, or an unknown area or indicator.
    """
    tree = area_tree(store)
    if not codes:
        raise UsageError("no_areas", N_("No area is selected."), N_("Choose at least one area."))
    outer, inside = separate(list(dict.fromkeys(codes)), tree)
    date = as_of or max((list_dates(store, indicator, code, segment) or [""])[-1] for code in outer)
    rolled = rolled_up(store, get_indicator(indicator), segment, date)
    figures = pd.DataFrame({"code": outer, **rolled.rows(np.array([rolled.tree.place(code) for code in outer]))})
    known = figures[figures["rate"].notna()]
    numerator, denominator = (float(known[name].sum(min_count=1)) for name in ("numerator", "denominator"))
    aim = target_in_force(store, _common_area(tree, outer), indicator, segment, year=target_year(date), key=target)
    return JointFigures(
        codes=tuple(outer),
        inside=tuple(inside),
        without_data=tuple(figures.loc[figures["rate"].isna(), "code"]),
        oldest=known["oldest"].min() if len(known) else None,
        newest=known["newest"].max() if len(known) else None,
        sources=tuple(dict.fromkeys(source for sources in known["sources"] for source in sources)),
        is_simulated=bool(known["is_simulated"].any()),
        numerator=numerator,
        denominator=denominator,
        rate=numerator / denominator if denominator > 0 else float("nan"),
        desa=int(figures["desa"].sum()),
        desa_with_data=int(figures["desa_with_data"].sum()),
        gap=measure_gap(aim, numerator, denominator) if aim else None,
        figures=figures.assign(name=[tree.name(code) for code in outer]),
    )


def separate(codes: Sequence[str], tree: AreaTree) -> tuple[list[str], list[tuple[str, str]]]:
    """Areas that lie in none of the others, and those that do, each with the outermost selected one around it."""
    chosen = set(codes)
    outer, inside = [], []
    for code in codes:
        around = next((above for above in tree.path(code)[:-1] if above in chosen), None)
        if around is None:
            outer.append(code)
        else:
            inside.append((code, around))
    return outer, inside


def _common_area(tree: AreaTree, codes: Sequence[str]) -> str:
    """The nearest area that all of ``codes`` lie in; one code is its own."""
    common = COUNTRY
    for step in zip(*(tree.path(code) for code in codes), strict=False):
        if len(set(step)) > 1:
            break
        common = step[0]
    return common
