"""What a browser lets pages of other sites do here, and our pages there: frames, names, websockets, scripts, pictures."""

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, BrowserContext, expect

from tests.browser.conftest import PROJECT, WAIT_MS, DemoApp, MapView, Visit, browser_program, settle
from tests.browser.test_map_first import office_site
from ucjmap.access import hash_password
from ucjmap.app.pages import PAGES, Page

Opener = Callable[[str], Visit]
_NOTE_VIOLATIONS = """window.violations = [];
document.addEventListener("securitypolicyviolation", (event) =>
    window.violations.push(`${event.violatedDirective} ${event.blockedURI}`));"""
#: What an injected text might try: a script, a picture and a request to another server, a form.
_TRY_ALL = """async (site) => {
    const script = document.createElement("script");
    script.src = site + "script.js";
    const loaded = new Promise((done) => { script.onload = () => done("ran"); script.onerror = () => done("refused"); });
    document.head.append(script);
    const picture = new Image();
    const seen = new Promise((done) => { picture.onload = () => done("seen"); picture.onerror = () => done("refused"); });
    picture.src = site + "picture.png";
    const sent = fetch(site, { mode: "no-cors" }).then(() => "sent", () => "refused");
    return Promise.all([loaded, seen, sent]);
}"""
_OPEN_WEBSOCKET = """(url) => new Promise((done) => {
    const line = new WebSocket(url, ["streamlit"]);
    line.onopen = () => done("open");
    line.onerror = () => done("refused");
})"""


@pytest.fixture(scope="module")
def watched(chromium: Browser) -> Iterator[BrowserContext]:
    """A window in which each page notes what its policy forbade."""
    context = chromium.new_context(viewport={"width": 1366, "height": 800})
    context.add_init_script(_NOTE_VIOLATIONS)
    yield context
    context.close()


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.title)
def test_a_page_does_nothing_that_its_policy_forbids(demo_app: DemoApp, watched: BrowserContext, page: Page) -> None:
    visit = Visit(watched.new_page())
    visit.page.goto(f"{demo_app.url}/{page.address}?area=61&lang=id")
    expect(visit.page.get_by_test_id("stApp")).to_be_visible()
    expect(visit.page.locator("h1, h2, iframe").first).to_be_visible()
    if page.title == "Map":  # what draws it is loaded after the script of the page has run
        MapView.of(visit.page)
    settle(visit.page)
    frames = visit.page.frames
    assert [frame.evaluate("window.violations") for frame in frames] == [[] for _ in frames]
    assert visit.foreign_urls == []


def test_nothing_of_another_server_is_loaded_or_sent_there(demo_app: DemoApp, watched: BrowserContext) -> None:
    page = watched.new_page()
    page.goto(f"{demo_app.url}/riwayat")
    with office_site("other") as site:
        assert page.evaluate(_TRY_ALL, site) == ["refused", "refused", "refused"]
        told = page.evaluate("window.violations")
        assert sorted(told) == [f"connect-src {site}", f"img-src {site}picture.png", f"script-src-elem {site}script.js"]


@pytest.mark.parametrize(
    ("path", "host", "is_shown"),
    [
        ("/?area=61&embed=1", "127.0.0.1", True),
        ("/?area=61&embed=1", "localhost", False),  # a site that the setting does not name
        ("/?area=61", "127.0.0.1", False),
        ("/riwayat?embed=1", "127.0.0.1", False),
        ("/?embed=1&embed=0", "127.0.0.1", False),
    ],
)
def test_only_the_map_is_framed_and_only_by_a_site_of_the_setting(
    demo_app: DemoApp, chromium: Browser, path: str, host: str, is_shown: bool
) -> None:
    context = chromium.new_context()
    page = context.new_page()
    with office_site(f'<iframe title="UCJMap" src="{demo_app.url}{path}"></iframe>') as site:
        address = site.replace("127.0.0.1", host)
        if is_shown:
            page.goto(address)
            expect(page.frame_locator("iframe[title=UCJMap]").get_by_test_id("stApp")).to_be_visible()
        else:
            with page.expect_console_message(lambda told: "frame-ancestors" in told.text):
                page.goto(address)
    context.close()


def test_a_page_of_another_site_opens_no_websocket(demo_app: DemoApp, chromium: Browser) -> None:
    address = f"{demo_app.url.replace('http', 'ws')}/_stcore/stream"
    context = chromium.new_context()
    page = context.new_page()
    with office_site("other") as site:
        page.goto(site)
        assert page.evaluate(_OPEN_WEBSOCKET, address) == "refused"
    page.goto(f"{demo_app.url}/ucjmap/health")
    assert page.evaluate(_OPEN_WEBSOCKET, address) == "open"
    context.close()


def test_a_name_that_was_led_to_this_machine_gets_nothing(demo_app: DemoApp, chromium: Browser) -> None:
    """DNS rebinding: for the browser the page and the server are one site, whose name leads here."""
    rules = "--host-resolver-rules=MAP rebound.example 127.0.0.1"
    rebound = chromium.browser_type.launch(executable_path=browser_program(), args=["--no-sandbox", rules])
    page = rebound.new_page()
    port = urlsplit(demo_app.url).port
    answer = page.goto(f"http://rebound.example:{port}/riwayat")
    assert answer
    assert answer.status == 421
    assert "UCJMAP_PUBLIC_URL" in answer.text()
    assert page.evaluate(_OPEN_WEBSOCKET, f"ws://rebound.example:{port}/_stcore/stream") == "refused"
    asked = "(path) => fetch(path).then((answer) => answer.status)"
    assert page.evaluate(asked, "/api/v1/map?area=61") == 421
    rebound.close()


def test_somebody_with_the_password_signs_in_and_out(
    start_app: Callable[..., str], few_file: Path, tmp_path: Path, chromium: Browser
) -> None:
    path = tmp_path / "office.db"
    shutil.copyfile(few_file, path)
    env = {
        "UCJMAP_STORE": f"sqlite:///{path.as_posix()}",
        "UCJMAP_ACCESS": "password",
        "UCJMAP_PASSWORD_HASH": hash_password("kuda besi di atas awan"),
    }
    url = start_app(PROJECT / "streamlit_app.py", env=env)
    context = chromium.new_context()
    page = context.new_page()
    page.goto(f"{url}/riwayat?lang=id")
    expect(page.get_by_text("Hanya baca:")).to_be_visible(timeout=WAIT_MS)
    with context.expect_page() as opened:
        page.get_by_role("link", name="Masuk").click()
    form = opened.value
    for given in ("kuda besi di bawah awan", "kuda besi di atas awan"):
        form.get_by_label("Kata sandi kantor").fill(given)
        form.get_by_role("button", name="Masuk").click()
        if given.endswith("bawah awan"):
            expect(form.get_by_role("alert")).to_have_text("Kata sandi ini tidak benar.")
    expect(form).to_have_url(f"{url}/riwayat?lang=id")
    expect(form.get_by_role("button", name="Batalkan")).to_be_visible(timeout=WAIT_MS)
    assert "ucjmap_session" not in form.evaluate("document.cookie")
    form.get_by_role("button", name="Keluar").click()
    expect(form.get_by_text("Hanya baca:")).to_be_visible(timeout=WAIT_MS)
    context.close()
