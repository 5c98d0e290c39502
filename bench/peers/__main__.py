"""This app beside the peers that a Python user would pick, in one Chromium, on the real boundaries of Kalimantan Barat.

Run as ``python -m bench.peers [--store URL] [--rounds 5] [--simplified] [--country] [--only NAME] [--json]``. The boundaries come from
``../shared/geodata``. What is done so that the comparison is fair to the peers:

- They get the same boundaries, dissolved already, from files that they keep in memory (``st.cache_data``). With
  ``--simplified`` these are what this app would send, as if their author had solved that part as well.
- The browser files that folium asks a CDN for come from a server on this machine that stands for it, from packages
  (``package.json`` here), to be kept by the browser as the CDN's are.
- A peer's page holds a map and one box; this app's page also has its figures, legend, table and notes.
- Every step is started by the same hand: a box "View" (this app: "Show by", or a click on the map), and timed from
  the press of the mouse on the option, or on the area, to the second animation frame after the new areas are there.
- This app fetches the map behind an area on which the mouse rests. Its drill steps are timed both with a mouse that
  comes and presses in the same moment, which nobody's does, and with one that has rested on the area for half a second.

Blank time is the time of a step in which no areas were in sight. Bytes are what the websocket and HTTP brought, of the
page's own requests. ``--country`` tries all desa of the country; a peer that has not painted after two minutes has
given up.
"""

import argparse
import gzip
import json
import os
import shutil
import ssl
import statistics
import subprocess
import sys
import tempfile
import threading
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import geopandas as gpd
import psutil
from playwright.sync_api import Error, Page, sync_playwright

from bench.app import _FLAGS, PROJECT, REAL, free_port, open_map, serve
from ucjmap import api
from ucjmap.codes import Level
from ucjmap.store import read_geometry

HERE = Path(__file__).parent
PEERS = ("explore", "inline", "choropleth", "deck")
PROVINCE, REGENCIES = "61", ("61.04", "61.01", "61.12", "61.05", "61.07")
NATIONAL = PROJECT / ".." / "shared" / "geodata" / "desa_kemendagri_2025_national.parquet"
_PATIENCE_MS = 120_000
_STEP_PATIENCE_MS = 20_000
_CDN = {
    "https://cdn.jsdelivr.net/npm/leaflet@1.9.3/": "leaflet/",
    "https://cdn.jsdelivr.net/npm/bootstrap@5.2.2/": "bootstrap/",
    "https://cdn.jsdelivr.net/npm/@fortawesome/fontawesome-free@6.2.0/": "@fortawesome/fontawesome-free/",
    "https://code.jquery.com/jquery-3.7.1.min.js": "jquery/dist/jquery.min.js",
    "https://cdnjs.cloudflare.com/ajax/libs/Leaflet.awesome-markers/2.0.2/": "leaflet.awesome-markers/dist/",
    "https://cdnjs.cloudflare.com/ajax/libs/d3/3.5.5/": "d3/",
    "https://d3js.org/d3.v4.min.js": "d3-v4/build/d3.min.js",
}

# Runs in every frame before the page's own scripts. The top page looks once in each animation frame.
_WATCH = """(() => {
    const press = () => { window.top.__pressed = performance.timeOrigin + performance.now(); };
    addEventListener("pointerdown", press, true);
    for (const name of ["bufferData", "bufferSubData"]) {
        const plain = WebGL2RenderingContext.prototype[name];
        WebGL2RenderingContext.prototype[name] = function (...given) {
            const bytes = given[1]?.byteLength ?? given[2]?.byteLength ?? 0;
            if (bytes > 4096) window.top.__uploads = (window.top.__uploads || 0) + 1;
            return plain.apply(this, given);
        };
    }
    if (window !== window.top) return;
    const inFrames = (look) => [...document.querySelectorAll("iframe")].map((frame) => {
        try { return look(frame.contentWindow) } catch { return null }
    }).filter((found) => found !== null && found !== undefined);
    const looks = {
        svg: () => inFrames((w) => w.document.querySelectorAll("path.leaflet-interactive").length),
        app: () => inFrames((w) => w.__ucjmap.view),
        gl: () => [window.__uploads || 0],
    };
    window.__expect = (kind, wanted, pressed) => new Promise((resolve) => {
        let blank = 0, last = performance.now(), first = null;
        const before = window.__uploads || 0;
        const step = () => {
            const now = performance.now(), found = looks[kind]();
            const inSight = kind === "svg" ? found.some((n) => n > 0) : kind === "app" ? found.length > 0
                : document.querySelector("canvas") !== null;
            if (!inSight) blank += now - last;
            last = now;
            const there = kind === "gl" ? found[0] > before : found.includes(wanted);
            if (there && first === null) first = 0;
            if (first !== null && ++first > (kind === "app" ? 1 : 3)) {
                resolve({ ms: performance.timeOrigin + now - (window.__pressed || 0), blank });
            } else requestAnimationFrame(step);
        };
        requestAnimationFrame(step);
    });
})()"""


