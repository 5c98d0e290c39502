import pandas as pd
import pytest

from ucjmap.codes import kind_of, level_of
from ucjmap.errors import MatchingError
from ucjmap.matching import MATCH_COLUMNS, Register, match_rows, repair_code

SAMBAS = {"province": "Kalimantan Barat", "regency": "Sambas", "district": "Sambas"}


def match_one(register: Register, **row: object) -> pd.Series:
    return match_rows(pd.DataFrame([row]), register).iloc[0]


def match_villages(register: Register, *villages: str, **uppers: str) -> pd.DataFrame:
    place = uppers or SAMBAS
    return match_rows(pd.DataFrame([{**place, "village": village} for village in villages]), register)


@pytest.mark.parametrize(
    ("row", "code"),
    [
        ({"province": "KALIMANTAN BARAT"}, "61"),
        ({"regency": "Kab. Bogor"}, "32.01"),
        ({"regency": "Kota Bogor"}, "32.71"),
        ({"district": "Kec. Sambas"}, "61.01.01"),
        ({**SAMBAS, "village": "Ds. Dalam Kaum"}, "61.01.01.2001"),
        ({"regency": "Sambas", "village": "Dalam Kaum"}, "61.01.01.2001"),
        ({"village": "Dalam Kaum"}, "61.01.01.2001"),
        ({"regency": "Bogor", "district": "Bogor Utara", "village": "Bantarjati"}, "32.71.05.1001"),
        ({**SAMBAS, "village": "Sei Rambah"}, "61.01.01.2003"),
        ({**SAMBAS, "village": "Betung 2"}, "61.01.01.2005"),
        ({**SAMBAS, "village": "Kp. Baru"}, "61.01.01.2008"),
        ({**SAMBAS, "village": "Desa Baru"}, "61.01.01.2009"),
        ({"regency": "Melawi", "village": "27 Ilir"}, "61.10.01.2001"),
        ({"regency": "Sambas", "district": "BTS. Ulu", "village": "Kel. Merlung"}, "61.01.03.1001"),
    ],
)
def test_exact(register: Register, row: dict[str, object], code: str) -> None:
    match = match_one(register, **row)
    assert (match.status, match.method, match.code, match.reason) == ("matched", "exact", code, "")
    assert match.score >= 0.95


@pytest.mark.parametrize(
    ("row", "code"),
    [
        ({"regency": "Mamuju Utara"}, "76.01"),
        ({"province": "Papua", "regency": "Kab. Merauke"}, "93.01"),
        ({**SAMBAS, "village": "Kampung Tengah"}, "61.01.01.2001"),
    ],
)
def test_alias(register: Register, row: dict[str, object], code: str) -> None:
    match = match_one(register, **row)
    assert (match.status, match.method, match.code) == ("matched", "alias", code)


def test_alias_holds_only_below_its_parent(register: Register) -> None:
    match = match_one(register, regency="Sambas", district="Teluk Keramat", village="Kampung Tengah")
    assert match.status != "matched"


@pytest.mark.parametrize(("text", "code"), [("Lubuk Dagnag", 2), ("Lubuk Degang", 2), ("Sungai Ramba", 3)])
def test_misspelled(register: Register, text: str, code: int) -> None:
    match = match_one(register, **SAMBAS, village=text)
    assert (match.status, match.code) == ("matched", f"61.01.01.200{code}")
    assert match.method == "fuzzy"


@pytest.mark.parametrize(
    "row",
    [
        {"regency": "Bogor"},
        {"regency": "Sambas", "village": "Suka Maju"},
        {"village": "Sukamaju"},
        {"regency": "Sambas", "district": "BTS Ulu", "village": "Merlung"},
    ],
)
def test_homonyms_are_never_guessed(register: Register, row: dict[str, object]) -> None:
    match = match_one(register, **row)
    assert (match.status, match.reason, match.code) == ("proposed", "homonym", None)
    assert len(match.candidates) >= 2


