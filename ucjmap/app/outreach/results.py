"""What answers about money have in common on the page: maps before and after, tables by area, and notes beneath."""

from collections.abc import Sequence
from functools import partial
from typing import Any

import pandas as pd
import streamlit as st

from ucjmap import api
from ucjmap.api.maps import label_class, say_bands_source, say_boundaries
from ucjmap.api.outreach import say_origins, say_rupiah
from ucjmap.app.outreach.outreach_map import ClassedMap, draw_classes
from ucjmap.app.shell import plain
from ucjmap.errors import N_
from ucjmap.outreach import PAYERS, Allocation, Outcome
from ucjmap.words import Lang, Wording, say, say_count, say_rate


def payer_table(lang: Lang, by_payer: dict[str, int]) -> pd.DataFrame:
    """Cost by payer in full rupiah and in words; the last row is the sum."""
    costs = {say(lang, PAYERS[payer]): cost for payer, cost in by_payer.items()}
    costs[say(lang, "Together")] = sum(by_payer.values())
    return pd.DataFrame(
        {
            say(lang, "Payer"): list(costs),
            say(lang, "Cost"): [say_rupiah(lang, cost) for cost in costs.values()],
            say(lang, "Whole rupiah"): [f"Rp{say_count(lang, cost)}" for cost in costs.values()],
        }
    )


def area_table(lang: Lang, outcome: Outcome) -> Any:
    """Result by area, the dearest first; one row is one area. What happens nowhere has no column."""
    t = partial(say, lang)
    areas = outcome.areas.sort_values(["cost_idr", "name"], ascending=[False, True])
    count, rate, money = _writers(lang)
    columns: dict[str, tuple[pd.Series, Any]] = {
        t("Coverage before"): (areas["rate"], rate),
        t("Coverage afterwards"): (areas["new_rate"], rate),
        t("Workers covered"): (areas["covered"], count),
        t("Cost"): (areas["cost_idr"], money),
    }
    for payer in outcome.by_payer if len(outcome.by_payer) > 1 else ():
        columns[f"{t('Cost')}: {t(PAYERS[payer])}"] = (areas[f"payer_{payer}"], money)
    for column, words in (
        ("gap_people", N_("Workers short of the target")),
        ("covered_aparat", N_("Desa officials covered")),
        ("covered_bpd", N_("Council members covered")),
        ("unused", N_("Places without anybody to cover")),
        ("unknown", N_("Places in areas without data")),
    ):
        if areas[column].fillna(0).any():
            columns[t(words)] = (areas[column], count)
    return _styled(lang, areas, columns)


def allocation_table(lang: Lang, allocation: Allocation, values: api.AreaValues) -> Any:
    """Who is covered where; one row is one area that takes part."""
    t = partial(say, lang)
    areas = allocation.areas.join(values.units["name"]).sort_values(["covered", "name"], ascending=[False, True])
    count, rate, money = _writers(lang)
    columns: dict[str, tuple[pd.Series, Any]] = {
        t("Workers covered"): (areas["covered"], count),
        t("Coverage before"): (areas["rate"], rate),
        t("Coverage afterwards"): (areas["new_rate"], rate),
        t("Cost"): (areas["cost_idr"], money),
        t("Workers not covered before"): (areas["uncovered"], count),
    }
    return _styled(lang, areas, columns)


def _styled(lang: Lang, areas: pd.DataFrame, columns: dict[str, tuple[pd.Series, Any]]) -> Any:
    table = pd.DataFrame({say(lang, "Name"): areas["name"], **{name: series for name, (series, _) in columns.items()}})
    table[say(lang, "Code")] = areas.index
    return table.style.format({name: write for name, (_, write) in columns.items()})


def _writers(lang: Lang) -> tuple[Any, Any, Any]:
    """How counts, rates and rupiah are written; nothing known is a dash."""
    return tuple(partial(_or_dash, lang, write) for write in (say_count, say_rate, say_rupiah))  # type: ignore[return-value]


def _or_dash(lang: Lang, write: Any, value: float) -> str:
    return "–" if pd.isna(value) else str(write(lang, value))


def before_and_after(lang: Lang, values: api.AreaValues, before: pd.Series, after: pd.Series, *, key: str) -> None:
    """Two maps in the named classes that the map of ``values`` has."""
    st.caption(say_bands_source(lang, values.indicator))
    columns = st.columns(2)
    for column, name, rates, heading in zip(
        columns, ("before", "after"), (before, after), (N_("Before"), N_("Afterwards")), strict=True
    ):
        with column:
            st.markdown(f"**{say(lang, heading)}**")
            draw_classes(lang, rate_map(lang, values, rates), key=f"outreach-map-{key}-{name}")


def rate_map(lang: Lang, values: api.AreaValues, rates: pd.Series) -> ClassedMap:
    """Rates in the classes of ``values``, which are the same before and after."""
    bands = values.breaks
    classes = bands.assign(rates)
    units = {
        str(code): (int(class_id), say_rate(lang, rate)) if class_id >= 0 else (None, say(lang, "No data yet"))
        for code, class_id, rate in zip(rates.index, classes, rates, strict=True)
    }
    return ClassedMap(
        code=values.area["code"],
        level=values.level,
        units=units,
        colours=bands.colours,
        labels=tuple(label_class(Wording(lang), values, class_id) for class_id in range(bands.k)),
        description=say(lang, "Coverage of {count} areas.", count=say_count(lang, int(rates.notna().sum()))),
        attribution=say_boundaries(lang, values.editions, is_model=values.is_model),
    )


def show_basis(lang: Lang, counted: Sequence[api.AreaValues], *further: str) -> None:
    """Dates, sources, nature and completeness of the figures of each group that is counted, and further notes."""
    st.caption(plain(" ".join([*map(str, say_origins(lang, counted)), *further])))
