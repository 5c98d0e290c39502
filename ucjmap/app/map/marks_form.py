"""The marks of a view as a form: those there are, and one more on an area of the map."""

from collections.abc import Mapping
from functools import partial
from typing import Final

import streamlit as st

from ucjmap import api
from ucjmap.app.shell import plain
from ucjmap.errors import N_
from ucjmap.words import Lang, say

MARK_NAMES: Final[dict[api.MarkKind, str]] = {
    "arrow": N_("Arrow"),
    "circle": N_("Ring"),
    "label": N_("Label"),
}


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


def marks_form(
    lang: Lang, names: Mapping[str, str], marks: tuple[api.Mark, ...], *, key: str, first: str | None = None
) -> tuple[api.Mark, ...]:
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
    tuple of Mark
        The marks as they are set now.
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
    if len(own) < api.MOST_MARKS:
        _add_one(lang, names, key, kept, first)
    return own


def _add_one(lang: Lang, names: Mapping[str, str], key: str, kept: str, first: str | None) -> None:
    t, codes = partial(say, lang), list(names)
    kind = st.selectbox(
        t(N_("Mark")), list(MARK_NAMES), format_func=lambda kind: t(MARK_NAMES[kind]), key=f"{key}-kind"
    )
    at = codes.index(first) if first in codes else None
    code = st.selectbox(
        t(N_("on the area")), codes, at, format_func=lambda code: names[code], placeholder=t(N_("Choose an area")),
        key=f"{key}-area",
    )  # fmt: skip
    label = N_("Words of the label") if kind == "label" else N_("Words beside it (may stay empty)")
    text = st.text_input(t(label), max_chars=api.LONGEST_MARK, key=f"{key}-text-{kind == 'label'}")
    if st.button(t(N_("Add the mark")), key=f"{key}-add", icon=":material/add:"):
        if code is None or (kind == "label" and not text.strip()):
            st.warning(t(N_("Choose an area; a label needs words.")))
            return
        st.session_state[kept] = (*st.session_state[kept], api.Mark(kind, code, text.strip()))
        st.rerun(scope="fragment")


def _drop(kept: str, place: int) -> None:
    own = st.session_state[kept]
    st.session_state[kept] = (*own[:place], *own[place + 1 :])
