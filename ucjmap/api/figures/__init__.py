"""Figures of areas, made here once: definitions, roll-up, targets in force, trends, quality, profile."""
