"""The files that a browser needs to draw a map, all from installed packages, and their addresses on the server."""

import hashlib
from functools import lru_cache
from pathlib import Path

from xstatic.pkg import leaflet

from ucjmap.render.tokens import tokens_css

ASSETS_PATH = "/assets"
#: Address of the search of areas; takes what was typed as ``q``.
SEARCH_PATH = "/ucjmap/areas"
#: Address of the page on which an office gives its password.
SIGN_IN_PATH = "/ucjmap/sign-in"
#: Address of the answer to a map; takes the parameters of the page's own address.
MAP_PATH = "/api/v1/map"
DRAWING_PATH = f"{MAP_PATH}/drawing"

_HERE = Path(__file__).parent
_LEAFLET = Path(leaflet.BASE_DIR)

# Streamlit-folium asks for scripts one after the other, so those of the layer travel as one. In `ucjmap.parts` each is
# told of something new in this order: playback decides which date the others show.
_LAYER_SCRIPTS = tuple(
    _HERE / f"{name}.js"
    for name in (
        "map_tools",
        "choropleth_layer",
        "map_hook",
        "map_geometry",
        "map_patterns",
        "map_panels",
        "map_whole",
        "map_frames",
        "map_light",
        "map_overlay",
        "map_borders",
        "map_around",
        "map_outlines",
        "map_circles",
        "map_reader",
        "map_key",
        "map_marks",  # before the names, which keep off them
        "map_labels",
        "map_locate",
        "map_sync",
        "map_touch",
        "map_wheel",
        "map_ahead",
        "map_basemap",
    )
)

# Listed one by one: what is not named here is never served, whatever the address asks for.
ASSET_FILES: dict[str, Path] = {
    "leaflet/leaflet.js": _LEAFLET / "leaflet.js",
    "leaflet/leaflet.css": _LEAFLET / "leaflet.css",
    "leaflet/images/layers.png": _LEAFLET / "images" / "layers.png",
    "leaflet/images/layers-2x.png": _LEAFLET / "images" / "layers-2x.png",
    "leaflet/images/marker-icon.png": _LEAFLET / "images" / "marker-icon.png",
    "leaflet/images/marker-icon-2x.png": _LEAFLET / "images" / "marker-icon-2x.png",
    "leaflet/images/marker-shadow.png": _LEAFLET / "images" / "marker-shadow.png",
    "map/choropleth_layer.js": _HERE / "choropleth_layer.js",
    "map/tile_layer.js": _HERE / "tile_layer.js",
    "map/tile_worker.js": _HERE / "tile_worker.js",
    "map/choropleth_layer.css": _HERE / "choropleth_layer.css",
}


_BUNDLES: dict[str, tuple[Path, ...]] = {
    "map/choropleth_layer.js": _LAYER_SCRIPTS,
    "map/tile_layer.js": tuple(
        _HERE / f"{name}.js" for name in ("tile_places", "tile_cells", "tile_hook", "tile_layer")
    ),
}


def asset_bytes(name: str) -> bytes:
    """Content of a file that the browser fetches, with what travels along with it.

    Parameters
    ----------
    name
        A key of `ASSET_FILES`, which is the end of its address.

    Raises
    ------
    KeyError
        There is no such file: nothing else is ever served.
    """
    tokens = tokens_css().encode() if name == "map/choropleth_layer.css" else b""
    return tokens + b"\n".join(path.read_bytes() for path in _BUNDLES.get(name, (ASSET_FILES[name],)))


@lru_cache(maxsize=1)
def assets_version() -> str:
    """Checksum over all files, part of every address: a changed file is fetched anew, all others never again.

    Returns
    -------
    str
        Twelve hexadecimal digits, the same for the life of the process.
    """
    digest = hashlib.sha256()
    for name in sorted(ASSET_FILES):
        digest.update(name.encode())
        digest.update(asset_bytes(name))
    return digest.hexdigest()[:12]


def asset_url(name: str) -> str:
    """Address of a file that the browser fetches; it changes with the content of any of them.

    Parameters
    ----------
    name
        One of `ASSET_FILES`.

    Raises
    ------
    KeyError
        There is no such file.
    """
    if name not in ASSET_FILES:
        raise KeyError(name)
    return f"{ASSETS_PATH}/{assets_version()}/{name}"


def geometry_url(version: str, code: str, level: str) -> str:
    """Address of the geometry of one view.

    Parameters
    ----------
    version
        Of the boundaries behind the view: others have another address, so that the content of this one may be kept
        for good.
    code
        Of the area that the view is of.
    level
        Of the areas that are drawn.
    """
    return f"/geometry/{version}/{code}/{level}.json"


def drawing_url(query: str) -> str:
    """Address of what a map draws, without the rest of its answer.

    Parameters
    ----------
    query
        Parameters of the page's address, already encoded.
    """
    return f"{DRAWING_PATH}?{query}"


def tiles_url(version: str) -> str:
    """Address of the vector tiles of all desa, with the places of ``{z}``, ``{x}`` and ``{y}``.

    Parameters
    ----------
    version
        Of the boundaries of the country: with others the address is another one.
    """
    return f"/tiles/{version}/{{z}}/{{x}}/{{y}}.mvt"


def tile_names_url(version: str) -> str:
    """Address of the codes and names of the desa in the tiles.

    Parameters
    ----------
    version
        That of the tiles, whose numbers of areas are places in this list.
    """
    return f"/tiles/{version}/names.json"
