"""Targets: choosing one, the way to it in words, and areas in the order of their way."""

from collections.abc import Sequence
from functools import partial
from typing import Any

import pandas as pd
import streamlit as st

from ucjmap import api
from ucjmap.api.maps import dates_inside, label_target, say_gap_sum, say_target_rate
from ucjmap.app.map.published_panel import show_comparison
from ucjmap.app.shell import plain
from ucjmap.codes import Level
from ucjmap.errors import N_
from ucjmap.indicators import HORIZON_YEARS, YEAR_DAYS, Pace, Precision, Trajectory
from ucjmap.levels import level_name
from ucjmap.words import Lang, say, say_count, say_date, say_distance, say_period, say_points, say_rate

_STATES = {
    "reached": N_("Target reached"),
    "on_track": N_("Arrives in time"),
    "late": N_("Arrives late"),
    "far": N_("Not within a hundred years"),
    "never": N_("Never at this pace"),
    "no_pace": N_("Too few dates for a pace"),
    "no_data": N_("No data yet"),
    "no_target": N_("No target to compare with"),
}
#: Words for a delay of less than half a month or year, of one, and of more.
_DELAYS: dict[Precision, tuple[str, str, str]] = {
    "month": (N_("less than a month late"), N_("about a month late"), N_("about {count} months late")),
    "year": (N_("less than a year late"), N_("about a year late"), N_("about {count} years late")),
}


def show_targets(
    store: api.Store,
    lang: Lang,
    code: str,
    level: Level | None,
    indicator: str,
    segment: str,
    *,
    as_of: str | None = None,
    target: str | None = None,
) -> None:
    """Show the way to the target in words, the ranking of the areas below by it, all targets, and published figures.

    Parameters
    ----------
    code, indicator, segment
        The area and the figure that the target is for.
    level
        Of the areas to rank; None: no ranking.
    as_of
        Date (ISO) of the figure; None: the newest.
    target
        Key of the target to compare with; None: the one that applies by rule.
    """
    t = partial(say, lang)
    trajectory = api.area_trajectory(store, code, indicator, segment, target=target, as_of=as_of)
    unit = api.load_indicators()[indicator].units[lang]
    st.markdown("  \n".join(plain(sentence) for sentence in trajectory_sentences(lang, trajectory, unit)))
    st.caption(method_text(lang))
    if level is not None:
        st.markdown(f"**{t('Latest arrival at the target first')}: {level_name(lang, level, several=True)}**")
        st.caption(
            t(
                "First areas that never arrive at their present pace, then those that arrive latest, then those that "
                "need the highest pace. Areas at the target, without data or without a target come last."
            )
        )
        ranking = api.rank_trajectories(store, code, level, indicator, segment, target=target, as_of=as_of)
        st.dataframe(trajectory_table(lang, ranking, unit), hide_index=True, placeholder="–")
        if trajectory.gap and (sums := say_gap_sum(lang, ranking["people"], trajectory.gap.people, unit)):
            st.caption(sums)
    show_choices(lang, api.area_targets(store, code, indicator, segment))
    show_comparison(store, lang, code, indicator)


def method_text(lang: Lang) -> str:
    """How the pace is computed, in words.

    Returns
    -------
    str
        Markdown.
    """
    return say(
        lang,
        "The pace is the slope of a straight line (least squares) through all dates on which the area was counted with "
        "nearly the same desa as last; there is none with fewer than two dates or less than three months. Two dates "
        "give the line between them, not a trend; fewer than four say little. An arrival within two years of the last "
        "count is told to the month, a later one to the year.",
    )


