"""Tables as offices send them, composed of what they say about their figures; the true observations are known.

A case names a kind of difficulty, its sheets, and what is right to store: ``wanted`` is stored without a question,
``allowed`` may be stored as well; where both are empty nothing may be.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tests.table_files import write_table

DATE = "2025-12-31"
#: unit, indicator, segment, date, numerator, denominator
Observation = tuple[str, str, str, str, float, float]
Rows = list[list[Any]]

AREAS = (
    ("61.01", "6101", "Sambas"),
    ("61.02", "6104", "Mempawah"),
    ("61.03", "6105", "Sanggau"),
    ("61.04", "6106", "Ketapang"),
)
COUNTS = ((5200, 60000), (4300, 50000), (6100, 70000), (6200, 80000))
MEASURES = ["Peserta Aktif", "Jumlah Pekerja"]


@dataclass(frozen=True)
class Case:
    """One file: its sheets by name, the options of the draft, what is right."""

    name: str
    sheets: dict[str, Rows]
    wanted: frozenset[Observation] = frozenset()
    allowed: frozenset[Observation] = frozenset()
    options: dict[str, Any] = field(default_factory=dict)
    stem: str = "tabel"

    def write(self, folder: Path) -> Path:
        """The file: a workbook, or text where the only sheet has no name."""
        return write_table(folder, self.sheets, as_text=list(self.sheets) == [""], stem=self.stem)


def observe(segment: str = "all", date: str = DATE, scale: int = 1, shift: int = 0) -> frozenset[Observation]:
    """The counts of all areas as they are right for a segment and a date."""
    return frozenset(
        (code, "ucj", segment, date, (one + shift) * scale, all_ * scale)
        for (code, _, _), (one, all_) in zip(AREAS, COUNTS, strict=True)
    )


def table(*, title: str = "", heads: Iterable[str] = MEASURES, shift: int = 0, note: str = "") -> Rows:
    """A table of kabupaten by their names, with a title above and a note below."""
    rows: Rows = [[title], []] if title else []
    rows.append(["No", "Kabupaten/Kota", *heads])
    rows += [
        [number, f"Kabupaten {name}", one + shift, all_]
        for number, ((_, _, name), (one, all_)) in enumerate(zip(AREAS, COUNTS, strict=True), start=1)
    ]
    return [*rows, [], [note]] if note else rows


def with_column(heading: str, cell: Any) -> Rows:
    """The same table with a further column that says one thing in every row."""
    first, *rows = table()
    return [[*first, heading], *([*row, cell] for row in rows)]


def coded(head: str, codes: Iterable[str], name_head: str = "Nama") -> Rows:
    """Codes, names, counts."""
    rows = zip(codes, AREAS, COUNTS, strict=True)
    return [[head, name_head, *MEASURES], *([code, name, *counts] for code, (_, _, name), counts in rows)]


def all_cases() -> Iterator[Case]:
    """Every case of this file."""
    yield from area_cases()
    yield from segment_cases()
    yield from date_cases()
    yield from quantity_cases()
    yield from number_cases()
    yield from drawn_cases()


def area_cases() -> Iterator[Case]:
    """Level, issuer of codes, two columns of codes, totals, homonyms."""
    whole = observe()
    dotted, bps = [code for code, _, _ in AREAS], [code for _, code, _ in AREAS]
    plain = [code.replace(".", "") for code in dotted]
    yield Case("level by dotted codes", {"": coded("Kode", dotted)}, whole)
    yield Case("level by codes without dots", {"": coded("Kode Wilayah", plain, "Wilayah")}, whole)
    for head in ("Kode BPS", "kode_bps", "bps_kode_kabupaten_kota", "Kode Kabupaten/Kota (BPS)"):
        yield Case(f"issuer {head}", {"": coded(head, bps)}, whole)
    yield Case("issuer against the names", {"": coded("Kode BPS", plain)}, allowed=whole)
    yield Case(
        "full codes in two columns",
        {
            "": [
                ["Kode Provinsi", "Kode Kabupaten", *MEASURES],
                *(["61", c, *n] for c, n in zip(plain, COUNTS, strict=True)),
            ]
        },
        whole,
    )
    lone = [["Wilayah", *MEASURES], *([name, *n] for (_, _, name), n in zip(AREAS, COUNTS, strict=True))]
    yield Case("level by the names as a whole", {"": lone}, whole)
    kabupaten = (("17.01", "Bengkulu Selatan", 1000, 5000), ("17.02", "Rejang Lebong", 2000, 6000))
    total = ["Bengkulu", 3000, 11000]
    rows = [["Kabupaten/Kota", *MEASURES], *([name, one, all_] for _, name, one, all_ in kabupaten)]
    wanted = frozenset((code, "ucj", "all", DATE, one, all_) for code, _, one, all_ in kabupaten)
    allowed = frozenset([("17", "ucj", "all", DATE, 3000, 11000)])
    yield Case("total with the name of a kota below", {"": [*rows, total]}, wanted, allowed)
    yield Case("total with the name of a kota above", {"": [rows[0], total, *rows[1:]]}, wanted, allowed)
    yield Case("a larger figure under the name of a kota", {"": [*rows, ["Bengkulu", 9000, 31000]]}, wanted)
    kota = frozenset([("17.71", "ucj", "all", DATE, 3000, 11000)])
    yield Case("a kota that says so", {"": [*rows, ["Kota Bengkulu", 3000, 11000]]}, wanted | kota)
    yield Case("a kabupaten and a kota of one name", {"": [["Kabupaten/Kota", *MEASURES], ["Sorong", 40, 400]]})


def segment_cases() -> Iterator[Case]:
    """Segments in titles, columns, sheet names, notes and headings."""
    for words in ("BUKAN PENERIMA UPAH", "BPU", "PEKERJA INFORMAL"):
        yield Case(f"title {words}", {"Rekap": table(title=f"KEPESERTAAN {words} KALIMANTAN BARAT")}, observe("bpu"))
    for head, cell in (("Segmen", "BPU"), ("Jenis Kepesertaan", "Bukan Penerima Upah"), ("Kategori", "BPU")):
        yield Case(f"column {head} {cell}", {"": with_column(head, cell)}, observe("bpu"))
    yield Case("sheet named PU", {"PU": table()}, observe("pu"))
    yield Case(
        "a sheet for each segment",
        {"PU": table(), "BPU": table(shift=1), "Jakon": table(shift=2)},
        observe("pu") | observe("bpu", shift=1) | observe("jakon", shift=2),
    )
    both = {"BPU": table(title="SEGMEN PENERIMA UPAH (PU)")}
    yield Case("title against sheet", both, allowed=frozenset())
    yield Case("title against sheet, answered", both, observe("pu"), options={"assume": {"segment": "pu"}})
    yield Case("title against the typed segment", {"PU": table()}, options={"segment": "bpu"})
    yield Case("typed segment", {"Rekap": table()}, observe("bpu"), options={"segment": "bpu"})
    yield Case("title of two segments", {"Rekap": table(title="PESERTA PU DAN BPU")}, observe())
    yield Case("note on one segment", {"Rekap": table(note="Catatan: belum termasuk BPU")})


def date_cases() -> Iterator[Case]:
    """Dates in titles, columns, sheet names, headings."""
    old = {"Rekap": table(title="KEPESERTAAN PER 31 DESEMBER 2022")}
    yield Case("another date in the title", old)
    yield Case("the date of the title", old, observe(date="2022-12-31"), options={"as_of_from": "title"})
    yield Case("the typed date", old, observe(), options={"as_of_from": "typed"})
    for words in (
        "PER 31 DESEMBER 2025",
        "TAHUN 2025",
        "BULAN DESEMBER 2025",
        "TRIWULAN IV 2025",
        "SEMESTER II TAHUN 2025",
    ):
        yield Case(f"title {words}", {"Rekap": table(title=f"KEPESERTAAN {words}")}, observe())
    for words in ("TAHUN 2024", "S.D. NOVEMBER 2025", "TRIWULAN III 2025", "2020-2024"):
        yield Case(f"title {words}", {"Rekap": table(title=f"KEPESERTAAN {words}")})
    law = "PELAKSANAAN INPRES NOMOR 2 TAHUN 2021"
    yield Case("the year of a law", {"Rekap": table(title=law)}, observe())
    for head, cell, date in (
        ("Tahun", 2023, "2023-12-31"),
        ("periode_data", 202509, "2025-09-30"),
        ("Bulan", "September 2025", "2025-09-30"),
        ("Periode", "Triwulan III 2025", "2025-09-30"),
        ("Tanggal", "2025-06-30", "2025-06-30"),
    ):
        yield Case(f"column {head}", {"": with_column(head, cell)}, observe(date=date))
    for head in ("Tanggal Daftar", "Tgl SK", "Tanggal Pelantikan"):
        yield Case(f"column {head}", {"": with_column(head, "2019-03-01")}, observe())
    months = {"Januari 2025": table(), "Februari 2025": table(shift=1)}
    yield Case("a sheet for each month", months, observe(date="2025-01-31") | observe(date="2025-02-28", shift=1))
    yield Case("months without their year", {"Januari": table(), "Februari": table(shift=1)})
    yield Case("one sheet of another month", {"Januari 2025": table()})
    yield Case("another year in the headings", {"": table(heads=["Peserta Aktif 2023", "Jumlah Pekerja 2023"])})
    yield Case("the year in the headings", {"": table(heads=["Peserta Aktif 2025", "Jumlah Pekerja 2025"])}, observe())
    yield Case("headings of two years", {"": table(heads=["Peserta Aktif 2025", "Jumlah Pekerja 2024"])})
    groups = [["Kabupaten/Kota", "Tahun 2024", None, "Tahun 2025", None], [None, *MEASURES, *MEASURES]]
    groups += [[name, *n, n[0] + 1, n[1]] for (_, _, name), n in zip(AREAS, COUNTS, strict=True)]
    yield Case("years over measures", {"Rekap": groups}, observe(date="2024-12-31") | observe(shift=1))
    numbers = [
        [2024 if cell == "Tahun 2024" else 2025 if cell == "Tahun 2025" else cell for cell in groups[0]],
        *groups[1:],
    ]
    yield Case("years as numbers over measures", {"Rekap": numbers}, observe(date="2024-12-31") | observe(shift=1))


def quantity_cases() -> Iterator[Case]:
    """What is counted, and what restricts it."""
    for head in (
        "Perusahaan Aktif", "Peserta Non Aktif", "Peserta Tidak Aktif", "Peserta Baru", "Penambahan Peserta", "Peserta JHT",
        "Peserta Perempuan", "Peserta BPJS Kesehatan", "Jumlah Klaim", "Peserta Nelayan", "Target Peserta", "Peserta Aktif JKP",
        "Pertumbuhan Peserta Aktif", "Badan Usaha Terdaftar", "Kartu Peserta", "Peserta Zxcv", "Proyeksi Peserta Aktif",
    ):  # fmt: skip
        yield Case(f"numerator {head}", {"": table(heads=[head, "Jumlah Pekerja"])})
    for head in (
        "Jumlah Penduduk",
        "Jumlah Klaim",
        "Jumlah KK",
        "Penduduk Usia Kerja",
        "Jumlah Perusahaan",
        "Pekerja Laki-laki",
    ):
        yield Case(f"denominator {head}", {"": table(heads=["Peserta Aktif", head])})
    for head, cell in (
        ("Program", "JHT"), ("Jenis Kelamin", "Perempuan"), ("JK", "P"), ("Status", "Non Aktif"), ("Jaminan", "JKN"), ("Sektor", "Pertanian"),
    ):  # fmt: skip
        yield Case(f"column {head}", {"": with_column(head, cell)})
    for title in (
        "CAKUPAN KEPESERTAAN JKN", "PESERTA PROGRAM JKP", "PESERTA PEREMPUAN", "PESERTA NON AKTIF", "PENAMBAHAN PESERTA TAHUN 2025",
        "PESERTA BARU DESEMBER 2025", "PEKERJA SEKTOR PERTANIAN", "JUMLAH PEKERJA YANG BELUM MENJADI PESERTA",
    ):  # fmt: skip
        yield Case(f"title {title}", {"Rekap": table(title=title)})
    for name in ("JHT", "Perempuan", "Non Aktif"):
        yield Case(f"sheet {name}", {name: table()})
    yield Case("a heading beside, left out", {"": with_column("Jumlah Perusahaan", 52)}, observe())
    yield Case("both sexes", {"Rekap": table(title="PEKERJA LAKI-LAKI DAN PEREMPUAN")}, observe())
    yield Case("assumed away", {"JHT": table()}, observe(), options={"assume": {"restriction": "none"}})


def number_cases() -> Iterator[Case]:
    """Units and numbers, judged by the column."""
    thousands = table(heads=["Peserta Aktif (ribu orang)", "Jumlah Pekerja (ribu orang)"])
    yield Case(
        "thousands in the headings", {"": thousands}, observe(scale=1000), options={"assume": {"population": "ignore"}}
    )
    yield Case("more workers than inhabitants", {"": thousands})
    decimals = table()
    decimals[1][2:] = [5.213, 60.125]
    yield Case("thousands that came out as decimals", {"Rekap": decimals})
    shares = table()
    for row in shares[1:]:
        row[2] = "0,163"
    yield Case("shares among counts", {"": shares})
    signs = table()
    signs[1][2] = "5-"
    yield Case("a sign behind the figure", {"": signs}, frozenset(one for one in observe() if one[0] != "61.01"))
    text = table()
    for row in text[1:]:
        row[2:] = [f"{number:,}".replace(",", ".") for number in row[2:]]
    yield Case("points between thousands", {"": text}, observe())


def drawn_cases() -> Iterator[Case]:
    """Faults that composed tables brought to light, each by its name."""
    for title in (
        "PESERTA MAGANG", "PESERTA KELAS 3", "DATA CALON PESERTA", "TANPA JAKON", "PESERTA APARAT DESA", "KEPESERTAAN UMKM",
        "TARGET KEPESERTAAN 2025", "MEMBERS UNDER 30",
    ):  # fmt: skip
        yield Case(f"unexplained title {title}", {"Rekap": table(title=title)})
    yield Case("unexplained sheet", {"KLASTER B": table()})
    yield Case("unexplained note", {"Rekap": table(note="Catatan: peserta klaster B")})
    yield Case("unexplained constant", {"": with_column("Kelompok", "Klaster B")})
    yield Case("unexplained, answered", {"KLASTER B": table()}, observe(), options={"assume": {"words": "understood"}})
    office = [
        "PEMERINTAH PROVINSI KALIMANTAN BARAT",
        "DINAS PERDAGANGAN DAN TENAGA KERJA",
        "Jl. Ahmad Yani No. 5 Telp. 736711",
    ]
    yield Case(
        "letterhead of an office", {"Rekap": [*([line] for line in office), *table(title="DATA UCJ")]}, observe()
    )
    yield Case(
        "signature below", {"Rekap": [*table(), [], ["Pontianak, 5 Januari 2026"], ["Drs. Budi Santoso"]]}, observe()
    )
    for words in ("TRIWULAN III TH. 2025", "Agustus 25", "TAHUN 2023/2024", "31/12/22", "BULAN KE-9 2025", "09/2025"):
        yield Case(f"dated {words}", {"Rekap": table(title=f"KEPESERTAAN {words}")})
    for name in ("TW III", "Sept 25", "Q3"):
        yield Case(f"sheet dated {name}", {name: table()})
    months = {"September": table(title="TAHUN 2025"), "Oktober": table(title="TAHUN 2025", shift=1)}
    yield Case("sheets of months in the year of the title", months,
               observe(date="2025-09-30") | observe(date="2025-10-31", shift=1))  # fmt: skip
    groups = [["TAHUN 2025"], [], ["Kabupaten/Kota", "Januari", None, "Februari", None], [None, *MEASURES, *MEASURES]]
    groups += [[name, *n, n[0] + 1, n[1]] for (_, _, name), n in zip(AREAS, COUNTS, strict=True)]
    wanted = observe(date="2025-01-31") | observe(date="2025-02-28", shift=1)
    yield Case("groups of months in the year of the title", {"Rekap": groups}, wanted)
    for head in (
        "Peserta Non-Aktif",
        "Peserta Masuk",
        "Desa Terdaftar",
        "Peserta 3 Program",
        "Peserta Aktif (ratusan)",
    ):
        yield Case(f"heading {head}", {"": table(heads=[head, "Jumlah Pekerja"])})
    for words in ("(000 orang)", "Satuan: %", "(1000 orang)"):
        yield Case(f"unit {words}", {"Rekap": table(title=f"DATA UCJ {words}")})
    percent = [["Kabupaten/Kota", *MEASURES], *([name, 9, 100] for _, _, name in AREAS)]
    yield Case("percentages as counts", {"Rekap": percent})
    whole = [
        ["Kabupaten/Kota", *MEASURES],
        *([name, 1, all_] for (_, _, name), (_, all_) in zip(AREAS, COUNTS, strict=True)),
    ]
    yield Case("cells of 100 percent without their format", {"Rekap": whole})
    bps = [["Kode", *MEASURES], *([code, *n] for (_, code, _), n in zip(AREAS, COUNTS, strict=True))]
    yield Case(
        "a note that names BPS above codes without names", {"Rekap": [*bps, [], ["Catatan: kode wilayah menurut BPS"]]}
    )
    parts = [["kdprov", "kdkab", *MEASURES], *(["61", c[2:], *n] for (_, c, _), n in zip(AREAS, COUNTS, strict=True))]
    yield Case("fields of BPS", {"": parts}, allowed=observe())
    rows: Rows = [["Kabupaten/Kota", *MEASURES], ["A. PENERIMA UPAH", None, None], *(row[1:] for row in table()[1:])]
    yield Case("a segment in a sub-heading", {"Rekap": rows}, allowed=observe("pu"))
    sexes: Rows = [["Kabupaten/Kota", "Peserta", None, None, "Pekerja", None, None], [None, *("L", "P", "L+P") * 2]]
    sexes += [
        [name, 1, one - 1, one, 1, all_ - 1, all_] for (_, _, name), (one, all_) in zip(AREAS, COUNTS, strict=True)
    ]
    yield Case("both sexes beside each", {"Rekap": sexes}, observe())
    bali = (("51.01", "Jembrana", 10, 100), ("51.02", "Tabanan", 20, 200))
    rest: Rows = [["Kabupaten/Kota", *MEASURES], *([name, *n] for _, name, *n in bali), ["Bali", 20, 200]]
    yield Case("a province is no kabupaten of a like name", {"Rekap": rest},
               frozenset((code, "ucj", "all", DATE, one, all_) for code, _, one, all_ in bali))  # fmt: skip
