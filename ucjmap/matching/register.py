"""The register of areas, indexed by name, by place and by the codes of both issuers."""

from bisect import bisect_left
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from typing import Final

import pandas as pd

from ucjmap.codes import LEVELS, Level, level_of, lies_in
from ucjmap.errors import N_, MatchingError
from ucjmap.matching.crosswalk import Conversion, settle_conversions
from ucjmap.matching.names import bare_key, normalise_name, read_name, words_in

#: The scope that holds every area.
ANYWHERE: Final = ""

_NEEDED: Final = ("code", "level", "name")


@dataclass(frozen=True, slots=True)
class Alias:
    """A confirmed name of ``code``, valid below ``scope`` (a code, or anywhere)."""

    scope: str
    code: str


@dataclass(frozen=True)
class Register:
    """All areas of the country or of a part of it, ready to be searched. Build it with ``from_units``.

    ``bps`` has the area of each BPS code that stands for a single area, ``bps_open`` what is known about the others.
    """

    names: dict[str, str]
    kinds: dict[str, str]
    codes: dict[Level, list[str]]
    bps: dict[str, str]
    bps_open: dict[str, Conversion]
    by_key: dict[Level, dict[str, list[str]]]
    by_bare: dict[Level, dict[str, list[str]]]
    aliases: dict[tuple[Level, str], list[Alias]]
    code_aliases: dict[str, str]
    word_counts: Counter[str] = field(repr=False)

    @staticmethod
    def from_units(
        units: pd.DataFrame, aliases: pd.DataFrame | None = None, crosswalk: pd.DataFrame | None = None
    ) -> "Register":
        """Index the areas, and the names that were confirmed for them.

        Parameters
        ----------
        units
            One row is one area of any level: code, level, name, perhaps kind and bps_code.
        aliases
            One row is one confirmed text: name, code, parent_code (the area in which it holds; null: anywhere). One
            whose area is not in ``units`` is left out.
        crosswalk
            One row is one pair, the best of each BPS code first: bps_code, code, relation. It goes before the BPS codes
            that the units carry.

        Raises
        ------
        MatchingError
            ``units`` is empty or lacks a column.
        """
        _require(units)
        rows = units.loc[units["level"].isin(LEVELS)].sort_values("code")
        codes: dict[Level, list[str]] = {level: [] for level in LEVELS}
        by_key: dict[Level, dict[str, list[str]]] = {level: defaultdict(list) for level in LEVELS}
        by_bare: dict[Level, dict[str, list[str]]] = {level: defaultdict(list) for level in LEVELS}
        kinds = rows["kind"] if "kind" in rows else pd.Series("", index=rows.index)
        words: Counter[str] = Counter()
        columns = rows["code"].tolist(), rows["level"].tolist(), rows["name"].tolist(), kinds.fillna("").tolist()
        for code, level, name, kind in zip(*columns, strict=True):
            codes[level].append(code)
            for index, key in zip((by_key, by_bare), _keys(level, name, kind), strict=True):
                index[level][key].append(code)
            words.update(words_in(name))
        known = set(columns[0])
        bps, bps_open = _convert(_bps_codes(rows), crosswalk, known)
        names_aliased, codes_aliased = _read_aliases(aliases, known)
        return Register(
            names=dict(zip(columns[0], columns[2], strict=True)),
            kinds=dict(zip(columns[0], columns[3], strict=True)),
            codes=codes,
            bps=bps,
            bps_open=bps_open,
            by_key=by_key,
            by_bare=by_bare,
            aliases=names_aliased,
            code_aliases=codes_aliased,
            word_counts=words,
        )

    def exists(self, code: str) -> bool:
        """Whether the register holds ``code``.

        Parameters
        ----------
        code
            A Kemendagri code, or ``bps:`` and digits.
        """
        return code in self.names

    def under(self, scope: str, level: Level) -> list[str]:
        """Codes of ``level`` in ``scope``, in order.

        Parameters
        ----------
        scope
            Code of an area, which lies in itself; the whole country is ``ANYWHERE``, not ``00``.
        level
            From the province (``adm1``) down.
        """
        codes = self.codes[level]
        if scope == ANYWHERE:
            return codes
        start, end = bisect_left(codes, scope), bisect_left(codes, scope + "/")  # "/" follows "." in ASCII
        return codes[start:end]

    def exact(self, level: Level, text: str, scopes: tuple[str, ...]) -> list[str]:
        """Areas of ``level`` in ``scopes`` that have the name ``text``; several are homonyms.

        What the text says of the kind decides between homonyms (``Kota Bogor``, ``Kel. Merlung``). The full key
        counts before the bare one, so ``Kampung Baru`` is not ``Baru`` where both exist.

        Parameters
        ----------
        level
            Level of the areas asked for.
        text
            The name as a file has it.
        scopes
            Codes of areas, one of which has to hold the area; ``ANYWHERE`` among them: any.

        Returns
        -------
        list
            Codes; empty where no area in the scopes has the name.
        """
        name = read_name(text)
        if level == "adm2":
            return _inside(self._exact_adm2(name.kind, name.key, name.bare), scopes)
        areas = _inside(self.by_key[level].get(name.key, ()), scopes)
        areas = areas or _inside(self.by_bare[level].get(name.bare, ()), scopes)
        if len(areas) > 1 and level == "adm4":
            areas = self._settle(name.kind, text, areas)
        return areas

    def _settle(self, kind: str, text: str, homonyms: list[str]) -> list[str]:
        same_kind = [code for code in homonyms if self.kinds[code] == kind] if kind else homonyms
        same_text = [code for code in same_kind if self.names[code].casefold() == text.strip().casefold()]
        return same_text or same_kind or homonyms

    def _exact_adm2(self, kind: str, key: str, bare: str) -> list[str]:
        alike = self.by_bare["adm2"].get(bare, [])
        if kind == "kabupaten":
            return [code for code in alike if self.kinds[code] != "kota"]
        # "Kota Baru" can be a kota of that name or Kabupaten Kotabaru: both carry the key "kotabaru".
        return self.by_key["adm2"].get(key, []) if kind == "kota" else alike

    def alias(self, level: Level, text: str, scopes: tuple[str, ...]) -> str | None:
        """The area for which ``text`` is a confirmed name in ``scopes``; None if there is none or several.

        Parameters
        ----------
        level
            Level of the area asked for.
        text
            The name as a file has it.
        scopes
            Where to look. A name that was confirmed for a kabupaten counts in its kecamatan, and also where only its
            province is known.
        """
        entries = self.aliases.get((level, normalise_name(text)), ())
        codes = {entry.code for entry in entries if any(_reach(entry.scope, scope) for scope in scopes)}
        return codes.pop() if len(codes) == 1 else None


