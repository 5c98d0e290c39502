"""What lies over the units: labels, circles, marks, choosing, keyboard, location, two maps, dark, touch and playback."""

import json
import re
from collections.abc import Callable
from itertools import combinations
from typing import Any

import pytest
from playwright.sync_api import Browser, Frame, Page, Route, expect

from tests.browser.conftest import WAIT_MS, MapView, Visit, wait_until
from tests.browser.harness import geometry

CODES = geometry.child_codes("00")


Opener = Callable[..., tuple[Visit, MapView]]


@pytest.fixture
def open_map(harness: str, open_page: Callable[[str], Visit]) -> Opener:
    def visit(on: str, more: str = "") -> tuple[Visit, MapView]:
        opened = open_page(f"{harness}/?on={on}{more}")
        return opened, MapView.of(opened.page)

    return visit


def expect_answer(page: Page, **answer: object) -> None:
    expect(page.get_by_text(json.dumps(answer), exact=True)).to_be_visible(timeout=WAIT_MS)


def button(drawn: MapView, words: str) -> Any:
    return drawn.frame.get_by_role("button", name=re.compile(words))


def test_labels_lie_on_their_units_and_do_not_collide(open_map: Opener) -> None:
    visit, drawn = open_map("labels")
    placed = drawn.call("labels()")
    assert isinstance(placed, list)
    assert {label["code"] for label in placed} >= set(CODES) - {"11", "12", "13"}
    for one, other in combinations(placed, 2):
        apart = one["right"] <= other["left"] or other["right"] <= one["left"]
        assert apart or one["bottom"] <= other["top"] or other["bottom"] <= one["top"]
    # What reaches over the border has its middle and half of itself inside, and hides no other unit.
    script = """box => {
        const hidden = {};
        map.ucjmap.polygons.forEach((polygon, code) => {
            const { left, right, top, bottom } = ucjmap.geometry.extent(ucjmap.geometry.pixelRings(map, polygon));
            const width = Math.min(right, box.right) - Math.max(left, box.left);
            const height = Math.min(bottom, box.bottom) - Math.max(top, box.top);
            hidden[code] = Math.max(0, width) * Math.max(0, height) / ((right - left) * (bottom - top));
        });
        const size = (box.right - box.left) * (box.bottom - box.top);
        const unit = ucjmap.geometry.extent(ucjmap.geometry.pixelRings(map, map.ucjmap.polygons.get(box.code)));
        const own = hidden[box.code] * (unit.right - unit.left) * (unit.bottom - unit.top) / size;
        const middle = unit.left <= box.x && box.x <= unit.right && unit.top <= box.y && box.y <= unit.bottom;
        delete hidden[box.code];
        return [middle, own, Math.max(...Object.values(hidden))];
    }"""
    for label in placed:
        middle, own, hidden = drawn.frame.evaluate(script, label)
        assert middle, label["code"]
        assert own >= 0.5, label["code"]
        assert own > 0.999 or hidden <= 0.3, label["code"]
    lines = {label["code"]: [line["text"] for line in label["lines"]] for label in placed}
    assert lines["14"] == ["Daerah 14", "14,0%"]
    visit.assert_clean()


@pytest.mark.long
def test_labels_can_be_switched_off_and_follow_the_zoom(open_map: Opener) -> None:
    _, drawn = open_map("labels")
    before = {label["code"]: label["x"] for label in drawn.call("labels()")}  # type: ignore[attr-defined]
    drawn.frame.evaluate("map.setZoom(map.getZoom() - 3, {animate: false})")
    assert len(drawn.call("labels()")) < len(before)  # type: ignore[arg-type]
    drawn.frame.evaluate("map.setZoom(map.getZoom() + 3, {animate: false}); map.panBy([40, 0], {animate: false})")
    after = {label["code"]: label["x"] for label in drawn.call("labels()")}  # type: ignore[attr-defined]
    assert after["16"] == pytest.approx(before["16"] - 40, abs=2)
    switch = button(drawn, "Aa")
    expect(switch).to_have_attribute("aria-pressed", "true")
    switch.click()
    expect(switch).to_have_attribute("aria-pressed", "false")
    assert drawn.call("labels()") == []
    assert not drawn.frame.locator("canvas.ucjmap-labels").is_visible()


