"""Work that takes longer than a click: it goes on beside the page with a bar and a button to stop it."""

from collections.abc import Callable, Hashable
from dataclasses import dataclass
from functools import partial
from typing import Any, Final, TypeVar

import streamlit as st

from ucjmap.app.shell import Task
from ucjmap.errors import N_
from ucjmap.operation import WORK
from ucjmap.schema import Progress
from ucjmap.words import Lang, say

T = TypeVar("T")
#: Work that ends within so many seconds needs no bar.
_AT_ONCE_S: Final = 0.8
_LOOK_EVERY_S: Final = 0.7


@dataclass
class Work(Task):
    """One question on its way to an answer.

    ``compute`` keeps alive what it is about, so that an ``id`` in the question means no other object meanwhile.
    """

    FAULT = (
        N_("The work could not be done because of a fault in the program."),
        N_("Choose fewer areas, and tell your administrator: the log has the details."),
    )

    question: Hashable
    compute: Callable[[Progress], Any]
    answer: Any = None

    def perform(self) -> None:
        """Find the answer."""
        with WORK.labels("running").track_inprogress():
            self.answer = self.compute(self.report)


def answer_of(lang: Lang, key: str, question: Hashable, compute: Callable[[Progress], T], *, words: str) -> T | None:
    """The answer to ``question``, kept for this visit; None while it is on its way, or when it was stopped.

    Another question under the same key stops the one before. ``compute`` runs outside the page and may not draw.

    Raises
    ------
    UCJMapError
        As ``compute`` does.
    """
    place = f"work-{key}"
    work: Work | None = st.session_state.get(place)
    if work is None or work.question != question:
        if work is not None:
            work.stopped.set()
        work = st.session_state[place] = Work(key, question, compute)
        work.start()
    work.finished.wait(_AT_ONCE_S)
    if not work.finished.is_set() and not work.stopped.is_set():
        st.fragment(_watch, run_every=_LOOK_EVERY_S)(lang, key, work, words)
        return None
    if work.error is not None:
        st.session_state.pop(place)  # what failed is tried again when it is asked for again
        raise work.error
    if work.stopped.is_set():
        st.info(say(lang, "The work was stopped; there is no result."))
        st.button(say(lang, "Try again"), on_click=st.session_state.pop, args=(place, None), key=f"again-{key}")
        return None
    answer: T = work.answer
    return answer


def _watch(lang: Lang, key: str, work: Work, words: str) -> None:
    """How far the work is; the page is drawn again once it is done."""
    if work.finished.is_set() or work.stopped.is_set():
        st.rerun()
    t = partial(say, lang)
    with st.container(horizontal=True, vertical_alignment="center"):
        st.progress(work.fraction, words)
        st.button(t("Cancel"), icon=":material/close:", on_click=work.stopped.set, key=f"stop-{key}")
