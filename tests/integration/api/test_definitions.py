"""Definitions of indicators as a file gives them: what is read, what is refused, and what follows from it."""

import dataclasses
import tomllib
from pathlib import Path
from typing import Any

import pytest

from ucjmap import api
from ucjmap.api.figures.definitions import load_indicators, read_indicators
from ucjmap.api.maps.legend import say_bands_source
from ucjmap.app.map.classing_form import bands_sentences
from ucjmap.classify import Classing
from ucjmap.errors import SettingsError
from ucjmap.settings import PROJECT

DEFINITIONS = (PROJECT / "data" / "indicators.toml").read_text("utf-8")
ONE = """
[bands.labels]
id = ["rendah", "tinggi"]
en = ["low", "high"]

[[indicators]]
key = "accidents"
name_id = "Kecelakaan kerja"
name_en = "Accidents at work"
unit_id = "orang"
unit_en = "people"
numerator_id = "Kecelakaan"
numerator_en = "Accidents"
denominator_id = "Pekerja"
denominator_en = "Workers"
counts = "people"
applies_to = ["desa"]
bands = [0.05]
gap_bands = [0.01]
change_bands = [0.01]
small_below = 0
"""


def read(folder: Path, text: str) -> Path:
    path = folder / "indicators.toml"
    path.write_text(text, encoding="utf-8")
    return path


def test_what_a_definition_may_leave_out_has_a_value(tmp_path: Path) -> None:
    accidents = read_indicators(read(tmp_path, ONE))["accidents"]
    assert (accidents.better, accidents.sign, accidents.counts_desa) == ("higher", 1, False)
    assert accidents.bands_source is None
    assert accidents.bands_published == ()
    assert accidents.denominator_notes["id"] == ""


@pytest.mark.parametrize("line", [line for line in ONE.splitlines() if " = " in line and not line.startswith("id")])
def test_a_key_that_is_misspelt_is_named(tmp_path: Path, line: str) -> None:
    key = line.split(" = ", maxsplit=1)[0]
    with pytest.raises(SettingsError) as caught:
        read_indicators(read(tmp_path, ONE.replace(f"\n{key} =", f"\n{key}x =")))
    assert key in f"{caught.value.details}"


@pytest.mark.parametrize(
    "table", ["", "[bands.more]\n", "[[indicators.segments]]\nkey = 'all'\nname_id = 'S'\nname_en = 'A'\n"]
)
def test_a_key_that_nothing_reads_is_refused(tmp_path: Path, table: str) -> None:
    text = f"colour = 1\n{ONE}" if not table else f"{ONE}{table}colour = 1\n"
    with pytest.raises(SettingsError) as caught:
        read_indicators(read(tmp_path, text))
    assert caught.value.code == "unknown_definition"


@pytest.mark.parametrize(("key", "value"), [("better", "up"), ("counts", "orang")])
def test_a_word_that_means_nothing_is_refused(tmp_path: Path, key: str, value: str) -> None:
    lines = [line for line in ONE.splitlines() if not line.startswith(f"{key} =")]
    with pytest.raises(SettingsError) as caught:
        read_indicators(read(tmp_path, "\n".join([*lines, f'{key} = "{value}"'])))
    assert caught.value.details["value"] == value


def test_every_key_of_the_installation_is_read() -> None:
    written = tomllib.loads(DEFINITIONS)["indicators"]
    assert list(load_indicators()) == [entry["key"] for entry in written]
    for entry in written:
        assert load_indicators()[entry["key"]].counts == entry["counts"]


def test_nobody_has_set_the_classes_until_a_regulation_is_named(tmp_path: Path) -> None:
    ucj = load_indicators()["ucj"]
    assert say_bands_source("id", ucj) == "Kelas bawaan, belum ditetapkan."
    assert say_bands_source("en", ucj) == "Default classes, not set by any regulation."
    named = 'bands_regulation_id = "Pergub 12/2026"\nbands_regulation_en = "Regulation 12/2026"\n'
    accidents = read_indicators(read(tmp_path, ONE + named))["accidents"]
    assert say_bands_source("id", accidents) == "Kelas ditetapkan dengan Pergub 12/2026."
    assert say_bands_source("en", accidents) == "Classes set by Regulation 12/2026."


def test_a_published_use_of_the_words_stands_beside_ours() -> None:
    _, use = bands_sentences("id", load_indicators()["ucj"], 2025)
    assert "26% disebut “sangat rendah”" in use
    assert "menurut kelas di sini “rendah”" in use
    assert "monev UCJ kabupaten, Mei 2025, dikutip dalam bahan rapat" in use


def test_the_keys_that_an_administrator_may_write_are_documented() -> None:
    guide = (PROJECT / "docs" / "administrators.md").read_text("utf-8")
    written = tomllib.loads(DEFINITIONS)
    keys = {key for entry in written["indicators"] for key in entry} | {
        "better",
        "bands_by_year",
        "bands_regulation_id",
    }
    stems = {key.removesuffix("_id").removesuffix("_en") for key in keys}
    assert {stem for stem in stems if f"`{stem}" not in guide} == set()


@pytest.mark.parametrize(
    ("options", "is_said"),
    [({}, True), ({"measure": "gap"}, False), ({"classing": Classing("quantile")}, False)],
)
def test_a_legend_says_so_where_the_named_classes_are_drawn(
    demo_store: api.Store, options: dict[str, Any], is_said: bool
) -> None:
    legend = api.answer_map(demo_store, api.MapView("61", "adm2", **options)).legend
    assert ("Kelas bawaan, belum ditetapkan." in legend.notes) == is_said


def test_a_printed_word_is_held_against_the_classes_of_the_year_that_is_shown() -> None:
    ucj = dataclasses.replace(load_indicators()["ucj"], bands_by_year={2026: (0.05, 0.1, 0.2)})
    words = [bands_sentences("id", ucj, year)[1] for year in (2025, 2026)]
    assert [text.rpartition("“")[2].partition("”")[0] for text in words] == ["rendah", "tinggi"]
