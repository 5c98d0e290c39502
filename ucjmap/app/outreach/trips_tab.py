"""Section "trips" of the outreach page: what a team manages, the offices, and the trips as map, table and files."""

from dataclasses import replace
from functools import partial
from typing import Any

import pandas as pd
import streamlit as st

from ucjmap import api
from ucjmap.api.maps import say_boundaries
from ucjmap.api.outreach import offices, outreach_defaults, say_decimal, say_trip_basis, trip_export
from ucjmap.app.outreach.choice import Chosen, Place, current_choice, given_offices, set_offices
from ucjmap.app.outreach.forms import offer_file, start_with
from ucjmap.app.outreach.outreach_map import ClassedMap, draw_classes
from ucjmap.app.outreach.work import answer_of
from ucjmap.app.shell import ask_file, plain, saved
from ucjmap.errors import N_, UCJMapError
from ucjmap.files import OFFICE_FILES
from ucjmap.levels import level_name
from ucjmap.outreach import LEFT_OUT_REASONS, TripLimits, TripPlan
from ucjmap.render.interactive import TRIP_COLOURS, Mark, MarkLayer, TripLine
from ucjmap.words import Lang, say, say_count, say_error

_ROOM_DEG = 0.05
_FAR_KM = 300
_ON_TRIP = ("#fdd49e", "#eef0f2")
_SOURCES = {"assumed": N_("A point in each kabupaten/kota"), "typed": N_("Type them"), "file": N_("From a file")}


def show_trips(store: api.Store, place: Place) -> None:
    """Draw the section."""
    t = partial(say, place.lang)
    if place.level != "adm4":
        st.info(t("Trips lead to desa. Show the list by desa/kelurahan first."))
        return
    _ask_offices(place.lang)
    limits = _ask_limits(place.lang)
    choice = current_choice(store, place)
    if choice.shown.empty:
        st.info(t("No area is left by these filters. Loosen one of them."))
        return
    st.markdown(
        t("Trips to the **{count} areas** chosen in the priority list.", count=say_count(place.lang, len(choice.codes)))
    )
    plan = _plan(place.lang, choice, limits)
    if plan is None:
        return
    _summary(place.lang, choice, plan)
    if plan.trips.empty:
        return
    number = _ask_trip(place.lang, plan)
    shown = plan if number is None else only_trip(plan, number)
    _map(store, place, choice, shown, number)
    st.dataframe(stops_table(place.lang, choice, shown), hide_index=True, placeholder="–")
    with st.container(horizontal=True, gap="small"):
        for form in trip_export.TRIP_FORMATS:
            name = f"ucjmap-{t('trips')}-{place.code}{f'-{number}' if number else ''}.{form}"
            offer_file(t(form.name), name, partial(_write, choice, shown, place.lang), key=f"trip-{form}")
    st.caption(plain(say_trip_basis(place.lang, plan.limits)))


def _write(choice: Chosen, plan: TripPlan, lang: Lang, path: Any) -> None:
    trip_export.export_trips(choice.outreach_list, plan, path, lang=lang)


def _ask_offices(lang: Lang) -> None:
    t = partial(say, lang)
    with st.expander(t("Offices: where trips start"), icon=":material/home_work:", expanded=True, key="offices"):
        source = st.segmented_control(
            t("Offices"),
            list(_SOURCES),
            key=start_with("offices-from", "assumed"),
            format_func=lambda key: t(_SOURCES[key]),
            required=True,
        )
        try:
            _take_offices(lang, str(source))
        except UCJMapError as error:
            set_offices(None)
            st.error(say_error(lang, error))
        given = given_offices()
        if given is None:
            st.info(t("No offices were given: a point inside each kabupaten/kota stands for its office."))
        else:
            st.caption(t("{count} offices: {names}", count=len(given), names=plain(", ".join(given["name"]))))


def _take_offices(lang: Lang, source: str) -> None:
    t = partial(say, lang)
    if source == "typed":
        text = st.text_area(
            t("One office a line: name, latitude, longitude"),
            key=start_with("offices-typed", ""),
            placeholder="Kantor Pontianak, -0.0263, 109.3425",
            max_chars=5000,
        )
        typed = offices.type_offices(text)
        set_offices(None if typed.empty else typed)
    elif source == "file":
        upload = ask_file(lang, t("File with the columns name, lon, lat"), OFFICE_FILES)
        if upload is not None:
            with saved(upload.name, upload.getbuffer()) as path:
                set_offices(offices.read_offices(path))
    else:
        set_offices(None)


