"""The map of the harness in a real Chromium: drilling, colours, names, the network and its failures."""

import gzip
import http.client
import re
from collections.abc import Callable
from contextlib import closing
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Route, expect

from tests.browser.conftest import WAIT_MS, MapView, Visit
from tests.browser.harness import geometry
from ucjmap.render.browser.assets import ASSET_FILES, asset_bytes, asset_url
from ucjmap.web.asset_routes import accepts_gzip


def expected_fills(parent: str) -> dict[str, str]:
    classes = {code: geometry.class_of(code) for code in geometry.child_codes(parent)}
    return {code: geometry.NO_DATA_COLOUR if k is None else geometry.COLOURS[k] for code, k in classes.items()}


def test_drill_down_and_back_without_blank_frame(harness: str, open_page: Callable[[str], Visit]) -> None:
    visit = open_page(harness)
    drawn = MapView.of(visit.page)
    drawn.call("observe()")
    assert drawn.fills == expected_fills("00")
    for province in ("14", "20", "22"):
        drawn.click(province)
        drawn.wait_for_view(province)
        assert drawn.fills == expected_fills(province)
        drawn.frame.get_by_role("button", name="↑").click()
        drawn.wait_for_view("00")
        assert drawn.fills == expected_fills("00")
    assert drawn.call("blank_frames") == 0
    visit.assert_clean()


@pytest.mark.long
def test_blank_frames_are_noticed(harness: str, open_page: Callable[[str], Visit]) -> None:
    drawn = MapView.of(open_page(harness).page)
    drawn.call("observe()")
    drawn.frame.evaluate("map.ucjmap.layer.remove()")
    drawn.frame.wait_for_function("window.__ucjmap.blank_frames > 0", timeout=WAIT_MS)


def test_canvas_has_the_colours_of_the_classes(harness: str, open_page: Callable[[str], Visit]) -> None:
    drawn = MapView.of(open_page(harness).page)
    for code, colour in expected_fills("00").items():
        without_data = geometry.class_of(code) is None
        assert drawn.call("hatched(code)", code) is without_data
        if not without_data:
            assert drawn.pixel(code) == colour, code


@pytest.mark.long
def test_hatching_is_lines_on_the_ground_colour(harness: str, open_page: Callable[[str], Visit]) -> None:
    drawn = MapView.of(open_page(harness).page)
    script = """code => {
        const at = window.__ucjmap.point(code), canvas = document.querySelector("canvas");
        const corner = canvas.getBoundingClientRect(), ctx = canvas.getContext("2d");
        const rgba = ctx.getImageData(at.x - corner.left - 8, at.y - corner.top - 8, 16, 16).data;
        const seen = new Set();
        for (let i = 0; i < rgba.length; i += 4) seen.add(rgba.slice(i, i + 3).join());
        return [...seen];
    }"""
    code = next(code for code in geometry.child_codes("00") if geometry.class_of(code) is None)
    seen = drawn.frame.evaluate(script, code)
    ground = ",".join(str(int(geometry.NO_DATA_COLOUR[i : i + 2], 16)) for i in (1, 3, 5))
    assert ground in seen
    assert len(seen) > 2


def test_names_are_text_and_never_markup(harness: str, open_page: Callable[[str], Visit]) -> None:
    visit = open_page(harness)
    drawn = MapView.of(visit.page)
    tooltip = drawn.frame.locator(".ucjmap-tooltip")
    for code, name in geometry.NAMES.items():
        drawn.hover(code)
        expect(tooltip.locator("strong")).to_have_text(name)
        expect(tooltip.locator("span")).to_have_text(geometry.label_of(code))
    expect(drawn.frame.locator(".leaflet-control-attribution")).to_contain_text("model <b>bukan</b> batas")
    visit.assert_clean()


def test_new_classes_on_the_same_geometry_fetch_nothing(harness: str, open_page: Callable[[str], Visit]) -> None:
    visit = open_page(harness)
    drawn = MapView.of(visit.page)
    fetched = [url for url in visit.urls if "/geometry/" in url]
    before = drawn.painted
    visit.page.get_by_role("button", name="Warna lain").click()
    drawn.wait_for_painting(before)
    turned = dict(zip(geometry.COLOURS, reversed(geometry.COLOURS), strict=True))
    assert drawn.fills == {code: turned.get(fill, fill) for code, fill in expected_fills("00").items()}
    assert [url for url in visit.urls if "/geometry/" in url] == fetched
    visit.assert_clean()


