"""The legend of an answer as paper has it: a column for each date that is shown."""

from collections.abc import Iterable

from ucjmap.api.maps import legend as map_legend
from ucjmap.api.maps.answer import MapAnswer
from ucjmap.errors import N_
from ucjmap.render.static import Legend, LegendRow
from ucjmap.words import say, say_count, say_date


def print_legend(answer: MapAnswer) -> Legend:
    """Classes with the number of areas and of people (or desa) in each; of two dates each has a column of its own."""
    if answer.older is not None:
        return _legend_of_both(answer, answer.older)
    lang, legend = answer.lang, answer.legend
    rows = tuple(
        LegendRow(
            row.colour,
            row.kind == "no_data",
            row.label,
            (say_count(lang, row.areas), say_count(lang, row.people) if row.span is not None else "–"),
        )
        for row in legend.rows
    )
    heads = (say(lang, "Legend"), say(lang, N_("Areas")), legend.unit.capitalize())
    return Legend(heads, rows, _join(legend.notes))


def _legend_of_both(newer: MapAnswer, older: MapAnswer) -> Legend:
    """Each class with its areas (and people) at both dates; what holds nothing at one of them is 0 there."""
    lang, both = newer.lang, (older, newer)
    by_date = [{(row.kind, row.class_id): row for row in answer.legend.rows} for answer in both]
    of_any = {key: row for rows in by_date for key, row in rows.items()}
    order = {"class": 0, "no_data": 1, "not_applicable": 2}
    rows = tuple(
        LegendRow(
            of_any[key].colour,
            key[0] == "no_data",
            of_any[key].label,
            (_areas_and_people(newer, by_date[0].get(key)), _areas_and_people(newer, by_date[1].get(key))),
        )
        for key in sorted(of_any, key=lambda key: (order[key[0]], key[1]))
    )
    unit = newer.legend.unit
    head = say(lang, "Areas") if newer.legend.counts_desa else say(lang, "areas ({unit})", unit=unit)
    common = [note for note in newer.legend.notes if note in older.legend.notes]
    apart = [
        f"{say_date(lang, answer.as_of)}: {note}"
        for answer in both
        for note in answer.legend.notes
        if note not in common
    ]
    heads = (head.capitalize(), say_date(lang, older.as_of), say_date(lang, newer.as_of))
    return Legend(heads, rows, _join([*common, *apart]), shares=(31, 25, 25))


def _areas_and_people(answer: MapAnswer, row: map_legend.LegendRow | None) -> str:
    if row is None or not row.areas or row.kind != "class" or answer.legend.counts_desa:
        return say_count(answer.lang, row.areas if row else 0)
    return f"{say_count(answer.lang, row.areas)} ({say_count(answer.lang, row.people)})"


def _join(notes: Iterable[str]) -> str:
    return " ".join(f"{note.rstrip('.')}." for note in notes)
