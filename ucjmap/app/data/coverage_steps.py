"""Loading a coverage table in steps: file, columns, areas, checks, trial run, done.

The draft is made anew whenever an answer changes; the store is touched by the last step only.
"""

import datetime as dt
import re
import uuid
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path
from typing import Any

import pandas as pd
import streamlit as st

from ucjmap import api
from ucjmap.app.data import column_choice, sheet_answers, sheet_picture
from ucjmap.app.data.open_drafts import DRAFTS
from ucjmap.app.shell import ask_file, ask_name, known_name, plain, progress_bar, saved
from ucjmap.codes import PLACE_COLUMNS
from ucjmap.errors import N_, UCJMapError
from ucjmap.files import COVERAGE_FILES, XLSX, make_content
from ucjmap.intake import Layout, read_count
from ucjmap.levels import level_name
from ucjmap.words import Lang, say, say_count, say_date, say_error

_STEPS = (N_("File"), N_("Columns"), N_("Areas"), N_("Checks"), N_("Trial run"), N_("Done"))
_PROPOSALS_SHOWN = 25
_NONE = ""
#: What a file can say of the place of a row, from near to far.
_WRITTEN = [*reversed(PLACE_COLUMNS.values()), "code"]
_FIRST_YEAR = 1977  # the social security of workers began then, as Astek (PP 33/1977); a year before it is a slip


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


def show(lang: Lang) -> None:
    """Draw the step at hand."""
    work: Work | None = st.session_state.get("intake")
    _show_steps(lang, work.step if work else 0)
    if work is None:
        _ask_file(lang)
        return
    steps = (_show_columns, _show_areas, _show_checks, _show_trial, _show_done)
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
        # Of a day beyond the limits of the field the browser would say nothing, and send the day before it.
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
        if _make_draft(lang, work):
            st.session_state["intake"] = work
            st.rerun()


def _give_up() -> None:
    """Forget the file; the work on it ends at its next sign of progress."""
    work: Work | None = st.session_state.pop("intake", None)
    if work is not None:
        DRAFTS.drop(work.key)


def _stop() -> None:
    _give_up()
    st.session_state["intake_stopped"] = True


