"""The map page: map, controls, legend, ranking, and the panels that the profile shares."""
