"""What every layer for ``st_folium`` has in common."""

import folium


class ScriptLayer(folium.FeatureGroup):
    """A layer for ``feature_group_to_add`` whose script is that of its own template, written once.

    ``st_folium`` takes the script from the template itself. Folium would read the finished script as a template once
    more, for a page that is never asked for: that takes longer than writing it, and fails where the name of an area
    holds ``{%``.
    """

    def render(self, **_kwargs: object) -> str:
        """Nothing: there is no page."""
        return ""
