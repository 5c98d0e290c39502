"""What the browser paints at every scheme, level and date of the demonstration data, unit by unit."""

import re
from collections.abc import Callable
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import WAIT_MS, DemoApp, MapView, Visit, switch
from ucjmap import api
from ucjmap.app.map.classing_form import SCHEME_NAMES
from ucjmap.classify import CHOICES, NO_DATA_COLOUR, NOT_APPLICABLE_COLOUR, Classing, Scheme
from ucjmap.codes import Level
from ucjmap.words import say

Opener = Callable[[str], Visit]
#: Indicators of both kinds; a level each that the other tests of the page do not go through.
VIEWS: tuple[tuple[str, Level, str], ...] = (
    ("00", "adm1", "ucj"),
    ("00", "adm2", "bpd_registered"),
    ("61", "adm3", "ucj"),
    ("17", "adm4", "ucj"),
)
#: The schemes that the quick run chooses in each view: every one somewhere; the long run chooses all in all.
QUICK: dict[str, tuple[Scheme, ...]] = {
    area + level: tuple(CHOICES[place :: len(VIEWS)]) for place, (area, level, _) in enumerate(VIEWS)
}
#: Fill, hatching and dots of every unit at each date of the player, as drawn.
_PAINTED = """() => {
    const { frames } = map.ucjmap.parts, hook = window.__ucjmap, found = {};
    const first = frames.index;
    frames.data.dates.forEach((date, index) => {
        frames.go(index);
        found[date] = Object.fromEntries(
            hook.codes().map((code) => [code, [hook.fills(code), hook.hatched(code), hook.dotted(code)]]));
    });
    frames.go(first);
    return found;
}"""

_IS_PAINTED = f"""wanted => {{
    const found = ({_PAINTED})(), same = (one, other) => JSON.stringify(one) === JSON.stringify(other);
    return Object.entries(wanted).every(([date, units]) =>
        Object.entries(units).every(([code, signs]) => same(found[date]?.[code], signs)));
}}"""


def expected(values: api.AreaValues) -> dict[str, list[Any]]:
    """Fill, hatching and dots of every unit as the store gives them."""
    apart = {True: NO_DATA_COLOUR, False: NOT_APPLICABLE_COLOUR}
    return {
        row.code: [
            row.colour if row.class_id >= 0 else apart[bool(row.applies)],
            bool(row.class_id < 0 and row.applies),
            bool(row.class_id >= 0 and row.is_small),
        ]
        for row in values.units.itertuples()
        if row.has_shape
    }


def chosen_classing(page: Page, tree: api.AreaTree) -> Classing:
    params = {key: values[0] for key, values in parse_qs(urlsplit(page.url).query).items()}
    return api.read_address(params, tree, default_lang="id")[0].classing


def choose(page: Page, popover: Locator, scheme: Scheme) -> None:
    popover.get_by_role("combobox").click()
    page.get_by_role("option", name=say("id", SCHEME_NAMES[scheme]), exact=True).click()
    wanted = (
        "!location.search.includes('scheme=')" if scheme == "bands" else f"location.search.includes('scheme={scheme}')"
    )
    page.wait_for_function(wanted, timeout=WAIT_MS)
    expect(page.locator("[data-stale=true]")).to_have_count(0, timeout=WAIT_MS)


@pytest.mark.long
@pytest.mark.parametrize(
    ("area", "level", "indicator"),
    [view if view in (VIEWS[1], VIEWS[2]) else pytest.param(*view, marks=pytest.mark.long) for view in VIEWS],
)
def test_every_scheme_at_every_date(
    demo_app: DemoApp, open_page: Opener, is_long: bool, area: str, level: Level, indicator: str
) -> None:
    store = demo_app.store
    tree = api.area_tree(store)
    visit = open_page(f"{demo_app.url}/?area={area}&level={level}&indicator={indicator}&lang=id")
    page = visit.page
    drawn = MapView.of(page)
    switch(page, "play")
    drawn.frame.wait_for_function("map.ucjmap.parts.frames.data !== null", timeout=WAIT_MS)
    page.locator(".st-key-open-classes button").first.click()
    popover = page.get_by_test_id("stPopoverBody")
    dates = api.list_dates(store, indicator, area)
    schemes = CHOICES if is_long else QUICK[area + level]
    for scheme in (*(scheme for scheme in schemes if scheme != CHOICES[0]), CHOICES[0]):  # the default comes back last
        choose(page, popover, scheme)
        classing = chosen_classing(page, tree)
        assert classing.scheme == scheme
        wanted = {
            date: expected(api.area_values(store, area, level, indicator, as_of=date, classing=classing))
            for date in dates
        }
        # Where the same colours come out as before nothing is painted anew: the colours are waited for, not a painting.
        # Those of all dates: the newest one may look the same under two schemes while an older one does not.
        drawn.frame.wait_for_function(_IS_PAINTED, arg=wanted, timeout=WAIT_MS, polling=200)
        assert drawn.frame.evaluate(_PAINTED) == wanted, scheme
        # The legend is of the newest date, which the page shows.
        items = page.locator(".ucj-legend").get_by_role("listitem")
        rows = api.answer_map(store, api.MapView(area, level, indicator, classing=classing)).legend.rows
        expect(items).to_have_count(len(rows), timeout=WAIT_MS)
        for item, row in zip(items.all(), rows, strict=True):
            expect(item).to_have_text(re.compile(rf"^\s*{re.escape(row.label)}: {say_count(row.areas)}\b"))
    visit.assert_clean()


def say_count(count: int) -> str:
    return f"{count:,}".replace(",", r"\.")
