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
class Option:
    """A choice about a map: ``name`` in the view, the address and the commands, its ``default`` and its ``label``.

    ``values`` are the words to choose from, each with its label; a choice of yes or no has none. Labels are catalogue
    keys; the page has one control for each option, and the command line says its label as help.
    """

    name: str
    default: Any
    label: str
    values: Mapping[str, str]

    def write(self, value: Any) -> str:
        """What was chosen, as an address has it.

        Parameters
        ----------
        value
            Of the view: one of ``values``, or yes or no.
        """
        return str(value) if self.values else str(int(value))

    def read(self, text: str) -> Any:
        """What an address says, as the view has it; None where it is nothing to choose.

        Parameters
        ----------
        text
            As :meth:`write` writes it.
        """
        known = {self.write(value): value for value in self.values or (False, True)}
        return known.get(text)


def _switch(default: bool, label: str) -> Any:
    return field(default=default, metadata={"label": label, "values": {}})


def _choice(default: str, label: str, values: Mapping[str, str]) -> Any:
    return field(default=default, metadata={"label": label, "values": values})


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
    measure: Measure = _choice(  # noqa: RUF009 - a field, whose default is a text
        "rate", N_("What the map shows"), {"rate": N_("Rate"), "gap": N_("Gap"), "change": N_("Change")}
    )
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

    def choose(self, options: Mapping[str, Any]) -> Self:
        """The same map with some of its ``OPTIONS`` chosen otherwise.

        Parameters
        ----------
        options
            What is chosen, by name; those that are not named stay as they are.
        """
        return replace(self, **options)

    def at_level(self, tree: AreaTree) -> Level:
        """Level of the areas on the map.

        Raises
        ------
        UsageError
            Unknown area.
        """
        return self.level or levels_below(tree, self.area)[0]


#: Every choice among a few about a map, by name: address, page, command line and tests read this table.
OPTIONS: Final[Mapping[str, Option]] = {
    option.name: Option(option.name, option.default, **option.metadata) for option in fields(MapView) if option.metadata
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
