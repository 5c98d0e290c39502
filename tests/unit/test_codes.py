"""Codes as dotted text: form, level, ancestors, kind."""

import pandas as pd
import pytest

from ucjmap.codes import (
    ALL_LEVELS,
    LEVELS,
    Level,
    ancestors_of,
    are_of_level,
    bps_codes_at,
    child_level,
    code_at,
    codes_at,
    depth_of,
    dot_code,
    have_desa_number,
    is_all_desa,
    is_ambiguous,
    is_code,
    join_columns,
    kind_of,
    level_of,
    level_of_digits,
    lies_in,
    looks_like_code,
    pad_blocks,
    pad_bps_block,
    parent_of,
    province_of,
    systems_of,
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


@pytest.mark.parametrize("text", ["", "6101", "bps:610", "bps:61.01", "Ketapang"])
def test_the_level_of_other_text_is_an_error(text: str) -> None:
    with pytest.raises(ValueError, match=r"not a (Kemendagri|BPS) code"):
        level_of(text)


@pytest.mark.parametrize(
    ("code", "level"), [("bps:61", "adm1"), ("bps:6101", "adm2"), ("bps:6101010", "adm3"), ("bps:6101010001", "adm4")]
)
def test_an_area_that_only_bps_knows_has_its_level(code: str, level: Level) -> None:
    assert level_of(code) == level
    assert are_of_level(pd.Series([code]), level).tolist() == [True]
    others = [other for other in LEVELS if other != level]
    assert not any(are_of_level(pd.Series([code]), other).any() for other in others)


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
        ("bps:61", "provinsi"),
        ("bps:6101", "kabupaten"),
        ("bps:6171", "kota"),
        ("bps:6101010", "kecamatan"),
        ("bps:6101011001", "desa"),
    ],
)
def test_the_kind_is_in_the_code(code: str, kind: str) -> None:
    assert kind_of(code) == kind


@pytest.mark.parametrize("code", ["bps:", "bps:610", "bps:61.01"])
def test_a_bps_code_of_no_level_has_no_kind(code: str) -> None:
    with pytest.raises(ValueError, match="not a BPS code"):
        kind_of(code)


@pytest.mark.parametrize(
    ("code", "level", "area"),
    [
        ("61.01.02.2003", "adm1", "61"),
        ("61.01.02.2003", "adm2", "61.01"),
        ("61.01.02.2003", "adm3", "61.01.02"),
        ("61.01.02.2003", "adm4", "61.01.02.2003"),
        ("61", "adm2", "61"),
        ("", "adm2", ""),
        ("bps:6101010001", "adm1", "bps:61"),
        ("bps:6101010001", "adm2", "bps:6101"),
        ("bps:6101010001", "adm3", "bps:6101010"),
    ],
)
def test_the_area_above_is_read_from_the_code(code: str, level: Level, area: str) -> None:
    assert code_at(code, level) == area
    assert codes_at(pd.Series([code, None], dtype=object), level).tolist()[0] == area


def test_a_column_of_both_issuers_keeps_the_rows_without_a_code() -> None:
    codes = pd.Series(["61.01.02.2003", None, "bps:6101010001"], index=[7, 8, 9], dtype=object)
    areas = codes_at(codes, "adm2")
    assert areas.loc[[7, 9]].tolist() == ["61.01", "bps:6101"]
    assert pd.isna(areas.loc[8])
    assert are_of_level(codes, "adm4").tolist() == [True, False, True]


def test_digits_of_bps_are_cut_at_its_own_widths() -> None:
    digits = pd.Series(["6101010001"])
    assert [bps_codes_at(digits, level)[0] for level in LEVELS] == ["61", "6101", "6101010", "6101010001"]


@pytest.mark.parametrize(
    ("digits", "systems", "kemendagri", "bps"),
    [
        ("61", ("kemendagri", "bps"), "adm1", "adm1"),
        ("6101", ("kemendagri", "bps"), "adm2", "adm2"),
        ("610101", ("kemendagri",), "adm3", None),
        ("6101010", ("bps",), None, "adm3"),
        ("6101012001", ("kemendagri", "bps"), "adm4", "adm4"),
        ("610", (), None, None),
        ("61O1", ("kemendagri", "bps"), None, None),
    ],
)
def test_the_length_tells_the_issuer_of_some_codes_only(
    digits: str, systems: tuple[str, ...], kemendagri: str | None, bps: str | None
) -> None:
    assert systems_of(digits) == systems
    assert level_of_digits(digits, "kemendagri") == kemendagri
    assert level_of_digits(digits, "bps") == bps


def test_papua_is_numbered_differently_by_the_two_issuers() -> None:
    assert [is_ambiguous(digits) for digits in ("61", "9101", "9712", "1991")] == [False, True, True, False]


def test_the_seventh_of_ten_digits_begins_the_number_of_a_desa() -> None:
    assert have_desa_number(pd.Series(["6101012001", "6101011001", "6101010001"])).tolist() == [True, True, False]


@pytest.mark.parametrize(
    ("text", "is_one"), [("61.01", True), ("6101012001", True), ("61", False), ("0812345678", False)]
)
def test_a_cell_that_can_only_be_a_code(text: str, is_one: bool) -> None:
    assert looks_like_code(text) == is_one


def test_blocks_get_back_the_zeros_of_their_place() -> None:
    assert pad_blocks(["61", "1", "1", "2001"]) == ["61", "01", "01", "2001"]
    assert pad_blocks(["61", "1", "1", "201"]) == ["61", "01", "01", "201"]
    assert pad_blocks(["6101", "1"]) == ["6101", "1"]
    assert [pad_bps_block("1", level) for level in LEVELS] == ["01", "01", "001", "001"]
    assert join_columns(["61", "1", "1"]) == "61.01.01"
    assert join_columns(["61", "1", "010", "001"]) == "6101010001"
    assert join_columns([]) == ""


def test_depth_counts_the_blocks() -> None:
    assert [depth_of(code) for code in ("", "00", "61", "61.01", "61.01.02", "61.01.02.2003")] == [0, 0, 1, 2, 3, 4]


@pytest.mark.parametrize(
    ("code", "scope", "inside"),
    [
        ("61.01", "61", True),
        ("61.01", "61.01", True),
        ("61.01", "", True),
        ("61.01", "00", True),
        ("61.01", "6", False),
        ("61.01", "61.01.02", False),
        ("61.10", "61.1", False),
    ],
)
def test_an_area_lies_in_those_above_it(code: str, scope: str, inside: bool) -> None:
    assert lies_in(code, scope) == inside


def test_all_desa_are_those_of_the_country() -> None:
    asked = [("00", "adm4"), ("00", "adm3"), ("61", "adm4")]
    assert [is_all_desa(code, level) for code, level in asked] == [True, False, False]
