"""The map at a click, before its page: drawn as the page will show it, held while the page is made, and taken back."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field

import pytest
from playwright.sync_api import Page, WebSocketRoute, expect

from tests.browser.conftest import DemoApp, MapView, Visit, settle
from ucjmap import api
from ucjmap.codes import Level

KETAPANG = re.compile("Kabupaten Ketapang")


@dataclass
class Line:
    """The line between page and server, which can be held up."""

    is_held: bool = False
    kept: list[Callable[[], None]] = field(default_factory=list)

    def join(self, socket: WebSocketRoute) -> None:
        server = socket.connect_to_server()
        socket.on_message(server.send)
        server.on_message(lambda message: self.pass_on(lambda: socket.send(message)))

    def pass_on(self, send: Callable[[], None]) -> None:
        if self.is_held:
            self.kept.append(send)
        else:
            send()

    def release(self) -> None:
        self.is_held = False
        for send in self.kept:
            send()
        self.kept.clear()


def open_held(open_page: Callable[[str], Visit], url: str) -> tuple[Page, MapView, Line]:
    """A page at rest whose server is not heard any more."""
    page, line = open_page("about:blank").page, Line()
    page.route_web_socket(re.compile("/_stcore/stream"), line.join)
    page.clock.install()
    page.goto(url)
    drawn = MapView.of(page)
    settle(page)
    line.is_held = True
    return page, drawn, line


def colours(store: api.Store, code: str, level: Level) -> dict[str, str]:
    units = api.area_values(store, code, level, "ucj").units
    return {row.code: row.colour for row in units.itertuples() if row.class_id >= 0}


def test_a_map_is_there_before_its_page_and_clicks_on_it_wait(
    demo_app: DemoApp, open_page: Callable[[str], Visit]
) -> None:
    right = colours(demo_app.store, "61.04", "adm3")
    page, drawn, line = open_held(open_page, f"{demo_app.url}/?area=61&level=adm2&lang=id")
    drawn.click("61.04")
    drawn.wait_for_view("61.04/adm3")
    assert right.items() <= drawn.fills.items()
    expect(page.get_by_role("heading", name=KETAPANG)).to_have_count(0)
    drawn.click("61.04.01")
    painted = drawn.painted
    line.release()
    drawn.wait_for_view("61.04.01/adm4")
    expect(page.get_by_role("heading", name=re.compile("Matan Hilir Utara"))).to_be_visible()
    assert colours(demo_app.store, "61.04.01", "adm4").items() <= drawn.fills.items()
    assert drawn.painted == painted + 1, "what the page confirms is not drawn again"
    drawn.frame.get_by_role("button", name="↑").click()
    drawn.wait_for_view("61.04/adm3")
    expect(page.get_by_role("heading", name=KETAPANG)).to_be_visible()


@pytest.mark.long
def test_what_the_page_never_confirms_is_taken_back(demo_app: DemoApp, open_page: Callable[[str], Visit]) -> None:
    page, drawn, line = open_held(open_page, f"{demo_app.url}/?area=61&level=adm2&lang=id")
    before = drawn.fills
    drawn.click("61.04")
    drawn.wait_for_view("61.04/adm3")
    expect(drawn.frame.get_by_role("progressbar")).to_be_visible()
    expect(drawn.frame.get_by_role("status")).to_have_text(re.compile("wilayah sebelumnya"))
    page.clock.fast_forward(10_000)
    drawn.wait_for_view("61/adm2")
    assert drawn.fills == before
    expect(drawn.frame.get_by_role("status")).to_have_count(0)
    line.release()
    drawn.wait_for_view("61.04/adm3")
    expect(page.get_by_role("heading", name=KETAPANG)).to_be_visible()


@pytest.mark.long
def test_where_colours_would_mean_something_else_the_map_waits_for_its_legend(
    demo_app: DemoApp, open_page: Callable[[str], Visit]
) -> None:
    address = f"{demo_app.url}/?area=61&level=adm2&scheme=quantile&frozen=0&lang=id"
    page, drawn, line = open_held(open_page, address)
    with page.expect_response(re.compile(r"/api/v1/map\?.*area=61\.04$")) as told:
        drawn.click("61.04")
    told.value.finished()
    page.wait_for_timeout(200)  # longer than the drawing would take
    assert drawn.call("view") == "61/adm2"
    line.release()
    drawn.wait_for_view("61.04/adm3")
    expect(page.get_by_role("heading", name=KETAPANG)).to_be_visible()
