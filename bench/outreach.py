"""Outreach on the embedded demonstration: ranking of the whole country, clusters, trips, and a budget.

Run as ``python -m bench.outreach [--runs N] [--long SECONDS] [--json]``. ``--long`` (300 for the figure of the
requirements) lets the solver go on with guided local search and compares the length of the trips; without it that
comparison is left out. Times are medians; nothing is rounded before they are taken.
"""

import argparse
import itertools
import json
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from typing import Any

import pandas as pd

from ucjmap import api
from ucjmap.api.outreach.cluster_search import outreach_clusters
from ucjmap.api.outreach.lists import OutreachList, outreach_list
from ucjmap.api.outreach.needs import allocate_outreach
from ucjmap.api.outreach.presets import outreach_defaults, preset_weights
from ucjmap.api.outreach.priorities import remembered_ranking
from ucjmap.app.outreach.choice import Chosen
from ucjmap.app.outreach.list_tab import list_table, score_map
from ucjmap.app.outreach.outreach_map import tiled_classes
from ucjmap.outreach import TripLimits, plan_trips, rank_areas, rank_stability, scale_measures
from ucjmap.outreach.allocation import Fairness
from ucjmap.render.browser.tiled import tiled_specification


def median_s(work: Callable[[], Any], runs: int) -> float:
    """Median seconds of ``work``."""
    times = []
    for _ in range(runs):
        started = time.perf_counter()
        work()
        times.append(time.perf_counter() - started)
    return statistics.median(times)


def bench_ranking(found: OutreachList, runs: int) -> dict[str, float]:
    """All desa of the country: from measures to ranks, and again after a weight was changed."""
    weights = preset_weights("balanced")
    changed = {**weights, "uncovered": 3}
    return {
        "desa ranked": len(found.areas),
        "rank, s": median_s(lambda: rank_areas(scale_measures(found.areas), weights), runs),
        "re-rank after a weight changed, s": median_s(lambda: rank_areas(found.scale, changed), runs),
        "stability, 100 draws, s": median_s(lambda: rank_stability(found.scale, weights), min(runs, 3)),
    }


def bench_page_step(store: api.Store, found: OutreachList, runs: int) -> dict[str, float]:
    """What the page does on the server when a weight of the whole country is moved: rank, table, classes, tiles' table."""
    sets = itertools.cycle([preset_weights("balanced"), preset_weights("workers")])

    def step() -> None:
        weights = {key: weight for key, weight in next(sets).items() if weight}
        ranked = remembered_ranking(store, found, weights)
        shown = ranked.head(25)
        choice = Chosen(found, ranked, shown, tuple(shown.index), weights)
        list_table(store, "id", choice)
        tiled_specification(tiled_classes(store, "id", score_map("id", choice, "Indonesia")))

    step()
    return {"page step of the whole country, on the server, s": median_s(step, runs)}


def bench_trips(store: api.Store, runs: int, long_s: float) -> dict[str, float]:
    """The desa of Kalimantan Barat without registered officials, from fourteen offices and from one."""
    found = outreach_list(store, "61", "adm4")
    desa = found.areas[found.areas["desa_without_aparat"] > 0]
    figures: dict[str, float] = {"desa visited": len(desa)}
    one = found.offices[found.offices["name"] == "Kota Pontianak"]
    for name, offices in (("offices in every kabupaten", found.offices), ("one office", one)):
        plan = plan_trips(desa, offices, TripLimits())
        figures[f"trips, {name}, s"] = median_s(lambda offices=offices: plan_trips(desa, offices, TripLimits()), runs)  # type: ignore[misc]
        figures[f"trips, {name}, km"] = plan.total_km
        if long_s:
            longer = plan_trips(desa, offices, TripLimits(), improve_s=long_s)
            figures[f"trips, {name}, km after {long_s:.0f} s more"] = longer.total_km
            figures[f"trips, {name}, ratio"] = plan.total_km / longer.total_km
    return figures


def main() -> None:
    """Print a table, or one JSON object with ``--json``."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--long", type=float, default=0.0)
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="ucjmap-bench-") as folder:
        store = api.open_store(f"sqlite:///{folder}/ucjmap.db")
        api.load_demo(store)
        started = time.perf_counter()
        country = outreach_list(store, "00", "adm4")
        figures: dict[str, float] = {"measure the country, first time, s": time.perf_counter() - started}
        figures["measure the country, again, s"] = median_s(lambda: outreach_list(store, "00", "adm4"), options.runs)
        figures |= bench_ranking(country, options.runs)
        figures |= bench_page_step(store, country, options.runs)
        started = time.perf_counter()
        outreach_clusters(store, "61", "adm4")
        figures["clusters of 2,145 desa, 9,999 permutations, s (n=1)"] = time.perf_counter() - started
        premium = outreach_defaults().premium(pd.Timestamp("2026-01-01").date())
        payers = outreach_defaults().apbd_payers
        for rules in (Fairness(), Fairness(least_share=0.05, lowest_first=True, most_of_budget=0.3)):
            seconds = median_s(
                lambda rules=rules: allocate_outreach(  # type: ignore[misc]
                    store, "17", "adm4", 30_000_000_000, premium, payers, fairness=rules
                ),
                min(options.runs, 3),
            )
            figures[f"budget, 1,513 desa, {'all rules' if rules.lowest_first else 'no rule'}, s"] = seconds
        figures |= bench_trips(store, options.runs, options.long)
        store.close()
    if options.json:
        sys.stdout.write(json.dumps({"runs": options.runs, **figures}) + "\n")
        return
    for name, value in figures.items():
        sys.stdout.write(f"{name:64s} {value:12.3f}\n")


if __name__ == "__main__":
    main()
