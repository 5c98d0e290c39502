"""What a visitor has answered of a coverage table so far, its draft, and the buttons between the steps.

The draft is made anew whenever an answer changes; the store is touched by the last step only.
"""

import uuid
from dataclasses import dataclass, field
from functools import partial

import streamlit as st

from ucjmap import api
from ucjmap.app.data import sheet_answers
from ucjmap.app.data.open_drafts import DRAFTS
from ucjmap.app.shell import asked_store, progress_bar, saved
from ucjmap.errors import UCJMapError
from ucjmap.intake import Layout
from ucjmap.words import Lang, say, say_error


@dataclass
class Work:
    """What the visitor has answered so far; lives in the session. Its draft lies in ``DRAFTS`` under ``key``."""

    name: str
    content: bytes
    as_of: str
    source: str
    step: int = 1
    layout: Layout | None = None
    confirmed: dict[tuple[str, int], str] = field(default_factory=dict)
    expected: int | None = None
    scope: str | None = None
    answers: sheet_answers.FileAnswers = field(default_factory=sheet_answers.FileAnswers)
    note: str = ""
    import_id: int | None = None
    key: str = field(default_factory=lambda: uuid.uuid4().hex)


def give_up() -> None:
    """Forget the file; the work on it ends at its next sign of progress."""
    work: Work | None = st.session_state.pop("intake", None)
    if work is not None:
        DRAFTS.drop(work.key)


def _stop() -> None:
    give_up()
    st.session_state["intake_stopped"] = True


def make_draft(lang: Lang, work: Work) -> bool:
    """Make the draft anew for the answers of now; only what they change is computed."""
    try:
        with saved(work.name, work.content) as path, progress_bar(lang, on_cancel=_stop) as progress:
            draft = api.draft_coverage(
                asked_store(),
                path,
                as_of=work.as_of,
                layout=work.layout,
                confirmed=work.confirmed,
                expected_count=work.expected,
                scope=work.scope,
                segment=work.answers.segment,
                as_of_from=work.answers.as_of_from,
                assume=work.answers.assume,
                previous=DRAFTS.get(work.key),
                progress=progress,
            )
    except UCJMapError as error:
        st.error(say_error(lang, error))
        return False
    work.layout = draft.layout
    DRAFTS.keep(work.key, draft)
    return True


def draft_of(lang: Lang, work: Work) -> api.CoverageDraft:
    """The draft of the file, made again if it was dropped for other visitors' files."""
    draft = DRAFTS.get(work.key)
    if draft is None and make_draft(lang, work):
        draft = DRAFTS.get(work.key)
    if draft is None:
        st.stop()
    return draft


def move(lang: Lang, work: Work, *, forward: bool = True, ready: bool = True) -> None:
    """Show the buttons below a step; the one that goes forward can be pressed only when the step is ``ready``."""
    t = partial(say, lang)
    with st.container(horizontal=True):
        if forward and st.button(t("Continue"), type="primary", disabled=not ready, key=f"next-{work.step}"):
            work.step += 1
            st.rerun()
        if work.step > 1 and st.button(t("Back"), key=f"back-{work.step}"):
            work.step -= 1
            st.rerun()
        if st.button(t("Cancel"), key=f"cancel-{work.step}"):
            give_up()
            st.rerun()


def remake(lang: Lang, work: Work) -> None:
    """Make the draft anew and run the page with it; an error is shown instead."""
    if make_draft(lang, work):
        st.rerun()
