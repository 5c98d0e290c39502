"""Section "clusters" of the outreach page: where low and high rates stand together, and what that means."""

from functools import partial
from typing import Final, Literal

import pandas as pd
import streamlit as st

from ucjmap import api
from ucjmap.api.maps import say_boundaries
from ucjmap.api.outreach import say_origins
from ucjmap.app.outreach.choice import Place, is_country
from ucjmap.app.outreach.forms import start_with
from ucjmap.app.outreach.outreach_map import ClassedMap, draw_classes
from ucjmap.app.outreach.work import answer_of
from ucjmap.app.shell import plain
from ucjmap.classify import NOT_APPLICABLE_COLOUR
from ucjmap.codes import Level
from ucjmap.errors import N_
from ucjmap.outreach import SPOT_MEANINGS, Clusters, Spot
from ucjmap.words import Lang, say, say_count, say_rate

#: In the order of the legend. Dark is a cluster, pale a single area that differs, grey is no pattern.
_COLOURS: Final[dict[Spot, str]] = {
    "cold": "#225ea8",
    "hot": "#c2410c",
    "low_among_high": "#9ecae1",
    "high_among_low": "#fdbf85",
    "none": "#f3f3ee",
    "no_shape": NOT_APPLICABLE_COLOUR,
}
_MEANINGS: Final[dict[Spot, str]] = {
    "cold": N_(
        "**Cold spots** are areas with low rates whose neighbours are low as well. A cause that they share is likely: "
        "one campaign for all of them does more than single visits."
    ),
    "low_among_high": N_(
        "**Low among high**: the neighbours do better. Something in this one area stands in the way; ask there first."
    ),
    "hot": N_("**Hot spots** do well together with their neighbours. See what works there."),
    "high_among_low": N_("**High among low**: this area does better than its neighbours. It can show them how."),
}
_NAMED, _PLACES = 12, 5
Method = Literal["moran", "gi"]
_METHODS: Final[dict[Method, str]] = {"moran": N_("Local Moran's I"), "gi": N_("Getis-Ord Gi*")}
_PERMUTED: Final[dict[Method, str]] = {
    "moran": N_("local Moran's I with {permutations} permutations"),
    "gi": N_("Getis-Ord Gi* with {permutations} permutations"),
}


def show_clusters(store: api.Store, place: Place) -> None:
    """Draw the section."""
    t = partial(say, place.lang)
    indicators = api.load_indicators()
    indicator = st.selectbox(
        t("Indicator"),
        list(indicators),
        key=start_with("spots-of", "ucj"),
        format_func=lambda key: indicators[key].name(place.lang),
    )
    look = partial(api.outreach_clusters, store, place.code, place.level, indicator, aside=True)
    answer = answer_of(
        place.lang,
        "clusters",
        (place.code, place.level, indicator, store.revision()),
        lambda progress: look(progress=progress),
        words=t("Looking for clusters: this takes some seconds the first time…"),
    )
    if answer is None:
        return
    clusters, values = answer
    chosen: Method | None = st.segmented_control(
        t("Method"),
        list(_METHODS),
        key=start_with("spots-by", "moran"),
        format_func=lambda option: t(_METHODS[option]),
        required=True,
        help=t(
            "Moran compares an area with its neighbours and also finds the odd one out; Gi* sums an area with its "
            "neighbours and finds cold and hot spots only."
        ),
    )
    method: Method = chosen or "moran"
    spots = clusters.areas[f"{method}_spot"]
    if not spots.isin(list(_MEANINGS)).any():
        st.info(t("No cluster stands out from chance here. That is a result too: there is no pattern to act on."))
    draw_classes(place.lang, spot_map(place.lang, clusters, values, method), key="outreach-map-spots")
    for spot, words in _MEANINGS.items():
        codes = spots.index[spots == spot]
        if len(codes):
            names = _names(place.lang, values.units.loc[codes, "name"])
            st.markdown(f"{t(words)} {plain(names)}. {plain(_most(store, place, codes))}")
    st.caption(method_words(place.lang, clusters, values, method))
    with st.expander(t("The map as a table"), key="clusters-table"):
        st.dataframe(spot_table(place.lang, clusters, values, method), hide_index=True, placeholder="–")