def test_another_number_is_another_desa(register: Register) -> None:
    matches = match_villages(register, "Betung III", "Betung", "Pasar Prabumulih")
    assert "matched" not in set(matches["status"])
    assert matches["reason"].iloc[0] == "number_differs"


def test_unique_name_in_another_kecamatan_of_the_kabupaten(register: Register) -> None:
    match = match_one(register, regency="Sambas", district="Sambas", village="Tri Mandayan")
    assert (match.status, match.code) == ("matched", "61.01.02.2001")
    assert match.repairs == ["kecamatan -> 61.01.02"]  # what the row states is not overruled in silence


def test_a_name_elsewhere_does_not_go_before_one_like_it_in_the_stated_kecamatan() -> None:
    names = {
        "33": "Jawa Tengah", "33.01": "Kabupaten Cilacap", "33.01.07": "Nusawungu", "33.01.19": "Patimuan",
        "33.01.07.2014": "Purwodadi", "33.01.19.2004": "Purwadadi", "33.01.19.2001": "Cinyawang",
    }  # fmt: skip
    rows = [(code, level_of(code), name, kind_of(code)) for code, name in names.items()]
    register = Register.from_units(pd.DataFrame(rows, columns=["code", "level", "name", "kind"]))
    place = {"province": "Jawa Tengah", "regency": "Cilacap"}
    match = match_villages(register, "Purwodadi", **place, district="Patimuan").iloc[0]
    assert match.status == "proposed"
    assert match.candidates[0] == "33.01.19.2004"
    both = [
        {**place, "district": "Patimuan", "village": "Purwodadi"},
        {**place, "district": "Nusawungu", "village": "Purwadadi"},
    ]
    assert match_rows(pd.DataFrame(both), register)["code"].isna().all()


def test_unknown_kecamatan_falls_back_to_the_kabupaten(register: Register) -> None:
    match = match_one(register, regency="Sambas", district="Entah Dimana", village="Pipit Teja")
    assert (match.status, match.code) == ("matched", "61.01.02.2004")


def test_name_in_another_kabupaten_is_only_proposed(register: Register) -> None:
    match = match_one(register, province="Kalimantan Barat", regency="Melawi", village="Pipit Teja")
    assert (match.status, match.reason, match.candidates[0]) == ("proposed", "found_elsewhere", "61.01.02.2004")


def test_two_texts_do_not_get_one_desa_by_likeness(register: Register) -> None:
    exact = match_villages(register, "Lubuk Dagang", "Lubuk Degang")
    assert list(exact["code"].fillna("")) == ["61.01.01.2002", ""]
    both = match_villages(register, "Lubuk Degang", "Lubuk Dagnag")
    assert (both["status"] == "matched").sum() <= 1


def test_equal_rows_are_equal(register: Register) -> None:
    matches = match_villages(register, "Dalam Kaum", "Dalam Kaum")
    assert list(matches["code"]) == ["61.01.01.2001"] * 2


def test_what_is_not_there_is_refused(register: Register) -> None:
    assert match_one(register, **SAMBAS, village="Zzyzx Qwerty").reason == "no_such_name"
    assert match_one(register, regency="Atlantis", village="Zzyzx Qwerty").reason == "parent_unknown"
    empty = match_one(register, province=None, village=" ")
    assert (empty.status, empty.reason, empty.candidates) == ("refused", "empty_row", [])


def test_code_confirmed_by_its_name(register: Register) -> None:
    match = match_one(register, code="61.01.01.2002", **SAMBAS, village="Lubuk Degang")
    assert (match.status, match.method, match.code) == ("matched", "code", "61.01.01.2002")


def test_repaired_code(register: Register) -> None:
    match = match_one(register, code=61.1)
    assert (match.method, match.code, match.repairs) == ("code_repaired", "61.10", ["61.1 -> 61.10 (trailing zero)"])


