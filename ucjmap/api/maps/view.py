"""Which map: what a page, a command or an address asks for."""

from collections.abc import Mapping
from dataclasses import dataclass, field, fields, replace
from typing import Any, Final, Self

from ucjmap.api.areas import AreaTree
from ucjmap.classify import Classing, Measure
from ucjmap.codes import ALL_LEVELS, COUNTRY, Level, child_level
from ucjmap.errors import N_
from ucjmap.schema import ALL_SEGMENTS
from ucjmap.words import Lang


@dataclass(frozen=True)
class Switch:
    """A choice of yes or no about a map: ``name`` in the view, the address and the commands, and its ``label``.

    The label is a catalogue key; the page has one control for each, and the command line says it as help.
    """

    name: str
    default: bool
    label: str


def _switch(default: bool, label: str) -> Any:
    return field(default=default, metadata={"label": label})


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
    circles: bool = _switch(False, N_("Circles: people still missing to the target"))
    labels: bool = _switch(True, N_("Names on the map"))
    chosen: tuple[str, ...] = ()
    side: bool = _switch(False, N_("Show both dates side by side"))
    lang: Lang = "id"

    def go_to(self, tree: AreaTree, area: str) -> Self:
        """The same figure for another area, one level below it; areas that were picked are dropped.

        Parameters
        ----------
        area
            Code of the area to go to; for a desa the map of its kecamatan is asked for.

        Raises
        ------
        UsageError
            Unknown area.
        """
        return replace(self, area=area, level=levels_below(tree, area)[0], chosen=())

    def switch(self, to: Mapping[str, bool]) -> Self:
        """The same map with some of its ``SWITCHES`` on or off.

        Parameters
        ----------
        to
            Whether a switch is on, by its name; those that are not named stay as they are.
        """
        changes: dict[str, Any] = dict(to)
        return replace(self, **changes)

    def switched(self) -> dict[str, bool]:
        """What is on and what is off.

        Returns
        -------
        dict
            One entry for each of ``SWITCHES``, by name and in their order.
        """
        return {name: getattr(self, name) for name in SWITCHES}

    def at_level(self, tree: AreaTree) -> Level:
        """Level of the areas on the map.

        Raises
        ------
        UsageError
            Unknown area.
        """
        return self.level or levels_below(tree, self.area)[0]


#: Every choice of yes or no about a map, by name: address, page, command line and tests read this table.
SWITCHES: Final[Mapping[str, Switch]] = {
    option.name: Switch(option.name, bool(option.default), option.metadata["label"])
    for option in fields(MapView)
    if "label" in option.metadata
}


def map_area(tree: AreaTree, area: str) -> str:
    """The area whose map is drawn: a desa is shown on the map of its kecamatan.

    Parameters
    ----------
    area
        Code of the area that the map is asked for.

    Returns
    -------
    str
        The same code, or for a desa that of its kecamatan.

    Raises
    ------
    UsageError
        Unknown area.
    """
    return area if child_level(tree.level(area)) else tree.path(area)[-2]


def levels_below(tree: AreaTree, area: str) -> list[Level]:
    """Levels that the map of an area can show.

    Parameters
    ----------
    area
        Code of the area that the map is asked for.

    Returns
    -------
    list
        From the level right below the area down to the desa; for a desa itself that of desa alone. Never empty.

    Raises
    ------
    UsageError
        Unknown area.
    """
    own = tree.level(map_area(tree, area))
    return list(ALL_LEVELS[ALL_LEVELS.index(own) + 1 :])
