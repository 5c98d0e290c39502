"""What the page shows, held by the address bar alone: a copied link opens the same view."""

import datetime as dt
import re
from collections.abc import Callable, Container, Mapping
from dataclasses import dataclass, field, replace
from typing import Final, Self, TypeVar, get_args

from ucjmap.api import AreaTree, MapView, load_indicators
from ucjmap.classify import CHOICES, FEWEST, MOST, Classing, Measure, read_own_breaks
from ucjmap.codes import ALL_LEVELS, COUNTRY, LEVELS, Level, child_level
from ucjmap.errors import UsageError
from ucjmap.schema import ALL_SEGMENTS
from ucjmap.words import Lang

T = TypeVar("T")
_MEASURES: Final[tuple[Measure, ...]] = get_args(Measure)
_SWITCH: Final = ("0", "1")


@dataclass(frozen=True)
class View:
    """Area, level and figure that the map page shows.

    ``as_of`` None is the newest date; ``target`` is ``"YEAR@ISSUER"``, None the one that applies; ``since`` is the
    date that is compared with. ``people`` draws circles, ``side`` two dates side by side; ``chosen`` are areas that
    were picked for joint figures.
    """

    lang: Lang
    area: str = COUNTRY
    level: Level = "adm1"
    indicator: str = "ucj"
    segment: str = ALL_SEGMENTS
    as_of: str | None = None
    measure: Measure = "rate"
    target: str | None = None
    since: str | None = None
    classing: Classing = field(default_factory=Classing)
    people: bool = False
    labels: bool = True
    side: bool = False
    chosen: tuple[str, ...] = ()

    @classmethod
    def from_params(cls, params: Mapping[str, str], tree: AreaTree, *, default_lang: Lang) -> tuple[Self, list[str]]:
        """The view of an address, and the parts of it that make no sense (these get their defaults)."""
        address = _Address(params)
        lang: Lang = "en" if address.take("lang", ("id", "en"), default_lang) == "en" else "id"
        area = address.take("area", _Areas(tree), COUNTRY)
        levels = levels_below(tree, area)
        level = address.take("level", levels, levels[0])
        indicators = load_indicators()
        indicator = address.take("indicator", indicators, "ucj")
        segment = address.take("segment", (ALL_SEGMENTS, *indicators[indicator].segments), ALL_SEGMENTS)
        measure = address.take("measure", _MEASURES, "rate")
        view = cls(
            lang=lang,
            area=area,
            level=next(known for known in LEVELS if known == level),
            indicator=indicator,
            segment=segment,
            as_of=address.take_text("date", _is_date),
            measure=next(known for known in _MEASURES if known == measure),
            target=address.take_text("target", _is_target),
            since=address.take_text("since", _is_date),
            classing=address.take_classing(),
            people=address.take("circles", _SWITCH, "0") == "1",
            labels=address.take("labels", _SWITCH, "1") == "1",
            side=address.take("side", _SWITCH, "0") == "1",
            chosen=address.take_codes("pick", tree),
        )
        return view, address.strange

    def map_view(self, tree: AreaTree) -> MapView:
        """The map of the view, as pictures and files show it."""
        area = map_area(tree, self.area)
        return replace(self._map_view(), area=area, selected=None if area == self.area else self.area)

    def _map_view(self) -> MapView:
        return MapView(
            self.area,
            self.level,
            self.indicator,
            self.segment,
            self.as_of,
            measure=self.measure,
            classing=self.classing,
            target=self.target,
            since=self.since,
            circles=self.people,
            labels=self.labels,
            chosen=self.chosen,
            side=self.side,
        )

    def to_params(self) -> dict[str, str]:
        """The address of the view; what is as by default stays out."""
        return self._map_view().to_params(self.lang)

    def go_to(self, tree: AreaTree, area: str) -> Self:
        """The same figure for another area, one level below it; what was picked stays behind."""
        return replace(self, area=area, level=levels_below(tree, area)[0], chosen=())


class _Areas:
    """Codes of all areas, the country among them."""

    def __init__(self, tree: AreaTree) -> None:
        self.index = tree.areas.index

    def __contains__(self, code: object) -> bool:
        return code == COUNTRY or code in self.index


class _Address:
    """The parameters of an address, taken one by one; ``strange`` are those that make no sense."""

    def __init__(self, params: Mapping[str, str]) -> None:
        self.params = params
        self.strange: list[str] = []

    def take(self, name: str, known: Container[str], default: str) -> str:
        """One of the known words."""
        return self._take(name, lambda text: text if text in known else None) or default

    def take_text(self, name: str, fits: Callable[[str], bool]) -> str | None:
        """A text of some form; empty is none."""
        return self._take(name, lambda text: text if fits(text) else None) if self.params.get(name) else None

    def take_codes(self, name: str, tree: AreaTree) -> tuple[str, ...]:
        """Codes of areas, each once; all of them have to be known."""
        codes = tuple(dict.fromkeys(self.params.get(name, "").split(",")))
        known = _Areas(tree)
        return codes if self.take_text(name, lambda _: all(code in known for code in codes)) else ()

    def take_classing(self) -> Classing:
        """The classification. Own breaks and their scheme make sense together only."""
        plain = Classing()
        numbers = tuple(str(count) for count in range(FEWEST, MOST + 1))
        own = self._take("breaks", _own_breaks)
        scheme = next(known for known in CHOICES if known == self.take("scheme", CHOICES, plain.scheme))
        if scheme == "own" and not own:
            if "breaks" not in self.params:
                self.strange.append("scheme=own")
            scheme = plain.scheme
        return Classing(
            scheme=scheme,
            k=int(self.take("k", numbers, str(plain.k))),
            own=own or (),
            isolate_zero=self.take("zero", _SWITCH, "0") == "1",
            isolate_full=self.take("full", _SWITCH, "0") == "1",
            frozen=self.take("frozen", _SWITCH, "1") == "1",
        )

    def _take(self, name: str, read: Callable[[str], T | None]) -> T | None:
        if name not in self.params:
            return None
        found = read(self.params[name])
        if found is None:
            self.strange.append(f"{name}={self.params[name]}")
        return found


def _own_breaks(text: str) -> tuple[float, ...] | None:
    try:
        return read_own_breaks(text)
    except UsageError:
        return None


def _is_target(text: str) -> bool:
    return re.fullmatch(r"\d{4}@[^\x00-\x1f]{1,200}", text, re.ASCII) is not None


def _is_date(text: str) -> bool:
    try:
        dt.date.fromisoformat(text)
    except ValueError:
        return False
    return True


def map_area(tree: AreaTree, area: str) -> str:
    """The area whose map is drawn: a desa is shown on the map of its kecamatan."""
    return area if child_level(tree.level(area)) else tree.path(area)[-2]


def levels_below(tree: AreaTree, area: str) -> list[Level]:
    """Levels that the map of an area can show."""
    own = tree.level(map_area(tree, area))
    return list(ALL_LEVELS[ALL_LEVELS.index(own) + 1 :])
