"""Composed tables read by the intake: how many are stored wrongly, stored without a question, asked about, refused.

Run as ``python -m bench.intake [--tables N] [--first SEED] [--json]``; a table takes half a second. The tables are those
of ``tests/composed_tables.py``, drawn from their seeds; each table that would be stored wrongly is named with its claims.
"""

import argparse
import json
import sys
import tempfile
import time
from pathlib import Path

from tests.composed_runs import Tally, try_tables, without_coverage
from ucjmap import api


def measure(first: int, tables: int) -> tuple[Tally, float]:
    """What became of the tables of the seeds from ``first`` on, and the seconds that they took."""
    with tempfile.TemporaryDirectory(prefix="ucjmap-bench-") as folder:
        store = api.open_store(f"sqlite:///{folder}/bench.db")
        api.load_demo(store)
        without_coverage(store)
        started = time.perf_counter()
        tally = try_tables(store, range(first, first + tables), Path(folder))
        store.close()
    return tally, time.perf_counter() - started


def main() -> None:
    """Print the figures, or one JSON object with ``--json``."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--tables", type=int, default=200)
    parser.add_argument("--first", type=int, default=0)
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    tally, seconds = measure(options.first, options.tables)
    figures = {
        "tables": tally.tables,
        "silently wrong": len(tally.wrong),
        "with enough evidence": tally.enough,
        "of these stored without a question": tally.stored,
        "share": round(tally.share, 4),
        "asked about": tally.asked,
        "refused": tally.refused,
        "seconds": round(seconds, 1),
    }
    if options.json:
        sys.stdout.write(json.dumps({"intake": {**figures, "wrong": tally.wrong}}) + "\n")
        return
    for name, figure in figures.items():
        sys.stdout.write(f"{name:36s} {figure:>8}\n")
    for seed, (claims, strange) in tally.wrong.items():
        sys.stdout.write(f"wrong: seed {seed}: {strange} of {', '.join(claims)}\n")


if __name__ == "__main__":
    main()
