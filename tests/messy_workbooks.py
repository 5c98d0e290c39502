"""A maker of workbooks as offices send them: titles, merged cells, sub-headings, totals, eaten codes, signatures.

``write_messy`` draws a combination of defects from a seed and writes one file; what it returns says what a reader has
to find in it. Used by tests of the intake and of everything behind it.
"""

import csv
import random
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from xml.sax.saxutils import quoteattr

import openpyxl
from openpyxl.utils import get_column_letter

FORMATS = ("xlsx", "xlsx", "xlsx", "ods", "csv;", "csv,", "csv\t", "csv|", "utf-16", "cp1252", "bom")
TABLES = ("persons", "flags", "segments", "list")
PLACES = ("columns", "merged", "blank below", "subheadings", "lettered subheadings", "sheets", "title")


@dataclass(frozen=True)
class Village:
    """A desa with the names of the areas it lies in and its Kemendagri code."""

    province: str
    regency: str
    district: str
    village: str
    code: str


VILLAGES = tuple(
    Village("Kalimantan Barat", regency, district, village, code)
    for regency, district, village, code in (
        ("Kabupaten Sambas", "Sambas", "Dalam Kaum", "61.01.01.2001"),
        ("Kabupaten Sambas", "Sambas", "Lubuk Dagang", "61.01.01.2002"),
        ("Kabupaten Sambas", "Sambas", "Kota Baru", "61.01.01.2003"),
        ("Kabupaten Sambas", "Sambas", "Sumber Harapan", "61.01.01.2010"),
        ("Kabupaten Sambas", "Teluk Keramat", "Sekura", "61.01.02.2001"),
        ("Kabupaten Sambas", "Teluk Keramat", "Tri Mandayan", "61.01.02.2002"),
        ("Kabupaten Sambas", "Jawai", "Sentebang", "61.01.03.2001"),
        ("Kabupaten Mempawah", "Mempawah Hilir", "Pasir", "61.02.01.2006"),
        ("Kabupaten Mempawah", "Mempawah Hilir", "Kuala Secapah", "61.02.01.2010"),
        ("Kabupaten Mempawah", "Toho", "Kepala Curup", "61.02.06.2001"),
        ("Kabupaten Mempawah", "Toho", "Pak Laheng", "61.02.06.2002"),
        ("Kabupaten Sanggau", "Kapuas", "Sungai Batu", "61.03.01.2007"),
        ("Kabupaten Sanggau", "Kapuas", "Beringin", "61.03.01.2010"),
        ("Kabupaten Sanggau", "Mukok", "Kedukul", "61.03.02.2001"),
    )
)


@dataclass
class Grid:
    """Cells of one sheet to be written, with its merged ranges (1-based: top, left, bottom, right) and hidden rows."""

    name: str
    rows: list[list[Any]] = field(default_factory=list)
    merged: list[tuple[int, int, int, int]] = field(default_factory=list)
    hidden: set[int] = field(default_factory=set)


@dataclass(frozen=True)
class Messy:
    """A written file, its defects, and what is in it: areas by (sheet, row), rows by kind, rows in all."""

    path: Path
    defects: tuple[str, ...]
    table: str
    villages: dict[tuple[str, int], Village]
    counts: dict[tuple[str, int], dict[str, float | None]]
    kinds: dict[tuple[str, int], str]


def write_messy(folder: Path, seed: int, villages: Sequence[Village] = VILLAGES) -> Messy:
    """One messy file in ``folder``, the same for the same seed."""
    return _Maker(random.Random(seed), folder / f"rekap {seed}", list(villages)).write()


