"""Pages of a briefing about the areas inside: which desa are not registered, and an atlas with lists of desa."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import partial
from typing import Any

import numpy as np

from ucjmap.api.briefing.area_pages import list_unknown, swatches
from ucjmap.api.briefing.plan import BriefingPlan
from ucjmap.api.briefing.summary import say_bodies
from ucjmap.api.maps import (
    BODIES,
    Dressing,
    MapAnswer,
    answer_map,
    count_words,
    known_bodies,
    make_frame,
    make_map_page,
    say_extremes,
    say_headline,
)
from ucjmap.codes import COUNTRY, Level, child_level, parent_level
from ucjmap.errors import N_
from ucjmap.levels import level_name
from ucjmap.render.static import NameList, PageContent, PaperName, TablePage
from ucjmap.schema import ALL_SEGMENTS
from ucjmap.store import Store
from ucjmap.words import Lang, say, say_count, say_date, say_rate

_LANDSCAPE = ("a4", "a3", "16:9")
#: Areas with the most desa that are not registered, which a slide shows above the sum of all.
_MOST_MISSING = 7


def unregistered_pages(
    store: Store, plan: BriefingPlan, answer: MapAnswer, dressing: Dressing
) -> Iterator[PageContent]:
    """Maps of desa that are not registered, and how many by area; nothing where none is known."""
    known = [body for body in _bodies(store, answer) if body.with_data]
    for body in known:
        level: Level = "adm4" if plan.area != COUNTRY else "adm2"
        yield make_map_page(store, answer_map(store, replace(body.view, level=level)), dressing)
    if known and answer.level != "adm4":
        yield _unregistered_table(answer, known, dressing)


def _bodies(store: Store, answer: MapAnswer) -> list[MapAnswer]:
    """The same map of each indicator of the village ecosystem, as of the same day."""
    view = replace(answer.view, segment=ALL_SEGMENTS, as_of=answer.as_of or None, measure="rate", target=None)
    return [answer_map(store, replace(view, indicator=key)) for key in known_bodies()]


def _unregistered_table(answer: MapAnswer, known: list[MapAnswer], dressing: Dressing) -> TablePage:
    """Desa not registered by area, each body under its own date; the whole comes last."""
    lang, t, areas = answer.lang, partial(say, answer.lang), answer.areas
    places = sorted(
        (place for place, code in enumerate(areas.codes) if any(_has_data(body, code) for body in known)),
        key=lambda place: areas.names[place],
    )
    rows = [
        (
            str(areas.names[place]),
            *(cell for body in known for cell in _missing(lang, body.areas.row(areas.codes[place]))),
        )
        for place in places
    ]
    rows.append((answer.area.name, *(cell for body in known for cell in _missing(lang, body.row))))
    heads, dates = [t("Area")], [""]
    for body in known:
        heads += [t(BODIES[body.indicator.key]), t(N_("of desa with data"))]
        dates += [_column_date(body)] * 2
    words = N_("Desa not registered, by {level}: {area}")
    title = t(words, level=answer.level_name.lower(), area=answer.area.name)
    first, *others = known
    most = sorted(range(len(places)), key=lambda row: -_missing_desa(first, areas.codes[places[row]]))[:_MOST_MISSING]
    said = tuple(say_bodies(answer))
    frame = replace(make_frame(first, dressing, beside=others), title=title)
    return TablePage(
        frame=replace(frame, headline=said[0], spoken=said),
        heads=tuple(heads),
        dates=tuple(dates),
        rows=tuple(rows),
        shares=(26, *(22, 15) * len(known)),
        note=dressing.note,
        picked=(*most, len(rows) - 1),
        picked_words=t(N_("The seven areas with the most such desa, and the sum of all.")),
        lists=list_unknown(first, {str(areas.codes[place]) for place in places}),
    )


def _has_data(answer: MapAnswer, code: str) -> bool:
    return bool(answer.areas.row(code)["desa_with_data"])


def _missing_desa(answer: MapAnswer, code: str) -> float:
    """Desa of an area that are not registered, for sorting: none where nothing is known."""
    row = answer.areas.row(code)
    return float(np.nan_to_num(row["uncovered"], nan=-1.0))


def _column_date(answer: MapAnswer) -> str:
    """Date of the figures of a column, the newest where there are several; empty where there are no figures."""
    oldest, newest = answer.row["oldest"], answer.row["newest"]
    if not isinstance(newest, str):
        return ""
    date = say_date(answer.lang, newest, short=True)
    return date if oldest == newest else say(answer.lang, N_("up to {date}"), date=date)


def _missing(lang: Lang, row: Mapping[str, Any]) -> tuple[str, str]:
    """Desa of an area that are not registered, and of how many."""
    return count_words(lang, row["uncovered"]), count_words(lang, row["denominator"])


def atlas_pages(
    store: Store, plan: BriefingPlan, answer: MapAnswer, dressing: Dressing, paper: PaperName
) -> Iterator[PageContent]:
    """For each area on the map a map of its own and the list of its desa; areas without any data are one list."""
    if child_level(answer.level) is None:
        return
    bodies, without = _bodies(store, answer), []
    for code in sorted(answer.areas.codes.tolist()):
        dressed = replace(dressing, title="", note=plan.notes.get(code, ""))
        is_known = any(_has_data(shown, code) for shown in (answer, *bodies))
        if not is_known and not dressed.note:
            without.append(code)
            continue
        own = answer_map(store, replace(plan.view(code), as_of=answer.as_of or None))
        yield make_map_page(store, own, dressed)
        yield _village_list(store, own, dressed, paper)
    if without:
        yield _list_without_data(answer, without, dressing)


def _list_without_data(answer: MapAnswer, codes: list[str], dressing: Dressing) -> TablePage:
    """Areas of which nothing is known yet, on one page instead of empty maps."""
    lang, t, areas = answer.lang, partial(say, answer.lang), answer.areas
    title = t(N_("{level} without data: {area}"), level=answer.level_name, area=answer.area.name)
    words = N_("{count} of {all} {level} have no data yet, neither of this indicator nor of the village ecosystem.")
    known = {"count": say_count(lang, len(codes)), "all": say_count(lang, len(areas))}
    said = t(words, **known, level=answer.level_name.lower())
    frame = make_frame(answer, replace(dressing, title="", note=""))
    desa = level_name(lang, "adm4", several=True).lower()
    names = (f"{code} {row['name']} ({say_count(lang, row['desa'])})" for code in codes if (row := areas.row(code)))
    words = t(N_("Code, area and how many {desa} it has"), desa=desa)
    return TablePage(
        frame=replace(frame, title=title, headline=said, spoken=(said,)),
        heads=(),
        rows=(),
        shares=(),
        note=said,
        lists=(NameList(words, tuple(names)),),
    )


def _village_list(store: Store, answer: MapAnswer, dressing: Dressing, paper: PaperName) -> TablePage:
    """Desa (in a briefing about the country: kabupaten) with their rate and whether they are registered.

    Rate, officials and council each stand under their own date, and their sources below.
    """
    lang, t = answer.lang, partial(say, answer.lang)
    level: Level = "adm4" if answer.area.level != "adm1" else "adm2"
    listed = answer if answer.level == level else answer_map(store, replace(answer.view, level=level))
    bodies, areas = _bodies(store, listed), listed.areas
    above = level != child_level(answer.area.level)
    places = tuple(sorted(range(len(areas)), key=lambda place: areas.codes[place]))
    rows = [
        (
            "",
            areas.parents[place] if above else str(areas.codes[place]),
            str(areas.names[place]),
            *_rate_and_counts(listed, place),
            *(_state(body, str(areas.codes[place])) for body in bodies),
        )
        for place in places
    ]
    title = t(N_("List of {level}: {area}"), level=listed.level_name.lower(), area=answer.area.name)
    said = (*say_extremes(listed), say_headline(listed))
    return TablePage(
        frame=replace(make_frame(listed, dressing, beside=bodies), title=title, headline=said[0], spoken=said),
        heads=(
            "",
            level_name(lang, parent_level(level)) if above else t("Code"),
            t("Area"),
            t("Rate"),
            t(N_("Counts")),
            t(N_("Officials")),
            "BPD",
        ),
        dates=("", "", "", *[_column_date(listed)] * 2, *map(_column_date, bodies)),
        rows=tuple(rows),
        shares=(3, 18, 21, 13, 15, 12, 10),
        aligns=("left", "left", "left", "right", "right", "center", "center"),
        swatches=swatches(listed, places),
        picked=tuple(places.index(place) for place in areas.worst_first if areas.texts[place] is not None)[:8],
        picked_words=t(N_("The eight that are farthest behind.")),
        columns=2 if paper in _LANDSCAPE else 1,
    )


def _rate_and_counts(answer: MapAnswer, place: int) -> tuple[str, str]:
    lang, columns = answer.lang, answer.areas.columns
    if answer.areas.texts[place] is None:
        return (say(lang, "No data yet") if columns["applies"][place] else "–"), "–"
    numerator, denominator = (
        say_count(lang, columns["numerator"][place]),
        say_count(lang, columns["denominator"][place]),
    )
    return say_rate(lang, columns["rate"][place]), f"{numerator} / {denominator}"


def _state(body: MapAnswer, code: str) -> str:
    """Whether a desa is registered, in words; a rate for an area above the desa, a dash where nothing is known."""
    place = body.areas.places[code]
    if body.areas.texts[place] is None:
        return "–"
    if not body.areas.is_registered_or_not:
        return str(body.areas.texts[place])
    return say(body.lang, N_("yes") if body.areas.classes[place] == 1 else N_("not yet"))