@dataclass
class Tally:
    """What one app needed: by step, a list of milliseconds; and bytes, blank milliseconds, and memory."""

    steps: dict[str, list[float]] = field(default_factory=dict)
    kilobytes: dict[str, list[float]] = field(default_factory=dict)
    blank: dict[str, list[float]] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)
    page_mb: float = float("nan")
    server_mb: float = float("nan")

    def lines(self) -> Iterator[tuple[str, float]]:
        """Medians with the number of steps behind them."""
        for step, times in self.steps.items():
            yield f"{step}, ms (median of {len(times)})", statistics.median(times)
            yield f"{step}, kB", statistics.median(self.kilobytes[step])
            yield f"{step}, blank ms", statistics.median(self.blank[step])
        yield "page memory, MB", self.page_mb
        yield "server memory, MB", self.server_mb


class Traffic:
    """Bytes that a page received, by the browser's own count."""

    def __init__(self, page: Page) -> None:
        self.received = 0.0
        self.session = page.context.new_cdp_session(page)
        self.session.send("Network.enable")
        self.session.on("Network.dataReceived", self._add_data)
        self.session.on("Network.webSocketFrameReceived", self._add_frame)

    def _add_data(self, event: dict[str, Any]) -> None:
        self.received += event["encodedDataLength"] or event["dataLength"]

    def _add_frame(self, event: dict[str, Any]) -> None:
        frame = event["response"]
        self.received += len(frame["payloadData"]) * (0.75 if frame["opcode"] == 2 else 1)  # binary comes as base64

    def page_mb(self) -> float:
        """Heap of the page after a collection."""
        self.session.send("HeapProfiler.collectGarbage")
        return float(self.session.send("Runtime.getHeapUsage")["usedSize"]) / 1e6


def write_views(store: api.Store, folder: Path, *, simplified: bool) -> dict[str, int]:
    """The views of the peers, in the boundaries as they were loaded or as this app sends them; gives polygons by view."""
    views: list[tuple[str, Level]] = [(PROVINCE, "adm2"), (PROVINCE, "adm4"), *((code, "adm3") for code in REGENCIES)]
    drawn = {}
    for code, level in views:
        shapes = _as_sent(store, code, level) if simplified else _as_loaded(store, code, level)
        shapes["rate"] = shapes["code"].map(api.area_values(store, code, level, "ucj").units["rate"] * 100)
        shapes[["code", "name", "rate", "geometry"]].to_parquet(folder / f"{code}_{level}.parquet")
        drawn[f"{code} {level}"] = len(shapes)
    return drawn


def _as_sent(store: api.Store, code: str, level: Level) -> gpd.GeoDataFrame:
    body = json.loads(gzip.decompress(api.display_geometry(store, code, level).body))
    return gpd.GeoDataFrame.from_features(body["features"], crs="EPSG:4326")


def _as_loaded(store: api.Store, code: str, level: Level) -> gpd.GeoDataFrame:
    areas = api.area_tree(store).below(code, level)
    with store.reading() as connection:
        shapes = read_geometry(connection, areas, overview=False)
    geometry = gpd.GeoSeries.from_wkb(shapes["geometry"], crs="EPSG:4326")
    found = gpd.GeoDataFrame(shapes[["code", "name"]], geometry=geometry)
    return found[~(found.geometry.isna() | found.geometry.is_empty)]


