"""The definition of an indicator, as an installation writes it. Never touches disk or store."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from ucjmap.words import Lang


@dataclass(frozen=True)
class Indicator:
    """One indicator as ``data/indicators.toml`` defines it; words are in both languages.

    ``counts_desa`` says that a desa counts 0 or 1, so that on a map of desa there are two classes. ``bands`` are the
    official thresholds, ``bands_by_year`` those set for a year and the years after it. ``gap_bands`` and
    ``change_bands`` are distances from 0 in fractions. A rate on a denominator below ``small_below`` is marked.
    """

    key: str
    names: Mapping[str, str]
    units: Mapping[str, str]
    numerators: Mapping[str, str]
    denominators: Mapping[str, str]
    denominator_notes: Mapping[str, str]
    segments: Mapping[str, Mapping[str, str]]
    bands: tuple[float, ...]
    band_labels: Mapping[str, tuple[str, ...]]
    applies_to: tuple[str, ...]
    counts_desa: bool
    bands_by_year: Mapping[int, tuple[float, ...]] = field(default_factory=dict)
    gap_bands: tuple[float, ...] = (0.05, 0.10, 0.20)
    change_bands: tuple[float, ...] = (0.01, 0.05, 0.10)
    small_below: int = 0

    def bands_of(self, year: int) -> tuple[float, ...]:
        """Thresholds that are in force in a year."""
        set_for = [start for start in self.bands_by_year if start <= year]
        return self.bands_by_year[max(set_for)] if set_for else self.bands

    def name(self, lang: Lang) -> str:
        """Name for people."""
        return self.names[lang]
