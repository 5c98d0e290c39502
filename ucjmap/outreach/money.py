"""What it costs to cover workers, who pays, and what is needed to reach a target.

A place is cover for one person that a programme pays for. In no area are more workers counted as covered than are
uncovered there: places beyond that are said to be unused. Where nothing is known about an area its places are said to
be of unknown effect. Officials and council members are counted apart and never added to the workers' rate.
"""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

import numpy as np
import pandas as pd

from ucjmap.errors import N_, UsageError
from ucjmap.indicators import Gap, coverage_rate, gap_to_target
from ucjmap.outreach.premium import Premium, check_shares, place_idr, split_cost

Group = Literal["workers", "aparat", "bpd"]
#: Counts by group, in the frame of areas: who is registered, and of how many.
GROUP_COLUMNS: Mapping[Group, tuple[str, str]] = {
    "workers": ("numerator", "denominator"),
    "aparat": ("aparat_registered", "aparat_total"),
    "bpd": ("bpd_registered", "bpd_total"),
}


@dataclass(frozen=True)
class Programme:
    """One source of money and what it gives.

    Either ``places_per_desa`` people in each desa, or ``share_of_uncovered`` of the people of ``group`` that are not
    covered. ``lump_idr_per_desa`` is what is budgeted for each desa whatever the premium comes to; without it the cost
    is places times premium. ``payers`` are shares that add up to 1.
    """

    key: str
    premium: Premium
    payers: Mapping[str, float]
    group: Group = "workers"
    places_per_desa: int | None = None
    share_of_uncovered: float | None = None
    lump_idr_per_desa: int | None = None

    def __post_init__(self) -> None:
        check_shares(self.payers)
        given = [self.places_per_desa, self.share_of_uncovered]
        bad_share = self.share_of_uncovered is not None and not 0 < self.share_of_uncovered <= 1
        bad_lump = self.lump_idr_per_desa is not None and (self.lump_idr_per_desa <= 0 or self.places_per_desa is None)
        bad_places = self.places_per_desa is not None and self.places_per_desa <= 0
        if given.count(None) != 1 or bad_share or bad_lump or bad_places:
            raise UsageError(
                "bad_programme",
                N_("The programme {key} does not say whom it covers."),
                N_("Give either people in each desa, or a share of those not covered, above 0 and at most 1."),
                key=self.key,
            )

    def place_idr(self) -> int:
        """Premium of one place in whole rupiah."""
        return place_idr(self.premium, self.payers)

    def lump_shortfall_idr(self) -> int:
        """Rupiah a desa by which a lump sum falls short of the premium of its places; 0 where it suffices."""
        if self.lump_idr_per_desa is None or self.places_per_desa is None:
            return 0
        return max(0, self.places_per_desa * self.place_idr() - self.lump_idr_per_desa)


@dataclass(frozen=True)
class Outcome:
    """What a mix of programmes comes to.

    ``areas`` has one row an area: code (index), name, numerator, denominator, rate, places, covered, unused (workers;
    NaN where nothing is known), new_rate, gap_points and gap_people left to the target, cost_idr, unused_idr, a column
    ``payer_KEY`` for every payer, and places_aparat, covered_aparat, places_bpd, covered_bpd. ``programmes`` has one
    row a programme: key, group, places, covered, unused, unknown (places in areas without data), cost_idr, place_idr,
    lump_shortfall_idr.
    """

    areas: pd.DataFrame
    programmes: pd.DataFrame
    by_payer: dict[str, int]
    totals: dict[str, float | int | None] = field(default_factory=dict)


