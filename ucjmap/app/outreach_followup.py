"""Section "follow-up" of the outreach page: noting a status, what later data say of it, and progress over time."""

import datetime as dt
from collections.abc import Sequence
from functools import partial
from typing import Final

import altair as alt
import pandas as pd
import streamlit as st

from ucjmap import api
from ucjmap.api import followup
from ucjmap.app.map_parts import plain
from ucjmap.app.outreach_choice import Place, current_choice
from ucjmap.app.outreach_forms import KEPT, start_with
from ucjmap.app.outreach_map import ClassedMap, boundary_words, draw_classes
from ucjmap.errors import UCJMapError
from ucjmap.outreach.followup import STATUSES, VERDICTS, Status
from ucjmap.render.interactive_trips import Mark, MarkLayer
from ucjmap.words import Lang, say, say_count, say_date, say_error

#: Middle tones that are seen on light and dark pages and under white letters.
_COLOURS: Final[dict[Status, str]] = {
    "planned": "#6b7280",
    "visited": "#1d5fa8",
    "promised": "#9a4a00",
    "registered": "#00695c",
}
_NOT_NOTED: Final = "#f3f3ee"
#: A menu of more desa than this is slow and nobody reads it.
_MOST_OFFERED = 3000


def show_follow_up(store: api.Store, place: Place) -> None:
    """Draw the section."""
    t = partial(say, place.lang)
    _note_form(store, place)
    campaign = _ask_campaign(store, place.lang)
    found = followup.read_follow_up(store, place.code, campaign=campaign)
    if found.latest.empty:
        st.info(t("Nothing was noted here yet."))
        return
    _verdicts(place.lang, found)
    draw_classes(
        place.lang,
        status_map(store, place.lang, place.code, found),
        key="outreach-map-status",
        marks=status_marks(store, place.lang, place.code, campaign=campaign),
    )
    st.dataframe(latest_table(place.lang, found), hide_index=True, placeholder="–")
    _progress(place.lang, found)
    with st.expander(t("History: every entry")):
        st.dataframe(history_table(store, place.lang, found), hide_index=True, placeholder="–")


def _note_form(store: api.Store, place: Place) -> None:
    t = partial(say, place.lang)
    tree = api.area_tree(store)
    done = st.session_state.pop("outreach_noted", None)
    if done:
        st.success(done)
    offered = _offered(store, place)
    with st.form("outreach_note", clear_on_submit=False):
        st.markdown(f"**{t('Note a status')}**")
        codes = st.multiselect(
            t("Desa"),
            offered,
            key=start_with("noted", []),
            format_func=lambda code: f"{tree.name(code)} ({tree.name(tree.path(code)[-2])}, {code})",
            placeholder=t("Type a name or a code"),
        )
        first, second, third = st.columns(3)
        with first:
            status = st.selectbox(
                t("Status"),
                list(STATUSES),
                key=start_with("status", "visited"),
                format_func=lambda each: t(STATUSES[each]),
            )
        with second:
            day = st.date_input(t("Date"), key=start_with("day", dt.date.today()), format="DD/MM/YYYY")
        with third:
            initials = st.text_input(t("Initials"), key=start_with("initials", ""), max_chars=12)
        about, campaign = st.columns(2)
        with about:
            indicators = api.load_indicators()
            indicator = st.selectbox(
                t("What was asked for"),
                followup.FOLLOWED,
                key=start_with("about", followup.FOLLOWED[0]),
                format_func=lambda key: indicators[key].name(place.lang),
            )
        with campaign:
            name = st.text_input(t("Campaign (may stay empty)"), key=start_with("campaign", ""), max_chars=80)
        note = st.text_area(t("Note"), key=start_with("note", ""), max_chars=2000, height=80)
        pressed = st.form_submit_button(t("Keep the status"), type="primary")
    if pressed:
        _keep(store, place.lang, codes, str(status), day, note, initials, name, str(indicator))


def _offered(store: api.Store, place: Place) -> list[str]:
    """Desa to choose from: those of the list that are chosen first, then the others of the area."""
    tree = api.area_tree(store)
    first = list(current_choice(store, place).codes) if place.level == "adm4" else []
    known = set(first)
    others = [code for code in tree.below(place.code, "adm4").index if code not in known]
    noted = [code for code in st.session_state.get(f"{KEPT}noted", []) if code in others]
    offered = list(dict.fromkeys([*first, *noted, *others[: max(0, _MOST_OFFERED - len(first))]]))
    if len(offered) < len(first) + len(others):
        st.caption(say(place.lang, "Only a part of so many desa is offered here: open a province or kabupaten."))
    kept = st.session_state.get(f"{KEPT}noted", [])
    st.session_state[f"{KEPT}noted"] = [code for code in kept if code in set(offered)]
    return offered


