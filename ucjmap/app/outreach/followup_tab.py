"""Section "follow-up" of the outreach page: what was noted, what later data say of it, and progress over time."""

import datetime as dt
from collections.abc import Sequence
from functools import partial
from typing import Final

import altair as alt
import pandas as pd
import streamlit as st

from ucjmap import api
from ucjmap.api.areas import drawn_from
from ucjmap.api.maps import say_boundaries
from ucjmap.api.outreach import follow_ups
from ucjmap.app.outreach.choice import Place
from ucjmap.app.outreach.forms import start_with
from ucjmap.app.outreach.outreach_map import ClassedMap, draw_classes
from ucjmap.app.outreach.status_form import ask_status, ask_to_take_back
from ucjmap.app.shell import plain, say_read_only
from ucjmap.outreach import STATUSES, VERDICTS, WITHDRAWN, Status
from ucjmap.render.interactive import Mark, MarkLayer
from ucjmap.words import Lang, say, say_count, say_date

#: Middle tones that are seen on light and dark pages and under white letters.
_COLOURS: Final[dict[Status, str]] = {
    "planned": "#6b7280",
    "visited": "#1d5fa8",
    "promised": "#9a4a00",
    "registered": "#00695c",
}
#: First letters will not do: two statuses begin with the same one in both languages.
_SIGNS: Final[dict[Status, str]] = {"planned": "○", "visited": "●", "promised": "◆", "registered": "✓"}
_NOT_NOTED: Final = "#f3f3ee"


def show_follow_up(store: api.Store, place: Place) -> None:
    """Draw the section."""
    t = partial(say, place.lang)
    is_done, words = st.session_state.pop("outreach_taken_back", (True, ""))
    if words:
        (st.success if is_done else st.error)(plain(words))
    if not say_read_only(store, place.lang):
        ask_status(store, place)
    campaign, about = _ask_what(store, place.lang)
    follow_up = follow_ups.read_follow_up(store, place.code, campaign=campaign, indicator=about)
    if follow_up.history.empty:
        st.info(t("Nothing was noted here yet."))
        return
    if not follow_up.latest.empty:
        _show_state(store, place, follow_up)
    with st.expander(t("History: every entry"), key="followup-history"):
        st.dataframe(history_table(store, place.lang, follow_up), hide_index=True, placeholder="–")
        if not store.is_read_only:
            ask_to_take_back(store, place.lang, follow_up)


def _show_state(store: api.Store, place: Place, follow_up: follow_ups.FollowUp) -> None:
    _verdicts(place.lang, follow_up)
    draw_classes(
        place.lang,
        status_map(store, place.lang, place.code, follow_up),
        key="outreach-map-status",
        marks=marks_of(store, place.lang, follow_up),
    )
    st.dataframe(latest_table(place.lang, follow_up), hide_index=True, placeholder="–")
    _progress(place.lang, follow_up)


def _ask_what(store: api.Store, lang: Lang) -> tuple[str | None, str | None]:
    """Campaign to show, and what was asked for; None is all."""
    names: list[str] = [name for name in follow_ups.list_campaigns(store) if name]
    key, indicators = start_with("show-campaign", ""), api.load_indicators()
    if st.session_state.get(key) not in names:
        st.session_state[key] = ""
    left, right = st.columns(2)
    with left:
        campaign = st.selectbox(
            say(lang, "Campaign"), ["", *names], key=key, format_func=lambda name: name or say(lang, "All campaigns")
        )
    with right:
        about = st.selectbox(
            say(lang, "Show what was asked for"),
            ["", *follow_ups.followed_indicators()],
            key=start_with("show-about", ""),
            format_func=lambda option: indicators[option].name(lang) if option else say(lang, "Everything"),
        )
    return campaign or None, about or None


