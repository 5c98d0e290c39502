"""Classes to both sides of 0: below and above a target, fall and rise."""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from ucjmap.classify.breaks import ClassBreaks, known_values, statistical_edges
from ucjmap.classify.classing import Scheme
from ucjmap.classify.palettes import diverging, worst_first

_MOST_PER_SIDE = 4


def make_diverging_breaks(
    values: npt.ArrayLike,
    *,
    scheme: Scheme = "bands",
    k: int = 6,
    bands: Sequence[float] = (),
    labels: Sequence[str] = (),
    isolate_zero: bool = False,
    lower_is_better: bool = False,
) -> ClassBreaks:
    """Breaks that lie on both sides of 0 alike, with one at 0 itself; a value on a break counts to the upper class.

    Parameters
    ----------
    values
        Distances as fractions (change, or less the gap), NaN without data. The statistical schemes look at how far they
        are from 0 on either side; ``bands``, ``own`` and ``registered`` do not look at them.
    scheme
        Where the breaks come from; ``registered`` is for changes of what is 0 or 1: lost, unchanged, won.
    k
        Number of classes asked of a statistical scheme; made even, at most eight.
    bands
        Distances from 0, in any order; their signs do not count.
    labels
        A key of the catalogue for each class; empty: the ranges are the labels.
    isolate_zero
        Whether exactly 0 is a class of its own, on top of ``k``.
    lower_is_better
        Whether what lies above 0 has the colours of what is bad.

    Returns
    -------
    ClassBreaks
        With the ``centre`` 0.
    """
    if scheme == "registered":
        colours = worst_first(diverging(1, centre=True), lower_is_better=lower_is_better)
        return ClassBreaks("registered", (-0.5, 0.5), "left", colours, tuple(labels), centre=0.0)
    if scheme in {"bands", "own"}:
        distances = sorted({abs(band) for band in bands} - {0.0})
    else:
        distances = _distances(values, scheme, min((k + 1) // 2, _MOST_PER_SIDE))
    middle = [0.0, 0.0] if isolate_zero else [0.0]
    edges = [*(-distance for distance in reversed(distances)), *middle, *distances]
    colours = worst_first(diverging(len(distances) + 1, centre=isolate_zero), lower_is_better=lower_is_better)
    return ClassBreaks(scheme, tuple(edges), "left", colours, tuple(labels), isolates_zero=isolate_zero, centre=0.0)


def _distances(values: npt.ArrayLike, scheme: Scheme, half: int) -> list[float]:
    numbers = np.abs(known_values(values))
    if scheme == "stddev":
        spread = float(np.sqrt(np.mean(numbers**2))) if len(numbers) else 0.0
        return [spread * step for step in range(1, half)] if spread else []
    # Without the 0 in front the first class would begin at the smallest distance instead of at the centre.
    return [edge for edge in statistical_edges(np.append(numbers, 0.0), scheme, half) if edge > 0]
