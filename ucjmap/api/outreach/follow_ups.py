"""Follow-up of visits: noting a status, what later data say about it, and progress of a campaign."""

import datetime as dt
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd

from ucjmap.api.areas import area_tree, remember
from ucjmap.api.figures import known_imports, load_indicators
from ucjmap.codes import COUNTRY
from ucjmap.errors import N_, UsageError
from ucjmap.outreach import (
    ENTRY_COLUMNS,
    STATUSES,
    VERDICTS,
    VISITED,
    WITHDRAWN,
    campaign_progress,
    judge_status,
    latest_status,
    newest_by_desa,
    standing_entries,
)
from ucjmap.schema import ALL_SEGMENTS
from ucjmap.store import (
    Store,
    add_follow_ups,
    read_follow_ups,
    read_latest,
)
from ucjmap.words import Lang, say, say_count, say_date

_LONGEST_NOTE, _LONGEST_INITIALS, _LONGEST_CAMPAIGN = 2000, 12, 80
_END_OF_TIME = "9999-12-31"
_MOST_NAMED = 5
#: Before it there was no BPJS Ketenagakerjaan; a plan further ahead than this is a slip of the year.
_FIRST_DAY, _LONGEST_PLAN = dt.date(2014, 1, 1), dt.timedelta(days=3 * 366)


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


@dataclass(frozen=True)
class Noted:
    """What was noted: ids of the entries, and desa for which the officer may not have meant it so.

    ``went_back`` had a status further on before; ``overtaken`` have an entry of a later day, which goes on counting.
    """

    entries: tuple[int, ...]
    went_back: tuple[str, ...]
    overtaken: tuple[str, ...]

    @property
    def count(self) -> int:
        """Number of desa."""
        return len(self.entries)


def followed_indicators() -> tuple[str, ...]:
    """What a desa can be asked for: the indicators that say yes or no of it.

    Returns
    -------
    tuple
        Their keys, in the order of ``data/indicators.toml``.
    """
    return tuple(key for key, indicator in load_indicators().items() if indicator.counts_desa)


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
) -> Noted:
    """Note a status for some desa, all or none. Earlier entries stay as history.

    Parameters
    ----------
    codes
        Codes of desa and kelurahan; one that comes twice is noted once.
    status
        Key of ``outreach.STATUSES``.
    date
        ISO date of the visit or, for a plan, of the day that it is for.
    initials
        Who was there, in a few letters.
    campaign
        Its name; empty is none.
    indicator
        What the desa was asked for: one of ``followed_indicators``.

    Raises
    ------
    UsageError
        Something that is no desa, an unknown status or indicator, a date that is none or lies ahead (a plan may), or a
        text that is too long.
    """
    _check_words(status, indicator, note, initials, campaign)
    day = _check_day(date, is_plan=status == "planned")
    tree = area_tree(store)
    for code in codes:
        if tree.level(code) != "adm4":
            raise UsageError(
                "not_a_desa", N_("{code} is not a desa."), N_("A status is noted for desa and kelurahan."), code=code
            )
    entry = {"campaign": campaign.strip(), "indicator": indicator, "status": status, "date": day}
    entry |= {"note": note.strip(), "initials": initials.strip()}
    with store.writing() as connection:
        ids = add_follow_ups(connection, [{**entry, "unit_code": code} for code in dict.fromkeys(codes)])
        history = read_follow_ups(connection, campaign.strip())
    return _compare_with_before(history, ids)


def say_noted(lang: Lang, noted: Noted) -> list[str]:
    """For how many desa a status was noted, and what the officer may not have meant.

    Returns
    -------
    list
        One line, and one more each where desa had a status further on before, or have an entry of a later day.
    """
    lines = [say(lang, "Noted for {count} desa.", count=say_count(lang, noted.count))]
    for codes, words in (
        (noted.went_back, N_("{count} desa had a status further on before: {codes}. It stays in the history.")),
        (noted.overtaken, N_("{count} desa have an entry of a later day, which goes on counting: {codes}.")),
    ):
        if codes:
            some = ", ".join(codes[:_MOST_NAMED]) + (", …" if len(codes) > _MOST_NAMED else "")
            lines.append(say(lang, words, count=say_count(lang, len(codes)), codes=some))
    return lines


