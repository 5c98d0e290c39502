"""Boundary files: read, checked and repaired; dissolved to units of all levels; simplified for display."""

from ucjmap.boundaries.display import encode_display
from ucjmap.boundaries.layouts import CodeSystem, Issuer
from ucjmap.boundaries.loading import LoadedBoundaries, load_boundaries
from ucjmap.boundaries.placing import Assumptions, OpenQuestionError, Question
from ucjmap.boundaries.report import REASONS, Report
from ucjmap.boundaries.topology import build_units

__all__ = [
    "REASONS",
    "Assumptions",
    "CodeSystem",
    "Issuer",
    "LoadedBoundaries",
    "OpenQuestionError",
    "Question",
    "Report",
    "build_units",
    "encode_display",
    "load_boundaries",
]
