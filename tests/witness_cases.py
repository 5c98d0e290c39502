"""Tables whose figures, units or dates speak against their headings, and numbers that count nobody."""

from collections.abc import Iterator
from typing import Any

from tests.intake_cases import AREAS, COUNTS, MEASURES, Case, Rows, observe, table, with_column

SHARES = [round(100 * one / all_, 1) for one, all_ in COUNTS]
LEFT = [round(100 - share, 1) for share in SHARES]
IN_SUM = [round(100 * one / sum(one for one, _ in COUNTS), 1) for one, _ in COUNTS]


def witness_cases() -> Iterator[Case]:
    """Every case of this file."""
    yield from rate_cases()
    yield from identifier_cases()
    yield from unit_cases()
    yield from span_cases()
    yield from written_cases()
    yield from aside_cases()


def beside(heading: str, cells: list[Any], heads: list[str] = MEASURES) -> Rows:
    """The usual table with a further column."""
    first, *rows = table(heads=heads)
    return [[*first, heading], *([*row, cell] for row, cell in zip(rows, cells, strict=True))]


def rate_cases() -> Iterator[Case]:
    """Rates as witnesses of the counts beside them."""
    whole = observe()
    for heading in ("Persentase", "Cakupan (%)"):
        yield Case(f"rate of the rest {heading}", {"": beside(heading, LEFT)})
        yield Case(f"rate {heading}", {"": beside(heading, SHARES)}, whole)
    yield Case("rate answered", {"": beside("Persentase", LEFT)}, whole, options={"assume": {"rate": "ignore"}})
    yield Case("rate of the rest by its heading", {"": beside("% Belum Terdaftar", LEFT)}, whole)
    yield Case("rate of the registered below a heading of the rest", {"": beside("% Belum Terdaftar", SHARES)})
    yield Case("rate that is another figure", {"": beside("Persentase", [3, 81, 44, 70])})
    yield Case("rate with a slip in one row", {"": beside("Persentase", [*SHARES[:3], 99])}, whole)
    yield Case("rate of each area in the sum", {"": beside("Distribusi (%)", IN_SUM)}, whole)
    targets = [round(100 * one / (one + 900), 1) for one, _ in COUNTS]
    heads = [*MEASURES, "Target 2026", "Persentase"]
    rows = zip(AREAS, COUNTS, targets, strict=True)
    of_target = [["Kabupaten/Kota", *heads], *([name, *n, n[0] + 900, rate] for (_, _, name), n, rate in rows)]
    yield Case("rate of a target beside it", {"": of_target}, whole)
    yield Case("rate of a target elsewhere", {"": beside("Capaian (%)", targets)}, whole)
    rest: Rows = [["Kabupaten/Kota", *MEASURES, "Belum Terdaftar", "%"]]
    rest += [[name, *n, n[1] - n[0], left] for (_, _, name), n, left in zip(AREAS, COUNTS, LEFT, strict=True)]
    yield Case("rate beside the rest", {"": rest}, whole)


def identifier_cases() -> Iterator[Case]:
    """Numbers of persons and cards."""
    numbers = [1001, 1002, 1003, 1004]
    for heading in ("Nomor Peserta", "No. Peserta", "Kode Peserta", "ID Peserta", "Participant No", "No. Tenaga Kerja"):
        yield Case(f"identifier {heading}", {"": numbered(heading, numbers)})
        yield Case(f"identifier beside counts {heading}", {"": beside(heading, numbers)}, observe())
    yield Case("identifier is no count", {"": table(heads=["No. of Participants", "Number of Workers"])}, observe())
    names = [*(name for _, _, name in AREAS), "Sintang"]
    for first in (1, 10_001):
        running = zip(names, range(first, first + 5), (60_000, 50_000, 70_000, 80_000, 55_000), strict=True)
        yield Case(f"running numbers from {first}", {"": [["Kabupaten", *MEASURES], *map(list, running)]})


def numbered(heading: str, numbers: list[int]) -> Rows:
    """The usual table with numbers below ``heading`` in the place of the participants."""
    first, *rows = table(heads=[heading, MEASURES[1]])
    return [first, *([*row[:2], number, row[3]] for row, number in zip(rows, numbers, strict=True))]


def unit_cases() -> Iterator[Case]:
    """Units that differ from row to row, areas as what is counted, heads of desa among their officials."""
    yield Case("unit of each row", {"": beside("Satuan", ["Orang", "Ribu Orang", "Orang", "Orang"])})
    yield Case("unit of areas", {"": with_column("Satuan", "Desa")})
    scaled = table(title="DATA UCJ (dalam ribuan)", heads=["Peserta (orang)", "Pekerja (orang)"])
    yield Case("unit of the title against the headings", {"Rekap": scaled})
    yield Case("unit of persons", {"": with_column("Satuan", "Orang")}, observe())
    few = {(code, "aparat", *rest) for code, _, *rest in observe()}
    for heads in (["Kepala Desa Terdaftar", "Jumlah Kepala Desa"], ["Kades Terdaftar", "Jumlah Aparat Desa"]):
        yield Case(f"part of the officials {heads[0]}", {"": table(heads=heads)})
    heads = ["Kepala Desa dan Perangkat Terdaftar", "Jumlah Kepala Desa dan Perangkat"]
    yield Case("all officials", {"": table(heads=heads)}, frozenset(few))  # type: ignore[arg-type]


