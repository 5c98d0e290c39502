"""Stories for those who read by screen reader, by keyboard, on a phone or from the last row."""

from urllib.parse import urlencode

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import DemoApp, MapView, settle
from tests.browser.test_accessibility import WIDE, axe, look, open_state, visit
from tests.browser.test_map_first import COUNT_SHIFTS
from tests.long_run import every
from ucjmap import api

__all__ = ["axe", "visit"]


@pytest.fixture(scope="module")
def key(few_provinces: DemoApp) -> str:
    """A story of two views with marks, the second one of desa."""
    store = few_provinces.store
    key = api.begin_story(store, "Rapat koordinasi")
    marks = (
        api.Mark("arrow", "61.04", "Paling rendah"),
        api.Mark("circle", "61.71"),
        api.Mark("label", "61.01", "Di sini"),
    )
    sentence = "Ketapang tertinggal dari kabupaten lain dan perlu didatangi lebih dulu oleh tim provinsi."
    api.keep_view(store, key, api.MapView("61", lang="id"), sentence=sentence, marks=marks)
    api.keep_view(store, key, api.MapView("61.04", level="adm4", lang="id"), sentence="Semua desa Ketapang.")
    return key


def step_address(app: DemoApp, key: str, place: int, **more: str) -> str:
    story = api.read_story(app.store, key)
    address = api.step_address(app.store, story, story.views[place], lang="id")
    return f"{app.url}/?{urlencode({**address, **more})}"


@pytest.mark.long
def test_a_story_has_no_serious_violation(few_provinces: DemoApp, axe: str, visit: Page, key: str) -> None:
    """Its page, one view being changed with a mark that was begun, and its presentation."""
    found = []
    open_state(visit, f"{few_provinces.url}/cerita?story={key}&lang=id", "id")
    expect(visit.get_by_role("heading", name="Semua desa")).to_be_visible()
    found += look(visit, axe, "story", "dark", 360)
    for scheme, width in (("light", 360), ("dark", WIDE)):
        visit.set_viewport_size({"width": width, "height": 800})
        visit.get_by_role("button", name="Ubah").first.click()
        visit.get_by_label("Kata-kata di sampingnya").fill("Lihat ini")
        visit.keyboard.press("Tab")
        expect(visit.get_by_role("button", name="Buang tanda")).to_be_visible()
        found += look(visit, axe, "editing", scheme, width)
        visit.keyboard.press("Escape")
    for scheme, width in (("light", WIDE), ("dark", 360)):
        open_state(visit, step_address(few_provinces, key, 0, present="1"), "id", width=width)
        MapView.of(visit)
        expect(visit.locator(".ucj-story-said")).to_be_visible()
        found += look(visit, axe, "presenting", scheme, width)
    assert found == []


@pytest.mark.parametrize("size", every(3, [(360, 740), (1366, 768), (1920, 1080)]), ids=str)
def test_nothing_of_a_presentation_lies_over_another_part(
    few_provinces: DemoApp, visit: Page, key: str, size: tuple[int, int]
) -> None:
    """Title with the steps, legend, figures and the button that leaves; inside the window, and no part moved there."""
    visit.set_viewport_size({"width": size[0], "height": size[1]})
    visit.add_init_script(COUNT_SHIFTS)
    visit.goto(step_address(few_provinces, key, 0, present="1"))
    MapView.of(visit).wait_for_view("61/adm2")
    expect(visit.locator(".ucj-legend")).to_be_visible()
    settle(visit)
    assert visit.evaluate("window.shift") < 0.06, visit.evaluate("window.moved")
    parts = {
        name: visit.locator(f".st-key-{name}").bounding_box() for name in ("title", "legend-newer", "side", "shell")
    }
    boxes = {name: box for name, box in parts.items() if box}
    assert set(boxes) == set(parts)
    names = sorted(boxes)
    over = [(one, other) for one in names for other in names if one < other and overlap(boxes[one], boxes[other])]
    assert over == []
    outside = [name for name, box in boxes.items() if box["y"] + box["height"] > size[1] + 1 or box["x"] < -1]
    assert outside == []


def overlap(one: dict[str, float], other: dict[str, float]) -> bool:
    """Whether two boxes share more than their borders."""
    width = min(one["x"] + one["width"], other["x"] + other["width"]) - max(one["x"], other["x"])
    height = min(one["y"] + one["height"], other["y"] + other["height"]) - max(one["y"], other["y"])
    return width > 1 and height > 1


def test_marks_of_a_view_take_one_row_each_on_a_phone(few_provinces: DemoApp, visit: Page, key: str) -> None:
    """Else three marks fill the screen, and the fields of the next one lie below it."""
    visit.set_viewport_size({"width": 360, "height": 740})
    visit.goto(f"{few_provinces.url}/cerita?story={key}&lang=id")
    visit.get_by_role("button", name="Ubah").first.click()
    rows = visit.locator('[class*="st-key-edit-"][class*="-mark-"]')
    expect(rows).to_have_count(3)
    for row in rows.all():
        expect(row.get_by_role("button")).to_be_visible()
        expect(row.get_by_test_id("stMarkdown")).to_be_visible()
        # Both at one moment: the form moves while it opens.
        button, words = row.evaluate(
            """row => ["button", "[data-testid=stMarkdown]"].map((one) => {
                const { x, y, width, height } = row.querySelector(one).getBoundingClientRect();
                return { x, y, width, height };
            })"""
        )
        assert words["y"] < button["y"] + button["height"]
        assert button["y"] < words["y"] + words["height"]
        assert words["x"] + words["width"] <= button["x"] < button["x"] + button["width"] <= 360
