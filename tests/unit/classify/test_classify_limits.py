"""What lies on a limit lies where the legend says, and round limits are no more than were asked for."""

import itertools

import numpy as np
import pytest

from ucjmap.classify import FEWEST, MOST, Scheme, make_breaks, make_diverging_breaks

#: Rates of counts, whose decimals have no end.
RATES = np.array([part / whole for whole in (7, 11, 13) for part in range(1, whole)])


@pytest.mark.parametrize("k", range(FEWEST, MOST + 1))
def test_natural_breaks_and_quantiles_keep_the_value_of_a_limit_below_it(k: int) -> None:
    schemes: tuple[Scheme, ...] = ("fisher", "quantile")
    for scheme in schemes:
        breaks = make_breaks(RATES, scheme=scheme, k=k)
        classes = breaks.assign(RATES)
        for place, edge in enumerate(breaks.edges):
            on_limit = np.isclose(RATES, edge, rtol=0, atol=1e-11)
            assert (classes[on_limit] == place).all(), (scheme, edge)
        assert set(classes) == set(range(breaks.k))
    # A cluster of Fisher-Jenks ends with a value: each limit is one.
    assert all(np.isclose(RATES, edge, rtol=0, atol=1e-11).any() for edge in make_breaks(RATES, scheme="fisher").edges)


def test_thirds_lie_in_their_own_thirds() -> None:
    thirds = np.array([1 / 3, 2 / 3, 1.0])
    breaks = make_breaks(thirds, scheme="fisher", k=3)
    assert list(breaks.assign(thirds)) == [0, 1, 2]


@pytest.mark.parametrize("k", range(FEWEST, MOST + 1))
@pytest.mark.parametrize("seed", range(8))
def test_round_limits_are_round_and_not_more_than_asked_for(k: int, seed: int) -> None:
    rates = np.random.default_rng(seed).beta(2, 4, 60)
    breaks = make_breaks(rates, scheme="pretty", k=k)
    assert 2 <= breaks.k <= k
    assert all(abs(edge * 100 - round(edge * 100)) < 1e-9 for edge in breaks.edges)
    steps = [above - below for below, above in itertools.pairwise(breaks.edges)]
    assert np.allclose(steps, steps[:1] * len(steps))
    on_limits = np.array(breaks.edges)
    assert list(breaks.assign(on_limits)) == list(range(breaks.k - 1))
    assert make_diverging_breaks(rates - 0.4, scheme="pretty", k=k).k <= MOST
