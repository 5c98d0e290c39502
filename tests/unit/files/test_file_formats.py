"""The list of formats: each once, found by file, key or ending."""

from pathlib import Path

import pytest

from ucjmap import files
from ucjmap.errors import UsageError
from ucjmap.files import (
    CSV,
    FORMATS,
    LAYER_FORMATS,
    PNG,
    PNG_SCREEN,
    PPTX,
    XLSX,
    FileFormat,
    format_of,
    list_suffixes,
    media_type,
)


def test_every_format_is_in_the_list_and_every_layer_has_its_writer() -> None:
    made = {value for value in vars(files.formats).values() if isinstance(value, FileFormat)}
    assert made == set(FORMATS.values())
    assert {str(each) for each in FORMATS.values() if each.kind == "layer"} == set(map(str, LAYER_FORMATS))


def test_each_format_has_a_key_and_a_place_of_its_own() -> None:
    assert list(FORMATS) == [each.key for each in FORMATS.values()]
    by_suffix = {str(each): each.media_type for each in FORMATS.values()}
    assert len(set(by_suffix.values())) == len(by_suffix)
    assert {each.media_type for each in FORMATS.values() if each.suffix == "png"} == {by_suffix["png"]}


@pytest.mark.parametrize("wanted", [Path("a/Peta.PNG"), "png"])
def test_the_first_of_an_ending_counts(wanted: Path | str) -> None:
    assert format_of(wanted, (CSV, PNG, PNG_SCREEN)) == PNG
    assert format_of("png-screen", (CSV, PNG, PNG_SCREEN)) == PNG_SCREEN


@pytest.mark.parametrize("wanted", [Path("desa.shp"), Path("desa"), Path("desa.csv.exe"), "exe"])
def test_another_format_is_refused_with_the_ones_there_are(wanted: Path | str) -> None:
    with pytest.raises(UsageError, match="Choose one of: csv, png") as caught:
        format_of(wanted, (CSV, PNG, PNG_SCREEN))
    assert caught.value.code == "unknown_format"


def test_a_name_is_the_writers_and_the_format_stays() -> None:
    named = XLSX.named("List (XLSX)")
    assert (named.name, named.key, named.media_type) == ("List (XLSX)", XLSX.key, XLSX.media_type)
    assert media_type("daftar.xlsx") == XLSX.media_type
    assert list_suffixes((PNG, PNG_SCREEN, "csv")) == ".png, .csv"


def test_a_format_under_another_name_is_the_same_format() -> None:
    slides = PPTX.named("Slides")
    assert slides.name == "Slides"
    assert slides == PPTX
    assert {PPTX: "its writer"}[slides] == "its writer"
    assert PNG != PNG_SCREEN