@pytest.mark.parametrize(
    "row",
    [
        {"village": "Dalam Kaum"},
        {**SAMBAS, "village": "Dalam Kaum"},
        {"village": "Entah Dimana"},
        {"regency": "Melawi", "village": "Lubuk Dagang"},
        {"regency": "Mempawah"},
        {"province": "Papua", "village": "Lubuk Dagang"},
    ],
)
def test_code_and_name_that_contradict_each_other(register: Register, row: dict[str, object]) -> None:
    match = match_one(register, code="61.01.01.2002", **row)
    assert (match.status, match.reason, match.code) == ("proposed", "code_and_name_disagree", None)
    assert match.candidates[0] == "61.01.01.2002"


def test_unknown_code_gives_candidates_by_the_names(register: Register) -> None:
    match = match_one(register, code="61.01.01.2999", regency="Sambas", village="Dalam Kaum")
    assert (match.status, match.reason, match.candidates[0]) == ("proposed", "unknown_code", "61.01.01.2001")


def test_a_code_that_cannot_be_right_leaves_a_full_path_of_names_to_decide(register: Register) -> None:
    path = {**SAMBAS, "village": "Dalam Kaum"}
    for code in ("61.01.01.2999", "6.10101E+09"):
        match = match_one(register, code=code, **path)
        assert (match.status, match.code) == ("matched", "61.01.01.2001")
        assert match.repairs
    # What is left of the digits speaks against the names.
    assert match_one(register, code="6.10E+09", **path).status == "proposed"
    assert match_one(register, code="6.10201E+09", **path).status == "proposed"


def test_an_older_name_does_not_choose_between_a_kabupaten_and_a_kota_of_one_name() -> None:
    units = pd.DataFrame(
        [
            ("96", "adm1", "00", "Papua Barat Daya", "provinsi"),
            ("96.01", "adm2", "96", "Kabupaten Sorong", "kabupaten"),
            ("96.71", "adm2", "96", "Kota Sorong", "kota"),
        ],
        columns=["code", "level", "parent_code", "name", "kind"],
    )
    aliases = pd.DataFrame([("adm2", "92", "Sorong", "96.01")], columns=["level", "parent_code", "name", "code"])
    match = match_one(Register.from_units(units, aliases), regency="Sorong")
    assert (match.status, match.reason) == ("proposed", "homonym")


def test_code_of_the_kecamatan_is_the_place(register: Register) -> None:
    match = match_one(register, code="61.01.02", village="Suka Maju")
    assert (match.status, match.code) == ("matched", "61.01.02.2003")


def test_papua_is_settled_by_names_or_by_the_other_rows(register: Register) -> None:
    alone = match_one(register, code="91")
    assert (alone.status, alone.reason, alone.candidates) == ("proposed", "ambiguous_code_system", ["91", "92"])
    assert match_one(register, code="91", province="Papua Barat").code == "92"
    assert match_one(register, code="91", province="Papua").code == "91"
    bps_column = match_rows(pd.DataFrame({"code": ["91", "6101020001", "6101030001"]}), register)
    assert list(bps_column["code"]) == ["92", "61.01.01.2001", "61.01.02.2001"]
    own_column = match_rows(pd.DataFrame({"code": ["91", "61.10", "61.01.02.2001"]}), register)
    assert list(own_column["code"]) == ["91", "61.10", "61.01.02.2001"]


def test_unknown_bps_code_is_left_to_the_names(register: Register) -> None:
    rows = pd.DataFrame(
        {
            "code": ["6101020001", "6101020002", "6101030001", "6101020009"],
            "regency": ["Sambas"] * 4,
            "village": ["Dalam Kaum", "Lubuk Dagang", "Tri Mandayan", "Merubung"],
        }
    )
    matches = match_rows(rows, register)
    assert list(matches["method"]) == ["bps_code"] * 3 + ["exact"]
    assert "unknown_code: 6101020009" in matches["repairs"].iloc[3]


def test_shape_of_the_result(register: Register) -> None:
    rows = pd.DataFrame({"village": ["Dalam Kaum", None], "regency": ["Sambas", "Sambas"]}, index=[7, 3])
    matches = match_rows(rows, register)
    assert list(matches.index) == [7, 3]
    assert tuple(matches.columns) == MATCH_COLUMNS
    assert list(matches["code"]) == ["61.01.01.2001", "61.01"]
    assert match_rows(rows.iloc[:0], register).empty