def simulate_programmes(
    areas: pd.DataFrame, programmes: Sequence[Programme], *, target: float | Mapping[str, float] | None = None
) -> Outcome:
    """Workers covered, cost by payer, new rate and gap left, by area and in all.

    Parameters
    ----------
    areas
        One row is one area, indexed by code: name, desa (number of desa in it that take part), numerator, denominator,
        and the columns of ``GROUP_COLUMNS`` for programmes about officials or councils.
    programmes
        Taken in order: each sees only those whom the ones before it left uncovered.
    target
        Rate to measure the gap to, for all areas or by code.
    """
    table = areas.reindex(columns=["name", "desa", *(column for pair in GROUP_COLUMNS.values() for column in pair)])
    counts = table.drop(columns="name").astype(float)
    left = {group: (counts[of] - counts[done]).clip(lower=0) for group, (done, of) in GROUP_COLUMNS.items()}
    rows: list[dict[str, str | int]] = []
    costs: dict[str, pd.Series] = {}
    people = pd.DataFrame(index=table.index)
    for group in GROUP_COLUMNS:
        people[[f"places_{group}", f"covered_{group}"]] = 0.0
    unused_idr = pd.Series(0, index=table.index, dtype="int64")
    for programme in programmes:
        uncovered = left[programme.group]
        places = _places(programme, counts["desa"], uncovered)
        covered = np.minimum(places, uncovered).where(places > 0, 0.0)
        cost = _cost(programme, counts["desa"], places)
        unused = (places - covered).fillna(0).astype("int64")
        unused_idr += cost * unused // places.where(places > 0, 1).astype("int64")
        left[programme.group] = uncovered - covered
        people[f"places_{programme.group}"] += places
        people[f"covered_{programme.group}"] += covered
        for payer, part in _by_payer(cost, programme).items():
            costs[payer] = costs.get(payer, 0) + part
        rows.append(_programme_row(programme, places, covered, cost))
    result = _with_rates(table, people, target)
    payers = pd.DataFrame({f"payer_{payer}": part for payer, part in costs.items()}, index=table.index)
    result = result.assign(cost_idr=payers.sum(axis=1).astype("int64"), unused_idr=unused_idr).join(payers)
    by_payer = {payer: int(part.sum()) for payer, part in costs.items()}
    return Outcome(result, pd.DataFrame(rows), by_payer, _totals(result, target))


def _places(programme: Programme, desa: pd.Series, uncovered: pd.Series) -> pd.Series:
    if programme.places_per_desa is not None:
        return desa.fillna(0) * programme.places_per_desa
    # Unknown people cannot be given a share: no place is planned there, and the area stays without data.
    return np.floor(round(uncovered * float(programme.share_of_uncovered or 0), 6)).fillna(0)


def _cost(programme: Programme, desa: pd.Series, places: pd.Series) -> pd.Series:
    if programme.lump_idr_per_desa is not None:
        return desa.fillna(0).astype("int64") * programme.lump_idr_per_desa
    return places.astype("int64") * programme.place_idr()


def _by_payer(cost: pd.Series, programme: Programme) -> dict[str, pd.Series]:
    parts = [split_cost(int(each), programme.premium, programme.payers) for each in cost]
    return {payer: pd.Series([each[payer] for each in parts], cost.index, dtype="int64") for payer in programme.payers}


def _programme_row(
    programme: Programme, places: pd.Series, covered: pd.Series, cost: pd.Series
) -> dict[str, str | int]:
    known = covered.notna()
    return {
        "key": programme.key,
        "group": programme.group,
        "places": int(places.sum()),
        "covered": int(covered.sum()),
        "unused": int((places - covered)[known].sum()),
        "unknown": int(places[~known].sum()),
        "cost_idr": int(cost.sum()),
        "place_idr": programme.place_idr(),
        "lump_shortfall_idr": programme.lump_shortfall_idr(),
    }


def _with_rates(table: pd.DataFrame, people: pd.DataFrame, target: float | Mapping[str, float] | None) -> pd.DataFrame:
    renamed = people.rename(columns={"places_workers": "places", "covered_workers": "covered"})
    result = table[["name", "desa", "numerator", "denominator"]].join(renamed)
    result["rate"] = coverage_rate(result["numerator"], result["denominator"])
    result["unused"] = result["places"] - result["covered"]
    result["new_rate"] = coverage_rate(result["numerator"] + result["covered"], result["denominator"])
    done = result["numerator"] + result["covered"]
    gaps = [_gap(*each, target) for each in zip(done, result["denominator"], result.index, strict=True)]
    result["gap_points"] = [gap.points if gap else np.nan for gap in gaps]
    result["gap_people"] = [gap.people if gap else np.nan for gap in gaps]
    return result


