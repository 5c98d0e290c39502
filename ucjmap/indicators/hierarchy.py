"""Areas and what they add up to: sums, sets and dates carried from the desa up, and numbers handed down.

Never touches disk or store.
"""

from dataclasses import dataclass
from typing import Any, Final, Self

import numpy as np
import numpy.typing as npt
import pandas as pd

from ucjmap.codes import COUNTRY, LEVELS

Floats = npt.NDArray[np.float64]
Places = npt.NDArray[np.intp]

#: Keys that fit into one number, a bit each.
_WORD: Final = 64


@dataclass(frozen=True)
class KeySets:
    """The set of keys behind each area: ``numbers`` has its position in ``sets`` for every area.

    A set is a tuple of keys in their order, empty where an area has no data; areas with equal sets share one.
    """

    numbers: Places
    sets: tuple[tuple[int, ...], ...]

    def join(self, other: Self) -> Self:
        """The keys of either, for every area.

        Parameters
        ----------
        other
            Sets of the same areas in the same order.

        Returns
        -------
        KeySets
            Keys rising in each set, each once.
        """
        pairs, numbers = np.unique(self.numbers * len(other.sets) + other.numbers, return_inverse=True)
        ends = (divmod(pair, len(other.sets)) for pair in pairs.tolist())
        return type(self)(numbers, tuple(tuple(sorted({*self.sets[a], *other.sets[b]})) for a, b in ends))


