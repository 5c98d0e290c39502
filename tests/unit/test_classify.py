"""Classes of a choropleth: every scheme on every kind of values, and the rule at a break."""

import itertools
from typing import get_args

import numpy as np
import pytest

from ucjmap.classify import SCHEMES, ClassBreaks, Scheme, make_breaks, ramp

BANDS = (0.25, 0.5, 0.75)
STATISTICAL = [scheme for scheme in SCHEMES if scheme not in {"bands", "own", "registered"}]
NAN = float("nan")
VALUES = {
    "many": list(np.linspace(0.02, 0.98, 40) ** 2),
    "two": [0.2, 0.8],
    "two equal": [0.4, 0.4],
    "one": [0.4],
    "none": [],
    "only no data": [NAN, NAN],
    "no data among them": [0.1, NAN, 0.2, NAN, 0.3, 0.9, 0.95],
    "zeros and ones": [0.0, 1.0, 0.0, 1.0],
    "above one": [0.2, 0.4, 1.0, 1.7],
    "heavy tail": [0.01] * 30 + [0.02, 0.5, 0.99],
}


def breaks_of(values: list[float], scheme: Scheme, k: int = 5) -> ClassBreaks:
    return make_breaks(values, scheme=scheme, k=k, bands=BANDS)


@pytest.mark.parametrize("values", VALUES.values(), ids=VALUES)
@pytest.mark.parametrize("scheme", SCHEMES)
def test_every_value_has_a_class_with_a_colour_and_no_data_has_none(scheme: Scheme, values: list[float]) -> None:
    breaks = breaks_of(values, scheme)
    assert list(breaks.edges) == sorted(set(breaks.edges))
    assert breaks.k == len(breaks.edges) + 1 == len(breaks.colours) == len(set(breaks.colours))
    classes = breaks.assign(values)
    assert [class_id == -1 for class_id in classes] == [np.isnan(value) for value in values]
    assert all(-1 <= class_id < breaks.k for class_id in classes)


@pytest.mark.parametrize("scheme", STATISTICAL)
def test_no_data_does_not_move_the_breaks_of_the_others(scheme: Scheme) -> None:
    known = VALUES["many"]
    assert breaks_of([NAN, *known, NAN, NAN], scheme) == breaks_of(known, scheme)


@pytest.mark.parametrize("scheme", STATISTICAL)
@pytest.mark.parametrize("kind", ["two equal", "one", "none", "only no data"])
def test_a_statistical_scheme_needs_two_different_values(scheme: Scheme, kind: str) -> None:
    breaks = breaks_of(VALUES[kind], scheme)
    assert breaks.k == 1
    assert set(breaks.assign(VALUES[kind])) <= {0, -1}


@pytest.mark.parametrize("scheme", ["equal", "quantile", "fisher"])
def test_two_different_values_lie_in_two_classes(scheme: Scheme) -> None:
    low, high = breaks_of(VALUES["two"], scheme).assign(VALUES["two"])
    assert low < high


@pytest.mark.parametrize("k", range(2, 10))
@pytest.mark.parametrize("scheme", ["equal", "quantile", "fisher"])
def test_as_many_classes_as_asked_for_and_none_is_empty(scheme: Scheme, k: int) -> None:
    values = np.linspace(0, 1, 60)
    breaks = breaks_of(list(values), scheme, k)
    assert breaks.k == len(set(breaks.colours)) == k
    assert set(breaks.assign(values)) == set(range(k))


def test_a_value_that_reaches_an_official_threshold_counts_to_the_upper_class() -> None:
    breaks = breaks_of([], "bands")
    assert breaks.closed == "left"
    assert list(breaks.assign([0, 0.2499, 0.25, 0.4999, 0.5, 0.75])) == [0, 0, 1, 1, 2, 3]


@pytest.mark.parametrize("scheme", STATISTICAL)
def test_a_value_on_a_statistical_break_counts_to_the_lower_class(scheme: Scheme) -> None:
    breaks = breaks_of(VALUES["many"], scheme)
    assert breaks.closed == "right"
    edges = np.array(breaks.edges)
    assert list(breaks.assign(edges)) == list(range(len(edges)))
    assert list(breaks.assign(edges + 1e-11)) == list(range(1, breaks.k))  # twelve decimals count


@pytest.mark.parametrize("scheme", ["bands", *STATISTICAL])
def test_a_value_beyond_all_others_stays_in_the_last_class(scheme: Scheme) -> None:
    breaks = breaks_of(VALUES["many"], scheme)
    assert list(breaks.assign([1.0, 1.2, 40])) == [breaks.k - 1] * 3
    assert list(breaks.assign([-0.1])) == [0]


def test_infinity_is_no_data() -> None:
    assert list(breaks_of([], "bands").assign([np.inf, -np.inf, 0.3])) == [-1, -1, 1]
    assert breaks_of([0.1, np.inf, 0.3, 0.5], "equal", 2).edges == pytest.approx((0.3,))


@pytest.mark.parametrize("scheme", STATISTICAL)
def test_values_that_differ_beyond_every_digit_are_the_same(scheme: Scheme) -> None:
    assert breaks_of([0.0, 5e-324], scheme).k == 1
    assert breaks_of([0.3, 0.1 + 0.2], scheme).k == 1


def test_a_desa_is_registered_or_not() -> None:
    breaks = make_breaks([0, 1, NAN], scheme="registered", labels=("Not registered", "Registered"))
    assert list(breaks.assign([0, 1, NAN])) == [0, 1, -1]
    assert breaks.k == len(breaks.labels) == 2


@pytest.mark.parametrize("bands", [(), (0.5,), tuple(np.linspace(0.05, 0.95, 12))])
def test_any_number_of_official_thresholds(bands: tuple[float, ...]) -> None:
    breaks = make_breaks([0.1, 0.9], bands=bands)
    assert breaks.k == len(set(breaks.colours)) == len(bands) + 1


def test_the_same_values_in_another_order_have_the_same_breaks() -> None:
    for scheme in STATISTICAL:
        assert breaks_of(VALUES["many"][::-1], scheme) == breaks_of(VALUES["many"], scheme)


def brightness(colour: str) -> float:
    """Luma of ``#rrggbb``, 0 to 255."""
    red, green, blue = (int(colour[start : start + 2], 16) for start in (1, 3, 5))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


@pytest.mark.parametrize("k", range(2, 13))
def test_colours_darken_from_class_to_class(k: int) -> None:
    lights = [brightness(colour) for colour in ramp(k)]
    assert len(lights) == k
    assert all(above > below for above, below in itertools.pairwise(lights))


def test_every_scheme_is_tested() -> None:
    assert set(get_args(Scheme)) == {"bands", "own", "registered", *STATISTICAL}
