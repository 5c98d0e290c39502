"""Worker coverage: eligible workers of each desa by segment, and active participants at each date."""

from datetime import date

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from simulation.apportion import Floats, Ints, apportion, draw_to_total, shift_to_total
from simulation.published import Figure
from simulation.space import smooth_field

SEGMENTS = ("pu", "bpu", "jakon")

#: Logit of each segment against the others: wage earners are covered best, the self-employed worst.
_SEGMENT_SCORES = np.array([1.1, -0.65, 0.25])
_SMALLEST_DESA = 30

Flags = NDArray[np.bool_]
#: Rates by as-of date.
Rates = dict[str, float]


def fixed_workers(figures: list[Figure]) -> dict[str, int]:
    """Eligible workers of the kabupaten/kota for which they are published or follow from numerator and rate."""
    fixed = {}
    for figure in figures:
        if "." not in figure.unit_code or figure.segment != "all" or figure.numerator is None:
            continue
        if figure.denominator is not None:
            fixed[figure.unit_code] = figure.denominator
        elif figure.rate is not None:
            fixed[figure.unit_code] = round(figure.numerator / figure.rate)
    return fixed


def draw_workers(
    villages: pd.DataFrame,
    remote: Floats,
    *,
    fixed: dict[str, int],
    total: int,
    counted: Flags,
    rng: np.random.Generator,
) -> Ints:
    """Eligible workers of each village: kabupaten populations, split by heavy-tailed shares.

    The villages ``counted`` add up to ``total``, the kabupaten of ``fixed`` to theirs.
    """
    regencies = villages["regency"]
    town = np.where(villages["kind"] == "kelurahan", 0.5, 0.0)
    shares = pd.Series(np.exp(rng.normal(0.0, 0.55, len(villages)) + town - 0.2 * remote))
    ratios = pd.Series({code: rng.uniform(0.92, 1.08) for code in sorted(regencies.unique())})
    inside = shares / shares.groupby(regencies.to_numpy()).transform("sum").to_numpy()
    weights = (inside * villages["regency_population"] * regencies.map(ratios)).to_numpy(float)
    workers = np.zeros(len(villages), dtype=np.int64)
    for code, number in fixed.items():
        members = (regencies == code).to_numpy()
        workers[members] = _split(weights[members], number)
    free = ~regencies.isin(fixed).to_numpy()
    rest = total - sum(fixed.values())
    workers[free & counted] = _split(weights[free & counted], rest)
    per_weight = rest / weights[free & counted].sum()
    aside = free & ~counted
    workers[aside] = np.round(np.maximum(weights[aside] * per_weight, _SMALLEST_DESA)).astype(np.int64)
    return workers


def _split(weights: Floats, total: int) -> Ints:
    return _SMALLEST_DESA + apportion(weights, total - _SMALLEST_DESA * len(weights))


def split_segments(
    villages: pd.DataFrame,
    workers: Ints,
    remote: Floats,
    *,
    wage_shares: dict[str, float],
    construction_apart: set[str],
    rng: np.random.Generator,
) -> Ints:
    """Eligible workers (n, 3) by ``SEGMENTS``.

    In the kabupaten of ``construction_apart`` the workers given are those of PU and BPU; construction comes on top.
    """
    default = wage_shares["default"]
    base = villages["regency"].map(wage_shares).fillna(default).to_numpy(float)
    noise = rng.normal(0.0, 0.05, len(villages))
    wage = np.clip(np.round(base - 0.05 * remote + noise, 9), 0.08, 0.8)
    building = np.round(rng.uniform(0.04, 0.10, len(villages)), 9)
    jakon = np.maximum(1, np.round(workers * building).astype(np.int64))
    pu = np.maximum(1, np.round(workers * wage).astype(np.int64))
    apart = villages["regency"].isin(construction_apart).to_numpy()
    bpu = workers - pu - np.where(apart, 0, jakon)
    return np.column_stack([pu, bpu, jakon])


def score_participation(
    villages: pd.DataFrame, positions: Floats, remote: Floats, dates: list[str], rng: np.random.Generator
) -> Floats:
    """Logits (dates, villages, segments) of being covered, before they are brought to any total.

    Neighbours share a smooth field and its drift, remote villages are lower, and at each date a few lapse.
    """
    count = len(villages)
    static = smooth_field(positions, length_km=22.0, rng=rng)
    drift = smooth_field(positions, length_km=45.0, rng=rng)
    regencies, member_of = np.unique(villages["regency"].to_numpy(str), return_inverse=True)
    regional = rng.normal(0.0, 0.2, len(regencies))[member_of]
    own = rng.normal(0.0, 0.28, (count, 1)) + rng.normal(0.0, 0.10, (count, len(SEGMENTS)))
    level = (0.45 * static - 0.45 * remote + regional)[:, None] + own + _SEGMENT_SCORES
    days = np.array([date.fromisoformat(as_of).toordinal() for as_of in dates])
    lapse, wobble, scores = np.zeros(count), np.zeros(count), []
    for passed, since_first in zip(np.diff(days, prepend=days[0] - 180), days - days[0], strict=True):
        # Lapsed participants come back over months; how many lapse grows with the time that passed.
        lapsing = rng.random(count) < 0.04 * min(1.0, passed / 180)
        lapse = lapse * np.exp(-passed / 240) + np.where(lapsing, rng.uniform(0.4, 1.2, count), 0.0)
        wobble = wobble + rng.normal(0.0, 0.08, count) * np.sqrt(passed / 365)
        scores.append(level + (0.15 * since_first / 365 * drift - lapse + wobble)[:, None])
    return np.round(np.stack(scores), 6)


