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
}