def _verdicts(lang: Lang, follow_up: follow_ups.FollowUp) -> None:
    """What newer data confirm or contradict, the contradicted desa by name."""
    t = partial(say, lang)
    counts = follow_up.latest["verdict"].value_counts()
    words = {
        "confirmed": t("confirmed by newer data"),
        "contradicted": t("contradicted by newer data"),
        "registered_meanwhile": t("registered meanwhile"),
        "not_yet": t("not registered yet"),
        "no_newer_data": t("without newer data"),
    }
    st.markdown(" · ".join(f"**{say_count(lang, counts.get(key, 0))}** {words[key]}" for key in VERDICTS))
    wrong = follow_up.latest[follow_up.latest["verdict"] == "contradicted"]
    if len(wrong):
        names = ", ".join(
            f"{row.name_} ({row.unit_code})" for row in wrong.rename(columns={"name": "name_"}).itertuples()
        )
        st.warning(t("Noted as registered, but newer data say not registered: {names}.", names=plain(names)))


def latest_table(lang: Lang, follow_up: follow_ups.FollowUp) -> pd.DataFrame:
    """The latest status of each desa and what the data say; one row is one desa."""
    t = partial(say, lang)
    rows = follow_up.latest
    indicators = api.load_indicators()
    return pd.DataFrame(
        {
            t("Name"): rows["name"],
            t("Status"): [t(STATUSES[status]) for status in rows["status"]],
            t("Date"): [say_date(lang, day) for day in rows["date"]],
            t("What the data say since"): [follow_ups.say_verdict(lang, row) for _, row in rows.iterrows()],
            t("Source of these data"): rows["data_source"].where(rows["verdict"].ne("no_newer_data"), None),
            t("What was asked for"): [indicators[key].name(lang) for key in rows["indicator"]],
            t("Note"): rows["note"],
            t("Initials"): rows["initials"],
            t("Campaign"): rows["campaign"],
            t("Code"): rows["unit_code"],
        }
    )


def history_table(store: api.Store, lang: Lang, follow_up: follow_ups.FollowUp) -> pd.DataFrame:
    """Every entry, the newest first."""
    t = partial(say, lang)
    rows = follow_up.history.iloc[::-1]
    return pd.DataFrame(
        {
            t("Date"): [say_date(lang, day) for day in rows["date"]],
            t("Name"): rows["unit_code"].map(api.area_tree(store).areas["name"]),
            t("Status"): [
                _entry_words(lang, *entry) for entry in zip(rows["status"], rows["is_standing"], strict=True)
            ],
            t("Note"): rows["note"],
            t("Initials"): rows["initials"],
            t("Campaign"): rows["campaign"],
            t("Entered at"): [f"{say_date(lang, at[:10])} {at[11:16]} UTC" for at in rows["created_at"]],
            t("Code"): rows["unit_code"],
        }
    )


def _entry_words(lang: Lang, status: str, is_standing: bool) -> str:
    if status == WITHDRAWN:
        return say(lang, "Taken back")
    words = say(lang, dict(STATUSES)[status])  # type: ignore[index]
    return words if is_standing else f"{words} ({say(lang, 'taken back')})"


def _progress(lang: Lang, follow_up: follow_ups.FollowUp) -> None:
    t = partial(say, lang)
    st.markdown(f"**{t('Progress over time')}**")
    names: dict[str, str] = {status: t(words) for status, words in STATUSES.items()}
    st.altair_chart(progress_chart(lang, follow_up.progress))
    table = follow_up.progress.drop(columns="date").rename(columns=dict(names))
    table.insert(0, t("Date"), [say_date(lang, day) for day in follow_up.progress["date"]])
    with st.expander(t("The chart as a table"), key="followup-chart"):
        st.dataframe(table, hide_index=True)


