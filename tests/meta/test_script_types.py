"""What the scripts of the browser are checked against is what they are told: ``globals.d.ts`` has the keys that Python writes."""

import re
from pathlib import Path

import numpy as np
import pytest

from ucjmap.render.browser.specification import WORDS, specification
from ucjmap.render.browser.tiled import TiledChoropleth, tiled_specification
from ucjmap.render.choropleth import Choropleth, Frame

TYPES = (Path(__file__).resolve().parents[1] / "scripts" / "globals.d.ts").read_text("utf-8")

CHOROPLETH = Choropleth(
    view="61/adm2",
    geometry_url=None,
    bounds=(108.0, -3.0, 114.0, 2.0),
    colours=("#ffffff",),
    no_data_colour="#e6e6e6",
    units={"61.01": (0, "10%")},
    frames=[Frame(date="2025-10-31", label="Oktober", units={"61.01": (0, "10%")})],
    frame="2025-10-31",
)
TILED = TiledChoropleth(
    view="00/adm4",
    tiles_url="/tiles",
    names_url="/names",
    native=(3, 6),
    bounds=(95.0, -11.0, 141.0, 6.0),
    regencies=(0,),
    provinces=(0,),
    colours=("#ffffff",),
    class_words=(None,),
    no_data_colour="#e6e6e6",
    classes=np.array([0]),
    rates=np.array([0.1]),
    small=np.array([False]),
    no_data_words="",
)
# Made in the browser, of what it is told.
MADE_THERE = {"smallCodes", "whole"}


def keys_of(interface: str) -> set[str]:
    """Keys of an interface, with those of what it extends."""
    heading = re.search(rf"interface {interface}( extends (\w+))? \{{\n(.*?)\n  \}}", TYPES, re.DOTALL)
    assert heading, interface
    own = set(re.findall(r"^    (\w+)\??:", heading[3], re.MULTILINE))
    return own | (keys_of(heading[2]) if heading[2] else set())


def words_of(kind: str) -> set[str]:
    declared = re.search(rf"type {kind} = (.*?);\n", TYPES, re.DOTALL)
    assert declared, kind
    return set(re.findall(r'"(\w+)"', declared[1]))


@pytest.mark.parametrize(
    ("interface", "told"),
    [
        ("Specification", specification(CHOROPLETH)),
        ("TiledSpecification", tiled_specification(TILED)),
        ("Playback", specification(CHOROPLETH)["frames"]),
    ],
    ids=["choropleth", "tiles", "playback"],
)
def test_scripts_are_checked_against_what_they_are_told(interface: str, told: dict[str, object]) -> None:
    assert keys_of(interface) - MADE_THERE == set(told)


def test_scripts_know_the_words_of_the_map() -> None:
    assert words_of("Word") == set(WORDS)
