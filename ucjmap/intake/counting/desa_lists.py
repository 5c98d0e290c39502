"""Lists that name only the desa not registered, or only those registered."""

from collections.abc import Collection, Sequence
from typing import Any, Final

import pandas as pd

from ucjmap.codes import kind_of, province_of
from ucjmap.intake.counting.reasons import ISSUE_COLUMNS, issue
from ucjmap.intake.meaning import ListOf
from ucjmap.schema import ALL_SEGMENTS, OBSERVATION_COLUMNS

_DESA: Final = ("desa", "desa adat")


def complete_list(
    codes: Sequence[str],
    *,
    register_units: pd.DataFrame,
    indicator: str,
    list_of: ListOf,
    as_of: str,
    scope: Collection[str] | None = None,
) -> pd.DataFrame:
    """Observations of every desa of the scope: those named one way, all others the other way.

    Parameters
    ----------
    codes
        Codes of the areas that the list names.
    register_units
        Register of areas, with ``code`` and ``kind``; only desa and desa adat count (a kelurahan has neither aparat
        desa nor BPD).
    list_of
        What the named desa are: ``"unregistered"`` or ``"registered"``.
    scope
        Codes of the areas that the list is about; by default the provinces of the desa named.

    Returns
    -------
    pandas.DataFrame
        One row is one desa, by code (``OBSERVATION_COLUMNS``): ``numerator`` 0 or 1 of ``denominator`` 1, segment
        ``all``.
    """
    desa = _desa_of(register_units, _scope(codes, scope))
    named = desa.isin(set(codes)).to_numpy()
    registered = named if list_of == "registered" else ~named
    observations = pd.DataFrame({"unit_code": desa.to_numpy()})
    observations["indicator"] = indicator
    observations["segment"] = ALL_SEGMENTS
    observations["as_of"] = as_of
    observations["numerator"] = registered.astype(float)
    observations["denominator"] = 1.0
    return observations[list(OBSERVATION_COLUMNS)]


def check_list(
    rows: pd.DataFrame, codes: pd.Series, *, register_units: pd.DataFrame, scope: Collection[str] | None = None
) -> pd.DataFrame:
    """Issues of a list: named areas that are no desa, that lie outside the scope, or that stand there twice.

    Parameters
    ----------
    rows
        Data rows of an extract.
    codes
        Code of the matched area of each row (same index); null where none was matched, and then the row has no issue
        here.
    register_units, scope
        As for ``complete_list``.

    Returns
    -------
    pandas.DataFrame
        One row is one issue (``ISSUE_COLUMNS``); one that is named twice is a warning, the others are errors.
    """
    desa = set(_desa_of(register_units, _scope(codes.dropna().tolist(), scope)))
    times = codes.value_counts()
    issues: list[dict[str, Any]] = []
    for row, code in zip(rows.to_dict("records"), codes.reindex(rows.index), strict=True):
        if pd.isna(code):
            continue
        about = {"code": str(code), "name": row["village"] or row["district"] or "", "sheet": row["sheet"]}
        if kind_of(code) not in _DESA:
            about.pop("name")
            issues.append(
                issue(
                    row["row"], "not_a_desa", severity="error", **about, name=row["village"] or "", kind=kind_of(code)
                )
            )
        elif code not in desa:
            issues.append(issue(row["row"], "outside_scope", severity="error", **about))
        elif times[code] > 1:
            issues.append(issue(row["row"], "named_twice", severity="warning", **about, count=int(times[code])))
    return pd.DataFrame(issues, columns=list(ISSUE_COLUMNS)).astype({"row": "Int64"})


def _scope(codes: Sequence[str], scope: Collection[str] | None) -> set[str]:
    return set(scope) if scope is not None else {province_of(code) for code in codes}


def _desa_of(register_units: pd.DataFrame, scope: Collection[str]) -> pd.Series:
    desa = register_units.loc[register_units["kind"].isin(_DESA), "code"]
    inside = desa.map(lambda code: any(code == area or code.startswith(f"{area}.") for area in scope)).astype(bool)
    return desa[inside].sort_values().reset_index(drop=True)
