"""Options of the commands that are about one map, and how its classes are read."""

from dataclasses import dataclass
from typing import Annotated, Any

import typer

from ucjmap.api import MapView
from ucjmap.api.maps import OPTIONS, Option
from ucjmap.classify import FEWEST, MOST, SCHEMES, Classing, read_own_breaks
from ucjmap.cli.console import check_level, one_of
from ucjmap.cli.option_groups import options_from
from ucjmap.codes import COUNTRY
from ucjmap.schema import ALL_SEGMENTS
from ucjmap.words import Lang

AreaOption = Annotated[str, typer.Option("--area", help="Code of the area, 00 for Indonesia.")]
LevelOption = Annotated[str | None, typer.Option("--level", help="adm1 to adm4; by default the one below.")]
IndicatorOption = Annotated[str, typer.Option("--indicator", help="Key of the indicator.")]
SegmentOption = Annotated[str, typer.Option("--segment", help="Key of the segment.")]
DateOption = Annotated[str | None, typer.Option("--as-of", help="Date, e.g. 2025-12-31; by default the newest.")]


def _declare(option: Option) -> tuple[Any, object]:
    """``--circles`` for what is off by default, ``--labels/--no-labels`` for what is on, ``--measure`` with its words."""
    name = f"--{option.name}"
    if option.values:
        told = f"{option.label}: {', '.join(option.values)}."
        return Annotated[str, typer.Option(name, help=told)], option.default
    declared = f"{name}/--no-{option.name}" if option.default else name
    return Annotated[bool, typer.Option(declared, help=f"{option.label}.")], option.default


@options_from({name: _declare(option) for name, option in OPTIONS.items() if option.values})
class MapChoices:
    """What is chosen on one map among a few words: an option for each of ``OPTIONS`` that has ``values``."""

    def chosen(self) -> dict[str, str]:
        """What was chosen, by name; anything else than its words is a usage error."""
        return {
            name: one_of(option.values, getattr(self, name), f"--{name}")
            for name, option in OPTIONS.items()
            if option.values
        }


@options_from({name: _declare(option) for name, option in OPTIONS.items() if not option.values})
class MapSwitches:
    """What is on and off on one map: an option for each of ``OPTIONS`` of yes or no."""

    def chosen(self) -> dict[str, bool]:
        """What was chosen, by name."""
        return {name: getattr(self, name) for name, option in OPTIONS.items() if not option.values}


@dataclass(frozen=True)
class MapOptions:
    """What one map shows."""

    area: AreaOption = COUNTRY
    level: LevelOption = None
    indicator: IndicatorOption = "ucj"
    segment: SegmentOption = ALL_SEGMENTS
    as_of: DateOption = None
    scheme: Annotated[str, typer.Option("--scheme", help="Classification: " + ", ".join(SCHEMES) + ".")] = "bands"
    k: Annotated[int, typer.Option("--k", min=FEWEST, max=MOST, help="Classes of a statistical scheme.")] = 5
    breaks: Annotated[str, typer.Option("--breaks", help="Own breaks in percent, e.g. 20,40,60.")] = ""
    target: Annotated[str | None, typer.Option("--target", help="Target of a gap, YEAR@ISSUER.")] = None
    since: Annotated[str | None, typer.Option("--since", help="Date that a change is measured from.")] = None
    isolate_zero: Annotated[bool, typer.Option("--isolate-zero", help="A class for exactly 0.")] = False
    isolate_full: Annotated[bool, typer.Option("--isolate-full", help="A class for exactly 100 %.")] = False
    frozen: Annotated[bool, typer.Option("--frozen/--unfrozen", help="Same breaks for every date and level.")] = True

    def view(self, lang: Lang) -> MapView:
        """The question."""
        return MapView(
            area=self.area,
            level=check_level(self.level),
            indicator=self.indicator,
            segment=self.segment,
            as_of=self.as_of,
            classing=self.classing(),
            target=self.target,
            since=self.since,
            lang=lang,
        )

    def classing(self) -> Classing:
        """The classes that were asked for; own breaks make the scheme ``own`` where no other was named."""
        own = read_own_breaks(self.breaks) if self.breaks else ()
        return Classing(
            one_of(SCHEMES, "own" if own and self.scheme == "bands" else self.scheme, "--scheme"),
            k=self.k,
            own=own,
            isolate_zero=self.isolate_zero,
            isolate_full=self.isolate_full,
            frozen=self.frozen,
        )
