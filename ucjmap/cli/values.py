"""``values``: the figures and classes of one map."""

from dataclasses import asdict
from typing import Any

import typer

from ucjmap import api
from ucjmap.cli.console import JsonOption, LangOption, StoreOption, begin, open_store, print_frame, show
from ucjmap.cli.map_options import MapOptions
from ucjmap.cli.option_groups import with_groups
from ucjmap.cli.store import check_level
from ucjmap.codes import child_level

_COLUMNS = ["code", "name", "numerator", "denominator", "rate", "class_id", "colour"]
_MEASURED = ["value", "gap_people", "rate_since", "is_small"]


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command()(values)


@with_groups
def values(
    *,
    asked: MapOptions,
    store: StoreOption = None,
    as_json: JsonOption = False,
    lang: LangOption = None,
) -> None:
    """Print code, name, numerator, denominator, rate, class and colour of the areas of one map."""
    begin(lang, as_json)
    opened = open_store(store)
    chosen = check_level(asked.level) or child_level(api.area_tree(opened).level(asked.area))
    if chosen is None:
        raise typer.BadParameter("A desa has no areas below it.", param_hint="--area")
    found = api.area_values(
        opened,
        asked.area,
        chosen,
        asked.indicator,
        segment=asked.segment,
        as_of=asked.as_of,
        classing=asked.classing(),
        measure=asked.read_measure(),
        target=asked.target,
        since=asked.since,
    )
    units = found.units[_COLUMNS + _MEASURED].astype(object)
    units.loc[units["class_id"] == -1, "class_id"] = None
    units["target_key"] = [target.key if target else None for target in found.units["target"]]
    content = {
        "area": {key: found.area[key] for key in ("code", "name", "level", "numerator", "denominator", "rate")},
        "indicator": asked.indicator,
        "segment": asked.segment,
        "as_of": found.as_of or None,
        "oldest": found.area["oldest"],
        "newest": found.area["newest"],
        "scheme": found.breaks.scheme,
        "edges": list(found.breaks.edges),
        "closed": found.breaks.closed,
        "breaks_from": found.breaks_from,
        "measure": found.measure,
        "target": None if found.target is None else asdict(found.target),
        "since": found.since,
        "legend": [_legend_row(row) for row in api.legend_rows(found)],
        "sources": list(found.sources),
        "simulated": found.is_simulated,
        "editions": list(found.editions),
        "model_boundaries": found.is_model,
        "with_data": found.with_data,
        "units": units,
    }
    show(content, lambda: print_frame(f"{found.area['name']} · {asked.indicator} · {found.as_of}", units[_COLUMNS]))


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
