"""``values``: the figures and classes of one map."""

from typing import Annotated

import typer

from ucjmap import api
from ucjmap.classify import SCHEMES, Classing
from ucjmap.cli.console import JsonOption, LangOption, StoreOption, begin, open_store, print_frame, show
from ucjmap.cli.store import check_level
from ucjmap.codes import COUNTRY, child_level
from ucjmap.schema import ALL_SEGMENTS

_COLUMNS = ["code", "name", "numerator", "denominator", "rate", "class_id", "colour"]


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
    k: Annotated[int, typer.Option("--k", min=2, max=9, help="Number of classes of a statistical scheme.")] = 5,
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
    known = next((each for each in SCHEMES if each == scheme), None)
    if known is None:
        raise typer.BadParameter(", ".join(SCHEMES), param_hint="--scheme")
    classing = Classing(scheme=known, k=k)
    found = api.area_values(opened, area, chosen, indicator, segment=segment, as_of=as_of, classing=classing)
    units = found.units[_COLUMNS].astype(object)
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
        "sources": list(found.sources),
        "simulated": found.is_simulated,
        "editions": list(found.editions),
        "model_boundaries": found.is_model,
        "with_data": found.with_data,
        "units": units,
    }
    show(content, lambda: print_frame(f"{found.area['name']} · {indicator} · {found.as_of}", units))
