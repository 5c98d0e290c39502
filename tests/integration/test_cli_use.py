"""The command line as a process: exit codes, streams, languages and wrong use."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.command import PROJECT, run_inside, run_process
from tests.integration.conftest import Store
from ucjmap import api

COMMANDS = [
    ["init"], ["status"], ["boundaries", "import"], ["export"], ["coverage", "import"], ["targets", "import"],
    ["imports", "list"], ["imports", "show"], ["imports", "undo"], ["imports", "redo"], ["match"], ["aliases", "export"],
    ["aliases", "import"], ["values"],
]  # fmt: skip


def test_status_is_one_object_on_standard_output(demo_store: api.Store) -> None:
    run = run_process("status", "--json", "--store", demo_store.url)
    assert run.code == 0
    assert run.err == ""
    assert run.answer["areas"] == {"adm1": 38, "adm2": 514, "adm3": 7285, "adm4": 83762}
    assert run.answer["imports"] == 4
    assert run.answer["bytes"] > 10_000_000
    assert "2025-12-11" in run.answer["indicators"]["ucj"]
    assert [len(edition["provinces"]) for edition in run.answer["editions"]] == [38]


def test_init_demo_fills_a_new_store_once(demo_file: Path, demo: Store) -> None:
    first = json.loads(demo_file.with_suffix(".json").read_text())
    assert first["demo_loaded"] is True
    assert first["areas"]["adm4"] == 83762
    again = demo.answer("init", "--demo")
    assert again["demo_loaded"] is False
    assert again["imports"] == first["imports"]


def test_refused_file_leaves_the_store_as_it_was(demo: Store, tmp_path: Path) -> None:
    file = tmp_path / "rapat.csv"
    file.write_text("Catatan rapat\nTidak ada tabel di sini\n")
    before = demo.seen()
    run = demo.run("coverage", "import", file, "--as-of", "2025-10-31", "--json")
    assert run.code == 3
    assert run.answer["message"] == run.message
    run.assert_no_trace()
    assert demo.seen() == before


@pytest.mark.parametrize(
    "url", ["nonsense", "unknown://host/db", "sqlite:////proc/nowhere/ucjmap.db", "sqlite:///{file}"]
)
def test_unusable_store_is_an_environment_error(tmp_path: Path, url: str) -> None:
    file = tmp_path / "bukan basis data.db"
    file.write_text("Ini catatan, bukan basis data. " * 50)
    run = run_inside("status", "--json", "--store", url.format(file=file.as_posix()))
    assert run.code == 4
    assert run.answer["error"] in {"bad_store_url", "store_failed", "store_damaged"}
    run.assert_no_trace()
    assert file.read_text().startswith("Ini catatan")


def test_password_of_the_store_is_not_shown() -> None:
    run = run_inside("status", "--store", "postgresql+nodriver://official:rahasia123@127.0.0.1/ucj")
    assert run.code == 4
    assert "rahasia123" not in run.err + run.out


def test_unusable_setting_is_an_environment_error() -> None:
    run = run_process("status", env={"UCJMAP_MAX_UPLOAD_MB": "banyak"})
    assert run.code == 4
    assert "UCJMAP_MAX_UPLOAD_MB" in run.message
    run.assert_no_trace()


@pytest.mark.parametrize(
    "arguments",
    [
        ["values", "--area", "99"],
        ["values", "--area", "61.01.01.2001", "--level", "adm3"],
        ["values", "--area", "61", "--level", "adm1"],
        ["values", "--area", "61", "--level", "desa"],
        ["values", "--indicator", "kepuasan"],
        ["values", "--segment", "petani"],
        ["values", "--as-of", "31/12/2025"],
        ["values", "--scheme", "pelangi"],
        ["values", "--k", "40"],
        ["values", "--lang", "jv"],
        ["values", "--colour", "merah"],
        ["export", "--out", "wilayah.doc"],
        ["export", "--out", "wilayah.csv", "--area", "99"],
        ["export"],
        ["imports", "show", "999"],
        ["imports", "undo", "999"],
        ["imports", "undo", "1"],
        ["imports", "redo", "1"],
        ["imports", "show", "satu"],
        ["imports", "hapus"],
        ["boundaries", "import", "desa.zip", "--issuer", "nasa"],
        ["coverage", "import", "c.csv"],
        ["coverage", "import", "c.csv", "--as-of", "kemarin"],
        ["coverage", "import", "c.csv", "--as-of", "2025-10-31", "--indicator", "kepuasan"],
        ["coverage", "import", "c.csv", "--as-of", "2025-10-31", "--on-unmatched", "ignore"],
        ["targets", "import", "t.csv", "--indicator", "kepuasan"],
    ],
    ids=" ".join,
)
def test_wrong_use_says_what_is_right(demo: Store, arguments: list[str]) -> None:
    run = demo.run(*arguments)
    assert run.code == 2
    assert len(run.err.strip()) > 30
    assert run.out == ""
    run.assert_no_trace()


@pytest.mark.parametrize("arguments", [["--help"], *([*command, "--help"] for command in COMMANDS)], ids=" ".join)
def test_every_command_explains_itself(arguments: list[str]) -> None:
    run = run_inside(*arguments)
    assert run.code == 0
    assert "Usage" in run.out
    if len(arguments) > 1:
        assert "--lang" in run.out
        assert "--json" in run.out
        assert "--store" in run.out


@pytest.mark.parametrize("group", [[], ["boundaries"], ["coverage"], ["targets"], ["imports"], ["aliases"]])
def test_unfinished_command_shows_its_help(group: list[str]) -> None:
    run = run_inside(*group)
    assert run.code == 2
    assert "Usage" in run.out + run.err
    run.assert_no_trace()


def test_unknown_command_shows_the_usage() -> None:
    run = run_inside("peta")
    assert run.code == 2
    assert "Usage" in run.err
    run.assert_no_trace()


def test_language_is_indonesian_unless_asked_otherwise(demo: Store) -> None:
    spoken = [demo.run("values", "--area", "99", *lang).message for lang in ([], ["--lang", "id"], ["--lang", "en"])]
    assert spoken[0] == spoken[1] != spoken[2]
    assert spoken[0].startswith("Tidak ada wilayah dengan kode 99")
    assert spoken[2].startswith("There is no area with the code 99")


@pytest.mark.long
def test_language_of_the_settings_is_the_default() -> None:
    run = run_process("status", "--store", "nonsense", env={"UCJMAP_LANG": "en"})
    assert run.message.startswith("The store address nonsense cannot be used")


def _command(*arguments: str) -> list[str]:
    return [sys.executable, "-m", "ucjmap", *arguments]


def test_reader_that_goes_away_is_no_failure(demo: Store) -> None:
    command = _command("values", "--area", "61", "--level", "adm4", "--json", "--store", demo.url)
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, cwd=PROJECT) as process:
        assert process.stdout
        assert process.stderr
        process.stdout.read(10)
        process.stdout.close()
        assert process.stderr.read().decode().strip() == ""
        assert process.wait(300) == 0


@pytest.mark.long
@pytest.mark.skipif(sys.platform == "win32", reason="closing a stream before the start is a matter of POSIX shells")
def test_closed_standard_output_is_no_failure(demo: Store) -> None:
    shell = ["sh", "-c", 'exec "$@" >&-', "sh", *_command("status", "--json", "--store", demo.url)]
    run = subprocess.run(shell, check=False, cwd=PROJECT, stderr=subprocess.PIPE, timeout=300)
    assert (run.returncode, run.stderr.decode().strip()) == (0, "")


def test_output_in_a_pipe_is_plain_json_and_progress_goes_elsewhere(demo: Store, tmp_path: Path) -> None:
    file = tmp_path / "daftar.csv"
    file.write_text("regency,district,village\nSambas,Sambas,Dalam Kaum\n")
    run = demo.run("match", file, "--json", "--lang", "en")
    assert run.code == 0
    assert json.loads(run.out)["matched"] == 1
    assert "\x1b" not in run.out


def test_a_path_that_cannot_be_written_is_an_environment_error(demo: Store, tmp_path: Path) -> None:
    (tmp_path / "berkas").write_text("bukan folder")
    for arguments in (
        ["export", "--area", "61", "--out", tmp_path / "berkas" / "a.csv"],
        ["aliases", "export", "--out", tmp_path / "berkas" / "a.csv"],
    ):
        run = demo.run(*arguments, "--lang", "en")
        assert run.code == 4
        assert "berkas" in run.message
        run.assert_no_trace()


@pytest.mark.parametrize(
    "command",
    [["match"], ["aliases", "import"], ["targets", "import"], ["coverage", "import", "--as-of", "2025-10-31"]],
    ids=" ".join,
)
def test_missing_input_file_is_refused(demo: Store, tmp_path: Path, command: list[str]) -> None:
    run = demo.run(*command, tmp_path / "tidak ada.csv")
    assert run.code == 3
    assert "tidak ada.csv" in run.message
    run.assert_no_trace()
