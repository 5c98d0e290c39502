"""Breaks between classes, and the one place where a value gets its class."""

import warnings
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import numpy as np
import numpy.typing as npt

from ucjmap.classify.classing import MOST, Scheme
from ucjmap.classify.palettes import REGISTERED_COLOURS, ramp, worst_first

if TYPE_CHECKING:
    from mapclassify import PrettyBreaks

Side = Literal["left", "right"]
#: Decimals of a fraction that count: rates of counts below a million that differ at all differ within them.
_DIGITS = 12


@dataclass(frozen=True)
class ClassRange:
    """Values of one class; an end without a limit is infinite. ``holds_low`` says whether ``low`` itself is inside."""

    low: float
    high: float
    holds_low: bool
    holds_high: bool


@dataclass(frozen=True)
class ClassBreaks:
    """Classes of one map.

    ``edges`` are the inner breaks, rising; class ``i`` lies between ``edges[i-1]`` and ``edges[i]``. ``closed`` says
    on which side a value that equals a break falls: ``"left"`` is [a, b), the value counts to the upper class;
    ``"right"`` is (a, b]. Exactly 0 (``isolates_zero``) and exactly 100 % (``isolates_full``) can be classes of their
    own: their edges close against that rule, which ``sides`` spells out for each edge. ``labels`` are keys of the
    translation catalogue, empty where the range itself is the label. ``centre`` is 0 where colours diverge.
    """

    scheme: Scheme
    edges: tuple[float, ...]
    closed: Side
    colours: tuple[str, ...]
    labels: tuple[str, ...] = ()
    isolates_zero: bool = False
    isolates_full: bool = False
    centre: float | None = None

    @property
    def k(self) -> int:
        """Number of classes."""
        return len(self.edges) + 1

    @property
    def sides(self) -> tuple[Side, ...]:
        """Of each edge, to which class it belongs: ``"left"`` to the one above it, ``"right"`` to the one below."""
        sides: list[Side] = []
        for place, edge in enumerate(self.edges):
            above = place > 0 and self.edges[place - 1] == edge
            if self.isolates_zero and edge == 0:
                sides.append("right" if above or self.centre is None else "left")
            elif self.isolates_full and edge == 1:
                sides.append("right" if above else "left")
            else:
                sides.append(self.closed)
        return tuple(sides)

    def assign(self, values: npt.ArrayLike) -> npt.NDArray[np.int64]:
        """Class of each value; one beyond the last break stays in the last class.

        Parameters
        ----------
        values
            Fractions (rates, or distances from 0 where ``centre`` is set); NaN is no data.

        Returns
        -------
        numpy.ndarray
            ``class_id`` in the shape of ``values``: 0 for the lowest class up to ``k - 1``, -1 for no data.
        """
        # Rounded as the breaks are, or the area whose own value is a break would fall above it.
        numbers = np.round(np.asarray(values, dtype=float), _DIGITS)
        # An edge that belongs to the class above is passed by all values beyond the next smaller float.
        passed = [np.nextafter(edge, -np.inf) if side == "left" else edge for edge, side in self._sided()]
        classes = np.searchsorted(np.asarray(passed, dtype=float), numbers, side="left").astype(np.int64)
        return np.where(np.isfinite(numbers), classes, -1)

    def range_of(self, class_id: int) -> ClassRange:
        """Which values a class holds.

        Parameters
        ----------
        class_id
            0 to ``k - 1``; -1, no data, has no range.
        """
        low, high = (-np.inf, *self.edges)[class_id], (*self.edges, np.inf)[class_id]
        sides = self.sides
        return ClassRange(
            low,
            high,
            holds_low=class_id > 0 and sides[class_id - 1] == "left",
            holds_high=class_id < len(sides) and sides[class_id] == "right",
        )

    def _sided(self) -> list[tuple[float, Side]]:
        return list(zip(self.edges, self.sides, strict=True))


