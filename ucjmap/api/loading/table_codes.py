"""The codes of a table: which of its columns of codes is the one, and whose codes they are."""

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Any, Final

import pandas as pd

from ucjmap.api.loading.table_levels import cells_of
from ucjmap.codes import PLACE_COLUMNS, System, depth_of, dot_code, is_ambiguous
from ucjmap.intake import ColumnMeaning, Layout, Sheet, text_of
from ucjmap.intake.evidence import Answers, Claim, Witness, heading_saying, settled, unsettled
from ucjmap.intake.meaning import find_periods, is_place_heading, issuer_of
from ucjmap.matching import Register, read_digits, read_name

#: Share of the names that have to be those of their codes before the codes are taken for Kemendagri's.
_MOST: Final = 0.8
#: Papua was split in 2022.
_LAST_YEAR_BEFORE: Final = 2022
_EARLIER: Final = re.compile(r"\b(lama|sebelum|old|former)\b", re.I)


def choose_codes(sheets: Sequence[Sheet], layout: Layout, register: Register) -> Layout:
    """The layout with one column of codes: of several the one whose codes fit the names beside them best."""
    kept = [column for column in layout.of_kind("code") if column.meaning.level is None]
    rivals = [
        column
        for column in layout.of_kind("ignore")
        if not column.sure and is_place_heading(column.heading) and issuer_of(column.heading) != "bps"
    ]
    names = layout.of_kind("name")
    if len(kept) != 1 or not rivals or kept[0].chosen:
        return layout
    texts = cells_of(sheets, layout, names[-1].index) if names else []
    best = max(
        (kept[0], *rivals), key=lambda column: _agreement(cells_of(sheets, layout, column.index), texts, register)
    )
    if best is kept[0]:
        return layout
    swapped = {best.index: kept[0].meaning, kept[0].index: ColumnMeaning("ignore")}
    columns = tuple(
        replace(one, meaning=swapped[one.index], sure=one.index == best.index) if one.index in swapped else one
        for one in layout.columns
    )
    return replace(layout, columns=columns)


def _agreement(codes: Sequence[Any], names: Sequence[Any], register: Register) -> tuple[int, int]:
    """How many codes are those of areas with the name beside them, and how many exist at all."""
    dotted = [dot_code(read_digits(code).digits) for code in codes]
    known = [code if code is not None and register.exists(code) else None for code in dotted]
    if len(names) != len(codes):
        return 0, sum(code is not None for code in known)
    same = [
        code is not None and read_name(register.names[code]).bare == read_name(text_of(name)).bare
        for code, name in zip(known, names, strict=True)
    ]
    return sum(same), sum(code is not None for code in known)


def claim_issuer(
    layout: Layout, data: pd.DataFrame, register: Register, answers: Answers, around: Sequence[Witness] = ()
) -> tuple[System | None, list[Claim]]:
    """Whose codes the table has, where a heading says it; open where the names of the areas say another.

    ``around`` are the texts outside the headings that name an issuer: where no names stand beside the codes, one that
    names BPS opens the claim.
    """
    assumed = answers.assume.get("issuer")
    systems: dict[str, System] = {"bps": "bps", "kemendagri": "kemendagri"}
    if assumed is not None:
        return systems[assumed], [settled("issuer", (assumed,), [Witness("typed", f"issuer={assumed}", assumed)])]
    witness = _issuer_witness(layout)
    if witness is None:
        return None, _claim_unnamed_issuer(layout, data, register, around) or _claim_earlier_codes(
            layout, data, register
        )
    issuer = witness.value
    if issuer == "bps" and _are_kemendagri(data, register):
        return None, [unsettled("issuer", "issuer_contradicts", (issuer, "kemendagri"), [witness])]
    return systems[issuer], [settled("issuer", (issuer,), [witness])]


