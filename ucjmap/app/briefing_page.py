"""The page that makes briefings: what goes in, a look at the first page, and the document or a zip of many."""

from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any, Final

import streamlit as st

from ucjmap import api
from ucjmap.app.map import PAPER_NAMES, dressing_form, template_field
from ucjmap.app.shell import area_search, asked_store, background, open_area, page_lang, plain, seen_address
from ucjmap.codes import Level, child_level
from ucjmap.errors import N_, UCJMapError
from ucjmap.files import PPTX, ZIP, media_type, write_whole
from ucjmap.levels import level_name
from ucjmap.render.static import PAPERS, PaperName
from ucjmap.schema import ALL_SEGMENTS, Progress
from ucjmap.words import Lang, say, say_count, say_date, say_error

_PART_NAMES: Final[dict[api.Part, str]] = {
    "cover": N_("Cover with key figures and summary"),
    "map": N_("Map of the areas below"),
    "trend": N_("Trend against the target"),
    "ranking": N_("Ranking"),
    "desa": N_("Desa not registered (officials and council)"),
    "atlas": N_("Atlas: a map and a list of desa for each area"),
}
_LANGUAGES: Final[dict[Lang, str]] = {"id": "Bahasa Indonesia", "en": "English"}
_JOB, _PREVIEW, _NOTES = "briefing-job", "briefing-preview", "briefing-notes"
_LONGEST_NOTE: Final = 1000


def show() -> None:
    """Draw the page of the area that the address names, or that the map showed last."""
    store = asked_store()
    tree = api.area_tree(store)
    view, strange = api.read_address(seen_address(), tree, default_lang=page_lang())
    t = partial(say, view.lang)
    if strange:
        parts = plain(", ".join(strange))
        st.warning(t("The link has parts that are not known here and were left out: {parts}.", parts=parts))
    if tree.areas.empty:
        st.info(t("There are no boundaries yet. Load a boundary file on the page “Load data”."))
        return
    area = api.map_area(tree, view.area)
    st.header(f"{t('Briefing')} — {plain(tree.name(area))}", anchor=False)
    left, right = st.columns([3, 2], gap="large")
    with left:
        plan = _ask_plan(store, tree, view, area)
        format_, dressing, plan = _ask_form(view.lang, plan)
        level = _ask_scope(view.lang, tree, area)
    with right:
        _preview(store, view.lang, plan, format_, dressing)
        _work(store, view.lang, plan, format_, dressing, level)


def _ask_plan(store: api.Store, tree: api.AreaTree, view: api.MapView, area: str) -> api.BriefingPlan:
    """Area, figure, date, parts and notes."""
    t = partial(say, view.lang)
    area_search(view.lang, key="briefing-search", near=area, go_to=partial(open_area, view))
    figures = [
        (indicator.key, segment)
        for indicator in api.load_indicators().values()
        for segment in indicator.segments or (ALL_SEGMENTS,)
    ]
    first, second = st.columns([3, 2])
    with first:
        indicator, segment = st.selectbox(
            t("Indicator"),
            figures,
            figures.index((view.indicator, view.segment)),
            format_func=lambda figure: _figure_name(view.lang, *figure),
            key="briefing-figure",
        )
    with second:
        date = _ask_date(store, view, area, indicator, segment)
    st.markdown(f"**{t('Parts')}**")
    parts = tuple(part for part in api.PARTS if st.checkbox(t(_PART_NAMES[part]), value=True, key=f"part-{part}"))
    notes = _ask_notes(tree, view.lang, area, parts)
    return api.BriefingPlan(area, indicator, segment, date, parts, notes)


def _figure_name(lang: Lang, indicator: str, segment: str) -> str:
    definition = api.load_indicators()[indicator]
    if segment == ALL_SEGMENTS:
        return definition.name(lang)
    return f"{definition.name(lang)} · {definition.segments[segment][lang]}"


def _ask_date(store: api.Store, view: api.MapView, area: str, indicator: str, segment: str) -> str | None:
    dates = api.list_dates(store, indicator, area, segment)[::-1]
    label = say(view.lang, "Date")
    if not dates:
        st.selectbox(label, [say(view.lang, "No data yet")], disabled=True, key="briefing-no-date")
        return None
    at = dates.index(view.as_of) if view.as_of in dates else 0
    chosen = st.selectbox(label, dates, at, format_func=partial(say_date, view.lang), key=f"date-{area}-{indicator}")
    return str(chosen)


def _ask_notes(tree: api.AreaTree, lang: Lang, area: str, parts: tuple[api.Part, ...]) -> dict[str, str]:
    """Own words by part, and by code for the pages of the atlas; kept for this visit."""
    t = partial(say, lang)
    notes: dict[str, str] = st.session_state.setdefault(_NOTES, {}).setdefault(area, {})
    below = child_level(tree.level(area))
    pages = {part: t(_PART_NAMES[part]) for part in parts if part != "atlas"}
    if "atlas" in parts and below:
        pages |= dict(tree.below(area, below).set_index("code")["name"].sort_index())
    if not pages:
        return {}
    with st.expander(t("Own notes"), key="briefing-notes"):
        page = st.selectbox(t("Note for"), list(pages), format_func=lambda key: pages[key], key=f"note-for-{area}")
        text = st.text_area(t("Note"), notes.get(page, ""), max_chars=_LONGEST_NOTE, key=f"note-{area}-{page}")
        notes[page] = text.strip()
        written = [pages[key] for key in pages if notes.get(key)]
        if written:
            st.caption(plain(f"{t('Notes are on')}: {'; '.join(written)}"))
    return {key: notes[key] for key in pages if notes.get(key)}


