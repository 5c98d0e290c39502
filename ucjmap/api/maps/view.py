"""Which map: what a page, a command or an address asks for."""

from dataclasses import dataclass, field, replace
from typing import Self

from ucjmap.api.areas import AreaTree
from ucjmap.classify import Classing, Measure
from ucjmap.codes import ALL_LEVELS, COUNTRY, Level, child_level
from ucjmap.schema import ALL_SEGMENTS
from ucjmap.words import Lang


@dataclass(frozen=True)
class MapView:
    """The question behind one map; `ucjmap.api.maps.answering.answer_map` answers it.

    ``area`` is the area that the map is about: a desa is shown on the map of its kecamatan. ``level`` None is the level
    below it, ``as_of`` None the newest date, ``target`` ``"YEAR@ISSUER"`` (None: the one in force for each area),
    ``since`` the date that is compared with (None: about a year before). ``side`` puts the map of ``since`` beside that
    of ``as_of``, ``circles`` draws the people still missing to the target, ``labels`` names; ``chosen`` are areas that
    were picked for joint figures.
    """

    area: str = COUNTRY
    level: Level | None = None
    indicator: str = "ucj"
    segment: str = ALL_SEGMENTS
    as_of: str | None = None
    measure: Measure = "rate"
    classing: Classing = field(default_factory=Classing)
    target: str | None = None
    since: str | None = None
    circles: bool = False
    labels: bool = True
    chosen: tuple[str, ...] = ()
    side: bool = False
    lang: Lang = "id"

    def go_to(self, tree: AreaTree, area: str) -> Self:
        """The same figure for another area, one level below it; what was picked stays behind."""
        return replace(self, area=area, level=levels_below(tree, area)[0], chosen=())

    def at_level(self, tree: AreaTree) -> Level:
        """Level of the areas on the map.

        Raises
        ------
        UsageError
            Unknown area.
        """
        return self.level or levels_below(tree, self.area)[0]


def map_area(tree: AreaTree, area: str) -> str:
    """The area whose map is drawn: a desa is shown on the map of its kecamatan."""
    return area if child_level(tree.level(area)) else tree.path(area)[-2]


def levels_below(tree: AreaTree, area: str) -> list[Level]:
    """Levels that the map of an area can show."""
    own = tree.level(map_area(tree, area))
    return list(ALL_LEVELS[ALL_LEVELS.index(own) + 1 :])
