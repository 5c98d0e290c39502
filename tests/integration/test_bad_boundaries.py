"""Deliberately bad boundary files through the command line: each is refused or reported, and the store stays."""

import sqlite3
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from tests import boundary_files as files
from tests.command import Finished, close_store, run_inside, run_process


@dataclass(frozen=True)
class Office:
    """A store with one small edition, and a folder that stands in for the system's temporary one."""

    path: Path
    temporary: Path

    @property
    def url(self) -> str:
        return f"sqlite:///{self.path.as_posix()}"

    def import_file(self, file: Path, *options: object) -> Finished:
        return run_inside("boundaries", "import", file, "--store", self.url, *options)

    def state(self) -> list[Any]:
        """Everything a script can see, and every row of every table."""
        seen = [
            run_inside("status", "--json", "--store", self.url).out,
            run_inside("values", "--area", "61", "--level", "adm4", "--json", "--store", self.url).out,
        ]
        with sqlite3.connect(self.path) as connection:
            return [*seen, *connection.iterdump()]


def _open_office(folder: Path) -> Office:
    for name in ("good", "temporary"):
        (folder / name).mkdir()
    made = Office(folder / "office.db", folder / "temporary")
    assert made.import_file(files.good_shapefile(folder / "good"), "--edition", "Uji 2025").code == 0
    return made


@pytest.fixture
def office(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Office]:
    made = _open_office(tmp_path)
    monkeypatch.setattr(tempfile, "tempdir", str(made.temporary))
    yield made
    close_store(made.url)
    assert list(made.temporary.iterdir()) == []


@pytest.fixture(scope="module")
def untouched(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Office, list[Any]]]:
    """An office that only gets files to refuse, and the state that it is in before and after each."""
    made = _open_office(tmp_path_factory.mktemp("office"))
    yield made, made.state()
    close_store(made.url)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "kiriman"
    made.mkdir()
    return made


#: Files whose place a register tells better than the file itself: the zone that fits is offered.
ASKED = {"missing prj, metres": "unknown_zone", "wrong crs": "unknown_zone"}


@pytest.mark.parametrize("name", files.BAD_FILES)
def test_bad_file_is_refused_and_the_store_stays(
    untouched: tuple[Office, list[Any]], folder: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    office, before = untouched
    make, reason = files.BAD_FILES[name]
    file = make(folder)
    sent = sorted(folder.rglob("*"))
    monkeypatch.setattr(tempfile, "tempdir", str(office.temporary))
    refused = office.import_file(file, "--json")
    english = office.import_file(file, "--lang", "en")
    for run in (refused, english):
        assert run.code == 3
        run.assert_no_trace()
    assert refused.answer["error"] == ASKED.get(name, reason)
    assert english.out == ""
    # Indonesian unless English was asked for; both are sentences with a next step.
    assert refused.answer["message"] == refused.message
    assert refused.message != english.message
    for text in (refused.message, english.message):
        assert text.endswith(".")
        assert len(text) > 40
        assert "{" not in text
    assert office.state() == before
    assert sorted(folder.rglob("*")) == sent
    assert list(office.temporary.iterdir()) == []


def _lines(run: Finished, kind: str) -> dict[int | None, str]:
    return {line["row"]: line["reason"] for line in run.answer[kind]}


def test_bad_rows_have_their_line_and_the_good_ones_are_stored(office: Office, folder: Path) -> None:
    run = office.import_file(files.with_defects(folder), "--json")
    assert run.code == 1
    assert _lines(run, "refused") == {
        2: "code_of_two_names",
        3: "code_of_two_names",
        6: "missing_code",
        7: "malformed_code",
        8: "no_geometry",
        9: "not_finite",
        10: "outside_indonesia",
        11: "not_polygon",
    }
    assert _lines(run, "repaired") == {1: "invalid_ring", 5: "parts_merged", 12: "name_cleaned"}
    # Rows 4 and 5 are one desa.
    assert run.answer["read"] == files.COUNT == len(run.answer["refused"]) + run.answer["stored"]["adm4"] + 1
    assert {line["code"] for line in run.answer["without_polygon"]} == _codes_without_shape(office)


def _codes_without_shape(office: Office) -> set[str]:
    exported = office.path.with_name("wilayah.csv")
    run = run_inside("export", "--out", exported, "--area", "61", "--level", "adm4", "--store", office.url)
    assert run.code == 0
    areas = pd.read_csv(exported, dtype=str)
    assert len(areas) == files.COUNT
    return set(areas.loc[areas["flags"].fillna("").str.contains("no_geometry"), "code"])


def test_trial_run_of_a_file_with_bad_rows_stores_nothing(office: Office, folder: Path) -> None:
    before = office.state()
    assert office.import_file(files.with_defects(folder), "--dry-run").code == 1
    assert office.state() == before


@pytest.mark.parametrize(("lang", "words"), [("id", "bukan angka"), ("en", "no numbers")])
def test_lines_of_the_report_are_words_for_people(office: Office, folder: Path, lang: str, words: str) -> None:
    run = office.import_file(files.with_defects(folder), "--dry-run", "--lang", lang)
    shown = " ".join(run.out.replace("│", " ").split())
    assert words in shown
    assert "not_finite" not in shown


def test_missing_prj_in_degrees_is_taken_with_a_note(office: Office, folder: Path) -> None:
    path = files.good_shapefile(folder)
    path.with_suffix(".prj").unlink()
    run = office.import_file(path, "--json")
    assert run.code == 0
    assert [line["reason"] for line in run.answer["warnings"]] == ["crs_assumed"]


def test_latin1_names_are_read_right(office: Office, folder: Path) -> None:
    run = office.import_file(files.latin1_names(folder), "--json")
    assert run.code == 0
    assert [line["reason"] for line in run.answer["warnings"]] == ["encoding_assumed", "name_unlike_register"]
    values = run_inside("values", "--area", "61", "--level", "adm4", "--json", "--store", office.url).answer
    assert "Désa Ñusa" in [unit["name"] for unit in values["units"]]


@pytest.mark.parametrize(("make", "reason", "kind"), [
    (files.fewer_records, "shape_without_record", "refused"),
    (files.more_records, "record_without_shape", "refused"),
])  # fmt: skip
def test_parts_of_different_length_are_reported(
    office: Office, folder: Path, make: Any, reason: str, kind: str
) -> None:
    run = office.import_file(make(folder), "--json")
    assert run.code in (0, 1)
    run.assert_no_trace()
    assert reason in {line["reason"] for line in run.answer[kind]}


def test_a_real_process_refuses_as_well(office: Office, folder: Path) -> None:
    before = office.state()
    run = run_process(
        "boundaries", "import", files.jpeg_as_zip(folder), "--store", office.url, "--lang", "en",
        env={"TMPDIR": str(office.temporary)},
    )  # fmt: skip
    assert run.code == 3
    assert (
        run.message
        == "The file desa.zip is not a readable zip archive. Zip the boundary file again, or give the unpacked file."
    )
    assert run.out == ""
    assert office.state() == before
