"""Criteria of priority: what each reads, which end of it is urgent, and what it says."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from ucjmap.errors import N_

Unit = Literal["desa", "people", "rate", "points", "km", "yes"]


@dataclass(frozen=True)
class Criterion:
    """One criterion: the measure that it reads, which end of it is urgent, and what it says (English templates)."""

    key: str
    measure: str
    unit: Unit
    name: str
    reason: str
    lowest_first: bool = False
    by_share: bool = False
    #: Words where the area is one desa and the value 1 or 0: (1, 0).
    at_desa: tuple[str, str] | None = None
    #: Whether it rests on what was counted in the area; distance to an office and visits are known of any area.
    from_figures: bool = True


#: All criteria by key. ``near`` and ``remote`` read the same distance from its two ends: the user weighs one of them.
CRITERIA: Mapping[str, Criterion] = {
    criterion.key: criterion
    for criterion in (
        Criterion(
            "no_aparat",
            "desa_without_aparat",
            "desa",
            N_("Officials not registered"),
            N_("desa whose officials are not registered: {value}"),
            by_share=True,
            at_desa=(N_("officials not registered"), N_("officials registered")),
        ),
        Criterion(
            "no_bpd",
            "desa_without_bpd",
            "desa",
            N_("Council not registered"),
            N_("desa whose council is not registered: {value}"),
            by_share=True,
            at_desa=(N_("council not registered"), N_("council registered")),
        ),
        Criterion("uncovered", "uncovered", "people", N_("Uncovered workers"), N_("workers not covered: {value}")),
        Criterion(
            "low_rate", "rate", "rate", N_("Low coverage"), N_("coverage of workers: {value}"), lowest_first=True
        ),
        Criterion("gap", "gap_points", "points", N_("Gap to target"), N_("points short of the target: {value}")),
        Criterion("falling", "fall_points", "points", N_("Falling coverage"), N_("points lost since before: {value}")),
        Criterion(
            "near",
            "distance_km",
            "km",
            N_("Near an office"),
            N_("km to the nearest office: {value}"),
            lowest_first=True,
            from_figures=False,
        ),
        Criterion(
            "remote",
            "distance_km",
            "km",
            N_("Far from every office"),
            N_("km to the nearest office: {value}"),
            from_figures=False,
        ),
        Criterion(
            "not_visited",
            "not_visited",
            "yes",
            N_("Not visited yet"),
            N_("visits still to make: {value}"),
            by_share=True,
            at_desa=(N_("not visited yet"), N_("visited already")),
            from_figures=False,
        ),
    )
}
#: One column each; one row is one area. Empty is no data.
MEASURES = tuple(dict.fromkeys(criterion.measure for criterion in CRITERIA.values()))
