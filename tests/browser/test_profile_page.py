"""The profile of an area: its figures, the ways to and from the map, and that it fits a phone."""

from collections.abc import Callable

import pandas as pd
import pytest
from playwright.sync_api import expect

from tests.browser.conftest import WAIT_MS, DemoApp, MapView, Visit, settle
from ucjmap import api
from ucjmap.words import say_count, say_rate

Opener = Callable[[str], Visit]


def test_cards_are_those_of_the_store(demo_app: DemoApp, open_page: Opener) -> None:
    page = open_page(f"{demo_app.url}/profil?area=61.04&lang=id").page
    profile = api.area_profile(demo_app.store, "61.04")
    cards = page.locator(".ucj-profile > div")
    expect(cards).to_have_count(len(profile.rows), timeout=WAIT_MS)
    for card, row in zip(cards.all(), profile.rows, strict=True):
        if pd.isna(row.row["rate"]):
            expect(card).to_contain_text("Belum ada data" if row.applies else "Tidak berlaku di sini")
            continue
        expect(card.locator(".rate")).to_have_text(say_rate("id", row.row["rate"]))
        expect(card).to_contain_text(
            f"{say_count('id', row.row['numerator'])} dari {say_count('id', row.row['denominator'])}"
        )
        assert card.locator("img").get_attribute("alt")


@pytest.mark.long
def test_an_area_without_data_has_no_zero(demo_app: DemoApp, open_page: Opener) -> None:
    page = open_page(f"{demo_app.url}/profil?area=51&lang=id").page
    rates = page.locator(".ucj-profile .rate")
    expect(rates.first).to_have_text("Belum ada data", timeout=WAIT_MS)
    assert set(rates.all_inner_texts()) == {"Belum ada data"}


def test_the_way_from_map_to_profile_and_back_keeps_the_area(demo_app: DemoApp, open_page: Opener) -> None:
    page = open_page(f"{demo_app.url}/?area=61.04&level=adm3&lang=id").page
    MapView.of(page)
    settle(page)
    page.get_by_test_id("stTopNavLink").filter(has_text="Profil wilayah").or_(
        page.get_by_role("navigation").get_by_text("Profil wilayah")
    ).first.click()
    expect(page.get_by_role("heading", name="Kabupaten Ketapang")).to_be_visible(timeout=WAIT_MS)
    page.get_by_role("link", name="Kalimantan Barat").first.click()
    expect(page.get_by_role("heading", name="Kalimantan Barat")).to_be_visible(timeout=WAIT_MS)
    page.get_by_role("link", name="Tampilkan di peta").click()
    MapView.of(page).wait_for_view("61/adm2")


@pytest.mark.long
def test_another_area_is_found_from_the_profile(demo_app: DemoApp, open_page: Opener) -> None:
    page = open_page(f"{demo_app.url}/profil?area=61&lang=id&date=2024-12-31").page
    field = page.get_by_role("combobox", name="Cari wilayah")
    field.fill("kota singkawnag", timeout=WAIT_MS)
    page.get_by_role("option", name="Kota Singkawang").first.wait_for(timeout=WAIT_MS)
    field.press("Enter")
    expect(page.get_by_role("heading", name="Kota Singkawang")).to_be_visible(timeout=WAIT_MS)
    settle(page)
    assert "area=61.72" in page.url
    assert "date=2024-12-31" in page.url


@pytest.mark.long
def test_published_figures_and_their_reasons_fit_a_phone(demo_app: DemoApp, open_page: Opener) -> None:
    page = open_page(f"{demo_app.url}/profil?area=61&lang=id").page
    page.set_viewport_size({"width": 360, "height": 800})
    page.locator(".st-key-profile-section").get_by_text("Target", exact=True).click(timeout=WAIT_MS)
    compared = api.compare_published(demo_app.store, "61", "ucj")
    heading = page.get_by_text("Angka terbit dan angka hitungan berdampingan").or_(page.get_by_text("berdampingan"))
    expect(heading.first).to_be_visible(timeout=WAIT_MS)
    settle(page)
    for each in compared:
        expect(page.get_by_text(each.source).first).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    sections = page.locator(".st-key-profile-section button, .st-key-profile-section label").all()
    boxes = [box for each in sections if (box := each.bounding_box())]
    assert boxes
    assert all(box["x"] + box["width"] <= 360 for box in boxes), "a section is out of sight"
