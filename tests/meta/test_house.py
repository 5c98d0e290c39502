"""The figures about the house are counted right, on a small one made for it, and the house keeps what they watch."""

import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "tools"))

import house  # noqa: E402 - tools is no package

BLOCK = "".join(f"value_{number} = {number}\n" for number in range(house.ALIKE))


@pytest.fixture
def small_house(tmp_path: Path) -> Path:
    files = {
        "ucjmap/__init__.py": "",
        "ucjmap/a/__init__.py": "from ucjmap.a.deep import shown\n\n__all__ = ['shown']\n",
        "ucjmap/a/deep.py": f'def shown(area):\n    """Say.\n\n    Raises\n    ------\n    ValueError\n        Never.\n    """\n{BLOCK}',
        "ucjmap/b/__init__.py": "from ucjmap.a import shown\n",
        "ucjmap/b/deep.py": f"from ucjmap.a.deep import shown\nfrom ucjmap.a import hidden\n\n# apart\n\n{BLOCK}",
    }
    for name, text in files.items():
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return tmp_path


def test_a_name_of_a_module_tells_which_it_is() -> None:
    assert house.repeated_names(house.read_modules(ROOT)) == {}


def test_each_figure_is_counted(small_house: Path) -> None:
    modules = house.read_modules(small_house)
    assert house.repeated_names(modules) == {"deep": 2}
    assert house.past_a_face(small_house, modules) == [
        "ucjmap/b/deep.py:1: ucjmap.a.deep",
        "ucjmap/b/deep.py:2: ucjmap.a",
    ]
    assert [bool(text and "Raises" in text) for text in house.public_functions(modules)] == [True]
    assert list(house.face_functions(modules)) == ["ucjmap/a/deep.py: shown"]
    assert house.duplicates(modules) == [("ucjmap/a/deep.py:9", "ucjmap/b/deep.py:6", house.ALIKE)]


def test_no_import_goes_past_a_face_and_every_public_function_is_documented() -> None:
    modules = house.read_modules(ROOT)
    assert house.past_a_face(ROOT, modules) == []
    assert None not in house.public_functions(modules)
    assert [name for name, text in house.face_functions(modules).items() if not house.SECTION.search(text)] == []


def test_what_a_whole_run_needs_stands_in_the_file_that_it_loads() -> None:
    """A run on several workers loads ``tests/conftest.py`` alone: shared servers outlived it once for that."""
    whole = (
        "pytest_addoption",
        "pytest_configure",
        "pytest_sessionstart",
        "pytest_sessionfinish",
        "pytest_unconfigure",
    )
    inner = [path for path in (ROOT / "tests").rglob("conftest.py") if path.parent != ROOT / "tests"]
    assert inner
    assert [path for path in inner if any(f"def {hook}(" in path.read_text("utf-8") for hook in whole)] == []
