"""The app as an official uses it: from Indonesia down to the desa by clicking polygons, back, and by a copied link."""

import re
from collections.abc import Callable
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import WAIT_MS, DemoApp, MapView, Visit
from ucjmap import api
from ucjmap.classify import NO_DATA_COLOUR, NOT_APPLICABLE_COLOUR
from ucjmap.codes import LEVELS


@pytest.fixture
def app_url(demo_app: DemoApp) -> str:
    return demo_app.url


@pytest.fixture
def store(demo_app: DemoApp) -> api.Store:
    return demo_app.store


def expected_fills(store: api.Store, code: str, level: str, indicator: str = "ucj") -> dict[str, str]:
    """Colours by code as the store gives them, without looking at the page."""
    units = api.area_values(store, code, next(each for each in LEVELS if each == level), indicator).units
    apart = {True: NO_DATA_COLOUR, False: NOT_APPLICABLE_COLOUR}
    return {row.code: row.colour if row.class_id >= 0 else apart[bool(row.applies)] for row in units.itertuples()}


def address(page: Page) -> dict[str, str]:
    return {key: values[0] for key, values in parse_qs(urlsplit(page.url).query).items()}


def test_drills_to_the_desa_and_back_and_a_link_opens_the_same(
    app_url: str, store: api.Store, open_page: Callable[[str], Visit]
) -> None:
    visit = open_page(app_url)
    drawn = MapView.of(visit.page)
    drawn.wait_for_view("00/adm1")
    drawn.call("observe()")
    assert drawn.fills == expected_fills(store, "00", "adm1")
    for code, level in (("61", "adm2"), ("61.04", "adm3"), ("61.04.01", "adm4")):
        drawn.click(code)
        drawn.wait_for_view(f"{code}/{level}")
        assert drawn.fills == expected_fills(store, code, level)
        expect(visit.page.get_by_role("heading", name=re.compile(api.area_tree(store).name(code)))).to_be_visible()
        visit.page.wait_for_function("code => location.search.includes(`area=${code}&`)", arg=code, timeout=WAIT_MS)
    deepest = visit.page.url
    for code, level in (("61.04", "adm3"), ("61", "adm2"), ("00", "adm1")):
        drawn.frame.get_by_role("button", name="↑").click()
        drawn.wait_for_view(f"{code}/{level}")
        assert drawn.fills == expected_fills(store, code, level)
    assert drawn.call("blank_frames") == 0
    visit.assert_clean()

    copied = open_page(deepest)
    again = MapView.of(copied.page)
    again.wait_for_view("61.04.01/adm4")
    assert again.fills == expected_fills(store, "61.04.01", "adm4")
    copied.assert_clean()


def test_colours_on_the_canvas_are_those_of_the_legend(
    app_url: str, store: api.Store, open_page: Callable[[str], Visit]
) -> None:
    visit = open_page(f"{app_url}/?area=61&level=adm2&indicator=bpd_registered&lang=id")
    drawn = MapView.of(visit.page)
    drawn.wait_for_view("61/adm2")
    values = api.area_values(store, "61", "adm2", "bpd_registered")
    for row in values.units.itertuples():
        if row.class_id >= 0 and drawn.call("point(code)", row.code):
            assert drawn.pixel(row.code) == row.colour, row.code
    legend = visit.page.locator(".ucj-legend")
    counts = values.units["class_id"].value_counts()
    for class_id, label in enumerate(("Sangat rendah", "Rendah", "Sedang", "Tinggi")):
        item = legend.get_by_role("listitem").filter(has_text=re.compile(rf"^\s*{label} "))
        expect(item).to_contain_text(f": {counts.get(class_id, 0)}")


def test_key_figures_are_the_published_ones(app_url: str, open_page: Callable[[str], Visit], store: api.Store) -> None:
    page = open_page(f"{app_url}/?area=61&level=adm2&indicator=aparat_registered&lang=id").page
    MapView.of(page)
    cards = page.locator(".ucj-cards")
    expect(cards).to_contain_text("83,7%")
    expect(cards).to_contain_text("1.713 dari 2.047 desa")
    for body, missing in (("Desa yang aparatnya belum terdaftar", "334"), ("Desa yang BPD-nya belum terdaftar", "759")):
        card = cards.locator("div").filter(has_text=body)
        expect(card.locator("dd")).to_have_text([missing, "dari 2.047 desa yang berdata, per 10 Oktober 2025"])
    expect(page.get_by_text("Data simulasi", exact=False).first).to_be_visible()
    assert store