class _Maker:
    def __init__(self, dice: random.Random, stem: Path, villages: list[Village]) -> None:
        self.dice = dice
        self.stem = stem
        self.format = dice.choice(FORMATS)
        self.table = dice.choice(TABLES)
        self.place = dice.choice(PLACES)
        if self.place == "sheets" and self.format not in {"xlsx", "ods"}:
            self.place = "columns"
        if self.place == "title":
            villages = [village for village in villages if village.district == villages[0].district]
        self.villages = villages
        self.defects = [self.format, self.table, self.place]
        self.upper = self.flip("upper case names")
        self.numbered = self.flip("running numbers", 0.8) or self.table == "list"
        self.codes = self.dice.choice(("none", "dotted", "number", "eaten")) if self.place != "title" else "dotted"
        self.defects.append(f"codes {self.codes}")
        self.margin = self.dice.choice((0, 0, 1, 2))
        self.grouped = self.flip("grouped headings")
        self.titles = self.dice.choice((0, 1, 3)) if self.table != "list" and self.place != "title" else 3
        self.column_numbers = self.flip("column numbers", 0.3)
        self.totals = self.flip("totals") and self.table in {"persons", "segments"}
        self.gaps = self.flip("no data cells")
        self.text_numbers = self.flip("numbers as text") or self.format not in {"xlsx", "ods"}
        self.hide = self.format == "xlsx" and self.flip("hidden rows", 0.3)
        self.foot = self.flip("signature")
        self.other_sheet = self.format in {"xlsx", "ods"} and self.flip("another sheet", 0.3)
        self.found: dict[tuple[str, int], Village] = {}
        self.counts: dict[tuple[str, int], dict[str, float | None]] = {}
        self.kinds: dict[tuple[str, int], str] = {}

    def flip(self, defect: str, chance: float = 0.5) -> bool:
        happens = self.dice.random() < chance
        if happens:
            self.defects.append(defect)
        return happens

    def write(self) -> Messy:
        if self.place == "sheets":
            regencies = list(dict.fromkeys(village.regency for village in self.villages))
            grids = [
                self.grid(name.replace("Kabupaten", "Kab."), [item for item in self.villages if item.regency == name])
                for name in regencies
            ]
        else:
            grids = [self.grid("Rekap", self.villages)]
        if self.other_sheet:
            notes = Grid("Petunjuk", [["Cara mengisi"], ["Isi semua kolom, lalu kirim kembali."]])
            self.kinds |= {(notes.name, row): "note" for row in (1, 2)}
            grids.insert(self.dice.choice((0, len(grids))), notes)
        path = self.save(grids)
        return Messy(path, tuple(self.defects), self.table, self.found, self.counts, self.kinds)

    def headings(self) -> tuple[list[str], list[str]]:
        """Two heading rows: groups, and what stands below them."""
        names: list[str] = []
        if self.place in {"columns", "merged", "blank below"}:
            names += ["Kabupaten/Kota", "Kecamatan"]
        names.append(self.dice.choice(("Nama Desa", "Desa/Kelurahan", "DESA")))
        if self.codes != "none":
            names.append(self.dice.choice(("Kode Wilayah", "Kode Desa", "KODE")))
        if self.numbered:
            names.insert(0, self.dice.choice(("No", "No.", "NO")))
        groups = {
            "persons": [("Aparat", "Jumlah"), ("Aparat", "Terdaftar"), ("BPD", "Jumlah"), ("BPD", "Terdaftar")],
            "flags": [("Kepesertaan", "Aparat"), ("Kepesertaan", "BPD")],
            "segments": [
                ("Peserta Aktif", "PU"),
                ("Peserta Aktif", "BPU"),
                ("Peserta Aktif", "Jakon"),
                ("Jumlah Pekerja", "Total"),
            ],
            "list": [],
        }[self.table]
        note = [("Ket.", "")]
        upper = names + [group for group, _ in groups + note]
        lower = [""] * len(names) + [word for _, word in groups + note]
        return upper, lower

    def grid(self, name: str, villages: list[Village]) -> Grid:
        grid = Grid(name)
        upper, lower = self.headings()
        width = len(upper)
        self.add_titles(grid, width, villages[0])
        if self.grouped and self.table != "list":
            self.add_grouped(grid, upper, lower)
        else:
            joined = [" ".join(part for part in pair if part) for pair in zip(upper, lower, strict=True)]
            self.add(grid, joined, "heading")
        if self.column_numbers:
            self.add(grid, list(range(1, width + 1)), "heading")
        self.add_villages(grid, villages, width)
        if self.foot:
            self.add(grid, [], "blank")
            self.add(grid, [None] * (width - 1) + ["Pontianak, 31 Oktober 2025"], "note")
            self.add(grid, [None, "Mengetahui,"], "note")
            self.add(grid, [None, "Kepala Dinas"], "note")
            self.add(grid, [], "blank")
            self.add(grid, [None, "Budi Santoso"], "note")
            self.add(grid, [None, "NIP. 19700101 199003 1 001"], "note")
        return grid

    def add(self, grid: Grid, cells: Sequence[Any], kind: str) -> int:
        grid.rows.append([None] * self.margin + list(cells))
        self.kinds[grid.name, len(grid.rows)] = kind
        return len(grid.rows)

    def add_titles(self, grid: Grid, width: int, village: Village) -> None:
        what = {
            "persons": "REKAPITULASI KEPESERTAAN PERANGKAT DESA DAN BPD",
            "flags": "STATUS KEPESERTAAN DESA",
            "segments": "CAKUPAN PEKERJA",
            "list": "DAFTAR DESA YANG APARATNYA BELUM TERDAFTAR (APARAT DESA)",
        }[self.table]
        where = (
            f"KECAMATAN {village.district.upper()} {village.regency.upper()}"
            if self.place == "title"
            else "KALIMANTAN BARAT"
        )
        for text in (what, where, "PER 31 OKTOBER 2025")[: self.titles]:
            row = self.add(grid, [text], "title")
            grid.merged.append((row, self.margin + 1, row, self.margin + width))
        if self.titles and self.dice.random() < 0.5:
            self.add(grid, [], "blank")

    def add_grouped(self, grid: Grid, upper: list[str], lower: list[str]) -> None:
        start = len(grid.rows) + 1
        shown = [word if column == 0 or word != upper[column - 1] else None for column, word in enumerate(upper)]
        self.add(grid, shown, "heading")
        self.add(grid, [word or None for word in lower], "heading")
        for column, word in enumerate(upper):
            last = max(place for place, other in enumerate(upper) if other == word)
            if shown[column] and last > column:
                grid.merged.append((start, self.margin + column + 1, start, self.margin + last + 1))
            elif not lower[column]:
                grid.merged.append((start, self.margin + column + 1, start + 1, self.margin + column + 1))

    def add_villages(self, grid: Grid, villages: list[Village], width: int) -> None:
        sums = [0.0] * 4
        district = ("", "")
        first_of_district = len(grid.rows) + 1
        letter = 0
        for number, village in enumerate(villages, start=1):
            new = (village.regency, village.district) != district
            if new:
                self.merge_district(grid, first_of_district)
                if "subheadings" in self.place or self.place == "sheets":
                    if self.place == "subheadings" and village.regency != district[0]:
                        self.add(grid, [village.regency.upper()], "subheading")
                    mark = f"{chr(65 + letter)}. " if self.place == "lettered subheadings" else ""
                    self.add(grid, [f"{mark}Kecamatan {village.district}"], "subheading")
                    letter += 1
                first_of_district = len(grid.rows) + 1
                district = (village.regency, village.district)
            self.add_village(grid, village, number, sums, blank=self.place == "blank below" and not new)
        self.merge_district(grid, first_of_district)
        if self.totals:
            label = self.dice.choice(("JUMLAH", "Total", "Jumlah Keseluruhan", "T O T A L"))
            before = width - 1 - 4
            self.add(grid, [label, *[None] * (before - 1), *(int(value) for value in sums)], "total")

    def merge_district(self, grid: Grid, first: int) -> None:
        """Merge the kabupaten and kecamatan cells of the district that has just ended."""
        if self.place != "merged" or first >= len(grid.rows):
            return
        for column in (self.margin + self.numbered + 1, self.margin + self.numbered + 2):
            grid.merged.append((first, column, len(grid.rows), column))
            for row in range(first, len(grid.rows)):
                grid.rows[row][column - 1] = None

    def add_village(self, grid: Grid, village: Village, number: int, sums: list[float], *, blank: bool) -> None:
        cells: list[Any] = [number] if self.numbered else []
        if self.place in {"columns", "merged", "blank below"}:
            cells += [None, None] if blank else [village.regency, village.district]
        cells.append(village.village.upper() if self.upper else village.village)
        digits = village.code.replace(".", "")
        if self.codes != "none":
            cells.append({"dotted": village.code, "number": int(digits), "eaten": f"{int(digits)}.0"}[self.codes])
        figures, counts = self.figures()
        cells += figures
        for place, count in enumerate(counts.get("columns", [])):  # type: ignore[arg-type, var-annotated]
            sums[place] += count or 0
        row = self.add(grid, cells, "data")
        if self.hide and self.dice.random() < 0.3:
            grid.hidden.add(row)
            self.kinds[grid.name, row] = "hidden"
        self.found[grid.name, row] = village
        self.counts[grid.name, row] = {key: value for key, value in counts.items() if key != "columns"}

    def figures(self) -> tuple[list[Any], dict[str, Any]]:
        """Cells of the value columns and the counts that they stand for (None where one is missing)."""
        if self.table == "list":
            return [], {}
        if self.table == "flags":
            marks = [self.mark() for _ in range(2)]
            return [cell for cell, _ in marks], {"aparat_registered": marks[0][1], "bpd_registered": marks[1][1]}
        dice = self.dice
        if self.table == "persons":
            totals = [dice.randint(2, 20), dice.randint(2, 9)]
            figures: list[int | None] = [totals[0], dice.randint(0, totals[0]), totals[1], dice.randint(0, totals[1])]
        else:
            figures = [dice.randint(0, 900), dice.randint(0, 900), dice.randint(0, 90), dice.randint(2000, 9000)]
        if self.gaps and dice.random() < 0.3:
            figures[dice.randrange(4)] = None
        cells = [self.number(figure) for figure in figures]
        if self.table == "persons":
            return cells, {"columns": figures, "aparat": figures[1], "bpd": figures[3]}
        parts = figures[:3]
        whole = None if None in parts else sum(part or 0 for part in parts)
        return cells, {"columns": figures, "ucj": None if figures[3] is None else whole}

    def mark(self) -> tuple[Any, float | None]:
        if self.gaps and self.dice.random() < 0.2:
            return self.dice.choice((None, "-")), None
        yes = self.dice.random() < 0.6
        pair = self.dice.choice((("Sudah", "Belum"), ("Ya", "Tidak"), ("Terdaftar", "Belum terdaftar"), ("V", "Tidak")))
        return (pair[0], 1.0) if yes else (pair[1], 0.0)

    def number(self, figure: int | None) -> Any:
        if figure is None:
            return self.dice.choice((None, "-", "n/a", " ", "–"))
        if self.text_numbers:
            return f"{figure:,}".replace(",", ".")
        return figure

    def save(self, grids: list[Grid]) -> Path:
        if self.format == "xlsx":
            return write_xlsx(self.stem.with_suffix(".xlsx"), grids)
        if self.format == "ods":
            return write_ods(self.stem.with_suffix(".ods"), grids)
        encodings = {"utf-16": "utf-16", "cp1252": "cp1252", "bom": "utf-8-sig"}
        delimiter = self.format[3:] if self.format.startswith("csv") else ";"
        # A text file keeps trailing blank rows only as empty lines: every row is written.
        path = self.stem.with_suffix(".csv")
        with path.open("w", encoding=encodings.get(self.format, "utf-8"), newline="") as stream:
            writer = csv.writer(stream, delimiter=delimiter)
            for row in grids[0].rows:
                writer.writerow(["" if cell is None else cell for cell in row] or [""] * 3)
        self.rename(grids[0].name, path.stem)
        return path

    def rename(self, old: str, new: str) -> None:
        """A text file has no sheet name of its own: its rows go by the name of the file."""
        for table in (self.found, self.counts, self.kinds):
            for key in [key for key in table if key[0] == old]:
                table[new, key[1]] = table.pop(key)  # type: ignore[attr-defined]