def test_late_answer_is_dropped(harness: str, open_page: Callable[[str], Visit]) -> None:
    visit = open_page(harness)
    drawn = MapView.of(visit.page)
    held: list[Route] = []

    def hold(route: Route) -> None:
        held.append(route)

    visit.page.route("**/geometry/15?*", hold)
    drawn.click("15")
    expect(drawn.frame.locator(".ucjmap-bar")).to_be_visible()
    expect(visit.page.get_by_text("Wilayah 15")).to_be_visible()
    before = drawn.painted
    visit.page.get_by_role("button", name="Ke negara").click()
    drawn.wait_for_painting(before)
    with visit.page.expect_event("requestfinished", lambda request: "/geometry/15" in request.url):
        held[0].continue_()
    expect(drawn.frame.locator(".ucjmap-bar")).to_be_hidden()
    assert drawn.fills == expected_fills("00")
    before = drawn.painted
    drawn.click("16")
    drawn.wait_for_view("16")
    assert drawn.fills == expected_fills("16")
    assert drawn.painted == before + 1  # two, had the late answer been drawn in between
    visit.assert_clean()


def test_failed_fetch_says_so_and_can_be_repeated(harness: str, open_page: Callable[[str], Visit]) -> None:
    visit = open_page(harness)
    drawn = MapView.of(visit.page)
    visit.page.route("**/geometry/17?*", lambda route: route.abort())
    drawn.click("17")
    veil = drawn.frame.get_by_role("alert")
    expect(veil).to_be_visible()
    assert len(veil.inner_text()) > 40
    visit.page.unroute("**/geometry/17?*")
    veil.get_by_role("button").click()
    drawn.wait_for_view("17")
    expect(veil).to_be_hidden()
    assert drawn.fills == expected_fills("17")


@pytest.mark.long
def test_base_map_that_fails_turns_itself_off(harness: str, open_page: Callable[[str], Visit]) -> None:
    visit = open_page(harness)
    drawn = MapView.of(visit.page)
    assert not [url for url in visit.urls if "/tiles/" in url]
    visit.page.route("**/tiles/**", lambda route: route.abort())
    switch = drawn.frame.get_by_role("button", name=re.compile("Base map|Peta dasar"))
    switch.click()
    expect(drawn.frame.get_by_role("status")).to_be_visible()
    expect(switch).to_have_attribute("aria-pressed", "false")
    assert drawn.fills == expected_fills("00")


@pytest.mark.long
def test_click_does_not_scroll_the_page(harness: str, open_page: Callable[[str], Visit]) -> None:
    visit = open_page(harness)
    drawn = MapView.of(visit.page)
    visit.page.set_viewport_size({"width": 1100, "height": 420})  # the lower half of the map is out of sight
    at = drawn.point("12", scroll=False)
    assert at[1] < 420
    scrolled = "[...document.querySelectorAll('*')].map(element => element.scrollTop).join()"
    before = visit.page.evaluate(scrolled)
    visit.page.mouse.move(*at)
    visit.page.mouse.down()
    assert drawn.frame.evaluate("document.activeElement === map.getContainer()")
    assert visit.page.evaluate(scrolled) == before
    visit.page.mouse.up()
    drawn.wait_for_view("12")


def test_keyboard_zooms_and_goes_up(harness: str, open_page: Callable[[str], Visit]) -> None:
    drawn = MapView.of(open_page(harness).page)
    drawn.click("18")
    drawn.wait_for_view("18")
    zoom = drawn.frame.evaluate("map.getZoom()")
    drawn.frame.locator(".leaflet-container").focus()
    drawn.page.keyboard.press("+")
    drawn.frame.wait_for_function("zoom => map.getZoom() > zoom", arg=zoom, timeout=WAIT_MS)
    drawn.frame.get_by_role("button", name="↑").press("Enter")
    drawn.wait_for_view("00")


