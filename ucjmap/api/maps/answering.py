"""Making the answer to a map: the one place where figures, classes, targets and words of it meet.

Everything else only lays the answer out.
"""

from collections.abc import Mapping
from dataclasses import replace
from functools import partial
from types import MappingProxyType
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from ucjmap.api.areas import AreaTree, area_tree, display_version, remember
from ucjmap.api.figures import (
    AreaValues,
    Basis,
    JointFigures,
    area_summary,
    area_values,
    get_indicator,
    is_about,
    joint_figures,
    list_dates,
)
from ucjmap.api.maps.answer import MapAnswer, Place
from ucjmap.api.maps.captions import figure_name, say_caption, say_dates, say_subtitle, say_title, short_name
from ucjmap.api.maps.figure import Figure
from ucjmap.api.maps.key_figures import Body, known_bodies, make_key_figures, part_with_data
from ucjmap.api.maps.legend import make_legend
from ucjmap.api.maps.map_areas import MapAreas
from ucjmap.api.maps.notes import make_notes, say_gap_sum, say_references, say_selection
from ucjmap.api.maps.origins import (
    Line,
    say_badges,
    say_boundaries,
    say_credit,
    say_origin,
    say_provenance,
    share_origins,
)
from ucjmap.api.maps.view import MapView, levels_below, map_area
from ucjmap.classify import ClassBreaks
from ucjmap.codes import COUNTRY, Level, child_level, parent_level
from ucjmap.errors import N_, UsageError
from ucjmap.levels import level_name
from ucjmap.settings import get_settings
from ucjmap.store import Store
from ucjmap.words import Lang, Wording


def answer_map(store: Store, view: MapView) -> MapAnswer:
    """The answer to a question; the same one until something is imported or undone.

    Parameters
    ----------
    view
        Which map; what it leaves open (None) is settled as ``MapView`` says.

    Returns
    -------
    MapAnswer
        Shared by all who ask the same.

    Raises
    ------
    UsageError
        Something of the view is not known, an area has none below it, or the other date is not before the map's own.
    """
    return remember(store, ("answers", view), lambda: _make_answer(store, view))


def settle_dates(store: Store, view: MapView) -> tuple[MapView, list[str]]:
    """The view without a date to compare with that is not before its own, and what was left out of its address.

    Parameters
    ----------
    view
        As an address or a form gives it; its area is known.

    Returns
    -------
    view
        The same, without ``since`` and ``side``, or with rates where two dates side by side were to show a change.
    left_out
        The parameter that was dropped, such as ``"since=2025-12-31"``; empty where none was.

    Raises
    ------
    UsageError
        Unknown area.
    """
    dates = list_dates(store, view.indicator, map_area(area_tree(store), view.area), view.segment)
    as_of = view.as_of or (dates or [""])[-1]
    if view.since and as_of and view.since >= as_of:
        return replace(view, since=None, side=False), [f"since={view.since}"]
    # A change has both dates in it: beside each other stand rates, and the page says so.
    stands_beside = view.side and view.since is not None and view.measure == "change"
    return (replace(view, measure="rate") if stands_beside else view), []


def _make_answer(store: Store, view: MapView) -> MapAnswer:
    revision, tree = store.revision(), area_tree(store)
    drawn = map_area(tree, view.area)
    level = view.level or levels_below(tree, drawn)[0]
    view = replace(view, level=level)
    older, newer = _both_values(store, view, drawn, level)
    if area_tree(store) is not tree:  # something was imported in between: again, from the new boundaries
        return _make_answer(store, view)
    before = None if older is None else _lay_down(store, tree, revision, replace(view, side=False), older, None, None)
    return _lay_down(store, tree, revision, view, newer, older, before)


