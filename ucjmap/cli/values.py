"""``values``: the figures and classes of one map."""

from typing import Annotated, Any, TypeVar, get_args

import typer

from ucjmap import api
from ucjmap.classify import FEWEST, MOST, SCHEMES, Classing, Measure, read_own_breaks
from ucjmap.cli.console import JsonOption, LangOption, StoreOption, begin, open_store, print_frame, show
from ucjmap.cli.store import check_level
from ucjmap.codes import COUNTRY, child_level
from ucjmap.schema import ALL_SEGMENTS

T = TypeVar("T")
_COLUMNS = ["code", "name", "numerator", "denominator", "rate", "class_id", "colour"]
_MEASURED = ["value", "gap_people", "rate_since", "is_small"]
_MEASURES: tuple[Measure, ...] = get_args(Measure)


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command()(values)


def values(
    area: Annotated[str, typer.Option("--area", help="Code of the area, 00 for Indonesia.")] = COUNTRY,
    level: Annotated[str | None, typer.Option("--level", help="adm1 to adm4; by default the one below.")] = None,
    indicator: Annotated[str, typer.Option("--indicator", help="Key of the indicator.")] = "ucj",
    segment: Annotated[str, typer.Option("--segment", help="Key of the segment.")] = ALL_SEGMENTS,
    as_of: Annotated[str | None, typer.Option("--as-of", help="Date, e.g. 2025-12-31; by default the newest.")] = None,
    scheme: Annotated[str, typer.Option("--scheme", help="Classification: " + ", ".join(SCHEMES) + ".")] = "bands",
    k: Annotated[int, typer.Option("--k", min=FEWEST, max=MOST, help="Classes of a statistical scheme.")] = 5,
    breaks: Annotated[str, typer.Option("--breaks", help="Own breaks in percent, e.g. 20,40,60.")] = "",
    measure: Annotated[str, typer.Option("--measure", help="rate, gap or change.")] = "rate",
    target: Annotated[str | None, typer.Option("--target", help="Target of a gap, YEAR@ISSUER.")] = None,
    since: Annotated[str | None, typer.Option("--since", help="Date that a change is measured from.")] = None,
    isolate_zero: Annotated[bool, typer.Option("--isolate-zero", help="A class for exactly 0.")] = False,
    isolate_full: Annotated[bool, typer.Option("--isolate-full", help="A class for exactly 100 %.")] = False,
    frozen: Annotated[bool, typer.Option("--frozen/--unfrozen", help="Same breaks for every date and level.")] = True,
    store: StoreOption = None,
    as_json: JsonOption = False,
    lang: LangOption = None,
) -> None:
    """Print code, name, numerator, denominator, rate, class and colour of the areas of one map."""
    begin(lang, as_json)
    opened = open_store(store)
    chosen = check_level(level) or child_level(api.area_tree(opened).level(area))
    if chosen is None:
        raise typer.BadParameter("adm1 … adm3", param_hint="--area")
    own = read_own_breaks(breaks) if breaks else ()
    classing = Classing(
        _one_of(SCHEMES, "own" if own and scheme == "bands" else scheme, "--scheme"),
        k=k,
        own=own,
        isolate_zero=isolate_zero,
        isolate_full=isolate_full,
        frozen=frozen,
    )
    found = api.area_values(
        opened,
        area,
        chosen,
        indicator,
        segment=segment,
        as_of=as_of,
        classing=classing,
        measure=_one_of(_MEASURES, measure, "--measure"),
        target=target,
        since=since,
    )
    units = found.units[_COLUMNS + _MEASURED].astype(object)
    units.loc[units["class_id"] == -1, "class_id"] = None
    content = {
        "area": {key: found.area[key] for key in ("code", "name", "level", "numerator", "denominator", "rate")},
        "indicator": indicator,
        "segment": segment,
        "as_of": found.as_of or None,
        "oldest": found.area["oldest"],
        "newest": found.area["newest"],
        "scheme": found.breaks.scheme,
        "edges": list(found.breaks.edges),
        "closed": found.breaks.closed,
        "breaks_from": found.breaks_from,
        "measure": found.measure,
        "target": found.target,
        "since": found.since,
        "legend": [_legend_row(row) for row in api.legend_rows(found)],
        "sources": list(found.sources),
        "simulated": found.is_simulated,
        "editions": list(found.editions),
        "model_boundaries": found.is_model,
        "with_data": found.with_data,
        "units": units,
    }
    show(content, lambda: print_frame(f"{found.area['name']} · {indicator} · {found.as_of}", units[_COLUMNS]))


def _one_of(known: tuple[T, ...], text: str, option: str) -> T:
    found = next((each for each in known if each == text), None)
    if found is None:
        raise typer.BadParameter(", ".join(map(str, known)), param_hint=option)
    return found


def _legend_row(row: api.LegendRow) -> dict[str, Any]:
    low, high = (row.span.low, row.span.high) if row.span else (None, None)
    return {
        "kind": row.kind,
        "class_id": None if row.class_id < 0 else row.class_id,
        "colour": row.colour,
        "low": low,
        "high": high,
        "areas": row.areas,
        "people": row.people,
    }
