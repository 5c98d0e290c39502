"""Pages of a briefing about the area itself: cover, trend, ranking."""

from collections.abc import Collection, Iterator
from dataclasses import replace
from functools import partial
from typing import Final

import pandas as pd

from ucjmap.api.briefing.summary import answer_since, say_change, summary_sentences
from ucjmap.api.figures import area_trend, trend_origin
from ucjmap.api.maps import (
    Dressing,
    MapAnswer,
    count_words,
    make_frame,
    make_locator,
    print_figures,
    rate_words,
    say_badges,
    say_below_target,
    say_extremes,
    say_headline,
    say_target,
    share_origins,
)
from ucjmap.errors import N_
from ucjmap.indicators import Target, measure_gap
from ucjmap.render.static import NameList, TablePage, TextPage, TrendPage
from ucjmap.store import Store
from ucjmap.words import Lang, say, say_count, say_date, say_points, say_rate

Swatch = tuple[str, bool] | None
#: Areas of either end of a ranking that a slide shows.
_EACH_END: Final = 4
#: What is said of areas without a row in a table, by whether the indicator applies to them.
_WITHOUT_ROW: Final = {
    True: N_("No data yet, {count} {level}"),
    False: N_("Does not apply here, {count} {level}"),
}


def cover_page(store: Store, answer: MapAnswer, dressing: Dressing) -> TextPage:
    """Key figures and the summary in sentences, with the origin of all of them."""
    changed = answer_since(store, answer)
    # The change rests on counts of an earlier date too: where these come from elsewhere, that is said.
    other = () if pd.isna(changed.row["value"]) or changed.origin.text == answer.origin.text else (changed,)
    frame = make_frame(answer, dressing, also=answer.other_provenance, beside=other)
    return TextPage(
        frame=replace(
            frame,
            subtitle=f"{answer.name} · {answer.period}",
            headline=say_headline(answer),
            spoken=summary_sentences(store, answer),
        ),
        figures=print_figures(answer.key_figures),
        sentences=summary_sentences(store, answer),
        note=dressing.note,
        locator=make_locator(store, answer.area.code, answer.lang),
    )


def trend_pages(store: Store, answer: MapAnswer, dressing: Dressing) -> Iterator[TrendPage]:
    """Rates at each date against the target; no page where there are not two dates."""
    lang, t, target = answer.lang, partial(say, answer.lang), answer.target
    points = _counted_dates(store, answer)
    if len(points) < 2:
        return
    rates = tuple(None if pd.isna(rate) else float(rate) for rate in points["rate"])
    rows = tuple(
        (
            say_date(lang, point.as_of),
            rate_words(lang, point.rate),
            count_words(lang, point.numerator),
            count_words(lang, point.denominator),
            _to_target(lang, target, point.numerator, point.denominator),
            say_count(lang, point.desa_with_data),
        )
        for point in points.itertuples(index=False)
    )
    title = t(N_("Trend: {title}"), title=f"{answer.name} — {answer.area.name}")
    change = tuple(say_change(answer_since(store, answer)))
    origin = trend_origin(store, points, answer.view.indicator, answer.view.segment)
    warnings = say_badges(lang, is_simulated=origin["is_simulated"], is_model=answer.is_model)
    frame = make_frame(answer, dressing, also=share_origins(lang, [(t("Trend"), origin)]))
    frame = replace(frame, title=title, subtitle=answer.period, spoken=change)
    frame = replace(frame, badges=tuple(badge.text for badge in warnings))
    yield TrendPage(
        frame=replace(frame, headline=change[0] if change else title),
        title=answer.name,
        dates=tuple(points["as_of"]),
        labels=tuple(say_date(lang, date) for date in points["as_of"]),
        rates=rates,
        texts=tuple("" if rate is None else say_rate(lang, rate) for rate in rates),
        target=target.rate if target else None,
        target_text=say_target(lang, target) if target else "",
        heads=(t("Date"), t("Rate"), *count_heads(answer), t(N_("To target")), t(N_("Desa with data"))),
        rows=rows,
        note=dressing.note or t(N_("Dates may rest on different numbers of desa: compare the last column first.")),
    )


