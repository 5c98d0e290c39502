"""The target in force and the gap to it: both rules are written here and nowhere else. Never touches disk or store.

The target in force for an area, an indicator and a year is that of the area itself, else that of the nearest area above
it that has one: of that area's targets the one of the year, else of the first year after. Where issuers differ, the
highest rate is taken (the lowest where less is better), so that a gap is never made to look smaller. Only comparable
targets count.

A target that a visitor chose by its key is the target of that year and issuer of the nearest area, from the area itself
upwards, that has one; where there is none, or it is not comparable, there is no gap. Targets are for all segments
together: a segment has no gap.

The gap in points is the target rate less the rate (the rate less the target where less is better: above 0 the target
is not reached, whichever way is good). The gap in people is what the numerator lacks to the target rate of
the denominator, rounded up and never below 0. A gap is given at every level, the desa included. Example: a desa of 100
workers, 30 of them registered, has a target of 80 % of its own inside a kabupaten with 50 %: it lacks 50 people, on
every map.
"""

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from ucjmap.indicators.hierarchy import Floats, Hierarchy, Places


@dataclass(frozen=True)
class Target:
    """The rate that an issuer set for an area to reach by the end of a year.

    ``comparable`` is false where the rate has another denominator than the counts: it is shown, and no gap is ever
    measured to it. ``sign`` is -1 where less is better (``Indicator.sign``).
    """

    unit_code: str
    indicator: str
    year: int
    issuer: str
    rate: float
    comparable: bool = True
    source: str = ""
    sign: int = 1

    @property
    def key(self) -> str:
        """``YEAR@ISSUER``: the name by which an address chooses it, for whichever area has one."""
        return f"{self.year}@{self.issuer}"


@dataclass(frozen=True)
class Gap:
    """Distance to ``target``: ``points`` as a fraction (0.20 is 20 points, below 0 is above it), ``people`` missing."""

    target: Target
    points: float
    people: int


@dataclass(frozen=True)
class TargetsInForce:
    """The targets in force for all areas of a hierarchy, for one indicator and year, or of one key.

    ``numbers`` has one number an area, in the order of the hierarchy: which of ``targets`` is in force; -1: none.
    """

    targets: tuple[Target, ...]
    numbers: Places

    def at(self, place: int) -> Target | None:
        """The target of one area.

        Parameters
        ----------
        place
            Position of the area in the hierarchy; -1 is the country.

        Returns
        -------
        Target or None
            None where none is in force or nothing can be compared with it.
        """
        number = int(self.numbers[place])
        return self.targets[number] if number >= 0 else None

    def of(self, places: Places) -> npt.NDArray[np.object_]:
        """The target of each of some areas; areas share the few objects.

        Parameters
        ----------
        places
            Positions of the areas in the hierarchy.

        Returns
        -------
        numpy.ndarray
            ``Target`` objects in the order of ``places``, None without one.
        """
        return np.array([*self.targets, None], dtype=object)[self.numbers[places]]

    def rates(self, places: Places) -> Floats:
        """The target rate of each of some areas.

        Parameters
        ----------
        places
            As for ``of``.

        Returns
        -------
        numpy.ndarray
            Fractions in the order of ``places``, NaN without a target.
        """
        rates: Floats = np.array([*(target.rate for target in self.targets), np.nan])[self.numbers[places]]
        return rates

    @property
    def sign(self) -> int:
        """-1 where less is better; all are of one indicator."""
        return self.targets[0].sign if self.targets else 1

    def among(self, places: Places) -> tuple[Target, ...]:
        """The targets that are in force for any of some areas, each once.

        Parameters
        ----------
        places
            Positions of the areas in the hierarchy.
        """
        return tuple(self.targets[number] for number in np.unique(self.numbers[places]).tolist() if number >= 0)


def target_year(date: str | None) -> int | None:
    """The year whose targets figures of a date are measured to.

    Parameters
    ----------
    date
        ISO date; None or an empty text where nothing was counted.

    Returns
    -------
    int | None
        None without a date: then no target is in force by rule.
    """
    return int(date[:4]) if date else None


def find_in_force(
    targets: Iterable[Target], hierarchy: Hierarchy, *, year: int | None, key: str | None = None
) -> TargetsInForce:
    """The targets in force for all areas in a year, or those of one name.

    Parameters
    ----------
    targets
        All targets of one indicator, those that are not comparable too.
    hierarchy
        The areas; a target of an area that is not in it is left out.
    year
        The year of the figures; None where nothing was counted: then only a ``key`` finds anything.
    key
        ``YEAR@ISSUER`` that a visitor chose, whatever ``year`` is; None leaves it to the rule. A text of another form
        is the name of no target.

    Returns
    -------
    TargetsInForce
        In the order of the hierarchy. A target with which nothing can be compared is in force for no area.
    """
    by_area: dict[str, list[Target]] = {}
    for target in targets:
        by_area.setdefault(target.unit_code, []).append(target)
    own = [own_target for area in by_area.values() if (own_target := _choose_own(area, year, key))]
    places = hierarchy.index.get_indexer([target.unit_code for target in own])
    numbers = np.full(len(hierarchy.index), -1, dtype=np.intp)
    numbers[places[places >= 0]] = np.flatnonzero(places >= 0)
    hierarchy.hand_down(numbers)
    # A target that a visitor chose hides those above it even where it is not comparable.
    is_comparable = np.array([*(target.comparable for target in own), False], dtype=bool)
    return TargetsInForce(tuple(own), np.where(is_comparable[numbers], numbers, -1))


def _choose_own(targets: Iterable[Target], year: int | None, key: str | None) -> Target | None:
    """The target that an area's own ones give by the rule; None leaves it to the area above."""
    if key is not None:
        return next((target for target in targets if target.key == key), None)
    ahead = [target for target in targets if target.comparable and year is not None and target.year >= year]
    return min(ahead, key=lambda target: (target.year, -target.sign * target.rate, target.issuer), default=None)


def measure_gaps(
    rates: npt.ArrayLike, numerators: npt.ArrayLike, denominators: npt.ArrayLike, *, sign: int = 1
) -> tuple[Floats, Floats]:
    """Gaps in points and in people of counts to target rates, by the rule of this module.

    Parameters
    ----------
    rates
        Target rates as fractions, NaN without a target.
    numerators, denominators
        Counts, NaN without data; the three broadcast.
    sign
        -1 where less is better.

    Returns
    -------
    tuple of numpy.ndarray
        Points as fractions (below 0: the target is surpassed), and whole people, 0 where it is reached. NaN without
        data, without target, or with a denominator of 0.
    """
    rate, numerator, denominator = (np.asarray(values, dtype=float) for values in (rates, numerators, denominators))
    denominator = np.where(np.isfinite(denominator) & (denominator > 0), denominator, np.nan)
    # Floats: the difference of two rates just misses a limit, the product of a rate and a count a whole number.
    points = np.round(sign * (rate - numerator / denominator), 12)
    people = np.ceil(np.round(sign * (rate * denominator - numerator), 6)) + 0.0  # no zero with a minus sign
    return points, np.maximum(people, 0.0)


def measure_gap(target: Target, numerator: float, denominator: float) -> Gap | None:
    """Gap of counts to a target; None without data or where nothing can be compared with it.

    Parameters
    ----------
    target
        The target in force for the area.
    numerator, denominator
        Its counts, NaN without data.
    """
    points, people = measure_gaps(target.rate, numerator, denominator, sign=target.sign)
    return Gap(target, float(points), int(people)) if target.comparable and np.isfinite(points) else None
