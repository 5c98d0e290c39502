"""Parts of the map page: key figures, tooltips, ranking and what stands behind the numbers."""

import html
from collections.abc import Iterable
from dataclasses import dataclass
from functools import partial
from typing import Any

import pandas as pd
import streamlit as st

from ucjmap import api
from ucjmap.api.maps.words import figure_name, no_gap_words, say_target, target_rate_words
from ucjmap.app.state import View
from ucjmap.codes import Level
from ucjmap.errors import N_
from ucjmap.schema import ALL_SEGMENTS
from ucjmap.words import Lang, say, say_count, say_date, say_points, say_rate

LEVEL_NAMES: dict[Level, str] = {
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
    return say(lang, LEVEL_NAMES[level])


def share_text(lang: Lang, desa: int, desa_with_data: int) -> str:
    """Share of areas with data, as every map has to carry it."""
    if not desa:
        return say(lang, "The indicator is about no desa here.")
    known, total = say_count(lang, desa_with_data), say_count(lang, desa)
    share = say_rate(lang, desa_with_data / desa)
    return say(lang, "Data for {known} of {all} desa/kelurahan ({share}).", known=known, all=total, share=share)


def as_of_text(lang: Lang, values: api.AreaValues) -> str:
    """The date, or the dates, that the figure of the area is of."""
    oldest, newest = values.area["oldest"], values.area["newest"]
    if not isinstance(newest, str) or not isinstance(oldest, str):
        return f"**{say(lang, 'No data yet') if values.area['desa'] else say(lang, 'Does not apply here')}**"
    if oldest == newest:
        return say(lang, "As of **{date}**", date=say_date(lang, newest))
    return say(lang, "As of **{oldest}** to **{newest}**", oldest=say_date(lang, oldest), newest=say_date(lang, newest))


@dataclass(frozen=True)
class Card:
    """One key figure; the texts are plain."""

    label: str
    value: str
    caption: str

    def to_html(self) -> str:
        """The card with everything escaped."""
        label, value, caption = (html.escape(text) for text in (self.label, self.value, self.caption))
        return f"<div><dt>{label}</dt><dd>{value}</dd><dd>{caption}</dd></div>"


def figures(store: api.Store, tree: api.AreaTree, view: View, values: api.AreaValues) -> None:
    """The key figures of the area, and what has to be known about them."""
    cards = key_cards(store, view, values)
    st.html(f'<dl class="ucj-cards">{"".join(card.to_html() for card in cards)}</dl>')
    show_notes(_notes(store, tree, view, values, _own_row(view, values)))


def key_cards(store: api.Store, view: View, values: api.AreaValues) -> list[Card]:
    """Rate or change, gap in points and in people, areas without data, and desa whose bodies are not registered."""
    row = _own_row(view, values)
    measured = _change_card(view, values, row) if values.measure == "change" else None
    return [
        measured or _rate_card(view, values, row),
        *_gap_cards(store, view, values),
        _missing_card(view, values),
        _desa_card(store, view, values),
    ]


def _rate_card(view: View, values: api.AreaValues, row: dict[str, Any]) -> Card:
    """The rate with its counts and, as every rolled-up figure needs it, the share of areas with data."""
    t = partial(say, view.lang)
    name = figure_name(view.lang, values)
    if not row["desa"]:
        return Card(name, t("Does not apply here"), share_text(view.lang, 0, 0))
    if pd.isna(row["rate"]):
        return Card(name, t("No data yet"), t("No counts were loaded."))
    counts = f"{say_count(view.lang, row['numerator'])} {t('of')} {say_count(view.lang, row['denominator'])}"
    share = f" {share_text(view.lang, row['desa'], row['desa_with_data'])}" if row["desa"] > 1 else ""
    return Card(name, say_rate(view.lang, row["rate"]), f"{counts} {values.indicator.units[view.lang]}.{share}")


def _change_card(view: View, values: api.AreaValues, row: dict[str, Any]) -> Card | None:
    """How the area itself changed, beside a map of how its parts did; None where it cannot be told."""
    if values.since is None or pd.isna(row["value"]):
        return None
    t = partial(say, view.lang)
    name, share = figure_name(view.lang, values), share_text(view.lang, row["desa"], row["desa_with_data"])
    since = t("Change since {date}, points", date=say_date(view.lang, values.since))
    rates = f"{say_rate(view.lang, row['rate_since'])} → {say_rate(view.lang, row['rate'])}"
    counts = f"{say_count(view.lang, row['numerator'])} {t('of')} {say_count(view.lang, row['denominator'])}"
    caption = f"{rates}: {counts} {values.indicator.units[view.lang]}. {share}"
    return Card(f"{name} · {since}", say_points(view.lang, row["value"]), caption)


def _missing_card(view: View, values: api.AreaValues) -> Card:
    without = N_("{level} without data") if values.measure == "rate" else N_("{level} that cannot be compared")
    return Card(
        say(view.lang, without, level=level_name(view.lang, view.level)),
        say_count(view.lang, values.without_data),
        say(view.lang, "of {count} on this map", count=say_count(view.lang, int(values.units["applies"].sum()))),
    )


def _own_row(view: View, values: api.AreaValues) -> dict[str, Any]:
    """Figures of the area of the view: a desa is one of the units on the map of its kecamatan."""
    if view.area in values.units.index:
        row: dict[str, Any] = values.units.loc[view.area].to_dict()
        return row
    return values.area


def _gap_cards(store: api.Store, view: View, values: api.AreaValues) -> tuple[Card, Card]:
    t = partial(say, view.lang)
    points = t("Gap to target, points")
    people = t("Gap to target, {unit}", unit=values.indicator.units[view.lang])
    found = api.area_gap(store, values, view.area, target=view.target)
    if found is None:
        why = no_gap_words(view.lang, view.segment)
        return Card(points, "–", why), Card(people, "–", why)
    gap, target = found
    rest = t("still to be registered") if gap.people else t("target reached")
    return (
        Card(points, say_points(view.lang, -gap.points), say_target(view.lang, target)),
        Card(people, say_count(view.lang, gap.people), rest),
    )


def _desa_card(store: api.Store, view: View, values: api.AreaValues) -> Card:
    t = partial(say, view.lang)
    keys = ("aparat_registered", "bpd_registered")
    summary = api.area_summary(store, view.area, values.as_of, indicators=keys) if values.as_of else {}
    bodies = [summary.get(key) for key in keys]
    unregistered = [say_count(view.lang, each["denominator"] - each["numerator"]) if each else "–" for each in bodies]
    # The two are counted apart: where they were counted in other desa or on other days, each has its own.
    known = [
        t(
            "of {count} desa with data, as of {date}",
            count=say_count(view.lang, each["denominator"]),
            date=say_date(view.lang, str(each["newest"])),
        )
        for each in bodies
        if each
    ]
    if known:
        caption = " | ".join(dict.fromkeys(known))
    elif api.is_about(store, view.area, keys[0]):
        caption = t("No data yet")
    else:
        caption = t("There is no desa here.")
    return Card(t("Desa not registered: aparat | BPD"), " | ".join(unregistered), caption)


@dataclass(frozen=True)
class Note:
    """What has to be known about a figure; ``is_grave`` where it cannot be taken as it is. The text is plain."""

    text: str
    is_grave: bool = False

    def to_html(self) -> str:
        """The note as an item of a list, with everything escaped."""
        mark = ' class="grave"' if self.is_grave else ""
        return f"<li{mark}>{html.escape(self.text)}</li>"


def show_notes(notes: Iterable[Note]) -> None:
    """Notes as a compact list, nothing where there are none."""
    if items := "".join(note.to_html() for note in notes):
        st.html(f'<ul class="ucj-notes">{items}</ul>')


def _notes(store: api.Store, tree: api.AreaTree, view: View, values: api.AreaValues, row: dict[str, Any]) -> list[Note]:
    notes = []
    if pd.notna(row["rate"]) and row["rate"] > 1:
        notes.append(
            Note(say(view.lang, "The rate is above 100 %: the counts contradict each other. Check the source."), True)
        )
    if 0 < row["desa_with_data"] < row["desa"] / 2:
        text = say(
            view.lang,
            "The figure rests on {known} of {all} desa/kelurahan ({share}); the others have no data yet.",
            known=say_count(view.lang, row["desa_with_data"]),
            all=say_count(view.lang, row["desa"]),
            share=say_rate(view.lang, row["desa_with_data"] / row["desa"]),
        )
        notes.append(Note(text, True))
    notes += [*_supplied_note(view, row), *_published_note(store, tree, view, values, row)]
    return notes


def _supplied_note(view: View, row: dict[str, Any]) -> list[Note]:
    own = (row["own_numerator"], row["own_denominator"])
    if pd.isna(own[0]) or own == (row["numerator"], row["denominator"]):
        return []
    text = say(
        view.lang,
        "For this area itself {numerator} of {denominator} were loaded; shown is the sum of the areas below it.",
        numerator=say_count(view.lang, own[0]),
        denominator=say_count(view.lang, own[1]),
    )
    return [Note(text)]


def _published_note(
    store: api.Store, tree: api.AreaTree, view: View, values: api.AreaValues, row: dict[str, Any]
) -> list[Note]:
    """The newest printed figure, where there is no computed one to show or it rests on few areas."""
    rests_on_few = row["desa_with_data"] < row["desa"] / 2
    if view.segment != ALL_SEGMENTS or (pd.notna(row["rate"]) and not rests_on_few):
        return []
    printed = api.published_figures(store, view.area, view.indicator)
    if printed.empty:
        return []
    printed = printed[printed["value"].notna() & (printed["as_of"] <= (values.as_of or view.as_of or "9999"))]
    if printed.empty:
        return []
    newest = printed.iloc[0]
    text = say(
        view.lang,
        "Published for {area}: {rate} as of {date} ({source}). It has no counts by area behind it, so the map does not use it.",
        area=tree.name(view.area),
        rate=say_rate(view.lang, newest["value"], 2),
        date=say_date(view.lang, newest["as_of"]),
        source=newest["source"],
    )
    return [Note(text)]


def provenance(store: api.Store, lang: Lang, values: api.AreaValues) -> None:
    """Source, dates, denominator and boundaries: what has to stand beside every number."""
    t = partial(say, lang)
    indicator = values.indicator
    lines = [
        f"**{t('Source')}:** {plain('; '.join(values.sources)) or t('No data yet')}",
        f"**{t('Rate')}:** {indicator.numerators[lang]} / {indicator.denominators[lang]}. {indicator.denominator_notes[lang]}",
        areas_with_data(lang, values),
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
        st.caption(
            t(
                "{count} areas have no polygon in these boundaries: they are in the table and in the sums, not on the map.",
                count=say_count(lang, drawn_without),
            )
        )
    listed = targets_text(store, lang, values)
    if listed:
        with st.expander(t("Targets and published figures")):
            st.markdown(listed)


def areas_with_data(lang: Lang, values: api.AreaValues) -> str:
    """How many areas of a map have data, of those that the indicator is about, and how many desa."""
    units = values.units
    known, shown = say_count(lang, int(units["rate"].notna().sum())), say_count(lang, int(units["applies"].sum()))
    if not values.area["desa"]:
        return f"**{say(lang, 'Areas with data')}:** {share_text(lang, 0, 0)}"
    share = share_text(lang, values.area["desa"], values.area["desa_with_data"])
    return f"**{say(lang, 'Areas with data')}:** {known} {say(lang, 'of')} {shown}. {plain(share)}"


def targets_text(store: api.Store, lang: Lang, values: api.AreaValues) -> str:
    """All targets and printed figures of the area as a list, each with issuer or source."""
    t = partial(say, lang)
    code, key = values.area["code"], values.indicator.key
    lines = []
    for row in api.own_targets(store, code, key).itertuples():
        other = "" if row.comparable else f" — {t('other denominator, not compared with the rates here')}"
        lines.append(f"- {t('Target')} {row.year}: {target_rate_words(lang, row.rate)} ({plain(row.issuer)}){other}")
    for row in api.published_figures(store, code, key).itertuples():
        value = say_rate(lang, row.value, 2) if pd.notna(row.value) else "–"
        note = f" — {plain(row.note)}" if row.note else ""
        lines.append(f"- {t('Published')} {say_date(lang, row.as_of)}: {value} ({plain(row.source)}){note}")
    return "\n".join(lines)
