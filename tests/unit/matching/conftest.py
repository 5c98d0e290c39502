"""A small country for matching: every trap once."""

import pandas as pd
import pytest

from ucjmap.codes import kind_of, level_of, parent_of
from ucjmap.matching import Register

AREAS = {
    "32": "Jawa Barat",
    "32.01": "Kabupaten Bogor",
    "32.71": "Kota Bogor",
    "32.01.01": "Cibinong",
    "32.01.01.1001": "Pondok Rajeg",
    "32.71.05": "Bogor Utara",
    "32.71.05.1001": "Bantarjati",
    "61": "Kalimantan Barat",
    "61.01": "Kabupaten Sambas",
    "61.01.01": "Sambas",
    "61.01.01.2001": "Dalam Kaum",
    "61.01.01.2002": "Lubuk Dagang",
    "61.01.01.2003": "Sungai Rambah",
    "61.01.01.2004": "Betung I",
    "61.01.01.2005": "Betung II",
    "61.01.01.2006": "Merubung",
    "61.01.01.2007": "Suka Maju",
    "61.01.01.2008": "Kampung Baru",
    "61.01.01.2009": "Baru",
    "61.01.02": "Teluk Keramat",
    "61.01.02.2001": "Tri Mandayan",
    "61.01.02.2002": "Sungai Baru",
    "61.01.02.2003": "Suka Maju",
    "61.01.02.2004": "Pipit Teja",
    "61.01.02.2005": "Mekar Sekuntum",
    "61.01.03": "Bulang Tengah Suku Ulu",
    "61.01.03.2001": "Pasar Prabumulih II",
    "61.01.03.1001": "Merlung",
    "61.01.03.2002": "Merlung",
    "61.02": "Kabupaten Mempawah",
    "61.10": "Kabupaten Melawi",
    "61.10.01": "Belimbing",
    "61.10.01.2001": "Dua-puluh-tujuh Ilir",
    "76": "Sulawesi Barat",
    "76.01": "Kabupaten Pasangkayu",
    "91": "Papua",
    "91.03": "Kabupaten Jayapura",
    "92": "Papua Barat",
    "93": "Papua Selatan",
    "93.01": "Kabupaten Merauke",
}
BPS = {
    "61.01.01.2001": "6101020001",
    "61.01.01.2002": "6101020002",
    "61.01.02.2001": "6101030001",
    "92": "91",
    "91": "94",
}
ALIASES = [
    ("adm2", None, "Mamuju Utara", "76.01"),
    ("adm2", "91", "Merauke", "93.01"),
    ("adm4", "61.01.01", "Kampung Tengah", "61.01.01.2001"),
    ("adm4", None, "D-0017", "61.01.01.2006"),
    ("adm4", None, "Di luar wilayah", "99.01.01.2001"),
]


@pytest.fixture(scope="session")
def units() -> pd.DataFrame:
    rows = [(code, level_of(code), parent_of(code), name, kind_of(code), BPS.get(code)) for code, name in AREAS.items()]
    return pd.DataFrame(rows, columns=["code", "level", "parent_code", "name", "kind", "bps_code"])


@pytest.fixture(scope="session")
def register(units: pd.DataFrame) -> Register:
    aliases = pd.DataFrame(ALIASES, columns=["level", "parent_code", "name", "code"]).assign(source="test")
    return Register.from_units(units, aliases)