@pytest.mark.parametrize("more", ["", pytest.param("&dark=1", marks=pytest.mark.long)])
def test_label_is_written_with_a_halo_of_full_contrast(open_map: Opener, more: str) -> None:
    _, drawn = open_map("labels", more)
    script = """() => {
        const canvas = document.querySelector("canvas.ucjmap-labels"), seen = {};
        const rgba = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height).data;
        for (let i = 0; i < rgba.length; i += 4) {
            if (rgba[i + 3] === 255) { const key = rgba.slice(i, i + 3).join(); seen[key] = (seen[key] || 0) + 1; }
        }
        return Object.entries(seen).sort((a, b) => b[1] - a[1]).slice(0, 2).map(([key]) => key).sort();
    }"""
    assert drawn.frame.evaluate(script) == ["17,24,39", "255,255,255"]


def test_area_of_a_circle_is_its_number(open_map: Opener) -> None:
    visit, drawn = open_map("circles")
    radii = drawn.call("circles()")
    assert isinstance(radii, dict)
    assert set(radii) == {"11", "12", "14"}  # none for 0, for less than 0, for no number, for the others
    assert radii["11"] == pytest.approx(26)
    assert radii["12"] ** 2 == pytest.approx(radii["11"] ** 2 / 4)
    assert radii["14"] ** 2 == pytest.approx(radii["11"] ** 2 / 16)
    drawn.hover("12")
    spans = drawn.frame.locator(".ucjmap-tooltip span")
    expect(spans).to_have_text([geometry.label_of("12"), "1000 orang"])
    assert drawn.call("outlined('hover')") == ["12"]
    legend = drawn.frame.locator(".ucjmap-legend")
    expect(legend.locator("strong")).to_have_text("Orang belum terdaftar")
    expect(legend.locator("span")).to_have_text(["2.000", "200", "20"])
    drawn.click("12")
    expect_answer(visit.page, code="12")
    visit.assert_clean()


def test_few_people_are_dots_and_no_data_stays_hatched(open_map: Opener) -> None:
    _, drawn = open_map("small")
    assert [code for code in CODES if drawn.call("dotted(code)", code)] == ["14"]
    assert [code for code in CODES if drawn.call("hatched(code)", code)] == ["13", "18"]
    assert drawn.fills["14"] == geometry.COLOURS[geometry.class_of("14") or 0]
    drawn.hover("14")
    expect(drawn.frame.locator(".ucjmap-tooltip span")).to_have_count(2)


def test_click_with_shift_chooses_and_chooses_no_more(open_map: Opener) -> None:
    visit, drawn = open_map("plain")
    for expected in (["15"], []):
        drawn.page.keyboard.down("Shift")
        drawn.click("15")
        drawn.page.keyboard.up("Shift")
        expect_answer(visit.page, picked="15")
        condition = "expected => window.__ucjmap.outlined('chosen').join() === expected.join()"
        drawn.frame.wait_for_function(condition, arg=expected, timeout=WAIT_MS)
    visit.assert_clean()


@pytest.mark.long
def test_every_click_chooses_while_picking(open_map: Opener) -> None:
    visit, drawn = open_map("picking")
    drawn.click("16")
    expect_answer(visit.page, picked="16")
    drawn.frame.wait_for_function("window.__ucjmap.outlined('chosen').join() === '16'", timeout=WAIT_MS)
    dashed = drawn.frame.locator(".leaflet-ucjmap-outlines-pane path[stroke-dasharray]")
    expect(dashed).to_have_count(1)
    visit.assert_clean()


def active_option(frame: Frame) -> str:
    script = "document.getElementById(document.activeElement.getAttribute('aria-activedescendant')).textContent"
    return str(frame.evaluate(script))


@pytest.mark.long
def test_list_of_areas_is_gone_through_by_keys(open_map: Opener) -> None:
    visit, drawn = open_map("plain")
    drawn.frame.get_by_role("listbox").focus()
    press = visit.page.keyboard.press
    assert active_option(drawn.frame).startswith("{{ 7*7 }}")  # the alphabet begins with signs
    press("End")
    assert active_option(drawn.frame) == f"Daerah 22, {geometry.label_of('22')}"
    assert drawn.call("outlined('cursor')") == ["22"]
    press("ArrowUp")
    assert drawn.call("outlined('cursor')") == ["21"]
    caption = drawn.frame.locator(".ucjmap-caption")
    expect(caption.locator("strong")).to_have_text("Daerah 21")
    press("Home")
    visit.page.keyboard.type("daerah 17")
    assert drawn.call("outlined('cursor')") == ["17"]
    drawn.frame.wait_for_function("map.ucjmap.parts.reader.typed === ''", timeout=WAIT_MS)
    press(" ")
    expect_answer(visit.page, picked="17")
    press("Enter")
    expect_answer(visit.page, code="17")
    press("Escape")
    assert drawn.frame.evaluate("document.activeElement === map.getContainer()")
    assert drawn.call("outlined('cursor')") == []
    expect(caption).to_be_hidden()
    visit.assert_clean()


