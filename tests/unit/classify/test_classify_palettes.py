"""Colours as people with colour blindness see them: neighbouring classes stay apart, and order is told by lightness."""

import itertools
import re

import numpy as np
import numpy.typing as npt
import pytest

from ucjmap.classify import NO_DATA_COLOUR, NOT_APPLICABLE_COLOUR, NOT_APPLICABLE_LINES, diverging, ramp
from ucjmap.classify.palettes import REGISTERED_COLOURS
from ucjmap.render import class_ground, no_data_colour, on_ground

# G. M. Machado, M. M. Oliveira, L. A. F. Fernandes, A Physiologically-based Model for Simulation of Color Vision
# Deficiency, IEEE TVCG 15 (6), 2009, severity 1.0; applied to linear light.
VISIONS = {
    "full": [[1, 0, 0], [0, 1, 0], [0, 0, 1]],
    "protan": [[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216], [-0.003882, -0.048116, 1.051998]],
    "deutan": [[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.011820, 0.042940, 0.968881]],
    "tritan": [[1.255528, -0.076749, -0.178779], [-0.078411, 0.930809, 0.147602], [0.004733, 0.691367, 0.303900]],
}
#: Distance in OKLab; about 0.02 is what is just noticed side by side, and areas of a map do not lie side by side.
APART, APART_MANY = 0.07, 0.04
#: More than twelve classes to both sides: apart, though nobody tells the middle one of three by itself.
APART_CROWD = 0.025


def apart(classes: int) -> float:
    """The least distance of neighbours on a diverging map."""
    return APART if classes <= 8 else APART_MANY if classes <= 12 else APART_CROWD


def light_of(colour: str) -> npt.NDArray[np.float64]:
    levels = np.array([int(colour[at : at + 2], 16) for at in (1, 3, 5)]) / 255
    return np.where(levels <= 0.04045, levels / 12.92, ((levels + 0.055) / 1.055) ** 2.4)


def seen(colour: str, vision: str) -> npt.NDArray[np.float64]:
    """OKLab (Ottosson 2020) of a colour in somebody's eye."""
    red, green, blue = np.clip(np.array(VISIONS[vision]) @ light_of(colour), 0, 1)
    long = np.cbrt(0.4122214708 * red + 0.5363325363 * green + 0.0514459929 * blue)
    medium = np.cbrt(0.2119034982 * red + 0.6806995451 * green + 0.1073969566 * blue)
    short = np.cbrt(0.0883024619 * red + 0.2817188376 * green + 0.6299787005 * blue)
    return np.array(
        [
            0.2104542553 * long + 0.7936177850 * medium - 0.0040720468 * short,
            1.9779984951 * long - 2.4285922050 * medium + 0.4505937099 * short,
            0.0259040371 * long + 0.7827717662 * medium - 0.8086757660 * short,
        ]
    )


def steps(colours: tuple[str, ...], vision: str) -> list[float]:
    eye = [seen(colour, vision) for colour in colours]
    return [float(np.linalg.norm(one - other)) for one, other in itertools.pairwise(eye)]


def test_the_simulation_is_blind_to_what_the_blind_confuse() -> None:
    red, green = "#a05a00", "#5a7d00"
    assert steps((red, green), "full")[0] > 2 * steps((red, green), "deutan")[0]
    assert steps(("#ffffff", "#000000"), "protan")[0] == pytest.approx(1, abs=0.01)


@pytest.mark.parametrize("vision", VISIONS)
@pytest.mark.parametrize("k", range(2, 13))
def test_classes_of_a_rate_stay_apart_and_darken(k: int, vision: str) -> None:
    assert min(steps(ramp(k), vision)) > (APART if k <= 9 else APART_MANY)
    lightness = [seen(colour, vision)[0] for colour in ramp(k)]
    assert all(above > below for above, below in itertools.pairwise(lightness))


@pytest.mark.parametrize("vision", VISIONS)
@pytest.mark.parametrize("centre", [False, True])
@pytest.mark.parametrize("half", range(1, 10))
def test_classes_on_both_sides_of_a_target_stay_apart(half: int, centre: bool, vision: str) -> None:
    colours = diverging(half, centre=centre)
    assert len(colours) == len(set(colours)) == 2 * half + centre
    assert min(steps(colours, vision)) > apart(len(colours))


