"""Seconds of snapshots and briefings, beside ``GeoDataFrame.plot`` + ``savefig`` of the same map.

Run as ``python -m bench.briefing [--store URL] [--area 61] [--runs N] [--whole] [--json]``; medians of N warm runs, the
whole briefing (``--whole``) once. By default the embedded demonstration in a store of its own.
"""

import argparse
import io
import json
import resource
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import geopandas as gpd
from matplotlib.figure import Figure

from ucjmap import api


def measure(work: Callable[[], object], runs: int) -> float:
    """Median seconds of ``runs`` calls after a first one."""
    work()
    seconds = []
    for _ in range(runs):
        start = time.perf_counter()
        work()
        seconds.append(time.perf_counter() - start)
    return round(statistics.median(seconds), 3)


def plain_map(store: api.Store, view: api.MapView) -> bytes:
    """The same areas and colours the usual way: no title, legend, labels or source."""
    content = api.make_download(store, view.values(store), "geojson")
    layer = gpd.read_file(io.BytesIO(content))
    figure = Figure(figsize=(11.7, 8.3))
    axes = figure.add_subplot()
    layer.plot(ax=axes, color=layer["colour"].fillna("#e6e6e6"), edgecolor="#4a5560", linewidth=0.3)
    stream = io.BytesIO()
    figure.savefig(stream, dpi=300)
    return stream.getvalue()


def snapshots(store: api.Store, area: str, runs: int) -> dict[str, float]:
    """Seconds of each format of the area by the level below it and by desa."""
    figures = {}
    for words, view in (("children", api.MapView(area)), ("desa", api.MapView(area, "adm4"))):
        for form in api.SNAPSHOT_FORMATS:
            figures[f"{form} {words}"] = measure(lambda v=view, f=form: api.make_snapshot(store, v, f), runs)  # type: ignore[misc]
        figures[f"plot+savefig {words}"] = measure(lambda v=view: plain_map(store, v), runs)  # type: ignore[misc]
    return figures


def main() -> None:
    """Print a table, or one JSON object with ``--json``."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--store", help="SQLAlchemy URL of the store")
    parser.add_argument("--area", default="61")
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--whole", action="store_true", help="also the whole briefing")
    parser.add_argument("--json", action="store_true", help="one JSON object on standard output")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        store = api.open_store(options.store or f"sqlite:///{Path(folder).as_posix()}/bench.db")
        if not options.store:
            api.load_demo(store)
        figures = snapshots(store, options.area, options.runs)
        for form in api.BRIEFING_FORMATS if options.whole else ():
            start = time.perf_counter()
            api.make_briefing(store, api.BriefingPlan(options.area), form)
            figures[f"briefing {form}"] = round(time.perf_counter() - start, 1)
        scale = 2**30 if sys.platform == "darwin" else 2**20  # Linux counts kilobytes, macOS bytes
        figures["peak_gb"] = round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / scale, 2)
        store.close()
    if options.json:
        sys.stdout.write(json.dumps(figures) + "\n")
    else:
        for name, seconds in figures.items():
            sys.stdout.write(f"{name:24} {seconds:8.3f}\n")


if __name__ == "__main__":
    main()
