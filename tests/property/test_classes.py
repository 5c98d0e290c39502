"""Whatever the values are: a higher value never has a lower class, and no data never has one."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.long_run import examples
from ucjmap.classify import SCHEMES, Scheme, make_breaks

RATES = st.one_of(st.floats(0, 2), st.sampled_from([0.0, 0.25, 0.5, 0.75, 1.0]), st.just(float("nan")))
# Thresholds as a user sets them: rising and different.
BANDS = st.lists(st.integers(1, 99), unique=True, max_size=8).map(lambda cents: tuple(sorted(c / 100 for c in cents)))


@settings(max_examples=examples(150), deadline=None)
@given(values=st.lists(RATES, max_size=40), scheme=st.sampled_from(SCHEMES), k=st.integers(2, 9), bands=BANDS)
def test_class_is_monotone_in_value(values: list[float], scheme: Scheme, k: int, bands: tuple[float, ...]) -> None:
    breaks = make_breaks(values, scheme=scheme, k=k, bands=bands)
    classes = breaks.assign(values)
    is_missing = np.isnan(np.array(values, dtype=float))
    assert (classes[is_missing] == -1).all()
    assert (classes[~is_missing] >= 0).all()
    assert (classes < breaks.k).all()
    assert breaks.k == len(breaks.colours)
    by_value = classes[~is_missing][np.argsort(np.array(values, dtype=float)[~is_missing], kind="stable")]
    assert (np.diff(by_value) >= 0).all()


@settings(max_examples=examples(150), deadline=None)
@given(values=st.lists(RATES, max_size=40), scheme=st.sampled_from(SCHEMES), k=st.integers(2, 9), bands=BANDS)
def test_a_value_lies_between_the_breaks_of_its_class(
    values: list[float], scheme: Scheme, k: int, bands: tuple[float, ...]
) -> None:
    breaks = make_breaks(values, scheme=scheme, k=k, bands=bands)
    bounds = (-np.inf, *breaks.edges, np.inf)
    for value, class_id in zip(np.round(values, 12), breaks.assign(values), strict=True):
        if class_id >= 0:
            low, high = bounds[class_id], bounds[class_id + 1]
            assert low <= value < high if breaks.closed == "left" else low < value <= high