def _counted_dates(store: Store, answer: MapAnswer) -> pd.DataFrame:
    """Figures of the area at each date on which it was counted, up to that of the answer, the oldest first.

    One row is one date (``TREND_COLUMNS``). A date on which only older figures still count is no news and left out.
    """
    view = answer.view
    trend = area_trend(store, answer.area.code, view.indicator, view.segment, as_of=answer.as_of or None)
    return trend[trend["counted"] > 0].reset_index(drop=True)


def _to_target(lang: Lang, target: Target | None, numerator: float, denominator: float) -> str:
    """Points to the target, below 0 where it is not reached; a dash without data or target."""
    gap = measure_gap(target, numerator, denominator) if target else None
    return say_points(lang, -gap.points) if gap else "–"


def count_heads(answer: MapAnswer) -> tuple[str, str]:
    """What the two counts of a rate are called."""
    return answer.indicator.numerators[answer.lang], answer.indicator.denominators[answer.lang]


def ranking_page(answer: MapAnswer, dressing: Dressing) -> TablePage:
    """All areas of the map with data from the highest value down; the others are named below them."""
    lang, t, areas = answer.lang, partial(say, answer.lang), answer.areas
    frame = make_frame(answer, dressing)
    said = (*say_below_target(answer), *say_extremes(answer))
    ranked = tuple(place for place in areas.ranked if areas.texts[place] is not None)
    with_data = len(ranked)
    return TablePage(
        frame=replace(frame, title=f"{t('Ranking')}: {frame.title}", headline=" ".join(said[-1:]), spoken=said),
        heads=("", t(N_("Place")), t("Area"), t("Rate"), *count_heads(answer), t("Not yet"), t(N_("To target"))),
        rows=tuple(_ranking_row(answer, place) for place in ranked),
        shares=(3, 6, 25, 12, 14, 22, 11, 12),
        aligns=("left", "right", "left", "right", "right", "right", "right", "right"),
        swatches=swatches(answer, ranked),
        note="\n".join(filter(None, [dressing.note, answer.gap_sum])),
        picked=(*range(min(_EACH_END, with_data)), *range(max(_EACH_END, with_data - _EACH_END), with_data)),
        picked_words=t(N_("The first four and the last four of {count} with data."), count=say_count(lang, with_data)),
        lists=list_unknown(answer, {str(areas.codes[place]) for place in ranked}),
    )


def list_unknown(answer: MapAnswer, known: Collection[str]) -> tuple[NameList, ...]:
    """Areas of the map that have no row in a table, by name: those without data, and those that it does not apply to.

    Parameters
    ----------
    known
        Codes of the areas that have a row.
    """
    areas, lists = answer.areas, []
    for applies, words in _WITHOUT_ROW.items():
        places = [
            place
            for place, code in enumerate(areas.codes)
            if code not in known and bool(areas.columns["applies"][place]) == applies
        ]
        names = tuple(sorted(str(areas.names[place]) for place in places))
        if names:
            count = say_count(answer.lang, len(names))
            lists.append(NameList(say(answer.lang, words, count=count, level=answer.level_name.lower()), names))
    return tuple(lists)


def _ranking_row(answer: MapAnswer, place: int) -> tuple[str, ...]:
    lang, areas = answer.lang, answer.areas
    rank = areas.ranks[place]
    one = {name: areas.columns[name][place] for name in ("rate", "numerator", "denominator", "uncovered", "gap_people")}
    return (
        "",
        "–" if rank is None else say_count(lang, rank),
        str(areas.names[place]),
        rate_words(lang, one["rate"]),
        count_words(lang, one["numerator"]),
        count_words(lang, one["denominator"]),
        count_words(lang, one["uncovered"]),
        count_words(lang, one["gap_people"]),
    )


def swatches(answer: MapAnswer, places: tuple[int, ...]) -> tuple[Swatch, ...]:
    """Colours of some areas for the first column of a table; None where an area has no class."""
    colours = answer.areas.columns["colour"]
    return tuple((colours[place], False) if colours[place] is not None else None for place in places)
