"""OGC API - Tiles: the vector tiles of all desa that the map of the country draws.

References
----------
OGC 20-057 (OGC API - Tiles, Part 1: Core); OGC 17-083r4 (Two Dimensional Tile Matrix Set), annex D.1: WebMercatorQuad.
"""

import math
from typing import Any, Final

from starlette.responses import Response

from ucjmap import api
from ucjmap.codes import COUNTRY
from ucjmap.errors import N_, StoreError, UsageError
from ucjmap.tiles import LAYER, MAX_ZOOM, MIN_ZOOM
from ucjmap.web.asset_routes import gzipped_response
from ucjmap.web.ogc.document_links import link
from ucjmap.web.operations import ASK_AGAIN, Asked, Operation, choice, json_answer, named_by_path, whole_number

MVT: Final = "application/vnd.mapbox-vector-tile"
_JSON: Final = "application/json"
_QUAD: Final = "WebMercatorQuad"
_QUAD_URI: Final = "http://www.opengis.net/def/tilematrixset/OGC/1.0/WebMercatorQuad"
_MERCATOR: Final = "http://www.opengis.net/def/crs/EPSG/0/3857"
_SCHEMES: Final = "http://www.opengis.net/def/rel/ogc/1.0/tiling-scheme"
_WORLD_M: Final = math.pi * 6378137.0
_TILE_PX: Final = 256
#: Metres of one pixel in the standard (0.28 mm).
_PIXEL_M: Final = 0.00028
_TILES_OF: Final = choice("collectionId", "The collection that has tiles", ("desa",)).in_path()
_SET: Final = choice("tileMatrixSetId", "The tile matrix set", (_QUAD,)).in_path()
_MOST: Final = 2**24
_MATRIX: Final = whole_number("tileMatrix", f"Zoom, {MIN_ZOOM} to {MAX_ZOOM}", low=0, high=_MOST).in_path()
_ROW: Final = whole_number("tileRow", "Row from the north", low=0, high=_MOST).in_path()
_COLUMN: Final = whole_number("tileCol", "Column from 180° W", low=0, high=_MOST).in_path()


def _sets(asked: Asked) -> Response:
    own = asked.link(f"/ogc/tileMatrixSets/{_QUAD}")
    entry = {"id": _QUAD, "uri": _QUAD_URI, "crs": _MERCATOR, "links": [link(own, "self", _JSON)]}
    return json_answer(asked, lambda: {"tileMatrixSets": [entry]})


def _set(asked: Asked) -> Response:
    def make() -> dict[str, Any]:
        return {
            "id": _QUAD,
            "title": "Google Maps Compatible for the World",
            "uri": _QUAD_URI,
            "crs": _MERCATOR,
            "orderedAxes": ["X", "Y"],
            "wellKnownScaleSet": "http://www.opengis.net/def/wkss/OGC/1.0/GoogleMapsCompatible",
            "tileMatrices": [_matrix(zoom) for zoom in range(MAX_ZOOM + 1)],
        }

    return json_answer(asked, make)


def _matrix(zoom: int) -> dict[str, Any]:
    cell_m = 2 * _WORLD_M / _TILE_PX / 2**zoom
    return {
        "id": str(zoom),
        "scaleDenominator": cell_m / _PIXEL_M,
        "cellSize": cell_m,
        "cornerOfOrigin": "topLeft",
        "pointOfOrigin": [-_WORLD_M, _WORLD_M],
        "tileWidth": _TILE_PX,
        "tileHeight": _TILE_PX,
        "matrixWidth": 2**zoom,
        "matrixHeight": 2**zoom,
    }


def _tilesets(asked: Asked) -> Response:
    path = "/ogc/collections/desa/tiles"

    def make() -> dict[str, Any]:
        own = {key: value for key, value in _tileset(asked).items() if key not in ("tileMatrixSetLimits", "layers")}
        own["links"] = [link(asked.link(f"{path}/{_QUAD}"), "self", _JSON), *own["links"][1:]]
        return {"links": [link(asked.link(path), "self", _JSON)], "tilesets": [own]}

    return json_answer(asked, make)


def _one_tileset(asked: Asked) -> Response:
    return json_answer(asked, lambda: _tileset(asked))


