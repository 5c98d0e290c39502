"""Files that a visitor uploads, and a progress bar for work on them."""

import contextlib
import tempfile
from collections.abc import Iterator
from pathlib import Path, PurePath

import streamlit as st

from ucjmap.schema import Progress
from ucjmap.words import Lang, say


@contextlib.contextmanager
def saved(name: str, content: bytes | memoryview) -> Iterator[Path]:
    """An upload as a file under its own name in a folder of its own, deleted afterwards."""
    with tempfile.TemporaryDirectory(prefix="ucjmap-") as folder:
        # The name comes from outside: only its last part is used, so that it cannot point elsewhere.
        path = Path(folder) / (PurePath(name.replace("\\", "/")).name or "file")
        path.write_bytes(content)
        yield path


@contextlib.contextmanager
def progress_bar(lang: Lang) -> Iterator[Progress]:
    """A bar in the page; leaving the page or pressing stop ends the work, and nothing is stored then."""
    text = say(lang, "Working… Leaving the page cancels; nothing is stored until it is done.")
    bar = st.progress(0.0, text)

    def report(done: int, total: int, _what: str) -> None:
        bar.progress(min(done / total, 1.0) if total else 0.0, text)

    try:
        yield report
    finally:
        bar.empty()
