"""What it costs to cover workers, and who pays.

A place is cover for one person that a programme pays for. In no area are more workers counted as covered than are
uncovered there: further places are reported as unused. Where nothing is known about an area, its places are reported as
of unknown effect. Officials and council members are counted apart and never added to the workers' rate.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

import numpy as np
import pandas as pd

from ucjmap.errors import N_, UsageError
from ucjmap.indicators import coverage_rate, measure_gaps
from ucjmap.outreach.premium import Premium, check_shares, place_idr, split_cost

Group = Literal["workers", "aparat", "bpd"]
#: Counts by group, in the frame of areas: who is registered, and of how many.
GROUP_COLUMNS: Mapping[Group, tuple[str, str]] = {
    "workers": ("numerator", "denominator"),
    "aparat": ("aparat_registered", "aparat_total"),
    "bpd": ("bpd_registered", "bpd_total"),
}
#: A larger number is a typing error, and sums of it would not fit into 64 bits.
_MOST_PLACES, _MOST_LUMP_IDR = 100_000, 10**12
#: What becomes of places.
_KINDS = ("places", "covered", "unused", "unknown")


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
        for number, most in ((self.places_per_desa, _MOST_PLACES), (self.lump_idr_per_desa, _MOST_LUMP_IDR)):
            if number is not None and number > most:
                raise UsageError(
                    "too_much_for_a_desa",
                    N_("{number} is too much to be meant for one desa."),
                    N_("Give at most {most}."),
                    number=f"{number:,}".replace(",", "."),
                    most=f"{most:,}".replace(",", "."),
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
    NaN where nothing is known), unknown (places of workers where nothing is known), new_rate, gap_points and
    gap_people left to the target, cost_idr, unused_idr, a column ``payer_KEY`` for every payer, and places, covered,
    unused and unknown of aparat and bpd with their group behind (``places_aparat``). ``programmes`` has one row a
    programme: key, group, places, covered, unused, unknown, without_data (parts of areas of which nothing is known),
    cost_idr, place_idr, lump_shortfall_idr.
    """

    areas: pd.DataFrame
    programmes: pd.DataFrame
    by_payer: dict[str, int]
    totals: dict[str, float | int | None] = field(default_factory=dict)

    @property
    def groups(self) -> set[Group]:
        """Whom the programmes cover."""
        return set(self.programmes["group"])


