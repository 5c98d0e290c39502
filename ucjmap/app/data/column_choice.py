"""Asking what the columns of a table mean."""

from dataclasses import replace
from functools import partial

import streamlit as st

from ucjmap import api
from ucjmap.app.shell import plain
from ucjmap.codes import PLACE_COLUMNS
from ucjmap.errors import N_
from ucjmap.intake import Column, ColumnMeaning, Layout
from ucjmap.words import Lang, say

_SAMPLES = 4
_PLAIN: dict[ColumnMeaning, str] = {
    ColumnMeaning("ignore"): N_("not used"),
    ColumnMeaning("code"): N_("Code of the area"),
    ColumnMeaning("name", level="adm1"): N_("Name of the province"),
    ColumnMeaning("name", level="adm2"): N_("Name of the kabupaten/kota"),
    ColumnMeaning("name", level="adm3"): N_("Name of the kecamatan"),
    ColumnMeaning("name", level="adm4"): N_("Name of the desa/kelurahan"),
    ColumnMeaning("number"): N_("Running number"),
    ColumnMeaning("note"): N_("Note"),
    ColumnMeaning("date"): N_("Date of the row"),
    ColumnMeaning("year"): N_("Year of the row"),
    ColumnMeaning("indicator"): N_("Key of the indicator"),
    ColumnMeaning("segment"): N_("Key of the segment"),
}
_PARTS = {
    "numerator": N_("registered"),
    "denominator": N_("all"),
    "complement": N_("not registered"),
    "rate": N_("rate"),
    "flag": N_("yes or no"),
}


def describe(lang: Lang, meaning: ColumnMeaning) -> str:
    """A meaning in words."""
    # The code of a province is a code of an area as well.
    for known in (meaning, ColumnMeaning(meaning.kind)):
        if known in _PLAIN and meaning.kind != "value":
            return say(lang, _PLAIN[known])
    indicators = api.load_indicators()
    words = [indicators[meaning.indicator].name(lang) if meaning.indicator in indicators else "?"]
    segments = indicators[meaning.indicator].segments if meaning.indicator in indicators else {}
    if meaning.segment is not None and meaning.segment in segments:
        words.append(segments[meaning.segment][lang])
    if meaning.part in _PARTS:
        words.append(say(lang, _PARTS[meaning.part]))
    return " · ".join(words) if meaning.kind == "value" else meaning.kind


def _choices(own: ColumnMeaning) -> list[ColumnMeaning]:
    choices = list(_PLAIN)
    for key, indicator in api.load_indicators().items():
        parts = ("flag",) if indicator.counts_desa else ("numerator", "denominator", "complement", "rate")
        more = ("numerator", "denominator") if indicator.counts_desa else ()
        for segment in indicator.segments or ("all",):
            choices += [ColumnMeaning("value", key, segment, part) for part in (*parts, *more)]
    if own in choices:
        return choices
    # The browser answers with the words: the code of a level takes the place of the code that reads the same.
    alike = ColumnMeaning(own.kind)
    return [own if choice == alike else choice for choice in choices] if alike in choices else [own, *choices]


def ask(lang: Lang, draft: api.CoverageDraft) -> Layout:
    """The layout as the visitor settles it."""
    layout = draft.layout
    if layout.shape == "list":
        layout = _ask_list(lang, layout)
    for column in sorted(layout.columns, key=lambda column: (column.sure, column.index)):
        chosen = _ask_column(lang, draft, column)
        if chosen != column.meaning:
            layout = layout.with_meaning(column.index, chosen)
    return layout


def _ask_list(lang: Lang, layout: Layout) -> Layout:
    t = partial(say, lang)
    left, right = st.columns(2)
    states = {"unregistered": t("not registered yet"), "registered": t("registered already")}
    bodies = {key: known.name(lang) for key, known in api.load_indicators().items() if known.counts_desa}
    state = left.selectbox(
        t("The list names the desa that are"),
        list(states),
        list(states).index(layout.list_of) if layout.list_of else None,
        format_func=states.__getitem__,
    )
    body = right.selectbox(
        t("The list is about"),
        list(bodies),
        list(bodies).index(layout.list_indicator) if layout.list_indicator in bodies else None,
        format_func=bodies.__getitem__,
    )
    known = next((kind for kind in ("registered", "unregistered") if kind == state), None)
    return replace(layout, list_of=known, list_indicator=body)


def _ask_column(lang: Lang, draft: api.CoverageDraft, column: Column) -> ColumnMeaning:
    t = partial(say, lang)
    choices = _choices(column.meaning)
    heading = plain(column.heading) or t("column {number}", number=column.index + 1)
    mark = "" if column.sure else f" :orange-badge[{t('please check')}]"
    left, right = st.columns([2, 3], vertical_alignment="center")
    left.markdown(f"**{heading}**{mark}  \n:gray[{plain(_samples(draft, column))}]")
    chosen = right.selectbox(
        column.heading or t("column {number}", number=column.index + 1),
        choices,
        choices.index(column.meaning),
        format_func=partial(describe, lang),
        key=f"meaning-{draft.layout.fingerprint}-{column.index}",
        label_visibility="collapsed",
    )
    return column.meaning if chosen is None else chosen


def _samples(draft: api.CoverageDraft, column: Column) -> str:
    meaning = column.meaning
    key = PLACE_COLUMNS[meaning.level] if meaning.kind == "name" and meaning.level in PLACE_COLUMNS else column.key
    key = "code" if meaning.kind == "code" else key
    if key not in draft.rows:
        return ""
    cells = draft.rows.loc[draft.rows["status"].notna(), key].dropna().drop_duplicates().head(_SAMPLES)
    return ", ".join(str(cell) for cell in cells)
