"""Simulated coverage of the demonstration provinces: areas, space, workers, village staff."""
