"""Made geometry: a country of 4 x 3 provinces, each of 5 x 4 regencies, with names that try to break out."""

import gzip
import hashlib
import json
from functools import lru_cache

COUNTRY = "00"
COLOURS = ("#f7fcb9", "#addd8e", "#31a354", "#006837")
NO_DATA_COLOUR = "#d9dde1"
NAMES = {
    "11": "<img src=x onerror=alert(1)>",
    "12": "</script><script>alert(2)</script>",
    "13": "{{ 7*7 }} ${alert(3)} `\\' \"",
}

_WEST, _NORTH, _SIZE = 100.0, 4.0, 2.0


def child_codes(parent: str) -> list[str]:
    if parent == COUNTRY:
        return [str(code) for code in range(11, 23)]
    return [f"{parent}.{number:02d}" for number in range(1, 21)]


def class_of(code: str) -> int | None:
    """A class from the digits of the code; every fifth unit has no data."""
    number = int(code.replace(".", ""))
    return None if number % 5 == 3 else number % len(COLOURS)


def label_of(code: str) -> str:
    return "Belum ada data" if class_of(code) is None else f"{code} · <b>37,0%</b>"


def bounds_of(code: str) -> tuple[float, float, float, float]:
    if code == COUNTRY:
        return (_WEST, _NORTH - 3 * _SIZE, _WEST + 4 * _SIZE, _NORTH)
    province, _, regency = code.partition(".")
    row, column = divmod(int(province) - 11, 4)
    west, north, width, height = _WEST + column * _SIZE, _NORTH - row * _SIZE, _SIZE, _SIZE
    if regency:
        row, column = divmod(int(regency) - 1, 5)
        width, height = _SIZE / 5, _SIZE / 4
        west, north = west + column * width, north - row * height
    return (west, north - height, west + width, north)


def _feature(code: str) -> dict[str, object]:
    west, south, east, north = bounds_of(code)
    ring = [[west, south], [east, south], [east, north], [west, north], [west, south]]
    return {
        "type": "Feature",
        "id": code,
        "properties": {"code": code, "name": NAMES.get(code, f"Daerah {code}")},
        "geometry": {"type": "Polygon", "coordinates": [ring]},
    }


@lru_cache
def display_geometry(parent: str) -> tuple[bytes, str]:
    """Gzipped GeoJSON of the children of ``parent``, and its checksum."""
    collection = {"type": "FeatureCollection", "features": [_feature(code) for code in child_codes(parent)]}
    body = json.dumps(collection).encode()
    return gzip.compress(body, mtime=0), hashlib.sha256(body).hexdigest()[:16]
