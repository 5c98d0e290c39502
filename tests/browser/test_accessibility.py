"""Every page for those who read with a screen reader, by keyboard, in the dark, or on a phone: axe-core and Tab."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, Literal

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import FAULT, PROJECT, WAIT_MS, DemoApp, MapView, Visit, give_file

AXE = PROJECT / "tests" / "browser" / "node_modules" / "axe-core" / "axe.min.js"
#: Wide enough for the panel beside the map to stand open from the beginning.
WIDE = 1520
#: Colour scheme and width by language: two of language, scheme and width meet in every way.
LOOKS: dict[str, tuple[tuple[Literal["light", "dark"], int], ...]] = {
    "id": (("light", WIDE), ("dark", 360)),
    "en": (("light", 360), ("dark", WIDE)),
}
MAPS = ("area=00", "area=61&level=adm2", "area=61&level=adm4", "area=61.04.01.2011")
QUICK = (("area=61&level=adm2", "id"), ("area=61.04.01.2011", "en"))
#: Two maps, each in one language; the long run looks at all in both.
MAPS_BY_LANGUAGE = [
    pytest.param(query, lang, marks=[] if (query, lang) in QUICK else [pytest.mark.long])
    for query in MAPS
    for lang in ("id", "en")
]
IN_ONE_LANGUAGE = ["id", pytest.param("en", marks=pytest.mark.long)]
WORDS = {
    "id": {"source": "Sumber", "next": "Lanjut", "areas": "Wilayah mana", "check": "Pemeriksaan", "trial": "Uji coba"},
    "en": {"source": "Source", "next": "Continue", "areas": "Which area", "check": "Checks", "trial": "Trial run"},
}
#: What is new when a tab or a list of choices is opened; the page around it was looked at already.
TAB, POPOVER = "[role=tabpanel]:not([hidden])", "[data-testid=stPopoverBody]"
#: What Streamlit itself draws and this project cannot mend: rule, part of the selector, and why it is let pass.
LET_PASS: tuple[tuple[str, str, str], ...] = ()


@pytest.fixture(scope="module")
def app_url(few_provinces: DemoApp) -> str:
    return few_provinces.url


@pytest.fixture(scope="module")
def axe() -> str:
    if not AXE.is_file():
        pytest.skip("axe-core is not there: `make browser` fetches it, or `npm ci` in tests/browser")
    return AXE.read_text(encoding="utf-8")


def wait_until_drawn(page: Page) -> None:
    """Until the script has run and Streamlit has settled what it drew."""
    expect(page.get_by_test_id("stApp")).to_have_attribute("data-test-script-state", "notRunning", timeout=WAIT_MS)
    expect(page.locator("[data-stale=true]")).to_have_count(0, timeout=WAIT_MS)
    # A part that is still fading in has too little contrast for a moment.
    fading = "each instanceof CSSTransition && each.playState === 'running' && each.effect.target.checkVisibility()"
    page.wait_for_function(f"!document.getAnimations().some(each => {fading})", timeout=WAIT_MS)


@pytest.fixture(scope="module")
def visit(chromium: Browser) -> Iterator[Page]:
    """One page for all states that are looked at, as a visitor goes through them: each begins anew at its address."""
    context = chromium.new_context(viewport={"width": WIDE, "height": 800}, reduced_motion="reduce")
    page = context.new_page()
    page.set_default_timeout(WAIT_MS)
    yield page
    context.close()


def open_state(page: Page, address: str, lang: str, *, width: int = WIDE) -> None:
    page.emulate_media(color_scheme="light", reduced_motion="reduce")
    page.set_viewport_size({"width": width, "height": 800})
    page.goto(address)
    expect(page.get_by_test_id("stMainBlockContainer")).to_be_visible(timeout=WAIT_MS)
    wait_until_drawn(page)
    page.wait_for_function("lang => document.documentElement.lang === lang", arg=lang, timeout=WAIT_MS)


def dress(page: Page, scheme: Literal["light", "dark"], width: int) -> None:
    page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
    page.set_viewport_size({"width": width, "height": 800})


def look(
    page: Page,
    axe: str,
    name: str,
    scheme: Literal["light", "dark"] = "light",
    width: int = WIDE,
    *,
    within: str | None = None,
) -> list[str]:
    """Serious violations of one state of the page, or of the part of it that is new; nothing on it may have failed."""
    dress(page, scheme, width)
    wait_until_drawn(page)
    expect(page.locator(FAULT)).to_have_count(0)
    for frame in page.frames if within is None else [page.main_frame]:
        if not frame.evaluate("'axe' in window"):
            frame.evaluate(axe)
    report = page.evaluate("part => axe.run(part ?? document, {resultTypes: ['violations']})", within)
    assert report["passes"], "axe looked at nothing"
    page.set_viewport_size({"width": WIDE, "height": 800})
    return [f"{name}, {scheme} {width}: {text}" for text in _describe(report["violations"])]


def serious(page: Page, axe: str, lang: str) -> list[str]:
    """Serious and critical violations on the page and in its frames, in light and dark, one wide and one narrow."""
    return [text for scheme, width in LOOKS[lang] for text in look(page, axe, "page", scheme, width)]


def _describe(violations: list[dict[str, Any]]) -> list[str]:
    return [
        f"{violation['id']} ({node['impact']}) at {target}: {node['html'][:200]} {node.get('failureSummary', '')}"
        for violation in violations
        for node in violation["nodes"]
        for target in [" ".join(str(part) for part in node["target"])]
        if node["impact"] in ("serious", "critical")
        and not any(violation["id"] == rule and part in target for rule, part, _ in LET_PASS)
    ]


@pytest.mark.parametrize(("query", "lang"), MAPS_BY_LANGUAGE)
def test_maps_have_no_serious_violation(app_url: str, axe: str, visit: Page, query: str, lang: str) -> None:
    open_state(visit, f"{app_url}/?{query}&lang={lang}", lang)
    MapView.of(visit)
    wait_until_drawn(visit)
    assert serious(visit, axe, lang) == []


@pytest.mark.long
@pytest.mark.parametrize("lang", IN_ONE_LANGUAGE)
def test_history_has_no_serious_violation(app_url: str, axe: str, visit: Page, lang: str) -> None:
    open_state(visit, f"{app_url}/riwayat?lang={lang}", lang)
    expect(visit.get_by_test_id("stExpander").or_(visit.get_by_test_id("stDataFrame")).first).to_be_visible()
    assert serious(visit, axe, lang) == []


@pytest.mark.long
@pytest.mark.parametrize("lang", IN_ONE_LANGUAGE)
def test_steps_of_loading_have_no_serious_violation(
    app_url: str, axe: str, visit: Page, tmp_path: Path, lang: str
) -> None:
    """From the empty form to the trial run; nothing is stored."""
    words = WORDS[lang]
    table = tmp_path / "kubu raya.csv"
    table.write_text("Kode,Desa,Jumlah Aparat,Aparat Terdaftar\n61.04.01.2011,Sungai Putri,12,11\n", encoding="utf-8")
    open_state(visit, f"{app_url}/data?lang={lang}", lang)
    expect(visit.get_by_label(words["source"]).first).to_be_visible(timeout=WAIT_MS)
    found = serious(visit, axe, lang)
    give_file(visit, visit.locator("input[type=file]").first, table)
    expect(visit.get_by_role("button", name=f"Remove {table.name}")).to_be_visible(timeout=WAIT_MS)
    visit.get_by_label(words["source"]).first.fill("Dinas PMD")
    visit.get_by_test_id("stDateInput").first.get_by_role("spinbutton").first.click()
    visit.keyboard.type("31012026")
    visit.keyboard.press("Escape")
    visit.get_by_role("button", name=words["next"]).first.click()
    for step, heading in ((1, words["areas"]), (2, words["check"]), (3, words["trial"])):
        expect(visit.locator(f".st-key-next-{step} button")).to_be_visible(timeout=WAIT_MS)
        found += serious(visit, axe, lang)
        visit.locator(f".st-key-next-{step} button").click()
        expect(visit.get_by_role("heading", name=heading)).to_be_visible(timeout=WAIT_MS)
    assert found + serious(visit, axe, lang) == []


def open_sections(page: Page, within: str = "body") -> None:
    """Open every section of the page, or of a part of it, that is shut."""
    shut = page.locator(f"{within} [data-testid=stExpander] details:not([open]) > summary:visible")
    while shut.count():
        shut.first.click()
        wait_until_drawn(page)


def test_panels_of_the_map_have_no_serious_violation(app_url: str, axe: str, visit: Page) -> None:
    open_state(visit, f"{app_url}/?area=61&level=adm2&lang=id&pick=61.04,61.05&measure=gap&circles=1&k=9", "id")
    found = []
    looks: tuple[tuple[int, Literal["light", "dark"], int], ...] = (
        (1, "light", WIDE), (2, "dark", 360), (3, "dark", WIDE),
    )  # fmt: skip
    for number, scheme, width in looks:
        visit.get_by_role("tab").nth(number).click()
        wait_until_drawn(visit)
        open_sections(visit)
        found += look(visit, axe, f"panel {number}", scheme, width, within=TAB)
    assert found == []


@pytest.mark.long
def test_popovers_of_the_map_have_no_serious_violation(app_url: str, axe: str, visit: Page) -> None:
    open_state(visit, f"{app_url}/?area=61&level=adm2&lang=en&scheme=own&breaks=20,40", "en")
    found = []
    for name, width in (("classes", 360), ("target", WIDE), ("dates", WIDE), ("files", 360)):
        scheme: Literal["light", "dark"] = "dark" if width == 360 else "light"
        dress(visit, scheme, width)  # before: another size shuts what is open
        if not visit.locator(f".st-key-open-{name} button").first.is_visible():  # folded into a list
            visit.get_by_role("button", name="Choices", exact=True).click()
        visit.locator(f".st-key-open-{name} button").first.click()
        body = visit.get_by_test_id("stPopoverBody")
        expect(body).to_be_visible(timeout=WAIT_MS)
        wait_until_drawn(visit)
        open_sections(visit, POPOVER)
        found += look(visit, axe, name, scheme, width, within=POPOVER)
        visit.keyboard.press("Escape")
        expect(body).to_be_hidden(timeout=WAIT_MS)
    assert found == []


@pytest.mark.long
@pytest.mark.parametrize(
    ("address", "lang", "width"),
    [
        pytest.param("?area=61&level=adm2&since=2024-12-31&side=1", "id", 360, marks=pytest.mark.long),
        pytest.param("?area=00&level=adm4", "en", WIDE, marks=pytest.mark.long),
        pytest.param("?area=99.99&k=99", "id", WIDE, marks=pytest.mark.long),
        pytest.param("tidak-ada", "id", 360, marks=pytest.mark.long),
        ("briefing?area=61", "id", 360),
        pytest.param("profil?area=99", "en", WIDE, marks=pytest.mark.long),
    ],
)
def test_other_states_have_no_serious_violation(
    app_url: str, axe: str, visit: Page, address: str, lang: str, width: int
) -> None:
    open_state(visit, f"{app_url}/{address}{'&' if '?' in address else '?'}lang={lang}", lang)
    if "level=adm4" in address:
        MapView.of(visit)
    if "side=1" in address:
        expect(visit.locator("iframe[title='streamlit_folium.st_folium']")).to_have_count(2, timeout=WAIT_MS)
    if "tidak-ada" not in address:  # whose dialog lies over the page
        open_sections(visit)
    assert look(visit, axe, address, "dark" if width == 360 else "light", width) == []


@pytest.mark.long
def test_profile_has_no_serious_violation(app_url: str, axe: str, visit: Page) -> None:
    """A province whose neighbours have no data, section by section."""
    open_state(visit, f"{app_url}/profil?area=61&lang=id", "id")
    found = []
    for number in range(4):
        visit.locator(".st-key-profile-section").get_by_role("radio").nth(number).click()
        wait_until_drawn(visit)
        found += look(visit, axe, f"section {number}", "dark" if number % 2 else "light", 360 if number % 2 else WIDE)
    assert found == []


@pytest.mark.long
@pytest.mark.parametrize(("address", "lang"), [("penjangkauan?area=61.04", "id"), ("data", "en")])
def test_every_tab_has_no_serious_violation(app_url: str, axe: str, visit: Page, address: str, lang: str) -> None:
    open_state(visit, f"{app_url}/{address}{'&' if '?' in address else '?'}lang={lang}", lang)
    tabs = visit.get_by_role("tab")
    expect(tabs).to_have_count(5, timeout=WAIT_MS)
    found = []
    for number in range(5):
        tabs.nth(number).click()
        wait_until_drawn(visit)
        open_sections(visit)
        narrow = number % 2 == 0
        scheme: Literal["light", "dark"] = "dark" if narrow else "light"
        found += look(
            visit, axe, f"{address} {number}", scheme, 360 if narrow else WIDE, within=TAB if number else None
        )
    assert found == []


@pytest.mark.long
def test_every_stop_of_the_keyboard_is_in_sight(app_url: str, visit: Page) -> None:
    """On a phone the shut menu is passed over; what has the keyboard is framed."""
    open_state(visit, f"{app_url}/data?lang=id", "id", width=360)
    seen = []
    for _ in range(8):
        visit.keyboard.press("Tab")
        stop = visit.evaluate(
            """() => {
                const at = document.activeElement, box = at.getBoundingClientRect();
                const framed = getComputedStyle(at).outlineStyle === "solid";
                return [at.tagName, at.innerText.trim().slice(0, 30), box.right > 0, framed];
            }"""
        )
        seen.append(stop)
    buttons = [stop for stop in seen if stop[0] in ("A", "BUTTON")]
    assert len(buttons) >= 3, seen
    assert all(in_sight and framed for _, _, in_sight, framed in buttons), seen


def focused(page: Page) -> str:
    """Which part of the page has the keyboard, by its own name; looks into the map's frame."""
    return str(
        page.evaluate(
            """() => {
                const at = document.activeElement;
                if (at.tagName === "IFRAME") return "map";
                const inner = at.shadowRoot?.activeElement ?? at;
                if (inner.closest("table, [role=grid], [data-testid=stDataFrame]")) return "table";
                if (at.closest("[data-testid=stSelectbox]")) return "control";
                return at.tagName === "BODY" ? "" : at.innerText.trim();
            }"""
        )
    )


def test_tab_reaches_language_controls_map_and_table(app_url: str, open_page: Callable[[str], Visit]) -> None:
    page = open_page(f"{app_url}/?area=61&level=adm2&lang=id").page
    drawn = MapView.of(page)
    wait_until_drawn(page)
    reached = []
    in_map = ""
    for _ in range(80):
        page.keyboard.press("Tab")
        part = focused(page)
        reached.append(part)
        if part == "map" and not in_map:
            in_map = str(drawn.frame.evaluate("document.activeElement.getAttribute('aria-label') || ''"))
    order = list(dict.fromkeys(reached))
    assert [part for part in order if part in ("control", "map", "table")] == ["control", "map", "table"], order
    assert any("English" in part for part in order), order
    assert in_map.startswith("Peta"), in_map
