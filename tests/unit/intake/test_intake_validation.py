import json
import re
from pathlib import Path
from string import Formatter
from typing import Any

import pandas as pd
import pytest

import ucjmap
from tests.unit.intake.tables import INDICATORS
from ucjmap.intake import ISSUE_COLUMNS, REASONS, check_list, complete_list, validate
from ucjmap.schema import OBSERVATION_COLUMNS

A, B, C = "61.01.01.2001", "61.01.01.2002", "61.01.02.2001"
TODAY = "2025-12-01"
UNITS = pd.DataFrame(
    [
        ("61", "adm1", "provinsi"), ("61.01", "adm2", "kabupaten"), ("61.01.01", "adm3", "kecamatan"),
        ("61.01.02", "adm3", "kecamatan"), (A, "adm4", "desa"), (B, "adm4", "desa"), (C, "adm4", "desa adat"),
        ("61.01.02.1001", "adm4", "kelurahan"), ("17.01.01.2001", "adm4", "desa"),
    ],
    columns=["code", "level", "kind"],
).assign(name="Sekura", parent_code=lambda units: units["code"].str.rpartition(".")[0])  # fmt: skip


def _observations(*rows: tuple[Any, ...]) -> pd.DataFrame:
    """(code, indicator, numerator, denominator[, as_of[, row]])."""
    full = [
        (code, key, "all", *(rest[2:3] or ["2025-10-31"]), *rest[:2], number)
        for number, (code, key, *rest) in enumerate(rows, 2)
    ]
    return pd.DataFrame(full, columns=[*OBSERVATION_COLUMNS, "row"]).assign(sheet="Rekap")


def _found(observations: pd.DataFrame, **more: Any) -> list[tuple[int, str, str]]:
    issues = validate(observations, **{"units": UNITS, "indicators": INDICATORS, "today": TODAY} | more)
    assert list(issues.columns) == list(ISSUE_COLUMNS)
    for line in issues.to_dict("records"):
        assert REASONS[line["reason"]].format(**json.loads(line["detail"]))
    return sorted(zip(issues["row"], issues["reason"], issues["severity"], strict=True))


def test_sound_counts_pass() -> None:
    assert (
        _found(_observations((A, "ucj", 5, 10), (A, "aparat_registered", 1, 1), ("61.01", "aparat_registered", 2, 3)))
        == []
    )
    assert _found(_observations().astype({"row": "int64"})) == []


@pytest.mark.parametrize(
    ("row", "reason", "severity"),
    [
        ((A, "ucj", 11, 10), "numerator_above_denominator", "warning"),
        ((A, "aparat_registered", 2, 1), "flag_above_one", "error"),
        ((A, "ucj", -1, 10), "negative_count", "error"),
        ((A, "ucj", 2.5, 10), "fraction_of_person", "error"),
        ((A, "ucj", 1, 2.047), "fraction_of_person", "error"),
        ((A, "ucj", 1, 2, "2025-12-02"), "future_date", "error"),
        (("99.01.01.2001", "ucj", 1, 2), "unknown_unit", "error"),
        (("61.01", "bpd_registered", 3, 5), "more_desa_than_exist", "warning"),
    ],
)
def test_each_rule(row: tuple[Any, ...], reason: str, severity: str) -> None:
    assert (2, reason, severity) in _found(_observations(row))


def test_what_is_yes_or_no_is_told_by_its_definition_and_not_by_its_key() -> None:
    row = _observations((A, "bumdes", 5, 9))
    assert _found(row, indicators={"bumdes": "desa"}) == [(2, "flag_above_one", "error")]
    assert _found(row, indicators={"bumdes": "people"}) == []
    above = _observations(("61.01", "bumdes", 5, 9))
    assert _found(above, indicators={"bumdes": "desa"}) == [(2, "more_desa_than_exist", "warning")]


def test_duplicates_are_an_error_on_every_copy_only_where_they_differ() -> None:
    assert _found(_observations((A, "ucj", 1, 2), (A, "ucj", 1, 2))) == [
        (2, "duplicate", "warning"),
        (3, "duplicate", "warning"),
    ]
    differing = _found(_observations((A, "ucj", 1, 2), (A, "ucj", 1, 2), (A, "ucj", 2, 2)))
    assert [line for line in differing if "duplicate" in line[1]] == [
        (row, "duplicate_conflict", "error") for row in (2, 3, 4)
    ]
    assert _found(_observations((A, "ucj", 1, 2), (A, "ucj", 2, 2, "2025-09-30"))) == []


