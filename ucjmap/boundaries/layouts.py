"""Field layouts of the five issuers, and of plain tables: which field holds which code and name.

References
----------
BIG: Perka BIG on the Unsur Rupabumi Indonesia catalogue; COD-AB: OCHA's standard for administrative boundaries;
GADM 4.1; BPS: Master File Desa; Dukcapil: layers of the civil registry, names cut to ten letters by .dbf.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final, Literal

from ucjmap.codes import PLACE_COLUMNS
from ucjmap.errors import N_, BoundariesError

Issuer = Literal["auto", "big", "cod-ab", "gadm", "bps", "dukcapil", "plain"]
CodeSystem = Literal["kemendagri", "bps", "none"]

NAME_COLUMNS: Final = tuple(PLACE_COLUMNS.values())

Fields = tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...], tuple[str, ...]]


@dataclass(frozen=True)
class Layout:
    """Fields of an issuer for the levels adm1 to adm4; several spellings, best first.

    ``marks`` are the fields by which the layout is known: one of them is enough. A field for the name of any level
    (``any_level_name``) tells areas one level below the finest of ``names`` where these repeat: BIG's older layers of
    desa have NAMOBJ beside WADMKC and no WADMKD.
    """

    issuer: Issuer
    marks: str
    codes: Fields
    names: Fields
    system: CodeSystem | None = None
    partial: Fields | None = None
    any_level_code: tuple[str, ...] = ()
    any_level_name: tuple[str, ...] = ()


_PLAIN_NAMES: Final[Fields] = (
    ("PROVINSI", "PROVINCE", "NAMA_PROVINSI", "NAMA_PROV", "NM_PROV", "PROV", "ADM1_NAME"),
    ("KABUPATEN", "KAB_KOTA", "KABUPATEN_KOTA", "KABKOTA", "REGENCY", "NAMA_KABUPATEN_KOTA", "NAMA_KABUPATEN",
     "NAMA_KABKOTA", "NAMA_KAB_KOTA", "NAMA_KAB", "NM_KAB", "KAB", "ADM2_NAME"),
    ("KECAMATAN", "DISTRICT", "NAMA_KECAMATAN", "NAMA_KEC", "NM_KEC", "KEC", "ADM3_NAME"),
    ("DESA", "KELURAHAN", "DESA_KELURAHAN", "KELURAHAN_DESA", "DESAKEL", "VILLAGE", "NAMA_DESA", "NAMA_KELURAHAN",
     "NAMA_DESA_KELURAHAN", "NAMA_DESAKEL", "NAMA_KEL", "NM_DESA", "NM_KEL", "ADM4_NAME"),
)  # fmt: skip
_PLAIN_CODES: Final[Fields] = (
    ("KODE_PROVINSI", "KODE_PROV", "KD_PROV", "ADM1_CODE"),
    ("KODE_KABUPATEN", "KODE_KAB", "KD_KAB", "KODE_KABKOTA", "KODE_KAB_KOTA", "ADM2_CODE"),
    ("KODE_KECAMATAN", "KODE_KEC", "KD_KEC", "ADM3_CODE"),
    ("KODE_DESA", "KODE_KELURAHAN", "KODE_DESA_KELURAHAN", "KODE_KEL", "KD_DESA", "ID_DESA", "ADM4_CODE"),
)
#: A .dbf cuts the names of its fields to this many letters: ``NAMA_KELURAHAN`` is ``NAMA_KELUR`` there.
DBF_NAME: Final = 10

LAYOUTS: Final[tuple[Layout, ...]] = (
    Layout(
        "big",
        r"KD[PC]PUM|KDPKAB|KDEPUM|WADM(PR|KK|KC|KD)",
        codes=(("KDPPUM",), ("KDPKAB",), ("KDCPUM",), ("KDEPUM",)),
        names=(("WADMPR",), ("WADMKK",), ("WADMKC",), ("WADMKD",)),
        system="kemendagri",
        any_level_name=("NAMOBJ",),
    ),
    Layout(
        "cod-ab",
        r"ADM[1-4]_PCODE",
        codes=(("ADM1_PCODE",), ("ADM2_PCODE",), ("ADM3_PCODE",), ("ADM4_PCODE",)),
        names=(
            ("ADM1_EN", "ADM1_ID", "ADM1_NAME"),
            ("ADM2_EN", "ADM2_ID", "ADM2_NAME"),
            ("ADM3_EN", "ADM3_ID", "ADM3_NAME"),
            ("ADM4_EN", "ADM4_ID", "ADM4_NAME"),
        ),
        system="bps",
    ),
    Layout(
        "gadm",
        r"GID_[1-4]",
        codes=(("CC_1",), ("CC_2",), ("CC_3",), ("CC_4",)),
        names=(("NAME_1",), ("NAME_2",), ("NAME_3",), ("NAME_4",)),
        system="bps",
    ),
    Layout(
        "bps",
        r"ID(DESA|KEC|KAB|PROV)|KD(PROV|KAB|KEC|DESA)|NM(PROV|KAB|KEC|DESA)",
        codes=(("IDPROV",), ("IDKAB",), ("IDKEC",), ("IDDESA",)),
        names=(("NMPROV",), ("NMKAB",), ("NMKEC",), ("NMDESA",)),
        system="bps",
        partial=(("KDPROV",), ("KDKAB",), ("KDKEC",), ("KDDESA",)),
    ),
    Layout(
        "dukcapil",
        r"DESA_KELUR(AHAN)?",
        codes=(
            ("KODE_PROV", "KODE_PROVI", "KODE_PROVINSI"),
            ("KODE_KAB", "KODE_KABKO", "KODE_KAB_KOTA", "KODE_KAB_K"),
            ("KODE_KEC", "KODE_KECAM", "KODE_KECAMATAN"),
            ("KODE_DESA", "KODE_KELUR", "KODE_DESA_KEL"),
        ),
        names=(("PROVINSI",), ("KAB_KOTA",), ("KECAMATAN",), ("DESA_KELUR", "DESA_KELURAHAN")),
        system="kemendagri",
    ),
    Layout(
        "plain",
        r"CODE|KODE|NAME|NAMA|KODE_.*|.*_CODE|BPS_CODE|"
        r"(NAMA_|NM_)?(DESA|KEL|KELURAHAN|KEC|KECAMATAN|KAB|KABUPATEN|KABKOTA|PROV|PROVINSI).{0,10}|"
        r"VILLAGE|DISTRICT|REGENCY|PROVINCE|NAMOBJ|SHAPENAME",
        codes=_PLAIN_CODES,
        names=_PLAIN_NAMES,
        any_level_code=("CODE", "KODE", "KODE_KEMENDAGRI", "KEMENDAGRI", "KODE_WILAYAH", "KODE_WIL", "KODE_BPS",
                        "BPS_CODE", "ID_BPS"),
        any_level_name=("NAME", "NAMA", "NAMA_WILAYAH", "NAMA_WIL", "NAMOBJ", "SHAPENAME"),
    ),
)  # fmt: skip


def finest_level(fields: Iterable[str]) -> int | None:
    """Finest level (1 to 4) that the fields speak of by their names; None when they speak of none."""
    layout = _recognise(fields)
    if layout is None:
        return None
    known = by_upper(fields)
    levels = [
        level + 1
        for level in range(4)
        for group in (layout.codes, layout.names, layout.partial or ((),) * 4)
        if any(field in known or field[:DBF_NAME] in known for field in group[level])
    ]
    return max(levels, default=1)


def by_upper(fields: Iterable[str]) -> dict[str, str]:
    """Fields as they are written, by their plain names: ``Kabupaten/Kota`` is known as ``KABUPATEN_KOTA``."""
    return {plain_name(field): field for field in fields}


def plain_name(field: str) -> str:
    """Name of a field in capitals, with ``_`` for whatever stands between its words."""
    return re.sub(r"\W+", "_", field.strip()).upper()


def _recognise(fields: Iterable[str]) -> Layout | None:
    known = by_upper(fields)
    for layout in LAYOUTS:
        if any(re.fullmatch(layout.marks, field) for field in known):
            return layout
    return None


def choose_layout(fields: list[str], issuer: Issuer) -> Layout:
    """The layout of an issuer; ``auto`` recognises it.

    Raises
    ------
    BoundariesError
        The fields are those of no issuer, or not those of the issuer given.
    """
    layout = _recognise(fields) if issuer == "auto" else next(layout for layout in LAYOUTS if layout.issuer == issuer)
    if layout is None or not any(re.fullmatch(layout.marks, field) for field in by_upper(fields)):
        raise unknown_fields(fields)
    return layout


def unknown_fields(fields: list[str]) -> BoundariesError:
    """The error for a file in whose fields nothing is recognised."""
    wanted = [f"{layout.codes[3][0]} + {layout.names[3][0]}" for layout in LAYOUTS if layout.issuer != "plain"]
    return BoundariesError(
        "unknown_fields",
        N_("No codes or names of areas were found. Fields of the file: {found}. Fields wanted: {wanted}."),
        N_("Rename two fields to kode and nama, or say who issued the file (--issuer)."),
        found=", ".join(fields) or "-",
        wanted=" | ".join([*wanted, "kode + nama"]),
    )