def _gap(done: float, of: float, code: str, target: float | Mapping[str, float] | None) -> Gap | None:
    rate = target.get(code) if isinstance(target, Mapping) else target
    return None if rate is None else gap_to_target(done, of, rate)


def _totals(result: pd.DataFrame, target: float | Mapping[str, float] | None) -> dict[str, float | int | None]:
    known = result[result["denominator"].gt(0) & result["numerator"].notna()]
    done, of, covered = known["numerator"].sum(), known["denominator"].sum(), known["covered"].sum()
    gap = gap_to_target(done + covered, of, target) if isinstance(target, int | float) and of > 0 else None
    return {
        "areas": len(result),
        "areas_with_data": len(known),
        "places": int(result["places"].sum()),
        "covered": int(covered),
        "unused": int(known["unused"].sum()),
        "unknown": int(result["places"].sum() - known["places"].sum()),
        "cost_idr": int(result["cost_idr"].sum()),
        "unused_idr": int(result["unused_idr"].sum()),
        "rate": done / of if of > 0 else None,
        "new_rate": (done + covered) / of if of > 0 else None,
        "gap_points": gap.points if gap else None,
        "gap_people": gap.people if gap else None,
        "covered_aparat": int(result["covered_aparat"].sum()),
        "covered_bpd": int(result["covered_bpd"].sum()),
    }


@dataclass(frozen=True)
class Need:
    """What reaching a target takes: people, of whom ``per_month`` each month, what they cost, and the rates.

    ``goal`` is the number of participants at the target.
    """

    people: int
    goal: int
    per_month: int
    months_left: int
    cost_idr: int
    by_payer: dict[str, int]
    rate: float
    new_rate: float


def need_for_target(
    numerator: int,
    denominator: int,
    *,
    target_rate: float | None = None,
    target_people: int | None = None,
    today: dt.date,
    by: dt.date,
    premium: Premium,
    payers: Mapping[str, float],
) -> Need:
    """People still to be covered to reach a rate, or a number of participants, by a date, and what that costs.

    Raises
    ------
    UsageError
        No workers are known, the date has passed, or not exactly one target is given.
    """
    if denominator <= 0 or by <= today or (target_rate is None) == (target_people is None):
        raise UsageError(
            "bad_need",
            N_("What is needed cannot be told: there are no workers, no single target, or the date has passed."),
            N_("Give one target, a date to come, and an area with data."),
        )
    gap = gap_to_target(numerator, denominator, target_rate) if target_rate is not None else None
    people = gap.people if gap else max(0, (target_people or 0) - numerator)
    months = max(1, (by.year - today.year) * 12 + by.month - today.month)
    place = place_idr(premium, payers)
    return Need(
        people=people,
        goal=numerator + people,
        per_month=-(-people // months),
        months_left=months,
        cost_idr=people * place,
        by_payer=split_cost(people * place, premium, payers),
        rate=numerator / denominator,
        new_rate=(numerator + people) / denominator,
    )


def compare_outcomes(outcomes: Mapping[str, Outcome]) -> pd.DataFrame:
    """Scenarios side by side: one row is one figure (totals, then cost by payer), one column a scenario."""
    columns = {
        name: {**outcome.totals, **{f"payer_{payer}": cost for payer, cost in outcome.by_payer.items()}}
        for name, outcome in outcomes.items()
    }
    keys = list(dict.fromkeys(key for figures in columns.values() for key in figures))
    # A payer that a scenario does not use pays nothing; every other figure is in every scenario.
    rows = {name: [figures.get(key, 0) for key in keys] for name, figures in columns.items()}
    return pd.DataFrame(rows, index=keys, dtype=object)
