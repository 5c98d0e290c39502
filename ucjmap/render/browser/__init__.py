"""The map of the browser: what it is told, the folium layers, and the scripts that draw."""
