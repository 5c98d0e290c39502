"""Legend, table, map and card as one instrument, and the browser's own buttons: back, forward, the address."""

import re
from collections.abc import Callable
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import DemoApp, MapView, Visit, settle, wait_until
from ucjmap import api
from ucjmap.words import say_rate

Opener = Callable[[str], Visit]
DESA = "61.04.01.2011"
#: Headings of columns that the edge of the table cuts.
_CUT_COLUMNS = """box => [...box.querySelectorAll("thead th")].filter((head) => {
    const { left, right } = head.getBoundingClientRect(), edge = box.getBoundingClientRect().left + box.clientWidth + 1;
    return left < edge - 2 && right > edge + 1;
}).map((head) => head.textContent)"""


def address(page: Page) -> dict[str, str]:
    return {key: values[0] for key, values in parse_qs(urlsplit(page.url).query).items()}


@pytest.mark.parametrize(
    "query",
    ["area=61.04.01&level=adm4", pytest.param("area=61&level=adm4", marks=pytest.mark.long), "area=00&level=adm4"],
)
def test_a_click_on_a_desa_pins_its_facts(few_provinces: DemoApp, open_page: Opener, query: str) -> None:
    visit = open_page(f"{few_provinces.url}/?{query}&lang=id")
    page, drawn = visit.page, MapView.of(visit.page)
    settle(page)
    if "00" in query:
        wait_until(drawn.frame, "() => window.__ucjmap.named")
        corners = api.area_tree(few_provinces.store).extent("61.04.01")
        west, south, east, north = corners
        drawn.frame.evaluate("at => map.fitBounds(at, {animate: false})", [[south, west], [north, east]])
        wait_until(drawn.frame, "code => window.__ucjmap.codes().includes(code) && window.__ucjmap.point(code)", DESA)
    drawn.click(DESA)
    card = page.locator(".st-key-card")
    expect(card.get_by_role("heading", name="Sungai Putri")).to_be_visible()
    expect(card).to_contain_text("Matan Hilir Utara, Kabupaten Ketapang, Kalimantan Barat")
    profile = api.area_profile(few_provinces.store, DESA)
    rows = card.locator(".ucj-facts > div")
    for row in profile.rows:
        if row.applies and not row.indicator.counts_desa and row.row["rate"] == row.row["rate"]:
            expect(rows.filter(has_text=say_rate("id", row.row["rate"])).first).to_be_visible()
        if row.indicator.key == "aparat_registered":
            expect(rows.filter(has_text="Aparat terdaftar").first).to_contain_text(
                "sudah" if row.row["numerator"] else "belum"
            )
    assert not re.search(r"\b[01] dari 1\b", card.inner_text())
    expect(card).to_contain_text("Belum ada kunjungan yang dicatat.")
    assert address(page)["pin"] == DESA
    card.get_by_role("button", name="Tutup").click()
    expect(card).to_be_hidden()
    visit.assert_clean()


@pytest.mark.long
def test_a_visit_is_planned_from_the_card(few_provinces: DemoApp, open_page: Opener) -> None:
    other = "61.04.01.2012"
    page = open_page(f"{few_provinces.url}/?area=61.04.01&level=adm4&lang=id&pin={other}").page
    MapView.of(page)
    settle(page)
    card = page.locator(".st-key-card")
    card.get_by_role("button", name="Tambahkan ke daftar kunjungan").click()
    expect(card).to_contain_text("Direncanakan")
    assert api.read_follow_up(few_provinces.store, other).by_desa["status"].tolist() == ["planned"]


def test_the_table_is_filtered_by_kabupaten_and_by_figure(demo_app: DemoApp, open_page: Opener) -> None:
    page = open_page(f"{demo_app.url}/?area=61&level=adm4&lang=id").page
    MapView.of(page)
    store = demo_app.store
    units = api.area_values(store, "61.04", "adm4", "ucj").units
    low = units[units["value"] < 0.5].sort_values(["value", "name"])
    field = page.get_by_role("searchbox")
    assert page.locator(".ranking").evaluate(_CUT_COLUMNS) == []
    page.get_by_role("button", name="Kolom lain").click()
    assert page.locator(".ranking").evaluate("box => box.scrollLeft") > 0
    field.fill("ketapang <50")
    names = page.locator(".ranking tbody button:not(.pin)")
    expect(names).to_have_text(low["name"].tolist())
    expect(page.get_by_text(f"{len(low)} dari ", exact=False).first).to_be_visible()
    row = page.locator(".ranking tbody tr").first
    tree = api.area_tree(store)
    kecamatan, kabupaten = (tree.name(code) for code in tree.path(low.index[0])[-2:-4:-1])
    expect(row.locator("[data-label=Kecamatan]")).to_have_text(kecamatan)
    expect(row.locator("[data-label='Kabupaten/Kota']")).to_have_text(kabupaten)
    row.locator(".pin").click()
    expect(page.locator(".st-key-card").get_by_role("heading", name=low["name"].iloc[0])).to_be_visible()