def write_country(folder: Path) -> int:
    """All desa of the country, simplified to about a pixel of the first view; gives the number of polygons."""
    areas = gpd.read_parquet(NATIONAL).rename(columns={"kode": "code", "nama": "name"})
    areas["geometry"] = areas.geometry.simplify(0.01)
    areas["rate"] = areas["code"].str[-2:].astype(float)  # any number: most desa have no figure yet
    areas[["code", "name", "rate", "geometry"]].to_parquet(folder / "00_adm4.parquet")
    return len(areas)


@contextmanager
def serve_peer(name: str, views: Path) -> Iterator[tuple[str, psutil.Process]]:
    """One peer's app; gives its address and its process."""
    port = free_port()
    command = [sys.executable, "-m", "streamlit", "run", str(HERE / "apps" / f"{name}.py"), "--server.port", str(port)]
    command += ["--server.headless", "true", "--server.address", "127.0.0.1", "--server.fileWatcherType", "none"]
    command += ["--browser.gatherUsageStats", "false"]
    quiet = subprocess.DEVNULL
    server = subprocess.Popen(command, env={**os.environ, "PEERS_VIEWS": str(views)}, stdout=quiet, stderr=quiet)
    try:
        yield f"http://127.0.0.1:{port}", psutil.Process(server.pid)
    finally:
        server.terminate()
        server.wait()


class _CdnFile(BaseHTTPRequestHandler):
    """A file that folium asks a CDN for, from this machine; what no map needs (icon fonts) is answered empty."""

    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        url = f"https://{self.headers['Host'].partition(':')[0]}{self.path.partition('?')[0]}"
        body = b""
        for prefix, folder in _CDN.items():
            path = HERE / "node_modules" / (folder + url.removeprefix(prefix))
            if url.startswith(prefix) and path.is_file():
                body = path.read_bytes()
        self.send_response(200)
        self.send_header("Content-Type", "text/css" if url.endswith(".css") else "text/javascript")
        self.send_header("Content-Length", str(len(body)))
        self.send_header("Cache-Control", "public, max-age=31536000, immutable")
        self.send_header("Access-Control-Allow-Origin", "*")
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_said: object) -> None:
        """Nothing is said."""


@contextmanager
def serve_cdn(folder: Path) -> Iterator[list[str]]:
    """A server that stands for the CDNs; gives the options with which Chromium takes it for them."""
    key, certificate = folder / "cdn.key", folder / "cdn.crt"
    command = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=cdn"]
    subprocess.run([*command, "-keyout", str(key), "-out", str(certificate)], check=True, capture_output=True)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, key)
    server = ThreadingHTTPServer(("127.0.0.1", 0), _CdnFile)
    server.socket = context.wrap_socket(server.socket, server_side=True)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    hosts = sorted({urlsplit(prefix).netloc for prefix in _CDN})
    rules = ",".join(f"MAP {host} 127.0.0.1:{server.server_port}" for host in hosts)
    try:
        yield [f"--host-resolver-rules={rules}", "--ignore-certificate-errors"]
    finally:
        server.shutdown()


def timed(
    page: Page, traffic: Traffic, tally: Tally, step: str, kind: str, wanted: object, act: Callable[[], None]
) -> None:
    """One step: ``act`` presses, and the page tells when ``wanted`` is painted.

    A step that twice was never painted is not tried again.
    """
    given_up = f"{step}: not painted after {_STEP_PATIENCE_MS // 1000} s"
    if tally.notes.count(given_up) > 1:
        return
    traffic.received = 0
    page.evaluate("given => { window.__told = window.__expect(...given) }", [kind, wanted])
    act()
    limit = f"new Promise((_, fail) => setTimeout(() => fail(new Error('gave up')), {_STEP_PATIENCE_MS}))"
    try:
        told = page.evaluate(f"Promise.race([window.__told, {limit}])")
    except Error:
        tally.notes.append(given_up)
        return
    tally.steps.setdefault(step, []).append(told["ms"])
    tally.blank.setdefault(step, []).append(told["blank"])
    page.wait_for_timeout(700)  # what still trickles in belongs to the step, and the next one starts at rest
    tally.kilobytes.setdefault(step, []).append(traffic.received / 1000)


def choose(page: Page, label: str, option: str) -> Callable[[], None]:
    """Opens a box and finds the option; gives the press on it, which is what is timed."""
    box = page.get_by_role("combobox", name=label)
    box.click()
    found = page.get_by_role("option", name=option, exact=True)
    found.wait_for()
    return found.click


