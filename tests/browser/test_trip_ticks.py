"""The trip page on a phone whose browser keeps nothing for a file, or not yet."""

from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import expect

from tests.browser.conftest import Visit
from ucjmap.render.trip_page import TripSheet, TripStop, make_trip_page

NOTHING_KEPT = "Object.defineProperty(window, 'localStorage', {get() { throw new Error('not for files'); }})"


def test_ticks_outlive_a_reload_where_a_file_may_keep_nothing(
    open_page: Callable[[str], Visit], tmp_path: Path
) -> None:
    stops = tuple(TripStop(f"61.01.01.200{i}", f"Desa {i}", (), 109.0 + i / 10, 0.0) for i in range(3))
    trip = TripSheet("Perjalanan 1", ("Kantor", 109.0, 0.0), stops)
    made = make_trip_page(
        [trip],
        title="Perjalanan",
        warnings=(),
        notes=(),
        words={"sketch": "Urutan", "visited": "Dikunjungi"},
        lang="id",
    )
    path = tmp_path / "perjalanan.html"
    path.write_bytes(made)
    page = open_page("about:blank").page
    page.add_init_script(NOTHING_KEPT)
    page.goto(path.as_uri())
    boxes = page.locator("input[type=checkbox]")
    boxes.nth(1).check()
    page.reload()
    expect(page.locator("output")).to_have_text("1 / 3")
    assert boxes.evaluate_all("all => all.map((box) => box.checked)") == [False, True, False]
