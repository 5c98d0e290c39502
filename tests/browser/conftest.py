"""A server on a free port and a real Chromium, for every test in this folder."""

import os
import shutil
import subprocess
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import (
    Browser,
    BrowserContext,
    Frame,
    Locator,
    Page,
    Request,
    Response,
    expect,
    sync_playwright,
)

from tests import app_server, long_run
from ucjmap import api

PROJECT = Path(__file__).parents[2]
#: As long as a page may take where many programs share the machine; nobody waits for it on a quiet one.
WAIT_MS = 60_000
expect.set_options(timeout=WAIT_MS)  # its own 5 s are less than a busy machine needs to draw a page
#: Where the app says that it can be reached.
#: What a page shows when the program failed, Streamlit's own box or ours.
FAULT = "[data-testid=stException], .st-key-fault"

_CHROMIUM_FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    # All pages of a profile in one process: the scripts of the app, megabytes of them, are compiled once.
    "--process-per-site",
]
_WINDOW: dict[str, Any] = {
    "viewport": {"width": 1520, "height": 800},
    "service_workers": "block",
    "reduced_motion": "reduce",
}


def browser_program() -> str | None:
    """The program that ``UCJMAP_CHROMIUM`` names, else one on the path, else None: Playwright's own.

    The quick run prefers the shell without windows: the same engine does the same a sixth sooner. The long run takes the
    browser that people have.
    """
    names = ["chromium", "chromium-browser", "google-chrome"]
    names.insert(len(names) if long_run.is_running() else 0, "chromium-headless-shell")
    return os.environ.get("UCJMAP_CHROMIUM") or next(filter(None, map(shutil.which, names)), None)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def start_app(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[..., str]]:
    """Function that starts ``streamlit run ENTRY`` with additional environment and returns its address."""
    servers: list[subprocess.Popen[bytes]] = []

    def start(entry: Path, *, env: dict[str, str] | None = None, seconds: float = 180) -> str:
        log = tmp_path_factory.mktemp("server") / "server.log"
        server, url = app_server.start(entry, log, env=env, seconds=seconds)
        servers.append(server)
        return url

    yield start
    for server in servers:
        app_server.stop(server)


@dataclass(frozen=True)
class DemoApp:
    """The real app with the embedded default, and its store opened beside it to be read."""

    url: str
    store: api.Store


@pytest.fixture(scope="session")
def demo_app(demo_file: Path) -> DemoApp:
    """One app for all tests that only look at the demonstration data."""
    return _share_app(demo_file, demo_file.parent, "demo")


@pytest.fixture(scope="session")
def few_provinces(few_file: Path, demo_file: Path) -> DemoApp:
    """The app with four provinces, one of them without data: the map of all desa is made in a moment."""
    return _share_app(few_file, demo_file.parent, "few")


def _share_app(file: Path, folder: Path, name: str) -> DemoApp:
    url, address = app_server.share_app(file, folder, name)
    return DemoApp(url, api.open_store(address))


