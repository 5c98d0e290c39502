"""The card of one area: all that is known of it, in words, short enough to lie over a map."""

from dataclasses import dataclass, replace
from functools import partial
from typing import Final

import pandas as pd

from ucjmap.api.areas import AreaTree, area_tree
from ucjmap.api.figures import IndicatorProfile, JointFigures, area_profile, joint_figures, load_indicators, neighbours
from ucjmap.api.maps import (
    Badge,
    KeyFigure,
    Line,
    MapView,
    Note,
    answer_map,
    dates_inside,
    desa_question,
    figure_name,
    name_figure,
    rate_words,
    say_badges,
    say_origin,
    share_origins,
    yes_or_no,
)
from ucjmap.api.outreach import read_follow_up, say_verdict
from ucjmap.codes import COUNTRY, child_level
from ucjmap.levels import kind_name
from ucjmap.outreach import STATUSES
from ucjmap.settings import get_settings
from ucjmap.store import Store
from ucjmap.words import Lang, say, say_count, say_date, say_rate

_GAPS: Final = ("gap_points", "gap_people")
_MOST_NEIGHBOURS: Final = 8


@dataclass(frozen=True, eq=False)
class CardRow:
    """One indicator of the area: what it is, the figure in words, its counts and date, and its trend (one row a date)."""

    label: str
    text: str
    detail: str
    trend: pd.DataFrame


@dataclass(frozen=True)
class Neighbour:
    """An area beside it, with its figure of the map's indicator in words."""

    code: str
    name: str
    text: str


@dataclass(frozen=True, eq=False)
class AreaCard:
    """What the card of an area says, in the language of the question.

    ``within`` are the areas around it from the nearest on, ``facts`` its kind and codes, ``gaps`` its distance to the
    target in force, ``origins`` where the figures of the rows come from, ``follow_up`` the last that was noted of a
    visit (empty: nothing). ``is_desa``: it can be visited.
    """

    code: str
    name: str
    within: str
    facts: str
    badges: tuple[Badge, ...]
    rows: tuple[CardRow, ...]
    origins: tuple[Line, ...]
    gaps: tuple[KeyFigure, ...]
    notes: tuple[Note, ...]
    neighbours: tuple[Neighbour, ...]
    more_neighbours: int
    follow_up: str
    is_desa: bool


def area_card(store: Store, view: MapView, code: str) -> AreaCard:
    """The card of the area ``code``, with the indicator, date and target of ``view``.

    Raises
    ------
    UsageError
        Unknown area.
    """
    tree, lang = area_tree(store), view.lang
    asked = replace(view, area=code, level=None, measure="rate", side=False, since=None, chosen=(), circles=False)
    answer = answer_map(store, asked)
    profile = area_profile(store, code, as_of=view.as_of)
    beside, more, around = _neighbours(store, view, code)
    path = [tree.name(above) for above in reversed(tree.path(code)[:-1]) if above != COUNTRY]
    shown = [row for row in profile.rows if row.applies]
    is_simulated = answer.is_simulated or any(row.row["is_simulated"] for row in shown)
    return AreaCard(
        code=code,
        name=profile.name,
        within=", ".join(path),
        facts=f"{kind_name(lang, profile.kind)} · {say(lang, 'Code')} {code}",
        badges=say_badges(lang, is_simulated=is_simulated, is_model=answer.is_model),
        rows=tuple(_row(lang, row, is_desa=_is_desa(tree, code)) for row in shown),
        origins=(
            *share_origins(lang, ((figure_name(lang, row.indicator, row.segment), row.row) for row in shown)),
            *around,
        ),
        gaps=tuple(answer.key_figure(key) for key in _GAPS),
        notes=answer.notes,
        neighbours=beside,
        more_neighbours=more,
        follow_up=_follow_up(store, lang, code) if _is_desa(tree, code) else "",
        is_desa=_is_desa(tree, code),
    )


def _is_desa(tree: AreaTree, code: str) -> bool:
    return child_level(tree.level(code)) is None


def _row(lang: Lang, own: IndicatorProfile, *, is_desa: bool) -> CardRow:
    row, label = own.row, figure_name(lang, own.indicator, own.segment)
    if pd.isna(row["rate"]):
        return CardRow(label, say(lang, "No data yet"), "", own.trend)
    dates = dates_inside(lang, row)
    if is_desa and own.indicator.counts_desa:  # of one desa "0 of 1" says nothing
        return CardRow(desa_question(lang, own.indicator), yes_or_no(lang, row["rate"]), dates, own.trend)
    counts = f"{say_count(lang, row['numerator'])} {say(lang, 'of')} {say_count(lang, row['denominator'])}"
    label = name_figure(lang, label, row, get_settings().whole_from)
    return CardRow(label, say_rate(lang, row["rate"]), f"{counts} {own.indicator.units[lang]} · {dates}", own.trend)


def _neighbours(store: Store, view: MapView, code: str) -> tuple[tuple[Neighbour, ...], int, tuple[Line, ...]]:
    """The nearest neighbours, the number of the others, and where their figures come from."""
    beside = neighbours(store, code)
    if beside.empty:
        return (), 0, ()
    shown = beside.head(_MOST_NEIGHBOURS)
    joint = joint_figures(store, list(shown["code"]), view.indicator, view.segment, as_of=view.as_of)
    asks_desa = load_indicators()[view.indicator].counts_desa and _is_desa(area_tree(store), code)
    say_value = partial(yes_or_no if asks_desa else rate_words, view.lang)
    rows = zip(shown["code"], shown["name"], joint.figures["rate"], strict=True)
    areas = tuple(Neighbour(own, name, say_value(rate)) for own, name, rate in rows)
    return areas, len(beside) - len(shown), say_neighbours(view.lang, joint)


def say_neighbours(lang: Lang, joint: JointFigures) -> tuple[Line, ...]:
    """Where the figures of the neighbours of an area come from, in one line for all.

    Parameters
    ----------
    joint
        The neighbours taken together; without data there is no line.
    """
    label = say(lang, "Neighbours")
    return (
        (say_origin(lang, label, vars(joint), joint.sources, is_simulated=joint.is_simulated),) if joint.sources else ()
    )


def _follow_up(store: Store, lang: Lang, code: str) -> str:
    latest = read_follow_up(store, code).by_desa
    return " ".join(_say_status(lang, row) for row in latest.to_dict("records"))


def _say_status(lang: Lang, row: dict[object, object]) -> str:
    known = {str(key): value for key, value in row.items()}
    status = next(text for key, text in STATUSES.items() if key == known["status"])
    parts = [f"{say(lang, status)}, {say_date(lang, str(known['date']))}", say_verdict(lang, known)]
    return ". ".join(filter(None, [*parts, str(known["note"] or "")])) + "."
