"""How the map page shows a figure: measures, classes, targets, two dates, selection, trend, search, language."""

import re
from collections.abc import Callable
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import FAULT, WAIT_MS, DemoApp, MapView, Visit, settle, switch
from ucjmap import api
from ucjmap.classify import NO_DATA_COLOUR, Classing
from ucjmap.words import say_count, say_date, say_points, say_rate

Opener = Callable[[str], Visit]
KALBAR = "area=61&level=adm2&lang=id"
DATE = "2025-12-31"
EARLIER = "2024-12-31"


def address(page: Page) -> dict[str, str]:
    return {key: values[0] for key, values in parse_qs(urlsplit(page.url).query).items()}


def wait_for_address(page: Page, part: str) -> None:
    page.wait_for_function("part => decodeURIComponent(location.search).includes(part)", arg=part, timeout=WAIT_MS)


def colours(values: api.AreaValues) -> dict[str, str]:
    """Colours by code as the store gives them, without looking at the page."""
    return {row.code: row.colour or NO_DATA_COLOUR for row in values.units.itertuples()}


def wait_for_colours(drawn: MapView, expected: dict[str, str]) -> None:
    drawn.frame.wait_for_function(
        "expected => window.__ucjmap && Object.entries(expected)"
        ".every(([code, colour]) => window.__ucjmap.fills(code) === colour)",
        arg=expected,
        timeout=WAIT_MS,
    )
    assert drawn.fills == expected


def open_popover(page: Page, name: str) -> Locator:
    page.locator(f".st-key-open-{name} button").first.click()
    body = page.get_by_test_id("stPopoverBody")
    expect(body).to_be_visible(timeout=WAIT_MS)
    settle(page)
    return body


def choose(box: Locator, option: str) -> None:
    box.locator("input").click()
    box.page.get_by_role("option", name=option).first.click()


def test_measures_and_own_classes_are_those_of_the_store(demo_app: DemoApp, open_page: Opener) -> None:
    visit = open_page(f"{demo_app.url}/?{KALBAR}")
    page, drawn = visit.page, MapView.of(visit.page)
    for name, measure in (("Kesenjangan", "gap"), ("Perubahan", "change"), ("Cakupan", "rate")):
        settle(page)
        measures = page.locator(".st-key-measure")
        measures.get_by_role("radio", name=name).or_(
            measures.get_by_role("button", name=name, exact=True)
        ).first.click()
        wait_for_colours(drawn, colours(api.area_values(demo_app.store, "61", "adm2", "ucj", measure=measure)))
    body = open_popover(page, "classes")
    choose(body.get_by_test_id("stSelectbox").first, "Batas saya sendiri")
    wait_for_address(page, "scheme=own")
    field = body.get_by_role("textbox")
    field.fill("60 %; 20,5;40")
    field.press("Enter")
    field.press_sequentially("; 80")  # while the map with the limits before is being made
    wait_for_address(page, "breaks=20.5,40,60")
    own = Classing("own", own=(0.205, 0.4, 0.6))
    wait_for_colours(drawn, colours(api.area_values(demo_app.store, "61", "adm2", "ucj", classing=own)))
    settle(page)
    expect(field).to_have_value("60 %; 20,5;40; 80")
    expect(field).to_be_focused()
    field.fill("abc")
    field.press("Enter")
    expect(body.get_by_role("alert")).to_contain_text("“abc” bukan angka", timeout=WAIT_MS)
    assert address(page)["breaks"] == "20.5,40,60"
    visit.assert_clean()


@pytest.mark.long
def test_every_class_of_a_long_legend_is_counted(demo_app: DemoApp, open_page: Opener) -> None:
    page = open_page(f"{demo_app.url}/?area=61&level=adm4&lang=id&scheme=quantile&k=9&zero=1&full=1&frozen=0").page
    classing = Classing("quantile", k=9, isolate_zero=True, isolate_full=True, frozen=False)
    items = page.locator(".ucj-legend").get_by_role("listitem")
    rows = api.answer_map(demo_app.store, api.MapView("61", "adm4", classing=classing)).legend.rows
    expect(items).to_have_count(len(rows), timeout=WAIT_MS)
    for item, row in zip(items.all_inner_texts(), rows, strict=True):
        assert re.search(rf": {re.escape(say_count('id', row.areas))}\b", " ".join(item.split())), item


@pytest.mark.long
def test_chosen_target_moves_the_gap_of_map_and_cards(demo_app: DemoApp, open_page: Opener) -> None:
    page = open_page(f"{demo_app.url}/?{KALBAR}&measure=gap").page
    drawn = MapView.of(page)
    usable = [each for each in api.area_targets(demo_app.store, "61", "ucj") if each.is_comparable]
    chosen = next(each for each in usable if each.inherited)
    body = open_popover(page, "target")
    choose(body.get_by_test_id("stSelectbox").first, f"· {chosen.target.issuer} (")
    page.wait_for_function("location.search.includes('target=')", timeout=WAIT_MS)
    values = api.area_values(demo_app.store, "61", "adm2", "ucj", measure="gap", target=address(page)["target"])
    wait_for_colours(drawn, colours(values))
    cards = page.locator(".ucj-cards")
    expect(cards).to_contain_text(say_points("id", -values.area["gap_points"]), timeout=WAIT_MS)
    expect(cards).to_contain_text(say_count("id", values.area["gap_people"]))