def _tileset(asked: Asked) -> dict[str, Any]:
    path = f"/ogc/collections/desa/tiles/{_QUAD}"
    template = f"{asked.link(path)}/{{tileMatrix}}/{{tileRow}}/{{tileCol}}"
    west, south, east, north = api.area_tree(asked.store).extent(COUNTRY)
    return {
        "title": "Desa",
        "dataType": "vector",
        "crs": _MERCATOR,
        "tileMatrixSetURI": _QUAD_URI,
        "tileMatrixSetLimits": [_limits(zoom, west, south, east, north) for zoom in range(MIN_ZOOM, MAX_ZOOM + 1)],
        "boundingBox": {"lowerLeft": [west, south], "upperRight": [east, north], "crs": api.CRS84},
        "layers": [{"id": LAYER, "dataType": "vector", "geometryDimension": 2, "propertiesSchema": _NO_PROPERTIES}],
        "links": [
            link(asked.link(path), "self", _JSON),
            link(asked.link(f"/ogc/tileMatrixSets/{_QUAD}"), _SCHEMES, _JSON),
            {**link(template, "item", MVT), "templated": True},
            # What the numbers of the features in the tiles stand for.
            link(asked.link(f"/tiles/{api.tiles_version(asked.store)}/names.json"), "describedby", _JSON),
        ],
    }


_NO_PROPERTIES: Final = {"type": "object", "properties": {}}


def _limits(zoom: int, west: float, south: float, east: float, north: float) -> dict[str, Any]:
    (first, top), (last, bottom) = _tile_of(zoom, west, north), _tile_of(zoom, east, south)
    rows, columns = {"minTileRow": top, "maxTileRow": bottom}, {"minTileCol": first, "maxTileCol": last}
    return {"tileMatrix": str(zoom), **rows, **columns}


def _tile_of(zoom: int, lon: float, lat: float) -> tuple[int, int]:
    """Column and row of the tile that a place lies in."""
    x, y = (lon + 180) / 360, (1 - math.asinh(math.tan(math.radians(lat))) / math.pi) / 2
    most = 2**zoom - 1
    return min(most, max(0, int(x * 2**zoom))), min(most, max(0, int(y * 2**zoom)))


def _tile(asked: Asked) -> Response:
    zoom, row, column = (asked.values[name] for name in ("tileMatrix", "tileRow", "tileCol"))
    if not (MIN_ZOOM <= zoom <= MAX_ZOOM and max(row, column) < 2**zoom):
        with named_by_path():
            raise UsageError(
                "no_such_tile",
                N_("There is no tile {zoom}/{row}/{column}."),
                N_("Zooms {low} to {high} are built; the description of the tiles has their limits."),
                zoom=zoom,
                row=row,
                column=column,
                low=MIN_ZOOM,
                high=MAX_ZOOM,
            )
    version = api.tiles_version(asked.store)
    try:
        tile = api.read_tile(asked.store, version, zoom, column, row)
    except StoreError:
        api.tiles_progress(asked.store)  # they begin to be built, and are there at one of the next tries
        raise
    if tile is None:
        return Response(status_code=204, headers={"Cache-Control": ASK_AGAIN})
    return gzipped_response(asked.request, tile, f"{version}-{zoom}-{column}-{row}", MVT, cache_control=ASK_AGAIN)


_AT: Final = "/ogc/collections/{collectionId}/tiles"
TILE_OPERATIONS: Final = (
    Operation("/ogc/tileMatrixSets", "getTileMatrixSetsList", "The tile matrix sets", "Tiles", _sets),
    Operation("/ogc/tileMatrixSets/{tileMatrixSetId}", "getTileMatrixSet", "One tile matrix set", "Tiles", _set, (_SET,)),
    Operation(_AT, "getTileSetsList", "The tile sets of a collection", "Tiles", _tilesets, (_TILES_OF,)),
    Operation(f"{_AT}/{{tileMatrixSetId}}", "getTileSet", "One tile set", "Tiles", _one_tileset, (_TILES_OF, _SET)),
    Operation(f"{_AT}/{{tileMatrixSetId}}/{{tileMatrix}}/{{tileRow}}/{{tileCol}}", "getTile", "One tile; the id of a feature is its place in the list of names", "Tiles", _tile, (_TILES_OF, _SET, _MATRIX, _ROW, _COLUMN), MVT, is_empty_sometimes=True),
)  # fmt: skip