def target_box(
    lang: Lang, choices: Sequence[api.TargetChoice], selected: str | None, *, key: str | None = None
) -> str | None:
    """Show a box to choose a target in.

    Parameters
    ----------
    choices
        Targets of the area and of those that it lies in; those that nothing is compared with are not offered.
    selected
        Key of the one that is chosen at first; None, or one that is not offered: the one that applies by rule.
    key
        Of the box in the session; None: Streamlit makes one of its words.

    Returns
    -------
    str or None
        Key of the chosen target; None for the one that applies by rule.
    """
    labels = {choice.target.key: target_label(lang, choice) for choice in choices if choice.is_comparable}
    options: list[str | None] = [None, *labels]
    chosen: str | None = st.selectbox(
        say(lang, "Target by year and issuer"),
        options,
        options.index(selected) if selected in labels else 0,
        format_func=lambda option: labels[option] if option else say(lang, "The nearest target from this year on"),
        key=key,
    )
    return chosen


def target_label(lang: Lang, choice: api.TargetChoice) -> str:
    """A target in one line: year, rate, issuer, and whose it is where that is another area.

    Returns
    -------
    str
        Plain text.
    """
    text = label_target(lang, choice.target)
    return f"{text} ({choice.unit_name})" if choice.inherited else text


def trajectory_sentences(lang: Lang, trajectory: api.AreaTrajectory, unit: str) -> list[str]:
    """Where an area stands and when it arrives, from the numbers alone.

    Parameters
    ----------
    unit
        Of the people counted, in words of ``lang``.

    Returns
    -------
    list of str
        Plain text, in the order in which it is read: the figure, the gap or why there is none, the pace, the way.
    """
    t = partial(say, lang)
    if pd.isna(trajectory.rate) or trajectory.newest is None:
        return [t("{area} has no data yet: no gap and no pace can be told.", area=trajectory.name)]
    dates, rate = dates_inside(lang, vars(trajectory)), say_rate(lang, trajectory.rate)
    sentences = [f"{trajectory.name}: {rate}, {dates}."]
    if trajectory.target is None or trajectory.gap is None or trajectory.way is None:
        reason = t(trajectory.target.reason) if trajectory.target else t("No target applies to it.")
        return [*sentences, reason, *_pace_sentence(lang, trajectory)]
    target = target_label(lang, trajectory.target)
    if trajectory.way.state == "reached":
        return [*sentences, t("The target {target} is reached.", target=target), *_pace_sentence(lang, trajectory)]
    points = say_distance(lang, trajectory.gap.points)
    people = f"{say_count(lang, trajectory.gap.people)} {unit}"
    gap = t("Gap to the target {target}: {points} points, {people}.", target=target, points=points, people=people)
    return [*sentences, gap, *_pace_sentence(lang, trajectory), *_way_sentences(lang, trajectory.way)]


def _pace_sentence(lang: Lang, trajectory: api.AreaTrajectory) -> list[str]:
    t, pace = partial(say, lang), trajectory.pace
    if pace is None:
        return [t("There is no pace: it takes at least two dates, three months apart, over the same areas.")]
    first, last = say_date(lang, pace.first), say_date(lang, pace.last)
    words = t("Pace: {pace}, {first} to {last}.", pace=pace_words(lang, pace), first=first, last=last)
    return [words, t(pace.caution)] if pace.caution else [words]


def pace_words(lang: Lang, pace: Pace) -> str:
    """A pace with the number of dates that it rests on: without it nobody knows how much it says.

    Returns
    -------
    str
        Percentage points a year; a part of a sentence.
    """
    return say(
        lang, "{points} points a year from {count} dates", points=say_points(lang, pace.per_year), count=pace.dates
    )


def _way_sentences(lang: Lang, way: Trajectory) -> list[str]:
    needed = _needed_sentence(lang, way)
    return [needed, _arrival_sentence(lang, way, way.pace)] if way.pace else [needed]