@pytest.mark.long
def test_two_dates_side_by_side_have_the_same_classes(demo_app: DemoApp, open_page: Opener) -> None:
    page = open_page(f"{demo_app.url}/?{KALBAR}").page
    MapView.of(page)
    body = open_popover(page, "dates")
    body.get_by_test_id("stCheckbox").locator("label").click()
    wait_for_address(page, "side=1")
    page.keyboard.press("Escape")
    maps = page.locator("iframe[title='streamlit_folium.st_folium']")
    expect(maps).to_have_count(2, timeout=WAIT_MS)
    settle(page)
    assert address(page)["since"] == EARLIER  # a year before, not the date just before
    newer = api.area_values(demo_app.store, "61", "adm2", "ucj", as_of=DATE)
    older = api.area_values(demo_app.store, "61", "adm2", "ucj", as_of=EARLIER)
    in_same_classes = {
        code: newer.breaks.colours[class_id]
        for code, class_id in zip(older.units["code"], newer.breaks.assign(older.units["value"]), strict=True)
    }
    for element, expected in zip(maps.element_handles(), (in_same_classes, colours(newer)), strict=True):
        frame = element.content_frame()
        assert frame
        frame.wait_for_function("window.__ucjmap && window.__ucjmap.painted > 0", timeout=WAIT_MS)
        wait_for_colours(MapView(page, frame), expected)


@pytest.mark.long
def test_joint_figures_are_the_sum_of_what_was_clicked(demo_app: DemoApp, open_page: Opener) -> None:
    page = open_page(f"{demo_app.url}/?{KALBAR}").page
    drawn = MapView.of(page)
    switch(page, "picking")
    units = api.area_values(demo_app.store, "61", "adm2", "ucj").units
    picked: list[str] = []
    for code in ("61.04", "61.05"):
        drawn.click(code)
        picked.append(code)
        wait_for_address(page, f"pick={','.join(picked)}")
    note = page.locator(".ucj-notes")
    both = units.loc[picked, ["numerator", "denominator"]].sum()
    counts = f"{say_count('id', both['numerator'])} dari {say_count('id', both['denominator'])} orang"
    expect(note).to_contain_text(
        f"{say_rate('id', both['numerator'] / both['denominator'])}, {counts}", timeout=WAIT_MS
    )
    page.get_by_role("tab", name="Pilihan").click()
    page.get_by_test_id("stMultiSelect").get_by_role("button", name=re.compile("Ketapang")).click()
    one = units.loc["61.05"]
    counts = f"{say_count('id', one['numerator'])} dari {say_count('id', one['denominator'])} orang"
    expect(note).to_contain_text(counts, timeout=WAIT_MS)
    assert address(page)["pick"] == "61.05"


@pytest.mark.long
def test_table_of_the_trend_is_that_of_the_store(demo_app: DemoApp, open_page: Opener) -> None:
    page = open_page(f"{demo_app.url}/?{KALBAR}").page
    page.get_by_role("tab", name="Tren").click(timeout=WAIT_MS)
    page.get_by_text("Grafik sebagai tabel").click(timeout=WAIT_MS)
    table = page.get_by_test_id("stExpander").get_by_test_id("stDataFrame").first
    trend = api.area_trend(demo_app.store, "61", "ucj", "all", as_of=DATE)
    rows = table.locator("table tbody tr")
    expect(rows).to_have_count(len(trend), timeout=WAIT_MS)
    shown = [row.locator("td").all_inner_texts()[:2] for row in rows.all()]
    assert [date for date, _ in shown] == [say_date("id", date) for date in trend["as_of"]]
    assert [float(rate) / 100 for _, rate in shown] == pytest.approx(list(trend["rate"]))


@pytest.mark.long
def test_search_goes_by_keys(demo_app: DemoApp, open_page: Opener) -> None:
    visit = open_page(f"{demo_app.url}/?{KALBAR}")
    page, drawn = visit.page, MapView.of(visit.page)
    field = page.get_by_role("combobox", name="Cari wilayah")
    field.press_sequentially("xqzw")
    expect(page.get_by_role("status").filter(has_text="Tidak ditemukan")).to_be_visible(timeout=WAIT_MS)
    field.fill("")
    field.press_sequentially("ketapan")
    listed = page.get_by_role("listbox")
    expect(listed.get_by_role("option").first).to_contain_text("Kabupaten Ketapang", timeout=WAIT_MS)
    field.press("Escape")
    expect(listed).to_be_hidden()
    field.press("ArrowDown")
    expect(listed).to_be_visible()
    field.press("Enter")
    drawn.wait_for_view("61.04/adm3")
    visit.assert_clean()