def _ask_form(lang: Lang, plan: api.BriefingPlan) -> tuple[str, api.Dressing, api.BriefingPlan]:
    """Format, paper, language, title, office and logo."""
    t = partial(say, lang)
    forms = {form.key: form for form in api.BRIEFING_FORMATS}
    first, second, third = st.columns(3)
    with first:
        format_ = st.selectbox(
            t("Format"), list(forms), format_func=lambda key: t(forms[key].name), key="briefing-format"
        )
    paper: PaperName | None = None
    if not forms[format_].has_paper:
        third = second  # no gap where the page would stand
    else:
        with second:
            papers: list[PaperName] = list(PAPERS)
            paper = st.selectbox(
                t("Page"), papers, format_func=lambda key: t(PAPER_NAMES[key]), key=f"briefing-paper-{format_}"
            )
    with third:
        tongues: list[Lang] = list(_LANGUAGES)
        tongue = st.selectbox(
            t("Language of the briefing"),
            tongues,
            tongues.index(lang),
            format_func=lambda key: _LANGUAGES[key],
            key=f"briefing-lang-{lang}",
        )
    with st.expander(t("Own title, office and logo"), key="briefing-words"):
        title = st.text_input(t("Title"), max_chars=200, key="briefing-title", placeholder=t("the usual one"))
        dressing = dressing_form(lang, "briefing", title=title.strip())
        if format_ == PPTX.key:
            dressing = replace(dressing, template=template_field(lang, "briefing"))
    return format_, dressing, replace(plan, paper=paper, lang=tongue)


def _ask_scope(lang: Lang, tree: api.AreaTree, area: str) -> Level | None:
    """One document about the area (None), or one for each area of the level below it."""
    t = partial(say, lang)
    below = child_level(tree.level(area))
    if below is None or child_level(below) is None:
        return None
    count = say_count(lang, len(tree.below(area, below)))
    options: list[Level | None] = [None, below]

    def describe(level: Level | None) -> str:
        if level is None:
            return t("One document about this area")
        return t(
            "One for each: {level} ({count}), as a zip",
            level=level_name(lang, level, several=True).lower(),
            count=count,
        )

    chosen: Level | None = st.radio(t("How many"), options, format_func=describe, key=f"scope-{below}")
    return chosen


def _preview(store: api.Store, lang: Lang, plan: api.BriefingPlan, format_: str, dressing: api.Dressing) -> None:
    """The first page, drawn again only if something on it has changed."""
    made_from = (store.url, store.revision(), repr(plan), format_, dressing)
    kept: Any = st.session_state.get(_PREVIEW)
    try:
        if kept is None or kept[0] != made_from:
            with st.spinner(say(lang, "Drawing the first page…")):
                kept = (made_from, api.preview_briefing(store, plan, format_, dressing=dressing))
            st.session_state[_PREVIEW] = kept
        title = f"{say(lang, 'First page')}: {api.area_tree(store).name(plan.area)}"
        st.image(kept[1], caption=say(lang, "First page"), width="stretch", alt=title)
    except UCJMapError as error:
        st.warning(say_error(lang, error))


def _work(
    store: api.Store,
    lang: Lang,
    plan: api.BriefingPlan,
    format_: str,
    dressing: api.Dressing,
    level: Level | None,
) -> None:
    """The button, and what has become of the work."""
    job: background.Job | None = st.session_state.get(_JOB)
    running = job is not None and not job.finished.is_set()
    if level and plan.notes:
        st.caption(say(lang, "Own notes are about the pages of one document; a zip of many leaves them out."))
    if st.button(
        say(lang, "Make the briefing"), type="primary", icon=":material/build:", disabled=running, key="make-briefing"
    ):
        name = _file_name(store, plan, ZIP.suffix if level else format_)
        job = background.start_job(name, partial(_make, store, plan, format_, dressing, level))
        st.session_state[_JOB] = job
        st.rerun()
    if job is not None:
        st.fragment(_watch, run_every=1.0 if running else None)(lang, job, running)


def _file_name(store: api.Store, plan: api.BriefingPlan, suffix: str) -> str:
    name = api.area_tree(store).name(plan.area)
    return api.file_name(plan.area, name, plan.as_of or "", suffix)


def _make(
    store: api.Store,
    plan: api.BriefingPlan,
    format_: str,
    dressing: api.Dressing,
    level: Level | None,
    path: Path,
    progress: Progress,
) -> None:
    if level is None:
        made = api.make_briefing(store, plan, format_, dressing=dressing, progress=progress)
        write_whole(path, made.content)
    else:  # notes are about the pages of one document
        own_plan = replace(plan, notes={})
        api.write_briefings(store, own_plan, level, path, format_=format_, dressing=dressing, progress=progress)


def _watch(lang: Lang, job: background.Job, was_running: bool) -> None:
    """How far the work is; once it is done the page is drawn again and stops polling."""
    t = partial(say, lang)
    job.look()
    if was_running and job.finished.is_set():
        st.rerun()
    if not job.finished.is_set():
        words = f"{job.what}…" if job.started else t("Waiting: another briefing is being made.")
        st.progress(job.fraction, plain(words))
        st.button(t("Cancel"), icon=":material/close:", on_click=job.stopped.set, key="cancel-briefing")
        st.caption(t("The work goes on while you look at other pages."))
    elif job.stopped.is_set():
        st.info(t("The work was cancelled; no file was made."))
    elif job.error is not None:
        st.error(say_error(lang, job.error))
    else:
        size = say_count(lang, max(1, job.path.stat().st_size / 1e6))
        st.success(t("Ready: {name} ({size} MB)", name=plain(job.name), size=size))
        st.download_button(
            t("Download"),
            job.path.read_bytes,  # read when it is asked for, so that the page holds no copy
            job.name,
            media_type(job.name),
            type="primary",
            on_click="ignore",
            icon=":material/download:",
            key="get-briefing",
        )
