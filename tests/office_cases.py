"""Further tables as offices send them: faults that files written by hand brought to light, each kind by its name."""

import datetime as dt
from collections.abc import Iterator
from typing import Any

from tests.intake_cases import AREAS, COUNTS, DATE, MEASURES, Case, Rows, coded, observe, table, with_column


def office_cases() -> Iterator[Case]:
    """Every case of this file."""
    yield from abbreviated_cases()
    yield from dated_cases()
    yield from restricted_cases()
    yield from placed_cases()
    yield from note_cases()
    yield from measure_cases()
    yield from headed_cases()
    yield from parted_cases()
    yield from coded_cases()


def nameless(*below: list[Any], heads: list[str] = MEASURES) -> Rows:
    """A table whose first column is that of the names, with rows below it."""
    rows = zip(AREAS, COUNTS, strict=True)
    return [["Kabupaten/Kota", *heads], *([name, *counts] for (_, _, name), counts in rows), *below]


def abbreviated_cases() -> Iterator[Case]:
    """Abbreviations with points, several segments in one text, lone letters."""
    yield Case("points in a title", {"Rekap": table(title="KEPESERTAAN B.P.U. PROVINSI KALBAR")}, observe("bpu"))
    yield Case("points in a heading", {"": table(heads=["Peserta P.U", "Pekerja P.U"])}, observe("pu"))
    yield Case("a lone letter in a title", {"Rekap": table(title="JUMLAH PESERTA (P)")})
    yield Case("some segments in a title", {"Rekap": table(title="PESERTA PU DAN JAKON")})
    yield Case("some segments in a heading", {"": table(heads=["Peserta PU dan Jakon", "Pekerja"])})
    yield Case("all segments in a heading", {"": table(heads=["Peserta PU + BPU", "Pekerja"])}, observe())
    yield Case("some segments in a column", {"": with_column("Jenis", "PU dan Jakon")})


def dated_cases() -> Iterator[Case]:
    """Parts of years in columns of their own, spans, dates beside other words."""
    for head, cell, date in (
        ("Triwulan", "II", "2024-06-30"), ("Semester", 1, "2024-06-30"), ("TW", "TW III", "2024-09-30"), ("Bulan", 4, "2024-04-30"),
    ):  # fmt: skip
        rows = with_column(head, cell)
        dated = [[*rows[0], "Tahun"], *([*row, 2024] for row in rows[1:])]
        yield Case(f"year beside {head}", {"": dated}, observe(date=date))
        yield Case(f"without a year {head}", {"": rows})
    first, second, *others = with_column("Periode", "Juni 2024")
    blank = frozenset(one for one in observe(date="2024-06-30") if one[0] != AREAS[0][0])
    yield Case("a blank among dates", {"": [first, [*second[:-1], ""], *others]}, blank)
    yield Case("a dash among dates", {"": [first, [*second[:-1], "-"], *others]}, blank)
    lone = [["DATA UCJ TAHUN 2025"], [], *with_column("Triwulan", "II")]
    yield Case("a quarter in the year of the title", {"Rekap": lone}, observe(date="2025-06-30"))
    yield Case("a column of quarters and months", {"": months_of_quarters()}, observe(date="2024-05-31"))
    yield Case("quarter behind its year", {"": with_column("Periode", "2024 Q2")}, observe(date="2024-06-30"))
    for cell in ("awal tahun 2025", "Minggu ke-2 Desember 2025", "Caturwulan II 2024", "Tahun 2024 - 2025"):
        yield Case(f"no date {cell}", {"": with_column("Periode", cell)})
    yield Case("the last day", {"": with_column("Tgl Akhir", "2023-05-01")}, observe())
    dated = table(title="DATA UCJ", note="Keterangan: data per 31 Desember 2025")
    yield Case(
        "a date on one sheet of two", {"PU": dated, "BPU": table(shift=1)}, observe("pu") | observe("bpu", shift=1)
    )
    grouped = [["Kabupaten/Kota", "BPU", None, None], [None, *MEASURES, "Periode"]]
    grouped += [[*row, "Juni 2024"] for row in nameless()[1:]]
    yield Case("a date beside a group", {"": grouped}, observe("bpu", date="2024-06-30"))
    yield Case("the day since when", {"": with_column("TMT", "2019-01-01")}, observe())
    yield Case("days below an unknown heading", {"": with_column("Zxq", "2019-01-01")})
    for words in ("TAHUN 2024 - 2025", "THN 24", "31 Desember"):
        yield Case(f"unclear date {words}", {"Rekap": table(title=f"KEPESERTAAN {words}")})
        yield Case(f"noted date {words}", {"Rekap": table(note=f"Keterangan: keadaan {words}")})
    yield Case("year of a book", {"Rekap": table(title="KALIMANTAN BARAT DALAM ANGKA 2025")})
    book = [["KALIMANTAN BARAT DALAM ANGKA 2025"], [], *with_column("Tahun", 2024)]
    yield Case("year of a book above those of its rows", {"Rekap": book}, observe(date="2024-12-31"))
    yield Case("a date that lost its format", {"Rekap": table(title="Posisi 45565")})
    for stem in ("kepesertaan_082024", "20240831_kepesertaan", "kepesertaan 31082024"):
        yield Case(f"date in the name of the file {stem}", {"": table()}, stem=stem)
    yield Case("date typed in the name of the file", {"": table()}, observe(), stem="kepesertaan_31122025")
    law = table(title="Inpres 2/2021 tentang Pelaksanaan Program Jaminan Sosial Ketenagakerjaan")
    yield Case("year of an instruction", {"Rekap": law}, observe())
    two = ["Peserta 31 Desember 2025 dan 31 Desember 2024", "Jumlah Pekerja"]
    yield Case("two dates in a heading", {"": table(heads=two)})


