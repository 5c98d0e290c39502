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
    """What Streamlit's field for files knows in English only: its button, and why a file was not taken."""
    chip = '[data-testid="stFileChip"]'
    texts = {
        '[data-testid="stFileUploaderDropzone"] button [data-testid="stMarkdownContainer"] p': N_("Choose a file"),
        # One whose sending failed is a button that sends it again; why another was refused the sheet cannot tell apart.
        f'{chip}[role="button"] > [role="alert"]': N_("The file could not be sent. Click to try again."),
        f'{chip}:not([role]) > [role="alert"]': N_("The file was not taken: it is too large, or of another kind."),
    }
    return "".join(_replaced(f'html[lang="id"] {text}', say("id", words)) for text, words in texts.items())


def _replaced(text: str, words: str) -> str:
    return f'{text} {{ font-size: 0; }}\n{text}::after {{ content: "{words}"; font-size: .875rem; }}\n'
