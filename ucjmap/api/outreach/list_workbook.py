"""Lists of outreach as sheets for the field: numbers as numbers, room to fill in by hand, and where they come from."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

import pandas as pd

from ucjmap.api.outreach.list_statements import say_decimal
from ucjmap.errors import N_
from ucjmap.files import COUNT, RATE, Sheet
from ucjmap.words import Lang, say, say_count

#: Dates of an area's own figures, and whether they are made up for demonstration.
DATE_HEADINGS: Final = {
    "ucj_as_of": N_("Workers as of"),
    "ucj_simulated": N_("Workers simulated"),
    "aparat_as_of": N_("Officials as of"),
    "aparat_simulated": N_("Officials simulated"),
    "bpd_as_of": N_("Council as of"),
    "bpd_simulated": N_("Council simulated"),
}
#: Empty columns to be filled in by hand.
TO_FILL_IN: Final = (N_("Date of visit"), N_("Result"), N_("Initials"))
_NUMBERS: Final = {
    "rate": "0.0%",
    "target": RATE,
    **dict.fromkeys(("score", "distance_km", "leg_km", "total_km", "hours"), "0.0"),
    **dict.fromkeys(("lon", "lat"), "0.00000"),
    **dict.fromkeys(("numerator", "denominator", "uncovered", "gap_people"), COUNT),
}


def field_sheets(
    rows: pd.DataFrame, headings: Mapping[str, str], notes: Sequence[str], lang: Lang, *, alarm: str = ""
) -> tuple[Sheet, Sheet]:
    """One sheet with the columns of ``rows`` that have a heading, and one with where they come from.

    ``alarm`` is printed on top of every page of the list.
    """
    said = {column: say(lang, heading) for column, heading in headings.items() if column in rows}
    table = rows[list(said)].rename(columns=said)
    table[[say(lang, heading) for heading in TO_FILL_IN]] = None
    formats = {said[column]: shown for column, shown in _NUMBERS.items() if column in said}
    about = pd.DataFrame({say(lang, "About this list"): list(notes)})
    return (
        Sheet(say(lang, "List"), table, formats, frozen_columns=0, has_filter=True, alarm=alarm),
        Sheet(say(lang, "About"), about, frozen_columns=0),
    )


def records_of(table: pd.DataFrame) -> list[dict[str, Any]]:
    """Rows of a table by column."""
    return [{str(key): value for key, value in row.items()} for row in table.to_dict("records")]


def say_cell(lang: Lang, value: object, column: str = "") -> str:
    """What a cell on paper says; numbers with one decimal, but workers not covered as a count.

    Where there is nothing, as a kecamatan of a kabupaten, a dash stands.
    """
    if column == "uncovered":
        return say_count(lang, float(str(value))) if pd.notna(value) else say(lang, "no data")
    if pd.isna(value):
        return "–"
    if isinstance(value, float):
        return say_decimal(lang, value)
    return str(value)
