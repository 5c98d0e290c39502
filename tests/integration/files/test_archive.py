"""The guard of archives: the same refusals whoever takes them in, and damage is said and never leaks."""

import zipfile
from pathlib import Path

import pytest

from ucjmap.boundaries.unpacking import ZIPPED_BOUNDARIES
from ucjmap.errors import BoundariesError, IntakeError, UCJMapError
from ucjmap.files.archive import ArchiveIntake, open_archive
from ucjmap.intake.reading.sheet_facts import ZIPPED_WORKBOOK

INTAKES = pytest.mark.parametrize("intake", [ZIPPED_BOUNDARIES, ZIPPED_WORKBOOK])


def pack(path: Path, members: dict[str, bytes]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return path


def read_all(path: Path, intake: ArchiveIntake, *, max_unpacked_mb: int = 100) -> list[bytes]:
    with open_archive(path, intake, max_unpacked_mb=max_unpacked_mb) as archive:
        return [archive.read(name) for name in archive.namelist()]


@INTAKES
@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("../../keluar.xml", "unsafe_archive"),
        ("/tmp/keluar.xml", "unsafe_archive"),
        ("C:\\keluar.xml", "unsafe_archive"),
        ("dalam/lagi.ZIP", "nested_archive"),
    ],
)
def test_a_member_that_may_not_be_there(tmp_path: Path, intake: ArchiveIntake, name: str, code: str) -> None:
    with pytest.raises(intake.error) as caught:
        read_all(pack(tmp_path / "a.zip", {"baik.xml": b"<a/>", name: b"x"}), intake)
    assert caught.value.code == code
    assert "a.zip" in str(caught.value)


@INTAKES
@pytest.mark.parametrize(
    "members",
    [
        {"besar.xml": bytes(3 * 2**20)},
        {f"{number}.xml": b"" for number in range(2_001)},
    ],
    ids=["bytes", "members"],
)
def test_limits_are_the_same(tmp_path: Path, intake: ArchiveIntake, members: dict[str, bytes]) -> None:
    with pytest.raises(intake.error, match="more than 2 MB or more than 2000 parts") as caught:
        read_all(pack(tmp_path / "a.zip", members), intake, max_unpacked_mb=2)
    assert caught.value.code == intake.too_large


@INTAKES
def test_a_member_packed_as_no_table_is(tmp_path: Path, intake: ArchiveIntake) -> None:
    path = pack(tmp_path / "a.zip", {"besar.xml": bytes(65 * 2**20)})
    with pytest.raises(intake.error) as caught:
        read_all(path, intake)
    assert caught.value.code == intake.too_large


@INTAKES
def test_damage_inside_a_member_is_a_clean_refusal(tmp_path: Path, intake: ArchiveIntake) -> None:
    path = pack(tmp_path / "a.zip", {"isi.xml": bytes(range(256)) * 40})
    content = bytearray(path.read_bytes())
    start = 30 + len("isi.xml")
    content[start : start + 8] = b"\xff" * 8  # no deflate stream begins so
    path.write_bytes(content)
    with pytest.raises(intake.error) as caught:
        read_all(path, intake)
    assert caught.value.code == intake.damaged(path).code


@INTAKES
def test_no_archive_at_all(tmp_path: Path, intake: ArchiveIntake) -> None:
    (tmp_path / "a.zip").write_bytes(b"PK\x03\x04 potongan saja")
    with pytest.raises(intake.error) as caught:
        read_all(tmp_path / "a.zip", intake)
    assert caught.value.code == intake.damaged(tmp_path / "a.zip").code


def test_a_full_disk_is_no_fault_of_the_archive(tmp_path: Path) -> None:
    path = pack(tmp_path / "a.zip", {"isi.xml": b"<a/>"})
    with pytest.raises(OSError, match="No space"), open_archive(path, ZIPPED_BOUNDARIES, max_unpacked_mb=1):
        raise OSError(28, "No space left on device")


def test_each_intake_refuses_in_its_own_family() -> None:
    families: tuple[type[UCJMapError], ...] = (ZIPPED_BOUNDARIES.error, ZIPPED_WORKBOOK.error)
    assert families == (BoundariesError, IntakeError)
