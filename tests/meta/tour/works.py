"""What the changes of the tour added, in use: runs in the changed copy of the tree only."""

from pathlib import Path

import pyogrio
import pytest

from tests.command import run_inside
from ucjmap import api
from ucjmap.api.maps import MAP_FORMATS, make_map_file, map_document
from ucjmap.api.maps.area_export import export_areas
from ucjmap.api.outreach.follow_ups import followed_indicators
from ucjmap.api.outreach.visit_notes import note_status
from ucjmap.files import format_of

DESA = [f"61.01.01.200{number}" for number in (1, 3, 4)]


def load(store: api.Store, folder: Path, *lines: str) -> api.CoverageDraft:
    """What a table says; stored as far as nothing speaks against it."""
    path = folder / "tabel.csv"
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    draft = api.draft_coverage(store, path, as_of="2025-12-31")
    if len(draft.observations):
        api.commit_coverage(store, draft, source="Dinas Uji")
    return draft


def rows(*cells: str) -> list[str]:
    return [f"{code},{text}" for code, text in zip(DESA, cells, strict=True)]


def test_a_counting_indicator_is_loaded_drawn_and_told(small_store: api.Store, tmp_path: Path) -> None:
    head = "Kode,Kader posyandu terdaftar,Jumlah kader posyandu"
    draft = load(small_store, tmp_path, head, *rows("5,9", "4,8", "0,3"))
    assert draft.errors.empty
    answer = api.answer_map(small_store, api.MapView("61.01.01", "adm4", "kader"))
    assert (answer.row["numerator"], answer.row["denominator"]) == (9, 20)
    assert answer.name == "Kader posyandu terdaftar"
    assert [answer.areas.row(code)["rate"] for code in DESA] == pytest.approx([5 / 9, 0.5, 0])


@pytest.mark.parametrize("cells", [("Sudah", "Belum", "Sudah"), ("1", "0", "1")])
def test_a_yes_no_indicator_is_loaded_drawn_and_asked_about(
    small_store: api.Store, tmp_path: Path, cells: tuple[str, ...]
) -> None:
    draft = load(small_store, tmp_path, "Kode,BUMDes", *rows(*cells))
    assert draft.errors.empty
    answer = api.answer_map(small_store, api.MapView("61.01.01", "adm4", "bumdes"))
    assert (answer.row["numerator"], answer.row["denominator"]) == (2, 3)
    assert answer.areas.is_registered_or_not
    assert "bumdes" in followed_indicators()
    assert note_status(small_store, DESA[1:2], "visited", date="2026-01-10", indicator="bumdes").count == 1


def test_five_of_nine_in_one_desa_is_refused_where_the_definition_says_yes_or_no(
    small_store: api.Store, tmp_path: Path
) -> None:
    head = "Kode,BUMDes terdaftar,Jumlah BUMDes"
    draft = load(small_store, tmp_path, head, *rows("5,9", "1,1", "0,1"))
    assert draft.errors[["code", "reason"]].to_numpy().tolist() == [[DESA[0], "flag_above_one"]]
    assert draft.observations["unit_code"].tolist() == DESA[1:]


def test_the_format_is_written_with_what_it_rests_on(small_store: api.Store, tmp_path: Path) -> None:
    load(small_store, tmp_path, "Kode,BUMDes", *rows("Sudah", "Belum", "Sudah"))
    assert export_areas(small_store, tmp_path / "desa.fgb", code="61.01.01", level="adm4") == 4
    made = make_map_file(small_store, api.MapView("61.01.01", "adm4", "bumdes"), format_of("fgb", MAP_FORMATS))
    (tmp_path / "map.fgb").write_bytes(made.content)
    for name in ("desa.fgb", "map.fgb"):
        assert set(pyogrio.read_dataframe(tmp_path / name)["code"]) > set(DESA)
        assert b"Dinas Uji" in (tmp_path / name).read_bytes()


def test_the_option_is_in_address_answer_and_command(small_store: api.Store, tmp_path: Path) -> None:
    load(small_store, tmp_path, "Kode,BUMDes", *rows("Sudah", "Belum", "")[:2])
    view = api.MapView("61.01.01", "adm4", "bumdes", unknown="named")
    assert api.write_address(view)["unknown"] == "named"
    told = [note["text"] for note in map_document(api.answer_map(small_store, view))["notes"]]
    assert [text for text in told if text.startswith("Tanpa data: ")]
    asked = ("map", "--area", "61.01.01", "--indicator", "bumdes", "--unknown", "named", "--json", "--lang", "id")
    done = run_inside(*asked, "--store", small_store.url)
    assert done.code == 0, done.err
    assert done.answer["question"]["unknown"] == "named"
    assert [note["text"] for note in done.answer["notes"]] == told
