"""A map as parameters of an address: the page's, the HTTP route's and those of a shared link are the same."""

import datetime as dt
import re
from collections.abc import Callable, Container, Mapping
from typing import Any, Final, TypeVar
from urllib.parse import urlencode

from ucjmap.api.areas import AreaTree
from ucjmap.api.figures import load_indicators
from ucjmap.api.maps.view import OPTIONS, MapView, Option, levels_below
from ucjmap.classify import CHOICES, FEWEST, MOST, Classing, read_own_breaks, write_own_breaks
from ucjmap.codes import COUNTRY, LEVELS
from ucjmap.errors import N_, UsageError
from ucjmap.schema import ALL_SEGMENTS
from ucjmap.settings import is_web_address
from ucjmap.words import Lang

T = TypeVar("T")
_SWITCH: Final = ("0", "1")
#: Parameters that say how the page is laid out: whether its panel is open, whose card is shown, whether it is embedded;
#: which story and which view of it are told, and whether as a presentation.
PAGE_NAMES: Final = ("panel", "pin", "embed", "story", "step", "present")
#: All parameters there are.
ADDRESS_NAMES: Final = frozenset(
    [
        "area",
        "level",
        "indicator",
        "lang",
        "segment",
        "date",
        "target",
        "since",
        "scheme",
        "k",
        "breaks",
        "zero",
        "full",
        "frozen",
        "pick",
        *OPTIONS,
        *PAGE_NAMES,
    ]
)
#: Parameters that are about one area: the other ones stay when a visitor goes from area to area.
_OF_AREA: Final = frozenset({"area", "level", "pick"})


def read_address(params: Mapping[str, str], tree: AreaTree, *, default_lang: Lang) -> tuple[MapView, list[str]]:
    """The view of an address, and the parts of it that make no sense (these get their defaults).

    Parameters
    ----------
    params
        Parameters by name, not yet checked; names other than ``ADDRESS_NAMES`` are ignored.
    tree
        Areas that codes are looked up in.
    default_lang
        Language where the address names none.

    Returns
    -------
    view
        Always one that can be asked; whether its dates fit together ``settle_dates`` tells.
    strange
        ``NAME=TEXT`` of each parameter that makes no sense.
    """
    address = _Address(params)
    area = address.take("area", _Areas(tree), COUNTRY)
    levels = levels_below(tree, area)
    level = address.take("level", levels, levels[0])
    indicators = load_indicators()
    indicator = address.take("indicator", indicators, "ucj")
    segment = address.take("segment", (ALL_SEGMENTS, *indicators[indicator].segments), ALL_SEGMENTS)
    view = MapView(
        area=area,
        level=next(known for known in LEVELS if known == level),
        indicator=indicator,
        segment=segment,
        as_of=address.take_text("date", _is_date),
        target=address.take_text("target", _is_target),
        since=address.take_text("since", _is_date),
        classing=address.take_classing(),
        chosen=address.take_codes("pick", tree),
        lang="en" if address.take("lang", ("id", "en"), default_lang) == "en" else "id",
        **{name: address.take_option(option) for name, option in OPTIONS.items()},
    )
    return view, address.strange


def write_address(view: MapView) -> dict[str, str]:
    """The view as parameters of an address; what is as by default stays out.

    Returns
    -------
    dict
        Texts by name; ``area``, ``indicator`` and ``lang`` are always there. ``read_address`` reads the same map from
        them.
    """
    plain, classing = Classing(), view.classing
    optional = {
        "level": (view.level, view.level),
        "indicator": (view.indicator, True),
        "lang": (view.lang, True),
        "segment": (view.segment, view.segment != ALL_SEGMENTS),
        "date": (view.as_of, view.as_of),
        "target": (view.target, view.target),
        "since": (view.since, view.since),
        "scheme": (classing.scheme, classing.scheme != plain.scheme),
        "k": (str(classing.k), classing.k != plain.k),
        "breaks": (write_own_breaks(classing.own), classing.own),
        "zero": ("1", classing.isolate_zero),
        "full": ("1", classing.isolate_full),
        "frozen": ("0", not classing.frozen),
        "pick": (",".join(view.chosen), view.chosen),
    }
    for name, option in OPTIONS.items():
        optional[name] = option.write(chosen := getattr(view, name)), chosen != option.default
    return {"area": view.area} | {name: str(text) for name, (text, is_set) in optional.items() if is_set}


def write_next_address(view: MapView) -> str:
    """The query of the maps that follow, up to ``area=``, at whose end the code of any area belongs.

    It stays the same from area to area, so that a browser can keep what it has.
    """
    terms = {name: text for name, text in write_address(view).items() if name not in _OF_AREA}
    return f"{urlencode(sorted(terms.items()))}&area="


def live_link(public_url: str, view: MapView) -> str:
    """Address of a view on the page.

    Parameters
    ----------
    public_url
        Where the installation is found from outside; empty where it has no public address.

    Returns
    -------
    str
        Empty without a public address.

    Raises
    ------
    UsageError
        ``public_url`` is no address of http or https.
    """
    if not public_url:
        return ""
    if not is_web_address(public_url):
        raise UsageError(
            "bad_public_url",
            N_("{address} is no address of a web page."),
            N_("Give one that begins with https:// or http://."),
            address=public_url[:80],
        )
    return f"{public_url.rstrip('/')}/?{urlencode(write_address(view))}"


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

    def take_option(self, option: Option) -> Any:
        """One of the values of an option."""
        value = self._take(option.name, option.read)
        return option.default if value is None else value

    def take_switch(self, name: str, default: bool) -> bool:
        """Yes or no."""
        return self.take(name, _SWITCH, _SWITCH[default]) == "1"

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
            isolate_zero=self.take_switch("zero", plain.isolate_zero),
            isolate_full=self.take_switch("full", plain.isolate_full),
            frozen=self.take_switch("frozen", plain.frozen),
        )

    def _take(self, name: str, read: Callable[[str], T | None]) -> T | None:
        if name not in self.params:
            return None
        taken = read(self.params[name])
        if taken is None:
            self.strange.append(f"{name}={self.params[name]}")
        return taken


def _own_breaks(text: str) -> tuple[float, ...] | None:
    try:
        return read_own_breaks(text)
    except UsageError:
        return None


def _is_target(text: str) -> bool:
    """Whether it has the form of a target's key, such as ``2025@RPJMN``."""
    return re.fullmatch(r"\d{4}@[^\x00-\x1f]{1,200}", text, re.ASCII) is not None


def _is_date(text: str) -> bool:
    try:
        dt.date.fromisoformat(text)
    except ValueError:
        return False
    return True
