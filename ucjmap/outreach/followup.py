"""What became of the desa that were to be visited: latest status, what later data say about it, and progress."""

from collections.abc import Mapping
from typing import Literal

import pandas as pd

from ucjmap.errors import N_

Status = Literal["planned", "visited", "promised", "registered"]
Verdict = Literal["confirmed", "contradicted", "registered_meanwhile", "not_yet", "no_newer_data"]

#: In the order in which they usually come; a later entry may go back.
STATUSES: Mapping[Status, str] = {
    "planned": N_("Planned"),
    "visited": N_("Visited"),
    "promised": N_("Promised"),
    "registered": N_("Registered, by the desa's own word"),
}
#: Statuses of desa that somebody has been to.
VISITED: tuple[Status, ...] = ("visited", "promised", "registered")
VERDICTS: Mapping[Verdict, str] = {
    "confirmed": N_("Confirmed: the data of {date} say registered"),
    "contradicted": N_("Contradicted: the data of {date} say not registered"),
    "registered_meanwhile": N_("Registered meanwhile, say the data of {date}"),
    "not_yet": N_("Not registered yet, say the data of {date}"),
    "no_newer_data": N_("No newer data yet"),
}
#: Status of an entry that takes an earlier one back, so that nothing vanishes from the history.
WITHDRAWN = "withdrawn"
ENTRY_COLUMNS = (
    "id",
    "campaign",
    "unit_code",
    "indicator",
    "status",
    "date",
    "note",
    "initials",
    "created_at",
    "withdraws",
)


def standing_entries(entries: pd.DataFrame) -> pd.DataFrame:
    """Entries that were not taken back, without those that only take one back.

    Parameters
    ----------
    entries
        One row is one entry (``ENTRY_COLUMNS``).

    Returns
    -------
    pandas.DataFrame
        Some of the rows, in their order.
    """
    taken_back = set(entries["withdraws"].dropna().astype(int))
    return entries[~entries["id"].isin(taken_back) & entries["status"].ne(WITHDRAWN)]


def counted_from(entries: pd.DataFrame) -> pd.Series:
    """Day from which an entry counts: its date, but of a plan no later than the day on which it was entered.

    Otherwise a plan for next week would outweigh the visit that is made today.
    """
    entered = entries["created_at"].str[:10]
    ahead = entries["status"].eq("planned") & (entries["date"] > entered)
    return entries["date"].mask(ahead, entered)


def latest_status(entries: pd.DataFrame) -> pd.DataFrame:
    """The newest standing entry of every desa and indicator in each campaign, by day, then by order of entry.

    Parameters
    ----------
    entries
        One row is one entry (``ENTRY_COLUMNS``), those taken back too. A plan counts from the day on which it was
        entered.

    Returns
    -------
    pandas.DataFrame
        One row is one desa, indicator and campaign (``ENTRY_COLUMNS``), in the order of their codes.
    """
    standing = standing_entries(entries)
    ordered = standing.assign(_day=counted_from(standing)).sort_values(["_day", "id"]).drop(columns="_day")
    kept = ordered.drop_duplicates(["campaign", "unit_code", "indicator"], keep="last")
    return kept.sort_values(["unit_code", "indicator", "campaign"], ignore_index=True)


def judge_status(latest: pd.DataFrame, counts: pd.DataFrame) -> pd.DataFrame:
    """Latest statuses with what the data say since.

    Parameters
    ----------
    latest
        One row is one status (``ENTRY_COLUMNS``).
    counts
        One row is the newest count of a desa: unit_code, indicator, as_of, numerator (0 or 1), source, is_simulated.

    Returns
    -------
    pandas.DataFrame
        The same rows with data_as_of, data_source and data_is_simulated of that count, and verdict. Only a count of a
        later date than the status can confirm or contradict it; one of the same day may have been taken before the
        visit.
    """
    renamed = {"as_of": "data_as_of", "source": "data_source", "is_simulated": "data_is_simulated"}
    known = counts.rename(columns=renamed)[["unit_code", "indicator", *renamed.values(), "numerator"]]
    joined = latest.merge(known, on=["unit_code", "indicator"], how="left")
    newer = joined["data_as_of"].notna() & (joined["data_as_of"] > joined["date"])
    done, said = joined["numerator"].eq(1), joined["status"].eq("registered")
    verdict = pd.Series("no_newer_data", index=joined.index, dtype=object)
    for name, where in (
        ("confirmed", said & done),
        ("contradicted", said & ~done),
        ("registered_meanwhile", ~said & done),
        ("not_yet", ~said & ~done),
    ):
        verdict = verdict.mask(newer & where, name)
    return joined.drop(columns="numerator").assign(verdict=verdict)


def newest_by_desa(latest: pd.DataFrame) -> pd.DataFrame:
    """The newest of the statuses of each desa, whatever was asked for and in whichever campaign.

    Parameters
    ----------
    latest
        One row is one status (``ENTRY_COLUMNS``, perhaps more), none of them taken back.

    Returns
    -------
    pandas.DataFrame
        One row is one desa, with the columns of ``latest``.
    """
    ordered = latest.assign(_day=counted_from(latest)).sort_values(["_day", "id"]).drop(columns="_day")
    return ordered.drop_duplicates("unit_code", keep="last")


def campaign_progress(entries: pd.DataFrame) -> pd.DataFrame:
    """Number of desa by status at the end of every day on which one changed.

    Parameters
    ----------
    entries
        One row is one entry (``ENTRY_COLUMNS``), those taken back too.

    Returns
    -------
    pandas.DataFrame
        One row is one day: date, and a column for each of ``STATUSES``. Each desa is counted once, by its newest
        status.
    """
    standing = standing_entries(entries)
    days = counted_from(standing)
    rows = []
    for day in sorted(days.unique()):
        counts = newest_by_desa(standing[days <= day])["status"].value_counts()
        rows.append([day, *(int(counts.get(status, 0)) for status in STATUSES)])
    return pd.DataFrame(rows, columns=["date", *STATUSES])
