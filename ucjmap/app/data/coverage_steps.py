"""Loading a coverage table in steps: file, columns, areas, checks, trial run, done."""

import datetime as dt
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

import pandas as pd
import streamlit as st

from ucjmap import api
from ucjmap.app.data.areas_step import show_areas
from ucjmap.app.data.columns_step import show_columns
from ucjmap.app.data.coverage_work import Work, draft_of, give_up, make_draft, move
from ucjmap.app.shell import ask_file, ask_name, asked_store, known_name, plain
from ucjmap.errors import N_, UCJMapError
from ucjmap.files import COVERAGE_FILES, XLSX, make_content
from ucjmap.words import Lang, say, say_count, say_date, say_error

_STEPS = (N_("File"), N_("Columns"), N_("Areas"), N_("Checks"), N_("Trial run"), N_("Done"))
_FIRST_YEAR = 1977  # the social security of workers began then, as Astek (PP 33/1977); a year before it is a slip


def show(lang: Lang) -> None:
    """Draw the step at hand."""
    work: Work | None = st.session_state.get("intake")
    _show_steps(lang, work.step if work else 0)
    if work is None:
        _ask_file(lang)
        return
    steps = (show_columns, show_areas, _show_checks, _show_trial, _show_done)
    steps[work.step - 1](lang, work)


def _show_steps(lang: Lang, current: int) -> None:
    words = [
        f"**{number + 1}. {say(lang, name)}**" if number == current else f"{number + 1}\\. {say(lang, name)}"
        for number, name in enumerate(_STEPS)
    ]
    st.markdown(" → ".join(words))


def _ask_file(lang: Lang) -> None:
    t = partial(say, lang)
    st.markdown(
        t(
            "Load your office's own table as it is: XLSX, XLS, ODS or CSV, with the name or the code of each area. "
            "Nothing is stored before the last step."
        )
    )
    if st.session_state.pop("intake_stopped", False):
        st.info(t("The work was stopped; nothing was stored."))
    with st.form("coverage"):
        upload = ask_file(lang, t("Coverage table"), COVERAGE_FILES)
        left, right = st.columns(2)
        # For a day beyond the limits of the field the browser shows no error and sends the previous value.
        as_of = left.date_input(
            t("As-of date of the data"),
            value=None,
            min_value=dt.date.min,
            max_value=dt.date.max,
            format="DD/MM/YYYY",
        )
        source = right.text_input(t("Source"), placeholder=t("e.g. BPJS Ketenagakerjaan, Pontianak branch"))
        sent = st.form_submit_button(t("Continue"), type="primary")
    if not sent:
        return
    if upload is None:
        st.warning(t("Choose a file first: XLSX, XLS, ODS or CSV; a PDF or a photo cannot be read."))
    elif as_of is None or as_of.year < _FIRST_YEAR:
        st.warning(t("Give the date that the figures are of: day, month and a year of four digits, e.g. 31/12/2025."))
    elif as_of > dt.date.today():
        st.warning(t("The date {date} lies in the future.", date=say_date(lang, as_of)))
    elif not source.strip():
        st.warning(t("Say where the data come from; it is printed on every map."))
    else:
        work = Work(upload.name, upload.getvalue(), as_of.isoformat(), source.strip())
        if make_draft(lang, work):
            st.session_state["intake"] = work
            st.rerun()


def _show_checks(lang: Lang, work: Work) -> None:
    t = partial(say, lang)
    draft = draft_of(lang, work)
    st.subheader(t("Checks"), anchor=False)
    if draft.issues.empty:
        st.success(t("Nothing to complain about."))
    else:
        st.markdown(
            t(
                "{errors} errors keep their rows out; {warnings} warnings may be accepted with a note.",
                errors=say_count(lang, len(draft.errors)),
                warnings=say_count(lang, len(draft.warnings)),
            )
        )
        st.dataframe(api.issues_table(lang, draft), hide_index=True)
    st.download_button(
        t("Download the report (XLSX)"),
        partial(_report_bytes, lang, draft),
        file_name=f"{Path(work.name).stem}-laporan.xlsx",
    )
    accepted = True
    if len(draft.warnings):
        work.note = st.text_input(t("Why the warnings are acceptable"), value=work.note)
        accepted = st.checkbox(t("I accept the warnings")) and bool(work.note.strip())
    for claim in draft.ledger.open:
        st.error(plain(api.say_reason(lang, claim.question, claim.detail)))
    if draft.ledger.open:
        st.error(t("Nothing is stored while the file says something about its figures that is not settled."))
    elif draft.is_blocked:
        st.error(
            t(
                "A list is stored only when each of its rows has its desa: the desa that it does not name count as the opposite."
            )
        )
    move(lang, work, ready=accepted and not draft.is_blocked)


