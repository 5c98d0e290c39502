"""Notes of visits: what an officer says of a desa, checked, and taken back where it was wrong."""

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass

import pandas as pd

from ucjmap.api.areas import area_tree
from ucjmap.api.outreach.follow_ups import followed_indicators
from ucjmap.errors import N_, UsageError
from ucjmap.outreach import STATUSES, WITHDRAWN, latest_status, standing_entries
from ucjmap.store import Store, add_follow_ups, read_follow_ups
from ucjmap.words import Lang, say, say_count

_LONGEST_NOTE, _LONGEST_INITIALS, _LONGEST_CAMPAIGN = 2000, 12, 80
_MOST_NAMED = 5
#: Before it there was no BPJS Ketenagakerjaan; a plan further ahead than this is a slip of the year.
_FIRST_DAY, _LONGEST_PLAN = dt.date(2014, 1, 1), dt.timedelta(days=3 * 366)


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
