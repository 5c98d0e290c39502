from ucjmap.codes import Level
from ucjmap.intake.meaning.places import no_places, without_places

KNOWN: dict[str, Level] = {
    "sambas": "adm2",
    "kubu raya": "adm2",
    "mandiri": "adm4",
    "sungai raya": "adm3",
    "baru": "adm2",
}


def test_names_of_areas_say_nothing_about_figures() -> None:
    assert without_places("PESERTA KUBU RAYA", KNOWN.get) == "peserta wilayah"
    assert without_places("Kab. Sambas 2025", KNOWN.get) == "kab wilayah 2025"


def test_names_below_the_kabupaten_count_behind_their_kind_or_alone() -> None:
    assert without_places("peserta mandiri", KNOWN.get) == "peserta mandiri"
    assert without_places("desa mandiri", KNOWN.get) == "desa mandiri"  # the vocabulary explains it
    assert without_places("kecamatan Sungai Raya", KNOWN.get) == "kecamatan wilayah"
    assert without_places("Sungai Raya", KNOWN.get) == "wilayah"


def test_a_word_of_the_vocabulary_is_no_name() -> None:
    assert without_places("peserta baru", KNOWN.get) == "peserta baru"
    assert without_places("Sambas", no_places) == "sambas"
