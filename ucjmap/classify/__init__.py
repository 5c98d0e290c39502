"""Classes of a choropleth: how they are asked for, where their breaks lie, and their colours.

Every scheme gives the same shape, ``ClassBreaks``, and ``class_id`` is assigned by it alone: renderers only look up.
"""

from ucjmap.classify.breaks import ClassBreaks, ClassRange, Side, make_breaks
from ucjmap.classify.classing import (
    CHOICES,
    FEWEST,
    MOST,
    SCHEMES,
    Classing,
    Measure,
    Scheme,
    read_own_breaks,
    write_own_breaks,
)
from ucjmap.classify.diverging import make_diverging_breaks
from ucjmap.classify.palettes import (
    NO_DATA_COLOUR,
    NO_DATA_LINES,
    NOT_APPLICABLE_COLOUR,
    NOT_APPLICABLE_LINES,
    diverging,
    ramp,
)

__all__ = [
    "CHOICES",
    "FEWEST",
    "MOST",
    "NOT_APPLICABLE_COLOUR",
    "NOT_APPLICABLE_LINES",
    "NO_DATA_COLOUR",
    "NO_DATA_LINES",
    "SCHEMES",
    "ClassBreaks",
    "ClassRange",
    "Classing",
    "Measure",
    "Scheme",
    "Side",
    "diverging",
    "make_breaks",
    "make_diverging_breaks",
    "ramp",
    "read_own_breaks",
    "write_own_breaks",
]