def _ask_limits(lang: Lang) -> TripLimits:
    t = partial(say, lang)
    usual = outreach_defaults().trips
    with st.expander(t("What a team manages"), icon=":material/groups:", key="team"):
        left, middle, right = st.columns(3)
        with left:
            stops = st.number_input(t("Desa on one trip, at most"), 1, 40, key=start_with("stops", usual.max_stops))
            hours = st.number_input(
                t("Hours of one trip, at most (0: no limit)"), 0.0, 240.0, step=1.0, key=start_with("hours", 0.0)
            )
        with middle:
            factor = st.number_input(
                t("Road factor"),
                1.0,
                5.0,
                step=0.1,
                key=start_with("factor", usual.road_factor),
                help=t("By how much the road is longer than the straight line."),
            )
            speed = st.number_input(
                t("Speed, km an hour"), 1.0, 120.0, step=5.0, key=start_with("speed", usual.speed_kmh)
            )
        with right:
            stop_hours = st.number_input(
                t("Hours in each desa"), 0.0, 12.0, step=0.5, key=start_with("stop-hours", usual.stop_hours)
            )
            km = st.number_input(
                t("Km of one trip, at most (0: no limit)"), 0.0, 5000.0, step=10.0, key=start_with("km", 0.0)
            )
        within = st.toggle(t("Keep each trip inside one kecamatan"), key=start_with("within-kecamatan", False))
    return TripLimits(int(stops), km or None, hours or None, factor, speed, stop_hours, within)


def _plan(lang: Lang, choice: Chosen, limits: TripLimits) -> TripPlan | None:
    """The plan of this visit; None while it is computed. The same question is not solved twice."""
    plan_all = partial(api.outreach_trips, choice.outreach_list, choice.codes, limits, aside=True)
    return answer_of(
        lang,
        "trips",
        (id(choice.outreach_list), choice.codes, limits),
        lambda progress: plan_all(progress=progress),
        words=say(lang, "Planning the trips: up to 20 seconds for several hundred desa…"),
    )


def _summary(lang: Lang, choice: Chosen, plan: TripPlan) -> None:
    t = partial(say, lang)
    if len(plan.trips):
        st.success(
            t(
                "{trips} trips to {desa} desa: {km} km in all, the longest {hours} hours.",
                trips=say_count(lang, len(plan.trips)),
                desa=say_count(lang, len(plan.stops)),
                km=say_count(lang, plan.total_km),
                hours=say_decimal(lang, float(plan.trips["hours"].max())),
            )
        )
    far = int(choice.outreach_list.areas.loc[plan.stops["code"], "distance_km"].gt(_FAR_KM).sum())
    if far:
        st.warning(
            t(
                "{count} desa are more than {km} km from the nearest office in a straight line. "
                "Check the positions of the offices.",
                count=say_count(lang, far),
                km=say_count(lang, _FAR_KM),
            )
        )
    if len(plan.left_out):
        lines = [
            f"- {plain(str(row.code))} {plain(str(row.name_))}: {t(LEFT_OUT_REASONS[str(row.reason)])}"
            for row in plan.left_out.rename(columns={"name": "name_"}).itertuples()
        ]
        st.warning("\n".join([t("{count} desa are on no trip:", count=say_count(lang, len(lines))), "", *lines]))


def _ask_trip(lang: Lang, plan: TripPlan) -> int | None:
    t = partial(say, lang)
    trips = {int(trip["trip"]): trip_export.trip_title(lang, trip) for trip in plan.trips.to_dict("records")}
    key = start_with("trip", 0)
    if st.session_state.get(key) not in trips:
        st.session_state[key] = 0
    chosen = st.selectbox(
        t("Show"), [0, *trips], key=key, format_func=lambda number: trips.get(number) or t("All trips")
    )
    return chosen or None


def only_trip(plan: TripPlan, number: int) -> TripPlan:
    """One trip of a plan; what is on no trip belongs to the whole plan and is left out."""
    return replace(
        plan,
        stops=plan.stops[plan.stops["trip"] == number],
        trips=plan.trips[plan.trips["trip"] == number],
        left_out=plan.left_out.iloc[:0],
    )


