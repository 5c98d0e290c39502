"""Coverage, targets, matching and the history of imports through the command line."""

import csv
import json
from pathlib import Path
from typing import Any

import openpyxl
import pandas as pd
import pytest

from tests.integration.conftest import Store

KECAMATAN = "61.01.01"
COVERAGE = """kode;nama desa;peserta aktif;jumlah pekerja
61.01.01.2001;Dalam Kaum;500;1000
6101012002;Lubuk Dagang;300;1200
61.99.99.2999;Tidak Ada;1;2
JUMLAH;;801;2202
"""
ANSWER = ["method", "score", "code", "candidates", "reason"]


@pytest.fixture
def coverage(tmp_path: Path) -> Path:
    path = tmp_path / "cakupan.csv"
    path.write_text(COVERAGE)
    return path


def _figures(store: Store) -> dict[str, tuple[Any, Any]]:
    units = store.answer("values", "--area", KECAMATAN)["units"]
    return {unit["code"]: (unit["numerator"], unit["denominator"]) for unit in units}


def test_coverage_from_trial_run_to_undo(demo: Store, coverage: Path, tmp_path: Path) -> None:
    command = ("coverage", "import", coverage, "--as-of", "2025-12-31", "--source", "Dinas Uji", "--json")
    before, report = _figures(demo), tmp_path / "laporan.xlsx"

    trial = demo.run(*command, "--dry-run")
    assert trial.code == 1
    outcome = {"rows": 4, "matched": 2, "proposed": 0, "refused": 1, "skipped": 1, "import_id": None}
    assert outcome.items() <= trial.answer.items()
    assert trial.answer["by_method"] == {"code": 1, "code_repaired": 1}

    strict = demo.run(*command, "--on-unmatched", "raise")
    assert (strict.code, strict.answer["import_id"]) == (3, None)
    assert _figures(demo) == before

    stored = demo.run(*command, "--report", report, "--note", "uji")
    assert stored.code == 1
    number = stored.answer["import_id"]
    assert isinstance(number, int)
    expected = {**before, "61.01.01.2001": (500, 1000), "61.01.01.2002": (300, 1200)}
    assert _figures(demo) == expected
    rows, lines, account = openpyxl.load_workbook(report).worksheets
    assert rows.max_row == 5  # every row of the file at its own place
    assert [cell.value for cell in rows[4]][-3:] == ["Ditolak", None, "Kode ini tidak ada dalam daftar wilayah."]
    assert lines.max_row > 1
    # Matched, to be confirmed, refused, titles and totals, their sum; then headings and blank rows.
    assert [cell.value for cell in account["B"][1:]] == [2, 0, 1, 1, 4, None, 1, 0]

    again = demo.run(*command)
    assert (again.code, again.answer["import_id"], again.answer["same"]) == (1, None, 2)

    entry = demo.answer("imports", "show", number)
    assert (entry["file_name"], entry["source"], entry["note"]) == ("cakupan.csv", "Dinas Uji", "uji")
    assert (entry["as_of"], entry["state"], len(entry["file_sha256"])) == ("2025-12-31", "committed", 64)
    assert demo.answer("imports", "list")["imports"][0]["id"] == number

    assert demo.answer("imports", "undo", number) == {"undone": number}
    assert _figures(demo) == before
    assert demo.answer("imports", "show", number)["state"] == "undone"
    assert demo.run("imports", "undo", number).code == 2

    assert demo.answer("imports", "redo", number) == {"redone": number}
    assert _figures(demo) == expected
    assert demo.answer("imports", "show", number)["state"] == "committed"
    assert demo.run("imports", "redo", number).code == 2
    demo.answer("imports", "undo", number)


def test_the_text_says_that_no_row_is_lost(demo: Store, coverage: Path) -> None:
    said = demo.run("coverage", "import", coverage, "--as-of", "2025-12-31", "--dry-run", "--lang", "en").message
    assert "2 found + 0 to be confirmed + 1 refused + 1 titles and totals = 4 rows of the file" in said
    assert "besides 1 rows of headings and 0 empty ones" in said


