"""What has changed since a view was written, figure by figure, in words."""

from dataclasses import dataclass

from ucjmap.api.maps import count_words
from ucjmap.api.stories.story_views import DayFigure, StoryView
from ucjmap.errors import N_
from ucjmap.words import Lang, is_nil, say, say_date, say_distance, say_points, say_rate


@dataclass(frozen=True)
class Difference:
    """One area then and now; ``now`` is None where the area is not on the map any more.

    ``words`` are a sentence; empty where nothing that is written has changed.
    """

    then: DayFigure
    now: DayFigure | None
    words: str


def compare_figures(lang: Lang, view: StoryView, now: tuple[DayFigure, ...]) -> tuple[Difference, ...]:
    """Each figure of the day on which ``view`` was written beside that of ``now``, by area."""
    by_code = {figure.code: figure for figure in now}
    pairs = ((then, by_code.get(then.code)) for then in view.figures)
    return tuple(Difference(then, other, _say_difference(lang, view, then, other)) for then, other in pairs)


def say_value(lang: Lang, figure: DayFigure) -> str:
    """What the map measured in an area: a rate, or points of distance or change."""
    if figure.value is None:
        return say(lang, "No data yet")
    if figure.unit == "fraction":
        return say_rate(lang, figure.value)
    return say(lang, N_("{points} points"), points=say_points(lang, figure.value))


def say_counts(lang: Lang, figure: DayFigure) -> str:
    """The counts behind a figure; empty without data."""
    if figure.numerator is None or figure.denominator is None:
        return ""
    counts = {"part": count_words(lang, figure.numerator), "all": count_words(lang, figure.denominator)}
    return say(lang, N_("{part} of {all}"), **counts)


def say_day(lang: Lang, figure: DayFigure) -> str:
    """The date of the newest counts behind a figure, short; empty without data."""
    return say_date(lang, figure.newest, short=True) if figure.newest else ""


def say_way(lang: Lang, then: DayFigure, now: DayFigure | None) -> str:
    """How a figure has moved, in points; empty where it is not known at both times."""
    if now is None or then.value is None or now.value is None or then.unit != now.unit:
        return ""
    if is_nil(now.value - then.value):
        return say(lang, N_("the same value"))
    words = N_("up {points} points") if now.value > then.value else N_("down {points} points")
    return say(lang, words, points=say_distance(lang, now.value - then.value))


def _say_difference(lang: Lang, view: StoryView, then: DayFigure, now: DayFigure | None) -> str:
    known = {"area": then.name, "then": _say_figure(lang, then), "written": say_date(lang, view.written_on)}
    if now is None:
        words = N_("{area} is not on this map any more. When written ({written}): {then}.")
        return say(lang, words, **known)
    is_other_source = _is_other_source(then, now)
    if _seen(lang, then) == _seen(lang, now) and not is_other_source:
        return ""
    way = say_way(lang, then, now)
    words = N_("{area}: when written ({written}) {then}; now {now}.")
    if way:
        words = N_("{area}: when written ({written}) {then}; now {now}: {way}.")
    told = say(lang, words, now=_say_figure(lang, now), way=way, **known)
    if not is_other_source:
        return told
    sources = {"then": "; ".join(then.sources), "now": "; ".join(now.sources)}
    return f"{told} {say(lang, N_('Source then: {then}; now: {now}.'), **sources)}"


def _say_figure(lang: Lang, figure: DayFigure) -> str:
    value, counts = say_value(lang, figure), say_counts(lang, figure)
    if not counts:
        return value
    words = N_("{value} ({counts}, data of {date})")
    return say(lang, words, value=value, counts=counts, date=say_day(lang, figure) or "–")


def _is_other_source(then: DayFigure, now: DayFigure) -> bool:
    """Whether the counts come from elsewhere now; not known where a figure is without sources."""
    return bool(then.sources and now.sources) and set(then.sources) != set(now.sources)


def _seen(lang: Lang, figure: DayFigure) -> tuple[str, str, str]:
    """A figure as it is read: what no reader sees is no difference."""
    return say_value(lang, figure), say_counts(lang, figure), say_day(lang, figure)
