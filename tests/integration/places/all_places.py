"""Every place that shows a map, read back as a person or a program reads it, and held against the answer to the map."""

from collections.abc import Callable
from typing import Final

from tests.integration.places.page import check_page
from tests.integration.places.paper import check_briefing, check_html, check_pdf, check_png, check_pptx, check_svg
from tests.integration.places.programs import check_http, check_map_json, check_map_out, check_values
from tests.integration.places.tables import check_csv, check_geojson, check_gpkg, check_xlsx, check_zip
from tests.integration.places.told import Asked

#: What reads a place and holds it against the answer, by the name of the place.
PLACES: Final[dict[str, Callable[[Asked], None]]] = {
    "page": check_page,
    "png": check_png,
    "svg": check_svg,
    "pdf": check_pdf,
    "pptx": check_pptx,
    "html": check_html,
    "briefing": check_briefing,
    "xlsx": check_xlsx,
    "csv": check_csv,
    "zip": check_zip,
    "geojson": check_geojson,
    "gpkg": check_gpkg,
    "values": check_values,
    "map --json": check_map_json,
    "map --out": check_map_out,
    "http": check_http,
}
#: Places on paper, which refuse the map of all desa of the country.
ON_PAPER: Final = ("png", "svg", "pdf", "pptx", "html", "map --out")