def _make_draft(lang: Lang, work: Work) -> bool:
    """Make the draft anew for the answers of now; only what they change is computed."""
    try:
        with saved(work.name, work.content) as path, progress_bar(lang, on_cancel=_stop) as progress:
            draft = api.draft_coverage(
                api.default_store(),
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


def _draft_of(lang: Lang, work: Work) -> api.CoverageDraft:
    """The draft of the file, made again where other visitors' files took its room."""
    draft = DRAFTS.get(work.key)
    if draft is None and _make_draft(lang, work):
        draft = DRAFTS.get(work.key)
    if draft is None:
        st.stop()
    return draft


def _move(lang: Lang, work: Work, *, forward: bool = True, ready: bool = True) -> None:
    """The buttons below a step."""
    t = partial(say, lang)
    with st.container(horizontal=True):
        if forward and st.button(t("Continue"), type="primary", disabled=not ready, key=f"next-{work.step}"):
            work.step += 1
            st.rerun()
        if work.step > 1 and st.button(t("Back"), key=f"back-{work.step}"):
            work.step -= 1
            st.rerun()
        if st.button(t("Cancel"), key=f"cancel-{work.step}"):
            _give_up()
            st.rerun()


def _show_columns(lang: Lang, work: Work) -> None:
    t = partial(say, lang)
    draft = _draft_of(lang, work)
    st.subheader(t("What does the file say?"), anchor=False)
    if sheet_answers.ask_sentence(lang, draft, work.answers):
        _remake(lang, work)
    if sheet_answers.ask_claims(lang, draft, work.answers):
        _remake(lang, work)
    sheet_picture.show(lang, api.picture_of(draft))
    has_data = bool(draft.rows["status"].notna().any())
    if not has_data:
        st.error(t("The table has a heading, but no row of data below it. Check the file and load it again."))
    st.subheader(t("What do the columns mean?"), anchor=False)
    st.caption(
        t(
            "File {file}: {rows} rows with data. Correct what was guessed wrongly; it is remembered for the next file of this shape.",
            file=plain(work.name),
            rows=say_count(lang, int(draft.rows["status"].notna().sum())),
        )
    )
    clear = all(column.sure for column in draft.layout.columns) and draft.layout.shape != "list"
    with st.expander(t("Meaning of each column"), expanded=not clear or bool(draft.layout.alike()), key="meanings"):
        chosen = column_choice.ask(lang, draft)
    is_number = True
    if draft.layout.shape == "list":
        expected, is_number = _ask_expected(lang, work)
        scope = _ask_scope(lang, draft)
        if is_number and (expected, scope) != (work.expected, work.scope or draft.scope):
            work.expected, work.scope = expected, scope
            _remake(lang, work)
    if chosen != draft.layout:
        work.layout = chosen
        _remake(lang, work)
    for columns in draft.layout.alike():
        st.error(
            t(
                "The columns {columns} have the same meaning: {meaning}. Keep it for one of them and choose another for the rest.",
                columns=plain(", ".join(column.heading or str(column.index + 1) for column in columns)),
                meaning=column_choice.describe(lang, columns[0].meaning),
            )
        )
    if draft.ledger.open:
        st.warning(t("Answer the questions above first: nothing is stored while one of them is open."))
    _move(lang, work, ready=has_data and is_number and not draft.layout.alike() and not draft.ledger.open)


def _ask_expected(lang: Lang, work: Work) -> tuple[int | None, bool]:
    """How many desa a list ought to name, and whether the answer can be understood."""
    t = partial(say, lang)
    text = st.text_input(
        t("How many desa does the list name? (optional, to compare)"),
        value="" if work.expected is None else say_count(lang, work.expected),
        placeholder=t("e.g. 334, or 334 of 2,047"),
    ).strip()
    if not text:
        return None, True
    # "334 dari 2.047": the second figure is all desa of the area, which the register knows.
    count = read_count(
        re.split(r"\b(?:dari|of)\b|/", text, maxsplit=1, flags=re.I)[0].lower().replace("desa", "").strip()
    )
    if count.value is None or count.value < 0 or count.value % 1:
        st.warning(t('"{text}" is not a number of desa. Write it as 334.', text=plain(text)))
        return work.expected, False
    return int(count.value), True


def _ask_scope(lang: Lang, draft: api.CoverageDraft) -> str | None:
    """The area that a list is about: a kabupaten or province of the desa that it names."""
    tree = api.area_tree(api.default_store())
    named = draft.rows.loc[draft.rows["status"] == "matched", "matched_code"]
    around = {above for code in named for above in tree.path(code)[1:3]}
    choices = sorted({*around, *filter(None, [draft.scope])})
    return st.selectbox(
        say(lang, "The list is about the whole of"),
        choices,
        choices.index(draft.scope) if draft.scope else None,
        format_func=lambda code: f"{tree.name(code)} ({code})",
    )


def _remake(lang: Lang, work: Work) -> None:
    if _make_draft(lang, work):
        st.rerun()


def _show_areas(lang: Lang, work: Work) -> None:
    t = partial(say, lang)
    draft = _draft_of(lang, work)
    counts = draft.counts()
    st.subheader(t("Which area does each row mean?"), anchor=False)
    boxes = st.columns(4)
    for box, key, label in zip(
        boxes,
        ("matched", "proposed", "refused", "skipped"),
        (t("Found"), t("To be confirmed"), t("Refused"), t("Titles and totals")),
        strict=True,
    ):
        box.metric(label, say_count(lang, counts[key]), border=True)
    st.caption(api.say_account(lang, counts))
    proposed = draft.rows[draft.rows["status"] == "proposed"]
    if len(proposed):
        _accept_groups(lang, work, draft)
        _ask_proposals(lang, work, proposed)
    _show_other_spellings(lang, draft)
    refused = draft.rows[draft.rows["status"] == "refused"]
    if len(refused):
        st.markdown(f"**{t('Rows that will not be stored')}**")
        st.dataframe(_open_rows(lang, draft, refused), hide_index=True)
    _move(lang, work)


def _show_other_spellings(lang: Lang, draft: api.CoverageDraft) -> None:
    """Rows that were found although the file writes them otherwise, to be looked over."""
    t = partial(say, lang)
    rows = draft.rows[(draft.rows["status"] == "matched") & ~draft.rows["method"].isin(["exact", "code", "confirmed"])]
    if rows.empty:
        return
    tree = api.area_tree(api.default_store())
    written = rows[_WRITTEN].astype(object)
    with st.expander(
        t("Found under another spelling or code: {count}", count=say_count(lang, len(rows))),
        expanded=True,
        key="other-spellings",
    ):
        st.dataframe(
            pd.DataFrame(
                {
                    t("Row"): rows["row"],
                    t("In the file"): [", ".join(filter(_is_text, texts)) for texts in written.to_numpy()],
                    t("Area"): [tree.name(code) for code in rows["matched_code"]],
                    level_name(lang, "adm3"): [tree.name(tree.path(code)[-2]) for code in rows["matched_code"]],
                    t("Code"): rows["matched_code"],
                }
            ),
            hide_index=True,
        )


def _accept_groups(lang: Lang, work: Work, draft: api.CoverageDraft) -> None:
    """Questions of one cause in a group, with one answer for all rows whose names agree with an area."""
    t = partial(say, lang)
    for group in api.group_open_rows(draft.rows, api.area_tree(api.default_store())):
        if len(group.agreeing) < 2:
            continue
        with st.container(border=True, key=f"group-{group.reason}"):
            cause = api.say_reason(lang, group.reason, '{"candidates": "…"}')
            examples = ", ".join(group.examples)
            st.markdown(f"**{t('{count} rows', count=say_count(lang, group.count))}:** {plain(cause)}")
            st.caption(t("For example: {names}", names=plain(examples)))
            label = t("Take the areas whose names agree ({count} rows)", count=say_count(lang, len(group.agreeing)))
            if st.button(label, key=f"accept-{group.reason}"):
                work.confirmed.update(group.agreeing)
                _remake(lang, work)


def _ask_proposals(lang: Lang, work: Work, proposed: pd.DataFrame) -> None:
    t = partial(say, lang)
    tree = api.area_tree(api.default_store())

    def describe(code: str) -> str:
        if code == _NONE:
            return t("not decided: the row is not stored")
        within = " / ".join(tree.name(above) for above in reversed(tree.path(code)[1:-1]))
        return f"{tree.name(code)} — {within} ({code})"

    st.markdown(f"**{t('Rows whose area has to be confirmed')}**")
    with st.form("proposals"):
        answers = {}
        for row in proposed.head(_PROPOSALS_SHOWN).to_dict("records"):
            key = (row["sheet"], int(row["row"]))
            words = [row[name] for name in _WRITTEN if _is_text(row[name])]
            label = f"{t('Row')} {key[1]}: {plain(', '.join(words))}"
            answers[key] = st.selectbox(label, [_NONE, *row["candidates"]], format_func=describe, key=f"proposal-{key}")
        if len(proposed) > _PROPOSALS_SHOWN:
            st.caption(t("{count} more follow after these.", count=say_count(lang, len(proposed) - _PROPOSALS_SHOWN)))
        sent = st.form_submit_button(t("Confirm the choices"))
    chosen = {key: code for key, code in answers.items() if code != _NONE}
    if sent and chosen:
        work.confirmed.update(chosen)
        _remake(lang, work)
    elif sent:
        st.warning(t("Choose an area for at least one row."))


def _is_text(value: Any) -> bool:
    return isinstance(value, str) and bool(value)


def _open_rows(lang: Lang, draft: api.CoverageDraft, rows: pd.DataFrame) -> pd.DataFrame:
    lines = draft.issues[draft.issues["severity"] == "error"].dropna(subset=["row"])
    reasons: dict[tuple[str, int], str] = {}
    for line in lines.itertuples():
        reasons.setdefault((line.sheet, int(line.row)), api.say_reason(lang, line.reason, line.detail))
    keys = [(sheet, int(row)) for sheet, row in zip(rows["sheet"], rows["row"], strict=True)]
    return pd.DataFrame(
        {
            say(lang, "Sheet"): rows["sheet"],
            say(lang, "Row"): rows["row"],
            **{level_name(lang, level): rows[PLACE_COLUMNS[level]].fillna("") for level in ("adm4", "adm3", "adm2")},
            say(lang, "Code"): rows["code"].fillna(""),
            say(lang, "Reason"): [reasons.get(key, "") for key in keys],
        }
    )


def _show_checks(lang: Lang, work: Work) -> None:
    t = partial(say, lang)
    draft = _draft_of(lang, work)
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
    _move(lang, work, ready=accepted and not draft.is_blocked)


def _report_bytes(lang: Lang, draft: api.CoverageDraft) -> bytes:
    return make_content(f"report.{XLSX}", partial(api.write_report, draft, lang=lang))


def _show_trial(lang: Lang, work: Work) -> None:
    t = partial(say, lang)
    draft = _draft_of(lang, work)
    if work.import_id is not None:
        # A second click on the button that stores broke off the run of the first, which had stored already.
        work.step += 1
        st.rerun()
    if draft.is_outdated(api.default_store()) and _make_draft(lang, work):
        draft = _draft_of(lang, work)
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
                    api.default_store(), draft, source=work.source, note=work.note, created_by=who
                )
            except UCJMapError as error:
                st.error(say_error(lang, error))
                return
            work.step += 1
            st.rerun()
    _move(lang, work, forward=False)


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
            _give_up()
            st.rerun()
        if work.import_id is not None and st.button(t("Undo this import")):
            api.undo_import(api.default_store(), work.import_id, undone_by=known_name())
            st.session_state["intake"] = replace(work, step=work.step - 1, import_id=None)
            _make_draft(lang, st.session_state["intake"])
            st.rerun()
