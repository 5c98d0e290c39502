"""What the figures of an area say, in plain sentences: each is one figure of the store put into words by a rule."""

from collections.abc import Iterator
from functools import partial

import pandas as pd

from ucjmap.api.figures import AreaValues, area_change, area_gap, area_summary
from ucjmap.api.maps.words import (
    count_words,
    dates_inside,
    dates_words,
    figure_name,
    level_words,
    ranked_units,
    rate_words,
    value_words,
)
from ucjmap.api.trends import area_trend
from ucjmap.errors import N_
from ucjmap.store import Store
from ucjmap.words import Lang, say, say_count, say_date, say_points, say_rate

#: Indicators of the village ecosystem, in the order in which they are told.
VILLAGE_BODIES = ("aparat_registered", "bpd_registered")
_BODY_WORDS = {
    "aparat_registered": N_("{count} of {all} desa have no registered officials ({date})."),
    "bpd_registered": N_("{count} of {all} desa have no registered council ({date})."),
}


def summary_sentences(store: Store, lang: Lang, values: AreaValues) -> tuple[str, ...]:
    """Sentences about an area and the areas in it; where there is no figure there is no sentence."""
    parts = (
        _own_figure(lang, values),
        _target(store, lang, values),
        _change(store, lang, values),
        _extremes(lang, values),
        _bodies(store, lang, values),
        _completeness(lang, values),
    )
    return tuple(sentence for part in parts for sentence in part)


def _own_figure(lang: Lang, values: AreaValues) -> Iterator[str]:
    t, row = partial(say, lang), values.area
    if pd.isna(row["rate"]):
        yield t(N_("{figure} of {area}: no data yet."), figure=figure_name(lang, values), area=row["name"])
        return
    yield t(
        N_("{figure} of {area}: {rate}, that is {part} of {all} {unit}. {date}."),
        figure=figure_name(lang, values),
        area=row["name"],
        rate=rate_words(lang, row["rate"]),
        part=count_words(lang, row["numerator"]),
        all=count_words(lang, row["denominator"]),
        unit=values.indicator.units[lang],
        date=dates_words(lang, row),
    )
    if row["rate"] > 1:
        yield t("The rate is above 100 %: the counts contradict each other. Check the source.")


def _target(store: Store, lang: Lang, values: AreaValues) -> Iterator[str]:
    t = partial(say, lang)
    found = area_gap(store, values)
    if found is None:
        return
    gap, target = found
    known = {"rate": say_rate(lang, gap.target), "year": target["year"], "issuer": target["issuer"]}
    if gap.people:
        yield t(
            N_("The target {rate} for {year} ({issuer}) lacks {points} points, that is {people} {unit}."),
            points=say_points(lang, gap.points).lstrip("+"),
            people=say_count(lang, gap.people),
            unit=values.indicator.units[lang],
            **known,
        )
    else:
        yield t(N_("The target {rate} for {year} ({issuer}) is reached."), **known)
    rates = values.units["rate"].dropna()
    if values.breaks.scheme != "registered" and len(rates):
        yield t(
            N_("{count} of {all} {level} with data are below that target."),
            count=say_count(lang, int((rates < gap.target).sum())),
            all=say_count(lang, len(rates)),
            level=level_words(lang, values.level).lower(),
        )


def _change(store: Store, lang: Lang, values: AreaValues) -> Iterator[str]:
    """Change on common areas since the newest date of at least a year before, else the oldest one.

    Beside it stands what areas that entered or left since did to the rate.
    """
    points = trend_points(store, values).dropna(subset=["rate"])
    if len(points) < 2:
        return
    last = points.iloc[-1]
    year_before = f"{int(last['as_of'][:4]) - 1}{last['as_of'][4:]}"
    earlier = points[points["as_of"] <= year_before]
    before = points.iloc[0] if earlier.empty else earlier.iloc[-1]
    area, dates = values.area["code"], {"since": before["as_of"], "as_of": last["as_of"]}
    row = area_change(store, area, values.indicator.key, values.segment, **dates)
    if pd.isna(row["change"]):
        return
    words = N_("It rose by {points} points") if row["change"] >= 0 else N_("It fell by {points} points")
    sentence = N_("{change} since {date} ({before} to {now}).")
    if row["entered_desa"] or row["left_desa"]:
        sentence = N_(
            "{change} since {date} in the {count} areas with data at both dates ({before} to {now}); "
            "another {entry} points come from areas that entered or left."
        )
    yield say(
        lang,
        sentence,
        change=say(lang, words, points=say_points(lang, abs(row["change"])).lstrip("+")),
        date=say_date(lang, before["as_of"]),
        before=say_rate(lang, row["common_rate_since"]),
        now=say_rate(lang, row["common_rate"]),
        count=say_count(lang, row["common_desa"]),
        entry=say_points(lang, row["entry_points"]),
    )


def _extremes(lang: Lang, values: AreaValues) -> Iterator[str]:
    units = ranked_units(values)
    if values.breaks.scheme == "registered" or len(units) < 2:
        return
    high, low = units.iloc[0], units.iloc[-1]
    yield say(
        lang,
        N_("Highest: {high} ({high_value}); lowest: {low} ({low_value})."),
        high=high["name"],
        high_value=value_words(lang, values, high["value"]),
        low=low["name"],
        low_value=value_words(lang, values, low["value"]),
    )


def _bodies(store: Store, lang: Lang, values: AreaValues) -> Iterator[str]:
    if not values.as_of:
        return
    found = area_summary(store, values.area["code"], values.as_of, indicators=VILLAGE_BODIES)
    for key, row in found.items():
        yield say(
            lang,
            _BODY_WORDS[key],
            count=say_count(lang, row["denominator"] - row["numerator"]),
            all=say_count(lang, row["denominator"]),
            date=dates_inside(lang, row),
        )


def _completeness(lang: Lang, values: AreaValues) -> Iterator[str]:
    row = values.area
    if 0 < row["desa_with_data"] < row["desa"]:
        yield say(
            lang,
            "The figure rests on {known} of {all} desa/kelurahan ({share}); the others have no data yet.",
            known=say_count(lang, row["desa_with_data"]),
            all=say_count(lang, row["desa"]),
            share=say_rate(lang, row["desa_with_data"] / row["desa"]),
        )


def trend_points(store: Store, values: AreaValues) -> pd.DataFrame:
    """Figures of the area at each date on which it was counted, up to that of ``values``, the oldest first.

    One row is one date (``TREND_COLUMNS``). A date on which only older figures still count is no news and left out.
    """
    trend = area_trend(store, values.area["code"], values.indicator.key, values.segment, as_of=values.as_of or None)
    return trend[trend["counted"] > 0].reset_index(drop=True)
