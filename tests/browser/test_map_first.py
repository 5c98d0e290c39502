"""The map as the page: how much of the window it has, what lies over it, presentation, print, and a frame elsewhere."""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

import pytest
from playwright.sync_api import Browser, expect

from tests.browser.conftest import DemoApp, MapView, Visit, settle, switch, wait_until
from ucjmap import api
from ucjmap.words import say_date

Opener = Callable[[str], Visit]
KALBAR = "area=61&level=adm2&lang=id"
#: Sums up what moves without the visitor having done anything, and notes what it was.
COUNT_SHIFTS = """window.shift = 0;
window.moved = [];
const seen = ({ node, previousRect: from, currentRect: to }) => [
    node?.closest?.("[class*=st-key]")?.className ?? node?.nodeName, [from, to].map((at) => [at.x, at.y, at.width, at.height].join(" "))];
new PerformanceObserver((list) => {
    for (const entry of list.getEntries().filter((one) => !one.hadRecentInput)) {
        window.shift += entry.value;
        window.moved.push([entry.startTime, entry.value, entry.sources.map(seen)]);
    }
}).observe({ type: "layout-shift", buffered: true });"""
#: Shares of the window of the map's frame, and of what of it no panel lies over, on a grid of 6 pixels.
MEASURE_SHARES = """() => {
    const frame = document.querySelector("iframe"), box = frame.getBoundingClientRect();
    let all = 0, gross = 0, net = 0;
    for (let x = 3; x < innerWidth; x += 6) for (let y = 3; y < innerHeight; y += 6) {
        all += 1;
        if (x > box.left && x < box.right && y > box.top && y < box.bottom) gross += 1;
        if (document.elementFromPoint(x, y) === frame) net += 1;
    }
    return [100 * gross / all, 100 * net / all];
}"""
#: Whether every unit is in sight and clear of the panels.
IS_CLEAR = """() => {
    const panels = ucjmap.panels.boxes(), { x, y } = map.getSize();
    return panels.length === 2 && window.__ucjmap.codes().every((code) => {
        const box = ucjmap.geometry.extent(ucjmap.geometry.pixelRings(map, map.ucjmap.polygons.get(code)));
        const apart = (panel) => panel.right <= box.left || box.right <= panel.left || panel.bottom <= box.top || box.bottom <= panel.top;
        return box.left >= 0 && box.top >= 0 && box.right <= x && box.bottom <= y && panels.every(apart);
    });
}"""
ZOOM = "map.getZoom()"


@pytest.mark.parametrize(
    ("width", "height", "touch", "gross", "net"),
    [
        (1366, 768, False, 67, 65),
        pytest.param(1920, 1080, False, 75, 70, marks=pytest.mark.long),
        pytest.param(1024, 768, False, 64, 60, marks=pytest.mark.long),
        (360, 740, True, 78, 55),
    ],
)
def test_the_map_has_the_window_on_arrival_and_nothing_jumps(
    demo_app: DemoApp, chromium: Browser, width: int, height: int, touch: bool, gross: float, net: float
) -> None:
    context = chromium.new_context(viewport={"width": width, "height": height}, has_touch=touch, is_mobile=touch)
    context.add_init_script(COUNT_SHIFTS)
    visit = Visit(context.new_page())
    visit.page.goto(f"{demo_app.url}/?{KALBAR}")
    drawn = MapView.of(visit.page)
    settle(visit.page)
    wait_until(drawn.frame, IS_CLEAR)
    shares = visit.page.evaluate(MEASURE_SHARES)
    assert shares[0] >= gross
    assert shares[1] >= net
    assert visit.page.evaluate("window.shift") < 0.06, visit.page.evaluate("window.moved")
    language = visit.page.locator(".st-key-language button").bounding_box()
    assert language is not None
    assert min(language["width"], language["height"]) >= 24  # what a finger meets
    assert language["x"] + language["width"] <= width
    visit.assert_clean()
    context.close()


@pytest.mark.long
def test_two_dates_on_a_phone_have_room_below_title_and_above_legend(demo_app: DemoApp, chromium: Browser) -> None:
    context = chromium.new_context(viewport={"width": 360, "height": 740}, has_touch=True, is_mobile=True)
    page = context.new_page()
    page.goto(f"{demo_app.url}/?{KALBAR}&since=2024-12-31&side=1")
    page.locator(".st-key-map-older iframe").wait_for()
    settle(page)
    frames = [frame.element_handle().content_frame() for frame in page.locator(".st-key-maps iframe").all()]
    assert len(frames) == 2
    for frame in filter(None, frames):
        wait_until(frame, "() => window.__ucjmap && window.__ucjmap.painted > 0")
        wait_until(frame, IS_CLEAR.replace("panels.length === 2", "panels.length > 0"))
        assert frame.evaluate("ucjmap.geometry && map.getSize().y") > 380
    context.close()


