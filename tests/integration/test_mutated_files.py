"""Damaged files of every format: each is read or refused in words, nothing else ends, hangs, or changes the store.

A hundred in the quick run; ``UCJMAP_MUTATIONS=4000`` (``make test-long``) makes as many as wanted. The damage is
that of the number of a file, so that one that fails is made again by its number.
"""

import io
import os
import random
import time
import zipfile
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from docx import Document
from PIL import Image

from tests import boundary_files as files
from ucjmap import api
from ucjmap.api.outreach.letter_batch import check_letter_apart
from ucjmap.boundaries import load_boundaries
from ucjmap.errors import UCJMapError
from ucjmap.intake import read_sheets

COUNT = int(os.environ.get("UCJMAP_MUTATIONS", "104"))
#: The clock of the sandbox for a small file, and something for a busy computer.
LONGEST_S = 300
Damage = Callable[[random.Random, bytearray], bytearray]


def flip(chance: random.Random, content: bytearray) -> bytearray:
    for _ in range(chance.choice([1, 4, 16, 64])):
        content[chance.randrange(len(content))] = chance.randrange(256)
    return content


def cut(chance: random.Random, content: bytearray) -> bytearray:
    return content[: chance.randrange(len(content))]


def fill(chance: random.Random, content: bytearray) -> bytearray:
    """A length, an offset or a count becomes as large, or as small, as it can be."""
    place, length = chance.randrange(len(content)), chance.choice([2, 4, 8])
    content[place : place + length] = chance.choice([b"\xff", b"\0", b"\x7f"]) * length
    return content


def repeat(chance: random.Random, content: bytearray) -> bytearray:
    start = chance.randrange(len(content))
    part = content[start : start + chance.randrange(1, 4096)]
    return content[:start] + part * chance.choice([2, 3, 50]) + content[start:]


def drop(chance: random.Random, content: bytearray) -> bytearray:
    start = chance.randrange(len(content))
    del content[start : start + chance.choice([1, 7, 512])]
    return content


def damage_head(chance: random.Random, content: bytearray) -> bytearray:
    """Where formats say how large everything is."""
    for _ in range(chance.choice([1, 3, 8])):
        content[chance.randrange(min(160, len(content)))] = chance.randrange(256)
    return content


DAMAGES: tuple[Damage, ...] = (flip, cut, fill, repeat, drop, damage_head)


def _layer(form: str) -> Callable[[Path], Path]:
    return lambda folder: files.write(files.lay_out(files.make_areas(), "big"), folder, form)


def _geodatabase(folder: Path) -> Path:
    files.lay_out(files.make_areas(), "big").to_file(folder / "desa.gdb", driver="OpenFileGDB", layer="desa")
    with zipfile.ZipFile(folder / "desa.gdb.zip", "w") as archive:
        for part in sorted((folder / "desa.gdb").iterdir()):
            archive.write(part, f"desa.gdb/{part.name}")
    return folder / "desa.gdb.zip"


ROWS = [["Kode", "Nama Desa", "Peserta"], *([f"61.01.01.{2000 + n}", f"Desa {n}", n * 7] for n in range(60))]


def _workbook(folder: Path) -> Path:
    book = openpyxl.Workbook()
    for row in ROWS:
        book.active.append(row)
    book.save(folder / "tabel.xlsx")
    return folder / "tabel.xlsx"


def _legacy(folder: Path) -> Path:
    import xlwt

    book = xlwt.Workbook()
    sheet = book.add_sheet("A")
    for row, cells in enumerate(ROWS):
        for column, cell in enumerate(cells):
            sheet.write(row, column, cell)
    book.save(str(folder / "tabel.xls"))
    return folder / "tabel.xls"


def _text(folder: Path) -> Path:
    (folder / "tabel.csv").write_text("\n".join(";".join(map(str, row)) for row in ROWS), encoding="utf-8")
    return folder / "tabel.csv"


def _letter(folder: Path) -> Path:
    document = Document()
    document.add_paragraph("Yth. {{ kepala }} {{ desa }}")
    document.save(str(folder / "surat.docx"))
    return folder / "surat.docx"


def _picture(suffix: str) -> Callable[[Path], Path]:
    def make(folder: Path) -> Path:
        Image.linear_gradient("L").save(folder / f"logo.{suffix}")
        return folder / f"logo.{suffix}"

    return make


def read_logo(path: Path) -> object:
    return api.check_logo(path.read_bytes())


