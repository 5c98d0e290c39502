"""Tables of known sources: recognised by their profile, read by it, asked about where it leaves something open."""

import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from tests.intake_cases import Observation, Rows
from tests.known_tables import CARDS, INHABITANTS, counts_of, jabar, jabar_desa, jakarta, opensid, satu_data
from tests.table_files import write_table
from ucjmap import api
from ucjmap.api.areas import make_register
from ucjmap.errors import IntakeError

DATE = "2025-12-31"
DESA = ("61.01.01.2001", "61.04.01.2011")
_COLUMNS = ["unit_code", "indicator", "segment", "as_of", "numerator", "denominator"]


def draft_of(store: api.Store, folder: Path, sheets: dict[str, Rows], **options: Any) -> api.CoverageDraft:
    path = write_table(folder, sheets, as_text=list(sheets) == [""], stem="unduhan")
    return api.draft_coverage(store, path, **{"as_of": DATE, **options})


def stored(draft: api.CoverageDraft) -> set[Observation]:
    return set() if draft.is_blocked else set(draft.observations[_COLUMNS].itertuples(index=False, name=None))


def source_of(draft: api.CoverageDraft) -> list[str]:
    return [value for claim in draft.ledger.claims if claim.key == "source" for value in claim.values]


def questions(draft: api.CoverageDraft) -> set[str]:
    return {claim.key for claim in draft.ledger.open}


def place_of(store: api.Store, code: str) -> list[str]:
    """Kabupaten, kecamatan and desa of a desa."""
    tree = api.area_tree(store)
    return [tree.name(step) for step in tree.path(code)[2:]]


def areas_of(store: api.Store, parent: str) -> list[tuple[str, str]]:
    areas = api.area_tree(store).areas
    own = areas[areas["parent_code"] == parent].sort_index()
    return list(zip(own.index[:6], own["name"][:6], strict=True))


def observe(codes: Sequence[str], date: str) -> set[Observation]:
    return {(code, "ucj", "all", date, *counts_of(number)) for number, code in enumerate(codes)}


def test_cards_of_opensid_are_an_indicator_of_their_own(demo_store: api.Store, tmp_path: Path) -> None:
    sheets = {f"Sheet{number}": opensid(place_of(demo_store, code)) for number, code in enumerate(DESA, 1)}
    draft = draft_of(demo_store, tmp_path, sheets)
    assert stored(draft) == {(code, "cards_held", "all", DATE, CARDS, INHABITANTS) for code in DESA}
    assert draft.counts()["matched"] == len(DESA)
    assert source_of(draft) == ["opensid"]
    assert "STATISTIK KEPENDUDUKAN" in next(c for c in draft.ledger.claims if c.key == "source").witnesses[0].text


def test_the_source_is_said_on_the_page_and_in_json(demo_store: api.Store, tmp_path: Path) -> None:
    draft = draft_of(demo_store, tmp_path, {"": jabar(areas_of(demo_store, "32"))})
    assert api.say_source("id", draft) == "Dikenali sebagai: Portal Open Data Jabar"
    assert api.say_source("en", draft) == "Recognised as: Open data portal of Jawa Barat"
    (told,) = [claim.to_dict() for claim in draft.ledger.claims if claim.key == "source"]
    assert (told["state"], told["values"]) == ("settled", ["opendata_jabar"])
    assert {one["text"] for one in told["witnesses"]} >= {"nama_provinsi", "tahun"}


def test_the_day_of_an_export_has_to_be_the_one_typed(demo_store: api.Store, tmp_path: Path) -> None:
    rows = opensid(place_of(demo_store, DESA[0]), day="2 Juni 2024")
    assert questions(draft_of(demo_store, tmp_path, {"Sheet1": rows})) == {"as_of"}
    (one,) = stored(draft_of(demo_store, tmp_path, {"Sheet1": rows}, as_of="2024-06-02"))
    assert one[3:] == ("2024-06-02", CARDS, INHABITANTS)


@pytest.mark.parametrize("line", [["Dusun", ":", "Sejahtera"], ["RW", ":", "02"], ["RT", ":", "005"]])
def test_a_part_of_a_desa_is_asked_about(demo_store: api.Store, tmp_path: Path, line: list[str]) -> None:
    rows = opensid(place_of(demo_store, DESA[0]), lines=[line])
    assert questions(draft_of(demo_store, tmp_path, {"Sheet1": rows}))


def test_a_form_that_does_not_add_up_is_refused_in_words(demo_store: api.Store, tmp_path: Path) -> None:
    rows = opensid(place_of(demo_store, DESA[0]), cards=CARDS + 3)
    with pytest.raises(IntakeError, match=f"{CARDS}.*{CARDS + 3}") as refused:
        draft_of(demo_store, tmp_path, {"Sheet1": rows})
    assert refused.value.code == "form_differs"


@pytest.mark.parametrize("lost", ["TOTAL", "PEMERINTAH"])
def test_a_form_that_was_shortened_is_refused_in_words(demo_store: api.Store, tmp_path: Path, lost: str) -> None:
    rows = opensid(place_of(demo_store, DESA[0]))
    kept = [row for row in rows if not any(str(cell).startswith(lost) for cell in row)]
    with pytest.raises(IntakeError) as refused:
        draft_of(demo_store, tmp_path, {"Sheet1": kept})
    assert refused.value.code == "form_incomplete"


