"""What is remembered between two imports: computed once, for everybody, and never from an older state."""

import threading
import time

import pytest

from ucjmap import api
from ucjmap.api.areas import remember
from ucjmap.store import Provenance, add_import


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
