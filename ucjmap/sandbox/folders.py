"""Folders for what the reading of a file writes: each is deleted afterwards, even if the program was killed."""

import os
import re
import shutil
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from functools import lru_cache
from pathlib import Path
from typing import Final

import psutil

# "ucjmap-reading-4711-ab12cd": the folder of a reading, or of all that a server writes, with the process that made it.
_NAME: Final = re.compile(r"ucjmap-(reading|serving)-(?P<pid>\d+)-\w+")
#: Longer than any reading takes: another machine or container may use the same folder, with process ids of its own.
_ABANDONED_AFTER_S: Final = 86_400.0


@contextmanager
def reading_folder() -> Iterator[Path]:
    """A new folder, named after this process."""
    _remove_abandoned(Path(tempfile.gettempdir()))
    prefix = f"ucjmap-reading-{os.getpid()}-"
    with tempfile.TemporaryDirectory(prefix=prefix, ignore_cleanup_errors=True) as folder:
        yield Path(folder)


def serving_folder() -> Path:
    """A new folder, named after this process, for all of its temporary files.

    Returns
    -------
    Path
        To be deleted when the process ends. One whose process was killed is deleted by a later one, after a day.
    """
    _remove_abandoned(Path(tempfile.gettempdir()))
    return Path(tempfile.mkdtemp(prefix=f"ucjmap-serving-{os.getpid()}-"))


def bytes_in(folder: Path) -> int:
    """Bytes of all files below a folder that another process writes to, and deletes from, at the same time."""
    total = 0
    for root, _, names in os.walk(folder):
        for name in names:
            with suppress(OSError):  # gone since it was listed
                total += (Path(root) / name).stat().st_size
    return total


@lru_cache(maxsize=8)
def _remove_abandoned(root: Path) -> None:
    """Delete the folders of programs that were killed, once in the life of this one."""
    with suppress(OSError):
        for folder in root.iterdir():
            owner = _NAME.fullmatch(folder.name)
            if owner and not psutil.pid_exists(int(owner["pid"])) and _is_old(folder):
                shutil.rmtree(folder, ignore_errors=True)


def _is_old(folder: Path) -> bool:
    try:
        return time.time() - folder.stat().st_mtime > _ABANDONED_AFTER_S
    except OSError:
        return False
