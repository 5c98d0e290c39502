"""Codes are taken apart in ``ucjmap/codes.py`` alone, and levels are named in ``ucjmap/levels.py`` alone."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from ucjmap.codes import ALL_LEVELS, LEVELS, PLACE_COLUMNS
from ucjmap.levels import LEVEL_NAMES

PACKAGE = Path(__file__).resolve().parents[2] / "ucjmap"
HOMES = {"codes.py", "levels.py"}
FILES = [path for path in sorted(PACKAGE.rglob("*.py")) if path.relative_to(PACKAGE).as_posix() not in HOMES]

#: File -> code that only looks like it, and why.
ALLOWED = {
    "outreach/followup.py": {"entries['created_at'].str[:10]": "the day of a timestamp"},
    "cli/outreach.py": {"units['code'][:3]": "the first three rows of a table"},
    "intake/meaning/known_forms.py": {"'Kecamatan'": "a heading, as tables of offices write it"},
    "api/maps/interactive_map.py": {
        "{'adm4': 3000000, 'adm3': 1500000, 'adm2': 1500000, 'adm1': 1500000}": "bytes of a file, by level"
    },
}

_CODE = re.compile(r"(^|_)(code|digits|bps|scope)$")
_AT_DOTS = {"split", "rsplit", "partition", "rpartition", "count", "join"}
_PADDING = {"zfill", "rjust", "ljust"}
_LEVEL_WORDS = {*LEVEL_NAMES.values(), "Provinces", "Kabupaten or kota"}


def noun_of(node: ast.expr) -> str:
    """Name of what is sliced or measured: ``row.unit_code``, ``row["unit_code"]`` and ``str(unit_code)`` are one."""
    match node:
        case ast.Name(id=name) | ast.Attribute(attr=name):
            return name
        case ast.Subscript(slice=ast.Constant(value=str(name))):
            return name
        case ast.Call(func=ast.Name(id="str"), args=[inner]):
            return noun_of(inner)
    return ""


def is_number(node: ast.expr) -> bool:
    return isinstance(node, ast.Constant | ast.UnaryOp) and isinstance(ast.literal_eval(node), int)


def is_sliced_by_number(node: ast.AST) -> bool:
    if not isinstance(node, ast.Subscript):
        return False
    places = [node.slice.lower, node.slice.upper] if isinstance(node.slice, ast.Slice) else [node.slice]
    is_text = isinstance(node.value, ast.Attribute) and node.value.attr == "str"
    return (is_text or bool(_CODE.search(noun_of(node.value)))) and any(place and is_number(place) for place in places)


def is_taken_at_dots(node: ast.AST) -> bool:
    if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)):
        return False
    texts = [node.func.value, *node.args[:1]]
    has_dot = any(isinstance(text, ast.Constant) and text.value == "." for text in texts)
    return node.func.attr in _PADDING or (node.func.attr in _AT_DOTS and has_dot)


def is_measured(node: ast.AST) -> bool:
    """``len(code)``, and ``codes.str.len()``."""
    match node:
        case ast.Call(func=ast.Name(id="len"), args=[text]):
            return bool(_CODE.search(noun_of(text)))
        case ast.Call(func=ast.Attribute(value=ast.Attribute(attr="str"), attr="len")):
            return True
    return False


def is_table_of_levels(node: ast.AST) -> bool:
    """A mapping from levels to widths or names, or the columns of a place written out."""
    match node:
        case ast.Dict(keys=keys, values=values):
            levels = [key.value for key in keys if isinstance(key, ast.Constant) and key.value in ALL_LEVELS]
            words = [value for value in values if isinstance(value, ast.Call) or is_width_or_name(value)]
            return len(levels) > 1 and len(words) == len(values)
        case ast.Tuple(elts=items) | ast.List(elts=items) | ast.Set(elts=items):
            columns = [
                item for item in items if isinstance(item, ast.Constant) and item.value in PLACE_COLUMNS.values()
            ]
            return len(columns) > 2
    return False


def is_width_or_name(node: ast.expr) -> bool:
    return isinstance(node, ast.Constant) and type(node.value) in (int, str) and node.value not in ALL_LEVELS


def names_a_level(node: ast.AST) -> bool:
    return isinstance(node, ast.Constant) and node.value in _LEVEL_WORDS


def asks_for_all_desa(node: ast.AST) -> bool:
    if not (isinstance(node, ast.BoolOp) and isinstance(node.op, ast.And)):
        return False
    text = ast.unparse(node)
    return "'adm4'" in text and re.search(r"== COUNTRY|'adm0'|'00'|is_country", text) is not None


RULES = {
    "sliced by number": is_sliced_by_number,
    "taken apart, joined or padded": is_taken_at_dots,
    "measured": is_measured,
    "a table of levels": is_table_of_levels,
    "the name of a level": names_a_level,
    "all desa of the country": asks_for_all_desa,
}


def offences(source: str) -> Iterator[tuple[str, str, int]]:
    """Rule, code and line of whatever belongs into the home."""
    for node in ast.walk(ast.parse(source)):
        for rule, holds in RULES.items():
            if holds(node):
                yield rule, ast.unparse(node), getattr(node, "lineno", 0)


def test_codes_and_levels_are_left_to_their_home() -> None:
    """``ucjmap/codes.py`` or ``ucjmap/levels.py`` has a function for whatever stands here."""
    astray = [
        (name, *offence)
        for path in FILES
        for name in [path.relative_to(PACKAGE).as_posix()]
        for offence in offences(path.read_text(encoding="utf-8"))
        if offence[1] not in ALLOWED.get(name, {})
    ]
    assert astray == []


def test_nothing_is_allowed_that_is_gone() -> None:
    for name, allowed in ALLOWED.items():
        written = {code for _, code, _ in offences((PACKAGE / name).read_text(encoding="utf-8"))}
        assert set(allowed) <= written, name


@pytest.mark.parametrize(
    ("source", "rule"),
    [
        ("code[:5]", "sliced by number"),
        ("row['unit_code'][3:5]", "sliced by number"),
        ("str(row.code)[-2:]", "sliced by number"),
        ("areas.index.str[:8]", "sliced by number"),
        ("area.split('.')[:2]", "taken apart, joined or padded"),
        ("'.'.join(blocks)", "taken apart, joined or padded"),
        ("scope.count('.')", "taken apart, joined or padded"),
        ("part.zfill(3)", "taken apart, joined or padded"),
        ("len(read.digits) == 7", "measured"),
        ("rows['unit_code'].str.len()", "measured"),
        ("{'adm1': 2, 'adm2': 4}", "a table of levels"),
        ("{'adm1': N_('Province'), 'adm2': N_('Regency')}", "a table of levels"),
        ("['village', 'district', 'regency']", "a table of levels"),
        ("t('Kecamatan')", "the name of a level"),
        ("code == COUNTRY and level == 'adm4'", "all desa of the country"),
    ],
)
def test_each_rule_sees_what_it_forbids(source: str, rule: str) -> None:
    assert rule in {found for found, _, _ in offences(source)}


@pytest.mark.parametrize("source", ["codes[:3]", "name.split()", "', '.join(names)", "len(codes)", f"{LEVELS[1:]!r}"])
def test_what_is_no_code_is_left_alone(source: str) -> None:
    assert not list(offences(source))
