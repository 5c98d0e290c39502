"""Fields of the outreach page: what stays while its sections come and go, amounts as people type them, files."""

import datetime as dt
from collections.abc import Callable, Container
from functools import partial
from pathlib import Path
from typing import Any, TypeVar

import streamlit as st

from ucjmap.api.outreach import read_people, read_percent, read_rupiah, say_rupiah
from ucjmap.errors import UCJMapError
from ucjmap.files import make_content, media_type
from ucjmap.words import Lang, say, say_count, say_error, say_rate

T = TypeVar("T")
#: Fields whose keys begin with this are kept when their section is closed.
KEPT = "outreach-"
_SHELF, _AWAY = "shelf-of-outreach", "away-of-outreach"


def keep_fields() -> None:
    """Bring back the fields of sections that were not drawn last: Streamlit forgets a field that is not drawn.

    A field that is drawn is left alone: setting it again would discard what is being typed in the browser. One that is
    brought back while its section is still closed is set once more when it is drawn (``start_with``): the browser is
    told only of what was set in the very run that draws it, and would show the field's first choice else.
    """
    away: set[str] = st.session_state.setdefault(_AWAY, set())
    kept: dict[str, Any] = st.session_state.setdefault(_SHELF, {})
    for key, value in st.session_state.items():
        if isinstance(key, str) and key.startswith(KEPT):
            kept[key] = value
    for key, value in kept.items():
        if key not in st.session_state:
            st.session_state[key] = value
            away.add(key)


def forget_field(key: str) -> None:
    """Forget a kept field: it begins with its first value again."""
    st.session_state.pop(f"{KEPT}{key}", None)
    st.session_state.get(_SHELF, {}).pop(f"{KEPT}{key}", None)


def drop_choices(key: str, offered: Container[object]) -> None:
    """Take out of a kept field of several choices what is no longer offered."""
    chosen = st.session_state.get(f"{KEPT}{key}", [])
    left = [choice for choice in chosen if choice in offered]
    if left != chosen:
        st.session_state[f"{KEPT}{key}"] = left


def start_with(key: str, value: object) -> str:
    """Key of a kept field that begins with ``value``; what the visitor entered stays."""
    full = f"{KEPT}{key}"
    st.session_state.setdefault(full, value)
    away: set[str] = st.session_state.get(_AWAY, set())
    if full in away:
        away.discard(full)
        st.session_state[full] = st.session_state[full]
    return full


def ask_rupiah(lang: Lang, label: str, key: str, first: str, *, help_text: str | None = None) -> int | None:
    """An amount as typed; None, with the error said beneath, where it is none. What was understood is said too."""
    return _ask(lang, label, key, first, read_rupiah, partial(say_rupiah, lang), help_text)


def ask_percent(lang: Lang, label: str, key: str, first: str = "", *, help_text: str | None = None) -> float | None:
    """A percentage as typed, as a fraction; None where it is none or nothing was typed."""
    return _ask(lang, label, key, first, read_percent, lambda rate: say_rate(lang, rate, 2), help_text)


def ask_people(lang: Lang, label: str, key: str, first: str = "", *, help_text: str | None = None) -> int | None:
    """A number of people as typed; None where it is none or nothing was typed."""
    return _ask(lang, label, key, first, read_people, partial(say_count, lang), help_text)


def _ask(
    lang: Lang,
    label: str,
    key: str,
    first: str,
    read: Callable[[str], T],
    write: Callable[[T], str],
    help_text: str | None,
) -> T | None:
    text = st.text_input(label, key=start_with(key, first), max_chars=40, help=help_text)
    if not text.strip():
        return None
    try:
        amount = read(text)
    except UCJMapError as error:
        st.error(say_error(lang, error))
        return None
    st.caption(say(lang, "Understood as {amount}.", amount=write(amount)))
    return amount


def ask_day(label: str, key: str, first: dt.date) -> dt.date | None:
    """A day; None where the field is empty or half filled.

    By default the field takes only days within ten years: another one that is typed stays visible, while the previous
    value is still used.
    """
    day = st.date_input(
        label, min_value=dt.date.min, max_value=dt.date.max, key=start_with(key, first), format="DD/MM/YYYY"
    )
    return day if isinstance(day, dt.date) else None


def was_typed(key: str) -> bool:
    """Whether a field is filled."""
    return bool(str(st.session_state.get(f"{KEPT}{key}", "")).strip())


def offer_file(label: str, name: str, write: Callable[[Path], None], *, key: str) -> None:
    """A button that makes the file when it is pressed; ``write`` runs outside the page and may not draw."""
    st.download_button(
        label,
        partial(make_content, name, write),
        file_name=name,
        mime=media_type(name),
        icon=":material/download:",
        key=key,
        on_click="ignore",
    )
