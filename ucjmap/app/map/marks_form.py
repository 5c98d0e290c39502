"""The marks of a view as a form: those there are, and one more on an area of the map."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial
from typing import Final

import streamlit as st

from ucjmap import api
from ucjmap.app.shell import plain, run_anew
from ucjmap.errors import N_, UsageError
from ucjmap.words import Lang, say

MARK_NAMES: Final[dict[api.MarkKind, str]] = {
    "arrow": N_("Arrow"),
    "circle": N_("Ring"),
    "label": N_("Label"),
}
_INCOMPLETE: Final = N_("Choose an area; a label needs words.")


def area_names(answer: api.MapAnswer) -> dict[str, str]:
    """Areas on a map by code, in words that tell namesakes apart.

    Returns
    -------
    dict
        Code to name and, where the map knows it, the area that it lies in. In the order of the codes of the answer.
    """
    groups = answer.areas.groups or ("",) * len(answer.areas)
    rows = zip(answer.areas.codes.tolist(), answer.areas.names.tolist(), groups, strict=True)
    return {code: f"{name} ({group})" if group else name for code, name, group in rows}


@dataclass(frozen=True)
class MarksGiven:
    """What the form holds: the marks that were added, and the one that was begun in its fields, if any.

    The code of one that was begun is empty until an area is chosen.
    """

    added: tuple[api.Mark, ...]
    begun: api.Mark | None = None

    def take_all(self) -> tuple[api.Mark, ...]:
        """Every mark, also the one that was begun: what stands in the fields is meant.

        Raises
        ------
        UsageError
            It has no area, or is a label without words.
        """
        if self.begun is None:
            return self.added
        if not _is_whole(self.begun):
            raise UsageError(
                "unfinished_mark",
                N_("Nothing was saved yet: a mark was begun that has no area, or is a label without words."),
                N_("Finish the mark or discard it, and save again."),
            )
        return (*self.added, self.begun)


def _is_whole(mark: api.Mark) -> bool:
    return bool(mark.code) and (mark.kind != "label" or bool(mark.text))


def marks_form(
    lang: Lang, names: Mapping[str, str], marks: tuple[api.Mark, ...], *, key: str, first: str | None = None
) -> MarksGiven:
    """Show the marks of a view, with a button to remove each and fields for one more.

    Parameters
    ----------
    names
        Areas of the map, as `area_names` gives them: marks can be put on these.
    marks
        Those that the form begins with; later it keeps to what the visitor made of them.
    key
        Of the form in the session, another one for each view.
    first
        Code of the area that is offered first; None: the visitor has to choose.

    Returns
    -------
    MarksGiven
        The marks as they are set now, and the one that was begun.
    """
    t, kept = partial(say, lang), f"{key}-marks"
    if kept not in st.session_state:
        st.session_state[kept] = marks
    own: tuple[api.Mark, ...] = st.session_state[kept]
    for place, mark in enumerate(own):
        with st.container(horizontal=True, vertical_alignment="center", key=f"{key}-mark-{place}"):
            words = ": ".join(filter(None, [names.get(mark.code, mark.code), mark.text]))
            st.markdown(f"**{t(MARK_NAMES[mark.kind])}** {plain(words)}")
            st.button(
                t(N_("Remove mark")), key=f"{key}-drop-{place}", icon=":material/delete:", type="tertiary",
                on_click=_drop, args=(kept, place),
            )  # fmt: skip
    if len(own) >= api.MOST_MARKS:
        return MarksGiven(own)
    return MarksGiven(own, _one_more(lang, names, kept, first))


def _one_more(lang: Lang, names: Mapping[str, str], kept: str, first: str | None) -> api.Mark | None:
    """The fields of one more mark; None while they are as they were offered."""
    t, codes, turn = partial(say, lang), list(names), _turn(kept)
    # Each mark begins with fields of its own: a field that is to be empty again keeps its key no more.
    key = f"{kept}-{st.session_state.get(turn, 0)}"
    kind = st.selectbox(
        t(N_("Mark")), list(MARK_NAMES), format_func=lambda kind: t(MARK_NAMES[kind]), key=f"{key}-kind"
    )
    at = codes.index(first) if first in codes else None
    code = st.selectbox(
        t(N_("on the area")), codes, at, format_func=lambda code: names[code], placeholder=t(N_("Choose an area")),
        key=f"{key}-area",
    )  # fmt: skip
    label = N_("Words of the label") if kind == "label" else N_("Words beside it (may stay empty)")
    text = st.text_input(t(label), max_chars=api.LONGEST_MARK, key=f"{key}-text-{kind == 'label'}").strip()
    mark = api.Mark(kind, code or "", text)
    offered = api.Mark(next(iter(MARK_NAMES)), codes[at] if at is not None else "")
    is_begun = mark != offered and bool(mark.code or mark.text)  # the kind alone says nothing yet
    with st.container(horizontal=True, key=f"{key}-tools"):
        if st.button(t(N_("Add the mark")), key=f"{key}-add", icon=":material/add:"):
            _add(lang, kept, mark)
        if is_begun:
            discard = N_("Discard the mark")
            st.button(t(discard), key=f"{key}-discard", type="tertiary", icon=":material/close:", on_click=_begin_anew, args=(kept,))  # fmt: skip
    if is_begun and _is_whole(mark):
        st.caption(t(N_("This mark is saved with the view, also without being added here.")))
    return mark if is_begun else None


def _add(lang: Lang, kept: str, mark: api.Mark) -> None:
    if not _is_whole(mark):
        st.warning(say(lang, _INCOMPLETE))
        return
    st.session_state[kept] = (*st.session_state[kept], mark)
    _begin_anew(kept)
    run_anew()


def _begin_anew(kept: str) -> None:
    st.session_state[_turn(kept)] = st.session_state.get(_turn(kept), 0) + 1


def _turn(kept: str) -> str:
    return f"{kept}-turn"


def _drop(kept: str, place: int) -> None:
    own = st.session_state[kept]
    st.session_state[kept] = (*own[:place], *own[place + 1 :])
