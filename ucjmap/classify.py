"""Classes of a choropleth: every scheme gives the same shape, and ``class_id`` is assigned here once.

Renderers only look colours up. No data has no class: it is masked before any scheme sees the values.
"""

import warnings
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Literal, get_args

import numpy as np
import numpy.typing as npt

Scheme = Literal["bands", "equal", "quantile", "fisher", "pretty", "stddev", "registered"]
SCHEMES: Final[tuple[Scheme, ...]] = get_args(Scheme)

NO_DATA_COLOUR: Final = "#e6e6e6"
NOT_APPLICABLE_COLOUR: Final = "#fafafa"
#: Light to dark and yellow to blue, so that the order survives colour blindness and a grey print.
#: ColorBrewer's YlGnBu (Cynthia Brewer, Apache License 2.0), without its palest step.
_RAMP: Final = ("#edf8b1", "#c7e9b4", "#7fcdbb", "#41b6c4", "#1d91c0", "#225ea8", "#253494", "#081d58")


@dataclass(frozen=True)
class ClassBreaks:
    """Classes of one map.

    ``edges`` are the inner breaks, rising; class ``i`` lies between ``edges[i-1]`` and ``edges[i]``. ``closed`` says
    on which side a value that equals a break falls: ``"left"`` is [a, b), the value counts to the upper class;
    ``"right"`` is (a, b]. ``labels`` are keys of the translation catalogue, empty where the range itself is the label.
    """

    scheme: Scheme
    edges: tuple[float, ...]
    closed: Literal["left", "right"]
    colours: tuple[str, ...]
    labels: tuple[str, ...] = ()

    @property
    def k(self) -> int:
        """Number of classes."""
        return len(self.edges) + 1

    def assign(self, values: npt.ArrayLike) -> npt.NDArray[np.int64]:
        """Class of each value, ``-1`` for no data. Values beyond the last break stay in the last class."""
        numbers = np.asarray(values, dtype=float)
        side: Literal["left", "right"] = "right" if self.closed == "left" else "left"
        classes = np.searchsorted(np.asarray(self.edges), numbers, side=side).astype(np.int64)
        return np.where(np.isfinite(numbers), classes, -1)


def ramp(k: int) -> tuple[str, ...]:
    """``k`` different colours, light for low and dark for high; those between two of the ramp are blended."""
    if k == 1:
        return (_RAMP[3],)
    # Borders are hard to see on the darkest step: it is for maps of many classes only.
    last = len(_RAMP) - (2 if k < len(_RAMP) else 1)
    steps = np.linspace(0, last, k)
    if k <= len(_RAMP):
        return tuple(_RAMP[step] for step in steps.round().astype(int))
    stops = np.array([[int(colour[at : at + 2], 16) for at in (1, 3, 5)] for colour in _RAMP])
    channels = [np.interp(steps, np.arange(len(_RAMP)), stops[:, channel]).round().astype(int) for channel in range(3)]
    return tuple(f"#{red:02x}{green:02x}{blue:02x}" for red, green, blue in zip(*channels, strict=True))


def make_breaks(
    values: npt.ArrayLike,
    *,
    scheme: Scheme = "bands",
    k: int = 5,
    bands: Sequence[float] = (),
    labels: Sequence[str] = (),
) -> ClassBreaks:
    """Breaks of ``scheme`` for ``values``; no data (NaN) is ignored.

    ``bands`` are the thresholds of the official classes (a value that reaches one is above it). The statistical
    schemes need two different values: with fewer they give one class. ``k`` is the number of classes asked for; a
    scheme gives fewer where the values do not carry that many.

    References
    ----------
    mapclassify, PySAL project, for the statistical schemes; ``FisherJenks`` because ``NaturalBreaks`` is not seeded.
    """
    if scheme == "registered":
        return ClassBreaks("registered", (0.5,), "left", (_RAMP[1], _RAMP[5]), tuple(labels))
    if scheme == "bands":
        return ClassBreaks("bands", tuple(bands), "left", ramp(len(bands) + 1), tuple(labels))
    numbers = np.asarray(values, dtype=float)
    # Differences beyond every digit that is shown are none: the schemes fail on them.
    numbers = np.round(numbers[np.isfinite(numbers)], 12)
    edges = _statistical_edges(numbers, scheme, k) if len(np.unique(numbers)) > 1 else ()
    return ClassBreaks(scheme, edges, "right", ramp(len(edges) + 1))


def _statistical_edges(numbers: npt.NDArray[np.float64], scheme: Scheme, k: int) -> tuple[float, ...]:
    import mapclassify  # seconds of start-up (it brings scikit-learn) that only these schemes need

    wanted = min(k, len(np.unique(numbers)))
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", UserWarning)  # fewer classes than asked for: the legend shows it
        match scheme:
            case "equal":
                found = mapclassify.EqualInterval(numbers, k=wanted)
            case "quantile":
                found = mapclassify.Quantiles(numbers, k=wanted)
            case "fisher":
                found = mapclassify.FisherJenks(numbers, k=wanted)
            case "pretty":
                found = mapclassify.PrettyBreaks(numbers, k=wanted)
            case _:
                found = mapclassify.StdMean(numbers)
    inner = np.unique(found.bins)
    low, high = numbers.min(), numbers.max()
    return tuple(float(edge) for edge in inner if low <= edge < high)
