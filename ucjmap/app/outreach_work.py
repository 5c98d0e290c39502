"""Work that takes longer than a click: it goes on beside the page with a bar and a button to stop it."""

import logging
import threading
from collections.abc import Callable, Hashable
from dataclasses import dataclass, field
from functools import partial
from typing import Any, Final, TypeVar

import streamlit as st

from ucjmap.app.background import StoppedError
from ucjmap.errors import N_, RenderingError, UCJMapError
from ucjmap.schema import Progress
from ucjmap.words import Lang, say

T = TypeVar("T")
#: What is done so soon needs no bar.
_AT_ONCE_S: Final = 0.8
_LOOK_EVERY_S: Final = 0.7
_log = logging.getLogger(__name__)


@dataclass
class Work:
    """One question on its way to an answer.

    What ``compute`` is about is kept with it: an identity in the question belongs to no other thing meanwhile.
    """

    question: Hashable
    compute: Callable[[Progress], Any]
    fraction: float = 0.0
    answer: Any = None
    error: UCJMapError | None = None
    stopped: threading.Event = field(default_factory=threading.Event)
    finished: threading.Event = field(default_factory=threading.Event)

    def report(self, done: int, total: int, _what: str) -> None:
        """Note how far it is.

        Raises
        ------
        StoppedError
            The visitor stopped it, or asked for something else.
        """
        if self.stopped.is_set():
            raise StoppedError
        self.fraction = min(1.0, done / total) if total else 0.0


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
        work = st.session_state[place] = _start(question, compute)
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


def _start(question: Hashable, compute: Callable[[Progress], Any]) -> Work:
    work = Work(question, compute)
    threading.Thread(target=_run, args=(work,), name="ucjmap-work", daemon=True).start()
    return work


def _run(work: Work) -> None:
    try:
        work.answer = work.compute(work.report)
    except StoppedError:
        work.stopped.set()
    except UCJMapError as error:
        work.error = error
    except Exception:  # nobody is above this thread: the visitor is told, the administrator finds it in the log
        _log.exception("work failed")
        work.error = RenderingError(
            "work_failed",
            N_("The work could not be done because of a fault in the program."),
            N_("Choose fewer areas, and tell your administrator: the log has the details."),
        )
    finally:
        work.finished.set()


def _watch(lang: Lang, key: str, work: Work, words: str) -> None:
    """How far the work is; once it is done the page is drawn anew."""
    if work.finished.is_set() or work.stopped.is_set():
        st.rerun()
    t = partial(say, lang)
    with st.container(horizontal=True, vertical_alignment="center"):
        st.progress(work.fraction, words)
        st.button(t("Cancel"), icon=":material/close:", on_click=work.stopped.set, key=f"stop-{key}")
