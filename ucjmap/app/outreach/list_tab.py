"""Section "priority list" of the outreach page: criteria and weights, filters, the list with its reasons, its map."""

from collections.abc import Iterator
from functools import partial
from itertools import pairwise

import numpy as np
import pandas as pd
import streamlit as st

from ucjmap import api
from ucjmap.api.maps import dates_inside, say_boundaries
from ucjmap.api.outreach import outreach_defaults, preset_weights, priorities, say_decimal, say_provenance
from ucjmap.app.map import Column, Ranking, choose_from, number_column
from ucjmap.app.outreach.choice import (
    DEFAULT_PRESET,
    ONLY,
    Chosen,
    Place,
    current_choice,
    is_country,
    list_key,
    tick,
    ticked_codes,
)
from ucjmap.app.outreach.followup_tab import status_marks, status_words
from ucjmap.app.outreach.forms import KEPT, start_with
from ucjmap.app.outreach.outreach_map import ClassedMap, draw_classes, steps
from ucjmap.app.outreach.papers import offer_list_files
from ucjmap.app.shell import plain
from ucjmap.classify import NOT_APPLICABLE_COLOUR, ramp
from ucjmap.codes import LEVELS, Level, depth_of, is_all_desa
from ucjmap.outreach import CRITERIA
from ucjmap.words import Wording

_CLASSES = 5
_ROWS = (10, 25, 50, 100, 250, 500, 1000)
_MOST_WEIGHT = 5
_TABLE_PX = 620


def show_list(store: api.Store, place: Place) -> None:
    """Draw the section."""
    t = place.t
    _ask_weights(t)
    _ask_filters(store, place)
    choice = current_choice(store, place)
    if choice.ranked.empty:
        st.info(t("No area is left by these filters. Loosen one of them."))
        return
    _about(t, choice)
    _table(store, place, choice)
    _map(store, place, choice)
    offer_list_files(store, place, choice)
    st.caption("  \n".join(plain(line) for line in say_provenance(place.lang, choice.outreach_list.provenance)))


def _ask_weights(t: Wording) -> None:
    presets = outreach_defaults().presets
    key = start_with("preset", DEFAULT_PRESET)
    st.selectbox(
        t("What matters"),
        list(presets),
        key=key,
        format_func=lambda preset: presets[preset].name(t.lang),
        on_change=_take_preset,
        help=t("A ready set of weights. Change single weights below."),
    )
    with st.expander(t("Weights of the criteria"), icon=":material/tune:", key="weights"):
        st.caption(t("0 leaves a criterion out. Only the proportions count."))
        columns = st.columns(3)
        for number, (name, criterion) in enumerate(CRITERIA.items()):
            first = int(presets[DEFAULT_PRESET].weights.get(name, 0))
            with columns[number % 3]:
                st.slider(t(criterion.name), 0, _MOST_WEIGHT, key=start_with(f"weight-{name}", first))


def _take_preset() -> None:
    weights = preset_weights(st.session_state[f"{KEPT}preset"])
    for name in CRITERIA:
        st.session_state[f"{KEPT}weight-{name}"] = int(weights.get(name, 0))


def _ask_filters(store: api.Store, place: Place) -> None:
    t = place.t
    tree = api.area_tree(store)
    within: Level = "adm1" if is_country(place) else "adm2"
    only, inside, rows = st.columns([2, 3, 1.2], vertical_alignment="bottom")
    with only:
        key = start_with("only", "all")
        st.selectbox(t("Which areas"), list(ONLY), key=key, format_func=lambda option: t(ONLY[option]))
    with inside:
        if tree.level(place.code) in ("adm0", "adm1") and place.level not in ("adm1", within):
            codes = list(tree.below(place.code, within).index)
            key = start_with("inside", [])
            # What was chosen in another province is no choice here.
            st.session_state[key] = [code for code in st.session_state[key] if code in codes]
            label = t("Only in these provinces") if is_country(place) else t("Only in these kabupaten/kota")
            st.multiselect(label, codes, key=key, format_func=tree.name, placeholder=t("All"))
        else:
            st.session_state[f"{KEPT}inside"] = []
    with rows:
        st.selectbox(t("Rows"), _ROWS, key=start_with("rows", 25), format_func=t.count)
    st.toggle(t("Only areas not visited yet"), key=start_with("unvisited", False))


