"""Boundary files: read, checked and repaired; dissolved to units of all levels; simplified for display."""

from ucjmap.boundaries.borders import find_border_faults, find_overlaps
from ucjmap.boundaries.display import encode_display
from ucjmap.boundaries.joins import ReadShapes, build_joins
from ucjmap.boundaries.layouts import CodeSystem, Issuer
from ucjmap.boundaries.loading import LoadedBoundaries
from ucjmap.boundaries.loading import load_boundaries as _load_here
from ucjmap.boundaries.mosaic import ROW_COLUMNS, compose
from ucjmap.boundaries.placing import NEAR_KM, PLACE_WITH_NAMES, Assumptions
from ucjmap.boundaries.repair import THREADS, area_km2
from ucjmap.boundaries.report import REASONS, Report
from ucjmap.boundaries.seams import WIDEST as SEAM_DEGREES
from ucjmap.boundaries.topology import build_units
from ucjmap.errors import BoundariesError
from ucjmap.sandbox import isolated

__all__ = [
    "NEAR_KM",
    "PLACE_WITH_NAMES",
    "REASONS",
    "ROW_COLUMNS",
    "SEAM_DEGREES",
    "THREADS",
    "Assumptions",
    "CodeSystem",
    "Issuer",
    "LoadedBoundaries",
    "ReadShapes",
    "Report",
    "area_km2",
    "build_joins",
    "build_units",
    "compose",
    "encode_display",
    "find_border_faults",
    "find_overlaps",
    "load_boundaries",
]

load_boundaries = isolated(_load_here, lambda parts: LoadedBoundaries(**parts), family=BoundariesError)
