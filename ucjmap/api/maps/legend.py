"""What a legend and a histogram of a map say, from the same classes as the map itself."""

from dataclasses import dataclass
from typing import Literal

import numpy as np
import numpy.typing as npt

from ucjmap.api.figures import AreaValues
from ucjmap.classify import NO_DATA_COLOUR, NOT_APPLICABLE_COLOUR, ClassRange

RowKind = Literal["class", "no_data", "not_applicable"]
_BINS = 24


@dataclass(frozen=True)
class LegendRow:
    """One class of a map, or what stands apart from the classes.

    ``class_id`` is -1 apart. ``word`` is a key of the translation catalogue or an official word in English, empty
    where the range is the label. ``areas`` are areas on the map; ``people`` is the sum of their denominators, in the
    unit of the indicator, 0 where nothing is known.
    """

    kind: RowKind
    class_id: int
    colour: str
    span: ClassRange | None
    word: str
    areas: int
    people: int


def legend_rows(values: AreaValues) -> tuple[LegendRow, ...]:
    """Classes of the map from low to high, then no data, then where the indicator does not apply.

    Each area on the map is counted in exactly one row. A class above 100 % that splits off an isolated class of
    exactly 100 % is listed only where it holds something: a rate above 100 % is a fault of the counts.
    """
    breaks, units = values.breaks, values.units
    classes = units["class_id"].to_numpy()
    known = classes >= 0
    people = np.nan_to_num(units["denominator"].to_numpy(dtype=float))
    areas = np.bincount(classes[known], minlength=breaks.k)
    sums = np.bincount(classes[known], people[known], minlength=breaks.k)
    applies = units["applies"].to_numpy(dtype=bool)
    rows = [
        LegendRow(
            "class",
            class_id,
            colour,
            breaks.range_of(class_id),
            breaks.labels[class_id] if breaks.labels else "",
            int(areas[class_id]),
            int(sums[class_id]),
        )
        for class_id, colour in enumerate(breaks.colours)
        if areas[class_id] or not (breaks.isolates_full and class_id == breaks.k - 1)
    ]
    rows.append(_apart("no_data", NO_DATA_COLOUR, people[~known & applies]))
    beyond = people[~known & ~applies]
    if len(beyond):
        rows.append(_apart("not_applicable", NOT_APPLICABLE_COLOUR, beyond))
    return tuple(rows)


def _apart(kind: RowKind, colour: str, people: npt.NDArray[np.float64]) -> LegendRow:
    return LegendRow(kind, -1, colour, None, "", len(people), int(people.sum()))


@dataclass(frozen=True)
class Histogram:
    """How the values of a map are spread: ``counts[i]`` areas lie between ``bins[i]`` and ``bins[i + 1]``.

    ``breaks`` are where the classes of the map cut.
    """

    bins: tuple[float, ...]
    counts: tuple[int, ...]
    breaks: tuple[float, ...]


def value_histogram(values: AreaValues) -> Histogram:
    """Spread of the values shown; without any value there are no bins."""
    numbers = values.units["value"].dropna().to_numpy(dtype=float)
    edges = tuple(dict.fromkeys(values.breaks.edges))
    if not len(numbers):
        return Histogram((), (), edges)
    # Rates are shown against the whole scale, so that two maps can be compared; points against what there is.
    low, high = (0.0, max(1.0, float(numbers.max()))) if values.measure == "rate" else _span(numbers)
    counts, bins = np.histogram(numbers, bins=_BINS, range=(low, high))
    return Histogram(tuple(map(float, bins)), tuple(map(int, counts)), edges)


def _span(numbers: npt.NDArray[np.float64]) -> tuple[float, float]:
    reach = float(np.abs(numbers).max()) or 0.01
    return -reach, reach