def _keep(
    store: api.Store,
    lang: Lang,
    codes: Sequence[str],
    status: str,
    day: object,
    note: str,
    initials: str,
    campaign: str,
    indicator: str,
) -> None:
    t = partial(say, lang)
    if not codes or not isinstance(day, dt.date):
        st.error(t("Choose at least one desa and a date."))
        return
    if not initials.strip():
        st.error(t("Write your initials, so that colleagues know whom to ask."))
        return
    try:
        count = followup.note_status(
            store,
            codes,
            status,
            date=day.isoformat(),
            note=note,
            initials=initials,
            campaign=campaign.strip(),
            indicator=indicator,
        )
    except UCJMapError as error:
        st.error(say_error(lang, error))
        return
    st.session_state["outreach_noted"] = t("Noted for {count} desa.", count=say_count(lang, count))
    st.session_state["outreach_clear"] = ("noted", "note")
    st.rerun(scope="fragment")


def clear_noted() -> None:
    """Empty the fields of a status that was kept; before any field is drawn."""
    for field in st.session_state.pop("outreach_clear", ()):
        st.session_state[f"{KEPT}{field}"] = [] if field == "noted" else ""


def _ask_campaign(store: api.Store, lang: Lang) -> str | None:
    names = [name for name in followup.list_campaigns(store) if name]
    if not names:
        return None
    key = f"{KEPT}show-campaign"
    if st.session_state.get(key) not in names:
        st.session_state[key] = ""
    chosen = st.selectbox(
        say(lang, "Campaign"), ["", *names], key=key, format_func=lambda name: name or say(lang, "All campaigns")
    )
    return chosen or None


def _verdicts(lang: Lang, found: followup.FollowUp) -> None:
    """What newer data confirm or contradict, the contradicted desa by name."""
    t = partial(say, lang)
    counts = found.latest["verdict"].value_counts()
    words = {
        "confirmed": t("confirmed by newer data"),
        "contradicted": t("contradicted by newer data"),
        "registered_meanwhile": t("registered meanwhile"),
        "not_yet": t("not registered yet"),
        "no_newer_data": t("without newer data"),
    }
    st.markdown(" · ".join(f"**{say_count(lang, counts.get(key, 0))}** {words[key]}" for key in VERDICTS))
    wrong = found.latest[found.latest["verdict"] == "contradicted"]
    if len(wrong):
        names = ", ".join(
            f"{row.name_} ({row.unit_code})" for row in wrong.rename(columns={"name": "name_"}).itertuples()
        )
        st.warning(t("Noted as registered, but newer data say not registered: {names}.", names=plain(names)))


def latest_table(lang: Lang, found: followup.FollowUp) -> pd.DataFrame:
    """The latest status of each desa and what the data say; one row is one."""
    t = partial(say, lang)
    rows = found.latest
    dates = rows["data_as_of"].astype(object).where(rows["data_as_of"].notna(), None)
    indicators = api.load_indicators()
    return pd.DataFrame(
        {
            t("Name"): rows["name"],
            t("Status"): [t(STATUSES[status]) for status in rows["status"]],
            t("Date"): [say_date(lang, day) for day in rows["date"]],
            t("What the data say since"): [
                followup.say_verdict(lang, *each) for each in zip(rows["verdict"], dates, strict=True)
            ],
            t("What was asked for"): [indicators[key].name(lang) for key in rows["indicator"]],
            t("Note"): rows["note"],
            t("Initials"): rows["initials"],
            t("Campaign"): rows["campaign"],
            t("Code"): rows["unit_code"],
        }
    )


def history_table(store: api.Store, lang: Lang, found: followup.FollowUp) -> pd.DataFrame:
    """Every entry, the newest first."""
    t = partial(say, lang)
    rows = found.history.iloc[::-1]
    return pd.DataFrame(
        {
            t("Date"): [say_date(lang, day) for day in rows["date"]],
            t("Name"): rows["unit_code"].map(api.area_tree(store).areas["name"]),
            t("Status"): [t(STATUSES[status]) for status in rows["status"]],
            t("Note"): rows["note"],
            t("Initials"): rows["initials"],
            t("Campaign"): rows["campaign"],
            t("Entered at"): rows["created_at"],
            t("Code"): rows["unit_code"],
        }
    )