@pytest.mark.long
def test_area_without_data_says_so_and_names_the_published_figure(
    app_url: str, open_page: Callable[[str], Visit]
) -> None:
    page = open_page(f"{app_url}/?area=51&level=adm2&lang=id").page
    drawn = MapView.of(page)
    assert set(drawn.fills.values()) == {NO_DATA_COLOUR}
    expect(page.locator(".ucj-cards")).to_contain_text("Belum ada data")
    expect(page.locator(".ucj-notes")).to_contain_text("50,88%")


@pytest.mark.long
def test_the_table_tells_what_the_map_does_sorts_and_drills_by_keys(
    app_url: str, store: api.Store, open_page: Callable[[str], Visit]
) -> None:
    page = open_page(f"{app_url}/?area=61.04&level=adm3&lang=id").page
    drawn = MapView.of(page)
    units = api.area_values(store, "61.04", "adm3", "ucj").units.sort_values(["value", "name"])
    names = page.locator(".ranking tbody button:not(.pin)")
    expect(names).to_have_text(units["name"].tolist(), timeout=WAIT_MS)
    page.locator(".ranking").get_by_role("button", name="Terdaftar", exact=True).click()
    expect(page.locator('.ranking th[aria-sort="ascending"]')).to_have_text("Terdaftar ▲")
    by_count = units.sort_values("numerator", kind="stable", na_position="last")
    expect(names).to_have_text(by_count["name"].tolist())
    names.first.focus()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    second = by_count.index[1]
    drawn.wait_for_view(f"{second}/adm4")
    page.wait_for_function("code => location.search.includes(`area=${code}&`)", arg=second, timeout=WAIT_MS)


@pytest.mark.long
def test_what_is_pressed_right_after_a_click_on_the_map_is_not_lost(
    app_url: str, store: api.Store, open_page: Callable[[str], Visit]
) -> None:
    page = open_page(f"{app_url}/?area=61&level=adm2&lang=id").page
    drawn = MapView.of(page)
    drawn.wait_for_view("61/adm2")
    expect(page.locator(".ranking")).to_be_visible(timeout=WAIT_MS)
    bar = page.locator(".st-key-measure")
    gap = (
        bar.get_by_role("radio", name="Kesenjangan")
        .or_(bar.get_by_role("button", name="Kesenjangan", exact=True))
        .first
    )
    expect(gap).to_be_visible()
    drawn.click("61.04")
    gap.click()  # the page is still that of the province
    drawn.wait_for_view("61.04/adm3")
    # Both stand in the address in the end, whichever the server heard of first.
    both = "location.search.includes('measure=gap') && location.search.includes('area=61.04&')"
    page.wait_for_function(both, timeout=WAIT_MS)
    expect(page.get_by_role("heading", name="Ketapang")).to_be_visible(timeout=WAIT_MS)
    values = api.area_values(store, "61.04", "adm3", "ucj", measure="gap")
    drawn.frame.wait_for_function(
        "wanted => Object.entries(wanted).every(([code, colour]) => window.__ucjmap.fills(code) === colour)",
        arg=values.units["colour"].dropna().to_dict(),
        timeout=WAIT_MS,
    )


def test_careless_links_open_a_map_and_say_what_is_wrong(app_url: str, open_page: Callable[[str], Visit]) -> None:
    visit = open_page(f"{app_url}/?area=99.99&level=adm9&indicator=%3Cscript%3E&date=kemarin&segment=x&lang=xx")
    expect(visit.page.get_by_text("99.99", exact=False).first).to_be_visible(timeout=WAIT_MS)
    MapView.of(visit.page).wait_for_view("00/adm1")
    assert visit.dialogs == []


@pytest.mark.long
def test_model_boundaries_are_named_on_the_map(app_url: str, open_page: Callable[[str], Visit]) -> None:
    page = open_page(f"{app_url}/?area=17&level=adm4&lang=id").page
    drawn = MapView.of(page)
    drawn.wait_for_view("17/adm4")
    expect(drawn.frame.locator(".leaflet-control-attribution")).to_contain_text("Model 2025")
    expect(page.get_by_text("batas model", exact=False).first).to_be_visible()


@pytest.mark.long
@pytest.mark.parametrize("width", [360, 1366])
def test_page_fits_its_window(app_url: str, open_page: Callable[[str], Visit], width: int) -> None:
    page = open_page(f"{app_url}/?area=61&level=adm2&lang=id").page
    page.set_viewport_size({"width": width, "height": 800})
    MapView.of(page)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    cards = page.locator(".ucj-cards > div")
    expect(cards).to_have_count(6)
    rows = cards.evaluate_all("all => all.map(one => one.getBoundingClientRect().top)")
    assert len({rows.count(row) for row in rows}) == 1, "the last row of cards has a gap"
