"""What the quick run leaves to the long one: the same check on further cases, or with more examples."""

from collections.abc import Iterable, Sequence
from typing import Any

import pytest

#: Of the examples that a property is tried with, the quick run takes one in so many.
_ONE_IN = 4
_running: list[bool] = [False]


def is_running() -> bool:
    """Whether this is the long run."""
    return _running[0]


def begin(*, is_long: bool) -> None:
    """Said once, before any test is collected."""
    _running[0] = is_long


def rest_long(number: int, cases: Iterable[tuple[Any, ...]]) -> list[Any]:
    """The cases of ``parametrize``, one tuple of arguments each; all but the first ``number`` belong to the long run."""
    return [
        pytest.param(*case, marks=[pytest.mark.long] if place >= number else []) for place, case in enumerate(cases)
    ]


def examples(number: int) -> int:
    """Examples of a property: all of them in the long run."""
    return number if is_running() else max(5, number // _ONE_IN)


def every(step: int, cases: Sequence[Any]) -> list[Any]:
    """The cases of ``parametrize``, one argument each, of which the quick run takes one in ``step``, spread over all."""
    return [pytest.param(case, marks=[pytest.mark.long] if place % step else []) for place, case in enumerate(cases)]
