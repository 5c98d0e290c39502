"""One map has one answer: page, pictures, slides, tables, layers, documents, commands and HTTP all say the same."""

import itertools
import random
import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Any, Final

import numpy as np
import pandas as pd
import pytest

pytest.register_assert_rewrite("tests.integration.map_places")  # else a difference is not shown

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


def name_of(choice: Mapping[str, Any]) -> str:
    """Name of a test: the values of ``GRID``, in its order."""
    return " ".join(str(choice[factor]) for factor in GRID)


CHOICES: Final = list(cover_pairs(GRID, seed=11))


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[api.Store]:
    folder = tmp_path_factory.mktemp("mixed")
    made = mixed_store.make_mixed_store(f"sqlite:///{(folder / 'mixed.db').as_posix()}", folder)
    yield made
    close_store(made.url)
    made.close()


@pytest.mark.parametrize("choice", CHOICES, ids=name_of)
def test_every_place_says_the_answer(store: api.Store, tmp_path: Path, choice: dict[str, Any]) -> None:
    asked, place = Asked(store, view_of(choice), tmp_path), choice["place"]
    if asked.answer.is_whole_country and place in ON_PAPER:
        with pytest.raises(UsageError):
            asked.make("svg")
        return
    PLACES[place](asked)


@pytest.mark.parametrize("choice", CHOICES[::2], ids=name_of)
def test_the_answer_is_what_was_loaded(store: api.Store, choice: dict[str, Any]) -> None:
    """Counts, dates, sources and gaps of every area, added up from the rows of the store by other means."""
    answer = api.answer_map(store, view_of(choice))
    observations = _counts_in_force(store, answer)
    rows = [answer.areas.row(code) for code in answer.areas.codes] + [dict(answer.row)]
    for row in rows:
        own = observations[observations["unit_code"].str.startswith("" if row["code"] == "00" else row["code"])]
        numerator, denominator = (own[name].sum(min_count=1) for name in ("numerator", "denominator"))
        told = [row[name] for name in ("numerator", "denominator", "desa_with_data", "rate")]
        assert told == pytest.approx([numerator, denominator, len(own), numerator / denominator], nan_ok=True)
        if answer.areas.measure != "change":  # the origin of a change is that of both dates
            assert set(row["sources"]) == set(own["source"])
            assert row["is_simulated"] == own["simulated"].any()
            newest = row["newest"] if isinstance(row["newest"], str) else None
            assert newest == (own["as_of"].max() if len(own) else None)
        target = _target_of(answer, row["code"])
        missing = np.nan if target is None else np.maximum(0, np.ceil(round(target * denominator - numerator, 6)))
        assert row["gap_people"] == pytest.approx(missing, nan_ok=True)


def _counts_in_force(store: api.Store, answer: api.MapAnswer) -> pd.DataFrame:
    """The newest count of every desa on or before the date of the answer, one row a desa."""
    query = """
        SELECT unit_code, max(observations.as_of) AS as_of, numerator, denominator, source, simulated
        FROM observations JOIN imports ON imports.id = import_id
        WHERE indicator = ? AND segment = ? AND observations.as_of <= ? AND length(unit_code) = 13
        GROUP BY unit_code
    """
    view = answer.view
    with closing(sqlite3.connect(store.url.removeprefix("sqlite:///"))) as connection:
        return pd.read_sql(query, connection, params=(view.indicator, view.segment, answer.as_of))


def _target_of(answer: api.MapAnswer, code: str) -> float | None:
    """Rate of the target in force: that of the area itself, else of the nearest above it; a segment has none."""
    if answer.view.segment != "all":
        return None
    above = [code[:length] for length in (13, 8, 5, 2) if len(code) >= length]
    for unit in above:
        for unit_code, indicator, year, issuer, rate, is_comparable in mixed_store.TARGETS:
            is_asked_for = answer.view.target in (None, f"{year}@{issuer}")
            if (unit_code, indicator, is_comparable) == (unit, answer.view.indicator, True) and is_asked_for:
                return rate
    return None


@pytest.mark.parametrize("choice", CHOICES[::3], ids=name_of)
def test_no_sentence_is_the_same_in_both_languages(store: api.Store, choice: dict[str, Any]) -> None:
    """A text without a translation would stand in English on an Indonesian page."""
    indonesian, english = (
        _sentences(api.answer_map(store, replace(view_of(choice), lang=lang))) for lang in ("id", "en")
    )
    assert indonesian
    assert indonesian & english == set()


def _sentences(answer: api.MapAnswer) -> set[str]:
    told = {key.caption for key in answer.key_figures} | {note.text for note in answer.notes}
    told |= {answer.title, answer.subtitle, *answer.legend.notes, *answer.selection_words, *map(str, answer.provenance)}
    return told