def _reach(alias_scope: str, scope: str) -> bool:
    """An alias given for a kabupaten counts in its kecamatan, and when only its province is known."""
    return scope == ANYWHERE or lies_in(scope, alias_scope) or lies_in(alias_scope, scope)


def _inside(codes: list[str] | tuple[str, ...], scopes: tuple[str, ...]) -> list[str]:
    if ANYWHERE in scopes:
        return list(codes)
    if len(scopes) == 1:  # of a list of desa nearly always, tens of thousands of times
        scope = scopes[0]
        return [code for code in codes if lies_in(code, scope)]
    return [code for code in codes if any(lies_in(code, scope) for scope in scopes)]


def _keys(level: Level, name: str, kind: str) -> tuple[str, str]:
    if level != "adm2":
        return normalise_name(name), bare_key(name)
    bare = bare_key(name)
    return (normalise_name("kota " + bare) if kind == "kota" else bare), bare


def _require(units: pd.DataFrame) -> None:
    missing = [column for column in _NEEDED if column not in units.columns]
    if missing or units.empty:
        raise MatchingError(
            "no_areas",
            N_("There are no areas to match with: {problem}."),
            N_("Import boundaries first, or load the embedded ones with `ucjmap init`."),
            problem="missing columns " + ", ".join(missing) if missing else "the register is empty",
        )


def _bps_codes(rows: pd.DataFrame) -> dict[str, str]:
    if "bps_code" not in rows:
        return {}
    given = rows.loc[rows["bps_code"].notna()]
    digits = given["bps_code"].astype(str).str.replace(r"\D", "", regex=True)
    pairs = pd.DataFrame({"bps": digits, "code": given["code"]}).loc[digits != ""]
    single = pairs.drop_duplicates("bps", keep=False)  # a BPS village that was split has no single successor
    return dict(zip(single["bps"], single["code"], strict=True))


def _convert(
    bps: dict[str, str], crosswalk: pd.DataFrame | None, known: set[str]
) -> tuple[dict[str, str], dict[str, Conversion]]:
    """BPS codes with one area, and those that a crosswalk leaves open, which are then not among the first.

    A pair whose area the register does not hold leaves its code open as well.
    """
    if crosswalk is None or crosswalk.empty:
        return bps, {}
    conversions = settle_conversions(crosswalk)
    sure = {
        digits: conversion.codes[0]
        for digits, conversion in conversions.items()
        if conversion.relation == "same" and conversion.codes[0] in known
    }
    still_open = {digits: conversion for digits, conversion in conversions.items() if digits not in sure}
    kept = {digits: code for digits, code in bps.items() if digits not in still_open}
    return {**kept, **sure}, still_open


def _read_aliases(
    aliases: pd.DataFrame | None, known: set[str]
) -> tuple[dict[tuple[Level, str], list[Alias]], dict[str, str]]:
    names: dict[tuple[Level, str], list[Alias]] = defaultdict(list)
    codes: dict[str, str] = {}
    if aliases is None or aliases.empty:
        return names, codes
    for row in aliases.to_dict("records"):
        code, text = str(row["code"]), str(row["name"]).strip()
        if code not in known:  # the alias belongs to a part of the country or an edition that is not loaded
            continue
        parent = row.get("parent_code")
        scope = ANYWHERE if parent is None or pd.isna(parent) or parent in ("", "00") else str(parent)
        names[(level_of(code), normalise_name(text))].append(Alias(scope, code))
        if any(letter.isdigit() for letter in text):
            codes[text] = code
    return names, codes
