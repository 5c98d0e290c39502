"""Follow-up of visits: their latest status, what later data say about it, and progress of a campaign."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd

from ucjmap.api.areas import area_tree, remember
from ucjmap.api.figures import known_imports, load_indicators
from ucjmap.codes import COUNTRY
from ucjmap.outreach import (
    ENTRY_COLUMNS,
    VERDICTS,
    VISITED,
    campaign_progress,
    judge_status,
    latest_status,
    newest_by_desa,
    standing_entries,
)
from ucjmap.schema import ALL_SEGMENTS
from ucjmap.store import (
    Store,
    read_follow_ups,
    read_latest,
)
from ucjmap.words import Lang, say, say_date

_END_OF_TIME = "9999-12-31"


@dataclass(frozen=True)
class FollowUp:
    """The state of a campaign.

    ``latest`` has one row a desa and indicator: unit_code, name, status, date, note, initials; date, source and
    is_simulated of the newest count of it (``data_*``), and verdict.
    ``by_desa`` has one of these rows a desa, the newest. ``history`` has every entry, those taken back too
    (``is_standing`` tells), ``progress`` one row a day with the number of desa by status.
    """

    latest: pd.DataFrame
    by_desa: pd.DataFrame
    history: pd.DataFrame
    progress: pd.DataFrame


def followed_indicators() -> tuple[str, ...]:
    """What a desa can be asked for: the indicators that say yes or no of it.

    Returns
    -------
    tuple
        Their keys, in the order of ``data/indicators.toml``.
    """
    return tuple(key for key, indicator in load_indicators().items() if indicator.counts_desa)


def read_follow_up(
    store: Store, code: str = COUNTRY, *, campaign: str | None = None, indicator: str | None = None
) -> FollowUp:
    """The state of a campaign inside an area, judged by the newest data.

    Parameters
    ----------
    code
        The area to look inside; by default the country.
    campaign
        Its name; the empty one is that of entries without a campaign, None is all.
    indicator
        What was asked for; None is everything.

    Raises
    ------
    UsageError
        Unknown area.
    """
    tree = area_tree(store)
    own = tree.level(code)
    with store.reading() as connection:
        history = read_follow_ups(connection, campaign)
    counts = remember(store, "follow_up_counts", lambda: _newest_counts(store))
    if code != COUNTRY:
        history = history[history["unit_code"].map(tree.areas[own]).eq(code)]
    if indicator is not None:
        history = history[history["indicator"] == indicator]
    history = history.reindex(columns=list(ENTRY_COLUMNS)).reset_index(drop=True)
    history["is_standing"] = history["id"].isin(standing_entries(history)["id"])
    latest = judge_status(latest_status(history), counts)
    # A desa may have been dissolved in a newer edition since it was noted: its entries stay, without a name.
    latest.insert(1, "name", latest["unit_code"].map(tree.areas["name"]))
    return FollowUp(latest, newest_by_desa(latest), history, campaign_progress(history))


def _newest_counts(store: Store) -> pd.DataFrame:
    with store.reading() as connection:
        newest = {key: read_latest(connection, key, ALL_SEGMENTS, _END_OF_TIME) for key in followed_indicators()}
    counts = pd.concat([rows.assign(indicator=key) for key, rows in newest.items()])
    imports = known_imports(store).set_index("id")
    sources = imports["source"].where(imports["source"].ne(""), imports["file_name"])
    return counts.assign(
        source=counts["import_id"].map(sources), is_simulated=counts["import_id"].map(imports["simulated"]).astype(bool)
    )


def list_campaigns(store: Store) -> list[str]:
    """Names of all campaigns with an entry that stands.

    Returns
    -------
    list
        In the order of the alphabet; entries without a campaign have the empty name.
    """
    with store.reading() as connection:
        return sorted(set(standing_entries(read_follow_ups(connection))["campaign"]))


def visited_codes(store: Store, *, campaign: str | None = None) -> set[str]:
    """Codes of the desa that somebody has been to, by their latest status, whatever they were asked for.

    Parameters
    ----------
    campaign
        Its name; None is all, the empty one is that of entries without a campaign.
    """
    with store.reading() as connection:
        latest = latest_status(read_follow_ups(connection, campaign))
    return set(latest.loc[latest["status"].isin(VISITED), "unit_code"])


def say_verdict(lang: Lang, status: Mapping[str, Any]) -> str:
    """What the data say about a status, in words; simulated data are said to be.

    Parameters
    ----------
    status
        A row of ``FollowUp.latest``.
    """
    words = next(text for key, text in VERDICTS.items() if key == status["verdict"])
    if "{date}" not in words:
        return say(lang, words)
    said = say(lang, words, date=say_date(lang, status["data_as_of"]))
    return f"{said} ({say(lang, 'simulated data')})" if status["data_is_simulated"] else said
