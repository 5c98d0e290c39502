"""From the store to the content of one map page, which every format draws."""

import io
import warnings
from dataclasses import replace
from pathlib import Path

import pandas as pd
from PIL import Image, UnidentifiedImageError

from ucjmap.api.areas import AreaTree, area_tree, display_geometry, remember
from ucjmap.api.figures import AreaValues
from ucjmap.api.maps.area_words import circle_label, gap_circles, label_texts, small_codes
from ucjmap.api.maps.legend_words import make_legend
from ucjmap.api.maps.view import MapView, live_link
from ucjmap.api.maps.words import (
    Dressing,
    alt_text,
    badges,
    both_together,
    caption_words,
    credit_words,
    key_figures,
    provenance_lines,
    rank_bars,
    short_name,
    subtitle_words,
    title_words,
    unregistered_names,
)
from ucjmap.api.profile import joint_figures
from ucjmap.classify import NO_DATA_COLOUR, NOT_APPLICABLE_COLOUR
from ucjmap.codes import COUNTRY, Level, child_level
from ucjmap.errors import N_, UsageError
from ucjmap.render.static import Frame, Label, Locator, MapContent, MapPage, Outlines, read_outlines
from ucjmap.settings import get_settings
from ucjmap.store import Store
from ucjmap.words import Lang, say, say_count, say_date, say_rate

_LOGO_BYTES = 5_000_000
_LOGO_PIXELS = 16_000_000
_LOGO_SIDE = 600
_BOMBS = (Image.DecompressionBombWarning, Image.DecompressionBombError)
_LABELLED = 80


def outlines_of(store: Store, code: str, level: Level) -> Outlines:
    """Outlines of one view as the browser draws them, so that picture and screen agree."""
    return remember(store, ("outlines", code, level), lambda: read_outlines(display_geometry(store, code, level).body))


def make_frame(view: MapView, values: AreaValues, dressing: Dressing, *, older: AreaValues | None = None) -> Frame:
    """Title, warnings, provenance, address, office and logo around a page about ``values``, and ``older`` beside them."""
    lang = dressing.lang
    settings = get_settings()
    content = dressing.logo or (read_logo(Path(settings.logo)) if settings.logo else None)
    logo, ratio = check_logo(content) if content else (None, 1.0)
    return Frame(
        title=dressing.title or title_words(lang, values, view.selected),
        subtitle=subtitle_words(lang, values, older),
        badges=badges(lang, both_together(values, older)),
        provenance=provenance_lines(lang, values, older),
        link=live_link(dressing.public_url or settings.public_url, lang, view, values),
        office=dressing.office or settings.office,
        logo=logo,
        logo_ratio=ratio,
        notes=dressing.note,
        lang=lang,
    )


def make_map(store: Store, view: MapView, values: AreaValues, lang: Lang) -> MapContent:
    """The map of ``values``: the same class for the same area as everywhere else."""
    tree = area_tree(store)
    code, level = values.area["code"], values.level
    nearest = child_level(tree.level(code)) or level
    units = values.units
    labels = units if nearest == level else tree.below(code, nearest)
    named = labels.itertuples(index=False) if view.labels and len(labels) <= _LABELLED else ()
    seconds = label_texts(lang, values) if nearest == level else {}
    circles = gap_circles(lang, values) if view.circles else {}
    classes = {
        str(row.code): int(row.class_id) if row.class_id >= 0 else (None if row.applies else values.breaks.k)
        for row in units.itertuples()
    }
    return MapContent(
        outlines=outlines_of(store, code, level),
        classes=classes,
        colours=(*values.breaks.colours, NOT_APPLICABLE_COLOUR),
        no_data_colour=NO_DATA_COLOUR,
        labels=tuple(Label(row.code, short_name(row.name), seconds.get(row.code, "")) for row in named),
        chosen={*view.chosen, *([view.selected] if view.selected else [])},
        small=small_codes(values),
        circles={code: number for code, (number, _) in circles.items()},
        circle_label=circle_label(lang, values),
        borders=outlines_of(store, code, nearest) if nearest != level else None,
        credit=credit_words(lang, values),
        alt=alt_text(lang, values),
        lang=lang,
    )


