"""How much two names resemble each other, and how probable it is that they mean one area."""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from rapidfuzz.distance import OSA

from ucjmap.matching.names import KEPT, Name, read_name, sound_of

#: A word in the names of this many areas is a known word: ``Jaya`` and ``Raya`` are two words, not one misspelled.
COMMON_WORD: Final = 20


@dataclass(frozen=True, slots=True)
class Likeness:
    """What was compared; ``strength`` (0 to 1) puts candidates in order."""

    spelling: float
    sound: float
    same_sound: bool
    abbreviated: bool
    part: bool
    contrast: bool
    number_clash: bool
    number_missing: bool
    strength: float

    @property
    def other_number(self) -> bool:
        """The same name with another numeral: certainly another area."""
        return self.number_clash and self.spelling >= 0.7


def compare_names(given: Name, known: Name, common: Mapping[str, int], parents: tuple[str, ...] = ()) -> Likeness:
    """Compare a name as given with one of the register.

    ``common`` counts the words of the register; ``parents`` are the words of the areas above, which some lists add
    to a name and others leave out (``Pasar II`` in the kecamatan Muara Enim is ``Pasar II Muara Enim``).
    """
    spelling = max(_alike(given.key, known.key), _alike(given.bare, known.bare))
    sound = _alike(given.sound, known.sound)
    same_sound = given.sound == known.sound
    abbreviated = _abbreviates(given.words, known.words)
    part, same_without_parents = _part(given.words, known.words, parents)
    contrast = not same_sound and _contrasts(given.words, known.words, common)
    clash = bool(given.numbers and known.numbers and given.numbers != known.numbers)
    missing = bool(given.numbers) != bool(known.numbers)
    strength = max(
        spelling, 0.96 * sound + 0.02 * same_sound, 0.93 * abbreviated, 0.97 * same_without_parents, 0.82 * part
    )
    return Likeness(
        spelling=spelling,
        sound=sound,
        same_sound=same_sound,
        abbreviated=abbreviated or same_without_parents,
        part=part and not same_without_parents,
        contrast=contrast,
        number_clash=clash,
        number_missing=missing,
        strength=max(0.0, strength - 0.12 * contrast - 0.08 * missing - 0.5 * clash),
    )


@lru_cache(maxsize=KEPT)
def _alike(one: str, other: str) -> float:
    return float(OSA.normalized_similarity(one, other))


def _shortens(short: str, long: str) -> bool:
    """``p`` or ``plbh`` for ``pelabuhan``: same first letter, the others in order, much shorter."""
    if not short or len(short) > 4 or len(long) < len(short) + 2 or short[0] != long[0]:
        return False
    letters = iter(long)
    return all(letter in letters for letter in short)


def _abbreviates(one: tuple[str, ...], other: tuple[str, ...]) -> bool:
    """Whether the names are equal word by word when abbreviations and acronyms are read as such."""
    return one != other and _align(one, other, short_words=0)


def _align(one: tuple[str, ...], other: tuple[str, ...], short_words: int) -> bool:
    if not one or not other:
        return not one and not other and short_words > 0
    first, second = one[0], other[0]
    if sound_of(first) == sound_of(second):
        return _align(one[1:], other[1:], short_words)
    if _shortens(first, second) or _shortens(second, first):
        return _align(one[1:], other[1:], short_words + 1)
    return _acronym(one, other, short_words) or _acronym(other, one, short_words)


def _acronym(one: tuple[str, ...], other: tuple[str, ...], short_words: int) -> bool:
    """``BTS Ulu`` for ``Bulang Tengah Suku Ulu``."""
    length = len(one[0])
    if not 2 <= length <= min(4, len(other)):
        return False
    initials = "".join(word[0] for word in other[:length])
    return initials == one[0] and _align(one[1:], other[length:], short_words + 1)


def _part(one: tuple[str, ...], other: tuple[str, ...], parents: tuple[str, ...]) -> tuple[bool, bool]:
    """Whether the words of one name are a part of the other's, and whether the rest only names the area above."""
    few, many = sorted((set(one), set(other)), key=len)
    if not few or few == many or not few < many:
        return False, False
    rest = many - few
    return True, bool(parents) and rest <= set(parents)


def _contrasts(one: tuple[str, ...], other: tuple[str, ...], common: Mapping[str, int]) -> bool:
    """Whether the names differ by a known word against another known word (``Lama`` and ``Baru``)."""
    if len(one) != len(other):
        return False
    pairs = [(first, second) for first, second in zip(one, other, strict=True) if first != second]
    return any(
        common[first] >= COMMON_WORD and common[second] >= COMMON_WORD and _alike(first, second) < 0.8
        for first, second in pairs
        if sound_of(first) != sound_of(second)
    )


@dataclass(frozen=True, slots=True)
class Evidence:
    """What speaks for the best candidate of a row: its own likeness, and what stands around it."""

    likeness: Likeness
    margin: float
    near: bool
    context: float
    known_elsewhere: bool
    length: int


def features(evidence: Evidence) -> tuple[float, ...]:
    """The numbers that the probability is computed from, in the order of ``_WEIGHTS``."""
    like = evidence.likeness
    return (
        1.0,
        max(like.spelling, 0.6),
        max(like.sound, 0.6),
        float(like.same_sound),
        min(evidence.margin, 0.3),
        float(evidence.near),
        evidence.context,
        float(like.contrast),
        float(like.part),
        float(like.abbreviated),
        float(like.number_missing),
        float(evidence.known_elsewhere),
        min(evidence.length, 16) / 16,
    )


_WEIGHTS: Final = (-20.15, 12.23, 8.87, -0.83, 11.47, 0.77, 6.27, -3.14, 1.54, 0.92, -0.74, -0.62, -3.32)


def probability(evidence: Evidence) -> float:
    """Probability that the best candidate is right.

    A logistic regression on ``features``, fitted by ``bench/matching.py --fit`` on misspelled register names of the
    whole country of which a part has no right answer in the register.
    """
    total = sum(weight * value for weight, value in zip(_WEIGHTS, features(evidence), strict=True))
    return 1.0 / (1.0 + math.exp(-max(-30.0, min(30.0, total))))


def words_of(*texts: str) -> tuple[str, ...]:
    """Words of several names together."""
    return tuple(word for text in texts for word in read_name(text).words)