def _about(t: Wording, choice: Chosen) -> None:
    """What has to be known to read the list: how many there are, ties at its end, areas that lack data."""
    shown, ranked = choice.shown, choice.ranked
    last = shown["score"].iloc[-1]
    tied_below = int((ranked["score"] == last).sum() - (shown["score"] == last).sum())
    lines = [
        t("{shown} of {count} areas.", shown=t.count(len(shown)), count=t.count(len(ranked))),
        t("Areas with the same score share a rank and stand in the order of their codes."),
    ]
    if tied_below:
        lines.append(
            t(
                "**{count} more areas have the same score as the last row and are not shown.**",
                count=t.count(tied_below),
            )
        )
    lacking = ranked["missing"].ne("")
    if lacking.any():
        lines.append(
            t(
                "{count} areas lack data for at least one criterion: it gives them no points, so they may stand too low.",
                count=t.count(int(lacking.sum())),
            )
        )
    without = int((~ranked["has_figures"]).sum())
    if without:
        lines.append(t("{count} of them have no figures at all: the map hatches them.", count=t.count(without)))
    st.markdown(" ".join(lines))


def _table(store: api.Store, place: Place, choice: Chosen) -> None:
    t = place.t
    st.caption(
        t(
            "Tick rows to choose them for trips, letters, files and status. Without ticks all shown rows are chosen. "
            "Beside each reason: its points of those possible."
        )
    )
    choose_from(
        place.lang,
        list_table(store, t, choice),
        title=t("Priority list"),
        key=f"outreach_table-{list_key(place)}",
        picked=ticked_codes(place),
        height=_TABLE_PX,
        take=partial(tick, place),
    )


def list_table(store: api.Store, t: Wording, choice: Chosen) -> Ranking:
    """The shown rows for people: names, rank, how firm it is, score, every reason in words, status, what is counted."""
    shown = choice.shown
    columns = [
        Column(t("Area"), tuple(_names(choice))),
        number_column(t("Rank"), shown["rank"], t.count),
        number_column(t("Score (0-100)"), shown["score"], partial(say_decimal, t.lang)),
        Column(t("Reasons"), tuple(_reasons(t, choice)), sorts=False),
    ]
    if "rank_best" in shown:
        columns.insert(2, _stability(t, shown))
    statuses = status_words(store, t.lang, choice.outreach_list.code, list(shown.index))
    columns += [
        number_column(t("Workers not covered"), shown["uncovered"], t.count),
        number_column(t("Coverage"), shown["rate"], t.rate),
        *([Column(t("Status"), tuple(statuses))] if any(statuses) else []),
        Column(t("Code"), tuple(shown.index)),
    ]
    return Ranking(tuple(shown.index), (None,) * len(shown), tuple(columns))


def _names(choice: Chosen) -> Iterator[str]:
    """Name of each area, and beneath it where in the place of the list that is: ``Sahan`` in ``Seluas, Bengkayang``."""
    outreach_list = choice.outreach_list
    between = [
        f"{upper}_name" for upper in reversed(LEVELS[depth_of(outreach_list.code) : LEVELS.index(outreach_list.level)])
    ]
    for row in choice.shown[["name", *between]].itertuples(index=False):
        name, *places = row
        yield "\n".join([name, *([", ".join(str(place) for place in places)] if places else [])])


def _reasons(t: Wording, choice: Chosen) -> Iterator[str]:
    """All reasons of each area, one a line."""
    codes = list(choice.shown.index)
    reasons = priorities.outreach_reasons(choice.outreach_list, choice.weights, codes)
    for code in codes:
        said = (priorities.say_outreach_reason(t.lang, reason, choice.outreach_list.level) for reason in reasons[code])
        yield "\n".join(words.replace(" / ", "\u00a0/\u00a0") for words in said)  # 3,4 / 5,0 is one thing to read


