"""Offices as typed and as files come: Indonesian headings, decimal commas, and plain refusals."""

from pathlib import Path

import pandas as pd
import pytest

from ucjmap.api.outreach.offices import read_offices, type_offices
from ucjmap.errors import IntakeError, UsageError

EXPECTED = [("Kantor Pontianak", 109.3425, -0.0263), ("Kantor Ketapang", 109.97, -1.83)]


def rows(offices: pd.DataFrame) -> list[tuple[str, float, float]]:
    return [(str(row.name_), row.lon, row.lat) for row in offices.rename(columns={"name": "name_"}).itertuples()]


def test_typed_offices_are_as_phones_show_positions() -> None:
    assert rows(type_offices("Kantor Pontianak, -0.0263, 109.3425\n\n Kantor Ketapang: −1,83; 109,97 \n")) == EXPECTED
    assert type_offices("  \n").empty


@pytest.mark.parametrize(
    "line", ["Kantor Pontianak", "Kantor, 109.3, -0.02", "-0.02, 109.3", "A, 1.5", "A, 48.1, 11.5"]
)
def test_a_line_without_a_position_in_indonesia_is_named(line: str) -> None:
    with pytest.raises(UsageError) as caught:
        type_offices(f"Kantor Pontianak, -0.0263, 109.3425\n{line}")
    assert caught.value.details["number"] == 2


@pytest.mark.parametrize(
    "text",
    [
        "name,lon,lat\nKantor Pontianak,109.3425,-0.0263\nKantor Ketapang,109.97,-1.83\n",
        "\ufeffNama;Bujur;Lintang;Telepon\nKantor Pontianak;109,3425;-0,0263;1\nKantor Ketapang;109,97;-1,83;2\n",
    ],
)
def test_files_of_offices_are_read_as_offices_write_them(text: str, tmp_path: Path) -> None:
    path = tmp_path / "kantor.csv"
    path.write_text(text, encoding="utf-8")
    assert rows(read_offices(path)) == EXPECTED
    book = tmp_path / "kantor.xlsx"
    pd.DataFrame(EXPECTED, columns=["Nama", "Longitude", "Latitude"]).to_excel(book, index=False)
    assert rows(read_offices(book)) == EXPECTED


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"name,lon\nA,1\n", "no_office_column"),
        (b"name,lon,lat\nA,timur,1\n", "bad_office"),
        (b"name,lon,lat\nA,109,91\n", "bad_office"),
        (b"", "unreadable_offices"),
        (b"\xff\xfe\x00\x01", "unreadable_offices"),
    ],
)
def test_a_bad_file_is_refused_with_its_reason(content: bytes, code: str, tmp_path: Path) -> None:
    path = tmp_path / "kantor.csv"
    path.write_bytes(content)
    with pytest.raises(IntakeError) as caught:
        read_offices(path)
    assert caught.value.code == code
    broken = tmp_path / "kantor.xlsx"
    broken.write_bytes(content)
    with pytest.raises(IntakeError):
        read_offices(broken)


def test_a_bad_position_is_named_by_its_row_in_the_file(tmp_path: Path) -> None:
    path = tmp_path / "kantor.csv"
    path.write_text("name,lon,lat\nA,109.3,-0.1\n,,\nB,timur,-0.2\n", encoding="utf-8")
    with pytest.raises(IntakeError) as caught:
        read_offices(path)
    assert caught.value.details["row"] == 4
