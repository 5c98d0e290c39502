"""Priority of areas: a score from weighted criteria, with its parts and the reasons in words.

Every criterion gives between 0 and 1 of its weight. What is counted in desa (0 or 1 at a desa) gives its share of the
largest value in the list; everything else gives the share of the areas in the list that are less urgent by it, which
long tails do not distort. A criterion without data gives nothing and is named; it is never filled in.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Literal

import numpy as np
import numpy.typing as npt
import pandas as pd

from ucjmap.errors import N_, UsageError
from ucjmap.outreach.criteria import CRITERIA, MEASURES, Criterion, Unit

Floats = npt.NDArray[np.float64]
State = Literal["counts", "no_points", "no_data", "not_applicable"]


@dataclass(frozen=True)
class Scale:
    """Points between 0 and 1 of every criterion for every area of a list; weights come later.

    Rows are the areas by code, columns the criteria. NaN is no data; ``applies`` is False where the criterion is about
    nothing in the area (a kelurahan has no aparat desa).
    """

    measures: pd.DataFrame
    points: Floats
    applies: npt.NDArray[np.bool_]

    @property
    def codes(self) -> pd.Index:
        """Codes of the areas, ascending."""
        return self.measures.index


@dataclass(frozen=True)
class Reason:
    """Why an area ranks where it does: one criterion, its value and unit, and how much of its weight it gives."""

    key: str
    text: str
    unit: Unit
    value: float | None
    earned: float
    possible: float
    state: State


def scale_measures(measures: pd.DataFrame, *, not_applicable: pd.DataFrame | None = None) -> Scale:
    """Turn measures into points, once for a list of areas.

    Parameters
    ----------
    measures
        One row is one area, indexed by code; columns of ``MEASURES``, a missing column is no data.
    not_applicable
        The same shape, True where a measure is about nothing in the area.
    """
    ordered = measures.sort_index().reindex(columns=list(MEASURES)).astype(float)
    if ordered.index.has_duplicates:
        raise ValueError("an area stands twice in the list")
    points = np.column_stack(
        [_points_of(ordered[criterion.measure].to_numpy(), criterion) for criterion in CRITERIA.values()]
    )
    applies = np.ones(points.shape, dtype=bool)
    if not_applicable is not None:
        flags = not_applicable.reindex(index=ordered.index, columns=list(MEASURES)).eq(True)
        applies = ~np.column_stack([flags[criterion.measure].to_numpy() for criterion in CRITERIA.values()])
    return Scale(ordered, points, applies)


def _points_of(values: Floats, criterion: Criterion) -> Floats:
    points = np.full(len(values), np.nan)
    known = np.isfinite(values)
    numbers = values[known]
    if not numbers.size:
        return points
    if criterion.by_share:
        most = numbers.max()
        points[known] = np.clip(numbers / most, 0, 1) if most > 0 else 0.0
    else:
        # The share of areas that are strictly less urgent: equal areas get equal points, the least urgent get none.
        urgency = -numbers if criterion.lowest_first else numbers
        places = np.searchsorted(np.sort(urgency), urgency)
        points[known] = places / max(1, len(numbers) - 1)
    return points


def check_weights(weights: Mapping[str, float]) -> Floats:
    """Weights of all criteria as shares of their sum, in the order of ``CRITERIA``.

    Raises
    ------
    UsageError
        An unknown criterion, a weight below zero or not a number, or nothing above zero.
    """
    unknown = sorted(set(weights) - set(CRITERIA))
    if unknown:
        raise UsageError(
            "unknown_criterion",
            N_("There is no criterion {key}."),
            N_("Choose one of: {known}."),
            key=unknown[0],
            known=", ".join(CRITERIA),
        )
    shares = np.array([float(weights.get(key, 0.0)) for key in CRITERIA])
    if not np.isfinite(shares).all() or (shares < 0).any() or shares.sum() <= 0:
        raise UsageError(
            "bad_weights",
            N_("The weights of the criteria cannot be used."),
            N_("Give numbers of at least 0, and one above 0."),
        )
    return np.asarray(shares / shares.sum(), dtype=np.float64)


def rank_areas(scale: Scale, weights: Mapping[str, float]) -> pd.DataFrame:
    """Areas by priority, the most urgent first.

    Parameters
    ----------
    scale
        The list, made once by ``scale_measures``.
    weights
        By key of ``CRITERIA``, of any sum; a criterion that is not named has the weight 0.

    Returns
    -------
    pandas.DataFrame
        One row is one area, indexed by code. ``rank`` starts at 1; areas of the same score share the better rank and
        are in the order of their codes (``tied`` is True). ``score`` is 0 to 100: the sum of ``part_KEY`` of each
        criterion with a weight (NaN: no data, or not applicable). ``known`` is the share of the weight for which there
        are data (or nothing to know), ``missing`` names the criteria without data, joined by ``|``. ``has_figures`` is
        False where criteria are about what was counted and nothing was counted for any of them: its score is no score.

    Raises
    ------
    UsageError
        An unknown criterion, a weight below zero or not a number, or nothing above zero.
    """
    shares = check_weights(weights)
    used = np.flatnonzero(shares > 0)
    keys = [list(CRITERIA)[position] for position in used]
    points, applies = scale.points[:, used], scale.applies[:, used]
    counted = applies & np.isfinite(points)
    parts = np.where(counted, points, np.nan) * shares[used] * 100
    # Rounded, or areas with equal values would differ by the order in which floats were added.
    scores = np.round(np.nansum(parts, axis=1), 6)
    missing = applies & ~np.isfinite(points)
    order = np.argsort(-scores, kind="stable")  # codes ascend already, so equal scores stay in the order of codes
    sorted_scores = scores[order]
    starts = np.append(True, sorted_scores[1:] != sorted_scores[:-1])
    first = np.maximum.accumulate(np.where(starts, np.arange(len(order)), 0))
    ends = np.append(starts[1:], True)
    ranked = pd.DataFrame(
        {
            "rank": first + 1,
            "tied": ~(starts & ends),
            "score": sorted_scores,
            "known": 1 - missing[order] @ shares[used],
            "has_figures": _has_figures(counted, used)[order],
        },
        index=scale.codes[order],
    )
    ranked["missing"] = _name_missing(missing[order], keys)
    for column, key in enumerate(keys):
        ranked[f"part_{key}"] = parts[order, column]
    return ranked


def _has_figures(counted: npt.NDArray[np.bool_], used: npt.NDArray[np.intp]) -> npt.NDArray[np.bool_]:
    from_figures = np.array([criterion.from_figures for criterion in CRITERIA.values()])[used]
    if not from_figures.any():
        return np.ones(len(counted), dtype=bool)
    return np.asarray(counted[:, from_figures].any(axis=1))


def _name_missing(missing: npt.NDArray[np.bool_], keys: list[str]) -> npt.NDArray[np.object_]:
    numbers = missing @ (1 << np.arange(len(keys)))
    kinds, which = np.unique(numbers, return_inverse=True)
    words = ["|".join(key for bit, key in enumerate(keys) if kind >> bit & 1) for kind in kinds]
    return np.array([*words, ""], dtype=object)[which]


def explain_rank(scale: Scale, weights: Mapping[str, float], codes: Iterable[str]) -> dict[str, list[Reason]]:
    """Reasons for the rank of some areas, those that give most first.

    Parameters
    ----------
    scale
        The list that they are in.
    weights
        By key of ``CRITERIA``, as for ``rank_areas``.
    codes
        The areas asked about; one that is not in the list has no entry.

    Returns
    -------
    dict
        By code; one ``Reason`` for each criterion with a weight. Those without data, or that do not apply, come last.

    Raises
    ------
    UsageError
        The weights cannot be used.
    """
    shares = check_weights(weights)
    rows = scale.codes.get_indexer(pd.Index(list(codes)))
    return {str(scale.codes[row]): _reasons_of(scale, shares, int(row)) for row in rows if row >= 0}


def _reasons_of(scale: Scale, shares: Floats, row: int) -> list[Reason]:
    reasons = []
    for column, criterion in enumerate(CRITERIA.values()):
        if shares[column] <= 0:
            continue
        points, value = scale.points[row, column], scale.measures[criterion.measure].iat[row]
        state: State = "not_applicable"
        if scale.applies[row, column]:
            state = "no_data" if np.isnan(points) else "counts" if points > 0 else "no_points"
        earned = float(points * shares[column] * 100) if state == "counts" else 0.0
        known = float(value) if state in ("counts", "no_points") else None
        possible = float(shares[column] * 100)
        reasons.append(Reason(criterion.key, criterion.reason, criterion.unit, known, earned, possible, state))
    places: tuple[State, ...] = ("counts", "no_points", "no_data", "not_applicable")
    return sorted(reasons, key=lambda reason: (places.index(reason.state), -reason.earned))


def rank_stability(
    scale: Scale, weights: Mapping[str, float], *, spread: float = 0.10, draws: int = 100, seed: int = 20260101
) -> pd.DataFrame:
    """How far ranks move when every weight is changed a little at random.

    Parameters
    ----------
    scale, weights
        As for ``rank_areas``.
    spread
        Each draw multiplies every weight by a factor between ``1 - spread`` and ``1 + spread``.
    draws
        How often that is done.
    seed
        The same seed gives the same draws.

    Returns
    -------
    pandas.DataFrame
        One row is one area by code: rank_best and rank_worst over the draws, the given weights included.

    Raises
    ------
    UsageError
        As for ``rank_areas``.
    """
    shares = check_weights(weights)
    factors = np.random.default_rng(seed).uniform(1 - spread, 1 + spread, size=(draws, len(shares)))
    varied = np.vstack([np.ones(len(shares)), factors]) * shares
    varied /= varied.sum(axis=1, keepdims=True)
    points = np.where(scale.applies & np.isfinite(scale.points), scale.points, 0.0)
    best = np.full(len(points), len(points))
    worst = np.zeros(len(points), dtype=np.int64)
    for draw in varied:  # one draw at a time: 100 draws of 83,762 areas would not fit a small machine at once
        negated = -np.round(points @ draw * 100, 6)
        ranks = np.searchsorted(np.sort(negated), negated, side="left") + 1
        np.minimum(best, ranks, out=best)
        np.maximum(worst, ranks, out=worst)
    return pd.DataFrame({"rank_best": best, "rank_worst": worst}, index=scale.codes)
