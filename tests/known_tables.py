"""Tables of known sources as they are downloaded: OpenSID's statistics of a desa, and open-data portals."""

from collections.abc import Sequence
from typing import Any

from tests.intake_cases import Rows

#: Occupations as OpenSID lists them, with inhabitants who have the number of a card: all, men, women.
OCCUPATIONS = (
    ("BELUM/TIDAK BEKERJA", 0, 0, 0),
    ("PETANI/PEKEBUN", 31, 24, 7),
    ("KARYAWAN SWASTA", 12, 7, 5),
    ("PERANGKAT DESA", 9, 6, 3),
)
CARDS = sum(all_ for _, all_, _, _ in OCCUPATIONS)
INHABITANTS = 1830


def opensid(
    place: Sequence[str], *, day: str = "31 Desember 2025", cards: int = CARDS, lines: Rows | None = None
) -> Rows:
    """OpenSID's statistics by BPJS Ketenagakerjaan; ``place`` is kabupaten, kecamatan and desa, ``lines`` stand below."""
    regency, district, village = place
    rest = INHABITANTS - cards
    return [
        [f"PEMERINTAH {regency.upper()}"],
        [f"KECAMATAN {district.upper()}"],
        [f"DESA {village.upper()}"],
        ["LAPORAN DATA STATISTIK KEPENDUDUKAN MENURUT BPJS KETENAGAKERJAAN"],
        [],
        ["Laporan. No", ":", 14],
        *(lines or []),
        [],
        ["No", "BPJS Ketenagakerjaan", "Jumlah", "Laki-laki", "Perempuan"],
        *([number, *row] for number, row in enumerate(OCCUPATIONS, 1)),
        [None, "JUMLAH", cards, 37, 15],
        [None, "BELUM MENGISI", rest, 900, rest - 900],
        [None, "TOTAL", INHABITANTS, 937, INHABITANTS - 937],
        [],
        [f"Laporan data statistik kependudukan menurut bpjs ketenagakerjaan pada tanggal : {day}"],
    ]


def jabar(
    areas: Sequence[tuple[str, str]], *, year: int = 2024, unit: str = "ORANG", extra: Sequence[tuple[str, Any]] = ()
) -> Rows:
    """A table of kabupaten of Open Data Jabar; ``extra`` are further columns with what the rows say in turn."""
    heads = ["id", "kode_provinsi", "nama_provinsi", "kode_kabupaten_kota", "nama_kabupaten_kota"]
    rows: Rows = [
        [*heads, *(head for head, _ in extra), "jumlah_peserta_aktif", "jumlah_tenaga_kerja", "satuan", "tahun"]
    ]
    for number, (code, name) in enumerate(areas):
        told = [cells[number % len(cells)] for _, cells in extra]
        counts = counts_of(number)
        rows.append(
            [number + 1, 32, "JAWA BARAT", int(code.replace(".", "")), name.upper(), *told, *counts, unit, year]
        )
    return rows


def jabar_desa(areas: Sequence[tuple[str, str, str, str]]) -> Rows:
    """A table of desa of Open Data Jabar: codes and names of both issuers; code by BPS and Kemendagri, kecamatan, desa."""
    heads = ["id", "kode_provinsi", "nama_provinsi", "bps_kode_kabupaten_kota", "bps_nama_kabupaten_kota"]
    heads += [f"{issuer}_{what}_{level}" for level in ("kecamatan", "desa_kelurahan") for issuer, what in _BOTH]
    rows: Rows = [[*heads, "jumlah_peserta_aktif", "jumlah_tenaga_kerja", "satuan", "tahun"]]
    for number, (bps, code, district, village) in enumerate(areas):
        both = [bps[:7], district, code[:8], district, bps, village, code, village]
        place = [number + 1, 32, "JAWA BARAT", bps[:4], "KABUPATEN BANDUNG", *both]
        rows.append([*place, 90 + number, 1200 + number, "ORANG", 2024])
    return rows


_BOTH = (("bps", "kode"), ("bps", "nama"), ("kemendagri", "kode"), ("kemendagri", "nama"))


def jakarta(names: Sequence[str], *, period: int = 202406) -> Rows:
    """A table of kota of Satu Data Jakarta, whose province stands nowhere."""
    rows: Rows = [["periode_data", "wilayah", "jumlah_peserta_aktif", "jumlah_pekerja"]]
    return [*rows, *([period, name.upper(), *counts_of(number)] for number, name in enumerate(names))]


def satu_data(areas: Sequence[tuple[str, str, str]]) -> Rows:
    """A table of provinces by the standard of Satu Data Indonesia: codes by BPS and by Kemendagri, name."""
    heads = ["uuid", "bps_kode_provinsi", "bps_nama_provinsi", "kemendagri_kode_provinsi", "kemendagri_nama_provinsi"]
    rows: Rows = [[*heads, "jumlah_peserta_aktif", "jumlah_tenaga_kerja", "satuan", "tahun", "tingkat_penyajian"]]
    for number, (bps, code, name) in enumerate(areas):
        rows.append([f"a7-{number}f", bps, name, code, name, *counts_of(number), "Orang", 2023, "Provinsi"])
    return rows


def counts_of(number: int) -> tuple[int, int]:
    """Participants and workers of the area at position ``number``."""
    return 21_000 + 700 * number, 310_000 + 9_000 * number
