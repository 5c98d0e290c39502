"""What the figures of a map say, in plain sentences: each is one figure of the answer put into words by a rule."""

from collections.abc import Iterator
from functools import partial
from typing import Any

import numpy as np
import pandas as pd

from ucjmap.api.maps.answer import MapAnswer
from ucjmap.api.maps.captions import count_words, rate_words, say_target_rate
from ucjmap.errors import N_
from ucjmap.words import Wording, is_nil, say, say_count, say_date, say_distance, say_rate


def map_sentences(answer: MapAnswer) -> tuple[str, ...]:
    """What may be said beside a map: its own figure, the target, the highest and lowest areas, what is grave."""
    return (*say_own_figure(answer), *say_own_target(answer), *say_extremes(answer), *answer.warnings)


def say_headline(answer: MapAnswer) -> str:
    """The one sentence that a map stands for, short enough to be the title of a slide.

    Returns
    -------
    str
        The change of the area; on a map of yes and no how many desa are not registered; else the rate and how far it is
        from its target. Without data it says so.
    """
    row, lang = answer.row, answer.lang
    if pd.isna(row["rate"]):
        return next(say_own_figure(answer))
    if answer.areas.measure == "change":
        return _say_change(answer)
    if answer.areas.is_registered_or_not:
        words = N_("{count} of {all} desa not registered yet: {figure}, {area}")
        known = {"count": say_count(lang, row["uncovered"]), "all": say_count(lang, row["denominator"])}
        return say(lang, words, **known, figure=answer.name, area=answer.subject.name)
    return _say_rate_and_gap(answer)


def _say_rate_and_gap(answer: MapAnswer) -> str:
    """The rate of the area, and how far it is from its target where it has one."""
    row, lang, target = answer.row, answer.lang, answer.row["target"]
    known: dict[str, Any] = {"figure": answer.name, "area": answer.subject.name, "rate": say_rate(lang, row["rate"])}
    if answer.part:
        known["area"] = say(lang, N_("{some} in {area}"), some=answer.part, area=answer.subject.name)
    if target is None or pd.isna(row["gap_points"]):
        return say(lang, N_("{figure} of {area}: {rate}"), **known)
    known |= {"target": say_target_rate(lang, target.rate), "year": target.year}
    if not row["gap_people"]:
        return say(lang, N_("{figure} of {area}: {rate}, the target {target} for {year} is reached"), **known)
    points = say_distance(lang, row["gap_points"])
    words = N_("{figure} of {area}: {rate}, {points} points below the target {target} for {year}")
    if target.sign < 0:
        words = N_("{figure} of {area}: {rate}, {points} points above the target {target} for {year}")
    return say(lang, words, points=points, **known)


def _say_change(answer: MapAnswer) -> str:
    row, lang = answer.row, answer.lang
    known = {"figure": answer.name, "area": answer.subject.name}
    if answer.since is None or pd.isna(row["value"]):
        return say(lang, N_("{figure} of {area}: no change can be told"), **known)
    rose, fell = (
        N_("{figure} of {area} rose by {points} points since {date}"),
        N_("{figure} of {area} fell by {points} points since {date}"),
    )
    points = say_distance(lang, row["value"])
    words = rose if row["value"] > 0 else fell
    if is_nil(row["value"]):  # what is written as nothing neither rose nor fell
        words = N_("{figure} of {area} is as on {date}")
    return say(lang, words, points=points, date=say_date(lang, answer.since), **known)


def say_own_figure(answer: MapAnswer) -> Iterator[str]:
    """The rate of the area with its counts and date.

    Yields
    ------
    str
        One sentence; without data that there are none.
    """
    t, lang, row = partial(say, answer.lang), answer.lang, answer.row
    if pd.isna(row["rate"]):
        yield t(N_("{figure} of {area}: no data yet."), figure=answer.name, area=answer.subject.name)
        return
    words = N_("{figure} of {area}: {rate}, that is {part} of {all} {unit}. {date}.")
    if answer.part:
        words = N_("{figure} of {some} in {area}: {rate}, that is {part} of {all} {unit}. {date}.")
    yield t(
        words,
        figure=answer.name,
        area=answer.subject.name,
        some=answer.part,
        rate=rate_words(lang, row["rate"]),
        part=count_words(lang, row["numerator"]),
        all=count_words(lang, row["denominator"]),
        unit=answer.indicator.units[lang],
        date=answer.period,
    )


def say_own_target(answer: MapAnswer) -> Iterator[str]:
    """How far the area is from its target, and how many of the areas in it are below theirs.

    Yields
    ------
    str
        Nothing without a target or without data.
    """
    t, lang, row = partial(say, answer.lang), answer.lang, answer.row
    target = row["target"]
    if target is None or pd.isna(row["gap_points"]):
        return
    known = {"rate": say_target_rate(lang, target.rate), "year": target.year, "issuer": target.issuer}
    if row["gap_people"]:
        lacks = N_("The target {rate} for {year} ({issuer}) lacks {points} points, that is {people} {unit}.")
        beyond = N_("The target {rate} for {year} ({issuer}) is exceeded by {points} points, that is {people} {unit}.")
        yield t(
            lacks if target.sign > 0 else beyond,
            points=say_distance(lang, row["gap_points"]),
            people=say_count(lang, row["gap_people"]),
            unit=answer.indicator.units[lang],
            **known,
        )
    else:
        yield t(N_("The target {rate} for {year} ({issuer}) is reached."), **known)
    yield from say_below_target(answer)


def say_below_target(answer: MapAnswer) -> Iterator[str]:
    """How many of the areas on the map have not reached their target, and how many with data have none.

    Yields
    ------
    str
        One sentence, and a second one where areas with data have no target; none on a map of yes and no, and none where
        no area has both data and a target.
    """
    t, points = Wording(answer.lang), answer.areas.columns["gap_points"]
    with_target = int(np.isfinite(points).sum())
    without = int(np.isfinite(answer.areas.columns["rate"]).sum()) - with_target
    if answer.areas.is_registered_or_not or not with_target:
        return
    known = {"all": t.count(with_target), "level": answer.level_name.lower(), "without": t.count(without)}
    count = int((points > 0).sum())
    words = N_("{count} of {all} {level} with data are below their target.")
    if answer.indicator.sign < 0:
        words = N_("{count} of {all} {level} with data are above their target.")
    if without:
        words = N_("{count} of {all} {level} with data and a target are below it.")
        if answer.indicator.sign < 0:
            words = N_("{count} of {all} {level} with data and a target are above it.")
    if not count:
        words = N_("All {all} {level} with data and a target have reached it.")
    yield t(words, count=t.count(count), **known)
    if without:
        yield t(N_("{without} {level} with data have no target."), **known)


def say_extremes(answer: MapAnswer) -> Iterator[str]:
    """The highest and the lowest area with their values.

    Yields
    ------
    str
        One sentence; none on a map of yes and no, and none with fewer than two areas with data.
    """
    areas, ends = answer.areas, answer.areas.extremes
    if ends is None or areas.is_registered_or_not or ends[0] == ends[1]:
        return
    high, low = ends
    yield say(
        answer.lang,
        N_("Highest: {high} ({high_value}); lowest: {low} ({low_value})."),
        high=areas.names[high],
        high_value=areas.texts[high],
        low=areas.names[low],
        low_value=areas.texts[low],
    )