def test_quick_second_click_on_the_old_view_is_ignored(harness: str, open_page: Callable[[str], Visit]) -> None:
    visit = open_page(harness)
    drawn = MapView.of(visit.page)
    visit.page.mouse.dblclick(*drawn.point("21"))
    drawn.wait_for_view("21")
    expect(visit.page.get_by_text("Wilayah 21", exact=True)).to_be_visible()
    visit.assert_clean()


@pytest.mark.long
def test_one_can_go_up_from_a_view_that_fails(harness: str, open_page: Callable[[str], Visit]) -> None:
    visit = open_page(harness)
    drawn = MapView.of(visit.page)
    visit.page.route("**/geometry/17?*", lambda route: route.fulfill(status=500, body="<html>"))
    drawn.click("17")
    veil = drawn.frame.get_by_role("alert")
    expect(veil).to_be_visible()
    drawn.frame.get_by_role("button", name="↑").click()
    expect(veil).to_be_hidden()
    assert drawn.fills == expected_fills("00")


@pytest.mark.long
def test_map_fits_again_when_the_window_changes(harness: str, open_page: Callable[[str], Visit]) -> None:
    visit = open_page(harness)
    drawn = MapView.of(visit.page)
    west, south, east, north = geometry.bounds_of("00")
    visit.page.set_viewport_size({"width": 320, "height": 800})
    in_sight = "corners => map.getSize().x < 320 && map.getBounds().contains(corners)"
    drawn.frame.wait_for_function(in_sight, arg=[[south, west], [north, east]], timeout=WAIT_MS)
    visit.assert_clean()


def fetch(url: str, path: str, **headers: str) -> tuple[int, http.client.HTTPMessage, bytes]:
    """One plain request, with nothing tidied up on the way."""
    with closing(http.client.HTTPConnection(urlsplit(url).netloc, timeout=WAIT_MS / 1000)) as connection:
        connection.putrequest("GET", path, skip_accept_encoding=True)
        for name, value in headers.items():
            connection.putheader(name.replace("_", "-"), value)
        connection.endheaders()
        answer = connection.getresponse()
        return answer.status, answer.headers, answer.read()


MEDIA_TYPES = {".js": "text/javascript", ".css": "text/css", ".png": "image/png"}


@pytest.mark.parametrize("name", ASSET_FILES)
def test_file_is_served_zipped_and_plain_and_kept(harness: str, name: str) -> None:
    status, headers, body = fetch(harness, asset_url(name), Accept_Encoding="br, gzip")
    assert (status, headers["Content-Encoding"]) == (200, "gzip")
    assert headers["Content-Type"].split(";")[0] == MEDIA_TYPES[ASSET_FILES[name].suffix]
    assert "immutable" in headers["Cache-Control"]
    assert gzip.decompress(body) == asset_bytes(name)
    again, _, nothing = fetch(harness, asset_url(name), Accept_Encoding="gzip", If_None_Match=f"W/{headers['ETag']}")
    assert (again, nothing) == (304, b"")
    status, plain, body = fetch(harness, asset_url(name))
    assert (status, plain["Content-Encoding"]) == (200, None)
    assert body == asset_bytes(name)
    assert plain["ETag"] != headers["ETag"]


@pytest.mark.parametrize(
    ("header", "taken"),
    [("gzip, br", True), ("br;q=1, gzip;q=0.5", True), ("*", True), ("gzip;q=0, *", False), ("br", False), ("", False)],
)
def test_gzip_only_for_those_who_take_it(header: str, taken: bool) -> None:
    assert accepts_gzip(header) is taken


def test_file_of_an_older_version_is_not_kept(harness: str) -> None:
    status, headers, _ = fetch(harness, "/assets/0123456789ab/leaflet/leaflet.js", Accept_Encoding="gzip")
    assert (status, headers["Cache-Control"]) == (200, "no-cache")


@pytest.mark.parametrize(
    "way",
    ["../../pyproject.toml", "..%2f..%2fpyproject.toml", "leaflet/../../../pyproject.toml", "%2fetc%2fpasswd", ""],
)
def test_nothing_else_is_served(harness: str, way: str) -> None:
    status, _, body = fetch(harness, f"/assets/x/{way}")
    assert status in (400, 404) or body.lower().startswith(b"<!doctype html")
    assert b"[project]" not in body
    assert b"root:" not in body
