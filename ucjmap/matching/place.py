"""The place that a row names above its own area: where to look first, and where next."""

from dataclasses import dataclass
from typing import Final

import numpy as np
from rapidfuzz.distance import OSA
from rapidfuzz.process import cdist

from ucjmap.codes import LEVELS, Level, parent_of
from ucjmap.matching.likeness import compare_names
from ucjmap.matching.names import read_name
from ucjmap.matching.register import ANYWHERE, Register

#: A misspelled name stands for a parent only from this likeness on, and with this lead over the next one.
_PARENT_LIKENESS: Final = 0.8
_PARENT_MARGIN: Final = 0.08


@dataclass(frozen=True, slots=True)
class Place:
    """Scopes of a search: ``near`` is what the row says, ``far`` one step wider; ``unknown`` are names not found."""

    near: tuple[str, ...]
    far: tuple[str, ...]
    unknown: tuple[str, ...] = ()


class PlaceFinder:
    """Finds places by the names of the upper levels and remembers every answer."""

    def __init__(self, register: Register) -> None:
        self._register = register
        self._places: dict[tuple[str, ...], Place] = {}
        self._areas: dict[tuple[Level, str, tuple[str, ...]], tuple[str, ...]] = {}

    def place_of(self, uppers: tuple[str, ...]) -> Place:
        """The place for the names above a row's own level, province first, empty where missing."""
        if uppers not in self._places:
            self._places[uppers] = self._find_place(uppers)
        return self._places[uppers]

    def _find_place(self, uppers: tuple[str, ...]) -> Place:
        near: tuple[str, ...] = (ANYWHERE,)
        far: tuple[str, ...] = (ANYWHERE,)
        unknown: list[str] = []
        for level, text in zip(LEVELS, uppers, strict=False):
            if not text:
                continue
            areas = self.areas_of(level, text, near)
            if not areas:
                unknown.append(text)
                continue
            far = _above(areas)
            near = areas
        if unknown and near == (ANYWHERE,):
            far = near
        return Place(near, far, tuple(unknown))

    def areas_of(self, level: Level, text: str, scopes: tuple[str, ...]) -> tuple[str, ...]:
        """Areas of ``level`` that ``text`` can mean: in ``scopes`` if possible, elsewhere only by its exact name."""
        key = (level, text, scopes)
        if key not in self._areas:
            self._areas[key] = self._find_areas(*key)
        return self._areas[key]

    def _find_areas(self, level: Level, text: str, scopes: tuple[str, ...]) -> tuple[str, ...]:
        register = self._register
        exact = register.exact(level, text, scopes)
        if exact:
            return tuple(exact)
        alias = register.alias(level, text, scopes)
        if alias is not None:
            return (alias,)
        guess = self._most_alike(level, text, scopes)
        if guess is not None:
            return (guess,)
        wider = tuple(sorted({parent_of(scope) if "." in scope else ANYWHERE for scope in scopes}))
        elsewhere = register.exact(level, text, wider)
        return tuple(elsewhere) if len(elsewhere) == 1 else ()

    def _most_alike(self, level: Level, text: str, scopes: tuple[str, ...]) -> str | None:
        register = self._register
        codes = [code for scope in scopes for code in register.under(scope, level)]
        if not codes:
            return None
        given = read_name(text)
        knowns = [read_name(register.names[code]) for code in codes]
        rough = cdist([given.bare], [known.bare for known in knowns], scorer=OSA.normalized_similarity)[0]
        best = np.argsort(-rough, kind="stable")[:30]
        likes = sorted(
            ((compare_names(given, knowns[index], register.word_counts), codes[index]) for index in best),
            key=lambda pair: (-pair[0].strength, pair[1]),
        )
        like, code = likes[0]
        runner_up = likes[1][0].strength if len(likes) > 1 else 0.0
        wrong_kind = level == "adm2" and given.kind and (given.kind == "kota") != (register.kinds[code] == "kota")
        clear = like.strength >= _PARENT_LIKENESS and like.strength - runner_up >= _PARENT_MARGIN
        return code if clear and not (wrong_kind or like.contrast or like.number_clash) else None


def _above(areas: tuple[str, ...]) -> tuple[str, ...]:
    """The areas one level up."""
    return tuple(sorted({parent_of(area) if "." in area else ANYWHERE for area in areas}))