def _arrival_sentence(lang: Lang, way: Trajectory, pace: Pace) -> str:
    """When the present pace reaches the target, as exactly as that is known, with the pace itself."""
    t, words = partial(say, lang), pace_words(lang, pace)
    if way.arrival is None and way.state == "never":
        return t("At {pace} the target is never reached.", pace=words)
    if way.arrival is None:
        years = f"{HORIZON_YEARS:.0f}"
        return t("At {pace} the target is not reached within {years} years.", pace=words, years=years)
    when, delay = say_period(lang, way.arrival), way.delay
    if delay is None:
        return t("At {pace} the target is reached in {when}: in time.", pace=words, when=when)
    late = t(_DELAYS[way.precision][min(delay, 2)], count=say_count(lang, delay))
    return t("At {pace} the target is reached in {when}: {late}.", pace=words, when=when, late=late)


def _needed_sentence(lang: Lang, way: Trajectory) -> str:
    t = partial(say, lang)
    deadline = say_date(lang, way.deadline)
    if way.needed is None:
        return t("The year of the target is over: it was not reached by {date}.", date=deadline)
    rest = say_distance(lang, way.target - way.rate)
    years = (pd.Timestamp(way.deadline) - pd.Timestamp(way.last)).days / YEAR_DAYS
    if years < 1:
        days = say_count(lang, round(years * YEAR_DAYS))
        return t("Needed: {points} points in the {days} days until {date}.", points=rest, days=days, date=deadline)
    needed = say_points(lang, way.needed)
    return t("Needed: {points} points a year until {date}.", points=needed, date=deadline)


def _say_years(lang: Lang, years: float) -> str:
    """Whole years after a deadline: nothing finer is known."""
    return say_count(lang, years) if years == 0 or years >= 1 else "< 1"


def trajectory_table(lang: Lang, ranking: pd.DataFrame, unit: str) -> Any:
    """The ranking by the way to the target with headings for people.

    Parameters
    ----------
    ranking
        What ``api.rank_trajectories`` gives; one row is one area.
    unit
        Of the people counted, in words of ``lang``.

    Returns
    -------
    pandas.io.formats.style.Styler
        The same rows; numbers stay numbers, so that they sort, and are written as ``lang`` writes them.
    """
    t = partial(say, lang)
    table = pd.DataFrame(
        {
            t("Place"): ranking["place"],
            t("Area"): ranking["name"],
            t("State"): [t(_STATES[state]) for state in ranking["state"]],
            t("Arrives"): ranking["arrival"],
            t("Years late"): ranking["years_late"],
            t("Rate"): ranking["rate"],
            t("Target"): ranking["target"],
            t("Gap to target, points"): -ranking["points"],  # as on the map: below 0 is below the target
            f"{t('Missing to the target')}, {unit}": ranking["people"],
            t("Pace a year"): ranking["pace"],
            t("Dates behind the pace"): ranking["dates"],
            t("Needed a year"): ranking["needed"],
            t("Code"): ranking["code"],
        }
    )

    def known(write: Any) -> Any:
        return lambda value: "–" if pd.isna(value) else write(lang, value)

    counts = (t("Place"), f"{t('Missing to the target')}, {unit}", t("Dates behind the pace"))
    formats = {
        t("Rate"): known(say_rate),
        t("Target"): known(say_target_rate),
        **dict.fromkeys((t("Gap to target, points"), t("Pace a year"), t("Needed a year")), known(say_points)),
        **dict.fromkeys(counts, known(say_count)),
        t("Arrives"): known(say_period),
        t("Years late"): known(_say_years),
    }
    return table.style.format(formats)


def show_choices(lang: Lang, choices: Sequence[api.TargetChoice]) -> None:
    """Show all targets of an area as a list; those that nothing is compared with say why.

    Parameters
    ----------
    choices
        Targets of the area and of those that it lies in.
    """
    t = partial(say, lang)
    st.markdown(f"**{t('Targets of this area and of those it lies in')}**")
    if not choices:
        st.caption(t("There are no targets. Load a table of targets on the page “Load data”."))
        return
    lines = []
    for choice in choices:
        reason = f" — {t(choice.reason)}" if choice.reason else ""
        lines.append(f"- {plain(target_label(lang, choice))}{plain(reason)}")
    st.markdown("\n".join(lines))
