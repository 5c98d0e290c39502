"""What imports of this process came to, by kind."""

import threading
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import wraps
from typing import Literal, ParamSpec, TypeVar

from ucjmap.errors import UCJMapError

P = ParamSpec("P")
T = TypeVar("T")
Outcome = Literal["done", "tried", "refused", "failed", "stopped"]
_lock = threading.Lock()
_outcomes: Counter[tuple[str, Outcome]] = Counter()


def counted_import(kind: str) -> Callable[[Callable[P, T]], Callable[P, T]]:
    """Have what a function that imports something comes to counted.

    Parameters
    ----------
    kind
        Such as ``"coverage"``; ``"undo"`` and ``"redo"`` are imports, too.

    Returns
    -------
    Callable
        Decorator. A call with ``dry_run`` is ``tried``; one that raises is ``refused`` where the user can mend it,
        ``stopped`` where the visitor left, else ``failed``.
    """

    def decorate(import_it: Callable[P, T]) -> Callable[P, T]:
        @wraps(import_it)
        def counted(*args: P.args, **kwargs: P.kwargs) -> T:
            with _counted(kind, "tried" if kwargs.get("dry_run") else "done"):
                return import_it(*args, **kwargs)

        return counted

    return decorate


@contextmanager
def _counted(kind: str, outcome: Outcome) -> Iterator[None]:
    try:
        yield
    except UCJMapError:
        outcome = "refused"
        raise
    except Exception:
        outcome = "failed"
        raise
    except BaseException:
        outcome = "stopped"
        raise
    finally:
        with _lock:
            _outcomes[kind, outcome] += 1


def import_outcomes() -> dict[tuple[str, Outcome], int]:
    """How many imports of each kind came to what, since this process began.

    Returns
    -------
    dict
        By kind and outcome; what never happened is not there.
    """
    with _lock:
        return dict(_outcomes)
