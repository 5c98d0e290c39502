"""The app in a real Chromium: start, first map, and a drill step from the mouse click to the painted map.

Run as ``python -m bench.app [--steps N] [--real] [--window WIDTHxHEIGHT] [--json]``. ``--real`` imports the real
boundaries of Kalimantan Barat first (``../shared/geodata``). Painted is the second animation frame after the new areas
are drawn: it takes longer on a larger map, so versions are compared in windows that make their maps alike. Each step is
timed on its first visit (the browser has no geometry of it), pressed in the moment in which the mouse comes, and again
on the way back. "The page" is a step until the title of the new area is there as well: the map is drawn before its page.
"""

import argparse
import json
import os
import shutil
import socket
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Frame, Page, ViewportSize, sync_playwright

PROJECT = Path(__file__).parents[1]
REAL = PROJECT / ".." / "shared" / "geodata" / "ADMINISTRASIDESA_AR_61.zip"
KABUPATEN = ("61.04", "61.01", "61.12", "61.05", "61.07", "61.03", "61.02", "61.08")
_FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--disable-background-networking", "--disable-sync"]


# The title is that of the page around the map; it is looked at in each animation frame after the press.
_WATCH = """(() => {
    const title = () => top.document.querySelector("h1, h2, h3")?.textContent;
    window.__titled = 0;
    addEventListener("pointerdown", () => {
        const began = window.__clicked = performance.now(), before = title();
        const look = () => {
            if (title() !== before) window.__titled = performance.now() - began;
            else requestAnimationFrame(look);
        };
        look();
    }, { capture: true, once: true });
})()"""


def free_port() -> int:
    """A port that nobody uses now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def serve(store: str) -> Iterator[tuple[str, float]]:
    """The app on ``store``; gives its address and the seconds until it answered."""
    port = free_port()
    url = f"http://127.0.0.1:{port}"
    command = [sys.executable, "-m", "streamlit", "run", "streamlit_app.py", "--server.port", str(port)]
    command += ["--server.headless", "true", "--server.address", "127.0.0.1", "--server.fileWatcherType", "none"]
    started = time.perf_counter()
    server = subprocess.Popen(
        command,
        cwd=PROJECT,
        env={**os.environ, "UCJMAP_STORE": store},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        while True:
            try:
                with urllib.request.urlopen(f"{url}/_stcore/health", timeout=1) as answer:
                    if answer.read() == b"ok":
                        break
            except OSError:
                time.sleep(0.02)
        yield url, time.perf_counter() - started
    finally:
        server.terminate()
        server.wait()


def open_map(page: Page, url: str) -> Frame:
    """The frame of the map once it is painted."""
    page.goto(url)
    element = page.wait_for_selector("iframe[title='streamlit_folium.st_folium']", timeout=90_000)
    frame = element.content_frame() if element else None
    if frame is None:
        raise SystemExit("the page shows no map")
    frame.wait_for_function("window.__ucjmap && window.__ucjmap.painted > 0", timeout=90_000)
    return frame


def click(page: Page, frame: Frame, code: str | None) -> tuple[float, float]:
    """Milliseconds from a click (on an area, or one level up) to the painted map, and to the title of its page."""
    painted = frame.evaluate("window.__ucjmap.painted")
    box = frame.locator(".leaflet-container")
    box.scroll_into_view_if_needed()
    frame.evaluate(_WATCH)
    if code is None:
        frame.get_by_role("button", name="↑").click()
    else:
        corner, inside = box.bounding_box(), frame.evaluate("code => window.__ucjmap.point(code)", code)
        if corner is None or inside is None:
            raise SystemExit(f"{code} is not in sight")
        page.mouse.click(corner["x"] + inside["x"], corner["y"] + inside["y"])
    script = "painted => window.__ucjmap.painted > painted ? performance.now() - window.__clicked : 0"
    answer = frame.wait_for_function(script, arg=painted, polling="raf", timeout=30_000)
    titled = frame.wait_for_function("window.__titled", polling="raf", timeout=30_000)
    page.wait_for_timeout(500)  # the next step starts at rest
    return float(answer.json_value()), float(titled.json_value())


def drill(page: Page, frame: Frame, steps: int) -> dict[str, list[float]]:
    """Milliseconds of steps from Kalimantan Barat into its kabupaten and a kecamatan each, and back."""
    times: dict[str, list[float]] = {}

    def step(name: str, code: str | None) -> None:
        painted, titled = click(page, frame, code)
        times.setdefault(name, []).append(painted)
        times.setdefault(f"{name}, the page", []).append(titled)

    for code in KABUPATEN[:steps]:
        step("to kabupaten", code)
        step("to kecamatan", frame.evaluate("window.__ucjmap.codes().filter(code => window.__ucjmap.point(code))")[0])
        step("up", None)
        step("up", None)
    for code in KABUPATEN[:steps]:
        step("to kabupaten again", code)
        step("up", None)
    return times


def _size(text: str) -> tuple[int, int]:
    """Width and height in pixels, from a text such as "1366x900"."""
    width, height = text.split("x")
    return int(width), int(height)


def main() -> None:
    """Print a table, or one JSON object with ``--json``."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--steps", type=int, default=8, choices=range(1, len(KABUPATEN) + 1))
    parser.add_argument("--real", action="store_true")
    parser.add_argument("--window", type=_size, default=(1366, 900), metavar="WIDTHxHEIGHT")
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    window: ViewportSize = {"width": options.window[0], "height": options.window[1]}
    program = os.environ.get("UCJMAP_CHROMIUM") or shutil.which("chromium")
    with tempfile.TemporaryDirectory(prefix="ucjmap-bench-") as folder, sync_playwright() as playwright:
        store = f"sqlite:///{folder}/ucjmap.db"
        browser = playwright.chromium.launch(executable_path=program, args=_FLAGS)
        page = browser.new_page(viewport=window)
        with serve(store) as (url, answering):
            started = time.perf_counter()
            open_map(page, url)
            figures = {
                "first start: server answers, s": answering,
                "first start: to map, s": time.perf_counter() - started,
            }
        if options.real:
            command = [sys.executable, "-m", "ucjmap", "boundaries", "import", str(REAL), "--store", store]
            subprocess.run(command, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        with serve(store) as (url, answering):
            figures["next start: server answers, s"] = answering
            started = time.perf_counter()
            frame = open_map(browser.new_page(viewport=window), f"{url}/?area=61&level=adm2")
            figures["next start: to map, s"] = time.perf_counter() - started
            # What a step costs grows with it: versions are compared at maps of one size.
            figures |= frame.evaluate("({'map, px wide': innerWidth, 'map, px high': innerHeight})")
            for name, times in drill(frame.page, frame, options.steps).items():
                figures[f"{name}, ms (median of {len(times)})"] = statistics.median(times)
            started = time.perf_counter()
            open_map(browser.new_page(), f"{url}/?area=61&level=adm4")
            figures["all desa of Kalimantan Barat, new page, s"] = time.perf_counter() - started
        browser.close()
    if options.json:
        sys.stdout.write(json.dumps({"real_boundaries": options.real, **figures}) + "\n")
        return
    for name, value in figures.items():
        sys.stdout.write(f"{name:48s} {value:10.2f}\n")


if __name__ == "__main__":
    main()
