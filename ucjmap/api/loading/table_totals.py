"""What a table says about its areas, judged as a whole against the register: level, code column, issuer, totals."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any, Final

import numpy as np
import pandas as pd

from ucjmap.codes import LEVELS, PLACE_COLUMNS, Level, System, ancestors_of, depth_of, dot_code
from ucjmap.intake import Column, ColumnMeaning, Layout, Sheet, is_total_text, read_count, text_of
from ucjmap.intake.evidence import Answers, Claim, Witness, heading_saying, settled, unsettled, used_columns
from ucjmap.intake.meaning import is_lone_name, is_place_heading, issuer_of, level_of_names
from ucjmap.matching import Register, match_rows, read_digits, read_name, without_brackets

_IS_PROVINCE: Final = re.compile(r"[(,]\s*(prov|provinsi|propinsi)\b", re.I)
_SAMPLE: Final = 300
#: Share of the names of a column that have to be found at a level before it is taken for that level.
_MOST: Final = 0.8
_SOME: Final = 0.5
_ENOUGH_ROWS: Final = 3
#: Of so many workers in every area more than a hundred are participants somewhere.
_MANY_WORKERS: Final = 10_000
#: Of so many, more than one is: 1 is 100 % where the file keeps no formats of cells (.xls, .xlsb).
_SOME_WORKERS: Final = 20


def cells_of(sheets: Sequence[Sheet], layout: Layout, index: int) -> list[Any]:
    """Filled cells of a column below its headings, a sample of each table."""
    by_name = {sheet.name: sheet for sheet in sheets}
    return [
        row[index]
        for table in layout.tables
        for row in by_name[table.sheet].cells[table.last_heading :][:_SAMPLE]
        if index < len(row) and row[index] is not None
    ]


def settle_level(
    sheets: Sequence[Sheet], layout: Layout, register: Register, answers: Answers
) -> tuple[Layout, list[Claim]]:
    """Level of a table whose only column of names says just "Nama" or "Wilayah" and that has no codes.

    All names are looked up at every level below the place of the title; the highest at which most of them stand is
    theirs, since desa rarely carry the names of kabupaten all together. Totals may bear the name of the area above.
    """
    named = layout.of_kind("name")
    if len(named) != 1 or named[0].chosen or layout.of_kind("code"):
        return layout, []
    column = named[0]
    witness = Witness("heading", column.heading, sheet=layout.tables[0].sheet)
    if assumed := [level for level in LEVELS if level == answers.assume.get("level")]:
        return _with_level(layout, column, assumed[0]), [settled("level", assumed, [witness])]
    if not is_lone_name(column.heading):
        return layout, []
    cells = cells_of(sheets, layout, column.index)
    names = _names_in(cells)
    if level_of_names(cells) is not None or not names:
        return layout, []
    levels = _fitting_levels(names, layout, register)
    # Names of kecamatan are names of desa in them as often as not; names of kabupaten are not.
    if levels and (levels[0] in LEVELS[:2] or len(levels) == 1):
        return _with_level(layout, column, levels[0]), [settled("level", levels[:1], [witness])]
    return layout, [unsettled("level", "level_unclear", levels, [witness])]


def claim_level(sheets: Sequence[Sheet], layout: Layout, rows: pd.DataFrame, register: Register) -> list[Claim]:
    """Open where a heading names a level at which few of its names were found, while they stand at another one."""
    named = layout.of_kind("name")
    asked = rows[rows["status"].notna()]
    if len(named) != 1 or named[0].chosen or layout.of_kind("code") or len(asked) < _ENOUGH_ROWS:
        return []
    if (asked["status"] == "matched").mean() >= _SOME:
        return []
    levels = _fitting_levels(_names_in(cells_of(sheets, layout, named[0].index)), layout, register)
    if not levels or named[0].meaning.level in levels:
        return []
    witness = Witness("heading", named[0].heading, str(named[0].meaning.level), layout.tables[0].sheet)
    return [unsettled("level", "level_unclear", [str(named[0].meaning.level), *levels], [witness])]


def _names_in(cells: Sequence[Any]) -> list[str]:
    """Different names in cells, without words for totals."""
    return list(dict.fromkeys(text_of(cell) for cell in cells if isinstance(cell, str) and not is_total_text(cell)))


def _with_level(layout: Layout, column: Column, level: Level) -> Layout:
    columns = tuple(
        replace(one, meaning=replace(one.meaning, level=level)) if one.index == column.index else one
        for one in layout.columns
    )
    return replace(layout, columns=columns)


def _fitting_levels(names: Sequence[str], layout: Layout, register: Register) -> list[Level]:
    """Levels at which most of the names stand, highest first; the country is the place where the title names none."""
    place = layout.tables[0].place if layout.tables else {}
    depth = max((index for index, level in enumerate(LEVELS) if PLACE_COLUMNS[level] in place), default=-1)
    scopes = _scopes(place, register)
    fitting: list[Level] = []
    for index, level in enumerate(LEVELS[depth + 1 :], start=depth + 1):
        own = [_stands(register, level, name, scopes) for name in names]
        above = [index > 0 and _stands(register, LEVELS[index - 1], name, ("",)) for name in names]
        known = sum(one or two for one, two in zip(own, above, strict=True))
        needed = _MOST if level != "adm4" else _SOME
        if known >= needed * len(names) and sum(own) >= _SOME * len(names):
            fitting.append(level)
    return fitting


def _scopes(place: Any, register: Register) -> tuple[str, ...]:
    if not place:
        return ("",)
    match = match_rows(pd.DataFrame([dict(place)]), register).iloc[0]
    return (match["code"],) if match["status"] == "matched" else ("",)


def _stands(register: Register, level: Level, name: str, scopes: tuple[str, ...]) -> bool:
    return bool(register.exact(level, name, scopes)) or register.alias(level, name, scopes) is not None


def choose_codes(sheets: Sequence[Sheet], layout: Layout, register: Register) -> Layout:
    """Of several columns of codes for the same areas the one whose codes the register knows best, by the names beside."""
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
        return None, _claim_unnamed_issuer(layout, data, register, around)
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
    if not witnesses or not layout.of_kind("code") or data[[*PLACE_COLUMNS.values()]].notna().any(axis=None):
        return []
    read = [read_digits(code).digits for code in data["code"]]
    double = [digits for digits in read if _has_two_areas(digits, register)]
    return [unsettled("issuer", "issuer_unclear", double, witnesses)] if double else []


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


def mark_totals(rows: pd.DataFrame, layout: Layout, register: Register) -> pd.DataFrame:
    """Rows that are the sum of the areas inside the area of their name: totals, and no kota of that name.

    "Bengkulu" among the kabupaten of Bengkulu is the province where its figures are their sum; where they are larger
    than the sum, it is asked.
    """
    scopes = _total_scopes(rows, register)
    columns = [column.key for column in used_columns(layout) if column.meaning.part != "flag"]
    if not scopes or not columns:
        return rows
    rows = rows.copy()
    groups = [column.key for column in layout.of_kind("date", "year", "segment", "indicator")]
    keys = list(zip(rows["sheet"], *(rows[group].map(text_of) for group in groups), strict=True))
    inside = _rows_inside(rows, keys, set(scopes.values()))
    figures = np.array([[_figure(cell) for cell in rows[column]] for column in columns])
    for position, scope in scopes.items():
        others = [other for other in _beside(inside, keys[position], scope) if other != position]
        verdict = _compare(figures[:, position], figures[:, others]) if others else ""
        if not others and _is_alone(rows, position):
            verdict = "above"
        label = rows.index[position]
        if verdict == "sum" or _says_province(rows.loc[label]):
            rows.loc[label, ["kind", "status", "matched_code"]] = ["total", None, None]
        elif _is_doubtful(rows.loc[label], scope, verdict, register):
            rows.loc[label, ["status", "reason", "matched_code"]] = ["proposed", "homonym", None]
    return rows


def _shares_as_counts(workers: pd.DataFrame) -> pd.DataFrame:
    """Figures that are percentages rather than persons: of 100 or of 1 each, or never above 100 of many thousands."""
    counts = workers[workers["segment"].isin(["all", "pu", "bpu"])]
    if len(counts) < _ENOUGH_ROWS:
        return counts.iloc[:0]
    of_hundred = counts["denominator"].isin([1.0, 100.0]).all()
    most, fewest = counts["numerator"].max(), counts["denominator"].min()
    small = (most <= 100 and fewest >= _MANY_WORKERS) or (most <= 1 and fewest >= _SOME_WORKERS)
    return counts if of_hundred or small else counts.iloc[:0]


def _beside(inside: dict[tuple[tuple[Any, ...], str], list[int]], key: tuple[Any, ...], scope: str) -> list[int]:
    """Rows inside ``scope`` of the same sheet, date and segment; where a total leaves these blank, of the only ones."""
    if (key, scope) in inside and len(inside[key, scope]) > 1:
        return inside[key, scope]
    alike = [
        rows
        for (other, area), rows in inside.items()
        if area == scope and other != key and all(one in ("", two) for one, two in zip(key, other, strict=True))
    ]
    return alike[0] if len(alike) == 1 else inside.get((key, scope), [])


def _is_alone(rows: pd.DataFrame, position: int) -> bool:
    """Whether a row is the only one of its file that was found, and names no area above itself."""
    own = rows.iloc[position]
    named = sum(isinstance(own[place], str) for place in PLACE_COLUMNS.values())
    return named == 1 and (rows["status"] == "matched").sum() <= 1


def _says_province(row: pd.Series) -> bool:
    """Whether the name of a row adds that it is a province, in a table of areas below: "Bengkulu (Provinsi)"."""
    names = row[[*PLACE_COLUMNS.values()]].dropna().tolist()
    is_below = row[[*PLACE_COLUMNS.values()][1:]].notna().any()
    return bool(names) and is_below and bool(_IS_PROVINCE.search(names[-1]))


def _is_doubtful(row: pd.Series, scope: str, verdict: str, register: Register) -> bool:
    """Whether a row that bears the name of ``scope`` was found elsewhere: too large for a kota, or by likeness only."""
    code = row["matched_code"]
    if not isinstance(code, str) or code == scope:
        return False
    return verdict == "above" or read_name(register.names[code]).bare != read_name(register.names[scope]).bare


def _total_scopes(rows: pd.DataFrame, register: Register) -> dict[int, str]:
    """Positions of the rows without a code that bear the bare name of an area above their own, with that area."""
    names = rows[[*PLACE_COLUMNS.values()]].ffill(axis=1).iloc[:, -1].tolist()
    uncoded = rows["status"].notna() & ~rows["code"].map(lambda code: isinstance(code, str) and bool(code))
    known = {name: _scope_named(name, register) for name in {*names} if isinstance(name, str)}
    around = _areas_around(rows, register)
    known = {name: scope or around.get(read_name(without_brackets(name)).key) for name, scope in known.items()}
    return {
        int(position): scope
        for position in np.flatnonzero(uncoded)
        if (scope := known.get(names[position])) is not None
    }


def _areas_around(rows: pd.DataFrame, register: Register) -> dict[str, str]:
    """Areas above the rows that were found, by their names: a kecamatan whose name others have too, in its own table."""
    codes = set(rows.loc[rows["status"] == "matched", "matched_code"])
    above = {area for code in codes for area in ancestors_of(code)[1:] if depth_of(area) < depth_of(code)}
    return {read_name(register.names[area]).key: area for area in sorted(above)}


def _scope_named(name: str, register: Register) -> str | None:
    """The province, else the kabupaten, else the kecamatan that alone has a name; None where the name tells the kind."""
    name = without_brackets(name)
    read = read_name(name)
    if read.kind in {"kota", "kabupaten"}:
        return None
    for level in LEVELS[:3]:
        # Most names are of desa alone: looking into the index first saves asking for each of them at every level.
        known = read.key in register.by_key[level] or read.bare in register.by_bare[level]
        if not known and (level, read.key) not in register.aliases:
            continue
        exact = register.exact(level, name, ("",))
        alias = register.alias(level, name, ("",))
        if len(exact) == 1 or (alias is not None and not exact):
            return exact[0] if exact else alias
    return None


def _rows_inside(
    rows: pd.DataFrame, keys: Sequence[tuple[Any, ...]], scopes: set[str]
) -> dict[tuple[tuple[Any, ...], str], list[int]]:
    """Positions of the matched rows inside each area of ``scopes``, apart by sheet, date and segment."""
    inside: dict[tuple[tuple[Any, ...], str], list[int]] = {}
    matched = rows["matched_code"].where(rows["status"] == "matched")
    for position, code in enumerate(matched):
        for scope in ancestors_of(code)[1:] if isinstance(code, str) else ():
            if scope in scopes:
                inside.setdefault((keys[position], scope), []).append(position)
    return inside


def _compare(own: "np.ndarray[Any, Any]", others: "np.ndarray[Any, Any]") -> str:
    """``sum`` where the figures of a row are those of the others added up, ``above`` where they are at least as large."""
    told = ~np.isnan(own)
    sums = np.nansum(others, axis=1)
    if not told.any():
        return ""
    if np.allclose(own[told], sums[told]):
        return "sum"
    return "above" if bool((own[told] >= sums[told]).all()) else ""


def _figure(cell: Any) -> float:
    value = read_count(cell).value
    return float("nan") if value is None else value


def claim_proportions(observations: pd.DataFrame, areas: pd.DataFrame, answers: Answers) -> Iterator[Claim]:
    """Workers against inhabitants, and participants against workers, over the whole file."""
    if answers.assume.get("population") == "ignore":
        return
    workers = observations[observations["indicator"] == "ucj"]
    people = workers["unit_code"].map(areas["population"]).astype(float)
    above = workers[workers["denominator"] > people]
    if len(above):
        names = [str(areas.at[code, "name"]) for code in dict.fromkeys(above["unit_code"])]
        yield unsettled("population", "above_population", names, [Witness("register", name) for name in names])
    if len(shares := _shares_as_counts(workers)):
        names = [str(areas.at[code, "name"]) for code in dict.fromkeys(shares["unit_code"]) if code in areas.index]
        yield unsettled("population", "shares_as_counts", names, [Witness("numbers", name) for name in names])
    over = workers[workers["numerator"] > workers["denominator"]]
    if len(over) > 2 and len(over) > _SOME * len(workers):
        names = [str(areas.at[code, "name"]) for code in dict.fromkeys(over["unit_code"]) if code in areas.index]
        yield unsettled("population", "above_workers", names, [Witness("numbers", name) for name in names])
