"""Messy workbooks by the hundred: every row accounted for, every desa found under its names, every count right."""

import json
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from tests.long_run import examples
from tests.messy_workbooks import Messy, write_messy
from tests.unit.intake.tables import INDICATORS
from ucjmap.errors import IntakeError
from ucjmap.intake import (
    DATA_KINDS,
    REASONS,
    Extract,
    Layout,
    Sheet,
    extract_rows,
    guess_layout,
    read_counts,
    read_sheets,
    read_targets,
    validate,
)


def _read(messy: Messy) -> tuple[Layout, Extract]:
    sheets = read_sheets(messy.path)
    layout = guess_layout(sheets)
    extract = extract_rows(sheets, layout)
    assert len(extract.rows) == sum(len(sheet.cells) for sheet in sheets)
    return layout, extract


def _check(messy: Messy) -> None:
    layout, extract = _read(messy)
    rows = extract.rows.set_index(["sheet", "row"])
    kinds = {key: kind for key, kind in messy.kinds.items() if key in rows.index}
    assert all(kind == "blank" for key, kind in messy.kinds.items() if key not in rows.index)
    assert rows["kind"].loc[list(kinds)].to_dict() == kinds
    assert not rows.drop(index=list(kinds))["kind"].isin(DATA_KINDS).any()
    for key, village in messy.villages.items():
        row = rows.loc[key]
        assert row["village"].lower() == village.village.lower()
        if "title" in messy.defects:
            assert row["district"].lower() == village.district.lower()
        else:
            assert row["district"] == village.district
        if "codes none" not in messy.defects:
            assert row["code"].removesuffix(".0").replace(".", "") == village.code.replace(".", "")
    codes = pd.Series(None, index=extract.rows.index, dtype=object)
    for position, (sheet, number) in enumerate(zip(extract.rows["sheet"], extract.rows["row"], strict=True)):
        if (sheet, number) in messy.villages:
            codes[position] = messy.villages[sheet, number].code
    counts = read_counts(extract, layout, codes, indicators=INDICATORS, as_of="2025-10-31")
    _check_counts(messy, counts.observations)
    assert "total_differs" not in set(counts.issues["reason"])


def _check_counts(messy: Messy, observations: pd.DataFrame) -> None:
    whole = observations[observations["segment"] == "all"]
    stored = {(row.sheet, row.row, row.indicator): row.numerator for row in whole.itertuples()}
    for (sheet, row), counts in messy.counts.items():
        for indicator, value in counts.items():
            if value is None:
                assert (sheet, row, indicator) not in stored
            elif (sheet, row, indicator) in stored:
                assert stored[sheet, row, indicator] == value


@pytest.mark.parametrize("seed", range(60))
def test_every_row_of_a_messy_workbook_is_accounted_for(seed: int, tmp_path: Path) -> None:
    _check(write_messy(tmp_path, seed))


@given(seed=st.integers(100, 10**6))
@settings(
    max_examples=examples(60),
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
    derandomize=True,
)
def test_any_combination_of_defects(seed: int, tmp_path: Path) -> None:
    _check(write_messy(tmp_path, seed))


@given(text=st.text(max_size=400))
@settings(max_examples=examples(100), deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_text_file_is_read_whole_or_refused(text: str, tmp_path: Path) -> None:
    path = tmp_path / "apa saja.csv"
    path.write_text(text, encoding="utf-8")
    refused = None
    try:
        sheets = read_sheets(path)
        layout = guess_layout(sheets)
    except IntakeError as error:
        refused = error
    if refused is not None:
        assert refused.hint
        return
    extract = extract_rows(sheets, layout)
    assert len(extract.rows) == len(sheets[0].cells)
    assert Layout.from_dict(layout.to_dict()) == layout


_WORDS = (
    "Nama Desa",
    "Kecamatan",
    "Kode",
    "Terdaftar",
    "Jumlah",
    "BPD",
    "Aparat",
    "Peserta",
    "Pekerja",
    "Target 2026",
    "Tanggal",
    "Total",
)
_CELLS = st.one_of(
    st.none(),
    st.sampled_from(
        (*_WORDS, "Kecamatan Sambas", "Sekura", "61.01.01.2001", "61.01", "-", "16,3 %", "2.047", "Sudah", "#REF!")
    ),
    st.integers(-5, 3000),
    st.floats(allow_nan=False, allow_infinity=False),
    st.booleans(),
    st.dates(),
    st.text(max_size=8),
)


@given(
    rows=st.lists(st.lists(_CELLS, min_size=5, max_size=5), min_size=1, max_size=12),
    head=st.lists(st.sampled_from(_WORDS), min_size=5, max_size=5, unique=True),
    merged=st.lists(st.tuples(st.integers(0, 4), st.integers(0, 4), st.integers(4, 9), st.integers(4, 9)), max_size=2),
)
@settings(max_examples=examples(300), deadline=None, derandomize=True)
def test_no_arrangement_of_cells_loses_a_row_or_breaks_the_reader(
    rows: list[list[Any]], head: list[str], merged: list[tuple[int, int, int, int]]
) -> None:
    sheet = Sheet("Rekap", [[None] * 5, list(head), *rows], merged=tuple(merged))
    try:
        layout = guess_layout([sheet])
    except IntakeError:
        assume(False)
    extract = extract_rows([sheet], layout)
    assert extract.rows["row"].tolist() == list(range(1, len(rows) + 3))
    codes = pd.Series("61.01.01.2001", index=extract.rows.index, dtype=object)
    counts = read_counts(extract, layout, codes, indicators=INDICATORS, as_of="2025-10-31")
    assert set(counts.observations["row"]) <= set(extract.data["row"])
    assert set(counts.issues["reason"]) <= set(REASONS)
    for line in counts.issues.itertuples():
        assert REASONS[line.reason].format(**json.loads(line.detail))
    read_targets(extract, layout, codes)
    units = pd.DataFrame(
        {"code": ["61.01.01.2001"], "level": "adm4", "kind": "desa", "name": "Sekura", "parent_code": "61.01.01"}
    )
    assert set(validate(counts.observations, units=units, indicators=INDICATORS, today="2025-12-01")["reason"]) <= set(
        REASONS
    )
