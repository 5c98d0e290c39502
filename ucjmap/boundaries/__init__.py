"""Boundary files: read, checked and repaired; dissolved to units of all levels; simplified for display."""

from ucjmap.boundaries.display import encode_display
from ucjmap.boundaries.layouts import CodeSystem, Issuer
from ucjmap.boundaries.loading import THREADS, LoadedBoundaries
from ucjmap.boundaries.loading import load_boundaries as _load_here
from ucjmap.boundaries.report import REASONS
from ucjmap.boundaries.topology import build_units
from ucjmap.errors import BoundariesError
from ucjmap.sandbox import isolated

__all__ = [
    "REASONS",
    "THREADS",
    "CodeSystem",
    "Issuer",
    "LoadedBoundaries",
    "build_units",
    "encode_display",
    "load_boundaries",
]

load_boundaries = isolated(_load_here, lambda parts: LoadedBoundaries(**parts), family=BoundariesError)
