"""Figures over time are those of the map on each date."""

import numpy as np
import pytest

from ucjmap import api
from ucjmap.api.figures.rollups import rolled_up


@pytest.mark.parametrize(("key", "segment"), [("ucj", "all"), ("ucj", "jakon"), ("aparat_registered", "all")])
def test_every_area_has_the_figures_of_the_map_on_every_date(demo_store: api.Store, key: str, segment: str) -> None:
    series = api.read_series(demo_store, key, segment)
    assert len(series.dates) > 2
    for place, date in enumerate(series.dates):
        totals = rolled_up(demo_store, api.get_indicator(key), segment, date).totals
        held = totals.loc[series.codes]
        for name in ("numerator", "denominator", "desa", "desa_with_data"):
            np.testing.assert_array_equal(getattr(series, name)[:, place], held[name], err_msg=f"{name} on {date}")
        assert totals["numerator"].drop(series.codes).isna().all(), "an area with data is missing from the series"