def months_of_quarters() -> Rows:
    """Year, quarter and month in columns of their own."""
    rows = with_column("Triwulan", "II")
    return [[*rows[0], "Bulan", "Tahun"], *([*row, "Mei", 2024] for row in rows[1:])]


def restricted_cases() -> Iterator[Case]:
    """Those who may be registered, events, employers: in labels, sheets, notes."""
    for words in ("PEMEGANG KARTU BPJS KETENAGAKERJAAN", "Kartu BPJS Ketenagakerjaan tercatat"):
        yield Case(f"cards in a title {words}", {"Rekap": table(title=f"JUMLAH {words} TAHUN 2025")})
        yield Case(f"cards in a column {words}", {"": with_column("Jenis", words)})
        yield Case(f"cards in a note {words}", {"": table(note=f"Catatan: {words}")})
    for cell in ("Potensi", "Wajib Belum Daftar", "Lunas", "Pekerja Sosial", "Peserta PBPU BP Pemda"):
        yield Case(f"label {cell}", {"": with_column("Uraian", cell)})
    yield Case("heading of those who may be", {"": table(heads=["Potensi Peserta", "Jumlah Pekerja"])})
    yield Case("title of those who may be", {"Rekap": table(title="DATA POTENSI KEPESERTAAN")})
    headed = table(title="POTENSI DAN PESERTA", heads=["Peserta", "Potensi Tenaga Kerja"])
    yield Case("title of potential and participants", {"Rekap": headed}, observe())
    for title in ("Cakupan POTENSI", "Employment Social Security Coverage POTENSI"):
        potential = table(title=title, heads=["Sudah Terlindungi", "Potensi Tenaga Kerja"])
        yield Case(f"title of what may be: {title}", {"Rekap": potential})
    same = table(title="CAKUPAN DARI POTENSI TENAGA KERJA", heads=["Sudah Terlindungi", "Potensi Tenaga Kerja"])
    yield Case("title in the words of a column", {"Rekap": same}, observe())
    yield Case("sheet of an employer", {"Pemerintah": table()})
    yield Case("note of companies", {"Rekap": table(note="*) Badan Usaha")})
    for head, cell in (("jenis_kelamin", 1), ("kelompok_usia", "15-19 TAHUN"), ("lapangan_usaha", "A"), ("JK", "L")):
        yield Case(f"parted by {head}", {"": with_column(head, cell)})
    for title in ("PESERTA AKTIF 15-24 TAHUN", "PESERTA AKTIF 60+", "PESERTA (15 s.d. 24 TH)", "PESERTA < 30"):
        yield Case(f"between bounds {title}", {"Rekap": table(title=title)})
    yield Case("bounds in the name of a sheet", {"15-24 th": table()})
    yield Case("bounds in the name of the file", {"": table()}, stem="peserta aktif 15-24 tahun")
    yield Case("bounds in a heading", {"": table(heads=["Peserta Aktif 15-24 th", "Jumlah Pekerja"])})
    yield Case("bounds in a column", {"": with_column("Kelompok", "15-24")})
    yield Case(
        "all who are old enough to work", {"": table(heads=["Peserta Aktif", "Penduduk Bekerja 15+"])}, observe()
    )
    yield Case("a kind of employers in a column", {"": with_column("kategori_perusahaan", "BESAR")})
    yield Case("column of names of another issuer", {"": with_column("bps_nama_kabupaten_kota", "NANGGUNG")}, observe())
    yield Case("targets in a column", {"": with_column("jenis_data", "TARGET")})
    yield Case("provisional figures in a column", {"": with_column("keterangan", "data sementara")}, observe())
    yield Case("both sexes in a column", {"": with_column("Jenis Kelamin", "L+P")}, observe())
    yield Case("percent in a column", {"": with_column("Satuan", "%")})
    yield Case("per mil", {"Rekap": table(title="KEPESERTAAN (‰)")})


