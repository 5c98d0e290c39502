"""The trend of an area in words, and what its falls and rises are called."""

from collections.abc import Iterator, Mapping
from functools import partial
from typing import Any

import numpy as np
import pandas as pd

from ucjmap.errors import N_
from ucjmap.words import Lang, is_nil, say, say_count, say_date, say_points, say_rate

MARKS = {
    "fall": N_("fall"),
    "mix": N_("lower because other areas joined"),
    "rise": N_("rise"),
    "mix_rise": N_("higher because other areas joined"),
}
SIGNS = {"fall": "▼", "mix": "▽", "rise": "▲", "mix_rise": "△"}
WORSE = {
    "fall": N_("Fall of {points} points to {rate} on {date}."),
    "rise": N_("Rise of {points} points to {rate} on {date}."),
}
_MIXED = {
    "mix": N_("{points} points lower on {date} ({rate}) only because areas with lower rates joined."),
    "mix_rise": N_("{points} points higher on {date} ({rate}) only because areas with higher rates joined."),
}
#: By whether the rate moved over the areas counted at both dates, and whether by those that came or went.
_CHANGES = {
    (True, True): N_(
        "In the {count} desa/kelurahan with data at both dates it changed by {points} points; "
        "another {entry} points come from those that entered or left."
    ),
    (True, False): N_("In the {count} desa/kelurahan with data at both dates it changed by {points} points."),
    (False, True): N_(
        "In the {count} desa/kelurahan with data at both dates it is unchanged; "
        "{entry} points come from those that entered or left."
    ),
}


def trend_sentences(lang: Lang, name: str, trend: pd.DataFrame, change: Mapping[str, Any] | None = None) -> list[str]:
    """The trend of one area in words, from the numbers alone.

    Parameters
    ----------
    name
        Of the area.
    trend
        What ``api.area_trend`` gives; one row is one date.
    change
        That from the first date with data to the last (``api.area_change``); None: nothing is said of the change of an
        area in which other areas were counted in between.

    Returns
    -------
    list of str
        Plain text, in the order in which it is read.
    """
    t = partial(say, lang)
    known = trend[trend["rate"].notna()]
    if known.empty:
        return [t("{area} has no data yet, so there is no trend.", area=name)]
    first, last = known.iloc[0], known.iloc[-1]
    if len(known) == 1:
        rate, date = say_rate(lang, first["rate"]), say_date(lang, first["as_of"])
        return [t("{area}: {rate} on {date}, the only date with data.", area=name, rate=rate, date=date)]
    sentences = [_say_way(lang, name, known), *_say_change(lang, change)]
    sentences += [
        t(WORSE[row["fall"]], **_words_of(lang, row, row["change"]))
        for row in known[known["fall"].isin(WORSE)].to_dict("records")
    ]
    sentences += [
        t(_MIXED[row["fall"]], **_words_of(lang, row, float(np.nan_to_num(row["change"])) + row["entry_points"]))
        for row in known[known["fall"].isin(_MIXED)].to_dict("records")
    ]
    if first["desa_with_data"] < last["desa_with_data"]:
        words = {"first": say_count(lang, first["desa_with_data"]), "last": say_count(lang, last["desa_with_data"])}
        sentences.append(t("Desa/kelurahan with data: {first} at first, {last} at last.", **words))
    if partial_dates := [say_date(lang, date) for date in known.loc[known["partial"], "as_of"]]:
        dates = ", ".join(partial_dates)
        sentences.append(
            t("Fewer areas were counted than the time before, the rest is carried forward: {dates}.", dates=dates)
        )
    return sentences


def _say_way(lang: Lang, name: str, known: pd.DataFrame) -> str:
    """The first and the last rate; their difference in points only where both are of the same areas."""
    first, last = known.iloc[0], known.iloc[-1]
    steps = known.iloc[1:]
    is_change = (steps["entry_points"] == 0).all() and steps["change"].notna().any()
    is_change = is_change and not is_nil(last["rate"] - first["rate"])
    words = N_("{area}: from {first_rate} on {first_date} to {last_rate} on {last_date}.")
    if is_change:
        words = N_("{area}: from {first_rate} on {first_date} to {last_rate} on {last_date}, {points} points.")
    return say(
        lang,
        words,
        area=name,
        first_rate=say_rate(lang, first["rate"]),
        first_date=say_date(lang, first["as_of"]),
        last_rate=say_rate(lang, last["rate"]),
        last_date=say_date(lang, last["as_of"]),
        points=say_points(lang, last["rate"] - first["rate"]),
    )


def _say_change(lang: Lang, change: Mapping[str, Any] | None) -> Iterator[str]:
    """The change between the first and the last date, where areas entered or left in between."""
    if change is None or pd.isna(change["change"]) or not (change["entered_desa"] or change["left_desa"]):
        return
    is_moved, is_mixed = not is_nil(change["change"]), not is_nil(change["entry_points"])
    if not (is_moved or is_mixed):
        return
    yield say(
        lang,
        _CHANGES[is_moved, is_mixed],
        count=say_count(lang, change["common_desa"]),
        points=say_points(lang, change["change"]),
        entry=say_points(lang, change["entry_points"]),
    )


def _words_of(lang: Lang, row: dict[Any, Any], change: float) -> dict[str, str]:
    points = say_points(lang, change).lstrip("+−")
    return {"points": points, "rate": say_rate(lang, row["rate"]), "date": say_date(lang, row["as_of"])}
