"""Not ready before the start has ended, with the reason where it failed."""

from ucjmap.errors import StoreError
from ucjmap.operation import Loading, find_hindrance


def test_a_start_that_goes_on_is_told_with_how_far_it_is() -> None:
    for loading, percent in ((None, 0), (Loading(fraction=0.4), 40), (Loading(fraction=1.2), 100)):
        hindrance = find_hindrance(loading)
        assert hindrance is not None
        assert (hindrance.code, hindrance.details["percent"]) == ("starting", percent)


def test_a_start_that_failed_gives_its_own_reason() -> None:
    loading = Loading(error=StoreError("store_busy", "The store is busy."))
    loading.done.set()
    assert find_hindrance(loading) is loading.error
