"""HTTP routes beside the pages: browser files, geometry, tiles, the answer to a map, what the first page carries."""

from ucjmap.web.first_page import FirstPage
from ucjmap.web.routes import all_routes

__all__ = ["FirstPage", "all_routes"]
