"""What the reading of one file may use: memory, time, disk."""

import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from ucjmap.files import PACKED_FILES
from ucjmap.settings import get_settings

#: What a small file may use. Each megabyte of it adds the shares below, up to what the settings allow.
_LEAST_MEMORY_MB: Final = 1024
_LEAST_S: Final = 60
_MEMORY_MB_PER_MB: Final = 64
_S_PER_MB: Final = 4
#: How many times larger a packed file is taken to be: its real size shows only when it is open.
_PACKED_MORE: Final = 8
_OPEN_FILES: Final = 256


@dataclass(frozen=True)
class Limits:
    """Limits of one process that reads a file: memory and disk in MB, processor time in seconds.

    A busy computer gives a process little time: by the clock it may take ``PATIENCE`` times as long.
    """

    PATIENCE = 4

    memory_mb: int
    seconds: int
    disk_mb: int

    @property
    def clock_s(self) -> float:
        """The longest that it may take by the clock."""
        return self.seconds * self.PATIENCE


def limits_for(path: Path) -> Limits:
    """Limits that suit the size of a file or folder: no honest table of a few kB needs gigabytes.

    Parameters
    ----------
    path
        A file, of which all parts of the same name count, or a folder. One that is not there counts as empty.

    Returns
    -------
    Limits
        Never above what the settings allow.
    """
    settings = get_settings()
    size_mb = _size(path) / 2**20 * (_PACKED_MORE if path.suffix.lower() in PACKED_FILES else 1)
    return Limits(
        memory_mb=min(settings.max_reading_mb, int(_LEAST_MEMORY_MB + _MEMORY_MB_PER_MB * size_mb)),
        seconds=min(settings.max_reading_s, int(_LEAST_S + _S_PER_MB * size_mb)),
        disk_mb=settings.max_unpacked_mb + 512,
    )


def _size(path: Path) -> int:
    try:
        if path.is_dir():
            return sum(part.stat().st_size for part in path.rglob("*") if part.is_file())
        # A shapefile is as large as its parts.
        return sum(part.stat().st_size for part in path.parent.glob(f"{_escaped(path.stem)}.*"))
    except OSError:
        return 0


def _escaped(stem: str) -> str:
    return "".join(f"[{letter}]" if letter in "*?[" else letter for letter in stem)


def apply_limits(limits: Limits) -> None:
    """Have the system hold this process to its limits as far as it can; the rest is watched from outside."""
    if sys.platform == "win32":
        return
    import resource

    def hold(what: int, soft: int, hard: int) -> None:
        most = resource.getrlimit(what)[1]
        if most != resource.RLIM_INFINITY:
            soft, hard = min(soft, most), min(hard, most)
        resource.setrlimit(what, (soft, hard))

    if sys.platform == "linux":  # elsewhere the address space is no measure of the memory used
        most = _address_space() + limits.memory_mb * 2**20
        hold(resource.RLIMIT_AS, most, most)
    hold(resource.RLIMIT_CPU, limits.seconds, limits.seconds + 5)
    hold(resource.RLIMIT_FSIZE, limits.disk_mb * 2**20, limits.disk_mb * 2**20)
    hold(resource.RLIMIT_NOFILE, _OPEN_FILES, _OPEN_FILES)
    hold(resource.RLIMIT_CORE, 0, 0)


def _address_space() -> int:
    """Bytes of address space that this process has already, most of them libraries."""
    import resource

    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[0])
    return pages * resource.getpagesize()
