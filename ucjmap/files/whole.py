"""Files that are written whole or not at all, and small ones that are read whole."""

import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from ucjmap.errors import UCJMapError


@contextmanager
def whole_file(out: Path) -> Iterator[Path]:
    """A path beside ``out`` to write to; moved into place when the block ends, so that nobody reads half of a file.

    A block that fails leaves nothing behind, and what was there before stays.

    Parameters
    ----------
    out
        Where the file is to be; its folder is made, one of that name is replaced at the end.

    Yields
    ------
    pathlib.Path
        Path of the same name in a folder beside it; the block has to create the file.
    """
    out.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=out.parent) as folder:
        aside = Path(folder) / out.name
        yield aside
        aside.replace(out)


def write_whole(out: Path, content: bytes) -> None:
    """Write a file so that nobody reads half of it.

    Parameters
    ----------
    out
        The file; its folder is made, one of that name is replaced.
    content
        All of its bytes.
    """
    with whole_file(out) as aside:
        aside.write_bytes(content)


def read_at_most(path: Path, most_bytes: int, refusal: Callable[[], UCJMapError]) -> bytes:
    """Content of a file from outside.

    Parameters
    ----------
    path
        The file.
    most_bytes
        Most bytes that are read; a larger one is not opened.
    refusal
        Makes the error that is raised then.

    Raises
    ------
    UCJMapError
        What ``refusal`` makes: the file cannot be read, or is larger than ``most_bytes``.
    """
    try:
        if path.stat().st_size <= most_bytes:
            return path.read_bytes()
    except OSError as error:
        raise refusal() from error
    raise refusal()


def make_content(name: str, write: Callable[[Path], object]) -> bytes:
    """The content of the file that ``write`` makes, for a download; only a temporary folder ever holds it.

    Parameters
    ----------
    name
        Name of the file, by whose ending some writers know what to write.
    write
        Called with the path to write to.
    """
    with tempfile.TemporaryDirectory(prefix="ucjmap-") as folder:
        path = Path(folder) / name
        write(path)
        return path.read_bytes()
