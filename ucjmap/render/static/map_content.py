"""What one map on a page shows."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

from ucjmap.render.marks import Mark
from ucjmap.render.static.labels import Label
from ucjmap.render.static.map_outlines import Outlines
from ucjmap.words import Lang


@dataclass(frozen=True)
class MapContent:
    """What one map shows; the classes are assigned before.

    Parameters
    ----------
    outlines
        Areas of the map (EPSG:4326), those without data too.
    classes
        ``class_id`` by code; None or a missing code is no data.
    colours
        ``#rrggbb`` by class; the position is the ``class_id``.
    no_data_colour
        Ground of the hatching of areas without data.
    labels
        Names to write: of the ``borders`` where there are such, else of the areas.
    borders
        Larger areas, whose borders are drawn bolder above the areas; None where there are none.
    around
        Areas beside those of the map, drawn as a quiet ground; None where there are none.
    chosen
        Codes of areas drawn with the boldest border.
    small
        Codes whose value stands on few people; drawn with dots.
    circles
        Number of people by code, drawn as a circle of that area.
    circle_label
        What the circles count.
    circle_max
        Number that the largest circle stands for at least, so that two maps compare; 0: the largest of this map.
    caption
        Written above the map; empty for none.
    credit
        Edition and origin of the boundaries, written below it.
    alt
        What is read instead of the picture.
    lang
        Language of the map's own words.
    names
        Names of the areas by code, for the shapes of an office program.
    finer
        Labels of the areas inside the ``borders``, for sheets that are large enough.
    is_finer
        Whether ``labels`` are these.
    marked
        Marks that people put on areas; they lie upon everything else.
    """

    outlines: Outlines
    classes: Mapping[str, int | None]
    colours: tuple[str, ...]
    no_data_colour: str
    labels: tuple[Label, ...] = ()
    borders: Outlines | None = None
    around: Outlines | None = None
    chosen: Collection[str] = ()
    small: Collection[str] = ()
    circles: Mapping[str, float] = field(default_factory=dict)
    circle_label: str = ""
    circle_max: float = 0.0
    caption: str = ""
    credit: str = ""
    alt: str = ""
    lang: Lang = "id"
    names: Mapping[str, str] = field(default_factory=dict)
    finer: tuple[Label, ...] = ()
    is_finer: bool = False
    marked: tuple[Mark, ...] = ()