def span_cases() -> Iterator[Case]:
    """A time from one month or day to another is no date."""
    for words in (
        "JANUARI - DESEMBER 2025", "Jan-Des 2025", "1 Januari s.d. 31 Desember 2025", "Oktober s/d Desember 2025",
        "Jan 2025 - Des 2025", "01/01/2025 - 31/12/2025", "TW I - TW IV 2025", "Sepanjang tahun 2025", "Pertengahan 2025",
    ):  # fmt: skip
        yield Case(f"span {words}", {"Rekap": table(title=f"KEPESERTAAN {words}")})
    yield Case("span in a column", {"": with_column("Periode", "Jan-Des 2025")})
    yield Case("span as the name of the sheet", {"Jan-Des 2025": table()})
    spanned = {"Rekap": table(title="KEPESERTAAN JANUARI - DESEMBER 2025")}
    yield Case("span, its end taken", spanned, observe(), options={"as_of_from": "title"})
    day = {"Rekap": table(title="PERKEMBANGAN JANUARI - DESEMBER 2025", note="Posisi 31 Desember 2025")}
    yield Case("span with its day in a note", day, allowed=observe())
    for words in ("S.D. DESEMBER 2025", "Th. Anggaran 2025", "s/d Triwulan IV 2025"):
        yield Case(f"no span {words}", {"Rekap": table(title=f"KEPESERTAAN {words}")}, observe())


def written_cases() -> Iterator[Case]:
    """Figures that are not exact are left out row by row."""
    others = frozenset(one for one in observe() if one[0] != AREAS[0][0])
    for text in ("51 ribu", "± 500", "500-an", "500 )", "500 - 600"):
        rows = table()
        rows[1][2] = text
        yield Case(f"written {text}", {"Rekap": rows}, others)


def aside_cases() -> Iterator[Case]:
    """What sheets without a table, brackets behind names, remarks on rows and columns left out say."""
    for text in ("LAPORAN PER 31 DESEMBER 2023", "Data peserta program JHT", "Catatan: angka hanya peserta perempuan"):
        yield Case(f"cover {text}", {"Cover": [["DINAS TENAGA KERJA"], [text]], "Data": table()})
    yield Case("cover of a segment", {"Cover": [["LAPORAN BPU"]], "Data": table()}, observe("bpu"))
    yield Case(
        "cover that says nothing", {"Metadata": [["Satuan: Orang"], ["Frekuensi: Tahunan"]], "Data": table()}, observe()
    )
    manual = [["Isi hanya peserta BPU pada kolom ini"], ["Jangan menghapus judul kolom"]]
    yield Case("manual beside the table", {"Petunjuk": manual, "Data": table()}, observe())
    for text in ("BPU", "perempuan", "ribu orang"):
        rows = table()
        rows[2][1] += f" ({text})"
        yield Case(f"brackets behind a name {text}", {"": rows})
    yield Case("remark with another date", {"": beside("Keterangan", ["data November 2025", "", "", ""])})
    yield Case(
        "remark with the day of a decree", {"": beside("Keterangan", ["SK November 2019", "", "", ""])}, observe()
    )
    yield Case("remark of the same date", {"": beside("Keterangan", ["data Desember 2025", "", "", ""])}, observe())
    for text in ("perempuan saja", "termasuk JKN", "target", "satuan ribu", "data BPU menurut cabang"):
        yield Case(f"remark that restricts {text}", {"": beside("Keterangan", [text, "", "", ""])})
    for text in ("revisi", "diisi oleh Bu Ani", "belum rilis"):
        yield Case(f"remark that restricts nothing {text}", {"": beside("Keterangan", [text, "", "", ""])}, observe())
    for text in ("Jumlah peserta aktif segmen BPU", "Jumlah Peserta BPU per Kabupaten"):
        yield Case(f"label of a segment {text}", {"": with_column("Deskripsi", text)}, observe("bpu"))
    for heading, cell in (("Kategori", "Aparat Desa"), ("Status Peserta", "Non Aktif")):
        yield Case(f"label of others {heading}", {"": with_column(heading, cell)})
    for heading, cell in (("Status Peserta", "Aktif"), ("Kelompok Umur", "15+")):
        yield Case(f"label of all {heading}", {"": with_column(heading, cell)}, observe())
    heads = ["Kabupaten/Kota", "Aktif", "Non Aktif", "Total"]
    active = [heads, *([name, one, 900, one + 900] for (_, _, name), (one, _) in zip(AREAS, COUNTS, strict=True))]
    yield Case("a total of active and inactive", {"Rekap": [["KEPESERTAAN BPJS KETENAGAKERJAAN"], [], *active]})
    covered = [["Workers by social security status"], [], ["Kabupaten/Kota", "Covered", "Not covered"]]
    covered += [[name, one, all_ - one] for (_, _, name), (one, all_) in zip(AREAS, COUNTS, strict=True)]
    yield Case("covered and not covered", {"Rekap": covered}, observe())
