"""Layers as GIS programs read them: all desa page by page and a rectangle by GDAL, and the memory of the server meanwhile.

Run as ``python -m bench.ogc [--store URL] [--rounds N] [--json]``. Without a store the embedded boundaries are loaded into
a new one. The server has answered once before the clock starts. The rectangle is that of a kabupaten (Sambas); "asked
plainly" is the one request for it, "by GDAL" is opening the layer and all that GDAL asks for besides. Memory is the
resident memory of the server, its highest while one reader (then three at once) reads all desa.
"""

import argparse
import json
import os
import statistics
import sys
import tempfile
import threading
import time
import urllib.request
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from typing import Any

import psutil
import pyogrio

from bench.app import serve
from ucjmap import api

KABUPATEN = "61.01"
_READERS = 3


def timed(work: Callable[[], Any]) -> tuple[float, Any]:
    """Seconds that something takes, and what it gives."""
    began = time.perf_counter()
    result = work()
    return time.perf_counter() - began, result


@contextmanager
def watched(server: psutil.Process) -> Iterator[list[float]]:
    """Resident memory of a process in MB, ten times a second, while the block runs."""
    seen: list[float] = []
    done = threading.Event()

    def watch() -> None:
        while not done.wait(0.1):
            seen.append(server.memory_info().rss / 1e6)

    watcher = threading.Thread(target=watch)
    watcher.start()
    yield seen
    done.set()
    watcher.join()


def find_server(url: str) -> psutil.Process:
    """The process that listens at an address."""
    port = int(url.rpartition(":")[2])
    children = psutil.Process().children(recursive=True)
    return next(
        child for child in children if any(line.laddr and line.laddr.port == port for line in child.net_connections())
    )


def measure(store: str, rounds: int) -> dict[str, float | list[float]]:
    """All figures of one store."""
    box = api.area_tree(api.open_store(store)).bounds(KABUPATEN)
    figures: dict[str, float | list[float]] = {}
    with serve(store) as (url, _):
        source = f"OAPIF:{url}/ogc/"
        items = f"{url}/ogc/collections/desa/items"
        figures["first page after the start, s"] = timed(lambda: urllib.request.urlopen(f"{items}?limit=1").read())[0]
        server = find_server(url)
        figures["memory before, MB"] = server.memory_info().rss / 1e6

        def read_all() -> int:
            return len(pyogrio.read_dataframe(source, layer="desa"))

        whole = [timed(read_all) for _ in range(rounds)]
        figures["desa"] = whole[0][1]
        figures["all desa by GDAL, s"] = [seconds for seconds, _ in whole]
        with watched(server) as alone:
            read_all()
        figures["memory while one reads, MB"] = max(alone)
        with watched(server) as several, ThreadPoolExecutor(_READERS) as readers:
            list(readers.map(lambda _: read_all(), range(_READERS)))
        figures[f"memory while {_READERS} read, MB"] = max(several)
        asked = f"{items}?limit=10000&bbox={','.join(map(str, box or ()))}"
        plainly = [timed(lambda: urllib.request.urlopen(asked).read()) for _ in range(10 * rounds)]
        figures["a kabupaten, asked plainly, s"] = [seconds for seconds, _ in plainly]
        figures["a kabupaten, KB"] = len(plainly[0][1]) / 1000
        by_gdal = [timed(lambda: pyogrio.read_dataframe(source, layer="desa", bbox=box)) for _ in range(3 * rounds)]
        figures["a kabupaten by GDAL, s"] = [seconds for seconds, _ in by_gdal]
    return figures


def main() -> None:
    """Print a table of medians, or one JSON object with ``--json``."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--store", help="SQLAlchemy URL of a store with desa; by default the embedded ones.")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    os.environ["NO_PROXY"] = os.environ["no_proxy"] = "127.0.0.1"
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
        spread = f"   ({min(values):.3f} to {max(values):.3f}, n = {len(values)})" if len(values) > 1 else ""
        sys.stdout.write(f"{name:36} {statistics.median(values):12.3f}{spread}\n")


if __name__ == "__main__":
    main()
