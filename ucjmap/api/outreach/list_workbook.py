"""Lists of outreach as sheets for the field: numbers as numbers, room to fill in by hand, and where they come from."""

from collections.abc import Mapping, Sequence
from typing import Final

import pandas as pd

from ucjmap.errors import N_
from ucjmap.files import COUNT, RATE, Sheet
from ucjmap.words import Lang, say

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
