"""Seconds and peak memory of loading each real boundary file and building its units.

Run as ``python -m bench.boundaries [--runs N] [--json]``; each run is a fresh process, the median is shown. The files
lie beside the project (``../shared/geodata``); those that are absent are left out.
"""

import argparse
import json
import multiprocessing
import resource
import statistics
import sys
import time
from pathlib import Path

from ucjmap.boundaries import build_units, load_boundaries

GEODATA = Path(__file__).parents[1] / ".." / "shared" / "geodata"
FILES = (
    "ADMINISTRASIDESA_AR_61.zip",
    "idn_admbnda_adm4_bps_20200401_61.zip",
    "idn_admbnda_adm4_bps_20200401_17.zip",
    "desa_kemendagri_2025_national.parquet",
)
_BPS_LENGTHS = {"code": 10, "adm1_code": 2, "adm2_code": 4, "adm3_code": 7}


def measure(path: Path) -> dict[str, float]:
    """Figures of one run in this process."""
    start = time.perf_counter()
    loaded = load_boundaries(path)
    read = time.perf_counter()
    areas = loaded.areas
    if loaded.code_system == "bps":
        areas = areas.assign(**{column: "bps:" + areas["bps_code"].str[:n] for column, n in _BPS_LENGTHS.items()})
    del loaded
    units = build_units(areas)
    end = time.perf_counter()
    # Linux counts kilobytes, macOS bytes.
    scale = 2**30 if sys.platform == "darwin" else 2**20
    return {
        "areas": len(areas),
        "units": len(units),
        "load_s": read - start,
        "units_s": end - read,
        "seconds": end - start,
        "peak_gb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / scale,
    }


def main() -> None:
    """Print a table, or one JSON object with ``--json``."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=3, help="fresh processes per file")
    parser.add_argument("--json", action="store_true", help="one JSON object on standard output")
    options = parser.parse_args()
    figures = {}
    for name in FILES:
        path = GEODATA / name
        if not path.exists():
            print(f"{name}: not there", file=sys.stderr)
            continue
        with multiprocessing.get_context("spawn").Pool(1, maxtasksperchild=1) as pool:
            runs = [pool.apply(measure, (path,)) for _ in range(options.runs)]
        figures[name] = {key: round(statistics.median(run[key] for run in runs), 2) for key in runs[0]}
    if options.json:
        print(json.dumps(figures))
        return
    print(f"{'file':40} {'areas':>7} {'units':>7} {'load s':>7} {'units s':>8} {'total s':>8} {'peak GB':>8}")
    for name, row in figures.items():
        print(
            f"{name:40} {row['areas']:7.0f} {row['units']:7.0f} {row['load_s']:7.1f} {row['units_s']:8.1f} "
            f"{row['seconds']:8.1f} {row['peak_gb']:8.2f}"
        )


if __name__ == "__main__":
    main()
