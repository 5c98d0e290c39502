"""Archives and folders: what lies in them is checked, then copied into a folder of our own that is deleted after.

GDAL never opens a path inside an archive: members are extracted one by one, with names of our own.
"""

import re
import shutil
import tempfile
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path, PurePosixPath
from typing import Final

from ucjmap.errors import N_, BoundariesError
from ucjmap.files import BOUNDARY_ARCHIVES, BOUNDARY_FILES, SHAPEFILE_PARTS, ArchiveIntake, open_archive

_CHUNK: Final = 2**20


@contextmanager
def open_folder(path: Path, *, max_unpacked_mb: int) -> Iterator[Path]:
    """A temporary folder with the spatial files of ``path``: an archive, a folder, a shapefile or a single file.

    Raises
    ------
    BoundariesError
        Nothing is there, the file is empty, or the archive is unsafe, encrypted, nested, broken or too large.
    """
    if not path.exists():
        raise BoundariesError(
            "file_not_found",
            N_("There is no file {file}."),
            N_("Check the name and the folder."),
            file=path.name,
        )
    with tempfile.TemporaryDirectory(prefix="ucjmap-boundaries-", ignore_cleanup_errors=True) as name:
        folder = Path(name)
        if path.is_dir():
            for source in sorted(path.iterdir()):
                if source.is_file() and source.suffix.lower() in (*SHAPEFILE_PARTS, *BOUNDARY_FILES):
                    _link(source, folder)
        else:
            _open_file(path, folder, max_unpacked_mb)
        yield folder


def _open_file(path: Path, folder: Path, max_unpacked_mb: int) -> None:
    if path.stat().st_size == 0:
        raise BoundariesError(
            "empty_file",
            N_("The file {file} is empty (0 bytes)."),
            N_("Copy or download it again."),
            file=path.name,
        )
    suffix = path.suffix.lower()
    if suffix in BOUNDARY_ARCHIVES:
        _extract(path, folder, max_unpacked_mb)
    elif suffix in SHAPEFILE_PARTS:
        for part in sorted(path.parent.iterdir()):
            if part.stem == path.stem and part.suffix.lower() in SHAPEFILE_PARTS:
                _link(part, folder)
    elif suffix in BOUNDARY_FILES:
        _link(path, folder)
    else:
        raise BoundariesError(
            "unknown_format",
            N_("The file {file} is of a kind that cannot be read."),
            N_("Give a zipped shapefile, GeoPackage, GeoJSON, FlatGeobuf, GeoParquet or KML."),
            file=path.name,
        )


def _link(source: Path, folder: Path) -> None:
    """A private copy: GDAL writes beside what it opens (.shx, -wal), and the user's folder stays as it is."""
    shutil.copyfile(source, folder / (source.stem + source.suffix.lower()))


def _extract(path: Path, folder: Path, max_unpacked_mb: int) -> None:
    with open_archive(path, ZIPPED_BOUNDARIES, max_unpacked_mb=max_unpacked_mb) as archive:
        for member in archive.infolist():
            if not member.is_dir() and _wanted(member.filename):
                _extract_member(archive, member, folder)


def _wanted(name: str) -> bool:
    parts = PurePosixPath(name)
    return "__MACOSX" not in parts.parts and parts.suffix.lower() in (*SHAPEFILE_PARTS, *BOUNDARY_FILES)


def _extract_member(archive: zipfile.ZipFile, member: zipfile.ZipInfo, folder: Path) -> None:
    """Write one member under a name of our own."""
    inside = PurePosixPath(member.filename)
    # Files of one directory share a number, so that a shapefile's parts stay together.
    place = "-".join(re.sub(r"\W+", "_", part) for part in inside.parent.parts)
    stem = re.sub(r"[^\w .()-]", "_", inside.stem)
    target = folder / f"{place + '-' if place else ''}{stem}{inside.suffix.lower()}"
    with archive.open(member) as source, target.open("xb") as sink:
        shutil.copyfileobj(source, sink, _CHUNK)


def _damaged(path: Path) -> BoundariesError:
    return BoundariesError(
        "bad_archive",
        N_("The file {file} is not a readable zip archive."),
        N_("Zip the boundary file again, or give the unpacked file."),
        file=path.name,
    )


ZIPPED_BOUNDARIES: Final = ArchiveIntake(
    BoundariesError,
    _damaged,
    "archive_too_large",
    N_("Zip only the boundary file, or have the limit raised (UCJMAP_MAX_UNPACKED_MB)."),
)