def test_a_kecamatan_with_more_rows_than_desa() -> None:
    observations = _observations((A, "ucj", 1, 2), (B, "ucj", 1, 2), ("61.01.01.2009", "ucj", 1, 2))
    assert (4, "more_desa_than_exist", "warning") in _found(observations)
    assert (4, "unknown_unit", "error") in _found(observations)


def test_a_fall_out_of_all_proportion() -> None:
    before = _observations((A, "ucj", 500, 1000, "2025-06-30"), (B, "ucj", 500, 1000, "2025-06-30"))
    earlier = _observations((A, "ucj", 40, 1000, "2024-06-30"))
    now = _observations((A, "ucj", 50, 1000), (B, "ucj", 400, 1000))
    assert _found(now, previous=pd.concat([before, earlier])) == [(2, "large_change", "warning")]


def test_a_change_that_all_areas_share_or_of_few_persons_marks_nobody() -> None:
    codes = [f"61.01.01.2{number:03}" for number in range(20)]
    before = _observations(*((code, "ucj", 100, 1000, "2025-06-30") for code in codes))
    tripled = _observations(*((code, "ucj", 300 + index, 1000) for index, code in enumerate(codes)))
    reasons = {reason for _, reason, _ in _found(tripled, previous=before)}
    assert "large_change" not in reasons
    few = _observations((A, "ucj", 2, 20, "2025-06-30"))
    assert _found(_observations((A, "ucj", 18, 20)), previous=few) == []


def test_a_later_period_is_no_previous_one() -> None:
    later = _observations((A, "ucj", 900, 1000, "2025-11-30"))
    assert _found(_observations((A, "ucj", 100, 1000)), previous=later) == []


def test_a_list_of_the_unregistered_covers_every_desa_of_the_province() -> None:
    completed = complete_list(
        [B], register_units=UNITS, indicator="bpd_registered", list_of="unregistered", as_of="2025-10-31"
    )
    assert completed.set_index("unit_code")["numerator"].to_dict() == {A: 1, B: 0, C: 1}
    assert set(completed["denominator"]) == {1.0}
    assert list(completed.columns) == list(OBSERVATION_COLUMNS)
    reverse = complete_list(
        [B], register_units=UNITS, indicator="bpd_registered", list_of="registered", as_of="2025-10-31"
    )
    assert (completed["numerator"] + reverse["numerator"]).tolist() == [1, 1, 1]


def test_a_list_may_be_about_a_kecamatan() -> None:
    completed = complete_list(
        [B],
        register_units=UNITS,
        indicator="aparat_registered",
        list_of="unregistered",
        as_of="2025-10-31",
        scope=["61.01.01"],
    )
    assert completed["unit_code"].tolist() == [A, B]


def test_a_list_is_checked_against_the_register() -> None:
    rows = pd.DataFrame({"row": [2, 3, 4, 5, 6], "sheet": "Rekap", "village": "Sekura", "district": None})
    codes = pd.Series([A, A, "61.01.02.1001", "17.01.01.2001", None], dtype=object)
    issues = check_list(rows, codes, register_units=UNITS, scope=["61"])
    assert issues[["row", "reason", "severity"]].to_numpy().tolist() == [
        [2, "named_twice", "warning"], [3, "named_twice", "warning"], [4, "not_a_desa", "error"], [5, "outside_scope", "error"],
    ]  # fmt: skip
    for line in issues.to_dict("records"):
        assert REASONS[line["reason"]].format(**json.loads(line["detail"]))


def test_every_reason_is_used_and_every_template_can_be_filled() -> None:
    source = "\n".join(
        path.read_text(encoding="utf-8")
        for folder in ("intake", "api")
        for path in (Path(ucjmap.__file__).parent / folder).rglob("*.py")
        if path.name != "reasons.py"
    )
    unused = [reason for reason in REASONS if f'"{reason}"' not in source]
    assert unused == []
    assert all(re.fullmatch(r"[a-z_]+", reason) for reason in REASONS)
    assert all(name.isidentifier() for text in REASONS.values() for _, name, _, _ in Formatter().parse(text) if name)
