"""Checks of observations before they are stored: every failure is a line with its reason, all at once."""

import datetime as dt
from collections.abc import Collection, Mapping
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import pandas as pd

from ucjmap.codes import are_of_level, codes_at
from ucjmap.intake.counting.parts import plain
from ucjmap.intake.counting.reasons import ISSUE_COLUMNS, issue
from ucjmap.schema import Counted

if TYPE_CHECKING:
    import pandera.pandas as pa

_KEY: Final = ["unit_code", "indicator", "segment", "as_of"]
_SEVERITY: Final = {"numerator_above_denominator": "warning"}
#: Below this many persons a change is left alone, whatever its ratio.
_SMALL_CHANGE: Final = 30
#: More persons than Indonesia has, now and for decades to come.
_ALL_PEOPLE: Final = 400_000_000


def _schema(today: str, yes_no: Collection[str]) -> "pa.DataFrameSchema":
    import pandera.pandas as pa  # slow to load, and needed only where a file is checked

    def flagged(rows: pd.DataFrame) -> pd.Series:
        return rows["indicator"].isin(yes_no) & are_of_level(rows["unit_code"], "adm4")

    checks: dict[str, Any] = {
        "negative_count": lambda rows: ~((rows["numerator"] < 0) | (rows["denominator"] < 0)),
        "fraction_of_person": lambda rows: (rows["numerator"] % 1 == 0) & (rows["denominator"] % 1 == 0),
        "too_many_persons": lambda rows: rows[["numerator", "denominator"]].max(axis=1) < _ALL_PEOPLE,
        "flag_above_one": lambda rows: (
            ~flagged(rows) | (rows["numerator"] <= rows["denominator"]) & (rows["denominator"] <= 1)
        ),
        "numerator_above_denominator": lambda rows: flagged(rows) | (rows["numerator"] <= rows["denominator"]),
        "future_date": lambda rows: rows["as_of"].astype(str) <= today,
    }
    return pa.DataFrameSchema(
        columns={name: pa.Column(required=True, nullable=False) for name in (*_KEY, "numerator", "denominator")},
        checks=[pa.Check(check, name=name, error=name, ignore_na=False) for name, check in checks.items()],
    )


def validate(
    observations: pd.DataFrame,
    *,
    units: pd.DataFrame,
    indicators: Mapping[str, Counted],
    previous: pd.DataFrame | None = None,
    today: dt.date | str,
) -> pd.DataFrame:
    """Issues of ``observations``; severity ``error`` bars a row from the store, ``warning`` may be accepted.

    Parameters
    ----------
    observations
        Counts, with ``row`` and ``sheet`` where they come from a file.
    units
        Register of areas, with ``code``, ``level``, ``kind`` and ``parent_code``.
    indicators
        What each known indicator counts, by key: one that counts desa is 0 or 1 of 1 in each of them.
    previous
        Observations in the store. The latest of an earlier date of the same area, indicator and segment is compared:
        a change of the numerator or of the denominator is out of all proportion where it is more than twofold,
        concerns at least 30 persons, and lies further from the median change of the file (in logarithms) than five
        times 1.4826 times the median absolute deviation, so that a general rise marks nobody. (Below five pairs
        there is no telling what is general: then twofold is the whole rule.)
    today
        Day after which a date lies in the future.

    Returns
    -------
    pandas.DataFrame
        One row is one issue (``ISSUE_COLUMNS``); an observation can have several.
    """
    rows = observations.reset_index(drop=True)
    for name, default in (("row", pd.NA), ("sheet", "")):
        if name not in rows:
            rows[name] = default
    yes_no = [key for key, counts in indicators.items() if counts == "desa"]
    lines = [
        *_failures(rows, str(today)[:10], yes_no),
        *_duplicates(rows),
        *_unknown_units(rows, units),
        *_too_many_desa(rows, units, yes_no),
        *(_large_changes(rows, previous, yes_no) if previous is not None and len(previous) else []),
    ]
    issues = pd.DataFrame(lines, columns=list(ISSUE_COLUMNS)).astype({"row": "Int64"})
    issues["name"] = issues["code"].map(_names_of(units, issues["code"])).astype(object).fillna("")
    return issues


def _names_of(units: pd.DataFrame, codes: "pd.Series[str]") -> "pd.Series[str]":
    if "name" not in units or codes.empty:
        return pd.Series(dtype=object)
    return units[units["code"].isin(codes)].drop_duplicates("code").set_index("code")["name"]


def _line(row: Any, reason: str, *, severity: str, **details: Any) -> dict[str, Any]:
    number = None if pd.isna(row.row) else int(row.row)
    return issue(number, reason, severity=severity, code=row.unit_code, sheet=row.sheet, **details)