def test_back_button_undoes_choices_one_by_one(demo_app: DemoApp, open_page: Opener) -> None:
    page = open_page(f"{demo_app.url}/?{KALBAR}").page
    drawn = MapView.of(page)
    choose(
        page.locator(".st-key-strip").get_by_test_id("stSelectbox").filter(has=page.get_by_label("Tanggal")),
        "31 Desember 2024",
    )
    earlier = colours(api.area_values(demo_app.store, "61", "adm2", "ucj", as_of=EARLIER))
    wait_for_colours(drawn, earlier)
    drawn.click("61.04")
    drawn.wait_for_view("61.04/adm3")
    wait_for_address(page, "area=61.04")
    assert address(page)["date"] == EARLIER
    page.go_back()
    drawn.wait_for_view("61/adm2")
    wait_for_colours(drawn, earlier)
    page.go_back()
    wait_for_colours(drawn, colours(api.area_values(demo_app.store, "61", "adm2", "ucj")))


@pytest.mark.parametrize(
    ("query", "named"),
    [
        pytest.param(
            "k=99&scheme=foo&pick=xx&since=31-12-2024",
            ("k=99", "scheme=foo", "pick=xx", "since=31-12-2024"),
            marks=pytest.mark.long,
        ),
        pytest.param("since=2030-01-01&measure=change&side=1", ("since=2030-01-01",), marks=pytest.mark.long),
        ("breaks=%3Cimg%20src=x%20onerror=alert(1)%3E&scheme=own", ("breaks=<img src=x onerror=alert(1)>",)),
    ],
)
def test_strange_links_show_a_map_and_name_what_was_left_out(
    demo_app: DemoApp, open_page: Opener, query: str, named: tuple[str, ...]
) -> None:
    visit = open_page(f"{demo_app.url}/?{KALBAR}&{query}")
    MapView.of(visit.page).wait_for_view("61/adm2")
    warning = visit.page.get_by_role("alert").first
    for part in named:
        expect(warning).to_contain_text(part, timeout=WAIT_MS)
    expect(visit.page.locator(FAULT)).to_have_count(0)
    assert visit.dialogs == []


def test_language_changes_in_place_and_back(demo_app: DemoApp, open_page: Opener) -> None:
    page = open_page(f"{demo_app.url}/?{KALBAR}&measure=gap").page
    MapView.of(page)
    page.get_by_role("button", name="English").click()
    expect(page.get_by_role("heading", name="Kalimantan Barat — UCJ coverage")).to_be_visible(timeout=WAIT_MS)
    expect(page.locator(".ucj-cards")).to_contain_text("Gap to target")
    page.get_by_role("button", name="Bahasa Indonesia").click()
    expect(page.get_by_role("heading", name="Kalimantan Barat — Cakupan UCJ")).to_be_visible(timeout=WAIT_MS)
    settle(page)
    expected = colours(api.area_values(demo_app.store, "61", "adm2", "ucj", measure="gap"))
    wait_for_colours(MapView.of(page), expected)  # its buttons speak the language, so the map is another one
    known = {"area": "61", "level": "adm2", "indicator": "ucj", "lang": "id", "measure": "gap"}
    assert address(page) == known


@pytest.mark.parametrize(
    "width", [pytest.param(1280, marks=pytest.mark.long), pytest.param(1024, marks=pytest.mark.long), 360]
)
def test_controls_keep_to_their_window(demo_app: DemoApp, open_page: Opener, width: int) -> None:
    """A row, or a list over the map that a button opens and Escape closes."""
    page = open_page(f"{demo_app.url}/?{KALBAR}").page
    page.set_viewport_size({"width": width, "height": 740})
    MapView.of(page)
    settle(page)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    strip = page.locator(".st-key-strip")
    if width < 1240:
        expect(strip).to_be_hidden()
        page.get_by_role("button", name="Pilihan tampilan").click()
    boxes = [each.bounding_box() for each in page.locator(".st-key-strip > div").all()]
    assert len(boxes) >= 10
    assert all(box and box["x"] >= 0 and box["x"] + box["width"] <= width for box in boxes)
    assert all(box and box["y"] + box["height"] <= 740 for box in boxes)
    cut = "all => all.filter(field => field.scrollWidth > field.clientWidth + 1).map(field => field.value)"
    assert page.eval_on_selector_all(".st-key-strip [data-testid=stSelectbox] input", cut) == []
    if width == 1280:
        heights = strip.bounding_box()
        assert heights
        assert heights["height"] < 60, "the controls take a second row"
        return
    field = page.get_by_role("combobox", name="Cari wilayah")
    field.fill("ketapan")
    option = page.get_by_role("option").first
    expect(option).to_contain_text("Kabupaten Ketapang")
    field.press("Escape")
    page.keyboard.press("Escape")
    expect(strip).to_be_hidden()