def simulate_programmes(
    areas: pd.DataFrame,
    programmes: Sequence[Programme],
    *,
    target: float | None = None,
    own_targets: pd.Series | None = None,
    parts: Mapping[Group, pd.DataFrame] | None = None,
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
        Rate to measure the gap of the whole to, and those of the areas.
    own_targets
        Rates by code to measure the gaps of the areas to instead, NaN without one.
    parts
        What the areas consist of (their desa, where these have data) for each group that a programme is about, indexed
        by code: area, desa, registered, total. Places are given and used in the parts, so that the result does not
        depend on the areas that it is summed for. None: the areas themselves.
    """
    table = areas.reindex(columns=["name", "desa", "numerator", "denominator"])
    counted = parts if parts is not None else _whole_areas(areas)
    left = {group: (part["total"] - part["registered"]).clip(lower=0) for group, part in counted.items()}
    rows: list[dict[str, str | int]] = []
    costs: dict[str, pd.Series] = {}
    sums = pd.DataFrame(0.0, table.index, [f"{kind}_{group}" for group in GROUP_COLUMNS for kind in _KINDS])
    unused_idr = pd.Series(0, index=table.index, dtype="int64")
    for programme in programmes:
        part, uncovered = counted[programme.group], left[programme.group]
        people = _give_places(programme, part["desa"], uncovered)
        cost = _cost(programme, part["desa"], people["places"])
        left[programme.group] = uncovered - people["covered"]
        lost = _lost(cost, people)
        unused_idr += _by_area(lost, part, table.index)
        for kind in _KINDS:
            sums[f"{kind}_{programme.group}"] += _by_area(people[kind], part, table.index)
        for payer, share in _by_payer(cost, programme).items():
            costs[payer] = costs.get(payer, 0) + _by_area(share, part, table.index)
        rows.append(_programme_row(programme, people, cost, uncovered))
    result = _with_rates(table, sums, target if own_targets is None else own_targets)
    payers = pd.DataFrame({f"payer_{payer}": part for payer, part in costs.items()}, index=table.index)
    result = result.assign(cost_idr=payers.sum(axis=1).astype("int64"), unused_idr=unused_idr).join(payers)
    by_payer = {payer: int(part.sum()) for payer, part in costs.items()}
    return Outcome(result, pd.DataFrame(rows), by_payer, _totals(result, target))


def _whole_areas(areas: pd.DataFrame) -> dict[Group, pd.DataFrame]:
    """Areas as their own parts."""
    table = areas.reindex(columns=["desa", *(column for pair in GROUP_COLUMNS.values() for column in pair)])
    counts = table.astype(float).assign(area=areas.index)
    return {
        group: counts[["area", "desa"]].assign(registered=counts[done], total=counts[of])
        for group, (done, of) in GROUP_COLUMNS.items()
    }


def _by_area(numbers: pd.Series, part: pd.DataFrame, areas: pd.Index) -> pd.Series:
    """Sum by area; what is not known counts nothing."""
    return numbers.groupby(part["area"].to_numpy()).sum().reindex(areas, fill_value=0)


def _give_places(programme: Programme, desa: pd.Series, uncovered: pd.Series) -> pd.DataFrame:
    """Places in every part, and how many of them cover somebody, cover nobody, or are of unknown effect."""
    if programme.places_per_desa is not None:
        places = desa.fillna(0) * programme.places_per_desa
    else:
        places = share_out(uncovered, float(programme.share_of_uncovered or 0))
    covered = np.minimum(places, uncovered.fillna(0))
    unknown = places.where(uncovered.isna(), 0.0)
    unused = places - covered - unknown
    return pd.DataFrame({"places": places, "covered": covered, "unused": unused, "unknown": unknown})


def share_out(people: pd.Series, share: float) -> pd.Series:
    """Whole people of every part: the share of all, rounded up, with each part's own share rounded down or up.

    Nobody is planned in parts where nothing is known.
    """
    exact = (people.fillna(0) * share).round(6)
    whole = np.floor(exact)
    missing = int(np.ceil(round(float(exact.sum()), 6)) - whole.sum())
    first = np.argsort(-(exact - whole).to_numpy(), kind="stable")[:missing]
    whole.iloc[first] += 1
    return whole


def _cost(programme: Programme, desa: pd.Series, places: pd.Series) -> pd.Series:
    if programme.lump_idr_per_desa is not None:
        return desa.fillna(0).astype("int64") * programme.lump_idr_per_desa
    return places.astype("int64") * programme.place_idr()


def _lost(cost: pd.Series, people: pd.DataFrame) -> pd.Series:
    """Rupiah of the places that cover nobody, in every part."""
    # Whole numbers of Python: a cost times a number of places does not fit into 64 bits.
    counts = zip(cost, people["unused"].astype("int64"), people["places"].astype("int64"), strict=True)
    lost = [int(money) * int(unused) // int(places) if places else 0 for money, unused, places in counts]
    return pd.Series(lost, cost.index, dtype="int64")


def _by_payer(cost: pd.Series, programme: Programme) -> dict[str, pd.Series]:
    # Whole numbers of Python: a cost times a share does not fit into 64 bits. Most parts cost the same.
    split = {int(amount): split_cost(int(amount), programme.premium, programme.payers) for amount in cost.unique()}
    return {
        payer: pd.Series([split[int(amount)][payer] for amount in cost], cost.index, dtype="int64")
        for payer in programme.payers
    }


def _programme_row(
    programme: Programme, people: pd.DataFrame, cost: pd.Series, uncovered: pd.Series
) -> dict[str, str | int]:
    return {
        "key": programme.key,
        "group": programme.group,
        **{kind: int(people[kind].sum()) for kind in _KINDS},
        "without_data": int(uncovered.isna().sum()),
        "cost_idr": int(cost.sum()),
        "place_idr": programme.place_idr(),
        "lump_shortfall_idr": programme.lump_shortfall_idr(),
    }


def _with_rates(table: pd.DataFrame, sums: pd.DataFrame, targets: float | pd.Series | None) -> pd.DataFrame:
    result = table.join(sums.rename(columns={f"{kind}_workers": kind for kind in _KINDS}))
    nothing_known = result["denominator"].isna() & (result["places"] > 0)
    result[["covered", "unused"]] = result[["covered", "unused"]].mask(nothing_known, np.nan)
    result["rate"] = coverage_rate(result["numerator"], result["denominator"])
    result["new_rate"] = coverage_rate(result["numerator"] + result["covered"], result["denominator"])
    done = result["numerator"] + result["covered"]
    rates = np.nan if targets is None else targets
    result["gap_points"], result["gap_people"] = measure_gaps(rates, done, result["denominator"])
    return result


def _totals(result: pd.DataFrame, target: float | None) -> dict[str, float | int | None]:
    known = result[result["denominator"].gt(0) & result["numerator"].notna()]
    done, of, covered = known["numerator"].sum(), known["denominator"].sum(), known["covered"].sum()
    points, people = measure_gaps(np.nan if target is None else target, done + covered, of)
    return {
        "areas": len(result),
        "areas_with_data": len(known),
        "places": int(result["places"].sum()),
        "covered": int(covered),
        "unused": int(result["unused"].sum()),
        "unknown": int(result["unknown"].sum()),
        "cost_idr": int(result["cost_idr"].sum()),
        "unused_idr": int(result["unused_idr"].sum()),
        "rate": float(done / of) if of > 0 else None,
        "new_rate": float((done + covered) / of) if of > 0 else None,
        "gap_points": float(points) if np.isfinite(points) else None,
        "gap_people": int(people) if np.isfinite(people) else None,
        "covered_aparat": int(result["covered_aparat"].sum()),
        "covered_bpd": int(result["covered_bpd"].sum()),
    }


def compare_outcomes(outcomes: Mapping[str, Outcome]) -> pd.DataFrame:
    """Scenarios side by side.

    Parameters
    ----------
    outcomes
        By the name of the scenario, in the order of the columns.

    Returns
    -------
    pandas.DataFrame
        One row is one figure: the totals of ``Outcome``, then the cost by payer (``payer_KEY``, 0 where a scenario does
        not use it); one column is one scenario. A figure that is not known is None.
    """
    columns = {
        name: {**outcome.totals, **{f"payer_{payer}": cost for payer, cost in outcome.by_payer.items()}}
        for name, outcome in outcomes.items()
    }
    keys = list(dict.fromkeys(key for figures in columns.values() for key in figures))
    # A payer that a scenario does not use pays nothing; every other figure is in every scenario.
    rows = {name: [figures.get(key, 0) for key in keys] for name, figures in columns.items()}
    return pd.DataFrame(rows, index=keys, dtype=object)
