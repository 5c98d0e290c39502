"""Bring the translation catalogues up to date with the code: ``python tools/update_catalogue.py [--check]``.

Keys are the English texts marked by ``N_("...")``, ``say(lang, "...")`` and ``t("...")``. Translations are kept, entries
whose key is gone are dropped, new keys are added untranslated. The same code gives the same bytes: no dates, no line
numbers, sorted by key.
"""

import argparse
import ast
import io
import sys
from collections import defaultdict
from collections.abc import Collection, Iterator
from pathlib import Path
from typing import IO

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_file
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).resolve().parents[1]
PACKAGE = ROOT / "ucjmap"
KEYWORDS: dict[str, tuple[int, ...] | None] = {"N_": None, "say": (2,), "t": None}
LANGUAGES = ("id",)
_WIDTH = 120
# Babel's own header carries the hour and its version.
_HEADER = r"""# Texts shown to people. tools/update_catalogue.py keeps the keys and places; edit only the translations.
msgid ""
msgstr ""
"Language: {lang}\n"
"MIME-Version: 1.0\n"
"Content-Type: text/plain; charset=utf-8\n"
"Content-Transfer-Encoding: 8bit\n"

"""


def catalogue_path(lang: str) -> Path:
    """Where the catalogue of ``lang`` lies."""
    return PACKAGE / "locale" / lang / "LC_MESSAGES" / "ucjmap.po"


def extract_marked(
    stream: IO[bytes],
    keywords: Collection[str],
    _comment_tags: object,
    options: object,  # noqa: ARG001 - Babel gives it by name
) -> Iterator[tuple[int, str, tuple[str | None, ...], list[str]]]:
    """Extract the marked texts of one Python file; an extraction method of Babel.

    Babel's own method reads tokens, and before Python 3.12 a whole f-string is one token, so that a ``t("...")`` in
    its braces is found by some interpreters and missed by others. The syntax tree has it everywhere.
    """
    for node in ast.walk(ast.parse(stream.read())):
        if isinstance(node, ast.Call) and (name := _called_name(node.func)) in keywords:
            yield node.lineno, name, tuple(_literal_text(argument) for argument in node.args), []


def _called_name(function: ast.expr) -> str:
    if isinstance(function, ast.Attribute):
        return function.attr
    return function.id if isinstance(function, ast.Name) else ""


def _literal_text(argument: ast.expr) -> str | None:
    if isinstance(argument, ast.Constant) and isinstance(argument.value, str):
        return argument.value
    return None


def extract_keys(package: Path = PACKAGE) -> dict[str, list[str]]:
    """Every key in the code with the files that use it, relative to the directory of ``package``."""
    places: defaultdict[str, set[str]] = defaultdict(set)
    for path in sorted(package.rglob("*.py")):
        # Babel declares what it makes of the results, not the results that it reads.
        found = extract_from_file(extract_marked, path, keywords=KEYWORDS)  # type: ignore[arg-type]
        for _, key, _, _ in found:
            places[str(key)].add(path.relative_to(package.parent).as_posix())
    return {key: sorted(places[key]) for key in sorted(places)}


def read_translations(path: Path) -> dict[str, str]:
    """Key -> translation of the catalogue at ``path``, empty where there is none."""
    if not path.exists():
        return {}
    with path.open("rb") as stream:
        return {str(message.id): str(message.string) for message in read_po(stream) if message.id}


def render_catalogue(lang: str, places: dict[str, list[str]], translations: dict[str, str]) -> bytes:
    """The catalogue file of ``lang``: one entry for each key of ``places``."""
    catalogue = Catalog()
    for key, files in places.items():
        # Lines are not written, so that an edit elsewhere in a file leaves its entries as they are.
        message = catalogue.add(key, translations.get(key, ""), [(file, 0) for file in files])
        # Babel takes "100 % and" for a printf placeholder; only ``{names}`` are filled, and the tests compare them.
        message.flags -= {"python-format", "python-brace-format"}
    buffer = io.BytesIO()
    write_po(buffer, catalogue, width=_WIDTH, omit_header=True, include_lineno=False, sort_output=True)
    return _HEADER.format(lang=lang).encode() + buffer.getvalue().rstrip() + b"\n"


def main() -> int:
    """Write the catalogues, or with ``--check`` say whether one would change."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--check", action="store_true", help="write nothing; exit 1 if a catalogue would change")
    check = parser.parse_args().check
    places = extract_keys()
    changed = False
    for lang in LANGUAGES:
        path = catalogue_path(lang)
        translations = read_translations(path)
        rendered = render_catalogue(lang, places, translations)
        changed |= not path.exists() or path.read_bytes() != rendered
        if not check:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(rendered)
        untranslated = [key for key in places if not translations.get(key)]
        print(f"{path.relative_to(ROOT)}: {len(places)} keys, {len(untranslated)} without a translation")
        for key in untranslated:
            print(f"  {key}")
    return int(check and changed)


if __name__ == "__main__":
    sys.exit(main())
