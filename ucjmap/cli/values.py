"""``values``: the figures and classes of one map."""

from typing import Any

import typer

from ucjmap import api
from ucjmap.cli.console import JsonOption, LangOption, StoreOption, begin, one_of, open_store, print_frame, show
from ucjmap.cli.map_options import (
    MEASURES,
    AreaOption,
    BreaksOption,
    CountOption,
    DateOption,
    FrozenOption,
    FullOption,
    IndicatorOption,
    LevelOption,
    MeasureOption,
    SchemeOption,
    SegmentOption,
    SinceOption,
    TargetOption,
    ZeroOption,
    read_classing,
)
from ucjmap.cli.store import check_level
from ucjmap.codes import COUNTRY, child_level
from ucjmap.schema import ALL_SEGMENTS

_COLUMNS = ["code", "name", "numerator", "denominator", "rate", "class_id", "colour"]
_MEASURED = ["value", "gap_people", "rate_since", "is_small"]


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command()(values)


def values(
    area: AreaOption = COUNTRY,
    level: LevelOption = None,
    indicator: IndicatorOption = "ucj",
    segment: SegmentOption = ALL_SEGMENTS,
    as_of: DateOption = None,
    scheme: SchemeOption = "bands",
    k: CountOption = 5,
    breaks: BreaksOption = "",
    measure: MeasureOption = "rate",
    target: TargetOption = None,
    since: SinceOption = None,
    isolate_zero: ZeroOption = False,
    isolate_full: FullOption = False,
    frozen: FrozenOption = True,
    store: StoreOption = None,
    as_json: JsonOption = False,
    lang: LangOption = None,
) -> None:
    """Print code, name, numerator, denominator, rate, class and colour of the areas of one map."""
    begin(lang, as_json)
    opened = open_store(store)
    chosen = check_level(level) or child_level(api.area_tree(opened).level(area))
    if chosen is None:
        raise typer.BadParameter("A desa has no areas below it.", param_hint="--area")
    classing = read_classing(scheme, k, breaks, isolate_zero=isolate_zero, isolate_full=isolate_full, frozen=frozen)
    found = api.area_values(
        opened,
        area,
        chosen,
        indicator,
        segment=segment,
        as_of=as_of,
        classing=classing,
        measure=one_of(MEASURES, measure, "--measure"),
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
