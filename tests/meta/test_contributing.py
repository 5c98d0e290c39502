"""What CONTRIBUTING.md says of the code is there: each room in its drawing, each name in its flow of data, each decision."""

import ast
import re
from pathlib import Path

ROOT = Path(__file__).parents[2]
PACKAGE = ROOT / "ucjmap"
GUIDE = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
DRAWING, FLOW = re.findall(r"```\n(.*?)```", GUIDE, flags=re.DOTALL)[:2]
#: What stands in the drawing of the flow and is no name of the code.
_PLAIN_WORDS = {"geojson", "geometry"}


def test_every_room_is_in_the_drawing() -> None:
    """Rooms of the package stand two spaces in, rooms inside these four; what is described in a line counts as well."""
    rooms = {
        path.parent.relative_to(PACKAGE).parts
        for path in PACKAGE.rglob("__init__.py")
        if "migrations" not in path.parts and path.parent != PACKAGE
    }
    drawn, above = set(), ""
    for line in DRAWING.splitlines():
        indent, names = len(line) - len(line.lstrip()), re.findall(r"\b(\w+)/", line)
        if indent == 2 and names:
            above, *inside = names
            drawn |= {(above,), *((above, name) for name in inside)}
        elif indent == 4 and names:
            drawn.add((above, names[0]))
    assert rooms - drawn == set()


def test_every_name_in_the_flow_of_data_is_in_the_code() -> None:
    defined = {path.stem for path in PACKAGE.rglob("*.py")} | {path.parent.name for path in PACKAGE.rglob("*.py")}
    for path in PACKAGE.rglob("*.py"):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        defined |= {node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef | ast.ClassDef)}
    written = set(re.findall(r"\b[a-z]+(?:_[a-z]+)+\b|(?<=\.)[A-Za-z_]+\b", FLOW))
    assert {"read_sheets", "MapView", "trips"} <= written
    assert written - defined - _PLAIN_WORDS == set()


def test_every_decision_is_listed_in_order() -> None:
    folder = ROOT / "docs" / "decisions"
    listed = re.findall(r"^- \[(\d{4})\]\((.+?)\)", (folder / "README.md").read_text(encoding="utf-8"), re.MULTILINE)
    assert [name for _, name in listed] == sorted(path.name for path in folder.glob("[0-9]*.md"))
    assert all(name.startswith(number) for number, name in listed)
