"""Every route with an address that would have figures of several kabupaten, for the matrix of who sees what."""

from dataclasses import dataclass

#: A kabupaten that nobody but the administrator of its province may see, and one of its kecamatan and desa.
OTHER = "61.02"


@dataclass(frozen=True)
class Tried:
    """``address`` of one request; ``has_figures``: an administrator of the province finds counts of ``OTHER`` in it."""

    address: str
    has_figures: bool = False


#: By the template of the route. A route that is not here fails the test: say what it would tell of another kabupaten.
ROUTES = {
    "/assets/{version}/{name:path}": Tried("/assets/x/leaflet.js"),
    "/geometry/{version}/{code}/{level}.json": Tried(f"/geometry/x/{OTHER}/adm3.json"),
    "/tiles/{version}/{z:int}/{x:int}/{y:int}.mvt": Tried("/tiles/x/5/25/15.mvt"),
    "/tiles/{version}/names.json": Tried("/tiles/x/names.json"),
    "/ucjmap/areas": Tried("/ucjmap/areas?q=mempawah"),
    "/ucjmap/sign-in": Tried("/ucjmap/sign-in"),
    "/ucjmap/sign-in/back": Tried("/ucjmap/sign-in/back"),
    "/ucjmap/health": Tried("/ucjmap/health"),
    "/ucjmap/ready": Tried("/ucjmap/ready"),
    "/ucjmap/metrics": Tried("/ucjmap/metrics"),
    "/api/v1/map": Tried("/api/v1/map?area=61&level=adm2", True),
    "/api/v1/map/drawing": Tried("/api/v1/map/drawing?area=61&level=adm2"),
    "/api/v1": Tried("/api/v1"),
    "/api/v1/": Tried("/api/v1/"),
    "/api/v1/openapi.json": Tried("/api/v1/openapi.json"),
    "/api/v1/areas": Tried("/api/v1/areas?area=61"),
    "/api/v1/areas/{code}": Tried(f"/api/v1/areas/{OTHER}"),
    "/api/v1/areas/{code}/series": Tried(f"/api/v1/areas/{OTHER}/series", True),
    "/api/v1/areas/{code}/profile": Tried(f"/api/v1/areas/{OTHER}/profile", True),
    "/api/v1/areas/{code}/targets": Tried(f"/api/v1/areas/{OTHER}/targets"),
    "/api/v1/search": Tried("/api/v1/search?q=mempawah"),
    "/api/v1/indicators": Tried("/api/v1/indicators"),
    "/api/v1/imports": Tried("/api/v1/imports"),
    "/api/v1/datasets": Tried("/api/v1/datasets"),
    "/api/v1/datasets/{key}": Tried("/api/v1/datasets/ucj"),
    "/api/{rest:path}": Tried("/api/nothing"),
    "/ogc": Tried("/ogc"),
    "/ogc/": Tried("/ogc/"),
    "/ogc/api": Tried("/ogc/api"),
    "/ogc/conformance": Tried("/ogc/conformance"),
    "/ogc/collections": Tried("/ogc/collections"),
    "/ogc/collections/{collectionId}": Tried("/ogc/collections/desa"),
    "/ogc/collections/{collectionId}/schema": Tried("/ogc/collections/desa/schema"),
    "/ogc/collections/{collectionId}/items": Tried("/ogc/collections/kabupaten/items?limit=1000", True),
    "/ogc/collections/{collectionId}/items/{featureId}": Tried(f"/ogc/collections/kabupaten/items/{OTHER}", True),
    "/ogc/tileMatrixSets": Tried("/ogc/tileMatrixSets"),
    "/ogc/tileMatrixSets/{tileMatrixSetId}": Tried("/ogc/tileMatrixSets/WebMercatorQuad"),
    "/ogc/collections/{collectionId}/tiles": Tried("/ogc/collections/desa/tiles"),
    "/ogc/collections/{collectionId}/tiles/{tileMatrixSetId}": Tried("/ogc/collections/desa/tiles/WebMercatorQuad"),
    "/ogc/collections/{collectionId}/tiles/{tileMatrixSetId}/{tileMatrix}/{tileRow}/{tileCol}": Tried(
        "/ogc/collections/desa/tiles/WebMercatorQuad/11/0/0"
    ),
    "/ogc/{rest:path}": Tried("/ogc/nothing"),
}