def placed_cases() -> Iterator[Case]:
    """Totals with the name of a province, levels that the names contradict."""
    kota = [("17.01", "Bengkulu Selatan", 1000, 5000), ("17.71", "Kota Bengkulu", 900, 4000)]
    rows: Rows = [["Kabupaten/Kota", *MEASURES], *([name, *n] for _, name, *n in kota)]
    wanted = frozenset((code, "ucj", "all", DATE, one, all_) for code, _, one, all_ in kota)
    for name in ("Bengkulu (Provinsi)", "Se-Bengkulu", "Seluruh Kabupaten"):
        yield Case(f"total {name}", {"": [*rows, [name, 1950, 9100]]}, wanted)
    dated = [[*rows[0], "Periode"], *([*row, "Juni 2024"] for row in rows[1:])]
    then = frozenset((code, key, segment, "2024-06-30", one, all_) for code, key, segment, _, one, all_ in wanted)
    yield Case("a total without the date of its rows", {"": [*dated, ["Bengkulu", 1900, 9000, None]]}, then)
    yield Case("the name of a province alone", {"": [rows[0], ["Bengkulu", 1900, 9000]]})
    yield Case("one kabupaten and a larger figure", {"": [*rows[:2], ["Bengkulu", 1900, 9000]]},
               frozenset(one for one in wanted if one[0] == "17.01"))  # fmt: skip
    kecamatan = ["Kedurang", "Seginim", "Pino", "Manna", "Kota Manna"]
    yield Case("kecamatan below the heading of kabupaten",
               {"": [["Kabupaten", *MEASURES], *([name, 10, 90] for name in kecamatan)]})  # fmt: skip


def note_cases() -> Iterator[Case]:
    """Notes in the column of the names, rows of headings between the figures."""
    for note in ("(ribu orang)", "*) hanya penerima upah perkebunan", "('000)", "peserta klaster B"):
        yield Case(f"note among the names {note}", {"": nameless([], [note])})
    yield Case("an area without figures", {"": nameless(["Bengkayang", None, None])}, observe())
    yield Case("thousands below the headings", {"": [*nameless()[:1], [None, "(000)", "(000)"], *nameless()[1:]]})
    strange = nameless()
    strange.insert(1, ["KLASTER EMAS", None, None])
    yield Case("a strange row of headings", {"": strange})


