"""Follow-up of visits: noting a status, what later data say about it, progress of a campaign, and kept scenarios."""

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

import pandas as pd

from ucjmap.api.areas import area_tree, remember
from ucjmap.codes import COUNTRY
from ucjmap.errors import N_, UsageError
from ucjmap.outreach.followup import (
    ENTRY_COLUMNS,
    STATUSES,
    VERDICTS,
    VISITED,
    campaign_progress,
    judge_status,
    latest_status,
)
from ucjmap.schema import ALL_SEGMENTS
from ucjmap.store import (
    Store,
    add_follow_ups,
    read_follow_ups,
    read_latest,
    read_scenarios,
    remove_scenario,
    write_scenario,
)
from ucjmap.words import Lang, say, say_date

#: What a desa can be asked to register.
FOLLOWED = ("aparat_registered", "bpd_registered")
_LONGEST_NOTE, _LONGEST_INITIALS, _LONGEST_NAME = 2000, 12, 80
_END_OF_TIME = "9999-12-31"


@dataclass(frozen=True)
class FollowUp:
    """The state of a campaign.

    ``latest`` has one row a desa and indicator: unit_code, name, status, date, note, initials, data_as_of, verdict.
    ``history`` has every entry, ``progress`` one row a day with the number of desa by status.
    """

    latest: pd.DataFrame
    history: pd.DataFrame
    progress: pd.DataFrame


def note_status(
    store: Store,
    codes: Collection[str],
    status: str,
    *,
    date: str,
    note: str = "",
    initials: str = "",
    campaign: str = "",
    indicator: str = "aparat_registered",
) -> int:
    """Note a status for some desa, all or none; gives their number. Earlier entries stay as history.

    Raises
    ------
    UsageError
        Something that is no desa, an unknown status or indicator, a date that is none or lies ahead (a plan may), or
        a text that is too long.
    """
    _check_words(status, indicator, note, initials, campaign)
    day = _check_day(date, may_lie_ahead=status == "planned")
    tree = area_tree(store)
    for code in codes:
        if tree.level(code) != "adm4":
            raise UsageError(
                "not_a_desa", N_("{code} is not a desa."), N_("A status is noted for desa and kelurahan."), code=code
            )
    entry = {"campaign": campaign, "indicator": indicator, "status": status, "date": day}
    entry |= {"note": note.strip(), "initials": initials.strip()}
    with store.writing() as connection:
        add_follow_ups(connection, [{**entry, "unit_code": code} for code in dict.fromkeys(codes)])
    return len(set(codes))


def _check_words(status: str, indicator: str, note: str, initials: str, campaign: str) -> None:
    for word, known in ((status, tuple(STATUSES)), (indicator, FOLLOWED)):
        if word not in known:
            raise UsageError(
                "unknown_status",
                N_("{word} cannot be noted."),
                N_("Choose one of: {known}."),
                word=word,
                known=", ".join(known),
            )
    for text, longest in ((note, _LONGEST_NOTE), (initials, _LONGEST_INITIALS), (campaign, _LONGEST_NAME)):
        if len(text.strip()) > longest:
            raise UsageError(
                "text_too_long",
                N_("A text of {length} characters is too long here."),
                N_("Write at most {longest} characters."),
                length=len(text.strip()),
                longest=longest,
            )


def _check_day(date: str, *, may_lie_ahead: bool) -> str:
    try:
        day = dt.date.fromisoformat(date)
    except ValueError as error:
        raise UsageError(
            "bad_date", N_("{text} is not a date."), N_("Write it as year-month-day, e.g. 2025-12-31."), text=date
        ) from error
    # A day of tolerance: the server's clock may be on another side of midnight than the village.
    if not may_lie_ahead and day > dt.date.today() + dt.timedelta(days=1):
        raise UsageError(
            "date_ahead",
            N_("{date} lies ahead."),
            N_("Only a plan has a date that is still to come."),
            date=day.isoformat(),
        )
    return day.isoformat()


def read_follow_up(store: Store, code: str = COUNTRY, *, campaign: str | None = None) -> FollowUp:
    """The state of a campaign (of all, if None) inside an area, judged by the newest data.

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
    history = history.reindex(columns=list(ENTRY_COLUMNS)).reset_index(drop=True)
    latest = judge_status(latest_status(history), counts)
    # A desa may have been dissolved in a newer edition since it was noted: its entries stay, without a name.
    latest.insert(1, "name", latest["unit_code"].map(tree.areas["name"]))
    return FollowUp(latest, history, campaign_progress(history))


def _newest_counts(store: Store) -> pd.DataFrame:
    with store.reading() as connection:
        newest = {key: read_latest(connection, key, ALL_SEGMENTS, _END_OF_TIME) for key in FOLLOWED}
    return pd.concat([rows.assign(indicator=key) for key, rows in newest.items()])


def list_campaigns(store: Store) -> list[str]:
    """Names of all campaigns, in the order of the alphabet; entries without one have the empty name."""
    with store.reading() as connection:
        return sorted(set(read_follow_ups(connection)["campaign"]))


def visited_codes(store: Store, *, campaign: str | None = None) -> set[str]:
    """Codes of the desa that somebody has been to, by their latest status."""
    with store.reading() as connection:
        latest = latest_status(read_follow_ups(connection, campaign))
    return set(latest.loc[latest["status"].isin(VISITED), "unit_code"])


def say_verdict(lang: Lang, verdict: str, data_as_of: str | None) -> str:
    """What the data say about a status, in words."""
    words = next(text for key, text in VERDICTS.items() if key == verdict)
    return say(lang, words, date=say_date(lang, data_as_of)) if data_as_of and "{date}" in words else say(lang, words)


def keep_scenario(store: Store, name: str, code: str, question: dict[str, Any], *, by: str = "") -> None:
    """Keep what was asked under a name; one of the same name is replaced.

    Raises
    ------
    UsageError
        The name is empty or too long, or there is no such area.
    """
    area_tree(store).level(code)
    if not 0 < len(name.strip()) <= _LONGEST_NAME:
        raise UsageError("bad_scenario_name", N_("A scenario needs a name of at most 80 characters."))
    with store.writing() as connection:
        write_scenario(connection, name.strip(), code, question, by=by)


def list_scenarios(store: Store) -> pd.DataFrame:
    """Kept scenarios by name; one row is one: name, area_code, question, created_at, created_by."""
    with store.reading() as connection:
        return read_scenarios(connection).drop(columns="id")


def forget_scenario(store: Store, name: str) -> None:
    """Remove a kept scenario.

    Raises
    ------
    UsageError
        There is none of that name.
    """
    with store.writing() as connection:
        if not remove_scenario(connection, name):
            raise UsageError("no_such_scenario", N_("There is no scenario {name}."), "", name=name)
