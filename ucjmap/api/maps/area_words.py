"""What is said of each area on a map: the same on the screen, on paper and in a file."""

from collections.abc import Mapping

import pandas as pd

from ucjmap.api.figures import AreaValues
from ucjmap.api.maps.legend_words import no_data_words
from ucjmap.words import Lang, say, say_count, say_points, say_rate


def value_texts(lang: Lang, values: AreaValues) -> dict[str, str]:
    """What was measured in each area that has data, by code: a rate, or points of distance or change."""
    known = values.units["value"].dropna()
    say_value = say_rate if values.measure == "rate" else say_points
    return {code: say_value(lang, value) for code, value in known.items()}


def label_texts(lang: Lang, values: AreaValues) -> dict[str, str]:
    """Second lines of the labels by code; none on a map of yes and no, where the colour says it."""
    return {} if values.breaks.scheme == "registered" else value_texts(lang, values)


def tooltips(lang: Lang, values: AreaValues, texts: Mapping[str, str]) -> dict[str, tuple[int | None, str]]:
    """Class and tooltip of every area on the map; ``texts`` are its ``value_texts``."""
    no_data, not_applicable = no_data_words(lang, values), say(lang, "Does not apply here")
    few, of = f" · {say(lang, 'few people, the rate jumps')}", say(lang, "of")
    points, unit = say(lang, "points"), values.indicator.units[lang]
    words = [say(lang, label) for label in values.breaks.labels] if values.breaks.scheme == "registered" else []
    units = values.units
    found: dict[str, tuple[int | None, str]] = {}
    for code, class_id, applies, rate, numerator, denominator, is_small in zip(
        units["code"],
        units["class_id"].tolist(),
        units["applies"].tolist(),
        units["rate"].tolist(),
        units["numerator"].tolist(),
        units["denominator"].tolist(),
        units["is_small"].tolist(),
        strict=True,
    ):
        if class_id < 0:
            found[code] = (None, no_data) if applies else (values.breaks.k, not_applicable)
        elif words:
            found[code] = (class_id, words[class_id])
        else:
            measured = texts[code] if values.measure == "rate" else f"{texts[code]} {points} · {say_rate(lang, rate)}"
            counts = f"{say_count(lang, numerator)} {of} {say_count(lang, denominator)} {unit}"
            found[code] = (class_id, f"{measured} · {counts}{few if is_small else ''}")
    return found


def circle_label(lang: Lang, values: AreaValues) -> str:
    """What the circles of a map count."""
    return say(lang, "Gap to target, {unit}", unit=values.indicator.units[lang])


def gap_circles(lang: Lang, values: AreaValues) -> dict[str, tuple[float, str]]:
    """People still missing to the target, and that in words, by code; none where it is reached or not known."""
    label = circle_label(lang, values)
    people: pd.Series = values.units["gap_people"].dropna()
    return {code: (float(count), f"{label}: {say_count(lang, count)}") for code, count in people.items() if count > 0}


def small_codes(values: AreaValues) -> tuple[str, ...]:
    """Codes of the areas whose rate rests on few."""
    return tuple(values.units.index[values.units["is_small"]])
