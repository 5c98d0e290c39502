"""The answer to one map: every figure, class and word of it. `ucjmap.api.maps.answering` makes it, once."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from ucjmap.api.areas import Bounds
from ucjmap.api.figures import Basis, JointFigures
from ucjmap.api.maps.captions import say_measured
from ucjmap.api.maps.figure import Figure, KeyFigure, Note
from ucjmap.api.maps.legend import Legend
from ucjmap.api.maps.map_areas import MapAreas
from ucjmap.api.maps.origins import Badge, Line
from ucjmap.api.maps.view import MapView
from ucjmap.classify import ClassBreaks
from ucjmap.codes import Level, child_level, is_all_desa
from ucjmap.indicators import Indicator, Target
from ucjmap.words import Lang


@dataclass(frozen=True)
class Place:
    """An area by code, name and level."""

    code: str
    name: str
    level: Level


@dataclass(frozen=True, eq=False)
class MapAnswer:
    """Everything that one map says, in the language of the question. Nothing in it can be changed.

    ``view`` is the question with its level; `pinned` has all that it left open. ``area`` is the area whose map is
    drawn, ``subject`` the one that the question is about (a desa on the map of its kecamatan), ``path`` leads from the
    country to the subject. ``row`` has the figures of the subject as they are computed, ``figure`` what was measured
    in it, ``period`` its dates; ``origin`` is its dates and sources in one line, for pages on which figures of several
    origins stand. ``part`` names the part of the subject that its figures rest on, where that is not nearly the whole.
    ``gap_sum`` says why the gaps of the areas do not add up to that of the whole. ``provenance`` is about the figures
    of the map, and in a line of its own about that of a subject on it; ``other_provenance`` is about the key figures of
    other indicators: whoever prints those prints these too. ``older`` is the same map at the earlier date, where two
    stand side by side; its classes are those of the newer one.
    """

    revision: tuple[int, int]
    view: MapView
    area: Place
    subject: Place
    path: tuple[Place, ...]
    bounds: Bounds
    level: Level
    level_name: str
    indicator: Indicator
    name: str
    as_of: str
    since: str | None
    dates: tuple[str, ...]
    target: Target | None
    breaks: ClassBreaks
    breaks_from: Basis
    row: Mapping[str, Any]
    figure: Figure
    part: str
    areas: MapAreas
    legend: Legend
    title: str
    subtitle: str
    caption: str
    period: str
    key_figures: tuple[KeyFigure, ...]
    notes: tuple[Note, ...]
    gap_sum: str
    selection: JointFigures | None
    selection_words: tuple[str, ...]
    is_simulated: bool
    is_model: bool
    badges: tuple[Badge, ...]
    sources: tuple[str, ...]
    editions: tuple[str, ...]
    boundaries: str
    credit: str
    provenance: tuple[Line, ...]
    origin: Line
    other_provenance: tuple[Line, ...]
    references: tuple[Line, ...]
    alt: str
    versions: Mapping[str, str]
    older: "MapAnswer | None"

    @property
    def lang(self) -> Lang:
        """Language of every word in it."""
        return self.view.lang

    @property
    def selected(self) -> str | None:
        """Code of the area on the map that the question is about; None where that is the map's own."""
        return None if self.subject == self.area else self.subject.code

    @property
    def measured(self) -> str:
        """What is measured, by name, as it stands in ``title``."""
        aims = tuple(dict.fromkeys(filter(None, [self.target, *self.areas.columns["target"]])))
        return say_measured(self.lang, self.name, self.areas.measure, aims, self.since)

    @property
    def main_figure(self) -> KeyFigure:
        """The key figure that the map is about: of a map of gaps that of its area, where it has a target."""
        gaps = (each for each in self.key_figures if each.key == "gap_points" and each.figure is not None)
        return next(gaps, self.key_figures[0]) if self.areas.measure == "gap" else self.key_figures[0]

    @property
    def parent(self) -> str | None:
        """Code of the area one level above the subject; None for the country."""
        return self.path[-2].code if len(self.path) > 1 else None

    @property
    def is_drillable(self) -> bool:
        """Whether an area on the map has areas below it."""
        return child_level(self.level) is not None

    @property
    def is_whole_country(self) -> bool:
        """Whether the map has all desa of the country, which come as vector tiles."""
        return is_all_desa(self.area.code, self.level)

    @property
    def with_data(self) -> int:
        """Number of areas on the map that have data."""
        return int(np.isfinite(self.areas.columns["value"]).sum())

    @property
    def weight(self) -> int:
        """About how many bytes are freed when it is dropped from memory: the columns, and words for each area."""
        own = sum(column.nbytes for column in self.areas.columns.values()) + 200 * len(self.areas) + 20_000
        return own + (self.older.weight if self.older else 0)

    @property
    def pinned(self) -> MapView:
        """The question with what it left open filled in, so that it still shows the same later."""
        since = self.since if self.view.measure == "change" or self.view.side else self.view.since
        return replace(self.view, level=self.level, as_of=self.as_of or None, since=since)

    @property
    def warnings(self) -> tuple[str, ...]:
        """Notes without which its figures would be taken for what they are not."""
        return tuple(note.text for note in self.notes if note.is_grave)

    @property
    def entered(self) -> tuple[str, ...]:
        """What came from desa that were not counted at both dates of a change; empty where there were none."""
        return tuple(note.text for note in self.notes if note.key == "entered")

    @property
    def remarks(self) -> tuple[str, ...]:
        """What every file keeps: grave notes, desa that came in or went out, another target, and the picked areas."""
        kept = (note.text for note in self.notes if note.is_grave or note.key in ("entered", "other_target"))
        return (*kept, *self.selection_words[:1])

    def key_figure(self, key: str) -> KeyFigure:
        """One of ``key_figures``.

        Parameters
        ----------
        key
            As in ``KeyFigure.key``. Where a change is told, ``change`` stands in place of ``rate``.

        Raises
        ------
        StopIteration
            The answer has no such key figure.
        """
        return next(figure for figure in self.key_figures if figure.key == key)
