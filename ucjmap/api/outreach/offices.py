"""Offices that trips start from: of a file, as typed, or points inside the kabupaten where nobody gave any."""

import re
from pathlib import Path
from typing import Final

import pandas as pd

from ucjmap.api.areas import area_tree
from ucjmap.codes import COUNTRY
from ucjmap.errors import N_, IntakeError, UsageError
from ucjmap.sandbox import isolated
from ucjmap.store import Store

OFFICE_COLUMNS: Final = ("name", "lon", "lat")
_HEADINGS: Final = {
    "nama": "name",
    "kantor": "name",
    "office": "name",
    "longitude": "lon",
    "bujur": "lon",
    "lng": "lon",
    "x": "lon",
    "latitude": "lat",
    "lintang": "lat",
    "y": "lat",
}
_MOST_BYTES: Final = 2_000_000
#: A line such as ``Kantor Pontianak, -0.0263, 109.3425``: name, latitude, longitude, which is never below 0 here.
_POSITION = re.compile(r"(?P<name>.+?)[\s:;,]+(?P<lat>[-−]?\d+[.,]\d+)\s*[,;\s]\s*(?P<lon>\d+[.,]\d+)\s*", re.ASCII)


def read_offices(path: Path) -> pd.DataFrame:
    """Offices of a CSV or XLSX file with the columns name, lon, lat (degrees); one row is one office.

    Indonesian headings (nama, bujur, lintang), semicolons and decimal commas are understood.

    Raises
    ------
    IntakeError
        The file cannot be read, a column is missing, or a position is no number or not on the earth.
    """
    offices = _read_apart(path)
    offices.columns = [
        _HEADINGS.get(str(heading).strip().casefold(), str(heading).strip().casefold()) for heading in offices
    ]
    missing = [column for column in OFFICE_COLUMNS if column not in offices]
    if missing:
        raise IntakeError(
            "no_office_column",
            N_("The file of offices {file} has no column {column}."),
            N_("It needs the columns name, lon and lat."),
            file=path.name,
            column=missing[0],
        )
    offices = offices.loc[:, ~offices.columns.duplicated()].dropna(how="all")
    for column, most in (("lon", 180), ("lat", 90)):
        texts = offices[column].astype(str).str.strip()
        numbers = pd.to_numeric(texts.str.replace(",", ".").str.replace("−", "-"), errors="coerce")
        bad = ~numbers.abs().le(most)
        if bad.any():
            raise IntakeError(
                "bad_office",
                N_("Row {row} of the file of offices {file} has no usable {column}: {text}."),
                N_("Write degrees with a point, such as 109.33."),
                row=int(offices.index[bad][0]) + 2,
                file=path.name,
                column=column,
                text=texts[bad].iloc[0],
            )
        offices[column] = numbers
    offices["name"] = offices["name"].astype(str).str.strip()
    return offices[list(OFFICE_COLUMNS)].drop_duplicates("name", ignore_index=True)


def read_office_table(path: Path) -> pd.DataFrame:
    """The table of a file of offices as it stands, all of it text.

    Raises
    ------
    IntakeError
        It cannot be read.
    """
    try:
        if path.stat().st_size > _MOST_BYTES:
            raise ValueError("a list of offices is not so long")
        if path.suffix.lower() == ".xlsx":
            return pd.read_excel(path, engine="openpyxl", dtype=str)
        return pd.read_csv(path, sep=None, engine="python", dtype=str, encoding="utf-8-sig")
    except Exception as error:  # whatever a broken file does to its reader, it is a broken file
        raise IntakeError(
            "unreadable_offices",
            N_("The file of offices {file} cannot be read."),
            N_("Save it as CSV or XLSX with the columns name, lon and lat."),
            file=path.name,
        ) from error


_read_apart = isolated(read_office_table, lambda table: table, family=IntakeError)


def type_offices(text: str) -> pd.DataFrame:
    """Offices as typed, one a line: name, latitude, longitude, as maps on phones show them.

    Parameters
    ----------
    text
        Lines such as ``Kantor Pontianak, -0.0263, 109.3425``; empty ones do not count, decimal commas are understood.

    Returns
    -------
    pandas.DataFrame
        One row is one office: name, lon, lat in degrees (EPSG:4326); of two with one name the first.

    Raises
    ------
    UsageError
        A line has no position, or one that is not in Indonesia.
    """
    rows = [_type_office(number, line) for number, line in enumerate(text.splitlines(), start=1) if line.strip()]
    return pd.DataFrame(rows, columns=list(OFFICE_COLUMNS)).drop_duplicates("name", ignore_index=True)


def _type_office(number: int, line: str) -> tuple[str, float, float]:
    position = _POSITION.fullmatch(line.strip())
    lat, lon = (
        float(position[part].replace(",", ".").replace("−", "-")) if position else 999.0 for part in ("lat", "lon")
    )
    if not position or not (-12 <= lat <= 7 and 94 <= lon <= 142):
        raise UsageError(
            "bad_typed_office",
            N_("Line {number} is no office: {text}."),
            N_("Write a name, then latitude and longitude: Kantor Pontianak, -0.0263, 109.3425"),
            number=number,
            text=line.strip()[:80],
        )
    return position["name"].strip(), lon, lat


def assumed_offices(store: Store, code: str) -> pd.DataFrame:
    """A point inside every kabupaten and kota of the province of ``code``, in place of offices that nobody gave.

    Returns
    -------
    pandas.DataFrame
        One row is one office: name (that of the kabupaten or kota), lon, lat in degrees (EPSG:4326).

    Raises
    ------
    UsageError
        Unknown area.
    """
    tree = area_tree(store)
    places = tree.areas[tree.areas["level"] == "adm2"]
    if code != COUNTRY:
        places = places[places["adm1"] == tree.path(code)[1]]
    return places[list(OFFICE_COLUMNS)].dropna().reset_index(drop=True)
