"""How values are spread: every known value in one bin, rates on the whole scale, points as far as they reach."""

import numpy as np
import pytest

from ucjmap.api.maps.histogram import make_histogram
from ucjmap.classify import ClassBreaks, make_breaks, make_diverging_breaks

NAN = float("nan")


def breaks_at(*edges: float) -> ClassBreaks:
    return make_breaks(np.array([0.1, 0.9]), scheme="own", bands=edges)


def test_every_known_value_is_in_one_bin_and_no_data_in_none() -> None:
    spread = make_histogram("id", "rate", breaks_at(0.25, 0.5), np.array([0.0, 0.24, 0.26, 1.0, NAN]))
    assert (len(spread.bins), sum(spread.counts)) == (len(spread.counts) + 1, 4)
    assert (spread.bins[0], spread.bins[-1]) == (0.0, 1.0)
    assert (spread.counts[0], spread.counts[-1]) == (1, 1)
    assert (spread.breaks, spread.limits, spread.ends) == ((0.25, 0.5), ("25%", "50%"), ("0%", "100%"))


def test_a_rate_above_one_is_not_cut_off() -> None:
    spread = make_histogram("en", "rate", breaks_at(0.5), np.array([0.2, 1.3]))
    assert (spread.bins[-1], spread.ends[-1], spread.counts[-1]) == (1.3, "130%", 1)


def test_points_lie_on_both_sides_of_zero() -> None:
    values = np.array([-0.2, 0.05, NAN])
    breaks = make_diverging_breaks(values, scheme="own", bands=(0.1,))
    spread = make_histogram("en", "change", breaks, values)
    assert (spread.bins[0], spread.bins[-1]) == (-0.2, 0.2)
    assert spread.ends == ("−20.0", "+20.0")
    assert sum(spread.counts) == 2


def test_where_nothing_changed_there_is_still_a_scale() -> None:
    values = np.zeros(3)
    spread = make_histogram("en", "change", make_diverging_breaks(values, scheme="own", bands=(0.1,)), values)
    assert spread.bins[0] < 0 < spread.bins[-1]
    assert sum(spread.counts) == 3


@pytest.mark.parametrize("values", [[], [NAN, NAN]])
def test_without_a_value_there_are_no_bins(values: list[float]) -> None:
    spread = make_histogram("en", "rate", breaks_at(0.5), np.array(values))
    assert (spread.bins, spread.counts, spread.ends) == ((), (), ())
    assert (spread.breaks, spread.limits) == ((0.5,), ("50%",))
