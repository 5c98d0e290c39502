"""Every command, option, setting and indicator is documented: what is not written down is not there for its user."""

import re
from pathlib import Path
from typing import get_args

import click
import pytest
import typer

from ucjmap import api
from ucjmap.api.maps import ADDRESS_NAMES, MAP_FORMATS, map_document
from ucjmap.api.maps.area_export import FORMATS as EXPORT_FORMATS
from ucjmap.app.pages import PAGES, Page
from ucjmap.boundaries import Issuer
from ucjmap.cli import app
from ucjmap.files import FileFormat
from ucjmap.settings import Settings
from ucjmap.web.described_routes import OPERATIONS
from ucjmap.words import say

ROOT = Path(__file__).parents[2]
#: Typer's own.
_COMMON = {"--help"}
#: Options of nearly every command, documented at the head of them.
_SHARED = {"--json", "--lang", "--store", "--as"}


def _commands(group: click.Group, path: tuple[str, ...] = ()) -> dict[str, click.Command]:
    found: dict[str, click.Command] = {}
    for name, command in group.commands.items():
        own = (*path, name)
        if hasattr(command, "commands"):
            found |= _commands(command, own)
        else:
            found[" ".join(own)] = command
    return found


COMMANDS = _commands(typer.main.get_command(app))  # type: ignore[arg-type]
OPTIONS = sorted(
    {
        (name, option)
        for name, command in COMMANDS.items()
        for parameter in command.params
        for option in (*parameter.opts, *parameter.secondary_opts)
        if option.startswith("--") and option not in _COMMON
    }
)


@pytest.fixture(scope="module")
def documents() -> str:
    """All that is written for people: the README and docs/, without the notes on decisions."""
    paths = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]
    return "\n".join(path.read_text(encoding="utf-8") for path in paths if path.exists())


@pytest.fixture(scope="module")
def sections() -> list[str]:
    """The administrators' guide by its headings."""
    guide = (ROOT / "docs" / "administrators.md").read_text(encoding="utf-8")
    return re.split(r"^#{2,3} ", guide, flags=re.MULTILINE)


def _is_word(word: str, text: str) -> bool:
    """Whether ``word`` stands in the text by itself: ``--level`` is not documented by ``--levels``."""
    return re.search(rf"(?<![\w-]){re.escape(word)}(?![\w-])", text) is not None


def test_there_is_something_to_document() -> None:
    assert {"init", "boundaries import", "coverage import", "imports undo", "values", "match"} <= set(COMMANDS)
    assert ("coverage import", "--as-of") in OPTIONS


@pytest.mark.parametrize("command", COMMANDS)
def test_command_is_documented(command: str, documents: str) -> None:
    assert _is_word(f"ucjmap {command}", documents)


@pytest.mark.parametrize(("command", "option"), OPTIONS)
def test_option_is_documented_where_its_command_is(command: str, option: str, sections: list[str]) -> None:
    group = "The command line" if option in _SHARED else command.split(maxsplit=1)[0]
    own = [section for section in sections if _is_word(group, section.split("\n", 1)[0])]
    assert any(_is_word(option, section) for section in own), f"{option} of ucjmap {command}"


@pytest.mark.parametrize("name", Settings.model_fields)
def test_setting_is_documented(name: str, documents: str) -> None:
    assert _is_word(f"UCJMAP_{name.upper()}", documents)


@pytest.mark.parametrize("key", api.load_indicators())
def test_indicator_is_documented_by_its_key(key: str, documents: str) -> None:
    assert _is_word(key, documents)


@pytest.mark.parametrize("key", api.load_indicators())
def test_indicator_is_documented_by_its_name(key: str, documents: str) -> None:
    assert api.get_indicator(key).name("id") in documents


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.title)
def test_page_is_in_the_users_guide_by_its_title(page: Page) -> None:
    guide = (ROOT / "docs" / "panduan.md").read_text(encoding="utf-8")
    assert re.search(rf"\*\*{re.escape(say('id', page.title))}(\*\*| ›)", guide), page.title


@pytest.mark.parametrize("name", sorted(ADDRESS_NAMES))
def test_parameter_of_a_map_is_documented(name: str) -> None:
    assert f"`{name}`" in (ROOT / "docs" / "http.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("path", [operation.path for operation in OPERATIONS if operation.path.startswith("/api/")])
def test_address_for_programs_is_documented(path: str) -> None:
    assert f"`{path}`" in (ROOT / "docs" / "http.md").read_text(encoding="utf-8").replace("GET ", "")


def test_parameter_of_features_is_documented() -> None:
    guide = (ROOT / "docs" / "ogc.md").read_text(encoding="utf-8")
    (items,) = (operation for operation in OPERATIONS if operation.name == "getFeatures")
    names = {parameter.name for parameter in items.parameters if parameter.place == "query"}
    assert len(names) > 10
    assert {name for name in names if f"`{name}`" not in guide} == set()


def test_member_of_the_document_of_a_map_is_documented(small_store: api.Store) -> None:
    document = map_document(api.answer_map(small_store, api.MapView("61.01.01")))
    table = (ROOT / "docs" / "http.md").read_text(encoding="utf-8").partition("## The document")[2]
    members = {"version", *document, *document["figure"], *document["classes"], *document["legend"]}
    assert {name for name in members if f"`{name}`" not in table} == set()


@pytest.mark.parametrize(
    ("section", "form"),
    [*(("map, briefing", form) for form in MAP_FORMATS), *(("values, export", form) for form in EXPORT_FORMATS)],
    ids=str,
)
def test_format_is_documented_where_its_command_is(section: str, form: FileFormat, sections: list[str]) -> None:
    (own,) = [text for text in sections if text.startswith(f"{section}\n")]
    assert f"`.{form}`" in own


@pytest.mark.parametrize("issuer", get_args(Issuer))
def test_layout_of_boundaries_is_documented(issuer: str, sections: list[str]) -> None:
    (own,) = [text for text in sections if text.startswith("boundaries import\n")]
    assert f"`{issuer}`" in own


def test_documents_name_no_setting_that_is_not_there(documents: str) -> None:
    known = {f"UCJMAP_{name.upper()}" for name in Settings.model_fields} | {"UCJMAP_CHROMIUM"}
    assert set(re.findall(r"UCJMAP_[A-Z_]+[A-Z]", documents)) <= known