def _most(store: api.Store, place: Place, codes: pd.Index) -> str:
    """The kabupaten (of the country: provinces) that most of the areas are in; empty where the areas
    are few enough to be named."""
    upper: Level = "adm1" if is_country(place) else "adm2"
    tree = api.area_tree(store)
    if place.level == upper or tree.level(place.code) not in ("adm0", "adm1") or len(codes) <= _NAMED:
        return ""
    counts = tree.areas.loc[codes, upper].astype(str).value_counts().head(_PLACES)
    places = ", ".join(f"{tree.name(code)} ({say_count(place.lang, count)})" for code, count in counts.items())
    return say(place.lang, "Where most of them are: {places}.", places=places)


def _names(lang: Lang, names: pd.Series) -> str:
    shown = ", ".join(names[:_NAMED])
    more = len(names) - _NAMED
    return shown if more <= 0 else say(lang, "{names} and {count} more", names=shown, count=say_count(lang, more))


def spot_map(lang: Lang, clusters: Clusters, values: api.AreaValues, method: Method = "moran") -> ClassedMap:
    """A class for each pattern, and one for areas that the boundary file lacks; areas without data are hatched."""
    order = list(_COLOURS)
    units = {
        str(code): (order.index(spot), _spot_words(lang, spot, rate))
        if spot in _COLOURS
        else (None, say(lang, "No data yet"))
        for code, spot, rate in zip(
            clusters.areas.index, clusters.areas[f"{method}_spot"], clusters.areas["rate"], strict=True
        )
    }
    tally = clusters.areas[f"{method}_spot"].value_counts()
    return ClassedMap(
        code=values.area["code"],
        level=values.level,
        units=units,
        colours=tuple(_COLOURS.values()),
        labels=tuple(say(lang, SPOT_MEANINGS[spot]) for spot in order),
        description=say(
            lang,
            "Clusters in {area}: {cold} cold spots, {hot} hot spots, {none} areas without a pattern beyond chance.",
            area=values.area["name"],
            **{spot: say_count(lang, tally.get(spot, 0)) for spot in ("cold", "hot", "none")},
        ),
        attribution=say_boundaries(lang, values.editions, is_model=values.is_model),
    )


def _spot_words(lang: Lang, spot: Spot, rate: float) -> str:
    return f"{say(lang, SPOT_MEANINGS[spot])} · {say_rate(lang, rate)}"


def spot_table(lang: Lang, clusters: Clusters, values: api.AreaValues, method: Method = "moran") -> pd.DataFrame:
    """Areas with a pattern first; one row is one area."""
    order = [*_MEANINGS, "none", "no_shape", "no_data"]
    areas = clusters.areas.join(values.units["name"])
    areas = areas.assign(place=areas[f"{method}_spot"].map(order.index)).sort_values(["place", "name"])
    other = "gi" if method == "moran" else "moran"
    meanings = {spot: say(lang, words) for spot, words in SPOT_MEANINGS.items()}
    return pd.DataFrame(
        {
            say(lang, "Name"): areas["name"],
            say(lang, "Pattern"): areas[f"{method}_spot"].map(meanings),
            say(lang, "Pattern by the other method"): areas[f"{other}_spot"].map(meanings),
            say(lang, "Rate"): [say_rate(lang, rate) if pd.notna(rate) else "–" for rate in areas["rate"]],
            say(lang, "Chance (corrected p)"): [
                _p_words(lang, p) if pd.notna(p) else "–" for p in areas[f"{method}_p_adjusted"]
            ],
            say(lang, "Code"): areas.index,
        }
    )


def _p_words(lang: Lang, p: float) -> str:
    return f"{p:.4f}".replace(".", "," if lang == "id" else ".")


def method_words(lang: Lang, clusters: Clusters, values: api.AreaValues, method: Method = "moran") -> str:
    """How the patterns were determined, for those who want to check."""
    t = partial(say, lang)
    lines = [
        t(
            "Method: {method}; p-values two-sided and corrected for {tested} "
            "tests (Benjamini-Hochberg), limit {alpha}; seed {seed}, so the same data give the same map.",
            method=t(_PERMUTED[method], permutations=say_count(lang, clusters.permutations)),
            tested=say_count(lang, clusters.tested),
            alpha=say_rate(lang, clusters.alpha, 0),
            seed=str(clusters.seed),
        ),
        t("Neighbours are areas that touch."),
    ]
    if clusters.attached:
        lines.append(
            t(
                "{count} islands without a touching neighbour count with the area nearest to them.",
                count=say_count(lang, len(clusters.attached)),
            )
        )
    if clusters.is_smoothed:
        lines.append(t("Rates of areas with few workers are drawn towards the mean before the test (empirical Bayes)."))
    return " ".join([*lines, *map(str, say_origins(lang, [values]))])