def _compare_with_before(history: pd.DataFrame, ids: list[int]) -> Noted:
    mine = history[history["id"].isin(ids)]
    same = history["unit_code"].isin(mine["unit_code"]) & history["indicator"].isin(mine["indicator"])
    now = latest_status(history[same]).set_index("unit_code")
    before = latest_status(history[same & ~history["id"].isin(ids)]).set_index("unit_code")
    steps: dict[str, int] = {status: step for step, status in enumerate(STATUSES)}
    overtaken = [code for code in mine["unit_code"] if now.at[code, "id"] not in ids]
    went_back = [
        row.unit_code
        for row in mine.itertuples()
        if row.unit_code in before.index
        and row.unit_code not in overtaken
        and steps[str(row.status)] < steps[str(before.at[row.unit_code, "status"])]
    ]
    return Noted(tuple(ids), tuple(went_back), tuple(overtaken))


def withdraw_entries(store: Store, entries: Collection[int], *, initials: str = "") -> int:
    """Take entries back, all or none. They stay in the history, with who took them back.

    Parameters
    ----------
    entries
        Their ids, as in ``FollowUp.history``.
    initials
        Who takes them back, in a few letters.

    Returns
    -------
    int
        Number of entries.

    Raises
    ------
    UsageError
        There is no such entry, it was taken back before, or the initials are too long.
    """
    _check_words("planned", followed_indicators()[0], "", initials, "")
    with store.writing() as connection:
        history = read_follow_ups(connection)
        standing = standing_entries(history).set_index("id")
        missing = [entry for entry in entries if entry not in standing.index]
        if missing:
            raise UsageError(
                "no_such_entry",
                N_("The entry {entry} is not there, or somebody has taken it back already."),
                N_("Look at the history and choose again."),
                entry=missing[0],
            )
        same = ["campaign", "unit_code", "indicator", "date"]
        rows = [
            {**standing.loc[entry, same].to_dict(), "status": WITHDRAWN, "note": "", "withdraws": entry}
            for entry in dict.fromkeys(entries)
        ]
        add_follow_ups(connection, [{**row, "initials": initials.strip()} for row in rows])
    return len(rows)


def _check_words(status: str, indicator: str, note: str, initials: str, campaign: str) -> None:
    for word, known in ((status, tuple(STATUSES)), (indicator, followed_indicators())):
        if word not in known:
            raise UsageError(
                "unknown_status",
                N_("{word} cannot be noted."),
                N_("Choose one of: {known}."),
                word=word,
                known=", ".join(known),
            )
    for text, longest in ((note, _LONGEST_NOTE), (initials, _LONGEST_INITIALS), (campaign, _LONGEST_CAMPAIGN)):
        if len(text.strip()) > longest:
            raise UsageError(
                "text_too_long",
                N_("A text of {length} characters is too long here."),
                N_("Write at most {longest} characters."),
                length=len(text.strip()),
                longest=longest,
            )


def _check_day(date: str, *, is_plan: bool) -> str:
    try:
        day = dt.date.fromisoformat(date)
    except ValueError as error:
        raise UsageError(
            "bad_date", N_("{text} is not a date."), N_("Write it as year-month-day, e.g. 2025-12-31."), text=date
        ) from error
    # A day of tolerance: the server's clock may be on another side of midnight than the village.
    if not is_plan and day > dt.date.today() + dt.timedelta(days=1):
        raise UsageError(
            "date_ahead",
            N_("{date} lies ahead."),
            N_("Only a plan has a date that is still to come."),
            date=day.isoformat(),
        )
    if not _FIRST_DAY <= day <= dt.date.today() + _LONGEST_PLAN:
        raise UsageError(
            "date_far_off",
            N_("{date} is too far away to be meant."),
            N_("Check the year."),
            date=day.isoformat(),
        )
    return day.isoformat()


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
