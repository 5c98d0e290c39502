"""What has to be known about the data behind a map: missing, repaired, out of date, doubtful."""

import datetime as dt
from dataclasses import dataclass
from typing import Final, Literal

import pandas as pd

from ucjmap.api.areas import AreaTree, area_tree
from ucjmap.api.figures.definitions import get_indicator
from ucjmap.api.figures.rollups import known_imports, list_dates, rolled_up
from ucjmap.codes import ALL_LEVELS, LEVELS
from ucjmap.indicators import Indicator
from ucjmap.schema import ALL_SEGMENTS
from ucjmap.store import Store

FindingKey = Literal[
    "missing",
    "old",
    "above_one",
    "small",
    "disagree",
    "simulated",
    "refused_rows",
    "repaired_codes",
    "confirmed_names",
    "no_polygon",
    "repaired_polygon",
    "earlier_polygon",
    "model_polygon",
    "doubtful_centre",
]
_OLD_MONTHS: Final = 12
#: Words of ``flags`` by finding. A model polygon is a cell around a centre that may itself be in doubt.
_FLAGS: Final[dict[FindingKey, tuple[str, ...]]] = {
    "repaired_polygon": ("repaired", "merged"),
    "earlier_polygon": ("carried",),
    "model_polygon": ("model",),
    "doubtful_centre": ("off_land", "no_centre", "shared_centre", "doubtful_centre"),
}
_EXAMPLES: Final = 3


@dataclass(frozen=True)
class Finding:
    """One kind of thing to know about the data.

    ``count`` of ``total`` areas (or rows of files, for what the intake did) are meant; ``examples`` are the first of
    them. ``areas`` has one row an area (code, name, level, within, detail) or a file (file_name, as_of, detail); it
    is empty where nothing was found.
    """

    key: FindingKey
    count: int
    total: int
    examples: tuple[str, ...]
    areas: pd.DataFrame


@dataclass(frozen=True)
class DataQuality:
    """All findings on one area, one indicator and date, those that found nothing included.

    ``missing_by_level`` has one row a level (level, areas, without_data).
    """

    code: str
    indicator: Indicator
    as_of: str | None
    newest: str | None
    desa: int
    desa_with_data: int
    missing_by_level: pd.DataFrame
    findings: tuple[Finding, ...]

    @property
    def share(self) -> float:
        """Share of desa to which the indicator applies that have data; NaN where it applies to none."""
        return self.desa_with_data / self.desa if self.desa else float("nan")

    def finding(self, key: FindingKey) -> Finding:
        """The finding of one kind; one that found nothing too.

        Parameters
        ----------
        key
            Each kind occurs once.
        """
        return next(finding for finding in self.findings if finding.key == key)


def data_quality(
    store: Store,
    code: str,
    indicator_key: str,
    segment: str = ALL_SEGMENTS,
    *,
    as_of: str | None = None,
) -> DataQuality:
    """What is missing, old, contradictory, repaired or modelled in and below an area.

    Parameters
    ----------
    code
        The area; it and all areas inside it are looked at.
    as_of
        ISO date of the figures; None is the newest on which anything in its province was counted.

    Raises
    ------
    UsageError
        Unknown area or indicator.
    """
    indicator = get_indicator(indicator_key)
    tree = area_tree(store)
    own = tree.level(code)
    date = as_of or (list_dates(store, indicator_key, code, segment) or [""])[-1]
    rolled = rolled_up(store, indicator, segment, date)
    tree, totals, latest = rolled.tree, rolled.totals, rolled.latest
    inside = tree.areas if own == "adm0" else tree.areas[tree.areas[own] == code]
    areas = inside.join(totals)
    areas = areas.assign(level=areas["level"].astype(object))
    desa = areas[(areas["level"] == "adm4") & (areas["desa"] > 0)]
    whole = totals.loc[code]
    newest = whole["newest"] if isinstance(whole["newest"], str) else None
    by_level = [
        (level, len(rows), int(rows["rate"].isna().sum()))
        for level in LEVELS[ALL_LEVELS.index(own) - 1 if own != "adm0" else 0 :]
        if len(rows := areas[(areas["level"] == level) & (areas["desa"] > 0)])
    ]
    by_kind = {
        **_count_findings(areas, desa, indicator, newest),
        **polygon_findings(areas),
    }
    findings = [_finding(tree, key, rows, total, detail) for key, (rows, total, detail) in by_kind.items()]
    used = latest[latest["unit_code"].isin(areas.index)]
    return DataQuality(
        code=code,
        indicator=indicator,
        as_of=date or None,
        newest=newest,
        desa=int(whole["desa"]),
        desa_with_data=int(whole["desa_with_data"]),
        missing_by_level=pd.DataFrame(by_level, columns=["level", "areas", "without_data"]),
        findings=(*findings, *_import_findings(store, used)),
    )


_Affected = tuple[pd.DataFrame, int, "pd.Series[str] | None"]