def measure_peer(page: Page, name: str, url: str, server: psutil.Process, views: dict[str, int], rounds: int) -> Tally:
    """A peer's drill steps and all desa of the province."""
    tally, traffic = Tally(), Traffic(page)
    kind = "gl" if name == "deck" else "svg"
    page.goto(f"{url}/?view={PROVINCE}+adm2", timeout=60_000)
    page.get_by_role("combobox", name="View").wait_for(timeout=60_000)
    if kind == "svg":
        page.evaluate("wanted => window.__expect('svg', wanted)", views[f"{PROVINCE} adm2"])
    page.wait_for_timeout(2000)

    def go(step: str, view: str) -> None:
        timed(page, traffic, tally, step, kind, views[view], choose(page, "View", view))

    for number in range(rounds):
        go("drill kabupaten to kecamatan", f"{REGENCIES[number % len(REGENCIES)]} adm3")
        go("up", f"{PROVINCE} adm2")
    for _ in range(rounds):
        go("all desa of the province", f"{PROVINCE} adm4")
        go("back from all desa", f"{PROVINCE} adm2")
    tally.notes.append(f"click on the map reaches the script: {_click_arrives(page, kind)}")
    tally.page_mb, tally.server_mb = traffic.page_mb(), server.memory_info().rss / 1e6
    return tally


def _click_arrives(page: Page, kind: str) -> str:
    """Whether a click on an area changes the view, which the box shows."""
    box = page.get_by_role("combobox", name="View")
    before = box.input_value()
    try:
        if kind == "svg":
            frame = page.locator("iframe[title='streamlit_folium.st_folium']").last.content_frame
            frame.locator("path.leaflet-interactive").first.click(force=True, timeout=5000)
        else:
            page.locator("canvas").first.click(timeout=5000)
        page.wait_for_timeout(3000)
    except Error as error:
        return f"no ({str(error).splitlines()[0]})"
    return "yes" if box.input_value() != before else "no"


def measure_app(page: Page, url: str, server: psutil.Process, rounds: int) -> Tally:
    """The same steps in this app: by clicks on the map, and all desa by the box of levels."""
    tally, traffic = Tally(), Traffic(page)
    frame = open_map(page, f"{url}/?area={PROVINCE}&level=adm2&lang=en")
    page.wait_for_timeout(2000)

    def press(code: str | None, *, rest: bool = False) -> Callable[[], None]:
        box = frame.locator(".leaflet-container")
        box.scroll_into_view_if_needed()
        if code is None:
            return lambda: frame.get_by_role("button", name="↑").click()
        corner, inside = box.bounding_box(), frame.evaluate("code => window.__ucjmap.point(code)", code)
        assert corner, "the map is not in sight"
        at = corner["x"] + inside["x"], corner["y"] + inside["y"]
        if rest:
            page.mouse.move(*at)
            page.wait_for_timeout(500)
        return lambda: page.mouse.click(*at)

    for rest, step in ((False, "drill kabupaten to kecamatan"), (True, "drill after the mouse rested")):
        for number in range(rounds):
            code = REGENCIES[number % len(REGENCIES)]
            timed(page, traffic, tally, step, "app", f"{code}/adm3", press(code, rest=rest))
            timed(page, traffic, tally, "up", "app", f"{PROVINCE}/adm2", press(None))
        page.wait_for_timeout(31_000)  # what the page has kept of these areas is too old to be shown by now
    for _ in range(rounds):
        for step, level, option in (
            ("all desa of the province", "adm4", "Desa/kelurahan"),
            ("back from all desa", "adm2", "Kabupaten/kota"),
        ):
            timed(page, traffic, tally, step, "app", f"{PROVINCE}/{level}", choose(page, "Show by", option))
    tally.page_mb, tally.server_mb = traffic.page_mb(), server.memory_info().rss / 1e6
    return tally


