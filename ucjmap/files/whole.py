"""Files that are written: whole or not at all, and of a kind that there is."""

import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from ucjmap.errors import N_, UsageError


@contextmanager
def whole_file(out: Path) -> Iterator[Path]:
    """Where to write ``out``: aside, and put in place when the block ends, so that nobody reads half of it.

    Nothing is left of a block that fails; what was there before stays.
    """
    out.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=out.parent) as folder:
        aside = Path(folder) / out.name
        yield aside
        aside.replace(out)


def write_whole(out: Path, content: bytes) -> None:
    """Write a file so that nobody reads half of it."""
    with whole_file(out) as aside:
        aside.write_bytes(content)


def unknown_format(suffix: str, known: Iterable[str]) -> UsageError:
    """What is said where a file of another kind than ``known`` is asked for."""
    return UsageError(
        "unknown_format",
        N_("Files of the kind {suffix} cannot be written."),
        N_("Choose one of: {known}."),
        suffix=suffix,
        known=", ".join(known),
    )