def _count_findings(
    areas: pd.DataFrame, desa: pd.DataFrame, indicator: Indicator, newest: str | None
) -> dict[FindingKey, _Affected]:
    known = areas[areas["rate"].notna()]
    desa_known = desa[desa["rate"].notna()]
    old = desa_known[desa_known["newest"] < _months_before(newest)] if newest else desa_known.iloc[:0]
    above = known[known["rate"] > 1]
    few = desa_known[(desa_known["denominator"] < indicator.small_below) & (not indicator.counts_desa)]
    supplied = known[known["own_numerator"].notna()]
    differs = (supplied["own_numerator"] != supplied["numerator"]) | (
        supplied["own_denominator"] != supplied["denominator"]
    )
    disagree = supplied[differs]

    texts = zip(_counts(disagree, "own_"), _counts(disagree), strict=True)
    contradictions = pd.Series([f"{own} ≠ {below}" for own, below in texts], index=disagree.index, dtype=object)
    return {
        "missing": (desa[desa["rate"].isna()], len(desa), None),
        "old": (old, len(desa_known), old["newest"]),
        "above_one": (above, len(known), _counts(above)),
        "small": (few, len(desa_known), _counts(few)),
        "disagree": (disagree, len(supplied), contradictions),
    }


def _counts(rows: pd.DataFrame, prefix: str = "") -> pd.Series:
    pairs = zip(rows[f"{prefix}numerator"], rows[f"{prefix}denominator"], strict=True)
    return pd.Series(
        [f"{numerator:.0f} / {denominator:.0f}" for numerator, denominator in pairs], rows.index, dtype=object
    )


def _months_before(date: str) -> str:
    day = dt.date.fromisoformat(date)
    month = day.year * 12 + day.month - 1 - _OLD_MONTHS
    first = dt.date(month // 12, month % 12 + 1, 1)
    return (first + dt.timedelta(days=min(day.day, 28) - 1)).isoformat()


def polygon_findings(areas: pd.DataFrame) -> dict[FindingKey, _Affected]:
    """What is to be known of the polygons; an area without one keeps flags of an earlier edition, which say nothing."""
    has_polygon = areas["west"].notna()
    drawn = areas[has_polygon]
    words = drawn["flags"].str.split("|")
    by_kind: dict[FindingKey, _Affected] = {"no_polygon": (areas[~has_polygon], len(areas), None)}
    for key, flags in _FLAGS.items():
        rows = drawn[[not set(flags).isdisjoint(known) for known in words]]
        by_kind[key] = (rows, len(drawn), rows["flags"])
    return by_kind


def _finding(
    tree: AreaTree, key: FindingKey, rows: pd.DataFrame, total: int, detail: "pd.Series[str] | None"
) -> Finding:
    names = tree.areas["name"]
    listed = rows[["code", "name", "level"]]
    within = rows["parent_code"].map(names).fillna("Indonesia")
    listed = listed.assign(within=within, detail="" if detail is None else detail).reset_index(drop=True)
    return Finding(key, len(listed), total, tuple(listed["name"].head(_EXAMPLES)), listed)


def _import_findings(store: Store, used: pd.DataFrame) -> list[Finding]:
    """What the intake did with the files behind the figures, as far as their reports were kept."""
    entries = known_imports(store)
    entries = entries[entries["id"].isin(used["import_id"].unique())]
    simulated = set(entries.loc[entries["simulated"].astype(bool), "id"])
    counts = used["import_id"].isin(simulated)
    rows_of = {key: _rows_of(entries, key) for key in ("refused_rows", "repaired_codes", "confirmed_names")}
    read = sum(int(outcome.get("rows", 0)) for outcome in entries["outcome"])
    files = entries[entries["id"].isin(simulated)].assign(detail="")
    findings = [_file_finding("simulated", int(counts.sum()), len(used), files)]
    for key, files in rows_of.items():
        findings.append(
            _file_finding(key, int(files["rows"].sum()), read, files.assign(detail=files["rows"].astype(str)))
        )
    return findings


def _rows_of(entries: pd.DataFrame, key: str) -> pd.DataFrame:
    def count(outcome: dict[str, object]) -> int:
        by_method = outcome.get("by_method")
        methods: dict[str, int] = by_method if isinstance(by_method, dict) else {}
        if key == "repaired_codes":
            return methods.get("code_repaired", 0)
        if key == "confirmed_names":
            return methods.get("fuzzy", 0) + methods.get("alias", 0)
        return int(str(outcome.get("refused", 0)))

    counted = entries.assign(rows=[count(outcome) for outcome in entries["outcome"]])
    return counted[counted["rows"] > 0]


def _file_finding(key: str, count: int, total: int, files: pd.DataFrame) -> Finding:
    listed = files[["file_name", "as_of", "detail"]].reset_index(drop=True)
    known = next(kind for kind in FindingKey.__args__ if kind == key)  # type: ignore[attr-defined]
    return Finding(known, count, total, tuple(listed["file_name"].head(_EXAMPLES)), listed)
