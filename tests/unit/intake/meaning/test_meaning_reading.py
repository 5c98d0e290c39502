from typing import Any

from tests.unit.intake.tables import extract, sheet
from ucjmap.intake import Answers, Claim, Context, Sheet, read_meaning

HEAD: list[Any] = ["Kode", "Peserta Aktif", "Jumlah Pekerja"]
ROWS: tuple[list[Any], ...] = (["61.01", 5, 10], ["61.02", 6, 12])
DATE = "2025-12-31"


def _read(*sheets: Sheet, **answers: Any) -> tuple[dict[str, Claim], Context]:
    layout, rows = extract(*sheets)
    ledger, context = read_meaning(sheets, layout, rows, Answers(DATE, **answers))
    return {claim.key: claim for claim in ledger.claims}, context


def test_a_plain_table_has_the_typed_date_and_nothing_open() -> None:
    claims, context = _read(sheet(HEAD, *ROWS))
    assert {key: claim.state for key, claim in claims.items()} == {"as_of": "settled"}
    assert context.dates.of_sheet("Rekap") == DATE


def test_a_title_that_contradicts_the_typed_date_is_a_witness() -> None:
    claims, _ = _read(sheet(["PER 31 DESEMBER 2022"], [], HEAD, *ROWS))
    claim = claims["as_of"]
    assert (claim.state, claim.question) == ("open", "date_contradicts")
    assert [(one.where, one.value) for one in claim.witnesses] == [("title", "2022-12-31"), ("typed", DATE)]
    assert claim.to_dict()["answer"] == "--as-of-from title|column|typed"
    assert "“PER 31 DESEMBER 2022”" in claim.detail


def test_title_and_sheet_settle_a_segment_or_contradict_each_other() -> None:
    titled = sheet(["SEGMEN BPU"], [], HEAD, *ROWS)
    claims, context = _read(titled)
    assert (claims["segment"].state, context.segments) == ("settled", {"Rekap": "bpu"})
    claims, context = _read(sheet(["SEGMEN BPU"], [], HEAD, *ROWS, name="PU"))
    assert (claims["segment"].question, context.segments) == ("segment_contradicts", {})
    assert _read(titled, segment="pu")[0]["segment"].question == "segment_not_typed"


def test_a_label_in_a_column_restricts_the_figures_until_it_is_assumed_away() -> None:
    labelled = sheet([*HEAD, "Program"], *([*row, "JHT"] for row in ROWS))
    claim = _read(labelled)[0]["restriction"]
    assert (claim.state, claim.values) == ("open", ("one_programme",))
    assert claim.witnesses[0].text == "Program: JHT"
    assert _read(labelled, assume={"restriction": "none"})[0]["restriction"].state == "settled"


def test_a_heading_of_companies_is_left_out_and_named() -> None:
    claims, _ = _read(sheet([*HEAD, "Jumlah Perusahaan"], *([*row, 7] for row in ROWS)))
    assert (claims["left_out"].state, claims["left_out"].values) == ("settled", ("Jumlah Perusahaan",))


def test_a_unit_scales_its_columns_and_a_fraction_opens_the_column() -> None:
    claims, context = _read(sheet(["Kode", "Peserta Aktif (ribu)", "Jumlah Pekerja"], *ROWS))
    assert (claims["unit"].state, context.scales) == ("settled", {1: 1000, 2: 1})
    claims, _ = _read(sheet(HEAD, ["61.01", 5.213, 10], ["61.02", 12, 50]))
    assert claims["unit"].question == "unit_unclear"
    assert "unit" not in _read(sheet(HEAD, ["61.01", "5.213", "10.000"], ["61.02", "12", "50"]))[0]
