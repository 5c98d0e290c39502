from pathlib import Path

import pytest

from ucjmap.errors import SettingsError
from ucjmap.intake.meaning.vocabulary import read_terms, vocabulary


@pytest.mark.parametrize(
    ("heading", "restrictions"),
    [
        ("Peserta Aktif", ()),
        ("Peserta Tidak Aktif", ("inactive",)),
        ("Perusahaan Aktif", ("companies",)),
        ("Peserta Penerima Upah", ()),
        ("Peserta P", ("women",)),
        ("PU Peserta", ()),
        ("Jumlah L+P", ()),
        ("Peserta Laki-laki Perempuan", ()),
        ("Penduduk Bekerja", ()),
        ("Penduduk", ("population",)),
    ],
)
def test_what_restricts_a_heading(heading: str, restrictions: tuple[str, ...]) -> None:
    assert vocabulary().read(heading, heading=True).restrictions == restrictions


def test_the_longest_words_go_before_their_parts() -> None:
    assert vocabulary().read("Bukan Penerima Upah", heading=True).values("segment") == ("bpu",)


def test_a_title_may_name_companies_and_a_capital() -> None:
    assert vocabulary().read("DAERAH KHUSUS IBUKOTA JAKARTA", heading=False).restrictions == ()
    assert vocabulary().read("PERUSAHAAN DAN PESERTA", heading=False).restrictions == ()
    assert vocabulary().read("hanya cabang Pontianak", heading=False).restrictions == ("limited_to",)


def test_words_that_nobody_explained_are_named() -> None:
    assert vocabulary().read("Peserta Aktif Zxcv 12", heading=True).unknown == ("zxcv",)


@pytest.mark.parametrize("line", ["colour,red,merah,,x", "segment,pu,pu,above,x", "segment,pu,,,x", "segment,pu,pu,,"])
def test_a_line_that_nothing_reads_is_refused(tmp_path: Path, line: str) -> None:
    path = tmp_path / "vocabulary.csv"
    path.write_text(f"claim,value,words,place,example\n{line}\n")
    with pytest.raises(SettingsError) as caught:
        list(read_terms(path))
    assert caught.value.code == "bad_vocabulary"
