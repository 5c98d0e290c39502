"""What a person opened on a page stays open when something above it comes or goes."""

import ast
from pathlib import Path

APP = Path(__file__).parents[2] / "ucjmap" / "app"


def test_every_expander_has_a_key() -> None:
    """Without a key it is known by its place: one message more above it, and it is drawn anew and shut."""
    without = [
        f"{path.relative_to(APP)}:{call.lineno}"
        for path in APP.rglob("*.py")
        for call in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(call, ast.Call)
        and isinstance(call.func, ast.Attribute)
        and call.func.attr == "expander"
        and not any(word.arg == "key" for word in call.keywords)
    ]
    assert without == []
