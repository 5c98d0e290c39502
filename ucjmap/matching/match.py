"""Rows of an office's file, each given its area, up to three candidates, or the reason why there is none."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Final

import pandas as pd

from ucjmap.codes import BPS_PREFIX, LEVELS, PLACE_COLUMNS, Level, System, ancestors_of, level_of, parent_of
from ucjmap.matching.code_check import CodeColumn, combine
from ucjmap.matching.code_repair import repair_code
from ucjmap.matching.lookup import LIKELY, Finding, FuzzyFinder, find_exact, find_far, find_rival, weigh_far
from ucjmap.matching.place import Place, PlaceFinder
from ucjmap.matching.register import Register
from ucjmap.schema import Progress, no_progress

NAME_COLUMNS: Final = tuple(PLACE_COLUMNS.values())
MATCH_COLUMNS: Final = ("status", "method", "score", "code", "candidates", "reason", "repairs")

#: Four texts, province first, empty where missing.
Texts = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Named:
    """One distinct row of names: its own level and text, the names above, the place they mean."""

    level: Level
    text: str
    uppers: Texts
    place: Place


def match_rows(
    rows: pd.DataFrame, register: Register, *, issuer: System | None = None, progress: Progress = no_progress
) -> pd.DataFrame:
    """Find the area of every row; one row of the result is one row of ``rows``, with the same index.

    Parameters
    ----------
    rows
        Any of the columns province, regency, district, village, code, in any order. The finest filled name says
        the level of the row.
    register
        The areas to match with.
    issuer
        Whose codes these are, where their heading says it.
    progress
        Called between the steps.

    Returns
    -------
    pandas.DataFrame
        ``status`` (matched, proposed, refused), ``method``, ``score`` (probability of being right), ``code`` (only
        if matched), ``candidates`` (up to three codes, best first), ``reason``, ``repairs``. The result does not
        depend on the order of rows or columns; rows with equal texts have equal results.
    """
    codes = rows["code"].tolist() if "code" in rows.columns else [None] * len(rows)
    progress(0, 3, "names")
    texts = [_with_place_of_code(text, cell, register) for text, cell in zip(_texts_of(rows), codes, strict=True)]
    by_names = match_names(set(texts), register)
    progress(1, 3, "codes")
    column = CodeColumn(issuer) if issuer else CodeColumn.judge(codes, [by_names[text] for text in texts], register)
    progress(2, 3, "results")
    known: dict[tuple[str, Texts], dict[str, object]] = {}
    results = []
    for cell, text in zip(codes, texts, strict=True):
        key = (f"{type(cell).__name__}:{cell}", text)
        if key not in known:
            known[key] = combine(cell, text, by_names[text], column, register)
        results.append(known[key])
    progress(3, 3, "results")
    return pd.DataFrame(results, index=rows.index, columns=list(MATCH_COLUMNS))


def _texts_of(rows: pd.DataFrame) -> list[Texts]:
    blank = [""] * len(rows)
    columns = [_clean(rows[column]) if column in rows.columns else blank for column in NAME_COLUMNS]
    return list(zip(*columns, strict=True))


def _clean(column: "pd.Series[str]") -> list[str]:
    return ["" if pd.isna(text) else " ".join(str(text).split()) for text in column.tolist()]


def _with_place_of_code(texts: Texts, cell: object, register: Register) -> Texts:
    """Names filled in from the code of an area above, as in a list of desa that has the code of their kecamatan."""
    depth = max((index for index, text in enumerate(texts) if text), default=0)
    if depth == 0 or all(texts[:depth]) or cell is None:
        return texts
    code = repair_code(cell, register).code
    # What lies above an area that only BPS knows does not follow from its code.
    if code is None or code.startswith(BPS_PREFIX) or LEVELS.index(level_of(code)) >= depth:
        return texts
    chain = [*ancestors_of(code)[1:], code]
    names = [register.names.get(area, "") for area in chain] + [""] * len(texts)
    return tuple(
        text or (name if index < depth else "") for index, (text, name) in enumerate(zip(texts, names, strict=False))
    )


def match_names(distinct: set[Texts], register: Register) -> dict[Texts, Finding]:
    """The finding for each distinct row of four names (province first, empty where missing)."""
    finder = PlaceFinder(register)
    findings: dict[Texts, Finding] = {}
    by_depth: dict[int, list[Texts]] = defaultdict(list)
    for texts in sorted(distinct):
        by_depth[max((index for index, text in enumerate(texts) if text), default=-1)].append(texts)
    for depth, level in enumerate(LEVELS):
        named = {
            texts: _Named(level, texts[depth], texts[:depth], finder.place_of(texts[:depth]))
            for texts in by_depth[depth]
        }
        findings.update(_match_level(level, named, register))
    empty = Finding("none", 0.0, (), "empty_row")
    return {texts: findings.get(texts, empty) for texts in distinct}


def _match_level(level: Level, named: dict[Texts, _Named], register: Register) -> dict[Texts, Finding]:
    exact = {texts: find_exact(register, level, one.text, one.place) for texts, one in named.items()}
    far = {texts: find_far(register, level, one.text, one.place) for texts, one in named.items() if not exact[texts]}
    contexts = _contexts(named, {texts: exact[texts] or far[texts] for texts in named})
    taken = {finding.candidates[0] for finding in exact.values() if finding and finding.sure}
    finder = FuzzyFinder(register, level, taken)
    findings = _with_neighbours(finder, named, {texts: finding for texts, finding in exact.items() if finding})
    rest = [texts for texts in named if texts not in findings]
    fuzzy = _match_fuzzy(finder, {texts: named[texts] for texts in rest}, contexts)
    for texts in rest:
        elsewhere, alike = far[texts], fuzzy[texts]
        if elsewhere and elsewhere.sure and elsewhere.candidates[0] in taken:
            # Another row has this name in its own place: this one is a namesake that the register does not know.
            elsewhere = replace(elsewhere, score=LIKELY, reason="found_elsewhere")
        one = named[texts]
        rival = find_rival(register, level, one.text, one.place) if elsewhere and elsewhere.sure else None
        findings[texts] = weigh_far(elsewhere, alike, contexts[one.uppers], rival) if elsewhere else alike
    return _one_to_one(findings)


def _by_place(named: dict[Texts, _Named], members: Iterable[Texts]) -> dict[Place, list[Texts]]:
    by_place: dict[Place, list[Texts]] = defaultdict(list)
    for texts in members:
        by_place[named[texts].place].append(texts)
    return by_place


def _with_neighbours(
    finder: FuzzyFinder, named: dict[Texts, _Named], findings: dict[Texts, Finding]
) -> dict[Texts, Finding]:
    """Exact findings with the neighbours that a person would check if the office took the wrong line."""
    full: dict[Texts, Finding] = {}
    for place, members in _by_place(named, findings).items():
        wider = finder.runners_up([named[texts].text for texts in members], [findings[one] for one in members], place)
        full.update(zip(members, wider, strict=True))
    return full


def _contexts(named: dict[Texts, _Named], findings: dict[Texts, Finding | None]) -> dict[Texts, Counter[str]]:
    """For the rows that share their upper names: how many went to which parent by their exact names."""
    contexts: dict[Texts, Counter[str]] = defaultdict(Counter)
    for texts, finding in findings.items():
        if finding and not finding.reason:
            contexts[named[texts].uppers][parent_of(finding.candidates[0])] += 1
    return contexts


def _match_fuzzy(
    finder: FuzzyFinder, named: dict[Texts, _Named], contexts: dict[Texts, Counter[str]]
) -> dict[Texts, Finding]:
    findings: dict[Texts, Finding] = {}
    for place, members in _by_place(named, named).items():
        groups = [contexts[named[texts].uppers] for texts in members]
        alike = finder.find([named[texts].text for texts in members], place, groups)
        findings.update(zip(members, alike, strict=True))
    return findings


def _one_to_one(findings: dict[Texts, Finding]) -> dict[Texts, Finding]:
    """No area goes to two different texts unless both carry its exact name in its place."""
    claims: dict[str, list[Texts]] = defaultdict(list)
    for texts, finding in findings.items():
        if finding.sure:
            claims[finding.candidates[0]].append(texts)
    settled = dict(findings)
    for claimants in claims.values():
        best = max(_rank(findings[texts]) for texts in claimants)
        winners = [texts for texts in claimants if _rank(findings[texts]) == best]
        certain = best[0] == 1 or len(winners) == 1
        for texts in claimants:
            if texts not in winners or not certain:
                settled[texts] = replace(findings[texts], score=0.5, reason="duplicate_in_file")
    return settled


def _rank(finding: Finding) -> tuple[int, float]:
    """Exact names in their place share the first rank; names found elsewhere or by likeness follow, by their score."""
    in_place = finding.method in ("exact", "alias") and finding.score >= 0.98
    return (1, 0.0) if in_place else (0, round(finding.score, 6))