def test_map_has_a_name_and_a_description_as_text(open_map: Opener) -> None:
    _, drawn = open_map("plain")
    box = drawn.frame.locator(".leaflet-container")
    expect(box).to_have_accessible_description("Peta <b>dua belas</b> daerah.")
    option = drawn.frame.get_by_role("listbox").locator("[role=option]").first
    expect(option).to_have_attribute("aria-setsize", "12")


def test_place_is_asked_for_after_a_click_only(
    harness: str, chromium: Browser, open_page: Callable[[str], Visit]
) -> None:
    context = chromium.new_context(
        geolocation={"latitude": 1.5, "longitude": 103.25, "accuracy": 40}, permissions=["geolocation"]
    )
    visit = Visit(context.new_page())
    visit.page.goto(f"{harness}/?on=locate")
    drawn = MapView.of(visit.page)
    expect(visit.page.get_by_text("null", exact=True)).to_be_visible()
    button(drawn, "Find me|Cari lokasi").click()
    expect_answer(visit.page, at=[1.5, 103.25], accuracy=40)
    at = drawn.frame.evaluate("map.ucjmap.parts.locate.dot.getLatLng()")
    assert (at["lat"], at["lng"]) == (1.5, 103.25)
    visit.assert_clean()
    context.close()


@pytest.mark.long
def test_refused_place_is_said_in_words(open_map: Opener) -> None:
    visit, drawn = open_map("locate")
    button(drawn, "Find me|Cari lokasi").click()
    note = drawn.frame.locator(".ucjmap-found")
    words = drawn.frame.evaluate("map.ucjmap.spec.words.locate_denied")
    expect(note).to_have_text(words)
    visit.assert_clean()


def both_maps(page: Page) -> list[Frame]:
    elements = page.locator("iframe[title='streamlit_folium.st_folium']")
    expect(elements).to_have_count(2)
    frames = [handle.content_frame() for handle in elements.element_handles()]
    for frame in frames:
        assert frame
        frame.wait_for_function("window.__ucjmap && window.__ucjmap.painted > 0", timeout=WAIT_MS)
    return [frame for frame in frames if frame]


def test_two_maps_move_as_one_without_echo(harness: str, open_page: Callable[[str], Visit]) -> None:
    visit = open_page(f"{harness}/?on=sync")
    one, other = both_maps(visit.page)
    for frame in (one, other):
        frame.evaluate("""() => {
            const channel = map.ucjmap.parts.sync.channel, post = channel.postMessage.bind(channel);
            window.posts = 0;
            channel.postMessage = message => { window.posts += 1; post(message); };
        }""")
    near = """([lat, lng, zoom]) => {
        const at = map.getCenter();
        return Math.abs(at.lat - lat) + Math.abs(at.lng - lng) < 1e-6 && map.getZoom() === zoom;
    }"""
    for mover, follower, view in ((one, other, [2.0, 101.0, 7.5]), (other, one, [-1.0, 105.0, 6.2])):
        mover.evaluate("([lat, lng, zoom]) => map.setView([lat, lng], zoom, {animate: false})", view)
        follower.wait_for_function(near, arg=view, timeout=WAIT_MS)
        assert mover.evaluate(near, view)
    assert [frame.evaluate("window.posts") for frame in (one, other)] == [1, 1]
    one.evaluate("map.ucjmap.hover('19')")
    other.wait_for_function("window.__ucjmap.outlined('peer').join() === '19'", timeout=WAIT_MS)
    one.evaluate("map.ucjmap.hover(null)")
    other.wait_for_function("window.__ucjmap.outlined('peer').length === 0", timeout=WAIT_MS)
    fitted = other.evaluate("(map.ucjmap.fit(), map.getZoom())")
    one.wait_for_function("zoom => map.getZoom() === zoom", arg=fitted, timeout=WAIT_MS)
    visit.assert_clean()


