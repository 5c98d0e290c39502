"""A map as one interactive HTML file, with the maps below it."""

import gzip
import json
from collections.abc import Iterator
from dataclasses import replace
from typing import Final

import shapely

from ucjmap.api.areas import area_tree, display_geometry
from ucjmap.api.figures import AreaValues
from ucjmap.api.maps.area_words import circle_label, gap_circles, label_texts, small_codes, tooltips, value_texts
from ucjmap.api.maps.legend_words import make_legend
from ucjmap.api.maps.pages import make_frame, selection_words
from ucjmap.api.maps.view import MapView
from ucjmap.api.maps.words import (
    Dressing,
    alt_text,
    badges,
    both_together,
    caption_words,
    credit_words,
    key_figures,
    provenance_lines,
    subtitle_words,
    title_words,
)
from ucjmap.boundaries import encode_display
from ucjmap.classify import NO_DATA_COLOUR, NOT_APPLICABLE_COLOUR
from ucjmap.codes import ALL_LEVELS, Level, child_level
from ucjmap.errors import N_, RenderingError
from ucjmap.render.choropleth import Choropleth
from ucjmap.render.standalone import Beside, StandaloneView, make_page
from ucjmap.store import Store
from ucjmap.words import Lang, say

#: Largest file in bytes: what a chat takes and a phone opens at once.
SIZE_LIMITS: Final[dict[Level, int]] = {"adm4": 3_000_000, "adm3": 1_500_000, "adm2": 1_500_000, "adm1": 1_500_000}
_WIDTHS_PX: Final = (1000, 700, 450, 300)


def make_standalone(
    store: Store,
    view: MapView,
    values: AreaValues,
    dressing: Dressing,
    *,
    older: AreaValues | None = None,
    until: Level | None = None,
) -> bytes:
    """One HTML file: the map of ``values``, and by clicks the maps below it, down to ``until``.

    With ``older`` the same areas at an earlier date stand beside each of them.

    By default a province and the country go two levels down, a kabupaten to its desa. Geometry is made coarser
    where the file would pass its limit (``SIZE_LIMITS``).

    Raises
    ------
    RenderingError
        Even the coarsest geometry does not fit.
    """
    code = values.area["code"]
    deepest = until or _default_depth(area_tree(store).level(code), values.level)
    pairs = {newer.area["code"]: (before, newer) for before, newer in _walk(store, view, (older, values), deepest)}
    views = {each: newer for each, (_, newer) in pairs.items()}
    described = {
        each: _describe(store, view, newer, dressing, code, set(views), before)
        for each, (before, newer) in pairs.items()
    }
    geometries = {
        str(described[each].choropleth.geometry_url): display_geometry(store, each, found.level).body
        for each, found in views.items()
        if found.units["has_shape"].any()
    }
    limit = SIZE_LIMITS[deepest]
    frame = make_frame(view, values, dressing, older=older)
    words = {"area": N_("Area"), "value": N_("Value"), "trail": N_("Areas above"), "live": N_("Live map")}
    for width_px in (None, *_WIDTHS_PX):
        drawn = geometries if width_px is None else {key: coarsen(body, width_px) for key, body in geometries.items()}
        page = make_page(
            described,
            code,
            drawn,
            title=frame.title,
            words={key: say(dressing.lang, text) for key, text in words.items()},
            office=frame.office,
            logo=frame.logo,
            link=frame.link,
            lang=dressing.lang,
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


def _walk(
    store: Store, view: MapView, both: tuple[AreaValues | None, AreaValues], deepest: Level
) -> Iterator[tuple[AreaValues | None, AreaValues]]:
    """The map itself, with that of an older date beside it, and all maps below it; a map of desa has none."""
    yield both
    older, values = both
    below = child_level(values.level)
    if below is None or ALL_LEVELS.index(below) > ALL_LEVELS.index(deepest):
        return
    for code in values.units["code"]:
        lower = replace(
            view,
            area=code,
            level=None,
            as_of=values.as_of or None,
            since=values.since if older is None else older.as_of,
            selected=None,
            chosen=(),
        )
        if len(area_tree(store).below(code, below)):
            yield from _walk(store, lower, lower.both_values(store), deepest)


def _describe(
    store: Store,
    view: MapView,
    values: AreaValues,
    dressing: Dressing,
    first: str,
    known: set[str],
    older: AreaValues | None,
) -> StandaloneView:
    lang = dressing.lang
    tree = area_tree(store)
    code = values.area["code"]
    path = tree.path(code)
    trail = [(each, tree.name(each)) for each in path[path.index(first) :] if each in known]
    units = values.units.sort_values(["value", "name"], na_position="last")
    own = dressing.title if code == first else ""
    selected = view.selected if code == first else None
    parent = trail[-2][0] if len(trail) > 1 else None
    choropleth = _choropleth(store, view, values, lang, parent=parent, known=known)
    beside = None
    if older is not None:
        before = _choropleth(store, view, older, lang, parent=parent, known=known)
        largest = max((number for each in (before, choropleth) for number, _ in each.circles.values()), default=None)
        before, choropleth = (replace(each, circle_max=largest) for each in (before, choropleth))
        beside = Beside(before, caption_words(lang, older), caption_words(lang, values))
    return StandaloneView(
        choropleth=choropleth,
        title=own or title_words(lang, values, selected),
        subtitle=subtitle_words(lang, values, older),
        badges=badges(lang, both_together(values, older)),
        figures=key_figures(store, lang, values, selected),
        legend=make_legend(lang, values, older),
        rows=[(row.code, row.name, choropleth.units[row.code][1]) for row in units.itertuples(index=False)],
        trail=trail,
        provenance=provenance_lines(lang, values, older),
        remarks=(selection_words(store, lang, view, values), dressing.note) if code == first else (),
        beside=beside,
    )


def _choropleth(
    store: Store, view: MapView, values: AreaValues, lang: Lang, *, parent: str | None, known: set[str]
) -> Choropleth:
    code = values.area["code"]
    key = f"{code}/{values.level}"
    return Choropleth(
        view=key,
        geometry_url=key if values.units["has_shape"].any() else None,
        bounds=area_tree(store).extent(code),
        colours=(*values.breaks.colours, NOT_APPLICABLE_COLOUR),
        no_data_colour=NO_DATA_COLOUR,
        units=tooltips(lang, values, value_texts(lang, values)),
        drillable=any(unit in known for unit in values.units["code"]),
        selected=view.selected if view.area == code else None,
        chosen=view.chosen if view.area == code else (),
        parent=parent,
        small=small_codes(values),
        labels=label_texts(lang, values),
        labels_on=view.labels,
        circles=gap_circles(lang, values) if view.circles else {},
        circle_label=circle_label(lang, values),
        attribution=credit_words(lang, values),
        language=lang,
        description=alt_text(lang, values),
    )


def coarsen(body: bytes, width_px: int) -> bytes:
    """Display geometry with no more detail than a map of ``width_px`` pixels shows."""
    features = json.loads(gzip.decompress(body))["features"]
    shapes = shapely.from_geojson([json.dumps(feature["geometry"]) for feature in features])
    codes = [feature["properties"]["code"] for feature in features]
    names = [feature["properties"]["name"] for feature in features]
    return encode_display(codes, names, list(shapes), width_px=width_px)
