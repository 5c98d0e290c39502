"""Parts of the map page: key figures, legend, tooltips, ranking and what stands behind the numbers."""

import html
from functools import partial
from typing import Any

import pandas as pd
import streamlit as st

from ucjmap import api
from ucjmap.app.state import View
from ucjmap.classify import NO_DATA_COLOUR
from ucjmap.codes import Level
from ucjmap.errors import N_
from ucjmap.words import Lang, say, say_count, say_date, say_points, say_rate

_LEVELS: dict[Level, str] = {
    "adm1": N_("Provinces"),
    "adm2": N_("Kabupaten/kota"),
    "adm3": N_("Kecamatan"),
    "adm4": N_("Desa/kelurahan"),
}
_MARKDOWN = str.maketrans({character: f"\\{character}" for character in r"\`*_{}[]<>()#+-.!|~:$"})


def plain(text: str) -> str:
    """Text from outside with every mark that Markdown would act on escaped."""
    return text.translate(_MARKDOWN)


def level_name(lang: Lang, level: Level) -> str:
    """Name of a level for people."""
    return say(lang, _LEVELS[level])


def as_of_text(lang: Lang, values: api.AreaValues) -> str:
    """The date, or the dates, that the figure of the area is of."""
    oldest, newest = values.area["oldest"], values.area["newest"]
    if not isinstance(newest, str) or not isinstance(oldest, str):
        return f"**{say(lang, 'No data yet')}**"
    if oldest == newest:
        return say(lang, "As of **{date}**", date=say_date(lang, newest))
    return say(lang, "As of **{oldest}** to **{newest}**", oldest=say_date(lang, oldest), newest=say_date(lang, newest))


def _count_or_dash(lang: Lang, count: float) -> str:
    return "–" if pd.isna(count) else say_count(lang, count)


def rate_text(lang: Lang, rate: float) -> str:
    """A rate for people; no data is said in words, never as zero."""
    return say(lang, "No data yet") if pd.isna(rate) else say_rate(lang, rate)


def tooltips(lang: Lang, values: api.AreaValues) -> dict[str, tuple[int | None, str]]:
    """Class and tooltip of every unit on the map."""
    no_data = say(lang, "No data yet")
    of = say(lang, "of")
    found: dict[str, tuple[int | None, str]] = {}
    for row in values.units.itertuples():
        if row.class_id < 0:
            found[row.code] = (None, no_data)
        elif values.breaks.scheme == "registered":
            found[row.code] = (int(row.class_id), say(lang, values.breaks.labels[row.class_id]))
        else:
            counts = f"{say_count(lang, row.numerator)} {of} {say_count(lang, row.denominator)}"
            found[row.code] = (int(row.class_id), f"{say_rate(lang, row.rate)} · {counts}")
    return found


def attribution(lang: Lang, values: api.AreaValues) -> str:
    """Which boundaries are drawn; on the map at all times."""
    editions = ", ".join(values.editions)
    if values.is_model:
        return f"{editions} — {say(lang, 'model boundaries, not legal ones')}"
    return editions


def figures(store: api.Store, tree: api.AreaTree, view: View, values: api.AreaValues) -> None:
    """The key figures of the area in one row."""
    t = partial(say, view.lang)
    row = _own_row(view, values)
    boxes = st.columns(5)
    counts = f"{_count_or_dash(view.lang, row['numerator'])} {t('of')} {_count_or_dash(view.lang, row['denominator'])}"
    has_data = pd.notna(row["rate"])
    boxes[0].metric(values.indicator.name(view.lang), rate_text(view.lang, row["rate"]), border=True)
    boxes[0].caption(f"{counts} {values.indicator.units[view.lang]}" if has_data else t("No counts were loaded."))
    _gap_boxes(store, view, values, boxes[1], boxes[2])
    _desa_box(store, view, values, boxes[3])
    missing = int(values.units["rate"].isna().sum())
    boxes[4].metric(
        t("{level} without data", level=level_name(view.lang, view.level)),
        say_count(view.lang, missing),
        border=True,
    )
    boxes[4].caption(t("of {count} on this map", count=say_count(view.lang, len(values.units))))
    _notes(store, tree, view, values, row)


def _own_row(view: View, values: api.AreaValues) -> dict[str, Any]:
    """Figures of the area of the view: a desa is one of the units on the map of its kecamatan."""
    if view.area in values.units.index:
        row: dict[str, Any] = values.units.loc[view.area].to_dict()
        return row
    return values.area


