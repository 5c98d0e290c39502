"""Codes and names of a row compared with each other; a contradiction is shown, never resolved silently."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from ucjmap.codes import LEVELS, System, code_at, is_ambiguous, is_rounded_from, level_of, lies_in, parent_of
from ucjmap.matching.code_repair import RepairedCode, meanings, read_digits, repair_code
from ucjmap.matching.likeness import compare_names
from ucjmap.matching.lookup import LIKELY, Finding, Method
from ucjmap.matching.names import name_parts, read_name
from ucjmap.matching.register import Register

#: A name this like the name of the code's area confirms the code.
_CONFIRMS: Final = 0.7
#: An exact name whose own parent is named too.
_NEAR: Final = 0.99
#: Share of the rows that say something which must agree before a column is taken for one issuer's.
_MAJORITY: Final = 0.8


@dataclass(frozen=True, slots=True)
class CodeColumn:
    """What the column of codes as a whole says about whose codes they are; None where it says nothing."""

    system: System | None

    @staticmethod
    def judge(cells: Sequence[object], by_names: Sequence[Finding], register: Register) -> "CodeColumn":
        """Decide by the names where there are any, else by which register holds the codes."""
        named, existing = {"kemendagri": 0, "bps": 0}, {"kemendagri": 0, "bps": 0}
        for cell, finding in zip(cells, by_names, strict=True):
            read = read_digits(cell)
            if read.reason:
                continue
            known = {"kemendagri": read.digits} if read.dotted else meanings(read.digits, register)
            for system, code in known.items():
                named[system] += finding.sure and code == finding.candidates[0]
            if read.dotted or (not is_ambiguous(read.digits) and len(known) < 2):
                # A code that Kemendagri does not know speaks for BPS even where the crosswalk does not know it either.
                existing["kemendagri" if "kemendagri" in known else "bps"] += 1
        return CodeColumn(_majority(named) or (_majority(existing) if not sum(named.values()) else None))


def _majority(votes: dict[str, int]) -> System | None:
    total = sum(votes.values())
    systems: tuple[System, ...] = ("kemendagri", "bps")
    return next((system for system in systems if total and votes[system] >= _MAJORITY * total), None)


def combine(
    cell: object, texts: tuple[str, ...], by_names: Finding, column: CodeColumn, register: Register
) -> dict[str, object]:
    """The result of one row from its code, its names and what the column says."""
    repaired = repair_code(cell, register, system=column.system)
    if repaired.reason == "no_code":
        return _result(by_names)
    named = by_names.reason != "empty_row"
    if repaired.reason == "ambiguous_code_system" and named:
        repaired = _settle_by_names(cell, repaired, by_names, register)
    if repaired.code is None:
        return _without_code(cell, repaired, texts, by_names)
    if not named:
        return _accept(repaired)
    return _check(repaired, texts, by_names, register)


def _settle_by_names(cell: object, repaired: RepairedCode, by_names: Finding, register: Register) -> RepairedCode:
    if not by_names.sure:
        return repaired
    agreeing = [
        system for system, code in meanings(repaired.digits, register).items() if code == by_names.candidates[0]
    ]
    return repair_code(cell, register, system=agreeing[0]) if agreeing else repaired


def _without_code(cell: object, repaired: RepairedCode, texts: tuple[str, ...], by_names: Finding) -> dict[str, object]:
    """A code that cannot be used leaves the decision to the names; the row keeps a note about its code."""
    named = by_names.reason != "empty_row"
    note = (f"{repaired.reason}: {repaired.digits}",) if repaired.digits else (repaired.reason,)
    if named and repaired.reason == "unknown_code" and repaired.system == "bps":
        return _result(by_names, repairs=(*repaired.repairs, *note))
    if repaired.reason == "unknown_code" and by_names.sure and _is_full_path(texts, by_names):
        return _result(by_names, repairs=(*repaired.repairs, *note))
    if by_names.sure and repaired.reason == "digits_lost" and is_rounded_from(str(cell), by_names.candidates[0]):
        return _result(by_names, repairs=(*repaired.repairs, *note))
    if repaired.reason.startswith("bps_"):
        return _without_one_area(repaired, by_names)
    candidates = tuple(dict.fromkeys((*by_names.candidates, *repaired.candidates)))[:3]
    likely = named and by_names.candidates and by_names.score >= LIKELY
    return _row(
        "proposed" if likely or (repaired.reason == "ambiguous_code_system" and candidates) else "refused",
        by_names.method if likely else "none",
        by_names.score if likely else 0.0,
        candidates,
        repaired.reason,
        repaired.repairs,
    )


def _is_full_path(texts: tuple[str, ...], by_names: Finding) -> bool:
    """Whether a row names its area and everything above it up to the kabupaten, each by its exact name.

    Such names go before a code that the register does not have: the codes of Papua changed with its provinces.
    """
    depth = max(index for index, text in enumerate(texts) if text)
    path = texts[1 : depth + 1]
    return depth > 0 and all(path) and by_names.method == "exact" and by_names.score >= _NEAR


def _without_one_area(repaired: RepairedCode, by_names: Finding) -> dict[str, object]:
    """A BPS area that does not correspond to a single area of today.

    If it was split, even the part that kept the name does not have the whole count, so no name settles it. If it
    ``changed``, its polygon overlaps several areas, and a sure name among these settles it.
    """
    changed = repaired.reason == "bps_changed"
    if changed and by_names.sure and by_names.candidates[0] in repaired.candidates:
        return _result(by_names, repairs=(*repaired.repairs, f"BPS {repaired.digits} -> {by_names.candidates[0]}"))
    named = by_names.candidates[:1] if changed and by_names.sure else ()
    candidates = tuple(dict.fromkeys((*named, *repaired.candidates)))[:3]
    status = "proposed" if candidates and repaired.reason != "bps_split" else "refused"
    return _row(status, "bps_code" if candidates else "none", 0.0, candidates, repaired.reason, repaired.repairs)


def _accept(repaired: RepairedCode) -> dict[str, object]:
    assert repaired.code is not None
    method: Method = "bps_code" if repaired.system == "bps" else "code_repaired" if repaired.repairs else "code"
    return _row("matched", method, 0.999, (repaired.code,), "", repaired.repairs)


def _check(repaired: RepairedCode, texts: tuple[str, ...], by_names: Finding, register: Register) -> dict[str, object]:
    code = str(repaired.code)
    depth = max(index for index, text in enumerate(texts) if text)
    own = LEVELS.index(level_of(code))
    if own < depth:  # the code is of an area above: it only has to hold the area that the names mean
        if by_names.candidates and lies_in(by_names.candidates[0], code):
            return _result(by_names, repairs=repaired.repairs)
        return _disagree(repaired, by_names)
    area = code_at(code, LEVELS[depth])
    other = by_names.sure and by_names.candidates[0] != area
    if other or not register.exists(area) or not _confirms(texts, depth, area, register):
        return _disagree(repaired, by_names)
    return _accept(repaired)


def _confirms(texts: tuple[str, ...], depth: int, area: str, register: Register) -> bool:
    """Whether the finest name is like that of ``area``, and those of kabupaten and province do not contradict it."""
    if not is_named_like(texts[depth], area, register):
        return False
    return all(
        not texts[index]
        or not register.exact(LEVELS[index], texts[index], ("",))
        or _agrees(texts, index, area, register)
        for index in range(min(depth, 2))
    )


def _agrees(texts: tuple[str, ...], index: int, area: str, register: Register) -> bool:
    upper = code_at(area, LEVELS[index])
    if not register.exists(upper):  # above an area that only BPS knows there may be areas of Kemendagri
        return True
    return upper in register.exact(LEVELS[index], texts[index], ("",)) or is_named_like(texts[index], upper, register)


def is_named_like(text: str, area: str, register: Register) -> bool:
    """Whether ``text`` can be a spelling of the name of ``area``, or is a confirmed alias of it.

    Parameters
    ----------
    text
        A name as a file has it; one that gives two (``Wamesa I / Idoor``) is compared in its parts, too.
    area
        Code of an area of the register.
    register
        Knows the name, the confirmed names, and which words are common.

    Returns
    -------
    bool
        False for the same name with another numeral, however alike.

    Raises
    ------
    KeyError
        The register has no such area.
    """
    known = read_name(register.names[area])
    if register.alias(level_of(area), text, (parent_of(area),)) == area:
        return True
    likes = [compare_names(read_name(part), known, register.word_counts) for part in (text, *name_parts(text))]
    return any(like.strength >= _CONFIRMS and not like.number_clash for like in likes)


def _disagree(repaired: RepairedCode, by_names: Finding) -> dict[str, object]:
    candidates = tuple(dict.fromkeys((str(repaired.code), *by_names.candidates)))[:3]
    return _row("proposed", "none", 0.5, candidates, "code_and_name_disagree", repaired.repairs)


def _result(finding: Finding, repairs: tuple[str, ...] = ()) -> dict[str, object]:
    if finding.elsewhere:
        repairs = (*repairs, f"kecamatan -> {parent_of(finding.candidates[0])}")
    if finding.sure:
        return _row("matched", finding.method, finding.score, finding.candidates, "", repairs)
    proposed = bool(finding.candidates) and finding.score >= LIKELY
    status = "proposed" if proposed or finding.reason == "homonym" else "refused"
    return _row(status, finding.method, finding.score, finding.candidates, finding.reason or "not_sure", repairs)


def _row(
    status: str,
    method: Method,
    score: float,
    candidates: tuple[str, ...],
    reason: str,
    repairs: tuple[str, ...],
) -> dict[str, object]:
    return {
        "status": status,
        "method": method,
        "score": round(score, 4),
        "code": candidates[0] if status == "matched" else None,
        "candidates": list(candidates),
        "reason": reason,
        "repairs": list(repairs),
    }