@pytest.mark.parametrize("vision", VISIONS)
@pytest.mark.parametrize("half", range(1, 10))
def test_below_and_above_are_told_apart_at_every_distance(half: int, vision: str) -> None:
    colours = diverging(half)
    for distance in range(half):
        assert steps((colours[distance], colours[-1 - distance]), vision)[0] > (APART if half <= 4 else APART_MANY)


@pytest.mark.parametrize("centre", [False, True])
@pytest.mark.parametrize("half", range(1, 10))
def test_a_grey_print_keeps_the_order(half: int, centre: bool) -> None:
    """From far below to far above every class is lighter than the one before: the best never looks like the worst."""
    grey = [float(light_of(colour) @ np.array([0.2126, 0.7152, 0.0722])) for colour in diverging(half, centre=centre)]
    assert grey == sorted(grey)
    assert len(set(grey)) == len(grey)
    lightness = [float(seen(colour, "full")[0]) for colour in diverging(half, centre=centre)]
    assert min(high - low for low, high in itertools.pairwise(lightness)) > apart(len(lightness)) / 1.6


def test_in_grey_what_is_not_registered_stands_out() -> None:
    not_registered, registered = (seen(colour, "full")[0] for colour in REGISTERED_COLOURS)
    ground = seen("#eef2f5", "full")[0]
    assert ground - not_registered > 3 * (ground - registered)


@pytest.mark.parametrize("vision", VISIONS)
def test_registered_and_not_registered_stay_apart(vision: str) -> None:
    assert steps(REGISTERED_COLOURS, vision)[0] > 3 * APART


@pytest.mark.parametrize("k", range(2, 10))
def test_no_class_has_the_ground_of_no_data(k: int) -> None:
    for colour in (*ramp(k), *diverging(min(k, 4))):
        assert steps((colour, NO_DATA_COLOUR), "full")[0] > 0.04


@pytest.mark.parametrize("dark", [False, True])
def test_where_a_figure_does_not_apply_lines_tell_it_from_the_palest_class_in_grey(dark: bool) -> None:
    """The grounds themselves are nearly as light as each other on a grey print."""
    colour = on_ground(NOT_APPLICABLE_COLOUR, dark=dark)
    background = class_ground(NOT_APPLICABLE_COLOUR, dark=dark)
    ground, line = dict.fromkeys(re.findall("#[0-9a-f]{6}", background))
    assert ground == colour
    assert abs(grey(line) - grey(ground)) > 40
    assert dark or line == NOT_APPLICABLE_LINES
    assert class_ground(ramp(4)[0], dark=dark) == ramp(4)[0]


def grey(colour: str) -> float:
    """From 0 to 255, as printers and projectors turn colours into grey."""
    red, green, blue = bytes.fromhex(colour.lstrip("#"))
    return 0.299 * red + 0.587 * green + 0.114 * blue


@pytest.mark.parametrize("vision", VISIONS)
def test_an_unchanged_desa_is_not_taken_for_one_without_the_indicator(vision: str) -> None:
    for colour in (*diverging(1, centre=True), *REGISTERED_COLOURS):
        assert steps((colour, NOT_APPLICABLE_COLOUR), vision)[0] > APART
        assert steps((colour, on_ground(NOT_APPLICABLE_COLOUR, dark=True)), vision)[0] > APART
    assert steps((diverging(1, centre=True)[1], NO_DATA_COLOUR), vision)[0] > 0.04


def test_what_has_no_figure_is_quiet_on_a_dark_page_too() -> None:
    """Nearer to the page than any class, and not taken for "no data"."""
    page, apart_colour = "#0e1117", on_ground(NOT_APPLICABLE_COLOUR, dark=True)
    away = steps((apart_colour, page), "full")[0]
    for k in range(2, 10):
        for colour in (*ramp(k), *diverging(min(k, 4))):
            assert on_ground(colour, dark=True) == colour
            assert steps((colour, page), "full")[0] > away
            assert steps((colour, apart_colour), "full")[0] > APART
    assert steps((apart_colour, no_data_colour(dark=True)), "full")[0] > APART
