"""Endings and media types of files are written in one file: nothing else lists formats."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from ucjmap.files import BOUNDARY_UPLOADS, COVERAGE_FILES, FORMATS, LOGO_FILES, SHAPEFILE_PARTS

PACKAGE = Path(__file__).resolve().parents[2] / "ucjmap"
HOME = "files/formats.py"
FILES = sorted(path for path in PACKAGE.rglob("*.py") if path.relative_to(PACKAGE).as_posix() != HOME)
#: Files that may name what they name, and why.
EXCEPTIONS = {
    "web/asset_routes.py": "what the browser fetches to run, by ending; Windows would ask its registry",
    "web/geometry_routes.py": "an answer of the server, no file",
    "api/features/dataset_descriptions.py": "a media type by its address, as DCAT names it",
    "web/described_routes.py": "an answer of the server, no file",
    "web/ogc/feature_operations.py": "an answer of the server, no file",
    "web/ogc/tile_operations.py": "an answer of the server, no file",
    "web/operations/answers.py": "an answer of the server, no file",
    "web/operations/openapi.py": "an answer of the server, no file",
    "web/operations/operation.py": "an answer of the server, no file",
    "web/refused_requests.py": "an answer of the server, no file",
    "web/v1/data_operations.py": "an answer of the server, no file",
    "web/v1/map_operations.py": "an answer of the server, no file",
    "web/tile_routes.py": "an answer of the server, no file",
    "app/map/legend_panel.py": "a picture inside the page",
    "app/map/small_charts.py": "a picture inside the page",
    "web/entrance.py": "an answer of the server, no file",
    "web/first_page.py": "an answer of the server, no file",
    "render/static/embedded_fonts.py": "a style inside a drawing",
    "render/slides/maps.py": "a part inside a PPTX",
    "render/standalone_page.py": "a script inside a page",
    "boundaries/shapefile.py": "which parts belong to one file, said to people",
    "boundaries/content.py": "how the content of each kind of file begins",
    "boundaries/reading.py": "which parts belong to one file, said to people",
}
MEDIA_TYPE = re.compile(r"\b(application|image|text)/[a-z]")
SUFFIXES = {form.suffix for form in FORMATS.values()} | {
    suffix.lstrip(".") for suffix in (*BOUNDARY_UPLOADS, *COVERAGE_FILES, *LOGO_FILES, *SHAPEFILE_PARTS)
}
IN_TEXT = re.compile(rf"\.({'|'.join(sorted(SUFFIXES, key=len, reverse=True))})\b")
#: So many endings in one text are a list of formats, such as that of a help text.
MANY = 3


def texts_of(nodes: list[ast.expr | None]) -> list[str]:
    return [node.value for node in nodes if isinstance(node, ast.Constant) and isinstance(node.value, str)]


def find_lists(source: str) -> Iterator[str]:
    """Media types, and lists of endings as literals or inside a text."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            if MEDIA_TYPE.search(node.value) or len(set(IN_TEXT.findall(node.value))) >= MANY:
                yield f"line {node.lineno}: {node.value!r}"
        elif isinstance(node, ast.Tuple | ast.List | ast.Set | ast.Dict):
            texts = texts_of(list(node.keys if isinstance(node, ast.Dict) else node.elts))
            if len({text.lstrip(".") for text in texts} & SUFFIXES) > 1:
                yield f"line {node.lineno}: {texts}"


def test_formats_are_listed_in_one_file() -> None:
    lists = {
        path.relative_to(PACKAGE).as_posix(): found
        for path in FILES
        if (found := list(find_lists(path.read_text(encoding="utf-8"))))
    }
    assert {name: found for name, found in lists.items() if name not in EXCEPTIONS} == {}
    assert lists.keys() >= EXCEPTIONS.keys(), "an exception is not needed any more"


def test_every_exception_is_a_file() -> None:
    assert EXCEPTIONS.keys() <= {path.relative_to(PACKAGE).as_posix() for path in FILES}


@pytest.mark.parametrize(
    ("source", "count"),
    [
        ('MIME = "application/pdf"', 1),
        ('KINDS = ("png", "svg")', 1),
        ('KINDS = {"xlsx": 1, "csv": 2}', 1),
        ('Kind = Literal["pdf", "pptx"]', 1),
        ('HELP = "File: .png, .svg or .pdf."', 1),
        ('HELP = "A letter gives a .zip or a .docx."', 0),
        ('if suffix == "csv": pass', 0),
        ('WORDS = ("pdf", "other")', 0),
    ],
)
def test_the_search_knows_a_list_when_it_sees_one(source: str, count: int) -> None:
    assert len(list(find_lists(source))) == count
