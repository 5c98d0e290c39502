import math

import pytest

from ucjmap.matching import Register, repair_code


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("61.10", "61.10"),
        ("61.1", "61.10"),
        (61.1, "61.10"),
        (61, "61"),
        (61.0, "61"),
        ("6101012006", "61.01.01.2006"),
        (6101012006, "61.01.01.2006"),
        (6101012006.0, "61.01.01.2006"),
        ("6101012006.0", "61.01.01.2006"),
        ("6.101012006E9", "61.01.01.2006"),
        ("6,101012006E+09", "61.01.01.2006"),
        ("6.101.012.006", "61.01.01.2006"),
        ("61.1.1.2006", "61.01.01.2006"),
        ("61 01 01 2006", "61.01.01.2006"),
        ("61-01-01-2006", "61.01.01.2006"),
        ("'61.01.01.2006", "61.01.01.2006"),
        ("\u200b61.01.01.2006\u00a0", "61.01.01.2006"),
        ("ID6101012006", "61.01.01.2006"),
        ("６１０１０１２００６", "61.01.01.2006"),
        ("6101.012006", "61.01.01.2006"),
    ],
)
def test_repaired(register: Register, text: object, code: str) -> None:
    found = repair_code(text, register)
    assert (found.code, found.reason) == (code, "")
    assert bool(found.repairs) == (str(text) not in ("61.10", "61"))


def test_each_repair_is_told(register: Register) -> None:
    assert repair_code("61.1", register).repairs == ("61.1 -> 61.10 (trailing zero)",)
    assert repair_code("ID 6101012006", register).repairs == (
        "ID 6101012006 -> 6101012006 (marks)",
        "6101012006 -> 61.01.01.2006 (dots)",
    )


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("6.1E+09", "digits_lost"),
        ("6.10101E+09", "digits_lost"),
        (6.1e9, "unknown_code"),
        ("99.99", "unknown_code"),
        ("610101", ""),
        ("610101200", "malformed_code"),
        ("Sambas", "malformed_code"),
        (-61, "malformed_code"),
        ("", "no_code"),
        (None, "no_code"),
        (math.nan, "no_code"),
        ("91", "ambiguous_code_system"),
    ],
)
def test_refused_with_a_reason(register: Register, text: object, reason: str) -> None:
    found = repair_code(text, register)
    assert found.reason == reason
    assert (found.code is None) == bool(reason)


def test_bps_code_is_converted_and_told(register: Register) -> None:
    found = repair_code("6101020001", register)
    assert (found.code, found.system) == ("61.01.01.2001", "bps")
    assert found.repairs == ("BPS 6101020001 -> 61.01.01.2001",)


def test_papua_needs_the_system(register: Register) -> None:
    assert repair_code("91", register).candidates == ("91", "92")
    assert repair_code("91", register, system="kemendagri").code == "91"
    assert repair_code("91", register, system="bps").code == "92"


def test_code_of_another_level(register: Register) -> None:
    found = repair_code("61.01", register, level="adm4")
    assert (found.code, found.reason, found.candidates) == (None, "other_level", ("61.01",))


def test_confirmed_code_text(register: Register) -> None:
    assert repair_code("D-0017", register).code == "61.01.01.2006"