def _both_values(store: Store, view: MapView, drawn: str, level: Level) -> tuple[AreaValues | None, AreaValues]:
    """Figures at the older and at the newer date, both in the classes and to the targets of the newer one.

    A change has both dates in it, so rates stand beside each other. Where one date is shown, or nothing was
    counted, there is no older one.
    """
    beside = view.side and view.since is not None
    measure = "rate" if beside and view.measure == "change" else view.measure
    ask = partial(
        area_values,
        store,
        drawn,
        level,
        view.indicator,
        segment=view.segment,
        classing=view.classing,
        measure=measure,
        target=view.target,
    )
    newer = ask(as_of=view.as_of, since=None if beside else view.since)
    if view.since and newer.as_of and view.since >= newer.as_of:
        raise UsageError(
            "not_earlier",
            N_("{since} is not before {date}."),
            N_("Choose an earlier date to compare with."),
            since=view.since,
            date=newer.as_of,
        )
    if not beside or not newer.as_of:  # without data there is no second date either
        return None, newer
    # By rule each year has its own target; two maps beside each other have one.
    older = ask(as_of=view.since, aim_date=newer.as_of)
    if newer.breaks_from == "shown":  # the note that its colours cannot be compared would be wrong here
        newer = replace(newer, breaks_from="set")
    return _in_classes(older, newer.breaks, newer.breaks_from), newer


def _in_classes(values: AreaValues, breaks: ClassBreaks, basis: Basis) -> AreaValues:
    """The same figures in the classes of another map."""
    class_ids = breaks.assign(values.units["value"])
    palette = np.array([*breaks.colours, None], dtype=object)  # the last stands for no class
    # As an object: pandas would take it for text, in which no colour is NaN.
    colours = pd.Series(palette[class_ids], values.units.index, dtype=object)
    units = values.units.assign(class_id=class_ids, colour=colours)
    return replace(values, units=units, breaks=breaks, breaks_from=basis)


def areas_at(store: Store, answer: MapAnswer, date: str) -> tuple[MapAreas, Line]:
    """The areas of a map at another date, in the classes and to the targets of the map, and where their figures are from."""
    view, t = answer.view, Wording(answer.lang)
    then = area_values(
        store,
        answer.area.code,
        answer.level,
        view.indicator,
        segment=view.segment,
        as_of=date,
        classing=view.classing,
        measure=view.measure,
        target=view.target,
        aim_date=answer.as_of,
        since=answer.since,
    )
    areas = _areas(area_tree(store), t, _in_classes(then, answer.breaks, answer.breaks_from))
    return areas, _origin(t.lang, figure_name(t.lang, then.indicator, then.segment), then.area)


def _lay_down(
    store: Store,
    tree: AreaTree,
    revision: tuple[int, int],
    view: MapView,
    values: AreaValues,
    older: AreaValues | None,
    before: MapAnswer | None,
) -> MapAnswer:
    """All that is said of ``values``, and of ``older`` beside them."""
    t, drawn = Wording(view.lang), values.area["code"]
    selected = None if view.area == drawn else view.area
    row = values.area if selected is None else values.units.loc[selected].to_dict()
    bodies = _bodies(store, view.area, values.as_of)
    areas = _areas(tree, t, values)
    path = tuple(Place(code, tree.name(code), tree.level(code)) for code in tree.path(view.area))
    joint = _joint(store, view, values)
    is_simulated = values.is_simulated or (older is not None and older.is_simulated)
    settings = get_settings()
    part = part_with_data(t, values, row, settings.whole_from)
    return MapAnswer(
        revision=revision,
        view=view,
        area=Place(drawn, tree.name(drawn), tree.level(drawn)),
        subject=path[-1],
        path=path,
        bounds=tree.extent(drawn),
        level=values.level,
        level_name=level_name(t.lang, values.level, several=True),
        indicator=values.indicator,
        name=figure_name(t.lang, values.indicator, values.segment),
        as_of=values.as_of,
        since=older.as_of if older is not None else values.since,
        dates=tuple(list_dates(store, view.indicator, view.area, view.segment)),
        target=values.target,
        breaks=values.breaks,
        breaks_from=values.breaks_from,
        row=MappingProxyType(dict(row)),
        figure=Figure.of(row, row["value"], "fraction" if values.measure == "rate" else "points"),
        part=part,
        areas=areas,
        legend=areas.legend,
        title=say_title(t, values, selected),
        subtitle=say_subtitle(t, values, older),
        caption=say_caption(t, values),
        period=say_dates(t.lang, row),
        key_figures=make_key_figures(t, values, row, bodies, part=part, whole_from=settings.whole_from),
        notes=make_notes(store, t, values, row, whole_from=settings.whole_from),
        gap_sum=_gap_sum(t.lang, values),
        selection=joint,
        selection_words=() if joint is None else say_selection(t, joint, values.indicator),
        is_simulated=is_simulated,
        is_model=values.is_model,
        badges=say_badges(t.lang, is_simulated=is_simulated, is_model=values.is_model),
        sources=tuple(dict.fromkeys((*(older.sources if older is not None else ()), *values.sources))),
        editions=values.editions,
        boundaries=say_boundaries(t.lang, values.editions, is_model=values.is_model),
        credit=say_credit(t, values),
        provenance=(*say_provenance(t, values, older), *([_origin(t.lang, row["name"], row)] if selected else [])),
        origin=_origin(t.lang, figure_name(t.lang, values.indicator, values.segment), row),
        other_provenance=share_origins(
            t.lang, ((body.indicator.name(t.lang), body.row) for body in bodies if body.row)
        ),
        references=say_references(store, t, drawn, values.indicator),
        alt=_describe(t, say_title(t, values), say_subtitle(t, values), areas),
        versions=MappingProxyType(_versions(store, tree, view.area, values)),
        older=before,
    )


