"""The legend of a map: its classes with what lies in each, from the same classes as the map itself, and how to read it."""

import math
from dataclasses import dataclass
from typing import Literal

import numpy as np
import numpy.typing as npt

from ucjmap.api.figures import AreaValues
from ucjmap.api.maps.captions import say_target, targets_on_map
from ucjmap.classify import NO_DATA_COLOUR, NOT_APPLICABLE_COLOUR, ClassRange, Measure
from ucjmap.errors import N_
from ucjmap.indicators import Indicator
from ucjmap.schema import ALL_SEGMENTS
from ucjmap.words import Lang, Wording, say, say_points, say_rate

RowKind = Literal["class", "no_data", "not_applicable"]
_MEASURES = {"rate": N_("Rate"), "gap": N_("Gap to target, points"), "change": N_("Change, points")}
_RULES = {
    "left": N_("A value on a limit counts to the upper class."),
    "right": N_("A value on a limit counts to the lower class."),
}
_MOST_TARGETS = 6


@dataclass(frozen=True)
class LegendRow:
    """One class of a map, or what stands apart from the classes.

    ``class_id`` is -1 apart. ``label`` is in the language of the answer. ``areas`` are areas on the map; ``people`` is
    the sum of their denominators, in the unit of the indicator, 0 where nothing is known.
    """

    kind: RowKind
    class_id: int
    colour: str
    span: ClassRange | None
    label: str
    areas: int
    people: int


@dataclass(frozen=True)
class Legend:
    """Classes from low to high, then no data, then where the indicator does not apply; each area is in one row.

    ``title`` says what has the classes, ``unit`` what ``LegendRow.people`` counts, ``notes`` how to read the classes;
    ``classes`` is the number of classes, those that are not listed among them.
    """

    title: str
    unit: str
    counts_desa: bool
    rows: tuple[LegendRow, ...]
    notes: tuple[str, ...]
    classes: int

    def key_of(self, row: LegendRow) -> str:
        """What renderers call a row of the legend.

        Parameters
        ----------
        row
            One of ``rows``.

        Returns
        -------
        str
            The position of its colour: ``"0"`` for the lowest class, the number of classes where the indicator does not
            apply; ``"none"`` without data.
        """
        return {"class": str(row.class_id), "no_data": "none", "not_applicable": str(self.classes)}[row.kind]

    def label_of(self, class_id: int, *, applies: bool) -> str:
        """What the legend calls an area of a class, or one that has none.

        Parameters
        ----------
        class_id
            As in ``AreaValues.units``: below 0 the area has no class.
        applies
            Whether the indicator is about anything in the area; it tells apart areas without a class.

        Returns
        -------
        str
            The label of its row; empty where the legend has no such row.
        """
        kind = "class" if class_id >= 0 else "no_data" if applies else "not_applicable"
        return next((row.label for row in self.rows if (row.kind, row.class_id) == (kind, class_id)), "")


def make_legend(t: Wording, values: AreaValues) -> Legend:
    """The legend of a map.

    Parameters
    ----------
    t
        Language of the words.
    values
        Figures of the map, with their classes.
    """
    return Legend(
        title=t(_MEASURES[values.measure]),
        unit=values.indicator.units[t.lang],
        counts_desa=values.indicator.counts_desa,
        rows=_rows(t, values),
        notes=tuple(_notes(t, values)),
        classes=values.breaks.k,
    )


def _rows(t: Wording, values: AreaValues) -> tuple[LegendRow, ...]:
    """A class above 100 % that splits off an isolated class of exactly 100 % is listed only where it holds something.

    A rate above 100 % is a fault of the counts.
    """
    breaks, units = values.breaks, values.units
    classes = units["class_id"].to_numpy()
    known = classes >= 0
    people = np.nan_to_num(units["denominator"].to_numpy(dtype=float))
    areas = np.bincount(classes[known], minlength=breaks.k)
    sums = np.bincount(classes[known], people[known], minlength=breaks.k)
    applies = units["applies"].to_numpy(dtype=bool)
    rows = [
        LegendRow(
            "class",
            class_id,
            colour,
            breaks.range_of(class_id),
            label_class(t, values, class_id),
            int(areas[class_id]),
            int(sums[class_id]),
        )
        for class_id, colour in enumerate(breaks.colours)
        if areas[class_id] or not (breaks.isolates_full and class_id == breaks.k - 1)
    ]
    rows.append(_apart("no_data", NO_DATA_COLOUR, say_no_data(t, values), people[~known & applies]))
    beyond = people[~known & ~applies]
    if len(beyond):
        rows.append(_apart("not_applicable", NOT_APPLICABLE_COLOUR, t("Does not apply here"), beyond))
    return tuple(rows)


def _apart(kind: RowKind, colour: str, label: str, people: npt.NDArray[np.float64]) -> LegendRow:
    return LegendRow(kind, -1, colour, None, label, len(people), int(people.sum()))


def say_no_data(t: Wording, values: AreaValues) -> str:
    """Why an area has no class: it was not counted, or not at both dates, or there is no target."""
    if values.unseen:
        return t(N_("No data, or not shown to you"))
    return t(N_("No data yet") if values.measure == "rate" else N_("Cannot be compared"))


