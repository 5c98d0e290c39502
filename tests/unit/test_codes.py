"""Codes as dotted text: form, level, ancestors, kind."""

import pytest

from ucjmap.codes import (
    ALL_LEVELS,
    ancestors_of,
    child_level,
    dot_code,
    is_code,
    kind_of,
    level_of,
    parent_of,
    province_of,
)


@pytest.mark.parametrize("code", ["61", "61.01", "61.01.01", "61.01.01.2001"])
def test_a_dotted_code_of_any_level_is_one(code: str) -> None:
    assert is_code(code)
    assert dot_code(code) == code


@pytest.mark.parametrize(
    "text",
    [
        "",
        "6",
        "611",
        "61.1",
        "6101",
        "61.01.",
        ".61",
        "61.01.01.201",
        "61.01.01.20011",
        "61-01",
        "61.01\n",
        "٦١",
        "bps:61",
    ],
)
def test_other_text_is_no_code(text: str) -> None:
    assert not is_code(text)


@pytest.mark.parametrize(
    ("digits", "code"),
    [("61", "61"), ("6101", "61.01"), ("610101", "61.01.01"), ("6101012001", "61.01.01.2001")],
)
def test_digits_become_a_dotted_code(digits: str, code: str) -> None:
    assert dot_code(digits) == code


@pytest.mark.parametrize(
    "text", ["", "6", "611", "61010", "6101012", "610101200", "61010120011", "6.1E+09", "61O1", "٦١", "²³"]
)
def test_no_digit_is_added_or_left_out(text: str) -> None:
    assert dot_code(text) is None


@pytest.mark.parametrize(
    ("code", "level", "parent", "ancestors"),
    [
        ("00", "adm0", "00", []),
        ("61", "adm1", "00", ["00"]),
        ("61.01", "adm2", "61", ["00", "61"]),
        ("61.01.02", "adm3", "61.01", ["00", "61", "61.01"]),
        ("61.01.02.2003", "adm4", "61.01.02", ["00", "61", "61.01", "61.01.02"]),
    ],
)
def test_a_code_says_where_it_stands(code: str, level: str, parent: str, ancestors: list[str]) -> None:
    assert level_of(code) == level
    assert parent_of(code) == parent
    assert ancestors_of(code) == ancestors
    if level != "adm0":
        assert province_of(code) == "61"
        assert level_of(parent) == ALL_LEVELS[ALL_LEVELS.index(level) - 1]


@pytest.mark.parametrize("text", ["", "6101", "bps:61", "Ketapang"])
def test_the_level_of_other_text_is_an_error(text: str) -> None:
    with pytest.raises(ValueError, match="not a Kemendagri code"):
        level_of(text)


def test_levels_follow_each_other_down_to_the_desa() -> None:
    assert [child_level(level) for level in ALL_LEVELS] == ["adm1", "adm2", "adm3", "adm4", None]


@pytest.mark.parametrize(
    ("code", "kind"),
    [
        ("00", "negara"),
        ("61", "provinsi"),
        ("61.01", "kabupaten"),
        ("61.70", "kabupaten"),
        ("61.71", "kota"),
        ("61.72", "kota"),
        ("61.01.01", "kecamatan"),
        ("61.01.01.1001", "kelurahan"),
        ("61.01.01.2001", "desa"),
        ("94.01.01.3001", "desa adat"),
    ],
)
def test_the_kind_is_in_the_code(code: str, kind: str) -> None:
    assert kind_of(code) == kind
