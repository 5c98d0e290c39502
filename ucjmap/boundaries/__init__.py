"""Boundary files: read, checked and repaired; dissolved to units of all levels; simplified for display."""

from ucjmap.boundaries.display import encode_display
from ucjmap.boundaries.layouts import CodeSystem, Issuer
from ucjmap.boundaries.loading import THREADS, LoadedBoundaries, load_boundaries
from ucjmap.boundaries.report import REASONS
from ucjmap.boundaries.topology import build_units

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
