from typing import Any

import pytest

from ucjmap.api.figures import load_indicators
from ucjmap.intake import ASSUMPTIONS
from ucjmap.intake.counting.wide_table import SEGMENTS
from ucjmap.intake.evidence import SEGMENTED
from ucjmap.intake.meaning.columns import guess_columns
from ucjmap.intake.meaning.heading_meaning import is_heading
from ucjmap.intake.meaning.layout import ColumnMeaning
from ucjmap.intake.meaning.vocabulary import read_terms
from ucjmap.schema import ALL_SEGMENTS
from ucjmap.settings import PROJECT


def _guess(heading: str, cells: list[Any] | None = None, title: str = "") -> ColumnMeaning:
    return guess_columns([heading], [cells or []], title)[0].meaning


@pytest.mark.parametrize(
    ("heading", "level"),
    [
        ("Nama Desa", "adm4"),
        ("Desa/Kelurahan", "adm4"),
        ("NAMA DESA / KELURAHAN", "adm4"),
        ("village", "adm4"),
        ("WADMKD", "adm4"),
        ("ADM4_EN", "adm4"),
        ("Kec.", "adm3"),
        ("Kecamatan", "adm3"),
        ("district", "adm3"),
        ("Kabupaten/Kota", "adm2"),
        ("KAB_KOTA", "adm2"),
        ("regency", "adm2"),
        ("Provinsi", "adm1"),
        ("Nama Provinsi", "adm1"),
    ],
)
def test_names(heading: str, level: str) -> None:
    assert _guess(heading, ["Sambas"]) == ColumnMeaning("name", level=level)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("heading", "indicator", "segment", "part"),
    [
        ("Peserta Aktif", "ucj", "all", "numerator"),
        ("Jumlah Peserta Aktif BPU", "ucj", "bpu", "numerator"),
        ("Peserta Bukan Penerima Upah", "ucj", "bpu", "numerator"),
        ("Peserta Penerima Upah (PU)", "ucj", "pu", "numerator"),
        ("participants_jakon", "ucj", "jakon", "numerator"),
        ("participants", "ucj", "all", "numerator"),
        ("Tenaga Kerja", "ucj", "all", "denominator"),
        ("Jumlah Pekerja", "ucj", "all", "denominator"),
        ("eligible_workers", "ucj", "all", "denominator"),
        ("eligible_workers_bpu", "ucj", "bpu", "denominator"),
        ("Cakupan UCJ (%)", "ucj", "all", "rate"),
        ("Jumlah Aparat", "aparat", "all", "denominator"),
        ("Aparat Desa Terdaftar", "aparat", "all", "numerator"),
        ("Perangkat Desa Belum Terdaftar", "aparat", "all", "complement"),
        ("BPD Jumlah", "bpd", "all", "denominator"),
        ("BPD Terdaftar", "bpd", "all", "numerator"),
        ("Persentase BPD", "bpd", "all", "rate"),
    ],
)
def test_values(heading: str, indicator: str, segment: str, part: str) -> None:
    counts = ["250", 31, 17]
    assert _guess(heading, counts) == ColumnMeaning("value", indicator, segment, part)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("heading", "kind"),
    [
        ("No", "number"),
        ("No.", "number"),
        ("Ket.", "note"),
        ("Keterangan", "note"),
        ("Kode Wilayah", "code"),
        ("unit_code", "code"),
        ("KDEPUM", "code"),
        ("IDDESA", "code"),
        ("Kode Pos", "ignore"),
        ("as_of", "date"),
        ("Tanggal", "date"),
        ("indicator", "indicator"),
        ("segment", "segment"),
        ("Tahun", "year"),
        ("issuer", "issuer"),
        ("Target", "target"),
        ("Target 2026 (%)", "target"),
    ],
)
def test_other_kinds(heading: str, kind: str) -> None:
    assert _guess(heading).kind == kind


