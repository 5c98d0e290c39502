"""What is computed once and remembered until the next import or undo, for all who ask."""

import sys
from collections import Counter, OrderedDict
from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass, field, fields, is_dataclass
from threading import Lock
from typing import Any, TypeVar

import numpy as np
import pandas as pd

from ucjmap.store import Store

T = TypeVar("T")
#: So many things of each kind are kept, fewer of those that hold figures of every area, ...
_REMEMBERED = 48
_REMEMBERED_OF = {"rolled_up": 24, "answers": 600, "documents": 600, "drawings": 600}
#: ... and so many bytes of each kind; series are few, and every trend of every visitor is read from them.
_ROOM = 64_000_000
_ROOM_OF = {"rolled_up": 200_000_000, "series": 600_000_000}
_memory_lock = Lock()
_uses: Counter[tuple[str, str]] = Counter()


@dataclass
class _Entry:
    """A thing that is remembered. Whoever holds the lock computes it, the others wait for what comes out."""

    lock: Lock = field(default_factory=Lock)
    is_known: bool = False
    value: Any = None
    weight: int = 0


def remember(store: Store, key: Hashable, compute: Callable[[], T]) -> T:
    """``compute()``, or what it gave last time if nothing was imported or undone since.

    Things of one kind push out only each other, those used longest ago first; the last one stays, whatever it weighs.
    Of several threads that ask for the same at once one computes, and the others wait for it.

    Parameters
    ----------
    key
        Its kind, or a tuple that begins with the kind. A kind that is a key by itself has one thing only and is always
        kept.
    compute
        Called without arguments; if it raises, nothing is remembered.

    Returns
    -------
    object
        Shared by all who ask: it must not be changed.
    """
    kind = key[0] if isinstance(key, tuple) else key
    entries, entry = _find_entry(store, store.revision(), kind, key)
    if not entry.is_known:
        with entry.lock:
            if not entry.is_known:
                entry.value = compute()
                entry.weight = 0 if kind == key else _weigh(entry.value)
                entry.is_known = True
        _make_room(entries, str(kind))
    known: T = entry.value
    return known


def memory_uses() -> dict[tuple[str, str], int]:
    """How often something was known already, and how often not, since this process began.

    Returns
    -------
    dict
        By kind, and ``hit`` or ``miss``.
    """
    with _memory_lock:
        return dict(_uses)


def _find_entry(
    store: Store, revision: tuple[int, int], kind: Hashable, key: Hashable
) -> tuple[OrderedDict[Hashable, _Entry], _Entry]:
    with _memory_lock:
        if not any(known >= revision for known in store.memory):
            store.memory.clear()  # nobody asks for an earlier state again
            store.memory[revision] = {}
        kinds = store.memory.get(revision, {})  # a caller whom an import has overtaken computes for itself
        entries: OrderedDict[Hashable, _Entry] = kinds.setdefault(kind, OrderedDict())
        entry = entries.setdefault(key, _Entry())
        entries.move_to_end(key)
        _uses[str(kind), "hit" if entry.is_known else "miss"] += 1
    return entries, entry


def _make_room(entries: OrderedDict[Hashable, _Entry], kind: str) -> None:
    number, room = _REMEMBERED_OF.get(kind, _REMEMBERED), _ROOM_OF.get(kind, _ROOM)
    with _memory_lock:
        weight = sum(entry.weight for entry in entries.values())
        while len(entries) > 1 and (len(entries) > number or weight > room):
            weight -= entries.popitem(last=False)[1].weight


def _weigh(value: object) -> int:
    """About how many bytes go when ``value`` is forgotten; texts in columns are mostly those of the tree."""
    if isinstance(weight := getattr(value, "weight", None), int):
        return weight
    if isinstance(value, pd.DataFrame):
        return int(value.memory_usage().sum())
    if isinstance(value, np.ndarray | pd.Series | pd.Index):
        return int(value.nbytes)
    if isinstance(value, Mapping):
        return sys.getsizeof(value) + sum(map(_weigh, value.values()))
    if isinstance(value, tuple | list | set | frozenset):
        return sys.getsizeof(value) + sum(map(_weigh, value))
    if is_dataclass(value):
        return sum(_weigh(getattr(value, part.name)) for part in fields(value))
    return sys.getsizeof(value)
