"""What has to be known about the figures of a map, in sentences made from the numbers alone."""

from collections.abc import Iterator, Mapping
from typing import Any

import pandas as pd

from ucjmap.api.areas import area_tree
from ucjmap.api.figures import AreaValues, JointFigures, other_gap, own_targets, published_figures
from ucjmap.api.maps.captions import count_words, label_target, say_target, say_target_rate
from ucjmap.api.maps.figure import Note
from ucjmap.api.maps.origins import Line, say_origin
from ucjmap.errors import N_
from ucjmap.indicators import Indicator
from ucjmap.schema import ALL_SEGMENTS
from ucjmap.store import Store
from ucjmap.words import Lang, Wording, is_nil, say, say_count, say_distance, say_rate

_COUNTED: dict[object, str] = {"desa": N_("desa"), "people": N_("people")}


def make_notes(
    store: Store, t: Wording, values: AreaValues, row: Mapping[str, Any], *, whole_from: float
) -> tuple[Note, ...]:
    """Notes about the area whose figures ``row`` has, the grave ones first.

    A figure on less than ``whole_from`` of its desa is grave: it is none of the whole area.
    """
    return (
        *_unseen(t, values),
        *_above_one(t, row),
        *_partial(t, row, whole_from),
        *_entered(t, values, row),
        *_other_target(store, t, values, row),
        *_supplied(t, row),
        *_published(store, t, values, row, whole_from),
    )


def _unseen(t: Wording, values: AreaValues) -> Iterator[Note]:
    """What is left out is said: else an area that others see would pass for one without data."""
    if values.unseen:
        words = N_(
            "The figures of {count} areas of this map are not shown to you: who signs in sees those of their areas."
        )
        yield Note("unseen", t(words, count=t.count(values.unseen)), True)


def _above_one(t: Wording, row: Mapping[str, Any]) -> Iterator[Note]:
    if pd.notna(row["rate"]) and row["rate"] > 1:
        yield Note("above_one", t("The rate is above 100 %: the counts contradict each other. Check the source."), True)


def _partial(t: Wording, row: Mapping[str, Any], whole_from: float) -> Iterator[Note]:
    desa, known = row["desa"], row["desa_with_data"]
    if 0 < known < whole_from * desa:
        words = N_("The figure rests on {known} of {all} desa/kelurahan ({share}); the others have no data yet.")
        share = t.rate(known / desa)
        yield Note("partial", t(words, known=t.count(known), all=t.count(desa), share=share), True)


def _entered(t: Wording, values: AreaValues, row: Mapping[str, Any]) -> Iterator[Note]:
    """What came from desa that were not counted at both dates: it is no change, and stands apart."""
    if values.measure != "change" or pd.isna(row["value"]) or not (row["entered_desa"] or row["left_desa"]):
        return
    words = N_(
        "Beside this change the rate moved by {points} points because other desa/kelurahan are counted now: "
        "{entered} came in, {left} went out."
    )
    if is_nil(row["entry_points"]):
        return
    points = t.points(row["entry_points"])
    entered, left = t.count(row["entered_desa"]), t.count(row["left_desa"])
    yield Note("entered", t(words, points=points, entered=entered, left=left))


def _other_target(store: Store, t: Wording, values: AreaValues, row: Mapping[str, Any]) -> Iterator[Note]:
    """The other target that is worth naming: that of the map's area for one on it, that above for the map's own."""
    gap = other_gap(store, values, row["code"])
    if gap is None:
        return
    words = N_("To the target of {area} ({target}) the gap is {points} points, {people}.")
    known = {"area": area_tree(store).name(gap.target.unit_code), "target": say_target(t.lang, gap.target)}
    people = f"{t.count(gap.people)} {values.indicator.units[t.lang]}"
    points = t.points(-gap.points)
    yield Note("other_target", t(words, points=points, people=people, **known))


def say_gap_sum(lang: Lang, parts: pd.Series, whole: float, unit: str) -> str:
    """Why the gaps of listed areas in people do not add up to that of the whole; empty where they do.

    Example: of two areas with 100 workers each and a target of 60 %, one with 20 covered lacks 40, one with 90 is
    beyond it by 30: together they lack 10, the list says 40.

    Parameters
    ----------
    parts
        Gap of each listed area in people (or desa); NaN is no data.
    whole
        That of the whole, NaN without data. Where nothing is known of one of the two there is nothing to say.
    unit
        What is counted, in words of ``lang``.
    """
    total = parts.sum(min_count=1)
    if pd.isna(total) or pd.isna(whole) or total == whole:
        return ""
    rounded = N_("each gap is rounded up to whole {unit}.")
    uneven = N_("areas above their target do not make up for others, and an area may have a target of its own.")
    why = rounded if 0 < total - whole < len(parts) else uneven
    words = N_("The gaps of the listed areas add up to {total} {unit}, that of the whole is {whole}: {why}")
    known = {"total": say_count(lang, total), "whole": say_count(lang, whole), "unit": unit}
    return say(lang, words, why=say(lang, why, unit=unit), **known)


def _supplied(t: Wording, row: Mapping[str, Any]) -> Iterator[Note]:
    own = (row["own_numerator"], row["own_denominator"])
    if pd.isna(own[0]) or own == (row["numerator"], row["denominator"]):
        return
    words = N_("For this area itself {numerator} of {denominator} were loaded; shown is the sum of the areas below it.")
    yield Note("supplied", t(words, numerator=t.count(own[0]), denominator=t.count(own[1])))


