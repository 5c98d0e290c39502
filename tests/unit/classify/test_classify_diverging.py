"""Classes to both sides of a target: alike on both sides, cut exactly at 0; isolated classes; exactness of Fisher."""

import time

import mapclassify
import numpy as np
import pytest

from ucjmap.classify import CHOICES, Scheme, make_breaks, make_diverging_breaks

NAN = float("nan")
VALUES = np.array([-0.3, -0.11, -0.02, 0.0, 0.01, 0.04, 0.2, NAN])
STATISTICAL: list[Scheme] = [scheme for scheme in CHOICES if scheme not in {"bands", "own"}]


@pytest.mark.parametrize("k", range(3, 10))
@pytest.mark.parametrize("isolate_zero", [False, True])
@pytest.mark.parametrize("scheme", CHOICES)
def test_both_sides_are_alike_and_the_cut_is_at_zero(scheme: Scheme, isolate_zero: bool, k: int) -> None:
    breaks = make_diverging_breaks(VALUES, scheme=scheme, k=k, bands=(0.05, 0.1), isolate_zero=isolate_zero)
    assert list(breaks.edges) == [-edge for edge in reversed(breaks.edges)]
    assert 0.0 in breaks.edges
    assert breaks.k == len(breaks.colours) == len(set(breaks.colours)) <= 9
    below, at, above = breaks.assign([-1e-9, 0.0, 1e-9])
    assert below < above
    assert below < at < above if isolate_zero else at == above
    assert breaks.assign([NAN]) == [-1]


@pytest.mark.parametrize("scheme", STATISTICAL)
@pytest.mark.parametrize("values", [[], [NAN], [0.0], [0.0, 0.0], [-0.2], [0.1, 0.1]], ids=str)
def test_little_to_go_by_still_cuts_at_zero(scheme: Scheme, values: list[float]) -> None:
    breaks = make_diverging_breaks(values, scheme=scheme, k=5)
    assert 0.0 in breaks.edges
    below, above = breaks.assign([-0.5, 0.5])
    assert below < above


def test_a_distance_on_a_break_counts_to_the_upper_class() -> None:
    breaks = make_diverging_breaks([], bands=(0.05, 0.1))
    assert list(breaks.assign([-0.1, -0.05, 0.0, 0.05, 0.1])) == [1, 2, 3, 4, 5]


def test_a_desa_lost_kept_or_won() -> None:
    breaks = make_diverging_breaks([], scheme="registered", labels=("lost", "same", "won"))
    assert list(breaks.assign([-1, 0, 1])) == [0, 1, 2]


@pytest.mark.parametrize("scheme", CHOICES)
def test_exactly_nothing_and_exactly_all_stand_alone(scheme: Scheme) -> None:
    values = [0.0, 0.0, 1e-9, 0.1, 0.3, 0.5, 0.7, 1 - 1e-9, 1.0, 1.0, 1.2]
    breaks = make_breaks(values, scheme=scheme, bands=(0.25, 0.5), isolate_zero=True, isolate_full=True)
    classes = list(breaks.assign(values))
    assert [value for value, class_id in zip(values, classes, strict=True) if class_id == classes[0]] == [0.0, 0.0]
    assert [value for value, class_id in zip(values, classes, strict=True) if class_id == classes[-2]] == [1.0, 1.0]
    assert classes[-1] == breaks.k - 1
    full = breaks.range_of(classes[-2])
    assert (full.low, full.high, full.holds_low, full.holds_high) == (1, 1, True, True)


def test_an_isolated_class_does_not_rename_the_official_ones() -> None:
    words = ("very low", "low", "high")
    breaks = make_breaks([], bands=(0.25, 0.5), labels=words, isolate_zero=True, isolate_full=True)
    assert [breaks.labels[class_id] for class_id in breaks.assign([0.0, 0.1, 0.3, 0.9, 1.0])] == ["", *words, ""]


@pytest.mark.parametrize("scheme", CHOICES)
def test_a_class_holds_what_its_range_says(scheme: Scheme) -> None:
    values = np.round(np.linspace(0, 1.1, 45), 12)
    breaks = make_breaks(values, scheme=scheme, bands=(0.25, 0.5), isolate_zero=True, isolate_full=True)
    for value, class_id in zip([*values, *breaks.edges], breaks.assign([*values, *breaks.edges]), strict=True):
        held = breaks.range_of(class_id)
        assert held.low < value or (held.holds_low and value == held.low)
        assert value < held.high or (held.holds_high and value == held.high)


@pytest.mark.parametrize("seed", range(6))
@pytest.mark.parametrize("k", [3, 5, 9])
def test_fisher_jenks_is_the_one_of_mapclassify(seed: int, k: int) -> None:
    values = np.random.default_rng(seed).beta(2, 4, 150)
    expected = mapclassify.FisherJenks(values, k=k).bins[:-1]
    np.testing.assert_allclose(make_breaks(values, scheme="fisher", k=k).edges, expected)


def test_fisher_jenks_takes_all_desa_of_the_country() -> None:
    values = np.random.default_rng(1).beta(2, 4, 83_762)
    began = time.process_time()
    assert make_breaks(values, scheme="fisher", k=9).k == 9
    assert time.process_time() - began < 10  # not hours; the figure itself is a matter of bench/


@pytest.mark.parametrize("k", range(3, 10))
def test_standard_deviations_are_symmetric_about_the_mean(k: int) -> None:
    values = np.random.default_rng(2).normal(0.5, 0.1, 4000)
    edges = np.array(make_breaks(values, scheme="stddev", k=k).edges)
    assert len(edges) == k - 1
    np.testing.assert_allclose((edges + edges[::-1]) / 2, values.mean(), atol=1e-9)
    np.testing.assert_allclose(np.diff(edges), values.std(), atol=1e-9)
