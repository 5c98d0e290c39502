"""The outreach page with its tabs: list, clusters, trips, money, follow-up."""

from ucjmap.app.outreach import outreach_page

__all__ = [
    "outreach_page",
]
