"""The style sheet of the pages, which `ucjmap.web.first_page` puts into them from their first byte on."""

from pathlib import Path

from ucjmap.errors import N_
from ucjmap.render import tokens_css
from ucjmap.words import say

_FOLDER = Path(__file__).parent / "style"
_SHEETS = ("page", "stage", "narrow", "present", "embed", "print")


def page_style() -> str:
    """The style sheet of all pages.

    Returns
    -------
    str
        CSS: tokens, then the sheets in the order in which they override each other.
    """
    sheets = "".join((_FOLDER / f"{name}.css").read_text("utf-8") for name in _SHEETS)
    return tokens_css() + sheets + _uploader_words()


def _uploader_words() -> str:
    """Streamlit's button for files knows English only."""
    text = 'html[lang="id"] [data-testid="stFileUploaderDropzone"] button [data-testid="stMarkdownContainer"] p'
    words = say("id", N_("Choose a file"))
    return f'{text} {{ font-size: 0; }}\n{text}::after {{ content: "{words}"; font-size: .875rem; }}\n'