def write_xlsx(path: Path, grids: Sequence[Grid]) -> Path:
    """Write sheets with merged cells and hidden rows as XLSX."""
    book = openpyxl.Workbook()
    book.remove(book.active)
    for grid in grids:
        sheet = book.create_sheet(grid.name)
        for row, cells in enumerate(grid.rows, start=1):
            for column, cell in enumerate(cells, start=1):
                if cell is not None:
                    sheet.cell(row, column, cell)
            sheet.row_dimensions[row].hidden = row in grid.hidden
        for top, left, bottom, right in grid.merged:
            if (top, left) != (bottom, right):
                sheet.merge_cells(f"{get_column_letter(left)}{top}:{get_column_letter(right)}{bottom}")
    book.save(path)
    return path


_ODS_NAMES = " ".join(
    f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"' for name in ("office", "table", "text")
)


def write_ods(path: Path, grids: Sequence[Grid]) -> Path:
    """Write sheets as OpenDocument; of merged cells only the spans, as the format has them."""
    tables = "".join(
        f"<table:table table:name={quoteattr(grid.name)}>{''.join(_ods_row(grid, row) for row in range(len(grid.rows)))}</table:table>"
        for grid in grids
    )
    content = (
        f'<?xml version="1.0" encoding="UTF-8"?><office:document-content {_ODS_NAMES} office:version="1.2">'
        f"<office:body><office:spreadsheet>{tables}</office:spreadsheet></office:body></office:document-content>"
    )
    kind = "application/vnd.oasis.opendocument.spreadsheet"
    manifest = (
        '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0">'
        f'<manifest:file-entry manifest:full-path="/" manifest:media-type="{kind}"/></manifest:manifest>'
    )
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", kind)
        archive.writestr("META-INF/manifest.xml", manifest)
        archive.writestr("content.xml", content)
    return path


def _ods_row(grid: Grid, row: int) -> str:
    spans = {(top - 1, left - 1): (bottom - top + 1, right - left + 1) for top, left, bottom, right in grid.merged}
    cells = "".join(_ods_cell(cell, spans.get((row, column))) for column, cell in enumerate(grid.rows[row]))
    hidden = ' table:visibility="collapse"' if row + 1 in grid.hidden else ""
    return f"<table:table-row{hidden}>{cells or '<table:table-cell/>'}</table:table-row>"


def _ods_cell(cell: Any, span: tuple[int, int] | None) -> str:
    spanned = f' table:number-rows-spanned="{span[0]}" table:number-columns-spanned="{span[1]}"' if span else ""
    if cell is None:
        return f"<table:table-cell{spanned}/>"
    if isinstance(cell, int | float):
        return f'<table:table-cell office:value-type="float" office:value="{cell}"{spanned}/>'
    text = quoteattr(str(cell))[1:-1]
    return f'<table:table-cell office:value-type="string"{spanned}><text:p>{text}</text:p></table:table-cell>'
