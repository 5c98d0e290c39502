"""The areas of a list by priority, and why each stands where it stands."""

from collections.abc import Collection, Mapping

import pandas as pd

from ucjmap.api.areas import remember
from ucjmap.api.outreach.lists import OutreachList
from ucjmap.codes import Level
from ucjmap.outreach import CRITERIA, Reason, explain_rank, rank_areas, rank_stability
from ucjmap.store import Store
from ucjmap.words import Lang, say, say_count, say_points, say_rate

#: Longer lists are ranked without their stability: it ranks a hundred times.
STABLE_UP_TO = 10_000


def remembered_ranking(store: Store, listing: OutreachList, weights: Mapping[str, float]) -> pd.DataFrame:
    """``rank_outreach`` with its stability, kept by list and weights.

    Parameters
    ----------
    listing
        As ``remembered_list`` gives it.
    weights
        By key of ``outreach.CRITERIA``.

    Returns
    -------
    pandas.DataFrame
        As ``rank_outreach`` gives it; not to be written to. A list of more than ``STABLE_UP_TO`` areas has no rank_best
        and rank_worst.

    Raises
    ------
    UsageError
        The weights cannot be used.
    """
    key = ("ranking", id(listing), tuple(sorted(weights.items())))
    stability = len(listing.areas) <= STABLE_UP_TO
    # The list is kept with its ranking: as long as one stands, no other list has its identity.
    return remember(store, key, lambda: (listing, rank_outreach(listing, weights, stability=stability)))[1]


def rank_outreach(listing: OutreachList, weights: Mapping[str, float], *, stability: bool = False) -> pd.DataFrame:
    """The list by priority, the most urgent area first.

    Parameters
    ----------
    weights
        By key of ``outreach.CRITERIA``; only their proportions count, a criterion without one does not.
    stability
        Whether to rank a hundred times more, every weight changed by up to a tenth at random.

    Returns
    -------
    pandas.DataFrame
        One row is one area, by code: the columns of ``outreach.rank_areas``, with ``stability`` rank_best and
        rank_worst, then the figures of ``listing.areas``.

    Raises
    ------
    UsageError
        An unknown criterion, a weight below zero or not a number, or nothing above zero.
    """
    ranked = rank_areas(listing.scale, weights)
    if stability:
        ranked = ranked.join(rank_stability(listing.scale, weights))
    return ranked.join(listing.areas)


def outreach_reasons(
    listing: OutreachList, weights: Mapping[str, float], codes: Collection[str]
) -> dict[str, list[Reason]]:
    """Why some areas stand where they stand.

    Parameters
    ----------
    weights
        By key of ``outreach.CRITERIA``, those of the ranking.
    codes
        Areas that are asked about; one that is not in the list is left out.

    Returns
    -------
    dict
        By code: reasons, what gives most first, criteria without data or that do not apply last.

    Raises
    ------
    UsageError
        The weights cannot be used.
    """
    return explain_rank(listing.scale, weights, codes)


def say_outreach_reason(lang: Lang, reason: Reason, level: Level = "adm4") -> str:
    """One reason in words, with what it gives of its weight.

    Parameters
    ----------
    level
        Level of the area: of one desa nothing is counted, it is registered or not.
    """
    what = _say_value(lang, reason, level)
    if reason.state == "not_applicable":
        return say(lang, "{what} (does not apply here)", what=what)
    if reason.state == "no_data":
        return say(lang, "{what} (gives nothing)", what=what)
    points = f"{say_rate(lang, reason.earned / 100)[:-1]} / {say_rate(lang, reason.possible / 100)[:-1]}"
    return say(lang, "{what} ({points} points)", what=what, points=points)


def _say_value(lang: Lang, reason: Reason, level: Level) -> str:
    criterion = CRITERIA[reason.key]
    if reason.value is None:
        words = "–" if reason.state == "not_applicable" else say(lang, "no data")
        # Of one desa nothing is counted: the criterion's name says what is unknown.
        return f"{say(lang, criterion.name)}: {words}" if level == "adm4" else say(lang, reason.text, value=words)
    if level == "adm4" and criterion.at_desa and reason.value in (0, 1):
        return say(lang, criterion.at_desa[0 if reason.value else 1])
    if reason.unit == "rate":
        words = say_rate(lang, reason.value)
    elif reason.unit == "points":
        words = say_points(lang, reason.value).lstrip("+−")
    else:
        words = say_count(lang, reason.value)
    return say(lang, reason.text, value=words)
