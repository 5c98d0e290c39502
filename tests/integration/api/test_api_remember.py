"""What is remembered between two imports: computed once, for everybody, and never from an older state."""

import gc
import threading
import time
import weakref
from dataclasses import dataclass

import numpy as np
import pandas as pd
import pytest

from ucjmap import api
from ucjmap.api.areas.memory import remember
from ucjmap.codes import Level
from ucjmap.store import Provenance, add_import, undo_import


def test_visitors_who_come_at_once_share_one_computation(empty_store: api.Store) -> None:
    computed = []

    def compute() -> int:
        computed.append(threading.get_ident())
        time.sleep(0.05)
        return 42

    found: list[int] = []
    visitors = [
        threading.Thread(target=lambda: found.append(remember(empty_store, "answer", compute))) for _ in range(8)
    ]
    for visitor in visitors:
        visitor.start()
    for visitor in visitors:
        visitor.join()
    assert found == [42] * 8
    assert len(computed) == 1


def test_a_failure_is_not_remembered(empty_store: api.Store) -> None:
    with pytest.raises(ZeroDivisionError):
        remember(empty_store, "answer", lambda: 1 // 0)
    assert remember(empty_store, "answer", lambda: 42) == 42


def test_an_import_is_seen_at_once(empty_store: api.Store) -> None:
    assert remember(empty_store, "answer", lambda: "before") == "before"
    with empty_store.writing() as connection:
        add_import(connection, Provenance("coverage", "a.csv", "0" * 64))
    assert remember(empty_store, "answer", lambda: "after") == "after"


def test_many_things_of_one_kind_leave_the_others_alone(empty_store: api.Store) -> None:
    remember(empty_store, "tree", lambda: "kept")
    for number in range(200):
        remember(empty_store, ("view", number), lambda: None)
    assert remember(empty_store, "tree", lambda: "made anew") == "kept"


def test_what_is_heavy_makes_room_by_weight_and_the_last_one_stays(empty_store: api.Store) -> None:
    computed: list[int] = []

    def list_of(number: int, megabytes: int) -> pd.DataFrame:
        def compute() -> pd.DataFrame:
            computed.append(number)
            return pd.DataFrame({"people": np.zeros(megabytes * 125_000)})

        return remember(empty_store, ("list", number), compute)

    for number in range(8):
        list_of(number, 10)
    kept = empty_store.memory[empty_store.revision()]["list"]
    assert [key for _, key in kept] == [2, 3, 4, 5, 6, 7], "64 MB hold six of them"
    list_of(2, 10)
    list_of(8, 20)
    assert [key for _, key in kept] == [5, 6, 7, 2, 8], "those used longest ago go"
    assert len(list_of(9, 100)) == 12_500_000
    assert [key for _, key in kept] == [9]
    assert computed == [*range(10)]


def test_parts_are_weighed_and_what_all_share_is_not(demo_store: api.Store) -> None:
    tree = api.area_tree(demo_store)

    @dataclass(frozen=True)
    class Answer:
        tree: api.AreaTree
        rows: tuple[pd.DataFrame, ...]
        by_name: dict[str, bytes]

    answer = Answer(tree, (pd.DataFrame({"rate": np.zeros(1_000)}),) * 2, {"map": bytes(50_000)})
    remember(demo_store, ("answer", "weighed"), lambda: answer)
    entry = demo_store.memory[demo_store.revision()].pop("answer")["answer", "weighed"]
    assert 66_000 < entry.weight < 68_000


def test_what_was_before_an_import_is_forgotten(empty_store: api.Store) -> None:
    remember(empty_store, "answer", lambda: "before")
    before = empty_store.revision()
    with empty_store.writing() as connection:
        add_import(connection, Provenance("coverage", "a.csv", "0" * 64))
    remember(empty_store, "answer", lambda: "after")
    assert list(empty_store.memory) == [empty_store.revision()] != [before]


def test_who_is_overtaken_by_an_import_leaves_the_new_state_alone(
    empty_store: api.Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = empty_store.revision()
    with empty_store.writing() as connection:
        add_import(connection, Provenance("coverage", "a.csv", "0" * 64))
    remember(empty_store, "answer", lambda: "after")
    with monkeypatch.context() as late:
        late.setattr(type(empty_store), "revision", lambda _: before)
        assert remember(empty_store, "answer", lambda: "before") == "before"
    assert remember(empty_store, "answer", lambda: "made anew") == "after"


@pytest.mark.parametrize(("code", "level"), [("61.01", "adm3"), ("61.01.01", "adm4")])
def test_looking_at_a_view_leaves_nothing_behind(demo_store: api.Store, code: str, level: Level) -> None:
    def look() -> None:
        values = api.area_values(demo_store, code, level, "ucj")
        assert values.units["rate"].notna().any()
        assert len(values.units.loc[values.units.index[:1]]) == 1

    def count_notes() -> int:
        gc.collect()
        return sum(isinstance(each, weakref.ref) for each in gc.get_objects())

    look()
    before = count_notes()
    for _ in range(100):
        look()
    assert count_notes() - before < 100


@pytest.mark.parametrize(("code", "level"), [("61", "adm2"), ("00", "adm4")])
def test_what_a_visitor_changes_in_a_view_nobody_else_sees(demo_store: api.Store, code: str, level: Level) -> None:
    mine = api.area_values(demo_store, code, level, "ucj")
    rates = mine.units["rate"].to_numpy(copy=True)
    mine.units["rate"] = 2.0
    mine.area["rate"] = 2.0
    mine.units.columns = [f"{name}_" for name in mine.units.columns]
    others = api.area_values(demo_store, code, level, "ucj")
    np.testing.assert_array_equal(others.units["rate"].to_numpy(), rates)
    assert others.area["rate"] != 2.0


def test_the_areas_stay_while_only_counts_come_in(demo_copy: api.Store) -> None:
    tree, neighbours = api.area_tree(demo_copy), api.neighbours(demo_copy, "61.04")
    with demo_copy.writing() as connection:
        counts = add_import(connection, Provenance("coverage", "a.csv", "0" * 64))
    assert api.area_tree(demo_copy) is tree
    with demo_copy.writing() as connection:
        undo_import(connection, counts)
    assert api.area_tree(demo_copy) is tree
    assert api.neighbours(demo_copy, "61.04").equals(neighbours)


def test_the_areas_are_read_anew_when_boundaries_come_and_go(small_store: api.Store) -> None:
    trees = [api.area_tree(small_store)]
    with small_store.writing() as connection:
        number = add_import(connection, Provenance("boundaries", "a.zip", "0" * 64))
    trees.append(api.area_tree(small_store))
    with small_store.writing() as connection:
        undo_import(connection, number)
    trees.append(api.area_tree(small_store))
    assert len({id(tree) for tree in trees}) == 3
    assert len(small_store.trees) == 1