def _gap_boxes(store: api.Store, view: View, values: api.AreaValues, points: Any, people: Any) -> None:
    t = partial(say, view.lang)
    found = api.area_gap(store, values) if view.area == values.area["code"] else None
    points_name, people_name = (
        t("Gap to target, points"),
        t("Gap to target, {unit}", unit=values.indicator.units[view.lang]),
    )
    if found is None:
        points.metric(points_name, "–", border=True)
        people.metric(people_name, "–", border=True)
        why = t("No data or no target for this area.")
        points.caption(why)
        people.caption(why)
        return
    gap, target = found
    points.metric(points_name, say_points(view.lang, -gap.points), border=True)
    points.caption(
        t(
            "Target {rate} in {year}: {issuer}",
            rate=say_rate(view.lang, gap.target),
            year=target["year"],
            issuer=plain(str(target["issuer"])),
        )
    )
    people.metric(people_name, say_count(view.lang, gap.people), border=True)
    people.caption(t("still to be registered") if gap.people else t("target reached"))


def _desa_box(store: api.Store, view: View, values: api.AreaValues, box: Any) -> None:
    t = partial(say, view.lang)
    summary = api.area_summary(store, view.area, values.as_of) if values.as_of else {}
    aparat, bpd = summary.get("aparat_registered"), summary.get("bpd_registered")
    unregistered = [
        _count_or_dash(view.lang, each["denominator"] - each["numerator"]) if each else "–" for each in (aparat, bpd)
    ]
    box.metric(t("Desa not registered: aparat | BPD"), " | ".join(unregistered), border=True)
    known = aparat or bpd
    if known:
        text = t(
            "of {count} desa with data, as of {date}",
            count=say_count(view.lang, known["denominator"]),
            date=say_date(view.lang, str(known["newest"])),
        )
    else:
        text = t("No data yet")
    box.caption(text)


def _notes(store: api.Store, tree: api.AreaTree, view: View, values: api.AreaValues, row: dict[str, Any]) -> None:
    t = partial(say, view.lang)
    if pd.notna(row["rate"]) and row["rate"] > 1:
        st.warning(t("The rate is above 100 %: the counts contradict each other. Check the source."))
    if 0 < row["desa_with_data"] < row["desa"]:
        share = say_rate(view.lang, row["desa_with_data"] / row["desa"])
        st.info(
            t(
                "The figure rests on {known} of {all} desa/kelurahan ({share}); the others have no data yet.",
                known=say_count(view.lang, row["desa_with_data"]),
                all=say_count(view.lang, row["desa"]),
                share=share,
            )
        )
    _supplied_note(view, row)
    _published_note(store, tree, view, values, row)


def _supplied_note(view: View, row: dict[str, Any]) -> None:
    own = (row["own_numerator"], row["own_denominator"])
    if pd.isna(own[0]) or own == (row["numerator"], row["denominator"]):
        return
    st.info(
        say(
            view.lang,
            "For this area itself {numerator} of {denominator} were loaded; shown is the sum of the areas below it.",
            numerator=say_count(view.lang, own[0]),
            denominator=say_count(view.lang, own[1]),
        )
    )


def _published_note(
    store: api.Store, tree: api.AreaTree, view: View, values: api.AreaValues, row: dict[str, Any]
) -> None:
    """The newest printed figure, where there is no computed one to show."""
    if pd.notna(row["rate"]) or view.segment != "all":
        return
    printed = api.published_figures(store, view.area, view.indicator).dropna(subset=["value"])
    if printed.empty:
        return
    newest = printed.iloc[0]
    st.info(
        say(
            view.lang,
            "Published for {area}: {rate} as of {date} ({source}). There are no counts behind it, so the map shows no colour.",
            area=plain(tree.name(view.area)),
            rate=say_rate(view.lang, newest["value"], 2),
            date=say_date(view.lang, newest["as_of"]),
            source=plain(newest["source"]),
        )
    )


def class_label(lang: Lang, values: api.AreaValues, class_id: int) -> str:
    """Label of a class: its word, its range, or both."""
    breaks = values.breaks
    if breaks.scheme == "registered":
        return say(lang, breaks.labels[class_id])
    edges = [say_rate(lang, edge, 0 if edge * 100 == round(edge * 100) else 1) for edge in breaks.edges]
    if not edges:
        span = say(lang, "all values")
    elif class_id == 0:
        span = f"< {edges[0]}" if breaks.closed == "left" else f"≤ {edges[0]}"
    elif class_id == len(edges):
        span = f"≥ {edges[-1]}" if breaks.closed == "left" else f"> {edges[-1]}"
    else:
        span = f"{edges[class_id - 1]} – {edges[class_id]}"
    if breaks.scheme == "bands":
        return f"{values.indicator.band_labels[lang][class_id].capitalize()} ({span})"
    return span


