"""How the values of a map are spread, beside where its classes cut."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from ucjmap.api.maps.legend import say_limit
from ucjmap.classify import ClassBreaks, Measure
from ucjmap.words import Lang

_BINS = 24
#: The least that is drawn on either side of 0, so that a map on which nothing changed has a scale.
_LEAST_REACH = 0.01


@dataclass(frozen=True)
class Histogram:
    """Spread of values: ``counts[i]`` areas lie between ``bins[i]`` and ``bins[i + 1]``; without any value no bins.

    ``breaks`` are where the classes of the map cut, ``limits`` these and ``ends`` the first and the last bin in words.
    """

    bins: tuple[float, ...]
    counts: tuple[int, ...]
    breaks: tuple[float, ...]
    limits: tuple[str, ...]
    ends: tuple[str, ...]


def make_histogram(lang: Lang, measure: Measure, breaks: ClassBreaks, values: npt.NDArray[np.float64]) -> Histogram:
    """The histogram of the values of a map, NaN without data."""
    known = values[np.isfinite(values)]
    edges = tuple(dict.fromkeys(breaks.edges))
    limits = tuple(say_limit(lang, measure, breaks.edges, edge) for edge in edges)
    if not len(known):
        return Histogram((), (), edges, limits, ())
    # Rates are shown against the whole scale, so that two maps can be compared; points against what there is.
    reach = float(np.abs(known).max()) or _LEAST_REACH
    span = (0.0, max(1.0, float(known.max()))) if measure == "rate" else (-reach, reach)
    counts, bins = np.histogram(known, bins=_BINS, range=span)
    ends = tuple(say_limit(lang, measure, breaks.edges, end) for end in span)
    return Histogram(tuple(map(float, bins)), tuple(map(int, counts)), edges, limits, ends)
