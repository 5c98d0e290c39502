"""The answer as one interactive HTML file, with the maps below it."""

import gzip
import json
from collections.abc import Collection, Iterator
from dataclasses import replace
from typing import Final

import shapely

from ucjmap.api.areas import area_tree, display_geometry
from ucjmap.api.maps.answer import MapAnswer
from ucjmap.api.maps.answering import answer_map
from ucjmap.api.maps.drawing import draw_answer
from ucjmap.api.maps.printed_legend import print_legend
from ucjmap.api.maps.printed_map import Dressing, make_frame, print_figures
from ucjmap.boundaries import encode_display
from ucjmap.codes import ALL_LEVELS, Level, child_level, level_between
from ucjmap.errors import N_, RenderingError
from ucjmap.render import Beside, Choropleth, StandaloneView, make_page
from ucjmap.store import Store
from ucjmap.words import say

#: Largest file in bytes: what a chat takes and a phone opens at once.
SIZE_LIMITS: Final[dict[Level, int]] = {"adm4": 3_000_000, "adm3": 1_500_000, "adm2": 1_500_000, "adm1": 1_500_000}
_WIDTHS_PX: Final = (1000, 700, 450, 300)


def make_standalone(store: Store, answer: MapAnswer, dressing: Dressing, *, until: Level | None = None) -> bytes:
    """One HTML file: the map of ``answer``, and by clicks the maps below it, down to ``until``.

    By default a province and the country go two levels down, a kabupaten to its desa. Geometry is made coarser
    where the file would pass its limit (``SIZE_LIMITS``).

    Raises
    ------
    RenderingError
        Even the coarsest geometry does not fit.
    """
    deepest = until or _default_depth(answer.area.level, answer.level)
    answers = {shown.area.code: shown for shown in _walk(store, answer, deepest)}
    described = {code: _describe(shown, dressing, answer, answers) for code, shown in answers.items()}
    geometries = {
        _key(code, level): display_geometry(store, code, level).body
        for code, shown in answers.items()
        if shown.areas.has_shape
        for level in (shown.level, _between(shown))
        if level
    }
    limit = SIZE_LIMITS[deepest]
    frame = make_frame(answer, dressing)
    words = {"area": N_("Area"), "value": N_("Value"), "trail": N_("Areas above"), "live": N_("Live map")}
    for width_px in (None, *_WIDTHS_PX):
        drawn = geometries if width_px is None else {key: coarsen(body, width_px) for key, body in geometries.items()}
        page = make_page(
            described,
            answer.area.code,
            drawn,
            title=frame.title,
            words={key: say(answer.lang, text) for key, text in words.items()},
            office=frame.office,
            logo=frame.logo,
            link=frame.link,
            lang=answer.lang,
        )
        if len(page) <= limit:
            return page
    raise RenderingError(
        "page_too_large",
        N_("The page would be larger than {limit} MB."),
        N_("Choose a smaller area, or a level further up."),
        limit=limit / 1e6,
    )


def _default_depth(own: Level, shown: Level) -> Level:
    reach: dict[Level, Level] = {"adm0": "adm2", "adm1": "adm3"}
    return max(reach.get(own, "adm4"), shown)


def _walk(store: Store, answer: MapAnswer, deepest: Level) -> Iterator[MapAnswer]:
    """The answer itself, and those of all maps below it; a map of desa has none."""
    yield answer
    below = child_level(answer.level)
    if below is None or ALL_LEVELS.index(below) > ALL_LEVELS.index(deepest):
        return
    tree = area_tree(store)
    for code in answer.areas.codes.tolist():
        if len(tree.below(code, below)):
            lower = replace(answer.pinned, area=code, level=None, since=answer.since, chosen=())
            yield from _walk(store, answer_map(store, lower), deepest)


def _key(code: str, level: Level) -> str:
    return f"{code}/{level}"


def _between(answer: MapAnswer) -> Level | None:
    """The level whose borders lie over the areas, such as kabupaten over desa."""
    return level_between(answer.area.level, answer.level)


def _describe(answer: MapAnswer, dressing: Dressing, first: MapAnswer, known: Collection[str]) -> StandaloneView:
    is_first, areas = answer.area == first.area, answer.areas
    frame = make_frame(answer, dressing if is_first else replace(dressing, title=""))
    upward = [place for place in answer.path if place.code in known and place.level <= answer.area.level]
    trail = [(place.code, place.name) for place in upward]
    parent = trail[-2][0] if len(trail) > 1 else None
    choropleth, beside = _drawn(answer, parent, known), None
    if answer.older is not None:
        before = _drawn(answer.older, parent, known)
        largest = max((number for side in (before, choropleth) for number, _ in side.circles.values()), default=None)
        before, choropleth = (replace(side, circle_max=largest) for side in (before, choropleth))
        beside = Beside(before, answer.older.caption, answer.caption)
    codes, names = areas.codes.tolist(), areas.names.tolist()
    return StandaloneView(
        choropleth=choropleth,
        title=frame.title,
        subtitle=frame.subtitle,
        badges=frame.badges,
        figures=print_figures(answer.key_figures),
        legend=print_legend(answer),
        rows=[(codes[place], names[place], areas.tooltips[codes[place]][1]) for place in areas.ranked],
        trail=trail,
        provenance=(*frame.provenance, *map(str, answer.other_provenance)),
        remarks=(*answer.remarks, dressing.note) if is_first else answer.remarks,
        beside=beside,
    )


def _drawn(answer: MapAnswer, parent: str | None, known: Collection[str]) -> Choropleth:
    """The map of the page, but the file has its own geometry, and only the maps below that are in it can be opened."""
    own = draw_answer(answer)
    return replace(
        own,
        geometry_url=_key(answer.area.code, answer.level) if own.geometry_url else None,
        borders_url=_key(answer.area.code, between) if own.borders_url and (between := _between(answer)) else None,
        around_url=None,
        drillable=any(code in known for code in answer.areas.codes.tolist()),
        parent=parent,
        next_geometry={},
        next_map=None,
        pins=False,
        attribution=answer.credit,
    )


def coarsen(body: bytes, width_px: int) -> bytes:
    """Display geometry with no more detail than a map of ``width_px`` pixels shows."""
    features = json.loads(gzip.decompress(body))["features"]
    shapes = shapely.from_geojson([json.dumps(feature["geometry"]) for feature in features])
    codes = [feature["properties"]["code"] for feature in features]
    names = [feature["properties"]["name"] for feature in features]
    return encode_display(codes, names, list(shapes), width_px=width_px)
