"""``values``: the figures and classes of one map."""

import typer

from ucjmap import api
from ucjmap.cli.console import RunOptions, print_frame, print_lines, show
from ucjmap.cli.map_options import MapChoices, MapOptions
from ucjmap.cli.option_groups import with_groups

_COLUMNS = ["code", "name", "numerator", "denominator", "rate", "class_id", "colour"]
_MEASURED = ["value", "gap_people", *api.CHANGE_COLUMNS, "is_small"]


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command()(values)


@with_groups
def values(
    *,
    asked: MapOptions,
    chosen: MapChoices,
    run: RunOptions,
) -> None:
    """Print code, name, numerator, denominator, rate, class and colour of the areas of one map."""
    lang = run.begin()
    answer = api.answer_map(run.open_store(), asked.view(lang).choose(chosen.chosen()))
    areas = answer.areas.frame()
    units = areas[_COLUMNS + _MEASURED].astype(object)
    units.loc[units["class_id"] == -1, "class_id"] = None
    units["target_key"] = [target.key if target else None for target in areas["target"]]
    document = api.map_document(answer)
    content = {
        "area": {**document["subject"], **{key: answer.row[key] for key in ("numerator", "denominator", "rate")}},
        "indicator": asked.indicator,
        "segment": asked.segment,
        "as_of": answer.as_of or None,
        "oldest": answer.figure.oldest,
        "newest": answer.figure.newest,
        "scheme": answer.breaks.scheme,
        "edges": list(answer.breaks.edges),
        "closed": answer.breaks.closed,
        "breaks_from": answer.breaks_from,
        "measure": answer.areas.measure,
        "target": document["target"],
        "since": answer.since,
        "legend": document["legend"]["rows"],
        "sources": list(answer.sources),
        "simulated": answer.is_simulated,
        "editions": list(answer.editions),
        "model_boundaries": answer.is_model,
        "with_data": answer.with_data,
        "units": units,
    }

    def human() -> None:
        print_frame(f"{answer.title} · {answer.period}", units[_COLUMNS])
        print_lines(map(str, answer.provenance))

    show(content, human)
