"""Names of levels and kinds, for one area and for several, in both languages."""

import pytest

from ucjmap.codes import ALL_LEVELS, Level
from ucjmap.levels import kind_name, level_name
from ucjmap.words import Lang


@pytest.mark.parametrize(
    ("lang", "several", "names"),
    [
        ("en", False, ["Whole country", "Province", "Kabupaten/kota", "Kecamatan", "Desa/kelurahan"]),
        ("en", True, ["Whole country", "Provinces", "Kabupaten/kota", "Kecamatan", "Desa/kelurahan"]),
        ("id", True, ["Seluruh Indonesia", "Provinsi", "Kabupaten/Kota", "Kecamatan", "Desa/Kelurahan"]),
    ],
)
def test_each_level_has_a_name(lang: Lang, several: bool, names: list[str]) -> None:
    assert [level_name(lang, level, several=several) for level in ALL_LEVELS] == names


def test_a_kind_has_a_name_of_its_own() -> None:
    level: Level = "adm2"
    assert kind_name("en", "kota") == "Kota" != level_name("en", level)
    assert kind_name("id", "provinsi") == "Provinsi"
    assert kind_name("id", "distrik") == "distrik"
