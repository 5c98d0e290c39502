import pytest

from ucjmap.matching import normalise_name
from ucjmap.matching.names import bare_key, name_parts, read_name, sound_of, without_brackets


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Sei Nyirih", "SUNGAI  NYIRIH"),
        ("Sei. Nyirih", "Sungai-Nyirih"),
        ("Tj. Sari", "Tanjungsari"),
        ("Sp. Empat", "Simpang 4"),
        ("Bt. Belah", "Batu Belah"),
        ("Gn. Meraksa", "Gunung Meraksa"),
        ("Kp. Baru", "Kampung Baru"),
        ("Lb. Gelanggang", "Lubuk Gelanggang"),
        ("Betung II", "Betung 2"),
        ("Betung Dua", "Betung II"),
        ("27 Ilir", "Dua-puluh-tujuh Ilir"),
        ("20 Ilir IV", "Dua-puluh Ilir Empat"),
        ("Ilir Timur III", "Ilir Timur Tiga"),
        ("Desa Air Wall", "Air Wal"),
        ("Ja'an", 'Ja"an'),
        ("Kec. Sambas", "Kecamatan Sambas"),
        ("Kab. Sambas", "sambas"),
        ("Kel. Merlung", "Kelurahan MERLUNG"),
        ("Blang Pidié", "Blang Pidie"),
        ("Sukarame (Baru)", "Sukarame Baru"),
    ],
)
def test_one_name_written_differently(one: str, other: str) -> None:
    assert normalise_name(one) == normalise_name(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [("Betung I", "Betung II"), ("Kota Bogor", "Kab. Bogor"), ("Marga Jaya", "Marga Raya"), ("Kampung Baru", "Baru")],
)
def test_different_names_stay_apart(one: str, other: str) -> None:
    assert normalise_name(one) != normalise_name(other)


def test_joined_words_that_make_an_abbreviation_are_stable() -> None:
    assert normalise_name(normalise_name("S ei")) == normalise_name("S ei") == "sungai"


def test_a_kind_word_alone_is_the_name() -> None:
    assert normalise_name("Desa") == "desa"


@pytest.mark.parametrize(
    ("one", "other"),
    [("Jaya Bhakti", "Jaya Bakti"), ("Seri Tanjung", "Sri Tanjung"), ("Retak Hilir", "Retak Ilir"), ("Djati", "Jati")],
)
def test_spelled_differently_but_spoken_alike(one: str, other: str) -> None:
    assert sound_of(normalise_name(one)) == sound_of(normalise_name(other))


def test_forms_of_a_name() -> None:
    name = read_name("Kota Lubuk Linggau Dua")
    assert (name.kind, name.bare, name.numbers) == ("kota", "lubuklingaudua", (2,))
    assert bare_key("Gampong Blang") == "blang"
    assert name_parts("Wamesa I / Idoor") == ["Wamesa I", "Idoor"]
    assert without_brackets("Sukamaju (Sp5,7)") == "Sukamaju"
    assert without_brackets("(Baru)") == "(Baru)"
