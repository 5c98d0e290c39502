"""An address without a page in the real app."""

from collections.abc import Callable

from playwright.sync_api import expect

from tests.browser.conftest import WAIT_MS, DemoApp, MapView, Visit


def test_an_unknown_address_shows_the_map_and_says_so(demo_app: DemoApp, open_page: Callable[[str], Visit]) -> None:
    page = open_page(f"{demo_app.url}/peta?area=61&lang=id").page
    expect(page.get_by_text("“peta”")).to_be_visible(timeout=WAIT_MS)
    MapView.of(page).wait_for_view("61/adm2")
    assert page.get_by_role("dialog").count() == 0
    assert page.url.startswith(f"{demo_app.url}/?area=61")