def measure_country(page: Page, url: str, name: str, polygons: int) -> str:
    """Seconds until all desa of the country are painted on a new page, or that it gave up."""
    kind, wanted = ("app", "00/adm4") if name == "app" else ("gl" if name == "deck" else "svg", polygons)
    path = "/?area=00&level=adm4&lang=en" if name == "app" else "/?view=00+adm4"
    page.set_default_timeout(_PATIENCE_MS)
    try:
        page.goto(url + path)
        limit = f"new Promise((_, fail) => setTimeout(() => fail(new Error('gave up')), {_PATIENCE_MS}))"
        page.evaluate("window.__pressed = performance.timeOrigin")
        told = page.evaluate(f"given => Promise.race([window.__expect(...given), {limit}])", [kind, wanted])
        return f"{told['ms'] / 1000:.1f} s"
    except Error as error:
        return f"gave up after {_PATIENCE_MS // 1000} s ({str(error).splitlines()[0][:80]})"


def main() -> None:
    """Print a table with the ratios to this app, or one JSON object with ``--json``."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--store", help="store that has the real boundaries already")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--simplified", action="store_true", help="give the peers the geometry that this app sends")
    parser.add_argument("--country", action="store_true", help="all desa of the country, too")
    parser.add_argument("--only", choices=("app", *PEERS), action="append")
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    if not (HERE / "node_modules" / "leaflet").is_dir():
        raise SystemExit("The peers need folium's browser files: run `npm ci` in bench/peers.")
    if options.store is None and not REAL.is_file():
        raise SystemExit("The real boundaries (../shared/geodata) are not there.")
    chosen = options.only or ("app", *PEERS)
    tallies: dict[str, Tally] = {}
    with (
        tempfile.TemporaryDirectory(prefix="ucjmap-peers-") as folder,
        serve_cdn(Path(folder)) as stands_for_cdn,
        sync_playwright() as playwright,
    ):
        address = options.store or _real_store(Path(folder))
        store = api.open_store(address)
        drawn = write_views(store, Path(folder), simplified=options.simplified)
        if options.country:
            drawn["00 adm4"] = write_country(Path(folder))
        store.close()
        program = os.environ.get("UCJMAP_CHROMIUM") or shutil.which("chromium")
        for name in chosen:
            browser = playwright.chromium.launch(executable_path=program, args=[*_FLAGS, *stands_for_cdn])

            def new_page() -> Page:
                context = browser.new_context(viewport={"width": 1366, "height": 900})  # noqa: B023 - used at once
                context.add_init_script(_WATCH)
                return context.new_page()

            with serve(address) if name == "app" else serve_peer(name, Path(folder)) as (url, started):
                if name == "app":
                    server = next(each for each in psutil.Process().children() if "streamlit" in each.cmdline())
                    tallies[name] = measure_app(new_page(), url, server, options.rounds)
                else:
                    assert isinstance(started, psutil.Process)
                    _wait_for(url)
                    tallies[name] = measure_peer(new_page(), name, url, started, drawn, options.rounds)
                if options.country:
                    seconds = measure_country(new_page(), url, name, drawn["00 adm4"])
                    tallies[name].notes.append(f"all desa of the country on a new page: {seconds}")
            browser.close()
            if not options.json:
                _write_tally(name, tallies)
    if options.json:
        _write_json(tallies)


def _wait_for(url: str) -> None:
    while True:
        try:
            with urllib.request.urlopen(f"{url}/_stcore/health", timeout=1) as answer:
                if answer.read() == b"ok":
                    return
        except OSError:
            time.sleep(0.05)


def _real_store(folder: Path) -> str:
    address = f"sqlite:///{folder}/ucjmap.db"
    for command in (["init", "--demo"], ["boundaries", "import", str(REAL)]):
        subprocess.run([sys.executable, "-m", "ucjmap", *command, "--store", address], check=False, capture_output=True)
    return address


def _write_json(tallies: dict[str, Tally]) -> None:
    figures = {name: {**dict(tally.lines()), "notes": tally.notes} for name, tally in tallies.items()}
    sys.stdout.write(json.dumps(figures) + "\n")


def _write_tally(name: str, tallies: dict[str, Tally]) -> None:
    """One app's figures as soon as they are there, with their ratio to this app's, which comes first."""
    own = dict(tallies["app"].lines()) if "app" in tallies else {}
    sys.stdout.write(f"\n{name}  (load average {os.getloadavg()[0]:.1f})\n")
    for figure, value in tallies[name].lines():
        ratio = f"  x{value / own[figure]:.1f}" if name != "app" and own.get(figure) else ""
        sys.stdout.write(f"  {figure:48s} {value:10.1f}{ratio}\n")
    for note in tallies[name].notes:
        sys.stdout.write(f"  {note}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