def make_locator(store: Store, code: str, lang: Lang) -> Locator | None:
    """Where the area lies within the one above it; None for the country and where nothing is drawn."""
    tree = area_tree(store)
    if code == COUNTRY:
        return None
    parent = tree.path(code)[-2]
    outlines = outlines_of(store, parent, tree.level(code))
    if not len(outlines.points):
        return None
    words = say(lang, N_("{area} in {parent}"), area=tree.name(code), parent=tree.name(parent))
    return Locator(outlines, code, words)


def make_map_page(
    store: Store, view: MapView, values: AreaValues, dressing: Dressing, *, older: AreaValues | None = None
) -> MapPage:
    """Everything on the page of one map, or with ``older`` of two: the same areas at an earlier date beside it."""
    lang = dressing.lang
    shown = make_map(store, view, values, lang)
    beside = None if older is None else make_map(store, view, older, lang)
    if older is not None and beside is not None:
        largest = max([*shown.circles.values(), *beside.circles.values()], default=0.0)
        shown = replace(shown, caption=caption_words(lang, values), circle_max=largest)
        # The boundaries are the same: they are named once.
        beside = replace(beside, caption=caption_words(lang, older), circle_max=largest, credit="")
    selection = selection_words(store, lang, view, values)
    within = _within(area_tree(store), values)
    bars_title, bars = rank_bars(lang, values, within)
    names_title, names = unregistered_names(lang, values, within)
    return MapPage(
        frame=make_frame(view, values, dressing, older=older),
        map=shown,
        legend=make_legend(lang, values, older),
        figures=key_figures(store, lang, values, view.selected),
        bars_title=bars_title,
        bars=bars,
        bars_in_points=values.measure != "rate",
        locator=make_locator(store, values.area["code"], lang),
        names_title=names_title,
        names=names,
        note="\n".join(text for text in (selection, dressing.note) if text),
        older=beside,
    )


def _within(tree: AreaTree, values: AreaValues) -> dict[str, str]:
    """In which area of the level below the map's own each unit lies; empty where they are of that level themselves.

    Names of desa are not unique: alone they tell nobody where to go.
    """
    code = values.area["code"]
    depth = len(tree.path(code))
    if child_level(tree.level(code)) == values.level:
        return {}
    return {unit: short_name(tree.name(tree.path(unit)[depth])) for unit in values.units["code"]}


def selection_words(store: Store, lang: Lang, view: MapView, values: AreaValues) -> str:
    """What the areas that were picked on the map come to; empty where none was."""
    if not view.chosen:
        return ""
    joint = joint_figures(store, view.chosen, values.indicator.key, values.segment, as_of=values.as_of or None)
    count = say_count(lang, len(joint.codes))
    if pd.isna(joint.rate):
        return say(lang, N_("{count} areas together: no data yet."), count=count)
    return say(
        lang,
        N_("{count} areas together: {rate}, {numerator} of {denominator} {unit}, as of {date}."),
        count=count,
        rate=say_rate(lang, joint.rate),
        numerator=say_count(lang, joint.numerator),
        denominator=say_count(lang, joint.denominator),
        unit=values.indicator.units[lang],
        date=say_date(lang, str(joint.as_of)),
    )


def read_logo(path: Path) -> bytes:
    """Content of a logo file.

    Raises
    ------
    UsageError
        It cannot be read, or is too large.
    """
    try:
        if path.stat().st_size <= _LOGO_BYTES:
            return path.read_bytes()
    except OSError as error:
        raise _bad_logo() from error
    raise _bad_logo()


def _bad_logo() -> UsageError:
    hint = N_("Give a PNG or JPEG image of at most 5 MB and 16 million pixels.")
    return UsageError("bad_logo", N_("The logo cannot be used."), hint)


def check_logo(content: bytes) -> tuple[bytes, float]:
    """The logo written anew as a small PNG, and its width over its height.

    Raises
    ------
    UsageError
        It is no PNG or JPEG image, or a very large one.
    """
    if len(content) > _LOGO_BYTES:
        raise _bad_logo()
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            opened = Image.open(io.BytesIO(content), formats=("PNG", "JPEG"))
            if opened.width * opened.height > _LOGO_PIXELS:
                raise _bad_logo()
            image = opened.convert("RGBA")
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, *_BOMBS) as error:
        raise _bad_logo() from error
    image.thumbnail((_LOGO_SIDE, _LOGO_SIDE))
    stream = io.BytesIO()
    image.save(stream, "PNG")
    return stream.getvalue(), image.width / image.height