#: Format -> what makes a good file of it, and what reads it.
KINDS: dict[str, tuple[Callable[[Path], Path], Callable[[Path], object]]] = {
    **{form: (_layer(form), load_boundaries) for form in ("zip", "gpkg", "geojson", "fgb", "parquet", "kml")},
    "gdb": (_geodatabase, load_boundaries),
    "xlsx": (_workbook, read_sheets),
    "xls": (_legacy, read_sheets),
    "csv": (_text, read_sheets),
    "docx": (_letter, check_letter_apart),
    "png": (_picture("png"), read_logo),
    "jpg": (_picture("jpg"), read_logo),
}


@pytest.fixture(scope="module")
def good(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    made = {}
    for kind, (make, _) in KINDS.items():
        made[kind] = make(tmp_path_factory.mktemp("baik"))
    return made


def mutate(number: int, kind: str, original: Path, folder: Path) -> Path:
    """The file of ``number``: damaged once or twice, archives inside or outside."""
    chance = random.Random(f"{kind} {number}")
    content = original.read_bytes()
    if original.suffix in (".zip", ".xlsx", ".docx") and chance.random() < 0.7:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            members = {name: archive.read(name) for name in archive.namelist()}
        name = chance.choice([name for name in members if members[name]])
        members[name] = bytes(_damaged(chance, members[name]))
        content = files.in_memory_zip(members)
    else:
        content = bytes(_damaged(chance, content))
    target = folder / f"{number}{''.join(original.suffixes)}"
    target.write_bytes(content)
    return target


def _damaged(chance: random.Random, content: bytes) -> bytearray:
    result = bytearray(content)
    for _ in range(chance.choice([1, 1, 2])):
        if result:
            result = chance.choice(DAMAGES)(chance, result)
    return result


def test_damaged_files_are_read_or_refused_and_nothing_else(
    good: dict[str, Path], tmp_path: Path, empty_store: api.Store, record_property: Callable[[str, Any], None]
) -> None:
    before = empty_store.revision()
    kinds = list(KINDS)

    def read(number: int) -> tuple[str, str, float]:
        kind = kinds[number % len(kinds)]
        path = mutate(number, kind, good[kind], tmp_path)
        started = time.monotonic()
        try:
            KINDS[kind][1](path)
            outcome = "read"
        except UCJMapError as error:
            str(error)
            outcome = error.code
            if outcome == "reader_failed":
                print("reader failed:", number, kind)
        except Exception as error:
            outcome = f"CRASH {number} {error!r}"
        path.unlink()
        return kind, outcome, time.monotonic() - started

    with ThreadPoolExecutor(2) as pool:
        outcomes = list(pool.map(read, range(COUNT)))
    counts = Counter(outcome for _, outcome, _ in outcomes)
    record_property("outcomes", dict(counts))
    print(sorted(counts.items(), key=lambda item: -item[1]), "slowest", max(outcomes, key=lambda each: each[2]))
    assert not [outcome for _, outcome, _ in outcomes if outcome.startswith("CRASH")]
    assert not counts["reader_failed"]
    assert max(seconds for _, _, seconds in outcomes) < LONGEST_S
    assert counts["read"] > 0
    assert counts.total() - counts["read"] > COUNT / 4
    assert empty_store.revision() == before


@pytest.mark.parametrize(("kind", "number"), [("gpkg", 300), ("gpkg", 352), ("xls", 762), ("xls", 1100), ("xls", 1334)])
def test_what_made_a_reader_fail_is_damaged(good: dict[str, Path], tmp_path: Path, kind: str, number: int) -> None:
    """No text in a statement of a database, a sector chain that leads out of a workbook: the file is told, not the fault."""
    with pytest.raises(UCJMapError) as refused:
        KINDS[kind][1](mutate(number, kind, good[kind], tmp_path))
    assert refused.value.code in ("unreadable_file", "damaged_file")


def test_a_refused_import_leaves_the_store_as_it_was(good: dict[str, Path], tmp_path: Path, few_file: Path) -> None:
    """Through the whole way of an import: where a file is refused, nothing in the store has changed."""
    path = tmp_path / "demo.db"
    path.write_bytes(few_file.read_bytes())
    store = api.open_store(f"sqlite:///{path.as_posix()}")
    before, refused = store.revision(), 0
    for number in range(12):
        kind = ("zip", "gpkg", "geojson", "parquet")[number % 4]
        damaged = mutate(number, kind, good[kind], tmp_path)
        damaged.write_bytes(damaged.read_bytes()[: -damaged.stat().st_size // 3])
        with pytest.raises(UCJMapError):
            api.import_boundaries(store, damaged)
        refused += 1
        assert store.revision() == before
    store.close()
    assert refused == 12
