"""Marks that people put on a map: an arrow to an area, a ring around it, words beside it."""

from dataclasses import dataclass
from typing import Final, Literal, get_args

MarkKind = Literal["arrow", "circle", "label"]
MARK_KINDS: Final[tuple[MarkKind, ...]] = get_args(MarkKind)
#: Stands out on the classes of every palette; its white casing shows where colours cannot be told apart.
MARK_COLOUR: Final = "#9d174d"


@dataclass(frozen=True)
class Mark:
    """One mark. It belongs to the area ``code``, so that it is in place on a map of any size; ``text`` may be empty."""

    kind: MarkKind
    code: str
    text: str = ""
