"""What every layer for ``feature_group_to_add`` of ``st_folium`` is."""

import folium


class ScriptLayer(folium.FeatureGroup):
    """A layer whose script is that of its own template, written once."""

    def render(self, **kwargs: object) -> None:
        """Do nothing: ``st_folium`` takes the script from the template itself.

        Folium would read the finished script as a template once more, for a page that is never asked for. That takes
        longer than to write it, and fails where the name of an area holds ``{%``.
        """
