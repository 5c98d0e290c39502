"""CSV: the mark of its encoding, no formula whatever the program splits at, no data empty."""

import csv
import io

import pandas as pd
import pytest

from ucjmap.files import make_csv

TABLE = pd.DataFrame(
    {
        "code": ["61.01", "61.02", "61.03"],
        "name": pd.Series(["A;=cmd|' /C calc'!A0", "\x00Désa\ufffe\ud800", 'B\n"=1'], dtype=object),
        "rate": [0.5, None, -0.25],
        "simulated": pd.array([True, None, False], dtype="boolean"),
    }
)


def test_the_file_begins_with_its_mark_and_no_data_is_empty() -> None:
    content = make_csv(TABLE)
    assert content.startswith(b"\xef\xbb\xbfcode,name,rate,simulated\n")
    assert make_csv(TABLE, for_scripts=True) == content.removeprefix(b"\xef\xbb\xbf")
    rows = list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")))
    assert rows[2] == ["61.02", "Désa", "", ""]
    assert rows[3][2:] == ["-0.25", "False"]


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_no_cell_is_a_formula_whatever_the_program_splits_at(delimiter: str) -> None:
    lines = csv.reader(
        io.StringIO(make_csv(TABLE[["code", "name"]]).decode("utf-8-sig"), newline=""), delimiter=delimiter
    )
    assert not [cell for row in lines for cell in row if cell.lstrip().startswith(("=", "+", "-", "@"))]


def test_no_line_of_a_file_whose_quotes_are_ignored_is_a_formula() -> None:
    lines = make_csv(TABLE[["code", "name"]]).decode("utf-8-sig").replace(";", "\n").splitlines()
    assert len(lines) == 6
    assert not [line for line in lines if line.lstrip('" ').startswith(("=", "+", "-", "@"))]
