"""What the page shows, held by the address bar alone: a copied link opens the same view."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Self

from ucjmap.api import AreaTree, load_indicators
from ucjmap.codes import ALL_LEVELS, COUNTRY, LEVELS, Level, child_level
from ucjmap.schema import ALL_SEGMENTS
from ucjmap.words import Lang


@dataclass(frozen=True)
class View:
    """Area, level and figure that the map page shows. ``as_of`` None is the newest date."""

    lang: Lang
    area: str = COUNTRY
    level: Level = "adm1"
    indicator: str = "ucj"
    segment: str = ALL_SEGMENTS
    as_of: str | None = None

    @classmethod
    def from_params(cls, params: Mapping[str, str], tree: AreaTree, *, default_lang: Lang) -> tuple[Self, list[str]]:
        """The view of an address, and the parts of it that make no sense (these get their defaults)."""
        strange: list[str] = []

        def take(name: str, known: Mapping[str, object] | tuple[str, ...], default: str) -> str:
            text = params.get(name, default)
            if text not in known:
                strange.append(f"{name}={text}")
                return default
            return text

        lang: Lang = "en" if take("lang", ("id", "en"), default_lang) == "en" else "id"
        area = params.get("area", COUNTRY)
        if area != COUNTRY and area not in tree.areas.index:
            strange.append(f"area={area}")
            area = COUNTRY
        levels = levels_below(tree, area)
        level = take("level", tuple(levels), levels[0])
        indicators = load_indicators()
        indicator = take("indicator", tuple(indicators), "ucj")
        segment = take("segment", (ALL_SEGMENTS, *indicators[indicator].segments), ALL_SEGMENTS)
        chosen = next(known for known in LEVELS if known == level)
        date = params.get("date") or None
        if date is not None and not _is_date(date):
            strange.append(f"date={date}")
            date = None
        return cls(lang, area, chosen, indicator, segment, date), strange

    def to_params(self) -> dict[str, str]:
        """The address of the view; what is as by default stays out."""
        params = {"area": self.area, "level": self.level, "indicator": self.indicator, "lang": self.lang}
        if self.segment != ALL_SEGMENTS:
            params["segment"] = self.segment
        if self.as_of:
            params["date"] = self.as_of
        return params

    def go_to(self, tree: AreaTree, area: str) -> Self:
        """The same figure for another area, one level below it."""
        return replace(self, area=area, level=levels_below(tree, area)[0])


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
    """Levels that the map of an area can show. All desa of the country at once are too many for one map."""
    own = tree.level(map_area(tree, area))
    below = list(ALL_LEVELS[ALL_LEVELS.index(own) + 1 :])
    return below[:3] if own == "adm0" else below