def test_statistics_of_another_kind_are_no_cards(demo_store: api.Store, tmp_path: Path) -> None:
    rows = opensid(place_of(demo_store, DESA[0]))
    other = [
        [re.sub("BPJS KETENAGAKERJAAN", "AGAMA", cell, flags=re.I) if isinstance(cell, str) else cell for cell in row]
        for row in rows
    ]
    with pytest.raises(IntakeError):
        stored(draft_of(demo_store, tmp_path, {"Sheet1": other}))


def test_a_table_of_open_data_jabar_is_read_at_its_years(demo_store: api.Store, tmp_path: Path) -> None:
    areas = areas_of(demo_store, "32")
    draft = draft_of(demo_store, tmp_path, {"": [*jabar(areas), *jabar(areas, year=2023)[1:]]})
    codes = [code for code, _ in areas]
    assert stored(draft) == observe(codes, "2024-12-31") | observe(codes, "2023-12-31")
    assert source_of(draft) == ["opendata_jabar"]


@pytest.mark.parametrize(
    "extra",
    [
        ("jenis_kelamin", ["LAKI-LAKI", "PEREMPUAN"]),
        ("golongan_zxq", ["KLASTER A", "KLASTER B"]),
        ("nama_kanal", ["ONSITE", "DARING"]),
    ],
)
def test_columns_that_part_the_figures_of_a_portal_are_asked_about(
    demo_store: api.Store, tmp_path: Path, extra: tuple[str, list[str]]
) -> None:
    draft = draft_of(demo_store, tmp_path, {"": jabar(areas_of(demo_store, "32"), extra=[extra])})
    assert "restriction" in questions(draft)
    assert extra[0] in {one.text.partition(":")[0] for claim in draft.ledger.open for one in claim.witnesses}


@pytest.mark.parametrize(("unit", "scale"), [("RIBU ORANG", 1000), ("PERSEN", 0), ("RUPIAH", 0), ("PERUSAHAAN", 0)])
def test_the_unit_column_of_a_portal_counts(demo_store: api.Store, tmp_path: Path, unit: str, scale: int) -> None:
    areas = areas_of(demo_store, "32")
    kept = stored(draft_of(demo_store, tmp_path, {"": jabar(areas, unit=unit)}, assume={"population": "ignore"}))
    assert kept == {
        (code, key, segment, date, one * scale, all_ * scale)
        for code, key, segment, date, one, all_ in observe([code for code, _ in areas], "2024-12-31")
        if scale
    }


def test_a_desa_of_open_data_jabar_goes_by_the_code_of_kemendagri(demo_store: api.Store, tmp_path: Path) -> None:
    tree = api.area_tree(demo_store)
    bps = {code: digits for digits, code in make_register(demo_store).bps.items()}
    codes = sorted(code for code in bps if code.startswith("32.04.") and tree.areas.at[code, "level"] == "adm4")[:5]
    rows = jabar_desa([(bps[code], code, tree.name(code[:8]), tree.name(code)) for code in codes])
    draft = draft_of(demo_store, tmp_path, {"": rows})
    assert {one[0] for one in stored(draft)} == set(codes)
    assert source_of(draft) == ["opendata_jabar"]


def test_a_table_of_jakarta_has_months_and_no_province(demo_store: api.Store, tmp_path: Path) -> None:
    areas = areas_of(demo_store, "31")[1:]
    draft = draft_of(demo_store, tmp_path, {"": jakarta([name for _, name in areas])})
    assert stored(draft) == observe([code for code, _ in areas], "2024-06-30")
    assert source_of(draft) == ["satudata_jakarta"]
    short = draft_of(demo_store, tmp_path, {"": jakarta(["JAKARTA PUSAT", "JAKARTA BARAT"], period=2023)})
    assert {one[0] for one in stored(short)} == {"31.71", "31.73"}


def test_a_table_of_another_place_is_not_taken_for_one_of_jakarta(demo_store: api.Store, tmp_path: Path) -> None:
    draft = draft_of(demo_store, tmp_path, {"": jakarta(["KOTA PONTIANAK", "KOTA SINGKAWANG"])})
    assert source_of(draft) == []
    assert {one[0] for one in stored(draft)} <= {"61.71", "61.72"}


def test_a_table_of_satu_data_indonesia_has_both_issuers(demo_store: api.Store, tmp_path: Path) -> None:
    areas = [("94", "91", "Papua"), ("91", "92", "Papua Barat"), ("61", "61", "Kalimantan Barat")]
    draft = draft_of(demo_store, tmp_path, {"": satu_data(areas)})
    assert stored(draft) == observe([code for _, code, _ in areas], "2023-12-31")
    assert source_of(draft) == ["satu_data_indonesia"]


def test_a_table_of_an_office_is_of_no_known_source(demo_store: api.Store, tmp_path: Path) -> None:
    rows: Rows = [["Kabupaten/Kota", "Peserta Aktif", "Jumlah Pekerja", "Tahun"], ["Sambas", 5200, 60000, 2025]]
    assert source_of(draft_of(demo_store, tmp_path, {"": rows})) == []
