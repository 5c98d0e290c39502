"""The files that a browser needs to draw a map, all from installed packages, and their addresses on the server."""

import hashlib
from functools import lru_cache
from pathlib import Path

from xstatic.pkg import leaflet

ASSETS_PATH = "/assets"
#: Address of the search of areas; takes what was typed as ``q``.
SEARCH_PATH = "/ucjmap/areas"

_HERE = Path(__file__).parent
_LEAFLET = Path(leaflet.BASE_DIR)

# Written out one by one: what is not named here is never served, whatever the address asks for.
ASSET_FILES: dict[str, Path] = {
    "leaflet/leaflet.js": _LEAFLET / "leaflet.js",
    "leaflet/leaflet.css": _LEAFLET / "leaflet.css",
    "leaflet/images/layers.png": _LEAFLET / "images" / "layers.png",
    "leaflet/images/layers-2x.png": _LEAFLET / "images" / "layers-2x.png",
    "leaflet/images/marker-icon.png": _LEAFLET / "images" / "marker-icon.png",
    "leaflet/images/marker-icon-2x.png": _LEAFLET / "images" / "marker-icon-2x.png",
    "leaflet/images/marker-shadow.png": _LEAFLET / "images" / "marker-shadow.png",
    "map/choropleth_layer.js": _HERE / "choropleth_layer.js",
    "map/choropleth_layer.css": _HERE / "choropleth_layer.css",
}


@lru_cache(maxsize=1)
def assets_version() -> str:
    """Checksum over all files, part of every address: a changed file is fetched anew, all others never again."""
    digest = hashlib.sha256()
    for name, path in sorted(ASSET_FILES.items()):
        digest.update(name.encode())
        digest.update(path.read_bytes())
    return digest.hexdigest()[:12]


def asset_url(name: str) -> str:
    """Address of the file called ``name`` in `ASSET_FILES`."""
    if name not in ASSET_FILES:
        raise KeyError(name)
    return f"{ASSETS_PATH}/{assets_version()}/{name}"


def geometry_url(version: str, code: str, level: str) -> str:
    """Address of the geometry of one view; it changes when the boundaries change."""
    return f"/geometry/{version}/{code}/{level}.json"
