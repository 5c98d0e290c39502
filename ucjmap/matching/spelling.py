"""Which areas have the word that was meant, though it was typed with slips."""

from dataclasses import dataclass
from typing import Self

import numpy as np
import numpy.typing as npt
import pandas as pd
from rapidfuzz import process
from rapidfuzz.distance import OSA

Floats = npt.NDArray[np.float32]
Integers = npt.NDArray[np.int64]

#: (6, 2): a word of six letters or more may have two wrong, missing, surplus or swapped ones.
_SLIPS = ((6, 2), (4, 1))
#: From this length on the word typed may also be the beginning of a longer one, with a slip: people stop typing early.
_BEGINNING = 6
_UNFINISHED = 0.5


@dataclass(frozen=True)
class WordIndex:
    """Every word of every area, each once in ``words``.

    Pair ``i`` is one word (``word_of[i]``) of one area; the pairs of an area lie beside each other from ``starts`` on.
    ``is_own`` are the words of the area's name, ``is_named`` those and the words of its other names; the rest are of
    the areas above it.
    """

    words: list[str]
    word_of: npt.NDArray[np.int32]
    starts: Integers
    is_own: npt.NDArray[np.bool_]
    is_named: npt.NDArray[np.bool_]

    @classmethod
    def of(cls, texts: pd.Series, *, own: Integers, named: Integers) -> Self:
        """Index of ``texts``; the first ``own`` and ``named`` words of each, which has one at least, are its names."""
        split = texts.str.split().tolist()
        counts = np.array([len(words) for words in split])
        starts = np.concatenate([[0], np.cumsum(counts)[:-1]])
        word_of, words = pd.factorize(np.array([word for line in split for word in line], dtype=object))
        place = np.arange(len(word_of)) - np.repeat(starts, counts)
        is_own, is_named = (place < np.repeat(first, counts) for first in (own, named))
        return cls(list(words), word_of.astype(np.int32), starts, is_own, is_named)

    def slips(self, typed: str) -> tuple[Floats, npt.NDArray[np.bool_], npt.NDArray[np.bool_]]:
        """Of each area, the fewest slips that make ``typed`` one of its words; whether of a name, whether of its own.

        A word that begins with ``typed`` costs nothing; infinite where no word is near enough.
        """
        of_pair = self._slips_of_words(typed)[self.word_of]
        is_near = np.isfinite(of_pair)
        in_names, in_own = (
            np.logical_or.reduceat(is_near & wanted, self.starts) for wanted in (self.is_named, self.is_own)
        )
        return np.minimum.reduceat(of_pair, self.starts), in_names, in_own

    def _slips_of_words(self, typed: str) -> Floats:
        most = next((slips for length, slips in _SLIPS if len(typed) >= length and typed.isalpha()), 0)
        fewest = _distances(typed, self.words, most)
        if len(typed) >= _BEGINNING:
            beginnings = [word[: len(typed)] for word in self.words]
            fewest = np.minimum(fewest, _distances(typed, beginnings, 1) + np.float32(_UNFINISHED))
        begins = np.fromiter((word.startswith(typed) for word in self.words), dtype=bool, count=len(self.words))
        return np.where(begins, np.float32(0), fewest)


def _distances(typed: str, words: list[str], most: int) -> Floats:
    """Slips between ``typed`` and each word; infinite where there are more than ``most``."""
    distances = process.cdist([typed], words, scorer=OSA.distance, score_cutoff=most, dtype=np.float32)[0]
    return np.where(distances <= most, distances, np.float32(np.inf))
