"""Which map, apart from how it is drawn: what a page, a command or an address asks for."""

from dataclasses import dataclass, field, replace
from typing import Self
from urllib.parse import urlencode

import numpy as np

from ucjmap.api.areas import area_tree
from ucjmap.api.figures import AreaValues, area_values
from ucjmap.classify import Classing, Measure, write_own_breaks
from ucjmap.codes import COUNTRY, Level, child_level
from ucjmap.errors import N_, UsageError
from ucjmap.schema import ALL_SEGMENTS
from ucjmap.store import Store
from ucjmap.words import Lang


@dataclass(frozen=True)
class MapView:
    """Which map: area, level of the areas in it, figure, date and classes, as ``area_values`` takes them.

    ``circles`` draws the people still missing to the target, ``labels`` names; ``selected`` is an area on the map that
    it is about (a desa on the map of its kecamatan), and ``chosen`` are areas that were picked for joint figures.
    ``side`` puts the map of ``since`` beside that of ``as_of``.
    """

    area: str = COUNTRY
    level: Level | None = None
    indicator: str = "ucj"
    segment: str = ALL_SEGMENTS
    as_of: str | None = None
    measure: Measure = "rate"
    classing: Classing = field(default_factory=Classing)
    target: str | None = None
    since: str | None = None
    circles: bool = False
    labels: bool = True
    selected: str | None = None
    chosen: tuple[str, ...] = ()
    side: bool = False

    def values(self, store: Store, *, target_year: int | None = None) -> AreaValues:
        """Figures and classes of the view; ``target_year`` is as in ``area_values``.

        Raises
        ------
        UsageError
            Something of the view is not known.
        """
        level = self.level or child_level(area_tree(store).level(self.area))
        if level is None:
            raise UsageError(
                "no_level_below",
                N_("The area {code} has no areas below it."),
                N_("Choose its kecamatan."),
                code=self.area,
            )
        return area_values(
            store,
            self.area,
            level,
            self.indicator,
            segment=self.segment,
            as_of=self.as_of,
            classing=self.classing,
            measure=self.measure,
            target=self.target,
            target_year=target_year,
            since=self.since,
        )

    def both_values(self, store: Store) -> tuple[AreaValues | None, AreaValues]:
        """Figures at the older and at the newer date, both in the classes and to the targets of the newer one.

        A change has both dates in it, so rates stand beside each other. Where one date is shown there is no older one.

        Raises
        ------
        UsageError
            Something of the view is not known, or the other date is not before the newer one.
        """
        if not (self.side and self.since):
            return None, self.values(store)
        alone = replace(self, side=False, measure="rate" if self.measure == "change" else self.measure)
        newer = alone.values(store)
        if self.since >= newer.as_of:
            raise UsageError(
                "not_earlier",
                N_("{since} is not before {date}."),
                N_("Choose an earlier date to compare with."),
                since=self.since,
                date=newer.as_of or "–",
            )
        before = replace(alone, level=newer.level, as_of=self.since, since=None)
        # By rule each year has its own targets; two maps beside each other have the same.
        older = before.values(store, target_year=newer.target_year)
        class_ids = newer.breaks.assign(older.units["value"])
        palette = np.array([*newer.breaks.colours, None], dtype=object)  # the last stands for no class
        same_classes = older.units.assign(class_id=class_ids, colour=palette[class_ids])
        if newer.breaks_from == "shown":  # the note that its colours cannot be compared would be wrong here
            newer = replace(newer, breaks_from="set")
        return replace(older, units=same_classes, breaks=newer.breaks, breaks_from=newer.breaks_from), newer

    def pin(self, values: AreaValues) -> Self:
        """The same view with what was left open as ``values`` found it, so that it still shows the same later."""
        return replace(
            self,
            level=values.level,
            as_of=values.as_of or None,
            since=self.since or (values.since if values.measure == "change" else None),
        )

    def to_params(self, lang: Lang) -> dict[str, str]:
        """The view as parameters of the app's address; what is as by default stays out."""
        plain, classing = Classing(), self.classing
        optional = {
            "level": (self.level, self.level),
            "indicator": (self.indicator, True),
            "lang": (lang, True),
            "segment": (self.segment, self.segment != ALL_SEGMENTS),
            "date": (self.as_of, self.as_of),
            "measure": (self.measure, self.measure != "rate"),
            "target": (self.target, self.target),
            "since": (self.since, self.since),
            "scheme": (classing.scheme, classing.scheme != plain.scheme),
            "k": (str(classing.k), classing.k != plain.k),
            "breaks": (write_own_breaks(classing.own), classing.own),
            "zero": ("1", classing.isolate_zero),
            "full": ("1", classing.isolate_full),
            "frozen": ("0", not classing.frozen),
            "circles": ("1", self.circles),
            "labels": ("0", not self.labels),
            "pick": (",".join(self.chosen), self.chosen),
            "side": ("1", self.side),
        }
        params = {"area": self.selected or self.area}
        return params | {name: str(text) for name, (text, is_set) in optional.items() if is_set}


def live_link(public_url: str, lang: Lang, view: MapView, values: AreaValues) -> str:
    """Address of the live view; empty where the installation has no public address."""
    return f"{public_url.rstrip('/')}/?{urlencode(view.pin(values).to_params(lang))}" if public_url else ""
