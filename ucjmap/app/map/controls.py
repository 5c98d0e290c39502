"""What the visitor sets on the map page: the area, the figure, and how the map shows it."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import partial
from typing import Any

import streamlit as st

from ucjmap import api
from ucjmap.api.maps import OPTIONS, Option, say_target
from ucjmap.app.map import target_panel as target_parts
from ucjmap.app.map.classing_form import classing_form
from ucjmap.app.map.snapshots import show_snapshot
from ucjmap.app.map.story_form import show_story_form
from ucjmap.app.shell import (
    area_search,
    asked_store,
    badge_marks,
    go,
    link_to_data,
    link_to_profile,
    main_figure,
    navigate,
    open_area,
    plain,
    show_notes,
)
from ucjmap.errors import N_
from ucjmap.levels import level_name
from ucjmap.schema import ALL_SEGMENTS
from ucjmap.words import say, say_date

#: Options that have their place elsewhere than among the marks: under the title, and with the dates.
_ELSEWHERE = ("measure", "side")


def title(tree: api.AreaTree, answer: api.MapAnswer) -> None:
    """Show the breadcrumb, the title with the main figure, and the warnings about the figures."""
    view, t = answer.view, partial(say, answer.lang)
    with st.container(horizontal=True, gap="small", vertical_alignment="center", key="breadcrumb"):
        for place in answer.path[:-1]:
            st.button(
                plain(f"{place.name} ›"),
                key=f"crumb-{place.code}",
                type="tertiary",
                on_click=navigate,
                args=(view.go_to(tree, place.code),),
            )
    with st.container(horizontal=True, gap="small", key="title-row"):
        st.header(f"{plain(answer.subject.name)} — {plain(answer.measured)}", anchor=False)
        with st.container(horizontal=True, gap="small", key="title-tools"):
            _tools(answer)
    st.html(main_figure(answer))
    if answer.badges:
        st.markdown(" ".join(badge_marks(answer.badges)))
    if not answer.with_data:
        link_to_data(view.lang, t("Load data for this area"))
    show_notes(note for note in answer.notes if note.is_grave)


def _tools(answer: api.MapAnswer) -> None:
    """What leads to all that is known of the area."""
    view, t = answer.view, partial(say, answer.lang)
    icon, profile = ":material/info:", t("Area profile")
    st.button(t("Facts"), key="facts-here", type="tertiary", icon=icon, on_click=_pin, args=(view, view.area))
    link_to_profile(view, profile, view.area, icon=":material/location_city:")


def _pin(view: api.MapView, code: str) -> None:
    navigate(view, pinned=code)


def choices(tree: api.AreaTree, answer: api.MapAnswer) -> None:
    """Area, indicator, segment if there is one to choose, date and level; then how the map shows the figure."""
    view, t = answer.view, partial(say, answer.lang)
    segments = api.load_indicators()[view.indicator].segments
    area_search(view.lang, key="search", near=view.area, go_to=partial(open_area, view), is_bare=True)
    _choose_indicator(view)
    if segments:
        _choose_segment(view, segments)
    with st.container(key="as-of"):
        chosen_date = _choose_date(view, t("Date"), answer.dates, answer.as_of)
    if chosen_date != answer.as_of:
        is_earlier = view.since is None or view.since < str(chosen_date)
        go(replace(view, as_of=chosen_date, since=view.since if is_earlier else None))
    levels = api.levels_below(tree, view.area)
    chosen_level = st.selectbox(
        t("Show by"),
        levels,
        levels.index(answer.level),
        format_func=lambda key: level_name(view.lang, key, several=True),
        label_visibility="collapsed",
    )
    if chosen_level != answer.level:
        go(replace(view, level=chosen_level))
    _choose_measure(answer)
    _popovers(answer)


def _choose_indicator(view: api.MapView) -> None:
    indicators = api.load_indicators()
    keys = list(indicators)
    chosen = st.selectbox(
        say(view.lang, "Indicator"),
        keys,
        keys.index(view.indicator),
        format_func=lambda key: indicators[key].name(view.lang),
        label_visibility="collapsed",
    )
    if chosen != view.indicator:
        go(replace(view, indicator=chosen, segment=ALL_SEGMENTS, as_of=None, since=None, target=None))


def _choose_segment(view: api.MapView, segments: Mapping[str, Mapping[str, str]]) -> None:
    keys = list(segments)
    chosen = st.selectbox(
        say(view.lang, "Segment"),
        keys,
        keys.index(view.segment),
        format_func=lambda key: segments[key][view.lang],
        label_visibility="collapsed",
    )
    if chosen != view.segment:
        go(replace(view, segment=chosen, as_of=None, since=None))


def _choose_date(view: api.MapView, label: str, dates: Sequence[str], shown: str | None) -> str | None:
    """Choose one of ``dates``, newest first; a date of the address without counts of its own stays in the list."""
    options = sorted({*dates, *([shown] if shown else [])}, reverse=True)
    if not options:
        st.selectbox(label, [say(view.lang, "No data yet")], disabled=True, label_visibility="collapsed")
        return shown
    return st.selectbox(
        label,
        options,
        options.index(shown) if shown else 0,
        format_func=partial(say_date, view.lang),
        label_visibility="collapsed",
    )


def _choose_measure(answer: api.MapAnswer) -> None:
    view = answer.view
    with st.container(key="measure"):
        measure = _choose(answer, OPTIONS["measure"], label_visibility="collapsed")
    if measure != view.measure:
        go(view.choose({"measure": measure, "side": view.side and measure != "change"}))


def _choose(answer: api.MapAnswer, option: Option, **look: Any) -> Any:
    """The control of an option, with what is chosen."""
    t, chosen = partial(say, answer.lang), getattr(answer.view, option.name)
    if not option.values:
        return st.toggle(t(option.label), chosen, **look)
    return st.segmented_control(
        t(option.label),
        list(option.values),
        default=chosen,
        required=True,
        format_func=lambda value: t(option.values[value]),
        width="content",
        **look,
    )


def _popovers(answer: api.MapAnswer) -> None:
    """Choices that are made seldom, each behind a button; what a popover holds is made when it is opened."""
    t = partial(say, answer.lang)
    classes = st.popover(t("Classes and marks"), icon=":material/palette:", key="open-classes", on_change="rerun")
    if classes.open:
        with classes:
            _classes(answer)
    target = st.popover(t("Target"), icon=":material/flag:", key="open-target", on_change="rerun")
    if target.open:
        with target:
            _target(answer)
    dates = st.popover(t("Compare dates"), icon=":material/compare:", key="open-dates", on_change="rerun")
    if dates.open:
        with dates:
            _comparison(answer)
    files = st.popover(t("Download"), icon=":material/download:", key="open-files", on_change="rerun")
    if files.open:
        with files:
            show_snapshot(asked_store(), answer)
    story = st.popover(
        t(N_("Save this view to a story")), icon=":material/bookmark_add:", key="open-story", on_change="rerun"
    )
    if story.open:
        with story:
            show_story_form(asked_store(), answer)
    # Always drawn: Streamlit forgets the state of a switch that is not.
    with st.popover(t("More"), icon=":material/more_horiz:", key="open-more"):
        st.toggle(t("Select several areas"), key="picking")
        help_text = N_("Shows the map at one date after the other, in the same classes.")
        tiled = answer.is_whole_country
        if tiled:
            help_text = N_("On the map of all desa choose one date after the other in the field “Date”.")
        st.toggle(t("Play the dates"), key="play", disabled=tiled or answer.older is not None, help=t(help_text))


def _classes(answer: api.MapAnswer) -> None:
    looks: dict[str, dict[str, Any]] = {}
    if answer.is_whole_country:
        why_not = N_("Circles of all desa of the country would lie upon each other: open a province.")
        looks["circles"] = {"disabled": True, "help": say(answer.lang, why_not)}
    chosen = {
        name: _choose(answer, option, **looks.get(name, {}))
        for name, option in OPTIONS.items()
        if name not in _ELSEWHERE
    }
    new = classing_form(answer).choose(chosen)
    if new != answer.view:
        go(new)


def _target(answer: api.MapAnswer) -> None:
    view, t = answer.view, partial(say, answer.lang)
    choices = api.area_targets(asked_store(), answer.area.code, view.indicator, view.segment)
    if not any(choice.is_comparable for choice in choices):
        st.write(t("There is no target that the rates here can be compared with."))
    chosen = target_parts.target_box(view.lang, choices, view.target)
    if chosen != view.target:
        go(replace(view, target=chosen))
    if chosen is None and answer.target is not None:
        st.caption(plain(say_target(view.lang, answer.target)))
    for reason in dict.fromkeys(choice.reason for choice in choices if not choice.is_comparable):
        labels = [target_parts.target_label(view.lang, choice) for choice in choices if choice.reason == reason]
        st.caption(plain(f"{'; '.join(labels)} — {t(reason)}"))


def _comparison(answer: api.MapAnswer) -> None:
    view, t = answer.view, partial(say, answer.lang)
    dates = [date for date in answer.dates if date < answer.as_of]
    if not dates:
        st.write(t("There is no earlier date to compare with."))
        return
    since = st.selectbox(
        t("Compare with"),
        dates[::-1],
        dates[::-1].index(answer.since) if answer.since in dates else None,
        format_func=partial(say_date, view.lang),
        placeholder=t("Choose an earlier date"),
    )
    side = _choose(answer, OPTIONS["side"])
    if since == answer.since and side == view.side:
        return
    if side:
        since = since or api.default_since(dates, answer.as_of)
        go(replace(view, since=since, side=True, measure="gap" if view.measure == "gap" else "rate"))
    else:  # else a date that is chosen would change nothing that can be seen
        go(replace(view, since=since, side=False, measure="change" if since != answer.since else view.measure))