def _claim_unnamed_issuer(
    layout: Layout, data: pd.DataFrame, register: Register, around: Sequence[Witness]
) -> list[Claim]:
    """Open where a title, note or sheet names BPS and no name stands beside codes that may be those of other areas."""
    sayings = [heading_saying(column, layout) for column in layout.of_kind("code")]
    headed = [saying.witness("bps") for saying in sayings if "bps_perhaps" in saying.wording.values("issuer")]
    witnesses = [*(witness for witness in around if witness.value == "bps"), *headed]
    if not witnesses or not _are_codes_alone(layout):
        return []
    read = [read_digits(code).digits for code in data["code"]]
    double = [digits for digits in read if _has_two_areas(digits, register)]
    return [unsettled("issuer", "issuer_unclear", double, witnesses)] if double else []


def _are_codes_alone(layout: Layout) -> bool:
    """Whether no names stand beside the codes; a place in the title is none."""
    return bool(layout.of_kind("code")) and not layout.of_kind("name")


def _claim_earlier_codes(layout: Layout, data: pd.DataFrame, register: Register) -> list[Claim]:
    """Open where codes of Papua stand alone and some, or their heading, are of before its split: 94.01 was Merauke."""
    if not _are_codes_alone(layout):
        return []
    read = [read_digits(code) for code in data["code"]]
    of_papua = [one.digits for one in read if not one.reason and is_ambiguous(one.digits)]
    gone = [digits for digits in of_papua if not register.exists(dot_code(digits) or "")]
    witnesses = [heading_saying(column, layout).witness() for column in layout.of_kind("code")]
    if of_papua and any(_is_earlier(column.heading) for column in layout.of_kind("code")):
        gone = of_papua
    elif len(gone) == len(of_papua):
        return []
    return [unsettled("issuer", "earlier_codes", dict.fromkeys(gone), witnesses)] if gone else []


def _is_earlier(heading: str) -> bool:
    """Whether a heading says that its codes are old ones: "Kode Lama", "Kode Wilayah (2015)"."""
    years = [int(period.first[:4]) for period in find_periods(heading)[0]]
    return _EARLIER.search(heading) is not None or any(year <= _LAST_YEAR_BEFORE for year in years)


def _has_two_areas(digits: str, register: Register) -> bool:
    """Whether digits are a code of Kemendagri and may be one of BPS for another area.

    Below the kabupaten the lengths and last blocks differ; provinces differ in Papua only.
    """
    code, other = dot_code(digits), register.bps.get(digits)
    if code is None or not register.exists(code):
        return False
    if other:
        return other != code
    return depth_of(code) == 2 or (depth_of(code) == 1 and code.startswith("9"))


def _issuer_witness(layout: Layout) -> Witness | None:
    """Heading of the lowest column of codes, else the title, where it names an issuer of codes."""
    columns = layout.of_kind("code")
    if not columns:
        return None
    # A column without a level of its own has whole codes.
    lowest = max(columns, key=lambda column: column.meaning.level or "adm5")
    if (issuer := issuer_of(lowest.heading)) is not None:
        return heading_saying(lowest, layout).witness(issuer)
    titles = [(table, issuer_of(table.title)) for table in layout.tables if "kode" in table.title.lower().split()]
    return next((Witness("title", table.title, issuer, table.sheet) for table, issuer in titles if issuer), None)


def _are_kemendagri(data: pd.DataFrame, register: Register) -> bool:
    """Whether most codes are those of Kemendagri for the areas whose names stand beside them, and not also those of BPS."""
    names = data[[*PLACE_COLUMNS.values()]].ffill(axis=1).iloc[:, -1]
    read = [read_digits(code).digits for code in data["code"]]
    told = [
        read_name(register.names[code]).bare == read_name(text_of(name)).bare and register.bps.get(digits) != code
        for digits, code, name in zip(read, map(dot_code, read), names, strict=True)
        if isinstance(name, str) and code is not None and register.exists(code)
    ]
    return len(told) > 1 and sum(told) >= _MOST * len(told)
