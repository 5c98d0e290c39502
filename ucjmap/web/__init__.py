"""HTTP routes beside the pages: files for the browser, display geometry, tiles, the answer to a map."""

from ucjmap.web.routes import all_routes

__all__ = ["all_routes"]
