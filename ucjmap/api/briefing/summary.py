"""What the figures of an area say, in plain sentences: each is one figure of the answer put into words by a rule."""

from collections.abc import Iterator
from dataclasses import replace

import pandas as pd

from ucjmap.api.maps import MapAnswer, answer_map, dates_inside, say_extremes, say_own_figure, say_own_target
from ucjmap.errors import N_
from ucjmap.store import Store
from ucjmap.words import is_nil, say, say_count, say_date, say_distance, say_rate

_BODY_WORDS = {
    "aparat_registered": N_("{count} of {all} desa have no registered officials ({date})."),
    "bpd_registered": N_("{count} of {all} desa have no registered council ({date})."),
}


def summary_sentences(store: Store, answer: MapAnswer) -> tuple[str, ...]:
    """Sentences about an area and the areas in it, each told from one figure by a rule.

    Parameters
    ----------
    answer
        The map beside the sentences.

    Returns
    -------
    tuple
        The rate, the distance to the target, the change since about a year before, the highest and lowest areas, desa
        without registered officials and council, and what is grave. Where there is no figure there is no sentence.
    """
    own = (say_own_figure(answer), say_own_target(answer), say_change(answer_since(store, answer)))
    parts = (*own, say_extremes(answer), say_bodies(answer))
    return (*(sentence for part in parts for sentence in part), *answer.warnings)


def answer_since(store: Store, answer: MapAnswer) -> MapAnswer:
    """The same map with its change since the newest figure of at least a year before, else since the oldest one."""
    return answer_map(store, replace(answer.pinned, measure="change", since=None, side=False))


def say_change(changed: MapAnswer) -> Iterator[str]:
    """How an area changed, over what was counted at both dates; nothing where that is not known."""
    lang = changed.lang
    row = changed.row
    if changed.since is None or pd.isna(row["value"]):
        return
    points = say_distance(lang, row["value"])
    words = N_("It rose by {points} points") if row["value"] > 0 else N_("It fell by {points} points")
    if is_nil(row["value"]):
        words = N_("It is unchanged")
    yield say(
        lang,
        N_("{change} since {date} ({before} to {now}), over {count} desa/kelurahan counted at both dates."),
        change=say(lang, words, points=points),
        date=say_date(lang, changed.since),
        before=say_rate(lang, row["common_rate_since"]),
        now=say_rate(lang, row["common_rate"]),
        count=say_count(lang, row["common_desa"]),
    )
    yield from changed.entered


def say_bodies(answer: MapAnswer) -> Iterator[str]:
    """How many desa have no registered officials, and how many no registered council."""
    for key_figure in answer.key_figures:
        words, figure = _BODY_WORDS.get(key_figure.key), key_figure.figure
        if words and figure is not None and figure.value is not None and figure.denominator is not None:
            count, whole = say_count(answer.lang, figure.value), say_count(answer.lang, figure.denominator)
            yield say(answer.lang, words, count=count, all=whole, date=dates_inside(answer.lang, vars(figure)))
