"""Composed tables drafted one after the other, and a tally of what became of them."""

import random
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from tests.composed_tables import TYPED, Area, Composed, Composer, Observation
from ucjmap import api
from ucjmap.api.areas import make_register
from ucjmap.errors import UCJMapError

PROVINCES = ("61", "17", "16", "33", "73", "52", "35", "12", "81")
#: Where no register of inhabitants has a figure.
SOME_PEOPLE = 900
_COLUMNS = ["unit_code", "indicator", "segment", "as_of", "numerator", "denominator"]
#: A table counts as stored from this share of its observations on: the one of all segments need not be made.
_MOST = 0.6


@dataclass
class Tally:
    """What became of composed tables: wrong ones by their seeds, and how many of those that say enough were stored.

    ``asked`` and ``refused`` count tables of which nothing would be stored, with and without an open claim.
    """

    tables: int = 0
    enough: int = 0
    stored: int = 0
    asked: int = 0
    refused: int = 0
    wrong: dict[int, tuple[list[str], list[Observation]]] = field(default_factory=dict)

    @property
    def share(self) -> float:
        """Share stored without a question of the tables that say enough."""
        return self.stored / self.enough if self.enough else 1.0


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


def without_coverage(store: api.Store) -> None:
    """Undo the simulated coverage of a store: with nothing in force a draft is made five times as fast."""
    for entry in api.list_imports(store).to_dict("records"):
        if entry["kind"] == "coverage":
            api.undo_import(store, entry["id"], undone_by="uji")


def try_tables(store: api.Store, seeds: Iterable[int], folder: Path) -> Tally:
    """Compose a table from each seed, draft it, and compare what would be stored with what is right."""
    pick = Areas(api.area_tree(store), make_register(store).bps)
    tally = Tally()
    for seed in seeds:
        _try_table(store, seed, Composer(seed, pick).compose(folder), tally)
    return tally


def _try_table(store: api.Store, seed: int, composed: Composed, tally: Tally) -> None:
    kept: set[Observation] = set()
    is_open = False
    try:
        draft = api.draft_coverage(store, composed.path, as_of=TYPED)
    except UCJMapError:
        pass
    else:
        is_open = bool(draft.ledger.open)
        if not draft.is_blocked:
            kept = set(draft.observations[_COLUMNS].itertuples(index=False, name=None))
    if strange := kept - composed.allowed:
        tally.wrong[seed] = (composed.claims, sorted(strange)[:2])
    tally.tables += 1
    tally.enough += composed.enough
    tally.stored += composed.enough and len(kept) >= _MOST * len(composed.allowed)
    tally.asked += not kept and is_open
    tally.refused += not kept and not is_open