def _progress(lang: Lang, found: followup.FollowUp) -> None:
    t = partial(say, lang)
    st.markdown(f"**{t('Progress over time')}**")
    names: dict[str, str] = {status: t(words) for status, words in STATUSES.items()}
    st.altair_chart(progress_chart(lang, found.progress))
    table = found.progress.drop(columns="date").rename(columns=dict(names))
    table.insert(0, t("Date"), [say_date(lang, day) for day in found.progress["date"]])
    with st.expander(t("The chart as a table")):
        st.dataframe(table, hide_index=True)


def progress_chart(lang: Lang, progress: pd.DataFrame) -> alt.Chart:
    """Number of desa by status after each day with an entry, stacked."""
    names = {status: say(lang, words) for status, words in STATUSES.items()}
    days = progress.rename(columns=names).melt("date", var_name="status", value_name="count")
    days["label"] = [
        f"{say_date(lang, day)}: {status}, {say_count(lang, count)}"
        for day, status, count in zip(days["date"], days["status"], days["count"], strict=True)
    ]
    days["day"] = [f"{dt.date.fromisoformat(day):%d/%m/%y}" for day in days["date"]]
    chart: alt.Chart = (
        alt.Chart(days)
        .mark_bar()
        .encode(
            x=alt.X("day:N", title=None, sort=list(dict.fromkeys(days["day"])), axis=alt.Axis(labelAngle=0)),
            y=alt.Y("count:Q", title=say(lang, "Desa"), axis=alt.Axis(format="d", tickMinStep=1)),
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
    latest = _newest(followup.read_follow_up(store, code))
    words = {
        row.unit_code: f"{say(lang, STATUSES[row.status])} ({say_date(lang, row.date)})" for row in latest.itertuples()
    }
    return [words.get(each, "") for each in codes]


def _newest(found: followup.FollowUp) -> pd.DataFrame:
    """One row a desa: the newest of its statuses, whatever was asked for."""
    return found.latest.sort_values(["date", "id"]).drop_duplicates("unit_code", keep="last")


def status_marks(store: api.Store, lang: Lang, code: str, *, campaign: str | None = None) -> MarkLayer:
    """A letter for the status on each desa of which one was noted."""
    latest = _newest(followup.read_follow_up(store, code, campaign=campaign))
    places = api.area_tree(store).areas[["name", "lon", "lat"]].reindex(latest["unit_code"])
    marks = [
        Mark(
            float(place.lon),
            float(place.lat),
            say(lang, STATUSES[row.status])[0].upper(),
            f"{place.name_}: {say(lang, STATUSES[row.status])}, {say_date(lang, row.date)}",
            _COLOURS[row.status],
        )
        for row, place in zip(latest.itertuples(), places.rename(columns={"name": "name_"}).itertuples(), strict=True)
        if pd.notna(place.lon)
    ]
    return MarkLayer(marks=marks)


def status_map(store: api.Store, lang: Lang, code: str, found: followup.FollowUp) -> ClassedMap:
    """Desa by their latest status; most have none."""
    tree = api.area_tree(store)
    order = list(STATUSES)
    none = say(lang, "nothing noted")
    nothing: tuple[int | None, str] = (len(order), none)
    units = {str(each): nothing for each in tree.below(code, "adm4").index}
    for row in _newest(found).itertuples():
        if row.unit_code in units:
            words = f"{say(lang, STATUSES[row.status])} · {say_date(lang, row.date)}"
            units[row.unit_code] = (order.index(row.status), words)
    editions = tree.editions_of(code)
    return ClassedMap(
        code=code,
        level="adm4",
        units=units,
        colours=(*_COLOURS.values(), _NOT_NOTED),
        labels=(*(say(lang, words) for words in STATUSES.values()), none),
        description=say(lang, "Status of visits: {count} desa noted.", count=say_count(lang, len(found.latest))),
        attribution=boundary_words(
            lang, list(dict.fromkeys(editions["name"])), is_model=bool(editions["is_model"].any())
        ),
    )
