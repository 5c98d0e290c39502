"""The tables that travel between the layers, and the words of the data model.

A frame is named for what one row is. The columns listed here are the contract between the module that makes a frame
and the one that takes it; the store keeps the same names.
"""

from collections.abc import Callable
from typing import Final, Literal

#: One row is one area of one boundary edition. ``geometry`` is WKB (EPSG:4326) or null, ``area_km2`` is equal-area,
#: ``lon``/``lat`` a point inside the area, ``flags`` words joined by ``|``.
UNIT_COLUMNS: Final = (
    "code",
    "level",
    "parent_code",
    "name",
    "kind",
    "bps_code",
    "population",
    "area_km2",
    "lon",
    "lat",
    "west",
    "south",
    "east",
    "north",
    "flags",
    "geometry",
)

#: One row is one count of one area at one date. Absence of a row is absence of data, never zero.
OBSERVATION_COLUMNS: Final = ("unit_code", "indicator", "segment", "as_of", "numerator", "denominator")

#: One row is the target rate of one area for one year by one issuer. ``comparable`` is false where the issuer's rate
#: has another denominator than the observations: it is shown, and no gap is ever measured to it.
TARGET_COLUMNS: Final = ("unit_code", "indicator", "year", "issuer", "rate", "comparable", "source")

#: One row is one figure as printed; no data is null. ``counts`` says what the printed figure counts, ``desa`` or
#: ``people``; null where its source does not tell, and then nothing is compared with it.
PUBLISHED_COLUMNS: Final = (
    "unit_code",
    "indicator",
    "segment",
    "as_of",
    "value",
    "numerator",
    "denominator",
    "source",
    "note",
    "counts",
)

#: One row is one line of a report on a file: ``row`` counts as the user's program does (first data row below a
#: heading in row 1 is row 2; a feature of a boundary file counts from 1).
REPORT_COLUMNS: Final = ("row", "code", "name", "severity", "reason", "detail")

ALL_SEGMENTS: Final = "all"

#: What an indicator counts: desa (yes or no, so each is 0 or 1 of 1), or the people in them.
Counted = Literal["desa", "people"]

#: Progress of long work: (done, total, what). It may raise to cancel the work, which then has written nothing.
Progress = Callable[[int, int, str], None]


def no_progress(done: int, total: int, what: str) -> None:
    """Progress that nobody watches.

    Parameters
    ----------
    done, total
        Steps that are done, and of how many.
    what
        The step that comes next, in a word.
    """
