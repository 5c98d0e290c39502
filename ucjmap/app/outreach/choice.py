"""Which list the outreach page is about: area, level, weights, filters, and the areas chosen from it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

import pandas as pd
import streamlit as st

from ucjmap import api
from ucjmap.api.outreach import follow_ups, lists, outreach_defaults, priorities
from ucjmap.app.outreach.forms import KEPT
from ucjmap.codes import COUNTRY, Level
from ucjmap.errors import N_
from ucjmap.outreach import CRITERIA
from ucjmap.words import Lang, Wording

#: Filter by what is not registered -> its words.
ONLY: Final = {
    "all": N_("All"),
    "no_aparat": N_("Officials not registered"),
    "no_bpd": N_("Council not registered"),
    "either": N_("Officials or council not registered"),
}
DEFAULT_PRESET: Final = "balanced"
_OFFICES, _TICKED = "outreach_offices", "outreach_ticked"


@dataclass(frozen=True)
class Place:
    """The area that the page is about, and the level of the areas of its list."""

    lang: Lang
    code: str
    level: Level

    @property
    def t(self) -> Wording:
        """The language of the page, bound for its words."""
        return Wording(self.lang)


@dataclass(frozen=True)
class Chosen:
    """The list, its ranking after the filters (all rows), and the rows that are shown and those that are chosen."""

    outreach_list: lists.OutreachList
    ranked: pd.DataFrame
    shown: pd.DataFrame
    codes: tuple[str, ...]
    weights: Mapping[str, float]


def current_weights() -> dict[str, float]:
    """Weights as the sliders stand; those of the first preset before anybody touched one."""
    preset = outreach_defaults().presets[DEFAULT_PRESET].weights
    return {key: float(st.session_state.get(f"{KEPT}weight-{key}", preset.get(key, 0))) for key in CRITERIA}


def current_choice(store: api.Store, place: Place) -> Chosen:
    """The list with the weights, filters and offices of this visit.

    Raises
    ------
    UsageError
        No weight is above zero.
    """
    visited = follow_ups.visited_codes(store)
    offices: pd.DataFrame | None = st.session_state.get(_OFFICES)
    outreach_list = lists.remembered_list(store, place.code, place.level, offices=offices, visited=visited)
    weights = {key: weight for key, weight in current_weights().items() if weight}
    ranked = filter_rows(priorities.remembered_ranking(store, outreach_list, weights))
    shown = ranked.head(int(st.session_state.get(f"{KEPT}rows", 25)))
    return Chosen(outreach_list, ranked, shown, _chosen_codes(place, shown), weights)


def _chosen_codes(place: Place, shown: pd.DataFrame) -> tuple[str, ...]:
    ticked = [code for code in ticked_codes(place) if code in shown.index]
    return tuple(ticked or shown.index)


def filter_rows(ranked: pd.DataFrame) -> pd.DataFrame:
    """The rows that the filters of this visit leave; ranks stay those of the whole list."""
    only = st.session_state.get(f"{KEPT}only", "all")
    without = {"no_aparat": ranked["desa_without_aparat"].gt(0), "no_bpd": ranked["desa_without_bpd"].gt(0)}
    without["either"] = without["no_aparat"] | without["no_bpd"]
    if only in without:
        ranked = ranked[without[only]]
    if st.session_state.get(f"{KEPT}unvisited"):
        ranked = ranked[ranked["not_visited"] > 0]
    inside = st.session_state.get(f"{KEPT}inside", [])
    if inside:
        ranked = ranked[[str(code).startswith(tuple(f"{area}." for area in inside)) for code in ranked.index]]
    return ranked


def list_key(place: Place) -> str:
    """Name of the list that ticks belong to: other weights, filters or rows are another list."""
    fields = ("only", "unvisited", "inside", "rows")
    asked = [str(st.session_state.get(f"{KEPT}{field}")) for field in fields]
    return "|".join([place.code, place.level, *asked, str(sorted(current_weights().items()))])


def tick(place: Place, codes: list[str]) -> None:
    """Remember the rows that were ticked in the list."""
    st.session_state[_TICKED] = {list_key(place): codes}


def ticked_codes(place: Place) -> tuple[str, ...]:
    """The rows that were ticked in the list as it stands."""
    return tuple(st.session_state.get(_TICKED, {}).get(list_key(place), ()))


def set_offices(offices: pd.DataFrame | None) -> None:
    """Take these offices for distances and trips; None for points inside the kabupaten."""
    st.session_state[_OFFICES] = offices


def given_offices() -> pd.DataFrame | None:
    """The offices that the visitor gave; one row is one office."""
    offices: pd.DataFrame | None = st.session_state.get(_OFFICES)
    return offices


def is_country(place: Place) -> bool:
    """Whether the page is about Indonesia."""
    return place.code == COUNTRY
