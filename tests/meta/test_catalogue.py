"""The Indonesian catalogue holds every text of the code, and each translation can be filled like its key."""

import string
import subprocess
import sys
from pathlib import Path

import pytest

from ucjmap.words import say

ROOT = Path(__file__).resolve().parents[2]
TOOL = ROOT / "tools" / "update_catalogue.py"
sys.path.insert(0, str(TOOL.parent))

from update_catalogue import catalogue_path, extract_keys, read_translations  # noqa: E402 - tools is no package

SAME_IN_BOTH = {
    "Format",
    "Getis-Ord Gi*",
    "Desa",
    "desa",
    "Desa adat",
    "Kabupaten",
    "Kelurahan",
    "Kota",
    "Kecamatan",
    "No.",
    "Status",
    "Target",
    "aparat desa",
}
# Marks that the page or the reader needs as often as the key has them.
MARKS = ("**", "`", "“", "”", '"')


@pytest.fixture(scope="module")
def keys() -> set[str]:
    return set(extract_keys())


@pytest.fixture(scope="module")
def translations() -> dict[str, str]:
    return read_translations(catalogue_path("id"))


def placeholders(text: str) -> list[str]:
    """Names in braces, sorted; a name written twice counts twice."""
    return sorted(name for _, name, _, _ in string.Formatter().parse(text) if name is not None)


def test_every_text_of_the_code_is_translated(keys: set[str], translations: dict[str, str]) -> None:
    missing = sorted(key for key in keys if not translations.get(key, "").strip())
    assert not missing, "run tools/update_catalogue.py and translate: " + "\n".join(missing)


def test_no_translation_outlives_its_text(keys: set[str], translations: dict[str, str]) -> None:
    assert sorted(translations.keys() - keys) == []


def test_translations_have_the_placeholders_of_their_key(translations: dict[str, str]) -> None:
    differing = {
        key: words for key, words in translations.items() if words and placeholders(key) != placeholders(words)
    }
    assert differing == {}


def test_translations_have_the_marks_of_their_key(translations: dict[str, str]) -> None:
    differing = {
        key: words
        for key, words in translations.items()
        if words and any(key.count(mark) != words.count(mark) for mark in MARKS)
    }
    assert differing == {}


def test_only_words_common_to_both_languages_stay_as_they_are(translations: dict[str, str]) -> None:
    assert {key for key, words in translations.items() if key == words} == SAME_IN_BOTH


def test_the_catalogue_is_what_the_tool_writes() -> None:
    done = subprocess.run([sys.executable, str(TOOL), "--check"], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def test_say_fills_the_translation() -> None:
    assert say("id", "No data yet") == "Belum ada data"
    assert say("id", "As of **{date}**", date="10 Oktober 2025") == "Per **10 Oktober 2025**"
    assert say("id", "There is no area with the code {code}.", code="61.99") == "Tidak ada wilayah dengan kode 61.99."
    assert say("en", "There is no area with the code {code}.", code="61.99") == "There is no area with the code 61.99."


def test_extraction_sees_marks_that_tokens_hide(tmp_path: Path) -> None:
    package = tmp_path / "pkg"
    package.mkdir()
    (package / "page.py").write_text(
        """\
A = N_("joined " "text")
B = f"**{t('inside an f-string')}**: {say(lang, 'second argument', count=1)}"
C = api.say("id", "on a module"), other("not marked"), t(key), N_(f"filled {too_early}")
"""
    )
    found = extract_keys(package)
    assert list(found) == ["inside an f-string", "joined text", "on a module", "second argument"]
    assert set(map(tuple, found.values())) == {("pkg/page.py",)}
