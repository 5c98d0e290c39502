"""What a map is called, and its figures, dates and targets in words."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

import pandas as pd

from ucjmap.api.figures import AreaValues
from ucjmap.classify import Measure
from ucjmap.errors import N_
from ucjmap.indicators import Indicator, Target
from ucjmap.levels import level_name
from ucjmap.schema import ALL_SEGMENTS
from ucjmap.words import Lang, Wording, say, say_count, say_date, say_rate

#: What is asked of one desa, where the indicator counts desa.
_QUESTIONS: Final = {
    "aparat_registered": N_("Officials registered"),
    "bpd_registered": N_("Council (BPD) registered"),
}
_KINDS = ("Kabupaten ", "Kecamatan ", "Provinsi ")


def short_name(name: str) -> str:
    """Name of an area without its kind, as labels and charts have room for; a kota keeps it."""
    for kind in _KINDS:
        if name.startswith(kind):
            return name.removeprefix(kind)
    return name


def count_words(lang: Lang, count: float) -> str:
    """A count in words, or a dash for no data.

    Parameters
    ----------
    count
        People or desa; NaN is no data.
    """
    return "–" if pd.isna(count) else say_count(lang, count)


def rate_words(lang: Lang, rate: float) -> str:
    """A rate in words, or the words for no data: never a zero.

    Parameters
    ----------
    rate
        A fraction; NaN is no data.
    """
    return say(lang, "No data yet") if pd.isna(rate) else say_rate(lang, rate)


def value_words(t: Wording, values: AreaValues, value: float, digits: int = 1) -> str:
    """What was measured, in words: a rate, or points of distance or change; no data is said, never a zero."""
    if pd.isna(value):
        return t("No data yet")
    return t.rate(value, digits) if values.measure == "rate" else t.points(value)


def say_dates(lang: Lang, row: Mapping[str, Any]) -> str:
    """The date, or the dates, behind a figure."""
    oldest, newest = row["oldest"], row["newest"]
    if not isinstance(newest, str) or not isinstance(oldest, str):
        return say(lang, "No data yet") if row.get("desa", 1) else say(lang, "Does not apply here")
    if oldest == newest:
        return say(lang, N_("As of {date}"), date=say_date(lang, newest))
    return say(lang, N_("As of {oldest} to {newest}"), oldest=say_date(lang, oldest), newest=say_date(lang, newest))


def dates_inside(lang: Lang, row: Mapping[str, Any]) -> str:
    """The date, or the dates, behind a figure as they stand inside a sentence.

    Parameters
    ----------
    row
        Figures of one area: ``oldest`` and ``newest`` are the ISO dates of the counts behind them, None or NaN without
        data. ``desa`` may be left out; where it is 0, the indicator is about nothing in the area.

    Returns
    -------
    str
        Such as ``as of 31 December 2025``; without data the words for that.
    """
    words = say_dates(lang, row)
    return f"{words[0].lower()}{words[1:]}"


def share_words(lang: Lang, desa: int, desa_with_data: int) -> str:
    """Share of areas with data in one sentence, as every figure that adds up areas has to carry it.

    Parameters
    ----------
    desa
        Desa and kelurahan that the indicator is about; 0 is said in other words.
    desa_with_data
        How many of them have data.
    """
    if not desa:
        return say(lang, "The indicator is about no desa here.")
    known, total = say_count(lang, desa_with_data), say_count(lang, desa)
    share = say_rate(lang, desa_with_data / desa)
    return say(lang, "Data for {known} of {all} desa/kelurahan ({share}).", known=known, all=total, share=share)


def desa_question(lang: Lang, indicator: Indicator) -> str:
    """What an indicator that counts desa asks of a single one, such as whether its officials are registered.

    Parameters
    ----------
    indicator
        One that counts desa; where there is no question for it, its name stands.
    """
    return say(lang, _QUESTIONS[indicator.key]) if indicator.key in _QUESTIONS else indicator.name(lang)


def yes_or_no(lang: Lang, rate: float) -> str:
    """The answer of one desa where the indicator counts desa: "0 of 1" or "100 %" says nothing of a single one.

    Parameters
    ----------
    rate
        0 or 1; NaN without data.
    """
    if pd.isna(rate):
        return say(lang, "No data yet")
    return say(lang, N_("done") if rate else N_("not yet"))


def figure_name(lang: Lang, indicator: Indicator, segment: str) -> str:
    """Name of the indicator with its segment.

    Parameters
    ----------
    segment
        Key of one of the indicator's segments; ``schema.ALL_SEGMENTS`` is not named.

    Raises
    ------
    KeyError
        The indicator has no such segment.
    """
    name = indicator.name(lang)
    return name if segment == ALL_SEGMENTS else f"{name} · {indicator.segments[segment][lang]}"


def say_target_rate(lang: Lang, rate: float) -> str:
    """A target rate with two digits, as it was set: from a rounded one the people missing could not be worked out.

    Parameters
    ----------
    rate
        A fraction.
    """
    return say_rate(lang, rate, 2)


def targets_on_map(values: AreaValues) -> tuple[Target, ...]:
    """The different targets that the areas of a map are measured to, that of the map's own area first."""
    return tuple(dict.fromkeys([*filter(None, [values.target]), *values.targets]))