def label_class(t: Wording, values: AreaValues, class_id: int) -> str:
    """Label of a class: its word, its range, or both.

    Parameters
    ----------
    values
        Figures of the map, whose breaks have the class.
    class_id
        From 0, the lowest class, up.
    """
    breaks = values.breaks
    word = breaks.labels[class_id] if breaks.labels else ""
    if breaks.scheme == "registered":
        return t(word)
    span = _say_span(t, values, breaks.range_of(class_id))
    if not word:
        return span
    official = values.indicator.band_labels
    return f"{official[t.lang][official['en'].index(word)].capitalize()} ({span})"


def _say_span(t: Wording, values: AreaValues, span: ClassRange) -> str:
    low, high = (say_limit(t.lang, values.measure, values.breaks.edges, end) for end in (span.low, span.high))
    if math.isinf(span.low) and math.isinf(span.high):
        return t("all values")
    if span.low == span.high:
        return t("exactly {value}", value=low)
    if math.isinf(span.low):
        # Nothing is below 0: a class that ends there holds 0 alone.
        is_zero = span.high == 0 and values.measure == "rate"
        return t("exactly {value}", value=high) if is_zero else f"{'≤' if span.holds_high else '<'} {high}"
    if math.isinf(span.high):
        return f"{'≥' if span.holds_low else '>'} {low}"
    if values.measure != "rate":  # a dash between two minus signs cannot be read
        return t("{low} to {high}", low=low, high=high)
    return f"{low} – {high}"


def say_limit(lang: Lang, measure: Measure, edges: tuple[float, ...], value: float) -> str:
    """A limit of classes that cut at ``edges``, with as many decimals as tell them apart; empty where there is none."""
    if math.isinf(value):
        return ""
    if measure != "rate":
        return say_points(lang, value) if value else "0"
    return say_rate(lang, value, 0 if _is_whole(value) else _decimals(edges))


def _is_whole(value: float) -> bool:
    return abs(value * 100 - round(value * 100)) < 1e-9


def _decimals(edges: tuple[float, ...]) -> int:
    different = set(edges)
    return next(
        (digits for digits in (1, 2) if len({round(edge * 100, digits) for edge in edges}) == len(different)), 3
    )


def _notes(t: Wording, values: AreaValues) -> list[str]:
    """What has to be known to read the classes: rule at a limit, where the limits come from, small numbers."""
    notes = []
    if values.measure == "gap":
        notes.append(_say_targets(t, values))
    if values.measure == "change":
        notes.append(_say_since(t, values))
    if values.breaks.scheme == "bands" and values.measure == "rate":
        notes.append(say_bands_source(t.lang, values.indicator))
    if values.breaks.edges and values.breaks.scheme != "registered":
        notes.append(t(_RULES[values.breaks.closed]))
    if values.breaks_from == "reference":
        notes.append(
            t("The limits are the same for every date, level and area: they come from all kabupaten/kota at all dates.")
        )
    elif values.breaks_from == "shown":
        notes.append(t("The limits come from the values of this map: do not compare its colours with another map."))
    unseen = int((~values.units["has_shape"].astype(bool)).sum())
    if 0 < unseen < len(values.units):
        notes.append(
            t("{count} areas have no polygon: they are counted here and not on the map.", count=t.count(unseen))
        )
    small = int(values.units["is_small"].sum())
    if small:
        limit, count = t.count(values.indicator.small_below), t.count(small)
        unit = values.indicator.units[t.lang]
        notes.append(
            t("{count} areas rest on fewer than {limit} {unit}: their rates jump.", count=count, limit=limit, unit=unit)
        )
    return notes


def say_bands_source(lang: Lang, indicator: Indicator) -> str:
    """Who set the named classes: a regulation, or nobody.

    Parameters
    ----------
    indicator
        Its ``bands_source`` is the regulation; None is said to be a default.
    """
    if indicator.bands_source is None:
        return say(lang, N_("Default classes, not set by any regulation."))
    return say(lang, N_("Classes set by {regulation}."), regulation=indicator.bands_source[lang])


def _say_targets(t: Wording, values: AreaValues) -> str:
    """The target of the map, or the targets that its areas have of their own."""
    aims = targets_on_map(values)
    if not aims and values.segment != ALL_SEGMENTS:
        return t("Targets are for all segments together: one segment has no gap.")
    if not aims:
        return t("There is no such target for this area, so there is no gap.")
    if len(aims) == 1:
        return say_target(t.lang, aims[0])
    counted = values.units["target"].value_counts()
    words = [
        f"{say_target(t.lang, aim)} ({t(N_('areas: {count}'), count=t.count(counted.get(aim, 0)))})"
        for aim in aims[:_MOST_TARGETS]
    ]
    rest = len(aims) - len(words)
    more = [t(N_("and {count} other targets"), count=t.count(rest))] if rest else []
    return f"{t(N_('Each area is measured to the target in force for it'))}: {'; '.join([*words, *more])}"


def _say_since(t: Wording, values: AreaValues) -> str:
    if values.since is None or not values.as_of:
        return t("There is no earlier date to compare with.")
    words = N_(
        "Change from {since} to {date}, over what was counted at both dates. "
        "Areas not counted by the earlier date, or not again by the later one, have none."
    )
    return t(words, since=t.date(values.since), date=t.date(values.as_of))
