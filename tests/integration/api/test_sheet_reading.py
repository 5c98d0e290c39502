import dataclasses
from pathlib import Path

import pandas as pd
import pytest

from tests.intake_cases import Case, table
from ucjmap import api

DATE = "2025-12-31"


def draft_of(store: api.Store, folder: Path, title: str, name: str = "Rekap") -> api.CoverageDraft:
    rows = [*table(title=title), [None, "JUMLAH", 21800, 260000]]
    return api.draft_coverage(store, Case("", {name: rows}).write(folder), as_of=DATE)


def test_a_file_is_told_in_one_sentence(demo_store: api.Store, tmp_path: Path) -> None:
    draft = draft_of(demo_store, tmp_path, "KEPESERTAAN BPU TAHUN 2025")
    parts = api.sentence_of("id", draft, api.area_tree(demo_store))
    assert [part.text for part in parts] == [
        "4 Kabupaten/Kota · Kalimantan Barat",
        "Bukan penerima upah (BPU)",
        "per 31 Desember 2025",
        "dalam orang",
        "satu baris adalah jumlah dan sama dengan jumlah baris-barisnya",
    ]
    assert not any(part.is_open for part in parts)


@pytest.mark.parametrize(
    ("provinces", "place"), [(("32",), "Jawa Barat"), (("32", "61"), ""), (("61.01", "61.02"), "Kalimantan Barat")]
)
def test_the_place_of_a_table_is_that_of_all_its_rows(
    demo_store: api.Store, tmp_path: Path, provinces: tuple[str, ...], place: str
) -> None:
    """Jawa Barat has more desa than were looked at once: what follows it counts as well."""
    tree = api.area_tree(demo_store)
    codes = [code for area in provinces for code in tree.below(area, "adm4")["code"]]
    rows = pd.DataFrame({"kind": "data", "status": "matched", "matched_code": codes})
    draft = dataclasses.replace(draft_of(demo_store, tmp_path, ""), rows=rows)
    areas = api.sentence_of("id", draft, tree)[0].text
    assert areas.partition(" · ")[2] == place


@pytest.mark.parametrize(("title", "open_part"), [("TAHUN 2022", "as_of"), ("BPU", "segment")])
def test_an_open_part_waits_and_its_witness_is_marked(
    demo_store: api.Store, tmp_path: Path, title: str, open_part: str
) -> None:
    draft = draft_of(demo_store, tmp_path, f"KEPESERTAAN {title}", name="PU" if open_part == "segment" else "Rekap")
    parts = {part.key: part for part in api.sentence_of("en", draft, api.area_tree(demo_store))}
    assert [key for key, part in parts.items() if part.is_open] == [open_part]
    assert "to be answered" in parts[open_part].text
    picture = api.picture_of(draft)
    assert picture.rows[0].cells[0] == (f"KEPESERTAAN {title}", "open")
    assert picture.rows[1].cells[:3] == (("No", "heading"), ("Kabupaten/Kota", "heading"), ("Peserta Aktif", "heading"))
    assert [role for _, role in picture.rows[2].cells] == ["unused", "name", "figure", "figure"]
    assert {role for _, role in picture.rows[-1].cells} == {"total"}


def test_a_long_sheet_shows_its_ends(demo_store: api.Store, tmp_path: Path) -> None:
    rows = table()
    rows[1:] = [row for row in rows[1:] for _ in range(5)]
    picture = api.picture_of(api.draft_coverage(demo_store, Case("", {"": rows}).write(tmp_path), as_of=DATE))
    assert [row.number for row in picture.rows] == [1, 2, 3, 4, 5, 18, 19, 20, 21]
    assert [row.number for row in picture.rows if row.gap] == [18]
