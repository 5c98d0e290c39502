"""Files that are written whole or not at all."""

import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path


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


def make_content(name: str, write: Callable[[Path], object]) -> bytes:
    """The content of the file ``name`` that ``write`` makes, for a download: it never lies in a folder of anybody's."""
    with tempfile.TemporaryDirectory(prefix="ucjmap-") as folder:
        path = Path(folder) / name
        write(path)
        return path.read_bytes()