def say_target(lang: Lang, target: Target) -> str:
    """A target with its year and issuer.

    Returns
    -------
    str
        Such as ``Target 52.15% in 2025: RPJMN``.
    """
    words = N_("Target {rate} in {year}: {issuer}")
    return say(lang, words, rate=say_target_rate(lang, target.rate), year=target.year, issuer=target.issuer)


def label_target(lang: Lang, target: Target) -> str:
    """A target as it is named inside a sentence about targets, or in a list of them: year, rate and issuer.

    Returns
    -------
    str
        Such as ``2025: 52.15% · RPJMN``.
    """
    return f"{target.year}: {say_target_rate(lang, target.rate)} · {target.issuer}"


def say_title(t: Wording, values: AreaValues, selected: str | None = None) -> str:
    """What the map is of; ``selected`` is the area on it that the question is about."""
    name = figure_name(t.lang, values.indicator, values.segment)
    measured = say_measured(t.lang, name, values.measure, targets_on_map(values), values.since)
    place = values.area["name"]
    if selected is not None:
        place = f"{values.units.loc[selected, 'name']}, {place}"
    return f"{measured} — {place}"


def say_measured(lang: Lang, name: str, measure: Measure, aims: Sequence[Target], since: str | None) -> str:
    """What a map measures, by name: an indicator, its distance to a target, or its change.

    ``aims`` are the targets that its areas are measured to, ``since`` is the date that is compared with.
    """
    if measure == "gap" and aims:
        words = N_("{figure}: distance to the target {rate} in {year}")
        if len(aims) > 1:
            words = N_("{figure}: distance of each area to its target")
        return say(lang, words, figure=name, rate=say_target_rate(lang, aims[0].rate), year=aims[0].year)
    if measure == "change" and since:
        return say(lang, N_("{figure}: change since {date}"), figure=name, date=say_date(lang, since))
    return name


def say_subtitle(t: Wording, values: AreaValues, older: AreaValues | None = None) -> str:
    """The level and the dates that are shown; with two maps also to which of them the figures belong."""
    by = t(N_("By {level}"), level=level_name(t.lang, values.level, several=True).lower())
    if older is None:
        return f"{by} · {say_dates(t.lang, values.area)}"
    dates = {"older": t.date(older.as_of), "newer": t.date(values.as_of)}
    return f"{by} · {t(N_('{older} and {newer}; figures and ranking are of {newer}'), **dates)}"


def say_caption(t: Wording, values: AreaValues) -> str:
    """The date above one of two maps, and the dates of the counts behind it where these differ."""
    area, dates = values.area, say_dates(t.lang, values.area)
    if not values.as_of:
        return dates
    date = t.date(values.as_of)
    return date if area["oldest"] == area["newest"] == values.as_of else f"{date} · {dates}"
