"""The rows of a file and the areas that they are matched to, with a line of report for each that is open."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, Final

import pandas as pd

from ucjmap.api.areas import AreaTree, make_register
from ucjmap.codes import PLACE_COLUMNS, System, code_at
from ucjmap.intake import ISSUE_COLUMNS, Extract, issue
from ucjmap.matching import match_rows
from ucjmap.schema import Progress, no_progress
from ucjmap.store import Store

#: Where a row of a file is: its sheet and its number there, as the spreadsheet program shows it.
RowKey = tuple[str, int]
MATCH_COLUMNS: Final = ("status", "method", "score", "matched_code", "candidates", "reason", "repairs")
_PLACES: Final = [*PLACE_COLUMNS.values(), "code"]


@dataclass(frozen=True)
class MatchedRows:
    """The rows of a file, and the areas that the rules alone found for them at one state of the store.

    ``regencies`` has the code of each pair of province and kabupaten that the rows name, where it is sure.
    """

    extract: Extract
    revision: tuple[int, int]
    places: pd.DataFrame
    matches: pd.DataFrame
    regencies: Mapping[tuple[Any, Any], str]
    issuer: System | None = None


def match_areas(
    store: Store, extract: Extract, before: MatchedRows | None, progress: Progress, issuer: System | None = None
) -> MatchedRows:
    """Match the rows of a file, unless neither they nor the store changed since ``before``."""
    places = extract.data[_PLACES]
    revision = store.revision()
    known = before is not None and before.revision == revision and before.issuer == issuer
    if before is not None and known and before.places.equals(places):
        return replace(before, extract=extract)
    register = make_register(store)
    matches = match_rows(places, register, issuer=issuer, progress=progress)
    named = places.loc[places["regency"].notna(), ["province", "regency"]].drop_duplicates()
    stated = match_rows(named, register)["code"].dropna()
    pairs = zip(named.loc[stated.index, "province"], named.loc[stated.index, "regency"], strict=True)
    regencies = dict(zip(pairs, stated, strict=True))
    return MatchedRows(extract, revision, places, matches.rename(columns={"code": "matched_code"}), regencies, issuer)


def join_matches(extract: Extract, matches: pd.DataFrame, confirmed: Mapping[RowKey, str]) -> pd.DataFrame:
    """All rows of a file with ``MATCH_COLUMNS``, None for those of no data; the user's own choices go before."""
    rows = extract.rows.join(matches[list(MATCH_COLUMNS)])
    rows["status"] = rows["status"].astype(object).where(rows["status"].notna(), None)
    for index, key in enumerate(zip(rows["sheet"], rows["row"], strict=True)):
        if (chosen := confirmed.get((key[0], int(key[1])))) is not None:
            label = rows.index[index]
            for column, value in (
                ("status", "matched"),
                ("method", "confirmed"),
                ("score", 1.0),
                ("matched_code", chosen),
                ("reason", ""),
            ):
                rows.at[label, column] = value
    return rows


def match_issues(rows: pd.DataFrame, tree: AreaTree) -> pd.DataFrame:
    """A line for each row that no area was found for, and for each code that was repaired."""
    lines = []
    for row in rows[rows["status"].isin(["proposed", "refused"])].to_dict("records"):
        severity = "error" if row["status"] == "refused" else "review"
        candidates = ", ".join(f"{tree.name(code)} ({code})" for code in row["candidates"]) or "–"
        lines.append(
            issue(row["row"], row["reason"] or "no_such_name", severity=severity, name=row_name(row),
                  sheet=row["sheet"], candidates=candidates)
        )  # fmt: skip
    repaired = rows[(rows["status"] == "matched") & rows["repairs"].map(bool, na_action="ignore").eq(True)]
    for row in repaired.to_dict("records"):
        text = "; ".join(row["repairs"])
        lines.append(
            issue(row["row"], "code_repaired", severity="info", code=row["matched_code"], name=row_name(row),
                  sheet=row["sheet"], repair=text)
        )  # fmt: skip
    return pd.DataFrame(lines, columns=list(ISSUE_COLUMNS)).astype({"row": "Int64"})


def moved_areas(matching: MatchedRows, rows: pd.DataFrame, tree: AreaTree) -> pd.DataFrame:
    """A warning for each row that was found outside the kabupaten that it (or its title) names."""
    lines = []
    matched = rows[rows["status"] == "matched"]
    named = zip(matched["province"].tolist(), matched["regency"].tolist(), strict=True)
    stated = [matching.regencies.get(pair) for pair in named]
    areas = [code_at(code, "adm2") for code in matched["matched_code"].tolist()]
    # Mostly no row at all: only those that moved are taken out of the frame.
    moved = [
        (position, place, area)
        for position, (place, area) in enumerate(zip(stated, areas, strict=True))
        if place is not None and area != place
    ]
    told = matched.iloc[[position for position, _, _ in moved]].to_dict("records")
    for row, (_, place, area) in zip(told, moved, strict=True):
        lines.append(
            issue(row["row"], "other_regency", severity="warning", code=row["matched_code"], name=row_name(row),
                  sheet=row["sheet"], stated=tree.name(place), area=tree.name(area))
        )  # fmt: skip
    return pd.DataFrame(lines, columns=list(ISSUE_COLUMNS)).astype({"row": "Int64"})


def match_extract(
    store: Store, extract: Extract, confirmed: Mapping[RowKey, str], *, progress: Progress = no_progress
) -> pd.DataFrame:
    """All rows of a file with ``MATCH_COLUMNS``; the user's own choices go before every rule."""
    return join_matches(extract, match_areas(store, extract, None, progress).matches, confirmed)


def row_name(row: Mapping[str, Any]) -> str:
    """Name of the smallest area that a row tells; empty without one."""
    named = (row[column] for column in reversed(PLACE_COLUMNS.values()))
    return next((str(text) for text in named if isinstance(text, str) and text), "")
