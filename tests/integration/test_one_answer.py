"""One map has one answer: page, pictures, slides, tables, layers, documents, commands and HTTP all say the same."""

import itertools
import random
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, Final

import pytest

from tests.integration import mixed_store
from tests.integration.command import close_store
from tests.integration.map_places import ON_PAPER, PLACES, Asked
from tests.integration.mixed_store import DESA, MIDDLE, OLD, OLDEST, SISTER
from ucjmap import api
from ucjmap.errors import UsageError

#: The grid. Areas of every level with a target of their own, an inherited one and none; a kota to which lists of desa
#: do not apply, a province without data; the newest date, one at which real counts begin, one before all counts.
GRID: Final[dict[str, Sequence[Any]]] = {
    "place": list(PLACES),
    "area": ["00", "61", "61.01", "61.02", "61.01.01", DESA, SISTER, "17.71", "17.01.01", "51"],
    "figure": [("ucj", "all"), ("aparat_registered", "all"), ("bpd", "all"), ("ucj", "bpu")],
    "measure": ["rate", "gap", "change", "rate at two dates", "gap at two dates"],
    "as_of": [None, MIDDLE, OLDEST],
    "level": ["below", "desa"],
    "marks": ["none", "circles", "chosen", "both"],
    "target": [None, "2026@Gubernur"],
    "lang": ["id", "en"],
}
_CHOSEN: Final = (DESA, "61.02.01", "17.01.02.2005")


def cover_pairs(factors: Mapping[str, Sequence[Any]], seed: int) -> Iterator[dict[str, Any]]:
    """Choices of one value of each factor, in which every two values of two factors come together at least once."""
    chance = random.Random(seed)
    pairs = itertools.combinations(factors.items(), 2)
    missing = {((one, a), (two, b)) for (one, of_one), (two, of_two) in pairs for a in of_one for b in of_two}
    while missing:
        chosen = dict(chance.choice(sorted(missing, key=repr)))
        for name in chance.sample(sorted(set(factors) - set(chosen)), len(factors) - len(chosen)):
            values = chance.sample(list(factors[name]), len(factors[name]))
            chosen[name] = max(values, key=lambda value: len(_pairs(factors, chosen | {name: value}) & missing))
        missing -= _pairs(factors, chosen)
        yield chosen


def _pairs(factors: Mapping[str, Sequence[Any]], chosen: Mapping[str, Any]) -> set[Any]:
    return set(itertools.combinations([(name, chosen[name]) for name in factors if name in chosen], 2))


def view_of(choice: Mapping[str, Any]) -> api.MapView:
    """The question that a choice stands for."""
    (indicator, segment), marks = choice["figure"], choice["marks"]
    measure, _, beside = choice["measure"].partition(" at ")
    before = "2023-12-31" if choice["as_of"] == OLDEST else OLD
    return api.MapView(
        area=choice["area"],
        level="adm4" if choice["level"] == "desa" else None,
        indicator=indicator,
        segment=segment,
        as_of=choice["as_of"],
        measure=measure,
        target=choice["target"],
        since=before if beside or measure == "change" else None,
        circles=marks in ("circles", "both"),
        chosen=_CHOSEN if marks in ("chosen", "both") else (),
        side=bool(beside),
        lang=choice["lang"],
    )


CHOICES: Final = list(cover_pairs(GRID, seed=11))


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[api.Store]:
    folder = tmp_path_factory.mktemp("mixed")
    made = mixed_store.make_mixed_store(f"sqlite:///{(folder / 'mixed.db').as_posix()}", folder)
    yield made
    close_store(made.url)
    made.close()


@pytest.mark.parametrize("choice", CHOICES, ids=lambda choice: " ".join(str(value) for value in choice.values()))
def test_every_place_says_the_answer(store: api.Store, tmp_path: Path, choice: dict[str, Any]) -> None:
    asked, place = Asked(store, view_of(choice), tmp_path), choice["place"]
    if asked.answer.is_whole_country and place in ON_PAPER:
        with pytest.raises(UsageError):
            asked.make("svg")
        return
    PLACES[place](asked)