def test_the_wheel_zooms_the_button_goes_back_and_another_figure_keeps_the_view(
    demo_app: DemoApp, open_page: Opener
) -> None:
    page = open_page(f"{demo_app.url}/?{KALBAR}").page
    drawn = MapView.of(page)
    settle(page)
    wait_until(drawn.frame, IS_CLEAR)
    fitted = drawn.frame.evaluate(ZOOM)
    drawn.hover("61.04")
    page.mouse.wheel(0, -300)
    wait_until(drawn.frame, f"before => {ZOOM} > before + 0.5", fitted)
    near, painted = drawn.frame.evaluate(ZOOM), drawn.painted
    page.locator(".st-key-measure").get_by_text("Kesenjangan").click()
    drawn.wait_for_painting(painted)
    settle(page)
    assert drawn.frame.evaluate(ZOOM) == near
    drawn.frame.get_by_role("button", name="Seluruh wilayah").click()
    assert drawn.frame.evaluate(ZOOM) == pytest.approx(fitted, abs=0.5)
    wait_until(drawn.frame, IS_CLEAR)


@pytest.mark.long
def test_on_a_low_window_the_wheel_scrolls_the_page_until_the_map_is_clicked(
    demo_app: DemoApp, open_page: Opener
) -> None:
    page = open_page(f"{demo_app.url}/?{KALBAR}").page
    page.set_viewport_size({"width": 700, "height": 500})
    drawn = MapView.of(page)
    settle(page)
    wait_until(drawn.frame, IS_CLEAR)
    scrolled = "document.querySelector('[data-testid=stMain]').scrollTop"
    fitted = drawn.frame.evaluate(ZOOM)
    page.mouse.move(*drawn.point("61.04"))
    page.mouse.wheel(0, 120)
    page.wait_for_function(f"{scrolled} > 60")
    assert drawn.frame.evaluate(ZOOM) == fitted
    expect(drawn.frame.locator(".ucjmap-hint:visible")).to_contain_text("Ctrl")
    page.evaluate(f"{scrolled} = 0")
    page.keyboard.down("Control")
    page.mouse.wheel(0, -300)
    page.keyboard.up("Control")
    wait_until(drawn.frame, f"before => {ZOOM} > before", fitted)
    assert page.evaluate(scrolled) == 0


@pytest.mark.long
def test_while_dates_play_the_legend_stands_above_the_player_that_names_their_sources(
    demo_app: DemoApp, open_page: Opener
) -> None:
    page = open_page(f"{demo_app.url}/?{KALBAR}").page
    drawn = MapView.of(page)
    settle(page)
    switch(page, "play")
    drawn.frame.locator(".ucjmap-player input").press("Home")
    dates = api.list_dates(demo_app.store, "ucj", "61")
    said = drawn.frame.locator(".ucjmap-player small")
    expect(said).to_contain_text(f"per {say_date('id', min(dates))}. Sumber: Data simulasi UCJMap")
    player, legend = (
        box.bounding_box() for box in (drawn.frame.locator(".ucjmap-player"), page.locator(".st-key-legend-newer"))
    )
    assert player
    assert legend
    assert legend["y"] + legend["height"] <= player["y"]


def test_the_panel_folds_and_a_link_opens_it_as_it_was(demo_app: DemoApp, open_page: Opener) -> None:
    page = open_page(f"{demo_app.url}/?{KALBAR}").page
    drawn = MapView.of(page)
    settle(page)
    side, button = page.locator(".st-key-side"), page.get_by_role("button", name="Angka dan tabel")
    expect(button).to_have_attribute("aria-pressed", "true")
    drawn.frame.evaluate("window.kept = map")
    button.click()
    expect(side).to_be_hidden()
    drawn.click("61.04")
    drawn.wait_for_view("61.04/adm3")
    page.wait_for_url(re.compile("area=61.04.*panel=0"))
    assert drawn.frame.evaluate("window.kept === map"), "the map was mounted anew"
    copied = open_page(page.url).page
    MapView.of(copied)
    expect(copied.get_by_role("button", name="Angka dan tabel")).to_have_attribute("aria-pressed", "false")
    expect(copied.locator(".st-key-side")).to_be_hidden()