def test_columns_that_do_not_say_their_indicator(demo: Store, tmp_path: Path) -> None:
    path = tmp_path / "aparat.csv"
    path.write_text("kode;terdaftar;jumlah\n61.01.01.2001;6;9\n61.01.01.2002;0;8\n")
    run = demo.run("coverage", "import", path, "--as-of", "2025-12-31", "--indicator", "aparat", "--dry-run", "--json")
    assert run.code == 0, run.out + run.err
    assert (run.answer["matched"], run.answer["observations"]) == (2, 2)


def test_targets_are_stored_and_the_bad_row_is_named(demo: Store, tmp_path: Path) -> None:
    path = tmp_path / "target.csv"
    path.write_text(
        'kode,tahun,penerbit,target\n61,2031,Gubernur,"60,8 %"\n17,2031,Gubernur,55 %\n99.99,2031,X,50 %\n16,2031,Gubernur,500 %\n'
    )
    command = ("targets", "import", path, "--json")
    trial = demo.run(*command, "--dry-run")
    assert (trial.code, trial.answer["targets"], trial.answer["import_id"]) == (1, 2, None)
    run = demo.run(*command)
    assert {"rows": 4, "matched": 2, "proposed": 0, "refused": 2, "targets": 2}.items() <= run.answer.items()
    assert sorted((line["row"], line["reason"]) for line in run.answer["issues"]) == [
        (4, "unknown_code"),
        (5, "target_out_of_range"),
    ]
    assert demo.run(*command).answer["import_id"] is None
    assert "Kode ini tidak ada dalam daftar wilayah." in " ".join(
        demo.run("targets", "import", path, "--dry-run").out.replace("│", " ").split()
    )
    demo.answer("imports", "undo", run.answer["import_id"])
    assert demo.run(*command, "--dry-run").answer["targets"] == 2


def test_match_gives_every_column_back(demo: Store, tmp_path: Path) -> None:
    path, out = tmp_path / "desa.csv", tmp_path / "hasil.csv"
    path.write_text(
        "catatan,province,regency,district,village\n"
        "=1+1,Kalimantan Barat,Sambas,Sambas,Dalam Kaum\n"
        "b,,,,Sumber Rejo\n"
        "c,Kalimantan Barat,Sambas,Sambas,Xyzzy Plugh\n"
    )
    run = demo.run("match", path, "--out", out, "--json")
    assert run.code == 1
    assert run.answer["import_id"] is None
    counts = [run.answer[key] for key in ("rows", "matched", "proposed", "refused", "skipped")]
    assert counts[0] == sum(counts[1:]) == 3
    with out.open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream))
    assert list(rows[0]) == ["catatan", "province", "regency", "district", "village", *ANSWER]
    sure, homonym, unknown = rows
    assert (sure["code"], sure["method"], sure["reason"]) == ("61.01.01.2001", "exact", "")
    assert sure["candidates"].split("|")[0] == "61.01.01.2001"
    assert sure["catatan"] == "'=1+1"  # no formula leaves the system
    assert (homonym["code"], homonym["reason"]) == ("", "homonym")
    assert len(homonym["candidates"].split("|")) > 1
    assert (unknown["code"], unknown["reason"]) == ("", "no_such_name")


def test_match_takes_indonesian_headings_of_a_workbook(demo: Store, tmp_path: Path) -> None:
    path, out = tmp_path / "desa.xlsx", tmp_path / "hasil.csv"
    headings = ["No", "Provinsi", "Kabupaten/Kota", "Kecamatan", "Nama Desa", "Jumlah KK"]
    rows = [[1, "Kalimantan Barat", "Sambas", "Sambas", "Dalam Kaum", 12], [2, None, "Sambas", "Sambas", "Durian", 5]]
    pd.DataFrame(rows, columns=headings).to_excel(path, index=False)
    assert demo.answer("match", path, "--out", out)["matched"] == 2
    table = pd.read_csv(out, dtype=str)
    assert list(table) == [*headings, *ANSWER]
    assert list(table["code"]) == ["61.01.01.2001", "61.01.01.2006"]
    assert list(table["Jumlah KK"]) == ["12", "5"]


