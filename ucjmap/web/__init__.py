"""The entrance, and HTTP routes beside the pages: browser files, geometry, tiles, the answer to a map, what the first page carries."""

from ucjmap.web.entrance import Entrance
from ucjmap.web.fair_share import FairShare
from ucjmap.web.first_page import FirstPage
from ucjmap.web.observed import Observed
from ucjmap.web.routes import all_routes
from ucjmap.web.service_routes import service_routes

__all__ = ["Entrance", "FairShare", "FirstPage", "Observed", "all_routes", "service_routes"]