def stops_table(lang: Lang, choice: Chosen, plan: TripPlan) -> pd.DataFrame:
    """The stops in their order; one row is one stop."""
    t = partial(say, lang)
    stops = plan.stops
    return pd.DataFrame(
        {
            t("Trip"): stops["trip"],
            t("Stop"): stops["order"],
            t("Name"): stops["name"],
            level_name(lang, "adm3"): stops["code"].map(choice.outreach_list.areas["adm3_name"]),
            t("Office"): stops["office"],
            t("Km from the stop before"): [say_decimal(lang, km) for km in stops["leg_km"]],
            t("Km so far"): [say_decimal(lang, km) for km in stops["total_km"]],
            t("Hours so far"): [say_decimal(lang, hours) for hours in stops["hours"]],
            t("Code"): stops["code"],
        }
    )


def _map(store: api.Store, place: Place, choice: Chosen, plan: TripPlan, number: int | None) -> None:
    t = partial(say, place.lang)
    st.caption(t("Lines: straight from stop to stop, not roads. Squares: offices. Numbers: order of the stops."))
    drawn = trip_map(place.lang, choice, plan, api.area_tree(store).name(place.code))
    draw_classes(place.lang, drawn, key=f"outreach-map-trips-{number}", marks=trip_layer(place.lang, choice, plan))


def trip_map(lang: Lang, choice: Chosen, plan: TripPlan, area_name: str) -> ClassedMap:
    """The desa of the trips against all others: the colours of scores would drown the lines."""
    outreach_list, stops = choice.outreach_list, plan.stops.set_index("code")
    others: tuple[int | None, str] = (1, say(lang, "on no trip"))
    units = dict.fromkeys(outreach_list.areas.index, others)
    units |= {
        str(row.Index): (0, f"{say(lang, 'Trip')} {row.trip}: {row.order}")
        for row in stops[["trip", "order"]].itertuples()
    }
    return ClassedMap(
        code=outreach_list.code,
        level=outreach_list.level,
        units=units,
        colours=_ON_TRIP,
        labels=(say(lang, "on a trip"), say(lang, "on no trip")),
        description=say(
            lang,
            "Trips in {area}: {trips} trips to {desa} desa.",
            area=area_name,
            trips=say_count(lang, len(plan.trips)),
            desa=say_count(lang, len(stops)),
        ),
        attribution=say_boundaries(lang, outreach_list.provenance.editions, is_model=outreach_list.provenance.is_model),
        bounds=_bounds(choice, plan),
    )


def _bounds(choice: Chosen, plan: TripPlan) -> tuple[float, float, float, float]:
    """Where the stops and offices lie, with some room around them."""
    used = choice.outreach_list.offices[choice.outreach_list.offices["name"].isin(plan.stops["office"])]
    places = pd.concat([plan.stops[["lon", "lat"]], used[["lon", "lat"]]]).astype(float)
    (west, south), (east, north) = places.min(), places.max()
    return west - _ROOM_DEG, south - _ROOM_DEG, east + _ROOM_DEG, north + _ROOM_DEG


def trip_layer(lang: Lang, choice: Chosen, plan: TripPlan) -> MarkLayer:
    """Line, office and numbered stops of every trip, each trip in its colour."""
    places = choice.outreach_list.offices.drop_duplicates("name").set_index("name")
    lines, marks = [], []
    for number, stops in plan.stops.groupby("trip", sort=True):
        colour = TRIP_COLOURS[(int(number) - 1) % len(TRIP_COLOURS)]
        office = str(stops["office"].iloc[0])
        home = (float(places.at[office, "lon"]), float(places.at[office, "lat"]))
        points = [home, *zip(stops["lon"].astype(float), stops["lat"].astype(float), strict=True), home]
        lines.append(TripLine(points, colour))
        marks.append(Mark(*home, "K", say(lang, "Office: {name}", name=office), "#111827", is_square=True))
        marks += [
            Mark(float(lon), float(lat), str(order), f"{say(lang, 'Trip')} {number}: {order}. {name}", colour)
            for lon, lat, order, name in zip(stops["lon"], stops["lat"], stops["order"], stops["name"], strict=True)
        ]
    return MarkLayer(marks=marks, lines=lines)
