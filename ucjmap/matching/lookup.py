"""Candidates for one name in a place: by its exact name, by a confirmed alias, by likeness."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Final, Literal

import numpy as np
from numpy.typing import NDArray
from rapidfuzz.distance import OSA
from rapidfuzz.process import cdist

from ucjmap.codes import ALL_LEVELS, LEVELS, Level, depth_of, lies_in, parent_of
from ucjmap.matching.likeness import Evidence, Likeness, compare_names, probability, words_of
from ucjmap.matching.names import Name, name_parts, read_name, without_brackets
from ucjmap.matching.place import Place
from ucjmap.matching.register import ANYWHERE, Register

Method = Literal["code", "code_repaired", "bps_code", "exact", "alias", "fuzzy", "none"]

#: From here a match is made without asking; from ``LIKELY`` it is proposed.
SURE: Final = 0.95
LIKELY: Final = 0.25

#: How sure an exact name is, by where it was found: a little below the shares that ``bench/matching.py`` measures (99.8
#: % in the place itself), and below ``SURE`` wherever the place contradicts the name.
_EXACT_NEAR: Final = 0.995
_EXACT_WIDE: Final = 0.96
_EXACT_FAR: Final = 0.965
#: Far, but other rows of the group went to that parent too; still below a name in its own place.
_EXACT_FAR_WITH_OTHERS: Final = 0.979
_EXACT_OTHER_REGENCY: Final = 0.7
_EXACT_RIVALLED: Final = 0.6

#: Left to a person, however alike the names: a numeral on one side only (``Pasar Prabumulih``, ``Pasar Prabumulih
#: II``), a kota under the name of a kabupaten, a text of two names that are two areas.
_ASKED: Final = 0.9

_ROUGH_CANDIDATES: Final = 5
_ROUGH_CUTOFF: Final = 0.55
#: In a place of more areas than this, those beside an exact name say nothing.
_MOST_NEIGHBOURS: Final = 500
_NEIGHBOUR: Final = 0.3
#: From this likeness on, a name may be the one that is meant.
_RIVAL: Final = 0.75


@dataclass(frozen=True, slots=True)
class Finding:
    """What one distinct name in its place means; candidates are codes, best first.

    ``elsewhere``: the first of them lies in another kecamatan than the row states.
    """

    method: Method
    score: float
    candidates: tuple[str, ...]
    reason: str
    evidence: Evidence | None = None
    elsewhere: bool = False

    @property
    def sure(self) -> bool:
        """Whether the first candidate is taken without asking."""
        return not self.reason and self.score >= SURE


NOT_FOUND: Final = Finding("none", 0.0, (), "no_such_name")


def find_exact(register: Register, level: Level, text: str, place: Place) -> Finding | None:
    """The area that carries the name ``text`` in ``place``; homonyms are a finding without a choice."""
    for variant in dict.fromkeys((text, without_brackets(text))):
        areas = register.exact(level, variant, place.near)
        if len(areas) == 1:
            return Finding("exact", _certainty(level, place), tuple(areas), "")
        if areas and level == "adm2":
            # A kabupaten and a kota of one name: an older name of one of them does not choose between the two.
            return Finding("exact", 1.0 / len(areas), tuple(areas[:3]), "homonym")
        alias = register.alias(level, variant, place.near)
        if alias is not None:
            return Finding("alias", _EXACT_NEAR, (alias,), "")
        if areas:
            return Finding("exact", 1.0 / len(areas), tuple(areas[:3]), "homonym")
    return None


def find_far(register: Register, level: Level, text: str, place: Place) -> Finding | None:
    """The area of that name one step further out, for a parent that is wrong, renamed or newer than the text."""
    if place.far == place.near:
        return None
    areas = register.exact(level, text, place.far)
    if len(areas) == 1:
        own_regency = all(ALL_LEVELS[depth_of(scope)] == "adm2" for scope in place.far)
        if level == "adm4" and own_regency:
            return Finding("exact", _EXACT_FAR, tuple(areas), "")
        return Finding("exact", _EXACT_OTHER_REGENCY, tuple(areas), "found_elsewhere")
    return Finding("exact", 1.0 / len(areas), tuple(areas[:3]), "homonym") if areas else None


def _certainty(level: Level, place: Place) -> float:
    """A name is surer the nearer its parent is known: a desa by its name alone can be one that is not registered."""
    if level in ("adm1", "adm2"):
        return _EXACT_NEAR
    depth = min(map(depth_of, place.near))
    return _EXACT_NEAR if depth >= LEVELS.index(level) else 0.985 if depth == 2 else _EXACT_WIDE


class FuzzyFinder:
    """Finds areas by likeness. Areas that other rows name exactly (``taken``) are ruled out."""

    def __init__(self, register: Register, level: Level, taken: set[str]) -> None:
        self._register = register
        self._level = level
        self._taken = taken
        self._pools: dict[tuple[str, ...], tuple[list[str], list[Name]]] = {}

    def find(self, texts: list[str], place: Place, contexts: list[Counter[str]]) -> list[Finding]:
        """Findings for several names of one place; ``contexts`` count where the other rows of the group went."""
        codes, names = self._pool(place)
        if not codes:
            return [NOT_FOUND for _ in texts]
        given = [read_name(text) for text in texts]
        rough = np.maximum(
            _similarities([name.key for name in given], [name.key for name in names], _ROUGH_CUTOFF),
            _similarities([name.sound for name in given], [name.sound for name in names], _ROUGH_CUTOFF),
        )
        near = np.array([any(lies_in(code, scope) for scope in place.near) for code in codes])
        near_indexes = np.flatnonzero(near) if near.sum() <= 40 else np.array([], dtype=int)
        findings = []
        for row, (text, context) in enumerate(zip(texts, contexts, strict=True)):
            best = np.argsort(-rough[row], kind="stable")[:_ROUGH_CANDIDATES]
            chosen = np.union1d(best[rough[row][best] >= _ROUGH_CUTOFF], near_indexes)
            scored = [self._compare(text, codes[i], names[i], bool(near[i]), context) for i in chosen]
            findings.append(self._judge(text, scored, place))
        return findings

    def runners_up(self, texts: list[str], findings: list[Finding], place: Place) -> list[Finding]:
        """Exact findings, with the most similar neighbours as second and third candidates."""
        scopes = place.near
        codes = [code for scope in scopes for code in self._register.under(scope, self._level)]
        if len(codes) > _MOST_NEIGHBOURS:
            return findings
        rough = _similarities(
            [read_name(text).key for text in texts], [self._name(code).key for code in codes], _NEIGHBOUR
        )
        order = np.argsort(-rough, axis=1, kind="stable")[:, :3]
        return [
            replace(finding, candidates=_merge(finding.candidates, (codes[i] for i in best if row[i] > 0)))
            for finding, best, row in zip(findings, order, rough, strict=True)
        ]

    def _name(self, code: str) -> Name:
        return read_name(self._register.names[code])

    def _pool(self, place: Place) -> tuple[list[str], list[Name]]:
        scopes = place.far if place.far != (ANYWHERE,) else place.near
        if scopes not in self._pools:
            codes = [code for scope in scopes for code in self._register.under(scope, self._level)]
            self._pools[scopes] = codes, [self._name(code) for code in codes]
        return self._pools[scopes]

    def _compare(self, text: str, code: str, known: Name, near: bool, context: Counter[str]) -> "_Scored":
        parent = parent_of(code)
        uppers = [self._register.names[area] for area in (parent, parent_of(parent)) if area in self._register.names]
        parents = words_of(*uppers)
        variants = [text, *(name_parts(text) if "/" in text or "(" in text else [])]
        likes = [compare_names(read_name(variant), known, self._register.word_counts, parents) for variant in variants]
        like = max(likes, key=lambda one: one.strength)
        share = context[parent] / context.total() if context else float(near)  # no other row: no evidence
        rank = like.strength + 0.1 * near + 0.08 * share
        return _Scored(code, like, near, share, rank - 0.3 * (code in self._taken))

    def _judge(self, text: str, scored: list["_Scored"], place: Place) -> Finding:
        ordered = sorted(scored, key=lambda one: (-one.rank, one.code))
        if not ordered:
            return NOT_FOUND
        candidates = tuple(one.code for one in ordered[:3])
        free = [one for one in ordered if one.code not in self._taken]
        if not free:
            return Finding("none", 0.0, candidates, "no_such_name")
        best = free[0]
        margin = best.rank - free[1].rank if len(free) > 1 else 0.3
        name = read_name(text)
        evidence = Evidence(
            likeness=best.like,
            margin=margin,
            near=best.near,
            context=best.context,
            known_elsewhere=name.key in self._register.by_key[self._level],
            length=len(name.key),
        )
        score = 0.0 if best.like.number_clash else probability(evidence)
        several = self._named_by_parts(text, place)
        if best.like.number_missing or len(several) > 1 or self._is_other_kind(name.kind, best.code):
            score = min(score, _ASKED)
        candidates = tuple(dict.fromkeys((*several, *candidates))) if len(several) > 1 else candidates
        if score < LIKELY:
            reason = "number_differs" if any(one.like.other_number for one in scored) else "no_such_name"
            reason = "parent_unknown" if place.unknown else reason
            return Finding("none", score, _first(best.code, candidates), reason, evidence)
        reason = "" if score >= SURE else "name_differs"
        return Finding("fuzzy", score, _first(best.code, candidates), reason, evidence)

    def _named_by_parts(self, text: str, place: Place) -> tuple[str, ...]:
        """The areas in the place that the parts of a text such as ``Bolo / Leu`` name exactly."""
        parts = name_parts(text)
        codes = [code for part in parts for code in self._register.exact(self._level, part, place.near)]
        return tuple(dict.fromkeys(codes)) if len(parts) > 1 else ()

    def _is_other_kind(self, kind: str, code: str) -> bool:
        known = self._register.kinds[code] == "kota"
        return self._level == "adm2" and kind in ("kabupaten", "kota") and (kind == "kota") != known


@dataclass(frozen=True, slots=True)
class _Scored:
    code: str
    like: Likeness
    near: bool
    context: float
    rank: float


def _similarities(given: list[str], known: list[str], cutoff: float) -> NDArray[np.float32]:
    return np.asarray(cdist(given, known, scorer=OSA.normalized_similarity, score_cutoff=cutoff))


def _first(code: str, candidates: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys((code, *candidates)))[:3]


def find_rival(register: Register, level: Level, text: str, place: Place) -> str | None:
    """Of the areas in the place that a row states, the one whose name is most like ``text``; None where none is."""
    given = read_name(text)
    likes = [
        (compare_names(given, read_name(register.names[code]), register.word_counts), code)
        for scope in place.near
        for code in register.under(scope, level)
    ]
    alike = [(like.strength, code) for like, code in likes if like.strength >= _RIVAL and not like.number_clash]
    return max(alike, key=lambda pair: (pair[0], pair[1]))[1] if alike else None


def weigh_far(far: Finding, fuzzy: Finding, context: Counter[str], rival: str | None) -> Finding:
    """Choose between the exact name elsewhere and a similar name here.

    The place that a row states is a witness: it is overruled only where other rows of the group went elsewhere too and
    nothing here has a similar name (``rival``), and the row then says so. Otherwise a person is asked.
    """
    if far.reason == "homonym":
        return replace(far, candidates=_merge(far.candidates[:2], fuzzy.candidates))
    other = fuzzy.candidates[:1] != far.candidates[:1]
    if far.reason and other and fuzzy.score >= far.score:
        return replace(fuzzy, candidates=_merge(fuzzy.candidates[:2], far.candidates))
    here = rival is not None or (other and fuzzy.score >= 0.5)
    supported = context[parent_of(far.candidates[0])] > 0
    candidates = _merge([rival] if rival else [], _merge(far.candidates, fuzzy.candidates))
    if far.reason:
        return replace(far, candidates=_merge(far.candidates, fuzzy.candidates))
    if here or not supported:
        return Finding("exact", _EXACT_RIVALLED if here else _ASKED, candidates, "found_elsewhere")
    return replace(far, score=_EXACT_FAR_WITH_OTHERS, candidates=candidates, elsewhere=True)


def _merge(first: Iterable[str], then: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys((*first, *then)))[:3]
