"""The profile of one area: every indicator with trend and rank, neighbours, targets, and what is behind the data."""

import html
from functools import partial

import pandas as pd
import streamlit as st

from ucjmap import api
from ucjmap.api.maps import (
    dates_inside,
    desa_question,
    figure_name,
    name_figure,
    rate_words,
    say_badges,
    share_origins,
    share_words,
    yes_or_no,
)
from ucjmap.app.map import keep_address, spark, spark_style
from ucjmap.app.map import quality_panel as quality_parts
from ucjmap.app.map import target_panel as target_parts
from ucjmap.app.map import trend_panel as trend_parts
from ucjmap.app.sharing import view_title
from ucjmap.app.shell import (
    area_search,
    asked_store,
    badge_marks,
    line_markdown,
    link_to_data,
    link_to_map,
    link_to_profile,
    page_lang,
    plain,
    profile_address,
    seen_address,
)
from ucjmap.codes import COUNTRY, child_level
from ucjmap.errors import N_
from ucjmap.levels import kind_name
from ucjmap.schema import ALL_SEGMENTS
from ucjmap.settings import get_settings
from ucjmap.words import Lang, say, say_count, say_rate

_SECTIONS = {
    "trend": N_("Trend"),
    "targets": N_("Targets"),
    "neighbours": N_("Neighbours"),
    "quality": N_("Data quality"),
}
_STYLE = """<style>
.ucj-profile { display: grid; grid-template-columns: repeat(auto-fill, minmax(16rem, 1fr)); gap: .7rem;
  margin: 0 !important; padding: 0 !important; }
.ucj-profile > div { border: 1px solid rgba(128, 128, 128, .35); border-radius: .5rem; padding: .6rem .8rem;
  display: flex; flex-direction: column; }
.ucj-profile dd:has(.ucj-spark) { margin-top: auto; }
.ucj-profile dt { font-size: .85rem; }
.ucj-profile dd { margin: 0; font-size: .8rem; }
.ucj-profile dd.rate { font-size: 1.5rem; font-weight: 600; line-height: 1.3; }
</style>"""


def show() -> None:
    """Draw the page of the area that the address names."""
    store = asked_store()
    tree = api.area_tree(store)
    view, strange = api.read_address(seen_address(), tree, default_lang=page_lang())
    t = partial(say, view.lang)
    if tree.areas.empty:
        st.info(t("There are no boundaries yet. Load a boundary file on the page “Load data”."))
        return
    if strange:
        parts = plain(", ".join(strange))
        st.warning(t("The link has parts that are not known here and were left out: {parts}.", parts=parts))
    if not strange:
        keep_address(view.lang, profile_address(view, view.area), view_title(view))
    # What the map shows next when it is opened from the menu.
    st.session_state["view"] = api.write_address(map_of(tree, view))
    profile = api.area_profile(store, view.area, as_of=view.as_of)
    _head(view, tree, profile)
    st.html(indicator_cards(view.lang, profile))
    figures = [(figure_name(view.lang, row.indicator, row.segment), row.row) for row in profile.rows]
    st.caption("  \n".join(map(line_markdown, share_origins(view.lang, figures))))
    st.caption(_notes(view.lang, profile))
    _sections(store, tree, view)


def _head(view: api.MapView, tree: api.AreaTree, profile: api.AreaProfile) -> None:
    t = partial(say, view.lang)
    # Before anything is drawn: the name of an area must not stand over a link that still leads to the one before.
    badges = _badges(view.lang, profile)
    with st.container(key="profile-head"):
        area_search(view.lang, key="profile-search", near=view.area, go_to=_open)
        if profile.path[:-1]:
            with st.container(horizontal=True, gap="small", vertical_alignment="center", key="profile-path"):
                for code in profile.path[:-1]:
                    link_to_profile(view, f"{plain(tree.name(code))} ›", code)
        st.header(plain(profile.name), anchor=False)
        st.markdown(f"{plain(_facts(view.lang, profile))} {badges}")
        link_to_map(t("Show on the map"), api.write_address(map_of(tree, view)))
        if all(pd.isna(row.row["rate"]) for row in profile.rows):
            link_to_data(view.lang, t("Load data for this area"))


def map_of(tree: api.AreaTree, view: api.MapView) -> api.MapView:
    """The map that shows the area of a profile, with its indicator and date."""
    asked = api.MapView(indicator=view.indicator, segment=view.segment, as_of=view.as_of, lang=view.lang)
    return asked.go_to(tree, view.area)


def _open(code: str) -> None:
    """Show the profile of another area; indicator, segment and date stay."""
    st.query_params["area"] = code
    st.query_params.pop("level", None)


def _facts(lang: Lang, profile: api.AreaProfile) -> str:
    t = partial(say, lang)
    facts = [kind_name(lang, profile.kind)]
    if profile.code != COUNTRY:
        facts.append(f"{t('Kemendagri code')} {profile.code}")
    if profile.bps_code:
        facts.append(f"{t('BPS code')} {profile.bps_code}")
    if pd.notna(profile.area_km2):
        facts.append(f"{say_count(lang, profile.area_km2)} km²")
    return " · ".join(facts)


def _badges(lang: Lang, profile: api.AreaProfile) -> str:
    is_simulated = any(row.row["is_simulated"] for row in profile.rows)
    return " ".join(badge_marks(say_badges(lang, is_simulated=is_simulated, is_model=profile.is_model)))


def _notes(lang: Lang, profile: api.AreaProfile) -> str:
    t = partial(say, lang)
    editions = f"{t('Boundaries')}: {plain(', '.join(profile.editions)) or '–'}."
    text = N_("Rank 1 is the highest rate; areas without data have no rank.")
    if any(row.indicator.better == "lower" for row in profile.rows):
        text = N_("Rank 1 is the best rate, the lowest where less is better; areas without data have no rank.")
    return f"{t(text)} {editions}"