def progress_chart(lang: Lang, progress: pd.DataFrame) -> alt.Chart:
    """Number of desa by status over time, stacked: each state lasts until the next entry, the last until today."""
    names = {status: say(lang, words) for status, words in STATUSES.items()}
    days = [dt.date.fromisoformat(day) for day in progress["date"]]
    ends = [*days[1:], max(dt.date.today(), days[-1] + dt.timedelta(days=1))]
    rows = []
    for row, day, end in zip(progress.itertuples(), days, ends, strict=True):
        low = 0
        for status, name in names.items():
            count = int(getattr(row, status))
            label = f"{say_date(lang, day)}: {name}, {say_count(lang, count)}"
            span = {"date": day.isoformat(), "from": day.isoformat(), "until": end.isoformat()}
            rows.append({**span, "status": name, "count": count, "low": low, "high": low + count, "label": label})
            low += count
    axis = alt.Axis(format="%d/%m/%y", labelAngle=0, labelOverlap=True, tickCount=6)
    chart: alt.Chart = (
        alt.Chart(pd.DataFrame(rows))
        .mark_rect()
        .encode(
            x=alt.X("from:T", title=None, axis=axis),
            x2="until:T",
            y=alt.Y("low:Q", title=say(lang, "Desa"), axis=alt.Axis(format="d", tickMinStep=1)),
            y2="high:Q",
            color=alt.Color(
                "status:N",
                legend=alt.Legend(title=None, orient="top", columns=2, labelLimit=220),
                scale=alt.Scale(domain=list(names.values()), range=list(_COLOURS.values())),
            ),
            tooltip=alt.Tooltip("label:N", title=" "),
        )
        .properties(height=260)
    )
    return chart


def status_words(store: api.Store, lang: Lang, code: str, codes: Sequence[str]) -> list[str]:
    """The latest status of each desa with its date; empty where nothing was noted, or it is no desa."""
    latest = follow_ups.read_follow_up(store, code).by_desa
    words = {
        row.unit_code: f"{say(lang, STATUSES[row.status])} ({say_date(lang, row.date)})" for row in latest.itertuples()
    }
    return [words.get(desa, "") for desa in codes]


def status_marks(store: api.Store, lang: Lang, code: str) -> MarkLayer:
    """A sign for the status on each desa of which one was noted, in whichever campaign."""
    return marks_of(store, lang, follow_ups.read_follow_up(store, code))


def marks_of(store: api.Store, lang: Lang, follow_up: follow_ups.FollowUp) -> MarkLayer:
    """A sign for the newest status on each desa."""
    latest = follow_up.by_desa
    places = api.area_tree(store).areas[["name", "lon", "lat"]].reindex(latest["unit_code"])
    marks = [
        Mark(
            float(place.lon),
            float(place.lat),
            _SIGNS[row.status],
            f"{place.name_}: {say(lang, STATUSES[row.status])}, {say_date(lang, row.date)}",
            _COLOURS[row.status],
        )
        for row, place in zip(latest.itertuples(), places.rename(columns={"name": "name_"}).itertuples(), strict=True)
        if pd.notna(place.lon)
    ]
    return MarkLayer(marks=marks)


def status_map(store: api.Store, lang: Lang, code: str, follow_up: follow_ups.FollowUp) -> ClassedMap:
    """Desa by their latest status; most have none."""
    tree = api.area_tree(store)
    order = list(STATUSES)
    none = say(lang, "nothing noted")
    nothing: tuple[int | None, str] = (len(order), none)
    units = {str(desa): nothing for desa in tree.below(code, "adm4").index}
    for row in follow_up.by_desa.itertuples():
        if row.unit_code in units:
            words = f"{say(lang, STATUSES[row.status])} · {say_date(lang, row.date)}"
            if row.verdict != "no_newer_data":
                words += f" · {follow_ups.say_verdict(lang, row._asdict())}"
            units[row.unit_code] = (order.index(row.status), words)
    editions, is_model = drawn_from(tree, code, "adm4")
    return ClassedMap(
        code=code,
        level="adm4",
        units=units,
        colours=(*_COLOURS.values(), _NOT_NOTED),
        labels=(*(f"{_SIGNS[status]} {say(lang, words)}" for status, words in STATUSES.items()), none),
        description=say(lang, "Status of visits: {count} desa noted.", count=say_count(lang, len(follow_up.by_desa))),
        attribution=say_boundaries(lang, editions, is_model=is_model),
    )