def test_a_lone_heading_takes_its_indicator_from_the_title_or_is_asked() -> None:
    assert _guess("Terdaftar", [3, 5], "Rekap aparat desa Kabupaten Sambas").indicator == "aparat"
    (column,) = guess_columns(["Terdaftar"], [[3, 5]], "Rekap")
    assert column.meaning.indicator is None
    assert not column.sure
    (both,) = guess_columns(["Terdaftar"], [[3, 5]], "Rekap aparat dan BPD")
    assert both.meaning.indicator is None


def test_yes_and_no_make_a_flag_and_persons_do_not() -> None:
    assert _guess("Aparat", ["Sudah", "Belum"]) == ColumnMeaning("value", "aparat_registered", "all", "flag")
    assert _guess("BPD terdaftar", [1, 0, 1]) == ColumnMeaning("value", "bpd_registered", "all", "flag")
    assert _guess("aparat_registered", [1, 0]).part == "flag"
    assert _guess("Aparat terdaftar", [12, 0, 1]).part == "numerator"
    columns = guess_columns(["Jumlah BPD", "BPD Terdaftar"], [[5, 7], [1, 0]], "")
    assert [column.meaning.part for column in columns] == ["denominator", "numerator"]


def test_content_decides_where_the_heading_says_nothing() -> None:
    assert _guess("Kolom A", ["61.01.01.2001", "61.01.01.2002"]).kind == "code"
    assert _guess("Kolom B", ["16,3 %", "17 %"]).part == "rate"
    assert _guess("Kolom C", ["bagus", "kurang"]).kind == "note"
    assert _guess("Desa", ["6101012001", "6101012002"]) == ColumnMeaning("code", level="adm4")


def test_a_column_of_places_without_a_kind_takes_its_level_from_its_words() -> None:
    assert _guess("Wilayah", ["Kab. Sambas", "Kota Pontianak"]).level == "adm2"
    assert _guess("Wilayah", ["Kecamatan Sambas", "Kec. Jawai"]).level == "adm3"
    assert _guess("Wilayah", ["Sekura", "Sentebang"]).level == "adm4"


@pytest.mark.parametrize(
    ("heading", "level"),
    [
        ("IDDESA", "adm4"),
        ("kdkec", "adm3"),
        ("Kode Kab/Kota", "adm2"),
        ("Kode Propinsi", "adm1"),
        ("Kode Kelompok", None),
        ("Kode Kecelakaan", None),
        ("Kode Artikel", None),
    ],
)
def test_a_word_of_a_level_inside_another_word_says_nothing(heading: str, level: str | None) -> None:
    assert _guess(heading, ["31", "17"]).level == level


@pytest.mark.parametrize(
    "text", ["Desa Sebayan", "Kecamatan Sambas", "Sungai Peserta Ilir Hulu Baru Dua Tiga Empat" * 3, "12"]
)
def test_data_is_no_heading(text: str) -> None:
    assert not is_heading(text)


def test_a_lone_rate_belongs_to_the_indicator_beside_it() -> None:
    columns = guess_columns(["Peserta", "Pekerja", "Cakupan (%)"], [[5, 7], [10, 14], [50, 50]], "")
    assert columns[2].meaning == ColumnMeaning("value", "ucj", "all", "rate")
    assert columns[2].sure


@pytest.mark.parametrize("key", load_indicators())
def test_every_indicator_is_recognised_by_its_own_name(key: str) -> None:
    """Words for it belong into data/vocabulary.csv."""
    meaning = _guess(load_indicators()[key].name("id"))
    assert (meaning.kind, meaning.indicator) == ("value", key)


def test_the_vocabulary_names_no_indicator_that_is_not_defined() -> None:
    named = {term.value for term in read_terms(PROJECT / "data" / "vocabulary.csv") if term.claim == "indicator"}
    assert named <= set(load_indicators())


def test_every_segment_that_a_table_may_name_is_one_that_is_shown() -> None:
    named = {term.value for term in read_terms(PROJECT / "data" / "vocabulary.csv") if term.claim == "segment"}
    shown = set(load_indicators()[SEGMENTED].segments)
    assert named == {ALL_SEGMENTS, *SEGMENTS} == ASSUMPTIONS["segment"] == shown
