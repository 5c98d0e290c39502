"""An address without a page in the real app."""

from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import DemoApp, MapView, Visit
from tests.long_run import rest_long

_SHIFTS = """() => new Promise(resolve => new PerformanceObserver(list => resolve(
    list.getEntries().reduce((sum, entry) => sum + entry.value, 0)
)).observe({ type: "layout-shift", buffered: true }) || setTimeout(() => resolve(0), 500))"""


def test_an_unknown_address_shows_the_map_and_says_so(demo_app: DemoApp, open_page: Callable[[str], Visit]) -> None:
    page = open_page(f"{demo_app.url}/anggaran?area=61&lang=id").page
    told = page.get_by_text("“anggaran”")
    expect(told).to_be_visible()
    MapView.of(page).wait_for_view("61/adm2")
    assert page.get_by_role("dialog").count() == 0
    assert page.url.startswith(f"{demo_app.url}/?area=61")
    assert page.evaluate(_SHIFTS) < 0.06
    stage = page.locator(".st-key-stage").bounding_box()
    assert stage
    assert stage["y"] < 60  # the map begins right below the bar: what is told lies over it
    page.get_by_role("button", name="Close").click()
    expect(told).to_be_hidden()


@pytest.mark.parametrize(
    ("typed", "address"), rest_long(1, [("paparan", "briefing"), ("Peta", ""), ("muat-data", "data")])
)
def test_a_name_that_somebody_types_leads_to_the_page(
    demo_app: DemoApp, open_page: Callable[[str], Visit], typed: str, address: str
) -> None:
    page = open_page(f"{demo_app.url}/{typed}?area=61&lang=id").page
    page.wait_for_url(lambda url: url.startswith(f"{demo_app.url}/{address}?"))
    expect(page.get_by_role("heading", level=2).or_(page.get_by_role("heading", level=1)).first).to_be_visible()
    expect(page.get_by_test_id("stToast")).to_have_count(0)