def _report_bytes(lang: Lang, draft: api.CoverageDraft) -> bytes:
    return make_content(f"report.{XLSX}", partial(api.write_report, draft, lang=lang))


def _show_trial(lang: Lang, work: Work) -> None:
    t = partial(say, lang)
    draft = draft_of(lang, work)
    if work.import_id is not None:
        # The second click of a double click interrupts the run of the first, which has stored already.
        work.step += 1
        st.rerun()
    if draft.is_outdated(asked_store()) and make_draft(lang, work):
        draft = draft_of(lang, work)
        st.warning(t("Something was stored or undone meanwhile; this trial run was made anew. Look at it once more."))
    counts = draft.counts()
    st.subheader(t("Trial run: what would change"), anchor=False)
    boxes = st.columns(3)
    labels = (t("New for its date"), t("Changed for its date"), t("As before"))
    for box, key, label in zip(boxes, ("new", "changed", "same"), labels, strict=True):
        box.metric(label, say_count(lang, counts[key]), border=True)
    fresh = draft.changes[draft.changes["change"] != "same"]
    if draft.changes.empty:
        st.error(t("No row of this file can be stored."))
    elif fresh.empty:
        st.info(t("Everything in this file is in the store already; nothing was changed."))
    else:
        st.dataframe(_changes_table(lang, fresh), hide_index=True)
        who = ask_name(lang, "coverage")
        if st.button(t("Store"), type="primary"):
            try:
                work.import_id = api.commit_coverage(
                    asked_store(), draft, source=work.source, note=work.note, created_by=who
                )
            except UCJMapError as error:
                st.error(say_error(lang, error))
                return
            work.step += 1
            st.rerun()
    move(lang, work, forward=False)


def _changes_table(lang: Lang, changes: pd.DataFrame) -> pd.DataFrame:
    indicators = api.load_indicators()

    def counts(numerator: float, denominator: float, date: Any = None) -> str:
        if pd.isna(numerator):
            return say(lang, "No data yet")
        text = f"{say_count(lang, numerator)} / {say_count(lang, denominator)}"
        return f"{text} ({say_date(lang, date)})" if isinstance(date, str) else text

    def segments(key: str, segment: str) -> str:
        named = indicators[key].segments
        return named[segment][lang] if segment in named else say(lang, "all")

    dates = {date: say_date(lang, date) for date in changes["as_of"].unique()}
    present = changes[["present_numerator", "present_denominator", "present_as_of"]]
    before = present.itertuples(index=False, name=None)
    after = zip(changes["numerator"], changes["denominator"], strict=True)
    return pd.DataFrame(
        {
            say(lang, "Code"): changes["unit_code"],
            say(lang, "Area"): changes["name"],
            say(lang, "Indicator"): [indicators[key].name(lang) for key in changes["indicator"]],
            say(lang, "Segment"): [
                segments(*pair) for pair in zip(changes["indicator"], changes["segment"], strict=True)
            ],
            say(lang, "As-of date"): changes["as_of"].map(dates),
            say(lang, "Now"): [counts(*pair) for pair in before],
            say(lang, "After"): [counts(*pair) for pair in after],
        }
    )


def _show_done(lang: Lang, work: Work) -> None:
    t = partial(say, lang)
    if work.import_id is None:
        st.info(t("Everything in this file is in the store already; nothing was changed."))
    else:
        st.success(t("Stored as import number {number}. The map shows it now.", number=work.import_id))
    with st.container(horizontal=True):
        if st.button(t("Load another file"), type="primary"):
            give_up()
            st.rerun()
        if work.import_id is not None and st.button(t("Undo this import")):
            api.undo_import(asked_store(), work.import_id, undone_by=known_name())
            st.session_state["intake"] = replace(work, step=work.step - 1, import_id=None)
            make_draft(lang, st.session_state["intake"])
            st.rerun()
