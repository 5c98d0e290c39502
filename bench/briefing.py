"""Seconds of map files and briefings, beside ``GeoDataFrame.plot`` + ``savefig`` of the same map.

Run as ``python -m bench.briefing [--store URL] [--area 61] [--runs N] [--cold N] [--whole [N]] [--json]``. Each figure has
its number of runs. Warm: median in one process, the pictures and the plain plot in turn, so that what else the machine
does falls on both; the ratio is between these medians. Cold: median of new processes that import the package, open the
store and make one picture. By default the embedded demonstration in a store of its own.
"""

import argparse
import io
import json
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import geopandas as gpd
from matplotlib.figure import Figure

from ucjmap import api

#: Most seconds that are asked for, by name of the figure.
LIMITS = {
    "png children": 1.0,
    "png desa": 2.5,
    "pptx children": 1.5,
    "pptx desa": 1.5,
    "briefing pdf": 30.0,
    "briefing pptx": 40.0,
}
PLAIN = "plot+savefig"
_COLD = """
import sys, time
start = time.perf_counter()
from ucjmap import api
store = api.open_store(sys.argv[1])
api.make_map_file(store, api.MapView(sys.argv[2], sys.argv[3] or None), sys.argv[4])
print(time.perf_counter() - start)
"""


def seconds_of(work: Callable[[], object]) -> float:
    """Seconds of one call."""
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def plain_map(store: api.Store, view: api.MapView) -> bytes:
    """The same areas and colours the usual way: no title, legend, labels or source."""
    content = api.make_map_file(store, view, "geojson").content
    layer = gpd.read_file(io.BytesIO(content))
    figure = Figure(figsize=(11.7, 8.3))
    axes = figure.add_subplot()
    layer.plot(ax=axes, color=layer["colour"].fillna("#e6e6e6"), edgecolor="#4a5560", linewidth=0.3)
    stream = io.BytesIO()
    figure.savefig(stream, dpi=300)
    return stream.getvalue()


def views_of(area: str) -> dict[str, api.MapView]:
    """The maps that are measured."""
    return {"children": api.MapView(area), "desa": api.MapView(area, "adm4")}


def warm(store: api.Store, area: str, runs: int) -> Iterator[dict[str, Any]]:
    """Each format of each map, and the plain plot, in turn; the first round, which loads what all need, does not count."""
    for words, view in views_of(area).items():
        works: dict[str, Callable[[], object]] = {
            form.key: lambda v=view, f=form: api.make_map_file(store, v, f)  # type: ignore[misc]
            for form in api.MAP_FORMATS
            if form not in api.ROW_FORMATS
        }
        works[PLAIN] = lambda v=view: plain_map(store, v)  # type: ignore[misc]
        taken: dict[str, list[float]] = {name: [] for name in works}
        for number in range(runs + 1):
            for name, work in works.items():
                seconds = seconds_of(work)
                if number:
                    taken[name].append(seconds)
        plain = statistics.median(taken[PLAIN])
        for name, each in taken.items():
            yield {**_figure(f"{name} {words}", each), "to_plain": round(statistics.median(each) / plain, 2)}


def cold(url: str, area: str, runs: int) -> Iterator[dict[str, Any]]:
    """PNG and slide as the first work of a new process, as a command or the first visitor has it."""
    for words, view in views_of(area).items():
        for form in ("png", "pptx"):
            command = [sys.executable, "-c", _COLD, url, area, view.level or "", form]
            taken = [
                float(subprocess.run(command, check=True, capture_output=True, text=True).stdout) for _ in range(runs)
            ]
            yield _figure(f"cold {form} {words}", taken)


def whole(store: api.Store, area: str, runs: int) -> Iterator[dict[str, Any]]:
    """The briefing with all its parts."""
    for form in map(str, api.BRIEFING_FORMATS):
        taken, pages = [], 0
        for _ in range(runs):
            start = time.perf_counter()
            pages = len(api.make_briefing(store, api.BriefingPlan(area), form).sheets)
            taken.append(time.perf_counter() - start)
        yield {**_figure(f"briefing {form}", taken), "pages": pages}


def _figure(name: str, taken: list[float]) -> dict[str, Any]:
    return {"name": name, "n": len(taken), "seconds": round(statistics.median(taken), 3), "limit": LIMITS.get(name)}


def main() -> None:
    """Print a table, or one JSON object with ``--json``."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--store", help="SQLAlchemy URL of the store")
    parser.add_argument("--area", default="61")
    parser.add_argument("--runs", type=int, default=5, help="warm runs")
    parser.add_argument("--cold", type=int, default=3, help="new processes for each cold figure; 0: none")
    parser.add_argument("--whole", type=int, nargs="?", const=1, default=0, help="also the whole briefing, N times")
    parser.add_argument("--json", action="store_true", help="one JSON object on standard output")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        url = options.store or f"sqlite:///{Path(folder).as_posix()}/bench.db"
        store = api.open_store(url)
        if not options.store:
            api.load_demo(store)
        figures = list(warm(store, options.area, options.runs))
        if options.cold:
            figures += cold(url, options.area, options.cold)
        if options.whole:
            figures += whole(store, options.area, options.whole)
        scale = 2**30 if sys.platform == "darwin" else 2**20  # Linux counts kilobytes, macOS bytes
        peak = round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / scale, 2)
        store.close()
    if options.json:
        sys.stdout.write(json.dumps({"figures": figures, "peak_gb": peak}) + "\n")
        return
    for figure in figures:
        more = [f"at most {figure['limit']:g}" if figure["limit"] else ""]
        more.append(f"{figure['to_plain']:.2f} of {PLAIN}" if "to_plain" in figure else "")
        more.append(f"{figure['pages']} pages" if "pages" in figure else "")
        told = ", ".join(text for text in more if text)
        sys.stdout.write(f"{figure['name']:24} {figure['seconds']:8.3f} s  n={figure['n']}  {told}\n")
    sys.stdout.write(f"{'peak memory':24} {peak:8.2f} GB\n")


if __name__ == "__main__":
    main()
