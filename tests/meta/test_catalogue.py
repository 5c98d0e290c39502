"""The Indonesian catalogue holds every text of the code, and each translation can be filled like its key."""

import ast
import string
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from ucjmap.words import say

ROOT = Path(__file__).resolve().parents[2]
TOOL = ROOT / "tools" / "update_catalogue.py"
sys.path.insert(0, str(TOOL.parent))

from update_catalogue import PACKAGE, catalogue_path, extract_keys, read_translations  # noqa: E402 - tools is no package

SAME_IN_BOTH = {
    "Administrator",
    "Atlas",
    "Format",
    "Getis-Ord Gi*",
    "Desa",
    "desa",
    "Desa adat",
    "Kabupaten",
    "Kelurahan",
    "Label",
    "Kota",
    "Kecamatan",
    "No.",
    "Status",
    "Parameter",
    "Target",
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
    assert say("id", "As of {date}", date="10 Oktober 2025") == "Per 10 Oktober 2025"
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


def unmarked_texts(tree: ast.AST) -> Iterator[str]:
    """Texts that a function puts under a name without a mark and hands to ``say`` or ``t`` by that name."""
    for function in (node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)):
        calls = [node for node in ast.walk(function) if isinstance(node, ast.Call)]
        said = {argument.id for call in calls for argument in key_argument(call) if isinstance(argument, ast.Name)}
        for node in ast.walk(function):
            if isinstance(node, ast.Assign) and any(isinstance(to, ast.Name) and to.id in said for to in node.targets):
                values = (node.value.body, node.value.orelse) if isinstance(node.value, ast.IfExp) else (node.value,)
                yield from (str(value.value) for value in values if isinstance(value, ast.Constant) and value.value)


def key_argument(call: ast.Call) -> list[ast.expr]:
    """The argument of ``say`` or ``t`` that is a key."""
    name = call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")
    place = {"say": 1, "t": 0}.get(name)
    return [] if place is None else call.args[place : place + 1]


def test_a_text_that_is_said_by_a_name_is_marked() -> None:
    assert list(unmarked_texts(ast.parse('def f():\n x = "a" if y else N_("b")\n return say(lang, x)'))) == ["a"]
    files = sorted(PACKAGE.rglob("*.py"))
    unmarked = {
        path.name: texts for path in files if (texts := list(unmarked_texts(ast.parse(path.read_text("utf-8")))))
    }
    assert not unmarked, "mark them with N_, or nobody translates them"