def test_playback_colours_anew_without_the_network(open_map: Opener) -> None:
    visit, drawn = open_map("frames,circles")
    drawn.page.emulate_media(reduced_motion="no-preference")  # who asks for less has more time for each date
    shown = drawn.fills
    assert drawn.call("circles()")
    drawn.frame.evaluate("window.layerBefore = map.ucjmap.layer")
    drawn.page.clock.install()
    before = len(visit.urls)
    button(drawn, "▶").click()
    for number in (0, 1, 2):
        for code in CODES:
            known = geometry.class_of(code)
            played = geometry.COLOURS[(known + number) % 4] if known is not None else geometry.NO_DATA_COLOUR
            assert drawn.fills[code] == (shown[code] if number == 2 else played), (number, code)
        assert drawn.call("hatched('13')")
        assert drawn.call("dotted('14')") is (number == 0)
        assert bool(drawn.call("circles()")) is (number == 2)  # numbers of people are of the page's date only
        expect(drawn.frame.locator(".ucjmap-player strong")).to_have_text(f"Tanggal {number}")
        expect(drawn.frame.locator(".ucjmap-player small")).to_have_text(f"Sumber <b>{number}</b>")
        if number < 2:
            drawn.page.clock.run_for(1100)
    expect_answer(visit.page, frame="2025-03-31")
    assert drawn.frame.evaluate("window.layerBefore === map.ucjmap.layer")
    assert len(visit.urls) == before
    visit.assert_clean()


@pytest.mark.long
def test_slider_goes_by_keys_and_tells_where_it_stops(open_map: Opener) -> None:
    visit, drawn = open_map("frames")
    slider = drawn.frame.get_by_role("slider")
    slider.press("ArrowLeft")
    expect(slider).to_have_attribute("aria-valuetext", "Tanggal 1")
    expect_answer(visit.page, frame="2025-02-28")
    drawn.hover("14")
    expect(drawn.frame.locator(".ucjmap-tooltip span")).to_have_text(["1-14"])


@pytest.mark.long
def test_dark_map_keeps_the_colours_of_the_classes(open_map: Opener) -> None:
    _, drawn = open_map("plain", "&dark=1")
    ground = "getComputedStyle(map.getContainer()).backgroundColor"
    assert drawn.frame.evaluate(ground) == "rgb(14, 17, 23)"
    assert drawn.pixel("14") == geometry.COLOURS[geometry.class_of("14") or 0]


def test_phone_has_large_buttons_and_a_map_clear_of_them(harness: str, chromium: Browser) -> None:
    context = chromium.new_context(viewport={"width": 360, "height": 740}, has_touch=True, is_mobile=True)
    visit = Visit(context.new_page())
    held: list[Route] = []

    def hold(style: Route) -> None:
        held.append(style)

    visit.page.route("**/choropleth_layer*.css*", hold)
    visit.page.goto(f"{harness}/?on=labels,locate,frames")
    drawn = MapView.of(visit.page)
    assert held  # on a slow network the style comes after the map was made
    visit.page.unroute_all()  # what was held goes on
    wait_until(drawn.frame, "() => [...document.styleSheets].some((one) => /choropleth_layer/.test(one.href))")
    assert drawn.frame.evaluate("getComputedStyle(map.getContainer()).touchAction") == "pan-x pan-y"
    buttons = drawn.frame.locator(".ucjmap-button:visible, .leaflet-bar a:visible")
    sizes = buttons.evaluate_all("all => all.map(one => [one.offsetWidth, one.offsetHeight])")
    assert len(sizes) >= 6
    assert all(width >= 44 and height >= 44 for width, height in sizes)
    script = """() => {
        const controls = [...document.querySelectorAll(".leaflet-top .leaflet-control, .ucjmap-player")];
        const low = Math.max(...controls.slice(0, -1).map(one => one.getBoundingClientRect().bottom));
        const corner = map.getContainer().getBoundingClientRect().top;
        const top = map.latLngToContainerPoint(map.ucjmap.layer.getBounds().getNorthWest()).y + corner;
        const bottom = map.latLngToContainerPoint(map.ucjmap.layer.getBounds().getSouthEast()).y + corner;
        return low <= top && bottom <= controls.at(-1).getBoundingClientRect().top;
    }"""
    drawn.frame.evaluate("new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))")
    assert drawn.frame.evaluate(script)
    placed = drawn.point("21")
    drawn.frame.evaluate("map.ucjmap.fit()")
    assert drawn.point("21") == placed
    assert not drawn.frame.evaluate("map.dragging.enabled()")
    drawn.page.touchscreen.tap(*drawn.point("21"))
    expect_answer(visit.page, code="21")
    visit.assert_clean()
    context.close()


@pytest.mark.long
def test_little_motion_means_none_in_the_map(harness: str, chromium: Browser) -> None:
    context = chromium.new_context(reduced_motion="reduce")
    page = context.new_page()
    page.goto(f"{harness}/?on=frames")
    drawn = MapView.of(page)
    zoom = drawn.frame.evaluate("(map.zoomIn(1), map.getZoom())")
    drawn.frame.evaluate("map.panBy([30, 0])")
    assert drawn.frame.evaluate("map.getZoom()") == zoom
    assert drawn.frame.evaluate("map.ucjmap.parts.frames.timer") is None
    context.close()
