"""Archives and folders: their content is checked, then copied into a temporary folder.

GDAL never opens a path inside an archive: members are extracted one by one, with names of our own.
"""

import re
import shutil
import tempfile
import zipfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path, PurePosixPath
from typing import Final

from ucjmap.errors import N_, BoundariesError
from ucjmap.files import (
    BOUNDARY_ARCHIVES,
    BOUNDARY_FILES,
    GEODATABASE,
    SHAPEFILE_PARTS,
    ArchiveIntake,
    open_archive,
    packer_of,
)

_CHUNK: Final = 2**20
_HEAD_BYTES: Final = 512
#: A part that every geodatabase has: it tells where the folder has lost its ending.
_GEODATABASE_PART: Final = ".gdbtable"


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
            _copy_folder(path, folder)
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
    with path.open("rb") as stream:
        packer = packer_of(stream.read(_HEAD_BYTES))
    if packer is not None:
        raise BoundariesError(
            "other_archive",
            N_("The file {file} is an archive of the kind {kind}, which cannot be opened here."),
            N_("Unpack it, zip the boundary file in it (.zip), and give that."),
            file=path.name,
            kind=packer,
        )
    suffix = path.suffix.lower()
    if suffix in BOUNDARY_ARCHIVES:
        _extract(path, folder, max_unpacked_mb)
    elif suffix in SHAPEFILE_PARTS:
        beside = [part for part in path.parent.iterdir() if part.stem.lower() == path.stem.lower()]
        # A case-sensitive file system can hold two of a kind (a.dbf, A.dbf): the one of the same spelling counts.
        _copy_all(sorted(beside, key=lambda part: (part.stem != path.stem, part.name)), path.parent, folder)
    elif suffix in BOUNDARY_FILES:
        _copy_all([path], path.parent, folder)
    else:
        raise BoundariesError(
            "unknown_format",
            N_("The file {file} is of a kind that cannot be read."),
            N_("Give a zipped shapefile, GeoPackage, geodatabase, GeoJSON, FlatGeobuf, GeoParquet or KML."),
            file=path.name,
        )


def _copy_folder(path: Path, folder: Path) -> None:
    """Copy the files of a folder, and the geodatabases in it; it may be one itself."""
    own = [source for source in sorted(path.iterdir()) if source.is_file()]
    inner = [part for source in sorted(path.glob("*")) if _is_geodatabase(source) for part in sorted(source.iterdir())]
    # The ending of a geodatabase is that of the folder itself.
    root = path.parent if _is_geodatabase(path) else path
    _copy_all([part for part in (*own, *inner) if part.is_file()], root, folder)


def _is_geodatabase(path: Path) -> bool:
    return path.is_dir() and path.suffix.lower() == GEODATABASE


def _copy_all(sources: Iterable[Path], root: Path, folder: Path) -> None:
    """Private copies: GDAL writes beside what it opens (.shx, -wal), and the user's folder stays as it is."""
    parts = {PurePosixPath(source.relative_to(root).as_posix()): source for source in sources}
    for inside, target in _targets(parts, folder):
        if not target.exists():
            shutil.copyfile(parts[inside], target)


def _extract(path: Path, folder: Path, max_unpacked_mb: int) -> None:
    with open_archive(path, ZIPPED_BOUNDARIES, max_unpacked_mb=max_unpacked_mb) as archive:
        members = {PurePosixPath(item.filename): item for item in archive.infolist() if not item.is_dir()}
        for inside, target in _targets(members, folder):
            _extract_member(archive, members[inside], target)


def _extract_member(archive: zipfile.ZipFile, member: zipfile.ZipInfo, target: Path) -> None:
    with archive.open(member) as source, target.open("xb") as sink:
        shutil.copyfileobj(source, sink, _CHUNK)


def _targets(parts: Iterable[PurePosixPath], folder: Path) -> Iterator[tuple[PurePosixPath, Path]]:
    """Where each of the wanted parts goes, under a name of our own.

    Files of one directory share a prefix, so that a shapefile's parts stay together, even where their capitals differ.
    A geodatabase is a folder, and keeps its names.
    """
    parts = [part for part in parts if not _is_of_a_system(part)]
    databases = {part.parent for part in parts if part.suffix.lower() == _GEODATABASE_PART}
    stems: dict[str, str] = {}
    for part in parts:
        place = "-".join(_plain(name) for name in part.parent.parts)
        if part.parent in databases:
            inside = folder / f"{place.removesuffix('_gdb') or 'geodatabase'}{GEODATABASE}"
            inside.mkdir(exist_ok=True)
            yield part, inside / _plain_name(part.name)
        elif part.suffix.lower() in (*SHAPEFILE_PARTS, *BOUNDARY_FILES):
            stem = f"{place}-{_plain_name(part.stem)}" if place else _plain_name(part.stem)
            yield part, folder / f"{stems.setdefault(stem.lower(), stem)}{part.suffix.lower()}"


def _is_of_a_system(part: PurePosixPath) -> bool:
    """Whether a file was put there by a system: a Mac's ``__MACOSX`` and ``._name``, hidden files."""
    return "__MACOSX" in part.parts or part.name.startswith(".")


def _plain(text: str) -> str:
    return re.sub(r"\W+", "_", text)


def _plain_name(text: str) -> str:
    return re.sub(r"[^\w .()-]", "_", text)


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
