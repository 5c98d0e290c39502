"""Imports of this process: what they came to, and that all of them have ended before the process does."""

import threading
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import wraps
from typing import Literal, ParamSpec, TypeVar

from ucjmap.errors import N_, StoreError, UCJMapError

P = ParamSpec("P")
T = TypeVar("T")
Outcome = Literal["done", "tried", "refused", "failed", "stopped"]


class _Imports:
    """Those that run, what the others came to, and whether new ones are let in."""

    def __init__(self) -> None:
        self.changed = threading.Condition()
        self.outcomes: Counter[tuple[str, Outcome]] = Counter()
        self.running = 0
        self.is_closed = False


_imports = _Imports()


def counted_import(kind: str) -> Callable[[Callable[P, T]], Callable[P, T]]:
    """Have what a function that imports something comes to counted.

    Parameters
    ----------
    kind
        Such as ``"coverage"``; ``"undo"`` and ``"redo"`` are imports, too.

    Returns
    -------
    Callable
        Decorator. Nothing is begun while the process ends. A call with ``dry_run`` is ``tried``; one that raises is ``refused`` where the user can mend it,
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
    with _imports.changed:
        if _imports.is_closed:
            raise server_ends()
        _imports.running += 1
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
        with _imports.changed:
            _imports.outcomes[kind, outcome] += 1
            _imports.running -= 1
            _imports.changed.notify_all()


def server_ends() -> StoreError:
    """The error that says why nothing new is begun."""
    return StoreError(
        "ending",
        N_("The server is being stopped; nothing new is begun."),
        N_("Load the page again in a minute, and do it then."),
    )


def import_outcomes() -> dict[tuple[str, Outcome], int]:
    """How many imports of each kind came to what, since this process began.

    Returns
    -------
    dict
        By kind and outcome; what never happened is not there.
    """
    with _imports.changed:
        return dict(_imports.outcomes)


def close_imports() -> None:
    """Let no import begin any more; those that run go on."""
    with _imports.changed:
        _imports.is_closed = True


def wait_for_imports(seconds: float) -> bool:
    """Wait until no import runs.

    Parameters
    ----------
    seconds
        At most.

    Returns
    -------
    bool
        False where one still runs.
    """
    with _imports.changed:
        return _imports.changed.wait_for(lambda: not _imports.running, max(0.0, seconds))
