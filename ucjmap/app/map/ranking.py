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
from ucjmap.words import Lang, say, say_count, say_points, say_rate

_HERE = Path(__file__).parent
_component = v2.component(
    "ucjmap_ranking",
    html='<div class="ranking"></div>',
    css=(_HERE / "ranking.css").read_text("utf-8"),
    js=(_HERE / "ranking.js").read_text("utf-8"),
)


@dataclass(frozen=True)
class Column:
    """One column: what stands in its cells, and the places that sort them.

    ``places`` has one number a row, the same for equal values, None where there is no data; no places at all: the
    column is text, which the browser sorts as its language does. A text of several lines is read whole; a column that
    does not sort is prose, which takes the room that the others leave.
    """

    label: str
    texts: tuple[str, ...]
    places: tuple[int | None, ...] | None = None
    sorts: bool = True


@dataclass(frozen=True)
class Ranking:
    """Areas as a table, one row an area, in the order in which they are shown first.

    ``colours`` are those of the map, None where there is no data.
    """

    codes: tuple[str, ...]
    colours: tuple[str | None, ...]
    columns: tuple[Column, ...]


def make_ranking(answer: api.MapAnswer) -> Ranking:
    """The areas of a map with their figures, as the language writes them, and the classes that the legend names.

    The worst value comes first (the lowest, or the highest where less is better); areas without data come last, by name.
    """
    areas, t = answer.areas, partial(say, answer.lang)
    order = list(areas.worst_first)
    columns = [Column(t("Area"), tuple(areas.names[order]))]
    classes = tuple(areas.class_labels[place] for place in order)
    if areas.is_registered_or_not:
        columns.append(Column(t("Status"), classes))
    else:
        columns += _figures(answer, order, classes)
    columns.append(Column(t("Code"), tuple(areas.codes[order])))
    pairs = zip(areas.columns["colour"][order], areas.columns["applies"][order], strict=True)
    colours = (own or (None if applies else NOT_APPLICABLE_COLOUR) for own, applies in pairs)
    return Ranking(tuple(areas.codes[order]), tuple(colours), tuple(columns))


def _figures(answer: api.MapAnswer, order: list[int], classes: tuple[str, ...]) -> Iterable[Column]:
    lang, areas = answer.lang, answer.areas
    t, percent, count = partial(say, lang), partial(say_rate, lang), partial(say_count, lang)
    units = {
        name: areas.columns[name][order] for name in ("rate", "numerator", "denominator", "gap_people", "is_small")
    }
    if areas.measure != "rate":
        yield number_column(answer.legend.title, areas.columns["value"][order], partial(say_points, lang))
    yield number_column(t("Rate"), units["rate"], percent)
    yield number_column(t("Registered"), units["numerator"], count)
    yield number_column(t("All"), units["denominator"], count)
    yield number_column(t("Not yet"), units["denominator"] - units["numerator"], count)
    if any(answer.areas.columns["target"]):
        yield number_column(t("Missing to the target"), units["gap_people"], count)
    yield Column(t("Class"), classes)
    if units["is_small"].any():
        yield Column(t("Note"), tuple(t("few people") if small else "" for small in units["is_small"]))


def number_column(label: str, numbers: pd.Series | npt.NDArray[Any], write: Callable[[float], str]) -> Column:
    """A column of numbers as ``write`` writes them; a dash where there is none."""
    found = np.asarray(numbers, dtype=float)
    known = np.isfinite(found)
    places = np.unique(found[known], return_inverse=True)[1]
    all_places = np.full(len(found), -1)
    all_places[known] = places
    return Column(
        label,
        tuple(write(number) if is_known else "–" for number, is_known in zip(found.tolist(), known, strict=True)),
        tuple(None if place < 0 else place for place in all_places.tolist()),
    )


def show_ranking(
    lang: Lang, ranking: Ranking, *, key: str, opened: str, height: int, go_to: Callable[[str], None]
) -> None:
    """Show the table; ``go_to`` is called with the code of the area that the visitor opens.

    ``opened`` is the area that is open already: its row is marked. ``height`` is in pixels of the screen.
    """
    words = {
        "table": say(lang, "The map as a table"),
        "more": say(lang, "Show more rows"),
        "open": say(lang, "Open {area}", area="{area}"),
    }
    data = {**_told(lang, ranking, words, height), "opened": opened}
    _component(data=data, key=key, on_opened_change=partial(_take, key, go_to))


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
    """Show a list to choose areas from; ``take`` is called with the codes of all that are chosen at every change.

    ``picked`` are the areas that are chosen when the table is first shown. ``height`` is in pixels of the screen.
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


def _take(key: str, go_to: Callable[[str], None]) -> None:
    if code := st.session_state[key].opened:
        go_to(str(code))


def _take_all(key: str, take: Callable[[list[str]], None]) -> None:
    take([str(code) for code in st.session_state[key].picked or ()])