def test_a_presentation_keeps_going_through_drills_and_dates_and_ends_by_escape(
    demo_app: DemoApp, open_page: Opener
) -> None:
    page = open_page(f"{demo_app.url}/?{KALBAR}").page
    drawn = MapView.of(page)
    settle(page)
    page.get_by_role("button", name="Layar penuh").click()
    expect(page.get_by_test_id("stHeader")).to_be_hidden()
    expect(page.locator(".st-key-strip")).to_be_hidden()
    for seen in (".st-key-title h2", ".ucj-legend", ".ucj-cards", ".st-key-provenance"):
        expect(page.locator(seen).first).to_be_in_viewport()
    size = "parseFloat(getComputedStyle(document.querySelector('.st-key-title h2')).fontSize)"
    assert page.evaluate(size) >= 22
    page.keyboard.press("ArrowLeft")
    dates = api.list_dates(demo_app.store, "ucj", "61")
    page.wait_for_url(re.compile(f"date={dates[-2]}"))
    drawn.click("61.04")
    drawn.wait_for_view("61.04/adm3")
    page.wait_for_url(re.compile("area=61.04"))
    expect(page.get_by_role("heading", name="Kabupaten Ketapang")).to_be_visible()
    expect(page.locator(".st-key-strip")).to_be_hidden()
    page.keyboard.press("Escape")
    expect(page.get_by_test_id("stHeader")).to_be_visible()
    expect(page.locator(".st-key-strip")).to_be_visible()


def test_a_sheet_has_all_of_the_map_and_no_controls(demo_app: DemoApp, open_page: Opener) -> None:
    page = open_page(f"{demo_app.url}/?{KALBAR}").page
    MapView.of(page)
    settle(page)
    sheet = page.pdf(prefer_css_page_size=True)
    assert len(re.findall(rb"/Type\s*/Page\b", sheet)) == 1
    page.evaluate("window.dispatchEvent(new Event('beforeprint'))")
    for hidden in ("[data-testid=stHeader]", ".st-key-strip", ".st-key-panels"):
        expect(page.locator(hidden)).to_be_hidden()
    box = page.locator("iframe").bounding_box()
    assert box
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= 1062, "the map is wider than the sheet"
    page.evaluate("window.dispatchEvent(new Event('afterprint'))")
    expect(page.locator(".st-key-strip")).to_be_visible()


@contextmanager
def office_site(body: str) -> Iterator[str]:
    """Another site on this machine with one page; a browser lets no made-up site of the network in here."""

    class Page(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200)
            self.send_header("Content-Type", "text/html")
            self.end_headers()
            self.wfile.write(body.encode())

        def log_message(self, *_: object) -> None:
            """Nothing: nobody reads it."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Page)
    Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/"
    server.shutdown()
    server.server_close()


def test_a_frame_in_another_site_has_map_legend_source_and_the_way_back(demo_app: DemoApp, open_page: Opener) -> None:
    shown = f"{demo_app.url}/?{KALBAR}&measure=gap&embed=1"
    with office_site(f'<iframe title="UCJMap" src="{shown}" width="800" height="560"></iframe>') as address:
        page = open_page(address).page
        page.frame_locator("iframe[title=UCJMap]").locator(".ucj-legend").wait_for()
    inside = page.frame_locator("iframe[title=UCJMap]")
    expect(inside.locator(".ucj-legend")).to_be_visible()
    expect(inside.locator(".st-key-provenance")).to_contain_text("Sumber")
    for hidden in ("[data-testid=stHeader]", ".st-key-strip", ".st-key-shell", ".st-key-language"):
        expect(inside.locator(hidden).first).to_be_hidden()
    frame = next(frame for frame in page.frames if frame.url.startswith(f"{demo_app.url}/component"))
    wait_until(frame, "() => window.__ucjmap && window.__ucjmap.view === '61/adm2'")
    back = inside.get_by_role("link", name="Buka peta ini di UCJMap")
    address = str(back.get_attribute("href"))
    assert "measure=gap" in address
    assert "embed" not in address


@pytest.mark.long
def test_a_link_says_what_it_shows_before_it_is_opened(demo_app: DemoApp, open_page: Opener) -> None:
    page = open_page(f"{demo_app.url}/?{KALBAR}").page
    body = page.request.get(f"{demo_app.url}/?{KALBAR}&panel=0", headers={"accept": "text/html"}).text()
    assert '<html lang="id" data-panel="0">' in body
    assert '<meta property="og:title" content="Kalimantan Barat — Cakupan UCJ · UCJMap">' in body
    asked = {"accept": "text/html"}
    strange = page.request.get(f'{demo_app.url}/?area="><script>alert(1)</script>&panel="x', headers=asked).text()
    assert "alert(1)" not in strange
    assert "data-panel" not in strange.partition("<head>")[0]
    MapView.of(page)
    settle(page)
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.get_by_role("button", name="Salin tautan").click()
    expect(page.get_by_text("Tautan sudah disalin.")).to_be_visible()
    assert page.evaluate("navigator.clipboard.readText()") == page.url
