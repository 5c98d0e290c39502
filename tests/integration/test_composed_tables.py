"""Tables composed of claims: none is stored wrongly, and most that say enough are stored without a question.

Twenty seeds run always; the long run takes two thousand, a quarter of an hour.
"""

import random
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import pytest

from tests.composed_tables import TYPED, Area, Composer, Observation
from ucjmap import api
from ucjmap.api.areas import make_register

PROVINCES = ("61", "17", "16", "33", "73", "52", "35", "12", "81")
SEEDS = {False: range(20), True: range(2000)}  # in the long run
#: Where no register of inhabitants has a figure.
SOME_PEOPLE = 900
_COLUMNS = ["unit_code", "indicator", "segment", "as_of", "numerator", "denominator"]


@pytest.fixture(scope="module")
def bare_store(demo_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[api.Store]:
    """The areas without the simulated coverage: with nothing in force a draft is made five times as fast."""
    path = tmp_path_factory.mktemp("bare") / "store.db"
    path.write_bytes(demo_file.read_bytes())
    store = api.open_store(f"sqlite:///{path.as_posix()}")
    for entry in api.list_imports(store).to_dict("records"):
        if entry["kind"] == "coverage":
            api.undo_import(store, entry["id"], undone_by="uji")
    yield store
    store.close()
    path.unlink()


class Areas:
    """Areas of a level that lie together, drawn from the register."""

    def __init__(self, tree: api.AreaTree, bps: Mapping[str, str]) -> None:
        self.tree = tree
        self.bps = {code: digits for digits, code in bps.items()}

    def __call__(self, dice: random.Random, level: str) -> Sequence[Area]:
        areas = self.tree.areas
        own = areas[areas["level"] == level]
        if level == "adm1":
            return [self._area(code) for code in dice.sample(sorted(own.index), 6)]
        own = own[own["adm1"] == dice.choice(PROVINCES)]
        for above in {"adm2": (), "adm3": ("adm2",), "adm4": ("adm2", "adm3")}[level]:
            own = own[own[above] == dice.choice(sorted(own[above].unique()))]
        return [self._area(code) for code in sorted(own.index)[:7]]

    def _area(self, code: str) -> Area:
        above = tuple(self.tree.name(step) for step in self.tree.path(code)[1:-1])
        people = self.tree.areas.at[code, "population"]
        people = int(people) if people > 0 else SOME_PEOPLE
        return Area(code, self.tree.name(code), above, people, self.bps.get(code, ""))


def test_no_composed_table_is_stored_wrongly(bare_store: api.Store, tmp_path: Path, is_long: bool) -> None:
    pick = Areas(api.area_tree(bare_store), make_register(bare_store).bps)
    wrong, enough, stored = {}, 0, 0
    for seed in SEEDS[is_long]:
        composed = Composer(seed, pick).compose(tmp_path)
        draft = api.draft_coverage(bare_store, composed.path, as_of=TYPED)
        kept: set[Observation] = set()
        if not draft.is_blocked:
            kept = set(draft.observations[_COLUMNS].itertuples(index=False, name=None))
        if strange := kept - composed.allowed:
            wrong[seed] = (composed.claims, sorted(strange)[:2])
        enough += composed.enough
        stored += composed.enough and len(kept) >= 0.6 * len(composed.allowed)
    assert wrong == {}
    assert enough > 0.2 * len(SEEDS[is_long])
    assert stored >= 0.9 * enough
