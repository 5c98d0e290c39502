"""The style sheet of the pages, which `ucjmap.web.first_page` puts into them from their first byte on."""

from pathlib import Path

from ucjmap.render import tokens_css

_FOLDER = Path(__file__).parent / "style"
_SHEETS = ("page", "stage", "narrow", "present", "embed", "print")


def page_style() -> str:
    """Tokens, then the sheets in the order in which they override each other."""
    return tokens_css() + "".join((_FOLDER / f"{name}.css").read_text("utf-8") for name in _SHEETS)