def test_empty_register_is_refused(units: pd.DataFrame) -> None:
    with pytest.raises(MatchingError):
        Register.from_units(units.iloc[:0])
    with pytest.raises(MatchingError):
        Register.from_units(units.drop(columns="name"))


def test_a_kota_under_the_name_of_a_kabupaten_is_asked(register: Register) -> None:
    match = match_one(register, province="Kalimantan Barat", regency="Kota Mempawah")
    assert (match.status, match.code, match.candidates[0]) == ("proposed", None, "61.02")


def test_a_text_that_names_two_areas_is_asked(register: Register) -> None:
    match = match_one(register, regency="Sambas", district="Teluk Keramat", village="Tri Mandayan / Suka Maju")
    assert (match.status, match.code) == ("proposed", None)
    assert set(match.candidates[:2]) == {"61.01.02.2001", "61.01.02.2003"}


def test_a_namesake_that_the_register_lacks_is_not_taken_for_the_one_that_another_row_names(register: Register) -> None:
    uppers = {"province": "Kalimantan Barat", "regency": "Sambas"}
    rows = [
        {**uppers, "district": "Teluk Keramat", "village": "Pipit Teja"},
        {**uppers, "district": "Sambas", "village": "Pipit Teja"},
        {**uppers, "district": "Sambas", "village": "Dalam Kaum"},
    ]
    matches = match_rows(pd.DataFrame(rows), register)
    assert matches["status"].tolist() == ["matched", "proposed", "matched"]
    assert matches["code"].dropna().tolist() == ["61.01.02.2004", "61.01.01.2001"]
    assert matches["candidates"].iloc[1][0] == "61.01.02.2004"


ONLY_BPS = "bps:6101020009"


@pytest.fixture(scope="module")
def with_only_bps(units: pd.DataFrame) -> Register:
    """The small country with a desa and a kecamatan that Kemendagri does not know."""
    only = pd.DataFrame(
        [
            (ONLY_BPS, "adm4", "61.01.01", "Pemekaran Jaya", "desa", ONLY_BPS.removeprefix("bps:")),
            ("bps:6101099", "adm3", "61.01", "Sambas Baru", "kecamatan", "6101099"),
        ],
        columns=units.columns,
    )
    aliases = pd.DataFrame(
        [("adm4", None, "Desa Hasil Mekar", ONLY_BPS)], columns=["level", "parent_code", "name", "code"]
    )
    return Register.from_units(pd.concat([units, only], ignore_index=True), aliases)


@pytest.mark.parametrize(
    "row",
    [
        {"code": "6101020009"},
        {"code": "6101020009", "village": "Pemekaran Jaya"},
        {"code": "6101020009", "regency": "Kab. Sambas", "village": "Desa Hasil Mekar"},
        {"village": "Desa Hasil Mekar"},
    ],
)
def test_an_area_that_only_bps_knows_is_matched(with_only_bps: Register, row: dict[str, object]) -> None:
    result = match_rows(pd.DataFrame([row]), with_only_bps).iloc[0]
    assert (result["status"], result["code"]) == ("matched", ONLY_BPS)


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        ({"code": "6101020009", "village": "Dalam Kaum"}, "code_and_name_disagree"),
        ({"code": "6101020009", "district": "Sambas"}, "code_and_name_disagree"),
        ({"code": "6101099", "village": "Dalam Kaum"}, "code_and_name_disagree"),
    ],
)
def test_names_that_contradict_the_code_of_an_area_that_only_bps_knows_are_asked(
    with_only_bps: Register, row: dict[str, object], reason: str
) -> None:
    result = match_rows(pd.DataFrame([row]), with_only_bps).iloc[0]
    assert (result["status"], result["reason"]) == ("proposed", reason)


def test_the_level_asked_for_holds_for_an_area_that_only_bps_knows(with_only_bps: Register) -> None:
    assert repair_code("6101020009", with_only_bps, level="adm4").code == ONLY_BPS
    assert repair_code("6101020009", with_only_bps, level="adm3").reason == "other_level"
