"""Texts from outside: nothing runs in a spreadsheet, and no letter breaks a file."""

import pandas as pd
import pytest

from ucjmap.files import defuse, plain_text
from ucjmap.files.text import defuse_formulas


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("=1+1", "'=1+1"),
        ("+62", "'+62"),
        ("-Desa", "'-Desa"),
        ("@SUM(A1)", "'@SUM(A1)"),
        ("\t=2", "'\t=2"),
        ("  =2", "'  =2"),
        ("＝1+1", "'＝1+1"),
        ("A;=cmd|' /C calc'!A0", "A;'=cmd|' /C calc'!A0"),
        ('A;"=cmd"', 'A;"\'=cmd"'),
        ("A; -1;+2", "A; '-1;'+2"),
        ("baris\n=1", "baris\n'=1"),
        ("baris\r\n@1", "baris\r\n'@1"),
        ("kolom\t=1", "kolom\t'=1"),
        ("\ufffe=1", "'=1"),
    ],
)
def test_what_would_run_is_defused(text: str, written: str) -> None:
    assert defuse(text) == written


@pytest.mark.parametrize("text", ["", "Desa-Baru", "a; b", "Désa, 'Ñusa'", "1 = 1", "Sei. Kakap (A+B)", "'=1"])
def test_what_would_not_run_stays(text: str) -> None:
    assert defuse(text) == text


@pytest.mark.parametrize("value", [5, -1.5, None, True])
def test_what_is_no_text_stays(value: object) -> None:
    assert defuse(value) is value


def test_letters_that_no_file_may_hold_go() -> None:
    assert plain_text("A\x00B\x07C\ufffeD\ud800E\tF\nG😀") == "ABCDE\tF\nG😀"


@pytest.mark.parametrize("text", ["=1", "+1", "-1", "@A", "\t=1", "\r=1"])
def test_a_heading_is_defused_like_a_cell(text: str) -> None:
    table = pd.DataFrame({text: [text, 5, None], "angka": [1.5, -2.0, None]})
    safe = defuse_formulas(table)
    assert list(safe.columns) == [f"'{text}", "angka"]
    assert safe.iloc[0, 0] == f"'{text}"
    assert safe["angka"].tolist()[:2] == [1.5, -2.0]
    assert next(iter(table.columns)) == text