def _published(
    store: Store, t: Wording, values: AreaValues, row: Mapping[str, Any], whole_from: float
) -> Iterator[Note]:
    """The newest printed figure, where there is no computed one to show or it rests on few areas."""
    rests_on_few = row["desa_with_data"] < whole_from * row["desa"]
    if values.segment != ALL_SEGMENTS or (pd.notna(row["rate"]) and not rests_on_few):
        return
    printed = published_figures(store, row["code"], values.indicator.key)
    is_of_all = printed["segment"].eq(ALL_SEGMENTS)  # of one segment it says nothing of the whole
    printed = printed[is_of_all & printed["value"].notna() & (printed["as_of"] <= (values.as_of or "9999"))]
    if printed.empty:
        return
    newest = printed.iloc[0]
    words = N_(
        "Published for {area}: {rate} ({counted}) as of {date} ({source}). It has no counts by area behind it, so the map does not use it."
    )
    known = {"rate": t.rate(newest["value"], 2), "counted": say_counted(t.lang, newest["counts"])}
    date = t.date(newest["as_of"])
    yield Note("published", t(words, area=row["name"], date=date, source=newest["source"], **known))


def say_counted(lang: Lang, counts: object) -> str:
    """What a printed figure counts; that its source does not tell is said.

    Parameters
    ----------
    counts
        ``desa`` or ``people``; anything else is not known.
    """
    return say(lang, _COUNTED.get(counts, N_("whether desa or people is not said")))


def say_printed(lang: Lang, rate: float, numerator: float, denominator: float, counts: object) -> str:
    """A printed figure as its source has it: the rate, else the counts with the rate that they give, else a count.

    Parameters
    ----------
    rate
        A fraction, NaN where the source prints none.
    numerator, denominator
        Counts that were printed, NaN where they were not.
    counts
        As for ``say_counted``.
    """
    said = say_rate(lang, rate, 2) if pd.notna(rate) else count_words(lang, numerator)
    if pd.isna(rate) and denominator > 0:
        known = {"part": said, "all": say_count(lang, denominator)}
        said = f"{say(lang, N_('{part} of {all}'), **known)} = {say_rate(lang, numerator / denominator, 2)}"
    return f"{said} ({say_counted(lang, counts)})"


def say_references(store: Store, t: Wording, code: str, indicator: Indicator) -> tuple[Line, ...]:
    """Targets that were set for an area and figures that were printed about it, each with issuer or source."""
    lines = []
    for target in own_targets(store, code, indicator.key):
        other = "" if target.comparable else f" — {t('other denominator, not compared with the rates here')}"
        rate = say_target_rate(t.lang, target.rate)
        lines.append(Line(f"{t('Target')} {target.year}", f"{rate} ({target.issuer}){other}"))
    printed = published_figures(store, code, indicator.key)
    for row in printed.itertuples() if len(printed) else ():
        value = say_printed(t.lang, row.value, row.numerator, row.denominator, row.counts)
        note = f" — {row.note}" if row.note else ""
        about = f"{t('Published')} {t.date(row.as_of)}{_say_segment(t, indicator, row.segment)}"
        lines.append(Line(about, f"{value} ({row.source}){note}"))
    return tuple(lines)


def _say_segment(t: Wording, indicator: Indicator, segment: str) -> str:
    """What is put behind the date of a printed figure of one segment; nothing behind one of all."""
    if segment == ALL_SEGMENTS:
        return ""
    names = indicator.segments.get(segment)
    return f", {names[t.lang] if names else segment}"


def say_selection(t: Wording, joint: JointFigures, indicator: Indicator) -> tuple[str, ...]:
    """What several areas come to together: rate, areas without data, desa with data, gap to their target."""
    unit = indicator.units[t.lang]
    count = t.count(len(joint.codes))
    if pd.isna(joint.rate):
        return (t("{count} areas together: no data yet.", count=count),)
    sentences = [
        t(
            "{count} areas together: {rate}, {numerator} of {denominator} {unit}, {origin}",
            count=count,
            rate=t.rate(joint.rate),
            numerator=t.count(joint.numerator),
            denominator=t.count(joint.denominator),
            unit=unit,
            origin=say_origin(t.lang, "", vars(joint), joint.sources, is_simulated=joint.is_simulated).text,
        )
    ]
    if joint.without_data:
        without = t.count(len(joint.without_data))
        sentences.append(t("{without} of the {count} have no data and add nothing.", without=without, count=count))
    if joint.desa_with_data < joint.desa:
        known, desa = t.count(joint.desa_with_data), t.count(joint.desa)
        sentences.append(t("{known} of {all} desa/kelurahan have data.", known=known, all=desa))
    return (*sentences, *_joint_gap(t, joint, unit))


def _joint_gap(t: Wording, joint: JointFigures, unit: str) -> Iterator[str]:
    if joint.gap is None:
        return
    target = label_target(t.lang, joint.gap.target)
    if joint.gap.points <= 0:
        yield t("The target {target} is reached.", target=target)
        return
    points, people = say_distance(t.lang, joint.gap.points), f"{t.count(joint.gap.people)} {unit}"
    words = N_("Gap to the target {target}: {points} points, {people}.")
    yield t(words, target=target, points=points, people=people)
