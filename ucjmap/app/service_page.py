"""How the service is, for whoever may change its data; it is reached from the history, not from the menu."""

from functools import partial
from typing import Final

import streamlit as st

from ucjmap.app.shell import asked_store, page_lang, say_read_only
from ucjmap.errors import N_
from ucjmap.operation import ConditionReport, report_condition
from ucjmap.words import Lang, say, say_count, say_error

_OUTCOMES: Final = {
    "done": N_("done"),
    "tried": N_("only tried"),
    "refused": N_("refused"),
    "failed": N_("failed"),
    "stopped": N_("stopped"),
}


def show() -> None:
    """Draw the page."""
    lang = page_lang()
    st.title(say(lang, N_("Service")), anchor=False)
    store = asked_store()
    if say_read_only(store, lang):
        return
    report = report_condition(store)
    if report.hindrance is None:
        st.success(say(lang, N_("The store can be used.")), icon=":material/check_circle:")
    else:
        st.error(say_error(lang, report.hindrance))
    st.table(_rows(lang, report), border="horizontal")


def _rows(lang: Lang, report: ConditionReport) -> dict[str, str]:
    t = partial(say, lang)
    unknown = t(N_("not known here"))
    imports = ", ".join(
        f"{t(word)}: {say_count(lang, report.imports[outcome])}"
        for outcome, word in _OUTCOMES.items()
        if outcome in report.imports
    )
    minutes = int(report.running_for.total_seconds() // 60)
    return {
        t(N_("Version")): report.version,
        t(N_("Running for")): t(
            N_("{days} days, {hours} hours, {minutes} minutes"),
            days=minutes // 1440,
            hours=minutes // 60 % 24,
            minutes=minutes % 60,
        ),
        t(N_("Memory of this process")): _size(lang, report.memory),
        t(N_("Size of the store")): unknown if report.store_size is None else _size(lang, report.store_size),
        t(N_("Free space on the disk of the store")): unknown
        if report.disk_free is None
        else _size(lang, report.disk_free),
        t(N_("Work beside the pages")): say_count(lang, report.work),
        t(N_("Imports since the start")): imports or say_count(lang, 0),
    }


def _size(lang: Lang, number: int) -> str:
    return f"{say_count(lang, number / 1e6)} MB"
