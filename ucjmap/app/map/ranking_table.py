"""A table of areas: those of the map with its figures, to be sorted, read out and opened; or a list to choose from."""

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import asdict, dataclass
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd
import streamlit as st
from streamlit.components import v2

from ucjmap import api
from ucjmap.classify import NOT_APPLICABLE_COLOUR
from ucjmap.levels import level_name
from ucjmap.render import on_ground
from ucjmap.words import Lang, say, say_count, say_points, say_rate

_HERE = Path(__file__).parent
_component = v2.component(
    "ucjmap_ranking",
    html='<div class="filter" hidden><input type="search" autocomplete="off"><button type="button" class="on" hidden></button><p role="status"></p></div><div class="ranking"></div>',
    css=(_HERE / "ranking.css").read_text("utf-8"),
    js=(_HERE / "ranking.js").read_text("utf-8"),
)


@dataclass(frozen=True)
class Column:
    """One column: what stands in its cells, and the places that sort them.

    ``places`` has one number a row, the same for equal values, None where there is no data; no places at all: the
    column is text, which the browser sorts as its language does. A text of several lines is read whole; a column that
    does not sort is prose, which takes the room that the others leave. ``numbers`` are those that the visitor compares
    with, as they are written (37 is 37 %).
    """

    label: str
    texts: tuple[str, ...]
    places: tuple[int | None, ...] | None = None
    sorts: bool = True
    numbers: tuple[float | None, ...] | None = None


@dataclass(frozen=True)
class Ranking:
    """Areas as a table, one row an area, in the order in which they are shown first.

    ``colours`` are those of the map, None where there is no data; ``classes`` name the rows of the legend in which the
    areas are.
    """

    codes: tuple[str, ...]
    colours: tuple[str | None, ...]
    columns: tuple[Column, ...]
    classes: tuple[str, ...] = ()


def make_ranking(tree: api.AreaTree, answer: api.MapAnswer, *, dark: bool = False) -> Ranking:
    """The areas of a map with their figures, as the language writes them, and the classes that the legend names.

    The worst value comes first (the lowest, or the highest where less is better); areas without data come last, by name.
    The areas above are columns behind the figure that the map shows, the nearest first. ``dark`` says on what page the
    colours lie.
    """
    areas, t = answer.areas, partial(say, answer.lang)
    order = list(areas.worst_first)
    columns = [Column(t("Area"), tuple(areas.names[order]))]
    classes = tuple(areas.class_labels[place] for place in order)
    figures = [Column(t("Status"), classes)] if areas.is_registered_or_not else list(_figures(answer, order, classes))
    code = Column(t("Code"), tuple(areas.codes[order]))
    columns += [figures[0], *_areas_above(tree, answer, order), code, *figures[1:], *_remarks(answer, order)]
    pairs = zip(areas.columns["colour"][order], areas.columns["applies"][order], strict=True)
    colours = (own or (None if applies else on_ground(NOT_APPLICABLE_COLOUR, dark=dark)) for own, applies in pairs)
    keys = tuple("none" if own is None else str(own) for own in (areas.classes[place] for place in order))
    return Ranking(tuple(areas.codes[order]), tuple(colours), tuple(columns), keys)


def _areas_above(tree: api.AreaTree, answer: api.MapAnswer, order: list[int]) -> Iterable[Column]:
    """The areas between the map's own and those on it, the nearest first."""
    between = api.levels_below(tree, answer.area.code)
    places = tree.places_below(answer.area.code, answer.level)
    for level in reversed(between[: between.index(answer.level)]):
        names = tree.names_above(places, level)
        yield Column(level_name(answer.lang, level), tuple(names[place] for place in order))


def _remarks(answer: api.MapAnswer, order: list[int]) -> Iterable[Column]:
    """What has to be known of single areas: few people, no polygon; no column where there is nothing."""
    t, columns = partial(say, answer.lang), answer.areas.columns
    few = [t("few people") if small and not answer.areas.is_registered_or_not else "" for small in columns["is_small"]]
    unseen = ["" if has_shape else t("no polygon, not on the map") for has_shape in columns["has_shape"]]
    remarks = [", ".join(filter(None, pair)) for pair in zip(few, unseen, strict=True)]
    if any(remarks):
        yield Column(t("Note"), tuple(remarks[place] for place in order))