def draw_participants(
    regencies: NDArray[np.str_], scores: Floats, workers: Ints, dates: list[str], *, figures: list[Figure], rates: Rates
) -> Ints:
    """Active participants (dates, villages, segments), adding up to every figure and otherwise following ``scores``.

    ``workers`` (dates, villages, segments) is 0 where there is no data. ``rates`` are the assumed rates of the
    province by date, for dates without a figure. A kabupaten with a figure keeps its distance to the model at the
    other dates too (interpolated), so that it does not jump back.
    """
    province = {figure.as_of: figure for figure in figures if "." not in figure.unit_code}
    totals = [_province_total(province.get(as_of), rates, as_of, workers[i]) for i, as_of in enumerate(dates)]
    anchors = [_anchors_at(as_of, figures, regencies, workers[i]) for i, as_of in enumerate(dates)]
    for _ in range(2):
        # The second pass corrects what the first changes in the rest of the province.
        scores = scores + _regional_pull(regencies, scores, workers, dates=dates, totals=totals, anchors=anchors)
    drawn = np.zeros_like(workers)
    for i, total in enumerate(totals):
        free = np.ones(workers[i].shape, dtype=bool)
        for cells, number in anchors[i]:
            drawn[i][cells] = draw_to_total(scores[i][cells], workers[i][cells], number)
            free &= ~cells
        rest = total - int(drawn[i].sum())
        drawn[i][free] = draw_to_total(scores[i][free], workers[i][free], rest)
    return drawn


def _province_total(figure: Figure | None, rates: Rates, as_of: str, workers: Ints) -> int:
    eligible = int(workers.sum())
    if figure is None:
        return round(rates[as_of] * eligible)
    if figure.denominator is not None and figure.denominator != eligible:
        raise ValueError(f"{figure.unit_code} {as_of}: {eligible} workers, {figure.denominator} published")
    return figure.participants_of(eligible)


def _anchors_at(
    as_of: str, figures: list[Figure], regencies: NDArray[np.str_], workers: Ints
) -> list[tuple[Flags, int]]:
    """Cells (villages, segments) whose participants are published for this date, with their number.

    Figures by segment stand for the total of their kabupaten, which they add up to.
    """
    local = [figure for figure in figures if figure.as_of == as_of and "." in figure.unit_code]
    by_segment = {figure.unit_code for figure in local if figure.segment != "all"}
    anchors = []
    for figure in local:
        if figure.segment == "all" and figure.unit_code in by_segment:
            continue
        wanted = [figure.segment in ("all", segment) for segment in SEGMENTS]
        cells = (regencies == figure.unit_code)[:, None] & np.array(wanted)[None, :]
        anchors.append((cells, figure.participants_of(int(workers[cells].sum()))))
    return anchors


def _regional_pull(
    regencies: NDArray[np.str_],
    scores: Floats,
    workers: Ints,
    *,
    dates: list[str],
    totals: list[int],
    anchors: list[list[tuple[Flags, int]]],
) -> Floats:
    """What to add to the scores (dates, villages, segments) of kabupaten for which a figure is published."""
    pulls = np.full(scores.shape, np.nan)
    for i, local in enumerate(anchors):
        common = shift_to_total(scores[i].ravel(), workers[i].ravel(), totals[i])
        for cells, number in local:
            pulls[i][cells] = shift_to_total(scores[i][cells], workers[i][cells], number) - common
    days = [date.fromisoformat(as_of).toordinal() for as_of in dates]
    for code in np.unique(regencies):
        members = np.flatnonzero(regencies == code)
        pulls[:, members] = _interpolate(pulls[:, members[0]], days)[:, None, :]
    return np.asarray(np.round(pulls, 9))


def _interpolate(pulls: Floats, days: list[int]) -> Floats:
    """Pulls (dates, segments) of one kabupaten with the gaps filled: other segments first, then other dates."""
    known = ~np.isnan(pulls)
    if not known.any():
        return np.zeros_like(pulls)
    dated = known.any(axis=1)
    means = np.where(known, pulls, 0.0).sum(axis=1) / np.maximum(known.sum(axis=1), 1)
    filled = np.where(known, pulls, means[:, None])
    at = np.array(days)[dated]
    return np.column_stack([np.interp(days, at, filled[dated, s]) for s in range(pulls.shape[1])])
