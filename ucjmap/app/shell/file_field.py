"""The field for a file: Streamlit says what it takes in English only, so that is said here."""

from collections.abc import Sequence
from typing import Any

import streamlit as st
from streamlit.runtime.uploaded_file_manager import UploadedFile

from ucjmap.errors import N_
from ucjmap.settings import get_settings
from ucjmap.words import Lang, say


def ask_file(
    lang: Lang, label: str, types: Sequence[str], *, most_mb: int | None = None, **field: Any
) -> UploadedFile | None:
    """The file that the visitor chose.

    Parameters
    ----------
    lang, label
        Language of the page, and what the file is, already in it.
    types
        Endings of the files that are taken.
    most_mb
        Largest file in megabytes, checked when it is read; by default that of the settings.
    field
        What else `streamlit.file_uploader` takes.
    """
    largest = get_settings().max_upload_mb
    most = largest if most_mb is None else most_mb
    # One more, where what reads the file says by itself that it is too large: Streamlit says it in English.
    taken = min(most + 1, largest)
    with st.container(gap=None):
        chosen: UploadedFile | None = st.file_uploader(label, type=list(types), max_upload_size=taken, **field)
        names = ", ".join(dict.fromkeys(ending.lstrip(".").upper() for ending in types))
        st.caption(say(lang, N_("At most {most} MB per file: {types}"), most=most, types=names))
    return chosen
