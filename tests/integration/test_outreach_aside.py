"""Work in a process of its own: the same answer, progress, a stop that is heard at once, and errors as they were."""

import time

import numpy as np
import pandas as pd
import pytest

from ucjmap.errors import RenderingError, UsageError
from ucjmap.outreach import TripLimits, plan_trips
from ucjmap.outreach.aside import run_aside

OFFICES = pd.DataFrame({"name": ["Cabang A", "Cabang B"], "lon": [109.0, 112.0], "lat": [0.0, 0.0]})


def desa(count: int) -> pd.DataFrame:
    rng = np.random.default_rng(7)
    places = {"lon": rng.uniform(108.5, 112.5, count), "lat": rng.uniform(-0.5, 0.5, count)}
    codes = [f"61.01.01.{2001 + number}" for number in range(count)]
    return pd.DataFrame({"name": "Desa", **places, "adm3": "61.01.01"}, index=codes)


class StoppedError(Exception):
    """What a page raises when the visitor wants no answer any more."""


def test_the_answer_is_the_one_of_this_process_and_progress_is_told() -> None:
    told: list[tuple[int, int, str]] = []
    chosen = desa(20)
    found = run_aside(plan_trips, chosen, OFFICES, TripLimits(), progress=lambda *far: told.append(far))
    here = plan_trips(chosen, OFFICES, TripLimits())
    pd.testing.assert_frame_equal(found.stops, here.stops)
    pd.testing.assert_frame_equal(found.trips, here.trips)
    assert max(done for done, total, _ in told if total == 20) > 10


def test_a_stop_is_heard_while_the_solver_works() -> None:
    begun: list[float] = []

    def stop(done: int, total: int, what: str) -> None:
        if total > 1:  # the search has begun
            begun.append(time.monotonic())
            raise StoppedError

    with pytest.raises(StoppedError):
        run_aside(plan_trips, desa(900), OFFICES.iloc[:1], TripLimits(), progress=stop)
    assert time.monotonic() - begun[0] < 14, "fifteen seconds of search were allowed, and none of them is waited for"


def test_an_error_for_people_comes_back_as_it_was() -> None:
    with pytest.raises(UsageError) as caught:
        run_aside(plan_trips, desa(3), OFFICES.iloc[:0], TripLimits())
    assert caught.value.code == "no_office"
    assert "No office" in str(caught.value)


def test_a_process_that_dies_is_said_so() -> None:
    with pytest.raises(RenderingError) as caught:
        run_aside(plan_trips, "no table", OFFICES, TripLimits())
    assert caught.value.code == "work_ended"
