"""Options of the commands that are about one map, and how its classes are read."""

from typing import Annotated, get_args

import typer

from ucjmap.classify import FEWEST, MOST, SCHEMES, Classing, Measure, read_own_breaks
from ucjmap.cli.console import one_of

MEASURES: tuple[Measure, ...] = get_args(Measure)

AreaOption = Annotated[str, typer.Option("--area", help="Code of the area, 00 for Indonesia.")]
LevelOption = Annotated[str | None, typer.Option("--level", help="adm1 to adm4; by default the one below.")]
IndicatorOption = Annotated[str, typer.Option("--indicator", help="Key of the indicator.")]
SegmentOption = Annotated[str, typer.Option("--segment", help="Key of the segment.")]
DateOption = Annotated[str | None, typer.Option("--as-of", help="Date, e.g. 2025-12-31; by default the newest.")]
SchemeOption = Annotated[str, typer.Option("--scheme", help="Classification: " + ", ".join(SCHEMES) + ".")]
CountOption = Annotated[int, typer.Option("--k", min=FEWEST, max=MOST, help="Classes of a statistical scheme.")]
BreaksOption = Annotated[str, typer.Option("--breaks", help="Own breaks in percent, e.g. 20,40,60.")]
ZeroOption = Annotated[bool, typer.Option("--isolate-zero", help="A class for exactly 0.")]
FullOption = Annotated[bool, typer.Option("--isolate-full", help="A class for exactly 100 %.")]
FrozenOption = Annotated[bool, typer.Option("--frozen/--unfrozen", help="Same breaks for every date and level.")]
MeasureOption = Annotated[str, typer.Option("--measure", help="rate, gap or change.")]
TargetOption = Annotated[str | None, typer.Option("--target", help="Target of a gap, YEAR@ISSUER.")]
SinceOption = Annotated[str | None, typer.Option("--since", help="Date that a change is measured from.")]
SideOption = Annotated[bool, typer.Option("--side", help="The map of --since beside that of --as-of.")]


def read_classing(
    scheme: str, k: int, breaks: str, *, isolate_zero: bool, isolate_full: bool, frozen: bool
) -> Classing:
    """The classes that were asked for; own breaks make the scheme ``own`` where no other was named."""
    own = read_own_breaks(breaks) if breaks else ()
    return Classing(
        one_of(SCHEMES, "own" if own and scheme == "bands" else scheme, "--scheme"),
        k=k,
        own=own,
        isolate_zero=isolate_zero,
        isolate_full=isolate_full,
        frozen=frozen,
    )
