"""The card of an area over the map: its facts as HTML, and what can be done with it."""

import datetime as dt
import html
from functools import partial

import streamlit as st

from ucjmap import api
from ucjmap.app.map import quality_panel as quality_parts
from ucjmap.app.map.small_charts import spark, spark_style
from ucjmap.app.shell import (
    badge_marks,
    failures_told,
    line_markdown,
    link_to_profile,
    navigate,
    plain,
    read_only_words,
    show_notes,
    unpin,
)
from ucjmap.words import Lang, say


def show_card(store: api.Store, answer: api.MapAnswer, code: str) -> None:
    """Draw the card of the area ``code`` on the map of ``answer``."""
    view, t = answer.view, partial(say, answer.lang)
    card = api.area_card(store, answer.pinned, code)
    with st.container(horizontal=True, key="card-head", vertical_alignment="top"):
        st.html(_head(card))
        st.button(t("Close"), key="card-close", icon=":material/close:", type="tertiary", on_click=unpin)
    st.markdown(" ".join(badge_marks(card.badges)))
    st.html(card_rows(answer.lang, card))
    show_notes(card.notes)
    _neighbours(answer, card)
    st.caption("  \n".join(map(line_markdown, card.origins)))
    quality_parts.quality_panel(
        store, view.lang, code, view.indicator, view.segment, as_of=answer.as_of or None, key=f"quality-{code}"
    )
    _visits(store, answer.lang, card)
    tree = api.area_tree(store)
    if code != view.area:
        st.button(
            t("Open on the map"),
            key="card-open",
            icon=":material/map:",
            on_click=navigate,
            args=(view.go_to(tree, code),),
        )
    link_to_profile(answer.pinned, t("Area profile"), code, icon=":material/location_city:")


def _head(card: api.AreaCard) -> str:
    name, within, facts = (html.escape(text) for text in (card.name, card.within, card.facts))
    return f'<h3 class="ucj-card-name">{name}</h3><p class="ucj-card-place">{within}<br>{facts}</p>'


def card_rows(lang: Lang, card: api.AreaCard) -> str:
    """Every indicator and the gaps of an area, as HTML; everything that is not markup is escaped."""
    rows = "".join(_row(lang, card.name, row) for row in card.rows)
    gaps = "".join(
        f"<div><dt>{html.escape(gap.label)}</dt><dd><b>{html.escape(gap.text)}</b> {html.escape(gap.caption)}</dd></div>"
        for gap in card.gaps
    )
    return f'{spark_style()}<dl class="ucj-facts">{rows}{gaps}</dl>'


def _row(lang: Lang, area: str, row: api.CardRow) -> str:
    label, text, detail = (html.escape(words) for words in (row.label, row.text, row.detail))
    top = max(0.01, float(row.trend["rate"].max())) if len(row.trend) else 1.0
    chart = spark(lang, f"{area}, {row.label}", row.trend, top) if len(row.trend) > 1 else ""
    return f"<div><dt>{label}</dt><dd><b>{text}</b> {detail}</dd>{f'<dd>{chart}</dd>' if chart else ''}</div>"


def _neighbours(answer: api.MapAnswer, card: api.AreaCard) -> None:
    t = partial(say, answer.lang)
    if not card.neighbours:
        return
    st.caption(t("Neighbours ({figure})", figure=plain(answer.name)))
    with st.container(horizontal=True, gap="small", key="card-neighbours"):
        for other in card.neighbours:
            label = plain(f"{other.name}: {other.text}")
            st.button(label, key=f"beside-{other.code}", on_click=_pin, args=(answer.view, other.code))
        if card.more_neighbours:
            st.caption(t("and {count} more", count=card.more_neighbours))


def _pin(view: api.MapView, code: str) -> None:
    navigate(view, pinned=code)


def _visits(store: api.Store, lang: Lang, card: api.AreaCard) -> None:
    if not card.is_desa:
        return
    t = partial(say, lang)
    st.caption(plain(card.follow_up or t("No visit was noted yet.")))
    st.button(
        t("Add to the visits"),
        key="card-visit",
        icon=":material/add_task:",
        on_click=_plan_visit,
        args=(store, lang, card.code),
        disabled=store.is_read_only,
        help=read_only_words(lang)
        if store.is_read_only
        else t("Notes a planned visit of today; the page “Outreach” lists and changes it."),
    )


def _plan_visit(store: api.Store, lang: Lang, code: str) -> None:
    with failures_told(lang):
        api.note_status(store, [code], "planned", date=dt.date.today().isoformat())