def measures_in_rows(
    *labels: str, head: str = "Uraian", figure: str = "Jumlah", grouped: bool = False, title: str = ""
) -> Rows:
    """A table with a row for each area and measure; ``grouped`` names an area in its first row only."""
    rows: Rows = [[title], []] if title else []
    rows.append(["No", "Kabupaten/Kota", head, figure])
    for number, ((_, _, name), counts) in enumerate(zip(AREAS, COUNTS, strict=True), start=1):
        for position, (label, count) in enumerate(zip(labels, [*counts, counts[0] // 2], strict=False)):
            place = [None, None] if grouped and position else [number, f"Kabupaten {name}"]
            rows.append([*place, label, count])
    return rows


def measure_cases() -> Iterator[Case]:
    """A row for each measure of an area: read as columns where that is sure, else asked about or refused."""
    for head in ("Uraian", "Indikator", "Keterangan", "Jenis Data"):
        yield Case(f"measures below {head}", {"": measures_in_rows(*MEASURES, head=head)}, observe())
    grouped = measures_in_rows(*MEASURES, grouped=True, title="REKAPITULASI KEPESERTAAN BPJS KETENAGAKERJAAN")
    yield Case("measures of an area named once", {"Rekap": grouped}, observe())
    thousands = measures_in_rows(*MEASURES, figure="Jumlah (ribu orang)")
    yield Case(
        "measures in thousands", {"": thousands}, observe(scale=1000), options={"assume": {"population": "ignore"}}
    )
    yield Case("measures of a segment", {"": measures_in_rows("Peserta BPU", "Pekerja BPU")}, observe("bpu"))
    yield Case("measures with a target", {"": measures_in_rows(*MEASURES, "Target Peserta")}, allowed=observe())
    yield Case("measures with inactive ones", {"": measures_in_rows(*MEASURES, "Peserta Non Aktif")}, allowed=observe())
    yield Case("measures in the title restricted", {"": measures_in_rows(*MEASURES, title="PESERTA PEREMPUAN")})
    yield Case("measures of women", {"": measures_in_rows("Peserta Perempuan", "Pekerja Perempuan")})
    first, *rows = measures_in_rows(*MEASURES)
    yield Case("measures twice", {"": [first, *rows, *rows]})
    yield Case("measures lost", {"": [first, [*rows[0][:2], None, rows[0][3]], *rows[1:]]})
    dated = [[*first, "Tahun"], *([*row, year] for year in (2023, 2024) for row in rows)]
    yield Case("measures of two years", {"": dated}, observe(date="2023-12-31") | observe(date="2024-12-31"))
    segmented = [[*first, "Segmen"], *([*row, segment] for segment in ("PU", "BPU") for row in rows)]
    yield Case("measures of two segments", {"": segmented}, observe("pu") | observe("bpu"))
    units = [[*first, "Satuan"], *([*row, unit] for row, unit in zip(rows, ("orang", "ribu orang") * 4, strict=True))]
    yield Case("measures in units of their own", {"": units})
    hidden = [[*first, "Kategori"], *([*row, kind] for row, kind in zip(rows, ("Umum", "Nelayan") * 4, strict=True))]
    yield Case("measures with remarks of their own", {"": hidden})
    total = [["", "Jumlah", label, sum(pair)] for label, pair in zip(MEASURES, zip(*COUNTS, strict=True), strict=True)]
    yield Case("measures and their sum", {"": [first, *rows, *total]}, observe())


def two_of_each(first: Any, second: Any) -> Rows:
    """Two columns of participants and two of workers, told apart by the row below."""
    rows: Rows = [["No", "Kabupaten/Kota", "Peserta Aktif", None, "Jumlah Pekerja", None]]
    rows.append([None, None, first, second, first, second])
    for number, ((_, _, name), (one, all_)) in enumerate(zip(AREAS, COUNTS, strict=True), start=1):
        rows.append([number, name, one, one + 1, all_, all_])
    return rows


def headed_cases() -> Iterator[Case]:
    """Years, months and days in and below headings."""
    years = observe(date="2023-12-31") | observe(date="2024-12-31", shift=1)
    yield Case("years as numbers below groups", {"Rekap": two_of_each(2023, 2024)}, years)
    days = observe(date="2024-12-31") | observe(shift=1)
    yield Case("days below groups", {"Rekap": two_of_each("31 Des 2024", "31 Des 2025")}, days)
    yield Case("dates below groups", {"Rekap": two_of_each(dt.date(2024, 12, 31), dt.date(2025, 12, 31))}, days)
    firsts = two_of_each(dt.date(2025, 7, 1), dt.date(2025, 8, 1))
    yield Case("months as dates below groups", {"Rekap": firsts},
               observe(date="2025-07-31") | observe(date="2025-08-31", shift=1))  # fmt: skip
    yield Case("a date in one heading", {"": table(heads=["Peserta Aktif 2025", "Jumlah Pekerja"])}, observe())
    twins = [[*row[:3], row[2], row[3]] for row in table()]
    twins[0] = ["No", "Kabupaten/Kota", "Peserta Aktif 2025", "Peserta Aktif", "Jumlah Pekerja"]
    yield Case("a count with a date beside one without", {"": twins})
    rows = with_column("Tahun", 2024)
    yield Case(
        "a year of rows against the headings",
        {"": [["No", "Kabupaten/Kota", "Peserta 2025", "Pekerja 2025", "Tahun"], *rows[1:]]},
    )
    cut = "Bukan Penerima Upah Desember 20"
    yield Case("a name of a sheet that was cut", {cut: table()}, allowed=observe("bpu"))
    signed = [*table(), [], ["Pontianak, 5 Januari 2026"], ["NIP. 19650101 199003 1 005"]]
    yield Case("number of a civil servant", {"Rekap": signed}, observe())
    yield Case("day of printing", {"Rekap": table(title="KEPESERTAAN TAHUN 2025 Tanggal cetak: 05/01/2026")}, observe())


def parted_cases() -> Iterator[Case]:
    """Segments in columns of other names, between the rows and over a second table."""
    for head, cell in (("Kode Segmen", "BPU"), ("Kelompok Pekerja", "Pekerja Informal")):
        yield Case(f"segment below {head}", {"": with_column(head, cell)}, observe("bpu"))
    first, second = table()[:3], [table()[0], *table()[3:]]
    between: Rows = [["A. PENERIMA UPAH"], *first, [], ["B. BUKAN PENERIMA UPAH"], *second]
    pu, bpu = observe("pu"), observe("bpu")
    of_each = {one for one in pu if one[0] < "61.03"} | {one for one in bpu if one[0] >= "61.03"}
    yield Case("two tables of a segment each", {"Rekap": between}, frozenset(of_each))
    beside: Rows = [first[0], ["PENERIMA UPAH"], *first[1:], ["BUKAN PENERIMA UPAH"], *second[1:]]
    yield Case("segments beside the numbers", {"Rekap": beside}, allowed=frozenset(of_each))
    once = [
        ["Segmen", *table()[0]],
        *([segment, *row] for segment, row in zip(("BPU", None, None, None), table()[1:], strict=True)),
    ]
    yield Case(
        "a segment in the first row only", {"Rekap": once}, frozenset(one for one in bpu if one[0] == "61.01"), bpu
    )
    yield Case("a part that is only marked", {"": table(heads=["Peserta Kategori A", "Jumlah Pekerja"])})
    years: Rows = [table()[0], [2024], *table()[1:3], [2025], *table()[3:]]
    yield Case("years between the rows", {"Rekap": years})
    for name in ("Perempuan", "PROGRAM JHT"):
        yield Case(f"restricted beside the numbers: {name}", {"Rekap": [first[0], [name], *table()[1:]]})


def coded_cases() -> Iterator[Case]:
    """Codes of something else, codes of before, several levels below one heading."""
    offices = [[f"K0{number}", *row] for number, row in enumerate(table()[1:])]
    yield Case("codes of offices", {"": [["Kode Kantor", *table()[0]], *offices]}, observe())
    bps = [[code, *counts] for (_, code, _), counts in zip(AREAS, COUNTS, strict=True)]
    sourced: Rows = [["Sumber: BPS Provinsi Kalimantan Barat"], ["Kode", *MEASURES], *bps]
    yield Case("codes alone below a title that names BPS and a province", {"Rekap": sourced})
    gorontalo: Rows = [["Kabupaten/Kota", *MEASURES], ["Kab. Gorontalo", 40000, 160000], ["Boalemo", 10000, 60000]]
    wanted = [("75.01", "ucj", "all", DATE, 40000, 160000), ("75.02", "ucj", "all", DATE, 10000, 60000)]
    yield Case("a kabupaten that says so beside its province",
               {"": [*gorontalo, ["GORONTALO", 50000, 220000]]}, frozenset(wanted),
               frozenset([("75", "ucj", "all", DATE, 50000, 220000)]))  # fmt: skip
    desa: Rows = [["Kabupaten", "Kecamatan", "Desa", *MEASURES], ["Cilacap", "Kedungreja", "Tambakreja", 10, 100],
                  ["Cilacap", "Kedungreja", "Kedungreja", 50, 500]]  # fmt: skip
    yield Case("a desa of the name of its kecamatan, which stands beside it", {"": desa},
               frozenset([("33.01.01.2001", "ucj", "all", DATE, 10, 100), ("33.01.01.2004", "ucj", "all", DATE, 50, 500)]))  # fmt: skip
    papua: Rows = [["Kode", *MEASURES], ["94.71", 50, 500], ["94.01", 60, 600], ["91.01", 70, 700]]
    yield Case("codes of Papua from before its split", {"": papua})
    yield Case(
        "old codes of Papua by their heading", {"": [["Kode Lama", *MEASURES], ["94.01", 60, 600], ["94.02", 70, 700]]}
    )
    total = [None, "KALIMANTAN BARAT", *(sum(part) for part in zip(*COUNTS, strict=True))]
    rows = table()
    rows = [["No", "Provinsi/Kabupaten/Kota", *MEASURES], total, *rows[1:]]
    whole = frozenset([("61", "ucj", "all", DATE, float(total[2]), float(total[3]))])
    yield Case("several levels below one heading", {"Rekap": rows}, observe(), whole)
    part: Rows = [["Provinsi/Kabupaten/Kota", *MEASURES], ["BENGKULU", 3000, 11000], ["Bengkulu Selatan", 2000, 12000]]
    yield Case(
        "a province of which a part is listed", {"": part}, frozenset([("17.01", "ucj", "all", DATE, 2000, 12000)])
    )
    diy = [("34.01", "Kulon Progo", 200, 2000), ("34.71", "Yogyakarta", 100, 1000), ("", "DIY", 300, 3000)]
    yield Case("a kota named like its province", {"": [["Kabupaten/Kota", *MEASURES], *(list(row[1:]) for row in diy)]},
               frozenset((code, "ucj", "all", DATE, one, all_) for code, _, one, all_ in diy[:2]),
               frozenset([("34", "ucj", "all", DATE, 300, 3000)]))  # fmt: skip
    yield Case("codes of BPS with that of the province",
               {"": [["kode_bps", "Nama", *MEASURES], ["6100", "KALIMANTAN BARAT", *total[2:]], *coded("kode_bps", [code for _, code, _ in AREAS])[1:]]},
               observe(), whole)  # fmt: skip
