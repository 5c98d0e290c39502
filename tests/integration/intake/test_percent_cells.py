"""A figure in a cell of percent or of thousands is read as its reader sees it, in every format of workbooks."""

import random
from contextlib import suppress
from pathlib import Path

import pytest

from tests.percent_files import READ, WRITERS
from ucjmap.errors import IntakeError
from ucjmap.intake.reading import read_sheets
from ucjmap.intake.reading.binary import scan_xls


@pytest.mark.parametrize("form", WRITERS)
def test_a_cell_shown_in_a_unit_is_read_alike_in_every_format(tmp_path: Path, form: str) -> None:
    path = tmp_path / f"persen.{form}"
    WRITERS[form](path)
    (sheet,) = read_sheets(path)
    assert sheet.cells == READ


@pytest.mark.parametrize("form", ["xls", "xlsb"])
@pytest.mark.parametrize("seed", range(30))
def test_a_damaged_binary_workbook_is_read_or_refused(tmp_path: Path, form: str, seed: int) -> None:
    path = tmp_path / f"rusak.{form}"
    WRITERS[form](path)
    dice = random.Random(seed)
    content = bytearray(path.read_bytes())
    for _ in range(6):
        content[dice.randrange(8, len(content))] = dice.randrange(256)
    path.write_bytes(bytes(content[: dice.choice((len(content), len(content) * 2 // 3))]))
    with suppress(IntakeError):
        assert read_sheets(path)


def test_sectors_in_a_ring_end() -> None:
    head = bytearray(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1".ljust(512, b"\0"))
    head[30:34] = b"\x09\0\x06\0"
    head[76:80] = b"\0\0\0\0"
    head[80:512] = b"\xff" * 432
    assert scan_xls(bytes(head) + b"\x01\0\0\0\0\0\0\0" + b"\0" * 504 + b"\0" * 512) == {}
