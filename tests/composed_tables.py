"""A maker of tables composed of claims, in many words and layouts, with the observations that are right in them.

A table is drawn from a seed: level, columns of places, segment, date, unit, layout, totals, defects, and in every third
table one thing that restricts its figures. Where something restricts or contradicts, nothing may be stored.
"""

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tests.composed_defects import DEFECTS, EMPTY, spoil
from tests.table_files import write_table

TYPED = "2025-12-31"
Observation = tuple[str, str, str, str, float, float]
Rows = list[list[Any]]

SEGMENTS = {
    "pu": ("Penerima Upah", "PU", "PEKERJA FORMAL", "Wage Earners"),
    "bpu": ("Bukan Penerima Upah (BPU)", "BPU", "PEKERJA INFORMAL", "Self Employed"),
    "jakon": ("Jasa Konstruksi", "JAKON", "Jakon", "Construction"),
}
#: Words that say a date, the date, and whether they agree with the typed one.
DATES = (
    ("PER 31 DESEMBER 2025", TYPED), ("TAHUN 2025", TYPED), ("Posisi Desember 2025", TYPED), ("Triwulan IV 2025", TYPED),
    ("Semester II Tahun 2025", TYPED), ("s.d. Desember 2025", TYPED), ("As of 31 December 2025", TYPED), ("31-12-2025", TYPED),
    ("PER 31 DESEMBER 2022", "2022-12-31"), ("TAHUN 2024", "2024-12-31"), ("s.d. September 2025", "2025-09-30"),
    ("Triwulan III Tahun 2025", "2025-09-30"), ("SEMESTER I 2025", "2025-06-30"), ("30/06/2025", "2025-06-30"),
    ("as of 30 June 2024", "2024-06-30"), ("Posisi TW II-2025", "2025-06-30"), ("Agustus'25", "2025-08-31"),
)  # fmt: skip
MEASURES = (
    ("Peserta Aktif", "Jumlah Pekerja"), ("Terdaftar", "Pekerja"), ("Jumlah Peserta", "Jumlah Tenaga Kerja"),
    ("Peserta Aktif", "Penduduk Bekerja"), ("PESERTA", "ANGKATAN KERJA"), ("Active Participants", "Workers"),
    ("Sudah Terlindungi", "Potensi Tenaga Kerja"), ("jumlah_peserta", "jumlah_tenaga_kerja"), ("Peserta", "Belum Terdaftar"),
)  # fmt: skip
TITLES = (
    "REKAPITULASI KEPESERTAAN BPJS KETENAGAKERJAAN", "Cakupan Kepesertaan Jaminan Sosial Ketenagakerjaan", "DATA UCJ",
    "Employment Social Security Coverage", "Laporan Realisasi Kepesertaan", "Tabel 3. Jumlah Pekerja dan Peserta Aktif",
)  # fmt: skip
#: Words that restrict a title, a sheet name or a note, and such that restrict a heading of participants.
RESTRICTED = (
    "PEREMPUAN", "PROGRAM JHT", "NON AKTIF", "JKN", "PESERTA BARU", "NELAYAN", "PROGRAM JKP", "PEKERJA MAGANG", "PENSIUNAN",
    "FEMALE", "INACTIVE", "TARGET", "PROYEKSI", "KARYAWAN KEBUN", "USIA 15-24", "ASN", "BPJS KESEHATAN", "PENAMBAHAN PESERTA",
    "TANPA PMI", "SEKTOR PERTANIAN", "HANYA LAKI-LAKI", "MEMBERS UNDER 30", "KLAIM", "KLASTER B", "MENUNGGAK",
    "POTENSI", "PER MIL", "PU DAN JAKON", "(P)", "ESTIMATED", "NEW MEMBERS", "HEALTH INSURANCE", "QRTZ", "PESERTA PHK", "BSU",
)  # fmt: skip
HEADINGS = (
    "Peserta Baru", "Peserta Non Aktif", "Perusahaan Aktif", "Peserta JHT", "Peserta Perempuan", "Peserta (L)", "Jumlah Klaim",
    "Penambahan Peserta", "Peserta JKN", "Target Peserta", "Peserta Magang", "Peserta Zxq", "New Participants", "Iuran (Rp)",
    "Peserta Pasif", "Kartu Tercetak", "Peserta per 1000", "Peserta Nelayan", "Rata-rata Peserta", "Peserta Keluar",
    "Potensi Peserta", "Peserta PU dan Jakon", "Inactive Participants", "Peserta (%)", "Peserta 2024 dan 2025", "Wait List",
)  # fmt: skip
COLUMNS = (
    ("Program", "JHT"), ("Jenis Kelamin", "Perempuan"), ("Kategori", "Magang"), ("Status", "Non Aktif"), ("Jaminan", "JKN"),
    ("Kelompok", "Nelayan"), ("Sektor", "Pertanian"), ("Jenis Data", "Target"), ("Kelompok", "Klaster B"),
    ("Uraian", "Potensi"), ("Sex", "Female"), ("Jenis", "PU dan Jakon"), ("Satuan", "%"), ("Triwulan", "II"), ("Type", "Planned"),
)  # fmt: skip
NOTES = (
    "Sumber: BPJS Ketenagakerjaan, diolah", "Mengetahui", "Pontianak, 5 Januari 2026", "Catatan: angka sementara", "",
    "Keterangan: data per 31 Desember 2025",
)  # fmt: skip


