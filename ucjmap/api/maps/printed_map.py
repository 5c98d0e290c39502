"""The answer laid out on a page of paper or a slide; outlines come from the same geometry as the browser's."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from ucjmap.api.areas import area_tree, display_geometry, remember, surroundings
from ucjmap.api.maps.address import live_link
from ucjmap.api.maps.answer import MapAnswer
from ucjmap.api.maps.captions import short_name
from ucjmap.api.maps.figure import KeyFigure
from ucjmap.api.maps.logo import check_logo, read_logo
from ucjmap.api.maps.origins import Line, say_made
from ucjmap.api.maps.printed_legend import print_legend
from ucjmap.api.maps.sentences import map_sentences, say_below_target, say_extremes, say_headline
from ucjmap.classify import NO_DATA_COLOUR, NOT_APPLICABLE_COLOUR
from ucjmap.codes import COUNTRY, Level, level_between
from ucjmap.errors import N_
from ucjmap.render.static import (
    Bar,
    Figure,
    Frame,
    Label,
    Locator,
    MapContent,
    MapPage,
    Outlines,
    read_outlines,
)
from ucjmap.settings import get_settings
from ucjmap.store import Store
from ucjmap.words import Lang, say, say_count

#: With more areas than this no names are printed.
_LABELLED = 200
_EACH_END = 5
#: Key figures that a picture has room for; the desa without registered bodies are of other indicators.
_PRINTED = ("rate", "change", "gap_points", "gap_people", "without_data")


@dataclass(frozen=True)
class Dressing:
    """Title, note, office and logo of a file; an empty text takes what the settings of the installation say.

    ``logo`` is the content of an image file, ``template`` that of an office's own presentation, whose master slides
    are used.
    """

    title: str = ""
    note: str = ""
    office: str = ""
    logo: bytes | None = None
    public_url: str = ""
    template: bytes | None = None


def outlines_of(store: Store, code: str, level: Level) -> Outlines:
    """Outlines of one view as the browser draws them, so that picture and screen agree."""
    return remember(store, ("outlines", code, level), lambda: read_outlines(display_geometry(store, code, level).body))


def _outlines_around(store: Store, code: str) -> Outlines:
    return remember(store, ("outlines around", code), lambda: read_outlines(surroundings(store, code).body))


def make_frame(
    answer: MapAnswer, dressing: Dressing, *, also: Sequence[Line] = (), beside: Sequence[MapAnswer] = ()
) -> Frame:
    """Title, warnings, provenance, address, office and logo around a page about ``answer``.

    Parameters
    ----------
    dressing
        What it leaves empty the settings of the installation say.
    also
        Origins of figures of other indicators that the page prints: each of its figures then has a line of dates and
        sources.
    beside
        Answers whose figures stand on the page too: their origins and warnings are added.

    Raises
    ------
    UsageError
        The logo or the public address cannot be used.
    """
    settings = get_settings()
    content = dressing.logo or (read_logo(Path(settings.logo)) if settings.logo else None)
    logo, ratio = check_logo(content) if content else (None, 1.0)
    others = (*also, *(Line(other.measured, other.origin.text) for other in beside))
    origins = (answer.origin, *others, *answer.provenance[1:]) if others else answer.provenance
    return Frame(
        title=dressing.title or answer.title,
        subtitle=answer.subtitle,
        badges=tuple(dict.fromkeys(badge.text for shown in (answer, *beside) for badge in shown.badges)),
        provenance=(*map(str, origins), say_made(answer.lang)),
        link=live_link(dressing.public_url or settings.public_url, answer.pinned),
        office=dressing.office or settings.office,
        logo=logo,
        logo_ratio=ratio,
        notes=dressing.note,
        lang=answer.lang,
        headline=dressing.title or say_headline(answer),
        spoken=map_sentences(answer),
    )


def print_figures(key_figures: Iterable[KeyFigure]) -> tuple[Figure, ...]:
    """Key figures as paper has them: label, text and caption of each, in the same order.

    Parameters
    ----------
    key_figures
        Those that there is room for.
    """
    return tuple(Figure(key.label, key.text, key.caption) for key in key_figures)


def make_map(store: Store, answer: MapAnswer) -> MapContent:
    """The map of an answer: the same class for the same area as everywhere else."""
    area, level, areas, view = answer.area.code, answer.level, answer.areas, answer.view
    between = level_between(answer.area.level, level)
    below = zip(areas.codes, areas.names, strict=True) if between is None else _names_below(store, area, between)
    named = tuple(below) if view.labels else ()
    seconds = areas.labels if between is None else {}
    return MapContent(
        outlines=outlines_of(store, area, level),
        classes=dict(zip(areas.codes.tolist(), areas.classes, strict=True)),
        colours=(*answer.breaks.colours, NOT_APPLICABLE_COLOUR),
        no_data_colour=NO_DATA_COLOUR,
        labels=tuple(Label(code, short_name(name), seconds.get(code, "")) for code, name in named)
        if len(named) <= _LABELLED
        else (),
        chosen={*view.chosen, *([answer.selected] if answer.selected else [])},
        small=areas.small,
        circles={code: people for code, (people, _) in areas.circles.items()} if view.circles else {},
        circle_label=areas.circle_label,
        borders=None if between is None else outlines_of(store, area, between),
        around=None if area == COUNTRY else _outlines_around(store, area),
        credit=answer.credit,
        alt=answer.alt,
        lang=answer.lang,
        finer=()
        if between is None or not view.labels or len(areas) > _LABELLED
        else tuple(Label(code, short_name(name)) for code, name in zip(areas.codes, areas.names, strict=True)),
        names=dict(zip(areas.codes.tolist(), areas.names.tolist(), strict=True)),
    )


def _names_below(store: Store, code: str, level: Level) -> Iterable[tuple[str, str]]:
    below = area_tree(store).below(code, level)
    return zip(below["code"], below["name"], strict=True)


def make_locator(store: Store, code: str, lang: Lang) -> Locator | None:
    """Where an area lies within the one above it.

    Parameters
    ----------
    code
        Code of the area that is marked.
    lang
        Language of the words for those who cannot see it.

    Returns
    -------
    Locator | None
        None for the country, and where nothing is drawn in the area above.

    Raises
    ------
    UsageError
        Unknown area.
    """
    tree = area_tree(store)
    if code == COUNTRY:
        return None
    parent = tree.path(code)[-2]
    outlines = outlines_of(store, parent, tree.level(code))
    if not len(outlines.points):
        return None
    words = say(lang, N_("{area} in {parent}"), area=tree.name(code), parent=tree.name(parent))
    return Locator(outlines, code, words)


def make_map_page(store: Store, answer: MapAnswer, dressing: Dressing) -> MapPage:
    """Everything on the page of one map, or of two: the same areas at an earlier date beside it.

    Parameters
    ----------
    answer
        With ``older`` both maps are drawn, circles on one scale.
    dressing
        Its note stands below those of the answer.

    Raises
    ------
    UsageError
        The logo or the public address cannot be used.
    """
    shown, older = make_map(store, answer), answer.older
    beside = None if older is None else make_map(store, older)
    if older is not None and beside is not None:
        largest = max([*shown.circles.values(), *beside.circles.values()], default=0.0)
        shown = replace(shown, caption=answer.caption, circle_max=largest)
        # The boundaries are the same: they are named once.
        beside = replace(beside, caption=older.caption, circle_max=largest, credit="")
    bars_title, bars = rank_bars(answer)
    names_title, names = unregistered_names(answer)
    return MapPage(
        frame=make_frame(answer, dressing),
        map=shown,
        legend=print_legend(answer),
        figures=print_figures(key for key in answer.key_figures if key.key in _PRINTED),
        bars_title=bars_title,
        bars=bars,
        bars_headline=" ".join([*say_below_target(answer), *say_extremes(answer)][:1]),
        bars_in_points=answer.areas.measure != "rate",
        locator=make_locator(store, answer.area.code, answer.lang),
        names_title=names_title,
        names=names,
        note="\n".join(filter(None, [*answer.remarks, dressing.note])),
        older=beside,
    )


def rank_bars(answer: MapAnswer) -> tuple[str, tuple[Bar, ...]]:
    """Title and bars of the highest and lowest areas; all where there are few. None on a map of yes and no."""
    areas = answer.areas
    if areas.is_registered_or_not:
        return "", ()
    ranked = [place for place in areas.ranked if areas.texts[place] is not None]
    title = say(answer.lang, "Ranking")
    if len(ranked) > 2 * _EACH_END:
        ranked = [*ranked[:_EACH_END], *ranked[-_EACH_END:]]
        title = N_("Five highest and five lowest") if areas.sign > 0 else N_("Five lowest and five highest")
        title = say(answer.lang, title)
    return title, tuple(_bar(answer, place) for place in ranked)


def _bar(answer: MapAnswer, place: int) -> Bar:
    areas = answer.areas
    group = f" ({areas.groups[place]})" if areas.groups else ""
    return Bar(
        f"{areas.ranks[place]}. {short_name(areas.names[place])}{group}",
        float(areas.columns["value"][place]),
        str(areas.texts[place]),
        areas.columns["colour"][place],
    )


def unregistered_names(answer: MapAnswer) -> tuple[str, tuple[tuple[str, str], ...]]:
    """On a map of yes and no: how many desa are not registered, and their names in order.

    Each comes as a pair of a heading and its name; the heading is the area that it lies in, with the number of names
    there.
    """
    areas, lang = answer.areas, answer.lang
    if not areas.is_registered_or_not:
        return "", ()
    missing = [place for place, own in enumerate(areas.classes) if own == 0]
    pairs = sorted((areas.groups[place] if areas.groups else "", str(areas.names[place])) for place in missing)
    counts = Counter(group for group, _ in pairs)
    title = say(lang, N_("Not registered: {count}"), count=say_count(lang, len(pairs)))
    return title, tuple((f"{group} ({say_count(lang, counts[group])})" if group else "", name) for group, name in pairs)