def _origin(lang: Lang, name: str, row: Mapping[str, Any]) -> Line:
    return say_origin(lang, name, row, row["sources"], is_simulated=row["is_simulated"])


def _gap_sum(lang: Lang, values: AreaValues) -> str:
    unit = values.indicator.units[lang]
    return say_gap_sum(lang, values.units["gap_people"], values.area["gap_people"], unit)


def _bodies(store: Store, code: str, as_of: str) -> tuple[Body, ...]:
    keys = known_bodies()
    rows = area_summary(store, code, as_of, indicators=keys) if as_of else {}
    return tuple(Body(get_indicator(key), rows.get(key), is_about(store, code, key)) for key in keys)


def _areas(tree: AreaTree, t: Wording, values: AreaValues) -> MapAreas:
    columns = {str(name): _frozen(column.to_numpy()) for name, column in values.units.items()}
    places = tree.places_below(values.area["code"], values.level)
    nearest = child_level(tree.level(values.area["code"])) or values.level
    return MapAreas(
        lang=t.lang,
        indicator=values.indicator,
        measure=values.measure,
        breaks=values.breaks,
        legend=make_legend(t, values),
        target=values.target,
        columns=MappingProxyType(columns),
        parents=tree.names_above(places, parent_level(values.level)),
        # Names of desa are not unique: alone they tell nobody where to go.
        groups=() if nearest == values.level else tuple(map(short_name, tree.names_above(places, nearest))),
    )


def _frozen(column: npt.NDArray[Any]) -> npt.NDArray[Any]:
    kept = column.copy()
    kept.setflags(write=False)
    return kept


def _joint(store: Store, view: MapView, values: AreaValues) -> JointFigures | None:
    if not view.chosen:
        return None
    as_of = values.as_of or None
    return joint_figures(store, view.chosen, view.indicator, view.segment, as_of=as_of, target=view.target)


def _versions(store: Store, tree: AreaTree, code: str, values: AreaValues) -> dict[str, str]:
    """Versions of the boundaries of the map, and of those that a click on it or one level up opens, by code."""
    codes = {COUNTRY, values.area["code"], tree.path(code)[-2] if code != COUNTRY else COUNTRY}
    if child_level(values.level) is not None:
        codes |= set(values.units["code"][values.units["has_shape"]])
    return {drawn: display_version(store, drawn) for drawn in codes}


def _describe(t: Wording, title: str, subtitle: str, areas: MapAreas) -> str:
    """What the map shows, for those who cannot see it."""
    parts = [f"{title}. {subtitle}."]
    if areas.extremes is not None and not areas.is_registered_or_not:
        highest, lowest = (f"{areas.names[place]} {areas.texts[place]}" for place in areas.extremes)
        parts += [f"{t(N_('Highest: {area}'), area=highest)}. {t(N_('Lowest: {area}'), area=lowest)}."]
    return " ".join(parts)