@pytest.fixture(scope="session")
def harness(demo_file: Path) -> str:
    """Address of a page that shows single maps of made geometry, for all workers of a run."""
    folder = demo_file.parent
    entry = Path(__file__).parent / "harness" / "harness_app.py"
    return app_server.share(folder, "harness", lambda: app_server.start(entry, folder / "harness.log"))


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """One Chromium for all tests."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=browser_program(), args=_CHROMIUM_FLAGS)
        yield browser
        browser.close()


@dataclass
class Visit:
    """A page, and what went over the network and wrong while it was open."""

    page: Page
    urls: list[str] = field(default_factory=list)
    failed: list[str] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)
    dialogs: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        page = self.page
        page.on("request", lambda request: self.urls.append(request.url))
        page.on("websocket", lambda websocket: self.urls.append(websocket.url))
        page.on("requestfailed", self._note_failure)
        page.on("response", self._note_status)
        page.on("console", lambda message: self.errors.append(message.text) if message.type == "error" else None)
        page.on("pageerror", lambda error: self.errors.append(str(error)))
        page.on("dialog", self._note_dialog)

    def _note_failure(self, request: Request) -> None:
        is_search_overtaken = "/ucjmap/areas?" in request.url and request.failure == "net::ERR_ABORTED"
        if not is_search_overtaken:  # by the next letter, before its answer came
            self.failed.append(f"{request.url} {request.failure}")

    def _note_status(self, answer: Response) -> None:
        if answer.status >= 400:
            self.failed.append(f"{answer.url} {answer.status}")

    def _note_dialog(self, dialog: object) -> None:
        self.dialogs.append(dialog.message)  # type: ignore[attr-defined]
        dialog.dismiss()  # type: ignore[attr-defined]

    @property
    def foreign_urls(self) -> list[str]:
        """Addresses off this machine that were asked for."""
        return [url for url in self.urls if urlsplit(url).hostname not in (None, "127.0.0.1")]

    def assert_clean(self) -> None:
        """Nothing left the machine, nothing failed, nothing was complained of."""
        assert self.urls
        assert (self.foreign_urls, self.failed, self.errors, self.dialogs) == ([], [], [], [])


def switch(page: Page, name: str) -> None:
    """Turn a switch among the choices that are made seldom, and close them again."""
    page.locator(".st-key-open-more button").first.click()
    page.get_by_test_id("stPopoverBody").locator(f".st-key-{name} label").first.click()
    settle(page)
    page.keyboard.press("Escape")
    expect(page.get_by_test_id("stPopoverBody")).to_be_hidden()


def settle(page: Page) -> None:
    """Until the script has run and everything that it drew is new."""
    expect(page.get_by_test_id("stApp")).to_have_attribute("data-test-script-state", "notRunning", timeout=WAIT_MS)
    expect(page.locator("[data-stale=true]")).to_have_count(0, timeout=WAIT_MS)


def give_file(page: Page, field: Locator, file: Any) -> None:
    """Choose a file, once the page has come to rest.

    Streamlit loses the answer to "where may I send it" where a run of the script begins in the same moment; nobody
    chooses a file that quickly.
    """
    settle(page)
    field.set_input_files(file)


def wait_until(frame: Frame, expression: str, argument: object = None) -> None:
    """Until a function of the page says yes. Asked from outside: a page that forbids ``eval`` cannot ask itself."""
    deadline = time.monotonic() + WAIT_MS / 1000
    while not frame.evaluate(expression, argument):
        assert time.monotonic() < deadline, expression
        frame.page.wait_for_timeout(30)


@dataclass
class MapView:
    """The map inside a page, through its public hook ``window.__ucjmap``."""

    page: Page
    frame: Frame

    @classmethod
    def of(cls, page: Page) -> "MapView":
        element = page.wait_for_selector("iframe[title='streamlit_folium.st_folium']", timeout=WAIT_MS)
        assert element
        frame = element.content_frame()
        assert frame
        wait_until(frame, "() => window.__ucjmap && window.__ucjmap.painted > 0")
        return cls(page, frame)

    def call(self, expression: str, argument: object = None) -> object:
        """Value of an expression of the hook, such as ``"fills(code)"`` with ``code`` as argument."""
        return self.frame.evaluate(f"code => window.__ucjmap.{expression}", argument)

    @property
    def painted(self) -> int:
        return int(str(self.call("painted")))

    @property
    def fills(self) -> dict[str, str]:
        """Fill colour by code, as drawn."""
        fills = self.call("codes().reduce((all, one) => ({...all, [one]: window.__ucjmap.fills(one)}), {})")
        assert isinstance(fills, dict)
        return fills

    def wait_for_view(self, view: str) -> None:
        wait_until(self.frame, "view => window.__ucjmap.view === view", view)

    def wait_for_painting(self, after: int) -> None:
        """Until there are more paintings than ``after``."""
        wait_until(self.frame, "after => window.__ucjmap.painted > after", after)

    def point(self, code: str, *, scroll: bool = True) -> tuple[float, float]:
        """Point of the page inside a unit, for the mouse; scrolls the map into sight before."""
        box = self.frame.locator(".leaflet-container")
        if scroll:
            box.scroll_into_view_if_needed()
        corner, inside = box.bounding_box(), self.call("point(code)", code)
        assert corner, "the map is not in sight"
        assert isinstance(inside, dict), f"{code} is not in sight"
        return corner["x"] + inside["x"], corner["y"] + inside["y"]

    def hover(self, code: str) -> None:
        self.page.mouse.move(*self.point(code))

    def click(self, code: str) -> None:
        self.page.mouse.click(*self.point(code))

    def pixel(self, code: str) -> str:
        """Colour on the canvas at the point inside a unit, ``#rrggbb``."""
        script = """code => {
            const at = window.__ucjmap.point(code), canvas = document.querySelector("canvas");
            const box = document.querySelector(".leaflet-container").getBoundingClientRect();
            const corner = canvas.getBoundingClientRect(), scale = canvas.width / corner.width;
            const x = (at.x + box.left - corner.left) * scale, y = (at.y + box.top - corner.top) * scale;
            const rgb = [...canvas.getContext("2d").getImageData(x, y, 1, 1).data].slice(0, 3);
            return "#" + rgb.map(value => value.toString(16).padStart(2, "0")).join("");
        }"""
        return str(self.frame.evaluate(script, code))


@pytest.fixture(scope="session")
def profile(chromium: Browser) -> Iterator[BrowserContext]:
    """A browser profile in which a page of this machine stays open, and with it the process that has the scripts."""
    context = chromium.new_context(**_WINDOW)
    keeper = context.new_page()
    keeper.route("http://127.0.0.1/", lambda route: route.fulfill(body="kept"))
    keeper.goto("http://127.0.0.1/")
    yield context
    context.close()


@pytest.fixture
def open_page(chromium: Browser, profile: BrowserContext) -> Iterator[Callable[[str], Visit]]:
    """Function that opens an address for somebody who was never there; each further one in a profile of its own."""
    pages: list[Page] = []
    contexts: list[BrowserContext] = []

    def visit(url: str) -> Visit:
        if pages:
            contexts.append(chromium.new_context(**_WINDOW))
        context = contexts[-1] if contexts else profile
        page = context.new_page()
        page.set_default_timeout(WAIT_MS)
        pages.append(page)
        if context is profile:
            _forget(page, url)
        opened = Visit(page)
        page.goto(url)
        return opened

    yield visit
    for page in pages:
        page.close()
    for context in contexts:
        context.close()


def _forget(page: Page, url: str) -> None:
    """Take away what earlier pages of the same server left in the browser."""
    parts = urlsplit(url)
    session = page.context.new_cdp_session(page)
    session.send("Storage.clearDataForOrigin", {"origin": f"{parts.scheme}://{parts.netloc}", "storageTypes": "all"})
    session.detach()
