"""The areas of one map: their figures, classes and words, each made once and read by everything that draws or lists."""

import itertools
import math
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from ucjmap.api.maps.captions import say_dates, say_target
from ucjmap.api.maps.figure import Figure
from ucjmap.api.maps.histogram import Histogram, make_histogram
from ucjmap.api.maps.legend import Legend
from ucjmap.classify import ClassBreaks, Measure
from ucjmap.errors import N_
from ucjmap.indicators import Indicator, Target, measure_gap, rank_values
from ucjmap.words import Lang, say, say_count, say_points, say_rate

Columns = Mapping[str, npt.NDArray[Any]]


@dataclass(frozen=True, eq=False)
class MapAreas:
    """The areas on a map, in the order of their codes.

    ``columns`` are those of ``AreaValues.units`` and cannot be written to; ``parents`` are the names of the areas above,
    ``groups`` short names of the areas right below the map's own in which each lies (empty where that is itself).
    ``target`` is in force for the map's own area; an area with another one has it in the column ``target``.
    """

    lang: Lang
    indicator: Indicator
    measure: Measure
    breaks: ClassBreaks
    legend: Legend
    target: Target | None
    columns: Columns
    parents: tuple[str, ...]
    groups: tuple[str, ...]

    def __len__(self) -> int:
        return len(self.codes)

    @property
    def codes(self) -> npt.NDArray[np.object_]:
        """Codes of the areas."""
        return self.columns["code"]

    @property
    def names(self) -> npt.NDArray[np.object_]:
        """Names of the areas."""
        return self.columns["name"]

    @property
    def is_registered_or_not(self) -> bool:
        """Whether the map has two states and no rates."""
        return self.breaks.scheme == "registered"

    @property
    def sign(self) -> int:
        """-1 where the lower value is the better one; a distance to a target is above 0 where it is reached."""
        return 1 if self.measure == "gap" else self.indicator.sign

    @property
    def has_shape(self) -> bool:
        """Whether any of the areas has a polygon."""
        return bool(self.columns["has_shape"].any())

    @cached_property
    def places(self) -> dict[str, int]:
        """Position of each area by its code."""
        return {code: place for place, code in enumerate(self.codes.tolist())}

    def row(self, code: str) -> dict[str, Any]:
        """All that is known of one area.

        Parameters
        ----------
        code
            Code of an area on the map.

        Returns
        -------
        dict
            A row of ``AreaValues.units``: its columns by name.

        Raises
        ------
        KeyError
            The area is not on the map.
        """
        place = self.places[code]
        return {name: column[place : place + 1].tolist()[0] for name, column in self.columns.items()}

    def figure(self, code: str) -> Figure:
        """What has the class: the rate of an area, or its points to the target or of change.

        Parameters
        ----------
        code
            Code of an area on the map.

        Raises
        ------
        KeyError
            The area is not on the map.
        """
        row = self.row(code)
        return Figure.of(row, row["value"], "fraction" if self.measure == "rate" else "points")

    def frame(self) -> pd.DataFrame:
        """The columns as a table.

        Returns
        -------
        pandas.DataFrame
            One row is one area, by code, with the columns of ``AreaValues.units``; a copy that may be written to.
        """
        index = pd.Index(self.codes, dtype=object)
        return pd.DataFrame(
            {name: pd.Series(column, index, column.dtype, copy=True) for name, column in self.columns.items()}
        )

    @cached_property
    def ranked(self) -> tuple[int, ...]:
        """Positions from the best value on, equal ones by name, then those without data by name.

        The best is the highest, or the lowest where less is better.
        """
        return self._in_order(-self.sign)

    @cached_property
    def ranks(self) -> tuple[int | None, ...]:
        """Rank of each area by its value, 1 the best; equal values share the better one, None without data."""
        ranks = rank_values(self.columns["value"].astype(float), sign=self.sign)
        return tuple(None if math.isnan(rank) else int(rank) for rank in ranks.tolist())

    @cached_property
    def worst_first(self) -> tuple[int, ...]:
        """Positions from the worst value on, equal ones by name too, then those without data by name."""
        return self._in_order(self.sign)

    def _in_order(self, sign: int) -> tuple[int, ...]:
        values, names = self.columns["value"].tolist(), self.names.tolist()

        def key(place: int) -> tuple[bool, float, str]:
            is_unknown = math.isnan(values[place])
            return is_unknown, 0.0 if is_unknown else values[place] * sign, names[place]

        return tuple(sorted(range(len(values)), key=key))

    @cached_property
    def extremes(self) -> tuple[int, int] | None:
        """Positions of the highest and of the lowest value; None without data."""
        pairs = [
            (-value, name, place)
            for place, (value, name) in enumerate(zip(self.columns["value"].tolist(), self.names.tolist(), strict=True))
            if not math.isnan(value)
        ]
        return (min(pairs)[2], max(pairs)[2]) if pairs else None

    @cached_property
    def texts(self) -> tuple[str | None, ...]:
        """What was measured in each area: a rate, or points of distance or change; None without data."""
        say_value = say_rate if self.measure == "rate" else say_points
        return tuple(
            None if math.isnan(value) else say_value(self.lang, value) for value in self.columns["value"].tolist()
        )

    @cached_property
    def classes(self) -> tuple[int | None, ...]:
        """Class of each area as a renderer looks up its colour: None without data, one more than the last not applicable."""
        beyond = self.breaks.k
        pairs = zip(self.columns["class_id"].tolist(), self.columns["applies"].tolist(), strict=True)
        return tuple(own if own >= 0 else None if applies else beyond for own, applies in pairs)

    @cached_property
    def class_labels(self) -> tuple[str, ...]:
        """What the legend calls each area, so that a table says all that the map does."""
        known: dict[int | None, str] = {own: self.legend.label_of(own, applies=True) for own in range(self.breaks.k)}
        known |= {None: self.legend.label_of(-1, applies=True)}
        known.setdefault(self.breaks.k, self.legend.label_of(-1, applies=False))
        return tuple(known[own] for own in self.classes)

    @cached_property
    def labels(self) -> dict[str, str]:
        """Second lines of the labels by code; none on a map of yes and no, where the colour says it."""
        if self.is_registered_or_not:
            return {}
        return {code: text for code, text in zip(self.codes.tolist(), self.texts, strict=True) if text is not None}

    def within(self, above: Sequence[str]) -> tuple[tuple[str, int], ...]:
        """Where the areas lie, in words, each with the number of areas in a row that lie there.

        Parameters
        ----------
        above
            Names of the map's own area and of those around it, the nearest first.

        Returns
        -------
        tuple
            Pairs of words and number; the numbers add up to all areas, in their order.
        """
        groups = self.groups or ("",) * len(self)
        words = (_joined(parent, group, above) for parent, group in zip(self.parents, groups, strict=True))
        return tuple((own, sum(1 for _ in run)) for own, run in itertools.groupby(words))

    @cached_property
    def _usual_dates(self) -> tuple[object, object]:
        """Oldest and newest date of the counts behind most of the areas."""
        known = [pair for pair in self._dates if isinstance(pair[1], str)]
        return Counter(known).most_common(1)[0][0] if known else (None, None)

    @cached_property
    def _dates(self) -> tuple[tuple[object, object], ...]:
        return tuple(zip(self.columns["oldest"].tolist(), self.columns["newest"].tolist(), strict=True))

    @cached_property
    def dates(self) -> str:
        """The date, or dates, of most areas in words, empty without data; tooltips say those of the others."""
        return self._say_dates(self._usual_dates) if isinstance(self._usual_dates[1], str) else ""

    def _say_dates(self, pair: tuple[object, object]) -> str:
        return say_dates(self.lang, {"oldest": pair[0], "newest": pair[1]})

    @cached_property
    def tooltips(self) -> dict[str, tuple[int | None, str]]:
        """Class and words of every area by code."""
        few = f" · {say(self.lang, 'few people, the rate jumps')}"
        words = self.class_labels
        told: dict[str, tuple[int | None, str]] = {}
        for place, (code, own, is_small) in enumerate(
            zip(self.codes.tolist(), self.classes, self.columns["is_small"].tolist(), strict=True)
        ):
            if self.texts[place] is None or self.is_registered_or_not:
                told[code] = (own, words[place])
            else:
                other = self._dates[place]
                when = "" if other == self._usual_dates else f" · {self._say_dates(other)}"
                told[code] = (own, f"{self._measured(place)}{few if is_small else ''}{when}")
        return told

    def _measured(self, place: int) -> str:
        lang, columns, text = self.lang, self.columns, self.texts[place]
        numerator, denominator = columns["numerator"][place], columns["denominator"][place]
        counts = f"{say_count(lang, numerator)} {say(lang, 'of')} {say_count(lang, denominator)}"
        parts = [str(text), f"{counts} {self.indicator.units[lang]}"]
        if self.measure != "rate":
            parts[:1] = [f"{text} {say(lang, 'points')}", say_rate(lang, columns["rate"][place])]
        if self.measure == "gap" and (own := self._own_target(place)):
            parts.append(own)
        return " · ".join(parts)

    def _own_target(self, place: int) -> str:
        """The target of an area, where it is another one than that of the map's area, and the gap to that one."""
        target, lang = self.columns["target"][place], self.lang
        if target is None or target == self.target:
            return ""
        counts = self.columns["numerator"][place], self.columns["denominator"][place]
        other = measure_gap(self.target, *counts) if self.target else None
        if other is None:
            return say_target(lang, target)
        words = N_("{own}; to {other}: {people} {unit}")
        people, unit = say_count(lang, other.people), self.indicator.units[lang]
        return say(
            lang, words, own=say_target(lang, target), other=say_target(lang, other.target), people=people, unit=unit
        )

    @cached_property
    def circle_label(self) -> str:
        """What the circles of the map count."""
        return say(self.lang, "Gap to target, {unit}", unit=self.indicator.units[self.lang])

    @cached_property
    def circles(self) -> dict[str, tuple[float, str]]:
        """People still missing to the target, and that in words, by code; none where it is reached or not known."""
        told = {}
        for place, (code, people) in enumerate(
            zip(self.codes.tolist(), self.columns["gap_people"].tolist(), strict=True)
        ):
            if people > 0:
                own = self._own_target(place)
                words = f"{self.circle_label}: {say_count(self.lang, people)}"
                told[code] = (people, f"{words} ({own})" if own else words)
        return told

    @cached_property
    def histogram(self) -> Histogram:
        """How the values are spread, and where the classes cut."""
        return make_histogram(self.lang, self.measure, self.breaks, self.columns["value"].astype(float))

    @cached_property
    def small(self) -> tuple[str, ...]:
        """Codes of the areas whose rate rests on few."""
        return tuple(self.codes[self.columns["is_small"]].tolist())


def _joined(parent: str, group: str, above: Sequence[str]) -> str:
    """Names from the nearest area on, each once; a short name is left out beside the long one."""
    names = [parent] if parent in above or not group else [parent, *([group] if group not in parent else [])]
    return ", ".join(dict.fromkeys([*filter(None, names), *above]))
