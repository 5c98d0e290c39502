"""Parameters of the features of a collection, as the standard writes them."""

import datetime as dt
import math
from dataclasses import replace
from typing import Final

from ucjmap import api
from ucjmap.codes import COUNTRY, Level
from ucjmap.schema import ALL_SEGMENTS
from ucjmap.web.operations import Parameter, choice, text, whole_number

#: GDAL asks for pages of a thousand unless the description names a greater number.
MOST: Final = 10_000
_USUAL: Final = 100
_OPEN: Final = ("", "..")


def _read_numbers(given: str) -> tuple[float, ...]:
    numbers = tuple(float(part) for part in given[:400].split(","))
    if len(numbers) not in (4, 6) or not all(map(math.isfinite, numbers)):
        raise ValueError(given)
    return numbers if len(numbers) == 4 else (*numbers[:2], *numbers[3:5])  # outlines have no height


def _read_datetime(given: str) -> str | None:
    """The ISO date whose figures are asked for: that of the moment, or of the end of the interval; None for an open end."""
    start, slash, end = given.partition("/")
    if not slash:
        return _day(given).isoformat()
    if start in _OPEN and end in _OPEN:
        raise ValueError(given)
    days = [None if part in _OPEN else _day(part) for part in (start, end)]
    if days[0] and days[1] and days[0] > days[1]:
        raise ValueError(given)
    return days[1].isoformat() if days[1] else None


def _day(given: str) -> dt.date:
    """The day of an RFC 3339 date, or of a moment (in UTC)."""
    if given[4:5] != "-" or given[7:8] != "-":  # Python reads weeks and days of a year, too
        raise ValueError(given)
    if len(given) == 10:
        return dt.date.fromisoformat(given)
    moment = dt.datetime.fromisoformat(given.upper())
    if moment.tzinfo is None or "T" not in given.upper():
        raise ValueError(given)
    try:
        return moment.astimezone(dt.UTC).date()
    except OverflowError as error:  # before the first year, or after the last one
        raise ValueError(given) from error


COLLECTIONS: Final[dict[str, Level]] = {"provinsi": "adm1", "kabupaten": "adm2", "kecamatan": "adm3", "desa": "adm4"}
COLLECTION: Final = choice("collectionId", "The level of the areas", tuple(COLLECTIONS)).in_path()
FEATURE: Final = text("featureId", "Code of the area, such as 61.01.01.2001", longest=40).in_path()
LANG: Final = choice(
    "lang", "Language of names of classes and titles; by default that of the installation", ("id", "en")
)
INDICATOR: Final = text(
    "indicator", "Key of the indicator (/api/v1/indicators)", api.FeatureQuestion.indicator, longest=40
)
SEGMENT: Final = text("segment", "Segment of the indicator", ALL_SEGMENTS, longest=40)
CRS: Final = choice("crs", "Coordinate reference system of the answer", api.CRS_NAMES, api.CRS84)
DATETIME: Final = Parameter(
    "datetime",
    "Figures as of that day: the newest count of each area on or before it. Of an interval (START/END, either may be ..)"
    " the end counts. Figures hold until the next count, so that all areas stay in the answer.",
    {"type": "string"},
    _read_datetime,
    style={"style": "form", "explode": False},
)
BBOX: Final = Parameter(
    "bbox",
    "Areas whose outline touches the rectangle: lower left and upper right corner, in the axes of bbox-crs. Of six"
    " numbers the two heights are not looked at.",
    {"type": "array", "minItems": 4, "maxItems": 6, "items": {"type": "number"}},
    _read_numbers,
    style={"style": "form", "explode": False},
)
BBOX_CRS: Final = choice("bbox-crs", "Coordinate reference system of bbox", api.CRS_NAMES, api.CRS84)
LIMIT: Final = replace(
    whole_number("limit", "Areas on a page; more count as the most", low=1, high=MOST, default=_USUAL, capped=True),
    shared=True,
)
AREA: Final = text("area", "Code of the area that they lie in, such as 61 or 61.01", COUNTRY, longest=40)
AFTER: Final = text("after", "Key of the page: set by the link to the next page", "", longest=40)
FILTERS: Final = tuple(text(name, f"Only those whose property {name} is this") for name in api.FILTERS)
#: What the figures of a feature depend on.
FIGURES: Final = (INDICATOR, SEGMENT, DATETIME, CRS, LANG)
ITEMS: Final = (COLLECTION, BBOX, BBOX_CRS, LIMIT, *FIGURES, AREA, *FILTERS, AFTER)