def _stability(t: Wording, shown: pd.DataFrame) -> Column:
    """Ranks that an area takes while the weights change a little; the firmest first when sorted."""
    ranges = zip(shown["rank_best"], shown["rank_worst"], strict=True)
    texts = [t.count(best) if best == worst else f"{t.count(best)}–{t.count(worst)}" for best, worst in ranges]
    spread = number_column("", shown["rank_worst"] - shown["rank_best"], str)
    return Column(t("Rank if weights change by 10%"), tuple(texts), spread.places)


def _map(store: api.Store, place: Place, choice: Chosen) -> None:
    t = place.t
    if is_all_desa(place.code, place.level):  # so many areas come as tiles, which draw no single border
        st.caption(t("Letters: status of the visit. The darker, the more urgent. Open a province for its desa."))
    else:
        st.caption(t("Dashed borders: chosen areas. Letters: status of the visit. The darker, the more urgent."))
    draw_classes(
        place.lang,
        score_map(t, choice, api.area_tree(store).name(place.code)),
        key="outreach-map-list",
        marks=status_marks(store, place.lang, place.code),
    )
    if absent := without_polygon(api.area_tree(store), choice):
        st.caption(
            t(
                "{count} areas of the list have no polygon in these boundaries: they are in the list and its files, not on "
                "the map.",
                count=t.count(absent),
            )
        )


def without_polygon(tree: api.AreaTree, choice: Chosen) -> int:
    """Number of areas of the list that no map can show."""
    return int(tree.areas["west"].reindex(choice.ranked.index).isna().sum())


def score_map(t: Wording, choice: Chosen, area_name: str) -> ClassedMap:
    """Areas in five classes of their score; those that the filters leave out stand apart."""
    ranked, outreach_list = choice.ranked, choice.outreach_list
    limits = steps(float(ranked["score"].min()), float(ranked["score"].max()), _CLASSES)
    left_out: tuple[int | None, str] = (len(limits) + 1, t("left out by the filters"))
    units = dict.fromkeys(outreach_list.areas.index, left_out) | _ranked_units(t, choice, limits)
    return ClassedMap(
        code=outreach_list.code,
        level=outreach_list.level,
        units=units,
        colours=(*ramp(len(limits) + 1), NOT_APPLICABLE_COLOUR),
        labels=(*_score_labels(t, limits), t("left out by the filters")),
        description=t(
            "Priority of the areas in {area}, {dates}: {count} areas in the list.",
            area=area_name,
            dates=dates_inside(t.lang, vars(outreach_list.provenance.figures["ucj"])),
            count=t.count(len(ranked)),
        ),
        attribution=say_boundaries(
            t.lang, outreach_list.provenance.editions, is_model=outreach_list.provenance.is_model
        ),
        chosen=choice.codes,
    )


def _ranked_units(t: Wording, choice: Chosen, limits: tuple[float, ...]) -> dict[str, tuple[int | None, str]]:
    """Class and words of every area of the list."""
    ranked = choice.ranked
    classes = np.searchsorted(np.array(limits), ranked["score"].to_numpy(), side="right").tolist()
    nothing: tuple[int | None, str] = (None, t("No data yet"))
    rows = zip(ranked.index, classes, ranked["rank"], ranked["score"], ranked["has_figures"], strict=True)
    if is_all_desa(choice.outreach_list.code, choice.outreach_list.level):
        # The tiles show the words of the class: a text for each of 83,762 desa would take longer than ranking them.
        return {code: (class_id, "") if known else nothing for code, class_id, _, _, known in rows}
    rank, score = t("rank"), t("score")
    return {
        code: (class_id, f"{rank} {t.count(number)} · {score} {say_decimal(t.lang, value)}") if known else nothing
        for code, class_id, number, value, known in rows
    }


def _score_labels(t: Wording, limits: tuple[float, ...]) -> list[str]:
    if not limits:
        return [t("all the same score")]
    texts = [say_decimal(t.lang, limit).removesuffix(",0").removesuffix(".0") for limit in limits]
    score = t("Score")
    between = [f"{low} – <{high}" for low, high in pairwise(texts)]
    return [f"{score} <{texts[0]}", *between, f"≥{texts[-1]}"]