@dataclass(frozen=True)
class Area:
    """An area of a table, with the areas above it and its inhabitants."""

    code: str
    name: str
    above: tuple[str, ...]
    population: int
    bps: str = ""


@dataclass
class Composed:
    """A file, what is right in it, and whether it says enough to be stored without a question."""

    path: Path
    allowed: set[Observation]
    enough: bool
    claims: list[str] = field(default_factory=list)


class Composer:
    """Draws one table; ``pick`` gives areas of a level that lie in one area above."""

    def __init__(self, seed: int, pick: Callable[[random.Random, str], Sequence[Area]]) -> None:
        self.dice = random.Random(seed)
        self.claims: list[str] = []
        self.level = self.draw("level", ("adm1", "adm2", "adm2", "adm3", "adm4"))
        self.areas = pick(self.dice, self.level)
        self.sheets: dict[str, Rows] = {}
        self.allowed: set[Observation] = set()
        self.enough = True

    def draw(self, claim: str, choices: Sequence[Any]) -> Any:
        """One of the choices, kept in the list of claims."""
        chosen = self.dice.choice(choices)
        self.claims.append(f"{claim}={chosen}")
        return chosen

    def compose(self, folder: Path) -> Composed:
        """Write the file."""
        self.measures = self.draw("measures", MEASURES)
        self.restrict = self.draw("restrict", (*[None] * 7, "title", "heading", "column", "sheet", "note"))
        self.layout = self.draw(
            "layout", ("plain", "plain", "segment groups", "segment rows", "segment sheets", "years")
        )
        segmented = self.layout.startswith("segment")
        self.segment = "all" if segmented else self.draw("segment", ("all", "all", "pu", "bpu", "jakon"))
        self.where = self.draw("segment in", ("title", "sheet", "column")) if self.segment != "all" else ""
        self.words, self.date = (
            ("", TYPED) if self.layout == "years" else self.draw("date", (*[("", TYPED)] * 4, *DATES[:8], *DATES))
        )
        # Desa and kecamatan are too small to be counted in thousands.
        self.thousands = self.draw("unit", (1, 1, 1, 1000)) if self.level in {"adm1", "adm2"} else 1
        self.total = self.draw("total", ("none", "none", "JUMLAH", "above", "Total"))
        codes = ("none", "dotted", "plain", "bps", "bps unnamed")
        self.coded = self.draw("codes", codes) if self.level != "adm4" else "dotted"
        self.dated = self.draw("date in", ("title", "title", "column", "note", "file", "sheet")) if self.words else ""
        self.defect = self.draw("defect", (None, *DEFECTS))
        self.gap = self.dice.random() < 0.2
        self.fill()
        is_dated = bool(self.words) and self.dated != "column" and self.date != TYPED
        if self.restrict or is_dated:
            self.allowed, self.enough = self.of_quarter(), False
        # Names of sheets are cut at 31 letters; of codes without their issuer it may well be asked whose they are.
        self.enough &= self.coded != "bps" or all(area.bps for area in self.areas)
        self.enough &= self.coded != "bps unnamed" and self.dated != "sheet"
        return Composed(self.write(folder), self.allowed, self.enough, self.claims)

    def of_quarter(self) -> set[Observation]:
        """What is right where a column says "Triwulan II" and another text the year of it: the counts of that quarter."""
        is_quarter = f"column={('Triwulan', 'II')}" in self.claims and self.words.startswith("TAHUN 20")
        end = f"{self.date[:4]}-06-30"
        return {(code, key, segment, end, *counts) for code, key, segment, _, *counts in self.allowed if is_quarter}

    def fill(self) -> None:
        """The sheets and what is right in them."""
        if self.layout == "segment sheets":
            for key in ("pu", "bpu"):
                self.sheets[self.dice.choice(SEGMENTS[key])[:31]] = self.table([(key, self.date)])
        elif self.layout == "segment groups":
            self.sheets["Rekap"] = self.table([("pu", self.date), ("bpu", self.date)])
        elif self.layout == "segment rows":
            self.sheets["Rekap"] = self.long_table()
        elif self.layout == "years":
            self.sheets[self.sheet_name()] = self.table([(self.segment, "2023-12-31"), (self.segment, "2024-12-31")])
        else:
            self.sheets[self.sheet_name()] = self.table([(self.segment, self.date)])
        if self.restrict == "sheet":
            self.sheets = {
                f"{self.dice.choice(RESTRICTED)} {n}"[:31]: rows for n, rows in enumerate(self.sheets.values(), 1)
            }
        elif self.dated == "sheet":
            self.sheets = {f"{name} {self.words}".replace("/", "-")[:31]: rows for name, rows in self.sheets.items()}
        self.sheets = {
            name: spoil(rows, self.defect, self.dice, self.measures[1]) for name, rows in self.sheets.items()
        }

    def sheet_name(self) -> str:
        names = SEGMENTS[self.segment] if self.where == "sheet" else ("Sheet1", "Rekap")
        return str(self.dice.choice(names))

    def place_headings(self) -> list[str]:
        words = {
            "adm1": ("Provinsi", "PROVINSI", "Province"), "adm2": ("Kabupaten/Kota", "KAB/KOTA", "Nama Kabupaten/Kota"),
            "adm3": ("Kecamatan", "Nama Kecamatan"), "adm4": ("Desa/Kelurahan", "Nama Desa"),
        }[self.level]  # fmt: skip
        head = "Kode BPS" if self.coded == "bps" else "Kode Wilayah"
        codes = [head] if self.coded != "none" else []
        return ["No", *codes, self.dice.choice(words)]

    def places(self, number: int, area: Area) -> list[Any]:
        plain = area.code.replace(".", "")
        code = {"none": [], "dotted": [area.code], "plain": [plain]}.get(self.coded, [area.bps or plain])
        return [number, *code, self.cased(area.name)]

    def cased(self, name: str) -> str:
        return name.upper() if "case=upper" in self.claims else name

    def titles(self) -> Rows:
        parts = [self.dice.choice(TITLES)]
        if self.where == "title":
            parts.append(self.dice.choice(SEGMENTS[self.segment]))
        if self.restrict == "title":
            parts.append(self.dice.choice(RESTRICTED))
        place = self.areas[0].above[-1] if self.areas[0].above else ""
        kind = {"adm2": "PROVINSI", "adm3": "", "adm4": "KECAMATAN"}.get(self.level, "")
        rows: Rows = [[" ".join(parts)], [f"{kind} {place}".strip()]] if place else [[" ".join(parts)]]
        if self.level == "adm4":
            rows.append([self.areas[0].above[-2]])
        if self.dated == "title":
            rows.append([self.words])
        if self.thousands > 1:
            rows.append([self.dice.choice(("(dalam ribuan)", "Satuan: ribu orang", "in thousands"))])
        return [*rows, []]

    def counts(self, area: Area, segment: str, date: str) -> tuple[int, int]:
        """Registered and all: the shares differ, so that no segment and no date can stand for another."""
        share = {"all": 0.4, "pu": 0.22, "bpu": 0.18, "jakon": 0.05}[segment]
        all_ = max(int(area.population * share) - int(date[2:4]), 3)
        if self.thousands > 1:
            all_ = max(all_ // 1000, 1)
        return max(all_ * 2 // 3 - 1, 0), all_

    def observe(self, area: Area, segment: str, date: str) -> list[Any]:
        one, all_ = self.counts(area, segment, date)
        if self.gap and area is self.areas[-1]:
            return [self.dice.choice(EMPTY), self.dice.choice(EMPTY)]
        self.allowed.add((area.code, "ucj", segment, date, one * self.thousands, all_ * self.thousands))
        return self.shown(one, all_)

    def shown(self, one: int, all_: int) -> list[Any]:
        second = all_ - one if self.measures[1] == "Belum Terdaftar" else all_
        if "numbers=dotted" in self.claims and self.thousands == 1:
            return [f"{one:,}".replace(",", "."), f"{second:,}".replace(",", ".")]
        return [one, second]

    def headings(self) -> list[str]:
        first = self.dice.choice(HEADINGS) if self.restrict == "heading" else self.measures[0]
        return [first, self.measures[1]]

    def table(self, groups: Sequence[tuple[str, str]]) -> Rows:
        """A table with a pair of columns for each segment and date."""
        self.draw("case", ("as is", "upper"))
        self.draw("numbers", ("plain", "dotted"))
        places, constants = self.place_headings(), self.constants()
        heads = [*places, *(text for _ in groups for text in self.headings()), *(head for head, _ in constants)]
        rows = self.titles()
        if len(groups) > 1:
            upper: list[Any] = [None] * len(places)
            for segment, date in groups:
                upper += [date[:4] if self.layout == "years" else self.dice.choice(SEGMENTS[segment]), None]
            rows.append(upper)
        rows.append(heads)
        body = []
        for number, area in enumerate(self.areas, 1):
            figures = [cell for segment, date in groups for cell in self.observe(area, segment, date)]
            body.append([*self.places(number, area), *figures, *(cell for _, cell in constants)])
        self.sum_up_segments(groups)
        rows += self.with_total(body, len(places), groups)
        return [*rows, *self.notes()]

    def constants(self) -> list[tuple[str, str]]:
        columns = [("Segmen", self.dice.choice(SEGMENTS[self.segment][:2]))] if self.where == "column" else []
        columns += [(self.dice.choice(("Periode", "Posisi Data")), self.words)] if self.dated == "column" else []
        return [*columns, *([self.draw("column", COLUMNS)] if self.restrict == "column" else [])]

    def sum_up_segments(self, groups: Sequence[tuple[str, str]]) -> None:
        """Where a table has several segments side by side all workers may be their sum."""
        if len({segment for segment, _ in groups}) > 1:
            for area in self.areas[: -1 if self.gap else None]:
                pairs = [self.counts(area, segment, date) for segment, date in groups]
                one, all_ = (sum(part) * self.thousands for part in zip(*pairs, strict=True))
                self.allowed.add((area.code, "ucj", "all", groups[0][1], one, all_))

    def with_total(self, body: Rows, width: int, groups: Sequence[tuple[str, str]]) -> Rows:
        if self.total == "none":
            return body
        sums = [
            self.shown(*map(sum, zip(*(self.counts(area, *group) for area in self.areas), strict=True)))
            for group in groups
        ]
        label = self.areas[0].above[-1] if self.total == "above" and self.areas[0].above else self.total
        if label == "above":
            label = "INDONESIA"
        row = [*[None] * (width - 1), label, *(cell for pair in sums for cell in pair)]
        first = self.total == "above" and self.dice.random() < 0.5
        return [row, *body] if first else [*body, row]

    def long_table(self) -> Rows:
        """One row for each area and segment."""
        self.draw("case", ("as is", "upper"))
        constants = self.constants()
        rows = self.titles()
        rows.append([*self.place_headings(), "Segmen", *self.headings(), *(head for head, _ in constants)])
        keys = self.draw("segments", (("pu", "bpu"), ("pu", "bpu", "jakon")))
        for number, area in enumerate(self.areas, 1):
            for key in keys:
                cells = self.observe(area, key, self.date)
                segment = self.dice.choice(SEGMENTS[key][:2])
                rows.append([*self.places(number, area), segment, *cells, *(cell for _, cell in constants)])
        return [*rows, *self.notes()]

    def notes(self) -> Rows:
        if self.restrict == "note":
            return [[], [f"Catatan: {self.dice.choice(RESTRICTED).lower()}"]]
        if self.dated == "note":
            return [[], [f"Keterangan: keadaan {self.words}"]]
        note = self.draw("note", NOTES)
        if "2025" in note and "Desember" in note and (self.layout == "years" or self.words):
            note = ""
        return [[], [note]] if note else []

    def write(self, folder: Path) -> Path:
        """A workbook, or text where there is one sheet whose name says nothing."""
        is_nameless = len(self.sheets) == 1 and next(iter(self.sheets)) in {"Sheet1", "Rekap"}
        stem = f"data {self.words.replace('/', '-')}" if self.dated == "file" else "tabel"
        return write_table(folder, self.sheets, as_text=is_nameless and self.dice.random() < 0.4, stem=stem)
