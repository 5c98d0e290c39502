"""The one guard for archives that people hand in: each is checked before anything in it is unpacked.

``zipfile`` reads no member beyond the size that its header claims, and checks the sum of what it read: a header that
lies about sizes gains nothing.
"""

import errno
import lzma
import re
import stat
import struct
import zipfile
import zlib
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Final

from ucjmap.errors import N_, UCJMapError

# An archive inside an archive: its content would pass no limit.
_NESTED: Final = re.compile(r"\.(zip|kmz|rar|7z|gz|bz2|xz|tar|tgz)$", re.I)
_MAX_MEMBERS: Final = 2_000
# Deflate cannot pack better than about 1,030 to 1; real layers and sheets pack 2 to 60. Small archives may be packed
# tightly.
_MAX_RATIO: Final = 200
_RATIO_FROM_BYTES: Final = 64 * 2**20
_ENCRYPTED: Final = 0x1
#: What ``zipfile`` and its unpackers raise for damaged, cut off or exotic archives; RuntimeError is a missing password.
_DAMAGE: Final = (
    *(zipfile.BadZipFile, zlib.error, lzma.LZMAError, struct.error),
    *(EOFError, OSError, ValueError, RuntimeError),
)
#: Errors of our own disk, not of the archive.
OUR_DISK: Final = (
    *(errno.ENOSPC, errno.EDQUOT, errno.EROFS, errno.EFBIG),
    *(errno.EACCES, errno.EPERM, errno.EMFILE),
)


#: How archives of other kinds begin, and their names.
_OTHER_PACKERS: Final = (
    (b"Rar!", "RAR"),
    (b"7z\xbc\xaf", "7-Zip"),
    (b"\x1f\x8b", "GZIP"),
    (b"BZh", "BZIP2"),
    (b"\xfd7zXZ", "XZ"),
    (b"MSCF", "CAB"),
)
_TAR_MARK: Final = slice(257, 262)


def packer_of(head: bytes) -> str | None:
    """Name of the kind of archive, other than zip, that a file is.

    Parameters
    ----------
    head
        The first 512 bytes of the file, or all of a shorter one.

    Returns
    -------
    str or None
        Such as ``RAR`` or ``TAR``, for a message; None for a zip and for anything that is no archive.
    """
    if head[_TAR_MARK] == b"ustar":
        return "TAR"
    return next((kind for magic, kind in _OTHER_PACKERS if head.startswith(magic)), None)


@dataclass(frozen=True)
class ArchiveIntake:
    """How one intake refuses an archive.

    ``damaged`` makes the error for a broken archive; ``too_large`` is the error code for one beyond the limits, and
    ``smaller`` the next step that it suggests (a catalogue key).
    """

    error: type[UCJMapError]
    damaged: Callable[[Path], UCJMapError]
    too_large: str
    smaller: str


@contextmanager
def open_archive(path: Path, intake: ArchiveIntake, *, max_unpacked_mb: int) -> Iterator[zipfile.ZipFile]:
    """The archive, after a look at what it would become when unpacked.

    Parameters
    ----------
    path
        A zip, whatever it is called: a workbook is one too.
    intake
        The errors for one that is refused.
    max_unpacked_mb
        Most megabytes that its members may have together.

    Yields
    ------
    zipfile.ZipFile
        Open until the block ends. Damage that shows only while the block reads a member is refused in the same way.

    Raises
    ------
    UCJMapError
        Of the family of ``intake``: the archive is damaged, unsafe, encrypted, nested, or larger than
        ``max_unpacked_mb`` when unpacked.
    OSError
        Our own disk is full or cannot be written (``OUR_DISK``): no fault of the archive.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            members = [member for member in archive.infolist() if not member.is_dir()]
            for member in members:
                _check_member(path, member, intake)
            _check_names(path, members, intake)
            _check_sizes(path, members, intake, max_unpacked_mb)
            yield archive
    except _DAMAGE as error:
        if isinstance(error, OSError) and error.errno in OUR_DISK:
            raise
        raise intake.damaged(path) from error


def _check_member(path: Path, member: zipfile.ZipInfo, intake: ArchiveIntake) -> None:
    if _is_unsafe(member):
        raise _unsafe(
            path, member.filename, intake, N_("The archive {file} holds a path that leads out of it: {member}.")
        )
    if member.flag_bits & _ENCRYPTED:
        raise intake.error(
            "encrypted_archive",
            N_("The archive {file} is protected by a password."),
            N_("Unpack it with the password and zip it again without one."),
            file=path.name,
        )
    if _NESTED.search(PurePosixPath(member.filename).name):
        raise intake.error(
            "nested_archive",
            N_("The archive {file} holds another archive: {member}."),
            N_("Unpack the outer archive and give the inner one."),
            file=path.name,
            member=member.filename,
        )


def _check_names(path: Path, members: Sequence[zipfile.ZipInfo], intake: ArchiveIntake) -> None:
    seen: set[str] = set()
    for member in members:
        if member.filename in seen:
            raise _unsafe(
                path, member.filename, intake, N_("The archive {file} holds two files of one name: {member}.")
            )
        seen.add(member.filename)


def _unsafe(path: Path, member: str, intake: ArchiveIntake, message: str) -> UCJMapError:
    hint = N_("Do not use this archive; ask its sender for the plain files.")
    return intake.error("unsafe_archive", message, hint, file=path.name, member=member)


def _is_unsafe(member: zipfile.ZipInfo) -> bool:
    name = member.orig_filename.replace("\\", "/")
    is_link = stat.S_ISLNK(member.external_attr >> 16)
    return is_link or name.startswith("/") or ".." in name.split("/") or bool(re.match(r"[A-Za-z]:", name))


def _check_sizes(path: Path, members: Sequence[zipfile.ZipInfo], intake: ArchiveIntake, max_unpacked_mb: int) -> None:
    sizes = [(member.file_size, member.compress_size) for member in members]
    total, packed = (sum(column) for column in zip(*sizes, strict=True)) if sizes else (0, 0)
    is_bomb = any(_is_bomb(*size) for size in [*sizes, (total, packed)])
    if len(members) > _MAX_MEMBERS or total > max_unpacked_mb * 2**20 or is_bomb:
        raise intake.error(
            intake.too_large,
            N_(
                "The file {file} unpacks to more than {limit_mb} MB or more than {most} parts, or is packed in a way that "
                "no map or table is."
            ),
            intake.smaller,
            file=path.name,
            limit_mb=max_unpacked_mb,
            most=_MAX_MEMBERS,
        )


def _is_bomb(unpacked: int, packed: int) -> bool:
    return unpacked > _RATIO_FROM_BYTES and unpacked > _MAX_RATIO * max(packed, 1)