@pytest.mark.long
def test_a_class_of_the_legend_lights_its_areas_on_map_and_table(demo_app: DemoApp, open_page: Opener) -> None:
    page = open_page(f"{demo_app.url}/?area=61&level=adm2&lang=id").page
    drawn = MapView.of(page)
    settle(page)
    units = api.area_values(demo_app.store, "61", "adm2", "ucj").units
    lowest = set(units.index[units["class_id"] == 0])
    assert 0 < len(lowest) < len(units)
    seen = """() => window.__ucjmap.codes().filter((code) => map.ucjmap.polygons.get(code).options.fillOpacity > 0.5)"""
    lit = "codes => JSON.stringify((" + seen + ")().sort()) === JSON.stringify(codes)"
    first = page.locator(".ucj-legend [data-class='0']")
    first.hover()
    wait_until(drawn.frame, lit, sorted(lowest))
    expect(page.locator(".ranking tbody tr:not(.dim)")).to_have_count(len(lowest))
    page.locator(".st-key-title h2").hover()
    wait_until(drawn.frame, lit, sorted(units.index))
    first.click()
    page.locator(".st-key-title h2").hover()
    expect(first).to_have_attribute("aria-pressed", "true")
    wait_until(drawn.frame, lit, sorted(lowest))
    page.locator(".ranking tbody tr").first.hover()
    wait_until(drawn.frame, "code => window.__ucjmap.outlined('peer').join() === code", units["value"].idxmin())
    first.click()
    page.locator(".st-key-title h2").hover()
    wait_until(drawn.frame, lit, sorted(units.index))


@pytest.mark.long
def test_the_tooltip_says_where_and_when(demo_app: DemoApp, open_page: Opener) -> None:
    page = open_page(f"{demo_app.url}/?area=61&level=adm4&lang=id").page
    drawn = MapView.of(page)
    settle(page)
    drawn.hover(DESA)
    tooltip = drawn.frame.locator(".ucjmap-tooltip")
    expect(tooltip).to_contain_text("Sungai Putri")
    expect(tooltip).to_contain_text("Matan Hilir Utara, Ketapang, Kalimantan Barat")
    expect(tooltip).to_contain_text("dari")
    expect(tooltip).to_contain_text("Per 31 Desember 2025")


def test_back_and_forward_step_through_four_levels(demo_app: DemoApp, open_page: Opener) -> None:
    """From an address that says nothing, as most visits begin."""
    page = open_page(demo_app.url).page
    drawn = MapView.of(page)
    settle(page)
    steps = (("00", "adm1"), ("61", "adm2"), ("61.04", "adm3"), ("61.04.01", "adm4"))
    for code, level in steps[1:]:
        drawn.click(code)
        drawn.wait_for_view(f"{code}/{level}")
        page.wait_for_url(re.compile(rf"area={re.escape(code)}(&|$)"))
        settle(page)
    for walk, way in ((steps[2::-1], page.go_back), (steps[1:], page.go_forward)):
        for code, level in walk:
            way()
            drawn.wait_for_view(f"{code}/{level}")
            expect(
                page.get_by_role("heading", name=re.compile(api.area_tree(demo_app.store).name(code)))
            ).to_be_visible()
            assert address(page)["area"] == code


@pytest.mark.long
def test_the_address_of_a_profile_is_true_and_keeps_figure_and_date(demo_app: DemoApp, open_page: Opener) -> None:
    dates = api.list_dates(demo_app.store, "bpd_registered", "61")
    chosen = f"indicator=bpd_registered&date={dates[0]}"
    page = open_page(f"{demo_app.url}/?area=61.04&level=adm3&lang=id&{chosen}").page
    MapView.of(page)
    settle(page)
    page.locator(".st-key-title").get_by_role("link", name="Profil wilayah").click()
    expect(page.get_by_role("heading", name="Kabupaten Ketapang")).to_be_visible()
    page.get_by_role("link", name="Kalimantan Barat").first.click()
    expect(page.get_by_role("heading", name="Kalimantan Barat")).to_be_visible()
    settle(page)
    known = {"area": "61", "indicator": "bpd_registered", "date": dates[0]}
    assert known.items() <= address(page).items()
    page.go_back()
    expect(page.get_by_role("heading", name="Kabupaten Ketapang")).to_be_visible()
    assert address(page)["area"] == "61.04"
    page.get_by_role("link", name="Tampilkan di peta").click()
    MapView.of(page).wait_for_view("61.04/adm3")
    settle(page)
    assert {**known, "area": "61.04"}.items() <= address(page).items()


@pytest.mark.long
def test_an_area_without_data_leads_to_where_they_are_loaded(demo_app: DemoApp, open_page: Opener) -> None:
    page = open_page(f"{demo_app.url}/?area=51&level=adm2&lang=id").page
    MapView.of(page)
    settle(page)
    page.locator(".st-key-title").get_by_role("link", name="Muat data untuk wilayah ini").click()
    page.wait_for_url(re.compile("/data"))
