"""Loading a file in two steps: a trial run that shows what would be stored, then the button that stores it."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import Any

import streamlit as st

from ucjmap.app.shell import ask_name, progress_bar, saved
from ucjmap.errors import UCJMapError
from ucjmap.words import Lang, say, say_error

#: An import that only lacks the file, ``dry_run``, ``created_by`` and ``progress``.
Run = Callable[..., Any]


@dataclass(frozen=True)
class Trial:
    """A file that was tried; ``report`` is what the run gave, ``content`` is dropped once it is stored."""

    name: str
    content: bytes | None
    run: Run
    report: Any
    stored: bool = False


def begin(lang: Lang, key: str, name: str, content: bytes | None, run: Run) -> None:
    """Try a file (None where the run needs none) and keep the outcome in the session under ``key``."""
    st.session_state.pop(key, None)
    trial = Trial(name, content, run, None)
    if (report := _run(lang, trial, dry_run=True)) is not None:
        st.session_state[key] = replace(trial, report=report)


def current(key: str) -> Trial | None:
    """The file that was tried last."""
    trial: Trial | None = st.session_state.get(key)
    return trial


def offer_to_store(lang: Lang, key: str, trial: Trial) -> None:
    """The field for the name and the buttons below a trial run."""
    t = partial(say, lang)
    who = ask_name(lang, key)
    with st.container(horizontal=True):
        store = st.button(t("Store"), type="primary", key=f"store-{key}")
        cancel = st.button(t("Cancel"), key=f"cancel-{key}")
    if cancel:
        del st.session_state[key]
        st.rerun()
    if store and (report := _run(lang, trial, dry_run=False, created_by=who)) is not None:
        st.session_state[key] = Trial(trial.name, None, trial.run, report, stored=True)
        st.rerun()


def _run(lang: Lang, trial: Trial, *, dry_run: bool, created_by: str = "") -> Any:
    try:
        with progress_bar(lang) as progress:
            work = partial(trial.run, dry_run=dry_run, created_by=created_by, progress=progress)
            if trial.content is None:
                return work(None)
            with saved(trial.name, trial.content) as path:
                return work(Path(path))
    except UCJMapError as error:
        st.error(say_error(lang, error))
        return None
