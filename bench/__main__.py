"""``python -m bench``: every bench one after the other."""

import runpy
import sys

for name in (
    "app",
    "imports",
    "boundaries",
    "matching",
    "intake",
    "load",
    "peers",
    "tiles",
    "ogc",
    "briefing",
    "outreach",
):
    sys.stdout.write(f"\n== {name} ==\n")
    sys.stdout.flush()
    sys.argv = [f"bench.{name}"]
    runpy.run_module(f"bench.{name}", run_name="__main__")