def make_breaks(
    values: npt.ArrayLike,
    *,
    scheme: Scheme = "bands",
    k: int = 5,
    bands: Sequence[float] = (),
    labels: Sequence[str] = (),
    isolate_zero: bool = False,
    isolate_full: bool = False,
    lower_is_better: bool = False,
) -> ClassBreaks:
    """Breaks of a scheme for some values; no data is ignored.

    The statistical schemes need two different values: with fewer they give one class.

    Parameters
    ----------
    values
        Fractions, NaN without data; ``bands``, ``own`` and ``registered`` do not look at them.
    scheme
        Where the breaks come from.
    k
        Number of classes asked of a statistical scheme; it gives fewer where the values do not carry that many.
    bands
        Rising thresholds of the named classes, or the own breaks of a user; a value that reaches one is above it.
    labels
        A key of the catalogue for each class between the bands; empty: the ranges are the labels.
    isolate_zero, isolate_full
        Whether exactly 0 and exactly 100 % are classes of their own. They come on top of ``k``, and what they hold
        takes no part in the statistics; a rate above 100 % then has a class by itself.
    lower_is_better
        Whether the colours run the other way, so that the bad end looks the same on every map.

    Returns
    -------
    ClassBreaks
        Without a ``centre``.

    References
    ----------
    mapclassify, PySAL project, for the statistical schemes; ``statistical_edges`` names the exception.
    """
    if scheme == "registered":
        colours = worst_first(REGISTERED_COLOURS, lower_is_better=lower_is_better)
        return ClassBreaks("registered", (0.5,), "left", colours, tuple(labels))
    closed: Side = "left" if scheme in {"bands", "own"} else "right"
    edges = list(bands) if closed == "left" else _edges_between(values, scheme, k, isolate_zero, isolate_full)
    words = tuple(labels)
    if isolate_zero:
        edges = [0.0, *(edge for edge in edges if edge > 0)]
        words = words and ("", *words)
    if isolate_full:
        edges = [*(edge for edge in edges if edge < 1), 1.0, 1.0]
        words = words and (*words, "", "")
    colours = worst_first(ramp(len(edges) + 1), lower_is_better=lower_is_better)
    return ClassBreaks(scheme, tuple(edges), closed, colours, words, isolate_zero, isolate_full)


def _edges_between(
    values: npt.ArrayLike, scheme: Scheme, k: int, isolate_zero: bool, isolate_full: bool
) -> list[float]:
    numbers = known_values(values)
    if isolate_zero:
        numbers = numbers[numbers > 0]
    if isolate_full:
        numbers = numbers[numbers < 1]
    return statistical_edges(numbers, scheme, k)


def known_values(values: npt.ArrayLike) -> npt.NDArray[np.float64]:
    """The values that are known, rounded to the digits that count: on smaller differences the schemes fail."""
    numbers = np.asarray(values, dtype=float)
    return np.asarray(np.round(numbers[np.isfinite(numbers)], _DIGITS), dtype=float)


def statistical_edges(numbers: npt.NDArray[np.float64], scheme: Scheme, k: int) -> list[float]:
    """Inner breaks of a statistical scheme; none where the numbers are all the same.

    Fisher-Jenks is the exact one-dimensional clustering of kmeans1d (Wu 1991; SMAWK), which takes 83,762 values in
    a fraction of a second; mapclassify's own, without a compiler, takes 13 seconds for 3,259.
    """
    distinct = np.unique(numbers)
    if len(distinct) < 2:
        return []
    inner = np.unique(np.round(_upper_ends(numbers, scheme, min(k, len(distinct))), _DIGITS))
    return [float(edge) for edge in inner if distinct[0] <= edge < distinct[-1]]


def _upper_ends(numbers: npt.NDArray[np.float64], scheme: Scheme, k: int) -> npt.NDArray[np.float64]:
    if scheme == "stddev":
        steps = np.arange(k - 1) - (k - 2) / 2
        return np.asarray(numbers.mean() + steps * numbers.std(), dtype=float)
    if scheme == "fisher":
        import kmeans1d  # compiled; only this scheme needs it

        ordered = np.sort(numbers)
        clusters = np.asarray(kmeans1d.cluster(ordered, k).clusters)
        return np.asarray(ordered[np.flatnonzero(np.diff(clusters, append=clusters[-1] + 1))], dtype=float)
    with warnings.catch_warnings():
        # One warns of fewer classes, which the legend shows; the other of a missing numba, which is not used here.
        warnings.simplefilter("ignore", UserWarning)
        import mapclassify  # brings scikit-learn: seconds of start-up that only these schemes need

        match scheme:
            case "equal":
                classes = mapclassify.EqualInterval(numbers, k=k)
            case "quantile":
                classes = mapclassify.Quantiles(numbers, k=k)
            case _:
                # It makes more or fewer classes than asked for: take the most that are not too many.
                ends = np.array([numbers.min(), numbers.max()])  # all that it looks at
                made = [mapclassify.PrettyBreaks(ends, k=count) for count in range(2, MOST + 1)]
                fitting = [classes for classes in made if len(classes.bins) <= k]
                classes = max(fitting, key=_count) if fitting else min(made, key=_count)
    return np.asarray(classes.bins, dtype=float)


def _count(classes: "PrettyBreaks") -> int:
    return len(classes.bins)