def legend(lang: Lang, values: api.AreaValues) -> None:
    """Classes with the number of areas in each; no data stands apart and is hatched."""
    counts = values.units["class_id"].value_counts()
    items = [
        _legend_item(colour, class_label(lang, values, class_id), int(counts.get(class_id, 0)), lang)
        for class_id, colour in enumerate(values.breaks.colours)
    ]
    hatch = f"repeating-linear-gradient(135deg, {NO_DATA_COLOUR} 0 4px, #8b9199 4px 5px)"
    items.append(_legend_item(hatch, say(lang, "No data yet"), int(counts.get(-1, 0)), lang))
    rule = ""
    if values.breaks.closed == "left" and values.breaks.scheme == "bands":
        rule = f"<small>{html.escape(say(lang, 'A value on a limit counts to the upper class.'))}</small>"
    st.html(
        f'<div role="list" aria-label="{html.escape(say(lang, "Legend"))}" '
        f'style="display:flex;flex-wrap:wrap;gap:.3rem 1.1rem;align-items:center">{"".join(items)}{rule}</div>'
    )


def _legend_item(background: str, label: str, count: int, lang: Lang) -> str:
    return (
        '<span role="listitem" style="display:inline-flex;align-items:center;gap:.4rem">'
        f'<span style="width:1.3rem;height:1rem;border:1px solid #4a5560;background:{background}"></span>'
        f"{html.escape(label)}: <b>{say_count(lang, count)}</b></span>"
    )


def ranked(values: api.AreaValues) -> pd.DataFrame:
    """Units from the lowest rate up; those without data come last, by name."""
    return values.units.sort_values(["rate", "name"], na_position="last")


def ranking_table(lang: Lang, values: api.AreaValues) -> Any:
    """The ranking, sorted by number and written as the language writes numbers."""
    units = ranked(values)
    indicator = values.indicator
    table = pd.DataFrame(
        {
            say(lang, "Area"): units["name"],
            say(lang, "Rate"): units["rate"] * 100,
            indicator.numerators[lang]: units["numerator"],
            indicator.denominators[lang]: units["denominator"],
            say(lang, "Not yet"): units["denominator"] - units["numerator"],
            say(lang, "Code"): units["code"],
        }
    )
    no_data = say(lang, "No data yet")
    rate_column, *count_columns = list(table.columns[1:5])
    formats: dict[str, Any] = {column: partial(_count_or_dash, lang) for column in count_columns}
    formats[rate_column] = lambda rate: no_data if pd.isna(rate) else say_rate(lang, rate / 100)
    return table.style.format(formats)


def provenance(store: api.Store, lang: Lang, values: api.AreaValues) -> None:
    """Source, dates, denominator and boundaries: what has to stand beside every number."""
    t = partial(say, lang)
    indicator = values.indicator
    lines = [
        f"**{t('Source')}:** {plain('; '.join(values.sources)) or t('No data yet')}",
        f"**{t('Rate')}:** {indicator.numerators[lang]} / {indicator.denominators[lang]}. {indicator.denominator_notes[lang]}",
        f"**{t('Areas with data')}:** {say_count(lang, values.with_data)} {t('of')} {say_count(lang, len(values.units))}",
        f"**{t('Boundaries')}:** {plain(', '.join(values.editions))}",
    ]
    st.caption("  \n".join(lines))
    if values.is_model:
        st.caption(
            t(
                "Model boundaries are cells around village centres, not legal boundaries. "
                "Load the boundaries of your own agency on the page “Load data”."
            )
        )
    drawn_without = int((~values.units["has_shape"]).sum())
    if drawn_without:
        st.warning(
            t(
                "{count} areas have no polygon in these boundaries: they are in the table and in the sums, not on the map.",
                count=say_count(lang, drawn_without),
            )
        )
    listed = targets_text(store, lang, values)
    if listed:
        with st.expander(t("Targets and published figures")):
            st.markdown(listed)


def targets_text(store: api.Store, lang: Lang, values: api.AreaValues) -> str:
    """All targets and printed figures of the area as a list, each with issuer or source."""
    t = partial(say, lang)
    code, key = values.area["code"], values.indicator.key
    targets = api.targets_of(store)
    targets = targets[(targets["unit_code"] == code) & (targets["indicator"] == key)]
    lines = []
    for row in targets.itertuples():
        other = "" if row.comparable else f" — {t('other denominator, not compared with the rates here')}"
        lines.append(f"- {t('Target')} {row.year}: {say_rate(lang, row.rate, 2)} ({plain(row.issuer)}){other}")
    for row in api.published_figures(store, code, key).itertuples():
        value = say_rate(lang, row.value, 2) if pd.notna(row.value) else "–"
        note = f" — {plain(row.note)}" if row.note else ""
        lines.append(f"- {t('Published')} {say_date(lang, row.as_of)}: {value} ({plain(row.source)}){note}")
    return "\n".join(lines)
