"""What the figures of an area say, in plain sentences: each is one figure of the answer put into words by a rule."""

from collections.abc import Iterator
from dataclasses import replace
from functools import partial

import numpy as np
import pandas as pd

from ucjmap.api.maps import MapAnswer, answer_map, count_words, dates_inside, rate_words, say_target_rate
from ucjmap.errors import N_
from ucjmap.store import Store
from ucjmap.words import say, say_count, say_date, say_points, say_rate

_BODY_WORDS = {
    "aparat_registered": N_("{count} of {all} desa have no registered officials ({date})."),
    "bpd_registered": N_("{count} of {all} desa have no registered council ({date})."),
}


def summary_sentences(store: Store, answer: MapAnswer) -> tuple[str, ...]:
    """Sentences about an area and the areas in it; where there is no figure there is no sentence."""
    parts = (_own_figure(answer), _target(answer), _change(store, answer), _extremes(answer), _bodies(answer))
    notes = (note.text for note in answer.notes if note.is_grave)
    return (*(sentence for part in parts for sentence in part), *notes)


def _own_figure(answer: MapAnswer) -> Iterator[str]:
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


def _target(answer: MapAnswer) -> Iterator[str]:
    t, lang, row = partial(say, answer.lang), answer.lang, answer.row
    target = row["target"]
    if target is None or pd.isna(row["gap_points"]):
        return
    known = {"rate": say_target_rate(lang, target.rate), "year": target.year, "issuer": target.issuer}
    if row["gap_people"]:
        yield t(
            N_("The target {rate} for {year} ({issuer}) lacks {points} points, that is {people} {unit}."),
            points=say_points(lang, row["gap_points"]).lstrip("+"),
            people=say_count(lang, row["gap_people"]),
            unit=answer.indicator.units[lang],
            **known,
        )
    else:
        yield t(N_("The target {rate} for {year} ({issuer}) is reached."), **known)
    points = answer.areas.columns["gap_points"]
    with_data = int(np.isfinite(points).sum())
    if not answer.areas.is_registered_or_not and with_data:
        yield t(
            N_("{count} of {all} {level} with data are below their target."),
            count=say_count(lang, int((points > 0).sum())),
            all=say_count(lang, with_data),
            level=answer.level_name.lower(),
        )


def _change(store: Store, answer: MapAnswer) -> Iterator[str]:
    """Against the newest figure of at least a year before, else the oldest one, over what was counted at both dates."""
    lang = answer.lang
    changed = answer_map(store, replace(answer.pinned, measure="change", since=None, side=False))
    row = changed.row
    if changed.since is None or pd.isna(row["value"]):
        return
    words = N_("It rose by {points} points") if row["value"] >= 0 else N_("It fell by {points} points")
    yield say(
        lang,
        N_("{change} since {date} ({before} to {now}), over {count} desa/kelurahan counted at both dates."),
        change=say(lang, words, points=say_points(lang, abs(row["value"])).lstrip("+")),
        date=say_date(lang, changed.since),
        before=say_rate(lang, row["common_rate_since"]),
        now=say_rate(lang, row["common_rate"]),
        count=say_count(lang, row["common_desa"]),
    )
    yield from (note.text for note in changed.notes if note.key == "entered")


def _extremes(answer: MapAnswer) -> Iterator[str]:
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


def _bodies(answer: MapAnswer) -> Iterator[str]:
    for key_figure in answer.key_figures:
        words, figure = _BODY_WORDS.get(key_figure.key), key_figure.figure
        if words and figure is not None and figure.value is not None and figure.denominator is not None:
            count, whole = say_count(answer.lang, figure.value), say_count(answer.lang, figure.denominator)
            yield say(answer.lang, words, count=count, all=whole, date=dates_inside(answer.lang, vars(figure)))
