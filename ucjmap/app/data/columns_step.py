"""The step that settles what the file says and what its columns mean."""

import re
from functools import partial

import streamlit as st

from ucjmap import api
from ucjmap.app.data import column_choice, sheet_answers, sheet_picture
from ucjmap.app.data.coverage_work import Work, draft_of, move, remake
from ucjmap.app.shell import asked_store, plain
from ucjmap.intake import read_count
from ucjmap.words import Lang, say, say_count


def show_columns(lang: Lang, work: Work) -> None:
    """Draw the step: what the file says of itself, a picture of its rows, and the meaning of each column."""
    t = partial(say, lang)
    draft = draft_of(lang, work)
    st.subheader(t("What does the file say?"), anchor=False)
    if sheet_answers.ask_sentence(lang, draft, work.answers):
        remake(lang, work)
    if source := api.say_source(lang, draft):
        st.caption(plain(source))
    if sheet_answers.ask_claims(lang, draft, work.answers):
        remake(lang, work)
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
            remake(lang, work)
    if chosen != draft.layout:
        work.layout = chosen
        remake(lang, work)
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
    move(lang, work, ready=has_data and is_number and not draft.layout.alike() and not draft.ledger.open)


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
    tree = api.area_tree(asked_store())
    named = draft.rows.loc[draft.rows["status"] == "matched", "matched_code"]
    around = {above for code in named for above in tree.path(code)[1:3]}
    choices = sorted({*around, *filter(None, [draft.scope])})
    return st.selectbox(
        say(lang, "The list is about the whole of"),
        choices,
        choices.index(draft.scope) if draft.scope else None,
        format_func=lambda code: f"{tree.name(code)} ({code})",
    )
