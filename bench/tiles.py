"""All 83,762 desa in one map, in a real Chromium: first painted, re-coloured, bytes, frames while it is moved.

Run as ``python -m bench.tiles [--store URL] [--rounds N] [--json]``. Without a store the embedded boundaries are loaded
into a new one; for the real national boundaries import them into a store of its own first. The tiles are built before
the clock starts, and how long that takes is printed too. Painted is the second animation frame after the drawing.
"""

import argparse
import itertools
import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser, Frame, Page, Response, sync_playwright

from bench.app import free_port
from ucjmap import api

PROJECT = Path(__file__).parents[1]
HARNESS = PROJECT / "tests" / "browser" / "harness"
_FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--disable-background-networking", "--disable-sync"]
_WAIT_MS = 60_000
_JAVA = [-7.3, 110.0, 7.4]
_PAN_STEPS = 90


@contextmanager
def serve(store: str) -> Iterator[str]:
    """The page of all desa on ``store``; gives its address."""
    port = free_port()
    command = [sys.executable, "-m", "streamlit", "run", str(HARNESS / "tiles_app.py"), "--server.port", str(port)]
    command += ["--server.headless", "true", "--server.address", "127.0.0.1", "--server.fileWatcherType", "none"]
    environment = {**os.environ, "UCJMAP_STORE": store, "PYTHONPATH": f"{PROJECT}{os.pathsep}{HARNESS}"}
    server = subprocess.Popen(
        command, cwd=PROJECT, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    try:
        yield f"http://127.0.0.1:{port}/"
    finally:
        server.terminate()
        server.wait()


def build(store: str) -> dict[str, float]:
    """Build the tiles as an administrator does."""
    command = [sys.executable, "-m", "ucjmap", "tiles", "build", "--store", store, "--json"]
    report = json.loads(subprocess.run(command, check=True, stdout=subprocess.PIPE, cwd=PROJECT).stdout)
    return {"build, s": report["seconds"], "build, file MB": report["bytes"] / 1e6, "build, tiles": report["tiles"]}


def open_map(page: Page, url: str) -> Frame:
    """The frame of the map once it is painted; the server may still be starting."""
    for _ in range(300):
        try:
            page.goto(url)
            break
        except Exception as error:
            if "ERR_CONNECTION_REFUSED" not in str(error):
                raise
            time.sleep(0.2)
    element = page.wait_for_selector("iframe[title='streamlit_folium.st_folium']", timeout=_WAIT_MS)
    frame = element.content_frame() if element else None
    if frame is None:
        raise SystemExit("the page shows no map")
    frame.wait_for_function("window.__ucjmap && window.__ucjmap.painted > 0", timeout=_WAIT_MS)
    return frame


def click(page: Page, frame: Frame, label: str) -> float:
    """Milliseconds from a click on a button of the page to the painted map."""
    wanted = "00/adm1" if label == "Provinsi" else "00/adm4"
    script = (
        "() => addEventListener('pointerdown', () => { window.__clicked = Date.now() }, {capture: true, once: true})"
    )
    page.evaluate(script)
    before = frame.evaluate("window.__ucjmap.painted")
    frame.evaluate("window.__before = window.__ucjmap")
    page.get_by_role("button", name=label, exact=True).click()
    painted = """([view, before]) => {
        const hook = window.__ucjmap;
        return hook.view === view && (hook !== window.__before || hook.painted > before) ? Date.now() : 0;
    }"""
    ended = frame.wait_for_function(painted, arg=[wanted, before], polling="raf", timeout=_WAIT_MS).json_value()
    return float(ended) - float(page.evaluate("window.__clicked"))


def first_paintings(browser: Browser, url: str, rounds: int) -> dict[str, list[float]]:
    """From the address, and from the map of the provinces, each time in a browser that has nothing."""
    times: dict[str, list[float]] = {"whole country, from the address": [], "bytes of tiles and names, KB": []}
    times["whole country, from the map of provinces"] = []
    for _ in range(rounds):
        context = browser.new_context(viewport={"width": 1366, "height": 900})
        page = context.new_page()
        sizes: list[float] = []

        def note(response: Response, sizes: list[float] = sizes) -> None:
            if "/tiles/" in response.url:
                sizes.append(float(response.headers.get("content-length", "0")))

        page.on("response", note)
        started = time.perf_counter()
        frame = open_map(page, url)
        times["whole country, from the address"].append(1000 * (time.perf_counter() - started))
        frame.wait_for_function("window.__ucjmap.named", timeout=_WAIT_MS)
        times["bytes of tiles and names, KB"].append(sum(sizes) / 1000)
        context.close()
        context = browser.new_context(viewport={"width": 1366, "height": 900})
        page = context.new_page()
        frame = open_map(page, f"{url}?first=provinces")
        times["whole country, from the map of provinces"].append(click(page, frame, "Pita"))
        context.close()
    return times


def recolourings(page: Page, frame: Frame, rounds: int) -> dict[str, list[float]]:
    """Another classification and another indicator: from the click, and the browser's part of it."""
    times: dict[str, list[float]] = {"re-coloured, from the click": [], "re-coloured, in the browser alone": []}
    for label in ("Kuantil", "Aparat", "Pita"):  # the server's first answer reads the store: not what is measured
        click(page, frame, label)
    for _ in range(rounds):
        for label in ("Kuantil", "Aparat", "Pita"):
            times["re-coloured, from the click"].append(click(page, frame, label))
            before = frame.evaluate("window.__ucjmap.painted")
            script = "() => { const t = performance.now(); map.ucjmapTiles.recolour(); return performance.now() - t }"
            times["re-coloured, in the browser alone"].append(float(frame.evaluate(script)))
            frame.wait_for_function("before => window.__ucjmap.painted > before", arg=before, timeout=_WAIT_MS)
    return times


def move(page: Page, frame: Frame) -> tuple[float, float]:
    """Frames a second and the longest frame (ms) while the map is dragged to and fro."""
    box = frame.locator(".leaflet-container").bounding_box()
    if box is None:
        raise SystemExit("the map is not in sight")
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    page.mouse.move(x, y)
    page.mouse.down()
    frame.evaluate("""() => {
        window.__times = [];
        const note = (time) => { window.__times.push(time); if (window.__times) requestAnimationFrame(note); };
        requestAnimationFrame(note);
    }""")
    for step in range(_PAN_STEPS):
        away = 6 * (step if step < _PAN_STEPS / 2 else _PAN_STEPS - step)
        page.mouse.move(x - away, y - away / 3)
        time.sleep(0.012)
    times = frame.evaluate("() => { const all = window.__times; window.__times = null; return all }")
    page.mouse.up()
    gaps = [after - before for before, after in itertools.pairwise(times)]
    return 1000 * len(gaps) / sum(gaps), max(gaps)


def movements(page: Page, frame: Frame, rounds: int) -> dict[str, list[float]]:
    """Dragging over Java, where the desa are smallest."""
    figures: dict[str, list[float]] = {"frames/s while dragged (Java)": [], "longest frame, ms": []}
    for number in range(rounds):
        painted = frame.evaluate("window.__ucjmap.painted")
        frame.evaluate(
            "([a, b, zoom]) => map.setView([a, b], zoom, {animate: false})", [*_JAVA[:2], _JAVA[2] + number / 7]
        )
        frame.wait_for_function("before => window.__ucjmap.painted > before", arg=painted, timeout=_WAIT_MS)
        rate, longest = move(page, frame)
        figures["frames/s while dragged (Java)"].append(rate)
        figures["longest frame, ms"].append(longest)
    return figures


def measure(store: str, rounds: int) -> dict[str, float | list[float]]:
    """All figures of one store."""
    program = os.environ.get("UCJMAP_CHROMIUM") or shutil.which("chromium")
    figures: dict[str, float | list[float]] = {**build(store)}
    with sync_playwright() as playwright, serve(store) as url:
        browser = playwright.chromium.launch(executable_path=program, args=_FLAGS)
        page = browser.new_page(viewport={"width": 1366, "height": 900})
        frame = open_map(page, url)  # the server's first answer reads the store: not what is measured
        figures |= first_paintings(browser, url, rounds)
        figures |= movements(page, frame, rounds)
        figures |= recolourings(page, frame, rounds)
        browser.close()
    return figures


def main() -> None:
    """Print a table of medians, or one JSON object with ``--json``."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--store", help="SQLAlchemy URL of a store with desa; by default the embedded ones.")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="ucjmap-bench-") as folder:
        url = options.store or f"sqlite:///{folder}/ucjmap.db"
        if not options.store:
            store = api.open_store(url)
            api.load_demo(store)
            store.close()
        figures = measure(url, options.rounds)
    if options.json:
        sys.stdout.write(json.dumps(figures) + "\n")
        return
    for name, value in figures.items():
        values = value if isinstance(value, list) else [value]
        spread = f"   ({min(values):.0f} to {max(values):.0f}, n = {len(values)})" if len(values) > 1 else ""
        sys.stdout.write(f"{name:44} {statistics.median(values):10.1f}{spread}\n")


if __name__ == "__main__":
    main()
