"""Headings of the table of a map in words, with the unit of each column: what a person reads above the rows."""

from collections.abc import Iterable
from typing import Final

from ucjmap.api.maps.answer import MapAnswer
from ucjmap.errors import N_
from ucjmap.levels import level_name
from ucjmap.words import say, say_date

_WORDS: Final = {
    "code": N_("Code"),
    "name": N_("Area"),
    "within": N_("Within"),
    "rate": N_("Rate"),
    "gap_points": N_("Gap to target, points"),
    "class": N_("Class"),
    "target_rate": N_("Target"),
    "target_year": N_("Year of the target"),
    "target_issuer": N_("Issuer of the target"),
    "colour": N_("Colour"),
    "oldest": N_("Oldest date"),
    "newest": N_("Newest date"),
    "is_simulated": N_("Simulated"),
    "desa_with_data": N_("Desa with data"),
    "source": N_("Source"),
    "boundary_edition": N_("Boundaries"),
    "model_boundaries": N_("Model boundaries"),
    "is_small": N_("Rests on few"),
    "change": N_("Change, points"),
    "common_rate_since": N_("Rate of desa counted at both dates, earlier"),
    "common_rate": N_("Rate of desa counted at both dates, later"),
    "common_desa": N_("Desa counted at both dates"),
    "entered_desa": N_("Desa that came in"),
    "left_desa": N_("Desa that went out"),
    "entry_points": N_("Points from desa that came in or went out"),
}
_RATES: Final = ("rate", "target_rate", "common_rate", "common_rate_since")
_POINTS: Final = ("gap_points", "change", "entry_points")
_COUNTS: Final = ("numerator", "denominator", "gap_people")
_DESA: Final = ("desa", "desa_with_data", "common_desa", "entered_desa", "left_desa")
DATES: Final = ("oldest", "newest")


def head_columns(answer: MapAnswer, columns: Iterable[str]) -> dict[str, str]:
    """A heading for each column; no two are the same, so that a program finds them too."""
    headings: dict[str, str] = {}
    for column in columns:
        words = _say_heading(answer, column)
        while words in headings.values():
            words += "\u00b9"
        headings[column] = words
    return headings


def _say_heading(answer: MapAnswer, column: str) -> str:
    lang, indicator = answer.lang, answer.indicator
    if column.endswith("_since") and column not in ("common_rate_since",):
        date = say_date(lang, answer.older.as_of if answer.older else answer.since or "")
        return f"{_say_heading(answer, column.removesuffix('_since'))}, {date}"
    match column:
        case "numerator":
            return indicator.numerators[lang]
        case "denominator":
            return indicator.denominators[lang]
        case "value":
            return say(lang, N_("{figure}: what has the class"), figure=answer.legend.title)
        case "desa":
            return level_name(lang, "adm4", several=True)
        case "gap_people":
            return say(lang, "Gap to target, {unit}", unit=indicator.units[lang])
    return say(lang, _WORDS[column])


def say_unit(answer: MapAnswer, column: str) -> str:
    """What a column is measured in; empty for words."""
    lang, base = answer.lang, column.removesuffix("_since")
    if base == "value":
        base = "rate" if answer.areas.measure == "rate" else "gap_points"
    if column in _RATES or base in _RATES:
        return "%"
    if base in _POINTS:
        return say(lang, N_("percentage points"))
    if base in _COUNTS:
        return answer.indicator.units[lang]
    if base in _DESA:
        return level_name(lang, "adm4", several=True).lower()
    return say(lang, N_("date")) if base in DATES else ""
