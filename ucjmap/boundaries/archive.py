"""Archives and folders: what lies in them is checked, then copied into a folder of our own that is deleted after.

GDAL never opens a path inside an archive: members are extracted one by one, with names of our own and counted while
they are written, so that a header that lies about sizes gains nothing.
"""

import re
import shutil
import stat
import tempfile
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path, PurePosixPath
from typing import Final

from ucjmap.errors import N_, BoundariesError

SHAPEFILE_PARTS: Final = (".shp", ".shx", ".dbf", ".prj", ".cpg")
SINGLE_FILES: Final = (".gpkg", ".geojson", ".json", ".fgb", ".parquet", ".geoparquet", ".kml")
ARCHIVES: Final = (".zip", ".kmz")

_NESTED: Final = (".zip", ".kmz", ".rar", ".7z", ".gz", ".bz2", ".xz", ".tar", ".tgz")
_MAX_MEMBERS: Final = 2_000
# Deflate cannot pack better than about 1,030 to 1; real layers pack 2 to 30. Small archives may be packed tightly.
_MAX_RATIO: Final = 200
_RATIO_FROM_BYTES: Final = 32 * 2**20
_CHUNK: Final = 2**20
_ENCRYPTED: Final = 0x1


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
                if source.is_file() and source.suffix.lower() in (*SHAPEFILE_PARTS, *SINGLE_FILES):
                    _link(source, folder)
        else:
            _open_file(path, folder, max_unpacked_mb * 2**20)
        yield folder


def _open_file(path: Path, folder: Path, max_bytes: int) -> None:
    if path.stat().st_size == 0:
        raise BoundariesError(
            "empty_file",
            N_("The file {file} is empty (0 bytes)."),
            N_("Copy or download it again."),
            file=path.name,
        )
    suffix = path.suffix.lower()
    if suffix in ARCHIVES:
        _extract(path, folder, max_bytes)
    elif suffix in SHAPEFILE_PARTS:
        for part in sorted(path.parent.iterdir()):
            if part.stem == path.stem and part.suffix.lower() in SHAPEFILE_PARTS:
                _link(part, folder)
    elif suffix in SINGLE_FILES:
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


def _extract(path: Path, folder: Path, max_bytes: int) -> None:
    try:
        with zipfile.ZipFile(path) as archive:
            members = [member for member in archive.infolist() if not member.is_dir()]
            _check_members(path, members, max_bytes)
            left = max_bytes
            for member in members:
                if _wanted(member.filename):
                    left -= _extract_member(path, archive, member, folder, left)
    except (zipfile.BadZipFile, EOFError, OSError, ValueError, NotImplementedError) as error:
        # zipfile raises all of these for damaged, cut off or exotic archives.
        raise BoundariesError(
            "bad_archive",
            N_("The file {file} is not a readable zip archive."),
            N_("Zip the boundary file again, or give the unpacked file."),
            file=path.name,
        ) from error


def _wanted(name: str) -> bool:
    parts = PurePosixPath(name)
    return "__MACOSX" not in parts.parts and parts.suffix.lower() in (*SHAPEFILE_PARTS, *SINGLE_FILES)


def _check_members(path: Path, members: list[zipfile.ZipInfo], max_bytes: int) -> None:
    names = [member.filename for member in members]
    for member in members:
        if _is_unsafe(member):
            raise BoundariesError(
                "unsafe_archive",
                N_("The archive {file} holds a path that leads out of it: {member}."),
                N_("Do not use this archive; ask its sender for the plain files."),
                file=path.name,
                member=member.filename,
            )
        if member.flag_bits & _ENCRYPTED:
            raise BoundariesError(
                "encrypted_archive",
                N_("The archive {file} is protected by a password."),
                N_("Unpack it with the password and zip it again without one."),
                file=path.name,
            )
        if Path(member.filename).suffix.lower() in _NESTED:
            raise BoundariesError(
                "nested_archive",
                N_("The archive {file} holds another archive: {member}."),
                N_("Unpack the outer archive and give the inner one."),
                file=path.name,
                member=member.filename,
            )
    if len(set(names)) != len(names):
        raise BoundariesError(
            "unsafe_archive",
            N_("The archive {file} holds two files of one name: {member}."),
            N_("Do not use this archive; ask its sender for the plain files."),
            file=path.name,
            member=next(name for name in names if names.count(name) > 1),
        )
    total = sum(member.file_size for member in members)
    packed = sum(member.compress_size for member in members)
    if len(members) > _MAX_MEMBERS or total > max_bytes or _is_bomb(total, packed):
        raise _too_large(path, max_bytes)


def _is_unsafe(member: zipfile.ZipInfo) -> bool:
    name = member.orig_filename.replace("\\", "/")
    is_link = stat.S_ISLNK(member.external_attr >> 16)
    return is_link or name.startswith("/") or ".." in name.split("/") or bool(re.match(r"[A-Za-z]:", name))


def _is_bomb(total: int, packed: int) -> bool:
    return total > _RATIO_FROM_BYTES and total > _MAX_RATIO * max(packed, 1)


def _too_large(path: Path, max_bytes: int) -> BoundariesError:
    return BoundariesError(
        "archive_too_large",
        N_("The archive {file} unpacks to more than {limit_mb} MB, or is packed in a way no boundary file is."),
        N_("Zip only the boundary file, or have the limit raised (UCJMAP_MAX_UNPACKED_MB)."),
        file=path.name,
        limit_mb=max_bytes // 2**20,
    )


def _extract_member(path: Path, archive: zipfile.ZipFile, member: zipfile.ZipInfo, folder: Path, max_bytes: int) -> int:
    """Write one member under a name of our own; return its true size."""
    inside = PurePosixPath(member.filename)
    # Files of one directory share a number, so that a shapefile's parts stay together.
    place = "-".join(re.sub(r"\W+", "_", part) for part in inside.parent.parts)
    stem = re.sub(r"[^\w .()-]", "_", inside.stem)
    target = folder / f"{place + '-' if place else ''}{stem}{inside.suffix.lower()}"
    written = 0
    with archive.open(member) as source, target.open("xb") as sink:
        while chunk := source.read(_CHUNK):
            written += len(chunk)
            if written > max_bytes or _is_bomb(written, member.compress_size):
                raise _too_large(path, max_bytes)
            sink.write(chunk)
    return written
