"""The map of all desa in a real Chromium: colours unit by unit, cells, zooming, names, clicks, failures."""

import shutil
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest
from playwright.sync_api import Route, expect

from tests.browser.conftest import WAIT_MS, MapView, Visit
from ucjmap import api
from ucjmap.classify import Classing
from ucjmap.codes import COUNTRY
from ucjmap.render.browser.tiled import NO_DATA, OUTSIDE

HARNESS = Path(__file__).parent / "harness" / "tiles_app.py"
KALBAR = "61"
FEWEST_OF_KALBAR = 2_000


@pytest.fixture(scope="module")
def tiled_store(few_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[api.Store]:
    """The demonstration with two provinces only, and their tiles: those of the whole country take a minute to build."""
    path = tmp_path_factory.mktemp("tiles") / "demo.db"
    shutil.copyfile(few_file, path)
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("DELETE FROM outlines WHERE province_code NOT IN ('17', '61')")
    store = api.open_store(f"sqlite:///{path}")
    api.build_country_tiles(store)
    yield store
    store.close()


@pytest.fixture(scope="module")
def harness(start_app: Callable[..., str], tiled_store: api.Store) -> str:
    return start_app(HARNESS, env={"UCJMAP_STORE": tiled_store.url})


def map_of(visit: Visit) -> MapView:
    drawn = MapView.of(visit.page)
    drawn.frame.wait_for_function("window.__ucjmap.named", timeout=WAIT_MS)
    return drawn


def expected(store: api.Store, area: str, indicator: str = "ucj", scheme: str = "bands") -> dict[str, str]:
    """Colour by code of what is on the map."""
    classing = Classing(scheme=scheme, frozen=False)  # type: ignore[arg-type]
    drawn = api.draw_tiled(store, api.answer_map(store, api.MapView(area, "adm4", indicator, classing=classing)))
    pairs = zip(api.tiled_areas(store).areas["code"], drawn.classes.tolist(), strict=True)
    return {
        code: drawn.no_data_colour if class_id == NO_DATA else drawn.colours[class_id]
        for code, class_id in pairs
        if class_id != OUTSIDE
    }


def fills(drawn: MapView) -> dict[str, str]:
    found = drawn.frame.evaluate(
        "Object.fromEntries(window.__ucjmap.codes().map(code => [code, window.__ucjmap.fills(code)]))"
    )
    assert isinstance(found, dict)
    return found


def go_to(drawn: MapView, latitude: float, longitude: float, zoom: float) -> None:
    painted = drawn.painted
    drawn.frame.evaluate(
        "place => map.setView(place.slice(0, 2), place[2], {animate: false})", [latitude, longitude, zoom]
    )
    drawn.wait_for_painting(painted)


def cell_colour(drawn: MapView, code: str) -> str:
    """Colour of the tiles' canvas at the point inside an area."""
    script = """code => {
        const at = window.__ucjmap.point(code), box = document.querySelector(".leaflet-container").getBoundingClientRect();
        const under = (canvas) => {
            const place = canvas.getBoundingClientRect(), scale = canvas.width / place.width;
            const x = (at.x + box.left - place.left) * scale, y = (at.y + box.top - place.top) * scale;
            return x >= 0 && y >= 0 && x < canvas.width - 2 && y < canvas.height - 2
                ? [...canvas.getContext("2d").getImageData(x, y, 1, 1).data] : null;
        };
        const [red, green, blue] = [...document.querySelectorAll(".ucjmap-tiles canvas")].map(under).find(Boolean);
        return "#" + [red, green, blue].map(value => value.toString(16).padStart(2, "0")).join("");
    }"""
    return str(drawn.frame.evaluate(script, code))


def test_every_desa_of_a_province_has_its_colour(
    harness: str, open_page: Callable[[str], Visit], tiled_store: api.Store
) -> None:
    visit = open_page(f"{harness}/?area={KALBAR}")
    drawn = map_of(visit)
    wanted, found = expected(tiled_store, KALBAR), fills(drawn)
    # A desa of a town may share its cells with its neighbours at this zoom; none of another province is drawn.
    assert len(found) > FEWEST_OF_KALBAR
    assert found == {code: wanted[code] for code in found}
    visit.assert_clean()


@pytest.mark.long
def test_the_canvas_has_the_colours_of_the_classes(
    harness: str, open_page: Callable[[str], Visit], tiled_store: api.Store
) -> None:
    drawn = map_of(open_page(f"{harness}/?area={KALBAR}"))
    wanted = expected(tiled_store, KALBAR)
    go_to(drawn, -0.03, 109.34, 11)
    seen = [code for code in fills(drawn) if drawn.call("point(code)", code)]
    assert len(seen) > 20
    for code in seen[::4]:
        if not drawn.call("hatched(code)", code):
            assert cell_colour(drawn, code) == wanted[code], code


def test_the_whole_country_is_recoloured_without_loading_geometry(
    harness: str, open_page: Callable[[str], Visit], tiled_store: api.Store
) -> None:
    visit = open_page(harness)
    drawn = map_of(visit)
    assert fills(drawn).items() <= expected(tiled_store, COUNTRY).items()
    loaded = len([url for url in visit.urls if "/tiles/" in url])
    assert loaded == len({url for url in visit.urls if "/tiles/" in url}) >= 2
    for button, figure in (("Kuantil", ("ucj", "quantile")), ("Aparat", ("aparat_registered", "bands"))):
        painted = drawn.painted
        visit.page.get_by_role("button", name=button).click()
        drawn.wait_for_painting(painted)
        assert fills(drawn).items() <= expected(tiled_store, COUNTRY, *figure).items()
    assert len([url for url in visit.urls if "/tiles/" in url]) == loaded
    visit.assert_clean()


@pytest.mark.long
@pytest.mark.parametrize("zoom", [*(pytest.param(zoom, marks=pytest.mark.long) for zoom in (7, 9.4, 12.3, 14)), 10])
def test_one_desa_is_drawn_at_every_zoom(
    harness: str, open_page: Callable[[str], Visit], tiled_store: api.Store, zoom: float
) -> None:
    area = api.area_tree(tiled_store).areas.loc["61.01.01.2001"]
    visit = open_page(f"{harness}/?area={KALBAR}")
    drawn = map_of(visit)
    go_to(drawn, area["lat"], area["lon"], zoom)
    assert area["code"] in fills(drawn)
    assert drawn.call("point(code)", area["code"])
    visit.assert_clean()


def test_hovering_tells_name_place_and_rate(
    harness: str, open_page: Callable[[str], Visit], tiled_store: api.Store
) -> None:
    tree = api.area_tree(tiled_store)
    area = tree.areas.loc["61.01.01.2001"]
    drawn = map_of(open_page(f"{harness}/?area={KALBAR}"))
    go_to(drawn, area["lat"], area["lon"], 11)
    drawn.hover(area["code"])
    tooltip = drawn.frame.locator(".ucjmap-tooltip")
    expect(tooltip).to_contain_text(str(area["name"]))
    expect(tooltip).to_contain_text(tree.name("61.01"))
    rate = api.area_values(tiled_store, KALBAR, "adm4", "ucj").units.at[area["code"], "rate"]
    expect(tooltip).to_contain_text(f"{rate * 100:.1f}%".replace(".", ","))


@pytest.mark.long
def test_a_click_tells_the_page_which_desa(
    harness: str, open_page: Callable[[str], Visit], tiled_store: api.Store
) -> None:
    visit = open_page(f"{harness}/?area={KALBAR}")
    drawn = map_of(visit)
    area = api.area_tree(tiled_store).areas.loc["61.01.01.2001"]
    go_to(drawn, area["lat"], area["lon"], 11)
    drawn.click(area["code"])
    expect(visit.page.get_by_text(f"Klik {area['code']}")).to_be_visible()


@pytest.mark.long
def test_the_selected_desa_is_outlined(harness: str, open_page: Callable[[str], Visit], tiled_store: api.Store) -> None:
    area = api.area_tree(tiled_store).areas.loc["61.01.01.2001"]
    drawn = map_of(open_page(f"{harness}/?area={KALBAR}&selected={area['code']}"))
    go_to(drawn, area["lat"], area["lon"], 11)
    script = "[...map.ucjmapTiles.tiles.values()].filter(tile => tile.lit).length"
    assert int(str(drawn.frame.evaluate(script))) > 0
    assert drawn.frame.evaluate("map.ucjmapTiles.names.codes[map.ucjmapTiles.selected - 1]") == area["code"]


@pytest.mark.long
def test_desa_are_chosen_by_clicks_while_picking_and_by_shift(
    harness: str, open_page: Callable[[str], Visit], tiled_store: api.Store
) -> None:
    area = api.area_tree(tiled_store).areas.loc["61.01.01.2001"]
    for address, shift in ((f"{harness}/?area={KALBAR}&picking=1", False), (f"{harness}/?area={KALBAR}", True)):
        visit = open_page(address)
        drawn = map_of(visit)
        go_to(drawn, area["lat"], area["lon"], 11)
        visit.page.mouse.move(*drawn.point(area["code"]))
        if shift:
            visit.page.keyboard.down("Shift")
        drawn.click(area["code"])
        expect(visit.page.get_by_text(f"Klik None Pilih {area['code']}")).to_be_visible()


@pytest.mark.long
def test_every_chosen_desa_is_outlined(harness: str, open_page: Callable[[str], Visit], tiled_store: api.Store) -> None:
    codes = ["61.01.01.2001", "61.01.01.2002"]
    visit = open_page(f"{harness}/?area={KALBAR}&pick={','.join(codes)}")
    drawn = map_of(visit)
    area = api.area_tree(tiled_store).areas.loc[codes[0]]
    go_to(drawn, area["lat"], area["lon"], 12)
    outlined = """() => {
        const { tiles, names } = map.ucjmapTiles, found = new Set();
        for (const { canvas, cells } of tiles.values()) {
            const rgba = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height).data;
            cells.forEach((cell, i) => {
                if (cell & 0xffffff && rgba[4 * i] === 17 && rgba[4 * i + 1] === 24 && rgba[4 * i + 2] === 39) {
                    found.add(names.codes[(cell & 0xffffff) - 1]);
                }
            });
        }
        return [...found].sort();
    }"""
    visit.page.mouse.move(2, 2)
    assert drawn.frame.evaluate(outlined) == codes


@pytest.mark.long
def test_two_maps_of_all_desa_move_as_one(harness: str, open_page: Callable[[str], Visit]) -> None:
    visit = open_page(f"{harness}/?area={KALBAR}&sync=1")
    one = map_of(visit)
    two = visit.page.locator("iframe[title='streamlit_folium.st_folium']").nth(1).element_handle().content_frame()
    assert two
    two.wait_for_function("window.__ucjmap && window.__ucjmap.painted > 0", timeout=WAIT_MS)
    one.frame.evaluate("map.setView([-0.5, 110.5], 9, {animate: false})")
    here = "map.getZoom() === 9 && Math.abs(map.getCenter().lat + 0.5) < 0.01 && Math.abs(map.getCenter().lng - 110.5) < 0.01"
    two.wait_for_function(here, timeout=WAIT_MS)
    two.evaluate("map.panBy([100, 0], {animate: false})")
    one.frame.wait_for_function("Math.abs(map.getCenter().lng - 110.5) > 0.1", timeout=WAIT_MS)
    visit.assert_clean()


@pytest.mark.long
def test_the_same_map_changes_between_provinces_and_all_desa(harness: str, open_page: Callable[[str], Visit]) -> None:
    visit = open_page(harness)
    drawn = map_of(visit)
    drawn.frame.evaluate("window.__same = map")
    visit.page.get_by_role("button", name="Provinsi").click()
    drawn.wait_for_view("00/adm1")
    assert len(fills(drawn)) == 2
    assert drawn.frame.locator(".ucjmap-tiles").count() == 0
    visit.page.get_by_role("button", name="Pita").click()
    drawn.wait_for_view("00/adm4")
    drawn.frame.wait_for_function("window.__ucjmap.named", timeout=WAIT_MS)
    assert len(fills(drawn)) > 1000
    assert drawn.frame.evaluate("window.__same === map") is True
    visit.assert_clean()


@pytest.mark.long
def test_a_failure_is_told_and_can_be_tried_again(harness: str, open_page: Callable[[str], Visit]) -> None:
    visit = open_page(f"{harness}/?area={KALBAR}")
    drawn = map_of(visit)

    def refuse(route: Route) -> None:
        route.abort()

    visit.page.route("**/*.mvt", refuse)
    drawn.frame.evaluate("map.setView([-7.3, 110], 9, {animate: false})")
    veil = drawn.frame.locator(".ucjmap-veil.ucjmap-on")
    expect(veil).to_contain_text("Batas wilayah")
    visit.page.unroute("**/*.mvt", refuse)
    painted = drawn.painted
    veil.get_by_role("button").click()
    drawn.wait_for_painting(painted)
    expect(veil).to_have_count(0)


def test_names_are_text_and_never_markup(harness: str, open_page: Callable[[str], Visit]) -> None:
    visit = open_page(f"{harness}/?area={KALBAR}")
    drawn = map_of(visit)
    box = drawn.frame.evaluate("""() => {
        const tiles = map.ucjmapTiles;
        tiles.names.names[0] = "<img src=x onerror=alert(1)>";
        const box = tiles.describe(1);
        document.body.append(box);
        return [box.querySelectorAll("img").length, box.textContent];
    }""")
    assert box[0] == 0
    assert "<img src=x" in box[1]
    visit.assert_clean()
