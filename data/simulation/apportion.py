"""Whole numbers that add up: largest remainders, and the shift that brings a model to a total."""

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

#: Reals are rounded to this many decimals before a whole number is decided from them, so that the last bit of a
#: sine or logarithm, which differs between processors, decides nothing.
STABLE_DECIMALS = 7


def apportion(weights: Floats, total: int) -> Ints:
    """Whole numbers proportional to ``weights`` that add up to ``total`` (largest remainder; ties by position)."""
    exact = np.round(weights * (total / weights.sum()), STABLE_DECIMALS)
    parts = np.floor(exact).astype(np.int64)
    missing = total - int(parts.sum())
    order = np.argsort(-(exact - parts), kind="stable")
    parts[order[:missing]] += 1
    return np.asarray(parts)


def logistic(values: Floats) -> Floats:
    """Inverse of the logit."""
    return np.asarray(1.0 / (1.0 + np.exp(-values)))


def shift_to_total(scores: Floats, capacities: Ints, total: float) -> float:
    """The number that, added to all ``scores`` (logits), makes the expected counts add up to ``total``."""
    if not 0 < total < capacities.sum():
        raise ValueError(f"{total} of {capacities.sum()} cannot be reached by a shift")
    low, high = -40.0, 40.0
    while high - low > 1e-11:
        middle = (low + high) / 2
        if float((capacities * logistic(scores + middle)).sum()) < total:
            low = middle
        else:
            high = middle
    return round(low, 9)


def draw_to_total(scores: Floats, capacities: Ints, total: int) -> Ints:
    """Counts by cell, none above its capacity, that follow ``scores`` and add up to ``total`` exactly."""
    shift = shift_to_total(scores, capacities, total)
    counts = apportion(capacities * logistic(scores + shift), total)
    if (counts > capacities).any():
        raise ValueError("a count exceeds its capacity")
    return counts
