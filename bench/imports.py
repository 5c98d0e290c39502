"""Seconds and peak memory of whole imports through the command line, each into a store of its own.

Run as ``python -m bench.imports [--runs N] [--json]``: start of process to exit code, files beside the project
(``../shared/geodata``) where they are, and a made coverage table of every desa of the country.
"""

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import pandas as pd

from ucjmap import api

GEODATA = Path(__file__).parents[1] / ".." / "shared" / "geodata"
FILES = ("ADMINISTRASIDESA_AR_61.zip", "desa_kemendagri_2025_national.parquet")


def run(store: str, *arguments: str) -> tuple[float, float]:
    """Seconds and peak memory in GB of one command."""
    command = [sys.executable, "-m", "ucjmap", *arguments, "--store", store, "--json"]
    started = time.perf_counter()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    seconds = time.perf_counter() - started
    if os.waitstatus_to_exitcode(status) not in (0, 1):
        raise SystemExit(f"{' '.join(arguments)} failed")
    return seconds, usage.ru_maxrss / 2**20


def write_table(store: str, path: Path) -> int:
    """A coverage table of four names and two counts for every desa; gives its number of rows."""
    areas = api.area_tree(api.open_store(store)).areas
    desa = areas[areas["level"] == "adm4"]
    names = areas["name"]
    workers = pd.Series(range(len(desa)), index=desa.index) % 900 + 50
    table = pd.DataFrame(
        {
            "Provinsi": desa["adm1"].map(names),
            "Kabupaten/Kota": desa["adm2"].map(names),
            "Kecamatan": desa["adm3"].map(names),
            "Nama Desa": desa["name"],
            "Peserta Aktif": workers // 3,
            "Jumlah Pekerja": workers,
        }
    )
    table.to_excel(path, index=False)
    return len(table)


def main() -> None:
    """Print a table, or one JSON object with ``--json``."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    measured: dict[str, list[tuple[float, float]]] = {}
    with tempfile.TemporaryDirectory(prefix="ucjmap-bench-") as folder:
        for number in range(options.runs):
            store = f"sqlite:///{folder}/{number}.db"
            measured.setdefault("init --demo", []).append(run(store, "init"))
            table = Path(folder) / "all_desa.xlsx"
            if not table.exists():
                write_table(store, table)
            steps = [["boundaries", "import", str(GEODATA / name)] for name in FILES if (GEODATA / name).exists()]
            steps.append(["coverage", "import", str(table), "--as-of", "2026-01-31", "--source", "bench"])
            for step in steps:
                measured.setdefault(f"{step[0]} import {Path(step[2]).name}", []).append(run(store, *step))
            Path(f"{folder}/{number}.db").unlink()
    figures = {
        name: {
            "seconds": round(statistics.median(seconds for seconds, _ in runs), 2),
            "peak_gb": round(max(memory for _, memory in runs), 2),
            "runs": len(runs),
        }
        for name, runs in measured.items()
    }
    if options.json:
        sys.stdout.write(json.dumps({"imports": figures}) + "\n")
        return
    for name, row in figures.items():
        sys.stdout.write(f"{name:58s} {row['seconds']:8.2f} s  {row['peak_gb']:5.2f} GB  n={row['runs']}\n")


if __name__ == "__main__":
    main()