def _figures(answer: api.MapAnswer, order: list[int], classes: tuple[str, ...]) -> Iterable[Column]:
    lang, areas = answer.lang, answer.areas
    t, percent, count = partial(say, lang), partial(say_rate, lang), partial(say_count, lang)
    units = {
        name: areas.columns[name][order] for name in ("rate", "numerator", "denominator", "uncovered", "gap_people")
    }
    if areas.measure != "rate":
        yield number_column(answer.legend.title, areas.columns["value"][order], partial(say_points, lang), unit=0.01)
    yield number_column(t("Rate"), units["rate"], percent, unit=0.01)
    yield number_column(t("Registered"), units["numerator"], count)
    yield number_column(t("All"), units["denominator"], count)
    yield number_column(t("Not yet"), units["uncovered"], count)
    if any(answer.areas.columns["target"]):
        yield number_column(t("Missing to the target"), units["gap_people"], count)
    yield Column(t("Class"), classes)


def number_column(
    label: str, numbers: pd.Series | npt.NDArray[Any], write: Callable[[float], str], *, unit: float = 1.0
) -> Column:
    """A column of numbers.

    Parameters
    ----------
    numbers
        One a row; NaN and infinity are no data, which is written as a dash and sorts last.
    write
        Writes a number as people read it.
    unit
        What one is of the numbers that a visitor types to compare with: 0.01 where a fraction is written in percent.
    """
    values = np.asarray(numbers, dtype=float)
    known = np.isfinite(values)
    places = np.unique(values[known], return_inverse=True)[1]
    all_places = np.full(len(values), -1)
    all_places[known] = places
    return Column(
        label,
        tuple(write(number) if is_known else "–" for number, is_known in zip(values.tolist(), known, strict=True)),
        tuple(None if place < 0 else place for place in all_places.tolist()),
        numbers=tuple(round(number / unit, 4) if np.isfinite(number) else None for number in values.tolist()),
    )


def show_ranking(
    lang: Lang,
    ranking: Ranking,
    *,
    key: str,
    opened: str,
    height: int,
    go_to: Callable[[str], None],
    pin: Callable[[str], None],
) -> None:
    """Show the table; ``go_to`` is called with the code of the area that the visitor opens, ``pin`` for its facts.

    ``opened`` is the area that is open already: its row is marked. ``height`` is in pixels of the screen.
    """
    words = {
        "table": say(lang, "The map as a table"),
        "more": say(lang, "Show more rows"),
        "open": say(lang, "Open {area}", area="{area}"),
        "facts": say(lang, "Facts of {area}", area="{area}"),
        "filter": say(lang, "Filter: name, kecamatan, kabupaten, code, or a number such as <25"),
        "filter_short": say(lang, "Filter: name, area, code or <25"),
        "left": say(lang, "{count} of {all} rows", count="{count}", all="{all}"),
        "columns": say(lang, "More columns"),
        "first_columns": say(lang, "Back to the first columns"),
    }
    data = {**_told(lang, ranking, words, height), "opened": opened, "classes": ranking.classes}
    _component(
        data=data,
        key=key,
        on_opened_change=partial(_take, key, "opened", go_to),
        on_pinned_change=partial(_take, key, "pinned", pin),
    )


def choose_from(
    lang: Lang,
    ranking: Ranking,
    *,
    title: str,
    key: str,
    picked: Collection[str],
    height: int,
    take: Callable[[list[str]], None],
) -> None:
    """Show a list to choose areas from.

    Parameters
    ----------
    ranking
        One row is an area.
    title
        What the list is, for those who listen.
    key
        Of the list in the session.
    picked
        Codes of the areas that are chosen when the list is first shown.
    height
        Pixels of the screen; longer lists scroll.
    take
        Called with the codes of all areas that are chosen, at every change.
    """
    words = {
        "table": title,
        "more": say(lang, "Show more rows"),
        "all": say(lang, "Choose all rows, or none"),
    }
    data = {**_told(lang, ranking, words, height), "picked": list(picked)}
    _component(data=data, key=key, on_picked_change=partial(_take_all, key, take))


def _told(lang: Lang, ranking: Ranking, words: Mapping[str, str], height: int) -> dict[str, Any]:
    """What the browser draws a table from."""
    return {
        "lang": lang,
        "words": words,
        "height": height,
        "codes": ranking.codes,
        "colours": ranking.colours,
        "columns": [asdict(column) for column in ranking.columns],
    }


def _take(key: str, trigger: str, act: Callable[[str], None]) -> None:
    if code := st.session_state[key][trigger]:
        act(str(code))


def _take_all(key: str, take: Callable[[list[str]], None]) -> None:
    take([str(code) for code in st.session_state[key].picked or ()])