@dataclass(frozen=True)
class Hierarchy:
    """Areas by position, the country last, and what each adds up to; built once for many roll-ups of the same areas.

    ``steps`` has a pair for each level from the desa up: positions of areas, sorted by their parents, and the
    positions of the parents, one each.
    """

    index: pd.Index
    is_desa: npt.NDArray[np.bool_]
    kinds: pd.Series
    steps: tuple[tuple[Places, Places], ...]

    @classmethod
    def of(cls, areas: pd.DataFrame) -> Self:
        """The hierarchy of some areas and of the country above them.

        Parameters
        ----------
        areas
            One row is one area: code, level, parent_code, kind. Parents are among them; an area whose parent
            is missing adds to no sum.

        Returns
        -------
        Hierarchy
            Areas in the order of the rows, the country after them.
        """
        index = pd.Index([*areas["code"], COUNTRY], dtype=object)
        above = index.get_indexer(areas["parent_code"].to_numpy(dtype=object))
        levels = areas["level"].to_numpy(dtype=object)
        steps = []
        for level in reversed(LEVELS):
            children = np.flatnonzero((levels == level) & (above >= 0))
            children = children[np.argsort(above[children], kind="stable")]
            steps.append((children, above[children]))
        return cls(index, np.append(levels == LEVELS[-1], False), areas["kind"], tuple(steps))

    def desa(self, applies_to: tuple[str, ...], has_own: npt.NDArray[np.bool_]) -> npt.NDArray[np.bool_]:
        """Which areas are desa that an indicator is about: by their kind, or because they have a count (``has_own``).

        Parameters
        ----------
        applies_to
            Kinds of desa that the indicator is about; empty: all.
        has_own
            Whether an area has a count of its own; the last axis is the area, axes before it (dates) are independent.

        Returns
        -------
        numpy.ndarray
            Of the shape of ``has_own``, perhaps read-only.
        """
        if not applies_to:
            return np.broadcast_to(self.is_desa, has_own.shape)
        applies = np.append(self.kinds.isin(applies_to).to_numpy(), False)
        return self.is_desa & (applies | has_own)

    def counting_areas(self, has_own: npt.NDArray[np.bool_]) -> npt.NDArray[np.bool_]:
        """Areas whose own count is part of the sums: they have one, and nothing below them has.

        Parameters
        ----------
        has_own
            Whether an area has a count of its own; the last axis is the area, axes before it (dates) are independent.

        Returns
        -------
        numpy.ndarray
            Of the shape of ``has_own``.
        """
        has_data, stands_aside = has_own.copy(), np.zeros_like(has_own)
        for children, parents in self.steps:
            firsts, groups = _groups(parents)
            if len(firsts):
                below = np.logical_or.reduceat(has_data[..., children], firsts, axis=-1)
                stands_aside[..., groups] |= below
                has_data[..., groups] |= below
        return has_own & ~stands_aside

    def trace_keys(self, places: Places, keys: npt.NDArray[np.integer[Any]]) -> "KeySets":
        """Which keys stand behind the sum of every area, such as the imports that its counts came with.

        A count that is not part of the sum adds no key either.

        Parameters
        ----------
        places
            Positions of the areas that have a count of their own, each once.
        keys
            The key of each of these counts.
        """
        has_own = np.zeros(len(self.index), dtype=bool)
        has_own[places] = True
        is_counting = self.counting_areas(has_own)[places]
        distinct, numbers = np.unique(keys[is_counting], return_inverse=True)
        bits = np.zeros((max(1, -(-len(distinct) // _WORD)), len(self.index)), dtype=np.uint64)
        own = np.left_shift(np.uint64(1), (numbers % _WORD).astype(np.uint64))
        bits[numbers // _WORD, places[is_counting]] = own
        for children, parents in self.steps:
            firsts, groups = _groups(parents)
            if len(firsts):
                bits[..., groups] |= np.bitwise_or.reduceat(bits[..., children], firsts, axis=-1)
        patterns, set_numbers = _number_columns(bits)
        masks = np.unpackbits(patterns.T.copy().view(np.uint8), axis=1, bitorder="little", count=len(distinct))
        return KeySets(set_numbers, tuple(tuple(distinct[mask > 0].tolist()) for mask in masks))

    def add_counts(self, counts: Floats) -> None:
        """Replace the counts of every area that has data below it by their sum.

        Parameters
        ----------
        counts
            Numerators and denominators (first axis), NaN without data; the last axis is the area, axes in between
            (dates) are independent. Changed in place. Whether an area has data is read from the numerators alone.
        """
        for children, parents in self.steps:
            firsts, groups = _groups(parents)
            if not len(firsts):
                continue
            below = counts[..., children]
            known = np.isfinite(below[:1])
            has_data = np.logical_or.reduceat(known, firsts, axis=-1)
            sums = np.add.reduceat(np.where(known, below, 0.0), firsts, axis=-1)
            counts[..., groups] = np.where(has_data, sums, counts[..., groups])

    def add_numbers(self, numbers: npt.NDArray[np.int64]) -> None:
        """Add the numbers of every area to those of the area above, level by level up to the country.

        Parameters
        ----------
        numbers
            The last axis is the area, axes before it are independent. Changed in place; 0 where there is nothing to
            add.
        """
        for children, parents in self.steps:
            firsts, groups = _groups(parents)
            if len(firsts):
                numbers[..., groups] += np.add.reduceat(numbers[..., children], firsts, axis=-1)

    def spread_dates(
        self, oldest: npt.NDArray[np.int64], newest: npt.NDArray[np.int64], has_data: npt.NDArray[np.bool_]
    ) -> None:
        """Give every area that has data below it the first and the last of the dates there.

        Parameters
        ----------
        oldest, newest
            One number an area, in the order of time: the date of its own count. Changed in place; an area without data
            below it keeps what it has.
        has_data
            Which areas have data, their own or below them.
        """
        for children, parents in self.steps:
            known = has_data[children]
            children, parents = children[known], parents[known]
            firsts, groups = _groups(parents)
            if len(firsts):
                # The dates of a sum are those of its parts; a count of the area itself is not in the sum.
                oldest[groups] = np.minimum.reduceat(oldest[children], firsts)
                newest[groups] = np.maximum.reduceat(newest[children], firsts)

    def hand_down(self, numbers: Places) -> None:
        """Give every area without a number that of the nearest area above it that has one.

        Parameters
        ----------
        numbers
            One number an area, -1 for none. Changed in place; -1 stays where nothing above has one either.
        """
        for children, parents in reversed(self.steps):
            numbers[children] = np.where(numbers[children] >= 0, numbers[children], numbers[parents])
        numbers[numbers < 0] = numbers[-1]  # an area whose parent is not known lies in the country all the same


def _number_columns(bits: npt.NDArray[np.uint64]) -> tuple[npt.NDArray[np.uint64], Places]:
    """The distinct columns, and for each column its position among them."""
    numbers = np.zeros(bits.shape[1], dtype=np.intp)
    for word in bits:
        _, own = np.unique(word, return_inverse=True)
        _, firsts, numbers = np.unique(numbers * bits.shape[1] + own, return_index=True, return_inverse=True)
    return bits[:, firsts], numbers


def _groups(parents: Places) -> tuple[Places, Places]:
    """Where the children of each parent begin, and the parents, each once."""
    firsts = np.flatnonzero(np.diff(parents, prepend=-1))
    return firsts, parents[firsts]