def _failures(rows: pd.DataFrame, today: str, yes_no: Collection[str]) -> list[dict[str, Any]]:
    if rows.empty:
        return []
    from pandera.errors import SchemaErrors

    try:
        _schema(today, yes_no).validate(rows, lazy=True)
    except SchemaErrors as errors:
        cases = errors.failure_cases[["check", "index"]].dropna().drop_duplicates()
        lines = []
        failed = rows.loc[cases["index"].astype(int)]
        for reason, row in zip(cases["check"], failed.itertuples(), strict=True):
            details = {
                "indicator": row.indicator, "segment": row.segment, "as_of": row.as_of,
                "numerator": plain(row.numerator), "denominator": plain(row.denominator),
            }  # fmt: skip
            lines.append(_line(row, reason, severity=_SEVERITY.get(reason, "error"), **details))
        return lines
    return []


def _duplicates(rows: pd.DataFrame) -> list[dict[str, Any]]:
    doubled = rows[rows.duplicated(_KEY, keep=False)]
    lines = []
    for _, group in doubled.groupby(_KEY, sort=False):
        same = len(group[["numerator", "denominator"]].drop_duplicates()) == 1
        reason, severity = ("duplicate", "warning") if same else ("duplicate_conflict", "error")
        for row in group.itertuples():
            details = {"indicator": row.indicator, "segment": row.segment, "as_of": row.as_of, "count": len(group)}
            lines.append(_line(row, reason, severity=severity, **details))
    return lines


def _unknown_units(rows: pd.DataFrame, units: pd.DataFrame) -> list[dict[str, Any]]:
    missing = {*rows["unit_code"].tolist()}.difference(units["code"].tolist())
    if not missing:
        return []
    unknown = rows[rows["unit_code"].isin(missing)].drop_duplicates(["unit_code", "row", "sheet"])
    return [_line(row, "unknown_unit", severity="error") for row in unknown.itertuples()]


def _too_many_desa(rows: pd.DataFrame, units: pd.DataFrame, yes_no: Collection[str]) -> list[dict[str, Any]]:
    """Kecamatan with more rows in the file than desa in the register, and counts of more desa than there are."""
    lines: list[dict[str, Any]] = []
    desa = rows[are_of_level(rows["unit_code"], "adm4")].drop_duplicates(["sheet", "row", "unit_code"])
    by_kecamatan = desa.groupby(codes_at(desa["unit_code"], "adm3"))
    existing = units.loc[
        (units["level"] == "adm4") & units["parent_code"].isin(by_kecamatan.groups), "parent_code"
    ].value_counts()
    for kecamatan, group in by_kecamatan:
        if len(group) > existing.get(kecamatan, 0):
            row = group.iloc[-1]
            details: dict[str, Any] = {"stated": len(group), "computed": int(existing.get(kecamatan, 0))}
            lines.append(_line(row, "more_desa_than_exist", severity="warning", **details) | {"code": kecamatan})
    summed = rows[rows["indicator"].isin(yes_no) & ~are_of_level(rows["unit_code"], "adm4")]
    register = units.loc[units["level"] == "adm4", "code"].astype(str) if len(summed) else pd.Series(dtype=str)
    for row in summed.itertuples():
        number = int(register.str.startswith(f"{row.unit_code}.").sum())
        if row.denominator > number:
            details = {"stated": plain(row.denominator), "computed": number}
            lines.append(_line(row, "more_desa_than_exist", severity="warning", **details))
    return lines


def _large_changes(rows: pd.DataFrame, previous: pd.DataFrame, yes_no: Collection[str]) -> list[dict[str, Any]]:
    key = ["unit_code", "indicator", "segment"]
    now = rows.reset_index(names="position")[["position", *_KEY, "numerator", "denominator"]]
    pairs = now.merge(previous[[*_KEY, "numerator", "denominator"]], on=key, suffixes=("", "_before"))
    pairs = pairs[pairs["as_of_before"].astype(str) < pairs["as_of"].astype(str)]
    pairs = pairs.sort_values("as_of_before").drop_duplicates("position", keep="last")
    lines = []
    for part in ("numerator", "denominator"):
        for _, group in pairs[~pairs["indicator"].isin(yes_no)].groupby(["indicator", "segment"]):
            for pair in group[_is_out_of_proportion(group[part], group[f"{part}_before"])].to_dict("records"):
                details = {
                    "indicator": pair["indicator"], "segment": pair["segment"], "part": part,
                    "before": plain(pair[f"{part}_before"]), "since": str(pair["as_of_before"]), "after": plain(pair[part]),
                }  # fmt: skip
                lines.append(_line(rows.loc[pair["position"]], "large_change", severity="warning", **details))
    return lines


def _is_out_of_proportion(now: pd.Series, before: pd.Series) -> np.ndarray[Any, Any]:
    change = np.log((now.clip(lower=0).to_numpy(float) + 1) / (before.clip(lower=0).to_numpy(float) + 1))
    several = len(change) >= 5
    centre = float(np.median(change)) if several else 0.0
    spread = 5 * 1.4826 * float(np.median(np.abs(change - centre))) if several else 0.0
    far = np.abs(change - centre) > max(np.log(2), spread)
    large = (np.abs(now.to_numpy(float) - before.to_numpy(float)) >= _SMALL_CHANGE) & (np.abs(change) > np.log(2))
    return np.asarray(far & large)