def test_a_confirmed_name_is_known_from_then_on(demo: Store, tmp_path: Path) -> None:
    path, aliases, out = tmp_path / "desa.csv", tmp_path / "alias.csv", tmp_path / "hasil.csv"
    path.write_text("regency,district,village\nSambas,Sambas,Xyzzy Plugh\n")
    assert demo.run("match", path).code == 1
    aliases.write_text("level,parent_code,name,code,source\nadm4,61.01.01,xyzzy plugh,61.01.01.2010,uji\n")
    assert demo.answer("aliases", "import", aliases) == {"rows": 1}
    assert demo.answer("match", path, "--out", out)["by_method"] == {"alias": 1}
    assert pd.read_csv(out, dtype=str)["code"].tolist() == ["61.01.01.2010"]
    assert demo.answer("aliases", "export", "--out", aliases) == {"rows": 1}
    assert pd.read_csv(aliases, dtype=str)["code"].tolist() == ["61.01.01.2010"]


@pytest.mark.parametrize(
    "content", ["", "nama\nXyzzy\n", "level,parent_code,name,code,source\nadm4,,x,61.01,\n99,,x,99.99,\n"]
)
def test_alias_file_that_cannot_be_used_is_refused(demo: Store, tmp_path: Path, content: str) -> None:
    path = tmp_path / "alias.csv"
    path.write_text(content)
    run = demo.run("aliases", "import", path)
    assert run.code == 3
    run.assert_no_trace()


def test_nothing_is_stored_while_the_file_says_another_date(demo: Store, tmp_path: Path) -> None:
    path = tmp_path / "rekap.xlsx"
    title = ["KEPESERTAAN BPU PER 31 DESEMBER 2022", None, None]
    rows = [title, [None] * 3, ["Kode", "Peserta Aktif", "Jumlah Pekerja"], ["61.01", 5, 10]]
    pd.DataFrame(rows).to_excel(path, index=False, header=False)
    command = ("coverage", "import", path, "--as-of", "2025-12-31", "--json")
    run = demo.run(*command)
    assert (run.code, run.answer["import_id"]) == (3, None)
    states = {claim["claim"]: claim for claim in run.answer["ledger"]}
    assert {key: claim["state"] for key, claim in states.items()} == {"segment": "settled", "as_of": "open"}
    assert states["segment"]["values"] == ["bpu"]
    assert states["as_of"]["witnesses"][0]["text"] == title[0]
    said = demo.run(*command[:-1], "--dry-run", "--lang", "id")
    assert said.code == 3
    assert "--as-of-from title|column|typed" in said.message
    answered = demo.run(*command, "--as-of-from", "title", "--dry-run")
    assert (answered.code, answered.answer["observations"]) == (0, 1)
    assert demo.run(*command, "--assume", "colour=red").code == 2
    assert demo.run(*command, "--assume", "restriction").code == 2


def test_what_was_settled_is_kept_in_a_mapping_and_used_again(demo: Store, tmp_path: Path) -> None:
    path, mapping = tmp_path / "rekap.xlsx", tmp_path / "rekap.json"
    rows = [
        ["PESERTA KLASTER B", None, None],
        [None] * 3,
        ["Kode", "Ikut", "Jumlah Pekerja"],
        ["61.01", 5, 10],
        ["61.02", 6, 12],
    ]
    pd.DataFrame(rows).to_excel(path, index=False, header=False)
    command = ("coverage", "import", path, "--as-of", "2025-12-31", "--json", "--dry-run")
    assert demo.run(*command).code == 3
    answers = ("--assume", "words=understood", "--segment", "bpu")
    first = demo.run(*command, *answers, "--keep-mapping", mapping)
    assert (first.code, first.answer["observations"]) == (0, 2)
    kept = json.loads(mapping.read_text(encoding="utf-8"))
    assert (kept["segment"], kept["assume"]) == ("bpu", {"words": "understood"})
    assert kept["columns"]["Ikut"] == {"kind": "value", "indicator": "ucj", "part": "numerator"}
    again = demo.run(*command, "--mapping", mapping)
    assert again.answer == first.answer
    kept["columns"]["Ikut"]["part"] = "complement"  # changed by hand
    mapping.write_text(json.dumps(kept), encoding="utf-8")
    assert demo.run(*command, "--mapping", mapping, "--report", tmp_path / "laporan.xlsx").code == 0
    mapping.write_text('{"colour": "red"}', encoding="utf-8")
    assert demo.run(*command, "--mapping", mapping).code == 2
    assert demo.run(*command, "--mapping", tmp_path / "none.json").code == 2
