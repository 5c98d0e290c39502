"""Tables composed of claims: none is stored wrongly, and most that say enough are stored without a question.

Twenty seeds run always; the long run takes two thousand, a quarter of an hour. ``python -m bench.intake`` prints the
same figures for any seeds.
"""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.composed_runs import try_tables, without_coverage
from ucjmap import api

SEEDS = {False: range(20), True: range(2000)}  # in the long run


@pytest.fixture(scope="module")
def bare_store(demo_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[api.Store]:
    """The areas without the simulated coverage."""
    path = tmp_path_factory.mktemp("bare") / "store.db"
    path.write_bytes(demo_file.read_bytes())
    store = api.open_store(f"sqlite:///{path.as_posix()}")
    without_coverage(store)
    yield store
    store.close()
    path.unlink()


def test_no_composed_table_is_stored_wrongly(bare_store: api.Store, tmp_path: Path, is_long: bool) -> None:
    tally = try_tables(bare_store, SEEDS[is_long], tmp_path)
    assert tally.wrong == {}
    assert tally.enough > 0.2 * tally.tables
    assert tally.share >= 0.9