def indicator_cards(lang: Lang, profile: api.AreaProfile) -> str:
    """Every indicator and segment as a card, as HTML; names are escaped."""
    is_desa = child_level(profile.level) is None
    cards = "".join(_card(lang, profile.name, row, is_desa=is_desa) for row in profile.rows)
    return f'{_STYLE}{spark_style()}<dl class="ucj-profile">{cards}</dl>'


def _card(lang: Lang, area: str, own: api.IndicatorProfile, *, is_desa: bool) -> str:
    title = figure_name(lang, own.indicator, own.segment)
    if is_desa and own.indicator.counts_desa:
        title = desa_question(lang, own.indicator)
    label, rate, lines = _figure(lang, own, title, is_desa=is_desa)
    details = "".join(f"<dd>{html.escape(line)}</dd>" for line in lines if line)
    top = max(0.01, float(own.trend["rate"].max())) if len(own.trend) else 1.0
    chart = spark(lang, f"{area}, {title}", own.trend, top) if len(own.trend) else ""
    chart = f"<dd>{chart}</dd>" if chart else ""
    return f'<div><dt>{html.escape(label)}</dt><dd class="rate">{html.escape(rate)}</dd>{details}{chart}</div>'


def _figure(lang: Lang, own: api.IndicatorProfile, title: str, *, is_desa: bool) -> tuple[str, str, list[str]]:
    """Name, figure in words and the lines below; of a single desa neither a share with data nor "1 of 1" is said."""
    t, row = partial(say, lang), own.row
    if not own.applies:
        return title, t("Does not apply here"), []
    if pd.isna(row["rate"]):
        without = t("{count} desa/kelurahan without data", count=say_count(lang, row["desa"]))
        return title, t("No data yet"), [] if is_desa or not row["desa"] else [without]
    dates = dates_inside(lang, row)
    if is_desa and own.indicator.counts_desa:
        return title, yes_or_no(lang, row["rate"]), [dates]
    counts = f"{say_count(lang, row['numerator'])} {t('of')} {say_count(lang, row['denominator'])}"
    shares = [] if is_desa else [share_words(lang, row["desa"], row["desa_with_data"])]
    return (
        name_figure(lang, title, row, get_settings().whole_from),
        say_rate(lang, row["rate"]),
        [f"{counts} {own.indicator.units[lang]}, {dates}", *shares, rank_text(lang, own.rank)],
    )


def rank_text(lang: Lang, rank: api.Rank | None) -> str:
    """Place among the areas of the same parent in words; ties and areas without data are said."""
    if rank is None or rank.place is None:
        return ""
    t = partial(say, lang)
    text = t(
        "Rank {place} of {count} with data", place=say_count(lang, rank.place), count=say_count(lang, rank.with_data)
    )
    if rank.tied:
        text += f", {t('shared with {count} others', count=say_count(lang, rank.tied))}"
    if without := rank.siblings - rank.with_data:
        text += f"; {t('{count} without data', count=say_count(lang, without))}"
    return f"{text}."


def _sections(store: api.Store, tree: api.AreaTree, view: api.MapView) -> None:
    """One section at a time, so that only what is looked at is computed."""
    t = partial(say, view.lang)
    left, right = st.columns([3, 2], vertical_alignment="bottom")
    with left:
        section = st.segmented_control(
            t("Section"),
            list(_SECTIONS),
            default="trend",
            format_func=lambda key: t(_SECTIONS[key]),
            required=True,
            key="profile-section",
            wrap=True,
        )
    figures = [
        (indicator.key, segment)
        for indicator in api.load_indicators().values()
        for segment in indicator.segments or (ALL_SEGMENTS,)
    ]
    with right:
        indicator, segment = st.selectbox(
            t("Indicator"),
            figures,
            figures.index((view.indicator, view.segment)),
            format_func=lambda figure: figure_name(view.lang, api.load_indicators()[figure[0]], figure[1]),
            key="profile-figure",
        )
    level = child_level(tree.level(view.area))
    match section:
        case "targets":
            target = target_parts.target_box(
                view.lang, api.area_targets(store, view.area, indicator, segment), view.target, key="profile-target"
            )
            target_parts.show_targets(
                store, view.lang, view.area, level, indicator, segment, as_of=view.as_of, target=target
            )
        case "neighbours":
            _neighbours(store, view, indicator, segment)
        case "quality":
            quality_parts.show_quality(store, view.lang, view.area, indicator, segment, as_of=view.as_of)
        case _:
            trend_parts.show_trend(store, view.lang, view.area, level, indicator, segment, as_of=view.as_of)


def _neighbours(store: api.Store, view: api.MapView, indicator: str, segment: str) -> None:
    t = partial(say, view.lang)
    neighbours = api.neighbours(store, view.area)
    if neighbours.empty:
        st.info(t("No area of the same level touches this one, or it has no polygon."))
        return
    joint = api.joint_figures(store, list(neighbours["code"]), indicator, segment, as_of=view.as_of)
    own = api.joint_figures(store, [view.area], indicator, segment, as_of=view.as_of)
    name = api.area_tree(store).name(view.area)
    st.markdown(plain(t("{area} itself: {rate}.", area=name, rate=rate_words(view.lang, own.rate))))
    for row, rate in zip(neighbours.itertuples(), joint.figures["rate"], strict=True):
        words = plain(rate_words(view.lang, rate))
        link_to_profile(view, f"{plain(row.name)} — {plain(row.parent)} · **{words}**", row.code)
    st.caption("  \n".join(map(line_markdown, api.say_neighbours(view.lang, joint))))
    st.caption(t("Neighbours are areas of the same level whose polygons touch or lie within about 100 m."))
