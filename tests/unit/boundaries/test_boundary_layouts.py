"""Code systems, partial codes and names, without any file."""

import pandas as pd
import pytest

from ucjmap.boundaries.attributes import read_attributes
from ucjmap.boundaries.layouts import finest_level
from ucjmap.boundaries.name_cleaning import clean_name, split_humps


@pytest.mark.parametrize(
    ("codes", "system", "level"),
    [
        (["61.01.01.2001", "61.01.01.2002"], "kemendagri", "adm4"),
        (["6101012001", "6101012002"], "kemendagri", "adm4"),
        (["6101010001", "6101010002"], "bps", "adm4"),
        (["6101010", "6101020"], "bps", "adm3"),
        (["610101", "610102"], "kemendagri", "adm3"),
        (["61.01", "61.02"], "kemendagri", "adm2"),
        (["61", "17"], "kemendagri", "adm1"),
    ],
)
def test_code_system_and_level_are_told_by_content(codes: list[str], system: str, level: str) -> None:
    attributes, issuer, found, finest = read_attributes(pd.DataFrame({"KODE": codes, "NAMA": "x"}), "auto")
    assert (issuer, found, finest) == ("plain", system, level)
    assert attributes["code" if system == "kemendagri" else "bps_code"].notna().all()


def test_numbers_as_codes_keep_their_digits() -> None:
    frame = pd.DataFrame({"IDDESA": [1701040057.0, 1701040058.0], "NMDESA": ["a", "b"]})
    attributes, issuer, system, _ = read_attributes(frame, "auto")
    assert (issuer, system) == ("bps", "bps")
    assert attributes["bps_code"].tolist() == ["1701040057", "1701040058"]


def test_partial_codes_are_padded_and_a_missing_part_leaves_none() -> None:
    frame = pd.DataFrame(
        {
            "KDPROV": [61, 61, 61],
            "KDKAB": [1, 1, 1],
            "KDKEC": [10, 10, None],
            "KDDESA": [1, 2, 3],
            "NMDESA": list("abc"),
        }
    )
    attributes, *_ = read_attributes(frame, "auto")
    assert attributes["bps_code"].tolist()[:2] == ["6101010001", "6101010002"]
    assert attributes["bps_code"].isna().tolist() == [False, False, True]


@pytest.mark.parametrize(
    ("blocks", "codes"),
    [
        ([("61", "01", "02", "2001"), ("61", "01", "02", "2002")], ["61.01.02.2001", "61.01.02.2002"]),
        ([(61, 1, 2, 2001), (61, 1, 2, 2002)], ["61.01.02.2001", "61.01.02.2002"]),
        ([("61", "01", "020", "001"), ("61", "01", "020", "002")], ["6101020001", "6101020002"]),
        ([("61", "01", None, "2001"), ("61", "01", "02", "2002")], [None, "61.01.02.2002"]),
    ],
)
def test_a_code_in_parts_is_put_together(blocks: list[tuple[object, ...]], codes: list[str | None]) -> None:
    frame = pd.DataFrame(blocks, columns=["KODE_PROV", "KODE_KAB", "KODE_KEC", "KODE_DESA"]).assign(DESA=["a", "b"])
    attributes, _, system, level = read_attributes(frame, "auto")
    assert level == "adm4"
    assert [code or None for code in attributes["code" if system == "kemendagri" else "bps_code"]] == codes


def test_fields_of_several_words_are_known_whatever_stands_between_these() -> None:
    frame = pd.DataFrame(
        {
            "Kode Desa": ["61.01.02.2001"], "Nama Desa": ["a"], "Nama Kecamatan": ["b"], "Kabupaten/Kota": ["c"],
            "Provinsi": ["d"],
        }
    )  # fmt: skip
    attributes, issuer, system, level = read_attributes(frame, "auto")
    assert (issuer, system, level) == ("plain", "kemendagri", "adm4")
    assert attributes[["village", "district", "regency", "province"]].iloc[0].tolist() == ["a", "b", "c", "d"]


def test_kab_kota_beside_plain_names_is_no_layout_of_its_own() -> None:
    frame = pd.DataFrame({"KAB_KOTA": ["a", "a"], "KECAMATAN": ["b", "b"], "DESA": ["c", "d"]})
    attributes, issuer, system, level = read_attributes(frame, "auto")
    assert (issuer, system, level) == ("plain", "none", "adm4")
    assert attributes["village"].tolist() == ["c", "d"]


def test_empty_finer_fields_do_not_make_the_level() -> None:
    frame = pd.DataFrame(
        {"KDPPUM": ["61"] * 2, "KDPKAB": ["61.01", "61.02"], "KDEPUM": ["", None], "WADMKK": ["Sambas", "Kota X"]}
    )
    attributes, issuer, system, level = read_attributes(frame, "auto")
    assert (issuer, system, level) == ("big", "kemendagri", "adm2")
    assert attributes["regency"].tolist() == ["Sambas", "Kota X"]
    assert attributes["village"].isna().all()


def test_names_alone_are_accepted_without_codes() -> None:
    frame = pd.DataFrame({"GID_4": ["IDN.1"], "NAME_1": ["KalimantanBarat"], "NAME_4": ["DalamKaum"]})
    attributes, issuer, system, level = read_attributes(frame, "auto")
    assert (issuer, system, level) == ("gadm", "none", "adm4")
    assert attributes["province"].tolist() == ["Kalimantan Barat"]


@pytest.mark.parametrize(
    ("fields", "level"),
    [(["KDEPUM"], 4), (["adm2_pcode"], 2), (["kdprov", "kdkab", "kdkec"], 3), (["luas"], None), (["kode"], 1)],
)
def test_level_is_told_by_field_names(fields: list[str], level: int | None) -> None:
    assert finest_level(fields) == level


@pytest.mark.parametrize(
    ("dirty", "clean"),
    [
        ("DÃ©sa", "Désa"),
        ("DÃƒÂ©sa", "Désa"),
        ("Sungai\x00\x1f  Raya\u200b", "Sungai Raya"),
        ("Ma’rang", "Ma’rang"),
        ("Ma\u00e2\u20ac\u2122rang", "Ma’rang"),
        ("Désa", "Désa"),
        ("ÑUSA Ã", "ÑUSA Ã"),
    ],
)
def test_names_are_cleaned_once_and_for_all(dirty: str, clean: str) -> None:
    assert clean_name(dirty) == clean
    assert clean_name(clean) == clean


def test_humps() -> None:
    assert split_humps("NusaTenggaraBarat") == "Nusa Tenggara Barat"
